"use strict";

const { join } = require("node:path");
const { types } = require("../types.cjs");

const ROOT = join(__dirname, "..", "..");

module.exports = () => ({
  "the types of the page's modules hold": async () => types([join(ROOT, "web", "page"), join(ROOT, "src", "cli", "review", "page")], ["worker.js"]),
});
