//! A line of the record of a review.

use serde::{Deserialize, Serialize};

use super::{Op, Patch, Spent};

/// What somebody asks for. The pair of `client` and `seq` says which request it is, so that it can be sent again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// Who asks: a page that is open, a command that runs.
    pub client: String,
    /// Counted by the client.
    pub seq: u64,
    /// The number of the last entry that the client had seen.
    #[serde(default)]
    pub base: u64,
    /// What is to be done.
    #[serde(flatten)]
    pub action: Action,
    /// What it took the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spent: Option<Spent>,
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// An operation.
    Do(Op),
    /// Takes the operation of an entry back.
    Undo(u64),
    /// Does again what an entry did that was taken back.
    Redo(u64),
    /// Aligns the neighbourhood of an entry's operation anew.
    Realign(u64),
}

/// Who did it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Author {
    /// A person.
    Person,
    /// The aligner.
    Auto,
}

/// One thing that was done, with what it changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Counted from 1.
    pub number: u64,
    /// Who did it.
    pub author: Author,
    /// Which client asked for it.
    pub client: String,
    /// Which of its requests it was.
    pub seq: u64,
    /// What was done.
    pub action: Action,
    /// What was changed, in this order.
    pub patches: Vec<Patch>,
    /// What it took the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spent: Option<Spent>,
}
