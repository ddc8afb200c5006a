//! JUnit XML: a suite a work, a case a code, so that the names of the cases stay the same from run to run.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use std::io;

use super::{Report, shorten};
use crate::check::{Code, Finding};
use crate::text::harmless_lines;

/// Characters of a sentence that are shown.
const MOST: usize = 200;

pub(super) fn write(report: &Report<'_>) -> String {
    let mut out = Writer::new_with_indent(Vec::new(), b' ', 2);
    write_all(&mut out, report).expect("memory takes every write");
    let mut xml = String::from_utf8(out.into_inner()).expect("everything written is UTF-8");
    xml.push('\n');
    xml
}

type Out = Writer<Vec<u8>>;

fn write_all(out: &mut Out, report: &Report<'_>) -> io::Result<()> {
    let mut suites: Vec<Suite<'_>> = report
        .works
        .iter()
        .map(|work| Suite {
            name: &work.name,
            prefix: report.prefix,
            file: format!("{}{}", report.prefix, work.path),
            of_work: true,
            findings: &work.findings,
        })
        .collect();
    if !report.project.is_empty() {
        suites.push(Suite {
            name: "project",
            prefix: "",
            file: String::new(),
            of_work: false,
            findings: report.project,
        });
    }
    let tests: usize = suites.iter().map(|suite| suite.codes().count()).sum();
    let failures: usize = suites.iter().map(|suite| suite.failures(report)).sum();
    let (tests, failures) = (tests.to_string(), failures.to_string());
    out.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    out.create_element("testsuites")
        .with_attributes([
            ("name", "cotejo check"),
            ("tests", &tests),
            ("failures", &failures),
            ("errors", "0"),
        ])
        .write_inner_content(|out| suites.iter().try_for_each(|suite| suite.write(out, report)))?;
    Ok(())
}

struct Suite<'a> {
    name: &'a str,
    prefix: &'a str,
    file: String,
    of_work: bool,
    findings: &'a [Finding],
}

impl<'a> Suite<'a> {
    fn codes(&self) -> impl Iterator<Item = Code> + use<> {
        let of_work = self.of_work;
        Code::ALL.into_iter().filter(move |code| code.is_of_work() == of_work)
    }

    fn of(&self, code: Code) -> impl Iterator<Item = &'a Finding> {
        self.findings.iter().filter(move |finding| finding.code == code)
    }

    fn failures(&self, report: &Report<'_>) -> usize {
        let fails = |code: &Code| report.fail_on.includes(*code) && self.of(*code).next().is_some();
        self.codes().filter(fails).count()
    }

    fn write(&self, out: &mut Out, report: &Report<'_>) -> io::Result<()> {
        let (tests, failures) = (self.codes().count().to_string(), self.failures(report).to_string());
        let name = printable(self.name);
        out.create_element("testsuite")
            .with_attributes([
                ("name", name.as_str()),
                ("tests", &tests),
                ("failures", &failures),
                ("errors", "0"),
                ("skipped", "0"),
                ("time", "0"),
            ])
            .write_inner_content(|out| self.codes().try_for_each(|code| self.write_case(out, code, report)))?;
        Ok(())
    }

    fn write_case(&self, out: &mut Out, code: Code, report: &Report<'_>) -> io::Result<()> {
        let (name, file) = (printable(self.name), printable(&self.file));
        let mut attributes = vec![("classname", name.as_str()), ("name", code.as_str()), ("time", "0")];
        if !file.is_empty() {
            attributes.push(("file", &file));
        }
        let case = out.create_element("testcase").with_attributes(attributes);
        let findings: Vec<_> = self.of(code).collect();
        let Some(first) = findings.first() else {
            case.write_empty()?;
            return Ok(());
        };
        let told = printable(&findings.iter().map(|finding| self.tell(finding)).collect::<String>());
        let message = match findings.len() {
            1 => printable(&first.message),
            more => format!("{more} findings: {}", code.summary()),
        };
        case.write_inner_content(|out| {
            if report.fail_on.includes(code) {
                out.create_element("failure")
                    .with_attributes([("message", message.as_str()), ("type", code.as_str())])
                    .write_text_content(BytesText::new(&told))?;
            } else {
                out.create_element("system-out")
                    .write_text_content(BytesText::new(&told))?;
            }
            Ok(())
        })?;
        Ok(())
    }

    fn tell(&self, finding: &Finding) -> String {
        let of_text = finding
            .text()
            .map(|text| format!("{}{}:{}", self.prefix, text.path, text.line));
        let of_alignment = finding.line.map(|line| format!("{}:{line}", self.file));
        let place = match (of_text, of_alignment) {
            (Some(text), Some(alignment)) => format!("{text} ({alignment}): "),
            (Some(place), None) | (None, Some(place)) => format!("{place}: "),
            (None, None) => String::new(),
        };
        match &finding.link {
            Some(link) => format!(
                "{place}{}: {}\n  {}\n  {}\n",
                link.ids,
                finding.message,
                shorten(&link.source, MOST),
                shorten(&link.target, MOST)
            ),
            None => format!("{place}{}\n", finding.message),
        }
    }
}

/// Without what XML 1.0 has no way to write, and what would act on a terminal.
fn printable(text: &str) -> String {
    let fits = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    let text: String = text.chars().map(|c| if fits(c) { c } else { '\u{fffd}' }).collect();
    harmless_lines(&text.replace('\r', ""))
}
