"use strict";

// A page opened from a file may be refused storage; then settings last as long as the page.
const settings = {
  get(name) {
    try {
      return localStorage.getItem(`cotejo.${name}`);
    } catch {
      return null;
    }
  },
  set(name, value) {
    try {
      if (value === null) localStorage.removeItem(`cotejo.${name}`);
      else localStorage.setItem(`cotejo.${name}`, value);
    } catch {
      // Not kept.
    }
  },
};

const root = document.documentElement;
root.classList.add("js");

const systemDark = matchMedia("(prefers-color-scheme: dark)");
const chosenTheme = settings.get("theme");
if (chosenTheme === "light" || chosenTheme === "dark") root.dataset.theme = chosenTheme;
const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : systemDark.matches);

document.addEventListener("DOMContentLoaded", () => {
  const button = document.querySelector(".theme");
  const tell = () => button.setAttribute("aria-pressed", String(isDark()));
  button.addEventListener("click", () => {
    const dark = !isDark();
    if (dark === systemDark.matches) delete root.dataset.theme;
    else root.dataset.theme = dark ? "dark" : "light";
    settings.set("theme", root.dataset.theme ?? null);
    tell();
  });
  systemDark.addEventListener("change", tell);
  tell();
});
