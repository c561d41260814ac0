//! A report that goes to a file: the path holds what it held before until the report is whole.

use super::signals;
use super::temporary::{empty, everybody, going_with_us, has_other_names, like, parent_of};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;
use tempfile::NamedTempFile;

/// Lets something be written to a file, which gets its place at the end. What is no file of its own
/// stays what it is and is written to directly: a pipe, a device, a link, a file with other names.
///
/// # Errors
/// When it cannot be written. A file that was there has its old text then.
pub(in crate::cli) fn write_whole(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let file = match beside(path) {
        Ok(Some(found)) => found,
        // A folder that nobody may write to, or an owner that nobody may give away.
        Err(error) if error.kind() != io::ErrorKind::PermissionDenied => return Err(error),
        _ => return flushed(BufWriter::new(File::create(path)?), write),
    };
    let own = file.path().to_path_buf();
    let written = flushed(BufWriter::new(file.as_file()), write);
    let mut held = signals::hold();
    let done = written.and_then(|()| file.persist(path).map(drop).map_err(|error| error.error));
    held.forget(&own);
    done
}

fn flushed<W: Write>(mut file: BufWriter<W>, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    write(&mut file)?;
    file.flush()
}

/// A file beside the one that a path names, which goes with the process. `None` where the path is
/// to be written to directly.
fn beside(path: &Path) -> io::Result<Option<NamedTempFile>> {
    signals::watch();
    // A link is written through: standard output is one.
    let found = match path.symlink_metadata() {
        Ok(found) if found.is_file() && !has_other_names(&found) => Some(found),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        _ => return Ok(None),
    };
    // What is missing is the folder, and no file of ours in it.
    fs::metadata(parent_of(path))?;
    let file = going_with_us(|| empty(parent_of(path), everybody().as_ref()))?;
    if let Some(found) = found {
        like(file.as_file(), &found).inspect_err(|_| signals::hold().forget(file.path()))?;
    }
    Ok(Some(file))
}
