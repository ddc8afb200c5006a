// What happens in the middle: reload, a killed server, files that others change, more than one page or server.
"use strict";

const assert = require("node:assert/strict");
const { readFileSync, writeFileSync } = require("node:fs");
const { acceptOffline, accepted, links, offline, press, select, settled } = require("./world.cjs");

module.exports = () => ({
  "reload and restart keep all, and undo reaches back": async (world) => {
    const server = await world.work().serve();
    const page = await world.open(server);
    const before = await links(page);
    await select(page, "El perro");
    await press(page, "Space", "Space", "w");
    const after = await links(page);
    await page.reload();
    assert.deepEqual(await links(page), after);
    assert.equal(await world.kill(server, "SIGINT"), 0, server.said());
    assert.equal(world.alignment().links[1].status, "accepted");
    const again = await world.serve();
    assert.equal(again.origin, server.origin, "the same port, so that the browser knows what it kept");
    await page.goto(again.link);
    assert.deepEqual(await links(page), after);
    await page.locator(".chip").first().click();
    await press(page, "Control+z", "Control+z", "Control+z");
    assert.deepEqual(await links(page), before);
  },

  "a server that is killed loses nothing, and what is done meanwhile is sent": async (world) => {
    const server = await world.work().serve();
    const page = await world.open(server);
    await acceptOffline(page, () => world.kill(server));
    const again = await world.serve();
    await page.goto(again.link);
    assert.equal(await accepted(page), 3);
    assert.equal(world.run("check").stderr.includes("invalid"), false);
  },

  "a page that is loaded anew, or closed, leaves its steps to the next": async (world) => {
    const server = await world.work().serve();
    const page = await world.open(server);
    await acceptOffline(page, () => page.route("**/ops", (route) => route.abort()));
    await page.unroute("**/ops");
    await page.reload();
    await page.locator("[role=grid] tbody tr").first().waitFor();
    await page.waitForFunction(() => !Object.keys(localStorage).some((it) => it.startsWith("cotejo-outbox:")));
    assert.equal(await accepted(page), 3);
    await page.route("**/ops", (route) => route.abort());
    await press(page, "Control+z", "Control+z");
    await offline(page);
    const other = await world.tab(page.context(), `${server.origin}/`);
    await page.close();
    await other.waitForFunction(() => !Object.keys(localStorage).some((it) => it.startsWith("cotejo-outbox:")));
    assert.equal(await accepted(other), 1, "those of a page that is closed later too");
  },

  "two tabs with the same past are two pages": async (world) => {
    const server = await world.work().serve();
    const page = await world.open(server);
    await select(page, "El perro");
    await press(page, "Shift+Space");
    await settled(page);
    // What a browser does when a tab is doubled.
    const kept = await page.evaluate(() => Object.entries(sessionStorage));
    const other = await page.context().newPage();
    await other.addInitScript((kept) => kept.forEach(([key, value]) => sessionStorage.setItem(key, value)), kept);
    await other.goto(`${server.origin}/`);
    await other.locator("[role=grid] tbody tr").first().waitFor();
    await select(other, "La montaña");
    await press(other, "Shift+Space");
    await settled(other);
    await page.bringToFront();
    await select(page, "El rey");
    await press(page, "Shift+Space");
    assert.equal(await accepted(page), 3);
  },

  "a server for other works gets no steps of this one, and they are kept": async (world) => {
    const server = await world.work().work("antes", [[["El perro duerme en la casa."], ["The dog."]], [["Fin."], ["End."]]]).serve("obra");
    const page = await world.open(server);
    await acceptOffline(page, () => world.kill(server));
    const others = await world.serve("antes");
    assert.equal(others.origin, server.origin);
    await page.goto(others.link);
    await page.locator(".chip", { hasText: "The dog." }).waitFor();
    await settled(page);
    assert.ok(world.alignment("antes").links.every((it) => it.status === "auto"));
    await world.kill(others, "SIGINT");
    assert.ok(world.alignment("antes").links.every((it) => it.status === "auto"));
    const again = await world.serve("obra");
    const next = await world.tab(page.context(), again.link);
    await next.waitForFunction(() => !Object.keys(localStorage).some((it) => it.startsWith("cotejo-outbox:")));
    assert.equal(await accepted(next), 3);
  },

  "a work that cannot be opened for a while keeps its steps waiting": async (world) => {
    const server = await world.work().serve();
    const page = await world.open(server);
    await acceptOffline(page, () => world.kill(server));
    // Somebody else has it open.
    const holder = await world.serve("--port", "0");
    const held = await world.open(holder);
    const again = await world.serve();
    await page.goto(again.link);
    await page.locator(".told", { hasText: "open in another" }).waitFor();
    await held.close();
    await world.kill(holder);
    await page.waitForFunction(() => !Object.keys(localStorage).some((it) => it.startsWith("cotejo-outbox:")));
    assert.equal(await accepted(page), 3);
  },

  "a correction that is refused does not hold up what comes after it": async (world) => {
    const page = await world.open(await world.work().serve());
    const path = world.path("texts/es/obra.txt");
    writeFileSync(path, readFileSync(path, "utf8").replace("leche", "agua"));
    await page.evaluate(async () => {
      const { model } = (await import("/main.js")).current();
      model.do({ op: "correct", at: { source: "La montaña tiene nieve." }, words: "La montaña tenía nieve." });
    });
    await select(page, "El perro");
    await press(page, "Shift+Space");
    assert.equal(await accepted(page), 1);
  },

  "what was undone before it was sent can be done again": async (world) => {
    const page = await world.open(await world.work().serve());
    await select(page, "El perro");
    await press(page, "Space");
    await settled(page);
    await page.route("**/ops", (route) => route.abort());
    await press(page, "Space", "Space", "Control+z", "Shift+Z");
    await offline(page);
    await page.unroute("**/ops");
    assert.equal(await accepted(page), 3);
    await page.route("**/ops", (route) => route.abort());
    await press(page, "Control+z", "Control+z", "Shift+Z", "Shift+Z");
    await page.unroute("**/ops");
    assert.equal(await accepted(page), 3);
  },

  "a file that stays broken is told of once": async (world) => {
    const page = await world.open(await world.work().serve());
    const path = world.path("alignments/obra.json");
    const text = readFileSync(path, "utf8");
    writeFileSync(path, "<<<<<<< HEAD\n");
    await select(page, "El perro");
    await press(page, "Shift+Space");
    await page.locator(".told.bad").waitFor();
    await page.waitForTimeout(5000);
    const record = () => readFileSync(world.path(".cotejo/review/alignments/obra.jsonl"), "utf8").trim().split("\n");
    assert.equal(record().length, 3, record().join("\n"));
    assert.equal(await page.locator(".told.bad").count(), 1);
    writeFileSync(path, text);
    await press(page, "Shift+Space");
  },

  "a connection that is cut in the middle loses nothing, and the record says what a step took": async (world) => {
    const page = await world.open(await world.work().serve());
    await page.context().setOffline(true);
    await select(page, "El perro");
    await press(page, "Space", "Space");
    await offline(page);
    await page.context().setOffline(false);
    assert.equal((await links(page)).filter((it) => it.endsWith(" +")).length, 2);
    const record = readFileSync(world.path(".cotejo/review/alignments/obra.jsonl"), "utf8").trim().split("\n").map((it) => JSON.parse(it));
    const steps = record.filter((it) => it.entry).map((it) => it.entry.spent);
    assert.ok(steps.length === 2 && steps.every((it) => it.millis >= 0 && it.words > 0 && it.keys === 1), JSON.stringify(steps));
  },

  "the alignment changed on the disk is merged": async (world) => {
    const server = await world.work().serve();
    const page = await world.open(server);
    await select(page, "El perro");
    await press(page, "Shift+Space");
    await settled(page);
    const path = world.path("alignments/obra.json");
    const text = readFileSync(path, "utf8");
    writeFileSync(path, text.replace(/("El rey perdió su espada."\].*?"status": ?)"auto"/, '$1"accepted"'));
    await page.locator(".told", { hasText: "Somebody else" }).waitFor();
    const after = await links(page);
    assert.ok(after.some((it) => /^El perro .* \+$/.test(it)) && after.some((it) => /^El rey .* \+$/.test(it)), after.join("\n"));
    const states = world.alignment().links.map((it) => it.status);
    assert.equal(states.filter((it) => it === "accepted").length, 2);
  },

  "a text changed on the disk is told": async (world) => {
    world.work();
    const path = world.path("texts/es/obra.txt");
    writeFileSync(path, readFileSync(path, "utf8").replace("leche", "agua"));
    const page = await world.open(await world.serve());
    await page.locator(".told", { hasText: "cotejo align" }).waitFor();
    await select(page, "El perro");
    await press(page, "Shift+Space");
    assert.ok((await links(page)).some((it) => /^El perro .* \+$/.test(it)));
  },

  "a text changed on the disk while the page is open is told, and the work goes on": async (world) => {
    const page = await world.open(await world.work().serve());
    const path = world.path("texts/es/obra.txt");
    const text = readFileSync(path, "utf8");
    writeFileSync(path, text.replace("leche", "mucha agua"));
    await page.locator(".told", { hasText: "cotejo align" }).waitFor();
    await select(page, "El perro");
    await press(page, "Shift+Space");
    assert.ok((await links(page)).some((it) => /^El perro .* \+$/.test(it)));
    await select(page, "La montaña");
    await press(page, "e");
    await page.keyboard.type("La montaña tenía nieve.");
    await press(page, "Enter");
    await page.locator("dialog .bad", { hasText: "cotejo align" }).waitFor();
    assert.equal(readFileSync(path, "utf8"), text.replace("leche", "mucha agua"), "the text is theirs");
  },

  "two pages stay in step": async (world) => {
    const server = await world.work().serve();
    const page = await world.open(server);
    const other = await world.tab(page.context(), `${server.origin}/`);
    await select(page, "El perro");
    await press(page, "m");
    await other.locator(".chip", { hasText: "Mi hermano" }).locator("xpath=ancestor::tr").filter({ hasText: "El perro" }).waitFor();
    await other.bringToFront();
    await select(other, "El rey");
    await press(other, "w");
    await page.locator("tr.disputed", { hasText: "El rey" }).waitFor();
    assert.deepEqual(await links(page), await links(other));
  },

  "a second server on the project is told to wait": async (world) => {
    const first = await world.work().serve();
    await world.open(first);
    const second = await world.serve("--port", "0");
    const page = await world.open(second);
    assert.match(await page.locator(".told-here").innerText(), /open in another/);
    assert.equal(world.run("edit", "obra", "accept", "2.1").status, 2);
  },

  "an operation that no longer fits is refused and told": async (world) => {
    const server = await world.work().serve();
    const page = await world.open(server);
    const refused = await page.evaluate(async () => {
      const headers = { "content-type": "application/json", "x-cotejo": "1" };
      const op = { op: "accept", at: { source: "No hay." } };
      const body = JSON.stringify({ client: "test", seq: 1, base: 0, do: op });
      const response = await fetch("/api/works/obra/ops", { method: "POST", headers, body });
      return [response.status, (await response.json()).error];
    });
    assert.equal(refused[0], 422);
    assert.match(refused[1], /there is no source sentence “No hay.”/);
  },
});
