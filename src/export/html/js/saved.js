
// Words and sentences that were saved, and the file that Anki takes them from.

const savedKey = `saved.${work}`;
/** Browsers keep some megabytes for all pages together. */
const MOST_SAVED = 3000;

const savedWords = () => {
  const kept = settings.read(savedKey);
  return Array.isArray(kept) ? kept : [];
};

/** The sentence of the original a word stands in: what it is kept under does not depend on the translation. */
function sentenceId(help) {
  const original = beads.o[help.row];
  const place = help.side === "o" ? help.word[0] : linksOf(help.row).find((link) => link.t[0] === help.word[0])?.o[0] ?? 0;
  let at = 0;
  let found = original.firstElementChild ?? beads.t[help.row].firstElementChild;
  for (const sentence of original.children) {
    if (place >= at) found = sentence;
    at += sentence.textContent.length + 1;
  }
  return found.id;
}

/** The same for a work, a headword and a sentence, however often it is saved and whatever the translation says. */
const guidOf = (help) => [work, lemmaOf(help), sentenceId(help).slice(1)].join("/");

/** What is kept of a word; sentences as pieces, the word or its partner as the second of three. */
function recordOf(help) {
  const cut = (bead, place) => {
    const text = bead.textContent.replaceAll("_", "");
    if (!place) return [text, "", ""];
    const skipped = (end) => bead.textContent.slice(0, end).split("_").length - 1;
    const [start, end] = place.map((at) => at - skipped(at));
    return [text.slice(0, start), text.slice(start, end), text.slice(end)];
  };
  const partner = help.partners[0]?.place;
  const [source, target] = help.side === "o" ? [help.word, partner] : [partner, help.word];
  return {
    guid: guidOf(help),
    id: sentenceId(help),
    lemma: lemmaOf(help),
    form: help.original ?? "",
    partner: help.side === "o" ? (help.partners[0]?.text ?? "") : help.form,
    senses: (help.entries[0]?.senses ?? []).slice(0, SENSES_SHOWN).join(", "),
    source: cut(beads.o[help.row], source),
    target: cut(beads.t[help.row], target),
    chapter: chapterName(help.bead),
  };
}

/** A sentence saved for itself: what is kept of a word, with the sentence in the place of the headword. */
function sentenceRecord(bead) {
  const row = rowOf(bead);
  const [source, target] = ["o", "t"].map((side) => beads[side][row].textContent.replaceAll("_", ""));
  const id = (beads.o[row].firstElementChild ?? beads.t[row].firstElementChild).id;
  return {
    guid: [work, "", id.slice(1)].join("/"), id, lemma: source || target, form: "", partner: "", senses: "",
    source: [source, "", ""], target: [target, "", ""], chapter: chapterName(bead),
  };
}

/** What would be saved of the selection: the word, or without one the sentence. */
function selectedRecord() {
  const { bead, word } = selection;
  if (!bead) return null;
  return word && root.dataset.help !== "off" ? recordOf(helpFor(bead, word)) : sentenceRecord(bead);
}

function toggleSaved() {
  const record = selectedRecord();
  if (!record) return;
  const words = savedWords();
  const rest = words.filter(({ guid }) => guid !== record.guid);
  settings.write(savedKey, rest.length < words.length ? rest : [...words, record].slice(-MOST_SAVED));
  showSaved(record.guid);
}

function showSaved(guid) {
  const is = savedWords().some((word) => word.guid === guid);
  const button = document.getElementById("save");
  button.setAttribute("aria-pressed", String(is));
  button.firstElementChild.textContent = is ? "★" : "☆";
  button.lastElementChild.dataset.t = is ? "Saved" : "Save";
  button.lastElementChild.textContent = say(is ? "Saved" : "Save");
}

function showList() {
  const panel = document.getElementById("saved");
  const words = savedWords();
  const lines = words.map((word) => {
    const link = element("a", { href: `#${word.id}`, lang: beads.o[0]?.parentElement.lang }, word.lemma || word.form);
    const said = element("div", {}, link);
    if (word.partner) said.append(" — ", element("span", { lang: beads.t[0]?.parentElement.lang }, word.partner));
    // A sentence is its own headword.
    const below = word.form ? ["o", word.source] : ["t", word.target];
    said.append(element("small", { lang: beads[below[0]][0]?.parentElement.lang }, below[1].join("")));
    const remove = element("button", { type: "button", "aria-label": `${say("Remove")}: ${word.lemma}` }, "×");
    remove.addEventListener("click", () => {
      settings.write(savedKey, savedWords().filter(({ guid }) => guid !== word.guid));
      showList();
      fillSheet(selection);
      panel.querySelector(".words button, #anki").focus();
    });
    return element("li", {}, said, remove);
  });
  panel.querySelector(".words").replaceChildren(...lines);
  panel.querySelector(".none").hidden = words.length > 0;
  document.getElementById("anki").disabled = words.length === 0;
}

/** The list as Anki reads it: text with tabs, whose head says what the columns are. */
function ankiText() {
  const escape = (text) =>
    text.replace(/[&<>"]/g, (sign) => `&#${sign.codePointAt(0)};`).replace(/\s+/g, " ");
  const bold = ([before, word, after]) => `${escape(before)}${word && `<b>${escape(word)}</b>`}${escape(after)}`;
  const tag = work.replace(/[\s"]+/g, "_");
  const lines = savedWords().map((word) =>
    [
      escape(word.guid), escape(word.lemma), escape(word.form), escape(word.partner), escape(word.senses),
      bold(word.source), bold(word.target), escape([document.title, word.chapter].filter(Boolean).join(", ")),
      `cotejo ${escape(tag)}`,
    ].join("\t"),
  );
  const head = ["#separator:tab", "#html:true", "#guid column:1", "#tags column:9"];
  return [...head, ...lines, ""].join("\n");
}

function startSaved() {
  const panel = document.getElementById("saved");
  panel.addEventListener("beforetoggle", (event) => {
    if (event.newState === "open") showList();
  });
  panel.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (!link) return;
    event.preventDefault();
    panel.hidePopover();
    const bead = beadWithId(link.hash.slice(1));
    if (!bead) return;
    put(shownOf(bead), dom.bar.offsetHeight + 60);
    select(shownOf(bead));
  });
  document.getElementById("anki").addEventListener("click", () => {
    const link = element("a", { download: `${root.dataset.name}.anki.txt` });
    link.href = URL.createObjectURL(new Blob([ankiText()], { type: "text/plain" }));
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  });
  // Another window of the same work.
  addEventListener("storage", (event) => {
    if (event.key === `cotejo.${savedKey}` && panel.matches(":popover-open")) showList();
  });
}
