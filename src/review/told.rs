//! What a page is told of a session, in JSON.

use serde_json::{Value, json};

use super::{Action, Entry, LinkForm, Op, Patch, Session, expected_errors};
use crate::file::{AlignmentFile, Link};
use crate::text::{PassageKind, SentenceId, Side};

/// Items of the queue that a page is told at a time: more than are done before it is told again.
const AHEAD: usize = 60;

/// Progress in numbers: `links`, `decided`, `left` (expected errors) and `stale`. `trust` is what those drawn by lot say of the links that the aligner is sure of.
#[must_use]
pub fn counts(file: &AlignmentFile, trust: f64) -> Value {
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
///
/// # Complexity
/// Linear in the texts.
#[must_use]
pub fn work(name: &str, session: &Session) -> Value {
    let file = &session.state().file;
    let [sources, targets] = Side::BOTH.map(|side| session.ground().places(file, side));
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
    let chapters = session.ground().chapters(file);
    let chapters: Vec<_> = chapters
        .iter()
        .map(|chapter| json!({"start": chapter.links.start, "title": chapter.title}))
        .collect();
    let fallen: Vec<_> = session.fallen.iter().map(|entry| &entry.action).collect();
    let mut value = json!({
        "name": name,
        "langs": file.langs(),
        "links": links,
        "chapters": chapters,
        "bookmarks": session.state().bookmarks,
        "textsChanged": session.texts_changed,
        "fallen": fallen,
    });
    add_state(&mut value, session);
    value
}

/// What is new in every answer.
fn add_state(value: &mut Value, session: &Session) {
    let journal = session.journal();
    let mut items = session.queue();
    value["open"] = items.len().into();
    let seconds: f64 = items.iter().map(|item| item.seconds).sum();
    value["minutes"] = ((seconds / 6.0).round() / 10.0).into();
    items.truncate(AHEAD);
    value["base"] = journal.last().into();
    value["undo"] = journal.to_undo().into();
    value["redo"] = journal.to_redo().into();
    value["counts"] = counts(&session.state().file, session.trust());
    value["queue"] = json!(items);
}

/// What entries changed, for a page that has everything before them.
#[must_use]
pub fn news(work: &str, session: &Session, entries: &[Entry]) -> Value {
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
    add_state(&mut value, session);
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
