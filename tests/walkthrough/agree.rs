//! Whether what a page shows agrees with what was found.

use std::ops::Range;

/// Where a text has this; `…` stands for anything within a line.
pub(crate) fn places(text: &str, wanted: &str) -> Vec<Range<usize>> {
    let (first, others) = wanted.split_once('…').unwrap_or((wanted, ""));
    let starts = text.match_indices(first).map(|(start, _)| start);
    let ends = |start: usize| {
        let mut end = start + first.len();
        for part in others.split('…') {
            let line = text[end..].split('\n').next()?;
            end += line.find(part)? + part.len();
        }
        Some(start..end)
    };
    if wanted.contains('…') {
        return starts.filter_map(ends).collect();
    }
    starts.map(|start| start..start + wanted.len()).collect()
}

/// Whether a line of the page allows a line that was found.
pub(crate) fn agrees(page: &str, found: &str) -> bool {
    let (page, found) = (mask(page, false), mask(found, false));
    let Some((start, open)) = page.split_once('…') else {
        return page == found;
    };
    let (middle, end) = open.rsplit_once('…').map_or(("", open), |(middle, end)| (middle, end));
    let inner = found.strip_prefix(start).and_then(|rest| rest.strip_suffix(end));
    let found_in_order = |rest: &mut &str, part: &str| {
        let at = rest.find(part)?;
        *rest = &rest[at + part.len()..];
        Some(())
    };
    inner.is_some_and(|mut rest| middle.split('…').all(|part| found_in_order(&mut rest, part).is_some()))
}

/// A line with `…` for times, and for the decimals of confidences unless these are kept.
pub(crate) fn mask(line: &str, keep_confidences: bool) -> String {
    let mut masked = String::new();
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        let length = rest
            .find(|c: char| !c.is_ascii_digit() && !".-:".contains(c))
            .unwrap_or(rest.len());
        let (number, after) = rest.split_at(length.max(first.len_utf8()));
        let digits = |part: &str, count| part.len() >= count && part.bytes().all(|c| c.is_ascii_digit());
        let is_share = matches!(number.split_once('.'), Some(("0" | "1", decimals)) if digits(decimals, 2));
        let is_date = number.len() == 10 && number.split('-').all(|part| digits(part, 2));
        let is_time = number.len() == 8 && number.split(':').all(|part| digits(part, 2));
        if is_date || is_time {
            masked.push('…');
        } else if is_share && !keep_confidences {
            masked.push_str("0.…");
        } else {
            masked.push_str(number);
        }
        rest = after;
    }
    masked
}

#[test]
fn lines_agree_up_to_confidences_times_and_what_the_page_leaves_open() {
    assert!(agrees(
        "3 links, mean confidence 0.912",
        "3 links, mean confidence 0.887"
    ));
    assert!(agrees("until … … UTC  align", "until 2031-05-06 07:08:09 UTC  align"));
    assert!(agrees("commit … by Ana", "commit 1f3a by Ana"));
    assert!(agrees("beginning …", "beginning of something"));
    assert!(agrees("… end", "one end and the end"));
    assert!(!agrees("… end", "one end and no more"));
    assert!(!agrees("3 links", "4 links"));
    assert!(!agrees("3 links", "3 links and more"));
    assert!(!agrees("version 0.1", "version 0.2"));
    assert!(!agrees("commit … by Ana", "commit 1f3a by Eva"));
}
