//! lab
#![allow(missing_docs, clippy::print_stdout, clippy::unwrap_used, reason="lab")]
use cotejo::{align::Aligner, segment::one_per_line, text::SourceText};
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let doc = |p: &str| one_per_line(SourceText::read(p.as_ref(), None).unwrap());
    let (s, t) = (doc(&a[1]), doc(&a[2]));
    let (sl, tl) = (a[3].parse().unwrap(), a[4].parse().unwrap());
    let aligner = if std::env::var("NOLEX").is_ok() { Aligner::without_lexicon(sl, tl) } else { Aligner::new(sl, tl) };
    let al = aligner.align(&s, &t);
    cotejo::bead::check_tiling(&al.beads, s.len(), t.len()).unwrap();
    let join = |r: std::ops::Range<cotejo::text::SentenceIndex>| (r.start.0..r.end.0).map(|i| i.to_string()).collect::<Vec<_>>().join(",");
    for (b, c) in al.beads.iter().zip(&al.confidence) { println!("{}:{}:{c:.4}", join(b.source.clone()), join(b.target.clone())); }
}
