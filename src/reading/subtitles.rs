//! Subtitles (SubRip and WebVTT) to passages.
//!
//! Counters, times and styles are no text. A sentence may run over cues: cues are joined until one ends as a
//! sentence does, or until a pause after which a capital begins. A dash opens the speech of another person.

use super::page::{Page, folded};
use crate::text::PassageKind;

/// Pause, in milliseconds, after which a capital begins something new though the last cue ended without a mark.
/// Cues of one sentence follow each other within a second; three are a change of scene.
const PAUSE: u64 = 3000;

/// Whether a text begins as subtitles do: a time line among its first.
pub(super) fn is_subtitles(text: &str) -> bool {
    let mut lines = text.trim_start().lines().map(str::trim).filter(|line| !line.is_empty());
    let Some(first) = lines.next() else {
        return false;
    };
    if first == "WEBVTT" || first.starts_with("WEBVTT ") || first.starts_with("WEBVTT\t") {
        return true;
    }
    let counted = first.bytes().all(|byte| byte.is_ascii_digit());
    times(first).is_some() || counted && lines.next().is_some_and(|line| times(line).is_some())
}

/// The passages of subtitles.
pub(super) fn read(text: &str) -> Page {
    let mut reader = Reader::default();
    let is_vtt = text.trim_start().starts_with("WEBVTT");
    for block in text.split("\n\n") {
        let lines: Vec<&str> = block.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        reader.block(&lines, is_vtt);
    }
    reader.end();
    reader.page
}

#[derive(Default)]
struct Reader {
    page: Page,
    open: String,
    ended_at: u64,
}

impl Reader {
    /// Lines between blank ones: a cue, several whose blank line is missing, or a note.
    fn block(&mut self, lines: &[&str], is_vtt: bool) {
        let Some(first) = lines.iter().position(|line| times(line).is_some()) else {
            // What has no time is a note or a style in WebVTT; in SubRip it belongs to the cue before.
            if !is_vtt {
                lines.iter().for_each(|line| self.line(line));
            }
            return;
        };
        let mut at = first;
        while at < lines.len() {
            if let Some((start, end)) = times(lines[at]) {
                self.pause(start, lines.get(at + 1).copied().unwrap_or_default());
                self.ended_at = end;
            } else if !(lines.get(at + 1).is_some_and(|next| times(next).is_some()) && is_counter(lines[at])) {
                self.line(lines[at]);
            }
            at += 1;
        }
    }

    fn pause(&mut self, start: u64, next: &str) {
        let next = plain(next);
        let capital = next
            .chars()
            .find(|c| c.is_alphabetic())
            .is_some_and(|c| !c.is_lowercase());
        if start >= self.ended_at + PAUSE && capital {
            self.end();
        }
    }

    fn line(&mut self, line: &str) {
        let line = folded(&plain(line));
        if line.is_empty() {
            return;
        }
        if opens(&line) {
            self.end();
        }
        if !self.open.is_empty() {
            self.open.push(' ');
        }
        self.open.push_str(&line);
        if closes(&self.open) {
            self.end();
        }
    }

    fn end(&mut self) {
        let text = std::mem::take(&mut self.open);
        self.page.text(PassageKind::Paragraph, &text);
    }
}

