// A work as the page knows it: what the server has confirmed, what is under way, and both together.
import { LockedOut, Offline, get, send } from "./api.js";
import { keep, keptKeys, recall } from "./dom.js";
import { Refused, change, nameOf } from "./ops.js";

/**
 * @typedef {import("./ops.js").Link} Link
 * @typedef {import("./ops.js").Name} Name
 * @typedef {import("./ops.js").Op} Op
 * @typedef {import("./ops.js").Side} Side
 */

/**
 * What the server tells. It comes as JSON, and is believed.
 * @typedef {{source: string[], target: string[], sourceIds?: string[], targetIds?: string[], status: string, confidence: number,
 *   note?: string, reasons?: string[], heading?: boolean}} WireLink
 * @typedef {{start: number, title: string}} Chapter
 * @typedef {{links: number, decided: number, left: number, stale: number}} Counts
 * @typedef {{link: number, count: number, errors: number, taught: number, seconds: number, drawn: boolean}} WireItem
 * @typedef {{base: number, undo: number | null, redo: number | null, counts: Counts, open: number, minutes: number, queue: WireItem[]}} News
 * @typedef {News & {name: string, langs: string[], links: WireLink[], chapters: Chapter[], bookmarks: Name[], textsChanged: boolean,
 *   fallen: Action[]}} Work
 * @typedef {{at: number, remove: number, links: WireLink[], marks?: {at: Name, on: boolean}[]}} Patch
 * @typedef {{number: number, author: "person" | "auto", client: string, seq: number, patches: Patch[]}} Entry
 * @typedef {News & {work: string, entries: Entry[], reload?: boolean}} Told
 */

/**
 * Neighbouring links that are to be looked at together.
 * @typedef {WireItem & {first: Link}} Item
 */

/**
 * What is asked of the server: an operation, or to take one back or do it again, by its number; the last is known when it is sent.
 * @typedef {{do?: Op, undo?: number | "last", redo?: number | "last"}} Action
 * @typedef {{millis: number, words: number, keys: number, drawn?: boolean}} Spent
 * @typedef {{client: string, seq: number, action: Action, spent?: Spent, sent?: boolean}} Step
 */

/**
 * What a model tells those who listen to it: links that others changed, or why a step was refused.
 * @typedef {Event & {detail?: {links?: Link[], error?: string}}} Emitted
 */

/** @typedef {"saved" | "saving" | "offline" | "locked-out"} State */

/** Milliseconds until sending is tried again, doubled each time up to the second. */
const FIRST_WAIT = 500;
const LONGEST_WAIT = 8000;

/** What the server answers when it has decided about a step, for good: done, or refused. After any other answer the step stays. */
const DECIDED = [200, 400, 409, 413, 422];

/** A name that no other page has, and none had: a browser copies what a tab keeps when the tab is doubled. */
const newClient = () => [...crypto.getRandomValues(new Uint8Array(8))].map((it) => it.toString(16).padStart(2, "0")).join("");

const lockOf = (/** @type {string} */ client) => `cotejo-page-${client}`;

/** @param {string[]} texts @param {string[]} [ids] */
const sentences = (texts, ids) => texts.map((text, at) => ({ text, id: ids?.[at] ?? "" }));

/** @param {WireLink} link @returns {Link} */
function fromWire(link) {
  return {
    source: sentences(link.source, link.sourceIds),
    target: sentences(link.target, link.targetIds),
    status: link.status,
    confidence: link.confidence,
    note: link.note,
    reasons: link.reasons ?? [],
    heading: link.heading ?? false,
  };
}

export class Model extends EventTarget {
  /** @param {Work} work as the server tells it */
  constructor(work) {
    super();
    this.client = newClient();
    this.seq = 0;
    this.take(work);
    /** @type {Step[]} */
    this.pending = [];
    /**
     * What was undone and can be done again, the last at the end: an action that was never sent, or nothing where the server knows.
     * @type {(Action | undefined)[]}
     */
    this.undone = [];
    /** @type {State} */
    this.state = "saved";
    this.kept = true;
    this.waits = 0;
    this.isSending = false;
    this.isClosed = false;
    this.told = "";
    // Held as long as the work is open here, so that others know whose steps they may take over.
    /** @type {((value?: any) => void) | undefined} */
    this.release = undefined;
    navigator.locks?.request(lockOf(this.client), () => (this.isClosed ? undefined : new Promise((release) => (this.release = release))));
    /** What the step took that is being done. @type {(() => Spent) | undefined} */
    this.spending = undefined;
    this.adopt();
  }

  /** @param {Work} work */
  take(work) {
    this.name = work.name;
    this.path = `/api/works/${encodeURIComponent(work.name)}`;
    this.langs = work.langs;
    /** @type {Link[]} */
    this.base = work.links.map(fromWire);
    /** @type {Chapter[]} */
    this.chapters = work.chapters.map((it) => ({ ...it }));
    this.marks = new Set(work.bookmarks.map((it) => JSON.stringify(it)));
    this.readMarks();
    this.textsChanged = work.textsChanged;
    this.fallen = work.fallen;
    this.news(work);
    this.view ??= this.base;
    this.viewChapters ??= this.chapters;
  }

