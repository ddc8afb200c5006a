//! Any file in any form is read or refused; what is imported is a valid alignment of the same sentences.
#![no_main]

use cotejo::file::{Settings, TextRef, validate};
use cotejo::import::{Base, Format, import};
use cotejo::segment::one_per_line;
use cotejo::text::{Document, Lang, SourceText};
use libfuzzer_sys::fuzz_target;

fn document(lines: &str) -> Document {
    one_per_line(SourceText::from_string(lines))
}

fuzz_target!(|data: &[u8]| {
    let Some((&form, bytes)) = data.split_first() else {
        return;
    };
    let format = Format::ALL[usize::from(form) % Format::ALL.len()];
    let (source, target) = (
        document("Uno.\nDos…\n\n¿Tres?\n"),
        document("One.\n\nTwo, \"three\".\n"),
    );
    let base = Base::fresh(
        (&source, TextRef::new(&source, Lang::ES, "es.txt")),
        (&target, TextRef::new(&target, Lang::EN, "en.txt")),
        Settings::default(),
    );
    if let Ok((settled, _)) = import(format, bytes, &base, &|_| Some(bytes.to_vec()), false) {
        assert_eq!(validate(&settled.file), Ok(()));
    }
});
