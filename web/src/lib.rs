//! cotejo as a module for a page in the browser: reads two texts, aligns them, answers the review page, and writes the
//! alignment in any form. It has no clock, no files and no network; the page's worker hands it bytes and takes bytes.
//!
//! A question is JSON with the bytes of a file behind it, and so is an answer; [`binding`] says how they cross over.

mod answer;
mod bench;
pub mod binding;
mod question;
mod review;
mod text;

pub use answer::Answer;
pub use bench::Bench;
pub use question::Question;
