//! What was found before: the project as it stood at a revision that Git knows.

use std::collections::HashMap;
use std::fs;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

use super::{Checked, Finding};
use crate::project::{ALIGNMENTS, Project, ProjectError, ProjectSettings, SETTINGS_FILE, TEXTS};

/// Why an earlier state of a project cannot be looked at.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EarlierError {
    /// There is no Git.
    #[error("--against needs Git, which cannot be run: {source}; install it, or leave --against out")]
    NoGit {
        /// What the system said.
        source: io::Error,
    },
    /// The project is not in a repository.
    #[error(
        "--against compares with what Git keeps, but {folder} is in no Git repository: {said}",
        folder = folder.display()
    )]
    NoRepository {
        /// The project's folder.
        folder: PathBuf,
        /// What Git said.
        said: String,
    },
    /// The revision is not there.
    #[error(
        "Git knows no revision \"{revision}\" here; name a commit, a tag or a branch. In a shallow clone fetch it \
         first, for example with: git fetch origin main"
    )]
    Revision {
        /// What was asked for.
        revision: String,
    },
    /// Git failed.
    #[error("git {command} failed: {said}")]
    Git {
        /// The command.
        command: &'static str,
        /// What Git said.
        said: String,
    },
    /// The earlier files cannot be laid out.
    #[error("cannot keep the files of the earlier revision in {folder}: {source}", folder = folder.display())]
    Io {
        /// The folder.
        folder: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The project was broken then.
    #[error("as it was at {revision}, {source}")]
    Project {
        /// The revision.
        revision: String,
        /// What was wrong.
        source: ProjectError,
    },
}

/// A project as it stood at a revision, laid out in a temporary folder that goes when this is dropped.
#[derive(Debug)]
pub struct Earlier {
    project: Project,
    _folder: TempDir,
}

impl Earlier {
    /// Gets the files of a project at a revision out of Git. The project and the repository stay as they are.
    ///
    /// # Errors
    /// [`EarlierError`].
    pub fn read(project: &Project, revision: &str) -> Result<Self, EarlierError> {
        let root = match project.root() {
            root if root.as_os_str().is_empty() => Path::new("."),
            root => root,
        };
        let git = Git { root };
        let prefix = git.prefix()?;
        let commit = git.commit(revision)?;
        let folder = TempDir::with_prefix("cotejo-").map_err(|source| EarlierError::Io {
            folder: std::env::temp_dir(),
            source,
        })?;
        let place = folder.path().join(&prefix);
        let io = |source| EarlierError::Io {
            folder: folder.path().to_owned(),
            source,
        };
        // A project without texts is one too: everything in it is new.
        fs::create_dir_all(place.join(TEXTS)).map_err(io)?;
        let settings = git.copy(&commit, &[SETTINGS_FILE.to_owned()], folder.path())?;
        let named = if settings == 0 {
            Vec::new()
        } else {
            let settings = fs::read_to_string(place.join(SETTINGS_FILE)).unwrap_or_default();
            // What is wrong with the settings is said when the project is opened.
            let settings = ProjectSettings::parse(&settings).unwrap_or_default();
            [settings.abbreviations, settings.lexicon].concat()
        };
        let wanted: Vec<String> = [TEXTS, ALIGNMENTS]
            .into_iter()
            .map(str::to_owned)
            .chain(named)
            .collect();
        git.copy(&commit, &wanted, folder.path())?;
        let project = Project::open(&place).map_err(|source| EarlierError::Project {
            revision: revision.to_owned(),
            source,
        })?;
        Ok(Self {
            project,
            _folder: folder,
        })
    }

    /// The project as it stood.
    #[must_use]
    pub const fn project(&self) -> &Project {
        &self.project
    }
}

/// Leaves what was not found before. The same in another line, or under other ids, was found before.
pub fn keep_new(now: &mut [Checked], before: &[Checked]) {
    let mut known = HashMap::<String, usize>::new();
    for work in before {
        for finding in &work.findings {
            *known.entry(finding.fingerprint(&work.path)).or_default() += 1;
        }
    }
    for work in now {
        let path = &work.path;
        let is_new = |finding: &Finding| match known.get_mut(&finding.fingerprint(path)) {
            Some(count) if *count > 0 => {
                *count -= 1;
                false
            }
            _ => true,
        };
        let (new, known): (Vec<_>, Vec<_>) = std::mem::take(&mut work.findings).into_iter().partition(is_new);
        work.findings = new;
        work.known = known.iter().filter_map(Finding::state).collect();
    }
}

/// Runs Git in a folder. Nothing it is asked to do writes.
struct Git<'a> {
    root: &'a Path,
}

