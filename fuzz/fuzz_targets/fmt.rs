//! Any file as edited by hand is understood or refused; what was understood is valid, and is left alone the second time.
#![no_main]

use cotejo::file::hand::{Known, tidy};
use cotejo::file::{read, validate, write};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|json: &str| {
    let Ok(tidied) = tidy(json, &Known::default()) else {
        assert!(read(json).is_err(), "what the strict reader takes, the other one takes");
        return;
    };
    assert_eq!(validate(&tidied.file), Ok(()));
    let written = write(&tidied.file);
    let again = tidy(&written, &Known::default()).expect("what was written can be read");
    assert_eq!(again.file, tidied.file);
    assert!(again.understood.is_empty());
});
