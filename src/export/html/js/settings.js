
// Reading modes and settings: each is a choice that is kept, shown as an attribute of the page or a property of its style.

const MODES = ["reveal", "side", "line", "paragraph", "original"];
const SCALES = [0.85, 0.925, 1, 1.1, 1.2, 1.35, 1.5];
const LEADINGS = { tight: 1.4, normal: 1.6, loose: 1.9 };
const MEASURES = { narrow: 0.8, normal: 1, wide: 1.25 };
const narrow = matchMedia("(max-width: 45.99rem)");

const CHOICES = {
  first: { among: ["o", "t"], usual: "o", show: (value) => (root.dataset.first = value) },
  size: {
    among: SCALES.map((_, at) => String(at)),
    usual: "2",
    show: (value) => root.style.setProperty("--scale", SCALES[value]),
  },
  leading: {
    among: Object.keys(LEADINGS),
    usual: "normal",
    show: (value) => root.style.setProperty("--leading", LEADINGS[value]),
  },
  width: {
    among: Object.keys(MEASURES),
    usual: "normal",
    show: (value) => root.style.setProperty("--measure", MEASURES[value]),
  },
  face: { among: ["serif", "sans"], usual: "serif", show: (value) => (root.dataset.face = value) },
  theme: { among: ["auto", "light", "dark"], usual: "auto", show: showTheme },
  help: { among: ["on", "partner", "off"], usual: "on", show: (value) => (root.dataset.help = value) },
  aloud: { among: ["one", "both", "on"], usual: "both", show: (value) => (root.dataset.aloud = value) },
  pace: { among: ["normal", "slow"], usual: "normal", show: (value) => (root.dataset.pace = value) },
  paper: { among: ["side", "facing", "original"], usual: "side", show: (value) => (root.dataset.paper = value) },
  keys: { among: ["on", "off"], usual: "on", show: (value) => (root.dataset.keys = value) },
  interface: { among: ["en", "es"], usual: spoken, show: () => {} },
};

/** What was chosen, or what is usual. */
function choice(name) {
  const { among, usual } = CHOICES[name];
  const kept = settings.get(name);
  return among.includes(kept) ? kept : usual;
}

/** The mode that was chosen; a phone begins with the original alone. */
function chosenMode() {
  const kept = settings.get("mode");
  if (MODES.includes(kept)) return kept;
  return narrow.matches ? "reveal" : "side";
}

/** The mode that is shown: there is no room for two columns on a phone. */
function shownMode() {
  const chosen = chosenMode();
  return chosen === "side" && narrow.matches ? "line" : chosen;
}

function showMode() {
  root.dataset.mode = shownMode();
  // The column is there before a word is tapped, so that nothing moves then.
  root.toggleAttribute("data-help-column", root.dataset.mode !== "original");
  const control = document.getElementById("mode");
  if (!control) return;
  control.value = root.dataset.mode;
  control.querySelector("[value=side]").hidden = narrow.matches;
}

function setMode(mode) {
  settings.set("mode", mode);
  relayout(showMode);
}

// Before the page is drawn for the first time.
for (const name of Object.keys(CHOICES)) CHOICES[name].show(choice(name));
showMode();

function startSettings() {
  const control = document.getElementById("mode");
  control.addEventListener("change", () => setMode(control.value));
  narrow.addEventListener("change", () => relayout(showMode));
  // Some browsers put controls back as they were before a reload.
  addEventListener("pageshow", showMode);
  showMode();

  for (const it of document.querySelectorAll("[data-setting]")) {
    const name = it.dataset.setting;
    it.value = choice(name);
    it.addEventListener("input", () => {
      settings.set(name, it.value);
      relayout(() => CHOICES[name].show(it.value));
      if (name === "interface") setInterface(it.value);
      if (name === "help" || name === "first" || name === "interface") showSelection();
    });
  }
  for (const it of document.querySelectorAll(".unkept")) it.hidden = settings.kept;
}
