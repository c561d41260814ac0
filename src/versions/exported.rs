//! Who sees the features of plans by exports that are not in Git. They say how things are, and
//! judge nothing.

use super::disk::read_file;
use super::flags::{Entries, FlagCache, FlagFiles, beginning_of};
use super::input::Input;
use super::request::Request;
use super::snapshot::Snapshot;
use super::workspace::Workspace;
use crate::change::Subject;
use crate::config::{ExposureEntry, Policy};
use crate::error::Error;
use crate::flags::FlagFile;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The plans on disk with who sees their features by some exports, each in the place of the flag
/// file that has its name.
///
/// # Errors
/// When an export cannot be read, or no entry of the configuration reads a file of its name.
pub(crate) fn as_exported(request: &Request, input: &Input, exports: &[PathBuf]) -> Result<Vec<Subject>, Error> {
    let policy = &input.ruleset.policy;
    let read = |export: &PathBuf| {
        let bytes = read_file(&request.dir.join(export)).map_err(|error| Error::unreadable(export.display(), error))?;
        let path = path_of(export, policy)?;
        let mut file = FlagFile::read(&path, &bytes);
        file.show_as(&export.to_string_lossy());
        Ok((path, file))
    };
    let cache = FlagCache::with_stand_ins(exports.iter().map(read).collect::<Result<_, Error>>()?);
    let workspace = Workspace::asked(request);
    let (entries, disk) = (Entries::of(policy), Snapshot::Disk(workspace.disk()));
    let exported = |subject: &Subject| {
        let Some(version) = subject.head() else { return Ok(None) };
        let now = beginning_of(subject.today());
        let flags = FlagFiles { entries: &entries, snapshot: &disk, cache: &cache, now };
        let version = flags.add_to(&version.with_exposures(Vec::new()))?;
        Ok(Some(Subject::version(Arc::clone(&version), subject.today())))
    };
    input.subjects.iter().filter_map(|subject| exported(subject).transpose()).collect()
}

/// The path that the configuration knows an export by.
fn path_of(export: &Path, policy: &Policy) -> Result<String, Error> {
    let name = export.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let path = |entry: &ExposureEntry| {
        let place = entry.place();
        let beside = match place.rsplit_once('/') {
            _ if place.is_empty() => name.clone(),
            Some((folder, _)) if entry.may_read(&place) => format!("{folder}/{name}"),
            None if entry.may_read(&place) => name.clone(),
            _ => format!("{place}/{name}"),
        };
        Some(beside).filter(|path| entry.may_read(path))
    };
    let known = policy.exposure.iter().find_map(path);
    known.ok_or_else(|| {
        let files: Vec<String> = policy.exposure.iter().map(|entry| format!("`{}`", entry.file)).collect();
        let help = match files.is_empty() {
            true => "say in `exposure:` how the file is read".to_owned(),
            false => format!("give it the name of the file that it stands in for: {}", files.join(", ")),
        };
        Error::new(format!("no entry of `exposure:` reads a file that is called `{name}`")).help(help)
    })
}
