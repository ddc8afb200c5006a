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
  "note": ["El rey", ["c", { type: "ojo" }, "Enter"], /^El rey .* # ojo$/],
  "correct a typo": ["El rey", ["e", { type: "El rey perdió la espada." }, "Enter", "Enter"], /^El rey perdió la espada. = /],
};

/** The menu's words for a key. */
const MENU = {
  "Space": "accept, stay",
  "Shift+Space": "accept, stay",
  "A": "accept all above",
  "u": "first sentence of this side up",
  "d": "last sentence of this side down",
  "U": "shift the rest of the column up",
  "D": "shift the rest of the column down",
  "m": "merge with the next link",
  "M": "merge with the link before",
  "x": "split the link here",
  "s": "cut the sentence itself",
  "S": "join the sentence with the next",
  "e": "correct a typo in the text",
  "g": "take the sentence; again: put it",
  "0": "no counterpart, in and out",
  "w": "disputed",
  "c": "note",
  "r": "back to the aligner",
  "b": "bookmark",
  "1": "apply alternative 1",
  "2": "apply alternative 2",
  "3": "apply alternative 3",
};

/** Presses keys, types words, and takes from the menu what is asked for so. */
async function act(page, steps, byMenu) {
  for (const step of steps) {
    if (step.type) {
      // Letters that come before the field has the focus would be keys of the table.
      await page.locator("dialog[open] :is(input, textarea):focus").waitFor();
      await page.keyboard.type(step.type);
    } else if (byMenu && step in MENU) {
      await press(page, "Shift+F10");
      await page.getByRole("menuitem", { name: new RegExp(`^${MENU[step]}`) }).click();
      await page.getByRole("menuitem").first().waitFor({ state: "detached" });
    } else {
      if (step === "Enter") await page.locator("dialog[open]").waitFor();
      await press(page, step);
    }
  }
}

async function begin(world) {
  const server = await world.work().serve();
  const page = await world.open(server);
  return { server, page, before: await links(page) };
}

/** Does an operation; gives the links, of which one must be as it should. */
async function done(page, name, where, keys, expected, byMenu) {
  await select(page, where);
  await act(page, keys, byMenu);
  // It is closed before what was asked is done, and gone after.
  await page.locator("dialog").waitFor({ state: "detached" });
  const after = await links(page);
  assert.ok(after.some((it) => expected.test(it)), `${name}: ${after.join("\n")}`);
  return after;
}

async function undone(page, before, what) {
  await press(page, "Control+z");
  assert.deepEqual(await links(page), before, `undo of ${what}`);
}

