//! The part of a configuration that names flag files.

use super::settings::quote;
use crate::config::ExposureFormat;

/// The part for some files, each by a glob that names it alone; nothing without any. Where there are
/// several, somebody must say which one production reads, so that all are comments.
pub(crate) fn exposure(files: &[(String, ExposureFormat)]) -> String {
    let entry = |(glob, format): &(String, ExposureFormat)| {
        format!("  - file: {}\n    format: {}\n", quote(glob), format.word().unwrap_or_default())
    };
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
