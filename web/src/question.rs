//! What the page asks.

use cotejo::text::Side;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// A question.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// What is asked.
    pub ask: Ask,
    /// The file that it is about.
    pub file: Vec<u8>,
}

/// What can be asked.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(tag = "ask", rename_all = "kebab-case")]
pub enum Ask {
    /// Here is the text of a side.
    Text {
        /// The side.
        #[serde(deserialize_with = "side")]
        side: Side,
        /// The name of the file.
        name: String,
        /// Its language, where a person said it.
        lang: Option<String>,
        /// Its encoding, where a person said it.
        encoding: Option<String>,
    },
    /// The text of a side is taken away.
    NoText {
        /// The side.
        #[serde(deserialize_with = "side")]
        side: Side,
    },
    /// Here is an alignment that was saved before.
    Alignment {
        /// The name of the file.
        name: String,
    },
    /// The alignment that was saved before is taken away.
    NoAlignment,
    /// Align the texts; decisions of the alignment that was given are kept.
    Align {
        /// The texts hold one sentence a line.
        one_per_line: bool,
        /// Also where more than a third of the decisions would be lost.
        accept_loss: bool,
    },
    /// The alignment in a form: `json`, or what `cotejo export --to` takes.
    Export {
        /// The form.
        to: String,
        /// Whether a page goes without help with words, which takes long to work out.
        #[serde(default)]
        plain: bool,
    },
    /// What the review page asks of its server.
    Page {
        /// The address without the host.
        path: String,
        /// What is sent along.
        body: Option<Value>,
    },
    /// Which languages and forms there are.
    Known,
    /// Work out a little more of the queue.
    Learn,
}

/// A side by its name.
fn side<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Side, D::Error> {
    let name = String::deserialize(deserializer)?;
    let found = Side::BOTH.into_iter().find(|side| side.to_string() == name);
    found.ok_or_else(|| serde::de::Error::custom("a side is source or target"))
}

impl Question {
    /// Reads a question as the page writes it.
    pub(crate) fn parse(mut bytes: Vec<u8>) -> Result<Self, String> {
        let cut = "the question is cut off";
        let (head, rest) = bytes.split_first_chunk::<4>().ok_or(cut)?;
        let length = u32::from_le_bytes(*head) as usize;
        let json = rest.get(..length).ok_or(cut)?;
        let ask = serde_json::from_slice(json).map_err(|error| error.to_string())?;
        bytes.drain(..4 + length);
        Ok(Self { ask, file: bytes })
    }
}
