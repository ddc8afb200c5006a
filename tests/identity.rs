//! Texts are edited at random; what people decided about sentences that nobody touched must stand, and every other
//! decision must be found in a note. `COTEJO_EDIT_SCRIPTS` says how many projects are tried (200 when it is not
//! set), `COTEJO_EDIT_SEED` which.
#![allow(missing_docs, clippy::unwrap_used, reason = "a test")]

use std::collections::HashMap;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use cotejo::align::Aligner;
use cotejo::carry::{CarryError, Decision, Text, Update, is_stale, update};
use cotejo::file::{
    AlignerInfo, AlignmentFile, Confidence, Link, Settings, Status, TextRef, check_texts, validate, write,
};
use cotejo::segment::{Rules, one_per_line, segment};
use cotejo::text::{Document, Lang, SentenceId, Side, SourceText};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

const LANGS: [Lang; 2] = [Lang::ES, Lang::EN];

static ALIGNER: LazyLock<Aligner> = LazyLock::new(|| Aligner::without_lexicon(Lang::ES, Lang::EN));
static RULES: LazyLock<[Rules; 2]> = LazyLock::new(|| LANGS.map(Rules::for_lang));

// What a text is made of.

/// A sentence as the edits know it.
#[derive(Debug, Clone)]
struct Sentence {
    /// Which sentence of the first text it is; none for one that an edit brought.
    origin: Option<usize>,
    text: String,
    touched: bool,
    /// Whether it is joined to the next by a person only: the segmenter sees one sentence.
    cut_by_hand: bool,
}

type Passage = Vec<Sentence>;

/// How a text is laid out; none of it touches a sentence.
#[derive(Debug, Clone, Copy, Default)]
struct Look {
    wrapped: bool,
    crlf: bool,
    decomposed: bool,
    straight: bool,
}

#[derive(Debug, Clone, Default)]
struct Side1 {
    passages: Vec<Passage>,
    look: Look,
}

impl Side1 {
    fn text(&self, lines: bool) -> String {
        let mut text = String::new();
        for (at, passage) in self.passages.iter().filter(|passage| !passage.is_empty()).enumerate() {
            if at > 0 {
                text.push_str("\n\n");
            }
            for (at, sentence) in passage.iter().enumerate() {
                if at > 0 {
                    let by_hand = passage[at - 1].cut_by_hand;
                    text.push_str(if lines && !by_hand { "\n" } else { " " });
                }
                text.push_str(&sentence.text);
            }
        }
        text.push('\n');
        if self.look.straight {
            text = text
                .replace(['“', '”'], "\"")
                .replace('’', "'")
                .replace('—', "--")
                .replace('…', "...");
        }
        if self.look.wrapped && !lines {
            // After every twentieth blank: short lines would be read as verse.
            let mut blanks = 0;
            text = text
                .chars()
                .map(|c| {
                    blanks = if c == '\n' { 0 } else { blanks + usize::from(c == ' ') };
                    if c == ' ' && blanks % 20 == 0 { '\n' } else { c }
                })
                .collect();
        }
        if self.look.decomposed {
            text = text
                .replace('ó', "o\u{301}")
                .replace('é', "e\u{301}")
                .replace('í', "i\u{301}");
        }
        if self.look.crlf {
            text = text.replace('\n', "\r\n");
        }
        text
    }

    fn sentences(&self) -> impl Iterator<Item = &Sentence> {
        self.passages.iter().flatten()
    }

    /// The passage and position of a sentence counted over all.
    fn locate(&self, wanted: usize) -> Option<(usize, usize)> {
        let count = self.sentences().count();
        let mut rest = wanted.checked_rem(count)?;
        for (index, passage) in self.passages.iter().enumerate() {
            if rest < passage.len() {
                return Some((index, rest));
            }
            rest -= passage.len();
        }
        None
    }
}

const REPEATED: [[&str; 2]; 4] = [
    ["—No.", "“No.”"],
    ["—Sí.", "“Yes.”"],
    ["¿Por qué?", "Why?"],
    ["Nadie contestó…", "Nobody answered…"],
];

const NOUNS: [[&str; 2]; 6] = [
    ["barca", "boat"],
    ["torre", "tower"],
    ["abuela", "grandmother"],
    ["campana", "bell"],
    ["cigüeña", "stork"],
    ["linterna", "lantern"],
];

