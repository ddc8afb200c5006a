//! The works that are under review, each opened when it is first asked for.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use cotejo::project::{Desk, Project, StoredAlignment, Work};
use serde_json::{Value, json};
use tokio::sync::{broadcast, watch};

use super::CliError;
use super::wire;
use crate::cli::edit;

/// Messages that a page may be behind; one further behind reads everything anew.
const BEHIND: usize = 256;

/// How long after the last step the file is written, and how long a person who goes on can put that off.
const QUIET: Duration = Duration::from_millis(1_500);
const LONGEST_UNSAVED: Duration = Duration::from_secs(15);

/// A work and what is open of it.
struct Seat {
    work: Work,
    desk: Mutex<Open>,
}

#[derive(Default)]
struct Open {
    desk: Option<Desk>,
    /// When the last step was taken, and the first that is not in the file.
    last: Option<Instant>,
    first: Option<Instant>,
}

/// All that the server knows.
pub(super) struct Hall {
    project: Project,
    seats: Vec<Seat>,
    /// What teaches the aligner.
    works: Vec<Work>,
    events: broadcast::Sender<String>,
    ending: watch::Sender<bool>,
}

/// Why a work cannot be shown or worked on.
pub(super) enum HallError {
    /// There is no work of this number.
    NoWork,
    /// It cannot be opened.
    Closed(String),
}

impl Hall {
    pub(super) fn new(project: Project, meant: Vec<Work>, works: Vec<Work>) -> Self {
        let seat = |work| Seat {
            work,
            desk: Mutex::default(),
        };
        Self {
            project,
            seats: meant.into_iter().map(seat).collect(),
            works,
            events: broadcast::Sender::new(BEHIND),
            ending: watch::Sender::new(false),
        }
    }

    /// What happens from now on.
    pub(super) fn listen(&self) -> broadcast::Receiver<String> {
        self.events.subscribe()
    }

    /// Tells whether the server is about to end.
    pub(super) fn ending(&self) -> watch::Receiver<bool> {
        self.ending.subscribe()
    }

    /// Ends what is open.
    pub(super) fn end(&self) {
        self.ending.send_replace(true);
    }

    /// Tells all pages; nobody may be listening.
    pub(super) fn tell(&self, message: &Value) {
        let _ = self.events.send(message.to_string());
    }

    /// The works with their progress.
    pub(super) fn list(&self) -> Value {
        let works = self.seats.iter().enumerate().map(|(number, seat)| {
            let open = lock(&seat.desk);
            let counts = match &open.desk {
                Some(desk) => Ok(wire::counts(&desk.state().file)),
                None => {
                    let path = self.project.locate(&seat.work.alignment_path());
                    StoredAlignment::read(&path)
                        .map(|stored| wire::counts(&stored.file))
                        .map_err(|error| error.to_string())
                }
            };
            match counts {
                Ok(counts) => json!({"id": number, "name": seat.work.name, "counts": counts}),
                Err(error) => json!({"id": number, "name": seat.work.name, "error": error}),
            }
        });
        Value::Array(works.collect())
    }

    /// The name of a work.
    pub(super) fn name(&self, number: usize) -> Option<&str> {
        self.seats.get(number).map(|seat| seat.work.name.as_str())
    }

    /// Works on the desk of a work. It blocks: not for the thread that serves.
    pub(super) fn with<T>(&self, number: usize, act: impl FnOnce(&mut Desk) -> T) -> Result<T, HallError> {
        let seat = self.seats.get(number).ok_or(HallError::NoWork)?;
        let mut open = lock(&seat.desk);
        if open.desk.is_none() {
            let desk = edit::open(&self.project, &seat.work, &self.works);
            open.desk = Some(desk.map_err(|error: CliError| HallError::Closed(error.message().to_owned()))?);
        }
        let Open { desk, last, first } = &mut *open;
        let Some(desk) = desk else {
            return Err(HallError::NoWork);
        };
        let before = desk.journal().last();
        let done = act(desk);
        if desk.journal().last() != before {
            let now = Instant::now();
            *last = Some(now);
            first.get_or_insert(now);
        }
        Ok(done)
    }

    /// Writes what has waited long enough into the files.
    pub(super) fn save_due(&self) {
        let now = Instant::now();
        for (number, seat) in self.seats.iter().enumerate() {
            let mut open = lock(&seat.desk);
            let is_quiet = open.last.is_none_or(|last| now.duration_since(last) >= QUIET);
            let is_late = open
                .first
                .is_some_and(|first| now.duration_since(first) >= LONGEST_UNSAVED);
            if is_quiet || is_late {
                let told = save(&mut open, number);
                drop(open);
                told.iter().for_each(|message| self.tell(message));
            }
        }
    }

    /// Writes all; returns what could not be written.
    pub(super) fn save_all(&self) -> Vec<String> {
        let mut faults = Vec::new();
        for seat in &self.seats {
            if let Some(desk) = &mut lock(&seat.desk).desk
                && desk.is_dirty()
                && let Err(error) = desk.save()
            {
                faults.push(format!("{}: {error}", seat.work.name));
            }
        }
        faults
    }
}

/// Whoever panicked while holding a desk left it whole: a step is in the record or it is not.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn save(open: &mut Open, number: usize) -> Option<Value> {
    let desk = open.desk.as_mut().filter(|desk| desk.is_dirty())?;
    let saved = desk.save();
    open.first = None;
    // Tried again after a while, whether it worked or not.
    open.last = Some(Instant::now());
    Some(match saved {
        Ok(saved) => json!({"work": number, "saved": {"written": saved.written, "merged": saved.merged}}),
        Err(error) => json!({"work": number, "unsaved": error.to_string()}),
    })
}
