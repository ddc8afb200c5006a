//! Any bead file is read or refused; the beads read cover both texts without gaps.
#![no_main]

use cotejo::bead::check_tiling;
use cotejo::import::beads::read;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Ok(beads) = read(text) else {
        return;
    };
    let (source, target) = beads
        .last()
        .map_or((0, 0), |last| (last.source.end.get(), last.target.end.get()));
    assert_eq!(check_tiling(&beads, source, target), Ok(()));
});
