//! A layer of the library knows only those that stand above it in docs/DESIGN.md.
#![allow(missing_docs, clippy::unwrap_used, reason = "a test")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// By module the position of its layer in the list.
fn layers() -> BTreeMap<String, usize> {
    let design = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/DESIGN.md")).unwrap();
    let section = design.split("## What are the layers?").nth(1).unwrap();
    let list = section.split("```text\n").nth(1).unwrap().split("```").next().unwrap();
    let mut layers = BTreeMap::new();
    for (position, line) in list.lines().enumerate() {
        let modules = line.split("  ").next().unwrap();
        for module in modules.split(", ") {
            layers.insert(module.to_owned(), position);
        }
    }
    layers
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The code of a file without its tests, which may use everything.
fn without_tests(code: &str) -> &str {
    code.split("#[cfg(test)]\nmod tests").next().unwrap()
}

/// The modules that code names behind `crate::`, one by one or as a group in braces.
fn used(code: &str) -> Vec<String> {
    let name = |text: &str| -> String { text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect() };
    let mut all = Vec::new();
    for after in code.split("crate::").skip(1) {
        let Some(group) = after.strip_prefix('{') else {
            all.push(name(after));
            continue;
        };
        let (mut depth, mut begins) = (0usize, true);
        for (at, c) in group.char_indices() {
            match c {
                '}' if depth == 0 => break,
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 0 => begins = true,
                _ if begins && !c.is_whitespace() => {
                    all.push(name(&group[at..]));
                    begins = false;
                }
                _ => {}
            }
        }
    }
    all
}

#[test]
fn modules_are_found_one_by_one_and_in_groups() {
    assert_eq!(
        used("use crate::bead::Bead;\nlet x = crate::eval::f();"),
        ["bead", "eval"]
    );
    assert_eq!(
        used("use crate::{\n    bead::{Bead, Shape},\n    text::Lang,\n    words,\n};\nuse std::{fmt, io};"),
        ["bead", "text", "words"]
    );
}

#[test]
fn arrows_go_one_way() {
    let layers = layers();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut all = Vec::new();
    files(&source, &mut all);
    let mut wrong = Vec::new();
    for path in all {
        let inside = path.strip_prefix(&source).unwrap();
        let module = inside.iter().next().unwrap().to_str().unwrap().trim_end_matches(".rs");
        let is_test = inside
            .components()
            .any(|part| part.as_os_str().to_string_lossy().starts_with("tests"));
        if ["lib", "main", "fixture"].contains(&module) || is_test {
            continue;
        }
        let Some(layer) = layers.get(module) else {
            wrong.push(format!("{module} is not in the list of layers"));
            continue;
        };
        let code = fs::read_to_string(&path).unwrap();
        for used in used(without_tests(&code)) {
            if used != module && layers.get(&used).is_some_and(|other| other > layer) {
                wrong.push(format!("{} uses {used}, which stands below {module}", inside.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
