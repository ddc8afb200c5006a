//! Front and back matter: where the work begins and ends in a text.

use std::hash::Hash;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::text::{Matter, PassageKind};

use super::bounds::{Bounds, find};
use super::front::{Label, definite, is_author, is_certain, is_contents_heading, is_end, is_part, label, letters};
use super::passage::Block;
use super::rules::Rules;

/// Share of a text that may stand before its first chapter: prefaces and contents of the longest novels take an eighth.
const MOST_FRONT: f64 = 0.3;
/// Bytes of front matter that any text may have, a tale with a long licence too.
const SHORT_FRONT: usize = 20_000;
/// Share of a text before which no end mark is one.
const LEAST_BODY: f64 = 0.5;
/// Share of a text that may stand after its end mark without saying what it is.
const MOST_BACK: f64 = 0.1;
/// Passages after an end mark in which adverts begin.
const NEAR_END: usize = 8;
/// Characters of a passage that is running text, not a line of a title page.
const PROSE: usize = 160;
/// Most headings between the one that begins a chapter and its text.
const MOST_HEADINGS: usize = 6;
/// Headings looked at above the first chapter for the part it begins.
const MOST_ABOVE: usize = 3;
/// Longest line of a title page, in characters.
const LONGEST_TITLE: usize = 90;

/// Gives the passages before the work begins and after it ends their kind.
pub(super) fn mark(text: &str, blocks: &mut [Block], rules: &Rules, bounds: &Bounds) {
    if blocks.is_empty() {
        return;
    }
    let reader = Reader {
        text,
        rules,
        looks: blocks.iter().map(|block| look(text, block, rules)).collect(),
    };
    let said = |words: &Option<String>| find(words.as_deref()?, reader.looks.iter().map(|look| look.text));
    let begin = said(&bounds.begin);
    let start = begin.or_else(|| reader.start()).unwrap_or(0);
    let end = said(&bounds.end).map(|at| at + 1).or_else(|| reader.end(start));
    let title = bounds.title.as_deref().map(letters);
    let front = reader.front(start, begin.is_some(), title.as_deref());
    let back = end.map(|end| reader.back(end)).unwrap_or_default();
    for (at, matter) in front.into_iter().chain(back) {
        blocks[at].kind = PassageKind::Matter(matter);
        if matter != Matter::Preface {
            blocks[at].whole = blocks[at].whole || reader.looks[at].text.chars().count() <= LONGEST_TITLE;
        }
    }
}

/// What a passage says of itself.
struct Look<'t> {
    text: &'t str,
    kind: PassageKind,
    definite: Option<Matter>,
    label: Option<Label>,
    prose: bool,
}

fn look<'t>(text: &'t str, block: &Block, rules: &Rules) -> Look<'t> {
    let span = match (block.pieces.first(), block.pieces.last()) {
        (Some(first), Some(last)) => first.start..last.end,
        _ => 0..0,
    };
    let text = &text[span];
    let heading = block.kind == PassageKind::Heading;
    let definite = definite(text);
    let running = matches!(
        block.kind,
        PassageKind::Paragraph | PassageKind::Verse | PassageKind::Letter | PassageKind::ListItem
    );
    Look {
        text,
        kind: block.kind,
        definite,
        label: if heading { label(text, rules) } else { None },
        prose: running
            && definite.is_none()
            && text.len() >= PROSE
            && text.contains(char::is_lowercase)
            && !is_listing(text),
    }
}

struct Reader<'t> {
    text: &'t str,
    rules: &'t Rules,
    looks: Vec<Look<'t>>,
}

