// Whether the modules of the page use each other as their comments say: TypeScript reads the JSDoc in them.
"use strict";

const { execFileSync } = require("node:child_process");
const { readdirSync } = require("node:fs");
const { dirname, join } = require("node:path");
const { tools } = require("../tools.cjs");

// Of the versions that run with Node.js 18, the newest.
const TYPESCRIPT = { typescript: "5.9.3" };

const PAGE = join(__dirname, "..", "..", "src", "cli", "review", "page");

const OPTIONS = [
  "--noEmit", "--allowJs", "--checkJs", "--strict", "--noImplicitAny", "false", "--strictNullChecks", "false", "--useUnknownInCatchVariables", "false",
  "--target", "es2024", "--module", "es2022", "--moduleResolution", "bundler", "--lib", "es2024,dom,dom.iterable",
];

module.exports = () => ({
  "the types of the page's modules hold": async () => {
    const compiler = join(dirname(tools("types", TYPESCRIPT, "about 25 MB").resolve("typescript/package.json")), "bin", "tsc");
    const modules = readdirSync(PAGE).filter((name) => name.endsWith(".js")).map((name) => join(PAGE, name));
    try {
      execFileSync(process.execPath, [compiler, ...OPTIONS, ...modules], { encoding: "utf8" });
    } catch (error) {
      throw new Error(error.stdout || error.message);
    }
    return `${modules.length} modules`;
  },
});
