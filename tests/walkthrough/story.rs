//! `docs/WALKTHROUGH.md`: its files are written, its edits made and its commands run, in order, in one folder.
//!
//! * ```` ```LANGUAGE file=PATH ````: the file is written.
//! * ```` ```diff edit=PATH ````: what stands after `- `, which must be in the file exactly once, becomes what stands after
//!   `+ `; here too `…` stands for anything within a line.

use std::fs;
use std::path::Path;

use crate::agree::places;
use crate::page::{Block, Page};
use crate::shell::Shell;

#[test]
fn every_command_of_the_walkthrough_prints_what_the_page_shows() {
    let folder = tempfile::tempdir().unwrap();
    let mut shell = Shell::new(folder.path());
    Page::hold("docs/WALKTHROUGH.md", |page, block| {
        if block.info == "console" {
            return page.console(&mut shell, block);
        }
        page.keep_all(block);
        let (_, what) = block.info.split_once(' ').unwrap_or_default();
        match what.split_once('=') {
            Some(("file", path)) => write(&folder.path().join(path), &format!("{}\n", block.lines.join("\n"))),
            Some(("edit", path)) => edit(&folder.path().join(path), block),
            _ => Err(format!(
                "expected a block `console`, `… file=PATH` or `diff edit=PATH`, not `{}`",
                block.info
            )),
        }
    });
    assert!(shell.commands > 20, "{} commands were run", shell.commands);
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    fs::create_dir_all(path.parent().unwrap())
        .and_then(|()| fs::write(path, text))
        .map_err(|error| format!("{}: {error}", path.display()))
}

fn edit(path: &Path, block: &Block<'_>) -> Result<(), String> {
    let name = path.display();
    let mut text = fs::read_to_string(path).map_err(|error| format!("{name}: {error}"))?;
    let mut rest = block.lines.as_slice();
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
                "this stands {times} times in {name}, not once:\n{old}\nIn {name}:\n{text}"
            ));
        };
        text.replace_range(place.clone(), &new);
        rest = after;
    }
    write(path, &text)
}

/// The lines at the beginning that have this mark, without it.
fn take<'a, 'b>(lines: &'b [&'a str], mark: &str) -> (String, &'b [&'a str]) {
    let marked: Vec<_> = lines.iter().map_while(|line| line.strip_prefix(mark)).collect();
    (marked.join("\n"), &lines[marked.len()..])
}
