//! Colours of what stands on standard output.

use std::io;

use anstyle::{AnsiColor, Style};
use cotejo::diff::Marks;

/// The marks of moved words where standard output shows colours.
pub(super) struct Colours([String; 2]);

impl Colours {
    pub(super) fn of_output() -> Option<Self> {
        if anstream::AutoStream::choice(&io::stdout()) == anstream::ColorChoice::Never {
            return None;
        }
        let style = |colour: AnsiColor| Style::new().fg_color(Some(colour.into())).bold().render().to_string();
        Some(Self([style(AnsiColor::Red), style(AnsiColor::Green)]))
    }

    pub(super) fn marks(&self) -> Marks<'_> {
        let [removed, added] = &self.0;
        Marks {
            removed: [removed, RESET],
            added: [added, RESET],
        }
    }
}

const RESET: &str = "\u{1b}[0m";
