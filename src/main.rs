//! The `rolloutlint` program.

use std::process::ExitCode;

// Plans are read into many small strings. The allocator of musl, which the released binaries are
// linked with, would take most of the time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    rolloutlint::cli::run()
}
