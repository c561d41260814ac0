//! The part of a configuration that names flag files.

use crate::config::{ExposureFormat, quote};

/// A file of flags that a team has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FoundFlags {
    /// A glob that names the file alone.
    pub(crate) glob: String,
    /// How it says who sees a feature.
    pub(crate) how: HowRead,
}

/// How a file of flags says who sees a feature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum HowRead {
    /// In a known format.
    Format(ExposureFormat),
    /// In a form of the team's own: the pointers to numbers and switches, and what 100 % is.
    Own {
        /// Where the numbers are.
        at: String,
        /// Where the switches are.
        when: Option<String>,
        /// What 100 % is.
        scale: u32,
    },
}

/// The part for some files; nothing without any. Where there are several, somebody must say which
/// one production reads, so that all are comments.
pub(crate) fn exposure(files: &[FoundFlags]) -> String {
    let entries: String = files.iter().map(entry).collect();
    match files {
        [] => String::new(),
        [_] => format!(
            "\n# Who sees each feature: a raise in this file needs a decision, as a move in a plan does.\nexposure:\n{entries}"
        ),
        _ => {
            let lines: String = format!("exposure:\n{entries}").lines().map(|line| format!("# {line}\n")).collect();
            format!("\n# These files hold flags. Take the lines of the one that production reads.\n{lines}")
        }
    }
}

fn entry(FoundFlags { glob, how }: &FoundFlags) -> String {
    let file = quote(glob);
    match how {
        HowRead::Format(format) => {
            format!("  - file: {file}\n    format: {}\n", format.word().unwrap_or_default())
        }
        HowRead::Own { at, when, scale } => {
            let when = when.as_ref().map(|when| format!("    when: {}\n", quote(when))).unwrap_or_default();
            format!("  - file: {file}\n    at: {}\n{when}    scale: {scale}\n", quote(at))
        }
    }
}
