//! Any JSON is read or refused; what was read is written and read back as the same alignment, in the
//! same bytes.
#![no_main]

use cotejo::file::{read, write};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|json: &str| {
    let Ok(file) = read(json) else {
        return;
    };
    let written = write(&file);
    let again = read(&written).expect("what was written can be read");
    assert_eq!(again, file);
    assert_eq!(write(&again), written);
});
