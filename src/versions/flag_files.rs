//! Finds flag files that a team has already.

use super::flags::is_data;
use super::request::Request;
use super::snapshot::Snapshot;
use super::workspace::Workspace;
use crate::config::ExposureFormat;
use crate::error::Error;
use crate::flags::{FlagFile, format_of, may_hold_flags};
use crate::git::Places;

/// How many files are looked into.
const MOST_READ: usize = 2_000;

/// The files on disk that are written in a known format of flags, each as a glob that names it alone,
/// with their formats.
///
/// # Errors
/// When the folder cannot be searched.
pub(crate) fn flag_files(request: &Request) -> Result<Vec<(String, ExposureFormat)>, Error> {
    let workspace = Workspace::of(request.dir);
    let disk = Snapshot::Disk(workspace.disk());
    let mut found = Vec::new();
    for path in disk.paths(&Places::everywhere(), &is_data)?.into_iter().take(MOST_READ) {
        let Ok(Some(bytes)) = disk.bytes(&path) else { continue };
        if may_hold_flags(&bytes) {
            found.extend(format_of(&FlagFile::read(&path, &bytes)).map(|format| (globset::escape(&path), format)));
        }
    }
    Ok(found)
}
