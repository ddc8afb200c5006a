//! `docs/WALKTHROUGH.md` is true: its files are written, its edits made and its commands run, in order, in one folder,
//! and what they print is what the page shows.
//!
//! `COTEJO_UPDATE_WALKTHROUGH=1 cargo test --test walkthrough` puts what they print into the page instead.
//!
//! * ```` ```LANGUAGE file=PATH ````: the file is written.
//! * ```` ```diff edit=PATH ````: what stands after `- `, which must be in the file exactly once, becomes what stands after
//!   `+ `; here too `…` stands for anything within a line.
//! * ```` ```console ````: `$ ` begins a command for bash, and what follows is what it prints. Confidences and times may
//!   differ, and `…` stands for anything within a line.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::fmt::Write as _;
use std::ops::Range;
use std::path::Path;
use std::process::{Command, Stdio};
use std::{env, fs};

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/WALKTHROUGH.md");
const UPDATE: &str = "COTEJO_UPDATE_WALKTHROUGH";

#[test]
fn every_command_of_the_walkthrough_prints_what_the_page_shows() {
    let page = fs::read_to_string(PAGE).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut walk = Walk {
        folder: folder.path(),
        last_exit: 0,
        commands: 0,
        updated: String::new(),
        differences: String::new(),
    };
    let walked = walk.whole(&page);
    if env::var_os(UPDATE).is_some() {
        walked.unwrap_or_else(|stopped| panic!("\n\n{}\n...\n\n{stopped}\n", walk.updated));
        fs::write(PAGE, &walk.updated).unwrap();
        return;
    }
    if let Err(stopped) = walked {
        let _ = writeln!(walk.differences, "{stopped}\n");
    }
    assert!(
        walk.differences.is_empty(),
        "\n\n{}If the page is to say what is found: {UPDATE}=1 cargo test --test walkthrough\n",
        walk.differences
    );
    assert!(walk.commands > 20, "{} commands were run", walk.commands);
}

struct Walk<'a> {
    folder: &'a Path,
    last_exit: i32,
    commands: usize,
    /// The page with what was found.
    updated: String,
    differences: String,
}

