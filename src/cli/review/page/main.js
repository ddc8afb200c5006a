// The page: which view is shown, and what each action does.
import { actions } from "./actions.js";
import { LockedOut, enter, get, listen } from "./api.js";
import * as dialogs from "./dialogs.js";
import { el, fill, keep, recall, say } from "./dom.js";
import { actionOf, keys, shown } from "./keys.js";
import { tell } from "./messages.js";
import { Model } from "./model.js";
import { Refused, change, other } from "./ops.js";
import { EvidencePane, Minimap, StatusBar } from "./panes.js";
import { Table, isOpen } from "./table.js";
import { lang, t } from "./words.js";
import { drawWorks } from "./works.js";

/**
 * @typedef {import("./model.js").Emitted} Emitted
 * @typedef {import("./model.js").Item} Item
 * @typedef {import("./ops.js").Link} Link
 * @typedef {import("./ops.js").Op} Op
 * @typedef {import("./ops.js").Place} Place
 * @typedef {import("./ops.js").Sentence} Sentence
 * @typedef {import("./ops.js").Side} Side
 * @typedef {import("./panes.js").Evidence} Evidence
 */

/** @typedef {Review} Opened */

/**
 * What the server tells of its own accord; what has happened, the names that are there say.
 * @typedef {import("./model.js").Told & {behind?: boolean, saved?: {written: boolean, merged: number | null}, unsaved?: string,
 *   textsChanged?: boolean}} Message
 */

/** Milliseconds that a row must stay selected before its evidence is asked for: faster readers pass by. */
const LINGER = 120;

/** Rows of a shift that are shown before it is done. */
const PREVIEW = 6;

const [top, main, bottom, messages] = ["top", "main", "bottom", "messages"].map((id) => /** @type {HTMLElement} */ (document.getElementById(id)));

/** @type {Review | undefined} */
let review;

/** What is open, for tests to look at. */
export const current = () => review;

function leave() {
  review?.model.close();
  review = undefined;
}

async function showWorks() {
  leave();
  document.title = t("app");
  /** @type {import("./works.js").Listed[]} */
  const works = await get("/api/works");
  if (works.length === 1) return showWork(works[0].name);
  drawWorks(works, top, main);
  fill(bottom);
  return undefined;
}

/** @param {string} name */
async function showWork(name) {
  leave();
  fill(main, el("p", { class: "loading" }, t("loading")));
  review = new Review(new Model(await get(`/api/works/${encodeURIComponent(name)}`)));
}

class Review {
  /** @param {Model} model */
  constructor(model) {
    this.model = model;
    this.inQueue = false;
    /** @type {Link[]} */
    this.seen = [];
    this.keysPressed = 0;
    this.shownAt = performance.now();
    this.wasCut = false;
    /** The sentence that was taken with g. @type {(Place & {of: Link}) | undefined} */
    this.taken = undefined;
    this.evidence = new EvidencePane((index) => this.run(`alternative-${index + 1}`));
    this.table = new Table(model, {
      menu: () => this.run("menu"),
      drop: (taken, link) => this.put(taken, model.view.indexOf(link)),
    });
    this.map = new Minimap(model, (link) => this.table.go({ link, side: "source", position: 0 }, { near: false }));
    this.bar = new StatusBar(bottom);
    this.build();
    model.spending = () => this.spent();
    model.addEventListener("before", () => this.table.remember());
    model.addEventListener("change", () => this.changed());
    model.addEventListener("state", () => this.bar.show(model));
    model.addEventListener("select", () => this.selected());
    model.addEventListener("chapter", () => this.chapterShown());
    model.addEventListener("blink", (/** @type {Emitted} */ { detail }) => this.table.blink(detail.links));
    model.addEventListener("refused", (/** @type {Emitted} */ { detail }) => tell(t("refused", { error: detail.error }), "bad"));
    /** @type {Partial<Place> | undefined} */
    const place = recall(`cotejo-place:${model.name}`, undefined);
    this.table.go({ link: place?.link ?? model.queue[0]?.link ?? 0, side: place?.side ?? "source", position: 0 }, { near: false });
    this.bar.show(model);
    if (!recall("cotejo-hinted", false) && keep("cotejo-hinted", true)) tell(t("hint"));
    if (model.textsChanged) tell(t("texts-changed"), "bad");
    if (model.fallen.length > 0) tell(t("fallen", { count: model.fallen.length }), "bad");
    // Marked when it can be seen: after the frame in which it is drawn.
    requestAnimationFrame(() => setTimeout(() => performance.mark("cotejo-shown")));
  }

