//! `cotejo completions` and `cotejo man`

use std::path::PathBuf;
use std::{fs, io};

use clap::{Args, CommandFactory as _};
use clap_complete::Shell;
use clap_mangen::Man;

use super::destination::Guard;
use super::error::CliError;
use super::talk::print;
use super::{Cli, Outcome, complete};

/// Print the completions for a shell.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  cotejo completions bash > ~/.local/share/bash-completion/completions/cotejo")]
pub(crate) struct CompletionsArgs {
    /// The shell.
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

pub(crate) fn completions(args: &CompletionsArgs) -> Result<Outcome, CliError> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "cotejo", &mut script);
    script.extend(complete::script(args.shell, &Cli::command()).into_bytes());
    print(|out| out.write_all(&script))?;
    Ok(Outcome::Clean)
}

/// Print the manual page, or write the pages of all commands.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    cotejo man | man -l -                           read it\n  \
    cotejo man align | man -l -                     the page of a command\n  \
    cotejo man -o ~/.local/share/man/man1           keep all of them")]
pub(crate) struct ManArgs {
    /// The command, or none for the program as a whole.
    #[arg(value_name = "COMMAND")]
    command: Option<String>,
    /// Folder for the pages of all commands.
    #[arg(short, long, value_name = "DIR", conflicts_with = "command")]
    output: Option<PathBuf>,
}

pub(crate) fn man(args: &ManArgs) -> Result<Outcome, CliError> {
    let mut cli = Cli::command().disable_help_subcommand(true);
    cli.build();
    if let Some(folder) = &args.output {
        let failed = |error| CliError::new(format!("cannot write {}: {error}", folder.display()));
        fs::create_dir_all(folder).map_err(failed)?;
        let own = Guard {
            project: None,
            inputs: &[],
            force: true,
        };
        let shown = cli.get_subcommands().filter(|command| !command.is_hide_set());
        for command in std::iter::once(&cli).chain(shown) {
            let (name, page) = page(command)?;
            own.write(&folder.join(name), &page)?;
        }
        return Ok(Outcome::Clean);
    }
    let command = match &args.command {
        None => &cli,
        Some(name) => cli.find_subcommand(name).ok_or_else(|| {
            let shown = cli.get_subcommands().filter(|command| !command.is_hide_set());
            let names: Vec<_> = shown.map(clap::Command::get_name).collect();
            CliError::new(format!("unknown command \"{name}\"")).hint(format!("the commands are {}", names.join(", ")))
        })?,
    };
    let (_, page) = page(command)?;
    print(|out| out.write_all(&page))?;
    Ok(Outcome::Clean)
}

/// A page and its file name.
fn page(command: &clap::Command) -> Result<(String, Vec<u8>), CliError> {
    let man = Man::new(command.clone());
    let mut page = Vec::new();
    let mut write = || {
        man.render_title(&mut page)?;
        man.render_name_section(&mut page)?;
        man.render_synopsis_section(&mut page)?;
        man.render_description_section(&mut page)?;
        man.render_options_section(&mut page)?;
        if command.get_subcommands().any(|command| !command.is_hide_set()) {
            man.render_subcommands_section(&mut page)?;
        }
        page.extend_from_slice(EXIT_STATUS.as_bytes());
        let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
        page.extend(examples(&help).into_bytes());
        if command.get_version().is_some() {
            man.render_version_section(&mut page)?;
        }
        Ok::<(), io::Error>(())
    };
    write().map_err(CliError::new)?;
    Ok((man.get_filename(), page))
}

/// What docs/REFERENCE.md says of all commands.
const EXIT_STATUS: &str = "\
.SH \"EXIT STATUS\"
.TP
.B 0
done, and nothing to report
.TP
.B 1
done, and something was found: by check, diff or eval, or by align under a floor
.TP
.B 2
could not run, or some of it could not be done; the message says why
";

/// The sections of a page that the help has as examples and what follows them.
fn examples(help: &str) -> String {
    let escape = |line: &str| {
        let line = line.replace('\\', "\\e").replace('-', "\\-");
        if line.starts_with(['.', '\'']) {
            format!("\\&{line}\n")
        } else {
            format!("{line}\n")
        }
    };
    let mut section = String::new();
    for part in help.split("\n\n") {
        let mut lines = part.lines();
        match part.lines().next() {
            Some("Examples:" | "Example:") => {
                lines.next();
                section += ".SH EXAMPLES\n.nf\n";
                section.extend(lines.map(|line| escape(line.strip_prefix("  ").unwrap_or(line))));
                section += ".fi\n";
            }
            Some(_) => {
                section += if section.is_empty() { ".SH NOTES\n" } else { ".PP\n" };
                section.extend(lines.map(escape));
            }
            None => {}
        }
    }
    section
}
