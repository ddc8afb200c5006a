// The page: files come in, are aligned in a worker, read, corrected and taken along.
import * as drafts from "./drafts.js";
import { el, fill } from "./dom.js";
import { Cancelled, Engine, Failed } from "./engine.js";
import { Reading, Reviewing, tabs } from "./panels.js";
import { drawSave } from "./save.js";
import { Slots } from "./slots.js";
import { chooseLanguage, moment, number, t, translate } from "./words.js";

/**
 * What came of aligning: `source` and `target` say which texts these are.
 * @typedef {{name: string, source: string, target: string, sentences: [number, number], links: number, confidence: number, doubtful: number,
 *   stale?: number}} Done
 */

/** Milliseconds after a step until it is kept in the browser. */
const QUIET = 250;

/** Texts that are paired with a smaller share of sureness are hardly a text and its translation. */
const HARDLY = 0.5;

const byId = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));

const engine = new Engine();
const slots = new Slots(byId("slots"), engine, tell);
const reading = new Reading(engine, working);
const reviewing = new Reviewing(engine);
const steps = tabs((name) => arrive(name).catch(said));

/** What is aligned. @type {Done | undefined} */
let done;
/** Whether decisions are in no file. */
let isUnsaved = false;
let keeps = false;
/** What the module knows. @type {{langs: string[], forms: string[]}} */
let known = { langs: [], forms: [] };
/** @type {ReturnType<typeof setTimeout> | undefined} */
let quiet;
/** Counts what was asked to be aligned, and files that were given: an answer about others comes too late. */
let turn = 0;
/** The alignment with all decisions, when it was last kept. @type {File | undefined} */
let latest;

/** @param {string} text @param {string} [kind] */
function tell(text, kind = "bad") {
  fill(byId("messages"), text && el("p", { class: kind }, text, " ", el("button", { type: "button", onclick: () => tell("") }, "×")));
}

/** Says what went wrong. @param {Error} error */
function said(error) {
  if (error instanceof Cancelled) tell(t("cancelled"), "note");
  else tell(error instanceof Failed ? t("failed", { error: error.message }) : error.message);
}

/**
 * Shows that something is under way, which a person may stop.
 * @template Result
 * @param {string | ((seconds: number) => string)} text @param {() => Promise<Result>} act
 * @returns {Promise<Result>}
 */
async function working(text, act) {
  // What may be stopped ends the module, and what it knows with it.
  if (quiet !== undefined) await keepDraft();
  const started = performance.now();
  const words = el("span", {});
  const bar = el("progress", { "aria-label": t("Steps") });
  const stop = el("button", { type: "button", onclick: () => engine.cancel() }, t("cancel"));
  const show = () => (words.textContent = typeof text === "string" ? text : text(Math.round((performance.now() - started) / 1000)));
  show();
  const timer = setInterval(show, 1000);
  fill(byId("work"), bar, words, stop);
  document.body.dataset.busy = "";
  try {
    return await act();
  } finally {
    clearInterval(timer);
    fill(byId("work"));
    delete document.body.dataset.busy;
  }
}

function close() {
  done = undefined;
  isUnsaved = false;
  clearTimeout(quiet);
  quiet = latest = undefined;
  reading.clear();
  reviewing.clear();
  fill(byId("told"));
  steps.allow(false);
}

async function align({ acceptLoss = false } = {}) {
  tell("");
  close();
  const question = { ask: "align", one_per_line: byId("per-line").checked, accept_loss: acceptLoss };
  const asked = (turn += 1);
  const told = await working((/** @type {number} */ seconds) => t("aligning", { seconds }), () => engine.ask(question));
  // Other files were given meanwhile.
  if (asked !== turn) return;
  if (told.loss !== undefined) {
    fill(byId("told"), el("p", { class: "bad" }, t("lose", { error: told.loss })),
      el("button", { type: "button", onclick: () => align({ acceptLoss: true }).catch(said) }, t("lose-yes")));
    return;
  }
  done = told;
  steps.allow(true);
  showDone();
  await offerDraft();
}

