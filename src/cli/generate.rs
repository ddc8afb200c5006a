//! `cotejo completions` and `cotejo man`

use std::fs;
use std::path::PathBuf;

use clap::{Args, CommandFactory as _};
use clap_complete::Shell;

use super::destination::Guard;
use super::error::CliError;
use super::manual;
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
    /// The command, such as `align` or `lexicon learn`, or none for the program as a whole.
    #[arg(value_name = "COMMAND")]
    command: Vec<String>,
    /// Folder for the pages of all commands.
    #[arg(short, long, value_name = "DIR", conflicts_with = "command")]
    output: Option<PathBuf>,
}

pub(crate) fn man(args: &ManArgs) -> Result<Outcome, CliError> {
    // Pages of `help` would say nothing.
    let mut cli = Cli::command()
        .disable_help_subcommand(true)
        .mut_subcommands(|command| command.disable_help_subcommand(true));
    cli.build();
    if let Some(folder) = &args.output {
        let failed = |error| CliError::new(format!("cannot write {}: {error}", folder.display()));
        fs::create_dir_all(folder).map_err(failed)?;
        let own = Guard {
            project: None,
            inputs: &[],
            shows: None,
            force: true,
        };
        for command in with_subcommands(&cli) {
            let (name, page) = manual::page(command)?;
            own.write(&folder.join(name), &page)?;
        }
        return Ok(Outcome::Clean);
    }
    let mut command = &cli;
    for name in &args.command {
        command = command.find_subcommand(name).ok_or_else(|| unknown(name, command))?;
    }
    let (_, page) = manual::page(command)?;
    print(|out| out.write_all(&page))?;
    Ok(Outcome::Clean)
}

fn unknown(name: &str, parent: &clap::Command) -> CliError {
    let shown = parent.get_subcommands().filter(|command| !command.is_hide_set());
    let names: Vec<_> = shown.map(clap::Command::get_name).collect();
    let error = CliError::new(format!("unknown command \"{name}\""));
    if names.is_empty() {
        return error.hint(format!("cotejo {} has no commands of its own", parent.get_name()));
    }
    error.hint(format!("the commands are {}", names.join(", ")))
}

/// A command and all below it.
fn with_subcommands(command: &clap::Command) -> Vec<&clap::Command> {
    let shown = command.get_subcommands().filter(|command| !command.is_hide_set());
    let below = shown.flat_map(with_subcommands);
    std::iter::once(command).chain(below).collect()
}
