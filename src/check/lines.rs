//! In which lines what was found stands: those of the alignment, and those of the texts.

use super::finding::TextLine;
use super::{Finding, Part};
use crate::file::{AlignmentFile, Lines, check_coverage};
use crate::project::text_ref;
use crate::text::{Document, Side};

/// Says in which line of an alignment each finding stands that says none yet. What is about all of a file, or about one
/// that cannot be read, is told at its beginning.
pub(super) fn add(findings: &mut [Finding], json: Option<&str>) {
    let Some(json) = json else {
        findings.iter_mut().for_each(|finding| {
            finding.line.get_or_insert(1);
        });
        return;
    };
    if findings.iter().all(|finding| finding.line.is_some()) {
        return;
    }
    let lines = Lines::of(json);
    for finding in findings.iter_mut().filter(|finding| finding.line.is_none()) {
        let line = match (&finding.link, finding.part) {
            (Some(link), _) => lines.link(link.number),
            (None, Part::Link(number)) => lines.link(number),
            (None, Part::Text(Side::Source)) => lines.key("source"),
            (None, Part::Text(Side::Target)) => lines.key("target"),
            (None, Part::Aligner) => lines.key("aligner"),
            (None, Part::Waiting) => lines.key("waiting"),
            (None, Part::Whole) => None,
        };
        finding.line = line.or(Some(1));
    }
}

/// Says where in the texts the wording of each link stands that something was found in.
///
/// Lines are told of plain texts alone: those of a page or an e-book are no lines of its text.
///
/// # Complexity
/// Linear in the texts, where there are findings.
pub(super) fn place_in_texts(findings: &mut [Finding], file: &AlignmentFile, documents: &[Option<Document>; 2]) {
    if findings.is_empty() {
        return;
    }
    let lines = Side::BOTH.map(|side| {
        documents[side.index()]
            .as_ref()
            .and_then(|text| of_links(file, side, text))
    });
    for finding in findings {
        let Some(link) = finding.link.as_deref_mut() else {
            continue;
        };
        let side = match finding.part {
            Part::Text(side) => side,
            _ if link.target.is_empty() => Side::Source,
            _ => Side::Target,
        };
        let links = link.number - 1..link.number - 1 + link.count;
        let line = lines[side.index()]
            .as_ref()
            .and_then(|lines| lines.get(links)?.iter().find_map(|line| *line));
        link.text = line.map(|line| TextLine {
            path: text_ref(file, side).path.clone(),
            line,
        });
    }
}

/// For each link the line of the text, from 1, in which its sentences of one side begin, if it has some.
fn of_links(file: &AlignmentFile, side: Side, document: &Document) -> Option<Vec<Option<usize>>> {
    if !document.text().marked().is_empty() {
        return None;
    }
    let spans = check_coverage(file, side, document).ok()?;
    let text = document.text().as_str();
    let (mut at, mut line) = (0, 1);
    let mut begin = spans.iter().map(|span| {
        let start = span.range().start;
        line += text[at..start].bytes().filter(|&byte| byte == b'\n').count();
        at = start;
        line
    });
    let of_link = |link: &crate::file::Link| {
        let count = link.texts(side).len();
        let first = if count == 0 { None } else { begin.next() };
        // The other sentences of the link.
        (1..count).for_each(|_| {
            begin.next();
        });
        first
    };
    Some(file.links.iter().map(of_link).collect())
}
