//! The command-line program.

mod cli;

use std::env;
use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(cli::main(env::current_exe().ok(), env::args_os()))
}
