//! `cotejo eval`

use std::path::{Path, PathBuf};

use clap::Args;
use cotejo::bead::Bead;
use cotejo::calibration::{Bin, Calibration, calibration, judge};
use cotejo::eval::{Evaluation, LooseBead, Measure, evaluate_loose};
use cotejo::import::beads;
use cotejo::project::StoredAlignment;
use cotejo::text::Side;
use serde::Serialize;

use super::Outcome;
use super::error::CliError;
use super::format::ReportArgs;
use super::named;
use super::project::ProjectArgs;
use super::read::{STDIN, is_dash, plain_text};
use super::table::Table;
use super::talk::{count, print};

/// Measure an alignment against one judged by people.
///
/// Both are bead files (lines such as 0,1:0) or alignment files. Four measures are given, each as
/// precision, recall and F1: strict (a bead is right when it is the same), lax (when it shares a linked
/// pair of sentences), and the same beads without and with null beads. Where HYP is an alignment file, a
/// second table says whether its confidence can be trusted: how many links of like confidence are right.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    cotejo eval gold.beads alignments/cuento.json\n  \
    cotejo eval gold.beads new.beads --fail-under 0.95    exit code 1 when strict F1 is lower")]
pub(crate) struct EvalArgs {
    /// The alignment judged by people; - is standard input.
    #[arg(value_name = "GOLD")]
    gold: PathBuf,
    /// The alignment to measure; - is standard input.
    #[arg(value_name = "HYP")]
    hypothesis: PathBuf,
    #[command(flatten)]
    report: ReportArgs,
    /// Exit with 1 when strict F1 is under this, from 0 to 1.
    #[arg(long, value_name = "F1", value_parser = share)]
    fail_under: Option<f64>,
}

/// Takes a share from 0 to 1.
pub(super) fn share(typed: &str) -> Result<f64, String> {
    match typed.parse::<f64>() {
        Ok(share) if (0.0..=1.0).contains(&share) => Ok(share),
        _ => Err("expected a share from 0 to 1, such as 0.95".to_owned()),
    }
}

pub(crate) fn run(args: &EvalArgs) -> Result<Outcome, CliError> {
    if is_dash(&args.gold) && is_dash(&args.hypothesis) {
        return Err(CliError::new("only one of the alignments can come from standard input"));
    }
    // A work is meant where there is no file of the name.
    let here = ProjectArgs::default();
    let of_work = |path: &Path| named::path(path, &here).unwrap_or_else(|_| path.to_owned());
    let (gold, hypothesis) = (of_work(&args.gold), of_work(&args.hypothesis));
    let (gold, hypothesis) = (read_beads(&gold, false)?, read_beads(&hypothesis, true)?);
    refuse_other_texts(args, &gold, &hypothesis)?;
    let trust = hypothesis.confidence.map(|confidence| {
        let beads: Vec<_> = hypothesis.beads.iter().cloned().zip(confidence).collect();
        calibration(&judge(&gold.beads, &beads))
    });
    let evaluation = evaluate_loose(&[(gold.beads, hypothesis.beads)]);
    if args.report.is_json() {
        let report = Report {
            evaluation: &evaluation,
            calibration: trust.as_ref(),
        };
        let json = serde_json::to_string(&report).map_err(CliError::new)?;
        print(|out| writeln!(out, "{json}"))?;
    } else {
        let reliability = trust.as_ref().map(reliability).unwrap_or_default();
        print(|out| write!(out, "{}{reliability}", table(&evaluation)))?;
    }
    let under = args.fail_under.is_some_and(|floor| evaluation.strict.f1 < floor);
    Ok(if under { Outcome::Findings } else { Outcome::Clean })
}

/// What `--format json` writes.
#[derive(Serialize)]
struct Report<'a> {
    #[serde(flatten)]
    evaluation: &'a Evaluation,
    #[serde(skip_serializing_if = "Option::is_none")]
    calibration: Option<&'a Calibration>,
}

/// Beads as they were read.
struct Read {
    beads: Vec<LooseBead>,
    /// How sure each bead is, where the file says so.
    confidence: Option<Vec<f64>>,
    /// Source and target sentences, where every one of them stands in a bead, in order.
    sizes: Option<[u32; 2]>,
}

