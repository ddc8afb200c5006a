//! Which works need no aligning, since nothing that a run depends on has changed since the last one.
//!
//! Kept in `.cotejo/aligned.json`. An entry holds the hash of all that the result depends on, the alignment itself
//! among it: a run that finds its own result finds nothing to do. Without the file, or with a damaged one, everything is
//! aligned again.

use std::collections::BTreeMap;
use std::fs;
use std::sync::Mutex;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::own::Own;
use super::{Project, Work};
use crate::text::{Side, hex, read_stored};

const FILE: &str = "aligned.json";

/// What was said of a work when it was aligned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Aligned {
    /// The hash of what it depends on.
    key: String,
    /// What was told of it, for the program to tell again.
    pub told: Vec<String>,
}

/// The works that were aligned last, by name.
#[derive(Debug)]
pub struct Ledger {
    own: Own,
    /// What every work of this run depends on.
    common: String,
    known: BTreeMap<String, Aligned>,
    new: Mutex<BTreeMap<String, Aligned>>,
}

impl Ledger {
    /// The ledger of a project. `settings` is whatever the result of a run depends on beside files of the project's
    /// works.
    #[must_use]
    pub fn open(project: &Project, works: &[Work], settings: &[&[u8]]) -> Self {
        let own = Own::at(project.root());
        let known = own.read(&own.join(FILE)).ok();
        let known = known.and_then(|json| serde_json::from_slice(&json).ok());
        let mut hash = Sha256::new();
        for setting in settings.iter().copied().chain([program().as_bytes()]) {
            hash.update(setting.len().to_le_bytes());
            hash.update(setting);
        }
        // What people decided anywhere in the project teaches words.
        for work in works {
            let Some(alignment) = work.alignment.as_deref().map(|path| project.locate(path)) else {
                continue;
            };
            let bytes = read_stored(&alignment).unwrap_or_default();
            if is_decided(&bytes) {
                hash.update(Sha256::digest(&bytes));
                hash.update(texts(project, work));
            }
        }
        Self {
            own,
            common: hex(&hash.finalize()),
            known: known.unwrap_or_default(),
            new: Mutex::default(),
        }
    }

    /// What was told of a work when it was aligned, if nothing has changed since.
    #[must_use]
    pub fn unchanged(&self, project: &Project, work: &Work) -> Option<&Aligned> {
        let known = self.known.get(&work.name).filter(|_| work.pending.is_none())?;
        (known.key == self.key(project, work)?).then_some(known)
    }

    fn key(&self, project: &Project, work: &Work) -> Option<String> {
        let alignment = read_stored(&project.locate(&work.alignment_path())).ok()?;
        let mut hash = Sha256::new();
        hash.update(&self.common);
        hash.update(Sha256::digest(&alignment));
        hash.update(texts(project, work));
        Some(hex(&hash.finalize()))
    }

    /// Notes that a run has found nothing more to do for a work.
    pub fn note(&self, project: &Project, work: &Work, told: Vec<String>) {
        if let (Some(key), Ok(mut new)) = (self.key(project, work), self.new.lock()) {
            new.insert(work.name.clone(), Aligned { key, told });
        }
    }

    /// Writes what was noted. What cannot be written costs time in the next run, and nothing else.
    pub fn close(self) {
        let new = self.new.into_inner().unwrap_or_default();
        if new.is_empty() {
            return;
        }
        let mut all = self.known;
        all.extend(new);
        let Ok(json) = serde_json::to_vec(&all) else { return };
        let _ = self.own.write(&self.own.join(FILE), &json);
    }
}

/// Which build of the program this is: another one may align otherwise under the same version.
fn program() -> String {
    let built = std::env::current_exe().and_then(fs::metadata);
    let built = built.and_then(|meta| Ok((meta.len(), meta.modified()?)));
    format!("{} {:?}", env!("CARGO_PKG_VERSION"), built.ok())
}

/// Whether an alignment may hold a decision, told from its bytes: to parse it would take longer than to hash it.
fn is_decided(bytes: &[u8]) -> bool {
    let holds = |word: &[u8]| bytes.windows(word.len()).any(|window| window == word);
    [&b"\"accepted\""[..], b"\"edited\"", b"\"disputed\""]
        .into_iter()
        .any(holds)
}

fn texts(project: &Project, work: &Work) -> Vec<u8> {
    let side = |side| match work.text(side) {
        Some(path) => {
            let text = read_stored(&project.locate(path)).unwrap_or_default();
            [path.as_bytes(), &Sha256::digest(&text)].concat()
        }
        None => Vec::new(),
    };
    Side::BOTH.map(side).concat()
}
