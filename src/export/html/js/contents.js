
// The table of contents, and where one is.

let chapters = null;

/** Chapters in order: their rows and their links. */
function chapterList() {
  if (!chapters) {
    const links = [...document.querySelectorAll("#contents a")];
    const placed = links.map((link) => ({ link, bead: beadOf(document.getElementById(link.hash.slice(1))) }));
    chapters = placed.filter(({ bead }) => bead).map(({ link, bead }) => ({ link, row: rowOf(bead) }));
  }
  return chapters;
}

/** The chapter a bead stands in. */
function chapterOf(bead) {
  const row = rowOf(bead);
  const all = chapterList();
  const after = all.findIndex((chapter) => chapter.row > row);
  return after < 0 ? all.at(-1) : all[after - 1];
}

const chapterName = (bead) => chapterOf(bead)?.link.querySelector(".entry")?.textContent ?? "";

function tellPlace(bead) {
  const where = document.querySelector(".where");
  const entry = bead ? chapterOf(bead)?.link.querySelector(".entry") : null;
  where.querySelector(".chapter").textContent = entry?.textContent ?? "";
  where.querySelector(".chapter").lang = entry?.lang ?? "";
  const read = bead ? percentRead() : 0;
  where.querySelector(".read").textContent = bead ? `${read} %` : "";
  root.style.setProperty("--read", read);
}

function startContents() {
  const panel = document.getElementById("contents");
  panel?.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link) return;
    panel.hidePopover();
    const bead = beadWithId(link.hash.slice(1));
    if (!bead) return;
    event.preventDefault();
    history.pushState(null, "", link.hash);
    put(bead, dom.bar.offsetHeight + 24);
    stopAt(shownOf(bead));
    shownOf(bead).focus({ preventScroll: true });
  });
  panel?.addEventListener("toggle", (event) => {
    if (event.newState !== "open") return;
    const here = topBead();
    const current = here && scrollY > 0 ? chapterOf(here)?.link : null;
    for (const link of panel.querySelectorAll("[aria-current]")) link.removeAttribute("aria-current");
    current?.setAttribute("aria-current", "location");
    current?.scrollIntoView({ block: "nearest" });
  });
  addEventListener("hashchange", () => {
    const bead = beadWithId(location.hash.slice(1));
    if (bead) put(bead, dom.bar.offsetHeight + 24);
  });
}
