// What check-page and screenshots share: the tools, and a browser that cannot phone home.
"use strict";

const { execFileSync } = require("node:child_process");
const { existsSync, mkdirSync } = require("node:fs");
const { createRequire } = require("node:module");
const { tmpdir } = require("node:os");
const { join } = require("node:path");

const TOOLS = { "playwright-core": "1.65.1", "axe-core": "4.14.1", "vnu-jar": "26.9.27" };

/** Installs the tools into a temporary folder, once, and returns `require` for them. */
function tools() {
  const name = Object.values(TOOLS).join("-");
  const folder = join(tmpdir(), `cotejo-page-tools-${name}`);
  const wanted = Object.keys(TOOLS).filter((tool) => !existsSync(join(folder, "node_modules", tool)));
  if (wanted.length > 0) {
    mkdirSync(folder, { recursive: true });
    const packages = wanted.map((tool) => `${tool}@${TOOLS[tool]}`);
    const options = ["--no-audit", "--no-fund", "--loglevel=error", "--ignore-scripts"];
    execFileSync("npm", ["install", "--prefix", folder, ...options, ...packages], {
      stdio: ["ignore", process.stderr, process.stderr],
    });
  }
  return createRequire(join(folder, "package.json"));
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

module.exports = { launch, tools };
