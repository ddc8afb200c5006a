// One chapter as a table. Rows that do not change are not drawn anew, so that places, selections and readers' cursors stay.
import { el, say } from "./dom.js";
import { isStale } from "./ops.js";
import { number, t } from "./words.js";

/**
 * @template {Event} [Kind=Event]
 * @typedef {import("./dom.js").Aimed<Kind>} Aimed
 */

/**
 * @typedef {import("./model.js").Model} Model
 * @typedef {import("./ops.js").Link} Link
 * @typedef {import("./ops.js").Place} Place
 * @typedef {import("./ops.js").Sentence} Sentence
 * @typedef {import("./ops.js").Side} Side
 */

/** Rows of a group that the browser may leave undrawn as long as it is out of sight. */
const GROUP = 50;

/** Links less sure than this are doubtful, as everywhere in cotejo. */
export const DOUBT = 0.9;

/** Whether the queue holds a link: it is doubtful and nobody decided it, stale, or disputed. @param {Link} link */
export const isOpen = (link) => isStale(link) || link.status === "disputed" || (link.status === "auto" && link.confidence < DOUBT);

/** The state of a link as a shape and in words. @param {Link} link */
export function stateOf(link) {
  if (isStale(link)) return { name: "stale", sign: "◆", words: t("status.stale") };
  /** @type {Record<string, string>} */
  const signs = { accepted: "✓", edited: "✎", disputed: "?" };
  if (link.status in signs) return { name: link.status, sign: signs[link.status], words: t(`status.${link.status}`) };
  if (link.waiting) return { name: "auto", sign: "…", words: t("status.auto") };
  const percent = number(Math.floor(link.confidence * 100));
  if (link.confidence < 0.5) return { name: "doubt most", sign: "▲", words: t("doubt", { percent }) };
  if (link.confidence < DOUBT) return { name: "doubt", sign: "△", words: t("doubt", { percent }) };
  return { name: "auto", sign: "·", words: t("status.auto") };
}

