//! Scanning the files on disk for those that may differ from the index.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::mpsc;

use gix::ObjectId;
use gix::bstr::BStr;
use gix::index::State;
use gix::index::entry::{Flags, Mode, Stage, Stat};
use parking_lot::Mutex;
use rayon::prelude::*;

use super::contents::{LARGE, blob_id};
use super::ignored::{Lists, ignore_as_git};
use super::index::recorded_file;
use super::paths::{ends_of_parts, is_gone, is_plain_name, path_bytes, path_on_disk, path_text};
use super::unsaved::Unsaved;
use crate::error::{Error, OrFail};
use crate::text::FILE_LIMIT;

/// A path on disk, with its file.
pub(super) struct OnDisk {
    pub(super) path: String,
    /// `None` when there is no regular file, or only behind a folder that is a symbolic link.
    pub(super) file: Option<DiskFile>,
}

/// A regular file on disk.
pub(super) struct DiskFile {
    pub(super) bytes: Vec<u8>,
    /// The id of exactly these bytes. `None` when the file was too large to be read whole.
    pub(super) id: Option<ObjectId>,
}

/// A scan of the files on disk, with all that it needs of the repository. It holds no repository,
/// so that several threads can share it.
pub(super) struct Scan<'a> {
    pub(super) workdir: &'a Path,
    pub(super) index: &'a State,
    pub(super) hash: gix::hash::Kind,
    pub(super) stat_options: gix::index::entry::stat::Options,
    /// Whether symbolic links are checked out as files.
    pub(super) links_are_files: bool,
    /// Whether the file system takes `A.md` and `a.md` for one path.
    pub(super) ignores_case: bool,
    /// Whether Git joins letters and accents in paths into one character.
    pub(super) composes_unicode: bool,
    /// See [`Repository::ignored_elsewhere`](super::repository::Repository::ignored_elsewhere).
    pub(super) ignored_elsewhere: Option<PathBuf>,
    pub(super) wanted: &'a (dyn Fn(&str) -> bool + Sync),
    /// Which of them somebody needs. Another one that cannot be read is left out.
    pub(super) is_needed: &'a (dyn Fn(&str) -> bool + Sync),
    /// What stands in place of files on disk.
    pub(super) unsaved: &'a Unsaved,
}

