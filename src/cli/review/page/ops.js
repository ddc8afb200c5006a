// What the operations do, as the library does it, so that the page need not wait. The server has the last word.

/**
 * @typedef {"source" | "target"} Side
 * @typedef {{text: string, id: string}} Sentence
 * @typedef {{source: Sentence[], target: Sentence[], status: string, confidence: number, note?: string,
 *   reasons: string[], heading?: boolean, waiting?: boolean}} Link
 * @typedef {{at: number, remove: number, insert: Link[]}} Change
 */

/**
 * A sentence by its words, on the one side or the other, and which of those that say this; the first needs no number.
 * @typedef {{source?: string, target?: string, count?: number}} Name
 */

/**
 * Where a sentence stands, or would stand where its side is empty.
 * @typedef {{link: number, side: Side, position: number}} Place
 */

/**
 * One thing a person does, as the server takes it; which of the rest it has, its `op` says.
 * @typedef {{op: string, at?: Name, from?: Name, to?: Name, with?: Name, source?: Name[], target?: Name[], note?: string, on?: boolean,
 *   parts?: string[], words?: string}} Op
 */

/** Why an operation cannot be done: a key of the catalogue. */
export class Refused extends Error {}

/** @param {Side} side @returns {Side} */
export const other = (side) => (side === "source" ? "target" : "source");

/** @param {Link} link */
export const isDecided = (link) => link.status !== "auto";

/** @param {Link} link */
export const isStale = (link) => link.status === "auto" && link.reasons.some((it) => it.startsWith("stale"));

/** @param {Name} name @returns {Side} */
const sideOf = (name) => ("source" in name ? "source" : "target");

/** Where a sentence stands. @param {Link[]} links @param {Name} name @returns {Place} */
export function find(links, name) {
  const side = sideOf(name);
  let left = name.count ?? 1;
  for (let link = 0; link < links.length; link += 1) {
    const sentences = links[link][side];
    for (let position = 0; position < sentences.length; position += 1) {
      if (sentences[position].text === name[side] && --left === 0) return { link, position, side };
    }
  }
  throw new Refused("error.gone");
}

/** The name of a sentence. @param {Link[]} links @param {number} link @param {Side} side @param {number} position @returns {Name} */
export function nameOf(links, link, side, position) {
  const { text } = links[link][side][position];
  let count = 1;
  for (let at = 0; at <= link; at += 1) {
    const sentences = at < link ? links[at][side] : links[at][side].slice(0, position);
    for (const sentence of sentences) if (sentence.text === text) count += 1;
  }
  return count === 1 ? { [side]: text } : { [side]: text, count };
}

/** @param {Side} side @param {Sentence[]} own @param {Sentence[]} others @param {Link[]} of @returns {Link} */
function decided(side, own, others, of) {
  const notes = [...new Set(of.map((link) => link.note).filter(Boolean))];
  /** @type {Omit<Link, Side>} */
  const link = { status: "edited", confidence: 1, reasons: [], heading: of.some((it) => it.heading) };
  const sides = side === "source" ? { source: own, target: others } : { source: others, target: own };
  return { ...link, ...sides, note: notes.length > 0 ? notes.join("\n") : undefined };
}

/** @param {Link} of @param {Side} side @param {Sentence[]} own @param {Sentence[]} others @returns {Link[]} */
function rest(of, side, own, others) {
  if (own.length + others.length === 0) return [];
  const link = { ...of, [side]: own, [other(side)]: others };
  if (isDecided(of)) return [{ ...link, status: of.status === "disputed" ? "disputed" : "edited", confidence: 1, reasons: [] }];
  return [{ ...link, confidence: 0.5, reasons: of.reasons.filter((it) => it.startsWith("stale")), waiting: true }];
}

/** @param {Link[]} links @param {number} from @param {Side} side @param {Sentence[][]} shares @param {number} taker @returns {Change} */
function pass(links, from, side, shares, taker) {
  const insert = [0, 1].flatMap((index) => {
    const link = links[from + index];
    const others = link[other(side)];
    return index === taker ? [decided(side, shares[index], others, [link])] : rest(link, side, shares[index], others);
  });
  return { at: from, remove: 2, insert };
}

