//! Two programs at once, full disks, closed folders, links: nothing is lost.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use crate::harness::{Sandbox, code, stderr};
use crate::pending::pending;

const ALIGNMENT: &str = "alignments/faro.json";
const TEXT: &str = "texts/en/faro.txt";

/// A project whose text has changed since it was aligned, so that a run would write.
fn edited() -> Sandbox {
    let sandbox = Sandbox::aligned();
    sandbox.edit(TEXT, "Nobody saw her", "No one had seen her");
    sandbox
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

/// Runs the program as somebody who is not root, to whom permissions mean something.
fn run_as_user(sandbox: &Sandbox, arguments: &[&str]) -> Output {
    let mut command = sandbox.command(arguments);
    if fs::metadata(sandbox.path("")).unwrap().uid() != 0 {
        return command.output().unwrap();
    }
    set_mode(&sandbox.path(""), 0o755);
    // The folder that the program was built in may be closed to others. Another process copies it: were the copy open
    // for writing here while another test starts a program, that one would inherit it, and it could not be run ("text
    // file busy").
    let copy = sandbox.path("program");
    let copied = Command::new("cp")
        .arg(command.get_program())
        .arg(&copy)
        .status()
        .unwrap();
    assert!(copied.success());
    set_mode(&copy, 0o755);
    let mut as_user = Command::new(copy);
    as_user
        .args(command.get_args())
        .current_dir(sandbox.path(""))
        .stdin(Stdio::null());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => as_user.env(name, value),
            None => as_user.env_remove(name),
        };
    }
    as_user.uid(65534).gid(65534).output().unwrap()
}

