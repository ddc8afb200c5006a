//! The package of a book: what is in it, and the archive.

use std::fmt::Write as _;
use std::io::{self, Cursor, Write as _};

use sha2::{Digest as _, Sha256};
use zip::{CompressionMethod, ZipWriter};

use super::Epub;
use super::cover::Cover;
use super::page::{File, document, plain};
use crate::export::{archive, html};
use crate::text::Side;
use crate::view::View;

const STYLE: &str = include_str!("style.css");

const CONTAINER: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
    <container version=\"1.0\" xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\">\n<rootfiles>\n\
    <rootfile full-path=\"EPUB/package.opf\" media-type=\"application/oebps-package+xml\"/>\n</rootfiles>\n</container>\n";

/// A book must say when it was changed, and the same book must be the same bytes.
const MODIFIED: &str = "2000-01-01T00:00:00Z";

/// Packs a book.
///
/// # Errors
/// When the archive grows beyond what an archive holds.
pub(super) fn pack(view: &View<'_>, book: &Epub, files: &[File]) -> io::Result<Vec<u8>> {
    let titles = [Side::Source, Side::Target].map(|side| plain(html::title(view, side)));
    let title = book.title.as_deref().map_or_else(|| titles[0].clone(), plain);
    // The cover escapes its words itself.
    let raw = [Side::Source, Side::Target].map(|side| html::title(view, side));
    let second = if raw[0] == raw[1] { "" } else { raw[1] };
    let drawn = || {
        Cover::draw(
            book.title.as_deref().unwrap_or(raw[0]),
            second,
            &book.authors.join(", "),
        )
    };
    let cover = book.cover.clone().unwrap_or_else(drawn);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = archive::options();
    let mut add = |name: &str, method, bytes: &[u8]| -> io::Result<()> {
        zip.start_file(name, options.compression_method(method))
            .map_err(io::Error::other)?;
        zip.write_all(bytes)
    };
    // The first file tells what the archive is, before any tool unpacks it.
    add("mimetype", CompressionMethod::Stored, b"application/epub+zip")?;
    let mut packed = |name: &str, bytes: &[u8]| add(name, CompressionMethod::Deflated, bytes);
    packed("META-INF/container.xml", CONTAINER.as_bytes())?;
    packed(
        "EPUB/package.opf",
        opf(view, book, files, &cover, &title, &titles[1]).as_bytes(),
    )?;
    packed("EPUB/nav.xhtml", nav(view, files, &title).as_bytes())?;
    packed("EPUB/style.css", STYLE.as_bytes())?;
    packed(&format!("EPUB/{}", cover.kind.file()), &cover.bytes)?;
    packed("EPUB/cover.xhtml", cover_page(view, &cover, &title).as_bytes())?;
    for file in files {
        packed(&format!("EPUB/{}", file.name), file.xhtml.as_bytes())?;
    }
    Ok(zip.finish().map_err(io::Error::other)?.into_inner())
}

