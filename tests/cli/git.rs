//! Two people, two branches, one alignment: real repositories and real conflicts.

use std::env;
use std::path::Path;
use std::process::{Command, Output};

use cotejo::file::{self, Link, Status};

use crate::harness::{Sandbox, code, stderr, stdout};

const ALIGNMENT: &str = "alignments/molino.json";
const ES: &str = "El molino\n\nEl molino no tenía aspas. Un rayo se las llevó. Nadie las buscó.\n\n\
                  Julia vive allí con 3 gatos. Les habla en voz baja. Ellos fingen dormir.\n";
const EN: &str = "The Mill\n\nThe mill had no sails. Lightning took them away. Nobody looked for them.\n\n\
                  Julia lives there with 3 cats. She speaks to them softly. They pretend to sleep.\n";

/// A repository with a project in it, and the driver set up.
struct Repository(Sandbox);

impl Repository {
    /// With one commit on the branch `trunk`: texts, alignment, attributes.
    fn new() -> Self {
        let repository = Self::without_alignment();
        repository.cotejo(&["align"]);
        repository.commit("alignment");
        repository
    }

    fn without_alignment() -> Self {
        let sandbox = Sandbox::empty()
            .with("texts/es/molino.txt", ES)
            .with("texts/en/molino.txt", EN);
        let repository = Self(sandbox);
        repository.git(&["init", "-q"]);
        repository.git(&["checkout", "-q", "-b", "trunk"]);
        repository.cotejo(&["merge-driver", "--install"]);
        repository.commit("texts");
        repository
    }

    /// A git that knows nothing of this machine and finds the program by its name.
    fn command(&self, program: &str, arguments: &[&str]) -> Command {
        let built = Path::new(env!("CARGO_BIN_EXE_cotejo")).parent().unwrap();
        let path = env::var_os("PATH").unwrap_or_default();
        let path = env::join_paths([built.to_owned()].into_iter().chain(env::split_paths(&path))).unwrap();
        let mut command = Command::new(program);
        command
            .args(arguments)
            .current_dir(self.0.path(""))
            .env("PATH", path)
            .env("HOME", self.0.path(""))
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_EDITOR", "true")
            .env("LC_ALL", "C");
        for name in [
            "CI",
            "GIT_DIR",
            "GIT_WORK_TREE",
            "GIT_INDEX_FILE",
            "XDG_CONFIG_HOME",
            "GIT_CONFIG_GLOBAL",
        ] {
            command.env_remove(name);
        }
        for role in ["AUTHOR", "COMMITTER"] {
            command
                .env(format!("GIT_{role}_NAME"), "Julia")
                .env(format!("GIT_{role}_EMAIL"), "julia@example.org");
        }
        command
    }

    fn try_git(&self, arguments: &[&str]) -> Output {
        self.command("git", arguments)
            .output()
            .expect("these tests need git; install it, or run scripts/test, which does")
    }

    fn git(&self, arguments: &[&str]) -> String {
        let output = self.try_git(arguments);
        assert!(output.status.success(), "git {arguments:?}: {output:?}");
        stdout(&output).to_owned()
    }

    fn cotejo(&self, arguments: &[&str]) -> Output {
        let output = self.command(env!("CARGO_BIN_EXE_cotejo"), arguments).output().unwrap();
        assert_eq!(code(&output), 0, "{arguments:?}: {output:?}");
        output
    }