impl Scan<'_> {
    /// The wanted files of the index that may differ from their entries.
    pub(super) fn changed_tracked(&self) -> Result<Vec<OnDisk>, Error> {
        const AT_ONCE: usize = 1024;
        let entries = self.index.entries();
        let found = (0..entries.len()).into_par_iter().step_by(AT_ONCE).map(|start| {
            let mut folders = RealFolders { workdir: self.workdir, known: HashMap::new() };
            let mut found = Vec::new();
            for number in start..entries.len().min(start + AT_ONCE) {
                let entry = &entries[number];
                let path = entry.path(self.index);
                // A path in conflict has an entry for each side.
                let is_repeated = number > 0 && entries[number - 1].path(self.index) == path;
                let path = path_text(path);
                if is_repeated || entry.mode.is_sparse() || !(self.wanted)(&path) || !path.split('/').all(is_plain_name)
                {
                    continue;
                }
                match self.look_at(entry, &path, &mut folders) {
                    Err(_) if !(self.is_needed)(&path) => {}
                    looked => found.extend(looked?),
                }
            }
            Ok(found)
        });
        let found: Vec<Vec<OnDisk>> = found.collect::<Result<_, Error>>()?;
        Ok(found.into_iter().flatten().collect())
    }

    /// The file on disk for an entry of the index. `None` when it is the file that the entry
    /// records.
    fn look_at(
        &self,
        entry: &gix::index::Entry,
        path: &str,
        folders: &mut RealFolders<'_>,
    ) -> Result<Option<OnDisk>, Error> {
        let recorded = recorded_file(entry);
        let on_disk = |file: Option<DiskFile>| OnDisk { path: path.to_owned(), file };
        if entry.flags.contains(Flags::ASSUME_VALID) || (entry.mode == Mode::SYMLINK && self.links_are_files) {
            return Ok(None);
        }
        let full = path_on_disk(self.workdir, path);
        let metadata = if folders.leads_to(path)? { metadata(&full)? } else { None };
        let is_same = |file: &DiskFile| file.id.is_some() && file.id == recorded;
        // A link on disk stays one, whatever an editor shows of the file behind it.
        if let Some(file) = self.unsaved(path)?.filter(|_| metadata.as_ref().is_none_or(|found| found.is_file())) {
            return Ok((!is_same(&file)).then(|| on_disk(Some(file))));
        }
        let Some(metadata) = metadata else {
            let is_left_out = entry.flags.contains(Flags::SKIP_WORKTREE) && entry.stage() == Stage::Unconflicted;
            return Ok((!is_left_out).then(|| on_disk(None)));
        };
        if !metadata.is_file() {
            // Where the entry is no regular file either, nothing has changed for us.
            return Ok(recorded.is_some().then(|| on_disk(None)));
        }
        // A file that was written in the moment of the index, or later, may have changed without a
        // trace: only its bytes can tell. A very large file is not read, since its text would be
        // refused anyway.
        let is_untouched = Stat::from_fs(&metadata).is_ok_and(|stat| {
            let can_tell = metadata.len() > LARGE || !entry.stat.is_racy(self.index.timestamp(), self.stat_options);
            can_tell && entry.stat.matches(&stat, self.stat_options)
        });
        if recorded.is_some() && is_untouched {
            return Ok(None);
        }
        let file = read_file(&full, metadata.len(), self.hash)?;
        let is_same = file.as_ref().is_some_and(is_same);
        Ok((!is_same).then(|| on_disk(file)))
    }

    /// The wanted files that the index does not list and Git does not ignore.
    pub(super) fn untracked(&self) -> Result<Vec<OnDisk>, Error> {
        let paths = Mutex::new(Vec::new());
        let is_tracked = |path: &str| {
            let is_same = |entry: &gix::index::Entry| entry.path(self.index).eq_ignore_ascii_case(path.as_bytes());
            self.index.entry_by_path(BStr::new(&*path_bytes(path))).is_some()
                || (self.ignores_case && self.index.entries().iter().any(is_same))
        };
        let visit = |entry: &ignore::DirEntry| {
            if !entry.file_type().is_some_and(|kind| kind.is_file()) {
                return;
            }
            // All paths of the walk begin as it does.
            let start = self.workdir.as_os_str().as_encoded_bytes();
            let Some(path) = entry.path().as_os_str().as_encoded_bytes().strip_prefix(start) else { return };
            let separators = path.iter().take_while(|byte| std::path::is_separator(char::from(**byte))).count();
            let path = path_text(&path[separators..]);
            let path = if cfg!(windows) { Cow::Owned(path.replace('\\', "/")) } else { path };
            let path = if self.composes_unicode { composed(&path) } else { path };
            if (self.wanted)(&path) && !is_tracked(&path) {
                // Where Git composes letters and accents, the file may have another name on disk.
                let found = (path.into_owned(), entry.path().to_path_buf());
                paths.lock().push(found);
            }
        };
        let threads = MOST_WALKERS.min(rayon::current_num_threads());
        let lists = Lists::above(self.workdir, self.ignored_elsewhere.as_deref())?;
        let seen = lists.clone();
        let mut walk = ignore::WalkBuilder::new(self.workdir);
        ignore_as_git(&mut walk, self.workdir, self.ignored_elsewhere.as_deref());
        walk.ignore_case_insensitive(self.ignores_case)
            .filter_entry(move |entry| {
                let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
                let is_nested = || entry.depth() > 0 && is_folder && entry.path().join(".git").exists();
                entry.file_name() != ".git" && !is_nested() && (!is_folder || seen.may_enter(entry.path()))
            })
            .threads(threads);
        // As for Git, a folder that cannot be read holds no file that could be committed.
        match can_start(threads) {
            true => walk.build_parallel().run(|| {
                Box::new(|entry| {
                    entry.iter().for_each(visit);
                    ignore::WalkState::Continue
                })
            }),
            false => walk.build().flatten().for_each(|entry| visit(&entry)),
        }
        lists.are_files()?;
        let mut found = Vec::new();
        for (path, full) in paths.into_inner() {
            if let Some(metadata) = metadata(&full)?.filter(|metadata| metadata.is_file()) {
                if let Some(file) = self.unsaved(&path)? {
                    found.push(OnDisk { path, file: Some(file) });
                    continue;
                }
                match read_file(&full, metadata.len(), self.hash) {
                    Err(_) if !(self.is_needed)(&path) => {}
                    file => found.push(OnDisk { path, file: file? }),
                }
            }
        }
        Ok(found)
    }

    /// What an editor holds in place of the file at a path.
    pub(super) fn unsaved(&self, path: &str) -> Result<Option<DiskFile>, Error> {
        let Some(bytes) = self.unsaved.bytes(path) else { return Ok(None) };
        let failed = || Error::new(format!("cannot read `{path}`"));
        let id = (bytes.len() as u64 <= LARGE).then(|| blob_id(self.hash, bytes).or_fail(failed)).transpose()?;
        Ok(Some(DiskFile { bytes: bytes.to_vec(), id }))
    }
}

