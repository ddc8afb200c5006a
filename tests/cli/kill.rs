//! Whenever a run is killed, each file is one whole version or another, and nothing is lost.
#![cfg(unix)]

use std::fs;
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::harness::{Sandbox, code, stderr, stdout};

const ALIGNMENT: &str = "alignments/faro.json";
const PROPOSAL: &str = "alignments/faro.json.new";
const TEXT: &str = "texts/en/faro.txt";
const KILLS: usize = 300;
const SIGKILL: i32 = 9;

/// A project and its two versions, each a text and the alignment that belongs to it.
struct Toggled {
    sandbox: Sandbox,
    versions: [(String, String); 2],
    whole_run: Duration,
}

impl Toggled {
    fn new() -> Self {
        let sandbox = Sandbox::aligned();
        let first = (sandbox.read(TEXT), sandbox.read(ALIGNMENT));
        sandbox.edit(TEXT, "Nobody saw her", "No one had seen her");
        let mut whole_run = Duration::ZERO;
        for _ in 0..3 {
            sandbox.write(ALIGNMENT, &first.1);
            let started = Instant::now();
            assert_eq!(code(&sandbox.run(&["align"])), 0);
            whole_run = whole_run.max(started.elapsed());
        }
        let second = (sandbox.read(TEXT), sandbox.read(ALIGNMENT));
        assert_ne!(first.1, second.1);
        Self {
            sandbox,
            versions: [first, second],
            whole_run,
        }
    }

    /// Which version a file is.
    fn version(&self, path: &str) -> usize {
        let found = self.sandbox.read(path);
        let version = self.versions.iter().position(|(_, alignment)| *alignment == found);
        version.unwrap_or_else(|| panic!("{path} is neither version:\n{found}"))
    }

    fn spawn(&self, arguments: &[&str]) -> Child {
        let quiet = (Stdio::null(), Stdio::null());
        self.sandbox
            .command(arguments)
            .stdout(quiet.0)
            .stderr(quiet.1)
            .spawn()
            .unwrap()
    }

    /// Whether a run has begun to write.
    fn is_writing(&self) -> bool {
        let names = fs::read_dir(self.sandbox.path("alignments")).unwrap();
        names
            .flatten()
            .any(|entry| entry.file_name().to_string_lossy().starts_with(".cotejo-"))
    }

    /// Kills a run at a moment of its life; every third one when it begins to write. Returns whether it was still alive.
    fn kill(&self, mut run: Child, attempt: usize) -> bool {
        let started = Instant::now();
        if attempt.is_multiple_of(3) {
            while !self.is_writing() && run.try_wait().unwrap().is_none() {}
        } else {
            // Spread evenly over the run, in an order without a pattern.
            let share = u32::try_from(attempt * 7919 % 997).unwrap();
            let moment = self.whole_run * share / 997;
            sleep(moment.saturating_sub(started.elapsed()));
        }
        // It may be done already.
        let _ = run.kill();
        run.wait().unwrap().signal() == Some(SIGKILL)
    }

    /// What must hold after everything: another run goes through, and leaves nothing behind.
    fn end(&self) {
        let output = self.sandbox.run(&["align"]);
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        assert_eq!(self.sandbox.list("alignments"), ["faro.json"]);
        let listed = self.sandbox.run(&["history", "faro", "--json"]);
        let versions: serde_json::Value = serde_json::from_slice(&listed.stdout).unwrap();
        for version in versions.as_array().unwrap() {
            let number = version["number"].to_string();
            let shown = self.sandbox.run(&["history", "faro", "--show", &number]);
            let is_whole = self.versions.iter().any(|(_, alignment)| alignment == stdout(&shown));
            assert!(is_whole, "version {number} of the history is damaged");
        }
    }
}

#[test]
fn three_hundred_killed_runs_leave_whole_alignments() {
    let toggled = Toggled::new();
    let mut now = toggled.version(ALIGNMENT);
    let (mut kills, mut kept, mut replaced, mut left_over) = (0, 0, 0, 0);
    for attempt in 0.. {
        if kills == KILLS {
            break;
        }
        assert!(attempt < 10 * KILLS, "only {kills} of {attempt} runs could be killed");
        let next = 1 - now;
        toggled.sandbox.write(TEXT, &toggled.versions[next].0);
        let killed = toggled.kill(toggled.spawn(&["align"]), attempt);
        let found = toggled.version(ALIGNMENT);
        kills += usize::from(killed);
        kept += usize::from(killed && found == now);
        replaced += usize::from(found == next);
        left_over += usize::from(toggled.is_writing());
        now = found;
    }
    assert!(
        kept > 0 && replaced > 0,
        "{kept} kept, {replaced} replaced, {left_over} with a file left over"
    );
    toggled.end();
}

#[test]
fn killed_proposals_and_decisions_lose_nothing() {
    let toggled = Toggled::new();
    let mut accepted = 0;
    for attempt in 0..60 {
        let now = toggled.version(ALIGNMENT);
        toggled.sandbox.write(TEXT, &toggled.versions[1 - now].0);
        toggled.kill(toggled.spawn(&["align", "--pending"]), attempt);
        assert_eq!(toggled.version(ALIGNMENT), now, "a run that proposes changes nothing");
        if toggled.sandbox.path(PROPOSAL).exists() {
            let proposed = toggled.version(PROPOSAL);
            toggled.kill(toggled.spawn(&["accept", "--all"]), attempt + 1);
            let stands = toggled.version(ALIGNMENT);
            let still_proposed = toggled.sandbox.path(PROPOSAL).exists();
            assert!(
                stands == proposed || still_proposed,
                "a proposal is gone without being accepted"
            );
            accepted += usize::from(stands != now);
        }
    }
    assert!(accepted > 0);
    toggled.end();
}
