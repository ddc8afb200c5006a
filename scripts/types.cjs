// Whether modules of JavaScript use each other as their comments say: TypeScript reads the JSDoc in them.
"use strict";

const { execFileSync } = require("node:child_process");
const { mkdtempSync, readdirSync, rmSync, writeFileSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { dirname, join } = require("node:path");
const { tools } = require("./tools.cjs");

// Of the versions that run with Node.js 18, the newest.
const TYPESCRIPT = { typescript: "5.9.3" };

const OPTIONS = {
  noEmit: true, allowJs: true, checkJs: true, strict: true, noImplicitAny: true, strictNullChecks: false, useUnknownInCatchVariables: false,
  target: "es2024", module: "es2022", moduleResolution: "bundler", lib: ["es2024", "dom", "dom.iterable"], types: [],
};

/**
 * Checks the modules of the first folder; what they import stands beside them or in the other folders.
 * @param {string[]} folders
 * @param {string[]} [apart] modules that are no part of the others, such as a worker
 */
function types(folders, apart = []) {
  const compiler = join(dirname(tools("types", TYPESCRIPT, "about 25 MB").resolve("typescript/package.json")), "bin", "tsc");
  const names = readdirSync(folders[0]).filter((name) => name.endsWith(".js") && !apart.includes(name));
  const work = mkdtempSync(join(tmpdir(), "cotejo-types-"));
  const project = join(work, "tsconfig.json");
  const files = names.map((name) => join(folders[0], name));
  writeFileSync(project, JSON.stringify({ compilerOptions: { ...OPTIONS, rootDirs: folders }, files }));
  try {
    execFileSync(process.execPath, [compiler, "--project", project], { encoding: "utf8" });
  } catch (error) {
    throw new Error(error.stdout || error.message);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return `${names.length} modules`;
}

module.exports = { types };
