//! JSON taken apart into keys and values that know where they stand.

use std::cell::Cell;
use std::collections::HashSet;
use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::error::Category;
use serde_json::value::RawValue;

use super::error::{Fault, FileError, Kind, Place};
use crate::text::{LineColumn, SentenceId, Side};

/// What is being read, for messages.
pub(super) struct Context<'a> {
    json: &'a str,
    link: Option<usize>,
    /// A sentence of the link.
    pub(super) sentence: Option<(Side, SentenceId)>,
}

impl<'a> Context<'a> {
    /// Outside the links.
    pub(super) const fn new(json: &'a str) -> Self {
        Self {
            json,
            link: None,
            sentence: None,
        }
    }

    /// Inside a link, numbered from 1.
    pub(super) const fn of_link(json: &'a str, link: usize) -> Self {
        Self {
            json,
            link: Some(link),
            sentence: None,
        }
    }

    /// Takes an object apart.
    pub(super) fn members(&self, raw: &'a str, key: &str) -> Result<Members<'a>, FileError> {
        self.expect(Kind::Object, key, raw)?;
        let Pairs(pairs) = self.value(key, raw)?;
        let mut members: Vec<Member<'a>> = Vec::with_capacity(pairs.len());
        let mut seen = HashSet::with_capacity(pairs.len());
        for (raw_key, value) in pairs {
            let key = self.text(key, raw_key.get())?;
            if !seen.insert(key.clone()) {
                return Err(self.fault(raw_key.get(), Fault::DuplicateKey { key }));
            }
            members.push(Member {
                key,
                raw_key: raw_key.get(),
                value: value.get(),
            });
        }
        Ok(Members { object: raw, members })
    }

    /// Takes a list apart.
    pub(super) fn list(&self, key: &str, raw: &'a str) -> Result<Vec<&'a str>, FileError> {
        self.expect(Kind::List, key, raw)?;
        let values: Vec<&RawValue> = self.value(key, raw)?;
        Ok(values.into_iter().map(RawValue::get).collect())
    }

    /// Reads a string.
    pub(super) fn text(&self, key: &str, raw: &str) -> Result<String, FileError> {
        self.expect(Kind::Text, key, raw)?;
        self.value(key, raw)
    }

    /// Reads a list of strings.
    pub(super) fn texts(&self, key: &str, raw: &'a str) -> Result<Vec<String>, FileError> {
        self.list(key, raw)?
            .into_iter()
            .map(|raw| self.text(key, raw))
            .collect()
    }

    /// Reads a number.
    pub(super) fn number(&self, key: &str, raw: &str) -> Result<f64, FileError> {
        self.expect(Kind::Number, key, raw)?;
        self.value(key, raw)
    }

    /// Reads anything.
    pub(super) fn value<'r, T: Deserialize<'r>>(&self, key: &str, raw: &'r str) -> Result<T, FileError> {
        serde_json::from_str(raw).map_err(|error| self.explain(key, raw, &error))
    }

    /// Looks for keys that stand twice, at any depth of objects.
    ///
    /// Recursion is as deep as the objects; so the value must have been read as its type before.
    pub(super) fn refuse_duplicates(&self, key: &str, raw: &'a str) -> Result<(), FileError> {
        if Kind::of(raw) == Kind::Object {
            for member in self.members(raw, key)?.members {
                self.refuse_duplicates(&member.key, member.value)?;
            }
        }
        Ok(())
    }

    /// A fault of this part of the file.
    pub(super) fn fault(&self, raw: &str, fault: Fault) -> FileError {
        FileError::Content {
            place: self.place(raw, 0),
            fault,
        }
    }

    /// The line where this part of the file begins, from 1.
    pub(super) fn line(&self, raw: &str) -> usize {
        self.place(raw, 0).at.line
    }

    fn expect(&self, expected: Kind, key: &str, raw: &str) -> Result<(), FileError> {
        let found = Kind::of(raw);
        if found == expected || found == Kind::Nothing {
            // What is no JSON at all is for the JSON reader to say.
            return Ok(());
        }
        Err(self.fault(
            raw,
            Fault::Kind {
                key: key.to_owned(),
                found,
                expected,
            },
        ))
    }

    /// An error of the JSON reader, with its place in the whole file.
    fn explain(&self, key: &str, raw: &str, error: &serde_json::Error) -> FileError {
        let message = error.to_string();
        let position = format!(" at line {} column {}", error.line(), error.column());
        let problem = message.strip_suffix(&position).unwrap_or(&message).to_owned();
        // A file that ends with a newline does not end on the line after it.
        let offset = offset_of(raw, error.line(), error.column()).min(raw.trim_end().len());
        let place = self.place(raw, offset);
        match error.classify() {
            Category::Data => FileError::Content {
                place,
                fault: Fault::Value {
                    key: key.to_owned(),
                    problem,
                },
            },
            category => FileError::Syntax {
                place,
                problem,
                cut_off: category == Category::Eof,
            },
        }
    }

    fn place(&self, raw: &str, offset: usize) -> Place {
        let start = (raw.as_ptr() as usize).saturating_sub(self.json.as_ptr() as usize);
        let at = LineColumn::of(self.json, start + offset);
        Place {
            at,
            link: self.link,
            sentence: self.sentence,
        }
    }
}

/// The byte that the JSON reader means by a line and a column, both from 1, the column in bytes.
fn offset_of(raw: &str, line: usize, column: usize) -> usize {
    let lines = raw.split_inclusive('\n').take(line.saturating_sub(1));
    lines.map(str::len).sum::<usize>() + column.saturating_sub(1)
}

/// An object taken apart.
pub(super) struct Members<'a> {
    object: &'a str,
    members: Vec<Member<'a>>,
}

struct Member<'a> {
    key: String,
    raw_key: &'a str,
    value: &'a str,
}

