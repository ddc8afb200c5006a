//! Archives that were made to do harm: refused by the name of what is wrong, soon, and with little memory.

use std::io::{Cursor, Write as _};
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::harness::{EN, Sandbox, code, stderr, stdout};

const CONTAINER: &str = "<container><rootfiles><rootfile full-path='book.opf'/></rootfiles></container>";

fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(content.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// A book of pages, each given by the reference to it and by its file.
fn book(pages: &[(&str, &str, &str)], more: &[(&str, &str)]) -> Vec<u8> {
    let items: String = (0..)
        .zip(pages)
        .map(|(id, (href, _, _))| format!("<item id='p{id}' href='{href}' media-type='application/xhtml+xml'/>"))
        .collect();
    let spine: String = (0..pages.len()).map(|id| format!("<itemref idref='p{id}'/>")).collect();
    let package = format!("<package><manifest>{items}</manifest><spine>{spine}</spine></package>");
    let mut parts = vec![
        ("mimetype", "application/epub+zip"),
        ("META-INF/container.xml", CONTAINER),
        ("book.opf", &package),
    ];
    parts.extend(pages.iter().map(|&(_, name, content)| (name, content)));
    parts.extend_from_slice(more);
    archive(&parts)
}

/// Runs with an end to the memory it may take: a gigabyte of addresses, of which threads and the program itself take half.
#[cfg(target_os = "linux")]
fn bounded(sandbox: &Sandbox, arguments: &[&str]) -> Output {
    let inner = sandbox.command(arguments);
    let mut command = Command::new("sh");
    command.args(["-c", "ulimit -v 1048576; exec \"$0\" \"$@\""]);
    command.arg(inner.get_program()).args(inner.get_args());
    if let Some(folder) = inner.get_current_dir() {
        command.current_dir(folder);
    }
    for (name, value) in inner.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    command.output().unwrap()
}

#[cfg(not(target_os = "linux"))]
fn bounded(sandbox: &Sandbox, arguments: &[&str]) -> Output {
    sandbox.command(arguments).output().unwrap()
}

/// What is said of a file in the place of an original; soon.
fn refused(name: &str, bytes: &[u8]) -> String {
    let sandbox = Sandbox::empty().with(name, bytes).with("en.txt", EN);
    let start = Instant::now();
    let output = bounded(&sandbox, &["align", name, "en.txt", "-o", "-"]);
    let took = start.elapsed();
    assert!(took < Duration::from_secs(20), "{name} took {took:?}");
    assert_eq!((code(&output), stdout(&output)), (2, ""), "{name}: {}", stderr(&output));
    let told = stderr(&output);
    assert!(told.starts_with(&format!("error: {name}: ")), "{told}");
    told.to_owned()
}

#[test]
fn pages_that_unpack_without_end_are_refused() {
    let page = format!("<html><body><p>{}</p></body></html>", "a".repeat(12 << 20));
    let told = refused("libro.epub", &book(&[("a.xhtml", "a.xhtml", &page)], &[]));
    assert!(told.contains("a.xhtml in it: it unpacks to more than"), "{told}");
    let document = format!(
        "<w:document><w:p><w:t>{}</w:t></w:p></w:document>",
        "a".repeat(12 << 20)
    );
    let told = refused("libro.docx", &archive(&[("word/document.xml", &document)]));
    assert!(
        told.contains("word/document.xml in it: it unpacks to more than"),
        "{told}"
    );
}

#[test]
fn many_pages_that_are_each_within_bounds_are_refused_together() {
    let page = format!("<html><body><p>{}</p></body></html>", "a".repeat(3 << 20));
    let names: Vec<String> = (0..60).map(|n| format!("p{n}.xhtml")).collect();
    let pages: Vec<_> = names
        .iter()
        .map(|name| (name.as_str(), name.as_str(), page.as_str()))
        .collect();
    let told = refused("libro.epub", &book(&pages, &[]));
    assert!(told.contains("its texts unpack to more than"), "{told}");
}

#[test]
fn books_under_a_lock_are_refused_by_its_name() {
    let page = [("a.xhtml", "a.xhtml", "<html><body><p>Uno.</p></body></html>")];
    for (file, name) in [
        ("META-INF/license.lcpl", "Readium LCP"),
        ("META-INF/sinf.xml", "Apple FairPlay"),
        ("META-INF/rights.xml", "Adobe ADEPT"),
    ] {
        let told = refused("libro.epub", &book(&page, &[(file, "<x/>")]));
        assert!(told.contains(&format!("the e-book is locked (DRM: {name})")), "{told}");
    }
}

#[test]
fn references_do_not_leave_the_archive() {
    let secret = Sandbox::empty().with("secreto.xhtml", "<html><body><p>Secreto.</p></body></html>");
    let outside = secret.path("secreto.xhtml").display().to_string();
    for href in [
        "../../../../../../etc/passwd",
        "/etc/passwd",
        "..%2f..%2fetc%2fpasswd",
        &outside,
        "file:///etc/passwd",
    ] {
        let told = refused("libro.epub", &book(&[(href, "a.xhtml", "<html/>")], &[]));
        assert!(told.contains("a part that it lists; it is damaged"), "{href}: {told}");
    }
}

#[test]
fn entities_that_multiply_stay_what_they_are() {
    let mut entities = String::from("<!ENTITY a0 \"jajaja\">");
    for n in 1..30 {
        entities.push_str(&format!("<!ENTITY a{n} \"&a{0};&a{0};&a{0};&a{0};\">", n - 1));
    }
    let page = format!(
        "<?xml version='1.0'?>\n<!DOCTYPE html [{entities}<!ENTITY x SYSTEM \"file:///etc/passwd\">]>\n\
         <html xmlns='http://www.w3.org/1999/xhtml'><body><p>Uno &a29; dos &x; tres.</p></body></html>"
    );
    let document = format!("<!DOCTYPE d [{entities}]><w:document><w:p><w:t>Uno &a29; dos.</w:t></w:p></w:document>");
    for (name, bytes) in [
        ("libro.epub", book(&[("a.xhtml", "a.xhtml", &page)], &[])),
        ("libro.docx", archive(&[("word/document.xml", &document)])),
    ] {
        let sandbox = Sandbox::empty().with(name, bytes);
        let start = Instant::now();
        let output = bounded(&sandbox, &["split", name]);
        assert!(start.elapsed() < Duration::from_secs(20));
        assert_eq!(code(&output), 0, "{name}: {}", stderr(&output));
        let told = stdout(&output);
        assert!(told.contains("Uno") && told.len() < 200, "{name}: {told}");
        assert!(!told.contains("jajaja") && !told.contains("root:"), "{name}: {told}");
    }
}
