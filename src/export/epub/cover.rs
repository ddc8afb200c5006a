//! The cover of a book.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use super::page::plain;

/// A picture for the cover.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cover {
    pub(super) bytes: Vec<u8>,
    pub(super) kind: Image,
}

/// What a picture is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Image {
    Png,
    Jpeg,
    Svg,
}

/// A picture that readers of books need not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is neither a PNG nor a JPEG picture")]
pub struct UnknownImage;

impl Cover {
    /// Takes a PNG or JPEG picture.
    ///
    /// # Errors
    /// For any other, told by its first bytes.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, UnknownImage> {
        let kind = if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            Image::Png
        } else if bytes.starts_with(b"\xff\xd8\xff") {
            Image::Jpeg
        } else {
            return Err(UnknownImage);
        };
        Ok(Self { bytes, kind })
    }

    /// Draws a cover from a title, its translation and whoever wrote it.
    pub(super) fn draw(title: &str, translation: &str, authors: &str) -> Self {
        let hash = Sha256::digest(title.as_bytes());
        let hue = (u32::from(hash[0]) << 8 | u32::from(hash[1])) % 360;
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" width=\"{WIDTH}\" height=\"{HEIGHT}\">\n\
             <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"hsl({hue}, 32%, 24%)\"/>\n\
             <rect x=\"60\" y=\"60\" width=\"{}\" height=\"{}\" fill=\"none\" stroke=\"hsl({hue}, 30%, 78%)\" stroke-width=\"6\"/>\n",
            WIDTH - 120,
            HEIGHT - 120
        );
        let mut y = 420;
        for (text, size, colour) in [(title, 110, "96%"), (translation, 64, "82%")] {
            for line in lines(text, size) {
                text_line(&mut svg, &line, y, size, &format!("hsl({hue}, 30%, {colour})"));
                y += size * 5 / 4;
            }
            y += 60;
        }
        for (line, number) in lines(authors, 56).iter().zip(0u32..) {
            text_line(
                &mut svg,
                line,
                HEIGHT - 260 + 70 * number,
                56,
                &format!("hsl({hue}, 30%, 90%)"),
            );
        }
        svg.push_str("</svg>\n");
        Self {
            bytes: svg.into_bytes(),
            kind: Image::Svg,
        }
    }
}

const WIDTH: u32 = 1200;
const HEIGHT: u32 = 1800;

/// Most lines of one text on a cover.
const MOST_LINES: usize = 5;

fn text_line(svg: &mut String, line: &str, y: u32, size: u32, colour: &str) {
    let _ = writeln!(
        svg,
        "<text x=\"{}\" y=\"{y}\" font-family=\"Georgia, serif\" font-size=\"{size}\" text-anchor=\"middle\" fill=\"{colour}\">{}</text>",
        WIDTH / 2,
        plain(line)
    );
}

/// A text in lines that fit, at about half the size a letter.
fn lines(text: &str, size: u32) -> Vec<String> {
    let most = ((WIDTH - 200) * 2 / size) as usize;
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + word.chars().count() < most => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.chars().take(most).collect()),
        }
    }
    if lines.len() > MOST_LINES {
        lines.truncate(MOST_LINES);
        if let Some(last) = lines.last_mut() {
            last.push('…');
        }
    }
    lines
}

impl Image {
    pub(super) const fn file(self) -> &'static str {
        match self {
            Self::Png => "cover.png",
            Self::Jpeg => "cover.jpg",
            Self::Svg => "cover.svg",
        }
    }

    pub(super) const fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Svg => "image/svg+xml",
        }
    }
}
