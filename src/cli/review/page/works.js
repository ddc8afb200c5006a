// The first page: the works and how far they are.
import { el, fill } from "./dom.js";
import { number, t } from "./words.js";

/** @typedef {{name: string, counts?: import("./model.js").Counts, error?: string}} Listed */

/** @param {Listed[]} works as the server tells them @param {Element} top @param {Element} main */
export function drawWorks(works, top, main) {
  const head = ["work", "reviewed", "errors-left", "stale"].map((it) => el("th", { scope: "col" }, t(it)));
  const rows = works.map((work) => {
    if (work.error) return el("tr", {}, el("th", { scope: "row" }, work.name), el("td", { colspan: 3, class: "bad" }, work.error));
    const { links, decided, left, stale } = work.counts;
    const open = el("a", { href: `#work=${encodeURIComponent(work.name)}` }, work.name);
    const bar = el("progress", { max: links, value: decided, "aria-label": t("decided", { decided, links }) });
    return el("tr", {}, el("th", { scope: "row" }, open),
      el("td", {}, bar, " ", t("decided", { decided: number(decided), links: number(links) })),
      el("td", { class: "number" }, number(left, 1)), el("td", { class: "number" }, number(stale)));
  });
  fill(top, el("h1", {}, t("app")));
  fill(main, el("div", { class: "works" }, el("table", {}, el("caption", {}, t("works")), el("thead", {}, el("tr", {}, ...head)), el("tbody", {}, ...rows))));
}
