//! What a session, which asks again after each edit, need not read again.

use parking_lot::Mutex;
use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// The files on disk that held none of some words when they were last read. That counts as long as
/// a file has the same stamp. Other words have to be looked for in all files.
#[derive(Debug, Default)]
pub(crate) struct Memory(Mutex<Remembered>);

#[derive(Debug, Default)]
struct Remembered {
    words: BTreeSet<String>,
    without: HashMap<PathBuf, Stamp>,
}

/// What tells that nobody has written a file since.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    length: u64,
    modified: SystemTime,
    /// When the system last noted a change, which nobody can set back, and which file it is. Only
    /// Unix knows.
    changed: Option<(i64, i64, u64)>,
}

/// So long ago a file must have been written: the clock of a file system may go in steps of two
/// seconds, and a second change in the same step leaves no trace.
const SETTLED: Duration = Duration::from_secs(3);

impl Stamp {
    /// The stamp of a file at some moment. `None` where it could not tell of a change.
    pub(super) fn of(file: &Path, now: SystemTime) -> Option<Stamp> {
        let found = file.symlink_metadata().ok().filter(|found| found.is_file())?;
        let (modified, changed) = (found.modified().ok()?, changed(&found));
        let seconds = |(seconds, _, _): (i64, i64, u64)| u64::try_from(seconds).ok();
        let noted = changed.and_then(seconds).map(|seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds));
        let is_settled = |moment: SystemTime| now.duration_since(moment).is_ok_and(|age| age > SETTLED);
        let is_old = is_settled(modified) && noted.is_none_or(is_settled);
        is_old.then_some(Stamp { length: found.len(), modified, changed })
    }
}

#[cfg(unix)]
fn changed(found: &std::fs::Metadata) -> Option<(i64, i64, u64)> {
    use std::os::unix::fs::MetadataExt;
    Some((found.ctime(), found.ctime_nsec(), found.ino()))
}

#[cfg(not(unix))]
fn changed(_: &std::fs::Metadata) -> Option<(i64, i64, u64)> {
    None
}

impl Memory {
    /// Whether the file with a stamp is known to hold none of the words.
    pub(super) fn is_without(&self, words: &BTreeSet<String>, file: &Path, stamp: Stamp) -> bool {
        let remembered = self.0.lock();
        remembered.words == *words && remembered.without.get(file) == Some(&stamp)
    }

    /// Notes that a file holds none of the words. It was read after its stamp was taken.
    pub(super) fn note(&self, words: &BTreeSet<String>, file: &Path, stamp: Stamp) {
        let mut remembered = self.0.lock();
        if remembered.words != *words {
            *remembered = Remembered { words: words.clone(), without: HashMap::new() };
        }
        remembered.without.insert(file.to_path_buf(), stamp);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(words: &[&str]) -> BTreeSet<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn what_a_file_lacks_is_known_until_somebody_writes_it() {
        let folder = tempfile::TempDir::new().unwrap();
        let file = folder.path().join("plan.md");
        std::fs::write(&file, "RO-1").unwrap();
        // A file that was just written may change without a trace.
        assert_eq!(Stamp::of(&file, SystemTime::now()), None);
        let later = SystemTime::now() + Duration::from_secs(60);
        let stamp = Stamp::of(&file, later).unwrap();
        let memory = Memory::default();
        assert!(!memory.is_without(&words(&["RO-2"]), &file, stamp));
        memory.note(&words(&["RO-2"]), &file, stamp);
        assert!(memory.is_without(&words(&["RO-2"]), &file, Stamp::of(&file, later).unwrap()));
        assert!(!memory.is_without(&words(&["RO-3"]), &file, stamp), "another word");
        assert!(!memory.is_without(&words(&["RO-2"]), &folder.path().join("other.md"), stamp), "another file");

        // Another text of the same length, and another file in its place with its time.
        let modified = file.metadata().unwrap().modified().unwrap();
        std::thread::sleep(Duration::from_millis(20));
        let other = folder.path().join("new");
        std::fs::write(&other, "RO-2").unwrap();
        std::fs::File::options().write(true).open(&other).unwrap().set_modified(modified).unwrap();
        if cfg!(unix) {
            std::fs::rename(&other, &file).unwrap();
            assert_eq!(file.metadata().unwrap().modified().unwrap(), modified);
            assert!(!memory.is_without(&words(&["RO-2"]), &file, Stamp::of(&file, later).unwrap()), "swapped");
        }
        std::fs::write(&file, "RO-22").unwrap();
        assert!(!memory.is_without(&words(&["RO-2"]), &file, Stamp::of(&file, later).unwrap()), "longer");
        std::fs::remove_file(&file).unwrap();
        assert_eq!(Stamp::of(&file, later), None);
    }
}
