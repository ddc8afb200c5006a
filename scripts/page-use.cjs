// What a reading page's script promises, tried as a reader would: taps, keys, modes, search, saved words, the place kept.
"use strict";

const { existsSync } = require("node:fs");
const { fileURLToPath } = require("node:url");

const MODES = ["reveal", "side", "line", "paragraph", "original"];
/** How far the line that is read may move when the layout changes, in pixels. */
const STILL = 2;
const settle = 500;

const shownBeads = ".group .o > span:not(:empty)";

/** Chooses a mode, and leaves the control: keys go to the text then. */
async function mode(page, value) {
  await page.locator("#mode").selectOption(value);
  await page.evaluate(() => document.activeElement.blur());
}

/** A word in the middle of a bead: where to tap. Longer ones are likelier to have a partner. */
function wordPoint(bead) {
  return bead.evaluate((it) => {
    const text = it.textContent;
    const words = [...text.matchAll(/\p{L}{5,}/gu)];
    const word = words[Math.floor(words.length / 2)] ?? text.match(/\p{L}+/u);
    const walker = document.createTreeWalker(it, NodeFilter.SHOW_TEXT);
    let at = 0;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (word.index < at + node.data.length) {
        const range = document.createRange();
        range.setStart(node, word.index - at);
        range.setEnd(node, word.index - at + word[0].length);
        const rect = range.getClientRects()[0];
        return { word: word[0], x: rect.left + rect.width / 2, y: rect.top + rect.height / 2 };
      }
      at += node.data.length;
    }
    return null;
  });
}

/** Brings a bead of the middle of the work into the upper half of the window. */
async function middle(page, share = 0.4) {
  const beads = page.locator(shownBeads);
  const bead = beads.nth(Math.floor((await beads.count()) * share));
  await bead.evaluate((it) => {
    it.closest(".group").scrollIntoView();
    for (let turn = 0; turn < 4; turn += 1) scrollBy(0, it.getClientRects()[0].top - 200);
  });
  await page.waitForTimeout(settle);
  return bead;
}

const sheet = (page) => page.locator("#sheet");

/** A tap shows word, partner and the other sentence; lights them; and moves nothing. */
async function taps(page, finding) {
  await mode(page, "reveal");
  const bead = await middle(page);
  const partner = await bead.evaluate((it) => {
    const place = [...it.parentElement.children].indexOf(it);
    return it.closest(".unit").querySelector(".t").children[place].textContent.replaceAll("_", "");
  });
  const point = await wordPoint(bead);
  if (await page.locator(".group .t > span").first().isVisible()) finding("reveal: the translation is not hidden");
  await page.mouse.click(point.x, point.y);
  const form = (await sheet(page).locator(".form").innerText()).trim();
  if (!form.startsWith(point.word)) finding(`tap: the sheet shows "${form}", not "${point.word}"`);
  const other = await sheet(page).locator(".sheet-body").innerText();
  if (partner && !other.includes(partner)) finding("tap: the sheet does not show the other sentence");
  if (!/\d+ (of|de) \d+/.test(other)) finding("tap: the sheet does not count the word");
  const lit = await page.evaluate(() => CSS.highlights.get("word").size);
  if (lit !== 1) finding("tap: the word is not lit");
  const height = (await sheet(page).boundingBox()).height;
  for (const key of ["ArrowRight", "ArrowRight", "ArrowRight", "j", "ArrowRight"]) {
    await page.keyboard.press(key);
    const now = (await sheet(page).boundingBox()).height;
    if (Math.abs(now - height) > 1) finding(`keys: ${key} changes the height of the sheet`);
  }
  await page.keyboard.press("Escape");
  if (await sheet(page).locator(".sheet-full").isVisible()) finding("keys: Esc does not close the sheet");

  const away = await middle(page, 0.5);
  const box = await wordPoint(away);
  await page.mouse.move(box.x, box.y);
  await page.mouse.down();
  await page.mouse.move(box.x + 40, box.y, { steps: 4 });
  await page.mouse.up();
  if (await sheet(page).locator(".sheet-full").isVisible()) finding("tap: selecting text opens the sheet");
  await page.mouse.click(5, 300);
  await page.evaluate(() => getSelection().empty());
}

