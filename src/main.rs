//! The `rolloutlint` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    rolloutlint::cli::run()
}
