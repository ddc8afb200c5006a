//! Names of formats on the command line.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use cotejo::export::Format;

/// What one pair can be written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// The alignment file.
    Json,
    /// One of the forms for other programs and for readers.
    Export(Format),
}

const JSON: &str = "json";

/// Takes the name of a form, and lists them all when it is none.
pub(crate) fn form_parser() -> impl TypedValueParser<Value = Form> {
    let names = [JSON]
        .into_iter()
        .chain(Format::ALL.iter().map(|format| format.as_str()));
    PossibleValuesParser::new(names).try_map(|name| match name.as_str() {
        JSON => Ok(Form::Json),
        name => name.parse().map(Form::Export),
    })
}

/// Takes the name of a format, and lists them all when it is none.
pub(crate) fn format_parser() -> impl TypedValueParser<Value = Format> {
    let names = Format::ALL.iter().map(|format| format.as_str());
    PossibleValuesParser::new(names).try_map(|name| name.parse::<Format>())
}

/// How a command writes its report.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(crate) struct ReportArgs {
    /// How the report is written.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: ReportFormat,
    /// The same as --format json.
    #[arg(long, hide = true)]
    json: bool,
}

impl ReportArgs {
    /// Whether the report is for a program.
    pub(crate) fn is_json(self) -> bool {
        self.json || self.format == ReportFormat::Json
    }
}

/// Writes a report as JSON to standard output.
pub(crate) fn print_json(report: &impl serde::Serialize) -> Result<(), super::error::CliError> {
    let json = serde_json::to_string_pretty(report).map_err(super::error::CliError::new)?;
    super::talk::print(|out| writeln!(out, "{json}"))
}

/// How a command that reports writes its report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum ReportFormat {
    /// For people.
    Text,
    /// For programs.
    Json,
}