/// More threads than this make no walk quicker.
const MOST_WALKERS: usize = 12;

/// Whether the system gives so many threads. The walk cannot do with fewer than it was promised.
fn can_start(threads: usize) -> bool {
    let start = |_| {
        let (hold, wait) = mpsc::channel::<()>();
        let waiting = std::thread::Builder::new().spawn(move || wait.recv().unwrap_or_default());
        waiting.ok().map(|waiting| (hold, waiting))
    };
    let started: Vec<_> = (0..threads).map_while(start).collect();
    let are_all = started.len() == threads;
    for (hold, waiting) in started {
        drop(hold);
        // It does nothing that could fail.
        let _ = waiting.join();
    }
    are_all
}

/// A path with each letter and its accents in one character.
fn composed(path: &str) -> Cow<'_, str> {
    use unicode_normalization::UnicodeNormalization;
    if path.is_ascii() { Cow::Borrowed(path) } else { Cow::Owned(path.nfc().collect()) }
}

/// Distinguishes folders of the worktree from symbolic links to folders, which may lead out of the
/// repository.
struct RealFolders<'a> {
    workdir: &'a Path,
    /// Whether each folder that was looked at is a real one.
    known: HashMap<String, bool>,
}

impl RealFolders<'_> {
    /// Whether all folders above a path are real folders.
    fn leads_to(&mut self, path: &str) -> Result<bool, Error> {
        let Some((folder, _)) = path.rsplit_once('/') else { return Ok(true) };
        if let Some(known) = self.known.get(folder) {
            return Ok(*known);
        }
        let mut is_real = true;
        for end in ends_of_parts(folder) {
            is_real = metadata(&path_on_disk(self.workdir, &folder[..end]))?.is_some_and(|metadata| metadata.is_dir());
            if !is_real {
                break;
            }
        }
        self.known.insert(folder.to_owned(), is_real);
        Ok(is_real)
    }
}

/// The metadata of a path itself: a link is not followed. `None` when nothing is there.
fn metadata(path: &Path) -> Result<Option<gix::index::fs::Metadata>, Error> {
    match gix::index::fs::Metadata::from_path_no_follow(path) {
        Ok(metadata) => Ok(Some(metadata)),
        Err(error) if is_gone(&error) => Ok(None),
        Err(error) => Err(Error::new(format!("cannot look at `{}`", path.display())).because(error)),
    }
}

/// Reads a file of some size. Of a very large one it reads only the start. `None` when the file
/// vanished in the meantime.
fn read_file(path: &Path, size: u64, hash: gix::hash::Kind) -> Result<Option<DiskFile>, Error> {
    let failed = || Error::new(format!("cannot read `{}`", path.display()));
    let mut bytes = Vec::new();
    let most = FILE_LIMIT as u64 + 1;
    match fs::File::open(path).and_then(|file| file.take(most).read_to_end(&mut bytes)) {
        Ok(_) if size > LARGE => Ok(Some(DiskFile { bytes, id: None })),
        Ok(_) => {
            let id = blob_id(hash, &bytes).or_fail(failed)?;
            Ok(Some(DiskFile { bytes, id: Some(id) }))
        }
        Err(error) if is_gone(&error) => Ok(None),
        Err(error) => Err(failed().because(error)),
    }
}