fn is_counter(line: &str) -> bool {
    line.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a line begins what somebody else says, or a sound.
fn opens(line: &str) -> bool {
    line.starts_with(['-', '–', '—', '♪', '♫', '(', '[']) && !line.starts_with("...") && !line.starts_with('…')
}

/// Whether a passage ends here.
fn closes(text: &str) -> bool {
    let bare = text.trim_end_matches(['"', '”', '»', '\'', '’', ' ']);
    let open = bare.ends_with("...") || bare.ends_with('…');
    !open && bare.ends_with(['.', '!', '?', ')', ']', '♪', '♫', '。', '؟'])
}

/// The start and end of a cue, in milliseconds.
fn times(line: &str) -> Option<(u64, u64)> {
    let (start, end) = line.split_once("-->")?;
    Some((time(start.trim())?, time(end.split_whitespace().next()?)?))
}

/// `00:01:02,345`, `01:02.345`.
fn time(text: &str) -> Option<u64> {
    let (clock, millis) = text.split_once([',', '.']).unwrap_or((text, "0"));
    let mut seconds = 0_u64;
    for part in clock.split(':') {
        seconds = seconds.checked_mul(60)?.checked_add(part.trim().parse().ok()?)?;
    }
    let millis: u64 = millis.get(..millis.len().min(3))?.parse().ok()?;
    clock
        .contains(':')
        .then(|| seconds.checked_mul(1000)?.checked_add(millis))
        .flatten()
}

/// A line without its markup: `<i>`, `<v Ana>`, `<c.yellow>`, `<00:01.000>`, `{\an8}`.
fn plain(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find(['<', '{', '&']) {
        out.push_str(&rest[..at]);
        let tail = &rest[at..];
        let tag = match tail.as_bytes()[0] {
            b'<' if tail[1..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '/') => {
                tail.find('>').map(|end| end + 1)
            }
            b'{' if tail[1..].starts_with('\\') => tail.find('}').map(|end| end + 1),
            _ => None,
        };
        let entity = [
            ("&amp;", "&"),
            ("&lt;", "<"),
            ("&gt;", ">"),
            ("&nbsp;", "\u{a0}"),
            ("&lrm;", ""),
            ("&rlm;", ""),
        ];
        let entity = entity.iter().find(|(name, _)| tail.starts_with(name));
        let length = match (tag, entity) {
            (Some(length), _) => length,
            (None, Some((name, meaning))) => {
                out.push_str(meaning);
                name.len()
            }
            (None, None) => {
                out.push_str(&tail[..1]);
                1
            }
        };
        rest = &tail[length..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::super::shown;
    use super::*;

    #[test]
    fn a_sentence_runs_over_cues_and_speakers_are_told_apart() {
        let srt = "1\n00:00:01,000 --> 00:00:02,500\n- ¿Quién llama?\n- Soy yo, <i>Marta</i>.\n\n\
                   2\n00:00:03,000 --> 00:00:05,000\n{\\an8}Venía a decirte que\nel tren de las siete\n\n\
                   3\n00:00:05,100 --> 00:00:07,000\nya no sale.\n4\n00:00:08,000 --> 00:00:09,000\n(Un trueno)\n\n\
                   5\n00:00:10,000 --> 00:00:11,000\nPero...\n\n6\n00:00:11,200 --> 00:00:12,000\n...si era el último.\n\n\
                   7\n00:00:13,000 --> 00:00:14,000\n1999\n\n8\n00:01:20,000 --> 00:01:21,000\nAmanece\n";
        assert!(is_subtitles(srt));
        assert_snapshot!(shown(&read(srt).finish()), @r#"
        Paragraph: - ¿Quién llama?
        Paragraph: - Soy yo, Marta.
        Paragraph: Venía a decirte que el tren de las siete ya no sale.
        Paragraph: (Un trueno)
        Paragraph: Pero... ...si era el último.
        Paragraph: 1999
        Paragraph: Amanece
        "#);
    }

    #[test]
    fn notes_and_styles_of_webvtt_are_no_text() {
        let vtt = "WEBVTT - film\n\nSTYLE\n::cue { color: red }\n\nNOTE by hand\n\nintro\n00:01.000 --> 00:04.000 align:start\n\
                   <v Ana>Hello &amp; <c.loud>welcome</c>, 3 < 4\nto the lighthouse.</v>\n";
        assert!(is_subtitles(vtt));
        assert_snapshot!(shown(&read(vtt).finish()), @r#"Paragraph: Hello & welcome, 3 < 4 to the lighthouse."#);
    }

    #[test]
    fn what_only_speaks_of_times_is_no_subtitles() {
        for text in ["1\nUno.\n", "A --> B\n", "00:01 llegó.\n", "", "WEBVTTX"] {
            assert!(!is_subtitles(text), "{text}");
        }
    }
}
