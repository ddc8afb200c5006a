// What each action does with the review that is open.
import * as dialogs from "./dialogs.js";
import { say } from "./dom.js";
import { keys, shown } from "./keys.js";
import { Refused, isDecided } from "./ops.js";
import { tell } from "./messages.js";
import { t } from "./words.js";

/** Links above that are accepted without asking. */
const MANY = 20;

/** @type {Record<string, (review: import("./main.js").Opened) => unknown>} */
export const actions = {
  "down": (review) => review.goLink(review.at.link + 1),
  "up": (review) => review.goLink(review.at.link - 1),
  "left": (review) => review.table.go({ ...review.at, position: review.at.position - 1 }),
  "right": (review) => review.table.go({ ...review.at, position: review.at.position + 1 }),
  "next": (review) => {
    review.setQueue(true);
    review.seen.push(review.link);
    review.nextInQueue();
  },
  "back": (review) => {
    review.setQueue(true);
    const last = review.seen.filter((it) => it !== review.link && review.model.view.includes(it)).at(-1);
    if (!last) return;
    review.seen = review.seen.slice(0, review.seen.indexOf(last));
    review.goLink(review.model.view.indexOf(last), false);
  },
  "accept": (review) => {
    review.do({ op: "accept" });
    review.nextAfterAccept();
  },
  "accept-stay": (review) => review.do({ op: "accept" }),
  "accept-all": async (review) => {
    const [from] = review.table.range();
    const open = review.model.view.slice(from, review.at.link + 1).filter((it) => !isDecided(it)).length;
    if (open === 0) return;
    if (open > MANY && !(await dialogs.confirm(t("accept-all-ask", { count: open }), []))) return;
    const name = (/** @type {number} */ link) => review.model.nameOf(link, review.model.view[link].source.length > 0 ? "source" : "target", 0);
    review.model.do({ op: "accept-all", from: name(from), to: name(review.at.link) });
  },
  "first-up": (review) => review.do({ op: "first-up" }, { anySide: false }),
  "last-down": (review) => review.do({ op: "last-down" }, { anySide: false }),
  "shift-up": (review) => review.shift("shift-up"),
  "shift-down": (review) => review.shift("shift-down"),
  "merge-next": (review) => review.do({ op: "merge-next" }),
  "merge-previous": (review) => review.do({ op: "merge-previous" }),
  "split": (review) => review.split(),
  "cut": async (review) => {
    const name = review.name(false);
    const parts = await dialogs.askCut(review.link[review.at.side][review.at.position].text);
    if (!parts) return;
    review.model.do({ op: "cut", at: name, parts });
  },
  "join": (review) => review.do({ op: "join" }, { anySide: false }),
  "correct": async (review) => {
    const { model } = review;
    const name = review.name(false);
    const words = await dialogs.askCorrection(review.link[review.at.side][review.at.position].text, (typed) => model.preview(name, typed));
    if (words) model.do({ op: "correct", at: name, words });
  },
  "take": (review) => {
    if (review.taken) {
      const { taken } = review;
      review.taken = undefined;
      review.put({ ...taken, link: review.model.view.indexOf(taken.of) }, review.at.link);
      return;
    }
    if (review.link[review.at.side].length === 0) throw new Refused("error.none");
    review.taken = { ...review.at, of: review.link };
    tell(t("taken", { text: review.link[review.at.side][review.at.position].text, key: shown(keys.take) }));
  },
  "null": (review) => {
    const { source, target } = review.link;
    if (source.length > 0 && target.length > 0) return review.do({ op: "null-out" }, { anySide: false });
    // Back in: to the neighbour that has something on the other side.
    const full = (/** @type {import("./ops.js").Link | undefined} */ link) => link && link.source.length > 0 && link.target.length > 0;
    const before = review.model.view[review.at.link - 1];
    return review.do({ op: full(before) || !review.model.view[review.at.link + 1] ? "merge-previous" : "merge-next" });
  },
  "alternative-1": (review) => review.alternative(0),
  "alternative-2": (review) => review.alternative(1),
  "alternative-3": (review) => review.alternative(2),
  "dispute": (review) => review.do({ op: "dispute" }),
  "note": async (review) => {
    const { link } = review;
    const note = await dialogs.prompt(t("note-for"), link.note ?? "", { long: true });
    if (note !== undefined) review.do({ op: "note", note });
  },
  "release": (review) => review.do({ op: "back" }),
  "bookmark": (review) => {
    const name = review.name();
    review.model.do({ op: "bookmark", at: name, on: !review.model.marks.has(JSON.stringify(name)) });
  },
  "find": (review) => review.find(),
  "undo": (review) => {
    say(review.model.undo() ? t("undone") : t("nothing-to-undo"));
  },
  "redo": (review) => {
    say(review.model.redo() ? t("redone") : t("nothing-to-redo"));
  },
  "chapter-next": (review) => review.goChapter(review.table.chapter + 1),
  "chapter-back": (review) => review.goChapter(review.table.chapter - 1),
  "help": (review) => dialogs.help(),
  "menu": (review) => {
    const named = ["accept-stay", "accept-all", "first-up", "last-down", "shift-up", "shift-down", "merge-next",
      "merge-previous", "split", "cut", "join", "correct", "take", "null", "alternative-1", "alternative-2", "alternative-3", "dispute", "note", "release", "bookmark"];
    return dialogs.menu(Object.fromEntries(named.map((name) => [name, () => review.run(name)])));
  },
};
