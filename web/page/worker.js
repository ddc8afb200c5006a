// Runs the module beside the page, so that the page stays responsive. It takes questions one after the other, hands the
// review its answers, and works on the queue of the review when nobody asks for anything.
"use strict";

/** Milliseconds without a question before the queue is worked on. */
const PAUSE = 300;

let exports;
/** Where the review page listens. */
let review;
let isOpen = false;
let timer;
let last = Promise.resolve();

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The digits of base 85, as in RFC 1924, but for two that HTML would read otherwise. */
const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%,()*+-;.=>?@^_`{|}~";

/** Five letters are four bytes; at the end fewer are fewer. */
function bytesOf(text) {
  const missing = (5 - (text.length % 5)) % 5;
  const letters = text + DIGITS.at(-1).repeat(missing);
  const values = new Uint8Array(128);
  [...DIGITS].forEach((digit, value) => (values[digit.charCodeAt(0)] = value));
  const bytes = new DataView(new ArrayBuffer((letters.length / 5) * 4));
  for (let at = 0; at < letters.length; at += 5) {
    let value = 0;
    for (let place = at; place < at + 5; place += 1) value = value * 85 + values[letters.charCodeAt(place)];
    bytes.setUint32((at / 5) * 4, value);
  }
  return new Uint8Array(bytes.buffer, 0, bytes.byteLength - missing);
}

/** Unpacks the module, which stands in the page as letters, in pieces. */
async function start(packed) {
  const bytes = bytesOf(packed.join(""));
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  const module = await WebAssembly.compile(await new Response(unpacked).arrayBuffer());
  ({ exports } = await WebAssembly.instantiate(module, nothing(module)));
}

/** What writes archives can make random numbers for passwords, of which there are none: all that this would take is refused. */
function nothing(module) {
  const refuse = () => {
    throw new Error("the module asks for nothing from outside");
  };
  const imports = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) (imports[from] ??= {})[name] = refuse;
  return imports;
}

/** Asks the module; gives the JSON as text, and the bytes of a file. */
function ask(question, file = new Uint8Array()) {
  const json = encoder.encode(JSON.stringify(question));
  const place = exports.room(4 + json.length + file.length);
  const room = new Uint8Array(exports.memory.buffer, place, 4 + json.length + file.length);
  new DataView(room.buffer, place).setUint32(0, json.length, true);
  room.set(json, 4);
  room.set(file, 4 + json.length);
  const length = exports.ask();
  // The memory may have grown, and then lies elsewhere.
  const answer = new Uint8Array(exports.memory.buffer, exports.answer(), length);
  const end = 4 + new DataView(answer.buffer, answer.byteOffset).getUint32(0, true);
  return { told: decoder.decode(answer.subarray(4, end)), file: answer.slice(end) };
}

/** What goes wrong in the module ends it: it cannot be asked again. */
function failed(error) {
  clearTimeout(timer);
  postMessage({ failed: String(error), isStarted: exports !== undefined });
  exports = undefined;
}

async function answer({ id, question, file }) {
  let bytes;
  try {
    bytes = file === undefined ? undefined : new Uint8Array(await file.arrayBuffer());
  } catch (error) {
    // It was moved, or is not to be read.
    return postMessage({ id, told: JSON.stringify({ error: error.message }) });
  }
  const answered = ask(question, bytes);
  if (question.ask === "align") isOpen = JSON.parse(answered.told).links !== undefined;
  return postMessage({ id, ...answered }, [answered.file.buffer]);
}

function serve(port) {
  review = port;
  port.onmessage = ({ data: { id, path, body } }) => next(() => {
    const { told } = ask({ ask: "page", path, body });
    port.postMessage({ id, told });
    if (body !== undefined && path.endsWith("/ops")) postMessage({ changed: true });
  });
}

/** Works out one more place of the queue; when all are known, the review is told. */
function learn() {
  next(() => {
    const { more, news } = JSON.parse(ask({ ask: "learn" }).told);
    if (news) review?.postMessage({ event: news });
    return more;
  });
}

/** Does one thing after the other. */
function next(act) {
  clearTimeout(timer);
  last = last.then(act).then((more) => {
    if (isOpen && more !== false) timer = setTimeout(learn, more === true ? 0 : PAUSE);
  }, failed);
}

onmessage = ({ data }) => {
  if (data.packed) next(() => start(data.packed));
  else if (data.port) serve(data.port);
  else next(() => answer(data));
};