impl<'a> Members<'a> {
    /// The value of a key.
    pub(super) fn get(&self, key: &str) -> Option<&'a str> {
        self.members
            .iter()
            .find(|member| member.key == key)
            .map(|member| member.value)
    }

    /// The value of a key that must be there.
    pub(super) fn require(&self, context: &Context<'_>, key: &str) -> Result<&'a str, FileError> {
        self.get(key)
            .ok_or_else(|| context.fault(self.object, Fault::MissingKey { key: key.to_owned() }))
    }

    /// Refuses every key but these.
    pub(super) fn refuse_unknown(&self, context: &Context<'_>, known: &[&str]) -> Result<(), FileError> {
        match self.members.iter().find(|member| !known.contains(&member.key.as_str())) {
            None => Ok(()),
            Some(Member { key, raw_key, .. }) => {
                let expected = known.iter().map(|&key| key.to_owned()).collect();
                Err(context.fault(
                    raw_key,
                    Fault::UnknownKey {
                        key: key.clone(),
                        expected,
                    },
                ))
            }
        }
    }
}

/// Keys and values of one object, as they stand.
struct Pairs<'a>(Vec<(&'a RawValue, &'a RawValue)>);

impl<'de> Deserialize<'de> for Pairs<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(PairsVisitor)
    }
}

struct PairsVisitor;

impl<'de> Visitor<'de> for PairsVisitor {
    type Value = Pairs<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut pairs = Vec::new();
        while let Some(pair) = map.next_entry()? {
            pairs.push(pair);
        }
        Ok(Pairs(pairs))
    }
}

/// Adds to a syntax error which link it stands in: reads again, counting links.
pub(super) fn locate_link(json: &str, error: FileError) -> FileError {
    let FileError::Syntax {
        mut place,
        problem,
        cut_off,
    } = error
    else {
        return error;
    };
    let open = Cell::new(None);
    // It fails where the first reading did; only the number matters.
    let _ = CountLinks {
        level: Level::File,
        open: &open,
    }
    .deserialize(&mut serde_json::Deserializer::from_str(json));
    place.link = open.get();
    FileError::Syntax {
        place,
        problem,
        cut_off,
    }
}

#[derive(Clone, Copy)]
enum Level {
    File,
    Links,
    Link(usize),
}

/// Walks the file and keeps the number of the link that is open.
struct CountLinks<'c> {
    level: Level,
    open: &'c Cell<Option<usize>>,
}

impl CountLinks<'_> {
    const fn at(&self, level: Level) -> Self {
        Self { level, open: self.open }
    }
}

impl<'de> DeserializeSeed<'de> for CountLinks<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self.level {
            Level::File => deserializer.deserialize_map(self),
            Level::Links => deserializer.deserialize_seq(self),
            Level::Link(number) => {
                self.open.set(Some(number));
                IgnoredAny::deserialize(deserializer)?;
                self.open.set(None);
                Ok(())
            }
        }
    }
}

impl<'de> Visitor<'de> for CountLinks<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an alignment file")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            if key == "links" {
                map.next_value_seed(self.at(Level::Links))?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut links: A) -> Result<(), A::Error> {
        let mut number = 1;
        while links.next_element_seed(self.at(Level::Link(number)))?.is_some() {
            number += 1;
        }
        Ok(())
    }
}
