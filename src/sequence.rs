//! What two lists share.

use std::hash::Hash;

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// For each of the first list which of the second it is, by longest common subsequence (Myers 1986).
///
/// # Complexity
/// The length of the lists times the number of their differences.
pub(crate) fn matches<T: Hash + Eq + Ord>(first: &[T], second: &[T]) -> Vec<Option<usize>> {
    let mut found = vec![None; first.len()];
    for op in capture_diff_slices(Algorithm::Myers, first, second) {
        if let DiffOp::Equal {
            old_index,
            new_index,
            len,
        } = op
        {
            for step in 0..len {
                found[old_index + step] = Some(new_index + step);
            }
        }
    }
    found
}
