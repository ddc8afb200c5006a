//! What the page is told, in JSON.

use cotejo::file::{AlignmentFile, Link};
use cotejo::project::Desk;
use cotejo::review::{Action, Entry, LinkForm, Op, Patch, expected_errors};
use cotejo::text::{PassageKind, SentenceId, Side};
use serde_json::{Value, json};

/// Items of the queue that a page is told at a time: more than are done before it is told again.
const AHEAD: usize = 60;

/// Progress in numbers.
/// `trust` is what those drawn by lot say of the links that the aligner is sure of.
pub(super) fn counts(file: &AlignmentFile, trust: f64) -> Value {
    let pinned = file.links.iter().filter(|link| link.status.is_pinned()).count();
    let left = expected_errors(file, trust);
    let stale = file.links.iter().filter(|link| link.is_stale()).count();
    json!({"links": file.links.len(), "decided": pinned, "left": (left * 10.0).round() / 10.0, "stale": stale})
}

/// A link with where its sentences stand.
fn placed(link: &Link, places: [&[(SentenceId, PassageKind)]; 2]) -> Value {
    let mut value = json!(LinkForm::from(link));
    for (key, places) in ["sourceIds", "targetIds"].into_iter().zip(places) {
        value[key] = places.iter().map(|(id, _)| Value::from(id.to_string())).collect();
    }
    let first = places.iter().find_map(|side| side.first());
    if first.is_some_and(|(_, kind)| *kind == PassageKind::Heading) {
        value["heading"] = true.into();
    }
    value
}

/// Everything about a work.
pub(super) fn work(name: &str, desk: &Desk) -> Value {
    let file = &desk.state().file;
    let [sources, targets] = Side::BOTH.map(|side| desk.ground().places(file, side));
    let places = sources
        .iter()
        .zip(&targets)
        .map(|(source, target)| [source.as_slice(), target.as_slice()]);
    let links: Vec<_> = file
        .links
        .iter()
        .zip(places)
        .map(|(link, places)| placed(link, places))
        .collect();
    let chapters = desk.ground().chapters(file);
    let chapters: Vec<_> = chapters
        .iter()
        .map(|chapter| json!({"start": chapter.links.start, "title": chapter.title}))
        .collect();
    let fallen: Vec<_> = desk.fallen.iter().map(|entry| &entry.action).collect();
    let mut value = json!({
        "name": name,
        "langs": file.langs(),
        "links": links,
        "chapters": chapters,
        "bookmarks": desk.state().bookmarks,
        "textsChanged": desk.texts_changed,
        "fallen": fallen,
    });
    add_state(&mut value, desk);
    value
}

/// What is new in every answer.
fn add_state(value: &mut Value, desk: &Desk) {
    let journal = desk.journal();
    let mut items = desk.queue();
    value["open"] = items.len().into();
    let seconds: f64 = items.iter().map(|item| item.seconds).sum();
    value["minutes"] = ((seconds / 6.0).round() / 10.0).into();
    items.truncate(AHEAD);
    value["base"] = journal.last().into();
    value["undo"] = journal.to_undo().into();
    value["redo"] = journal.to_redo().into();
    value["counts"] = counts(&desk.state().file, desk.trust());
    value["queue"] = json!(items);
}

/// What entries changed, for a page that has everything before them.
pub(super) fn news(work: &str, desk: &Desk, entries: &[Entry]) -> Value {
    // Which sentence is the third of its passage changes when one is cut; then all are told anew.
    let cuts = |entry: &Entry| match &entry.action {
        Action::Do(Op::Cut { .. } | Op::Join { .. }) => true,
        Action::Undo(_) | Action::Redo(_) => entry.patches.iter().any(changes_cuts),
        _ => false,
    };
    let mut value = json!({"work": work});
    if entries.iter().any(cuts) {
        value["reload"] = true.into();
    }
    let told: Vec<_> = entries.iter().map(one).collect();
    value["entries"] = told.into();
    add_state(&mut value, desk);
    value
}

fn changes_cuts(patch: &Patch) -> bool {
    let count = |links: &[Link], side: Side| links.iter().map(|link| link.texts(side).len()).sum::<usize>();
    Side::BOTH
        .iter()
        .any(|&side| count(patch.before(), side) != count(patch.after(), side))
}

fn one(entry: &Entry) -> Value {
    let patches = entry.patches.iter().map(|patch| {
        let links: Vec<_> = patch.after().iter().map(LinkForm::from).collect();
        json!({"at": patch.at(), "remove": patch.before().len(), "links": links, "marks": patch.marks()})
    });
    let patches: Vec<_> = patches.collect();
    json!({"number": entry.number, "author": entry.author, "client": entry.client, "seq": entry.seq, "patches": patches})
}
