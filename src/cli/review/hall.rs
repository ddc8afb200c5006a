//! The works that are under review, each opened when it is first asked for.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use cotejo::project::{Desk, DeskError, Project, Saved, StoredAlignment, Work};
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

/// How often others may write the file while it is merged, before it is left for the next time.
const TRIES: usize = 3;

/// How long after a step the machine is left to the person before the queue is worked on.
const PAUSE: Duration = Duration::from_millis(300);

/// A work and what is open of it.
struct Seat {
    work: Work,
    desk: Mutex<Open>,
    /// Held by who writes the file.
    writing: Mutex<()>,
}

#[derive(Default)]
struct Open {
    desk: Option<Desk>,
    /// When the last step was taken, and the first that is not in the file.
    last: Option<Instant>,
    first: Option<Instant>,
    /// Whether the queue knows more than the pages were told.
    has_learnt: bool,
    /// The last entry when all of the queue was worked out.
    settled: Option<u64>,
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
            writing: Mutex::default(),
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
                Some(desk) => Ok(wire::counts(&desk.state().file, desk.trust())),
                None => {
                    let path = self.project.locate(&seat.work.alignment_path());
                    StoredAlignment::read(&path)
                        .map(|stored| wire::counts(&stored.file, 1.0))
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
            // The page is drawn first.
            open.last = Some(Instant::now());
        }
        let Open { desk, last, first, .. } = &mut *open;
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
            let open = lock(&seat.desk);
            let is_quiet = open.last.is_none_or(|last| now.duration_since(last) >= QUIET);
            let is_late = open
                .first
                .is_some_and(|first| now.duration_since(first) >= LONGEST_UNSAVED);
            drop(open);
            if (is_quiet || is_late)
                && let Some(saved) = seat.save()
            {
                self.tell(&match saved {
                    Ok(saved) => json!({"work": number, "saved": {"written": saved.written, "merged": saved.merged}}),
                    Err(error) => json!({"work": number, "unsaved": error.to_string()}),
                });
            }
            let looked = lock(&seat.desk).desk.as_mut().and_then(Desk::look_at_texts);
            if let Some(changed) = looked {
                self.tell(&json!({"work": number, "textsChanged": changed}));
            }
        }
    }

    /// Works out what settling places of the queues would teach, a little at a time while nobody works; whether there is more.
    pub(super) fn learn(&self) -> bool {
        let mut more = false;
        for (number, seat) in self.seats.iter().enumerate() {
            let mut open = lock(&seat.desk);
            let is_quiet = open.last.is_none_or(|last| last.elapsed() >= PAUSE);
            let settled = open.settled;
            let is_due = |desk: &&mut Desk| is_quiet && settled != Some(desk.journal().last());
            let Some(desk) = open.desk.as_mut().filter(is_due) else {
                continue;
            };
            if desk.learn_one() {
                more = true;
                open.has_learnt = true;
                continue;
            }
            let last = desk.journal().last();
            let told = std::mem::take(&mut open.has_learnt);
            open.settled = Some(last);
            if let Some(desk) = open.desk.as_ref().filter(|_| told) {
                let told = wire::news(number, desk, &[], "");
                drop(open);
                self.tell(&told);
            }
        }
        more
    }

    /// Writes all; returns what could not be written.
    pub(super) fn save_all(&self) -> Vec<String> {
        let mut faults = Vec::new();
        for seat in &self.seats {
            if let Some(Err(error)) = seat.save() {
                faults.push(format!("{}: {error}", seat.work.name));
            }
        }
        faults
    }
}

impl Seat {
    /// Writes the file, and holds the desk only as long as a person would not notice; nothing where it lacks nothing.
    fn save(&self) -> Option<Result<Saved, DeskError>> {
        let _held = lock(&self.writing);
        let mut saved = Saved::default();
        for _ in 0..TRIES {
            let mut saving = lock(&self.desk).desk.as_mut()?.begin_saving()?;
            saving.lay_out();
            let announced = lock(&self.desk).desk.as_mut()?.announce(&saving);
            let ended = announced.and_then(|()| {
                saving.put();
                let mut open = lock(&self.desk);
                open.first = None;
                // Tried again after a while, whether it worked or not.
                open.last = Some(Instant::now());
                let desk = open.desk.as_mut();
                desk.map_or(Ok((true, Saved::default())), |desk| desk.end_saving(saving))
            });
            match ended {
                Ok((done, now)) => {
                    saved.written |= now.written;
                    saved.merged = now.merged.or(saved.merged);
                    if done {
                        break;
                    }
                }
                Err(error) => return Some(Err(error)),
            }
        }
        Some(Ok(saved))
    }
}

/// Whoever panicked while holding a desk left it whole: a step is in the record or it is not.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
