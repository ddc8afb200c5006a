//! HTML and XHTML to passages.
//!
//! No tree is built, so memory stays that of the text whatever the tags do. Headings, list items, notes and verse are
//! known by their elements and by the names that publishers use.

use super::page::{Page, folded};
use super::tags::{Piece, Tag, pieces};
use crate::text::PassageKind;

/// Deepest nesting of blocks that is followed; pages have some twenty. What is deeper still gets read.
const DEEPEST: usize = 100;

/// The passages of a page.
pub(super) fn read(text: &str) -> Page {
    let mut state = State::default();
    for piece in pieces(text) {
        match piece {
            Piece::Text(text) => state.text(&text),
            Piece::Open(tag) => state.start(&tag),
            Piece::Close(name) => state.end(&name),
        }
    }
    state.flush();
    state.end_stanza();
    state.page
}

/// Whether a text is a page: by its ending, by how it begins, or by the elements it closes.
///
/// A line `<p>` alone is how hunalign marks paragraphs, so opening tags prove nothing.
pub(super) fn is_html(text: &str, ending: &str) -> bool {
    if matches!(ending, "html" | "htm" | "xhtml") {
        return true;
    }
    let head: String = text
        .trim_start()
        .chars()
        .take(1000)
        .collect::<String>()
        .to_ascii_lowercase();
    if head.starts_with("<!doctype html")
        || head.starts_with("<html")
        || head.starts_with('<') && head.contains("<html")
    {
        return true;
    }
    // Three: a text about pages quotes one.
    let closed = |name: &str| text.matches(name).count();
    ["</p>", "</P>", "</div>", "</li>", "</td>", "</h1>", "</h2>"]
        .into_iter()
        .map(closed)
        .sum::<usize>()
        >= 3
}

/// The encoding that a page or a document of XML says it is in, where it has no byte order mark.
pub(super) fn named_encoding(bytes: &[u8], ending: &str) -> Option<String> {
    // As browsers do, in the first kilobyte.
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]).to_ascii_lowercase();
    let is_markup = head.trim_start().starts_with('<') || matches!(ending, "html" | "htm" | "xhtml");
    // What is valid as UTF-8 and holds more than ASCII is UTF-8, whatever it says.
    if !is_markup || encoding_rs::Encoding::for_bom(bytes).is_some() || str::from_utf8(bytes).is_ok() {
        return None;
    }
    let declared = head
        .split_once("?>")
        .and_then(|(declaration, _)| declaration.split_once("encoding="));
    let (_, value) = declared.or_else(|| head.split_once("charset="))?;
    let label: String = value
        .trim_start_matches(['"', '\'', ' '])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ':'))
        .collect();
    let codec = encoding_rs::Encoding::for_label(label.as_bytes())?;
    // A page that says UTF-8 and is not is read as any other text with foreign bytes.
    (codec != encoding_rs::UTF_8).then_some(label)
}

/// What the elements around a place say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Inside {
    Nothing,
    Heading,
    Item,
    Note,
    /// A poem; its stanzas, or else its blocks, are passages.
    Poem,
    Stanza,
    /// Text whose lines stand as they are.
    Lines,
}

#[derive(Default)]
struct State {
    page: Page,
    current: String,
    /// Open elements that make blocks, with what they say.
    open: Vec<(String, Inside)>,
    stanza: Vec<String>,
    /// An element whose content is no text, and how many of its name are open.
    skipped: Option<(String, usize)>,
    /// Where a reference to a note may begin.
    reference: Option<Reference>,
    raised: bool,
}

struct Reference {
    start: usize,
    is_named: bool,
}

impl State {
    fn inside(&self) -> Inside {
        let said = self.open.iter().rev().map(|&(_, inside)| inside);
        said.into_iter()
            .find(|&inside| inside != Inside::Nothing)
            .unwrap_or(Inside::Nothing)
    }

    fn is_inside(&self, wanted: Inside) -> bool {
        self.open.iter().any(|&(_, inside)| inside == wanted)
    }

    fn text(&mut self, text: &str) {
        if self.skipped.is_some() {
            return;
        }
        if self.inside() == Inside::Lines {
            self.current.push_str(text);
        } else {
            // Line breaks of the source are blanks; those that count come as <br>.
            self.current
                .extend(text.chars().map(|c| if c.is_ascii_whitespace() { ' ' } else { c }));
        }
    }

