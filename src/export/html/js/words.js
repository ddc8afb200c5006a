
// What the page knows of words: links between the two texts, the dictionary, and where else a word stands. All places are counted
// in the text of a bead.

const DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_";
const known = { links: null, entries: null, joined: {} };

/** The numbers of a line. */
function numbersOf(line) {
  const numbers = [];
  let number = 0;
  for (const character of line) {
    const digit = DIGITS.indexOf(character);
    number = number * 32 + (digit % 32);
    if (digit < 32) {
      numbers.push(number);
      number = 0;
    }
  }
  return numbers;
}

/** The links of a row: where the two words begin and end, and whether there is doubt. */
function linksOf(row) {
  known.links ??= (document.getElementById("links")?.textContent ?? "").split("\n");
  const numbers = numbersOf(known.links[row] ?? "");
  const links = [];
  let [from, to] = [0, 0];
  for (let at = 0; at + 3 < numbers.length; at += 4) {
    from += numbers[at];
    const length = numbers[at + 1] >> 1;
    const step = numbers[at + 2];
    const start = step % 2 ? to - (step + 1) / 2 : to + step / 2;
    to = start + numbers[at + 3];
    links.push({ o: [from, from + length], t: [start, to], doubt: numbers[at + 1] % 2 === 1 });
  }
  return links;
}

const lower = (text, lang) => text.toLocaleLowerCase(lang);

/** The bytes of base 64 with `-` and `_`. */
function bytesOf(packed) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(packed, { alphabet: "base64url" });
  const text = atob(packed.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at);
  return bytes;
}

/** Unpacks the dictionary; browsers that cannot do without it. */
async function readDictionary() {
  const packed = document.getElementById("dictionary")?.textContent;
  if (!packed || !globalThis.DecompressionStream) return;
  const stream = new Blob([bytesOf(packed)]).stream().pipeThrough(new DecompressionStream("gzip"));
  const text = await new Response(stream).text();
  known.entries = new Map();
  for (const line of text.split("\n")) {
    const [headword, senses, forms] = line.split("|");
    if (!senses) continue;
    const entry = { headword, senses: senses.split(",") };
    for (const each of [headword.toLowerCase(), ...forms.split(" ").filter(Boolean)]) {
      if (!known.entries.has(each)) known.entries.set(each, []);
      known.entries.get(each).push(entry);
    }
  }
  if (selection.word) showSelection();
}

/** Headwords of a form, the likeliest first; one whose senses hold the partner comes before. */
function entriesOf(form, lang, partner) {
  if (!known.entries) return [];
  const found = [...(known.entries.get(lower(form, lang)) ?? [])];
  // A stem of a word is enough: senses are listed in the singular and as infinitives.
  const stem = partner ? lower(partner, "en").slice(0, Math.max(3, partner.length - 3)) : null;
  const fits = (entry) => stem !== null && entry.senses.some((sense) => lower(sense, "en").startsWith(stem));
  const own = (entry) => lower(entry.headword, lang) === lower(form, lang);
  // As the program orders them, which makes the cards: the form itself, then what begins most like it.
  const apart = (entry) => {
    const letters = [...lower(form, lang)];
    const at = [...entry.headword].findIndex((letter, index) => letter !== letters[index]);
    return at < 0 ? -entry.headword.length : -at;
  };
  const inside = (entry) => lower(form, lang).startsWith(entry.headword);
  const longer = (entry) => Math.abs(entry.headword.length - form.length);
  const before = (a, b) =>
    fits(b) - fits(a) || own(b) - own(a) || apart(a) - apart(b) || inside(b) - inside(a) || longer(a) - longer(b);
  return found.sort(before);
}

/** The words of a text and where they stand. */
function wordsIn(text, lang) {
  if (globalThis.Intl?.Segmenter) {
    const parts = [...new Intl.Segmenter(lang, { granularity: "word" }).segment(text)];
    return parts.filter((part) => part.isWordLike).map((part) => [part.index, part.index + part.segment.length]);
  }
  return [...text.matchAll(/[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}]+)*/gu)].map((it) => [it.index, it.index + it[0].length]);
}

/** All of one text, and where each of its beads begins in it. */
function wholeText(side) {
  if (!known.joined[side]) {
    const starts = [];
    let text = "";
    for (const bead of beads[side]) {
      starts.push(text.length);
      text += `${bead.textContent}\n`;
    }
    known.joined[side] = { text, starts };
  }
  return known.joined[side];
}

/** The how-manieth time a form stands at a place, and how often it stands in the work. */
function countOf(form, side, row, offset) {
  const { text, starts } = wholeText(side);
  const quoted = form.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const place = starts[row] + offset;
  let [before, all] = [0, 0];
  for (const match of text.matchAll(new RegExp(`(?<![\\p{L}\\p{N}])${quoted}(?![\\p{L}\\p{N}])`, "giu"))) {
    all += 1;
    if (match.index <= place) before += 1;
  }
  return { n: before, m: all };
}
