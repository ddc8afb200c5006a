//! Commands run as a reader would, in a folder of their own.

use std::env;
use std::path::Path;
use std::process::{Command, Stdio};

pub(crate) struct Shell<'a> {
    folder: &'a Path,
    last_exit: i32,
    /// How many commands were run.
    pub(crate) commands: usize,
}

impl<'a> Shell<'a> {
    pub(crate) fn new(folder: &'a Path) -> Self {
        Self {
            folder,
            last_exit: 0,
            commands: 0,
        }
    }

    /// What a command prints on both streams, which come in the order in which they were written.
    pub(crate) fn run(&mut self, command: &str) -> Result<String, String> {
        self.commands += 1;
        let program = Path::new(env!("CARGO_BIN_EXE_cotejo")).parent().unwrap();
        let found = env::var_os("PATH").unwrap_or_default();
        let path = env::join_paths([program.to_owned()].into_iter().chain(env::split_paths(&found))).unwrap();
        let mut bash = Command::new("bash");
        bash.arg("-c")
            .arg(format!("exec 2>&1\n(exit {})\n{command}", self.last_exit))
            .current_dir(self.folder)
            .stdin(Stdio::null())
            .env("PATH", path)
            .env("HOME", self.folder)
            .env("LC_ALL", "C.UTF-8")
            .env("COLUMNS", "100");
        for (name, _) in env::vars_os() {
            let git = name.as_encoded_bytes().starts_with(b"GIT_");
            if git
                || ["CI", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"]
                    .iter()
                    .any(|other| name == *other)
            {
                bash.env_remove(name);
            }
        }
        for person in ["AUTHOR", "COMMITTER"] {
            bash.env(format!("GIT_{person}_NAME"), "Ana")
                .env(format!("GIT_{person}_EMAIL"), "ana@example.org");
        }
        bash.env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_CONFIG_COUNT", "1")
            .env("GIT_CONFIG_KEY_0", "init.defaultBranch")
            .env("GIT_CONFIG_VALUE_0", "main");
        let output = bash.output().map_err(|error| format!("bash: {error}"))?;
        self.last_exit = output.status.code().unwrap_or(255);
        String::from_utf8(output.stdout).map_err(|_| format!("what `{command}` prints is no UTF-8"))
    }
}
