//! `--trace`: what a run does when, in a file that viewers of flame graphs open.

use std::fs::File;
use std::io::{self, Read as _, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use cotejo::project::{Before, WriteError, write_file};
use tracing_chrome::{ChromeLayerBuilder, FlushGuard};
use tracing_subscriber::Registry;
use tracing_subscriber::layer::SubscriberExt as _;

use super::error::CliError;
use super::read::is_dash;

/// A trace of what runs.
pub(super) struct Trace {
    path: PathBuf,
    guard: FlushGuard,
    events: Events,
}

impl Trace {
    /// Begins a trace that is to be written to a file; one that is there already is written over, any other file is not.
    pub(super) fn begin(path: &Path) -> Result<Self, CliError> {
        if is_dash(path) {
            return Err(
                CliError::new("a trace goes to a file, not to standard output, where the results go")
                    .hint("name a file: --trace run.json"),
            );
        }
        refuse_others(path)?;
        // Told before the work, not after it.
        if let Some(folder) = path
            .parent()
            .filter(|folder| *folder != Path::new("") && !folder.is_dir())
        {
            let (path, folder) = (path.to_owned(), folder.to_owned());
            return Err(WriteError::NoFolder { path, folder }.into());
        }
        let events = Events::default();
        let (layer, guard) = ChromeLayerBuilder::new()
            .writer(events.clone())
            .include_args(true)
            .include_locations(false)
            .build();
        tracing::subscriber::set_global_default(Registry::default().with(layer))
            .map_err(|_| CliError::new("--trace works once in a Python session: start Python anew"))?;
        Ok(Self {
            path: path.to_owned(),
            guard,
            events,
        })
    }

    /// Writes it.
    pub(super) fn end(self) -> Result<(), CliError> {
        drop(self.guard);
        // A result may be there by now.
        refuse_others(&self.path)?;
        Ok(write_file(&self.path, &self.events.written(), Before::Anything)?)
    }
}

fn refuse_others(path: &Path) -> Result<(), CliError> {
    if is_free(path) {
        return Ok(());
    }
    Err(CliError::new(format!(
        "{} is there and is no trace; it is left as it is",
        path.display()
    ))
    .hint("name another file after --trace"))
}

/// Whether nothing is lost when a file is written: it is not there, is no regular file, is empty, or begins as a trace does.
fn is_free(path: &Path) -> bool {
    let Ok(data) = path.metadata() else { return true };
    if !data.is_file() || data.len() == 0 {
        return true;
    }
    let mut start = Vec::new();
    let read = File::open(path).and_then(|file| file.take(BEGINNING).read_to_end(&mut start));
    read.is_ok() && is_trace(&start)
}

/// Bytes of a file in which its first event stands.
const BEGINNING: u64 = 512;

/// Whether a file begins as traces do: a list of events, each on a line and with its phase. Other programs write lists too.
fn is_trace(start: &[u8]) -> bool {
    let mut lines = start.split(|&byte| byte == b'\n');
    let phase = b"\"ph\":";
    lines.next() == Some(b"[")
        && lines.next().is_some_and(|event| {
            event.is_empty() || event.starts_with(b"{") && event.windows(phase.len()).any(|window| window == phase)
        })
}

/// The events of a run, as they are to be written.
#[derive(Clone, Default)]
struct Events(Arc<Mutex<Vec<u8>>>);

/// Bytes after which no more events are taken, some half a million of them: viewers hardly open more, and a long run would fill
/// the memory.
const MOST: usize = 64 << 20;

impl Events {
    fn lock(&self) -> MutexGuard<'_, Vec<u8>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// All events; where there were too many, whole ones up to there.
    fn written(&self) -> Vec<u8> {
        let mut events = std::mem::take(&mut *self.lock());
        if events.len() >= MOST {
            let whole = events.windows(2).rposition(|end| end == b",\n").unwrap_or(0);
            events.truncate(whole);
            events.extend_from_slice(b"\n]\n");
        }
        events
    }
}

impl Write for Events {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut events = self.lock();
        if events.len() < MOST {
            events.extend_from_slice(bytes);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_many_events_are_cut_after_a_whole_one() {
        let mut events = Events::default();
        events.write_all(b"[").unwrap();
        let event = format!(r#"{{"name":"{}"}}"#, "x".repeat(1 << 20));
        let mut between: &[u8] = b"\n";
        while events.lock().len() < MOST {
            events.write_all(between).unwrap();
            events.write_all(event.as_bytes()).unwrap();
            between = b",\n";
        }
        events.write_all(b",\n").unwrap();
        events.write_all(event.as_bytes()).unwrap();
        let written = events.written();
        assert!((MOST - 2 * event.len()..MOST + event.len()).contains(&written.len()));
        assert!(serde_json::from_slice::<Vec<serde_json::Value>>(&written).is_ok());
    }
}
