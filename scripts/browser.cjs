// What the checks of pages share: the tools, a browser that cannot phone home, and work on all cores.
"use strict";

const { existsSync } = require("node:fs");
const { cpus } = require("node:os");
const { join } = require("node:path");
const { tools: install } = require("./tools.cjs");

// The last version of Playwright for the Node.js of Debian 12.
const TOOLS = { "playwright-core": "1.61.1", "axe-core": "4.14.1", "vnu-jar": "26.9.27" };

/** `require` for the tools. */
function tools() {
  return install("pages", TOOLS, "about 50 MB");
}

function chromium() {
  const known = ["chromium", "chromium-browser", "google-chrome", "chrome"];
  const places = known.map((name) => join("/usr/bin", name));
  const found = [process.env.CHROMIUM, ...places].find((path) => path && existsSync(path));
  if (!found) throw new Error("no Chromium found; install it or name it with CHROMIUM=/path");
  return found;
}

/** Starts the browser. */
function launch(require) {
  return require("playwright-core").chromium.launch({
    executablePath: chromium(),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--hide-scrollbars",
    ],
  });
}

/** Does `work` for each of `items`, as many at once as there are cores, and returns what came of each, in their order. */
async function onAllCores(items, work) {
  const results = new Array(items.length);
  const left = [...items.entries()];
  const worker = async () => {
    for (let next = left.shift(); next; next = left.shift()) results[next[0]] = await work(next[1]);
  };
  await Promise.all(cpus().map(worker));
  return results;
}

module.exports = { launch, onAllCores, tools };
