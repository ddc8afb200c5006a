//! Confidences and reasons that hardly moved stay as they are written.

use std::collections::{HashMap, VecDeque};

use crate::file::{AlignmentFile, Confidence, Link, Status};
use crate::reasons::UNCERTAIN_BELOW;

/// By how much a confidence must move to be written anew: less says nothing to a person, and each line that
/// changes is one to read.
const MOVED: f64 = 0.05;

/// Leaves the confidence and the reasons of links that are made again as they were, where they hardly moved.
pub(super) fn keep_estimates(file: &mut AlignmentFile, stored: &AlignmentFile) {
    type Estimate = (Confidence, Vec<String>);
    let mut before: HashMap<[&[String]; 2], VecDeque<Estimate>> = HashMap::new();
    let is_auto = |link: &Link| link.status == Status::Auto && !link.is_stale();
    for link in stored.links.iter().filter(|link| is_auto(link)) {
        let estimate = (link.confidence, link.reasons.clone());
        before.entry(link.words()).or_default().push_back(estimate);
    }
    for link in file.links.iter_mut().filter(|link| is_auto(link)) {
        let words = [link.source.as_slice(), &link.target];
        let Some((confidence, reasons)) = before.get_mut(&words).and_then(VecDeque::pop_front) else {
            continue;
        };
        let (now, then) = (link.confidence.get(), confidence.get());
        let same_side = (now < UNCERTAIN_BELOW) == (then < UNCERTAIN_BELOW);
        if same_side && (now - then).abs() <= MOVED {
            (link.confidence, link.reasons) = (confidence, reasons);
        }
    }
}
