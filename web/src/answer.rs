//! What the page is told.

use std::fmt;

use serde_json::{Value, json};

/// An answer: JSON, and the bytes of a file where one was asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// What is told; an object with the key `error` where it could not be done.
    pub told: Value,
    /// The file that was asked for.
    pub file: Vec<u8>,
}

impl Answer {
    /// An answer without a file.
    pub(crate) const fn told(told: Value) -> Self {
        Self { told, file: Vec::new() }
    }

    /// It could not be done.
    pub(crate) fn failed(error: impl fmt::Display) -> Self {
        Self::told(json!({"error": error.to_string()}))
    }

    /// As the page reads it.
    pub(crate) fn into_bytes(self) -> Vec<u8> {
        let told = self.told.to_string();
        // The longest answer is a few times a text, which is far from four gigabytes.
        let length = u32::try_from(told.len()).unwrap_or(u32::MAX);
        let mut bytes = Vec::with_capacity(4 + told.len() + self.file.len());
        bytes.extend(length.to_le_bytes());
        bytes.extend(told.as_bytes());
        bytes.extend(self.file);
        bytes
    }
}
