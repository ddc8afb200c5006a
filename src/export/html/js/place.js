
// Sentences and where they stand. A bead is a span: the sentences of one text that a link holds. Its partner has the same
// place among the beads of its unit's other text; either may be empty.

const work = root.dataset.work;
const placeKey = `at.${work}`;
const dom = {};
const found = {};
/** All beads of a text, looked for when first asked: a page is shown before that. */
const beads = {
  get o() {
    return (found.o ??= [...dom.main.querySelectorAll(".o > span")]);
  },
  get t() {
    return (found.t ??= [...dom.main.querySelectorAll(".t > span")]);
  },
};
const BEADS = ".o > span, .t > span";

function findParts() {
  dom.main = document.querySelector("main");
  dom.bar = document.querySelector(".bar");
  dom.blocks = [...dom.main.querySelectorAll(".group, h1.unit")];
}

const beadOf = (node) => (node?.nodeType === 1 ? node : node?.parentElement)?.closest(BEADS) ?? null;
const sideOf = (bead) => (bead.parentElement.classList.contains("o") ? "o" : "t");
const otherSide = (side) => (side === "o" ? "t" : "o");
const langOf = (bead) => bead.parentElement.lang;
const isShown = (bead) => bead.getClientRects().length > 0;

function partnerOf(bead) {
  const column = bead.parentElement;
  const other = column.parentElement.querySelector(`:scope > .${otherSide(sideOf(bead))}`);
  return other.children[[...column.children].indexOf(bead)];
}

/** The number of a bead's row, from 0. */
function rowOf(bead) {
  const all = beads[sideOf(bead)];
  let [low, high] = [0, all.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    const order = all[middle].compareDocumentPosition(bead);
    if (order === 0) return middle;
    if (order & Node.DOCUMENT_POSITION_FOLLOWING) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The id by which a bead is linked to and remembered: that of its first sentence, or of its partner's. */
function idOf(bead) {
  return (bead.firstElementChild ?? partnerOf(bead).firstElementChild).id;
}

/** The bead of an id; details around it open. */
function beadWithId(id) {
  const bead = beadOf(document.getElementById(id));
  for (let it = bead?.closest("details"); it; it = it.parentElement.closest("details")) it.open = true;
  return bead;
}

/** Either of the two that can be seen. */
function shownOf(bead) {
  if (isShown(bead) && bead.firstElementChild) return bead;
  const partner = partnerOf(bead);
  return isShown(partner) ? partner : bead;
}

/** The first bead that can be seen, wherever the window is. */
function firstBead() {
  for (const block of dom.blocks) {
    const bead = [...block.querySelectorAll(BEADS)].find((it) => it.firstElementChild && isShown(it));
    if (bead) return bead;
  }
  return null;
}

/** Groups and titles from the first that stands below a height on; one look into the page is enough to find it. */
function* blocksFrom(y) {
  const box = dom.main.getBoundingClientRect();
  let block = null;
  for (let at = y; at < innerHeight && !block; at += 24) {
    block = document.elementFromPoint(box.left + box.width / 2, at)?.closest(".group, h1.unit") ?? null;
  }
  for (let index = dom.blocks.indexOf(block); block && index < dom.blocks.length; index += 1) {
    block = dom.blocks[index];
    // What a closed fold holds is not laid out, and must not be for this.
    if (block.closest("details:not([open])")) continue;
    if (block.getBoundingClientRect().top > innerHeight) return;
    yield block;
  }
}

/** The first bead that begins below the bar, or the one that fills the window. */
function topBead() {
  const from = dom.bar.offsetHeight;
  let covering = null;
  for (const block of blocksFrom(from + 2)) {
    let [first, least] = [null, null];
    for (const bead of block.querySelectorAll(BEADS)) {
      const rects = bead.firstElementChild ? bead.getClientRects() : [];
      if (rects.length === 0 || rects[rects.length - 1].bottom <= from) continue;
      const { top, left } = rects[0];
      if (top < from) covering ??= bead;
      else if (!first || top < least.top - 1 || (top < least.top + 1 && left < least.left)) {
        [first, least] = [bead, { top, left }];
      }
    }
    if (first && !(covering && least.top > innerHeight / 2)) return first;
    if (first) break;
  }
  return covering;
}

/** Where a bead begins, down from the window's top. */
function topOf(bead) {
  const shown = shownOf(bead);
  const rect = shown.getClientRects()[0] ?? shown.closest(".unit").getBoundingClientRect();
  return rect.top;
}

/** Scrolls until a bead begins `y` below the window's top. Groups take their true height when they come near, so
 * it is done again until they have. */
function put(bead, y) {
  let left = 6;
  const move = () => {
    const by = topOf(bead) - y;
    if (Math.abs(by) > 0.5) scrollBy({ top: by, behavior: "instant" });
    left -= 1;
    if (left > 0) requestAnimationFrame(move);
  };
  move();
}

/** Changes the layout and keeps the line that is read where it is: that of the selected sentence if it is in sight. */
function relayout(change) {
  const inSight = (bead) => {
    const top = topOf(bead);
    return top > dom.bar.offsetHeight - 4 && top < innerHeight - 40;
  };
  const bead = selection.bead && inSight(selection.bead) ? selection.bead : topBead();
  const atTop = scrollY === 0 && bead !== selection.bead;
  const before = bead && topOf(bead);
  change();
  if (bead && !atTop) put(bead, before);
}

/** How much of the work lies above a bead, in percent. */
function percentAt(bead) {
  return Math.round((100 * rowOf(bead)) / Math.max(1, beads.o.length - 1));
}

function percentRead() {
  if (innerHeight + scrollY >= document.documentElement.scrollHeight - 4) return 100;
  const bead = scrollY > 0 ? topBead() : null;
  return bead ? percentAt(bead) : 0;
}

function remember() {
  const bead = scrollY > 0 ? topBead() : null;
  if (bead) settings.write(placeKey, { id: idOf(bead), percent: percentRead(), title: document.title });
  else settings.set(placeKey, null);
  if (bead) settings.set("last", work);
  tellPlace(bead);
}

function startPlace() {
  let pending = 0;
  addEventListener(
    "scroll",
    () => {
      clearTimeout(pending);
      pending = setTimeout(remember, 250);
    },
    { passive: true },
  );
  addEventListener("pagehide", remember);
  const arrived = performance.getEntriesByType("navigation")[0]?.type ?? "navigate";
  const linked = location.hash && beadWithId(location.hash.slice(1));
  if (linked && arrived === "navigate") {
    put(linked, dom.bar.offsetHeight + 24);
    return;
  }
  const bead = beadWithId(settings.read(placeKey)?.id ?? "");
  if (!bead) return;
  history.scrollRestoration = "manual";
  put(bead, dom.bar.offsetHeight + 4);
}
