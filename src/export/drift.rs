//! A picture of an alignment: position in the original against position in the translation.

use std::io::{self, Write};
use std::ops::Range;

use super::xml::Xml;
use crate::file::Status;
use crate::reasons::UNCERTAIN_BELOW;
use crate::text::PassageKind;
use crate::view::View;

/// Side of the plot, in pixels of the picture, and the room around it for the words.
const PLOT: f64 = 640.0;
const LEFT: f64 = 56.0;
const TOP: f64 = 64.0;
const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 800.0;

/// Points nearer to each other than this, in pixels, are drawn as one: nobody could tell them apart, and a novel has ten thousand.
const NEAREST: f64 = 0.4;

/// Colours that are told apart by who does not see red and green alike (Okabe and Ito 2008), on a white ground.
const PATH: &str = "#0072b2";
const GAP: &str = "#d55e00";
const DOUBT: &str = "#e69f00";
const MOVED: &str = "#aa3377";
const INK: &str = "#333333";
const FAINT: &str = "#d8d8d8";

/// An alignment as a picture (SVG): a line of the links from the first sentences to the last, gaps where one text has more, dots for
/// doubtful links, and passages that stand elsewhere.
#[derive(Debug, Clone, Copy)]
pub struct Drift<'a> {
    /// Links that hold a passage in the original, and those that hold its translation elsewhere.
    pub moved: &'a [(Range<usize>, Range<usize>)],
}

/// Where a link begins and ends on both axes, in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Place {
    from: [f64; 2],
    to: [f64; 2],
}

impl Drift<'_> {
    /// Writes the picture.
    ///
    /// # Errors
    /// Whatever `out` says.
    ///
    /// # Complexity
    /// Linear in the text.
    pub fn draw(&self, view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
        let places = places(view);
        let mut xml = Xml::new(out)?;
        let size = [number(WIDTH), number(HEIGHT)];
        xml.open(
            "svg",
            &[
                ("xmlns", "http://www.w3.org/2000/svg"),
                ("viewBox", &format!("0 0 {} {}", size[0], size[1])),
                ("width", &size[0]),
                ("height", &size[1]),
                ("role", "img"),
                ("font-family", "sans-serif"),
                ("font-size", "13"),
            ],
        )?;
        xml.text("title", &[], &format!("{}: where the translation stands", view.name))?;
        xml.text("desc", &[], &self.described(view))?;
        xml.empty("rect", &[("width", "100%"), ("height", "100%"), ("fill", "#ffffff")])?;
        frame(&mut xml, view)?;
        headings(&mut xml, view, &places)?;
        path(&mut xml, &places)?;
        gaps(&mut xml, view, &places)?;
        doubts(&mut xml, view, &places)?;
        self.moves(&mut xml, &places)?;
        self.legend(&mut xml)?;
        xml.close("svg")?;
        xml.end()
    }

    /// The picture in words.
    fn described(&self, view: &View<'_>) -> String {
        let lone = view
            .rows
            .iter()
            .filter(|row| row.source.is_empty() || row.target.is_empty());
        format!(
            "Links: {}; with sentences on one side only: {}; doubtful: {}; passages that stand elsewhere: {}.",
            view.rows.len(),
            lone.count(),
            doubtful(view).count(),
            self.moved.len()
        )
    }

    /// A passage that was moved: a box where it would be linked, and lines to it from where it stands.
    fn moves(&self, xml: &mut Xml<'_>, places: &[Place]) -> io::Result<()> {
        for (from, to) in self.moved {
            let (Some(here), Some(there)) = (span(places, from), span(places, to)) else {
                continue;
            };
            let (x, y) = (here.from[0], there.from[1]);
            let (width, height) = (here.to[0] - x, there.to[1] - y);
            xml.empty(
                "rect",
                &[
                    ("x", &number(x)),
                    ("y", &number(y)),
                    ("width", &number(width.max(4.0))),
                    ("height", &number(height.max(4.0))),
                    ("fill", "none"),
                    ("stroke", MOVED),
                    ("stroke-width", "2"),
                ],
            )?;
            let corner = [x + width / 2.0, y + height / 2.0];
            for end in [[corner[0], here.from[1]], [there.from[0], corner[1]]] {
                line(xml, [corner, end], MOVED, Some("3 3"))?;
            }
        }
        Ok(())
    }

    fn legend(&self, xml: &mut Xml<'_>) -> io::Result<()> {
        let mut entries = vec![(PATH, "links"), (GAP, "only in one text"), (DOUBT, "doubtful")];
        if !self.moved.is_empty() {
            entries.push((MOVED, "stands elsewhere"));
        }
        let mut x = LEFT;
        for (colour, words) in entries {
            let (box_y, text_y) = (number(HEIGHT - 24.0), number(HEIGHT - 14.0));
            let (left, text) = (number(x), number(x + 16.0));
            xml.empty(
                "rect",
                &[
                    ("x", &left),
                    ("y", &box_y),
                    ("width", "11"),
                    ("height", "11"),
                    ("fill", colour),
                ],
            )?;
            xml.text("text", &[("x", &text), ("y", &text_y), ("fill", INK)], words)?;
            x += 150.0;
        }
        Ok(())
    }
}

