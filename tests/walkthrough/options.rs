//! The pages name the commands and options that the program has: all of them, and no others.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

/// A command, such as `lexicon learn`, and its options with the values that each allows.
type Commands = BTreeMap<String, BTreeMap<String, Vec<String>>>;

/// Pages on which an option without a command before it is one of cotejo.
const OF_COTEJO: [&str; 7] = [
    "README.md",
    "docs/CODES.md",
    "docs/DESIGN.md",
    "docs/GLOSSARY.md",
    "docs/REASONS.md",
    "docs/REFERENCE.md",
    "docs/WALKTHROUGH.md",
];
/// Pages that name options of other programs too.
const OF_OTHERS: [&str; 2] = ["CONTRIBUTING.md", "docs/BENCHMARKS.md"];

/// Too many to name each, and said once.
const NOT_HELD: [&str; 2] = ["--help", "--version"];

#[test]
fn the_reference_names_each_command_and_option() {
    let reference = read("docs/REFERENCE.md");
    let commands = commands();
    let shared = section(&reference, "Commands");
    let mut wrong = String::new();
    for (command, options) in &commands {
        let (top, _) = command.split_once(' ').unwrap_or((command, ""));
        let own = section(&reference, &format!("cotejo {top}"));
        if own.is_empty() || !reference.contains(&format!("cotejo {command}")) {
            let _ = writeln!(wrong, "no section or usage of `cotejo {command}`");
        }
        for (option, values) in options {
            // An option of several commands is explained once, in a row that names them.
            let row = shared.lines().find(|row| {
                let is_of_all = row.matches(" | ").count() == 1;
                names(row, option) && (is_of_all || row.contains(&format!("`{top}`")))
            });
            if row.is_none() && !names(own, option) {
                let _ = writeln!(wrong, "`cotejo {command}`: {option} is not named");
            }
            for value in values {
                if !words(own)
                    .chain(words(row.unwrap_or_default()))
                    .any(|word| word == value)
                {
                    let _ = writeln!(wrong, "`cotejo {command}`: {option} {value} is not named");
                }
            }
        }
        // `accept` and `reject` share a section, and `lexicon` has all of its commands in one.
        let of_section = commands.iter().filter(|(name, _)| {
            let top = name.split(' ').next().unwrap_or_default();
            section(&reference, &format!("cotejo {top}")) == own
        });
        let known: BTreeSet<_> = of_section.flat_map(|(_, options)| options.keys()).collect();
        for row in own.lines().filter(|line| line.starts_with("| `-")) {
            let (_, cells) = row.split_once('|').unwrap();
            for option in long_options(cells.split(" | ").next().unwrap()) {
                if !known.iter().any(|known| *known == option) {
                    let _ = writeln!(wrong, "`cotejo {top}` has no {option}, which its table names");
                }
            }
        }
    }
    assert!(wrong.is_empty(), "docs/REFERENCE.md:\n{wrong}");
}

#[test]
fn no_page_names_an_option_that_does_not_exist() {
    let known: BTreeSet<_> = commands().into_values().flat_map(BTreeMap::into_keys).collect();
    let mut wrong = String::new();
    for page in OF_COTEJO.into_iter().chain(OF_OTHERS) {
        for code in code_of_cotejo(&read(page)) {
            if code.starts_with('-') && OF_OTHERS.contains(&page) {
                continue;
            }
            for option in long_options(&code) {
                if !known.contains(option) && !NOT_HELD.contains(&option) {
                    let _ = writeln!(wrong, "{page}: {option} in `{code}`");
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

fn read(page: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(page)).unwrap()
}

/// What stands under a heading that names this, up to the next heading of any level.
fn section<'a>(page: &'a str, name: &str) -> &'a str {
    let mut start = 0;
    for part in page.split_inclusive("\n#") {
        let (heading, _) = part.split_once('\n').unwrap_or((part, ""));
        let heading = heading.trim_start_matches('#').trim_start();
        if heading.split(" and ").any(|one| one == name) {
            return &page[start..start + part.len()];
        }
        start += part.len();
    }
    ""
}

/// Code in running text and commands in blocks, those of other programs left out.
fn code_of_cotejo(page: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut in_block = false;
    let mut text = String::new();
    for line in page.lines() {
        if line.starts_with("```") {
            in_block = !in_block;
        } else if !in_block {
            text.push_str(line);
            text.push('\n');
        } else if let Some(command) = line.strip_prefix("$ ") {
            let calls = command.split(['|', ';', '&']).map(str::trim_start);
            found.extend(calls.filter(|call| call.starts_with("cotejo ")).map(str::to_owned));
        }
    }
    let spans = text.split('`').skip(1).step_by(2);
    found.extend(
        spans
            .filter(|span| span.starts_with("cotejo ") || span.starts_with('-'))
            .map(str::to_owned),
    );
    found
}

fn words(text: &str) -> impl Iterator<Item = &str> + '_ {
    text.split(|c: char| !c.is_alphanumeric() && c != '-')
        .filter(|word| !word.is_empty())
}

fn long_options(text: &str) -> impl Iterator<Item = &str> {
    words(text).filter(|word| word.len() > 3 && word.starts_with("--") && !word.starts_with("---"))
}

fn names(line: &str, option: &str) -> bool {
    long_options(line).any(|found| found == option)
}

/// What the program says of itself.
fn commands() -> Commands {
    let mut found = Commands::new();
    let mut waiting = vec![String::new()];
    while let Some(command) = waiting.pop() {
        let help = help(&command);
        for line in listed(&help, "Commands:").lines() {
            let name = line.strip_prefix("  ").and_then(|line| line.split(' ').next());
            if let Some(name) = name.filter(|name| !name.is_empty() && *name != "help") {
                waiting.push(format!("{command} {name}").trim_start().to_owned());
            }
        }
        if !command.is_empty() {
            found.insert(command, options(&help));
        }
    }
    assert!(found.len() > 15, "{found:?}");
    found
}

fn help(command: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_cotejo"))
        .args(command.split_whitespace())
        .arg("--help")
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// What stands below a line, up to a blank line.
fn listed<'a>(help: &'a str, heading: &str) -> &'a str {
    let (_, below) = help.split_once(&format!("\n{heading}\n")).unwrap_or_default();
    below.split("\n\n").next().unwrap_or_default()
}

/// The options of a help text, and the values it lists for them.
fn options(help: &str) -> BTreeMap<String, Vec<String>> {
    let (help, _) = help.split_once("\nExample").unwrap_or((help, ""));
    let mut found = BTreeMap::new();
    let mut current: Option<(String, String)> = None;
    for line in help.lines().chain(["  --end"]) {
        let start = line.trim_start();
        let depth = line.len() - start.len();
        if start.starts_with('-') && !start.starts_with("- ") && (2..=6).contains(&depth) {
            if let Some((name, text)) = current.take() {
                found.insert(name, values(&text));
            }
            let name = long_options(start).next().unwrap().to_owned();
            current = Some((name, start.to_owned()));
        } else if let Some((_, text)) = &mut current {
            text.push('\n');
            text.push_str(start);
        }
    }
    found.retain(|name, _| !NOT_HELD.contains(&name.as_str()));
    found
}

fn values(text: &str) -> Vec<String> {
    let joined = text.replace('\n', " ");
    let listed = joined
        .split_once("[possible values: ")
        .and_then(|(_, rest)| rest.split(']').next());
    let listed = listed.into_iter().flat_map(|values| values.split(", "));
    let long = text
        .lines()
        .filter_map(|line| line.strip_prefix("- ")?.split(':').next());
    listed.chain(long).map(|value| value.trim().to_owned()).collect()
}
