//! What a manual page says

use std::io::Write as _;

use clap_mangen::Man;

use super::error::CliError;

/// A page and its file name.
pub(super) fn page(command: &clap::Command) -> Result<(String, Vec<u8>), CliError> {
    let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    let man = Man::new(command.clone());
    let mut page = Vec::new();
    render(&man, command, &help, &mut page).map_err(CliError::new)?;
    Ok((man.get_filename(), page))
}

/// Section by section: what stands below the help would else be one called EXTRA, with its lines run together.
fn render(man: &Man, command: &clap::Command, help: &str, page: &mut Vec<u8>) -> std::io::Result<()> {
    man.render_title(page)?;
    man.render_name_section(page)?;
    man.render_synopsis_section(page)?;
    man.render_description_section(page)?;
    man.render_options_section(page)?;
    if command.has_subcommands() {
        man.render_subcommands_section(page)?;
    }
    writeln!(page, ".SH \"EXIT STATUS\"")?;
    for (code, meaning) in exit_status(command) {
        writeln!(page, ".TP\n\\fB{code}\\fR\n{}", escaped(&meaning))?;
    }
    let (examples, notes) = help.split_once("\n\n").unwrap_or((help, ""));
    if let Some((_, examples)) = examples.split_once(":\n") {
        writeln!(page, ".SH EXAMPLES\n.nf")?;
        for line in examples.lines() {
            writeln!(page, "{}", escaped(line.strip_prefix("  ").unwrap_or(line)))?;
        }
        writeln!(page, ".fi")?;
    }
    if !notes.is_empty() {
        writeln!(page, ".SH NOTES\n{}", escaped(notes))?;
    }
    if command.get_version().is_some() {
        man.render_version_section(page)?;
    }
    Ok(())
}

fn exit_status(command: &clap::Command) -> Vec<(u8, String)> {
    let found = match command.get_name() {
        "cotejo" => "Done, and something was found: the page of each command says what.",
        "align" => "Done, and the pair matches by less than --fail-under.",
        "split" => "With --jsonl: done, and a line could not be used.",
        "fmt" => "With --check: something would change.",
        "check" => "Something was found that --fail-on names, or a bound that was asked for is not met.",
        "eval" => "Strict F1 is under --fail-under.",
        "diff" => "Something differs, or something is pending.",
        "merge-driver" => "Merged, with a link that was decided in two ways.",
        _ => "",
    };
    let mut status = vec![(0, "Done, and nothing was found.".to_owned())];
    if found.is_empty() {
        "Done.".clone_into(&mut status[0].1);
    } else {
        status.push((1, found.to_owned()));
    }
    let failed = "Some or all of it could not be done; a message names the file and line, and what to do.";
    status.push((2, failed.to_owned()));
    status
}

/// Text in which roff finds nothing to obey.
fn escaped(text: &str) -> String {
    let lines = text.lines().map(|line| {
        let line = line.replace('\\', "\\e").replace('-', "\\-").replace('\'', "\\(aq");
        if line.starts_with('.') {
            format!("\\&{line}")
        } else {
            line
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn nothing_in_a_text_is_a_command_of_roff() {
        assert_eq!(escaped(".new -o 'a\\b'\nplain"), "\\&.new \\-o \\(aqa\\eb\\(aq\nplain");
    }
}
