//! A new text for a file that is there.

use super::aside::Aside;
use super::desk::Desk;
use super::fault::failed_to_write;
use super::journal::write_in_place;
use super::signals::Held;
use super::temporary::{has_other_names, like, parent_of};
use crate::error::Error;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

/// A new text for a file.
pub(super) struct Replacement<'a> {
    path: PathBuf,
    real: PathBuf,
    before: &'a str,
    after: &'a str,
    /// The new file, unless the old one has to stay: it has other names, or an owner that we cannot
    /// give to the new one.
    file: Option<Aside>,
}

impl<'a> Replacement<'a> {
    /// # Errors
    /// When the file is not to be written, or the text cannot be written aside.
    pub(super) fn make(
        desk: &Desk,
        root: &Path,
        path: &Path,
        before: &'a str,
        after: &'a str,
    ) -> Result<Replacement<'a>, Error> {
        let failed = failed_to_write(path);
        // The file behind a link is replaced, not the link. A file outside of the repository is
        // nobody's plan.
        let real = fs::canonicalize(path).map_err(&failed)?;
        stays_inside(root, path, &real)?;
        let found = fs::metadata(&real).map_err(&failed)?;
        if found.permissions().readonly() {
            return Err(Error::new(format!("{} is read-only", path.display())).help("make it writable"));
        }
        let file = match has_other_names(&found) {
            true => None,
            false => match Aside::new(desk, parent_of(&real), after, None).and_then(|aside| {
                like(aside.file(), &found)?;
                Ok(aside)
            }) {
                // A folder that nobody may write to, or an owner that nobody may give away.
                Err(error) if error.kind() == io::ErrorKind::PermissionDenied => None,
                made => Some(made.map_err(&failed)?),
            },
        };
        Ok(Replacement { path: path.to_path_buf(), real, before, after, file })
    }

    /// The file that is replaced.
    pub(super) fn real(&self) -> &Path {
        &self.real
    }

    /// Whether the new text is written over the old one.
    pub(super) fn is_in_place(&self) -> bool {
        self.file.is_none()
    }

    /// # Errors
    /// When the file holds another text than was read.
    pub(super) fn is_unchanged(&self) -> Result<(), Error> {
        let path = &self.path;
        if fs::read(&self.real).map_err(failed_to_write(path))? == self.before.as_bytes() {
            return Ok(());
        }
        Err(Error::new(format!("{} was changed in the meantime, so nothing was written to it", path.display()))
            .help("run the command again"))
    }

    /// # Errors
    /// When the file holds another text than was read, and when it cannot be written. It has its
    /// old text then.
    pub(super) fn take_its_place(&mut self, held: &mut Held) -> Result<(), Error> {
        self.is_unchanged()?;
        let written = match &mut self.file {
            Some(file) => file.take_the_place_of(&self.real, held),
            None => write_in_place(&self.real, self.after).inspect_err(|_| {
                // What fails for want of space, needs none the other way.
                let _ = write_in_place(&self.real, self.before);
            }),
        };
        written.map_err(failed_to_write(&self.path))
    }
}

/// # Errors
/// When a path is named as one below `root`, and a link leads out of it. `real` is where the path
/// leads to.
pub(super) fn stays_inside(root: &Path, path: &Path, real: &Path) -> Result<(), Error> {
    let is_named_inside =
        path.strip_prefix(root).is_ok_and(|below| below.components().all(|part| matches!(part, Component::Normal(_))));
    if is_named_inside && !fs::canonicalize(root).is_ok_and(|root| real.starts_with(root)) {
        return Err(Error::new(format!("{} leads out of the repository", path.display()))
            .help("name the file itself, in the repository that it belongs to"));
    }
    Ok(())
}
