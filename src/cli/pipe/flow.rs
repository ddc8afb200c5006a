//! Lines go to whoever is free, and their answers come back in order, or as they are ready.

use std::collections::BTreeMap;
use std::io::{self, BufRead, Read as _};
use std::num::NonZeroUsize;
use std::sync::mpsc::{Receiver, Sender, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use cotejo::text::MAX_BYTES;
use rayon::ThreadPool;

use super::answer::Answer;
use super::request::Worker;

/// Lines that are read before they are answered, for each thread. A long document holds up the answers behind it where
/// they come in order; meanwhile the others are worked on as far as this.
const AHEAD: usize = 64;

/// Most bytes of a line: two texts as long as texts may be.
const MOST: u64 = 2 * MAX_BYTES;

/// A line of the input.
#[derive(Debug)]
pub(super) enum Line {
    Whole(Vec<u8>),
    /// More than a line may be; it is not kept.
    TooLong,
}

/// Answers that wait for their turn, and what they were read for.
pub(super) struct Answers {
    ready: Receiver<(usize, io::Result<Answer>)>,
    /// For each answer that is taken one more line is read.
    read_on: Sender<()>,
    ordered: bool,
    next: usize,
    early: BTreeMap<usize, io::Result<Answer>>,
}

/// Reads lines, answers them on all threads, and gives the answers. The threads end with the input, or with the program.
pub(super) fn answers(
    input: impl BufRead + Send + 'static,
    worker: Worker,
    threads: ThreadPool,
    ordered: bool,
) -> Answers {
    let jobs = NonZeroUsize::new(threads.current_num_threads()).map_or(1, NonZeroUsize::get);
    let (read_on, may_read) = channel();
    for _ in 0..jobs * AHEAD {
        let _ = read_on.send(());
    }
    // A line waits in the reader's hand until somebody is free.
    let (to_do, lines) = sync_channel(0);
    thread::spawn(move || read_lines(input, &may_read, |line| to_do.send(line).is_ok()));
    let (done, ready) = channel();
    let shared = Arc::new((worker, threads, Mutex::new(lines)));
    for _ in 0..jobs {
        let (shared, done) = (Arc::clone(&shared), done.clone());
        thread::spawn(move || {
            let (worker, threads, lines) = &*shared;
            loop {
                let line = lines.lock().unwrap_or_else(PoisonError::into_inner).recv();
                let Ok((number, line)) = line else { break };
                let answer = line.map(|line| threads.install(|| worker.answer(&line, number)));
                if done.send((number, answer)).is_err() {
                    break;
                }
            }
        });
    }
    Answers {
        ready,
        read_on,
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
            let (number, answer) = self.ready.recv().ok()?;
            self.early.insert(number, answer);
        }
    }

    /// Whether one can be taken without waiting.
    pub(super) fn is_next_ready(&mut self) -> bool {
        while let Ok((number, answer)) = self.ready.try_recv() {
            self.early.insert(number, answer);
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
        // Nobody waits for it any longer at the end of the input.
        let _ = self.read_on.send(());
        Some(answer)
    }
}

/// Reads lines with their numbers, from 1, one for each leave to read.
fn read_lines(mut input: impl BufRead, may_read: &Receiver<()>, give: impl Fn((usize, io::Result<Line>)) -> bool) {
    let mut number = 0;
    while may_read.recv().is_ok() {
        number += 1;
        let line = match read_line(&mut input) {
            Ok(None) => break,
            Ok(Some(line)) => Ok(line),
            Err(error) => Err(error),
        };
        let is_last = line.is_err();
        if !give((number, line)) || is_last {
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
