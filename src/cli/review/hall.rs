//! The works that are under review, each opened when it is first asked for.

use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use cotejo::project::{Desk, DeskError, Lend, Project, Saved, StoredAlignment, Work, save};
use cotejo::review::told;
use serde_json::{Value, json};
use tokio::sync::{broadcast, watch};

use super::CliError;
use crate::cli::edit;

/// Messages that a page may be behind; one further behind reads everything anew.
const BEHIND: usize = 256;

/// How long after the last step the file is written, and how long a person who goes on can put that off.
const QUIET: Duration = Duration::from_millis(1_500);
const LONGEST_UNSAVED: Duration = Duration::from_secs(15);

/// How long a file is left alone that could not be written, doubled each time up to the second: a person has to see to it first.
const FIRST_WAIT: Duration = Duration::from_secs(3);
const LONGEST_WAIT: Duration = Duration::from_secs(300);

/// How long after a step the machine is left to the person before the queue is worked on.
const PAUSE: Duration = Duration::from_millis(300);

/// A work and what is open of it.
struct Seat {
    work: Work,
    /// Held by who opens it.
    opening: Mutex<()>,
    open: OnceLock<Open>,
}

/// A work that is open.
struct Open {
    desk: Mutex<Busy>,
    /// Held by who writes the file.
    writing: Mutex<()>,
}

/// A desk and what goes on at it.
struct Busy {
    desk: Desk,
    /// When the last step was taken, and the first that is not in the file.
    last: Instant,
    first: Option<Instant>,
    trouble: Option<Trouble>,
    /// Whether the queue knows more than the pages were told.
    has_learnt: bool,
    /// The last entry when all of the queue was worked out.
    settled: Option<u64>,
}

/// Why a file could not be written, and since when it is left alone for how long.
struct Trouble {
    told: String,
    since: Instant,
    wait: Duration,
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
    /// There is no work of this name.
    NoWork,
    /// It cannot be opened.
    Closed(String),
}

