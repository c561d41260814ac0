//! `rolloutlint diff`: tells a change in the plans' own words.

use super::arguments::{Common, Outcome};
use super::judge::compare;
use super::output::{Output, aside, write_each, writers_of};
use crate::change::Subject;
use crate::difference::differences;
use crate::error::Error;
use crate::report::difference::FORMATS;
use crate::report::harmless::terminal;
use clap::Args;
use std::io::Write;
use std::process::ExitCode;

#[derive(Args)]
pub(super) struct DiffArgs {
    /// The revision to compare with: what changed since the merge base with it.
    base: String,
    /// The revision to look at instead of the files on disk.
    head: Option<String>,
    /// How to write it: human, json or markdown, each with =FILE to write it there. May be
    /// repeated.
    #[arg(long, value_name = "FORMAT[=FILE]")]
    format: Vec<Output<String>>,
}

pub(super) fn run(common: &Common, args: &DiffArgs, out: &mut dyn Write) -> Outcome {
    let writers = writers_of(FORMATS, &args.format, "a difference")?;
    let input = compare(&common.request(), &args.base, args.head.as_deref())?;
    input.subjects.iter().try_for_each(has_both_texts)?;
    // What nobody looked at must not pass for what nobody changed.
    for note in input.notes.iter().filter(|_| !common.quiet) {
        aside(format!("note: {}\n", terminal(note)).as_bytes());
    }
    let found = differences(&input.subjects, &input.ruleset.policy);
    write_each(writers, &found, &common.options(), out)?;
    Ok(ExitCode::SUCCESS)
}

/// # Errors
/// When a file of a plan cannot be read before or after: what it says would pass for new or gone.
fn has_both_texts(subject: &Subject) -> Result<(), Error> {
    let Subject::Change(change) = subject else { return Ok(()) };
    for (version, when) in [(change.base(), "before the change"), (change.head(), "after the change")] {
        for (_, source, _) in version.into_iter().flat_map(|version| version.files()) {
            let Some(unreadable) = source.unreadable else { continue };
            return Err(Error::new(format!("{} cannot be read {when}, so that nothing can be compared", source.path))
                .because(unreadable.to_string())
                .help("`rolloutlint check` says how to mend it"));
        }
    }
    Ok(())
}
