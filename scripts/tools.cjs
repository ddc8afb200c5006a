// Programs from npm that the checks use: installed once into a folder of this clone's own, target/tools.
"use strict";

const { execFileSync } = require("node:child_process");
const { existsSync, mkdirSync, readFileSync } = require("node:fs");
const { createRequire } = require("node:module");
const { join, resolve } = require("node:path");

/** Debian 12 has Node 18; the versions named in the scripts run with it. */
const OLDEST_NODE = 18;

/**
 * Installs what is missing of `wanted`, versions by name, and returns `require` for them.
 * `size` says what the first time costs, such as "60 MB".
 */
function tools(folderName, wanted, size) {
  const node = process.versions.node;
  if (Number(node.split(".")[0]) < OLDEST_NODE) {
    throw new Error(`Node.js ${node} is too old: version ${OLDEST_NODE} or newer is needed`);
  }
  const folder = resolve(__dirname, "..", "target", "tools", folderName);
  const version = (tool) => {
    const file = join(folder, "node_modules", tool, "package.json");
    return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).version : undefined;
  };
  const missing = Object.keys(wanted).filter((tool) => version(tool) !== wanted[tool]);
  if (missing.length > 0) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    console.error(`installing from npm into target/tools/${folderName} (${size}): ${missing.join(", ")}`);
    const packages = missing.map((tool) => `${tool}@${wanted[tool]}`);
    const options = ["--no-audit", "--no-fund", "--loglevel=error", "--ignore-scripts", "--save-exact"];
    execFileSync("npm", ["install", "--prefix", folder, ...options, ...packages], {
      stdio: ["ignore", process.stderr, process.stderr],
    });
  }
  return createRequire(join(folder, "package.json"));
}

module.exports = { tools };
