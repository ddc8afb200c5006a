
const MODES = ["side", "line", "peek"];
const SCALES = [0.85, 0.925, 1, 1.1, 1.2, 1.35, 1.5];
let mode = MODES.includes(settings.get("mode")) ? settings.get("mode") : "side";
let size = Math.trunc(Number(settings.get("size") ?? 2));
if (!(size in SCALES)) size = 2;

const showSize = () => root.style.setProperty("--scale", SCALES[size]);
root.dataset.mode = mode;
showSize();

document.addEventListener("DOMContentLoaded", () => {
  const main = document.querySelector("main");
  const bar = document.querySelector(".bar");
  const narrow = matchMedia("(max-width: 45.99rem)");
  const place = `at.${location.pathname}`;
  const rowOf = (node) => (node instanceof Element ? node.closest(".row") : null);
  const idOf = (row) => row.querySelector("span[id]").id;

  // The first row below the bar.
  function topRow() {
    const box = main.getBoundingClientRect();
    const x = box.left + Math.min(box.width / 4, 200);
    for (let y = bar.offsetHeight + 4; y < innerHeight; y += 12) {
      const row = rowOf(document.elementFromPoint(x, y));
      if (row) return row;
    }
    return null;
  }

  // Scrolls until the row's top stands `y` below that of the window. Groups take their true height
  // when they come near, so it is done again once they have.
  function put(row, y) {
    const move = () => scrollBy({ top: row.getBoundingClientRect().top - y, behavior: "instant" });
    move();
    requestAnimationFrame(() => requestAnimationFrame(move));
  }

  // Changes the layout and keeps the place.
  function relayout(change) {
    const row = scrollY > 0 ? topRow() : null;
    const before = row?.getBoundingClientRect().top;
    change();
    if (row) put(row, before);
  }

  // Reading mode

  const radios = [...document.querySelectorAll("input[name=mode]")];

  function showMode() {
    root.dataset.mode = mode;
    // One column has no side by side; it shows both texts line by line.
    const shown = narrow.matches && mode === "side" ? "line" : mode;
    for (const radio of radios) radio.checked = radio.value === shown;
    if (mode === "peek") addReveals();
  }

  // A button a row, for keys and screen readers; made when first wanted, as a novel has thousands.
  function addReveals() {
    if (main.querySelector(".reveal")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "reveal";
    button.textContent = "⋯";
    button.setAttribute("aria-label", "Translation");
    button.setAttribute("aria-expanded", "false");
    for (const target of main.querySelectorAll(".row > .target")) {
      target.before(button.cloneNode(true));
    }
  }

  function toggle(row) {
    const open = row.classList.toggle("open");
    row.querySelector(".reveal")?.setAttribute("aria-expanded", String(open));
  }

  for (const radio of radios) {
    radio.addEventListener("change", () => {
      mode = radio.value;
      settings.set("mode", mode);
      relayout(showMode);
    });
  }
  narrow.addEventListener("change", showMode);
  // Some browsers put the buttons back as they were before a reload.
  addEventListener("pageshow", showMode);
  showMode();

  // Size of the letters

  const sizes = [...document.querySelectorAll("button[data-size]")];

  function tellSize() {
    for (const button of sizes) button.disabled = !(size + Number(button.dataset.size) in SCALES);
  }
  for (const button of sizes) {
    button.addEventListener("click", () => {
      size += Number(button.dataset.size);
      settings.set("size", size);
      relayout(showSize);
      tellSize();
    });
  }
  tellSize();

  // Rows: one listener for all of them

  let current = null;

  function select(row) {
    current?.classList.remove("on");
    current = row;
    current?.classList.add("on");
  }

  main.addEventListener("click", (event) => {
    const row = rowOf(event.target);
    if (!row || event.target.closest("a") || String(getSelection())) return;
    select(row);
    if (mode === "peek") toggle(row);
  });
  main.addEventListener("focusin", (event) => {
    const row = rowOf(event.target);
    if (row) select(row);
  });

  function step(by) {
    const rows = [...main.querySelectorAll(".group > .row")];
    const at = rows.indexOf(current ?? topRow());
    const next = rows[current ? at + by : Math.max(at, 0)];
    if (!next) return;
    next.scrollIntoView({ block: "nearest" });
    next.querySelector(mode === "peek" ? ".reveal" : ".here").focus({ preventScroll: true });
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest("input, .panel:popover-open")) return;
    const inRow = rowOf(document.activeElement) !== null;
    const by = { j: 1, k: -1, ArrowDown: inRow ? 1 : 0, ArrowUp: inRow ? -1 : 0 }[event.key];
    if (by) {
      event.preventDefault();
      step(by);
    } else if (event.key === "Escape" && current) {
      document.activeElement.blur();
      select(null);
    }
  });

  // Table of contents

  const contents = document.getElementById("contents");
  contents?.addEventListener("click", (event) => {
    if (event.target.closest("a")) contents.hidePopover();
  });
  contents?.addEventListener("toggle", (event) => {
    if (event.newState !== "open") return;
    const here = topRow();
    let last = null;
    for (const link of contents.querySelectorAll("a")) {
      link.removeAttribute("aria-current");
      const row = rowOf(document.getElementById(link.hash.slice(1)));
      const passed = row && here && (row === here || row.compareDocumentPosition(here) & 4);
      if (passed) last = link;
    }
    last?.setAttribute("aria-current", "location");
    last?.scrollIntoView({ block: "nearest" });
  });

  // The place where one stopped

  function remember() {
    const row = scrollY > 0 ? topRow() : null;
    settings.set(place, row ? idOf(row) : null);
  }
  let pending = 0;
  addEventListener(
    "scroll",
    () => {
      clearTimeout(pending);
      pending = setTimeout(remember, 300);
    },
    { passive: true },
  );
  addEventListener("pagehide", remember);

  const arrived = performance.getEntriesByType("navigation")[0]?.type ?? "navigate";
  if (arrived !== "navigate" || !location.hash) {
    const row = rowOf(document.getElementById(settings.get(place) ?? ""));
    if (row) {
      history.scrollRestoration = "manual";
      put(row, bar.offsetHeight);
    }
  }
});
