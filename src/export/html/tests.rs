//! What a page promises.

use super::{Html, IndexEntry, index_page, title};
use crate::export::Exporter;
use crate::file::{Confidence, Status};
use crate::text::{PassageKind, Side};
use crate::view::{Cell, Row, View};

pub(super) type Said<'a> = (&'a str, PassageKind, &'a str);

/// A certain link of sentences given as id, kind and text.
pub(super) fn row<'a>(source: &[Said<'a>], target: &[Said<'a>]) -> Row<'a> {
    let cells = |said: &[Said<'a>]| {
        let cell = |&(id, kind, text): &Said<'a>| Cell {
            id: id.parse().unwrap(),
            text,
            kind,
        };
        said.iter().map(cell).collect()
    };
    Row {
        source: cells(source),
        target: cells(target),
        status: Status::Auto,
        confidence: Confidence::CERTAIN,
        note: None,
        reasons: &[],
    }
}
