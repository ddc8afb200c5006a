
// The sheet: what is known of the word that was tapped, and the sentence in the other language.

const SENSES_SHOWN = 4;

function element(tag, attributes = {}, ...children) {
  const it = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== null) it.setAttribute(name, value);
  }
  it.append(...children);
  return it;
}

/** A bead's text as it is read: emphasis without its underscores, some stretches marked. */
function readable(bead, stretches, tag) {
  const text = bead.textContent;
  const hidden = new Set();
  const walker = document.createTreeWalker(bead, NodeFilter.SHOW_TEXT);
  let at = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.parentElement.hidden) hidden.add(at);
    at += node.data.length;
  }
  const plain = (start, end) => {
    let said = "";
    for (let index = start; index < end; index += 1) if (!hidden.has(index)) said += text[index];
    return said;
  };
  const parts = [];
  let from = 0;
  for (const { place, kind } of [...stretches].sort((a, b) => a.place[0] - b.place[0])) {
    if (place[0] < from) continue;
    parts.push(plain(from, place[0]));
    parts.push(element(tag, { class: kind }, plain(...place)));
    from = place[1];
  }
  parts.push(plain(from, text.length));
  return parts;
}

/** All that is known of a word of a bead. */
function helpFor(bead, word) {
  const side = sideOf(bead);
  const other = otherSide(side);
  const text = bead.textContent;
  const form = text.slice(...word);
  const row = rowOf(bead);
  const touches = (link) => link[side][0] < word[1] && word[0] < link[side][1];
  const links = linksOf(row).filter(touches);
  const partner = partnerOf(bead);
  const partnerText = partner.textContent;
  const partners = links.map((link) => ({
    place: link[other],
    kind: link.doubt ? "dotted" : "solid",
    text: partnerText.slice(...link[other]),
  }));
  // The dictionary is one of the original's words.
  const [original, translated] =
    side === "o" ? [form, partners[0]?.text] : [partners[0]?.text, form];
  const lang = beads.o[row].parentElement.lang;
  const entries = original ? entriesOf(original, lang, translated) : [];
  return { side, form, row, partners, original, entries, bead, partner, word, lang };
}

/** What a word is kept under, and what dictionaries list it under. */
const lemmaOf = (help) => help.entries[0]?.headword ?? lower(help.original ?? help.form, help.lang);

function partnerLine({ side, partners, partner }) {
  if (!partner.firstElementChild) return null;
  if (partners.length === 0) {
    const text = side === "o" ? "No sure partner in this translation." : "No sure partner in the original.";
    return element("p", { class: "kind" }, say(text));
  }
  const line = element("p", { class: "partner" });
  line.append(element("span", { class: "kind" }, say(side === "o" ? "in this translation:" : "in the original:")), " ");
  for (const { text, kind } of partners) {
    line.append(element("b", { class: kind, lang: langOf(partner) }, text), " ");
    if (kind === "dotted") line.append(element("span", { class: "kind" }, `(${say("likely")})`), " ");
  }
  return line;
}

function sensesOf(entry, lang, senseLang) {
  const line = element("p", { class: "senses" });
  line.append(element("span", { class: "headword", lang }, entry.headword), ": ");
  line.append(element("span", { lang: senseLang }, entry.senses.slice(0, SENSES_SHOWN).join(", ")));
  return line;
}

function dictionaryLines({ entries, lang }) {
  const senseLang = beads.t[0]?.parentElement.lang;
  if (!known.entries || root.dataset.help === "partner") return [];
  if (entries.length === 0) return [element("p", { class: "kind" }, say("Not in the dictionary."))];
  const [first, ...others] = entries;
  const rest = first.senses.slice(SENSES_SHOWN);
  const lines = [sensesOf(first, lang, senseLang)];
  if (rest.length > 0 || others.length > 0) {
    const more = element("details", {}, element("summary", {}, say("more")));
    if (rest.length > 0) more.append(element("p", { lang: senseLang }, rest.join(", ")));
    more.append(...others.map((entry) => sensesOf(entry, lang, senseLang)));
    lines.push(more);
  }
  return lines;
}

function otherSentence(bead, partner, partners) {
  if (!partner.firstElementChild) {
    return element("p", { class: "kind" }, say(sideOf(bead) === "o" ? "Not translated." : "Only in the translation."));
  }
  return element("p", { class: "other", lang: langOf(partner) }, ...readable(partner, partners, "mark"));
}

/** Fills the sheet for what is selected. */
function fillSheet({ bead, word }) {
  const sheet = document.getElementById("sheet");
  const [empty, full] = [sheet.querySelector(".sheet-empty"), sheet.querySelector(".sheet-full")];
  empty.hidden = bead !== null;
  full.hidden = bead === null;
  sheet.classList.toggle("open", bead !== null);
  if (!bead) return;
  const help = word && root.dataset.help !== "off" ? helpFor(bead, word) : null;
  const [form, body] = [sheet.querySelector(".form"), sheet.querySelector(".sheet-body")];
  showSpeaking();
  const partner = partnerOf(bead);
  if (!help) {
    form.removeAttribute("lang");
    form.textContent = say("Sentence");
    body.replaceChildren(otherSentence(bead, partner, []), placeLine(bead, null));
    body.scrollTop = 0;
    showSaved(sentenceRecord(bead).guid);
    return;
  }
  form.lang = langOf(bead);
  form.replaceChildren(help.form);
  const lemma = lemmaOf(help);
  if (help.side === "o" && lower(help.form, help.lang) !== lemma) form.append(" ", element("small", {}, lemma));
  showSaved(guidOf(help));
  const lines = [partnerLine(help), ...dictionaryLines(help), otherSentence(bead, partner, help.partners), placeLine(bead, help)];
  body.replaceChildren(...lines.filter(Boolean));
  body.scrollTop = 0;
}

function placeLine(bead, help) {
  const line = element("p", { class: "place" });
  if (help) {
    const count = countOf(help.form, help.side, help.row, help.word[0]);
    line.append(element("span", {}, say("{n} of {m} in this book", count)));
  }
  line.append(element("a", { href: `#${idOf(bead)}` }, say("Link to this sentence")));
  return line;
}
