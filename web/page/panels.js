// The steps of the page, and the documents that are shown in it: the page to read, and the review.
import { el, fill } from "./dom.js";
import { t } from "./words.js";

const byId = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** @typedef {import("./engine.js").Engine} Engine */

export const PANELS = ["give", "read", "review", "save"];

/** Switches between the steps. @param {(name: string) => void} shown called with the one that is shown */
export function tabs(shown) {
  const tab = (/** @type {string} */ name) => /** @type {HTMLButtonElement} */ (byId(`tab-${name}`));
  const show = (/** @type {string} */ name, { focus = false } = {}) => {
    for (const it of PANELS) {
      tab(it).setAttribute("aria-selected", String(it === name));
      tab(it).tabIndex = it === name ? 0 : -1;
      byId(it).hidden = it !== name;
    }
    document.body.dataset.panel = name;
    if (focus) byId(name).focus();
    shown(name);
  };
  for (const name of PANELS) tab(name).addEventListener("click", () => show(name));
  byId("tabs").addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const open = PANELS.filter((it) => !tab(it).disabled);
    const at = open.findIndex((it) => tab(it).getAttribute("aria-selected") === "true");
    const next = open[(at + step + open.length) % open.length];
    show(next);
    tab(next).focus();
  });
  const allow = (/** @type {boolean} */ isOpen) => PANELS.slice(1).forEach((name) => (tab(name).disabled = !isOpen));
  return { show, allow };
}

/** A document of its own in a panel. */
class Frame {
  /** @param {string} panel @param {string} title */
  constructor(panel, title) {
    this.panel = panel;
    this.title = title;
    this.address = "";
  }

  /** @param {BlobPart} page */
  put(page) {
    this.clear();
    this.address = URL.createObjectURL(new Blob([page], { type: "text/html" }));
    this.element = el("iframe", { src: this.address, title: t(this.title) });
    fill(byId(this.panel), this.element);
  }

  clear() {
    if (this.address) URL.revokeObjectURL(this.address);
    this.address = "";
    this.element = undefined;
    fill(byId(this.panel));
  }
}

/** Sentences of a side up to which help with words is worked out unasked: some seconds of waiting. */
const SHORT = 2_000;

/** Sentences whose words are worked out in a second: of Don Quijote, on a busy machine. */
const PER_SECOND = 200;

/** The page to read, made anew when links were changed since. */
export class Reading {
  /** @param {Engine} engine @param {(text: string, act: () => Promise<void>) => Promise<void>} working shows that it waits */
  constructor(engine, working) {
    this.engine = engine;
    this.working = working;
    this.frame = new Frame("read", "frame-read");
    this.isFresh = false;
    this.hasWords = false;
  }

  /** @param {number} sentences how many the original has */
  async show(sentences) {
    if (this.isFresh) return;
    this.isFresh = true;
    const withWords = this.hasWords || sentences <= SHORT;
    await this.make(withWords);
    if (!withWords) this.offerWords(sentences);
  }

  /** @param {boolean} withWords */
  async make(withWords) {
    await this.working(t("writing"), async () => {
      const { file } = await this.engine.ask({ ask: "export", to: "html", plain: !withWords });
      this.frame.put(file);
    });
  }

  /** A long text can be read at once; what its words mean takes a while. @param {number} sentences */
  offerWords(sentences) {
    const seconds = Math.ceil(sentences / PER_SECOND / 10) * 10;
    const go = async () => {
      this.hasWords = true;
      this.isFresh = false;
      offer.remove();
      await this.show(sentences);
    };
    const offer = el("p", { class: "offer-words" }, t("words-offer", { seconds }), " ", el("button", { type: "button", onclick: go }, t("words-go")));
    byId("read").prepend(offer);
  }

  clear() {
    this.isFresh = this.hasWords = false;
    this.frame.clear();
  }
}

/** The review page, which talks to the module. */
export class Reviewing {
  /** @param {Engine} engine */
  constructor(engine) {
    this.engine = engine;
    this.frame = new Frame("review", "frame-review");
    addEventListener("message", ({ source, data }) => {
      const { element } = this.frame;
      if (!element || source !== element.contentWindow || data !== "cotejo-review-ready") return;
      const { port1, port2 } = new MessageChannel();
      engine.serve(port1);
      element.contentWindow.postMessage("cotejo-review-port", "*", [port2]);
    });
  }

  show() {
    if (this.frame.element) return;
    this.frame.put(JSON.parse(byId("review-page").textContent ?? ""));
  }

  clear() {
    this.frame.clear();
  }
}