    fn start(&mut self, tag: &Tag) {
        let name = tag.name.as_str();
        let is_void = tag.is_closed || is_void(name);
        if let Some((skipped, depth)) = &mut self.skipped {
            if skipped == name && !is_void {
                *depth += 1;
            }
        } else if !is_void && is_skipped(name, tag) {
            self.skipped = Some((name.to_owned(), 1));
        } else if name == "br" {
            self.current.push('\n');
        } else if name == "hr" {
            self.flush();
            self.end_stanza();
            self.page.lines(PassageKind::Separator, ["* * *".to_owned()]);
        } else if is_block(name) {
            self.flush();
            self.open_block(name, tag, is_void);
        } else if name == "a" {
            let names = names(tag);
            let is_named = ["noteref", "fnanchor", "footnote", "endnote", "doc-noteref"]
                .iter()
                .any(|it| names.contains(it));
            let local = tag.href.contains('#');
            if local {
                self.reference = Some(Reference {
                    start: self.current.len(),
                    is_named: is_named || self.raised,
                });
            }
        } else if name == "sup" {
            self.raised = true;
            if let Some(reference) = &mut self.reference {
                reference.is_named = true;
            }
        }
    }

    fn open_block(&mut self, name: &str, tag: &Tag, is_void: bool) {
        // A paragraph ends where the next block begins.
        if self.open.last().is_some_and(|(open, _)| open == "p") {
            self.open.pop();
        }
        let names = names(tag);
        let any = |wanted: &[&str]| wanted.iter().any(|it| names.contains(it));
        let inside = match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Inside::Heading,
            "pre" => Inside::Lines,
            _ if any(&["footnote", "endnote", "rearnote", "doc-footnote", "doc-endnote"]) => Inside::Note,
            _ if any(&["stanza", "linegroup", "z3998:verse"]) => Inside::Stanza,
            _ if any(&["poem", "poetry", "poetry-container"]) => Inside::Poem,
            "li" => Inside::Item,
            _ => Inside::Nothing,
        };
        if matches!(inside, Inside::Stanza | Inside::Poem)
            || !self.is_inside(Inside::Poem) && !self.is_inside(Inside::Stanza)
        {
            self.end_stanza();
        }
        if !is_void && self.open.len() < DEEPEST {
            self.open.push((name.to_owned(), inside));
        }
    }

    fn end(&mut self, name: &str) {
        if let Some((skipped, depth)) = &mut self.skipped {
            if skipped == name {
                *depth -= 1;
                if *depth == 0 {
                    self.skipped = None;
                }
            }
            return;
        }
        match name {
            "a" => self.end_reference(),
            "sup" => self.raised = false,
            "br" => self.current.push('\n'),
            _ if is_block(name) => {
                self.flush();
                if let Some(at) = self.open.iter().rposition(|(open, _)| open == name) {
                    let ends = self.open[at..]
                        .iter()
                        .any(|&(_, it)| matches!(it, Inside::Stanza | Inside::Poem));
                    self.open.truncate(at);
                    if ends {
                        self.end_stanza();
                    }
                }
            }
            _ => {}
        }
    }

    /// "palabra¹" with a link on the figure becomes "palabra[1]", as in plain texts.
    fn end_reference(&mut self) {
        let Some(reference) = self.reference.take().filter(|reference| reference.is_named) else {
            return;
        };
        let Some(mark) = self.current.get(reference.start..) else {
            return;
        };
        let mark = mark.trim();
        let is_mark = mark.len() <= 5
            && !mark.is_empty()
            && mark
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '*' | '†' | '‡'));
        if is_mark && self.inside() != Inside::Note {
            let marked = format!("[{mark}]");
            self.current.truncate(reference.start);
            self.current.push_str(&marked);
        }
    }

    /// Ends a passage.
    fn flush(&mut self) {
        self.reference = None;
        self.raised = false;
        let text = std::mem::take(&mut self.current);
        if text.trim().is_empty() {
            return;
        }
        let inside = self.inside();
        if matches!(inside, Inside::Poem | Inside::Stanza) {
            let lines = text.split('\n').map(folded).filter(|line| !line.is_empty());
            self.stanza.extend(lines);
            return;
        }
        // A title inside a poem stands between its lines.
        self.end_stanza();
        if inside == Inside::Lines {
            let lines = text.lines().map(str::trim_end).map(str::to_owned);
            self.page.lines(PassageKind::Paragraph, lines);
        } else {
            self.page.text(kind(inside), &text);
        }
    }

    fn end_stanza(&mut self) {
        let lines = std::mem::take(&mut self.stanza);
        self.page.lines(PassageKind::Verse, lines);
    }
}

const fn kind(inside: Inside) -> PassageKind {
    match inside {
        Inside::Heading => PassageKind::Heading,
        Inside::Item => PassageKind::ListItem,
        Inside::Note => PassageKind::Footnote,
        _ => PassageKind::Paragraph,
    }
}

