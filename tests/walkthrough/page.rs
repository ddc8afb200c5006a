//! A page, its blocks, and how it would read with what was found.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use crate::agree::{agrees, mask};
use crate::shell::Shell;

const UPDATE: &str = "COTEJO_UPDATE_PAGES";

/// A block between fences.
pub(crate) struct Block<'a> {
    /// What stands behind the opening fence.
    pub(crate) info: &'a str,
    pub(crate) lines: Vec<&'a str>,
    /// The line of the page on which it begins.
    pub(crate) number: usize,
    /// The HTML comment right before it, which a reader of the page does not see.
    pub(crate) comment: String,
}

pub(crate) struct Page {
    name: &'static str,
    /// The page with what was found.
    updated: String,
    differences: String,
}

impl Page {
    /// Holds a page to what is found, or updates it.
    pub(crate) fn hold(name: &'static str, block: impl FnMut(&mut Self, &Block<'_>) -> Result<(), String>) {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
        let text = fs::read_to_string(&path).unwrap();
        let mut page = Self {
            name,
            updated: String::new(),
            differences: String::new(),
        };
        let held = page.blocks(&text, block);
        if env::var_os(UPDATE).is_some() {
            held.unwrap_or_else(|stopped| panic!("\n\n{}\n...\n\n{stopped}\n", page.updated));
            fs::write(path, &page.updated).unwrap();
            return;
        }
        if let Err(stopped) = held {
            let _ = writeln!(page.differences, "{stopped}\n");
        }
        assert!(
            page.differences.is_empty(),
            "\n\n{}If the page is to say what is found: {UPDATE}=1 cargo test --test walkthrough\n",
            page.differences
        );
    }

    fn blocks(
        &mut self,
        text: &str,
        mut block: impl FnMut(&mut Self, &Block<'_>) -> Result<(), String>,
    ) -> Result<(), String> {
        let mut comment = Comment::default();
        let mut lines = text.lines().zip(1..);
        while let Some((line, number)) = lines.next() {
            self.keep(line);
            let Some(info) = line.strip_prefix("```") else {
                comment.line(line);
                continue;
            };
            let mut inner = Vec::new();
            loop {
                match lines.next() {
                    Some(("```", _)) => break,
                    Some((line, _)) => inner.push(line),
                    None => return Err(format!("{}:{number}: this block has no end", self.name)),
                }
            }
            let found = Block {
                info,
                lines: inner,
                number,
                comment: std::mem::take(&mut comment).text,
            };
            block(self, &found).map_err(|what| format!("{}:{number}: {what}", self.name))?;
            self.keep("```");
        }
        Ok(())
    }

    /// Runs the commands of a block and compares what they print.
    pub(crate) fn console(&mut self, shell: &mut Shell<'_>, block: &Block<'_>) -> Result<(), String> {
        let mut number = block.number + 1;
        let mut rest = block.lines.as_slice();
        while let Some((line, after)) = rest.split_first() {
            let command = line.strip_prefix("$ ").ok_or("a console block begins with `$ `")?;
            let outputs = after.iter().take_while(|line| !line.starts_with("$ ")).count();
            let (expected, after) = after.split_at(outputs);
            let found = shell.run(command)?;
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
                    "{}:{number}: {line}\n--- expected\n{}\n--- found\n{}\n",
                    self.name,
                    expected.join("\n"),
                    found.join("\n")
                );
            }
            number += 1 + outputs;
            rest = after;
        }
        Ok(())
    }

    pub(crate) fn keep_all(&mut self, block: &Block<'_>) {
        block.lines.iter().for_each(|line| self.keep(line));
    }

    fn keep(&mut self, line: &str) {
        self.updated.push_str(line);
        self.updated.push('\n');
    }
}

/// The HTML comment that ended last, until another line follows it.
#[derive(Default)]
struct Comment {
    text: String,
    open: bool,
}

impl Comment {
    fn line(&mut self, line: &str) {
        let inner = match line.strip_prefix("<!-- ").or_else(|| line.strip_prefix("<!--")) {
            Some(inner) => {
                self.text.clear();
                inner
            }
            None if self.open => line,
            None => {
                self.text.clear();
                return;
            }
        };
        let closed = inner.strip_suffix("-->");
        self.open = closed.is_none();
        self.text.push_str(closed.unwrap_or(inner).trim_end());
        self.text.push('\n');
    }
}
