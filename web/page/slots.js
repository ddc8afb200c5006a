// The files that were given: an original, a translation, perhaps an alignment.
import { Cancelled } from "./engine.js";
import { el, fill } from "./dom.js";
import { language, number, t } from "./words.js";

/**
 * A file that was given, and its language where a person said it. What the module tells of it is believed: of a text its language
 * and letters, of an alignment its links.
 * @typedef {{file: File, told?: any, lang?: string, error?: string}} Given
 */

/** A text may be so large: the module takes some thirty times of it, and a page has four gigabytes at most. */
const LARGEST = 64 << 20;

const NAMES = ["source", "target", "alignment"];

/** What the files of alignments end in. */
const isAlignment = (/** @type {File} */ file) => /\.json(\.new)?$/i.test(file.name);

/** The language that a work comes from, where one text is in it and the other is not. */
const ORIGINAL = "es";

export class Slots extends EventTarget {
  /** @param {HTMLElement} box @param {import("./engine.js").Engine} engine @param {(text: string) => void} tell */
  constructor(box, engine, tell) {
    super();
    this.box = box;
    this.engine = engine;
    this.tell = tell;
    /** @type {string[]} */
    this.langs = [];
    /** @type {Record<string, Given | undefined>} */
    this.given = {};
    engine.addEventListener("restarted", () => this.giveAll());
    this.draw();
  }

  get isReady() {
    const { source, target, alignment } = this.given;
    const isRead = (/** @type {Given | undefined} */ it) => it?.told !== undefined;
    return (isRead(source) && isRead(target)) || (!source && !target && isRead(alignment));
  }

  /** Takes files that were dropped or chosen; which is the original, their languages tell. @param {File[]} files */
  async take(files) {
    const alignments = files.filter(isAlignment);
    const texts = files.filter((it) => !isAlignment(it));
    if (alignments.length > 1 || texts.length > 2) return this.tell(t("too-many"));
    if (alignments[0]) await this.give("alignment", alignments[0]);
    if (texts.length === 2) {
      this.given.source = this.given.target = undefined;
      await this.give("source", texts[0]);
      await this.give("target", texts[1]);
      return this.order();
    }
    if (texts.length === 1) {
      const isSecond = this.given.source !== undefined && this.given.target === undefined;
      await this.give(isSecond ? "target" : "source", texts[0]);
      if (isSecond) await this.order();
    }
    return undefined;
  }

  /** Puts the original first where the languages, or an alignment, say which it is. */
  async order() {
    const [source, target] = [this.given.source?.told, this.given.target?.told];
    if (!source?.told || !target?.told) return;
    const first = this.given.alignment?.told?.langs[0] ?? ORIGINAL;
    if (source.lang !== first && target.lang === first) await this.swap();
  }

  async swap() {
    const { source, target } = this.given;
    await this.give("source", target?.file, target?.lang);
    await this.give("target", source?.file, source?.lang);
  }

  /** @param {string} name @param {File | undefined} file @param {string} [lang] where a person said it */
  async give(name, file, lang) {
    this.given[name] = file && { file, lang };
    this.draw();
    await this.read(name);
    this.draw();
    this.dispatchEvent(new Event("change"));
  }

  /** @param {string} name */
  async read(name) {
    const given = this.given[name];
    if (given && given.file.size > LARGEST) {
      given.error = t("too-large", { name: given.file.name, most: LARGEST >> 20 });
      return;
    }
    const question = name === "alignment"
      ? given ? { ask: "alignment", name: given.file.name } : { ask: "no-alignment" }
      : given ? { ask: "text", side: name, name: given.file.name, lang: given.lang } : { ask: "no-text", side: name };
    try {
      const told = await this.engine.ask(question, given?.file);
      if (given) given.told = told;
    } catch (error) {
      if (!given) return;
      given.told = undefined;
      given.error = error instanceof Cancelled ? t("cancelled") : error.message;
    }
  }

  /** Gives all once more, to a worker that was started anew; what broke it is not given again. */
  async giveAll() {
    for (const name of NAMES) {
      if (this.given[name]?.told) await this.read(name);
    }
  }

  draw() {
    fill(this.box, this.slot("source"), this.slot("target"), this.between(), this.slot("alignment"));
  }

  between() {
    const { source, target } = this.given;
    if (!source?.told || !target?.told) return null;
    const same = source.told.lang === target.told.lang;
    return el("p", { class: "between" },
      el("button", { type: "button", onclick: () => this.swap() }, t("swap")),
      same && el("span", { class: "doubt" }, t("same-language", { lang: language(source.told.lang) })));
  }

  /** @param {string} name */
  slot(name) {
    const given = this.given[name];
    const input = el("input", { type: "file", id: `file-${name}`, class: "unseen", onchange: () => this.give(name, input.files[0]) });
    const choose = el("label", { class: "file", for: `file-${name}` }, t("choose"));
    const head = el("h2", {}, t(name));
    if (!given) return el("div", { class: "slot", "data-slot": name }, head, input, choose);
    const remove = el("button", { type: "button", onclick: () => this.give(name, undefined) }, t("remove"));
    const parts = [el("p", { class: "name" }, given.file.name)];
    if (given.error) parts.push(el("p", { class: "bad" }, given.error));
    else if (!given.told) parts.push(el("p", {}, t("reading", { name: given.file.name })));
    else if (name === "alignment") parts.push(el("p", {}, t("kept-decisions", given.told)));
    else parts.push(...this.about(name, given));
    return el("div", { class: "slot given", "data-slot": name }, head, ...parts, el("p", { class: "choices" }, input, choose, remove));
  }

  /** @param {string} name @param {Given} given */
  about(name, { file, told, lang }) {
    const option = (/** @type {string} */ code) => el("option", { value: code, selected: code === told.lang }, language(code));
    const select = el("select", { "aria-label": t("language-of", { side: t(name) }), onchange: () => this.give(name, file, select.value) }, ...this.langs.map(option));
    const certainty = lang ? null : el("span", { class: told.told ? "quiet" : "doubt" }, told.told ? t("told") : t("not-told"));
    return [
      el("p", {}, select, " ", certainty),
      el("p", { class: "quiet" }, `${t("letters", { count: number(told.letters) })} · ${t("encoding", { encoding: told.encoding })}`),
      (told.guessed || told.doubt) && el("p", { class: "doubt" }, told.doubt ?? t("read-as", { encoding: told.encoding })),
      el("blockquote", { lang: told.lang }, ...told.start.map((/** @type {string} */ line) => el("span", {}, line))),
    ];
  }
}
