
// Search over both texts. Browsers' own misses what is folded or not laid out yet.

const HITS = 100;
const AROUND = 36;

/** A text without accents and capitals, and for each of its characters where it comes from. */
function fold(text) {
  let folded = "";
  const from = [];
  for (let at = 0; at < text.length; at += 1) {
    for (const letter of text[at].normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[’‘]/g, "'")) {
      folded += letter;
      from.push(at);
    }
  }
  from.push(text.length);
  return { folded, from };
}

/** As `fold`, without the places: for whole texts. */
const foldQuickly = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[’‘]/g, "'");

let foldedBeads = null;

/** Beads that hold all of what is sought, in the order of the text. */
function findBeads(sought) {
  foldedBeads ??= ["o", "t"].flatMap((side) =>
    beads[side].map((bead, row) => ({ bead, row, side, folded: foldQuickly(bead.textContent) })),
  );
  const hits = foldedBeads.filter(({ folded }) => folded.includes(sought));
  return hits.sort((a, b) => a.row - b.row || (a.side < b.side ? -1 : 1));
}

/** The first place in a bead's text where it stands. */
function placeIn(bead, sought) {
  const { folded, from } = fold(bead.textContent);
  const at = folded.indexOf(sought);
  return at < 0 ? null : [from[at], from[at + sought.length - 1] + 1];
}

function hitLine({ bead, side }, sought) {
  const text = bead.textContent.replaceAll("_", " ");
  const place = placeIn(bead, sought) ?? [0, 0];
  const [start, end] = [Math.max(0, place[0] - AROUND), Math.min(text.length, place[1] + AROUND)];
  const button = element("button", { type: "button" });
  button.append(
    element("span", { lang: langOf(bead) },
      start > 0 ? "…" : "", text.slice(start, place[0]),
      element("mark", {}, text.slice(...place)),
      text.slice(place[1], end), end < text.length ? "…" : ""),
    " ",
    element("small", {}, say(side === "o" ? "original" : "translation")),
  );
  button.addEventListener("click", () => goTo(bead, place));
  return element("li", {}, button);
}

/** Goes to what was found, whichever of the texts is shown. */
function goTo(bead, place) {
  document.getElementById("search").hidePopover();
  beadWithId(idOf(bead));
  const shown = shownOf(bead);
  put(shown, dom.bar.offsetHeight + 60);
  select(shown);
  shown.focus({ preventScroll: true });
  light("found", [rangeIn(bead, place)]);
}

function startSearch() {
  const panel = document.getElementById("search");
  const [field, told, list] = [panel.querySelector("input"), panel.querySelector(".found"), panel.querySelector(".hits")];
  const seek = () => {
    const sought = foldQuickly(field.value.trim());
    list.replaceChildren();
    told.textContent = "";
    if (sought.length < 2) return;
    const hits = findBeads(sought);
    const numbers = { n: Math.min(HITS, hits.length), m: hits.length };
    if (hits.length === 0) told.textContent = say("nothing found");
    else told.textContent = say(hits.length > HITS ? "the first {n} of {m} found" : "{n} found", numbers);
    list.append(...hits.slice(0, HITS).map((hit) => hitLine(hit, sought)));
  };
  let pending = 0;
  field.addEventListener("input", () => {
    clearTimeout(pending);
    pending = setTimeout(seek, 120);
  });
  panel.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    seek();
    list.querySelector("button")?.focus();
  });
  panel.addEventListener("toggle", (event) => {
    if (event.newState === "open") field.focus();
  });
}