function showDone() {
  const { sentences: [source, target], links, confidence, doubtful, stale } = done;
  const figures = { source: number(source), target: number(target), links: number(links), percent: Math.floor(confidence * 100), doubtful: number(doubtful) };
  fill(byId("told"),
    el("p", { class: "done" }, t("done", figures)),
    confidence < HARDLY && el("p", { class: "doubt" }, t("hardly")),
    stale > 0 && el("p", { class: "doubt" }, t("became-stale", { count: stale })),
    el("p", {},
      el("button", { type: "button", class: "primary", onclick: () => steps.show("read", { focus: true }) }, t("go-read")), " ",
      el("button", { type: "button", onclick: () => steps.show("review", { focus: true }) }, t("go-review"))));
  byId("told").scrollIntoView({ block: "nearest" });
}

/** Under which name the decisions on the texts that are open are kept. */
const texts = () => `${done.source} ${done.target}`;

/** Offers what was decided on the same texts before, unless a file says more. */
async function offerDraft() {
  if (!keeps || slots.given.alignment) return;
  const draft = await drafts.find(texts());
  if (!draft) return;
  const go = async () => {
    offer.remove();
    const { name } = done;
    await slots.give("alignment", new File([draft.json], `${name}.json`));
    await align();
  };
  const forget = async () => {
    offer.remove();
    await drafts.forget(draft.texts);
  };
  /** @param {string} words @param {() => Promise<void>} act */
  const button = (words, act) => el("button", { type: "button", onclick: () => act().catch(said) }, t(words));
  const offer = el("div", { class: "offer" }, el("p", {}, t("draft", { when: moment(draft.when), decided: number(draft.decided) })),
    button("draft-take", go), " ", button("draft-forget", forget));
  byId("told").append(offer);
}

/** Keeps what was decided, here and in the browser. */
async function keepDraft() {
  clearTimeout(quiet);
  quiet = undefined;
  if (!done) return;
  const { name, file } = await engine.ask({ ask: "export", to: "json" });
  latest = new File([file], name);
  const { body } = await engine.ask({ ask: "page", path: "/api/works" });
  const { decided } = body[0].counts;
  if (keeps) await drafts.put({ texts: texts(), when: Date.now(), decided, json: file }).catch(() => (keeps = false));
}

/** @param {string} name */
async function arrive(name) {
  if (!done) return;
  if (name === "read") await reading.show(done.sentences[0]);
  if (name === "review") reviewing.show();
  if (name === "save") {
    const ask = (/** @type {string} */ form) => working(t("writing"), () => engine.ask({ ask: "export", to: form })).catch((error) => {
      said(error);
      throw error;
    });
    const saved = (/** @type {string} */ form) => form === "json" && (isUnsaved = false);
    drawSave(byId("save"), { forms: known.forms, keeps, ask, saved });
  }
}

engine.addEventListener("changed", () => {
  isUnsaved = true;
  reading.isFresh = false;
  clearTimeout(quiet);
  quiet = setTimeout(() => keepDraft().catch(said), QUIET);
});
engine.addEventListener("restarted", () => {
  const kept = latest;
  close();
  steps.show("give");
  if (kept) slots.give("alignment", kept).then(() => tell(t("still-here"), "note"), said);
});
slots.addEventListener("change", () => {
  turn += 1;
  close();
  byId("align").disabled = !slots.isReady;
});
byId("align").addEventListener("click", () => align().catch(said));

addEventListener("dragover", (event) => {
  event.preventDefault();
  document.body.dataset.over = "";
});
addEventListener("dragleave", () => delete document.body.dataset.over);
addEventListener("drop", (event) => {
  event.preventDefault();
  delete document.body.dataset.over;
  const files = [...(event.dataTransfer?.files ?? [])];
  if (files.length === 0) return;
  steps.show("give");
  tell("");
  slots.take(files).catch(said);
});
addEventListener("visibilitychange", () => document.hidden && quiet !== undefined && keepDraft().catch(said));
addEventListener("beforeunload", (event) => {
  if (isUnsaved && !keeps) event.preventDefault();
});

chooseLanguage(byId("interface"), () => {
  slots.draw();
  if (done) showDone();
  arrive(document.body.dataset.panel).catch(said);
});
translate();
steps.show("give");
keeps = await drafts.canKeep();
known = await engine.ask({ ask: "known" });
slots.langs = known.langs;
slots.draw();
