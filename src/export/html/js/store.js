"use strict";

// What is kept of a reader, in the browser. A page opened from a file may be refused storage, and some browsers throw only
// on writing; then settings last as long as the page.
const memory = new Map();
const settings = {
  /** Whether the browser keeps anything. */
  kept: (() => {
    try {
      localStorage.setItem("cotejo.try", "1");
      localStorage.removeItem("cotejo.try");
      return true;
    } catch {
      return false;
    }
  })(),
  get(name) {
    try {
      return localStorage.getItem(`cotejo.${name}`) ?? memory.get(name) ?? null;
    } catch {
      return memory.get(name) ?? null;
    }
  },
  set(name, value) {
    memory.set(name, value);
    try {
      if (value === null) localStorage.removeItem(`cotejo.${name}`);
      else localStorage.setItem(`cotejo.${name}`, value);
    } catch {
      settings.kept = false;
    }
  },
  /** What was written as JSON; nothing where another program wrote something else. */
  read(name) {
    try {
      return JSON.parse(settings.get(name) ?? "null");
    } catch {
      return null;
    }
  },
  write(name, value) {
    settings.set(name, JSON.stringify(value));
  },
};

const root = document.documentElement;
root.classList.add("js");

/** Colours: light, dark, or as the device has them. */
function showTheme() {
  const theme = settings.get("theme");
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  else delete root.dataset.theme;
}
showTheme();
