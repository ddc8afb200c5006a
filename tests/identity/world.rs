//! A small project that is edited at random: what its texts are made of, what people decided, what is done to them.

use std::sync::LazyLock;
use std::sync::atomic::Ordering;

use cotejo::align::Aligner;
use cotejo::carry::{CarryError, Policy, Text, Update, update};
use cotejo::file::{AlignerInfo, AlignmentFile, Confidence, Link, Settings, Status, TextRef};
use cotejo::segment::{Rules, one_per_line, segment};
use cotejo::text::{Lang, SourceText};
use proptest::prelude::*;

use crate::{REFUSED, folded, pinned};

pub(crate) const LANGS: [Lang; 2] = [Lang::ES, Lang::EN];

pub(crate) static ALIGNER: LazyLock<Aligner> = LazyLock::new(|| Aligner::without_lexicon(Lang::ES, Lang::EN));
pub(crate) static RULES: LazyLock<[Rules; 2]> = LazyLock::new(|| LANGS.map(Rules::for_lang));

/// A sentence as the edits know it.
#[derive(Debug, Clone)]
pub(crate) struct Sentence {
    /// Which sentence of the first text it is; none for one that an edit brought.
    pub(crate) origin: Option<usize>,
    pub(crate) text: String,
    pub(crate) touched: bool,
    /// Whether it is joined to the next by a person only: the segmenter sees one sentence.
    pub(crate) cut_by_hand: bool,
}

pub(crate) type Passage = Vec<Sentence>;

/// How a text is laid out; none of it touches a sentence.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Look {
    pub(crate) wrapped: bool,
    pub(crate) crlf: bool,
    pub(crate) decomposed: bool,
    pub(crate) straight: bool,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct SideText {
    pub(crate) passages: Vec<Passage>,
    pub(crate) look: Look,
}

