//! How fast texts are cut, in bytes a second: `cargo bench --bench segment`.

use std::fs;
use std::path::Path;

use cotejo::segment::{Rules, segment, segment_text};
use cotejo::text::{Lang, SourceText};
use divan::Bencher;
use divan::counter::BytesCount;

/// Long enough that starting and stopping the clock does not count.
const BYTES: usize = 1_000_000;

const LANGS: [&str; 2] = ["es", "en"];

fn main() {
    divan::main();
}

/// All bundled texts of a language, one after the other, again and again.
fn text(lang: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("texts").join(lang);
    let mut paths: Vec<_> = fs::read_dir(&folder)
        .expect("the bundled texts are there")
        .map(|entry| entry.expect("the folder can be listed").path())
        .collect();
    paths.sort();
    let texts: Vec<_> = paths
        .iter()
        .map(|path| fs::read_to_string(path).expect("the texts are UTF-8"))
        .collect();
    let once = texts.join("\n\n");
    vec![once.as_str(); BYTES.div_ceil(once.len())].join("\n\n")
}

fn rules(lang: &str) -> Rules {
    Rules::for_lang(lang.parse::<Lang>().expect("the language is known"))
}

/// A whole file: passages, then sentences.
#[divan::bench(args = LANGS)]
fn file(bencher: Bencher<'_, '_>, lang: &str) {
    let (text, rules) = (text(lang), rules(lang));
    bencher
        .counter(BytesCount::of_str(&text))
        .with_inputs(|| SourceText::from_string(text.clone()))
        .bench_values(|text| segment(text, &rules));
}

/// Paragraph by paragraph, as when snippets stream in.
#[divan::bench(args = LANGS)]
fn snippets(bencher: Bencher<'_, '_>, lang: &str) {
    let (text, rules) = (text(lang), rules(lang));
    let snippets: Vec<_> = text.split("\n\n").collect();
    bencher.counter(BytesCount::of_str(&text)).bench(|| {
        snippets
            .iter()
            .map(|snippet| segment_text(snippet, &rules).len())
            .sum::<usize>()
    });
}

/// What comes before: bytes to text, line ends and normal form.
#[divan::bench(args = LANGS)]
fn decode(bencher: Bencher<'_, '_>, lang: &str) {
    let text = text(lang);
    bencher
        .counter(BytesCount::of_str(&text))
        .bench(|| SourceText::decode(text.as_bytes(), None, Path::new("text.txt")));
}
