
// One gesture: a tap selects a sentence and the word under it. What moved, or was held, or selects text, is the browser's.

const selection = { bead: null, word: null };
const MOVED = 10;
const HELD = 500;

/** Lights what is selected and fills the sheet. */
function showSelection() {
  const { bead, word } = selection;
  for (const it of dom.main.querySelectorAll(".on")) it.classList.remove("on");
  const marked = { word: [], solid: [], dotted: [] };
  if (bead) {
    const partner = partnerOf(bead);
    bead.classList.add("on");
    partner.classList.add("on");
    if (word && root.dataset.help !== "off") {
      marked.word.push(rangeIn(bead, word));
      for (const { place, kind } of helpFor(bead, word).partners) marked[kind].push(rangeIn(partner, place));
    }
  }
  for (const [name, ranges] of Object.entries(marked)) light(name, ranges);
  fillSheet(selection);
}

/** Moves the only stop of the text for the Tab key. */
function stopAt(bead) {
  dom.main.querySelector(".unit span[tabindex]")?.removeAttribute("tabindex");
  bead?.setAttribute("tabindex", "0");
}

function select(bead, word = null) {
  if (reading && reading.bead !== bead) stopReading();
  selection.bead = bead;
  selection.word = word;
  if (bead) {
    stopAt(bead);
    dismissTip();
  }
  showSelection();
  if (bead) uncover();
}

/** Scrolls no more than it takes to see the selected line above the sheet and below the bar. */
function uncover() {
  const { bead, word } = selection;
  const shown = shownOf(bead);
  const rects = word && shown === bead ? rangeIn(bead, word)?.getClientRects() : shown.getClientRects();
  if (!rects?.length) return;
  const [top, bottom] = [rects[0].top, rects[rects.length - 1].bottom];
  const sheet = document.getElementById("sheet").getBoundingClientRect();
  const floor = sheet.left > 0 ? innerHeight : sheet.top;
  const ceiling = dom.bar.offsetHeight;
  if (top < ceiling) scrollBy({ top: top - ceiling - 8, behavior: "instant" });
  else if (bottom > floor - 8) scrollBy({ top: Math.min(bottom - floor + 16, top - ceiling - 8), behavior: "instant" });
}

function deselect() {
  const { bead } = selection;
  if (!bead) return;
  if (document.activeElement && document.getElementById("sheet").contains(document.activeElement)) {
    bead.focus({ preventScroll: true });
  }
  select(null);
  stopAt(bead);
}

/** The beads that one can go through: of the text that is read, and where that has none of the other. */
function readBeads() {
  const { first } = root.dataset;
  return beads[first].map((bead) => (bead.firstElementChild ? bead : partnerOf(bead)));
}

/** The next bead from a row on, or the one before, that is shown. */
function shownFrom(row, by) {
  const all = readBeads();
  let at = row;
  while (at >= 0 && at < all.length && !isShown(all[at])) at += by;
  return all[at] ?? null;
}

const sentenceAfter = (bead) => shownFrom(rowOf(bead) + 1, 1);

function stepSentence(by) {
  const from = selection.bead ?? topBead();
  const next = shownFrom((from ? rowOf(from) : 0) + (selection.bead || by < 0 ? by : 0), by);
  if (!next) return;
  select(next);
  next.focus({ preventScroll: true });
}

function stepWord(by) {
  const { bead, word } = selection;
  if (!bead) return stepSentence(by);
  const words = wordsIn(bead.textContent, langOf(bead));
  const at = word ? words.findIndex(([start]) => start === word[0]) + by : by > 0 ? 0 : words.length - 1;
  if (words[at]) return select(bead, words[at]);
  stepSentence(by);
  return undefined;
}

/** Opens or closes the translation under the paragraph of the selected sentence, or of the one on top. */
function showParagraph() {
  const bead = selection.bead ?? topBead();
  if (bead) relayout(() => bead.closest(".unit").classList.toggle("shown"));
}

/** Opens or closes all of them. */
function showAll() {
  relayout(() => {
    for (const unit of dom.main.querySelectorAll(".unit.shown")) unit.classList.remove("shown");
    root.toggleAttribute("data-shown");
  });
}

function startTaps() {
  let down = null;
  dom.main.addEventListener("pointerdown", (event) => {
    down = { x: event.clientX, y: event.clientY, at: event.timeStamp };
  });
  dom.main.addEventListener("click", (event) => {
    if (event.target.closest("a, summary, button")) return;
    const bead = beadAt(event.clientX, event.clientY);
    if (!bead) return;
    const moved = down && Math.hypot(event.clientX - down.x, event.clientY - down.y) > MOVED;
    const held = down && event.timeStamp - down.at > HELD;
    if (moved || held || !getSelection().isCollapsed) return;
    select(bead, wordAt(bead, event.clientX, event.clientY));
  });
  dom.main.addEventListener("focusin", (event) => {
    const bead = beadOf(event.target);
    if (bead && bead !== selection.bead && bead.matches(":focus-visible")) select(bead);
  });
  document.getElementById("close").addEventListener("click", deselect);
  document.getElementById("save").addEventListener("click", toggleSaved);
  document.getElementById("speak").addEventListener("click", speak);
  stopAt(firstBead());
  fillSheet(selection);
  globalThis.speechSynthesis?.addEventListener?.("voiceschanged", () => fillSheet(selection));
}

function startKeys() {
  const letters = {
    j: () => stepSentence(1),
    k: () => stepSentence(-1),
    s: toggleSaved,
    p: speak,
    t: showParagraph,
    T: showAll,
    "/": () => document.getElementById("search").showPopover(),
    "?": () => document.getElementById("settings").showPopover(),
    ...Object.fromEntries(MODES.map((mode, at) => [String(at + 1), () => setMode(mode)])),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    // An open panel has the keys: Esc closes it, which the browser does.
    if (event.target.closest("input, select") || document.querySelector(".panel:popover-open")) return;
    const inText = selection.bead !== null && !event.target.closest("#sheet, .bar");
    const sized = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (event.key === "Escape") deselect();
    else if (inText && sized) stepWord(sized);
    else if (event.key === "Enter" && beadOf(event.target)) select(beadOf(event.target), selection.word);
    else if (root.dataset.keys !== "off" && Object.hasOwn(letters, event.key)) letters[event.key]();
    else return;
    event.preventDefault();
  });
}

// What a phone's reader must be told once

function dismissTip() {
  const tip = document.getElementById("tip");
  if (!tip.hidden) settings.set("tip", "seen");
  tip.hidden = true;
}

function startTip() {
  const tip = document.getElementById("tip");
  tip.hidden = settings.get("tip") === "seen" || root.dataset.mode !== "reveal";
  tip.querySelector("button").addEventListener("click", dismissTip);
}