const VERBS: [[&str; 2]; 5] = [
    ["volvió", "came back"],
    ["cayó", "fell"],
    ["cantó", "sang"],
    ["desapareció", "vanished"],
    ["se quedó", "stayed"],
];

/// A sentence that no other number gives.
fn invented(number: usize, side: usize) -> String {
    let noun = NOUNS[number % NOUNS.len()][side];
    let verb = VERBS[number / 7 % VERBS.len()][side];
    match side {
        0 => format!("La {noun} del “portal {number}” {verb} de noche y el guarda {number} lo vio."),
        _ => format!("The {noun} of “gate {number}” {verb} by night and keeper {number} saw it."),
    }
}

// What people decided.

#[derive(Debug, Clone)]
struct PlannedBead {
    /// By side: for each sentence whether it is one of the repeated ones, and which.
    shape: [usize; 2],
    repeated: Option<usize>,
    by_hand: bool,
    status: Status,
    note: Option<&'static str>,
}

fn any_bead() -> impl Strategy<Value = PlannedBead> {
    let shapes = prop::sample::select(vec![
        [1, 1],
        [1, 1],
        [1, 1],
        [1, 1],
        [1, 1],
        [1, 2],
        [2, 1],
        [1, 0],
        [0, 1],
        [2, 2],
    ]);
    let statuses = prop::sample::select(vec![
        Status::Auto,
        Status::Auto,
        Status::Accepted,
        Status::Accepted,
        Status::Edited,
        Status::Disputed,
    ]);
    let notes = prop::sample::select(vec![
        None,
        Some("¿seguro?"),
        Some("two\nlines\n"),
        Some("was accepted: no"),
    ]);
    let repeated = prop::option::weighted(0.3, 0..REPEATED.len());
    (shapes, repeated, prop::bool::weighted(0.3), statuses, notes).prop_map(
        |(shape, repeated, by_hand, status, note)| PlannedBead {
            shape,
            repeated,
            by_hand,
            status,
            note,
        },
    )
}

#[derive(Debug, Clone, Copy)]
enum Edit {
    Typo(usize, usize),
    Delete(usize, usize),
    Insert(usize, usize),
    Split(usize, usize),
    Merge(usize, usize),
    /// Two passages change places on one side.
    Swap(usize, usize, usize),
    /// Two passages change places on both.
    SwapBoth(usize, usize),
    DeletePassage(usize),
    Duplicate(usize, usize),
    Wrap(usize),
    Crlf(usize),
    Decompose(usize),
    Straighten(usize),
}

fn any_edit() -> impl Strategy<Value = Edit> {
    let side = || 0..2_usize;
    let at = || 0..1000_usize;
    prop_oneof![
        3 => (side(), at()).prop_map(|(s, a)| Edit::Typo(s, a)),
        2 => (side(), at()).prop_map(|(s, a)| Edit::Delete(s, a)),
        2 => (side(), at()).prop_map(|(s, a)| Edit::Insert(s, a)),
        2 => (side(), at()).prop_map(|(s, a)| Edit::Split(s, a)),
        2 => (side(), at()).prop_map(|(s, a)| Edit::Merge(s, a)),
        1 => (side(), at(), at()).prop_map(|(s, a, b)| Edit::Swap(s, a, b)),
        2 => (at(), at()).prop_map(|(a, b)| Edit::SwapBoth(a, b)),
        1 => at().prop_map(Edit::DeletePassage),
        1 => (side(), at()).prop_map(|(s, a)| Edit::Duplicate(s, a)),
        1 => side().prop_map(Edit::Wrap),
        1 => side().prop_map(Edit::Crlf),
        1 => side().prop_map(Edit::Decompose),
        1 => side().prop_map(Edit::Straighten),
    ]
}

#[derive(Debug, Clone)]
struct Case {
    lines: bool,
    /// By passage its beads.
    passages: Vec<Vec<PlannedBead>>,
    scripts: [Vec<Edit>; 2],
}

fn any_case() -> impl Strategy<Value = Case> {
    let passages = prop::collection::vec(prop::collection::vec(any_bead(), 1..5), 2..8);
    let script = || prop::collection::vec(any_edit(), 1..7);
    (any::<bool>(), passages, script(), script()).prop_map(|(lines, passages, first, second)| Case {
        lines,
        passages,
        scripts: [first, second],
    })
}

