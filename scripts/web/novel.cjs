// A novel: how long it takes, what it takes, and whether the page answers meanwhile.
"use strict";

const assert = require("node:assert/strict");
const { readFileSync, readdirSync, statSync } = require("node:fs");
const { join } = require("node:path");
const { work } = require("./visit.cjs");

/** Bytes of a side: as Don Quijote has. */
const LARGE = 2_100_000;

/** Milliseconds that nothing may hold the page up for. */
const LONGEST_TASK = 50;

/** Seconds and megabytes that a novel may take, on a machine that does nothing else. */
const SECONDS = 6;
const MEGABYTES = 250;

/** Bytes of the page. */
const PAGE = 3_000_000;

/** Texts as long as a novel: those of a folder, or the bundled works over and over, each time with other names in them. */
function novel(visit, books) {
  if (books) return ["es", "en"].map((lang) => join(books, `quijote.${lang}.txt`));
  const names = readdirSync(join(__dirname, "..", "..", "texts", "es")).map((file) => file.replace(/\.txt$/, ""));
  return ["es", "en"].map((lang) => {
    const all = names.map((name) => readFileSync(work(lang, name), "utf8")).join("\n\n");
    const copies = Array.from({ length: Math.ceil(LARGE / all.length) }, (_, at) => all.replace(/\p{Lu}\p{Ll}{4,}/gu, (name) => `${name}${"abcdefghijklmnopqrstuvwxyz"[at]}`));
    return visit.file(`novela.${lang}.txt`, copies.join("\n\n"));
  });
}

/** Memory of its own that the process of the page holds, in MB; nothing where the system does not tell. */
async function megabytes(visit) {
  const session = await visit.browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  const held = processInfo.filter(({ type }) => type === "renderer").map(({ id }) => {
    try {
      return Number(/^RssAnon:\s+(\d+)/m.exec(readFileSync(`/proc/${id}/status`, "utf8"))[1]) / 1000;
    } catch {
      return 0;
    }
  });
  return Math.max(...held);
}

module.exports = ({ books }) => ({
  "four megabytes are aligned, read and reviewed without holding the page up": async (visit) => {
    const { size } = statSync(new URL(visit.address));
    assert.ok(size < PAGE, `the page has ${size} bytes`);
    await visit.open();
    const [es, en] = novel(visit, books);
    await visit.choose("source", es);
    await visit.choose("target", en);
    await visit.page.waitForSelector("#align:not([disabled])");
    const loading = await visit.page.evaluate(() => window.longest);
    await visit.page.evaluate(() => (window.longest = 0));
    const started = Date.now();
    await visit.align();
    const seconds = (Date.now() - started) / 1000;
    const longest = await visit.page.evaluate(() => window.longest);
    const told = await visit.page.textContent(".done");
    const held = await megabytes(visit);
    // What is slower on a machine that does something else is told; three times as slow is a fault.
    assert.ok(seconds < 3 * SECONDS, `${seconds} s`);
    assert.ok(longest < 3 * LONGEST_TASK, `the page was held up for ${longest} ms`);
    assert.ok(held < MEGABYTES, `${held} MB`);
    await visit.frame("read", "#text [lang=es]");
    const reading = await visit.page.evaluate(() => window.longest);
    await visit.frame("review", "[role=grid] td.here");
    const reviewing = await visit.page.evaluate(() => window.longest);
    return `${told} ${seconds.toFixed(1)} s; page ${(size / 1e6).toFixed(2)} MB; longest task ${Math.round(loading)} ms while it is loaded, ${Math.round(longest)} while aligning, ${Math.round(reading)} until it is read, ${Math.round(reviewing)} until it is reviewed; ${held.toFixed(0)} MB`;
  },
});
