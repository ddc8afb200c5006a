// What opens over the page. Each is a <dialog>: Esc closes it, and so does a button.
import { el, fill, focusAgain } from "./dom.js";
import { isTheirs, keys, letters, rebind, resetKeys, setLetters, shown, written } from "./keys.js";
import { t } from "./words.js";

/**
 * Shows a dialog until it is closed, and gives the focus back then.
 * @param {HTMLDialogElement} dialog @param {HTMLElement | null} before @param {() => void} closed
 */
function show(dialog, before, closed) {
  dialog.addEventListener("close", () => {
    dialog.remove();
    focusAgain(before);
    closed();
  });
  document.body.append(dialog);
  dialog.showModal();
}

/**
 * Opens a dialog with a form; gives what `read` makes of it, or nothing when it is left.
 * @template Result
 * @param {string} title @param {Node[]} content @param {(() => Result) | undefined} read @param {{wide?: boolean, label?: string}} [how]
 * @returns {Promise<Result | undefined>}
 */
function open(title, content, read, { wide = false, label = t("ok") } = {}) {
  return new Promise((resolve) => {
    const before = /** @type {HTMLElement | null} */ (document.activeElement);
    const buttons = el("p", { class: "buttons" },
      read && el("button", { type: "submit", value: "ok", class: "main" }, label),
      el("button", { type: "button", onclick: () => dialog.close() }, read ? t("cancel") : t("close")));
    const form = el("form", { method: "dialog" }, el("h2", {}, title), ...content, buttons);
    const dialog = el("dialog", { class: wide ? "wide" : "", "aria-label": title }, form);
    /** @type {Result | undefined} */
    let result;
    form.addEventListener("submit", (/** @type {Event} */ event) => {
      event.preventDefault();
      result = read();
      dialog.close();
    });
    show(dialog, before, () => resolve(result));
  });
}

/** @param {string} title @param {Node[]} content @returns {Promise<boolean | undefined>} */
export const confirm = (title, content) => open(title, content, () => true);

/** Asks for a text. @param {string} title @param {string} value @param {{long?: boolean}} [how] @returns {Promise<string | undefined>} */
export function prompt(title, value, { long = false } = {}) {
  const field = long ? el("textarea", { rows: 4, "aria-label": title }) : el("input", { type: "text", "aria-label": title });
  field.value = value;
  field.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    // Enter is done, also where a line could be broken; Shift+Enter breaks it.
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      field.form.requestSubmit();
    }
  });
  const done = open(title, [field], () => field.value);
  field.focus();
  field.select();
  return done;
}

/** Asks where a sentence is to be cut. @param {string} text @returns {Promise<string[] | undefined>} */
export function askCut(text) {
  const field = el("textarea", { rows: 4, readonly: true, "aria-label": t("cut-ask") });
  field.value = text;
  field.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      field.form.requestSubmit();
    }
  });
  const done = open(t("cut-ask"), [field], () => {
    const at = field.selectionStart;
    const parts = [text.slice(0, at).trim(), text.slice(at).trim()];
    return parts.every((it) => it.length > 0) ? parts : undefined;
  });
  field.focus();
  field.setSelectionRange(likeliestCut(text), likeliestCut(text));
  return done;
}

/**
 * Asks for the right words of a sentence, then shows how the file changes.
 * @param {string} text
 * @param {(words: string) => Promise<{path: string, line: number, before: string, after: string}>} preview
 * @returns {Promise<string | undefined>}
 */
export async function askCorrection(text, preview) {
  let words = text;
  for (;;) {
    words = await prompt(t("correct-ask"), words, { long: true });
    if (words === undefined) return undefined;
    words = words.replace(/\s+/gu, " ").trim();
    if (words === "" || words === text) return undefined;
    try {
      const { path, line, before, after } = await preview(words);
      const sure = await confirm(t("correct-sure", { path, line }), difference(before, after));
      if (sure) return words;
    } catch (error) {
      await open(t("correct-not"), [el("p", { class: "bad", role: "alert" }, error.message)], undefined);
      return undefined;
    }
  }
}