/// A project: two texts, and which sentences stand in which bead.
#[derive(Debug, Clone)]
struct World {
    lines: bool,
    sides: [Side1; 2],
    /// By bead its sentences, as origins by side.
    beads: Vec<[Vec<usize>; 2]>,
    /// By side and origin what the sentence said at first.
    first: [Vec<String>; 2],
    /// Numbers for new sentences.
    next: usize,
}

impl World {
    fn new(case: &Case) -> Self {
        let mut world = Self {
            lines: case.lines,
            sides: [Side1::default(), Side1::default()],
            beads: Vec::new(),
            first: [Vec::new(), Vec::new()],
            next: 1,
        };
        let mut origins = [0, 0];
        for beads in &case.passages {
            for side in &mut world.sides {
                side.passages.push(Vec::new());
            }
            for planned in beads {
                let mut ids = [Vec::new(), Vec::new()];
                for side in 0..2 {
                    for at in 0..planned.shape[side] {
                        let by_hand = planned.by_hand && planned.status.is_pinned() && planned.shape[side] == 2;
                        let text = match planned.repeated {
                            Some(which) if planned.shape == [1, 1] => REPEATED[which][side].to_owned(),
                            _ if by_hand => {
                                world.next += 1;
                                let number = world.next;
                                match (side, at) {
                                    (0, 0) => format!("Nadie vio al guarda {number} en el puerto;"),
                                    (0, _) => format!("por eso el guarda {number} no volvió a la torre."),
                                    (_, 0) => format!("Nobody saw keeper {number} in the harbour,"),
                                    _ => format!("so keeper {number} did not return to the tower."),
                                }
                            }
                            _ => {
                                world.next += 1;
                                invented(world.next, side)
                            }
                        };
                        ids[side].push(origins[side]);
                        world.first[side].push(folded(&text));
                        world.sides[side].passages.last_mut().unwrap().push(Sentence {
                            origin: Some(origins[side]),
                            text,
                            touched: false,
                            cut_by_hand: by_hand && at == 0,
                        });
                        origins[side] += 1;
                    }
                }
                world.beads.push(ids);
            }
        }
        world
    }

    fn has_text(&self) -> bool {
        self.sides.iter().all(|side| side.sentences().next().is_some())
    }

    fn text(&self, side: usize) -> Text {
        let source = SourceText::from_string(self.sides[side].text(self.lines));
        let document = if self.lines {
            one_per_line(source)
        } else {
            segment(source, &RULES[side])
        };
        let path = format!("texts/{}/obra.txt", LANGS[side]);
        Text {
            reference: TextRef::new(&document, LANGS[side], &path),
            document,
        }
    }

    fn update(&self, stored: Option<&AlignmentFile>) -> Result<Update, CarryError> {
        let settings = Settings {
            one_per_line: self.lines,
            ..Settings::default()
        };
        update(&ALIGNER, stored, self.text(0), self.text(1), settings)
    }

