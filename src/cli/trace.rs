//! `--trace`: what a run does when, in a file that viewers of flame graphs open.

use std::fs::File;
use std::io::{self, BufWriter, Read as _, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use tracing_chrome::{ChromeLayerBuilder, FlushGuard};
use tracing_subscriber::Registry;
use tracing_subscriber::layer::SubscriberExt as _;

use super::error::CliError;
use super::read::is_dash;

/// A trace that is being written.
pub(super) struct Trace {
    path: PathBuf,
    guard: FlushGuard,
    fault: Fault,
}

impl Trace {
    /// Begins a trace; one that is there already is written over, any other file is not. It is written as the run goes on,
    /// unlike all results, as that of a long `cotejo pipe` would fill the memory.
    pub(super) fn begin(path: &Path) -> Result<Self, CliError> {
        if is_dash(path) {
            return Err(
                CliError::new("a trace goes to a file, not to standard output, where the results go")
                    .hint("name a file: --trace run.json"),
            );
        }
        if !is_free(path) {
            return Err(CliError::new(format!("{} is there and is no trace", path.display()))
                .hint("name a new file after --trace, or delete this one"));
        }
        let file = File::create(path).map_err(|error| cannot(path, &error))?;
        let fault = Fault::default();
        let sink = Sink {
            file: BufWriter::new(file),
            fault: fault.clone(),
        };
        let (layer, guard) = ChromeLayerBuilder::new()
            .writer(sink)
            .include_args(true)
            .include_locations(false)
            .build();
        tracing::subscriber::set_global_default(Registry::default().with(layer))
            .map_err(|_| CliError::new("--trace works once in a Python session: start Python anew"))?;
        Ok(Self {
            path: path.to_owned(),
            guard,
            fault,
        })
    }

    /// Writes what is left.
    pub(super) fn end(self) -> Result<(), CliError> {
        drop(self.guard);
        match self.fault.take() {
            None => Ok(()),
            Some(error) => Err(cannot(&self.path, &error)),
        }
    }
}

fn cannot(path: &Path, error: &io::Error) -> CliError {
    CliError::new(format!("cannot write the trace {}: {error}", path.display()))
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

/// The first error of writing.
#[derive(Clone, Default)]
struct Fault(Arc<Mutex<Option<io::Error>>>);

impl Fault {
    fn take(&self) -> Option<io::Error> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn put(&self, error: io::Error) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get_or_insert(error);
    }
}

/// A file to which writing never fails for whoever writes: the first error is kept and told at the end.
struct Sink {
    file: BufWriter<File>,
    fault: Fault,
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Err(error) = self.file.write_all(bytes) {
            self.fault.put(error);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if let Err(error) = self.file.flush() {
            self.fault.put(error);
        }
        Ok(())
    }
}
