// Which key does what; a person may change it.
import { keep, recall } from "./dom.js";

/** What Ctrl does elsewhere, Cmd does on a Mac. */
const MOD = /Mac|iP(hone|ad)/.test(navigator.platform) ? "Meta" : "Control";

const DEFAULTS = {
  "down": "j",
  "up": "k",
  "next": "n",
  "back": "N",
  "accept": " ",
  "accept-stay": "Shift+ ",
  "accept-all": "A",
  "first-up": "u",
  "last-down": "d",
  "shift-up": "U",
  "shift-down": "D",
  "merge-next": "m",
  "merge-previous": "M",
  "split": "x",
  "cut": "s",
  "join": "S",
  "correct": "e",
  "take": "g",
  "null": "0",
  "alternative-1": "1",
  "alternative-2": "2",
  "alternative-3": "3",
  "dispute": "w",
  "note": "c",
  "release": "r",
  "bookmark": "b",
  "find": "f",
  "undo": "Mod+z",
  "redo": "Z",
  "chapter-next": "]",
  "chapter-back": "[",
  "help": "?",
};

/** Always there beside the keys that can be changed. @type {Record<string, string>} */
const FIXED = {
  "ArrowDown": "down",
  "ArrowUp": "up",
  "ArrowLeft": "left",
  "ArrowRight": "right",
  "Mod+Z": "redo",
  "Mod+y": "redo",
  "ContextMenu": "menu",
  "Shift+F10": "menu",
};

/** @type {Record<string, string>} */
export const keys = { ...DEFAULTS, ...recall("cotejo-keys", {}) };

export let letters = recall("cotejo-letters", true);

/** @param {boolean} on */
export function setLetters(on) {
  letters = on;
  keep("cotejo-letters", on);
}

/** How a key event is written. @param {KeyboardEvent} event */
export function written(event) {
  const { key } = event;
  const mod = event.getModifierState(MOD) ? "Mod+" : "";
  // Shift is in the letter already; where it is not, it is said.
  const shift = event.shiftKey && (key === " " || key.length > 1) ? "Shift+" : "";
  return mod + shift + (mod && event.shiftKey && key.length === 1 ? key.toUpperCase() : key);
}

/** The action of a key event, if it has one here. @param {KeyboardEvent} event */
export function actionOf(event) {
  if (event.altKey || (event.ctrlKey && MOD !== "Control") || (event.metaKey && MOD !== "Meta")) return undefined;
  const key = written(event);
  const own = Object.entries(keys).find(([, it]) => it === key)?.[0];
  const isLetter = key.length === 1 && key !== " ";
  if (own && (letters || !isLetter)) return own;
  return FIXED[key];
}

/** Keys that systems, browsers and screen readers need; with Ctrl or Cmd all are theirs. */
const THEIRS = ["/", "'", "Backspace", "Tab", "Shift+Tab", "Enter", "Escape", "Home", "End", "PageUp", "PageDown"];

/** @param {string} key */
export const isTheirs = (key) => THEIRS.includes(key) || /^F\d+$/.test(key) || (key.startsWith("Mod+") && !Object.values(DEFAULTS).includes(key));

/** Gives an action another key; what it clashes with, if it does. @param {string} action @param {string} key */
export function rebind(action, key) {
  const taken = Object.entries(keys).find(([name, it]) => it === key && name !== action)?.[0] ?? FIXED[key];
  if (taken) return taken;
  keys[action] = key;
  keep("cotejo-keys", keys);
  return undefined;
}

export function resetKeys() {
  Object.assign(keys, DEFAULTS);
  keep("cotejo-keys", undefined);
}

/** A key as it stands on keyboards. @param {string} key */
export function shown(key) {
  const mod = MOD === "Meta" ? "⌘" : "Ctrl+";
  return key.replace("Mod+", mod).replace(/ $/, "Space");
}
