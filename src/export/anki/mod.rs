//! Cards for Anki: the words of a work with their sentences, as a package (`.apkg`).
//!
//! A package is an archive with a database. The crate for such databases brings the whole of SQLite, 250,000 lines of C; what is
//! needed is a file of five small tables that is written once, so the module `sqlite` writes it.

mod notes;
mod sqlite;

use std::collections::BTreeSet;
use std::io::{self, Cursor, Write};

use serde_json::{Value as Json, json};
use sha2::{Digest as _, Sha256};
use zip::{CompressionMethod, ZipWriter};

use super::{Exporter, archive, html};
use crate::text::Side;
use crate::view::View;

use notes::{Note, notes, shorten};
use sqlite::{Table, Value, database};

/// A package of cards. The same view is the same bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Anki;

/// When notes were made and changed, as far as the package says: the same work must be the same bytes.
const SECONDS: i64 = 946_684_800;

/// The kind of note, known by this number to every package that cotejo writes.
const MODEL: i64 = 1_607_392_319_184;

/// The fields of a note.
const FIELDS: [&str; 8] = ["Key", "Lemma", "Form", "Partner", "Senses", "Source", "Target", "Place"];

const FRONT: &str = "<div class=source>{{Source}}</div>";
const BACK: &str = "<div class=source>{{Source}}</div><hr id=answer><div class=word><b>{{Lemma}}</b> — {{Partner}}</div>\
    <div class=senses>{{Senses}}</div><div class=target>{{Target}}</div><div class=place>{{Place}}</div>";
const STYLE: &str = ".card { font: 1.25rem/1.5 Georgia, serif; max-width: 36rem; margin: 0 auto; padding: 1rem; text-align: left; }\n\
    .word { margin: .5em 0; } .senses, .place { font-size: .8em; opacity: .75; } .target { margin: .8em 0; font-style: italic; }";

impl Exporter for Anki {
    fn export(&self, view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
        let notes = notes(view);
        if notes.is_empty() {
            return Err(io::Error::other(
                "no word in it has a partner that is sure, so there is nothing to make cards of",
            ));
        }
        let database = database(&tables(view, notes)).map_err(io::Error::other)?;
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let options = archive::options().compression_method(CompressionMethod::Deflated);
        for (name, bytes) in [("collection.anki2", database.as_slice()), ("media", b"{}")] {
            zip.start_file(name, options).map_err(io::Error::other)?;
            zip.write_all(bytes)?;
        }
        out.write_all(&zip.finish().map_err(io::Error::other)?.into_inner())
    }
}

/// A number that looks like a time in milliseconds, as ids there do, and always is that of its name.
fn id(name: &str, taken: &mut BTreeSet<i64>) -> i64 {
    let digest = Sha256::digest(name.as_bytes());
    let hash = digest[..4]
        .iter()
        .fold(0, |hash: i64, &byte| hash << 8 | i64::from(byte));
    let mut id = 1_400_000_000_000 + hash;
    while !taken.insert(id) {
        id += 1;
    }
    id
}

fn tables(view: &View<'_>, notes: Vec<Note>) -> Vec<Table> {
    let work = html::work_id(view.name, view.source_lang, view.target_lang);
    let mut taken = BTreeSet::from([MODEL]);
    let deck = id(&work, &mut taken);
    // Tags are parted by blanks.
    let tag = work.split_whitespace().collect::<Vec<_>>().join("_");
    let (mut rows, mut cards) = (Vec::new(), Vec::new());
    for (note, due) in notes.into_iter().zip(1..) {
        let number = id(&note.guid, &mut taken);
        rows.push((number, note_row(note, &tag)));
        cards.push((number, card_row(number, deck, due)));
    }
    rows.sort_by_key(|(number, _)| *number);
    cards.sort_by_key(|(number, _)| *number);
    let table = |name, sql, rows| Table { name, sql, rows };
    vec![
        table("col", COL, vec![(1, collection(view, deck))]),
        table("notes", NOTES, rows),
        table("cards", CARDS, cards),
        table("revlog", REVLOG, Vec::new()),
        table("graves", GRAVES, Vec::new()),
    ]
}

const COL: &str = "CREATE TABLE col (id integer primary key, crt integer not null, mod integer not null, scm integer not null, \
    ver integer not null, dty integer not null, usn integer not null, ls integer not null, conf text not null, \
    models text not null, decks text not null, dconf text not null, tags text not null)";
const NOTES: &str = "CREATE TABLE notes (id integer primary key, guid text not null, mid integer not null, mod integer not null, \
    usn integer not null, tags text not null, flds text not null, sfld integer not null, csum integer not null, \
    flags integer not null, data text not null)";
