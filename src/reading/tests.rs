//! What is read as what, and what is refused.

use std::io::{Cursor, Write as _};

use flate2::Compression;
use flate2::write::GzEncoder;
use insta::assert_snapshot;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;
use crate::segment::{Rules, segment};

fn read(bytes: &[u8], name: &str) -> Result<SourceText, ReadError> {
    Reading::default().decode(bytes.to_vec(), Path::new(name))
}

/// The kind and sentences of each passage.
fn passages(bytes: &[u8], name: &str) -> String {
    let document = segment(read(bytes, name).unwrap(), &Rules::for_lang(Lang::ES));
    let passage = |passage: &crate::text::Passage| {
        let range = passage.sentences.start.get()..passage.sentences.end.get();
        let sentences: Vec<_> = document.lines().skip(range.start).take(range.len()).collect();
        format!("{:?}: {}\n", passage.kind, sentences.join(" | "))
    };
    document.passages().iter().map(passage).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(content.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

const PAGE: &str = "<!DOCTYPE html><html><body><h1>El faro</h1><p>María subió. Contó 39.</p></body></html>";

#[test]
fn a_form_is_told_by_its_content_and_by_its_ending() {
    let expected = "Heading: El faro\nParagraph: María subió. | Contó 39.\n";
    for name in ["faro.html", "faro.txt", "faro", "-"] {
        assert_eq!(passages(PAGE.as_bytes(), name), expected, "{name}");
    }
    assert_eq!(passages(&gzip(PAGE.as_bytes()), "faro.html.gz"), expected);
    assert_eq!(passages(&gzip(PAGE.as_bytes()), "faro.txt"), expected);
    assert_eq!(
        passages(
            b"# El faro\n\nMar\xc3\xada subi\xc3\xb3.\nCont\xc3\xb3 39.\n",
            "faro.MD"
        ),
        expected
    );
    assert_eq!(
        passages(b"<h1>El faro</h1>Mar\xeda subi\xf3. Cont\xf3 39.", "faro.htm"),
        expected
    );
    let srt = "1\r\n00:00:01,000 --> 00:00:02,000\r\nMaría\r\n\r\n2\r\n00:00:02,100 --> 00:00:03,000\r\nsubió.\r\n";
    assert_eq!(passages(srt.as_bytes(), "faro.txt"), "Paragraph: María subió.\n");
}

#[test]
fn the_encoding_that_a_page_names_is_its_own() {
    let page = b"<html><head><meta charset='macintosh'></head><body><p>El ni\x96o.</p></body></html>";
    assert_eq!(read(page, "a.html").unwrap().as_str(), "El niño.\n");
    let page = b"<?xml version='1.0' encoding='iso-8859-1'?><html><body><p>El ni\xf1o.</p></body></html>";
    assert_eq!(read(page, "a.xhtml").unwrap().as_str(), "El niño.\n");
}

#[test]
fn plain_text_stays_as_it_is() {
    for text in [
        "<p>\nUno.\n<p>\nDos.\n",
        "El signo <b> y el signo </b>.\n",
        "# Uno\n\nDos --> tres.\n",
        "{ Uno }\n",
        "PK es una marca.\n",
        "<Uno> dijo.\n",
    ] {
        let read = read(text.as_bytes(), "a.txt").unwrap();
        assert_eq!((read.as_str(), read.marked().len()), (text, 0));
    }
}

#[test]
fn what_is_no_text_is_refused_by_name() {
    let told = |bytes: &[u8]| read(bytes, "libro.txt").unwrap_err().to_string();
    let all = [
        told(b"{\\rtf1\\ansi Uno.}"),
        told(b"%PDF-1.7\n%\xe2\xe3"),
        told(b"<?xml version=\"1.0\"?>\n<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><text/></TEI>"),
        told(b"<?xml version=\"1.0\"?>\n<!DOCTYPE a [<!ENTITY b \"c>\">]>\n<recetas><r/></recetas>"),
        told(b"<tmx version=\"1.4\"><body/></tmx>"),
        told(b"{\"format\": \"cotejo-alignment\"}\n"),
        told(&archive(&[("a.txt", "Uno.")])),
        told(&archive(&[("xl/workbook.xml", "")])),
        told(b"\x89PNG\r\n\x1a\n"),
        told(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0"),
    ];
    assert_snapshot!(all.join("\n"), @r#"
    libro.txt is an RTF document, not a text: open it in the program that made it and save it as plain text (UTF-8), .docx or .html
    libro.txt is a PDF, not a text: convert it to plain text first, for example with pdftotext -layout, and look at the result
    libro.txt is an XML document (<TEI>), not a text: strip its markup first: save the running text as plain text, or convert it to .html
    libro.txt is an XML document (<recetas>), not a text: strip its markup first: save the running text as plain text
    libro.txt is an XML document (<tmx>), not a text: it is a translation memory: use cotejo import for an alignment, or cotejo lexicon for its words
    libro.txt is a file in JSON, not a text: name the text itself; an alignment is shown with cotejo export
    libro.txt is an archive (ZIP), not a text: unpack it, and name the text inside
    libro.txt is an Excel workbook, not a text: cotejo import reads alignments from workbooks; a text has to be saved as plain text
    libro.txt is a picture (PNG), not a text: text in pictures has to be recognised first (OCR)
    libro.txt is an old Word document, or one with a password, not a text: open it in the program that made it and save it as plain text (UTF-8), .docx or .html
    "#);
}

#[test]
fn bombs_are_refused_before_they_unpack() {
    let told = |bytes: &[u8], name| read(bytes, name).unwrap_err().to_string();
    let bomb = gzip(&vec![b'a'; 16 << 20]);
    assert!(bomb.len() < 20_000);
    assert_snapshot!(told(&bomb, "a.gz"), @"a.gz: it unpacks to more than 4 MB, which no text of its size does");
    let epub = archive(&[("META-INF/container.xml", &" ".repeat(16 << 20))]);
    assert_snapshot!(told(&epub, "a.epub"), @"a.epub: META-INF/container.xml in it: it unpacks to more than 4 MB, which no text of its size does");
    assert_snapshot!(told(&gzip(PAGE.as_bytes())[..40], "a.gz"), @"a.gz: the file is cut off: it ends in the middle of what is packed in it");
}

const CONTAINER: &str = "<?xml version='1.0'?><container xmlns='urn:oasis:names:tc:opendocument:xmlns:container'>\
    <rootfiles><rootfile full-path='OEBPS/book.opf' media-type='application/oebps-package+xml'/></rootfiles></container>";

const OPF: &str = "<package xmlns='http://www.idpf.org/2007/opf' version='3.0'><manifest>\
    <item id='nav' href='nav.xhtml' media-type='application/xhtml+xml' properties='nav'/>\
    <item id='two' href='text/dos%20b.xhtml' media-type='application/xhtml+xml'/>\
    <item id='one' href='../uno.xhtml' media-type='application/xhtml+xml'/>\
    <item id='css' href='a.css' media-type='text/css'/></manifest>\
    <spine><itemref idref='nav'/><itemref idref='one'/><itemref idref='two'/><itemref idref='none'/></spine></package>";

fn book(more: &[(&str, &str)]) -> Vec<u8> {
    let mut parts = vec![
        ("mimetype", "application/epub+zip"),
        ("META-INF/container.xml", CONTAINER),
        ("OEBPS/book.opf", OPF),
        (
            "OEBPS/nav.xhtml",
            "<html><body><nav><ol><li>Uno</li></ol></nav></body></html>",
        ),
        (
            "uno.xhtml",
            "<?xml version='1.0'?><html><head><title/></head><body><h1>Uno</h1><p>María subió.<a epub:type='noteref' href='#n'>1</a> \
             Contó 39.</p></body></html>",
        ),
        (
            "OEBPS/text/dos b.xhtml",
            "<html><body><h1>Dos</h1><p>Nadie la vio.</p><aside id='n' epub:type='footnote'><p>1. En el faro.</p></aside></body></html>",
        ),
    ];
    parts.extend_from_slice(more);
    archive(&parts)
}

#[test]
fn an_e_book_is_read_in_the_order_of_its_spine() {
    assert_snapshot!(passages(&book(&[]), "libro.epub"), @r#"
    Heading: Uno
    Paragraph: María subió.[1] | Contó 39.
    Heading: Dos
    Paragraph: Nadie la vio.
    Footnote: 1. En el faro.
    "#);
    // Obfuscated fonts lock no text.
    let fonts = "<encryption><EncryptedData><EncryptionMethod Algorithm='http://www.idpf.org/2008/embedding'/></EncryptedData></encryption>";
    assert_eq!(
        passages(&book(&[("META-INF/encryption.xml", fonts)]), "a"),
        passages(&book(&[]), "b")
    );
}

#[test]
fn locked_and_damaged_e_books_are_refused_by_name() {
    let told = |parts: &[(&str, &str)]| read(&book(parts), "libro.epub").unwrap_err().to_string();
    let aes = "<encryption><EncryptionMethod Algorithm='http://www.w3.org/2001/04/xmlenc#aes128-cbc'/></encryption>";
    let broken = archive(&[("META-INF/container.xml", CONTAINER)]);
    let lacking = archive(&[("META-INF/container.xml", CONTAINER), ("OEBPS/book.opf", OPF)]);
    let all = [
        told(&[("META-INF/encryption.xml", aes)]),
        told(&[("META-INF/license.lcpl", "{}")]),
        told(&[("META-INF/rights.xml", "")]),
        read(&broken, "libro.epub").unwrap_err().to_string(),
        read(&lacking, "libro.epub").unwrap_err().to_string(),
        read(&book(&[])[..300], "libro.epub").unwrap_err().to_string(),
    ];
    assert_snapshot!(all.join("\n"), @r#"
    libro.epub: the e-book is locked (DRM): its text cannot be read; use a copy without the lock
    libro.epub: the e-book is locked (DRM: Readium LCP): its text cannot be read; use a copy without the lock
    libro.epub: the e-book is locked (DRM: Adobe ADEPT): its text cannot be read; use a copy without the lock
    libro.epub: the e-book names OEBPS/book.opf as its list of parts, and it is not there
    libro.epub: the e-book lacks uno.xhtml, a part that it lists; it is damaged
    libro.epub: the archive is damaged or cut off; copy or download the file again
    "#);
}

#[test]
fn a_word_document_gives_headings_notes_and_text_as_it_is_now() {
    let styles = "<w:styles><w:style w:styleId='Ttulo1'><w:name w:val='heading 1'/></w:style><w:style w:styleId='Normal'><w:name w:val='Normal'/></w:style></w:styles>";
    let document = "<w:document><w:body><w:p><w:pPr><w:pStyle w:val='Ttulo1'/></w:pPr><w:r><w:t>El faro</w:t></w:r></w:p>\
        <w:p><w:r><w:t xml:space='preserve'>María </w:t></w:r><w:del><w:r><w:delText>bajó</w:delText></w:r></w:del>\
        <w:ins><w:r><w:t>subió</w:t></w:r></w:ins><w:r><w:t>.</w:t><w:footnoteReference w:id='2'/></w:r><w:r><w:tab/><w:t>Contó 39 &amp; más.</w:t></w:r></w:p>\
        <w:p><w:pPr><w:numPr><w:ilvl w:val='0'/></w:numPr></w:pPr><w:r><w:t>Uno.</w:t></w:r></w:p>\
        <w:p><w:r><w:instrText>PAGE</w:instrText></w:r></w:p></w:body></w:document>";
    let notes = "<w:footnotes><w:footnote w:type='separator' w:id='0'><w:p><w:r><w:t>---</w:t></w:r></w:p></w:footnote>\
        <w:footnote w:id='2'><w:p><w:r><w:footnoteRef/><w:t xml:space='preserve'> Una nota.</w:t></w:r></w:p></w:footnote></w:footnotes>";
    let bytes = archive(&[
        ("word/document.xml", document),
        ("word/styles.xml", styles),
        ("word/footnotes.xml", notes),
    ]);
    assert_snapshot!(passages(&bytes, "libro.docx"), @r#"
    Heading: El faro
    Paragraph: María subió.[2] | Contó 39 & más.
    ListItem: Uno.
    Footnote: [2] Una nota.
    "#);
    let broken = archive(&[("word/document.xml", "<w:document><w:p <")]);
    let told = read(&broken, "libro.docx").unwrap_err().to_string();
    assert!(
        told.starts_with("libro.docx: the document in it is no well-formed XML: "),
        "{told}"
    );
}

#[test]
fn stems_of_texts_of_every_form() {
    for name in [
        "libro.txt",
        "libro.HTML",
        "libro.txt.gz",
        "libro.srt.GZ",
        "libro.epub",
        "libro.md",
    ] {
        assert_eq!(stem(name), Some("libro"), "{name}");
    }
    assert_eq!(stem("v1.0.txt"), Some("v1.0"));
    assert_eq!((stem("libro.json"), stem("libro.gz"), stem("txt")), (None, None, None));
}