impl Reader<'_> {
    fn offset(&self, at: usize) -> usize {
        self.looks[at].text.as_ptr() as usize - self.text.as_ptr() as usize
    }

    fn share(&self, at: usize) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "a share need not be exact")]
        let share = self.offset(at) as f64 / self.text.len().max(1) as f64;
        share
    }

    /// Whether a numbered heading has text below it, not the next heading of its kind as in a table of contents.
    fn begins_text(&self, at: usize) -> bool {
        let own = self.looks[at].label.as_ref();
        let mut headings = 0;
        for look in &self.looks[at + 1..] {
            let entry = look.text.ends_with(|c: char| c.is_ascii_digit()) || look.text.contains("  ");
            match look.kind {
                PassageKind::Separator | PassageKind::Furniture | PassageKind::Footnote => {}
                PassageKind::Heading => {
                    headings += 1;
                    let same = look
                        .label
                        .as_ref()
                        .is_some_and(|label| own.is_some_and(|own| own.is_like(label)));
                    if same || headings > MOST_HEADINGS {
                        return false;
                    }
                }
                _ if look.prose => return true,
                _ => {
                    return look.definite.is_none()
                        && !(entry && look.text.len() < PROSE)
                        && look.text.contains(char::is_lowercase);
                }
            }
        }
        false
    }

    /// The passage with which the work begins, where something stands before it.
    fn start(&self) -> Option<usize> {
        self.first_chapter()
            .or_else(|| self.after_title_page())
            .filter(|&start| start > 0)
    }

    /// The heading of the first chapter, or of the part that it begins: of the headings numbered one, the first
    /// of the way most chapters are numbered.
    fn first_chapter(&self) -> Option<usize> {
        let chapters: Vec<(usize, &Label)> = (0..self.looks.len())
            .filter_map(|at| Some((at, self.looks[at].label.as_ref()?)))
            .filter(|&(at, label)| !label.part && self.begins_text(at))
            .collect();
        let series = counted(chapters.iter().map(|(_, label)| label.series()));
        let company = |one: &Label| series[&one.series()];
        let firsts: Vec<(usize, &Label)> = chapters.iter().copied().filter(|(_, label)| label.value == 1).collect();
        let (first, own) = firsts.iter().copied().rev().max_by_key(|(_, label)| company(label))?;
        let first = firsts
            .iter()
            .find(|(_, label)| own.is_like(label))
            .map_or(first, |one| one.0);
        if company(own) < 2 && self.looks[..first].iter().any(|look| look.prose)
            || self.share(first) > MOST_FRONT && self.offset(first) > SHORT_FRONT
        {
            return None;
        }
        let above = first.saturating_sub(MOST_ABOVE);
        let part = (above..first).find(|&at| {
            let heading = self.looks[at].text;
            is_part(heading, self.rules)
                && !is_volume(heading)
                && self.looks[at..first]
                    .iter()
                    .all(|look| look.kind == PassageKind::Heading)
        });
        let start = part.unwrap_or(first);
        let front = &self.looks[..start];
        let known = front.iter().any(|look| look.definite.is_some() || is_author(look.text));
        known.then_some(start)
    }

    /// Where no chapter is numbered, the work begins after the last line before its text that is certainly none of it.
    fn after_title_page(&self) -> Option<usize> {
        let prose = self.looks.iter().position(|look| look.prose)?;
        if !self.looks[..prose].iter().any(|look| is_certain(look.text)) {
            return None;
        }
        let mut last = self.looks[..prose].iter().rposition(|look| look.definite.is_some())?;
        // The licence and the notes of who made the text may be long.
        while let Some(next) = self.looks.get(last + 1)
            && matches!(
                next.definite,
                Some(Matter::Licence | Matter::Producer | Matter::Transcriber)
            )
        {
            last += 1;
        }
        (last + 1 < self.looks.len()).then_some(last + 1)
    }

    /// One past the last passage of the work, where something stands after it.
    fn end(&self, start: usize) -> Option<usize> {
        let late = |at: usize| at > start && self.share(at) >= LEAST_BODY;
        let own = self.looks[start].label.as_ref();
        let last_chapter = (start..self.looks.len()).rev().find(|&at| {
            let label = self.looks[at].label.as_ref();
            let like = label.is_some_and(|label| own.is_none_or(|own| own.is_like(label) || !label.part));
            like && self.begins_text(at)
        });
        let after = last_chapter.unwrap_or(start);
        let marked = (after + 1..self.looks.len()).find(|&at| {
            let look = &self.looks[at];
            late(at)
                && self.nothing_follows(at)
                && (is_end(look.text) || look.definite == Some(Matter::Transcriber) || is_licence_end(look))
        });
        if marked.is_some() {
            return marked;
        }
        // Adverts and imprints below the last words of the work: only lines that are certainly so, and what stands between them.
        let prose = (after..self.looks.len())
            .rev()
            .find(|&at| self.looks[at].prose)
            .unwrap_or(after);
        (prose + 1..self.looks.len())
            .find(|&at| late(at) && self.looks[at].definite.is_some() && self.looks[at].kind != PassageKind::Footnote)
    }

    /// Whether what follows an end mark is no other work: it is short, or soon certainly none.
    fn nothing_follows(&self, at: usize) -> bool {
        1.0 - self.share(at) <= MOST_BACK
            || self.looks[at..]
                .iter()
                .take(NEAR_END)
                .any(|look| look.definite.is_some())
    }

    /// What each passage before the work is.
    fn front(&self, start: usize, said: bool, title: Option<&str>) -> Vec<(usize, Matter)> {
        if start == 0 {
            return Vec::new();
        }
        let mut section = Matter::TitlePage;
        let mut found: Vec<(usize, Matter)> = Vec::new();
        for (at, look) in self.looks[..start].iter().enumerate() {
            if matches!(look.kind, PassageKind::Furniture) {
                continue;
            }
            let here = if look.prose {
                self.give_heading(&mut found);
                section = Matter::Preface;
                Matter::Preface
            } else if let Some(matter) = look.definite {
                section = match matter {
                    Matter::Licence if is_licence_begin(look.text) => Matter::TitlePage,
                    Matter::Contents | Matter::Advert | Matter::Licence | Matter::Transcriber => matter,
                    _ => Matter::TitlePage,
                };
                matter
            } else if is_contents_heading(look.text) {
                section = Matter::Contents;
                Matter::Contents
            } else if section == Matter::Preface && look.kind == PassageKind::Heading {
                Matter::PrefaceHeading
            } else {
                section
            };
            found.push((at, here));
        }
        let known = said
            || title.is_some()
            || self.looks[..start]
                .iter()
                .any(|look| look.definite.is_some() || is_author(look.text));
        if !known {
            return Vec::new();
        }
        if let Some(at) = self.title_among(start, &found, title) {
            let words = letters(self.looks[at].text);
            let body = start..self.looks.len().min(start + MOST_HEADINGS);
            for (at, matter) in &mut found {
                if letters(self.looks[*at].text) == words && self.looks[*at].text.chars().count() <= LONGEST_TITLE {
                    *matter = Matter::Title;
                }
            }
            let again =
                body.filter(|&at| self.looks[at].kind == PassageKind::Heading && letters(self.looks[at].text) == words);
            found.extend(again.map(|at| (at, Matter::Title)));
        }
        found
    }

    /// The short paragraphs above a preface's text belong to it, and so does the heading above them.
    fn give_heading(&self, found: &mut [(usize, Matter)]) {
        for (at, matter) in found.iter_mut().rev() {
            let look = &self.looks[*at];
            if *matter != Matter::TitlePage || look.definite.is_some() || is_author(look.text) {
                return;
            }
            if look.kind == PassageKind::Heading {
                *matter = Matter::PrefaceHeading;
                return;
            }
            *matter = Matter::Preface;
        }
    }

    /// The line of the title page that is the work's title: one that comes again counts more, and so does the last before the work,
    /// which has it once more, and the first.
    fn title_among(&self, start: usize, found: &[(usize, Matter)], said: Option<&str>) -> Option<usize> {
        let page = self.looks[..start].iter().position(|look| look.prose).unwrap_or(start);
        let words: Vec<String> = found.iter().map(|(at, _)| letters(self.looks[*at].text)).collect();
        let times = counted(words.iter());
        let lines: Vec<(usize, &String)> = found
            .iter()
            .zip(&words)
            .filter(|((at, _), _)| *at < page || at + 1 == start)
            .filter(|((at, matter), words)| {
                let look = &self.looks[*at];
                let line = look.text;
                let title_page = matches!(matter, Matter::TitlePage | Matter::PrefaceHeading);
                *matter != Matter::Preface
                    && (title_page || times[words] > 1)
                    && look.definite.is_none()
                    && look.label.is_none()
                    && line.chars().count() <= LONGEST_TITLE
                    && line.chars().filter(|c| c.is_alphabetic()).count() > 2
                    && !line.starts_with(['(', '[', '"', '«', '“', '-', '—'])
                    && !line.starts_with("_(")
                    && !is_author(line.lines().next().unwrap_or_default())
            })
            .map(|(&(at, _), words)| (at, words))
            .collect();
        let header = self.looks[..start]
            .iter()
            .find_map(|look| look.text.lines().next()?.strip_prefix("Title: "))
            .map(letters);
        if let Some(said) = said.or(header.as_deref())
            && let Some((at, _)) = lines.iter().find(|(_, line)| *line == said)
        {
            return Some(*at);
        }
        let by = |at: usize| {
            at > 0 && self.looks[at - 1].definite == Some(Matter::TitlePage) && is_by(self.looks[at - 1].text)
        };
        let times = counted(lines.iter().map(|(_, line)| *line));
        let below: Vec<String> = self.looks[start..]
            .iter()
            .take(MOST_HEADINGS)
            .map(|look| letters(look.text))
            .collect();
        let adverts = found.iter().filter(|(_, matter)| *matter == Matter::Advert);
        let adverts: FxHashSet<usize> = adverts.map(|(at, _)| *at).collect();
        let score = |index: usize| {
            let (at, line) = &lines[index];
            let times = times[line] + usize::from(below.contains(line));
            let last = *at + 1 == start && found.len() > 1;
            let body = self.looks[*at].kind == PassageKind::Heading;
            let listed = adverts.contains(at);
            times.min(3) * 2 + usize::from(last) * 2 + usize::from(index == 0) * 3 + usize::from(body)
                - usize::from(listed).min(times)
                - usize::from(by(*at)).min(times)
        };
        (0..lines.len())
            .rev()
            .max_by_key(|&index| score(index))
            .map(|index| lines[index].0)
    }

    /// What each passage after the work is.
    fn back(&self, end: usize) -> Vec<(usize, Matter)> {
        let mut section = Matter::Closing;
        let mut found = Vec::new();
        for (at, look) in self.looks.iter().enumerate().skip(end) {
            if matches!(look.kind, PassageKind::Furniture | PassageKind::Footnote) {
                continue;
            }
            if let Some(matter) = look.definite {
                section = match matter {
                    Matter::Licence | Matter::Transcriber | Matter::Contents | Matter::Advert => matter,
                    Matter::Publisher if section == Matter::Closing => Matter::Advert,
                    _ => section,
                };
                found.push((at, matter));
            } else if look.prose && section == Matter::Closing {
                found.push((at, Matter::Advert));
            } else {
                found.push((at, section));
            }
        }
        found
    }
}

