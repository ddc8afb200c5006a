
// Reading aloud with the browser's voices, where it has one of the language: a sentence, a pause to say it after, its translation.

/** A pause lasts as long as the sentence did, more or less: a learner says it after the voice. In milliseconds. */
const [PAUSE_LEAST, PAUSE_MOST] = [800, 6000];
const PACES = { normal: 1, slow: 0.75 };

/** What is read now, or nothing. */
let reading = null;

const voiceOf = (lang) => globalThis.speechSynthesis?.getVoices().find((voice) => voice.lang.startsWith(lang)) ?? null;

/** The beads of a row that are read, in their order: the selected one, or original and translation. */
function toRead(bead) {
  const both = root.dataset.aloud === "one" ? [bead] : [beads.o[rowOf(bead)], beads.t[rowOf(bead)]];
  return both.filter((it) => it.firstElementChild && voiceOf(langOf(it)));
}

function stopReading() {
  if (!reading) return;
  clearTimeout(reading.pause);
  reading = null;
  speechSynthesis.cancel();
  showSpeaking();
}

/** One utterance a sentence: some voices end long ones by themselves. */
function utter(bead, then) {
  const mine = reading;
  const utterance = new SpeechSynthesisUtterance(readable(bead, [], "span").join(""));
  utterance.lang = langOf(bead);
  utterance.voice = voiceOf(utterance.lang);
  utterance.rate = PACES[root.dataset.pace];
  const began = performance.now();
  utterance.onend = () => {
    if (reading !== mine) return;
    const lasted = performance.now() - began;
    mine.pause = setTimeout(then, Math.min(PAUSE_MOST, Math.max(PAUSE_LEAST, lasted)));
  };
  utterance.onerror = () => reading === mine && stopReading();
  speechSynthesis.speak(utterance);
}

function readNext(bead, rest) {
  if (rest.length > 0) {
    utter(rest[0], () => readNext(bead, rest.slice(1)));
    return;
  }
  const next = root.dataset.aloud === "on" ? sentenceAfter(bead) : null;
  if (!next || toRead(next).length === 0) {
    stopReading();
    return;
  }
  reading.bead = next;
  select(next);
  readNext(next, toRead(next));
}

/** Begins to read the selected sentence, or stops. */
function speak() {
  if (reading) {
    stopReading();
    return;
  }
  const { bead } = selection;
  const all = bead ? toRead(bead) : [];
  if (all.length === 0) return;
  speechSynthesis.cancel();
  reading = { bead, pause: 0 };
  showSpeaking();
  readNext(bead, all);
}

/** The button: there where there is a voice, and telling what it would do. */
function showSpeaking() {
  const button = document.getElementById("speak");
  button.hidden = !reading && !(selection.bead && toRead(selection.bead).length > 0);
  button.firstElementChild.textContent = reading ? "■" : "▸";
  button.dataset.tLabel = reading ? "Stop reading" : "Read aloud";
  button.setAttribute("aria-label", say(button.dataset.tLabel));
  button.title = say(button.dataset.tLabel);
}