    fn apply(&mut self, edit: Edit) {
        match edit {
            Edit::Typo(side, at) => {
                if let Some((p, s)) = self.sides[side].locate(at) {
                    let sentence = &mut self.sides[side].passages[p][s];
                    sentence.touched = true;
                    // The second letter, so that the sentence is cut as before.
                    let mut letters = 0;
                    sentence.text = sentence
                        .text
                        .chars()
                        .map(|c| {
                            letters += usize::from(c.is_alphabetic());
                            if letters == 2 && c.is_alphabetic() { 'x' } else { c }
                        })
                        .collect();
                }
            }
            Edit::Delete(side, at) => {
                if let Some((p, s)) = self.sides[side].locate(at) {
                    let gone = self.sides[side].passages[p].remove(s);
                    // Half a sentence that a person cut is not what it was: the rest is another sentence now.
                    if gone.cut_by_hand
                        && let Some(rest) = self.sides[side].passages[p].get_mut(s)
                    {
                        rest.text = rest.text.replacen(['p', 's'], "Z", 1);
                        rest.touched = true;
                    }
                    if s > 0 && self.sides[side].passages[p][s - 1].cut_by_hand {
                        let rest = &mut self.sides[side].passages[p][s - 1];
                        rest.text = rest.text.replace([';', ','], ".");
                        (rest.touched, rest.cut_by_hand) = (true, false);
                    }
                }
            }
            Edit::Insert(side, at) => {
                self.next += 1;
                let text = invented(self.next, side);
                if let Some((p, s)) = self.sides[side].locate(at) {
                    // Not inside a sentence that a person cut.
                    let s = if s > 0 && self.sides[side].passages[p][s - 1].cut_by_hand {
                        s - 1
                    } else {
                        s
                    };
                    let new = Sentence {
                        origin: None,
                        text,
                        touched: true,
                        cut_by_hand: false,
                    };
                    self.sides[side].passages[p].insert(s, new);
                }
            }
            Edit::Split(side, at) => {
                if let Some((p, s)) = self.sides[side].locate(at) {
                    let sentence = &mut self.sides[side].passages[p][s];
                    let joint = [" y ", " and "][side];
                    let start = [" Y ", " And "][side];
                    if let Some((first, second)) = sentence.text.clone().split_once(joint) {
                        let rest = Sentence {
                            origin: None,
                            text: format!("{}{second}", start.trim_start()),
                            touched: true,
                            cut_by_hand: sentence.cut_by_hand,
                        };
                        sentence.text = format!("{first}.");
                        (sentence.touched, sentence.cut_by_hand) = (true, false);
                        self.sides[side].passages[p].insert(s + 1, rest);
                    }
                }
            }
            Edit::Merge(side, at) => {
                if let Some((p, s)) = self.sides[side].locate(at)
                    && s + 1 < self.sides[side].passages[p].len()
                    && !self.sides[side].passages[p][s].cut_by_hand
                {
                    let passage = &mut self.sides[side].passages[p];
                    let second = passage.remove(s + 1);
                    let first = &mut passage[s];
                    let head = first.text.trim_end_matches(['.', '…', '?', '”']).to_owned();
                    let mut tail = second.text.chars();
                    let start: String = tail.next().into_iter().flat_map(char::to_lowercase).collect();
                    first.text = format!("{head}, {start}{}", tail.as_str().replacen(['o', 'e'], "u", 1));
                    first.touched = true;
                    first.cut_by_hand = second.cut_by_hand;
                }
            }
            Edit::Swap(side, a, b) => {
                let count = self.sides[side].passages.len();
                self.sides[side].passages.swap(a % count, b % count);
            }
            Edit::SwapBoth(a, b) => {
                let count = self.sides[0].passages.len().min(self.sides[1].passages.len());
                for side in &mut self.sides {
                    side.passages.swap(a % count, b % count);
                }
            }
            Edit::DeletePassage(at) => {
                for side in &mut self.sides {
                    let count = side.passages.len();
                    // It stays as an empty one, so that passages of both sides go together.
                    side.passages[at % count].clear();
                }
            }
            Edit::Duplicate(side, at) => {
                let passages = &mut self.sides[side].passages;
                let mut copy = passages[at % passages.len()].clone();
                copy.iter_mut().for_each(|sentence| sentence.origin = None);
                passages.push(copy);
            }
            Edit::Wrap(side) => self.sides[side].look.wrapped ^= true,
            Edit::Crlf(side) => self.sides[side].look.crlf ^= true,
            Edit::Decompose(side) => self.sides[side].look.decomposed ^= true,
            Edit::Straighten(side) => self.sides[side].look.straight ^= true,
        }
    }
}