  /** The words of the sentences that are marked. */
  readMarks() {
    this.markedTexts = new Set([...this.marks].map((it) => JSON.parse(it)).map((it) => it.source ?? it.target));
  }

  /** What every answer tells. @param {News} told */
  news(told) {
    this.number = told.base;
    this.toUndo = told.undo;
    this.toRedo = told.redo;
    this.counts = told.counts;
    this.open = told.open;
    this.minutes = told.minutes;
    /** @type {Item[]} */
    this.queue = told.queue.map((item) => ({ ...item, first: this.base[item.link] }));
  }

  /** @param {string} type @param {Emitted["detail"]} [detail] */
  emit(type, detail = {}) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  key(owner = this.client) {
    return `cotejo-outbox:${this.name}:${owner}`;
  }

  store() {
    this.kept = keep(this.key(), this.pending.length > 0 ? this.pending : undefined);
  }

  /** Takes over steps that were not sent, of pages that are closed, this one before it was loaded anew among them. */
  adopt() {
    this.refresh();
    const start = this.key("");
    for (const key of keptKeys()) {
      const owner = key.slice(start.length);
      // A work may have a colon in its name, a page has none.
      if (!key.startsWith(start) || owner.includes(":") || owner === this.client) continue;
      const take = () => this.takeOver(key);
      // The lock is given when nobody has that page open, be it later.
      if (navigator.locks) navigator.locks.request(lockOf(owner), take);
      else take();
    }
  }

  /** @param {string} key */
  takeOver(key) {
    /** @type {Step[]} */
    const steps = recall(key, []);
    if (this.isClosed || steps.length === 0) return;
    // They were done before those of this page.
    this.pending.unshift(...steps);
    this.store();
    keep(key, undefined);
    this.refresh();
    this.flush();
  }

  /** Lets go of the work: what was not sent is kept for who opens it next. */
  close() {
    this.isClosed = true;
    clearTimeout(this.timer);
    this.release?.();
  }

  /** The name of a sentence for the server. @param {number} link @param {Side} side @param {number} position */
  nameOf(link, side, position) {
    return nameOf(this.view, link, side, position);
  }

  /**
   * Does an operation here and now and sends it.
   * @param {Op} op
   * @throws {Refused}
   */
  do(op) {
    const made = change(this.view, op);
    const isOnlyTheServers = op.op === "bookmark" || op.op === "group";
    if (made === null && !isOnlyTheServers) return false;
    this.undone = [];
    this.push({ do: op });
    return true;
  }

  /** How the file of a text would change. @param {Name} at @param {string} words */
  async preview(at, words) {
    // The server must know the sentence under the name that it has here.
    for (let tries = 0; this.pending.length > 0 && tries < 40; tries += 1) await new Promise((done) => setTimeout(done, 50));
    const { status, body } = await send(`${this.path}/preview`, { at, words });
    if (status !== 200) throw new Error(body.error);
    return body;
  }

  /** Takes the last step back: one that was not sent is dropped. */
  undo() {
    const last = this.pending.at(-1);
    if (last && !last.sent && last.action.do) {
      this.unpush();
      this.undone.push(last.action);
      return true;
    }
    if (!this.toUndo && this.pending.length === 0) return false;
    this.undone.push(undefined);
    this.push({ undo: "last" });
    return true;
  }

  /** Does again what was taken back last, be it that the server does not know of it yet. */
  redo() {
    const last = this.pending.at(-1);
    const isUnsent = last && !last.sent && last.action.undo;
    const action = this.undone.pop();
    if (!action && !this.toRedo && !this.pending.some((it) => it.action.undo)) return false;
    if (!action && isUnsent) this.unpush();
    else this.push(action ?? { redo: "last" });
    return true;
  }

  unpush() {
    this.pending.pop();
    this.store();
    this.refresh();
  }

  /** @param {Action} action */
  push(action) {
    this.seq += 1;
    this.pending.push({ client: this.client, seq: this.seq, action, spent: action.do ? this.spending?.() : undefined });
    this.store();
    this.refresh();
    this.flush();
  }

  /** Works out what is seen: what is confirmed and what is under way. */
  refresh() {
    this.emit("before");
    let links = this.base;
    let chapters = this.chapters;
    for (const { action } of this.pending) {
      if (!action.do) continue;
      try {
        const made = change(links, action.do);
        if (!made) continue;
        links = [...links.slice(0, made.at), ...made.insert, ...links.slice(made.at + made.remove)];
        chapters = moved(chapters, made.at, made.remove, made.insert.length);
      } catch (error) {
        // The server will refuse it and say why.
        if (!(error instanceof Refused)) throw error;
      }
    }
    /** @type {Link[]} */
    this.view = links;
    /** @type {Chapter[]} */
    this.viewChapters = chapters;
    this.emit("change");
  }

