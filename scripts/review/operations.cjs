// Every operation by key, by menu, by mouse, and its undo.
"use strict";

const assert = require("node:assert/strict");
const { links, press, seen, select } = require("./world.cjs");

/** By operation: where, which keys, what the link that was touched must be then. */
const OPERATIONS = {
  "accept": ["El perro", ["Shift+Space"], /^El perro duerme en la casa. = The dog sleeps in the house. \| It rains. \+$/],
  "accept and next": ["El perro", ["Space"], /^El perro .* \+$/],
  "accept all above": ["La montaña", ["A"], /^La montaña .* \+$/],
  "first sentence up": ["My brother", ["u"], /^El perro .* It rains. \| My brother drinks milk. \*$/],
  "last sentence down": ["It rains.", ["d"], /^Mi hermano .* = It rains. \| My brother drinks milk. \*$/],
  "shift the column up": ["The mountain", ["U", "Enter"], /^Mi hermano .* = My brother drinks milk. \| The mountain has snow. \*$/],
  "shift the column down": ["The mountain", ["D", "Enter"], /^El rey .* = The mountain has snow. \*$/],
  "merge with the next": ["La montaña", ["m"], /^La montaña tiene nieve. \| El rey .* \*$/],
  "merge with the one before": ["La montaña", ["M"], /^Mi hermano .* \| La montaña tiene nieve. = .* \*$/],
  "split the link": ["Nobody was surprised.", ["ArrowRight", "x"], /= Nobody was surprised. \*$/],
  "split the sentence": ["Nadie abrió", ["s", "Enter"], /^Nadie abrió la puerta; \| era tarde. = .* \*$/],
  "join sentences": ["Mi hermano", ["S"], /^Mi hermano bebe leche. Nadie habla. = .* \*$/],
  "take and put": ["It rains.", ["ArrowRight", "g", "j", "j", "g"], /^La montaña tiene nieve. = .*It rains. \| .*The mountain has snow. \*$/],
  "no counterpart, out": ["It rains.", ["ArrowRight", "0"], /^ = It rains. \*$/],
  "no counterpart, in": ["El viento", ["0"], /El viento cantaba. = .* \*$/],
  "disputed": ["El rey", ["w"], /^El rey .* \?$/],
  "note": ["El rey", ["c", "o", "j", "o", "Enter"], /^El rey .* # ojo$/],
};

const MENU = {
  "accept": ["El perro", "accept, stay", /^El perro .* \+$/],
  "first up": ["My brother", "first sentence of this side up", /It rains. \| My brother drinks milk. \*$/],
  "last down": ["It rains.", "last sentence of this side down", /= It rains. \| My brother drinks milk. \*$/],
  "merge": ["La montaña", "merge with the next link", /^La montaña tiene nieve. \| El rey .* \*$/],
  "dispute": ["El rey", "disputed", /^El rey .* \?$/],
};

async function begin(world) {
  const server = await world.work().serve();
  const page = await world.open(server);
  return { server, page, before: await links(page) };
}

async function undone(page, before, what) {
  await press(page, "Control+z");
  assert.deepEqual(await links(page), before, `undo of ${what}`);
}

module.exports = () => ({
  "every operation by key, its undo and its redo": async (world) => {
    const { page, before } = await begin(world);
    for (const [name, [where, keys, expected]] of Object.entries(OPERATIONS)) {
      await select(page, where);
      await press(page, ...keys);
      const after = await links(page);
      assert.ok(after.some((it) => expected.test(it)), `${name}: ${after.join("\n")}`);
      const shown = (await seen(page)).map((it) => it.replace(/^ | $/g, ""));
      const plain = after.map((it) => it.replace(/( [+*?])?( # .*)?$/, "").replace(/^ | $/g, ""));
      assert.deepEqual(shown, plain, `${name}: the table shows what the server has`);
      await undone(page, before, name);
      await press(page, "Shift+Z");
      assert.deepEqual(await links(page), after, `redo of ${name}`);
      await undone(page, before, name);
    }
    return `${Object.keys(OPERATIONS).length} operations`;
  },

  "back to the aligner, bookmark, alternatives": async (world) => {
    const { page, before } = await begin(world);
    await select(page, "El perro");
    await press(page, "Shift+Space", "r");
    assert.ok((await links(page)).every((it) => !/ [+*?]$/.test(it)), "nothing is decided, and the aligner has looked again");
    await press(page, "Control+z", "Control+z");
    assert.deepEqual(await links(page), before);
    await press(page, "b");
    await links(page);
    const marked = await page.locator("tr.current .sign", { hasText: "⚑" }).count();
    assert.equal(marked, 1);
    await press(page, "b");
    await links(page);
    assert.equal(await page.locator("tr.current .sign", { hasText: "⚑" }).count(), 0);
    // A link whose second sentence belongs to it is offered as it should be.
    await select(page, "The dog");
    await press(page, "d");
    await links(page);
    await select(page, "El perro");
    await page.locator(".evidence h3").first().waitFor();
    const offered = await page.locator(".alternative").count();
    if (offered > 0) {
      await press(page, "1");
      const after = await links(page);
      assert.ok(after.some((it) => /\*$/.test(it)));
      await press(page, "Control+z");
    }
    return `${offered} alternatives offered`;
  },

  "by menu": async (world) => {
    const { page, before } = await begin(world);
    for (const [name, [where, item, expected]] of Object.entries(MENU)) {
      await select(page, where);
      await press(page, "Shift+F10");
      await page.getByRole("menuitem", { name: item, exact: false }).first().click();
      const after = await links(page);
      assert.ok(after.some((it) => expected.test(it)), `${name}: ${after.join("\n")}`);
      await undone(page, before, name);
    }
  },

  "reading on with the space bar accepts each row once": async (world) => {
    const { page } = await begin(world);
    await select(page, "La casa");
    for (let n = 0; n < 4; n += 1) {
      await press(page, "Space");
      await links(page);
    }
    assert.equal((await links(page)).filter((it) => it.endsWith(" +")).length, 4);
    assert.match(await page.locator("tr.current td.source").innerText(), /El rey/);
  },

  "by drag and drop": async (world) => {
    const { page, before } = await begin(world);
    const chip = page.locator(".chip", { hasText: "It rains." });
    await chip.dragTo(page.locator("td.target", { hasText: "My brother" }));
    const after = await links(page);
    assert.ok(after.some((it) => /= It rains. \| My brother drinks milk. \*$/.test(it)), after.join("\n"));
    await undone(page, before, "drag and drop");
  },

  "the queue offers the doubtful first, and finding finds": async (world) => {
    const { page } = await begin(world);
    await select(page, "Fin.");
    await press(page, "n");
    assert.match(await page.locator("tr.current td.source").innerText(), /La montaña/);
    await press(page, "Space");
    const after = await links(page);
    assert.ok(after.some((it) => /^La montaña .* \+$/.test(it)));
    await press(page, "f");
    await page.keyboard.type("esp.da");
    await press(page, "Enter");
    assert.match(await page.locator("tr.current td.source").innerText(), /espada/);
  },

  "keys can be changed, and clashes are refused": async (world) => {
    const { page } = await begin(world);
    await press(page, "?");
    await page.getByRole("button", { name: /^disputed:/ }).click();
    await press(page, "j");
    assert.match(await page.locator(".clash").innerText(), /taken/);
    await page.getByRole("button", { name: /^disputed:/ }).click();
    await press(page, "y");
    await page.getByRole("button", { name: "Close" }).click();
    await select(page, "El rey");
    await press(page, "y");
    assert.ok((await links(page)).some((it) => /^El rey .* \?$/.test(it)));
    await press(page, "?");
    await page.getByLabel("One-letter keys").uncheck();
    await page.getByRole("button", { name: "Close" }).click();
    const before = await links(page);
    await select(page, "El perro");
    await press(page, "w", "y", "m");
    assert.deepEqual(await links(page), before, "letters are switched off");
  },
});
