// What is said for a while, over the page.
import { el, say } from "./dom.js";

const messages = /** @type {HTMLElement} */ (document.getElementById("messages"));

/** Says something for a while. What went wrong stays longer, and beside what was said before. @param {string} text */
export function tell(text, kind = "note") {
  const line = el("p", { class: `told ${kind}`, role: kind === "bad" ? "alert" : undefined }, text);
  messages.querySelectorAll(".note").forEach((it) => it.remove());
  messages.append(line);
  if (kind !== "bad") say(text);
  setTimeout(() => line.remove(), kind === "bad" ? 15_000 : 6000);
}