/// The first alignment of a world, as people left it.
fn reviewed(world: &World, case: &Case) -> AlignmentFile {
    let texts = [world.text(0), world.text(1)];
    let places: [Vec<(SentenceId, String)>; 2] = [0, 1].map(|side| {
        let mut all = Vec::new();
        for (passage, sentences) in (1..).zip(world.sides[side].passages.iter().filter(|passage| !passage.is_empty())) {
            for (sentence, text) in (1..).zip(sentences) {
                all.push((SentenceId { passage, sentence }, text.text.clone()));
            }
        }
        all
    });
    let planned = case.passages.iter().flatten();
    let links = world
        .beads
        .iter()
        .zip(planned)
        .enumerate()
        .map(|(number, (bead, planned))| {
            let ids = |side: usize| bead[side].iter().map(|&origin| places[side][origin].0).collect();
            let strings = |side: usize| {
                bead[side]
                    .iter()
                    .map(|&origin| places[side][origin].1.clone())
                    .collect()
            };
            Link {
                source: ids(0),
                target: ids(1),
                status: planned.status,
                confidence: Confidence::new(0.5 + f64::from(u32::try_from(number).unwrap()) / 1000.0),
                note: planned.note.filter(|_| planned.status.is_pinned()).map(str::to_owned),
                reasons: Vec::new(),
                source_text: strings(0),
                target_text: strings(1),
            }
        });
    let [source, target] = texts.map(|text| text.reference);
    AlignmentFile {
        source,
        target,
        aligner: AlignerInfo {
            version: "0.0.1".to_owned(),
            settings: Settings::default(),
        },
        links: links.collect(),
    }
}

// What is looked at afterwards.

/// A decision by what it says, with the typography of texts left out of account. The confidence numbers it.
type Key = (Status, Option<String>, Confidence, [Vec<String>; 2]);

fn folded(text: &str) -> String {
    text.replace(['“', '”'], "\"")
        .replace('’', "'")
        .replace('—', "--")
        .replace('…', "...")
}

fn key(status: Status, note: Option<&String>, confidence: Confidence, texts: [&[String]; 2]) -> Key {
    let texts = texts.map(|texts| texts.iter().map(|text| folded(text)).collect());
    (status, note.cloned(), confidence, texts)
}

fn key_of_link(link: &Link) -> Key {
    let texts = [link.texts(Side::Source), link.texts(Side::Target)];
    key(link.status, link.note.as_ref(), link.confidence, texts)
}

fn key_of_decision(decision: &Decision) -> Key {
    let texts = [decision.texts(Side::Source), decision.texts(Side::Target)];
    key(decision.status, decision.note.as_ref(), decision.confidence, texts)
}

fn pinned(file: &AlignmentFile) -> Vec<Key> {
    file.links
        .iter()
        .filter(|link| link.status.is_pinned())
        .map(key_of_link)
        .collect()
}

fn noted(file: &AlignmentFile) -> Vec<Key> {
    let stale = file.links.iter().filter(|link| is_stale(link));
    let notes = stale.filter_map(|link| link.note.as_deref());
    notes
        .flat_map(|note| Decision::read_all(note, ["es", "en"]))
        .map(|decision| key_of_decision(&decision))
        .collect()
}

