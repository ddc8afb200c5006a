// Whether everybody can use the page, on a phone and on a desk.
"use strict";

const assert = require("node:assert/strict");
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const { work } = require("./visit.cjs");

const SIZES = { phone: { width: 390, height: 844 }, desk: { width: 1440, height: 900 } };

module.exports = ({ require: require_, shots }) => {
  const axe = readFileSync(require_.resolve("axe-core/axe.min.js"), "utf8");
  /** Faults that axe finds in a step, frames apart: their pages have checks of their own. */
  const violations = async (page) => {
    // The policy of the page lets nothing in; the debugger may.
    await page.evaluate(axe);
    const found = await page.evaluate(() => window.axe.run(document, { iframes: false, resultTypes: ["violations"] }));
    return found.violations.map((it) => `${it.id}: ${it.nodes.map((node) => node.html).join(" ").slice(0, 300)}`);
  };
  const tests = {};
  for (const [size, viewport] of Object.entries(SIZES)) {
    for (const colorScheme of ["light", "dark"]) {
      tests[`every step, ${size}, ${colorScheme}`] = async (visit) => {
        const page = await visit.open({ viewport, colorScheme, locale: size === "phone" ? "es-ES" : "en-GB" });
        const look = async (name) => {
          const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
          assert.ok(wide <= 0, `${name}: ${wide} px wider than the screen`);
          assert.deepEqual(await violations(page), [], name);
          if (shots) await page.screenshot({ path: join(shots, `web-${name}-${size}-${colorScheme}.png`) });
        };
        await look("empty");
        await visit.choose("source", work("es", "cuento"));
        await visit.choose("target", work("en", "cuento"));
        await page.waitForSelector("#align:not([disabled])");
        await look("given");
        await visit.align();
        await look("aligned");
        await visit.frame("read", "#text [lang=es]");
        await look("read");
        await visit.frame("review", "[role=grid] td.here");
        await look("review");
        await page.click("#tab-save");
        await look("save");
      };
    }
  }
  tests["all is reached by the keyboard"] = async (visit) => {
    const page = await visit.open();
    await visit.choose("source", work("es", "cuento"));
    await visit.choose("target", work("en", "cuento"));
    await page.waitForSelector("#align:not([disabled])");
    const reached = new Set();
    await page.evaluate(() => document.activeElement?.blur());
    for (let count = 0; count < 40; count += 1) {
      await page.keyboard.press("Tab");
      reached.add(await page.evaluate(() => document.activeElement?.id || document.activeElement?.textContent));
    }
    for (const id of ["tab-give", "file-source", "file-target", "file-alignment", "align", "per-line", "interface"]) assert.ok(reached.has(id), id);
    await page.focus("#align");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".done");
    await page.focus("#tab-give");
    await page.keyboard.press("ArrowRight");
    await page.waitForSelector("#read iframe");
  };
  return tests;
};