impl Git<'_> {
    fn command(&self) -> Command {
        let mut command = Command::new("git");
        command.arg("-C").arg(self.root).stdin(Stdio::null());
        // Pathspecs mean what they say, and messages are in English.
        command.env("GIT_LITERAL_PATHSPECS", "1").env("LC_ALL", "C");
        command
    }

    fn run(&self, arguments: &[&str]) -> Result<Output, EarlierError> {
        let output = self.command().args(arguments).output();
        output.map_err(|source| EarlierError::NoGit { source })
    }

    /// The project's folder as the repository names it: empty, or with `/` at its end.
    fn prefix(&self) -> Result<String, EarlierError> {
        let output = self.run(&["rev-parse", "--show-prefix"])?;
        if !output.status.success() {
            return Err(EarlierError::NoRepository {
                folder: self.root.to_owned(),
                said: said(&output),
            });
        }
        Ok(String::from_utf8_lossy(&output.stdout)
            .trim_end_matches(['\r', '\n'])
            .to_owned())
    }

    fn commit(&self, revision: &str) -> Result<String, EarlierError> {
        let unknown = || EarlierError::Revision {
            revision: revision.to_owned(),
        };
        if revision.is_empty() || revision.starts_with('-') {
            return Err(unknown());
        }
        let output = self.run(&["rev-parse", "--verify", "--quiet", &format!("{revision}^{{commit}}")])?;
        if !output.status.success() {
            return Err(unknown());
        }
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    /// Copies the files under some paths of a commit, named from the project's folder, into a folder, where
    /// they lie as in the repository. Returns how many.
    fn copy(&self, commit: &str, paths: &[String], into: &Path) -> Result<usize, EarlierError> {
        let mut arguments = vec!["ls-tree", "-r", "-z", "--full-name", commit, "--"];
        arguments.extend(paths.iter().map(String::as_str));
        let output = self.run(&arguments)?;
        if !output.status.success() {
            return Err(EarlierError::Git {
                command: "ls-tree",
                said: said(&output),
            });
        }
        let listing = String::from_utf8_lossy(&output.stdout).into_owned();
        let files: Vec<(&str, &str)> = listing.split('\0').filter_map(regular_file).collect();
        self.copy_blobs(&files, into)?;
        Ok(files.len())
    }

    /// Copies blobs (id, path), all with one process.
    fn copy_blobs(&self, files: &[(&str, &str)], into: &Path) -> Result<(), EarlierError> {
        let io = |source| EarlierError::Io {
            folder: into.to_owned(),
            source,
        };
        let failed = |said: String| EarlierError::Git {
            command: "cat-file",
            said,
        };
        let mut child = self
            .command()
            .args(["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|source| EarlierError::NoGit { source })?;
        let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
        let copied = (|| {
            let (Some(mut stdin), Some(stdout)) = (stdin, stdout) else {
                return Ok(());
            };
            let mut stdout = io::BufReader::new(stdout);
            for (id, path) in files {
                // One after the other, so that neither side waits for the other with full pipes.
                writeln!(stdin, "{id}").and_then(|()| stdin.flush()).map_err(io)?;
                let content = read_blob(&mut stdout).map_err(io)?;
                let content = content.ok_or_else(|| failed(format!("{path} is not there; fetch the whole history")))?;
                let place = into.join(path);
                if let Some(parent) = place.parent() {
                    fs::create_dir_all(parent).map_err(io)?;
                }
                fs::write(place, content).map_err(io)?;
            }
            Ok(())
        })();
        // It ends when its input does; what it says then is of no matter.
        let _ = child.wait();
        copied
    }
}

/// The id and the path of an entry of `ls-tree`, if it is a plain file.
fn regular_file(entry: &str) -> Option<(&str, &str)> {
    let (about, path) = entry.split_once('\t')?;
    let mut about = about.split(' ');
    let (mode, kind, id) = (about.next()?, about.next()?, about.next()?);
    let plain = kind == "blob" && mode.starts_with("100");
    // Git refuses such paths itself; a damaged repository might hold them.
    let inside = path.split('/').all(|part| part != ".." && !part.is_empty());
    (plain && inside).then_some((id, path))
}

/// The next answer of `cat-file --batch`; nothing when the object is missing.
fn read_blob(from: &mut impl io::BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut head = String::new();
    from.read_line(&mut head)?;
    let Some(size) = head
        .trim_end()
        .rsplit_once(' ')
        .and_then(|(_, size)| size.parse::<u64>().ok())
    else {
        return Ok(None);
    };
    let mut content = Vec::new();
    from.take(size).read_to_end(&mut content)?;
    let mut end = [0];
    from.read_exact(&mut end)?;
    Ok(Some(content))
}

/// What Git said, on one line.
fn said(output: &Output) -> String {
    let said = String::from_utf8_lossy(&output.stderr);
    let said = said.trim().trim_start_matches("fatal: ");
    said.lines().next().unwrap_or("it gave no reason").to_owned()
}
