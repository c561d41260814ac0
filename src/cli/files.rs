//! Writes files so that nothing anybody wrote is lost.

use crate::error::Error;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// A file with another text than before.
pub(super) struct Rewritten {
    /// Its path in the repository.
    pub(super) path: String,
    pub(super) before: String,
    pub(super) after: String,
}

/// Replaces the texts of some files. It writes a new file beside each, with the same permissions,
/// and the new file then takes the place of the old one. So a reader sees either the old text or
/// the new one. No file takes its place before all are written, and while any is changed by
/// somebody else. `disk` says where a path is on disk.
///
/// # Errors
/// When a file does not hold what it held before, since somebody else may be writing it, when a
/// link leads out of `root`, and when a file cannot be written.
pub(super) fn replace_all(root: &Path, files: &[Rewritten], disk: impl Fn(&str) -> PathBuf) -> Result<(), Error> {
    let ready: Vec<Ready> = files
        .iter()
        .map(|file| Ready::make(root, &disk(&file.path), &file.before, &file.after))
        .collect::<Result<_, _>>()?;
    for file in &ready {
        file.is_unchanged()?;
    }
    for file in ready {
        file.take_its_place()?;
    }
    Ok(())
}

/// A new text beside the file that it is to replace.
struct Ready<'a> {
    path: PathBuf,
    real: PathBuf,
    before: &'a str,
    file: tempfile::NamedTempFile,
}

impl<'a> Ready<'a> {
    fn make(root: &Path, path: &Path, before: &'a str, after: &str) -> Result<Ready<'a>, Error> {
        let failed = failed_to_write(path);
        // The file behind a link is replaced, not the link. A file outside of the repository is
        // nobody's plan.
        let real = fs::canonicalize(path).map_err(&failed)?;
        let named_inside = path
            .strip_prefix(root)
            .is_ok_and(|below| below.components().all(|part| matches!(part, std::path::Component::Normal(_))));
        if named_inside && !fs::canonicalize(root).is_ok_and(|root| real.starts_with(root)) {
            return Err(Error::new(format!("{} leads out of the repository", path.display()))
                .help("name the file itself, in the repository that it belongs to"));
        }
        let folder = real.parent().map_or_else(|| PathBuf::from("."), Path::to_path_buf);
        let permissions = fs::metadata(&real).map_err(&failed)?.permissions();
        if permissions.readonly() {
            return Err(Error::new(format!("{} is read-only", path.display())).help("make it writable"));
        }
        let mut file = tempfile::Builder::new().prefix(".rolloutlint-").tempfile_in(folder).map_err(&failed)?;
        file.write_all(after.as_bytes()).map_err(&failed)?;
        file.as_file().set_permissions(permissions).map_err(&failed)?;
        file.as_file().sync_all().map_err(&failed)?;
        Ok(Ready { path: path.to_path_buf(), real, before, file })
    }

    fn is_unchanged(&self) -> Result<(), Error> {
        let path = &self.path;
        if fs::read(&self.real).map_err(failed_to_write(path))? == self.before.as_bytes() {
            return Ok(());
        }
        Err(Error::new(format!("{} was changed in the meantime, so nothing was written to it", path.display()))
            .help("run the command again"))
    }

    fn take_its_place(self) -> Result<(), Error> {
        self.is_unchanged()?;
        self.file.persist(&self.real).map(|_| ()).map_err(|error| failed_to_write(&self.path)(error.error))
    }
}

fn failed_to_write(path: &Path) -> impl Fn(std::io::Error) -> Error + '_ {
    move |error| Error::new(format!("{} cannot be written", path.display())).because(error)
}

/// Writes a file that must not exist yet, with the folders that lead to it.
///
/// # Errors
/// When there is something at the path, or it cannot be written.
pub(super) fn create(path: &Path, text: &str) -> Result<(), Error> {
    let failed = failed_to_write(path);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(&failed)?;
    }
    let mut file = fs::OpenOptions::new().write(true).create_new(true).open(path).map_err(&failed)?;
    file.write_all(text.as_bytes()).map_err(&failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_changed_in_the_meantime_is_left_alone() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("plan.md");
        fs::write(&path, "theirs").expect("a file");
        let other = folder.path().join("log.md");
        fs::write(&other, "log").expect("a file");
        let rewritten = |name: &str, before: &str, after: &str| Rewritten {
            path: name.to_owned(),
            before: before.to_owned(),
            after: after.to_owned(),
        };
        let both = [rewritten("log.md", "log", "ours"), rewritten("plan.md", "ours before", "ours")];
        let error =
            replace_all(folder.path(), &both, |name| folder.path().join(name)).expect_err("somebody else wrote it");
        assert!(error.to_string().contains("was changed in the meantime"), "{error}");
        assert_eq!(fs::read(&path).expect("the file"), b"theirs");
        assert_eq!(fs::read(&other).expect("the file"), b"log");
        let both = [rewritten("log.md", "log", "ours"), rewritten("plan.md", "theirs", "ours")];
        replace_all(folder.path(), &both, |name| folder.path().join(name)).expect("now it is as it was read");
        assert_eq!(fs::read(&path).expect("the file"), b"ours");
        create(&path, "again").expect_err("it is there already");
    }
}