  build() {
    const { model } = this;
    document.title = `${model.name} · ${t("app")}`;
    this.chapters = el("select", { "aria-label": t("chapter"), onchange: () => this.goChapter(Number(this.chapters.value)) });
    this.order = el("button", { type: "button", "aria-pressed": "false", onclick: () => this.setQueue(!this.inQueue) }, t("queue"));
    /** @param {string} name @param {string} label @param {string} sign */
    const button = (name, label, sign) => el("button", { type: "button", "aria-label": label, title: label, onclick: () => this.run(name) }, sign);
    fill(top,
      el("a", { href: "#", class: "home", title: t("works") }, "cotejo"), el("h1", {}, model.name),
      button("chapter-back", t("previous"), "‹"), this.chapters, button("chapter-next", t("next"), "›"),
      el("span", { class: "gap" }), button("accept", t("key.accept"), "✓"), this.order, button("undo", t("key.undo"), "↶"), button("redo", t("key.redo"), "↷"),
      button("find", t("find"), "⌕"), button("menu", t("menu"), "≡"), button("help", t("help"), "?"));
    fill(main, this.map.box, el("div", { class: "page" }, this.table.body), this.evidence.box);
    this.drawChapters();
  }

  drawChapters() {
    const chapters = this.model.viewChapters;
    const options = chapters.map((it, index) => el("option", { value: index }, it.title || t("chapter-n", { n: index + 1 })));
    fill(this.chapters, ...options);
    this.chapters.value = String(this.table.chapter);
  }

  chapterShown() {
    this.chapters.value = String(this.table.chapter);
  }

  get at() {
    return this.table.at;
  }

  get link() {
    return this.model.view[this.at.link];
  }

  changed() {
    this.table.update();
    this.bar.show(this.model);
    this.map.draw(this.at.link);
  }

  selected() {
    keep(`cotejo-place:${this.model.name}`, { link: this.at.link, side: this.at.side });
    this.map.draw(this.at.link);
    const { link } = this;
    if (this.known?.link === link) return;
    this.known = undefined;
    this.keysPressed = 0;
    this.shownAt = performance.now();
    this.table.light(link, []);
    this.evidence.show(link);
    clearTimeout(this.linger);
    this.linger = setTimeout(() => this.fetchEvidence().catch(/** @returns {void} */ () => undefined), LINGER);
  }

  /** What is known of the selected link, once the server has all that this page did. @returns {Promise<(Evidence & {link: Link}) | undefined>} */
  async fetchEvidence() {
    const { link, model } = this;
    if (this.known?.link === link) return this.known;
    for (let tries = 0; model.pending.length > 0 && tries < 40; tries += 1) await new Promise((done) => setTimeout(done, 50));
    const at = model.base.indexOf(link);
    if (at < 0) return undefined;
    /** @type {Evidence} */
    const found = await get(`${model.path}/evidence/${model.number}/${at}`);
    if (this.link !== link) return undefined;
    /** @type {(Evidence & {link: Link}) | undefined} */
    this.known = { link, ...found };
    this.evidence.show(link, this.known);
    this.table.light(link, found.lit);
    return this.known;
  }

  /** What the step took that is being done: the queue learns from it how fast this reader is. */
  spent() {
    const { link } = this;
    const now = performance.now();
    const words = [...link.source, ...link.target].reduce((sum, it) => sum + it.text.split(/\s+/u).length, 0);
    const spent = { millis: Math.round(Math.min(now - this.shownAt, 4e9)), words, keys: this.keysPressed };
    this.shownAt = now;
    this.keysPressed = 0;
    const isDrawn = this.inQueue && this.model.queue.some((it) => it.drawn && it.first === link);
    return isDrawn ? { ...spent, drawn: true } : spent;
  }

  /** The name of the selected sentence, or of any of the link where its side is empty. @param {boolean} [anySide] */
  name(anySide = true) {
    const { link, side, position } = this.at;
    if (this.link[side].length > 0) return this.model.nameOf(link, side, position);
    if (!anySide) throw new Refused("error.none");
    return this.model.nameOf(link, other(side), 0);
  }

