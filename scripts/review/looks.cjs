// Whether everybody can use it: axe on each view, forced colours, zoom, keyboard alone, both languages; and pictures.
"use strict";

const assert = require("node:assert/strict");
const { mkdirSync, readFileSync } = require("node:fs");
const { join } = require("node:path");
const { press, select, links } = require("./world.cjs");

const WIDTHS = { phone: { width: 390, height: 844 }, desktop: { width: 1440, height: 900 } };

module.exports = ({ require: tools, shots }) => {
  const axe = readFileSync(tools.resolve("axe-core/axe.min.js"), "utf8");

  async function inspect(page, where) {
    // The policy of the page keeps scripts of others out; a test comes in by the back door.
    const session = await page.context().newCDPSession(page);
    await session.send("Runtime.evaluate", { expression: axe });
    const run = 'axe.run(document, {resultTypes: ["violations"]}).then((it) => JSON.stringify(it.violations))';
    const { result } = await session.send("Runtime.evaluate", { expression: run, awaitPromise: true });
    const found = JSON.parse(result.value).map(({ id, help, nodes }) => `${id}: ${help} (${nodes.length}) ${nodes[0].html.slice(0, 160)}`);
    assert.deepEqual(found, [], where);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(wide <= 0, `${where}: scrolls sideways by ${wide} px`);
  }

  async function picture(page, name) {
    if (!shots) return;
    mkdirSync(shots, { recursive: true });
    await page.screenshot({ path: join(shots, `${name}.png`) });
  }

  async function views(world, device, colorScheme) {
    world.work("obra").work("otra");
    const server = await world.serve();
    const page = await world.open(server, { viewport: WIDTHS[device], colorScheme });
    const name = `${device}-${colorScheme}`;
    await inspect(page, `${name}: works`);
    await picture(page, `works-${name}`);
    await page.getByRole("link", { name: "obra" }).click();
    await page.locator("[role=grid] tbody tr").first().waitFor();
    await select(page, "La montaña");
    await press(page, "w", "k", "Shift+Space", "j");
    await links(page);
    await page.locator(".evidence h3").first().waitFor();
    await inspect(page, `${name}: work`);
    await picture(page, `work-${name}`);
    await press(page, "?");
    await inspect(page, `${name}: keys`);
    await picture(page, `keys-${name}`);
    await press(page, "Escape", "Shift+F10");
    await inspect(page, `${name}: menu`);
    await picture(page, `menu-${name}`);
    await press(page, "Escape");
    const small = await page.locator("button:visible, select:visible, a:visible").evaluateAll((all) =>
      all.map((it) => [it.textContent, it.getBoundingClientRect()]).filter(([, box]) => box.width < 24 || box.height < 24).map(([text]) => text));
    assert.deepEqual(small, [], "targets of 24 px");
  }

  const tests = {};
  for (const device of Object.keys(WIDTHS)) {
    for (const scheme of ["light", "dark"]) {
      tests[`axe at ${WIDTHS[device].width} px, ${scheme}`] = (world) => views(world, device, scheme);
    }
  }
  tests["forced colours, reduced motion and 400 %"] = async (world) => {
    const server = await world.work().serve();
    const page = await world.open(server, { forcedColors: "active", reducedMotion: "reduce", viewport: { width: 360, height: 256 } });
    await inspect(page, "forced colours");
    await picture(page, "forced-colours");
  };
  tests["a bundled story"] = async (world) => {
    const root = join(__dirname, "..", "..");
    for (const name of ["texts/es/cuento.txt", "texts/en/cuento.txt", "alignments/cuento.json"]) {
      world.write(name, readFileSync(join(root, name)));
    }
    const page = await world.open(await world.serve(), { viewport: { width: 1200, height: 720 } });
    // A link that could be something else: the page opens at the one that is worth most to look at, which may not be.
    await select(page, "El autobús era azul");
    await page.locator(".alternative").first().waitFor();
    await inspect(page, "a story");
    await picture(page, "review");
  };
  tests["the interface speaks Spanish where the browser does"] = async (world) => {
    const page = await world.open(await world.work().serve(), { locale: "es-ES" });
    assert.equal(await page.evaluate(() => document.documentElement.lang), "es");
    assert.ok((await page.locator("#bottom").innerText()).includes("Guardado"));
    await picture(page, "work-spanish");
  };
  tests["both catalogues say the same things"] = async (world) => {
    const page = await world.open(await world.work().serve());
    const apart = await page.evaluate(async () => {
      const [{ en }, { es }] = [await import("/en.js"), await import("/es.js")];
      const holes = (text) => [...text.matchAll(/\{\w+\}/g)].map((it) => it[0]).sort().join();
      const keys = new Set([...Object.keys(en), ...Object.keys(es)]);
      return [...keys].filter((key) => !(key in en && key in es) || holes(en[key]) !== holes(es[key]));
    });
    assert.deepEqual(apart, []);
  };
  tests["the keyboard reaches all and is nowhere caught"] = async (world) => {
    const page = await world.open(await world.work().serve());
    await select(page, "El perro");
    assert.equal(await page.evaluate(() => document.activeElement.classList[0]), "source");
    await press(page, "Tab");
    assert.equal(await page.evaluate(() => document.activeElement.classList[0]), "target");
    await press(page, "Tab");
    assert.equal(await page.evaluate(() => document.activeElement.closest("[role=grid]") === null), true, "Tab leaves the table");
    const roles = await page.evaluate(() => ["grid", "row", "gridcell", "columnheader", "rowheader"].map((it) => document.querySelectorAll(`[role=${it}]`).length));
    assert.ok(roles.every((it) => it > 0), roles.join());
  };
  return tests;
};
