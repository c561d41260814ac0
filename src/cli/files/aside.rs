//! A new text aside, before it gets its place.

use super::desk::Desk;
use super::signals::{self, Held};
use super::temporary::{empty, going_with_us, parent_of};
use std::fs::Permissions;
use std::io::{self, Write};
use std::path::Path;
use tempfile::NamedTempFile;

/// A text in a file aside. The file goes with the value, unless it gets its place.
pub(super) struct Aside {
    file: Option<NamedTempFile>,
    text: String,
    permissions: Option<Permissions>,
}

impl Aside {
    /// Writes a text for a file in a folder, which lies on the disk when this is done.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(super) fn new(desk: &Desk, folder: &Path, text: &str, permissions: Option<Permissions>) -> io::Result<Aside> {
        let place = desk.folder().filter(|desk| are_on_one_disk(desk, folder)).unwrap_or(folder);
        let file = going_with_us(|| make(place, text, permissions.as_ref()))?;
        Ok(Aside { file: Some(file), text: text.to_owned(), permissions })
    }

    /// The file aside.
    pub(super) fn file(&self) -> &std::fs::File {
        self.file.as_ref().expect("it has no place yet").as_file()
    }

    /// Takes the place of a file.
    ///
    /// # Errors
    /// When it cannot.
    pub(super) fn take_the_place_of(&mut self, path: &Path, held: &mut Held) -> io::Result<()> {
        self.persist(path, held, |file, path| file.persist(path).map(drop).map_err(|error| (error.error, error.file)))
    }

    /// Becomes a file that was not there.
    ///
    /// # Errors
    /// When something is there, and when it cannot.
    pub(super) fn become_new(&mut self, path: &Path, held: &mut Held) -> io::Result<()> {
        self.persist(path, held, |file, path| {
            file.persist_noclobber(path).map(drop).map_err(|error| (error.error, error.file))
        })
    }

    fn persist(
        &mut self,
        path: &Path,
        held: &mut Held,
        persist: impl Fn(NamedTempFile, &Path) -> Result<(), (io::Error, NamedTempFile)>,
    ) -> io::Result<()> {
        let file = self.file.take().expect("it has no place yet");
        let own = file.path().to_path_buf();
        let done = persist(file, path).or_else(|(error, file)| {
            if error.kind() != io::ErrorKind::CrossesDevices {
                return Err(error);
            }
            drop(file);
            // What looked like one disk was none.
            let beside = make(parent_of(path), &self.text, self.permissions.as_ref())?;
            held.add(beside.path());
            let own = beside.path().to_path_buf();
            let done = persist(beside, path).map_err(|(error, _)| error);
            held.forget(&own);
            done
        });
        held.forget(&own);
        done?;
        sync_folder(parent_of(path));
        Ok(())
    }
}

impl Drop for Aside {
    fn drop(&mut self) {
        if let Some(file) = self.file.take() {
            let own = file.path().to_path_buf();
            drop(file);
            signals::hold().forget(&own);
        }
    }
}

fn make(folder: &Path, text: &str, permissions: Option<&Permissions>) -> io::Result<NamedTempFile> {
    let mut file = empty(folder, permissions)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    Ok(file)
}

/// Makes sure that the name of a file is on the disk, too, where that can be done.
fn sync_folder(folder: &Path) {
    if cfg!(unix) {
        let _ = std::fs::File::open(folder).and_then(|folder| folder.sync_all());
    }
}

#[cfg(unix)]
fn are_on_one_disk(one: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let device = |path: &Path| path.metadata().map(|found| found.dev()).ok();
    device(one).is_some() && device(one) == device(other)
}

#[cfg(not(unix))]
fn are_on_one_disk(one: &Path, other: &Path) -> bool {
    let prefix = |path: &Path| {
        path.canonicalize().ok().and_then(|path| path.components().next().map(|part| part.as_os_str().to_owned()))
    };
    prefix(one).is_some() && prefix(one) == prefix(other)
}
