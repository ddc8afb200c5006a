//! Names of formats on the command line, and what the ending of a file says.

use std::path::Path;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use cotejo::export::Format;
use cotejo::text::harmless_json;

use super::error::CliError;
use super::read::is_dash;

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

/// The form of one pair: as it was named, else as the ending of the file tells, else the alignment file.
pub(crate) fn form(named: Option<Form>, output: Option<&Path>) -> Result<Form, CliError> {
    match (named, output) {
        (Some(form), _) => Ok(form),
        (None, Some(output)) if !is_dash(output) => match ending(output).as_deref() {
            // What has no ending, such as /dev/null, says nothing.
            None | Some(JSON) => Ok(Form::Json),
            Some(found) => Format::of_ending(found)
                .map(Form::Export)
                .ok_or_else(|| unknown(output)),
        },
        (None, _) => Ok(Form::Json),
    }
}

/// The format of an export: as it was named, else as the ending of the file tells.
pub(crate) fn format(named: Option<Format>, output: Option<&Path>) -> Result<Format, CliError> {
    match (named, output) {
        (Some(format), _) => Ok(format),
        (None, Some(output)) if !is_dash(output) => match ending(output) {
            Some(found) => Format::of_ending(&found).ok_or_else(|| unknown(output)),
            None => Err(unnamed()),
        },
        (None, _) => Err(unnamed()),
    }
}

/// The ending of a file's name in small letters.
fn ending(path: &Path) -> Option<String> {
    Some(path.extension()?.to_string_lossy().to_lowercase())
}

fn unnamed() -> CliError {
    CliError::new("which form is it to be written in?").hint(format!("name it with --to: {}", known()))
}

fn unknown(output: &Path) -> CliError {
    let ending = ending(output).unwrap_or_default();
    let error = CliError::new(format!("{}: \".{ending}\" is the ending of no form", output.display()));
    error.hint(format!("name the form with --to: {}", known()))
}

fn known() -> String {
    Format::ALL
        .iter()
        .map(|format| format.as_str())
        .collect::<Vec<_>>()
        .join(", ")
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
pub(crate) fn print_json(report: &impl serde::Serialize) -> Result<(), CliError> {
    let json = serde_json::to_string_pretty(report).map_err(CliError::new)?;
    super::talk::print(|out| writeln!(out, "{}", harmless_json(&json)))
}

/// How a command that reports writes its report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum ReportFormat {
    /// For people.
    Text,
    /// For programs.
    Json,
}
