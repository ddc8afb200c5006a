//! Forms an alignment can be read from. One file each.

pub mod beads;
