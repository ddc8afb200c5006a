//! What is said on standard error.

use std::fmt::Display;
use std::io::{self, BufWriter, IsTerminal as _, Write};

use anstyle::{AnsiColor, Style};
use clap::ColorChoice;
pub(crate) use cotejo::text::harmless as plain;
use cotejo::text::harmless_lines;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::GlobalArgs;
use super::error::CliError;

const ERROR: Style = AnsiColor::Red.on_default().bold();
const HELP: Style = AnsiColor::Cyan.on_default().bold();
const NOTE: Style = AnsiColor::Yellow.on_default().bold();

/// Speaks to the user. A message that cannot be printed is lost: there is no other place for it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Talk {
    quiet: bool,
    verbose: bool,
}

impl Talk {
    pub(super) fn new(global: &GlobalArgs) -> Self {
        let choice = match global.color {
            ColorChoice::Auto => anstream::ColorChoice::Auto,
            ColorChoice::Always => anstream::ColorChoice::Always,
            ColorChoice::Never => anstream::ColorChoice::Never,
        };
        choice.write_global();
        Self {
            quiet: global.quiet,
            verbose: global.verbose,
        }
    }

    /// Says why something could not be done; also when quiet.
    pub(crate) fn error(self, error: &CliError) {
        let CliError::Told { message, hints } = error else {
            return;
        };
        labelled(ERROR, "error", message);
        for hint in hints {
            labelled(HELP, "help", hint);
        }
    }

    /// Whether nothing but errors is to be said.
    pub(crate) const fn is_quiet(self) -> bool {
        self.quiet
    }

    /// Says what the user may want to know or change.
    pub(crate) fn note(self, message: impl Display) {
        if !self.quiet {
            labelled(NOTE, "note", message);
        }
    }

    /// Says what was done.
    pub(crate) fn line(self, message: impl Display) {
        if !self.quiet {
            let _ = writeln!(anstream::stderr(), "{}", harmless_lines(&message.to_string()));
        }
    }

    /// Says lines that were put together already.
    pub(crate) fn text(self, lines: &str) {
        if !self.quiet {
            let _ = write!(anstream::stderr(), "{lines}");
        }
    }

    /// Says what only matters when something is to be found out.
    pub(crate) fn detail(self, message: impl Display) {
        if self.verbose {
            let _ = writeln!(anstream::stderr(), "{}", harmless_lines(&message.to_string()));
        }
    }

    /// A progress bar, seen on a terminal only.
    pub(crate) fn progress(self, length: usize, what: &'static str) -> ProgressBar {
        let target = if !self.quiet && io::stderr().is_terminal() {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        };
        let style = ProgressStyle::with_template("{msg} {bar:30} {pos}/{len}, {eta} left")
            .unwrap_or_else(|_| ProgressStyle::default_bar());
        ProgressBar::with_draw_target(Some(length as u64), target)
            .with_style(style)
            .with_message(what)
    }
}

fn labelled(style: Style, label: &str, message: impl Display) {
    let message = harmless_lines(&message.to_string());
    let _ = writeln!(anstream::stderr(), "{style}{label}:{style:#} {message}");
}

/// A name as it is typed behind a command: in quotes where a shell would take it for several words or more than a word.
pub(crate) fn argument(name: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '/' | '+' | ',' | ':' | '@');
    match !name.is_empty() && name.chars().all(is_plain) {
        true => name.to_owned(),
        false => format!("'{}'", plain(name).replace('\'', r"'\''")),
    }
}

/// A number of things, in words.
pub(crate) fn count(number: usize, thing: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {thing}{plural}")
}

/// Writes results to standard output and flushes them.
pub(crate) fn print(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), CliError> {
    let mut out = BufWriter::new(io::stdout().lock());
    write(&mut out)
        .and_then(|()| out.flush())
        .map_err(|error| CliError::output(&error))
}
