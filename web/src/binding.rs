//! How questions and answers cross over: the worker writes a question into a buffer of the module, asks, and reads the
//! answer from another. Both are four bytes with the length of the JSON (little endian), the JSON, and then the bytes of a file.
//!
//! Only addresses of buffers that the module owns leave it, so nothing here takes a pointer from outside.

use std::cell::RefCell;

use crate::answer::Answer;
use crate::bench::Bench;
use crate::question::Question;

thread_local! {
    static QUESTION: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static ANSWER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static BENCH: RefCell<Bench> = RefCell::default();
}

/// Makes room for a question of so many bytes, and says where.
#[expect(unsafe_code, reason = "a name that the page can call")]
#[unsafe(no_mangle)]
pub extern "C" fn room(length: usize) -> *mut u8 {
    QUESTION.with_borrow_mut(|question| {
        question.clear();
        question.resize(length, 0);
        question.as_mut_ptr()
    })
}

/// Answers the question that was written, and says how long the answer is.
#[expect(unsafe_code, reason = "a name that the page can call")]
#[unsafe(no_mangle)]
pub extern "C" fn ask() -> usize {
    let question = QUESTION.take();
    let answer = match Question::parse(question) {
        Ok(question) => BENCH.with_borrow_mut(|bench| bench.answer(question)),
        Err(error) => Answer::failed(error),
    };
    ANSWER.with_borrow_mut(|bytes| {
        *bytes = answer.into_bytes();
        bytes.len()
    })
}

/// Where the answer stands.
#[expect(unsafe_code, reason = "a name that the page can call")]
#[unsafe(no_mangle)]
pub extern "C" fn answer() -> *const u8 {
    ANSWER.with_borrow(|bytes| bytes.as_ptr())
}
