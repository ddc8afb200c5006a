//! Alignments and texts made of bytes, for the targets that change them.

use cotejo::align::Alignment;
use cotejo::bead::Bead;
use cotejo::carry::Text;
use cotejo::file::{AlignmentFile, Settings, Status, TextRef};
use cotejo::segment::one_per_line;
use cotejo::text::{Lang, SourceText};

/// Sentences, some of them alike, one for each byte.
const SENTENCES: [&str; 12] = [
    "Llovía mucho aquella tarde.",
    "—No.",
    "Nadie salió de casa.",
    "El faro se encendió solo.",
    "—No.",
    "Contó los escalones uno por uno.",
    "Nadie salió de la casa.",
    "* * *",
    "Volvieron al puerto en 1912.",
    "¿Quién va?",
    "Fin.",
    "El faro se encendió.",
];

/// A text of these sentences; the high bit begins a passage.
pub fn text(bytes: &[u8], lang: Lang) -> Text {
    let mut lines = String::new();
    for &byte in bytes {
        if byte & 0x80 != 0 && !lines.is_empty() {
            lines.push('\n');
        }
        lines.push_str(SENTENCES[usize::from(byte & 0x7f) % SENTENCES.len()]);
        lines.push('\n');
    }
    let document = one_per_line(SourceText::from_string(&lines));
    let reference = TextRef::new(&document, lang, &format!("{lang}.txt"));
    Text { document, reference }
}

/// An alignment of two texts, grouped and decided as bytes say.
pub fn alignment(source: &Text, target: &Text, choices: &[u8]) -> AlignmentFile {
    let sizes = [source.document.len(), target.document.len()];
    let (mut beads, mut at) = (Vec::new(), [0, 0]);
    let mut choices = choices.iter().copied().cycle();
    let mut statuses = Vec::new();
    while at[0] < sizes[0] || at[1] < sizes[1] {
        let choice = choices.next().unwrap_or(0b0101);
        let left = [sizes[0] - at[0], sizes[1] - at[1]];
        let mut take = [
            usize::from(choice & 3).min(left[0]),
            usize::from(choice >> 2 & 3).min(left[1]),
        ];
        if take == [0, 0] {
            take = [left[0].min(1), left[1].min(1)];
        }
        beads.push(Bead::new(at[0]..at[0] + take[0], at[1]..at[1] + take[1]));
        statuses.push(Status::ALL[usize::from(choice >> 4) % 4]);
        at = [at[0] + take[0], at[1] + take[1]];
    }
    let alignment = Alignment {
        confidence: vec![0.75; beads.len()],
        reasons: vec![Vec::new(); beads.len()],
        beads,
    };
    let mut file = AlignmentFile::new(
        (&source.document, source.reference.clone()),
        (&target.document, target.reference.clone()),
        &alignment,
        Settings::default(),
    );
    for (link, status) in file.links.iter_mut().zip(statuses) {
        link.status = status;
    }
    file
}

/// Cuts bytes into so many parts, at zeros.
pub fn parts<const N: usize>(data: &[u8]) -> [&[u8]; N] {
    let mut parts = data.split(|&byte| byte == 0);
    std::array::from_fn(|_| parts.next().unwrap_or_default())
}