  /** Does an operation on the selected sentence. @param {Op} op @param {{anySide?: boolean}} [how] */
  do(op, { anySide = true } = {}) {
    return this.model.do({ ...op, at: this.name(anySide) });
  }

  /** @param {string} name */
  async run(name) {
    try {
      await actions[name]?.(this);
    } catch (error) {
      if (error instanceof Refused) tell(t("refused", { error: t(error.message, { key: shown(keys.release) }) }), "bad");
      else if (!(error instanceof LockedOut)) throw error;
    }
  }

  /** @param {boolean} on */
  setQueue(on) {
    this.inQueue = on;
    this.order.setAttribute("aria-pressed", String(on));
  }

  /** @param {number} link @param {boolean} [near] */
  goLink(link, near = true) {
    this.table.go({ link, side: this.at.side, position: 0 }, { near });
  }

  /** @param {number} chapter */
  goChapter(chapter) {
    const [from] = this.table.range(chapter);
    if (chapter >= 0 && chapter < this.model.viewChapters.length) this.goLink(from, false);
  }

  /** The next place of the queue that was not seen yet. */
  nextInQueue() {
    const { view, queue } = this.model;
    if (queue.length === 0) return tell(t("queue-end"));
    const index = (/** @type {Item} */ item) => view.indexOf(item.first);
    const isOpen = (/** @type {Item} */ item) => index(item) >= 0 && !this.seen.includes(item.first) && item.first !== this.link;
    let item = queue.find(isOpen);
    if (!item) {
      this.seen = [];
      item = queue.find((it) => index(it) >= 0 && it.first !== this.link);
      if (!item) return tell(t("queue-end"));
      say(t("queue-round"));
    }
    this.seen.push(item.first);
    return this.goLink(index(item), false);
  }

  nextAfterAccept() {
    if (!this.inQueue) return this.goLink(Math.min(this.at.link + 1, this.model.view.length - 1));
    // The rest of the block comes first.
    const next = this.model.view[this.at.link + 1];
    if (next && isOpen(next)) return this.goLink(this.at.link + 1);
    return this.nextInQueue();
  }

  /** @param {Place} taken @param {number} goal */
  put(taken, goal) {
    const { model } = this;
    const to = model.view[goal];
    if (!to || goal === taken.link) return say(t("put-back"));
    const toSide = to[taken.side].length > 0 ? taken.side : other(taken.side);
    return model.do({ op: "put", at: model.nameOf(taken.link, taken.side, taken.position), to: model.nameOf(goal, toSide, 0) });
  }

  /** @param {string} op */
  async shift(op) {
    const name = this.name(false);
    const made = change(this.model.view, { op, at: name });
    const words = (/** @type {Link} */ link, /** @type {Side} */ side) => link[side].map((it) => it.text).join(" ") || "–";
    const rows = made.insert.slice(0, PREVIEW).map((link) => el("tr", {}, el("td", {}, words(link, "source")), el("td", {}, words(link, "target"))));
    const more = made.insert.length > PREVIEW ? [el("p", {}, `… ${made.insert.length - PREVIEW}`)] : [];
    if (await dialogs.confirm(t("shift-ask"), [el("table", { class: "preview" }, el("tbody", {}, ...rows)), ...more])) {
      this.model.do({ op, at: name });
    }
  }

  /** @param {number} index */
  async alternative(index) {
    const known = await this.fetchEvidence();
    const chosen = known?.alternatives[index];
    if (!chosen) return tell(t("no-alternative-n", { n: index + 1 }));
    return this.model.do({ op: "group", source: chosen.source, target: chosen.target });
  }

