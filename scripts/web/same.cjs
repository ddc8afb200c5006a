// The page gives the same bytes as the program.
"use strict";

const assert = require("node:assert/strict");
const { copyFileSync, readdirSync } = require("node:fs");
const { join } = require("node:path");
const { work } = require("./visit.cjs");

/** Gives the page the two texts of a work, under the names that the program is given too. */
async function give(visit, name) {
  const paths = ["es", "en"].map((lang) => {
    const path = join(visit.folder, `${name}.${lang}.txt`);
    copyFileSync(work(lang, name), path);
    return path;
  });
  await visit.drop(...paths);
  await visit.align();
}

module.exports = () => ({
  "every bundled work is aligned as by the program": async (visit) => {
    const names = readdirSync(join(__dirname, "..", "..", "texts", "es")).map((file) => file.replace(/\.txt$/, ""));
    for (const name of names) {
      await visit.open();
      await give(visit, name);
      const saved = await visit.save("json");
      assert.equal(saved.name, `${name}.es.json`);
      const expected = visit.aligned(`${name}.es.txt`, `${name}.en.txt`, saved.name);
      assert.ok(saved.bytes.equals(expected), `${name}: the alignment is another one`);
    }
    return `${names.length} works`;
  },
  "every form is written as by the program": async (visit) => {
    await visit.open();
    await give(visit, "cuento");
    await visit.page.click("#tab-save");
    const listed = await visit.page.locator("#save [data-form]").evaluateAll((all) => all.map((it) => it.dataset.form));
    const others = await visit.page.locator("#save select option").evaluateAll((all) => all.map((it) => it.value));
    const forms = [...listed.filter((it) => it !== "other" && it !== "json"), ...others];
    for (const form of forms) {
      const { name, bytes } = await visit.save(form);
      const expected = visit.aligned("cuento.es.txt", "cuento.en.txt", name, "--to", form);
      assert.ok(bytes.equals(expected), `${form}: other bytes`);
    }
    assert.ok(["html", "epub", "tmx", "tsv"].every((it) => forms.includes(it)));
    return forms.join(", ");
  },
  "e-books, Word documents and web pages are read as by the program": async (visit) => {
    await visit.open();
    await give(visit, "cuento");
    // An e-book of the page's own making is read again, as an original and as its own translation.
    const { bytes } = await visit.save("epub");
    const book = visit.file("libro.epub", bytes);
    const html = visit.file("pagina.html", `<!doctype html><html lang="en"><body><h1>The lamp</h1><p>${"She lit the lamp and waited. ".repeat(8)}</p></body></html>`);
    await visit.open();
    await visit.choose("source", book);
    await visit.choose("target", html);
    await visit.align();
    const saved = await visit.save("json");
    const lang = JSON.parse(saved.bytes).source.lang;
    const expected = visit.aligned("libro.epub", "pagina.html", saved.name, "--source-lang", lang);
    assert.ok(saved.bytes.equals(expected), "other bytes");
  },
});
