//! Lines go to whoever is free, and their answers come back in order, or as they are ready.

use std::collections::BTreeMap;
use std::io::{self, BufRead, Read as _};
use std::num::NonZeroUsize;
use std::sync::mpsc::{Receiver, channel, sync_channel};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;

use cotejo::text::MAX_BYTES;
use rayon::ThreadPool;

use super::answer::Answer;
use super::request::Worker;

/// Lines that are read before they are answered, for each thread. A long document holds up the answers behind it where
/// they come in order; meanwhile the others are worked on as far as this.
const AHEAD: usize = 64;

/// Bytes of lines that are read before they are answered: some hundred novels.
const AHEAD_BYTES: usize = 256 << 20;

/// Most bytes of a line: two texts as long as texts may be.
const MOST: u64 = 2 * MAX_BYTES;

/// A line of the input.
#[derive(Debug)]
pub(super) enum Line {
    Whole(Vec<u8>),
    /// More than a line may be; it is not kept.
    TooLong,
}

/// A line with its number, from 1, and its length in bytes.
struct Numbered<T> {
    number: usize,
    length: usize,
    what: io::Result<T>,
}

/// How much was read and is not answered, which is bounded.
struct Window {
    lines: usize,
    held: Mutex<(usize, usize)>,
    freed: Condvar,
}

impl Window {
    /// Waits until one more line may be read.
    fn wait(&self) {
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let is_full = |(lines, bytes): &mut (usize, usize)| *lines >= self.lines || *bytes >= AHEAD_BYTES;
        drop(self.freed.wait_while(held, is_full));
    }

    fn take(&self, bytes: usize) {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        *held = (held.0 + 1, held.1 + bytes);
    }

    fn free(&self, bytes: usize) {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        *held = (held.0 - 1, held.1 - bytes);
        self.freed.notify_one();
    }
}

/// Answers that wait for their turn.
pub(super) struct Answers {
    ready: Receiver<Numbered<Answer>>,
    window: Arc<Window>,
    ordered: bool,
    next: usize,
    early: BTreeMap<usize, Numbered<Answer>>,
}

/// Reads lines, answers them on all threads, and gives the answers. The threads end with the input, or with the program.
pub(super) fn answers(
    input: impl BufRead + Send + 'static,
    worker: Worker,
    threads: ThreadPool,
    ordered: bool,
) -> Answers {
    let jobs = NonZeroUsize::new(threads.current_num_threads()).map_or(1, NonZeroUsize::get);
    let window = Arc::new(Window {
        lines: jobs * AHEAD,
        held: Mutex::default(),
        freed: Condvar::new(),
    });
    // A line waits in the reader's hand until somebody is free.
    let (to_do, lines) = sync_channel(0);
    let of_reader = Arc::clone(&window);
    thread::spawn(move || read_lines(input, &of_reader, |line| to_do.send(line).is_ok()));
    let (done, ready) = channel();
    let shared = Arc::new((worker, threads, Mutex::new(lines)));
    for _ in 0..jobs {
        let (shared, done) = (Arc::clone(&shared), done.clone());
        thread::spawn(move || {
            let (worker, threads, lines) = &*shared;
            loop {
                let line = lines.lock().unwrap_or_else(PoisonError::into_inner).recv();
                let Ok(Numbered { number, length, what }) = line else {
                    break;
                };
                let what = what.map(|line: Line| threads.install(|| worker.answer(&line, number)));
                if done.send(Numbered { number, length, what }).is_err() {
                    break;
                }
            }
        });
    }
    Answers {
        ready,
        window,
        ordered,
        next: 1,
        early: BTreeMap::new(),
    }
}

impl Answers {
    /// The next answer, once it is ready; nothing at the end.
    pub(super) fn take(&mut self) -> Option<io::Result<Answer>> {
        loop {
            if let Some(answer) = self.take_early() {
                return Some(answer);
            }
            let answer = self.ready.recv().ok()?;
            self.early.insert(answer.number, answer);
        }
    }

    /// Whether one can be taken without waiting.
    pub(super) fn is_next_ready(&mut self) -> bool {
        while let Ok(answer) = self.ready.try_recv() {
            self.early.insert(answer.number, answer);
        }
        !self.early.is_empty() && (!self.ordered || self.early.contains_key(&self.next))
    }

    fn take_early(&mut self) -> Option<io::Result<Answer>> {
        let (_, answer) = if self.ordered {
            self.early.remove_entry(&self.next)
        } else {
            self.early.pop_first()
        }?;
        self.next += 1;
        self.window.free(answer.length);
        Some(answer.what)
    }
}

/// Reads lines as far as the window allows.
fn read_lines(mut input: impl BufRead, window: &Window, give: impl Fn(Numbered<Line>) -> bool) {
    for number in 1.. {
        window.wait();
        let Some(what) = read_line(&mut input).transpose() else {
            break;
        };
        let length = match &what {
            Ok(Line::Whole(line)) => line.len(),
            _ => 0,
        };
        let is_last = what.is_err();
        window.take(length);
        if !give(Numbered { number, length, what }) || is_last {
            break;
        }
    }
}

fn read_line(input: &mut impl BufRead) -> io::Result<Option<Line>> {
    let mut line = Vec::new();
    if input.by_ref().take(MOST).read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    if line.len() as u64 == MOST && line.last() != Some(&b'\n') {
        drop(line);
        input.skip_until(b'\n')?;
        return Ok(Some(Line::TooLong));
    }
    Ok(Some(Line::Whole(line)))
}