/** @param {Link[]} links @param {number} at @param {Partial<Link>} change @returns {Change} */
const rewrite = (links, at, change) => ({ at, remove: 1, insert: [{ ...links[at], ...change }] });

/** @param {Link[]} links @param {number} from @param {Side} side */
function lastToShift(links, from, side) {
  let last = from;
  while (links[last + 1] && !isDecided(links[last + 1]) && links[last + 1][side].length > 0) last += 1;
  return last;
}

/** @param {Link[]} links @param {number} from @param {Side} side @param {Sentence[][]} shares @returns {Change} */
function share(links, from, side, shares) {
  const insert = shares
    .map((own, index) => decided(side, own, links[from + index][other(side)], [links[from + index]]))
    .filter((link) => link.source.length + link.target.length > 0);
  return { at: from, remove: shares.length, insert };
}

/** @param {Link} link */
const free = (link) => {
  if (isDecided(link)) throw new Refused("error.decided");
};

/**
 * What an operation does not ask for may be missing.
 * @type {Record<string, (links: Link[], place: Partial<Place>, op: Partial<Op>) => Change | null>}
 */
const doers = {
  "accept": (links, { link }) =>
    ["auto", "disputed"].includes(links[link].status)
      ? rewrite(links, link, { status: "accepted", reasons: links[link].reasons.filter((it) => !it.startsWith("stale")) })
      : null,
  "back": (links, { link }) =>
    isDecided(links[link])
      ? rewrite(links, link, { status: "auto", confidence: links[link].status === "edited" ? 0.5 : links[link].confidence })
      : null,
  "dispute": (links, { link }, op) =>
    rewrite(links, link, { status: "disputed", ...(op.note === undefined ? {} : { note: op.note || undefined }) }),
  "note": (links, { link }, op) => rewrite(links, link, { note: op.note.trim() ? op.note : undefined }),
  "bookmark": () => null,
  "first-up": (links, { link, side }) => {
    if (link === 0) throw new Refused("error.first");
    const own = links[link][side];
    return pass(links, link - 1, side, [[...links[link - 1][side], own[0]], own.slice(1)], 0);
  },
  "last-down": (links, { link, side }) => {
    if (link + 1 >= links.length) throw new Refused("error.last");
    const own = links[link][side];
    return pass(links, link, side, [own.slice(0, -1), [own.at(-1), ...links[link + 1][side]]], 1);
  },
  "shift-up": (links, { link, side }) => {
    if (link === 0) throw new Refused("error.first");
    free(links[link]);
    const last = lastToShift(links, link, side);
    const cells = links.slice(link, last + 1).map((it) => it[side]);
    return share(links, link - 1, side, [[...links[link - 1][side], ...cells[0]], ...cells.slice(1), []]);
  },
  "shift-down": (links, { link, side }) => {
    free(links[link]);
    const last = lastToShift(links, link, side);
    const end = links[last + 1] && !isDecided(links[last + 1]) ? last + 1 : last;
    if (end === link) throw new Refused("error.last");
    const shares = [[], ...links.slice(link, end + 1).map((it) => it[side])];
    const over = shares.pop();
    return share(links, link, side, shares.with(-1, [...shares.at(-1), ...over]));
  },
  "merge-next": (links, { link }) => {
    if (link + 1 >= links.length) throw new Refused("error.last");
    const two = links.slice(link, link + 2);
    const all = (/** @type {Side} */ side) => two.flatMap((it) => it[side]);
    return { at: link, remove: 2, insert: [decided("source", all("source"), all("target"), two)] };
  },
  "merge-previous": (links, { link }) => {
    if (link === 0) throw new Refused("error.first");
    return doers["merge-next"](links, { link: link - 1 }, {});
  },
  "split": (links, { link, position, side }, op) => {
    const of = links[link];
    const cut = op.with ? find(links, op.with).position : of[other(side)].length;
    if (position + cut === 0) throw new Refused("error.split");
    const first = decided(side, of[side].slice(0, position), of[other(side)].slice(0, cut), [of]);
    const second = decided(side, of[side].slice(position), of[other(side)].slice(cut), []);
    return { at: link, remove: 1, insert: [first, second] };
  },
  "null-out": (links, { link, position, side }) => {
    const of = links[link];
    const own = of[side];
    if (of[other(side)].length === 0 && own.length === 1) return rewrite(links, link, { status: "edited", confidence: 1 });
    const first = position === 0;
    if (!first && position + 1 !== own.length) throw new Refused("error.between");
    const alone = decided(side, [own[position]], [], []);
    const left = rest(of, side, first ? own.slice(1) : own.slice(0, -1), of[other(side)]);
    return { at: link, remove: 1, insert: first ? [alone, ...left] : [...left, alone] };
  },
  "put": (links, { link, position, side }, op) => {
    const goal = find(links, op.to).link;
    if (goal === link) return null;
    const down = goal > link;
    const [from, to] = [Math.min(link, goal), Math.max(link, goal)];
    links.slice(from + 1, to).forEach(free);
    const own = links[link][side];
    const between = links.slice(from + 1, to);
    const carried = between.flatMap((it) => it[side]);
    const emptied = between.flatMap((it) => rest(it, side, [], it[other(side)]));
    const at = links[goal];
    const taken = down
      ? [...own.slice(position), ...carried, ...at[side]]
      : [...at[side], ...carried, ...own.slice(0, position + 1)];
    const left = rest(links[link], side, down ? own.slice(0, position) : own.slice(position + 1), links[link][other(side)]);
    const taker = decided(side, taken, at[other(side)], [at]);
    return { at: from, remove: to - from + 1, insert: down ? [...left, ...emptied, taker] : [taker, ...emptied, ...left] };
  },
  "cut": (links, { link, position, side }, op) => {
    const of = links[link];
    const letters = (/** @type {string} */ text) => text.replace(/\s/gu, "");
    if (letters(op.parts.join("")) !== letters(of[side][position].text)) throw new Refused("error.words");
    const parts = op.parts.map((text) => ({ text: text.trim(), id: of[side][position].id }));
    return { at: link, remove: 1, insert: [decided(side, of[side].toSpliced(position, 1, ...parts), of[other(side)], [of])] };
  },
  "correct": (links, { link, position, side }, op) => {
    const of = links[link];
    const text = op.words.replace(/\s+/gu, " ").trim();
    if (text === of[side][position].text) return null;
    return rewrite(links, link, { [side]: of[side].with(position, { ...of[side][position], text }) });
  },
  "join": (links, { link, position, side }) => {
    const of = links[link];
    const own = of[side];
    const joined = (/** @type {Sentence} */ next) => ({ text: `${own[position].text} ${next.text}`, id: own[position].id });
    if (own[position + 1]) {
      return { at: link, remove: 1, insert: [decided(side, own.toSpliced(position, 2, joined(own[position + 1])), of[other(side)], [of])] };
    }
    let donor = link + 1;
    while (links[donor] && links[donor][side].length === 0) donor += 1;
    if (!links[donor]) throw new Refused("error.last");
    const own2 = own.toSpliced(position, 1, joined(links[donor][side][0]));
    const giver = rest(links[donor], side, links[donor][side].slice(1), links[donor][other(side)]);
    return {
      at: link,
      remove: donor - link + 1,
      insert: [decided(side, own2, of[other(side)], [of]), ...links.slice(link + 1, donor), ...giver],
    };
  },
};

/** What an operation changes; nothing where only the server knows. @param {Link[]} links @param {Op} op @returns {Change | null} */
export function change(links, op) {
  if (op.op === "accept-all") {
    const [from, to] = [find(links, op.from).link, find(links, op.to).link].sort((a, b) => a - b);
    const accepted = (/** @type {Link} */ link) => (link.status === "auto" ? { ...link, status: "accepted" } : link);
    return { at: from, remove: to - from + 1, insert: links.slice(from, to + 1).map(accepted) };
  }
  if (op.op === "group") return null;
  return doers[op.op](links, find(links, op.at), op);
}