/** Two versions of a line, with what differs marked, and what each is said. @param {string} before @param {string} after */
function difference(before, after) {
  let head = 0;
  while (head < Math.min(before.length, after.length) && before[head] === after[head]) head += 1;
  let tail = 0;
  const most = Math.min(before.length, after.length) - head;
  while (tail < most && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const row = (/** @type {string} */ text, /** @type {string} */ tag, /** @type {string} */ sign, /** @type {string} */ words) =>
    el("p", { class: `line ${tag}` }, el("span", { "aria-hidden": "true" }, sign), el("span", { class: "quiet" }, `${words}: `),
      text.slice(0, head), el(tag, {}, text.slice(head, text.length - tail)), text.slice(text.length - tail));
  return [row(before, "del", "− ", t("was")), row(after, "ins", "+ ", t("becomes"))];
}

/** Where a sentence is most likely cut: after a mark, near its middle. @param {string} text */
function likeliestCut(text) {
  const marks = [...text.matchAll(/[;:.!?…—,]["”»’)]*\s+/gu)].map((it) => ({ at: it.index + it[0].length, mark: it[0][0] }));
  const price = (/** @type {{at: number, mark: string}} */ { at, mark }) => Math.abs(at - text.length / 2) + (mark === "," ? text.length / 4 : 0);
  return marks.sort((a, b) => price(a) - price(b))[0]?.at ?? Math.floor(text.length / 2);
}

/** The menu of a link: all that can be done with it. @param {Record<string, () => void>} actions */
export function menu(actions) {
  return new Promise((resolve) => {
    const before = /** @type {HTMLElement | null} */ (document.activeElement);
    const items = Object.entries(actions).map(([name, act]) =>
      el("button", { type: "button", role: "menuitem", tabindex: "-1", onclick: () => close(act) },
        t(`key.${name}`), " ", el("kbd", {}, shown(keys[name] ?? ""))));
    const list = el("div", { role: "menu", "aria-label": t("menu") }, ...items);
    const dialog = el("dialog", { class: "menu", "aria-label": t("menu") }, list);
    // What was chosen may open a dialog or move the focus: it is done when this one is gone.
    let chosen = () => {};
    const close = (/** @type {() => void} */ act) => {
      chosen = act;
      dialog.close();
    };
    list.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      const at = items.indexOf(document.activeElement);
      const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
      if (to !== undefined) {
        event.preventDefault();
        items[(to + items.length) % items.length].focus();
      } else if (event.key === "Tab") {
        event.preventDefault();
        dialog.close();
      }
    });
    dialog.addEventListener("click", (/** @type {MouseEvent} */ event) => event.target === dialog && dialog.close());
    show(dialog, before, () => {
      chosen();
      resolve(undefined);
    });
    items[0].focus();
  });
}

/** The keys, each of which can be changed. */
export function help() {
  const list = el("ul", { class: "keys" });
  const told = el("p", { role: "alert", class: "clash" });
  const draw = () => {
    const entries = Object.entries(keys).map(([action, key]) => {
      const button = el("button", { type: "button", "aria-label": `${t(`key.${action}`)}: ${shown(key)}. ${t("change")}` }, el("kbd", {}, shown(key)));
      button.addEventListener("click", () => {
        fill(button, t("press"));
        button.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
          if (["Shift", "Control", "Alt", "AltGraph", "Meta", "Tab"].includes(event.key) || event.altKey) return;
          event.preventDefault();
          event.stopPropagation();
          const pressed = event.key === "Escape" ? key : written(event);
          const isLeft = isTheirs(pressed) && pressed !== key;
          const clash = isLeft ? undefined : rebind(action, pressed);
          told.textContent = isLeft ? t("theirs", { key: shown(pressed) }) : clash ? t("clash", { key: shown(pressed), other: t(`key.${clash}`) }) : "";
          draw();
          list.querySelectorAll("button")[Object.keys(keys).indexOf(action)]?.focus();
        });
      });
      return el("li", {}, button, el("span", {}, t(`key.${action}`)));
    });
    fill(list, ...entries);
  };
  draw();
  const box = el("input", { type: "checkbox", id: "letters" });
  box.checked = letters;
  box.addEventListener("change", () => setLetters(box.checked));
  const reset = el("button", { type: "button", onclick: () => { resetKeys(); draw(); } }, t("reset"));
  const content = [list, told, el("p", {}, el("label", { for: "letters" }, box, " ", t("letters")), " ", reset)];
  return open(t("help"), content, undefined, { wide: true });
}
