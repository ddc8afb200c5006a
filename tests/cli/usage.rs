//! Help, usage errors, completions, manual pages, colours.

use crate::harness::{Sandbox, code, stderr, stdout};

const COMMANDS: [&str; 23] = [
    "align",
    "split",
    "export",
    "import",
    "fmt",
    "check",
    "status",
    "list",
    "review",
    "explain",
    "edit",
    "eval",
    "diff",
    "accept",
    "reject",
    "history",
    "lexicon",
    "merge-driver",
    "words",
    "match",
    "pipe",
    "completions",
    "man",
];

#[test]
fn help_of_all_commands() {
    let sandbox = Sandbox::empty();
    let mut help = sandbox.case(&["--help"]);
    for command in COMMANDS {
        help.push('\n');
        help.push_str(&sandbox.case(&[command, "--help"]));
    }
    insta::assert_snapshot!(help);
}

#[test]
fn version_is_told() {
    let output = Sandbox::empty().run(&["--version"]);
    assert_eq!(
        (code(&output), stdout(&output)),
        (0, concat!("cotejo ", env!("CARGO_PKG_VERSION"), "\n"))
    );
}

#[test]
fn commands_of_later_stages_do_not_exist_yet() {
    assert_eq!(code(&Sandbox::empty().run(&["review"])), 2);
}

#[test]
fn nothing_typed_gives_the_help_and_exit_2() {
    let output = Sandbox::empty().run(&[]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("Usage: cotejo"), "{}", stderr(&output));
}

