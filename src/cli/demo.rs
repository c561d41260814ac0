//! stub
use super::Outcome;
use crate::report::Options;
use std::io::Write;
pub(super) fn run(_options: &Options, _out: &mut dyn Write) -> Outcome {
    Ok(std::process::ExitCode::SUCCESS)
}
