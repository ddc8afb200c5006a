// The words of the interface, in the language of the browser.
import { en } from "./en.js";
import { es } from "./es.js";

/** @type {Record<string, Record<string, string>>} */
const catalogues = { en, es };

export const lang = (navigator.languages ?? ["en"])
  .map((tag) => tag.slice(0, 2))
  .find((tag) => tag in catalogues) ?? "en";

/**
 * A text of the interface; `{name}` stands for a value.
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 */
export function t(key, values = {}) {
  const text = catalogues[lang][key] ?? en[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (_, /** @type {string} */ name) => String(values[name] ?? ""));
}

/** A number as people of the language write it. @param {number} value @param {number} [digits] */
export function number(value, digits = 0) {
  return value.toLocaleString(lang, { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** The reason of a doubt in words. @param {string} reason */
export function reason(reason) {
  const [code, rest] = reason.split(":");
  if (code === "near-tie") return t("reason.near-tie", { shape: (rest ?? "").split("@")[0] });
  if (code === "stale") return t("reason.stale", { what: (rest ?? "").trim() });
  const known = t(`reason.${code}`);
  return known.startsWith("reason.") ? reason : known;
}
