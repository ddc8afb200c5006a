// Making elements. Texts only ever become text nodes.

/**
 * An event of the page. What it comes from is an element here, which its type cannot know.
 * @template {Event} [Kind=Event]
 * @typedef {Kind & {target: any}} Aimed
 */

/**
 * @param {string} tag
 * @param {Record<string, any>} [properties] attributes; `on…` are listeners, `class` the classes
 * @param {...(Node | string | null | undefined | false)} children
 * @returns {any}
 */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children) {
    if (child !== null && child !== undefined && child !== false) element.append(child);
  }
  return element;
}

/** @param {Element} element @param {...any} children */
export function fill(element, ...children) {
  element.replaceChildren(...children.filter((it) => it !== null && it !== undefined && it !== false));
}

/** Gives the focus back to where it was; where that was drawn anew meanwhile, to the place that is selected. @param {HTMLElement | null} before */
export function focusAgain(before) {
  const place = before?.isConnected ? before : /** @type {HTMLElement | null} */ (document.querySelector("[role=grid] td.here"));
  place?.focus({ preventScroll: true });
}

/** Says something to those who listen to the page. @param {string} text */
export function say(text) {
  const live = /** @type {HTMLElement} */ (document.getElementById("live"));
  // The same words twice are said twice.
  live.textContent = "";
  setTimeout(() => (live.textContent = text), 30);
}

/** A value kept in this browser, or what stands for it. @param {string} key @param {any} otherwise */
export function recall(key, otherwise) {
  try {
    const kept = localStorage.getItem(key);
    return kept === null ? otherwise : JSON.parse(kept);
  } catch {
    return otherwise;
  }
}

/** Keeps a value in this browser; false where that is not allowed. @param {string} key @param {any} value */
export function keep(key, value) {
  try {
    if (value === undefined) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

/** The keys of all that is kept in this browser for the page. */
export function keptKeys() {
  try {
    return Object.keys(localStorage);
  } catch {
    return [];
  }
}