export class Table {
  /**
   * @param {Model} model
   * @param {{menu: (event: Event) => void, drop: (taken: Place, link: Link) => void}} calls
   */
  constructor(model, calls) {
    this.model = model;
    this.calls = calls;
    this.chapter = 0;
    /** @type {Link[]} */
    this.links = [];
    /** @type {Map<Link, HTMLTableRowElement>} */
    this.rows = new Map();
    /** @type {Place} */
    this.at = { link: 0, side: "source", position: 0 };
    /** @type {HTMLTableElement} */
    this.body = el("table", { role: "grid", class: "grid", "aria-label": model.name, lang: "" });
    const head = ["status", "source", "target"].map((name) => el("th", { role: "columnheader", scope: "col" }, t(name)));
    this.body.append(el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, ...head)));
    this.body.addEventListener("focusin", (event) => this.focused(event));
    this.body.addEventListener("click", (event) => this.clicked(event));
    this.body.addEventListener("contextmenu", (event) => {
      event.preventDefault();
      this.clicked(event);
      calls.menu(event);
    });
    this.body.addEventListener("dragstart", (event) => this.dragged(event));
    this.body.addEventListener("dragover", (/** @type {Aimed<DragEvent>} */ event) => {
      if (this.taken && event.target.closest("tbody tr")) event.preventDefault();
    });
    this.body.addEventListener("drop", (/** @type {Aimed<DragEvent>} */ event) => {
      event.preventDefault();
      const link = this.linkOf(event.target);
      if (link && this.taken) calls.drop(this.taken, link);
      this.taken = undefined;
    });
  }

  /** The links of the chapter that is shown, as a range. */
  range(chapter = this.chapter) {
    const chapters = this.model.viewChapters;
    return [chapters[chapter]?.start ?? 0, chapters[chapter + 1]?.start ?? this.model.view.length];
  }

  /** The chapter that holds a link. @param {number} link */
  chapterOf(link) {
    const later = this.model.viewChapters.findIndex((it, index) => index > 0 && it.start > link);
    return later < 0 ? this.model.viewChapters.length - 1 : later - 1;
  }

  /** Shows another chapter, from its first row. @param {number} chapter */
  show(chapter) {
    this.chapter = chapter;
    this.body.querySelectorAll("tbody").forEach((it) => it.remove());
    this.rows.clear();
    this.links = [];
    this.draw();
  }

  /** Draws what changed. */
  draw() {
    const marks = [...this.model.marks].join();
    if (marks !== this.drawnMarks && this.links.length > 0) {
      // Which rows a mark is on is not known by its links, so all are drawn anew; marks are rare.
      this.body.querySelectorAll("tbody").forEach((it) => it.remove());
      this.rows.clear();
      this.links = [];
    }
    /** @type {string | undefined} */
    this.drawnMarks = marks;
    const [from, to] = this.range();
    const links = this.model.view.slice(from, to);
    const before = this.links;
    let head = 0;
    while (head < Math.min(links.length, before.length) && links[head] === before[head]) head += 1;
    let tail = 0;
    const most = Math.min(links.length, before.length) - head;
    while (tail < most && links.at(-1 - tail) === before.at(-1 - tail)) tail += 1;
    const gone = before.slice(head, before.length - tail);
    const come = links.slice(head, links.length - tail);
    const next = tail > 0 ? this.rows.get(before[before.length - tail]) : undefined;
    const last = head > 0 ? this.rows.get(before[head - 1]) : undefined;
    const rows = come.map((link) => this.row(link));
    for (const link of gone) {
      this.rows.get(link)?.remove();
      if (!links.includes(link)) this.rows.delete(link);
    }
    come.forEach((link, index) => this.rows.set(link, rows[index]));
    if (last) last.after(...rows);
    else if (next) next.before(...rows);
    else this.groups(rows);
    this.body.querySelectorAll("tbody").forEach((it) => it.rows.length === 0 && it.remove());
    this.links = links;
    this.body.setAttribute("aria-rowcount", String(links.length + 1));
  }

  /** @param {HTMLTableRowElement[]} rows */
  groups(rows) {
    for (let at = 0; at < rows.length; at += GROUP) {
      this.body.append(el("tbody", { role: "rowgroup" }, ...rows.slice(at, at + GROUP)));
    }
  }

  /** @param {Link} link @returns {HTMLTableRowElement} */
  row(link) {
    const state = stateOf(link);
    const id = (link.source[0] ?? link.target[0]).id;
    const signs = [el("span", { class: "sign", "aria-hidden": "true" }, state.sign)];
    if (link.note) signs.push(el("span", { class: "sign", title: link.note }, "✉", el("span", { class: "quiet" }, t("note"))));
    if (this.isMarked(link)) signs.push(el("span", { class: "sign" }, "⚑", el("span", { class: "quiet" }, t("bookmarked"))));
    const status = el("th", { role: "rowheader", scope: "row", class: "status" }, ...signs,
      el("span", { class: "quiet" }, state.words), el("span", { class: "id" }, id));
    const cells = /** @type {Side[]} */ (["source", "target"]).map((side, index) => this.cell(link, side, this.model.langs[index]));
    return el("tr", { role: "row", class: `${state.name}${link.heading ? " heading" : ""}` }, status, ...cells);
  }

  /** @param {Link} link */
  isMarked(link) {
    // The number of a repeated sentence is not worth counting for each row; a mark on one of them shows on all.
    return [...link.source, ...link.target].some((it) => this.model.markedTexts.has(it.text));
  }

  /** @param {Link} link @param {Side} side @param {string} lang */
  cell(link, side, lang) {
    const chips = link[side].map((sentence) => el("span", { class: "chip", draggable: "true" }, sentence.text));
    if (chips.length === 0) chips.push(el("span", { class: "none" }, "–", el("span", { class: "quiet" }, t("nothing"))));
    const spaced = chips.flatMap((chip, index) => (index === 0 ? [chip] : [" ", chip]));
    return el("td", { role: "gridcell", class: side, tabindex: "-1", lang: link[side].length > 0 ? lang : undefined }, ...spaced);
  }

  /** @param {Element} target */
  linkOf(target) {
    const row = target.closest?.("tbody tr");
    for (const [link, it] of this.rows) if (it === row) return link;
    return undefined;
  }

  /** Where a chip or a cell belongs. @param {Element} target @returns {Place | undefined} */
  placeOf(target) {
    const link = this.linkOf(target);
    if (!link) return undefined;
    const cell = target.closest("td");
    const side = cell ? /** @type {Side} */ (cell.className.split(" ")[0]) : this.at.side;
    const chips = cell ? [...cell.querySelectorAll(".chip")] : [];
    const position = Math.max(0, chips.indexOf(target.closest(".chip")));
    return { link: this.model.view.indexOf(link), side, position };
  }

  /** @param {Aimed} event */
  focused(event) {
    const place = this.placeOf(event.target);
    if (!place || this.isMoving) return;
    if (place.link === this.at.link && place.side === this.at.side) return;
    this.mark({ ...place, position: 0 });
  }

  /** @param {Aimed} event */
  clicked(event) {
    const place = this.placeOf(event.target);
    if (place) this.go(place);
  }

  /** @param {Aimed<DragEvent>} event */
  dragged(event) {
    const place = this.placeOf(event.target);
    if (!place) return;
    this.taken = place;
    event.dataTransfer.setData("text/plain", event.target.textContent);
    event.dataTransfer.effectAllowed = "move";
  }

  /** Lights a place without taking the focus. @param {Place} at */
  mark(at) {
    this.body.querySelectorAll(".current, .on, .here").forEach((it) => it.classList.remove("current", "on", "here"));
    this.body.querySelectorAll('td[tabindex="0"]').forEach((it) => it.setAttribute("tabindex", "-1"));
    this.at = at;
    const row = this.rows.get(this.model.view[at.link]);
    if (!row) return undefined;
    row.classList.add("current");
    row.querySelectorAll("td").forEach((it) => it.setAttribute("tabindex", "0"));
    const cell = /** @type {HTMLElement} */ (row.querySelector(`td.${at.side}`));
    cell.classList.add("here");
    const chips = cell.querySelectorAll(".chip");
    if (chips.length > 1) chips[at.position]?.classList.add("on");
    this.model.emit("select");
    return cell;
  }

  /** Goes to a place and takes the focus there. @param {Place} at @param {{near?: boolean}} [how] */
  go(at, { near = true } = {}) {
    const link = Math.max(0, Math.min(at.link, this.model.view.length - 1));
    const chapter = this.chapterOf(link);
    if (chapter !== this.chapter || this.links.length === 0) {
      this.show(chapter);
      this.model.emit("chapter");
    }
    const sentences = this.model.view[link]?.[at.side] ?? [];
    const position = Math.max(0, Math.min(at.position, sentences.length - 1));
    const cell = this.mark({ link, side: at.side, position });
    if (!cell) return;
    this.isMoving = true;
    cell.focus({ preventScroll: true });
    this.isMoving = false;
    const row = cell.closest("tr");
    row?.scrollIntoView({ block: near ? "nearest" : "center" });
    if (sentences.length > 1) say(t("sentence-of", { n: position + 1, all: sentences.length, text: sentences[position].text }));
  }

  /** Draws what changed and stays with the sentence, and with the row where the eye is. */
  update() {
    const { link, side, position } = this.at;
    const before = this.here;
    const hadFocus = this.body.contains(document.activeElement);
    const top = this.rows.get(this.before)?.getBoundingClientRect().top;
    this.draw();
    const view = this.model.view;
    let at = { link: Math.min(link, view.length - 1), side, position };
    if (before) {
      const is = (/** @type {Sentence} */ it) => it === before || (it.id === before.id && it.text === before.text);
      for (let far = 0; far < 80; far += 1) {
        const found = [link - far, link + far].find((index) => view[index]?.[side].some(is));
        if (found !== undefined) {
          at = { link: found, side, position: view[found][side].findIndex(is) };
          break;
        }
      }
    }
    if (this.chapterOf(at.link) !== this.chapter) return this.go(at);
    const cell = this.mark(at);
    if (hadFocus && cell) {
      this.isMoving = true;
      cell.focus({ preventScroll: true });
      this.isMoving = false;
    }
    const now = cell?.closest("tr")?.getBoundingClientRect().top;
    if (top !== undefined && now !== undefined && Math.abs(now - top) > 1) window.scrollBy(0, now - top);
    return undefined;
  }

  /** Remembers what is selected, before anything changes. */
  remember() {
    this.before = this.model.view[this.at.link];
    this.here = this.before?.[this.at.side][this.at.position];
  }

  /** @param {Link[]} links */
  blink(links) {
    for (const link of links) {
      const row = this.rows.get(link);
      row?.classList.remove("changed");
      // Reading the size lets the animation begin again.
      void row?.offsetWidth;
      row?.classList.add("changed");
    }
  }

  /** Lights the words that speak for the link. @param {Link} link @param {import("./panes.js").Evidence["lit"]} lit */
  light(link, lit) {
    if (!("highlights" in CSS)) return;
    CSS.highlights.delete("evidence");
    const row = this.rows.get(link);
    if (!row || lit.length === 0) return;
    const ranges = lit.flatMap((pair) =>
      ["source", "target"].flatMap((side, index) => {
        const { sentence, start, end } = pair[index];
        const text = row.querySelector(`td.${side}`)?.querySelectorAll(".chip")[sentence]?.firstChild;
        if (!text || end > text.textContent.length) return [];
        const range = new Range();
        range.setStart(text, start);
        range.setEnd(text, end);
        return [range];
      }),
    );
    CSS.highlights.set("evidence", new Highlight(...ranges));
  }
}
