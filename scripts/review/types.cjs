"use strict";

const { join } = require("node:path");
const { types } = require("../types.cjs");

const PAGE = join(__dirname, "..", "..", "src", "cli", "review", "page");

module.exports = () => ({
  "the types of the page's modules hold": async () => types([PAGE]),
});
