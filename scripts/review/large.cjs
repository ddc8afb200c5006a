// A work of 12,000 links: how long it takes to see it, to do something, to scroll; how much memory the server takes.
"use strict";

const assert = require("node:assert/strict");
const { readFileSync } = require("node:fs");
const { press, settled } = require("./world.cjs");

const LINKS = 12_000;

/** Links in a chapter, as in a long novel. */
const CHAPTER = 300;

const STEPS = 60;

/** Text that never repeats, of words that the lexicon knows. */
function novel() {
  const es = ["casa", "perro", "río", "noche", "puerta", "madre", "camino", "árbol", "libro", "ciudad", "mar", "caballo"];
  const en = ["house", "dog", "river", "night", "door", "mother", "road", "tree", "book", "city", "sea", "horse"];
  const words = (list, n) => [0, 1, 2, 3].map((step) => list[Math.floor(n / 12 ** step + step * n) % 12]).join(" ");
  return Array.from({ length: LINKS }, (_, n) => {
    if (n % CHAPTER === 0) return [[`Capítulo ${n / CHAPTER + 1}`], [`Chapter ${n / CHAPTER + 1}`], { confidence: 1 }];
    const confidence = n % 17 === 0 ? 0.6 : 0.98;
    const second = n % 23 === 0 ? [`And ${n} more.`] : [];
    return [[`Entonces ${n} ${words(es, n)} volvieron.`], [`Then ${n} ${words(en, n)} came back.`, ...second], { confidence }];
  });
}

const quantile = (values, share) => [...values].sort((a, b) => a - b)[Math.ceil(values.length * share) - 1];

module.exports = () => ({
  "12,000 links": async (world) => {
    const server = await world.work("obra", novel()).serve();
    const page = await world.open(server, { viewport: { width: 1440, height: 900 } });
    await page.reload();
    await page.locator("[role=grid] tbody tr").first().waitFor();
    const paint = await page.evaluate(() => performance.getEntriesByName("cotejo-shown")[0].startTime);
    // Operations, as the page sends them and waits.
    const times = await page.evaluate(async (steps) => {
      const headers = { "content-type": "application/json", "x-cotejo": "1" };
      const told = await (await fetch("/api/works/0")).json();
      let { base } = told;
      const times = [];
      for (let step = 0; step < steps; step += 1) {
        const link = told.links[100 + step * 190];
        const op = step % 2 === 0 ? "first-up" : "accept";
        const body = JSON.stringify({ client: "bench", seq: step + 1, base, do: { op, at: { target: link.target[0] } } });
        const started = performance.now();
        const response = await fetch("/api/works/0/ops", { method: "POST", headers, body });
        base = (await response.json()).base;
        times.push(performance.now() - started);
      }
      return times;
    }, STEPS);
    await settled(page);
    // Scrolling through a chapter.
    const long = await page.evaluate(async () => {
      const found = [];
      new PerformanceObserver((list) => found.push(...list.getEntries().map((it) => it.duration))).observe({ type: "longtask" });
      for (let y = 0; y < document.documentElement.scrollHeight; y += 400) {
        window.scrollTo(0, y);
        await new Promise(requestAnimationFrame);
      }
      await new Promise((done) => setTimeout(done, 300));
      return found;
    });
    await page.locator("td.source").first().click();
    await press(page, "Space", "Space", "n");
    await settled(page);
    const status = readFileSync(`/proc/${server.child.pid}/status`, "utf8");
    const memory = Number(/VmHWM:\s+(\d+)/.exec(status)[1]) / 1024;
    const figures = `first paint ${Math.round(paint)} ms, an operation ${Math.round(quantile(times, 0.5))} ms in the median and ${Math.round(quantile(times, 0.95))} ms at the 95th percentile, longest task while scrolling ${Math.round(Math.max(0, ...long))} ms, server ${Math.round(memory)} MB`;
    // Bounds are several times the aim (1 s, 50 ms, 200 MB), for slow machines and builds without optimisation.
    assert.ok(paint < 6000 && quantile(times, 0.95) < 600 && memory < 400, figures);
    return figures;
  },
});
