//! Forms that are no texts, by name, and what to do with each.

use super::unpack::Archive;

const SAVE: &str = "open it in the program that made it and save it as plain text (UTF-8), .docx or .html";
const CONVERT: &str = "convert it to .epub, .html or plain text first, for example with Calibre";
const UNPACK: &str = "unpack it, and name the text inside";
const PICTURE: &str = "text in pictures has to be recognised first (OCR)";

/// What bytes are that are no text of any form read here.
pub(super) fn by_bytes(bytes: &[u8]) -> Option<(String, &'static str)> {
    let head = &bytes[..bytes.len().min(1024)];
    let trimmed = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let found = |what: &str, remedy| Some((what.to_owned(), remedy));
    if trimmed.starts_with(b"{\\rtf") {
        return found("an RTF document", SAVE);
    }
    if trimmed.starts_with(b"%PDF-") {
        return found(
            "a PDF",
            "convert it to plain text first, for example with pdftotext -layout, and look at the result",
        );
    }
    if head
        .get(60..68)
        .is_some_and(|kind| kind == b"BOOKMOBI" || kind == b"TEXtREAd")
    {
        return found("a Kindle or Mobipocket book", CONVERT);
    }
    let known: [(&[u8], &str, &'static str); 14] = [
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            "an old Word document, or one with a password",
            SAVE,
        ),
        (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", UNPACK),
        (b"Rar!\x1a\x07", "a RAR archive", UNPACK),
        (b"BZh", "a file compressed with bzip2", UNPACK),
        (b"\xfd7zXZ\0", "a file compressed with xz", UNPACK),
        (b"\x28\xb5\x2f\xfd", "a file compressed with zstd", UNPACK),
        (b"\x89PNG\r\n", "a picture (PNG)", PICTURE),
        (b"\xff\xd8\xff", "a picture (JPEG)", PICTURE),
        (b"GIF8", "a picture (GIF)", PICTURE),
        (b"AT&TFORM", "a DjVu document", PICTURE),
        (
            b"%!PS",
            "a PostScript file",
            "convert it to plain text first, for example with ps2ascii",
        ),
        (b"ITSF", "a Windows help file (CHM)", CONVERT),
        (b"ITOLITLS", "a Microsoft Reader book (LIT)", CONVERT),
        (b"SQLite format 3\0", "a database (SQLite)", "export the texts from it"),
    ];
    if let Some((_, what, remedy)) = known.iter().find(|(magic, _, _)| head.starts_with(magic)) {
        // "BZh" could begin a text; the figure and the mark of a block cannot.
        if !head.starts_with(b"BZh") || head.get(4..10) == Some(b"\x31\x41\x59\x26\x53\x59") {
            return found(what, remedy);
        }
    }
    (head.get(257..262) == Some(b"ustar")).then(|| ("a tar archive".to_owned(), UNPACK))
}

/// What a decoded text is when it is no running text.
pub(super) fn by_text(text: &str, ending: &str) -> Option<(String, &'static str)> {
    let start = text.trim_start();
    if start.starts_with('{') && ending == "json" || start.starts_with("{\"") && start.trim_end().ends_with('}') {
        let remedy = "name the text itself; an alignment is shown with cotejo export";
        return Some(("a file in JSON".to_owned(), remedy));
    }
    let root = root(start)?;
    let remedy = match root.as_str() {
        "html" => return None,
        "tmx" | "xliff" => {
            "it is a translation memory: use cotejo import for an alignment, or cotejo lexicon for its words"
        }
        "TEI" | "TEI.2" | "teiCorpus" => {
            "strip its markup first: save the running text as plain text, or convert it to .html"
        }
        "FictionBook" => CONVERT,
        "cesAlign" => "it is an alignment: use cotejo import",
        _ => "strip its markup first: save the running text as plain text",
    };
    Some((format!("an XML document (<{root}>)"), remedy))
}

/// The outermost element of a document that declares itself as XML, or is known for it.
fn root(text: &str) -> Option<String> {
    let declared = text.starts_with("<?xml");
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        let end = if rest.starts_with("<?") {
            rest.find("?>")? + 2
        } else if rest.starts_with("<!--") {
            rest.find("-->")? + 3
        } else if rest.starts_with("<!") {
            // A document type may hold declarations in brackets.
            let bracket = rest.find('[').filter(|&at| at < rest.find('>').unwrap_or(0));
            match bracket {
                Some(at) => at + rest[at..].find("]>")? + 2,
                None => rest.find('>')? + 1,
            }
        } else {
            break;
        };
        rest = &rest[end..];
    }
    let name = rest.strip_prefix('<')?;
    let name = &name[..name.find(|c: char| !(c.is_alphanumeric() || matches!(c, ':' | '.' | '_' | '-')))?];
    let local = name.rsplit(':').next().unwrap_or(name);
    let known = [
        "TEI",
        "TEI.2",
        "teiCorpus",
        "tmx",
        "xliff",
        "FictionBook",
        "cesAlign",
        "cesDoc",
    ];
    let is_known = known.contains(&local) && text.trim_end().ends_with('>');
    (!name.is_empty() && (declared || is_known)).then(|| local.chars().take(40).collect())
}

/// What an archive is that holds neither an e-book nor a Word document.
pub(super) fn archive(archive: &mut Archive<'_>) -> (String, &'static str) {
    let (mut what, mut remedy) = ("an archive (ZIP)", UNPACK);
    if archive.has("xl/workbook.xml") {
        (what, remedy) = (
            "an Excel workbook",
            "cotejo import reads alignments from workbooks; a text has to be saved as plain text",
        );
    } else if archive.has("ppt/presentation.xml") {
        (what, remedy) = ("a PowerPoint presentation", SAVE);
    } else if archive.has("content.xml") && archive.has("META-INF/manifest.xml") {
        (what, remedy) = (
            "an OpenDocument file",
            "open it in LibreOffice and save it as .docx, .html or plain text (UTF-8)",
        );
    } else if archive
        .names()
        .any(|name| name.starts_with("Index/") && name.ends_with(".iwa"))
    {
        (what, remedy) = ("a Pages document", SAVE);
    }
    (what.to_owned(), remedy)
}
