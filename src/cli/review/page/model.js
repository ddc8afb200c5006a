// A work as the page knows it: what the server has confirmed, what is under way, and both together.
import { LockedOut, Offline, get, send } from "./api.js";
import { keep, recall } from "./dom.js";
import { Refused, change, nameOf } from "./ops.js";

/** Milliseconds until sending is tried again, doubled each time up to the second. */
const FIRST_WAIT = 500;
const LONGEST_WAIT = 8000;

const client = (() => {
  try {
    const known = sessionStorage.getItem("cotejo-client");
    if (known) return known;
    const made = [...crypto.getRandomValues(new Uint8Array(8))].map((it) => it.toString(16).padStart(2, "0")).join("");
    sessionStorage.setItem("cotejo-client", made);
    return made;
  } catch {
    return `page-${Date.now()}`;
  }
})();

/** Held as long as the page is open, so that another knows whose steps it may send. */
navigator.locks?.request(`cotejo-page-${client}`, () => new Promise(() => undefined));

const sentences = (texts, ids) => texts.map((text, at) => ({ text, id: ids?.[at] ?? "" }));

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
  /** @param {any} work as the server tells it */
  constructor(work) {
    super();
    this.take(work);
    this.pending = [];
    this.state = "saved";
    this.kept = true;
    this.waits = 0;
    this.isSending = false;
    /** What the step took that is being done. @type {(() => any) | undefined} */
    this.spending = undefined;
    this.adopt();
  }

  take(work) {
    this.id = work.id;
    this.name = work.name;
    this.langs = work.langs;
    this.base = work.links.map(fromWire);
    this.chapters = work.chapters.map((it) => ({ ...it }));
    this.marks = new Set(work.bookmarks.map((it) => JSON.stringify(it)));
    this.textsChanged = work.textsChanged;
    this.fallen = work.fallen;
    this.news(work);
    this.view ??= this.base;
    this.viewChapters ??= this.chapters;
  }

  /** What every answer tells. */
  news(told) {
    this.number = told.base;
    this.toUndo = told.undo;
    this.toRedo = told.redo;
    this.counts = told.counts;
    this.open = told.open;
    this.minutes = told.minutes;
    this.queue = told.queue.map((item) => ({ ...item, first: this.base[item.link] }));
  }

  emit(type, detail = {}) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  key(owner = client) {
    return `cotejo-outbox:${this.name}:${owner}`;
  }

  store() {
    this.kept = keep(this.key(), this.pending.length > 0 ? this.pending : undefined);
  }

  /** Takes over steps that were not sent: of this page before it was loaded anew, of pages that are closed. */
  async adopt() {
    const mine = recall(this.key(), []);
    this.seq = Math.max(recall(`cotejo-seq:${client}`, 0), ...mine.map((it) => it.seq), 0);
    this.pending.push(...mine);
    const held = (await navigator.locks?.query())?.held?.map((it) => it.name) ?? [];
    for (const key of Object.keys(localStorage)) {
      const [, name, owner] = key.split(":");
      if (!key.startsWith("cotejo-outbox:") || name !== this.name || owner === client) continue;
      if (held.includes(`cotejo-page-${owner}`)) continue;
      this.pending.push(...recall(key, []));
      keep(key, undefined);
    }
    this.store();
    this.refresh();
    this.flush();
  }

  /** The name of a sentence for the server. */
  nameOf(link, side, position) {
    return nameOf(this.view, link, side, position);
  }

  /**
   * Does an operation here and now and sends it.
   * @param {any} op
   * @throws {Refused}
   */
  do(op) {
    const made = change(this.view, op);
    const isOnlyTheServers = op.op === "bookmark" || op.op === "group";
    if (made === null && !isOnlyTheServers) return false;
    this.push({ do: op });
    return true;
  }

  /** How the file of a text would change. @param {any} at @param {string} words */
  async preview(at, words) {
    // The server must know the sentence under the name that it has here.
    for (let tries = 0; this.pending.length > 0 && tries < 40; tries += 1) await new Promise((done) => setTimeout(done, 50));
    const { status, body } = await send(`/api/works/${this.id}/preview`, { at, words });
    if (status !== 200) throw new Error(body.error);
    return body;
  }

  /** Takes the last step back: one that was not sent is dropped. */
  undo() {
    const last = this.pending.at(-1);
    if (last && !last.sent && last.action.do) {
      this.pending.pop();
      this.store();
      this.refresh();
      return true;
    }
    if (!this.toUndo && this.pending.length === 0) return false;
    this.push({ undo: "last" });
    return true;
  }

  redo() {
    if (!this.toRedo) return false;
    this.push({ redo: "last" });
    return true;
  }

  push(action) {
    this.seq += 1;
    keep(`cotejo-seq:${client}`, this.seq);
    this.pending.push({ client, seq: this.seq, action, spent: action.do ? this.spending?.() : undefined });
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
    this.view = links;
    this.viewChapters = chapters;
    this.emit("change");
  }

  setState(state) {
    this.state = state;
    this.emit("state");
  }

  async flush() {
    if (this.isSending) return;
    this.isSending = true;
    clearTimeout(this.timer);
    while (this.pending.length > 0) {
      const [first] = this.pending;
      const action = { ...first.action };
      if (action.undo === "last") action.undo = this.toUndo ?? 0;
      if (action.redo === "last") action.redo = this.toRedo ?? 0;
      first.sent = true;
      this.setState(this.waits > 0 ? "offline" : "saving");
      const body = { client: first.client, seq: first.seq, base: this.number, spent: first.spent, ...action };
      try {
        const { status, body: told } = await send(`/api/works/${this.id}/ops`, body);
        this.waits = 0;
        if (status >= 500) throw Object.assign(new Error(told.error), { later: true });
        if (told.entries) this.hear(told);
        if (status !== 200) this.emit("refused", { error: told.error });
        this.drop(first);
      } catch (error) {
        first.sent = !(error instanceof Offline) ? first.sent : true;
        if (error instanceof LockedOut) this.setState("locked-out");
        else this.setState("offline");
        if (error.later) this.emit("refused", { error: error.message });
        if (!(error instanceof LockedOut || error instanceof Offline || error.later)) throw error;
        const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** this.waits);
        this.waits += 1;
        this.timer = setTimeout(() => this.flush(), wait);
        this.isSending = false;
        return;
      }
    }
    this.isSending = false;
    this.setState("saved");
  }

  drop(item) {
    this.pending = this.pending.filter((it) => it.client !== item.client || it.seq !== item.seq);
    this.store();
    this.refresh();
  }

  /** Takes in what happened at the server. @param {any} told */
  hear(told) {
    const fresh = told.entries.filter((it) => it.number > this.number);
    if (told.entries.length > 0 && fresh.length > 0 && fresh[0].number !== this.number + 1) return this.reload();
    const blink = [];
    for (const entry of fresh) {
      for (const patch of entry.patches) this.splice(patch, entry.author === "auto" || entry.client !== client, blink);
      this.pending = this.pending.filter((it) => it.client !== entry.client || it.seq !== entry.seq);
    }
    if (told.base >= this.number) this.news(told);
    this.store();
    this.refresh();
    if (blink.length > 0) this.emit("blink", { links: blink });
    if (told.reload) return this.reload();
    return undefined;
  }

  splice({ at, remove, links, marks }, isOthers, blink) {
    const gone = this.base.slice(at, at + remove);
    const insert = links.map(fromWire);
    for (const side of ["source", "target"]) {
      const before = gone.flatMap((it) => it[side]);
      const after = insert.flatMap((it) => it[side]);
      if (before.length === after.length) after.forEach((it, index) => (it.id = before[index].id));
    }
    const headings = new Set(gone.filter((it) => it.heading).map((it) => (it.source[0] ?? it.target[0]).id));
    for (const link of insert) link.heading = headings.has((link.source[0] ?? link.target[0]).id);
    // A link that stays as it is stays the same object, so that nothing blinks or is drawn anew without need.
    const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
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
  }

  /** Reads everything anew; what is under way stays. */
  async reload() {
    try {
      const work = await get(`/api/works/${this.id}`);
      // What was asked for earlier and comes later knows less.
      if (work.base < this.number && !work.fallen.length) return;
      this.take(work);
      this.refresh();
    } catch (error) {
      if (error instanceof LockedOut) this.setState("locked-out");
    }
  }
}

/** Where chapters begin when links before or in them are replaced. */
function moved(chapters, at, remove, insert) {
  const delta = insert - remove;
  if (delta === 0) return chapters;
  return chapters.map((it) => {
    if (it.start >= at + remove) return { ...it, start: it.start + delta };
    if (it.start > at) return { ...it, start: Math.min(it.start, at + insert) };
    return it;
  });
}