/// The decisions that must stand: nobody touched their sentences, these stand together as before, their order is
/// the same on both sides as that of every other such decision, and where a sentence has its like elsewhere its
/// neighbours tell which it is.
fn must_stand(before: &World, after: &World) -> Vec<bool> {
    // By side and origin where it stands now.
    let now = [0, 1].map(|side| {
        let sentences = after.sides[side].sentences().enumerate();
        let known = sentences.filter_map(|(at, sentence)| Some((sentence.origin?, (at, sentence.touched))));
        known.collect::<HashMap<usize, (usize, bool)>>()
    });
    let counts = |world: &World, side: usize| {
        let mut counts: HashMap<String, usize> = HashMap::new();
        for sentence in world.sides[side].sentences() {
            *counts.entry(folded(&sentence.text)).or_default() += 1;
        }
        counts
    };
    let often = [0, 1].map(|side| [counts(before, side), counts(after, side)]);
    let texts = [0, 1].map(|side| {
        let sentences = before.sides[side].sentences();
        sentences.map(|sentence| folded(&sentence.text)).collect::<Vec<_>>()
    });
    let is_unique = |side: usize, text: &String| often[side].iter().all(|often| often.get(text) == Some(&1));
    // By side the sentences before the script, in order.
    let order = [0, 1].map(|side| {
        let sentences = before.sides[side].sentences();
        sentences.map(|sentence| sentence.origin).collect::<Vec<_>>()
    });
    let untouched = |side: usize, origin: usize| {
        now[side]
            .get(&origin)
            .filter(|(_, touched)| !touched)
            .map(|(at, _)| *at)
    };
    let known_by_context = |side: usize, origin: usize| {
        let place = order[side].iter().position(|&other| other == Some(origin)).unwrap();
        if is_unique(side, &texts[side][place]) {
            return true;
        }
        let at = untouched(side, origin).unwrap();
        let neighbour = |place: Option<usize>, expected: Option<usize>| {
            let Some(place) = place.filter(|&place| place < order[side].len()) else {
                return false;
            };
            order[side][place].is_some_and(|other| untouched(side, other) == expected && expected.is_some())
                && is_unique(side, &texts[side][place])
        };
        neighbour(place.checked_sub(1), at.checked_sub(1)) && neighbour(Some(place + 1), Some(at + 1))
    };
    let places: Vec<Option<[Vec<usize>; 2]>> = before
        .beads
        .iter()
        .map(|bead| {
            let side = |side: usize| -> Option<Vec<usize>> {
                let places: Option<Vec<usize>> = bead[side].iter().map(|&origin| untouched(side, origin)).collect();
                places.filter(|places| places.windows(2).all(|two| two[0] + 1 == two[1]))
            };
            Some([side(0)?, side(1)?])
        })
        .collect();
    let first = |places: &Option<[Vec<usize>; 2]>| {
        let [source, target] = places.as_ref()?;
        Some((*source.first()?, *target.first()?))
    };
    let crosses = |bead: usize| {
        let Some((s, t)) = first(&places[bead]) else {
            return false;
        };
        places
            .iter()
            .any(|other| first(other).is_some_and(|(os, ot)| (os < s) != (ot < t) && (os, ot) != (s, t)))
    };
    // A bead with sentences that have their like elsewhere could also be there. Where that crosses another bead,
    // nobody can tell which of the two moved.
    let everywhere = [0, 1].map(|side| {
        let mut places: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, sentence) in after.sides[side].sentences().enumerate() {
            places.entry(folded(&sentence.text)).or_default().push(at);
        }
        places
    });
    let readings: Vec<[Vec<usize>; 2]> = before
        .beads
        .iter()
        .filter(|bead| {
            // It stands elsewhere too, or only there, its own sentence being gone.
            let copies = |side: usize| {
                bead[side].iter().any(|&origin| {
                    let own = now[side].get(&origin).map(|(at, _)| at);
                    let all = everywhere[side].get(&before.first[side][origin]);
                    let known = untouched(side, origin).is_some() && known_by_context(side, origin);
                    !known && all.is_some_and(|all| all.iter().any(|at| Some(at) != own))
                })
            };
            copies(0) || copies(1)
        })
        .map(|bead| {
            [0, 1].map(|side| {
                let all = bead[side]
                    .iter()
                    .filter_map(|&origin| everywhere[side].get(&before.first[side][origin]));
                all.flatten().copied().collect()
            })
        })
        .collect();
    let could_cross = |bead: usize| {
        let Some((s, t)) = first(&places[bead]) else {
            return false;
        };
        readings.iter().any(|[source, target]| {
            let mut pairs = source.iter().flat_map(|os| target.iter().map(move |ot| (*os, *ot)));
            pairs.any(|(os, ot)| (os < s) != (ot < t) && os != s && ot != t)
        })
    };
    (0..before.beads.len())
        .map(|bead| {
            let all_known = || {
                (0..2).all(|side| {
                    before.beads[bead][side]
                        .iter()
                        .all(|&origin| known_by_context(side, origin))
                })
            };
            places[bead].is_some() && !crosses(bead) && !could_cross(bead) && all_known()
        })
        .collect()
}

static REQUIRED: AtomicUsize = AtomicUsize::new(0);
static STOOD: AtomicUsize = AtomicUsize::new(0);
static NOTED: AtomicUsize = AtomicUsize::new(0);
static REFUSED: AtomicUsize = AtomicUsize::new(0);

fn count(list: &[Key]) -> HashMap<&Key, usize> {
    let mut counts = HashMap::new();
    for key in list {
        *counts.entry(key).or_default() += 1;
    }
    counts
}

fn check_file(update: &Update) -> Result<(), TestCaseError> {
    let Update {
        file, source, target, ..
    } = update;
    prop_assert_eq!(validate(file), Ok(()));
    prop_assert_eq!(check_texts(file, Side::Source, source), Ok(()));
    prop_assert_eq!(check_texts(file, Side::Target, target), Ok(()));
    let read = |document: &Document| document.len();
    prop_assert!(read(source) > 0 && read(target) > 0);
    Ok(())
}

