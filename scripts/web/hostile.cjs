// Files that are wrong, and files that mean harm.
"use strict";

const assert = require("node:assert/strict");
const { readFileSync } = require("node:fs");
const { deflateRawSync } = require("node:zlib");
const { work } = require("./visit.cjs");

/** An archive of one file, as small as can be, whatever it unpacks to. */
function zip(name, content) {
  const packed = deflateRawSync(content);
  const entry = Buffer.alloc(30);
  entry.write("PK\x03\x04", "latin1");
  entry.writeUInt16LE(20, 4);
  entry.writeUInt16LE(8, 8);
  entry.writeUInt32LE(packed.length, 18);
  entry.writeUInt32LE(content.length, 22);
  entry.writeUInt16LE(name.length, 26);
  const local = Buffer.concat([entry, Buffer.from(name), packed]);
  const listed = Buffer.alloc(46);
  listed.write("PK\x01\x02", "latin1");
  listed.writeUInt16LE(20, 6);
  listed.writeUInt16LE(8, 10);
  listed.writeUInt32LE(packed.length, 20);
  listed.writeUInt32LE(content.length, 24);
  listed.writeUInt16LE(name.length, 28);
  const list = Buffer.concat([listed, Buffer.from(name)]);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, list, end]);
}

const slot = async (visit, name) => (await visit.page.waitForSelector(`.slot[data-slot=${name}].given .bad, .slot[data-slot=${name}].given blockquote`)).textContent();

module.exports = () => ({
  "what is no text is refused by name, and the page goes on": async (visit) => {
    await visit.open();
    const files = {
      "foto.txt": [Buffer.from("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "latin1"), /image|picture|PNG/i],
      "libro.epub": [Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), Buffer.alloc(200, 7)]), /./],
      "vacio.zip": [zip("nada.bin", Buffer.from("x")), /./],
      "bomba.docx": [zip("word/document.xml", Buffer.alloc(600 << 20, " ")), /large|unpack|times|limit/i],
      "pagina.pdf": [Buffer.from("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "latin1"), /PDF/],
    };
    for (const [name, [content, says]] of Object.entries(files)) {
      await visit.choose("source", visit.file(name, content));
      await visit.page.waitForFunction((name) => document.querySelector(".slot[data-slot=source] .name")?.textContent === name, name);
      const told = await slot(visit, "source");
      assert.match(told, says, `${name}: ${told}`);
      assert.equal(await visit.page.locator("#align").isDisabled(), true);
    }
    await visit.choose("source", work("es", "cuento"));
    await visit.choose("target", work("en", "cuento"));
    await visit.align();
  },
  "an empty file, and one that is none any more": async (visit) => {
    await visit.open();
    await visit.choose("source", visit.file("nada.txt", ""));
    await visit.choose("target", work("en", "cuento"));
    await visit.page.click("#align:not([disabled])");
    assert.match(await visit.message(), /nada\.txt holds no sentence/);
  },
  "a broken alignment is told with its line": async (visit) => {
    await visit.open();
    await visit.choose("alignment", visit.file("roto.json", '{\n  "format": "cotejo-alignment",\n  "version": 1,\n  oh\n}'));
    assert.match(await slot(visit, "alignment"), /roto\.json.*4/s);
    await visit.choose("alignment", visit.file("bytes.json", Buffer.from([0xff, 0xfe, 0x00, 0xd8])));
    assert.ok(await slot(visit, "alignment"));
  },
  "an old encoding is recognised and told": async (visit) => {
    await visit.open();
    const latin = visit.file("latin.txt", Buffer.from(readFileSync(work("es", "cuento"), "utf8").replace(/[^\x00-\xff]/g, "-"), "latin1"));
    await visit.choose("source", latin);
    assert.match(await slot(visit, "source"), /windows-1252|La línea siete/);
    await visit.choose("target", work("en", "cuento"));
    await visit.align();
    assert.ok((await visit.save("json")).bytes.includes("línea"));
  },
  "nothing in a text runs": async (visit) => {
    await visit.open();
    const bad = '<script>parent.caught = 1</script> <img src=x onerror="parent.caught = 1"> </textarea><iframe srcdoc="x">';
    const lines = (words) => Array.from({ length: 12 }, (_, at) => `${words} ${at}. ${bad}`).join("\n\n");
    await visit.choose("source", visit.file(`${"a&<b>'"}.txt`, lines("El barco llegó al puerto de noche con viento")));
    await visit.choose("target", visit.file("b.txt", lines("The ship came into the harbour at night with wind")));
    await visit.align();
    const read = await visit.frame("read", "#text");
    assert.ok((await read.textContent("#text")).includes("<script>parent.caught"));
    await visit.frame("review", "[role=grid] td.here");
    await visit.page.waitForTimeout(300);
    assert.equal(await visit.page.evaluate(() => window.caught), undefined);
    // Nor could a script be put in.
    await visit.page.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "window.caught = 2";
      document.body.append(script);
    });
    assert.equal(await visit.page.evaluate(() => window.caught), undefined);
    visit.faults = visit.faults.filter((it) => !it.includes("Content Security Policy"));
  },
  "more files than there are places": async (visit) => {
    await visit.open();
    const files = ["a", "b", "c"].map((name) => visit.file(`${name}.txt`, "Una frase."));
    await visit.drop(...files);
    assert.match(await visit.message(), /more files/);
  },
});
