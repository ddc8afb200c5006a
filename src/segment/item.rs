//! Items of a list: what their marks are, and where they begin in a block of lines.

use super::chars::is_opener;
use super::line::{Line, begins_sentence, ends_sentence, opens_speech};
use crate::text::normal::roman_value;

/// What an item begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Item {
    /// Items of one list share it.
    kind: Kind,
    /// Its place in the list; 0 for a mark that does not count.
    value: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Bullet(char),
    /// Figures, letters or Roman numbers, with what closes them and whether a bracket opens them.
    Figure(char, bool),
    Small(char, bool),
    Capital(char, bool),
    SmallRoman(char, bool),
    CapitalRoman(char, bool),
}

/// All readings of a line's beginning as an item's mark: `i)` is a letter and a Roman number.
fn readings(line: &str) -> [Option<Item>; 2] {
    let none = [None, None];
    let Some(first) = line.chars().next() else {
        return none;
    };
    let blank = |rest: &str| rest.starts_with([' ', '\t', '\u{a0}']);
    if matches!(
        first,
        '-' | '–' | '•' | '*' | '◦' | '▪' | '‣' | '·' | '+' | '●' | '○' | '■' | '□' | '✓'
    ) {
        let item = Item {
            kind: Kind::Bullet(first),
            value: 0,
        };
        return [blank(&line[first.len_utf8()..]).then_some(item), None];
    }
    let (body, open) = match first {
        '(' | '[' => (&line[1..], true),
        _ => (line, false),
    };
    let length = body.bytes().take(6).take_while(u8::is_ascii_alphanumeric).count();
    let (label, rest) = body.split_at(length);
    // 1. 1) 1.º 1.ª 1º 1.- 1°
    let ordinal = rest
        .trim_start_matches(['.', ')', ']'])
        .trim_start_matches(['º', 'ª', '°', '.', ')', '-']);
    let marks = &rest[..rest.len() - ordinal.len()];
    let Some(close) = marks
        .chars()
        .next()
        .filter(|_| blank(ordinal) && marks.chars().count() < 4)
    else {
        return none;
    };
    if label.is_empty() || open && !matches!(close, ')' | ']') {
        return none;
    }
    let item = |kind: fn(char, bool) -> Kind, value| {
        Some(Item {
            kind: kind(close, open),
            value,
        })
    };
    if label.bytes().all(|b| b.is_ascii_digit()) {
        let value = label.parse().ok().filter(|_| label.len() < 4);
        return [value.and_then(|value| item(Kind::Figure, value)), None];
    }
    let lone = label.len() == 1;
    let value = u32::from(label.as_bytes()[0].to_ascii_lowercase().saturating_sub(b'a')) + 1;
    // No list has more items than tens can count.
    let roman = roman_value(&label.to_ascii_uppercase()).filter(|&value| value < 40);
    if label.bytes().all(|b| b.is_ascii_lowercase()) {
        let letter = if lone { item(Kind::Small, value) } else { None };
        [letter, roman.and_then(|value| item(Kind::SmallRoman, value))]
    } else if label.bytes().all(|b| b.is_ascii_uppercase()) {
        let letter = if lone { item(Kind::Capital, value) } else { None };
        [letter, roman.and_then(|value| item(Kind::CapitalRoman, value))]
    } else {
        none
    }
}

/// Where the items of a list begin in a block: positions of lines, rising. Empty where the block holds no list.
///
/// A list has two items at least that follow each other (1, 2; a, b; the same bullet; 1 and 1 again, as Markdown has it), or one under
/// a line that ends in a colon. A list in an item is a list too.
pub(super) fn items(text: &str, block: &[Line]) -> Vec<usize> {
    let mut found: Vec<(usize, Item)> = Vec::new();
    let mut open: Vec<Item> = Vec::new();
    for (at, line) in block.iter().enumerate() {
        let here = readings(line.text(text));
        let after_colon = at > 0 && block[at - 1].text(text).ends_with([':', ';']);
        let fresh =
            at == 0 || after_colon || ends_sentence(block[at - 1].text(text)) || line.indent > block[at - 1].indent;
        let next = here.into_iter().flatten().find(|item| {
            open.iter().any(|last| {
                last.kind == item.kind && (item.value == last.value + 1 || item.value == last.value && item.value < 2)
            })
        });
        let first = || here.into_iter().flatten().find(|item| item.value < 2 && fresh);
        let Some(item) = next.or_else(first) else {
            continue;
        };
        if let Some(level) = open.iter().position(|last| last.kind == item.kind) {
            open.truncate(level);
        }
        open.push(item);
        found.push((at, item));
    }
    let led = |at: usize| at > 0 && block[at - 1].text(text).ends_with(':') && !opens_speech(block[at].text(text));
    let mut company: Vec<(Kind, usize)> = Vec::new();
    for (_, item) in &found {
        match company.iter_mut().find(|(kind, _)| *kind == item.kind) {
            Some((_, count)) => *count += 1,
            None => company.push((item.kind, 1)),
        }
    }
    let kept =
        |&(at, item): &(usize, Item)| company.iter().any(|&(kind, count)| kind == item.kind && count > 1) || led(at);
    found.iter().filter(|one| kept(one)).map(|&(at, _)| at).collect()
}

/// Whether `line` goes on with the item of which `before` is the line above; `edge` is the right edge of the block.
pub(super) fn goes_on(text: &str, before: &Line, line: &Line, edge: usize) -> bool {
    if !ends_sentence(before.text(text)) || !begins_sentence(line.text(text)) {
        return true;
    }
    let word = line.text(text).chars().take_while(|c| !c.is_whitespace()).count();
    before.indent + before.width + 1 + word > edge && !line.text(text).starts_with(is_opener)
}

#[cfg(test)]
mod tests {
    use super::super::line::read_lines;
    use super::*;

    fn starts(text: &str) -> Vec<usize> {
        items(text, &read_lines(text))
    }

    #[test]
    fn items_are_found_whatever_their_marks() {
        for marks in [
            ["a)", "b)", "c)"],
            ["1.", "2.", "3."],
            ["1)", "2)", "3)"],
            ["1.º", "2.º", "3.º"],
            ["1.ª", "2.ª", "3.ª"],
            ["(a)", "(b)", "(c)"],
            ["(i)", "(ii)", "(iii)"],
            ["i)", "ii)", "iii)"],
            ["I.", "II.", "III."],
            ["A.", "B.", "C."],
            ["•", "•", "•"],
            ["–", "–", "–"],
            ["-", "-", "-"],
            ["1.", "1.", "1."],
        ] {
            let [one, two, three] = marks;
            let text = format!(
                "Para el taller hacen falta:\n{one} cola;\n{two} clavos de los que vende\nel herrero;\n{three} paciencia.\n"
            );
            assert_eq!(starts(&text), [1, 2, 4], "{marks:?}");
        }
    }

    #[test]
    fn lists_in_items_are_lists() {
        let text = "1. Tools:\na) saw;\nb) plane.\n2. Wood:\na) oak;\nb) pine.\n";
        assert_eq!(starts(text), [0, 1, 2, 3, 4, 5]);
    }

    #[test]
    fn a_number_at_a_line_start_is_no_list() {
        assert_eq!(
            starts("Nació en la casa del número\n7. Luego se fue a la del\n9. No volvió.\n"),
            [0; 0]
        );
    }
}
