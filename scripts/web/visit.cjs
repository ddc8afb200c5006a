// A visit to the page: what a person does on it, and what the page must never do.
"use strict";

const assert = require("node:assert/strict");
const { execFileSync } = require("node:child_process");
const { mkdirSync, readFileSync, writeFileSync } = require("node:fs");
const { basename, join } = require("node:path");
const { pathToFileURL } = require("node:url");

const TIMEOUT = 60_000;

class Visit {
  constructor({ browser, page, cotejo, folder }) {
    Object.assign(this, { browser, address: pathToFileURL(page).href, cotejo, folder });
    /** What the page must not do. */
    this.faults = [];
  }

  /** Opens the page, in a browser that was never there unless `again`. */
  async open({ again = false, ...options } = {}) {
    if (!again) {
      await this.context?.close();
      this.context = await this.browser.newContext({ acceptDownloads: true, viewport: { width: 1280, height: 900 }, locale: "en-GB", ...options });
      this.context.setDefaultTimeout(TIMEOUT);
    } else {
      await this.page.close();
    }
    this.page = await this.context.newPage();
    await this.page.addInitScript(() => {
      window.longest = 0;
      new PerformanceObserver((list) => list.getEntries().forEach((it) => (window.longest = Math.max(window.longest, it.duration)))).observe({ type: "longtask" });
    });
    this.page.on("request", (request) => {
      const asked = request.url();
      if (asked !== this.address && !asked.startsWith("blob:") && !asked.startsWith("data:")) this.faults.push(`asks for ${asked}`);
    });
    this.page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) this.faults.push(`console: ${message.text()}`);
    });
    this.page.on("pageerror", (error) => this.faults.push(`script: ${error.message}`));
    await this.page.goto(this.address);
    return this.page;
  }

  /** A file in the folder of the visit. */
  file(name, content) {
    const path = join(this.folder, name);
    writeFileSync(path, content);
    return path;
  }

  /** Drops files on the page, as a person does with the mouse. */
  async drop(...paths) {
    const files = paths.map((path) => ({ name: basename(path), base64: readFileSync(path).toString("base64") }));
    const data = await this.page.evaluateHandle((files) => {
      const transfer = new DataTransfer();
      for (const { name, base64 } of files) {
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        transfer.items.add(new File([bytes], name));
      }
      return transfer;
    }, files);
    await this.page.dispatchEvent("main", "drop", { dataTransfer: data });
  }

  async choose(slot, path) {
    await this.page.setInputFiles(`#file-${slot}`, path);
  }

  async align() {
    await this.page.click("#align:not([disabled])");
    await this.page.waitForSelector(".done");
  }

  /** The bytes of a form that is taken along. */
  async save(form) {
    await this.page.click("#tab-save");
    const button = this.page.locator(`#save button[data-form="${form}"]`);
    if ((await button.count()) === 0) await this.page.selectOption("#save select", form);
    const coming = this.page.waitForEvent("download");
    await ((await button.count()) === 0 ? this.page.locator('#save button[data-form="other"]') : button).click();
    const download = await coming;
    return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
  }

  /** The document in a panel. */
  async frame(panel, selector) {
    await this.page.click(`#tab-${panel}`);
    const element = await this.page.waitForSelector(`#${panel} iframe`);
    const frame = await element.contentFrame();
    // What a phone, or a folded part, hides is there all the same.
    await frame.waitForSelector(selector, { state: "attached" });
    return frame;
  }

  /** What the page says went wrong. */
  async message() {
    return (await this.page.waitForSelector("#messages p")).textContent();
  }

  /** Runs the program in the folder of the visit. */
  run(...args) {
    return execFileSync(this.cotejo, args, { cwd: this.folder, maxBuffer: 1 << 28 });
  }

  /** What the program writes of two files in the folder. */
  aligned(source, target, name, ...options) {
    const output = join("program", name);
    mkdirSync(join(this.folder, "program"), { recursive: true });
    this.run("align", source, target, "-o", output, "--quiet", "--force", ...options);
    return readFileSync(join(this.folder, output));
  }

  check() {
    assert.deepEqual(this.faults, []);
  }

  async end() {
    await this.context?.close();
  }
}

/** A bundled work. */
const work = (lang, name) => join(__dirname, "..", "..", "texts", lang, `${name}.txt`);

module.exports = { Visit, work };
