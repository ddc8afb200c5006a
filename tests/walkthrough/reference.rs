//! The README and the pages of reference: each console block is run in a fresh copy of the bundled project.
//!
//! What a reader need not see stands in an HTML comment right before the block: `<!-- before: COMMANDS -->` are run
//! first, in the same folder, and `<!-- not run: REASON -->` leaves the block out.

use std::fs;
use std::path::Path;

use crate::page::Page;
use crate::shell::Shell;

#[test]
fn every_command_of_the_readme_prints_what_the_page_shows() {
    hold("README.md", 8);
}

#[test]
fn every_command_of_the_reference_prints_what_the_page_shows() {
    hold("docs/REFERENCE.md", 30);
}

#[test]
fn every_command_of_the_codes_prints_what_the_page_shows() {
    hold("docs/CODES.md", 1);
}

fn hold(name: &'static str, at_least: usize) {
    let (mut run, mut left_out) = (0, Vec::new());
    Page::hold(name, |page, block| {
        let comment = block.comment.trim();
        if block.info != "console" || comment.starts_with("not run:") {
            page.keep_all(block);
            if block.info == "console" {
                left_out.push(format!("{name}:{}: {comment}", block.number));
            }
            return Ok(());
        }
        let folder = tempfile::tempdir().unwrap();
        copy_project(folder.path());
        let mut shell = Shell::new(folder.path());
        shell.run("git init -q && printf '%s\\n' .cotejo/ > .git/info/exclude && git add . && git commit -qm start")?;
        if let Some(commands) = comment.strip_prefix("before:") {
            shell.run(commands)?;
        }
        run += 1;
        page.console(&mut shell, block)
    });
    let report = format!("{name}: {run} blocks were run\n{}", left_out.join("\n"));
    assert!(
        run >= at_least && run > left_out.len(),
        "{report}\n{at_least} were expected at least"
    );
    println!("{report}");
}

/// What the examples name, and no more: the whole would be copied once a block.
fn copy_project(to: &Path) {
    let from = Path::new(env!("CARGO_MANIFEST_DIR"));
    for folder in ["texts/es", "texts/en", "alignments", "tests/gold"] {
        fs::create_dir_all(to.join(folder)).unwrap();
        for entry in fs::read_dir(from.join(folder)).unwrap() {
            let entry = entry.unwrap();
            if entry.file_type().unwrap().is_file() {
                fs::copy(entry.path(), to.join(folder).join(entry.file_name())).unwrap();
            }
        }
    }
}
