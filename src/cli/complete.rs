//! Completion of work names: what the scripts of the shells ask the program for.

use clap::{Args, Command};
use clap_complete::Shell;

use super::Outcome;
use super::error::CliError;
use super::project::ProjectArgs;
use super::talk::print;

/// Print the names of the project's works, one a line; the completions of the shells ask for it.
#[derive(Debug, Args)]
pub(crate) struct WorksArgs {
    #[command(flatten)]
    project: ProjectArgs,
}

/// Prints nothing where there is no project: a shell that completes a word has no place for messages.
pub(crate) fn works(args: &WorksArgs) -> Result<Outcome, CliError> {
    let Ok(project) = args.project.require() else {
        return Ok(Outcome::Clean);
    };
    let settings = project.settings();
    let found = project.works(settings.source_lang, settings.target_lang);
    let names = found.map_or_else(|_| Vec::new(), |found| found.works);
    print(|out| names.iter().try_for_each(|work| writeln!(out, "{}", work.name)))?;
    Ok(Outcome::Clean)
}

/// The commands that take works by name.
fn commands(cli: &Command) -> Vec<String> {
    let takes_works = |command: &&Command| {
        command.get_positionals().any(|argument| {
            let names = argument.get_value_names().unwrap_or_default();
            names
                .iter()
                .any(|name| name.contains("WORK") || name.contains("ALIGNMENT"))
        })
    };
    let commands = cli.get_subcommands().filter(takes_works);
    commands.map(|command| command.get_name().to_owned()).collect()
}

/// What completes names of works, behind the script that clap makes; nothing for a shell that has no such part.
pub(super) fn script(shell: Shell, cli: &Command) -> String {
    let commands = commands(cli);
    match shell {
        Shell::Bash => BASH.replace("COMMANDS", &commands.join("|")),
        Shell::Zsh => ZSH.replace("COMMANDS", &commands.join("|")),
        Shell::Fish => {
            let of_command = |command: &String| {
                format!(
                    "complete -c cotejo -n \"__fish_seen_subcommand_from {command}\" -a \"(cotejo works 2>/dev/null)\"\n"
                )
            };
            commands.iter().map(of_command).collect()
        }
        _ => String::new(),
    }
}

const BASH: &str = r#"
_cotejo_works() {
    local word=${COMP_WORDS[COMP_CWORD]} at name
    _cotejo "$@"
    local IFS=$'\n'
    [[ $word == -* ]] && return 0
    for ((at = 1; at < COMP_CWORD; at++)); do
        case ${COMP_WORDS[at]} in
            COMMANDS)
                for name in $(cotejo works 2>/dev/null); do
                    [[ $name == "$word"* ]] && COMPREPLY+=("$(printf %q "$name")")
                done
                return 0
                ;;
        esac
    done
}
complete -F _cotejo_works -o nosort -o bashdefault -o default cotejo
"#;

const ZSH: &str = r#"
_cotejo_works() {
    if (( CURRENT > 2 )) && [[ $PREFIX != -* && $words[2] == (COMMANDS) ]]; then
        local -a names
        names=(${(f)"$(cotejo works 2>/dev/null)"})
        compadd -a names
    fi
    _cotejo "$@"
}
compdef _cotejo_works cotejo
"#;