impl Hall {
    pub(super) fn new(project: Project, meant: Vec<Work>, works: Vec<Work>) -> Self {
        let seat = |work| Seat {
            work,
            opening: Mutex::default(),
            open: OnceLock::new(),
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
        let works = self.seats.iter().map(|seat| {
            let counts = match seat.open.get() {
                Some(open) => {
                    let busy = lock(&open.desk);
                    Ok(told::counts(
                        &busy.desk.session().state().file,
                        busy.desk.session().trust(),
                    ))
                }
                None => {
                    let path = self.project.locate(&seat.work.alignment_path());
                    StoredAlignment::read(&path)
                        .map(|stored| told::counts(&stored.file, 1.0))
                        .map_err(|error| error.to_string())
                }
            };
            match counts {
                Ok(counts) => json!({"name": seat.work.name, "counts": counts}),
                Err(error) => json!({"name": seat.work.name, "error": error}),
            }
        });
        Value::Array(works.collect())
    }

    /// What is open of a work; it is opened when it is first asked for.
    fn open(&self, name: &str) -> Result<&Open, HallError> {
        let seat = self.seats.iter().find(|seat| seat.work.name == name);
        let seat = seat.ok_or(HallError::NoWork)?;
        let _held = lock(&seat.opening);
        if let Some(open) = seat.open.get() {
            return Ok(open);
        }
        let desk = edit::open(&self.project, &seat.work, &self.works);
        let desk = desk.map_err(|error: CliError| HallError::Closed(error.message().to_owned()))?;
        Ok(seat.open.get_or_init(|| Open::new(desk)))
    }

    /// Works on the desk of a work. It blocks: not for the thread that serves.
    pub(super) fn with<T>(&self, name: &str, act: impl FnOnce(&mut Desk) -> T) -> Result<T, HallError> {
        let mut busy = lock(&self.open(name)?.desk);
        let before = busy.desk.session().journal().last();
        let done = act(&mut busy.desk);
        if busy.desk.session().journal().last() != before {
            busy.last = Instant::now();
            busy.first = busy.first.or(Some(busy.last));
        }
        Ok(done)
    }

    /// The works that are open, with their names.
    fn all_open(&self) -> impl Iterator<Item = (&str, &Open)> {
        let seats = self.seats.iter();
        seats.filter_map(|seat| Some((seat.work.name.as_str(), seat.open.get()?)))
    }

    /// Writes what has waited long enough into the files.
    pub(super) fn save_due(&self) {
        for (name, open) in self.all_open() {
            let is_due = lock(&open.desk).is_due();
            if is_due && let Some(saved) = open.save_and_note() {
                self.tell(&match saved {
                    Ok(saved) => json!({"work": name, "saved": {"written": saved.written, "merged": saved.merged}}),
                    Err(error) => json!({"work": name, "unsaved": error}),
                });
            }
            let looked = lock(&open.desk).desk.look_at_texts();
            if let Some(changed) = looked {
                self.tell(&json!({"work": name, "textsChanged": changed}));
            }
        }
    }

    /// Works out what settling places of the queues would teach, a little at a time while nobody works; whether there is more.
    pub(super) fn learn(&self) -> bool {
        let mut more = false;
        for (name, open) in self.all_open() {
            let mut busy = lock(&open.desk);
            let last = busy.desk.session().journal().last();
            if busy.last.elapsed() < PAUSE || busy.settled == Some(last) {
                continue;
            }
            if busy.desk.learn_one() {
                more = true;
                busy.has_learnt = true;
                continue;
            }
            busy.settled = Some(last);
            if std::mem::take(&mut busy.has_learnt) {
                let told = told::news(name, busy.desk.session(), &[]);
                drop(busy);
                self.tell(&told);
            }
        }
        more
    }

    /// Writes all; returns what could not be written.
    pub(super) fn save_all(&self) -> Vec<String> {
        let saved = self.all_open().map(|(name, open)| (name, open.save()));
        saved
            .filter_map(|(name, saved)| Some(format!("{name}: {}", saved.err()?)))
            .collect()
    }
}

impl Busy {
    /// Whether the file is to be written, if it lacks something.
    fn is_due(&self) -> bool {
        match &self.trouble {
            Some(trouble) => trouble.since.elapsed() >= trouble.wait,
            None => self.last.elapsed() >= QUIET || self.first.is_some_and(|first| first.elapsed() >= LONGEST_UNSAVED),
        }
    }

    /// Takes in what came of writing; whether a person is to be told.
    fn note(&mut self, fault: Option<&str>) -> bool {
        self.first = None;
        let before = self.trouble.take();
        let Some(fault) = fault else {
            return true;
        };
        let is_new = before.as_ref().is_none_or(|before| before.told != fault);
        self.trouble = Some(Trouble {
            told: fault.to_owned(),
            since: Instant::now(),
            wait: before.map_or(FIRST_WAIT, |before| LONGEST_WAIT.min(before.wait * 2)),
        });
        is_new
    }
}

impl Lend for &Open {
    fn lend<T>(&mut self, act: impl FnOnce(&mut Desk) -> T) -> T {
        act(&mut lock(&self.desk).desk)
    }
}

impl Open {
    fn new(desk: Desk) -> Self {
        let busy = Busy {
            desk,
            // The page is drawn first.
            last: Instant::now(),
            first: None,
            trouble: None,
            has_learnt: false,
            settled: None,
        };
        Self {
            desk: Mutex::new(busy),
            writing: Mutex::default(),
        }
    }

    /// Writes the file, and holds the desk only as long as a person would not notice; nothing where it lacks nothing.
    fn save(&self) -> Result<Option<Saved>, DeskError> {
        let _held = lock(&self.writing);
        let mut lender = self;
        save(&mut lender)
    }

    /// Writes the file; gives what a person is to be told of it.
    fn save_and_note(&self) -> Option<Result<Saved, String>> {
        let saved = self.save().map_err(|error| error.to_string()).transpose()?;
        let is_told = lock(&self.desk).note(saved.as_ref().err().map(String::as_str));
        is_told.then_some(saved)
    }
}

/// Whoever panicked while holding a desk left it whole: a step is in the record or it is not.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
