
// The list of works: what was read, how far, and where to go on. Pages keep it under the names of works.

document.addEventListener("DOMContentLoaded", () => {
  translatePage();
  const last = settings.get("last");
  for (const item of document.querySelectorAll("[data-work]")) {
    const { work } = item.dataset;
    const place = settings.read(`at.${work}`);
    if (typeof place?.percent !== "number") continue;
    const told = say("{n} % read", { n: place.percent });
    const progress = item.querySelector(".progress");
    progress.hidden = false;
    progress.querySelector("dd").textContent = told;
    if (work !== last) continue;
    const again = document.querySelector(".continue");
    again.hidden = false;
    again.querySelector("a").href = item.querySelector("a").getAttribute("href");
    const title = item.querySelector(".source");
    again.querySelector("b").textContent = title.textContent;
    again.querySelector("b").lang = title.lang;
    again.querySelector(".read").textContent = told;
  }
});
