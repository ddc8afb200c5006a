//! The pages are true: the commands they show are run, and what these print is what the pages show.
//!
//! `COTEJO_UPDATE_PAGES=1 cargo test --test walkthrough` puts what they print into the pages instead.
//!
//! In a block ```` ```console ````, `$ ` begins a command for bash, and what follows is what it prints. Confidences and
//! times may differ, and `…` stands for anything within a line.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test that cannot go on fails; it says what it left out"
)]

mod agree;
mod options;
mod page;
mod reference;
mod shell;
mod story;