/** A finger: a tap opens the sheet on the word, and where the browser cannot paint ranges boxes stand in. */
async function touch(page, finding) {
  await mode(page, "reveal");
  const point = await wordPoint(await middle(page, 0.3));
  await page.touchscreen.tap(point.x, point.y);
  await page.waitForTimeout(settle);
  const form = (await sheet(page).locator(".form").innerText()).trim();
  if (!form.startsWith(point.word)) finding(`touch: the sheet shows "${form}", not "${point.word}"`);
  const painted = await page.evaluate(() => (painter ? CSS.highlights.get("word").size : document.querySelectorAll(".mark.word").length));
  if (painted < 1) finding("touch: the word is not lit");
  const box = await sheet(page).boundingBox();
  const low = await page.evaluate(() => shownOf(selection.bead).getClientRects()[0].top);
  if (low > box.y) finding("touch: the sheet covers the sentence");
  await page.locator("#close").tap();
}

/** Without a pointer, as a screen reader goes: a sentence is a stop of the Tab key, Enter opens help, which is a region with a name. */
async function keyboard(page, finding) {
  await mode(page, "reveal");
  await page.locator(".unit span[tabindex='0']").focus();
  await page.keyboard.press("Enter");
  const region = page.getByRole("region", { name: "Help with the sentence" });
  const body = region.getByRole("region", { name: "Translation and meaning" });
  if (!(await body.isVisible())) finding("keyboard: Enter does not open the help with a sentence");
  if ((await body.getAttribute("aria-live")) !== "polite") finding("keyboard: changes of the help are not told");
  await page.keyboard.press("ArrowRight");
  const word = (await region.locator(".form").innerText()).trim();
  if (!word || word === "Sentence") finding("keyboard: → chooses no word");
  for (const name of ["Contents", "Search", "Saved words", "Settings"]) {
    const button = page.getByRole("button", { name, exact: true });
    if ((await button.count()) === 0 && name !== "Contents") finding(`keyboard: no button "${name}"`);
  }
  if ((await page.getByRole("combobox", { name: "Reading mode" }).count()) !== 1) finding("keyboard: the mode has no name");
  await page.keyboard.press("Escape");
}

/** The list of works beside the page says where to go on. */
async function goOn(page, finding) {
  const index = new URL("index.html", page.url());
  if (!existsSync(fileURLToPath(index))) return;
  const list = await page.context().newPage();
  await list.goto(index.href);
  const again = list.locator(".continue a");
  if (!(await again.isVisible())) finding("index: it does not say where to go on");
  else if (new URL(await again.getAttribute("href"), index).href !== page.url().split("#")[0]) finding("index: it goes on elsewhere");
  if (!/\d+ %/.test(await list.locator(".progress:visible dd").first().innerText())) finding("index: it does not say how much is read");
  await list.close();
}

