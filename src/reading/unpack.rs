//! What is packed, never more of it than a text may have.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

/// Most bytes that are unpacked from one file. The longest novels have some 10 MB of text, twice that with their tags.
const MOST: u64 = 256 << 20;

/// How much larger than packed a text may be. Prose shrinks to a third, tables of figures to a thirtieth; only what was
/// made to fill a disk goes past two hundred.
const RATIO: u64 = 200;

/// Below this many bytes any ratio will do: a page of dashes is no attack.
const FREE: u64 = 4 << 20;

/// How much larger than the whole archive its texts may be: prose with all its tags shrinks to a tenth.
const RATIO_OF_ALL: u64 = 50;

/// Most files in an archive. The largest e-books have some thousand.
const MOST_FILES: usize = 50_000;

/// Reads to the end, unless there is more than `packed` bytes of text can unpack to.
pub(super) fn read_limited(reader: &mut dyn Read, packed: u64) -> Result<Vec<u8>, String> {
    let most = MOST.min(FREE.max(packed.saturating_mul(RATIO)));
    let mut out = Vec::new();
    reader
        .take(most + 1)
        .read_to_end(&mut out)
        .map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof => {
                "the file is cut off: it ends in the middle of what is packed in it".to_owned()
            }
            _ => format!("the file is damaged: {error}"),
        })?;
    if out.len() as u64 > most {
        return Err(format!(
            "it unpacks to more than {} MB, which no text of its size does",
            most >> 20
        ));
    }
    Ok(out)
}

/// Whether bytes begin as an archive of ZIP does.
pub(super) fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// An archive whose files are read by name.
pub(super) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    names: BTreeMap<String, usize>,
    /// Bytes that may be unpacked in all, and what is left of them.
    most: u64,
    left: u64,
}

impl<'a> Archive<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, String> {
        // The end of an archive says how many files it has; the list is only read if that may be true.
        let zip = ZipArchive::new(Cursor::new(bytes))
            .map_err(|_| "the archive is damaged or cut off; copy or download the file again")?;
        if zip.len() > MOST_FILES {
            return Err(format!(
                "it is an archive of {} files; a text has at most {MOST_FILES}",
                zip.len()
            ));
        }
        let mut names = BTreeMap::new();
        let mut zip = zip;
        for index in 0..zip.len() {
            if let Ok(file) = zip.by_index_raw(index)
                && let Ok(name) = file.name()
            {
                names.entry(name.into_owned()).or_insert(index);
            }
        }
        let most = MOST.min(FREE.max(RATIO_OF_ALL * bytes.len() as u64));
        let left = most;
        Ok(Self { zip, names, most, left })
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.names.contains_key(name)
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(String::as_str)
    }

    /// A file of the archive; nothing when there is none of that name.
    pub(super) fn read(&mut self, name: &str) -> Result<Option<Vec<u8>>, String> {
        let Some(&index) = self.names.get(name) else {
            return Ok(None);
        };
        let mut file = self.zip.by_index(index).map_err(|error| match error {
            ZipError::UnsupportedArchive(_) | ZipError::InvalidPassword => {
                format!("{name} in it is encrypted or packed in an unusual way; save it without a password")
            }
            error => format!("{name} in it is damaged: {error}"),
        })?;
        let packed = file.compressed_size();
        let bytes = read_limited(&mut file, packed).map_err(|problem| format!("{name} in it: {problem}"))?;
        self.left = self.left.checked_sub(bytes.len() as u64).ok_or_else(|| {
            let most = self.most >> 20;
            format!("its texts unpack to more than {most} MB, which those of no archive of its size do")
        })?;
        Ok(Some(bytes))
    }

    /// A file of the archive as UTF-8, or as UTF-16 where it is marked so.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, String> {
        Ok(self.read(name)?.map(|bytes| {
            let (codec, length) = encoding_rs::Encoding::for_bom(&bytes).unwrap_or((encoding_rs::UTF_8, 0));
            match codec.decode_without_bom_handling(&bytes[length..]).0 {
                Cow::Borrowed(text) => text.to_owned(),
                Cow::Owned(text) => text,
            }
        }))
    }
}
