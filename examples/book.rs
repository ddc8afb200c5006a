//! lab
#![allow(missing_docs, clippy::print_stdout, clippy::unwrap_used, reason="lab")]
use cotejo::{align::Aligner, segment::{segment, Rules}, text::{SourceText, Lang, PassageKind, SentenceIndex}};
use std::time::Instant;
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let t0 = Instant::now();
    let doc = |p: &str, l| segment(SourceText::read(p.as_ref(), None).unwrap(), &Rules::for_lang(l));
    let (s, t) = (doc(&a[1], Lang::ES), doc(&a[2], Lang::EN));
    eprintln!("read+segment {:?}: {} {} sentences {} {} passages", t0.elapsed(), s.len(), t.len(), s.passages().len(), t.passages().len());
    let t1 = Instant::now();
    let aligner = Aligner::new(Lang::ES, Lang::EN);
    eprintln!("lexicon {:?}", t1.elapsed());
    let t1 = Instant::now();
    let al = aligner.align(&s, &t);
    eprintln!("align {:?}", t1.elapsed());
    let mean: f64 = al.confidence.iter().sum::<f64>() / al.beads.len() as f64;
    let nulls = al.beads.iter().filter(|b| b.is_null()).count();
    eprintln!("{} beads, {} null, mean confidence {:.3}", al.beads.len(), nulls, mean);
    if a.len() > 3 { for (b, c) in al.beads.iter().zip(&al.confidence) {
        let head = a[3] != "head" || b.indices(cotejo::text::Side::Source).any(|i| s.passage_of(i).kind == PassageKind::Heading) ;
        if !head { continue }
        let j = |r: &std::ops::Range<SentenceIndex>, d: &cotejo::text::Document| (r.start.0..r.end.0).map(|i| d.sentence(SentenceIndex(i)).into_owned()).collect::<Vec<_>>().join(" / ");
        println!("{c:.3} {} {} | {} || {}", b.source.start.0, b.target.start.0, j(&b.source, &s), j(&b.target, &t));
    } }
}