const CARDS: &str = "CREATE TABLE cards (id integer primary key, nid integer not null, did integer not null, ord integer not null, \
    mod integer not null, usn integer not null, type integer not null, queue integer not null, due integer not null, \
    ivl integer not null, factor integer not null, reps integer not null, lapses integer not null, left integer not null, \
    odue integer not null, odid integer not null, flags integer not null, data text not null)";
const REVLOG: &str = "CREATE TABLE revlog (id integer primary key, cid integer not null, usn integer not null, ease integer not null, \
    ivl integer not null, lastIvl integer not null, factor integer not null, time integer not null, type integer not null)";
const GRAVES: &str = "CREATE TABLE graves (usn integer not null, oid integer not null, type integer not null)";

fn text(text: impl Into<String>) -> Value {
    Value::Text(text.into())
}

fn note_row(note: Note, tag: &str) -> Vec<Value> {
    let escape = |text: &str| html_escape::encode_text(text).into_owned();
    let fields = [
        escape(&note.guid),
        escape(&note.lemma),
        escape(&note.form),
        escape(&note.partner),
        escape(&note.senses),
        note.source,
        note.target,
        escape(&note.place),
    ];
    let sort = fields[0].clone();
    vec![
        Value::Null,
        text(note.guid),
        Value::Integer(MODEL),
        Value::Integer(SECONDS),
        Value::Integer(-1),
        text(format!(" cotejo {tag} ")),
        text(fields.join("\u{1f}")),
        text(sort),
        Value::Integer(0),
        Value::Integer(0),
        text(""),
    ]
}

fn card_row(note: i64, deck: i64, due: i64) -> Vec<Value> {
    let mut row = vec![Value::Null, Value::Integer(note), Value::Integer(deck)];
    // Place of the template, changed, not synchronised, new, in the queue of the new, its place there.
    row.extend([0, SECONDS, -1, 0, 0, due].map(Value::Integer));
    row.extend([0; 8].map(Value::Integer));
    row.push(text(""));
    row
}

fn collection(view: &View<'_>, deck: i64) -> Vec<Value> {
    let name = shorten(html::title(view, Side::Source));
    // Two colons would make a deck inside another.
    let name = name.replace("::", ":");
    let decks = json!({
        "1": deck_json(1, "Default"),
        deck.to_string(): deck_json(deck, &name),
    });
    let conf = json!({
        "activeDecks": [1], "addToCur": true, "collapseTime": 1200, "curDeck": 1, "curModel": MODEL.to_string(),
        "dueCounts": true, "estTimes": true, "newBury": true, "newSpread": 0, "nextPos": 1, "sortBackwards": false,
        "sortType": "noteFld", "timeLim": 0,
    });
    let dconf = json!({"1": {
        "autoplay": true, "id": 1, "lapse": {"delays": [10], "leechAction": 0, "leechFails": 8, "minInt": 1, "mult": 0},
        "maxTaken": 60, "mod": 0, "name": "Default",
        "new": {"bury": true, "delays": [1, 10], "initialFactor": 2500, "ints": [1, 4, 7], "order": 1, "perDay": 20, "separate": true},
        "replayq": true, "rev": {"bury": true, "ease4": 1.3, "fuzz": 0.05, "ivlFct": 1, "maxIvl": 36500, "minSpace": 1, "perDay": 100},
        "timer": 0, "usn": 0,
    }});
    let models = json!({ MODEL.to_string(): model(deck) });
    let mut row = vec![Value::Null];
    row.extend([SECONDS, SECONDS * 1000, SECONDS * 1000, 11, 0, 0, 0].map(Value::Integer));
    row.extend([conf, models, decks, dconf, json!({})].map(|it| text(it.to_string())));
    row
}

fn deck_json(id: i64, name: &str) -> Json {
    json!({
        "id": id, "name": name, "desc": "", "mod": SECONDS, "usn": -1, "collapsed": false, "browserCollapsed": false,
        "conf": 1, "dyn": 0, "extendNew": 0, "extendRev": 50,
        "newToday": [0, 0], "revToday": [0, 0], "lrnToday": [0, 0], "timeToday": [0, 0],
    })
}

fn model(deck: i64) -> Json {
    let fields: Vec<Json> = FIELDS
        .iter()
        .zip(0..)
        .map(|(name, ord)| {
            json!({"name": name, "ord": ord, "font": "Arial", "media": [], "rtl": false, "size": 20, "sticky": false})
        })
        .collect();
    json!({
        "id": MODEL, "name": "cotejo: a word in its sentence", "type": 0, "mod": SECONDS, "usn": -1, "sortf": 1, "did": deck,
        "css": STYLE, "flds": fields, "tags": [], "vers": [], "req": [[0, "all", [5]]],
        "latexPre": "", "latexPost": "",
        "tmpls": [{
            "name": "Word", "ord": 0, "qfmt": FRONT, "afmt": BACK, "bqfmt": "", "bafmt": "", "did": null,
        }],
    })
}
