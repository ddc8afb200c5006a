//! Asking about each change.

use std::io::{self, BufRead as _, Write as _};

use cotejo::diff::diff_in;
use cotejo::project::Choice;

use super::settle::{Verb, report, warn};
use super::{Waiting, is_estimate, marked, shown};
use crate::cli::error::CliError;
use crate::cli::talk::print;
use crate::cli::{Context, Outcome};

/// Asks about each change.
pub(super) fn ask(found: &[Waiting], verb: Verb, context: &Context) -> Result<Outcome, CliError> {
    let mut failed = false;
    for waiting in found {
        let (choices, go_on) = ask_work(waiting)?;
        let all = |wanted| choices.iter().all(|&choice| choice == wanted);
        let pending = &waiting.pending;
        let done = if all(Choice::Accept) {
            pending.accept(verb.reviewed())
        } else if all(Choice::Reject) {
            pending.reject()
        } else {
            pending.settle(&choices[..pending.changes().len()], verb.reviewed())
        };
        match done {
            Ok(done) => {
                for choice in [Choice::Accept, Choice::Reject] {
                    let chosen = choices.iter().filter(|&&chosen| chosen == choice).count();
                    if chosen > 0 {
                        report(waiting, choice, chosen, done.left, context);
                    }
                }
                warn(waiting, done.warning.as_deref(), context);
            }
            Err(error) => {
                context.talk.error(&error.into());
                failed = true;
            }
        }
        if !go_on {
            break;
        }
    }
    Ok(if failed { Outcome::Failed } else { Outcome::Clean })
}

/// What a person says to the changes of a work, one choice a change and at least one, and whether to go on.
fn ask_work(waiting: &Waiting) -> Result<(Vec<Choice>, bool), CliError> {
    let pending = &waiting.pending;
    let changes = pending.changes();
    let mut choices = vec![Choice::Leave; changes.len().max(1)];
    // What cannot be settled apart is one question; so is what only the aligner thinks of links.
    let whole = pending.other_texts().is_some() || pending.is_new() || changes.is_empty();
    let mut questions: Vec<Vec<usize>> = Vec::new();
    if whole {
        questions.push((0..choices.len()).collect());
    } else {
        let (estimates, others): (Vec<usize>, Vec<usize>) =
            (0..changes.len()).partition(|&at| is_estimate(pending, &changes[at]));
        questions.extend(others.into_iter().map(|at| vec![at]));
        questions.extend((!estimates.is_empty()).then_some(estimates));
    }
    let all = questions.len();
    for (number, question) in (1..).zip(questions) {
        let shown = if whole {
            shown(waiting)
        } else {
            let asked: Vec<_> = question.iter().map(|&at| changes[at].clone()).collect();
            marked(&diff_in(pending.before(), pending.after(), &asked), waiting)
        };
        print(|out| writeln!(out, "\n{} ({number} of {all})\n{shown}", waiting.name))?;
        let Some(choice) = answer()? else {
            return Ok((choices, false));
        };
        for at in question {
            choices[at] = choice;
        }
    }
    Ok((choices, true))
}

/// What the letters of the prompt do.
const PROMPT_HELP: &str = "\
a  accept: the new links take the place of the old ones
r  reject: the old links stay, and the proposal is dropped
s  skip: nothing happens, and the change is proposed again next time
q  quit: what was answered so far is done, the rest is left
";

/// One answer; nothing when there are no more to come.
fn answer() -> Result<Option<Choice>, CliError> {
    loop {
        let mut out = anstream::stderr();
        // A prompt that cannot be seen is answered all the same.
        let _ = write!(out, "accept, reject, skip or quit? [a/r/s/q/?] ").and_then(|()| out.flush());
        let mut line = String::new();
        let read = io::stdin().lock().read_line(&mut line);
        if read.map_err(|error| CliError::new(format!("cannot read the answer: {error}")))? == 0 {
            let _ = writeln!(out);
            return Ok(None);
        }
        match line.trim().to_lowercase().as_str() {
            "a" | "accept" => return Ok(Some(Choice::Accept)),
            "r" | "reject" => return Ok(Some(Choice::Reject)),
            "s" | "skip" => return Ok(Some(Choice::Leave)),
            "q" | "quit" => return Ok(None),
            _ => {
                let _ = write!(out, "{PROMPT_HELP}");
            }
        }
    }
}
