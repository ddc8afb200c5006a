#![doc = include_str!("../docs/LIBRARY.md")]
#![deny(missing_docs)]

pub mod align;
pub mod bead;
pub mod calibration;
pub mod carry;
mod cell;
#[cfg(feature = "project")]
pub mod check;
pub mod code;
pub mod diff;
pub mod eval;
pub mod evidence;
pub mod export;
pub mod file;
#[cfg(test)]
mod fixture;
mod follow;
mod foreign;
pub mod import;
pub mod induction;
mod json;
pub mod lexical;
pub mod lexicon;
#[cfg(feature = "parallel")]
pub mod matching;
pub mod merge;
#[cfg(feature = "project")]
pub mod project;
pub mod reading;
pub mod reasons;
pub mod review;
pub mod score;
pub mod segment;
pub mod text;
mod trace;
pub mod view;
pub mod words;