    fn commit(&self, message: &str) {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "-m", message]);
    }

    /// A commit on a branch of its own, from `trunk` on.
    fn branch(&self, name: &str, change: impl FnOnce(&Self)) {
        self.git(&["checkout", "-q", "-b", name, "trunk"]);
        change(self);
        self.commit(name);
    }

    /// Changes the alignment as a person would.
    fn change(&self, change: impl FnOnce(&mut Vec<Link>)) {
        let mut alignment = file::read(&self.0.read(ALIGNMENT)).unwrap();
        change(&mut alignment.links);
        self.0.write(ALIGNMENT, file::write(&alignment));
    }

    /// Gives the link that holds a text another status.
    fn judge(&self, text: &str, status: Status) {
        self.change(|links| {
            let at = holder(links, text);
            links[at].status = status;
        });
    }

    /// Joins the link that holds a text and the one after it.
    fn join(&self, text: &str) {
        self.change(|links| {
            let at = holder(links, text);
            let next = links.remove(at + 1);
            links[at].source.extend(next.source);
            links[at].target.extend(next.target);
            links[at].status = Status::Edited;
        });
    }

    /// Ids and statuses of the links that a person decided, and their notes.
    fn pinned(&self) -> String {
        let tsv = self.cotejo(&["export", ALIGNMENT, "--to", "tsv"]);
        let rows = stdout(&tsv)
            .lines()
            .skip(1)
            .map(|row| row.split('\t').collect::<Vec<_>>());
        let pinned = rows.filter(|row| row[2] != "auto");
        pinned
            .map(|row| {
                format!("{} = {} {} {}", row[4], row[5], row[2], row[6])
                    .trim_end()
                    .to_owned()
            })
            .collect::<Vec<_>>()
            .join("\n")
    }

    fn is_conflict(&self) -> bool {
        !self.git(&["ls-files", "--unmerged"]).is_empty()
    }
}

fn holder(links: &[Link], text: &str) -> usize {
    links
        .iter()
        .position(|link| link.source.concat().contains(text))
        .unwrap()
}

/// What one of two people does, and the other.
fn two_branches() -> Repository {
    let repository = Repository::new();
    repository.branch("one", |there| {
        there.judge("no tenía aspas", Status::Accepted);
        there.join("Julia vive");
    });
    repository.branch("two", |there| {
        there.judge("Un rayo", Status::Accepted);
        there.judge("Nadie las", Status::Disputed);
    });
    repository
}

const BOTH: &str = "2.1 = 2.1 accepted\n2.2 = 2.2 accepted\n2.3 = 2.3 disputed\n3.1 3.2 = 3.1 3.2 edited";

#[test]
fn work_of_two_on_neighbouring_links_merges() {
    let repository = two_branches();
    // Without the driver these lines touch each other, which git cannot merge.
    repository.git(&["config", "--remove-section", "merge.cotejo"]);
    assert_eq!(code(&repository.try_git(&["merge", "-q", "one"])), 1);
    repository.git(&["merge", "--abort"]);
    repository.cotejo(&["merge-driver", "--install"]);

    repository.git(&["merge", "-q", "--no-edit", "one"]);
    assert_eq!(repository.pinned(), BOTH);
    repository.cotejo(&["check"]);
}

#[test]
fn rebase_and_cherry_pick_merge_the_same_way() {
    let repository = two_branches();
    repository.git(&["checkout", "-q", "one"]);
    repository.git(&["rebase", "-q", "two"]);
    assert_eq!(repository.pinned(), BOTH);

    let repository = two_branches();
    repository.git(&["cherry-pick", "one"]);
    assert_eq!(repository.pinned(), BOTH);
}

