// The words of the page, in the language of the browser until a person chooses.
import { keep, recall } from "./dom.js";
import { en } from "./en.js";
import { es } from "./es.js";

/** @type {Record<string, Record<string, string>>} */
const catalogues = { en, es };

const ofBrowser = (navigator.languages ?? []).map((tag) => tag.slice(0, 2)).find((tag) => tag in catalogues);

/** @type {string} */
let lang = recall("cotejo-page-language", ofBrowser ?? "en");
if (!(lang in catalogues)) lang = "en";

/**
 * A text of the page; `{name}` stands for a value.
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 */
export function t(key, values = {}) {
  const text = catalogues[lang][key] ?? en[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (_, /** @type {string} */ name) => String(values[name] ?? ""));
}

/** A number as people of the language write it. @param {number} value */
export const number = (value) => value.toLocaleString(lang);

/** A moment as people of the language write it. @param {number} when in milliseconds */
export const moment = (when) => new Date(when).toLocaleString(lang, { dateStyle: "long", timeStyle: "short" });

/** The name of a language. @param {string} code */
export const language = (code) => new Intl.DisplayNames([lang], { type: "language" }).of(code) ?? code;

/** Says what stands in the page in the language of the interface. */
export function translate() {
  document.documentElement.lang = lang;
  for (const it of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-t]"))) {
    it.dataset.t ||= it.textContent ?? "";
    it.textContent = t(it.dataset.t);
  }
  for (const it of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-t-label]"))) {
    it.dataset.tLabel ||= it.getAttribute("aria-label") ?? "";
    it.setAttribute("aria-label", t(it.dataset.tLabel));
  }
}

/** @param {HTMLSelectElement} select where a person chooses the language @param {() => void} changed */
export function chooseLanguage(select, changed) {
  select.value = lang;
  select.addEventListener("change", () => {
    lang = select.value;
    keep("cotejo-page-language", lang);
    translate();
    changed();
  });
}