/** How often the sheet names a partner, over the words of some sentences: no more than a sign that data and text fit. */
async function partners(page, finding) {
  await mode(page, "side");
  await middle(page, 0.3);
  await page.keyboard.press("j");
  let [named, right, all, wrong] = [0, 0, 0, ""];
  for (let turn = 0; turn < 60; turn += 1) {
    await page.keyboard.press("ArrowRight");
    const found = await page.evaluate(() => {
      const [form, partner] = [document.querySelector(".form"), document.querySelector(".partner b")];
      const other = document.querySelector(".other")?.textContent ?? "";
      const mark = document.querySelector(".other mark")?.textContent;
      return { form: form.textContent, partner: partner?.textContent, other, mark };
    });
    all += 1;
    if (!found.partner) continue;
    named += 1;
    // Figures have a point or a colon in them.
    if (found.other.includes(found.partner) && /^[\p{L}\p{N}'’.,:-]+$/u.test(found.partner)) right += 1;
    else wrong += ` ${found.form}: ${found.partner}`;
  }
  if (named === 0) finding(`words: no partner in ${all} steps`);
  if (right !== named) finding(`words: ${named - right} of ${named} partners are no words of the other sentence:${wrong}`);
  await page.keyboard.press("Escape");
}

/** Changing the mode never moves the line that is read. */
async function modes(page, finding) {
  const options = await page.locator("#mode option:not([hidden])").evaluateAll((all) => all.map((it) => it.value));
  await mode(page, options[0]);
  await middle(page, 0.6);
  const first = () =>
    page.evaluate(() => {
      const bead = topBead();
      return { id: idOf(bead), top: topOf(bead) };
    });
  for (const value of [...options, ...options.toReversed?.() ?? [...options].reverse()]) {
    const before = await first();
    await mode(page, value);
    await page.waitForTimeout(settle);
    const after = await page.evaluate((id) => topOf(beadOf(document.getElementById(id))), before.id);
    if (Math.abs(after - before.top) > STILL) finding(`mode ${value}: the line moves by ${Math.round(after - before.top)} px`);
  }
}

/** `t` opens the translation below a paragraph, `T` all; the selected line stays. */
async function shown(page, finding) {
  await mode(page, "reveal");
  await middle(page, 0.35);
  await page.keyboard.press("j");
  const state = () =>
    page.evaluate(() => {
      const unit = selection.bead.closest(".unit");
      const all = [...document.querySelectorAll(".group:not(details *) .t > span:not(:empty)")];
      return {
        top: topOf(selection.bead),
        own: unit.querySelector(".t").getClientRects().length > 0,
        every: all.every((it) => it.getClientRects().length > 0),
      };
    });
  const before = await state();
  for (const [key, own, every] of [["t", true, false], ["t", false, false], ["T", true, true], ["T", false, false]]) {
    await page.keyboard.press(key);
    await page.waitForTimeout(settle);
    const now = await state();
    if (now.own !== own || now.every !== every) finding(`keys: ${key} shows ${JSON.stringify(now)}`);
    if (Math.abs(now.top - before.top) > STILL) finding(`keys: ${key} moves the line by ${Math.round(now.top - before.top)} px`);
  }
  await page.keyboard.press("Escape");
}

/** A fold that is opened shows what it holds, whichever text that is in and whatever the mode. */
async function folds(page, finding) {
  for (const value of ["reveal", "original", "line"]) {
    await mode(page, value);
    const empty = await page.evaluate(() => {
      const all = [...document.querySelectorAll("main details")];
      const holding = all.filter((fold) => {
        fold.open = true;
        const shows = [...fold.querySelectorAll(BEADS)].some((bead) => bead.firstElementChild && isShown(bead));
        fold.open = false;
        return shows;
      });
      return all.length - holding.length;
    });
    if (empty > 0) finding(`folds: ${empty} show nothing when opened, ${value}`);
  }
}

/** Reading aloud, with a voice that only notes what it was given: the original, its translation, and on where that was chosen. */
async function aloud(page, finding) {
  await page.evaluate(() => {
    globalThis.saidAloud = [];
    globalThis.SpeechSynthesisUtterance = class {
      constructor(text) {
        this.text = text;
      }
    };
    const voices = ["es-ES", "en-GB"].map((lang) => ({ lang, name: lang }));
    const own = { getVoices: () => voices, cancel: () => {}, speak: (it) => {
      saidAloud.push(`${it.voice.lang} ${it.text}`);
      setTimeout(() => it.onend(), 5);
    } };
    for (const [name, value] of Object.entries(own)) Object.defineProperty(speechSynthesis, name, { value, configurable: true });
    root.dataset.aloud = "on";
  });
  await mode(page, "reveal");
  await middle(page, 0.3);
  await page.keyboard.press("j");
  const first = await page.evaluate(() => [beads.o, beads.t].map((side) => side[rowOf(selection.bead)].textContent.replaceAll("_", "")));
  if (!(await page.locator("#speak").isVisible())) finding("reading aloud: no button where there is a voice");
  await page.keyboard.press("p");
  await page.waitForTimeout(2500);
  const label = await page.locator("#speak").getAttribute("aria-label");
  if (label !== "Stop reading") finding(`reading aloud: the button says "${label}" while it reads`);
  await page.keyboard.press("p");
  const said = await page.evaluate(() => saidAloud.length);
  await page.waitForTimeout(1200);
  const all = await page.evaluate(() => saidAloud);
  if (all.length !== said) finding("reading aloud: it goes on after it was stopped");
  const wanted = [first[0] && `es-ES ${first[0]}`, first[1] && `en-GB ${first[1]}`].filter(Boolean);
  if (all.length < 3 || wanted.some((it, at) => all[at] !== it)) finding(`reading aloud: ${JSON.stringify(all)}, not ${JSON.stringify(wanted)} and on`);
  await page.evaluate(() => (root.dataset.aloud = "both"));
  await page.keyboard.press("Escape");
}

/** A booklet has every sentence once, a translation facing each page of the original. */
async function booklet(page, finding) {
  const { leaves, missing } = await page.evaluate(() => {
    const book = booklet();
    const leaves = [...book.querySelectorAll(".leaf:not(.cover)")].map((it) => it.className);
    const text = (it) => it.textContent.replace(/\s+/g, "");
    const told = text(book);
    const all = printedUnits().flatMap((unit) => [...unit.querySelectorAll(BEADS)]);
    return { leaves, missing: all.filter((it) => !told.includes(text(it))).length };
  });
  if (missing > 0) finding(`booklet: ${missing} sentences are missing`);
  if (leaves.length % 2 || leaves.some((it, at) => it !== ["leaf verso", "leaf recto"][at % 2])) finding(`booklet: pages do not face each other: ${leaves}`);
}

async function search(page, finding) {
  const bead = page.locator(shownBeads).nth(7);
  const word = await bead.evaluate((it) => it.textContent.match(/\p{L}{6,}/u)?.[0] ?? it.textContent.match(/\p{L}+/u)[0]);
  await page.keyboard.press("/");
  const field = page.locator("#search input");
  const plain = word.normalize("NFD").replace(/\p{M}/gu, "").toUpperCase();
  await field.fill(plain);
  await field.press("Enter");
  const hits = page.locator(".hits button");
  if ((await hits.count()) === 0) return finding(`search: ${plain} is not found`);
  await hits.first().click();
  await page.waitForTimeout(settle);
  const seen = await page.evaluate(() => {
    const [range] = CSS.highlights.get("found") ?? [];
    const rect = range?.getBoundingClientRect();
    return rect && rect.top > 0 && rect.bottom < innerHeight ? range.toString() : null;
  });
  const folded = (seen ?? "").normalize("NFD").replace(/\p{M}/gu, "").toUpperCase();
  if (folded !== plain) finding(`search: ${plain} leads to ${seen}`);
  await page.keyboard.press("Escape");
  return undefined;
}

/** Saves words; the text of the file for Anki. */
async function save(page, finding) {
  await mode(page, "side");
  await middle(page, 0.2);
  await page.keyboard.press("j");
  for (let turn = 0; turn < 12; turn += 1) {
    await page.keyboard.press("ArrowRight");
    if (turn % 3 === 2) await page.keyboard.press("s");
  }
  // A sentence without a word chosen.
  await page.keyboard.press("Escape");
  await middle(page, 0.7);
  await page.keyboard.press("j");
  await page.keyboard.press("s");
  await page.locator("[popovertarget=saved]").click();
  const words = await page.locator("#saved .words li").count();
  if (words < 3) finding(`saved words: ${words} of 5`);
  const [download] = await Promise.all([page.waitForEvent("download"), page.locator("#anki").click()]);
  const stream = await download.createReadStream();
  let text = "";
  for await (const piece of stream) text += piece;
  await page.keyboard.press("Escape");
  const lines = text.split("\n").filter((line) => line && !line.startsWith("#"));
  if (!text.startsWith("#separator:tab\n#html:true\n#guid column:1\n")) finding("Anki: the file has another head");
  if (lines.length !== words) finding(`Anki: ${lines.length} lines for ${words} words`);
  if (!lines.every((line) => line.split("\t").length === 9)) finding("Anki: a line has not nine columns");
  // The key of a sentence names no headword.
  const ofWords = lines.filter((line) => !line.split("\t")[0].includes("//"));
  if (ofWords.length === 0 || ofWords.length === lines.length) finding("Anki: words or sentences are missing");
  if (!ofWords.every((line) => line.includes("<b>"))) finding("Anki: a word is not marked");
  return text;
}

async function reload(page, finding) {
  await page.locator("[popovertarget=settings]").click();
  await page.locator("[data-setting=theme]").selectOption("dark");
  await page.locator("[data-setting=interface]").selectOption("es");
  await page.keyboard.press("Escape");
  await mode(page, "reveal");
  await middle(page, 0.5);
  const top = () => page.evaluate(() => rowOf(topBead()));
  const before = await top();
  await page.reload();
  await page.waitForTimeout(settle);
  const apart = Math.abs((await top()) - before);
  if (apart > 1) finding(`reload: the place is lost by ${apart} rows`);
  const kept = await page.evaluate(() => ({ ...document.documentElement.dataset, lang: document.documentElement.lang }));
  if (kept.mode !== "reveal" || kept.theme !== "dark" || kept.lang !== "es") finding("reload: the settings are lost");
  const said = await page.locator("#mode option").first().innerText();
  if (said !== "Tocar para ver") finding(`interface: Spanish is "${said}"`);
}

/** Everything; returns the Anki file that saved words made. */
async function use(page, finding) {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await taps(page, finding);
  await partners(page, finding);
  await modes(page, finding);
  await shown(page, finding);
  await folds(page, finding);
  await aloud(page, finding);
  await booklet(page, finding);
  await search(page, finding);
  await keyboard(page, finding);
  const anki = await save(page, finding);
  await reload(page, finding);
  await goOn(page, finding);
  return anki;
}

module.exports = { MODES, modes, touch, use };