  /** @param {State} state */
  setState(state) {
    this.state = state;
    this.emit("state");
  }

  async flush() {
    if (this.isSending || this.isClosed) return;
    this.isSending = true;
    clearTimeout(this.timer);
    try {
      while (this.pending.length > 0 && !this.isClosed) await this.sendFirst();
      if (!this.isClosed) this.setState("saved");
    } catch (error) {
      if (this.isClosed) return;
      if (!(error instanceof LockedOut || error instanceof Offline || error.later)) throw error;
      this.setState(error instanceof LockedOut ? "locked-out" : "offline");
      if (error.later && error.message !== this.told) this.emit("refused", { error: error.message });
      this.told = error.message;
      this.timer = setTimeout(() => this.flush(), Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** this.waits));
      this.waits += 1;
    } finally {
      this.isSending = false;
    }
  }

  async sendFirst() {
    const [first] = this.pending;
    const action = { ...first.action };
    if (action.undo === "last") action.undo = this.toUndo ?? 0;
    if (action.redo === "last") action.redo = this.toRedo ?? 0;
    first.sent = true;
    this.setState(this.waits > 0 ? "offline" : "saving");
    const body = { client: first.client, seq: first.seq, base: this.number, spent: first.spent, ...action };
    const { status, body: told } = await send(`${this.path}/ops`, body);
    if (!DECIDED.includes(status)) throw Object.assign(new Error(told.error), { later: true });
    this.waits = 0;
    this.told = "";
    if (told.entries) this.hear(told);
    if (status !== 200) this.emit("refused", { error: told.error });
    this.drop(first);
  }

  /** @param {Step} item */
  drop(item) {
    this.pending = this.pending.filter((it) => it.client !== item.client || it.seq !== item.seq);
    this.store();
    this.refresh();
  }

  /** Takes in what happened at the server. @param {Told} told */
  hear(told) {
    const fresh = told.entries.filter((it) => it.number > this.number);
    if (told.entries.length > 0 && fresh.length > 0 && fresh[0].number !== this.number + 1) return this.reload();
    /** @type {Link[]} */
    const blink = [];
    for (const entry of fresh) {
      for (const patch of entry.patches) this.splice(patch, entry.author === "auto" || entry.client !== this.client, blink);
      this.pending = this.pending.filter((it) => it.client !== entry.client || it.seq !== entry.seq);
    }
    if (told.base >= this.number) this.news(told);
    this.store();
    this.refresh();
    if (blink.length > 0) this.emit("blink", { links: blink });
    if (told.reload) return this.reload();
    return undefined;
  }

  /** @param {Patch} patch @param {boolean} isOthers @param {Link[]} blink where links are put that others changed */
  splice({ at, remove, links, marks }, isOthers, blink) {
    const gone = this.base.slice(at, at + remove);
    const insert = links.map(fromWire);
    for (const side of /** @type {Side[]} */ (["source", "target"])) {
      const before = gone.flatMap((it) => it[side]);
      const after = insert.flatMap((it) => it[side]);
      if (before.length === after.length) after.forEach((it, index) => (it.id = before[index].id));
    }
    const headings = new Set(gone.filter((it) => it.heading).map((it) => (it.source[0] ?? it.target[0]).id));
    for (const link of insert) link.heading = headings.has((link.source[0] ?? link.target[0]).id);
    // A link that stays as it is stays the same object, so that nothing blinks or is drawn anew without need.
    const same = (/** @type {Link} */ a, /** @type {Link} */ b) => JSON.stringify(a) === JSON.stringify(b);
    insert.forEach((link, index) => {
      const old = gone.find((it) => same(it, link));
      if (old) insert[index] = old;
      else if (isOthers) blink.push(link);
    });
    this.base = [...this.base.slice(0, at), ...insert, ...this.base.slice(at + remove)];
    this.chapters = moved(this.chapters, at, remove, insert.length);
    for (const { at: name, on } of marks ?? []) {
      if (on) this.marks.add(JSON.stringify(name));
      else this.marks.delete(JSON.stringify(name));
    }
    if (marks?.length > 0) this.readMarks();
  }

  /** Reads everything anew; what is under way stays. */
  async reload() {
    try {
      /** @type {Work} */
      const work = await get(this.path);
      // What was asked for earlier and comes later knows less.
      if (work.base < this.number && !work.fallen.length) return;
      this.take(work);
      this.refresh();
    } catch (error) {
      if (error instanceof LockedOut) this.setState("locked-out");
    }
  }
}

/**
 * Where chapters begin when links before or in them are replaced.
 * @param {Chapter[]} chapters @param {number} at @param {number} remove @param {number} insert
 */
function moved(chapters, at, remove, insert) {
  const delta = insert - remove;
  if (delta === 0) return chapters;
  return chapters.map((it) => {
    if (it.start >= at + remove) return { ...it, start: it.start + delta };
    if (it.start > at) return { ...it, start: Math.min(it.start, at + insert) };
    return it;
  });
}