impl SideText {
    pub(crate) fn text(&self, lines: bool) -> String {
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

    /// Puts a passage elsewhere.
    fn shift(&mut self, from: usize, to: usize) {
        let count = self.passages.len();
        let passage = self.passages.remove(from % count);
        self.passages.insert(to % count, passage);
    }

    pub(crate) fn sentences(&self) -> impl Iterator<Item = &Sentence> {
        self.passages.iter().flatten()
    }

    /// The passage and position of a sentence counted over all.
    pub(crate) fn locate(&self, wanted: usize) -> Option<(usize, usize)> {
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

pub(crate) const REPEATED: [[&str; 2]; 4] = [
    ["—No.", "“No.”"],
    ["—Sí.", "“Yes.”"],
    ["¿Por qué?", "Why?"],
    ["Nadie contestó…", "Nobody answered…"],
];

pub(crate) const NOUNS: [[&str; 2]; 6] = [
    ["barca", "boat"],
    ["torre", "tower"],
    ["abuela", "grandmother"],
    ["campana", "bell"],
    ["cigüeña", "stork"],
    ["linterna", "lantern"],
];

pub(crate) const VERBS: [[&str; 2]; 5] = [
    ["volvió", "came back"],
    ["cayó", "fell"],
    ["cantó", "sang"],
    ["desapareció", "vanished"],
    ["se quedó", "stayed"],
];

/// A sentence that no other number gives.
pub(crate) fn invented(number: usize, side: usize) -> String {
    let noun = NOUNS[number % NOUNS.len()][side];
    let verb = VERBS[number / 7 % VERBS.len()][side];
    match side {
        0 => format!("La {noun} del “portal {number}” {verb} de noche y el guarda {number} lo vio."),
        _ => format!("The {noun} of “gate {number}” {verb} by night and keeper {number} saw it."),
    }
}

#[derive(Debug, Clone)]
pub(crate) struct PlannedBead {
    /// By side: for each sentence whether it is one of the repeated ones, and which.
    pub(crate) shape: [usize; 2],
    pub(crate) repeated: Option<usize>,
    pub(crate) by_hand: bool,
    pub(crate) status: Status,
    pub(crate) note: Option<&'static str>,
}

pub(crate) fn any_bead() -> impl Strategy<Value = PlannedBead> {
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
pub(crate) enum Edit {
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
    DeletePassageOf(usize, usize),
    /// A passage goes elsewhere on one side.
    Move(usize, usize, usize),
    /// And on both.
    MoveBoth(usize, usize),
    /// A passage is joined to the next.
    JoinPassages(usize, usize),
    /// The text ends in the middle, as of a file half saved.
    Half(usize, usize),
    /// Another work's text.
    OtherText(usize),
    Duplicate(usize, usize),
    Wrap(usize),
    Crlf(usize),
    Decompose(usize),
    Straighten(usize),
}

pub(crate) fn any_edit() -> impl Strategy<Value = Edit> {
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
        1 => (side(), at()).prop_map(|(s, a)| Edit::DeletePassageOf(s, a)),
        1 => (side(), at(), at()).prop_map(|(s, a, b)| Edit::Move(s, a, b)),
        1 => (at(), at()).prop_map(|(a, b)| Edit::MoveBoth(a, b)),
        1 => (side(), at()).prop_map(|(s, a)| Edit::JoinPassages(s, a)),
        1 => (side(), at()).prop_map(|(s, a)| Edit::Half(s, a)),
        1 => side().prop_map(Edit::OtherText),
        1 => (side(), at()).prop_map(|(s, a)| Edit::Duplicate(s, a)),
        1 => side().prop_map(Edit::Wrap),
        1 => side().prop_map(Edit::Crlf),
        1 => side().prop_map(Edit::Decompose),
        1 => side().prop_map(Edit::Straighten),
    ]
}

#[derive(Debug, Clone)]
pub(crate) struct Case {
    pub(crate) lines: bool,
    /// By passage its beads.
    pub(crate) passages: Vec<Vec<PlannedBead>>,
    pub(crate) scripts: [Vec<Edit>; 2],
}

pub(crate) fn any_case() -> impl Strategy<Value = Case> {
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
pub(crate) struct World {
    pub(crate) lines: bool,
    pub(crate) sides: [SideText; 2],
    /// By bead its sentences, as origins by side.
    pub(crate) beads: Vec<[Vec<usize>; 2]>,
    /// By side and origin what the sentence said at first.
    pub(crate) first: [Vec<String>; 2],
    /// Numbers for new sentences.
    pub(crate) next: usize,
}

impl World {
    pub(crate) fn new(case: &Case) -> Self {
        let mut world = Self {
            lines: case.lines,
            sides: [SideText::default(), SideText::default()],
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

    pub(crate) fn has_text(&self) -> bool {
        self.sides.iter().all(|side| side.sentences().next().is_some())
    }

    pub(crate) fn text(&self, side: usize) -> Text {
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

    pub(crate) fn update(&self, stored: &AlignmentFile, policy: Policy) -> Result<Update, CarryError> {
        let settings = Settings {
            one_per_line: self.lines,
            ..Settings::default()
        };
        update(&ALIGNER, Some(stored), self.text(0), self.text(1), settings, policy)
    }

    /// Brings an alignment up to date however many decisions become stale; what a run that nobody told so says of it
    /// is checked along the way.
    pub(crate) fn force(&self, stored: &AlignmentFile) -> Result<Update, TestCaseError> {
        let accept_loss = Policy {
            accept_loss: true,
            ..Policy::default()
        };
        let update = self.update(stored, accept_loss).unwrap();
        let decided = pinned(stored).len();
        match self.update(stored, Policy::default()) {
            Ok(careful) => prop_assert_eq!(&careful, &update),
            Err(CarryError::MassLoss { lost, decided: of }) => {
                prop_assert_eq!((lost, of), (update.report.became_stale, decided));
                prop_assert!(
                    lost > 2 && lost * 3 > decided,
                    "{} of {} is no mass loss",
                    lost,
                    decided
                );
                REFUSED.fetch_add(1, Ordering::Relaxed);
            }
            Err(CarryError::OtherTexts { sentences, found, .. }) => {
                prop_assert!(found * 5 < sentences, "{} of {} is found", found, sentences);
                REFUSED.fetch_add(1, Ordering::Relaxed);
            }
            Err(error) => return Err(TestCaseError::fail(error.to_string())),
        }
        Ok(update)
    }

    pub(crate) fn apply(&mut self, edit: Edit) {
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
            Edit::DeletePassageOf(side, at) => {
                let passages = &mut self.sides[side].passages;
                let count = passages.len();
                passages[at % count].clear();
            }
            Edit::Move(side, from, to) => self.sides[side].shift(from, to),
            Edit::MoveBoth(from, to) => self.sides.iter_mut().for_each(|side| side.shift(from, to)),
            Edit::JoinPassages(side, at) => {
                let passages = &mut self.sides[side].passages;
                if let Some(next) = passages.get(at % passages.len() + 1).cloned() {
                    let count = passages.len();
                    passages[at % count + 1].clear();
                    passages[at % count].extend(next);
                }
            }
            Edit::Half(side, at) => {
                if let Some((p, s)) = self.sides[side].locate(at) {
                    let passages = &mut self.sides[side].passages;
                    passages[p].truncate(s + 1);
                    passages[p + 1..].iter_mut().for_each(Vec::clear);
                    let last = &mut passages[p][s];
                    let count = last.text.chars().count();
                    last.text = last
                        .text
                        .chars()
                        .take(count / 2 + 1)
                        .collect::<String>()
                        .trim_end()
                        .to_owned();
                    (last.touched, last.cut_by_hand) = (true, false);
                    // What a person cut is one sentence with what stands before it.
                    if s > 0 && passages[p][s - 1].cut_by_hand {
                        passages[p][s - 1].touched = true;
                    }
                }
            }
            Edit::OtherText(side) => {
                for passage in 0..self.sides[side].passages.len() {
                    self.next += 1;
                    let other = Sentence {
                        origin: None,
                        text: invented(self.next, side),
                        touched: true,
                        cut_by_hand: false,
                    };
                    self.sides[side].passages[passage] = vec![other];
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
pub(crate) fn reviewed(world: &World, case: &Case) -> AlignmentFile {
    let texts = [world.text(0), world.text(1)];
    let strings: [Vec<String>; 2] = [0, 1].map(|side| {
        let sentences = world.sides[side].sentences();
        sentences.map(|sentence| sentence.text.clone()).collect()
    });
    let planned = case.passages.iter().flatten();
    let links = world
        .beads
        .iter()
        .zip(planned)
        .enumerate()
        .map(|(number, (bead, planned))| {
            let of_side = |side: usize| {
                let origins = bead[side].iter();
                origins.map(|&origin| strings[side][origin].clone()).collect()
            };
            Link {
                source: of_side(0),
                target: of_side(1),
                status: planned.status,
                confidence: Confidence::new(0.5 + f64::from(u32::try_from(number).unwrap()) / 1000.0),
                note: planned.note.filter(|_| planned.status.is_pinned()).map(str::to_owned),
                reasons: Vec::new(),
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
        waiting: Vec::new(),
        links: links.collect(),
    }
}
