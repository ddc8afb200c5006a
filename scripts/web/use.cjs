// What a person does on the page.
"use strict";

const assert = require("node:assert/strict");
const { copyFileSync, readFileSync } = require("node:fs");
const { join } = require("node:path");
const { work } = require("./visit.cjs");

/** The texts of a work in the folder of the visit. */
function texts(visit, name) {
  return ["es", "en"].map((lang) => {
    const path = join(visit.folder, `${name}.${lang}.txt`);
    copyFileSync(work(lang, name), path);
    return path;
  });
}

/** The review of what is aligned, with its first doubtful link selected. */
async function review(visit) {
  const frame = await visit.frame("review", "[role=grid] td.here");
  await frame.focus("[role=grid] td.here");
  return frame;
}

const decided = (bytes) => JSON.parse(bytes).links.filter((link) => link.status !== "auto").length;

/** Waits until the browser has kept so many decisions. */
async function kept(visit, count) {
  const look = () => visit.page.evaluate(async () => {
    const base = await new Promise((done) => (indexedDB.open("cotejo", 1).onsuccess = (event) => done(event.target.result)));
    const all = await new Promise((done) => (base.transaction("drafts").objectStore("drafts").getAll().onsuccess = (event) => done(event.target.result)));
    base.close();
    return all.map((it) => it.decided);
  });
  for (let tries = 0; tries < 100; tries += 1) {
    if ((await look()).includes(count)) return;
    await visit.page.waitForTimeout(50);
  }
  throw new Error(`the browser does not keep ${count} decisions`);
}

