
// Lighting words without touching the text: ranges that the browser paints (CSS Custom Highlight API), or boxes laid over
// them where it cannot.

const painter = globalThis.CSS?.highlights && globalThis.Highlight ? CSS.highlights : null;

/** A stretch of a bead's text as a range. */
function rangeIn(bead, [start, end]) {
  const range = document.createRange();
  const walker = document.createTreeWalker(bead, NodeFilter.SHOW_TEXT);
  let at = 0;
  let begun = false;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const length = node.data.length;
    if (!begun && start < at + length) {
      range.setStart(node, start - at);
      begun = true;
    }
    if (begun && end <= at + length) {
      range.setEnd(node, end - at);
      return range;
    }
    at += length;
  }
  return null;
}

/** How far into a bead's text a place in one of its nodes is. */
function offsetIn(bead, node, offset) {
  const walker = document.createTreeWalker(bead, NodeFilter.SHOW_TEXT);
  let at = 0;
  for (let it = walker.nextNode(); it; it = walker.nextNode()) {
    if (it === node) return at + offset;
    at += it.data.length;
  }
  return null;
}

/** Lights ranges under a name; those of before go out. */
function light(name, ranges) {
  const found = ranges.filter(Boolean);
  if (painter) {
    painter.set(name, new Highlight(...found));
    return;
  }
  for (const box of document.querySelectorAll(`.mark.${name}`)) box.remove();
  for (const rect of found.flatMap((range) => [...range.getClientRects()])) {
    const box = document.createElement("div");
    box.className = `mark ${name}`;
    Object.assign(box.style, {
      left: `${rect.left + scrollX}px`,
      top: `${rect.top + scrollY}px`,
      width: `${rect.width}px`,
      height: `${rect.height}px`,
    });
    document.body.append(box);
  }
}

// Boxes do not follow a text that flows anew.
if (!painter) addEventListener("resize", () => showSelection());

/** The place in the text under a point. */
function caretAt(x, y) {
  if (document.caretPositionFromPoint) {
    const caret = document.caretPositionFromPoint(x, y);
    return caret && { node: caret.offsetNode, offset: caret.offset };
  }
  const range = document.caretRangeFromPoint?.(x, y);
  return range && { node: range.startContainer, offset: range.startOffset };
}

/** The bead at a point; between two lines of prose that of the nearer one. */
function beadAt(x, y) {
  const hit = document.elementFromPoint(x, y);
  if (beadOf(hit) || !hit?.closest(".o, .t")) return beadOf(hit);
  const bead = beadOf(caretAt(x, y)?.node);
  const near = (rect) => x >= rect.left - 3 && x <= rect.right + 3 && y >= rect.top - 8 && y <= rect.bottom + 8;
  return bead && [...bead.getClientRects()].some(near) ? bead : null;
}

/** The word of a bead under a point, or nothing: the nearest word is not the one that was meant. */
function wordAt(bead, x, y) {
  const caret = caretAt(x, y);
  if (!caret || !bead.contains(caret.node)) return null;
  const offset = offsetIn(bead, caret.node, caret.offset);
  if (offset === null) return null;
  const words = wordsIn(bead.textContent, langOf(bead));
  const near = words.filter(([start, end]) => start <= offset && offset <= end);
  const under = ([left, right, top, bottom]) => x >= left - 3 && x <= right + 3 && y >= top - 6 && y <= bottom + 6;
  return (
    near.find((word) => {
      const rects = [...(rangeIn(bead, word)?.getClientRects() ?? [])];
      return rects.some((rect) => under([rect.left, rect.right, rect.top, rect.bottom]));
    }) ?? null
  );
}
