//! Writes files so that nothing anybody wrote is lost.
//!
//! One command at a time writes to a checkout: a lock is held from before it reads until it is
//! done. A new text is written as a whole to a file aside, which then takes the place of the old
//! one, so that a reader sees either text and never a part of one. The files of one command change
//! together: a signal waits for the last one, and what a killed command left is taken back by the
//! next one.

mod aside;
mod desk;
mod fault;
mod journal;
mod replace;
mod signals;
mod temporary;
mod whole;

use crate::error::Error;
use aside::Aside;
pub(super) use desk::Desk;
pub(super) use fault::failed_to_write;
use journal::{Journal, Text};
use replace::{Replacement, stays_inside};
use std::fs;
use std::path::{Path, PathBuf};
pub(super) use whole::write_whole;

/// A file with another text than before.
pub(super) struct Rewritten {
    /// Its path in the repository.
    pub(super) path: String,
    pub(super) before: String,
    pub(super) after: String,
}

impl Desk {
    /// Replaces the texts of some files. No file takes its place before all are written, and while
    /// any is changed by somebody else. `disk` says where a path is on disk.
    ///
    /// # Errors
    /// When a file does not hold what it held before, since somebody else may be writing it, when a
    /// link leads out of `root`, and when a file cannot be written.
    pub(super) fn replace_all(
        &self,
        root: &Path,
        files: &[Rewritten],
        disk: impl Fn(&str) -> PathBuf,
    ) -> Result<(), Error> {
        let mut ready: Vec<Replacement> = files
            .iter()
            .map(|file| Replacement::make(self, root, &disk(&file.path), &file.before, &file.after))
            .collect::<Result<_, _>>()?;
        for file in &ready {
            file.is_unchanged()?;
        }
        let texts = ready.iter().zip(files).map(|(ready, file)| Text::new(ready.real(), &file.before, &file.after));
        // Whoever ends the process waits until all of them have their places, and the journal is
        // gone.
        let mut held = signals::hold();
        let journal = match ready.len() > 1 || ready.iter().any(Replacement::is_in_place) {
            true => Journal::begin(self.folder(), texts.collect())?,
            false => None,
        };
        match ready.iter_mut().try_for_each(|file| file.take_its_place(&mut held)) {
            Ok(()) => journal.map_or(Ok(()), Journal::end),
            Err(error) => {
                journal.map_or(Ok(()), Journal::take_back)?;
                Err(error)
            }
        }
    }

    /// Writes some files that must not exist yet, with the folders that lead to them. None gets its
    /// place before all are written.
    ///
    /// # Errors
    /// When there is something at a path, when a link leads out of `root`, and when a file cannot
    /// be written.
    pub(super) fn create_all(&self, root: &Path, files: &[(PathBuf, &str)]) -> Result<(), Error> {
        for (path, _) in files {
            let there = path.ancestors().skip(1).find_map(|folder| fs::canonicalize(folder).ok());
            there.map_or(Ok(()), |real| stays_inside(root, path, &real))?;
        }
        let mut ready = Vec::new();
        for (path, text) in files {
            let failed = failed_to_write(path);
            let folder = path.parent().map_or_else(|| PathBuf::from("."), Path::to_path_buf);
            fs::create_dir_all(&folder).map_err(&failed)?;
            ready.push((path, Aside::new(self, &folder, text, temporary::everybody()).map_err(&failed)?));
        }
        let mut held = signals::hold();
        ready.iter_mut().try_for_each(|(path, file)| file.become_new(path, &mut held).map_err(failed_to_write(path)))
    }
}

#[cfg(test)]
mod tests;