/// How often each comes.
fn counted<T: Eq + Hash>(all: impl Iterator<Item = T>) -> FxHashMap<T, usize> {
    let mut times = FxHashMap::default();
    for one in all {
        *times.entry(one).or_default() += 1;
    }
    times
}

/// Whether lines are a list of titles, prices or pages: most end with a full stop or a figure, as those of prose do not.
fn is_listing(text: &str) -> bool {
    let lines = text.lines().filter(|line| !line.trim().is_empty()).count();
    let closed = text
        .lines()
        .filter(|line| line.trim_end().ends_with(|c: char| c == '.' || c.is_ascii_digit()))
        .count();
    lines > 2 && closed * 10 >= lines * 6
}

/// A volume divides an edition, not the work.
fn is_volume(heading: &str) -> bool {
    letters(heading)
        .split(' ')
        .any(|word| matches!(word, "volume" | "volumen" | "vol" | "tomo" | "tome" | "band"))
}

fn is_by(line: &str) -> bool {
    matches!(letters(line).as_str(), "by" | "por" | "de" | "von" | "par" | "di")
}

/// The line of Project Gutenberg with which its texts begin.
fn is_licence_begin(line: &str) -> bool {
    letters(line).starts_with("start of")
}

fn is_licence_end(look: &Look<'_>) -> bool {
    look.definite == Some(Matter::Licence) && look.kind != PassageKind::Footnote
}