#[test]
fn two_decisions_that_contradict_each_other_are_a_conflict_with_a_valid_file() {
    let repository = Repository::new();
    repository.branch("one", |there| {
        there.join("Un rayo");
        there.judge("Les habla", Status::Accepted);
    });
    repository.branch("two", |there| there.judge("Un rayo", Status::Accepted));
    let output = repository.try_git(&["merge", "one"]);
    assert_eq!(code(&output), 1);
    let said = format!("{}{}", stdout(&output), stderr(&output));
    assert!(
        said.contains("CONFLICT (content): Merge conflict in alignments/molino.json"),
        "{said}"
    );
    insta::assert_snapshot!(stderr(&output), @"
    note: alignments/molino.json, link 3 is disputed: merge: ours has “Un rayo se las llevó.” = “Lightning took them away.” (accepted), “Nadie las buscó.” = “Nobody looked for them.” (auto); theirs has “Un rayo se las llevó.” + “Nadie las buscó.” = “Lightning took them away.” + “Nobody looked for them.” (edited)
    alignments/molino.json: 1 link decided in two ways; correct them, then say: git add alignments/molino.json
    ");
    assert!(repository.is_conflict());
    insta::assert_snapshot!(repository.pinned(), @"
    2.2 2.3 = 2.2 2.3 disputed merge: ours has “Un rayo se las llevó.” = “Lightning took them away.” (accepted), “Nadie las buscó.” = “Nobody looked for them.” (auto); theirs has “Un rayo se las llevó.” + “Nadie las buscó.” = “Lightning took them away.” + “Nobody looked for them.” (edited)
    3.2 = 3.2 accepted
    ");
    repository.cotejo(&["check"]);

    // A person settles it in the file and goes on.
    repository.0.edit(ALIGNMENT, "\"disputed\"", "\"edited\"");
    repository.commit("merged");
    assert!(!repository.is_conflict());
}

#[test]
fn an_edit_of_a_text_and_decisions_on_the_old_text_merge() {
    let repository = Repository::new();
    repository.branch("one", |there| {
        there
            .0
            .edit("texts/es/molino.txt", "El molino no", "Llegó el otoño.\n\nEl molino no");
        there.cotejo(&["align"]);
    });
    repository.branch("two", |there| there.judge("Les habla", Status::Accepted));
    repository.git(&["merge", "-q", "--no-edit", "one"]);
    insta::assert_snapshot!(repository.pinned(), @"4.2 = 3.2 accepted");
    repository.cotejo(&["check"]);
}

#[test]
fn edits_of_both_to_one_text_merge_and_ask_for_the_aligner() {
    let repository = Repository::new();
    repository.branch("one", |there| {
        there
            .0
            .edit("texts/es/molino.txt", "El molino no", "Llegó el otoño.\n\nEl molino no");
        there.cotejo(&["align"]);
        there.judge("Un rayo", Status::Accepted);
    });
    repository.branch("two", |there| {
        there.0.edit(
            "texts/es/molino.txt",
            "Ellos fingen dormir.",
            "Ellos fingen dormir. A veces duermen.",
        );
        there.cotejo(&["align"]);
        there.judge("Les habla", Status::Accepted);
    });
    let output = repository.try_git(&["merge", "-q", "--no-edit", "one"]);
    assert_eq!(code(&output), 0, "{output:?}");
    insta::assert_snapshot!(stderr(&output), @"
    note: alignments/molino.json: both versions changed texts/es/molino.txt
    alignments/molino.json: when the merge is done, run: cotejo align
    ");
    insta::assert_snapshot!(repository.pinned(), @"
    1.4 = 2.2 accepted
    1.7 = 3.2 accepted
    ");
    let check = repository
        .command(env!("CARGO_BIN_EXE_cotejo"), &["check"])
        .output()
        .unwrap();
    assert!(stdout(&check).contains("stale-source"), "{check:?}");
}

#[test]
fn an_alignment_that_both_added_merges() {
    let repository = Repository::without_alignment();
    for (name, text) in [("one", "Un rayo"), ("two", "Les habla")] {
        repository.branch(name, |there| {
            there.cotejo(&["align"]);
            there.judge(text, Status::Accepted);
        });
    }
    repository.git(&["merge", "-q", "--no-edit", "one"]);
    assert_eq!(repository.pinned(), "2.2 = 2.2 accepted\n3.2 = 3.2 accepted");
}

#[test]
fn a_version_that_is_no_alignment_leaves_an_ordinary_conflict() {
    let repository = Repository::new();
    repository.branch("one", |there| {
        there.0.edit(ALIGNMENT, "\"status\": \"auto\"", "\"status\": auto");
    });
    repository.branch("two", |there| there.judge("El molino", Status::Accepted));
    let output = repository.try_git(&["merge", "one"]);
    assert_eq!(code(&output), 1);
    insta::assert_snapshot!(stderr(&output), @"
    error: alignments/molino.json, the other version: line 7, column 65, link 1: not valid JSON: auto stands without quotation marks
    help: merged line by line, as git does it; repair alignments/molino.json, then say: git add alignments/molino.json
    ");
    assert!(repository.is_conflict());
    let left = repository.0.read(ALIGNMENT);
    for part in [
        "<<<<<<< ours\n",
        "\"status\": \"accepted\"",
        "=======\n",
        "\"status\": auto",
        ">>>>>>> theirs\n",
    ] {
        assert!(left.contains(part), "{part} is not in {left}");
    }
    // The merge can be made again once the other version is repaired, or taken back.
    repository.git(&["merge", "--abort"]);
    assert_eq!(repository.pinned(), "1.1 = 1.1 accepted");
}

#[test]
fn a_version_left_as_it_was_edited_by_hand_merges() {
    let repository = Repository::new();
    repository.branch("one", |there| {
        there
            .0
            .edit(ALIGNMENT, r#"aspas."]"#, r#"aspas.", "Un rayo se las llevó."]"#);
        there.0.edit(
            ALIGNMENT,
            r#"{"source": ["Un rayo se las llevó."], "#,
            r#"{"source": [], "#,
        );
    });
    repository.branch("two", |there| there.judge("Nadie las", Status::Accepted));
    repository.git(&["merge", "-q", "--no-edit", "one"]);
    assert_eq!(
        repository.pinned(),
        "2.1 2.2 = 2.1 edited\n = 2.2 edited\n2.3 = 2.3 accepted"
    );
}

#[test]
fn a_lost_conflict_is_made_again_by_git() {
    let repository = Repository::new();
    repository.branch("one", |there| there.join("Un rayo"));
    repository.branch("two", |there| there.judge("Un rayo", Status::Accepted));
    assert_eq!(code(&repository.try_git(&["merge", "one"])), 1);
    let merged = repository.0.read(ALIGNMENT);
    repository.0.write(ALIGNMENT, "deleted by mistake");
    repository.git(&["checkout", "--merge", ALIGNMENT]);
    assert_eq!(repository.0.read(ALIGNMENT), merged);
}

#[test]
fn setting_up_twice_changes_nothing_and_disturbs_no_attributes() {
    let repository = Repository::new();
    repository.0.write(".gitattributes", "*.txt text");
    let output = repository.cotejo(&["merge-driver", "--install"]);
    insta::assert_snapshot!(stderr(&output), @r#"
    git config merge.cotejo.name: as it should be
    git config merge.cotejo.driver: as it should be
    .gitattributes: added "alignments/*.json merge=cotejo"; commit it, so that every clone knows
    "#);
    let (attributes, config) = (repository.0.read(".gitattributes"), repository.0.read(".git/config"));
    assert_eq!(attributes, "*.txt text\nalignments/*.json merge=cotejo\n");
    let output = repository.cotejo(&["merge-driver", "--install"]);
    insta::assert_snapshot!(stderr(&output), @"
    git config merge.cotejo.name: as it should be
    git config merge.cotejo.driver: as it should be
    .gitattributes: as it should be
    ");
    assert_eq!(
        (repository.0.read(".gitattributes"), repository.0.read(".git/config")),
        (attributes, config)
    );
}

#[test]
fn a_project_inside_a_repository_has_attributes_of_its_own() {
    let repository = Repository::new();
    repository.git(&["rm", "-q", "-r", "--cached", "."]);
    std::fs::remove_file(repository.0.path(".gitattributes")).unwrap();
    repository.0.write("book/cotejo.toml", "");
    let output = repository
        .command(env!("CARGO_BIN_EXE_cotejo"), &["merge-driver", "--install"])
        .current_dir(repository.0.path("book"))
        .output()
        .unwrap();
    assert_eq!(code(&output), 0, "{output:?}");
    assert_eq!(
        repository.0.read("book/.gitattributes"),
        "alignments/*.json merge=cotejo\n"
    );
    assert!(!repository.0.path(".gitattributes").exists());
}

#[test]
fn there_is_nothing_to_set_up_outside_of_a_repository() {
    let sandbox = Sandbox::project();
    let output = sandbox
        .command(&["merge-driver", "--install"])
        .env("GIT_CEILING_DIRECTORIES", "/")
        .env("GIT_DIR", "none")
        .output()
        .unwrap();
    assert_eq!(code(&output), 2, "{output:?}");
    assert!(!sandbox.path(".gitattributes").exists());
    assert!(stderr(&output).contains("not a git repository"), "{output:?}");
}
