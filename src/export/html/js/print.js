
// Paper: both texts side by side, the original alone, or a booklet with the original on left pages and its translation facing it.

/** The page of a booklet, in millimetres, as the style sheet has it: A5, of which two stand on a sheet. */
const LEAF = { width: 120, height: 180 };
/** How full a page may be by what is measured on the screen: lines break a little otherwise on paper. */
const FULL = 0.96;
/** A heading does not begin below this part of a page. */
const LATE = 0.75;

const copyOf = (node, deep) => {
  const copy = node.cloneNode(deep);
  for (const it of [copy, ...copy.querySelectorAll("[id], [tabindex], .on")]) {
    it.removeAttribute("id");
    it.removeAttribute("tabindex");
    it.classList.remove("on");
  }
  return copy;
};

/** Units in their order; a closed fold is the line that it is on the screen. */
function printedUnits() {
  const shown = [...dom.main.querySelectorAll(".group .unit, summary")];
  return shown.filter((it) => !(it.closest("details:not([open])") && !it.matches("summary")));
}

/** The columns of a unit, with some of its beads. */
function columnsOf(unit, from = 0, to = Infinity) {
  if (unit.matches("summary")) return ["o", "t"].map(() => element("p", { class: "fold" }, unit.textContent));
  return ["o", "t"].map((side) => {
    const column = copyOf(unit.querySelector(`:scope > .${side}`), from === 0 && to === Infinity);
    if (from === 0 && to === Infinity) return column;
    const all = [...unit.querySelector(`:scope > .${side}`).children].slice(from, to);
    column.append(...all.flatMap((bead) => [copyOf(bead, true), " "]));
    if (from > 0) column.classList.remove("indent");
    return column;
  });
}

/** How high the columns of units are in a leaf. All are laid out at once, out of sight. */
function measured(units) {
  const box = element("div", { class: "booklet measured", "aria-hidden": "true" });
  const columns = units.map((unit) => columnsOf(unit));
  box.append(...columns.flatMap((pair) => pair.map((column) => element("div", {}, column))));
  document.body.append(box);
  const heights = columns.map((pair) => pair.map((column) => column.parentElement.getBoundingClientRect().height));
  const line = Number.parseFloat(getComputedStyle(box).lineHeight);
  box.remove();
  return { columns, heights, line };
}

/** How many beads of a unit fit into a height, and how high they are: by their share of the letters, in whole lines. */
function fitting(unit, from, heights, line, room) {
  const letters = ["o", "t"].map((side) => [...unit.querySelector(`:scope > .${side}`).children].map((it) => it.textContent.length));
  const wholes = letters.map((all) => Math.max(1, all.reduce((sum, it) => sum + it, 0)));
  const count = letters[0].length;
  const sums = [0, 0];
  let [to, high] = [from, 0];
  while (to < count) {
    const next = [0, 1].map((side) => {
      const share = (sums[side] + letters[side][to]) / wholes[side];
      return share === 0 ? 0 : Math.ceil((heights[side] * share) / line + 0.5) * line;
    });
    if (Math.max(...next) > room) break;
    for (const side of [0, 1]) sums[side] += letters[side][to];
    high = Math.max(...next);
    to += 1;
  }
  return { to, high };
}

/** The booklet: leaf after leaf, left and right. */
function booklet() {
  const pixels = 96 / 25.4;
  const units = printedUnits();
  const { columns, heights, line } = measured(units);
  const full = LEAF.height * pixels * FULL;
  const book = element("div", { class: "booklet" }, element("div", { class: "leaf cover" }, copyOf(dom.main.querySelector("h1"), true)));
  let [leaves, room] = [null, 0];
  const turn = () => {
    leaves = ["verso", "recto"].map((side) => element("div", { class: `leaf ${side}` }));
    book.append(...leaves);
    room = full;
  };
  const put = (pair, high) => {
    for (const side of [0, 1]) leaves[side].append(pair[side]);
    room -= high;
  };
  turn();
  units.forEach((unit, at) => {
    const high = Math.max(...heights[at]);
    if (unit.matches(".chapter") && room < full * (1 - LATE)) turn();
    if (high <= room) return put(columns[at], high);
    const count = unit.matches("summary") ? 0 : unit.querySelector(":scope > .o").children.length;
    if (count < 2) {
      if (room < full) turn();
      return put(columns[at], high);
    }
    for (let from = 0; from < count; ) {
      let part = fitting(unit, from, heights[at], line, room);
      if (part.to === from) {
        if (room < full) {
          turn();
          continue;
        }
        // Longer than a page: it runs over.
        part = { to: from + 1, high: full };
      }
      put(columnsOf(unit, from, part.to), part.high);
      from = part.to;
      if (from < count) turn();
    }
    return undefined;
  });
  return book;
}

function startPrint() {
  addEventListener("beforeprint", () => {
    const { paper } = root.dataset;
    document.querySelector("body > .booklet")?.remove();
    root.dataset.mode = paper === "original" ? "original" : "side";
    if (paper === "facing") document.body.append(booklet());
  });
  addEventListener("afterprint", () => {
    document.querySelector("body > .booklet")?.remove();
    showMode();
  });
}