/// A number of pixels as it is written: to the tenth.
fn number(pixels: f64) -> String {
    let text = format!("{pixels:.1}");
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
}

/// The links that nobody decided and that are less sure than the mark for doubt.
fn doubtful<'a>(view: &'a View<'_>) -> impl Iterator<Item = (usize, f64)> + use<'a> {
    let rows = view.rows.iter().enumerate();
    rows.filter(|(_, row)| row.status == Status::Auto && row.confidence.get() < UNCERTAIN_BELOW)
        .map(|(index, row)| (index, row.confidence.get()))
}

/// Where the links stand, by the letters before them: sentences differ too much in length.
#[expect(clippy::cast_precision_loss, reason = "texts have far fewer than 2^52 letters")]
fn places(view: &View<'_>) -> Vec<Place> {
    let letters = |cells: &[crate::view::Cell<'_>]| cells.iter().map(|cell| cell.text.chars().count()).sum::<usize>();
    let lengths: Vec<[usize; 2]> = view
        .rows
        .iter()
        .map(|row| [letters(&row.source), letters(&row.target)])
        .collect();
    let all = [0, 1].map(|side| lengths.iter().map(|length| length[side]).sum::<usize>().max(1) as f64);
    let mut at = [0usize; 2];
    let pixels = |at: [usize; 2]| [LEFT + at[0] as f64 / all[0] * PLOT, TOP + at[1] as f64 / all[1] * PLOT];
    let mut found = Vec::with_capacity(lengths.len());
    for length in lengths {
        let from = pixels(at);
        at = [at[0] + length[0], at[1] + length[1]];
        found.push(Place { from, to: pixels(at) });
    }
    found
}

/// Where a run of links stands.
fn span(places: &[Place], links: &Range<usize>) -> Option<Place> {
    let run = places.get(links.clone())?;
    Some(Place {
        from: run.first()?.from,
        to: run.last()?.to,
    })
}

fn line(xml: &mut Xml<'_>, [from, to]: [[f64; 2]; 2], colour: &str, dashes: Option<&str>) -> io::Result<()> {
    let (x1, y1, x2, y2) = (number(from[0]), number(from[1]), number(to[0]), number(to[1]));
    let mut attributes = vec![
        ("x1", x1.as_str()),
        ("y1", y1.as_str()),
        ("x2", x2.as_str()),
        ("y2", y2.as_str()),
        ("stroke", colour),
    ];
    attributes.extend(dashes.map(|dashes| ("stroke-dasharray", dashes)));
    xml.empty("line", &attributes)
}

/// The axes with their names, and the diagonal that a translation of even length would keep to.
fn frame(xml: &mut Xml<'_>, view: &View<'_>) -> io::Result<()> {
    let end = [LEFT + PLOT, TOP + PLOT];
    xml.text(
        "text",
        &[
            ("x", &number(LEFT)),
            ("y", "24"),
            ("fill", INK),
            ("font-size", "16"),
            ("font-weight", "bold"),
        ],
        view.name,
    )?;
    let sentences = |count: usize, lang: &str| format!("{lang}, {count} sentences");
    let count = |side: fn(&crate::view::Row<'_>) -> usize| view.rows.iter().map(side).sum();
    let names = [
        format!(
            "original: {} →",
            sentences(count(|row| row.source.len()), view.source_lang)
        ),
        format!(
            "← translation: {}",
            sentences(count(|row| row.target.len()), view.target_lang)
        ),
    ];
    xml.text("text", &[("x", &number(LEFT)), ("y", "48"), ("fill", INK)], &names[0])?;
    // Beside the upper half of the axis: the words for its end stand beside the lower.
    let turned = format!("rotate(-90 16 {})", number(TOP));
    let top = number(TOP);
    let place = [
        ("x", "16"),
        ("y", &top),
        ("fill", INK),
        ("text-anchor", "end"),
        ("transform", &turned),
    ];
    xml.text("text", &place, &names[1])?;
    for percent in [0u8, 25, 50, 75, 100] {
        let share = f64::from(percent) / 100.0 * PLOT;
        let words = format!("{percent} %");
        let (x, below) = (number(LEFT + share), number(end[1] + 18.0));
        xml.text(
            "text",
            &[
                ("x", &x),
                ("y", &below),
                ("fill", INK),
                ("text-anchor", "middle"),
                ("font-size", "11"),
            ],
            &words,
        )?;
        let (left, y) = (number(LEFT - 6.0), number(TOP + share + 4.0));
        xml.text(
            "text",
            &[
                ("x", &left),
                ("y", &y),
                ("fill", INK),
                ("text-anchor", "end"),
                ("font-size", "11"),
            ],
            &words,
        )?;
    }
    line(xml, [[LEFT, TOP], end], FAINT, Some("4 4"))?;
    let (x, y, side) = (number(LEFT), number(TOP), number(PLOT));
    xml.empty(
        "rect",
        &[
            ("x", &x),
            ("y", &y),
            ("width", &side),
            ("height", &side),
            ("fill", "none"),
            ("stroke", INK),
        ],
    )
}

/// Length of the mark of a chapter on an axis.
const TICK: f64 = 8.0;

/// A mark on both axes where a heading goes with a heading.
fn headings(xml: &mut Xml<'_>, view: &View<'_>, places: &[Place]) -> io::Result<()> {
    let is_heading =
        |cells: &[crate::view::Cell<'_>]| cells.first().is_some_and(|cell| cell.kind == PassageKind::Heading);
    for (row, place) in view.rows.iter().zip(places) {
        if is_heading(&row.source) && is_heading(&row.target) {
            let [x, y] = place.from;
            line(xml, [[x, TOP], [x, TOP + TICK]], INK, None)?;
            line(xml, [[LEFT, y], [LEFT + TICK, y]], INK, None)?;
        }
    }
    Ok(())
}

/// The way through both texts.
fn path(xml: &mut Xml<'_>, places: &[Place]) -> io::Result<()> {
    let mut points = vec![[LEFT, TOP]];
    for place in places {
        let last = points[points.len() - 1];
        if place.to.iter().zip(last).any(|(to, last)| to - last >= NEAREST) {
            points.push(place.to);
        }
    }
    let points: Vec<String> = points
        .iter()
        .map(|[x, y]| format!("{},{}", number(*x), number(*y)))
        .collect();
    xml.empty(
        "polyline",
        &[
            ("points", &points.join(" ")),
            ("fill", "none"),
            ("stroke", PATH),
            ("stroke-width", "1.5"),
        ],
    )
}

/// Where one text has what the other has not: runs of links with one side.
fn gaps(xml: &mut Xml<'_>, view: &View<'_>, places: &[Place]) -> io::Result<()> {
    let lone = |at: usize| [view.rows[at].source.is_empty(), view.rows[at].target.is_empty()];
    let mut at = 0;
    while at < places.len() {
        let sides = lone(at);
        let end = (at + 1..places.len())
            .find(|next| lone(*next) != sides)
            .unwrap_or(places.len());
        if sides != [false, false] {
            let (from, to) = (places[at].from, places[end - 1].to);
            let (x1, y1, x2, y2) = (number(from[0]), number(from[1]), number(to[0]), number(to[1]));
            // A single sentence of a novel is thinner than a pixel: round ends keep it visible.
            let ends = [("stroke-width", "4"), ("stroke-linecap", "round")];
            let place = [
                ("x1", x1.as_str()),
                ("y1", &y1),
                ("x2", &x2),
                ("y2", &y2),
                ("stroke", GAP),
            ];
            xml.empty("line", &[&place[..], &ends].concat())?;
        }
        at = end;
    }
    Ok(())
}

/// A dot for each doubtful link, the larger the less sure it is.
fn doubts(xml: &mut Xml<'_>, view: &View<'_>, places: &[Place]) -> io::Result<()> {
    for (link, confidence) in doubtful(view) {
        let Place { from, to } = places[link];
        let middle = [0, 1].map(|axis| number(f64::midpoint(from[axis], to[axis])));
        let radius = number(2.0 + 3.0 * (1.0 - confidence));
        xml.empty(
            "circle",
            &[("cx", &middle[0]), ("cy", &middle[1]), ("r", &radius), ("fill", DOUBT)],
        )?;
    }
    Ok(())
}