module.exports = () => ({
  "every operation by key, its undo and its redo": async (world) => {
    const { page, before } = await begin(world);
    for (const [name, [where, keys, expected]] of Object.entries(OPERATIONS)) {
      const after = await done(page, name, where, keys, expected, false);
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

  "every operation by menu, and its undo": async (world) => {
    const { page, before } = await begin(world);
    for (const [name, [where, keys, expected]] of Object.entries(OPERATIONS)) {
      await done(page, name, where, keys, expected, true);
      await undone(page, before, name);
    }
    await select(page, "El perro");
    await act(page, ["Space", "r"], true);
    assert.ok((await links(page)).every((it) => !/ [+*?]$/.test(it)));
    await press(page, "Control+z", "Control+z");
    await act(page, ["b"], true);
    await links(page);
    assert.equal(await page.locator("tr.current .sign", { hasText: "⚑" }).count(), 1);
    await undone(page, before, "bookmark");
    assert.equal(await page.locator("tr .sign", { hasText: "⚑" }).count(), 0, "undo takes the mark away");
    // All that has a key and changes something is in the menu.
    await press(page, "Shift+F10");
    const items = await page.getByRole("menuitem").allInnerTexts();
    const missing = Object.values(MENU).filter((words) => !items.some((it) => it.startsWith(words)));
    assert.deepEqual(missing, []);
    await press(page, "Escape");
  },

  "alternatives 1, 2 and 3 are applied by key and by mouse, and taken back": async (world) => {
    const { page } = await begin(world);
    await select(page, "The dog");
    await press(page, "d");
    const before = await links(page);
    await select(page, "Mi hermano");
    await page.locator(".alternative").first().waitFor();
    const offered = await page.locator(".alternative").count();
    assert.ok((await page.locator(".alternative .share").first().innerText()).match(/\d+ % · /), "how much worse it is");
    for (let nth = 1; nth <= offered; nth += 1) {
      for (const how of ["key", "menu", "mouse"]) {
        await select(page, "Mi hermano");
        await page.locator(".alternative").nth(nth - 1).waitFor();
        const words = await page.locator(".alternative").nth(nth - 1).locator(".words").allInnerTexts();
        if (how === "mouse") await page.locator(".alternative").nth(nth - 1).click();
        else await act(page, [String(nth)], how === "menu");
        await page.locator("tr.edited").filter({ hasText: words.find((it) => it !== "–") }).first().waitFor();
        assert.notDeepEqual(await links(page), before, `alternative ${nth} by ${how}`);
        await page.locator("tr.current td").first().focus();
        await undone(page, before, `alternative ${nth} by ${how}`);
      }
    }
    return `${offered} offered`;
  },

  "a typo is corrected in the file alone, whatever its encoding, and undo gives the text back": async (world) => {
    const { readFileSync, writeFileSync } = require("node:fs");
    world.work();
    const path = world.path("texts/es/obra.txt");
    const text = readFileSync(path, "utf8");
    writeFileSync(path, Buffer.from(text.replaceAll("\n", "\r\n"), "latin1"));
    const stored = readFileSync(path);
    const page = await world.open(await world.serve());
    await select(page, "La montaña");
    await press(page, "e");
    await page.keyboard.type("La montaña → tiene nieve.");
    await press(page, "Enter");
    await page.locator("dialog .bad", { hasText: "→" }).waitFor();
    await press(page, "Escape");
    assert.deepEqual(readFileSync(path), stored, "what the encoding cannot say is refused");
    await select(page, "La montaña");
    await press(page, "e");
    await page.keyboard.type("La montaña tenía nieve.");
    await press(page, "Enter");
    assert.match(await page.locator("dialog h2", { hasText: "texts/es/obra.txt" }).innerText(), /line \d+/);
    assert.match(await page.locator("dialog ins").innerText(), /ía|enía/);
    assert.deepEqual(readFileSync(path), stored, "nothing is changed before it was shown");
    await press(page, "Enter");
    await page.locator(".chip", { hasText: "tenía" }).waitFor();
    await links(page);
    assert.deepEqual(readFileSync(path), Buffer.from(text.replace("tiene nieve", "tenía nieve").replaceAll("\n", "\r\n"), "latin1"));
    const { links: now } = world.alignment();
    assert.ok(now.some((it) => it.source[0] === "La montaña tenía nieve."));
    await press(page, "Control+z");
    await page.locator(".chip", { hasText: "montaña tiene" }).waitFor();
    await links(page);
    assert.deepEqual(readFileSync(path), stored);
    assert.doesNotMatch(world.run("check").stdout, /changed|stale/);
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
    await act(page, ["f", { type: "esp.da" }, "Enter"], false);
    await page.locator("dialog").waitFor({ state: "detached" });
    assert.match(await page.locator("tr.current td.source").innerText(), /espada/);
  },

  "keys of systems, browsers and screen readers are left alone": async (world) => {
    const { page, before } = await begin(world);
    await select(page, "El perro");
    await page.evaluate(() => {
      window.taken = [];
      window.addEventListener("keydown", (event) => event.defaultPrevented && window.taken.push(event.key));
    });
    await press(page, "Control+ArrowUp", "Control+ArrowDown", "Alt+ArrowLeft", "Backspace", "/", "'", "Home", "End", "PageDown");
    assert.deepEqual(await page.evaluate(() => window.taken), []);
    assert.deepEqual(await links(page), before);
  },

  "keys can be changed, and clashes are refused": async (world) => {
    const { page } = await begin(world);
    await press(page, "?");
    await page.getByRole("button", { name: /^disputed:/ }).click();
    await press(page, "j");
    assert.match(await page.locator(".clash").innerText(), /taken/);
    for (const key of ["/", "'", "Backspace", "F5", "Control+w"]) {
      await page.getByRole("button", { name: /^disputed:/ }).click();
      await press(page, key);
      assert.match(await page.locator(".clash").innerText(), /left to the browser/, key);
    }
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
