//! Where one command at a time writes from: a lock, and a folder for what is not finished.

use super::journal;
use super::signals;
use crate::cli::output::aside;
use crate::error::Error;
use crate::git::Repository;
use crate::report::terminal;
use std::collections::hash_map::DefaultHasher;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::hash::{Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How long a command waits for another one that writes.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// How long it sleeps before it looks again.
const PAUSE: Duration = Duration::from_millis(10);

/// The right to write to a checkout. It ends with the value, and with the process.
pub(in crate::cli) struct Desk {
    /// The folder in the repository's own folder for what is not finished; `None` without a
    /// repository. No glob takes a file there.
    folder: Option<PathBuf>,
    /// Locked for as long as it is open.
    _lock: File,
}

impl Desk {
    /// Waits for the right to write to the checkout that a folder lies in. Whoever reads what it
    /// then writes must read after this.
    ///
    /// # Errors
    /// When another command has it for too long, and when there is no place for a lock.
    pub(in crate::cli) fn take(dir: &Path) -> Result<Desk, Error> {
        let repository = Repository::discover(dir).ok();
        let folder = repository.map(|repository| repository.own_folder().join("rolloutlint"));
        let folder = folder.filter(|folder| fs::create_dir_all(folder).is_ok());
        let own = folder.as_ref().map(|folder| folder.join("lock"));
        let opened = own.and_then(|path| Some((open(&path).ok()?, path)));
        let (folder, (lock, path)) = match opened {
            Some(opened) => (folder, opened),
            // Without a repository, or in one that others own, the lock is where all may write.
            None => {
                let path = common_lock(dir);
                let failed = |error| Error::new(format!("{} cannot be opened", path.display())).because(error);
                (None, (open(&path).map_err(failed)?, path))
            }
        };
        wait_for(&lock, &path)?;
        signals::watch();
        let desk = Desk { folder, _lock: lock };
        for path in desk.tidy()? {
            let path = terminal(&path.to_string_lossy());
            aside(format!("note: a command was stopped while it wrote {path}: it is taken back\n").as_bytes());
        }
        Ok(desk)
    }

    /// The folder for what is not finished; `None` without a repository.
    pub(super) fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    /// Takes back what a killed command left half done, and clears its files away. Gives the files
    /// that have their old text again.
    fn tidy(&self) -> Result<Vec<PathBuf>, Error> {
        let Some(folder) = &self.folder else { return Ok(Vec::new()) };
        let back = journal::take_back_in(folder)?;
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        for entry in entries.filter(|entry| entry.file_name() != "lock") {
            // What cannot be cleared away does no harm there.
            let _ = fs::remove_file(entry.path());
        }
        Ok(back)
    }
}

fn open(path: &Path) -> io::Result<File> {
    OpenOptions::new().create(true).truncate(false).write(true).open(path)
}

/// A lock for a folder, where everybody may write.
fn common_lock(dir: &Path) -> PathBuf {
    let mut hasher = DefaultHasher::new();
    dir.canonicalize().unwrap_or_else(|_| dir.to_path_buf()).hash(&mut hasher);
    std::env::temp_dir().join(format!("rolloutlint-{:016x}.lock", hasher.finish()))
}

fn wait_for(lock: &File, path: &Path) -> Result<(), Error> {
    let begin = Instant::now();
    loop {
        match lock.try_lock() {
            Ok(()) => return Ok(()),
            // Some file systems know no locks; whoever writes there looks twice anyway.
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => return Ok(()),
            Err(TryLockError::Error(error)) => {
                return Err(Error::new(format!("{} cannot be locked", path.display())).because(error));
            }
            Err(TryLockError::WouldBlock) if begin.elapsed() > LONGEST_WAIT => {
                let seconds = LONGEST_WAIT.as_secs();
                return Err(Error::new(format!("another rolloutlint has been writing here for {seconds} seconds"))
                    .help(format!("wait until it is done, or end it; it holds {}", path.display())));
            }
            Err(TryLockError::WouldBlock) => sleep(PAUSE),
        }
    }
}