  split() {
    const { side } = this.at;
    const own = this.link[side];
    const others = this.link[other(side)];
    const length = (/** @type {Sentence[]} */ sentences) => sentences.reduce((all, it) => all + it.text.length, 0);
    if (own.length < 2) {
      if (others.length < 2) throw new Refused("error.split");
      return this.model.do({ op: "split", at: this.model.nameOf(this.at.link, other(side), 1) });
    }
    const position = Math.max(1, this.at.position);
    // The other side is cut where the same share of its letters is over.
    const share = length(own.slice(0, position)) / length(own);
    const cuts = others.map((_, at) => Math.abs(length(others.slice(0, at)) / length(others) - share));
    cuts.push(1 - share);
    let cut = cuts.indexOf(Math.min(...cuts));
    if (others.length > 1) cut = Math.max(1, Math.min(cut, others.length - 1));
    const { link } = this.at;
    /** @type {Op} */
    const op = { op: "split", at: this.model.nameOf(link, side, position) };
    if (cut < others.length) op.with = this.model.nameOf(link, other(side), cut);
    return this.model.do(op);
  }

  async find() {
    const typed = await dialogs.prompt(t("find-ask"), this.sought ?? "");
    if (!typed) return undefined;
    this.sought = typed;
    let pattern;
    try {
      pattern = new RegExp(typed, "iu");
    } catch (error) {
      return tell(t("find-bad", { error: error.message }), "bad");
    }
    const { view } = this.model;
    for (let step = 1; step <= view.length; step += 1) {
      const link = (this.at.link + step) % view.length;
      for (const side of /** @type {Side[]} */ (["source", "target"])) {
        const position = view[link][side].findIndex((it) => pattern.test(it.text));
        if (position >= 0) return this.table.go({ link, side, position }, { near: false });
      }
    }
    return tell(t("find-none"));
  }
}

/** @param {import("./dom.js").Aimed<KeyboardEvent>} event */
function pressed(event) {
  if (!review || document.querySelector("dialog[open]")) return;
  const inGrid = review.table.body.contains(event.target);
  const action = actionOf(event);
  if (event.key === "Escape" && review.taken) {
    review.taken = undefined;
    say(t("put-back"));
    return;
  }
  // One-letter keys work in the table only; what is asked everywhere, and does no harm, works everywhere.
  if (!action || !(inGrid || ["help", "undo", "redo"].includes(action))) return;
  if (!inGrid && event.target.matches?.("input, textarea, select")) return;
  event.preventDefault();
  review.keysPressed += 1;
  review.run(action);
}

async function route() {
  const work = /^#work=(.+)$/u.exec(location.hash)?.[1];
  try {
    if (work === undefined) await showWorks();
    else await showWork(decodeURIComponent(work));
  } catch (error) {
    fill(main, el("p", { class: "bad told-here", role: "alert" }, error instanceof LockedOut ? t("locked-out") : error.message));
  }
}

/** Another view, or the address of a server that was started anew, put into a page that is open. */
async function arrive() {
  if (!(await enter()) || !review) return route();
  const { model } = review;
  /** @type {import("./works.js").Listed[] | undefined} */
  const works = await get("/api/works").catch(/** @returns {undefined} */ () => undefined);
  // The server may be one for other works; the steps of this one wait for theirs.
  if (works && !works.some((it) => it.name === model.name)) return showWorks();
  model.flush();
  return model.reload();
}

/** @param {Message} message */
function heard(message) {
  if (!review) return;
  const { model } = review;
  if (message.behind) model.reload();
  else if (message.work !== model.name) return;
  else if (message.entries) model.hear(message);
  else if (message.saved?.merged !== undefined && message.saved.merged !== null) {
    tell(t("merged", { count: message.saved.merged }), "bad");
    model.reload();
  } else if (message.textsChanged !== undefined) {
    model.textsChanged = message.textsChanged;
    if (message.textsChanged) tell(t("texts-changed"), "bad");
  } else if (message.unsaved) tell(t("unsaved", { error: message.unsaved }), "bad");
}

/** @param {boolean} open */
function streamed(open) {
  if (!review) return;
  if (open) {
    review.model.flush();
    if (review.wasCut) review.model.reload();
  }
  review.wasCut = !open;
  if (!open && review.model.state === "saved") review.model.setState("offline");
  else if (open && review.model.pending.length === 0) review.model.setState("saved");
}

document.documentElement.lang = lang;
messages.setAttribute("aria-label", t("messages"));
document.addEventListener("keydown", pressed);
window.addEventListener("hashchange", arrive);
// What is done while the page is out of sight is no reading.
document.addEventListener("visibilitychange", () => review && (review.shownAt = performance.now()));
window.addEventListener("online", () => review?.model.flush());
await enter();
await route();
listen(heard, streamed);