#[test]
fn what_a_person_writes_during_a_run_is_not_overwritten() {
    // Whether the person saves before the run reads, between that and its writing, or later, is a matter of
    // milliseconds; some try meets the moment between.
    for _ in 0..100 {
        let sandbox = edited();
        let mut run = sandbox.command(&["align"]).stderr(Stdio::piped()).spawn().unwrap();
        // The run writes a temporary file when it is about to put the alignment in its place.
        while sandbox.list("alignments").len() < 2 && run.try_wait().unwrap().is_none() {}
        let saved = sandbox.read(ALIGNMENT).replacen("\"auto\"", "\"accepted\"", 1);
        sandbox.write(ALIGNMENT, &saved);
        let output = run.wait_with_output().unwrap();
        if code(&output) == 0 {
            continue;
        }
        insta::assert_snapshot!(stderr(&output), @"
        error: alignments/faro.json was changed by another program meanwhile and is left as it is; what this run made is in alignments/faro.json.new. See `cotejo diff`, then `cotejo accept` or `cotejo reject`
        error: 1 of 1 work could not be aligned
        ");
        assert_eq!(code(&output), 2);
        assert_eq!(sandbox.read(ALIGNMENT), saved);
        assert!(sandbox.read("alignments/faro.json.new").contains("No one had seen her"));
        return;
    }
    panic!("no run was met between its reading and its writing");
}

#[test]
fn runs_at_the_same_time_do_not_disturb_each_other() {
    let all_at_once = |sandbox: &Sandbox, arguments: &[&str]| {
        let run = |_| sandbox.command(arguments).stderr(Stdio::piped()).spawn().unwrap();
        let runs: Vec<_> = (0..8).map(run).collect();
        for run in runs {
            let output = run.wait_with_output().unwrap();
            assert_eq!(code(&output), 0, "{arguments:?}: {}", stderr(&output));
        }
    };
    let sandbox = Sandbox::project();
    all_at_once(&sandbox, &["align"]);
    assert_eq!(sandbox.read(ALIGNMENT), Sandbox::aligned().read(ALIGNMENT));
    let sandbox = edited();
    let before = sandbox.read(ALIGNMENT);
    all_at_once(&sandbox, &["align", "--pending"]);
    let proposed = sandbox.read("alignments/faro.json.new");
    assert_eq!(sandbox.read(ALIGNMENT), before);
    all_at_once(&sandbox, &["align"]);
    assert_eq!(sandbox.read(ALIGNMENT), proposed);
    assert_eq!(sandbox.list("alignments"), ["faro.json"]);
}

/// Of two decisions at the same time both stand, or one is told to try again.
#[test]
fn decisions_at_the_same_time_both_stand() {
    for _ in 0..10 {
        let sandbox = pending();
        let accept = |id| {
            sandbox
                .command(&["accept", "--link", id])
                .stderr(Stdio::piped())
                .spawn()
                .unwrap()
        };
        let runs = ["2.1", "3.1"].map(|id| (id, accept(id)));
        for (id, run) in runs {
            let output = run.wait_with_output().unwrap();
            if code(&output) != 0 {
                assert!(stderr(&output).contains("run the command again"), "{}", stderr(&output));
                assert_eq!(code(&sandbox.run(&["accept", "--link", id])), 0);
            }
        }
        assert_eq!(sandbox.read(ALIGNMENT), Sandbox::aligned().read(ALIGNMENT));
    }
}

#[test]
fn a_full_disk_leaves_the_alignment_as_it_was() {
    let sandbox = edited();
    let before = sandbox.read(ALIGNMENT);
    let disk = sandbox.path("disk");
    fs::create_dir(&disk).unwrap();
    // A small disk of its own, gone with the process, where one can be mounted; else a limit to the size of files.
    let full_disk = "mount -t tmpfs -o size=64k none disk && cp -R texts alignments disk/ && \
                     { head -c 1000000 /dev/zero >disk/filler || true; } 2>/dev/null && cd disk";
    let mountable = Command::new("unshare")
        .args(["--mount", "sh", "-c", "mount -t tmpfs none disk"])
        .current_dir(sandbox.path(""))
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    let (with, prepare) = if mountable {
        (&["unshare", "--mount", "sh", "-c"][..], full_disk)
    } else {
        (&["sh", "-c"][..], "trap '' XFSZ && ulimit -f 1")
    };
    let script = format!(
        "{prepare} && {{ '{}' align; code=$?; cat {ALIGNMENT}; ls -A alignments; exit $code; }}",
        env!("CARGO_BIN_EXE_cotejo")
    );
    let output = Command::new(with[0])
        .args(&with[1..])
        .arg(&script)
        .current_dir(sandbox.path(""))
        .env_remove("CI")
        .output()
        .unwrap();
    assert_eq!(code(&output), 2, "{}", stderr(&output));
    assert!(
        stderr(&output).contains("error: cannot write alignments/faro.json: "),
        "{}",
        stderr(&output)
    );
    let expected = format!("{before}faro.json\n");
    assert_eq!(String::from_utf8_lossy(&output.stdout), expected);
}

#[test]
fn a_closed_folder_is_named() {
    let sandbox = edited();
    let before = sandbox.read(ALIGNMENT);
    set_mode(&sandbox.path("alignments"), 0o555);
    let output = run_as_user(&sandbox, &["align"]);
    set_mode(&sandbox.path("alignments"), 0o755);
    assert_eq!(code(&output), 2);
    let told = stderr(&output).lines().next().unwrap().to_owned();
    insta::assert_snapshot!(told, @"error: cannot write alignments/faro.json: no file can be made in alignments; allow writing in that folder");
    assert_eq!(sandbox.read(ALIGNMENT), before);
    assert_eq!(sandbox.list("alignments"), ["faro.json"]);
}

#[test]
fn a_protected_alignment_is_left_as_it_is() {
    let sandbox = edited();
    let before = sandbox.read(ALIGNMENT);
    set_mode(&sandbox.path(ALIGNMENT), 0o444);
    insta::assert_snapshot!(sandbox.case(&["align"]), @"
    $ cotejo align
    exit 2
    -- stderr
    error: alignments/faro.json is write-protected and is left as it is; allow writing to it, or choose another name
    error: 1 of 1 work could not be aligned
    ");
    assert_eq!(sandbox.read(ALIGNMENT), before);
}

#[test]
fn where_no_history_can_be_kept_a_note_says_so() {
    let sandbox = edited();
    fs::remove_dir_all(sandbox.path(".cotejo")).unwrap();
    sandbox.write(".cotejo", "a file in the way");
    let shown = sandbox.case(&["align"]);
    assert!(shown.contains("exit 0"), "{shown}");
    assert!(
        shown.contains("note: the version of alignments/faro.json before this run could not be kept: "),
        "{shown}"
    );
    assert!(sandbox.read(ALIGNMENT).contains("No one had seen her"));
}

#[test]
fn a_linked_alignment_is_written_where_it_is() {
    let sandbox = edited();
    fs::create_dir(sandbox.path("shared")).unwrap();
    fs::rename(sandbox.path(ALIGNMENT), sandbox.path("shared/f.json")).unwrap();
    symlink("../shared/f.json", sandbox.path(ALIGNMENT)).unwrap();
    set_mode(&sandbox.path("shared/f.json"), 0o640);
    assert_eq!(code(&sandbox.run(&["align"])), 0);
    assert!(fs::symlink_metadata(sandbox.path(ALIGNMENT)).unwrap().is_symlink());
    assert!(sandbox.read("shared/f.json").contains("No one had seen her"));
    assert_eq!(
        fs::metadata(sandbox.path("shared/f.json")).unwrap().mode() & 0o777,
        0o640
    );
    assert_eq!(sandbox.list("shared"), ["f.json"]);
    assert_eq!(code(&sandbox.run(&["history", "faro", "--restore", "1"])), 0);
    assert!(fs::symlink_metadata(sandbox.path(ALIGNMENT)).unwrap().is_symlink());
}

#[test]
fn a_link_to_nothing_is_told() {
    let sandbox = Sandbox::project();
    fs::create_dir(sandbox.path("alignments")).unwrap();
    symlink("../shared/f.json", sandbox.path(ALIGNMENT)).unwrap();
    insta::assert_snapshot!(sandbox.case(&["align"]), @"
    $ cotejo align
    exit 2
    -- stderr
    error: alignments/faro.json is a symbolic link to ../shared/f.json, which is not there; put it back, or remove the link
    error: 1 of 1 work could not be aligned
    ");
    assert!(fs::symlink_metadata(sandbox.path(ALIGNMENT)).unwrap().is_symlink());
}

/// Other names of the file keep what was there: it is a new file that takes its place.
#[test]
fn a_hard_link_is_parted() {
    let sandbox = edited();
    fs::hard_link(sandbox.path(ALIGNMENT), sandbox.path("other.json")).unwrap();
    let before = sandbox.read(ALIGNMENT);
    assert_eq!(code(&sandbox.run(&["align"])), 0);
    assert_eq!(sandbox.read("other.json"), before);
    assert_ne!(sandbox.read(ALIGNMENT), before);
}

#[test]
fn what_a_killed_run_left_is_removed_and_nothing_else() {
    let sandbox = Sandbox::aligned()
        .with("alignments/.cotejo-Ab3dEf9h.tmp", "half a fi")
        .with("alignments/.cotejo-notes.tmp", "mine")
        .with("alignments/notes.tmp", "mine");
    insta::assert_snapshot!(sandbox.case(&["align", "--verbose"]), @"
    $ cotejo align --verbose
    exit 0
    -- stderr
    project: this folder
    alignments/notes.tmp is not part of it
    1 temporary file of a run that was cut off removed
    faro  4 es sentences  4 en sentences  4 links  mean confidence 0.…  unchanged
    ");
    assert_eq!(
        sandbox.list("alignments"),
        [".cotejo-notes.tmp", "faro.json", "notes.tmp"]
    );
}

#[test]
fn a_run_as_root_takes_no_file_away_from_its_owner() {
    let sandbox = edited();
    if fs::metadata(sandbox.path("")).unwrap().uid() != 0 {
        // Who is not root owns all that they write.
        return;
    }
    std::os::unix::fs::chown(sandbox.path(ALIGNMENT), Some(65534), Some(65534)).unwrap();
    assert_eq!(code(&sandbox.run(&["align"])), 0);
    let meta = fs::metadata(sandbox.path(ALIGNMENT)).unwrap();
    assert_eq!((meta.uid(), meta.gid()), (65534, 65534));
}

/// A project that somebody else made: what it names is not read where it would do harm.
#[test]
fn what_a_hostile_project_names_is_refused_at_once() {
    let told = |sandbox: &Sandbox, arguments: &[&str]| {
        let started = std::time::Instant::now();
        let mut command = Command::new("timeout");
        let program = sandbox.command(arguments);
        command
            .args(["20", "sh", "-c", "ulimit -v 1000000; exec \"$0\" \"$@\""])
            .arg(program.get_program());
        let output = command
            .args(program.get_args())
            .current_dir(sandbox.path(""))
            .output()
            .unwrap();
        assert_eq!(code(&output), 2, "{arguments:?}: {}", stderr(&output));
        assert!(started.elapsed() < Duration::from_secs(10));
        stderr(&output).to_owned()
    };
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("secret.txt"), "The secret.").unwrap();

    // A link out of the project, a pipe, a device.
    let sandbox = Sandbox::aligned();
    fs::remove_file(sandbox.path(TEXT)).unwrap();
    symlink(outside.path().join("secret.txt"), sandbox.path(TEXT)).unwrap();
    assert!(told(&sandbox, &["align"]).contains("texts/en/faro.txt lies outside of the project"));
    fs::remove_file(sandbox.path(TEXT)).unwrap();
    assert!(
        Command::new("mkfifo")
            .arg(sandbox.path(TEXT))
            .status()
            .unwrap()
            .success()
    );
    assert!(told(&sandbox, &["align"]).contains("texts/en/faro.txt is no regular file"));
    fs::remove_file(sandbox.path(TEXT)).unwrap();
    symlink("/dev/zero", sandbox.path(TEXT)).unwrap();
    assert!(told(&sandbox, &["align"]).contains("lies outside of the project"));
    assert!(told(&sandbox, &["split", "/dev/zero"]).contains("is no regular file"));

    // A path in an alignment.
    let sandbox = Sandbox::aligned();
    let path = "../".repeat(20) + "dev/zero";
    sandbox.edit(ALIGNMENT, "texts/en/faro.txt", &path);
    let output = sandbox.run(&["check"]);
    assert_eq!(code(&output), 2);
    assert!(String::from_utf8_lossy(&output.stdout).contains("lies outside of the project"));
    // Whether there is such a file is not told either.
    let sandbox = Sandbox::aligned();
    sandbox.edit(ALIGNMENT, "texts/en/faro.txt", "texts/../../nothing.txt");
    let output = sandbox.run(&["check"]);
    assert_eq!(code(&output), 2);
    assert!(String::from_utf8_lossy(&output.stdout).contains("lies outside of the project"));

    let sandbox = Sandbox::aligned();
    sandbox.edit(ALIGNMENT, "texts/en/faro.txt", "/dev/zero");
    assert_eq!(code(&sandbox.run(&["check"])), 2);

    // What the settings name, where nothing ever comes.
    for key in ["abbreviations", "lexicon"] {
        let sandbox = Sandbox::aligned();
        assert!(
            Command::new("mkfifo")
                .arg(sandbox.path("pipe"))
                .status()
                .unwrap()
                .success()
        );
        for path in ["pipe", "/dev/zero"] {
            sandbox.write("cotejo.toml", format!("{key} = [\"{path}\"]\n"));
            for command in ["align", "check"] {
                assert!(
                    told(&sandbox, &[command]).contains("is no regular file"),
                    "{key} {path}"
                );
            }
        }
    }

    // Pipes where alignments and settings stand.
    let sandbox = Sandbox::aligned();
    let pipe = |path: &str| {
        let _ = fs::remove_file(sandbox.path(path));
        assert!(
            Command::new("mkfifo")
                .arg(sandbox.path(path))
                .status()
                .unwrap()
                .success()
        );
    };
    pipe(ALIGNMENT);
    for arguments in [
        &["align"][..],
        &["check"],
        &["list"],
        &["fmt"],
        &["export", "faro", "--to", "tsv"],
        &["diff", "faro", "faro"],
    ] {
        told(&sandbox, arguments);
    }
    fs::remove_file(sandbox.path(ALIGNMENT)).unwrap();
    pipe("cotejo.toml");
    assert!(told(&sandbox, &["align"]).contains("cotejo.toml is no regular file"));
    fs::remove_file(sandbox.path("cotejo.toml")).unwrap();
    symlink(outside.path().join("secret.txt"), sandbox.path("cotejo.toml")).unwrap();
    assert!(told(&sandbox, &["check"]).contains("cotejo.toml lies outside of the project"));
    fs::remove_file(sandbox.path("cotejo.toml")).unwrap();
    told(&sandbox, &["import", "/dev/zero", "--from", "tsv", "-o", ALIGNMENT]);
}

/// A project may bring a folder `.cotejo` along, with links in it to files of whoever uses the project.
#[test]
fn nothing_is_written_through_links_of_a_hostile_project() {
    let theirs = tempfile::tempdir().unwrap();
    let precious = theirs.path().join("precious");
    let link = |sandbox: &Sandbox, place: &str| {
        let place = sandbox.path(place);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        symlink(&precious, place).unwrap();
    };
    let files = [
        ".cotejo/aligned.json",
        ".cotejo/aligned.part",
        ".cotejo/.gitignore",
        ".cotejo/last/alignments/faro.json",
        ".cotejo/last/alignments/faro.part",
        ".cotejo/history/alignments/faro.json/index.jsonl",
        ".cotejo/review/alignments/faro.jsonl",
    ];
    let folders = [".cotejo/history/alignments", ".cotejo/written", ".cotejo"];
    let places = files.map(|place| (place, false)).into_iter();
    for (place, is_folder) in places.chain(folders.map(|place| (place, true))) {
        for is_there in [true, false] {
            let sandbox = edited();
            let _ = fs::remove_dir_all(sandbox.path(".cotejo"));
            let _ = fs::remove_dir_all(&precious);
            let _ = fs::remove_file(&precious);
            if is_there && is_folder {
                fs::create_dir(&precious).unwrap();
            } else if is_there {
                fs::write(&precious, "mine\n").unwrap();
            }
            link(&sandbox, place);
            for arguments in [
                &["align"][..],
                &["edit", "faro", "accept", "1.1"],
                &["export", "faro", "-o", "faro.tsv"],
                &["history", "faro"],
            ] {
                sandbox.run(arguments);
            }
            if !is_there {
                assert!(!precious.exists(), "{place}");
            } else if precious.is_dir() {
                assert_eq!(fs::read_dir(&precious).unwrap().count(), 0, "{place}");
            } else {
                assert_eq!(fs::read_to_string(&precious).unwrap(), "mine\n", "{place}");
            }
        }
    }
}

/// Texts and notes can hold it as well.
#[test]
fn texts_do_nothing_to_a_terminal() {
    let sandbox = Sandbox::aligned();
    sandbox.edit(TEXT, "39", "93 \u{202e}\u{2066}");
    assert_eq!(code(&sandbox.run(&["align"])), 0);
    let noted = |line: &str| match line.strip_suffix("},") {
        Some(link) if link.contains("\"auto\"") => {
            let link = link.replace("\"auto\"", "\"disputed\"");
            format!("{link}, \"note\": \"93 a\\u001b[31mb\\u202e\"}},\n")
        }
        _ => format!("{line}\n"),
    };
    sandbox.write(
        "other.json",
        sandbox.read(ALIGNMENT).lines().map(noted).collect::<String>(),
    );
    let of_form = |form| ["check", "--format", form];
    for arguments in [
        &of_form("text")[..],
        &of_form("github"),
        &of_form("sarif"),
        &of_form("junit"),
        &of_form("json"),
        &["list", "--below", "1"],
        &["list", "--below", "1", "--format", "json"],
        &["diff", ALIGNMENT, "other.json"],
        &["diff", ALIGNMENT, "other.json", "--format", "json"],
    ] {
        let output = sandbox.run(arguments);
        let told = format!("{}{}", crate::harness::stdout(&output), stderr(&output));
        assert!(told.contains("93"), "{arguments:?}: {told}");
        assert!(
            !told.contains(['\u{1b}', '\u{202e}', '\u{2066}']),
            "{arguments:?}: {told:?}"
        );
    }
}

/// Names of files can hold what moves the cursor of a terminal or turns the direction of writing.
#[test]
fn names_of_files_do_nothing_to_a_terminal() {
    let sandbox = Sandbox::aligned();
    let name = "fa\u{1b}[31mro\u{202e}";
    for lang in ["es", "en"] {
        sandbox.write(&format!("texts/{lang}/{name}.txt"), "Uno. 15.\n");
    }
    let github = ["check", "--format", "github"];
    for arguments in [
        &["check"][..],
        &github,
        &["status"],
        &["align"],
        &["check"],
        &["diff", "nothing\u{1b}[2J"],
    ] {
        let output = sandbox.run(arguments);
        let told = format!("{}{}", crate::harness::stdout(&output), stderr(&output));
        assert!(!told.contains(['\u{1b}', '\u{202e}']), "{arguments:?}: {told:?}");
    }
}

#[test]
fn links_that_a_person_names_are_followed() {
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("uno.txt"), "Uno.").unwrap();
    let sandbox = Sandbox::empty().with("one.txt", "One.");
    symlink(outside.path().join("uno.txt"), sandbox.path("uno.txt")).unwrap();
    assert_eq!(code(&sandbox.run(&["align", "uno.txt", "one.txt"])), 0);
}
