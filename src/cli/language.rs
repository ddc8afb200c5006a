//! Languages on the command line.

use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use cotejo::text::Lang;

/// Takes the code of a language, and lists them all when it is none.
pub(crate) fn parser() -> impl clap::builder::TypedValueParser<Value = Lang> {
    PossibleValuesParser::new(Lang::codes()).try_map(|code| code.parse::<Lang>())
}
