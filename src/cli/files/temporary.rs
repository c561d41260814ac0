//! Files that are not finished, and what they have in common with those whose place they take.

use super::signals;
use std::fs::{File, Metadata, Permissions};
use std::io;
use std::path::Path;
use tempfile::{Builder, NamedTempFile};

/// The permissions of a new file, as far as the user lets others have them.
#[cfg(unix)]
pub(super) fn everybody() -> Option<Permissions> {
    use std::os::unix::fs::PermissionsExt;
    Some(Permissions::from_mode(0o666))
}

#[cfg(not(unix))]
pub(super) fn everybody() -> Option<Permissions> {
    None
}

/// The folder that a path lies in.
pub(super) fn parent_of(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// A file that is made now, and goes with the process.
pub(super) fn going_with_us(make: impl FnOnce() -> io::Result<NamedTempFile>) -> io::Result<NamedTempFile> {
    let mut held = signals::hold();
    let file = make()?;
    held.add(file.path());
    Ok(file)
}

/// An empty file, with a name that no glob takes for a plan.
pub(super) fn empty(folder: &Path, permissions: Option<&Permissions>) -> io::Result<NamedTempFile> {
    let mut builder = Builder::new();
    builder.prefix(".rolloutlint-");
    if let Some(permissions) = permissions {
        builder.permissions(permissions.clone());
    }
    builder.tempfile_in(folder)
}

/// Whether a file has more than one name, so that no other may take its place.
#[cfg(unix)]
pub(super) fn has_other_names(found: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    found.nlink() > 1
}

#[cfg(not(unix))]
pub(super) fn has_other_names(_: &Metadata) -> bool {
    false
}

/// Gives a new file the owner, the group and the permissions of an old one.
pub(super) fn like(file: &File, found: &Metadata) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, fchown};
        let own = file.metadata()?;
        let (user, group) = (found.uid(), found.gid());
        if (own.uid(), own.gid()) != (user, group) {
            fchown(file, (own.uid() != user).then_some(user), (own.gid() != group).then_some(group))?;
        }
    }
    file.set_permissions(found.permissions())
}
