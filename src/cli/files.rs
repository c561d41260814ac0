//! Writes files so that nothing anybody wrote is lost.

use super::CliError;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Replaces a file's text: a new file beside it, with its permissions, that then takes its place, so that a reader sees either the old text or the
/// new one.
///
/// # Errors
/// When the file does not hold `before` any more, since somebody else may be writing it, when a link leads out of `root`, and when it cannot be
/// written.
pub(super) fn replace(root: &Path, path: &Path, before: &str, after: &str) -> Result<(), CliError> {
    let failed = |error: std::io::Error| CliError::new(format!("{} cannot be written", path.display())).cause(error);
    // The file behind a link is replaced, not the link; one outside of the repository is nobody's plan.
    let real = fs::canonicalize(path).map_err(failed)?;
    let named_inside = path
        .strip_prefix(root)
        .is_ok_and(|below| below.components().all(|part| matches!(part, std::path::Component::Normal(_))));
    if named_inside && !fs::canonicalize(root).is_ok_and(|root| real.starts_with(root)) {
        return Err(CliError::new(format!("{} leads out of the repository", path.display()))
            .help("name the file itself, in the repository that it belongs to"));
    }
    let folder = real.parent().map_or_else(|| PathBuf::from("."), Path::to_path_buf);
    let unchanged = || -> Result<(), CliError> {
        if fs::read(&real).map_err(failed)? == before.as_bytes() {
            return Ok(());
        }
        Err(CliError::new(format!("{} was changed in the meantime, so nothing was written to it", path.display()))
            .help("run the command again"))
    };
    unchanged()?;
    let permissions = fs::metadata(&real).map_err(failed)?.permissions();
    if permissions.readonly() {
        return Err(CliError::new(format!("{} is read-only", path.display())).help("make it writable"));
    }
    let mut file = tempfile::Builder::new().prefix(".rolloutlint-").tempfile_in(folder).map_err(failed)?;
    file.write_all(after.as_bytes()).map_err(failed)?;
    file.as_file().set_permissions(permissions).map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    unchanged()?;
    file.persist(&real).map(|_| ()).map_err(|error| failed(error.error))
}

/// Writes a file that must not exist yet, with the folders that lead to it.
///
/// # Errors
/// When there is something at the path, or it cannot be written.
pub(super) fn create(path: &Path, text: &str) -> Result<(), CliError> {
    let failed = |error: std::io::Error| CliError::new(format!("{} cannot be written", path.display())).cause(error);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    let mut file = fs::OpenOptions::new().write(true).create_new(true).open(path).map_err(failed)?;
    file.write_all(text.as_bytes()).map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_changed_in_the_meantime_is_left_alone() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("plan.md");
        fs::write(&path, "theirs").expect("a file");
        let error = replace(folder.path(), &path, "ours before", "ours").expect_err("somebody else wrote it");
        assert!(error.to_string().contains("was changed in the meantime"), "{error}");
        assert_eq!(fs::read(&path).expect("the file"), b"theirs");
        replace(folder.path(), &path, "theirs", "ours").expect("now it is as it was read");
        assert_eq!(fs::read(&path).expect("the file"), b"ours");
        create(&path, "again").expect_err("it is there already");
    }
}
