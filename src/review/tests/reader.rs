//! A reader who knows what is right works through the queue: how many errors are gone after how many links.

use std::collections::HashSet;

use super::names;
use crate::align::{Aligner, gold};
use crate::file::{AlignmentFile, Confidence, Link, Status};
use crate::fixture::file;
use crate::review::{Done, Gains, Ground, Journal, Known, Op, Pace, Request, SentenceName, expected_errors, queue};
use crate::text::{Document, Side};

/// Shares of the links, in per cent, after which is counted.
const AFTER: [usize; 6] = [5, 10, 15, 20, 30, 50];

type Group = [Vec<usize>; 2];

/// The links as numbers of sentences.
fn groups(file: &AlignmentFile) -> Vec<Group> {
    let mut next = [0, 0];
    let group = |link: &Link| {
        Side::BOTH.map(|side| {
            let start = next[side.index()];
            next[side.index()] += link.texts(side).len();
            (start..next[side.index()]).collect()
        })
    };
    file.links.iter().map(group).collect()
}

fn aligned(aligner: &Aligner, source: &Document, target: &Document) -> AlignmentFile {
    let found = aligner.align(source, target);
    let links = found.beads.iter().zip(&found.confidence).map(|(bead, &confidence)| {
        let texts = |side: Side, document: &Document| {
            let of = bead.indices(side).map(|at| document.sentence(at).into_owned());
            of.collect::<Vec<String>>()
        };
        Link {
            source: texts(Side::Source, source),
            target: texts(Side::Target, target),
            status: Status::Auto,
            confidence: Confidence::new(confidence),
            note: None,
            reasons: Vec::new(),
        }
    });
    file(links.collect())
}

struct Reader<'a> {
    journal: Journal,
    known: Known<'a>,
    right: HashSet<Group>,
    truth: Vec<Group>,
    seq: u64,
    looked: usize,
}

impl Reader<'_> {
    fn wrong(&self) -> usize {
        let is_wrong = |group: &&Group| !self.right.contains(*group);
        groups(&self.journal.state().file).iter().filter(is_wrong).count()
    }

    fn act(&mut self, op: Op) -> bool {
        self.seq += 1;
        let request = Request::to_do("reader", self.seq, op);
        matches!(self.journal.handle(&request, Some(&self.known)), Ok(Done::New(_)))
    }

    /// Looks at a link and says what is right there.
    fn settle(&mut self, at: &SentenceName) {
        self.looked += 1;
        let state = self.journal.state();
        let of = groups(&state.file);
        let all = Side::BOTH.map(|side| names(state, side));
        let Some(number) = all[at.side.index()].iter().position(|name| name == at) else {
            return;
        };
        let Some(group) = of
            .iter()
            .find(|group| group[at.side.index()].contains(&number))
            .cloned()
        else {
            return;
        };
        if self.right.contains(&group) {
            self.act(Op::Accept { at: at.clone() });
            return;
        }
        let touches = |truth: &&Group| (0..2).any(|side| truth[side].iter().any(|it| group[side].contains(it)));
        let wanted: Vec<Group> = self.truth.iter().filter(touches).cloned().collect();
        for truth in wanted {
            let named = |side: usize| {
                truth[side]
                    .iter()
                    .filter_map(|&it| all[side].get(it).cloned())
                    .collect()
            };
            self.act(Op::Group {
                source: named(0),
                target: named(1),
            });
        }
    }
}

/// Prints for every gold of the folders of `GOLD` (separated by colons) what scripts/measure-queue adds up.
#[test]
#[ignore = "a source of numbers, run by scripts/measure-queue"]
fn errors_gone_by_links_looked_at() {
    let folders = std::env::var("GOLD").expect("GOLD names folders");
    for gold in gold::read_golds(&folders) {
        let aligner = Aligner::new(gold.langs.0, gold.langs.1);
        let ground = Ground::new([Some(&gold.source), Some(&gold.target)]);
        let truth: Vec<Group> = gold
            .beads
            .iter()
            .map(|bead| [&bead.source, &bead.target].map(|side| side.iter().map(|&it| it as usize).collect()))
            .collect();
        let mut reader = Reader {
            journal: Journal::new(aligned(&aligner, &gold.source, &gold.target)),
            known: Known {
                ground: &ground,
                aligner: &aligner,
            },
            right: truth.iter().cloned().collect(),
            truth,
            seq: 0,
            looked: 0,
        };
        let links = reader.journal.state().links().len();
        let (wrong, expected) = (reader.wrong(), expected_errors(&reader.journal.state().file, 1.0));
        let (mut gains, pace) = (Gains::default(), Pace::default());
        let mut after = AFTER.iter().peekable();
        let mut seen = HashSet::new();
        while after.peek().is_some() {
            while gains.learn_one(reader.journal.state(), &ground, &aligner, &pace) {}
            let state = reader.journal.state();
            // Those drawn by lot are for the estimate of what is left, and not counted here.
            let mut items = queue(&state.file, &pace, &gains).into_iter().filter(|item| !item.drawn);
            let name = |link: usize| {
                let side = if state.links()[link].source.is_empty() {
                    Side::Target
                } else {
                    Side::Source
                };
                state.name(link, side, 0)
            };
            let block = items.find_map(|item| {
                let names: Vec<_> = (item.link..item.link + item.count).filter_map(name).collect();
                let fresh: Vec<_> = names.into_iter().filter(|name| !seen.contains(name)).collect();
                (!fresh.is_empty()).then_some(fresh)
            });
            for name in block.iter().flatten() {
                reader.settle(name);
                seen.insert(name.clone());
                while let Some(share) = after.next_if(|share| reader.looked * 100 >= links * **share) {
                    print(&gold.path, *share, links, (wrong, &reader), expected);
                }
            }
            if block.is_none() {
                for share in after.by_ref() {
                    print(&gold.path, *share, links, (wrong, &reader), expected);
                }
            }
        }
    }
}

fn print(path: &std::path::Path, share: usize, links: usize, (wrong, reader): (usize, &Reader<'_>), expected: f64) {
    println!(
        "queue\t{}\t{share}\t{links}\t{}\t{wrong}\t{}\t{expected:.3}\t{:.3}",
        path.display(),
        reader.looked,
        reader.wrong(),
        expected_errors(&reader.journal.state().file, 1.0)
    );
}
