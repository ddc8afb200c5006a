//! Reads `{"text": …}` lines, or with `--file` a whole text, and writes its sentences.
#![allow(clippy::print_stdout, reason = "its output is its purpose")]

use std::io::{BufRead, Read, Write};

use cotejo::segment::{Rules, segment, segment_text};
use cotejo::text::{Lang, SourceText};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let code = arguments
        .iter()
        .position(|one| one == "--lang")
        .and_then(|at| arguments.get(at + 1));
    let rules = Rules::for_lang(code.map_or("es", String::as_str).parse::<Lang>()?);
    let (mut input, mut output) = (std::io::stdin().lock(), std::io::stdout().lock());
    if arguments.iter().any(|one| one == "--file") {
        let mut text = String::new();
        input.read_to_string(&mut text)?;
        let start = std::time::Instant::now();
        let document = segment(SourceText::from_string(text), &rules);
        let seconds = start.elapsed().as_secs_f64();
        if arguments.iter().any(|one| one == "--time") {
            let bytes = document.text().as_str().len();
            println!(
                "{} sentences, {:.1} MB/s",
                document.len(),
                bytes as f64 / 1e6 / seconds
            );
            return Ok(());
        }
        for passage in document.passages() {
            writeln!(output, "{:?}", passage.kind)?;
            for index in passage.sentences.start.get()..passage.sentences.end.get() {
                writeln!(output, "\t{}", document.sentence(index.into()))?;
            }
        }
        return Ok(());
    }
    for line in input.lines() {
        let value: serde_json::Value = serde_json::from_str(&line?)?;
        let text = value["text"].as_str().unwrap_or_default();
        let sentences: Vec<&str> = segment_text(text, &rules)
            .into_iter()
            .map(|span| &text[span.range()])
            .collect();
        writeln!(output, "{}", serde_json::json!({ "sentences": sentences }))?;
        output.flush()?;
    }
    Ok(())
}
