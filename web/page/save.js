// Taking the alignment along, as files.
import { forgetAll } from "./drafts.js";
import { el, fill } from "./dom.js";
import { t } from "./words.js";

/**
 * A file to take along, and what its form cannot hold.
 * @typedef {{name: string, file: Uint8Array<ArrayBuffer>, lost?: {what: string, count: number}[]}} Export
 */

/** The forms that most want; the others stand in a list. */
const FIRST = ["json", "html", "epub", "tmx", "tsv"];

/** Hands a file to the browser. @param {string} name @param {BlobPart} bytes */
function download(name, bytes) {
  const address = URL.createObjectURL(new Blob([bytes], { type: "application/octet-stream" }));
  el("a", { href: address, download: name }).click();
  // The browser has begun by then, and keeps what it needs.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/**
 * @param {HTMLElement} box
 * @param {{ forms: string[], keeps: boolean, ask: (form: string) => Promise<Export>, saved: (form: string) => void }} about
 */
export function drawSave(box, { forms, keeps, ask, saved }) {
  const said = el("p", { role: "status" });
  const save = async (/** @type {string} */ form) => {
    const { name, file, lost } = await ask(form);
    download(name, file);
    saved(form);
    const what = (lost ?? []).map((it) => `${it.what} (${it.count})`).join(", ");
    fill(said, t("saved", { name }), what ? ` ${t("lost", { what })}` : null);
  };
  const row = (/** @type {string} */ form) => el("li", {},
    el("button", { type: "button", "data-form": form, onclick: () => save(form) }, t(`form.${form}`)), " ", el("span", { class: "quiet" }, t(`about.${form}`)));
  const others = forms.filter((it) => !FIRST.includes(it));
  const select = el("select", { "aria-label": t("other-form") }, ...others.map((it) => el("option", { value: it }, it)));
  const forget = el("button", { type: "button", onclick: async () => {
    await forgetAll();
    fill(said, t("forgotten"));
  } }, t("forget"));
  fill(box,
    el("h2", {}, t("as-file")),
    el("ul", { class: "forms" }, ...FIRST.map(row)),
    el("p", {}, el("label", {}, t("other-form"), " ", select), " ", el("button", { type: "button", "data-form": "other", onclick: () => save(select.value) }, t("save"))),
    said,
    el("p", { class: "quiet" }, t(keeps ? "drafts" : "no-drafts")),
    keeps && el("p", {}, forget));
}
