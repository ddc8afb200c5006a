//! Files of other programs, before anything is known of alignments: XML, translation memories, names of languages.

pub(crate) mod langs;
pub(crate) mod tmx;
pub(crate) mod xml;

use crate::text::ReadError;

/// What is wrong with a file, and on which line, from 1, if on any.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) line: Option<usize>,
    pub(crate) problem: String,
}

impl Fault {
    pub(crate) fn new(line: impl Into<Option<usize>>, problem: impl Into<String>) -> Self {
        Self {
            line: line.into(),
            problem: problem.into(),
        }
    }
}

/// Why bytes are no text.
pub(crate) fn unreadable(bytes: &[u8], error: &ReadError) -> Fault {
    match error {
        ReadError::Binary { offset, .. } => {
            let line = bytes[..(*offset).min(bytes.len())].split(|&byte| byte == b'\n').count();
            Fault::new(line, "this is no text file")
        }
        ReadError::Malformed { encoding, line, .. } => Fault::new(
            *line,
            format!("it holds bytes that are no {encoding}; save it again, as UTF-8"),
        ),
        error => Fault::new(None, error.to_string()),
    }
}