fn opf(view: &View<'_>, book: &Epub, files: &[File], cover: &Cover, title: &str, translated: &str) -> String {
    let [from, to] = [view.source_lang, view.target_lang];
    let mut meta = format!(
        "<dc:identifier id=\"id\">urn:uuid:{}</dc:identifier>\n<dc:title id=\"title\" xml:lang=\"{from}\">{title}</dc:title>\n",
        uuid(view, title)
    );
    if translated != title {
        let _ = writeln!(meta, "<dc:title xml:lang=\"{to}\">{translated}</dc:title>");
    }
    let _ = writeln!(meta, "<dc:language>{from}</dc:language>");
    if to != from {
        let _ = writeln!(meta, "<dc:language>{to}</dc:language>");
    }
    for (tag, role, people) in [
        ("creator", "aut", &book.authors),
        ("contributor", "trl", &book.translators),
    ] {
        for (name, number) in people.iter().zip(1..) {
            let _ = writeln!(meta, "<dc:{tag} id=\"{role}{number}\">{}</dc:{tag}>", plain(name));
            let _ = writeln!(
                meta,
                "<meta refines=\"#{role}{number}\" property=\"role\" scheme=\"marc:relators\">{role}</meta>"
            );
        }
    }
    let _ = writeln!(meta, "<meta property=\"dcterms:modified\">{MODIFIED}</meta>");
    for (property, value) in [
        ("accessMode", "textual"),
        ("accessMode", "visual"),
        ("accessModeSufficient", "textual"),
        ("accessibilityFeature", "tableOfContents"),
        ("accessibilityFeature", "readingOrder"),
        ("accessibilityFeature", "structuralNavigation"),
        ("accessibilityFeature", "displayTransformability"),
        ("accessibilityFeature", "alternativeText"),
        ("accessibilityHazard", "none"),
        (
            "accessibilitySummary",
            "Text in two languages, each passage tagged with its own. The only picture is the cover, which has an alternative text.",
        ),
    ] {
        let _ = writeln!(meta, "<meta property=\"schema:{property}\">{value}</meta>");
    }
    let mut manifest = format!(
        "<item id=\"nav\" href=\"nav.xhtml\" media-type=\"application/xhtml+xml\" properties=\"nav\"/>\n\
         <item id=\"style\" href=\"style.css\" media-type=\"text/css\"/>\n\
         <item id=\"cover-image\" href=\"{}\" media-type=\"{}\" properties=\"cover-image\"/>\n\
         <item id=\"cover\" href=\"cover.xhtml\" media-type=\"application/xhtml+xml\"/>\n",
        cover.kind.file(),
        cover.kind.media_type()
    );
    let mut spine = String::from("<itemref idref=\"cover\"/>\n<itemref idref=\"nav\"/>\n");
    for (file, number) in files.iter().zip(1..) {
        let _ = writeln!(
            manifest,
            "<item id=\"text{number}\" href=\"{}\" media-type=\"application/xhtml+xml\"/>",
            file.name
        );
        let _ = writeln!(spine, "<itemref idref=\"text{number}\"/>");
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" unique-identifier=\"id\" xml:lang=\"{from}\">\n\
         <metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n{meta}</metadata>\n\
         <manifest>\n{manifest}</manifest>\n<spine>\n{spine}</spine>\n</package>\n"
    )
}

/// The contents: a line for each chapter, the original's heading and below it that of the translation.
fn nav(view: &View<'_>, files: &[File], title: &str) -> String {
    let [from, to] = [view.source_lang, view.target_lang];
    let mut list = String::new();
    for file in files {
        let [source, target] = &file.names;
        let shown = |name: &str, lang: &str, class: &str| {
            format!("<span class=\"{class}\" lang=\"{lang}\" xml:lang=\"{lang}\">{name}</span>")
        };
        let name = match (source.as_str(), target.as_str()) {
            ("", "") => continue,
            (source, "") => shown(source, from, "o"),
            ("", target) => shown(target, to, "o"),
            (source, target) if source == target => shown(source, from, "o"),
            (source, target) => format!("{} {}", shown(source, from, "o"), shown(target, to, "t")),
        };
        let _ = writeln!(list, "<li><a href=\"{}\">{name}</a></li>", file.name);
    }
    if list.is_empty() {
        // Contents must hold something.
        let first = files.first().map_or("cover.xhtml", |file| file.name.as_str());
        let _ = writeln!(list, "<li><a href=\"{first}\">{title}</a></li>");
    }
    let heading = match from {
        "es" => "Índice",
        "fr" => "Table des matières",
        "de" => "Inhalt",
        "it" => "Indice",
        "pt" => "Índice",
        _ => "Contents",
    };
    let heading_lang = if heading == "Contents" { "en" } else { from };
    let body = format!(
        "<body>\n<nav epub:type=\"toc\" role=\"doc-toc\" id=\"toc\">\n\
         <h1 lang=\"{heading_lang}\" xml:lang=\"{heading_lang}\">{heading}</h1>\n<ol>\n{list}</ol>\n</nav>\n</body>\n"
    );
    document(from, title, &body)
}

fn cover_page(view: &View<'_>, cover: &Cover, title: &str) -> String {
    let body = format!(
        "<body class=\"cover\" epub:type=\"cover\">\n<img role=\"doc-cover\" src=\"{}\" alt=\"{title}\"/>\n</body>\n",
        cover.kind.file()
    );
    document(view.source_lang, title, &body)
}

/// A name for the book that stays the same when it is made again: version 8 of RFC 9562, from the work's name, languages and title.
fn uuid(view: &View<'_>, title: &str) -> String {
    let named = [view.name, view.source_lang, view.target_lang, title].join("\n");
    let mut bytes = Sha256::digest(named.as_bytes());
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex: String = bytes[..16].iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    });
    [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")
}
