//! E-books in EPUB 2 and 3: the pages of the spine in their order.
//!
//! The list of contents is left out, since the headings stand in the text, and so are pages that hold but a cover. Books
//! under a lock (DRM) are refused by the name of the lock; obfuscated fonts are none.

use std::collections::BTreeMap;

use super::page::Page;
use super::unpack::Archive;
use super::xml::{Piece, walk};
use super::{Reading, html};
use crate::text::{Lang, SourceText};

/// Most pages of a book. Ten thousand are an encyclopaedia.
const MOST_PAGES: usize = 10_000;

/// The text of a book.
pub(super) fn read(archive: &mut Archive<'_>, lang: Option<Lang>) -> Result<Page, String> {
    lock(archive)?;
    let package_path = package_path(archive)?;
    let package = archive
        .text(&package_path)?
        .ok_or_else(|| format!("the e-book names {package_path} as its list of parts, and it is not there"))?;
    let package = Package::read(&package)?;
    let folder = package_path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut book = Page::default();
    let mut read = 0;
    for id in package.spine.iter().take(MOST_PAGES) {
        let Some(item) = package.items.get(id) else {
            continue;
        };
        if item.is_contents || !item.media.contains("html") || package.left_out.contains(&item.href) {
            continue;
        }
        let path = resolve(folder, &item.href);
        let Some(bytes) = archive.read(&path)? else {
            return Err(format!("the e-book lacks {path}, a part that it lists; it is damaged"));
        };
        let encoding = html::named_encoding(&bytes, "xhtml");
        let reading = Reading {
            encoding: encoding.as_deref(),
            lang,
        };
        let text = SourceText::decode_in(&bytes, reading.encoding, reading.lang, path.as_ref())
            .map_err(|error| error.to_string())?;
        book.append(html::read(text.as_str()));
        read += 1;
    }
    if read == 0 {
        return Err("the e-book holds no page of text".to_owned());
    }
    Ok(book)
}

/// Refuses books that are encrypted.
fn lock(archive: &mut Archive<'_>) -> Result<(), String> {
    let remedy = "its text cannot be read; use a copy without the lock";
    for (file, name) in [
        ("META-INF/license.lcpl", "Readium LCP"),
        ("META-INF/sinf.xml", "Apple FairPlay"),
        ("META-INF/rights.xml", "Adobe ADEPT"),
    ] {
        if archive.has(file) {
            return Err(format!("the e-book is locked (DRM: {name}): {remedy}"));
        }
    }
    let Some(encryption) = archive.text("META-INF/encryption.xml")? else {
        return Ok(());
    };
    // Fonts may be obfuscated, which locks no text.
    let mut locked = false;
    walk(&encryption, |piece| {
        if let Piece::Open("EncryptionMethod", attributes) = piece {
            let algorithm = attributes.get("Algorithm").unwrap_or_default();
            locked |=
                !["http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"].contains(&algorithm.as_str());
        }
    })
    .map_err(|problem| format!("META-INF/encryption.xml in it is {problem}"))?;
    if locked {
        Err(format!("the e-book is locked (DRM): {remedy}"))
    } else {
        Ok(())
    }
}

fn package_path(archive: &mut Archive<'_>) -> Result<String, String> {
    let container = archive.text("META-INF/container.xml")?.unwrap_or_default();
    let mut path = None;
    walk(&container, |piece| {
        if let Piece::Open("rootfile", attributes) = piece {
            path = path.take().or_else(|| attributes.get("full-path"));
        }
    })
    .map_err(|problem| format!("META-INF/container.xml in it is {problem}"))?;
    path.map(|path| resolve("", &path)).ok_or_else(|| {
        "the e-book does not say where its parts are listed (META-INF/container.xml); it is damaged".to_owned()
    })
}

#[derive(Debug, Default)]
struct Item {
    href: String,
    media: String,
    is_contents: bool,
}

/// What a book says of its parts.
#[derive(Debug, Default)]
struct Package {
    items: BTreeMap<String, Item>,
    spine: Vec<String>,
    /// Pages that the guide calls contents or cover.
    left_out: Vec<String>,
}

impl Package {
    fn read(text: &str) -> Result<Self, String> {
        let mut package = Self::default();
        walk(text, |piece| {
            let Piece::Open(name, attributes) = piece else { return };
            match name {
                "item" => {
                    let get = |name| attributes.get(name).unwrap_or_default();
                    let properties = get("properties");
                    let item = Item {
                        href: without_fragment(&get("href")),
                        media: get("media-type"),
                        is_contents: properties.split_ascii_whitespace().any(|it| it == "nav"),
                    };
                    package.items.entry(get("id")).or_insert(item);
                }
                "itemref" => package.spine.extend(attributes.get("idref")),
                "reference" => {
                    let kind = attributes.get("type").unwrap_or_default();
                    if ["toc", "cover"].contains(&kind.as_str()) && package.left_out.len() < 16 {
                        package
                            .left_out
                            .extend(attributes.get("href").map(|href| without_fragment(&href)));
                    }
                }
                _ => {}
            }
        })
        .map_err(|problem| format!("the list of its parts is {problem}"))?;
        // A page that is all there is is no cover, whatever the guide says.
        let pages = package.spine.iter().filter_map(|id| package.items.get(id));
        if pages.filter(|item| !package.left_out.contains(&item.href)).count() == 0 {
            package.left_out.clear();
        }
        Ok(package)
    }
}

fn without_fragment(href: &str) -> String {
    href.split('#').next().unwrap_or_default().to_owned()
}

/// The path in the archive of a reference from a folder in it; it never leaves the archive.
fn resolve(folder: &str, href: &str) -> String {
    let href = unescaped(href);
    let mut parts: Vec<&str> = Vec::new();
    let whole = if href.starts_with('/') {
        href.clone()
    } else {
        format!("{folder}/{href}")
    };
    for part in whole.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// A reference with its `%20` resolved.
fn unescaped(href: &str) -> String {
    let bytes = href.as_bytes();
    let (mut out, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while at < bytes.len() {
        let code = (bytes[at] == b'%')
            .then(|| href.get(at + 1..at + 3))
            .flatten()
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        out.push(code.unwrap_or(bytes[at]));
        at += if code.is_some() { 3 } else { 1 };
    }
    String::from_utf8(out).unwrap_or_else(|_| href.to_owned())
}