fn run(case: &Case) -> Result<(), TestCaseError> {
    let mut world = World::new(case);
    if !world.has_text() {
        return Ok(());
    }
    let made = reviewed(&world, case);
    prop_assert_eq!(validate(&made), Ok(()));
    // With nothing edited, every decision stands, byte for byte.
    let mut update = world.update(Some(&made)).unwrap();
    let decided: Vec<Key> = pinned(&made);
    prop_assert_eq!(&pinned(&update.file), &decided);
    prop_assert_eq!(update.report.kept, decided.len());
    check_file(&update)?;
    let links_of: Vec<Key> = made.links.iter().map(key_of_link).collect();
    let mut standing: Vec<bool> = made.links.iter().map(|link| link.status.is_pinned()).collect();
    for script in &case.scripts {
        let before = world.clone();
        script.iter().for_each(|&edit| world.apply(edit));
        if !world.has_text() {
            return Ok(());
        }
        let stored = update.file.clone();
        update = match world.update(Some(&stored)) {
            Ok(update) => update,
            Err(_) => {
                // Nothing is written, so nothing is lost; how often this happens is told.
                REFUSED.fetch_add(1, Ordering::Relaxed);
                return Ok(());
            }
        };
        check_file(&update)?;
        let (stand, notes) = (pinned(&update.file), noted(&update.file));
        let required: Vec<Key> = must_stand(&before, &world)
            .into_iter()
            .zip(&standing)
            .zip(&links_of)
            .filter(|((must, stood), _)| *must && **stood)
            .map(|(_, key)| key.clone())
            .collect();
        let there = count(&stand);
        for (key, times) in count(&required) {
            prop_assert!(
                there.get(key).copied().unwrap_or(0) >= times,
                "lost its pin: {:?}\n{}\nbefore:\n{}\nafter:\n{}",
                key,
                write(&update.file),
                before.sides[0].text(world.lines),
                world.sides[0].text(world.lines)
            );
        }
        // Every decision is somewhere, once.
        let mut all: Vec<Key> = stand.iter().chain(&notes).cloned().collect();
        let mut expected = decided.clone();
        all.sort();
        expected.sort();
        let gone = update.report.gone;
        if gone > 0 {
            // Told, and left in the version before, which the program keeps: no sentence of them is in either text.
            prop_assert!(all.len() + gone >= expected.len(), "decisions lost");
            prop_assert!(
                all.iter().all(|key| expected.contains(key)),
                "a decision that nobody made"
            );
            return Ok(());
        }
        prop_assert_eq!(all, expected, "decisions lost or doubled");
        REQUIRED.fetch_add(required.len(), Ordering::Relaxed);
        STOOD.fetch_add(stand.len(), Ordering::Relaxed);
        NOTED.fetch_add(notes.len(), Ordering::Relaxed);
        // A second run finds nothing to do.
        let again = world.update(Some(&update.file)).unwrap();
        prop_assert_eq!(write(&again.file), write(&update.file), "the second run differs");
        prop_assert_eq!(again.report.became_stale, 0);
        standing = links_of.iter().map(|key| there.contains_key(key)).collect();
    }
    Ok(())
}

#[test]
fn no_decision_is_lost_whatever_is_edited() {
    let number = |name: &str, default: u32| std::env::var(name).map_or(default, |count| count.parse().unwrap());
    let cases = number("COTEJO_EDIT_SCRIPTS", 200);
    let config = ProptestConfig {
        cases,
        // The same scripts in every run, unless others are asked for.
        rng_seed: RngSeed::Fixed(number("COTEJO_EDIT_SEED", 1).into()),
        failure_persistence: None,
        max_shrink_iters: 3000,
        ..ProptestConfig::default()
    };
    let mut runner = proptest::test_runner::TestRunner::new(config);
    let result = runner.run(&any_case(), |case| run(&case));
    println!(
        "{cases} cases: {} decisions had to stand, {} stood, {} became notes, {} scripts were refused",
        REQUIRED.load(Ordering::Relaxed),
        STOOD.load(Ordering::Relaxed),
        NOTED.load(Ordering::Relaxed),
        REFUSED.load(Ordering::Relaxed)
    );
    if let Err(error) = result {
        panic!("{error}");
    }
}