/// Beads of gold may cross, as those of some gold made elsewhere do; an alignment's may not.
fn read_beads(path: &Path, in_order: bool) -> Result<Read, CliError> {
    let text = plain_text(path)?;
    let text = text.as_str();
    let name = if is_dash(path) { Path::new(STDIN) } else { path };
    let read = if text.trim_start().starts_with('{') {
        let stored = StoredAlignment::from_bytes(name, text.as_bytes().to_vec())?;
        let beads = stored.file.beads();
        Read {
            beads: beads.iter().map(LooseBead::from).collect(),
            confidence: Some(stored.file.links.iter().map(|link| link.confidence.get()).collect()),
            sizes: Some(sizes(&beads)),
        }
    } else {
        let fault = |error| CliError::new(format!("{}, {error}", name.display()));
        beads::check_loose(text, in_order).map_err(fault)?;
        Read {
            beads: beads::read_loose(text).map_err(fault)?,
            confidence: None,
            sizes: beads::read(text).ok().map(|beads| sizes(&beads)),
        }
    };
    if read.beads.is_empty() {
        return Err(CliError::new(format!("{} holds no bead", name.display()))
            .hint("expected lines such as 0,1:0, or an alignment file"));
    }
    Ok(read)
}

fn sizes(beads: &[Bead]) -> [u32; 2] {
    beads
        .last()
        .map_or([0, 0], |last| [last.source.end.0, last.target.end.0])
}

/// Two alignments that cover their texts whole must cover as many sentences. Gold that leaves sentences
/// out, as some does, tells nothing of that.
fn refuse_other_texts(args: &EvalArgs, gold: &Read, hypothesis: &Read) -> Result<(), CliError> {
    let (Some(gold), Some(hypothesis)) = (gold.sizes, hypothesis.sizes) else {
        return Ok(());
    };
    let sides = Side::BOTH.into_iter();
    for (side, (expected, found)) in sides.zip(gold.into_iter().zip(hypothesis)) {
        if expected != found {
            return Err(CliError::new(format!(
                "{} covers {expected} {side} sentences and {} covers {found}: \
                 they are not of the same texts",
                args.gold.display(),
                args.hypothesis.display()
            ))
            .hint("both must be made of the same sentences, for example with --one-per-line"));
        }
    }
    Ok(())
}

fn table(evaluation: &Evaluation) -> String {
    let mut table = Table::new(["", "precision", "recall", "F1"]);
    let Evaluation {
        strict,
        lax,
        non_null,
        all,
    } = evaluation;
    for (name, measure) in [
        ("strict", strict),
        ("lax", lax),
        ("without null beads", non_null),
        ("with null beads", all),
    ] {
        let Measure { precision, recall, f1 } = measure;
        let [precision, recall, f1] = [precision, recall, f1].map(|share| format!("{share:.4}"));
        table.line([name.to_owned(), precision, recall, f1]);
    }
    table.render(0)
}

/// Whether the confidence can be trusted, under an empty line.
fn reliability(found: &Calibration) -> String {
    let mut table = Table::new(["confidence", "links", "mean", "right"]);
    for (tenth, bin) in (0..).zip(&found.bins) {
        let Bin {
            links,
            mean_confidence,
            right,
        } = *bin;
        let share = |share: f64| {
            if links == 0 {
                "-".to_owned()
            } else {
                format!("{share:.4}")
            }
        };
        let (from, to) = (f64::from(tenth) / 10.0, f64::from(tenth + 1) / 10.0);
        table.line([
            format!("{from:.1} to {to:.1}"),
            links.to_string(),
            share(mean_confidence),
            share(right),
        ]);
    }
    let held = found.errors_in_lowest_tenth.map_or_else(
        || "no link is wrong".to_owned(),
        |held| {
            let errors = count(found.errors, "wrong link");
            format!(
                "{:.1} % of {errors} in the tenth with the lowest confidence",
                held * 100.0
            )
        },
    );
    format!(
        "\n{}expected calibration error {:.4}; {held}\n",
        table.render(0),
        found.expected_error
    )
}