impl Walk<'_> {
    fn whole(&mut self, page: &str) -> Result<(), String> {
        let mut lines = page.lines().zip(1..).peekable();
        while let Some((line, number)) = lines.next() {
            self.keep(line);
            let Some(info) = line.strip_prefix("```") else { continue };
            let mut block = Vec::new();
            loop {
                match lines.next() {
                    Some(("```", _)) => break,
                    Some((line, _)) => block.push(line),
                    None => return Err(format!("docs/WALKTHROUGH.md:{number}: this block has no end")),
                }
            }
            self.block(info, &block, number)
                .map_err(|what| format!("docs/WALKTHROUGH.md:{number}: {what}"))?;
            self.keep("```");
        }
        Ok(())
    }

    fn block(&mut self, info: &str, block: &[&str], number: usize) -> Result<(), String> {
        if info == "console" {
            return self.console(block, number + 1);
        }
        block.iter().for_each(|line| self.keep(line));
        let (_, what) = info.split_once(' ').unwrap_or_default();
        match what.split_once('=') {
            Some(("file", path)) => self.write(path, &format!("{}\n", block.join("\n"))),
            Some(("edit", path)) => self.edit(path, block),
            _ => Err(format!(
                "expected a block `console`, `… file=PATH` or `diff edit=PATH`, not `{info}`"
            )),
        }
    }

    fn write(&self, path: &str, text: &str) -> Result<(), String> {
        let path = self.folder.join(path);
        fs::create_dir_all(path.parent().unwrap())
            .and_then(|()| fs::write(&path, text))
            .map_err(|error| format!("{}: {error}", path.display()))
    }

    fn edit(&self, path: &str, block: &[&str]) -> Result<(), String> {
        let mut text = fs::read_to_string(self.folder.join(path)).map_err(|error| format!("{path}: {error}"))?;
        let mut rest = block;
        while !rest.is_empty() {
            let (old, after) = take(rest, "- ");
            let (new, after) = take(after, "+ ");
            if old.is_empty() {
                return Err(format!("expected `- ` or `+ ` at the beginning of: {}", rest[0]));
            }
            let places = places(&text, &old);
            let [place] = places.as_slice() else {
                let times = places.len();
                return Err(format!(
                    "this stands {times} times in {path}, not once:\n{old}\nIn {path}:\n{text}"
                ));
            };
            text.replace_range(place.clone(), &new);
            rest = after;
        }
        self.write(path, &text)
    }

    fn console(&mut self, block: &[&str], mut number: usize) -> Result<(), String> {
        let mut rest = block;
        while let Some((line, after)) = rest.split_first() {
            let command = line.strip_prefix("$ ").ok_or("a console block begins with `$ `")?;
            let outputs = after.iter().take_while(|line| !line.starts_with("$ ")).count();
            let (expected, after) = after.split_at(outputs);
            let found = self.run(command)?;
            let found: Vec<_> = found.lines().collect();
            self.keep(line);
            for (at, line) in found.iter().enumerate() {
                match expected.get(at) {
                    Some(old) if old.contains('…') && agrees(old, line) => self.keep(old),
                    _ => self.keep(&mask(line, true)),
                }
            }
            if expected.len() != found.len() || !expected.iter().zip(&found).all(|(old, new)| agrees(old, new)) {
                let _ = writeln!(
                    self.differences,
                    "docs/WALKTHROUGH.md:{number}: {line}\n--- expected\n{}\n--- found\n{}\n",
                    expected.join("\n"),
                    found.join("\n")
                );
            }
            number += 1 + outputs;
            rest = after;
        }
        Ok(())
    }

    /// What a command prints on both streams, which come in the order in which they were written.
    fn run(&mut self, command: &str) -> Result<String, String> {
        self.commands += 1;
        let program = Path::new(env!("CARGO_BIN_EXE_cotejo")).parent().unwrap();
        let found = env::var_os("PATH").unwrap_or_default();
        let path = env::join_paths([program.to_owned()].into_iter().chain(env::split_paths(&found))).unwrap();
        let mut bash = Command::new("bash");
        bash.arg("-c")
            .arg(format!("exec 2>&1\n(exit {})\n{command}", self.last_exit))
            .current_dir(self.folder)
            .stdin(Stdio::null())
            .env("PATH", path)
            .env("HOME", self.folder)
            .env("LC_ALL", "C.UTF-8")
            .env("COLUMNS", "100");
        for (name, _) in env::vars_os() {
            let git = name.as_encoded_bytes().starts_with(b"GIT_");
            if git
                || ["CI", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"]
                    .iter()
                    .any(|other| name == *other)
            {
                bash.env_remove(name);
            }
        }
        for person in ["AUTHOR", "COMMITTER"] {
            bash.env(format!("GIT_{person}_NAME"), "Ana")
                .env(format!("GIT_{person}_EMAIL"), "ana@example.org");
        }
        bash.env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_CONFIG_COUNT", "1")
            .env("GIT_CONFIG_KEY_0", "init.defaultBranch")
            .env("GIT_CONFIG_VALUE_0", "main");
        let output = bash.output().map_err(|error| format!("bash: {error}"))?;
        self.last_exit = output.status.code().unwrap_or(255);
        String::from_utf8(output.stdout).map_err(|_| format!("what `{command}` prints is no UTF-8"))
    }

    fn keep(&mut self, line: &str) {
        self.updated.push_str(line);
        self.updated.push('\n');
    }
}

/// The lines at the beginning that have this mark, without it.
fn take<'a, 'b>(lines: &'b [&'a str], mark: &str) -> (String, &'b [&'a str]) {
    let marked: Vec<_> = lines.iter().map_while(|line| line.strip_prefix(mark)).collect();
    (marked.join("\n"), &lines[marked.len()..])
}

/// Where a text has this; `…` stands for anything within a line.
fn places(text: &str, wanted: &str) -> Vec<Range<usize>> {
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
fn agrees(page: &str, found: &str) -> bool {
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
fn mask(line: &str, keep_confidences: bool) -> String {
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