#[test]
fn typing_errors_are_met_with_what_was_meant() {
    let sandbox = Sandbox::aligned();
    insta::assert_snapshot!(sandbox.case(&["algin"]), @"
    $ cotejo algin
    exit 2
    -- stderr
    error: unrecognized subcommand 'algin'

      tip: a similar subcommand exists: 'align'

    Usage: cotejo [OPTIONS] <COMMAND>

    For more information, try '--help'.
    ");
    insta::assert_snapshot!(sandbox.case(&["export", "--to", "htlm"]), @"
    $ cotejo export --to htlm
    exit 2
    -- stderr
    error: invalid value 'htlm' for '--to <FORMAT>'
      [possible values: html, epub, tmx, tsv, csv, xlsx, beads, vecalign, ladder, text, moses, jsonl, xliff, xces, tei, anki]

      tip: a similar value exists: 'html'

    For more information, try '--help'.
    ");
    insta::assert_snapshot!(sandbox.case(&["align", "--sorce-lang", "es"]), @"
    $ cotejo align --sorce-lang es
    exit 2
    -- stderr
    error: unexpected argument '--sorce-lang' found

      tip: a similar argument exists: '--source-lang'

    Usage: cotejo align [OPTIONS] [WORK]...
           cotejo align [OPTIONS] SRC TGT [-o FILE] [--to FORMAT]
           cotejo align [OPTIONS] FILE.json

    For more information, try '--help'.
    ");
    insta::assert_snapshot!(sandbox.case(&["align", "--source-lang", "sp"]), @"
    $ cotejo align --source-lang sp
    exit 2
    -- stderr
    error: invalid value 'sp' for '--source-lang <CODE>'
      [possible values: ar, da, de, el, en, es, fi, fr, hu, it, nl, no, pt, ro, ru, sv, ta, tr]

    For more information, try '--help'.
    ");
    insta::assert_snapshot!(sandbox.case(&["align", "--encoding", "latin-99"]), @r#"
    $ cotejo align --encoding latin-99
    exit 2
    -- stderr
    error: invalid value 'latin-99' for '--encoding <LABEL>': unknown encoding "latin-99"; use a name such as utf-8, iso-8859-1, windows-1252, utf-16le

    For more information, try '--help'.
    "#);
    insta::assert_snapshot!(sandbox.case(&["status", "--jobs", "0"]), @"
    $ cotejo status --jobs 0
    exit 2
    -- stderr
    error: invalid value '0' for '--jobs <N>': expected a whole number from 1

    For more information, try '--help'.
    ");
    insta::assert_snapshot!(sandbox.case(&["eval", "a", "b", "--fail-under", "95"]), @"
    $ cotejo eval a b --fail-under 95
    exit 2
    -- stderr
    error: invalid value '95' for '--fail-under <F1>': expected a share from 0 to 1, such as 0.…

    For more information, try '--help'.
    ");
}

#[test]
fn quiet_says_only_errors() {
    let sandbox = Sandbox::project().with("texts/es/lone.txt", "Solo.");
    let output = sandbox.run(&["align", "--quiet"]);
    assert_eq!((code(&output), stderr(&output)), (0, ""));
    let output = sandbox.run(&["align", "--quiet", "none.txt", "texts/en/faro.txt"]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).starts_with("error: "));
}

#[test]
fn colours_are_for_those_who_want_them() {
    let sandbox = Sandbox::empty();
    let coloured = |arguments: &[&str], no_color: bool| {
        let mut command = sandbox.command(arguments);
        if no_color {
            command.env("NO_COLOR", "1");
        }
        stderr(&command.output().unwrap()).contains('\u{1b}')
    };
    assert!(!coloured(&["status"], false), "not into a file");
    assert!(coloured(&["status", "--color", "always"], false));
    assert!(!coloured(&["status", "--color", "never"], false));
    assert!(!coloured(&["status", "--color", "auto"], true));
}

#[test]
fn completions_know_every_command() {
    let sandbox = Sandbox::empty();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let output = sandbox.run(&["completions", shell]);
        assert_eq!(code(&output), 0);
        for command in COMMANDS {
            assert!(stdout(&output).contains(command), "{shell}: {command}");
        }
    }
    assert_eq!(code(&sandbox.run(&["completions", "tcsh"])), 2);
}

#[test]
fn completions_know_the_works_of_the_project() {
    let sandbox = Sandbox::aligned();
    sandbox.write("texts/es/la casa.txt", "La casa.\n");
    assert_eq!(stdout(&sandbox.run(&["works"])), "faro\nla casa\n");
    assert_eq!(stdout(&Sandbox::empty().run(&["works"])), "");
    for shell in ["bash", "zsh", "fish"] {
        let script = sandbox.run(&["completions", shell]);
        assert!(stdout(&script).contains("cotejo works"), "{shell}");
    }
    // As bash itself would ask.
    let program = sandbox.command(&[]).get_program().to_owned();
    let folder = std::path::Path::new(&program).parent().unwrap().to_owned();
    let ask = |line: &str| {
        let words: Vec<_> = line.split(' ').collect();
        let script = format!(
            "PATH=\"$1:$PATH\"; source <(cotejo completions bash); COMP_WORDS=({}); COMP_CWORD={}; \
             _cotejo_works cotejo '{}' '{}'; printf '%s\\n' \"${{COMPREPLY[@]}}\"",
            words
                .iter()
                .map(|word| format!("'{word}'"))
                .collect::<Vec<_>>()
                .join(" "),
            words.len() - 1,
            words[words.len() - 1],
            words[words.len() - 2],
        );
        let mut bash = std::process::Command::new("bash");
        let output = bash
            .args(["-c", &script, "bash"])
            .arg(&folder)
            .current_dir(sandbox.path(""))
            .output();
        String::from_utf8(output.unwrap().stdout).unwrap()
    };
    assert!(ask("cotejo check fa").lines().any(|name| name == "faro"));
    assert!(ask("cotejo list la").lines().any(|name| name == "la\\ casa"));
    assert!(!ask("cotejo split fa").contains("faro"));
}

#[test]
fn manual_pages() {
    let sandbox = Sandbox::empty();
    let page = sandbox.run(&["man"]);
    assert_eq!(code(&page), 0);
    assert!(stdout(&page).contains(".TH cotejo 1"), "{}", stdout(&page));
    assert!(stdout(&sandbox.run(&["man", "align"])).contains("one\\-per\\-line"));
    for command in COMMANDS {
        let page = sandbox.run(&["man", command]);
        assert!(stdout(&page).contains("EXIT STATUS"), "{command}");
    }
    assert!(stdout(&sandbox.run(&["man", "check"])).contains(".SH EXAMPLES\n.nf\ncotejo check\n"));
    insta::assert_snapshot!(sandbox.case(&["man", "aling"]), @r#"
    $ cotejo man aling
    exit 2
    -- stderr
    error: unknown command "aling"
    help: the commands are align, split, export, import, fmt, check, status, list, review, explain, edit, eval, diff, accept, reject, history, lexicon, merge-driver, words, match, pipe, completions, man
    "#);
    assert_eq!(code(&sandbox.run(&["man", "-o", "man1"])), 0);
    let pages = sandbox.list("man1");
    // The program, its commands, and the five of `lexicon`.
    assert_eq!(pages.len(), 1 + COMMANDS.len() + 5, "{pages:?}");
    assert!(
        pages.contains(&"cotejo.1".to_owned()) && pages.contains(&"cotejo-lexicon-learn.1".to_owned()),
        "{pages:?}"
    );
    for page in pages {
        let page = sandbox.read(&format!("man1/{page}"));
        for section in [".SH \"EXIT STATUS\"\n", ".SH EXAMPLES\n.nf\n"] {
            assert!(page.contains(section), "no {section}: {page}");
        }
        assert!(!page.contains(".SH EXTRA"), "{page}");
    }
    assert!(stdout(&sandbox.run(&["man", "lexicon", "learn"])).contains("cotejo lexicon learn \\-o own.tsv"));
    insta::assert_snapshot!(sandbox.case(&["man", "align", "learn"]), @r#"
    $ cotejo man align learn
    exit 2
    -- stderr
    error: unknown command "learn"
    help: cotejo align has no commands of its own
    "#);
}
