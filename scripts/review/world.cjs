// A project of its own for each test, the server on it, pages in the browser.
"use strict";

const assert = require("node:assert/strict");
const { spawn, spawnSync } = require("node:child_process");
const { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } = require("node:fs");
const { createHash } = require("node:crypto");
const { tmpdir } = require("node:os");
const { dirname, join } = require("node:path");

/** Milliseconds that anything may take, on a machine that is busy with other things too. */
const PATIENCE = 60_000;

/** Links as `["a", "b"] = ["A"]`; the texts hold just their sentences. */
const SMALL = [
  [["La casa del faro"], ["The Lighthouse House"], { confidence: 1 }],
  [["El perro duerme en la casa."], ["The dog sleeps in the house.", "It rains."]],
  [["Mi hermano bebe leche.", "Nadie habla."], ["My brother drinks milk."]],
  [["La montaña tiene nieve."], ["The mountain has snow."], { confidence: 0.55, reasons: ["near-tie:1-2@0.31"] }],
  [["El rey perdió su espada."], ["The king lost his sword.", "Nobody was surprised."]],
  [["Nadie abrió la puerta; era tarde."], ["Nobody opened the door; it was late."]],
  [["El viento cantaba."], []],
  [["Fin."], ["The end."]],
];

class World {
  constructor(cotejo, browser, files) {
    this.cotejo = cotejo;
    this.files = files;
    this.browser = browser;
    this.root = mkdtempSync(join(tmpdir(), "cotejo-review-"));
    this.servers = [];
    this.contexts = [];
    this.complaints = [];
  }

  path(name) {
    return join(this.root, name);
  }

  write(name, content) {
    mkdirSync(dirname(this.path(name)), { recursive: true });
    writeFileSync(this.path(name), content);
  }

  /** A work whose texts and alignment hold these links. */
  work(name = "obra", links = SMALL) {
    const texts = [0, 1].map((side) => links.flatMap((link) => link[side]).map((it) => `${it}\n\n`).join(""));
    const langs = ["es", "en"];
    texts.forEach((text, side) => this.write(`texts/${langs[side]}/${name}.txt`, text));
    const reference = (side) => ({
      lang: langs[side],
      path: `texts/${langs[side]}/${name}.txt`,
      sha256: createHash("sha256").update(texts[side]).digest("hex"),
    });
    const line = ([source, target, more = {}]) => {
      const link = { source, target, status: "auto", confidence: 0.97, ...more };
      return `    ${JSON.stringify(link)}`;
    };
    const head = {
      format: "cotejo-alignment",
      version: 1,
      source: reference(0),
      target: reference(1),
      aligner: { version: "0.1.0", settings: {} },
    };
    const json = JSON.stringify(head).slice(0, -1);
    this.write(`alignments/${name}.json`, `${json}, "links": [\n${links.map(line).join(",\n")}\n]}\n`);
    return this;
  }

  alignment(name = "obra") {
    return JSON.parse(readFileSync(this.path(`alignments/${name}.json`), "utf8"));
  }

  run(...options) {
    return spawnSync(this.cotejo, options, { cwd: this.root, encoding: "utf8" });
  }

  /** Starts the server; gives its address. */
  async serve(...options) {
    const child = spawn(this.cotejo, ["review", "--no-open", ...options], { cwd: this.root });
    let said = "";
    child.stderr.on("data", (data) => (said += data));
    const server = { child, said: () => said };
    this.servers.push(server);
    server.link = await new Promise((done, fail) => {
      let out = "";
      child.stdout.on("data", (data) => {
        out += data;
        if (out.includes("\n")) done(out.trim());
      });
      child.on("exit", (code) => fail(new Error(`cotejo review ended with ${code}: ${said}`)));
    });
    server.origin = server.link.split("/#")[0];
    server.ended = new Promise((done) => child.on("exit", done));
    return server;
  }

  async kill(server, signal = "SIGKILL") {
    server.child.kill(signal);
    return server.ended;
  }

  /** A page with the work open. */
  async open(server, options = {}) {
    const context = await this.browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "en-GB", ...options });
    this.contexts.push(context);
    context.setDefaultTimeout(PATIENCE);
    return this.tab(context, server.link);
  }

  async tab(context, link) {
    const page = await context.newPage();
    const { origin } = new URL(link);
    if (this.files) {
      await page.route(/\.(js|css)$/, async (route) => {
        const file = join(this.files, new URL(route.request().url()).pathname);
        const response = await route.fetch().catch(() => undefined);
        if (!response) return route.abort();
        return route.fulfill({ response, body: readFileSync(file, "utf8") });
      });
    }
    page.on("request", (request) => {
      if (!request.url().startsWith(`${origin}/`)) this.complaints.push(`loads ${request.url()}`);
    });
    page.on("console", (message) => {
      // A server that was killed and what it refuses are told on the console by the browser itself.
      const expected = /Failed to load resource|ERR_CONNECTION|net::ERR/.test(message.text());
      if (["error", "warning"].includes(message.type()) && !expected) this.complaints.push(`console: ${message.text()}`);
    });
    page.on("pageerror", (error) => this.complaints.push(`script: ${error.stack}`));
    await page.goto(link);
    await page.locator("[role=grid] tbody tr, .works, .told-here").first().waitFor();
    return page;
  }

  /** Fails when a page complained. */
  check() {
    assert.deepEqual(this.complaints, []);
  }

  async end() {
    for (const context of this.contexts) await context.close();
    for (const { child } of this.servers) child.kill("SIGKILL");
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** The links as the server has them, one text each. */
async function links(page, work = "obra") {
  await settled(page);
  return page.evaluate(async (work) => {
    const told = await (await fetch(`/api/works/${work}`)).json();
    const sign = { auto: "", accepted: " +", edited: " *", disputed: " ?" };
    return told.links.map((it) => `${it.source.join(" | ")} = ${it.target.join(" | ")}${sign[it.status]}${it.note ? ` # ${it.note}` : ""}`);
  }, work);
}

/** The links as the table shows them. */
const seen = (page) =>
  page.locator("[role=grid] tbody tr").evaluateAll((rows) =>
    rows.map((row) => ["source", "target"].map((side) =>
      [...row.querySelectorAll(`td.${side} .chip`)].map((it) => it.textContent).join(" | ")).join(" = ")));

/** Waits until everything is sent. */
const settled = (page) => page.locator('.saved[data-state="saved"]').waitFor();

/** Selects a sentence by its words. */
const select = (page, words) => page.locator(".chip", { hasText: words }).first().click();

/** How many links are accepted. */
const accepted = async (page) => (await links(page)).filter((it) => it.endsWith(" +")).length;

/** Waits until the server is missed. */
const offline = (page) => page.locator('.saved[data-state="offline"]').waitFor();

/** Accepts a link by its words and the two after it, the last ones while the server cannot be reached. */
async function acceptOffline(page, cut) {
  await select(page, "El perro");
  await press(page, "Space");
  await settled(page);
  await cut();
  await press(page, "Space", "Space");
  await offline(page);
}

/** Presses keys, one after the other. */
async function press(page, ...keys) {
  for (const key of keys) await page.keyboard.press(key);
}

module.exports = { SMALL, World, acceptOffline, accepted, links, offline, press, seen, select, settled };
