//! Beads that stand before the search begins.

use super::Alignment;
use crate::bead::Bead;

/// Whether each bead of a tiling around the pins is none of them.
pub(super) fn undecided(beads: &[Bead], pins: &[Bead]) -> Vec<bool> {
    let mut pins = pins.iter().peekable();
    beads.iter().map(|bead| pins.next_if_eq(&bead).is_none()).collect()
}

/// Makes the beads that are pins sure.
pub(super) fn settle(found: &mut Alignment, pins: &[Bead]) {
    let of_beads = found.confidence.iter_mut().zip(&mut found.reasons);
    for ((confidence, reasons), undecided) in of_beads.zip(undecided(&found.beads, pins)) {
        if !undecided {
            *confidence = 1.0;
            reasons.clear();
        }
    }
}

/// The pins that are no beads of a tiling.
pub(super) fn missing(pins: &[Bead], beads: &[Bead]) -> Vec<Bead> {
    let start = |bead: &Bead| (bead.source.start, bead.target.start);
    let holds = |pin: &Bead| {
        let at = beads.binary_search_by_key(&start(pin), start);
        at.is_ok_and(|at| beads[at] == *pin)
    };
    pins.iter().filter(|pin| !holds(pin)).cloned().collect()
}

/// # Panics
/// When the pins are not in order, overlap, or reach beyond the texts.
pub(super) fn assert_pins(pins: &[Bead], source: usize, target: usize) {
    let mut last = (0, 0);
    for pin in pins {
        let (start, end) = (
            (pin.source.start.get(), pin.target.start.get()),
            (pin.source.end.get(), pin.target.end.get()),
        );
        assert!(
            last.0 <= start.0 && last.1 <= start.1 && start.0 <= end.0 && start.1 <= end.1 && start != end,
            "pins stand in order and hold something"
        );
        last = end;
    }
    assert!(last.0 <= source && last.1 <= target, "pins lie inside the documents");
}
