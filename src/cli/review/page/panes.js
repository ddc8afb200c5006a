// What stands around the table: the map of the work, the evidence, the state.
import { keeper } from "./api.js";
import { el, fill } from "./dom.js";
import { keys, shown } from "./keys.js";
import { isDecided, isStale } from "./ops.js";
import { DOUBT, stateOf } from "./table.js";
import { number, reason, t } from "./words.js";

/**
 * @typedef {import("./model.js").Model} Model
 * @typedef {import("./ops.js").Link} Link
 * @typedef {import("./ops.js").Name} Name
 * @typedef {import("./ops.js").Sentence} Sentence
 * @typedef {import("./ops.js").Side} Side
 */

/**
 * What the server knows of a link: words that translate each other, by the places of their letters in sentences of their sides;
 * how likely the link is, from 0 to 1; and what its sentences could be grouped with instead.
 * @typedef {{sentence: number, start: number, end: number}} Lit
 * @typedef {{source: Name[], target: Name[], share: number}} Alternative
 * @typedef {{lit: [Lit, Lit][], share: number, alternatives: Alternative[]}} Evidence
 */

/** Colours of the map by custom property, so that themes change them too. */
const COLOURS = { decided: "--decided", disputed: "--disputed", doubt: "--doubt", auto: "--rule", stale: "--stale" };

/** Pixels of a link on the map at most, so that a short work is not stretched. */
const TALLEST = 8;

const isDark = () => matchMedia("(prefers-color-scheme: dark)").matches;

/** Milliseconds without a step of the reader after which the map is drawn anew: a step waits for no picture. */
const QUIET = 300;

/** The whole work from top to bottom. */
export class Minimap {
  /** @param {Model} model @param {(link: number) => void} go */
  constructor(model, go) {
    this.model = model;
    this.at = 0;
    /** What was drawn, and how. @type {Link[] | undefined} */
    this.shown = undefined;
    this.wasDark = false;
    this.tall = 0;
    this.height = 0;
    this.canvas = el("canvas", { role: "img", "aria-label": t("minimap"), title: t("minimap") });
    this.here = el("span", { class: "here" });
    this.box = el("div", { class: "map" }, this.canvas, this.here);
    this.canvas.addEventListener("click", (/** @type {MouseEvent} */ event) => {
      const share = event.offsetY / this.tall;
      go(Math.min(model.view.length - 1, Math.floor(share * model.view.length)));
    });
    new ResizeObserver(() => this.paint()).observe(this.box);
  }

  /** Shows where the reader is, and soon what changed. @param {number} at */
  draw(at) {
    this.at = at;
    this.place();
    if (this.shown === this.model.view && this.wasDark === isDark()) return;
    clearTimeout(this.later);
    this.later = setTimeout(() => this.paint(), QUIET);
  }

  place() {
    const count = this.model.view.length;
    const top = Math.min(this.height - 3, (this.at * this.tall) / count);
    this.here.style.transform = `translateY(${top}px)`;
    this.here.style.height = `${Math.max(2, this.tall / count)}px`;
  }

  /** Draws all links and the line of drift. */
  paint() {
    const { canvas, model } = this;
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    if (width === 0 || height === 0) return;
    [this.shown, this.wasDark, this.height] = [model.view, isDark(), height];
    const ratio = devicePixelRatio || 1;
    canvas.width = width * ratio;
    canvas.height = height * ratio;
    const pen = canvas.getContext("2d");
    pen.scale(ratio, ratio);
    const style = getComputedStyle(document.documentElement);
    const colour = Object.fromEntries(Object.entries(COLOURS).map(([name, it]) => [name, style.getPropertyValue(it)]));
    const count = model.view.length;
    const length = (/** @type {Sentence[]} */ sentences) => sentences.reduce((all, it) => all + it.text.length, 0);
    const whole = /** @type {Side[]} */ (["source", "target"]).map((side) => model.view.reduce((sum, link) => sum + length(link[side]), 0) || 1);
    const read = [0, 0];
    const line = new Path2D();
    const tall = Math.min(height, count * TALLEST);
    this.tall = tall;
    const step = Math.max(1, tall / count);
    model.view.forEach((link, index) => {
      const y = (index * tall) / count;
      const kind = isStale(link) ? "stale" : link.status === "disputed" ? "disputed" : isDecided(link) ? "decided"
        : link.confidence < DOUBT ? "doubt" : "auto";
      pen.fillStyle = colour[kind];
      // Doubt is wider, so that it is seen without its colour.
      const wide = kind === "doubt" || kind === "stale" || kind === "disputed";
      pen.fillRect(2, y, wide ? width / 2 : width / 4, Math.max(step - 0.2, wide ? 1.5 : 0.6));
      read[0] += length(link.source);
      read[1] += length(link.target);
      // How far one text is ahead of the other, five times enlarged.
      const drift = (read[0] / whole[0] - read[1] / whole[1]) * 5;
      const x = width * 0.75 + Math.max(-0.22, Math.min(0.22, drift)) * width;
      if (index === 0) line.moveTo(x, y);
      else line.lineTo(x, y);
    });
    pen.strokeStyle = style.getPropertyValue("--quiet");
    pen.stroke(line);
    this.place();
  }
}

