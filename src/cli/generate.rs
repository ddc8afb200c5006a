//! `cotejo completions` and `cotejo man`

use std::fs;
use std::path::PathBuf;

use clap::{Args, CommandFactory as _};
use clap_complete::Shell;
use clap_mangen::Man;

use super::destination::Guard;
use super::error::CliError;
use super::talk::print;
use super::{Cli, Outcome};

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
        for command in std::iter::once(&cli).chain(cli.get_subcommands()) {
            let (name, page) = page(command)?;
            own.write(&folder.join(name), &page)?;
        }
        return Ok(Outcome::Clean);
    }
    let command = match &args.command {
        None => &cli,
        Some(name) => cli.find_subcommand(name).ok_or_else(|| {
            let names: Vec<_> = cli.get_subcommands().map(clap::Command::get_name).collect();
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
    man.render(&mut page).map_err(CliError::new)?;
    Ok((man.get_filename(), page))
}
