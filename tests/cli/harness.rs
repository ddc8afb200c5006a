//! A folder of its own for each test, the program run in it, and its outcome as text.

use std::fmt::Write as _;
use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::SystemTime;

use tempfile::TempDir;

pub(crate) const ES: &str = "El faro\n\nMaría subió al faro. Contó 39 escalones.\n\nNadie la vio bajar.\n";
pub(crate) const EN: &str =
    "The Lighthouse\n\nMaría climbed the lighthouse. She counted 39 steps.\n\nNobody saw her come down.\n";

/// A folder for one test.
pub(crate) struct Sandbox {
    folder: TempDir,
}

impl Sandbox {
    /// An empty folder.
    pub(crate) fn empty() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// A project with the work `faro`.
    pub(crate) fn project() -> Self {
        Self::empty()
            .with("texts/es/faro.txt", ES)
            .with("texts/en/faro.txt", EN)
    }

    /// A project with the work `faro`, aligned.
    pub(crate) fn aligned() -> Self {
        let sandbox = Self::project();
        assert_eq!(sandbox.run(&["align"]).status.code(), Some(0));
        sandbox
    }

    pub(crate) fn with(self, path: &str, content: impl AsRef<[u8]>) -> Self {
        self.write(path, content);
        self
    }

    pub(crate) fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    pub(crate) fn edit(&self, path: &str, from: &str, to: &str) {
        let text = self.read(path);
        assert!(text.contains(from), "{path} does not hold {from}");
        self.write(path, text.replacen(from, to, 1));
    }

    /// Replaces something in the first link line that holds a text.
    pub(crate) fn edit_link(&self, path: &str, holding: &str, from: &str, to: &str) {
        let text = self.read(path);
        let mut links = text
            .lines()
            .filter(|line| line.trim_start().starts_with("{\"source\": ["));
        let line = links.find(|line| line.contains(holding)).unwrap();
        assert!(line.contains(from), "{line} does not hold {from}");
        self.write(path, text.replacen(line, &line.replacen(from, to, 1), 1));
    }

    /// Gives the first link that holds a text and is the aligner's another status, as people do in an editor.
    pub(crate) fn judge(&self, path: &str, holding: &str, status: &str) {
        self.edit_link(
            path,
            holding,
            "\"status\": \"auto\"",
            &format!("\"status\": \"{status}\""),
        );
    }

    /// Adds keys such as `"note": "…"` at the end of the first link that holds a text.
    pub(crate) fn remark(&self, path: &str, holding: &str, keys: &str) {
        self.edit_link(path, holding, "}", &format!(", {keys}}}"));
    }

    /// Moves the second sentence of the translation into the link before, as an editor does.
    pub(crate) fn move_by_hand(&self, path: &str) {
        self.edit(path, "\"target\": [\"She counted 39 steps.\"]", "\"target\": []");
        let climbed = "\"target\": [\"María climbed the lighthouse.\"";
        self.edit(path, climbed, &format!("{climbed}, \"She counted 39 steps.\""));
    }

    pub(crate) fn modified(&self, path: &str) -> SystemTime {
        fs::metadata(self.path(path)).unwrap().modified().unwrap()
    }

    /// The names in a folder, sorted, hidden ones too.
    pub(crate) fn list(&self, path: &str) -> Vec<String> {
        let entries = fs::read_dir(self.path(path)).unwrap();
        let mut names: Vec<_> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    /// The program, in this folder.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cotejo"));
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env("COLUMNS", "100")
            .stdin(Stdio::null());
        for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "CI"] {
            command.env_remove(name);
        }
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    pub(crate) fn run_with_input(&self, arguments: &[&str], input: impl AsRef<[u8]>) -> Output {
        let piped = (Stdio::piped(), Stdio::piped(), Stdio::piped());
        let mut child = self
            .command(arguments)
            .stdin(piped.0)
            .stdout(piped.1)
            .stderr(piped.2)
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let input = input.as_ref().to_vec();
        let writer = std::thread::spawn(move || stdin.write_all(&input));
        let output = child.wait_with_output().unwrap();
        match writer.join().unwrap() {
            // A program that stops at once need not read.
            Err(error) if error.kind() == ErrorKind::BrokenPipe => {}
            written => written.unwrap(),
        }
        output
    }

    /// Runs the program and shows all that came of it.
    pub(crate) fn case(&self, arguments: &[&str]) -> String {
        self.show(arguments, &self.run(arguments))
    }

    pub(crate) fn case_with_input(&self, arguments: &[&str], input: impl AsRef<[u8]>) -> String {
        self.show(arguments, &self.run_with_input(arguments, input))
    }

    fn show(&self, arguments: &[&str], output: &Output) -> String {
        let mut shown = format!("$ cotejo {}\n", arguments.join(" "));
        let _ = writeln!(
            shown,
            "exit {}",
            output
                .status
                .code()
                .map_or("by signal".to_owned(), |code| code.to_string())
        );
        for (name, bytes) in [("stdout", &output.stdout), ("stderr", &output.stderr)] {
            if !bytes.is_empty() {
                let _ = write!(shown, "-- {name}\n{}", String::from_utf8_lossy(bytes));
            }
        }
        redact(&shown, self.folder.path())
    }
}

/// What differs from one machine or model to the next: the folder, codes of the system, and
/// probabilities, which are known by their many decimals.
fn redact(text: &str, folder: &Path) -> String {
    let text = text
        .replace(&folder.display().to_string(), "[DIR]")
        .replace(std::path::MAIN_SEPARATOR, "/");
    let mut redacted = String::new();
    let mut rest = text.as_str();
    while let Some(at) = rest.find([' ', '\t', ':', '[', ',']) {
        let (before, from) = rest.split_at(at + 1);
        redacted.push_str(before);
        let length = from
            .find(|c: char| !c.is_ascii_digit() && c != '.')
            .unwrap_or(from.len());
        let is_share = from[..length]
            .split_once('.')
            .is_some_and(|(one, more)| one.len() == 1 && more.len() >= 2);
        if is_share {
            redacted.push_str("0.…");
        }
        rest = if is_share { &from[length..] } else { from };
    }
    redacted.push_str(rest);
    while let Some((before, after)) = redacted.split_once(" (os error ") {
        let (_, after) = after.split_once(')').unwrap();
        redacted = format!("{before}{after}");
    }
    redacted
}

pub(crate) fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

pub(crate) fn stdout(output: &Output) -> &str {
    str::from_utf8(&output.stdout).unwrap()
}

pub(crate) fn stderr(output: &Output) -> &str {
    str::from_utf8(&output.stderr).unwrap()
}