/** What is known of the selected link. */
export class EvidencePane {
  /** @param {(index: number) => void} apply does what an alternative says */
  constructor(apply) {
    this.apply = apply;
    this.box = el("aside", { class: "evidence", tabindex: "0", "aria-label": t("evidence") });
  }

  /** @param {Link | undefined} link @param {Evidence} [known] nothing while it is fetched */
  show(link, known) {
    if (!link) return fill(this.box);
    const state = stateOf(link);
    const parts = [el("p", { class: `state ${state.name}` }, el("span", { class: "sign", "aria-hidden": "true" }, state.sign), " ", state.words)];
    if (state.name === "auto" && !link.waiting) {
      parts.push(el("p", {}, t("confidence", { percent: number(Math.floor(link.confidence * 100)) })));
    }
    if (link.reasons.length > 0) parts.push(el("ul", {}, ...link.reasons.map((it) => el("li", {}, reason(it)))));
    else if (!isDecided(link)) parts.push(el("p", { class: "quieter" }, t("sure")));
    if (link.note) parts.push(el("h3", {}, t("note")), el("p", { class: "note" }, link.note));
    if (known) {
      parts.push(el("h3", {}, t("alternatives")));
      if (known.alternatives.length === 0) parts.push(el("p", { class: "quieter" }, t("no-alternative")));
      known.alternatives.forEach((it, index) => parts.push(this.alternative(it, index, known.share)));
    }
    fill(this.box, el("h2", {}, t("evidence")), ...parts);
  }

  /** @param {Alternative} alternative @param {number} index @param {number} own how likely the link is as it stands */
  alternative({ source, target, share }, index, own) {
    const words = (/** @type {Name[]} */ names, /** @type {Side} */ side) => (names.length > 0 ? names.map((it) => it[side]).join(" ") : "–");
    const key = shown(keys[`alternative-${index + 1}`]);
    return el("button", { type: "button", class: "alternative", onclick: () => this.apply(index) },
      el("kbd", {}, key), " ", el("span", { class: "share" }, `${t("share", { percent: number(Math.round(share * 100)) })} · ${compared(share, own)}`),
      el("span", { class: "words" }, words(source, "source")), el("span", { class: "words" }, words(target, "target")));
  }
}

/** How much worse or better an alternative is than the link. @param {number} share @param {number} own */
function compared(share, own) {
  // Beyond this nobody tells them apart.
  const times = Math.min(99, Math.max(share, own, 0.001) / Math.max(Math.min(share, own), 0.001));
  if (times < 1.15) return t("as-likely");
  return t(share < own ? "less-likely" : "likelier", { times: number(times, times < 10 ? 1 : 0) });
}

/** Minutes of reading for one more error from which on a person may well stop. */
const NOT_WORTH = 5;

/** What is saved, and what is left. */
export class StatusBar {
  /** @param {Element} box */
  constructor(box) {
    this.box = box;
    this.state = el("span", { class: "saved" });
    this.left = el("span", { class: "left" });
    this.advice = el("span", { class: "advice" });
    fill(box, this.state, this.left, this.advice);
  }

  /** @param {Model} model */
  show(model) {
    const count = model.pending.length;
    const words = {
      "saved": t(keeper === "server" ? "saved" : "kept"),
      "saving": t("saving"),
      "offline": model.kept ? t("offline", { count }) : t("offline-memory", { count }),
      "locked-out": t("locked-out"),
    };
    this.state.textContent = words[model.state];
    this.state.dataset.state = model.state;
    const { counts } = model;
    this.left.textContent = [
      t("decided", { decided: number(counts.decided), links: number(counts.links) }),
      t("left", { left: number(counts.left, 1), open: number(model.open), minutes: number(Math.max(0, Math.ceil(model.minutes))) }),
    ].join(" · ");
    const [best] = model.queue;
    const minutes = best ? best.seconds / 60 / Math.max(best.errors, 0.001) : 0;
    this.advice.textContent = !best ? t("stop-done") : minutes > NOT_WORTH ? t("stop", { minutes: number(minutes) }) : "";
  }
}
