//! What `cotejo edit` is asked to do: an operation as it is typed, or a file of them.

use std::fs;
use std::io::Read as _;
use std::path::Path;

use cotejo::project::{Desk, Project};
use cotejo::review::{Action, Journal, Op, SentenceName, State};
use cotejo::text::{SentenceId, Side};
use serde_json::Value;

use crate::cli::error::CliError;
use crate::cli::named::{no_sentence, sentence};
use crate::cli::project::lost_texts;
use crate::cli::read::is_dash;
use crate::cli::talk::{argument, plain};

/// The operations of a file, each with its line.
pub(super) fn read(path: &Path) -> Result<Vec<(usize, Action)>, CliError> {
    let failed = |error| CliError::new(format!("cannot read {}: {error}", path.display()));
    let text = if is_dash(path) {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).map_err(failed)?;
        text
    } else {
        fs::read_to_string(path).map_err(failed)?
    };
    let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(number, line)| {
            let op = parse(line).map_err(|error| {
                let fault = format!("{}, line {number}: {}", path.display(), error.message());
                CliError::new(fault).hint(r#"a line is such as {"op": "first-up", "at": {"target": "It rained."}}"#)
            })?;
            Ok((number, Action::Do(op)))
        })
        .collect()
}

/// An operation in JSON.
fn parse(line: &str) -> Result<Op, CliError> {
    let fault = |error: &serde_json::Error| {
        // The line of the file has been told, and that of its JSON is always the first.
        if error.is_eof() {
            return "it ends too early".to_owned();
        }
        let told = error.to_string();
        told.split(" at line ").next().unwrap_or_default().to_owned()
    };
    let value: Value =
        serde_json::from_str(line).map_err(|error| CliError::new(format!("this is no JSON: {}", fault(&error))))?;
    let Some(name) = value["op"].as_str().map(str::to_owned) else {
        return Err(CliError::new("no operation is named"));
    };
    if !Op::NAMES.contains(&name.as_str()) {
        return Err(unknown(&name));
    }
    serde_json::from_value(value).map_err(|error| CliError::new(format!("{name} cannot be read: {}", fault(&error))))
}

fn unknown(operation: &str) -> CliError {
    CliError::new(format!(
        "there is no operation {}; there are {}",
        plain(operation),
        Op::NAMES.join(", ")
    ))
}

/// Finds sentences by their place.
pub(super) struct Places<'a> {
    state: &'a State,
    positions: [Vec<Vec<SentenceId>>; 2],
    codes: [String; 2],
    /// What is to be done first where a text was changed, so that its sentences have no places.
    changed: Option<String>,
}

impl<'a> Places<'a> {
    pub(super) fn new(desk: &'a Desk, project: &Project, work: &str, codes: [String; 2]) -> Self {
        let file = &desk.session().state().file;
        let positions = Side::BOTH.map(|side| {
            let places = desk.session().ground().places(file, side);
            places
                .into_iter()
                .map(|link| link.into_iter().map(|(id, _)| id).collect())
                .collect()
        });
        Self {
            state: desk.session().state(),
            positions,
            codes,
            changed: desk.session().texts_changed.then(|| lost_texts(project).unwrap_or_else(|| {
                format!(
                    "a text was changed since it was aligned, and only align tells where its sentences are now: cotejo align {}",
                    argument(work)
                )
            })),
        }
    }

    fn sentence(&self, typed: &str) -> Result<SentenceName, CliError> {
        let (side, id) = sentence(typed, "", self.codes.each_ref().map(String::as_str))?;
        for (link, ids) in self.positions[side.index()].iter().enumerate() {
            if let Some(position) = ids.iter().position(|known| *known == id)
                && let Some(name) = self.state.name(link, side, position)
            {
                return Ok(name);
            }
        }
        let missing = no_sentence(side, id);
        Err(match &self.changed {
            Some(hint) => missing.hint(hint),
            None => missing,
        })
    }
}

pub(super) fn action(
    operation: &str,
    about: &[String],
    places: &Places<'_>,
    journal: &Journal,
) -> Result<Action, CliError> {
    let usage = |how: &str| CliError::new(format!("expected: cotejo edit WORK {operation} {how}").trim_end());
    let one = || match about {
        [at] => places.sentence(at),
        _ => Err(usage("ID")),
    };
    let two = || match about {
        [first, second] => Ok((places.sentence(first)?, places.sentence(second)?)),
        _ => Err(usage("ID ID")),
    };
    // Words need not be quoted; none at all would be a slip, and '' says that there are to be none.
    let with_text = || match about {
        [at, words @ ..] if !words.is_empty() => Ok((places.sentence(at)?, words.join(" "))),
        _ => Err(usage("ID TEXT")),
    };
    let none = || match about {
        [] => Ok(()),
        _ => Err(usage("").hint("it is always the last step")),
    };
    Ok(Action::Do(match operation {
        "accept" => Op::Accept { at: one()? },
        "accept-all" => {
            let (from, to) = two()?;
            Op::AcceptAll { from, to }
        }
        "back" => Op::Back { at: one()? },
        "dispute" => {
            let [at, note @ ..] = about else {
                return Err(usage("ID [NOTE]"));
            };
            let note = (!note.is_empty()).then(|| note.join(" "));
            Op::Dispute {
                at: places.sentence(at)?,
                note,
            }
        }
        "note" => {
            let (at, note) = with_text()?;
            Op::Note { at, note }
        }
        "bookmark" => Op::Bookmark { at: one()?, on: true },
        "unbookmark" => Op::Bookmark { at: one()?, on: false },
        "first-up" => Op::FirstUp { at: one()? },
        "last-down" => Op::LastDown { at: one()? },
        "shift-up" => Op::ShiftUp { at: one()? },
        "shift-down" => Op::ShiftDown { at: one()? },
        "merge-next" => Op::MergeNext { at: one()? },
        "merge-previous" => Op::MergePrevious { at: one()? },
        "split" => {
            let (at, with) = match about {
                [at] => (at, None),
                [at, with] => (at, Some(places.sentence(with)?)),
                _ => return Err(usage("ID [ID]")),
            };
            Op::Split {
                at: places.sentence(at)?,
                with,
            }
        }
        "null-out" => Op::NullOut { at: one()? },
        "put" => {
            let (at, to) = two()?;
            Op::Put { at, to }
        }
        "group" => {
            if about.is_empty() {
                return Err(usage("ID…"));
            }
            let names = about
                .iter()
                .map(|id| places.sentence(id))
                .collect::<Result<Vec<_>, _>>()?;
            let (source, target) = names.into_iter().partition(|name| name.side == Side::Source);
            Op::Group { source, target }
        }
        "cut" => {
            let (at, parts) = match about {
                [at, parts @ ..] if parts.len() > 1 => (places.sentence(at)?, parts.to_vec()),
                _ => return Err(usage("ID PART PART…")),
            };
            Op::Cut { at, parts }
        }
        "join" => Op::Join { at: one()? },
        "correct" => {
            let (at, words) = with_text()?;
            Op::Correct { at, words }
        }
        "undo" => {
            none()?;
            let last = journal
                .to_undo()
                .ok_or_else(|| CliError::new("there is nothing to undo"))?;
            return Ok(Action::Undo(last));
        }
        "redo" => {
            none()?;
            let last = journal
                .to_redo()
                .ok_or_else(|| CliError::new("there is nothing to redo"))?;
            return Ok(Action::Redo(last));
        }
        other => {
            return Err(unknown(other)
                .hint("undo and redo take the last step back and do it again; cotejo edit --help shows each"));
        }
    }))
}