module.exports = () => ({
  "texts that are dropped in any order find their sides by their language": async (visit) => {
    await visit.open();
    const [es, en] = texts(visit, "cuento");
    await visit.drop(en, es);
    await visit.page.waitForSelector("#align:not([disabled])");
    const shown = await visit.page.locator(".slot.given .name").allTextContents();
    assert.deepEqual(shown, ["cuento.es.txt", "cuento.en.txt"]);
    const langs = await visit.page.locator(".slot.given select").evaluateAll((all) => all.map((it) => it.value));
    assert.deepEqual(langs, ["es", "en"]);
    await visit.page.click(".between button");
    await visit.page.waitForFunction(() => document.querySelector(".slot.given .name").textContent === "cuento.en.txt" && !document.querySelector("#align").disabled);
  },
  "the language that a person says counts": async (visit) => {
    await visit.open();
    const [es, en] = texts(visit, "cuento");
    await visit.drop(es, en);
    await visit.page.waitForSelector("#align:not([disabled])");
    await visit.page.locator(".slot select").first().selectOption("pt");
    await visit.page.waitForFunction(() => document.querySelector(".slot select").value === "pt" && !document.querySelector("#align").disabled);
    await visit.align();
    assert.equal(JSON.parse((await visit.save("json")).bytes).source.lang, "pt");
  },
  "the texts are read side by side": async (visit) => {
    await visit.open();
    await visit.drop(...texts(visit, "cuento"));
    await visit.align();
    const frame = await visit.frame("read", "#text [lang=en]");
    const text = await frame.locator("#text").textContent();
    assert.ok(text.includes("La marquesina era de cemento") && text.includes("The shelter was a concrete affair"));
    // Its own script works inside the page too.
    await frame.selectOption("#mode", "original");
    assert.equal(await frame.evaluate(() => document.documentElement.dataset.mode), "original");
    await frame.locator("#text [lang=es]").nth(3).click();
    await frame.waitForSelector(".sheet-full:not([hidden])");
  },
  "links are corrected, saved, and go on from the file": async (visit) => {
    await visit.open();
    const [es, en] = texts(visit, "cuento");
    await visit.drop(es, en);
    await visit.align();
    const frame = await review(visit);
    // The queue is looked at: the first doubtful link is accepted, another sentence is moved, and moved back.
    await frame.press("[role=grid] td.here", "Space");
    await frame.waitForFunction(() => /^1 /.test(document.querySelector("#bottom .left").textContent));
    await frame.press("[role=grid] td.here", "d");
    await frame.waitForFunction(() => document.querySelector("#bottom .saved").dataset.state === "saved");
    await frame.press("[role=grid] td.here", "Control+z");
    await frame.press("[role=grid] td.here", "Space");
    await frame.waitForFunction(() => /^2 /.test(document.querySelector("#bottom .left").textContent));
    const saved = await visit.save("json");
    assert.equal(decided(saved.bytes), 2);
    // The program takes the file for its own.
    const path = visit.file("cuento.json", saved.bytes);
    visit.run("align", "cuento.es.txt", "cuento.en.txt", "-o", "cuento.json", "--quiet");
    assert.ok(readFileSync(path).equals(saved.bytes), "the program finds nothing to change");
    await visit.open();
    await visit.drop(path, es, en);
    await visit.align();
    assert.ok((await visit.save("json")).bytes.equals(saved.bytes));
    // The alignment alone, which holds the sentences, can be gone on with too.
    await visit.open();
    await visit.drop(path);
    await visit.align();
    const alone = await review(visit);
    await alone.press("[role=grid] td.here", "j");
    await alone.press("[role=grid] td.here", "Space");
    await alone.waitForFunction(() => /^3 /.test(document.querySelector("#bottom .left").textContent));
    assert.equal(decided((await visit.save("json")).bytes), 3);
  },
  "what was decided is there again in the same browser": async (visit) => {
    await visit.open();
    const files = texts(visit, "cuento");
    await visit.drop(...files);
    await visit.align();
    let frame = await review(visit);
    await frame.press("[role=grid] td.here", "Space");
    await kept(visit, 1);
    // The tab is closed without saving.
    await visit.open({ again: true });
    await visit.drop(...files);
    await visit.align();
    await visit.page.click(".offer button >> nth=0");
    await visit.page.waitForFunction(() => document.querySelector(".slot[data-slot=alignment].given") && document.querySelector(".done"));
    await visit.page.waitForSelector("#tab-save:not([disabled])");
    assert.equal(decided((await visit.save("json")).bytes), 1);
    frame = await review(visit);
    await frame.press("[role=grid] td.here", "Space");
    await kept(visit, 2);
    await visit.page.click("#tab-save");
    await visit.page.locator("#save > p button").last().click();
    await visit.page.waitForFunction(() => document.querySelector("#save [role=status]").textContent !== "");
    await visit.open({ again: true });
    await visit.drop(...files);
    await visit.align();
    assert.equal(await visit.page.locator(".offer").count(), 0, "what was forgotten is gone");
  },
  "a typo stays in its file, and the page says why": async (visit) => {
    await visit.open();
    await visit.drop(...texts(visit, "cuento"));
    await visit.align();
    const frame = await review(visit);
    await frame.press("[role=grid] td.here", "e");
    await frame.locator("dialog textarea, dialog input").first().fill("Otra cosa.");
    await frame.locator("dialog button.main").click();
    await frame.waitForFunction(() => document.querySelector("dialog").textContent.includes("does not change your files"));
  },
  "an alignment of other texts is not taken over theirs": async (visit) => {
    await visit.open();
    const files = texts(visit, "cuento");
    await visit.drop(...files);
    await visit.align();
    const frame = await review(visit);
    for (let count = 1; count <= 6; count += 1) {
      await frame.press("[role=grid] td.here", "Shift+Space");
      await frame.press("[role=grid] td.here", "j");
      await frame.waitForFunction((count) => new RegExp(`^${count} `).test(document.querySelector("#bottom .left").textContent), count);
    }
    const path = visit.file("cuento.json", (await visit.save("json")).bytes);
    await visit.open();
    await visit.drop(path, ...texts(visit, "ensayo"));
    await visit.page.click("#align:not([disabled])");
    await visit.page.waitForSelector("#told .bad");
    assert.equal(await visit.page.locator("#tab-save").isDisabled(), true);
    assert.equal(await visit.page.locator("#told button").count(), 1);
    // Another language is no loss that somebody could mean.
    await visit.page.locator(".slot select").first().selectOption("pt");
    await visit.page.waitForFunction(() => document.querySelector(".slot select").value === "pt" && !document.querySelector("#align").disabled);
    await visit.page.click("#align:not([disabled])");
    assert.match(await visit.message(), /the alignment is of es with en/);
    assert.equal(await visit.page.locator("#told button").count(), 0);
  },
  "files that are given while others are aligned count": async (visit) => {
    await visit.open();
    await visit.drop(...texts(visit, "novela"));
    await visit.page.click("#align:not([disabled])");
    await visit.drop(...texts(visit, "cuento"));
    await visit.page.waitForFunction(() => document.querySelector(".slot[data-slot=target] .name")?.textContent === "cuento.en.txt" && !document.querySelector("#align").disabled);
    await visit.page.waitForTimeout(500);
    assert.equal(await visit.page.locator(".done").count(), 0, "the answer of before is not shown");
    await visit.align();
    assert.equal((await visit.save("json")).name, "cuento.es.json");
  },
  "a person who does not want to wait stops it, and goes on": async (visit) => {
    await visit.open();
    const long = (lang) => visit.file(`mucho.${lang}.txt`, Array.from({ length: 60 }, (_, at) => readFileSync(work(lang, "novela"), "utf8").replaceAll("Elvira", `Elvira${at}`)).join("\n\n"));
    await visit.drop(long("es"), long("en"));
    await visit.page.click("#align:not([disabled])");
    await visit.page.click("#work button");
    assert.match(await visit.message(), /Stopped/);
    await visit.page.waitForSelector("#align:not([disabled])");
    await visit.drop(...texts(visit, "cuento"));
    await visit.page.waitForFunction(() => document.querySelector(".slot[data-slot=target] .name")?.textContent === "cuento.en.txt");
    await visit.align();
  },
  "the page speaks Spanish": async (visit) => {
    await visit.open({ locale: "es-ES" });
    assert.equal(await visit.page.textContent("#tab-review"), "Corregir");
    await visit.page.selectOption("#interface", "en");
    assert.equal(await visit.page.textContent("#tab-review"), "Correct");
  },
});