/// What an element is called beside its tag: classes, types of EPUB, roles.
fn names(tag: &Tag) -> Vec<&str> {
    let named = [&tag.class, &tag.kind, &tag.role];
    named
        .into_iter()
        .flat_map(|names| names.split_ascii_whitespace())
        .take(64)
        .collect()
}

/// Elements without content.
fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}

/// Elements whose content is not part of the text: programs, navigation, page numbers, pronunciation.
fn is_skipped(name: &str, tag: &Tag) -> bool {
    let by_tag = matches!(
        name,
        "script"
            | "style"
            | "title"
            | "textarea"
            | "template"
            | "nav"
            | "svg"
            | "math"
            | "select"
            | "button"
            | "iframe"
            | "noembed"
            | "noframes"
            | "object"
            | "audio"
            | "video"
            | "rt"
            | "rp"
    );
    let furniture = ["pagenum", "pageno", "pagebreak", "doc-pagebreak", "page-number"];
    // Links in headings are of that class too.
    let contents = matches!(name, "div" | "section" | "ol" | "ul" | "table");
    by_tag
        || tag.is_hidden
        || (name != "body" && name != "html")
            && names(tag)
                .iter()
                .any(|it| furniture.contains(it) || contents && matches!(*it, "toc" | "doc-toc"))
}

/// Elements that begin and end a passage.
fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "caption"
            | "center"
            | "dd"
            | "details"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "head"
            | "header"
            | "html"
            | "li"
            | "main"
            | "ol"
            | "p"
            | "pre"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "ul"
    )
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::super::shown;
    use super::*;

    fn passages(html: &str) -> String {
        shown(&read(html).finish())
    }

    #[test]
    fn headings_paragraphs_items_and_notes_are_what_their_elements_say() {
        assert_snapshot!(passages(
            "<!DOCTYPE html><html><head><title>No</title><style>p { color: red }</style></head><body>
             <nav><a href='#a'>Contents</a></nav>
             <h2>CAPÍTULO I<br>Del faro</h2>
             <p>Mar&iacute;a subi&oacute;   al
             <i>faro</i>.<sup><a href='#n1'>1</a></sup> Cont&oacute; 2<sup>o</sup> &amp; 3.<p>Nadie &lt;la&gt; vio.
             <span class='pagenum'>[Pg 41]</span>
             <ul><li>Uno.</li><li><p>Dos.</p></li></ul><hr>
             <table><tr><td>Celda</td><th>Otra</th></tr></table>
             <script>if (a<b) document.write('<p>no</p>')</script>
             <aside epub:type='footnote'><p>1. Una nota.</p></aside>"
        ), @r#"
        Heading: CAPÍTULO I
        Heading: Del faro
        Paragraph: María subió al faro.[1] Contó 2o & 3.
        Paragraph: Nadie <la> vio.
        ListItem: Uno.
        ListItem: Dos.
        Separator: * * *
        Paragraph: Celda
        Paragraph: Otra
        Footnote: 1. Una nota.
        "#);
    }

    #[test]
    fn verse_is_read_line_by_line() {
        assert_snapshot!(passages(
            "<div class='poem'><div class='stanza'><span>Verde mar,</span><br/><span>mar sin fin,</span><br/></div>
             <div class='stanza'><p>otra vez</p><p>el jardín.</p></div></div>
             <p>Calle Mayor, 3<br>Madrid</p>"
        ), @r#"
        Verse: Verde mar, / mar sin fin,
        Verse: otra vez / el jardín.
        Verse: Calle Mayor, 3 / Madrid
        "#);
    }

    #[test]
    fn titles_between_verses_and_links_of_contents_keep_their_place() {
        assert_eq!(
            passages(
                "<div class='poem'><p>Uno,</p><h4>Dos</h4><p>tres.</p></div><h2><a class='toc'>Cuatro</a></h2><div class='toc'>Cinco</div>"
            ),
            "Verse: Uno,\nHeading: Dos\nVerse: tres.\nHeading: Cuatro\n"
        );
    }

    #[test]
    fn hostile_pages_are_read_in_linear_time() {
        let deep = "<div>".repeat(200_000) + "uno" + &"</b></div>".repeat(200_000);
        assert_eq!(passages(&deep), "Paragraph: uno\n");
        let formats: String = (0..20_000).map(|n| format!("<b id={n}><p>")).collect();
        assert_eq!(passages(&(formats + "dos")), "Paragraph: dos\n");
        let attributes: String = (0..200_000).map(|n| format!(" a{n}=1")).collect();
        assert_eq!(passages(&format!("<p{attributes}>tres</p>")), "Paragraph: tres\n");
        assert_eq!(
            passages(&("<p \"".repeat(100_000) + "<script>".repeat(100_000).as_str())),
            ""
        );
    }
}
