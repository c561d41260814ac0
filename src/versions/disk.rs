//! The files on disk, with those that a sparse checkout leaves out.

use super::memory::{Memory, Stamp};
use crate::error::Error;
use crate::git::{CommitId, Lists, Places, Repository, Unsaved, path_on_disk, path_text, path_text_of};
use crate::plan::shown::ShownWords;
use crate::text::{FILE_LIMIT, Source};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// The files on disk. A path starts at the root, and has `/` between its parts.
#[derive(Clone, Copy)]
pub(super) struct Disk<'a> {
    root: &'a Path,
    /// The repository that the root is in, if there is one.
    repository: Option<&'a Repository>,
    /// What stands in place of files on disk.
    unsaved: Option<&'a Unsaved>,
}

impl<'a> Disk<'a> {
    pub(super) fn new(root: &'a Path, repository: Option<&'a Repository>) -> Disk<'a> {
        Disk { root, repository, unsaved: repository.map(Repository::unsaved) }
    }

    /// The same files outside of a repository, with these texts in place of some of them.
    pub(super) fn with_unsaved(self, unsaved: &'a Unsaved) -> Disk<'a> {
        Disk { unsaved: Some(unsaved), ..self }
    }

    /// The bytes that an editor holds in place of a file.
    pub(super) fn unsaved(self, path: &str) -> Option<&'a [u8]> {
        self.unsaved.and_then(|unsaved| unsaved.bytes(path))
    }

    /// The bytes of a file. `None` when it is absent, or a link: no review sees what lies behind
    /// one.
    pub(super) fn read(self, path: &str) -> Result<Option<Vec<u8>>, Error> {
        let full = path_on_disk(self.root, path);
        let metadata = full.symlink_metadata();
        if let Some(bytes) = self.unsaved(path).filter(|_| metadata.as_ref().map_or(true, |found| found.is_file())) {
            return Ok(Some(bytes.to_vec()));
        }
        match metadata {
            Ok(found) if found.is_file() => Ok(Some(read_file(&full).map_err(|error| Error::unreadable(path, error))?)),
            Ok(_) => Ok(None),
            Err(_) => match self.left_out(path)? {
                Some((repository, head)) => repository.read_at(&head, path),
                None => Ok(None),
            },
        }
    }

    /// The first symbolic link on the way along a path: how much of the path leads to it, and where
    /// it points.
    pub(super) fn link_on(self, path: &str) -> Result<Option<(usize, String)>, Error> {
        for end in path.match_indices('/').map(|(slash, _)| slash).chain([path.len()]) {
            let full = path_on_disk(self.root, &path[..end]);
            match full.symlink_metadata() {
                Ok(found) if found.is_symlink() => {
                    let target = std::fs::read_link(&full).map_err(|error| Error::unreadable(path, error))?;
                    let target = path_text(target.as_os_str().as_encoded_bytes());
                    let target = if cfg!(windows) { target.replace('\\', "/") } else { target.into_owned() };
                    return Ok(Some((end, target)));
                }
                Ok(_) => {}
                Err(_) => {
                    let Some((repository, head)) = self.left_out(path)? else { return Ok(None) };
                    return repository.link_at(&head, path);
                }
            }
        }
        Ok(None)
    }

    pub(super) fn has_folder(self, path: &str) -> Result<bool, Error> {
        match path_on_disk(self.root, path).symlink_metadata() {
            Ok(found) => Ok(found.is_dir()),
            Err(_) => match self.left_out(path)? {
                Some((repository, head)) => repository.has_folder_at(&head, path),
                None => Ok(false),
            },
        }
    }

    /// Whether something is at a path: a file, a folder or a link.
    pub(super) fn exists(self, path: &str) -> bool {
        path_on_disk(self.root, path).symlink_metadata().is_ok()
            || self.unsaved(path).is_some()
            || self.repository.is_some_and(|repository| repository.exists_on_disk(path))
    }

    /// The folder of the other repository that a path lies in, if any.
    pub(super) fn repository_on_the_way(self, path: &str) -> Result<Option<String>, Error> {
        self.repository.map_or(Ok(None), |repository| repository.repository_on_the_way(None, path))
    }

    /// The paths of what lies in a folder itself. The folder ends in `/`.
    pub(super) fn files_in(self, folder: &str) -> Result<BTreeSet<String>, Error> {
        let is_inside = |path: &str| path.strip_prefix(folder).is_some_and(|name| !name.contains('/'));
        let place = Places::new([folder.to_owned()]);
        let tracked = self.repository.map(|repository| repository.tracked(&place, &is_inside)).transpose()?;
        let left_out = tracked.into_iter().flatten().filter(|tracked| tracked.left_out.is_some());
        let mut paths: BTreeSet<String> = left_out.map(|tracked| tracked.path).collect();
        if let Ok(entries) = std::fs::read_dir(path_on_disk(self.root, folder)) {
            let names = entries.flatten().map(|entry| path_text_of(Path::new(&entry.file_name())));
            paths.extend(names.map(|name| format!("{folder}{name}")));
        }
        Ok(paths)
    }

    /// The names of the files and links in a folder itself. Nothing of it need be tracked.
    pub(super) fn names_in(self, folder: &str) -> Vec<String> {
        let entries = std::fs::read_dir(path_on_disk(self.root, folder)).into_iter().flatten().flatten();
        let files = entries.filter(|entry| entry.file_type().is_ok_and(|kind| !kind.is_dir()));
        files.map(|entry| path_text_of(Path::new(&entry.file_name()))).collect()
    }

    /// The repository, and the commit to read from, of a file that a sparse checkout leaves out.
    fn left_out(self, path: &str) -> Result<Option<(&'a Repository, CommitId)>, Error> {
        let Some(repository) = self.repository.filter(|repository| repository.exists_on_disk(path)) else {
            return Ok(None);
        };
        Ok(repository.head()?.map(|head| (repository, head.id)))
    }

    /// Reads the wanted files in the whole folder: those that Git tracks, whatever ignores them,
    /// and those that nothing ignores. Of a file that a sparse checkout leaves out, it reads what
    /// the index has. Every wanted file must lie at or below one of `places`.
    ///
    /// # Errors
    /// When a wanted file cannot be read, or a folder that may hold one: a plan that nobody may see
    /// must not pass for none.
    pub(super) fn find(
        self,
        places: &Places,
        is_wanted: &dyn Fn(&str) -> bool,
    ) -> Result<BTreeMap<String, Source>, Error> {
        self.find_below(self.root, places, is_wanted)
    }

    /// Those of the files that [`Disk::find`] would read in which one of some words is shown. A
    /// session need not read a file again in which none was.
    ///
    /// # Errors
    /// As there.
    pub(super) fn find_holding(
        self,
        places: &Places,
        is_wanted: &dyn Fn(&str) -> bool,
        words: &BTreeSet<String>,
        memory: Option<&Memory>,
    ) -> Result<Vec<Source>, Error> {
        let finder = ShownWords::new(words);
        let now = SystemTime::now();
        let read = |file: FoundFile| {
            let stamped = match (&file, memory) {
                (FoundFile::Unread { full, .. }, Some(memory)) => {
                    Stamp::of(full, now).map(|stamp| (full, memory, stamp))
                }
                _ => None,
            };
            if stamped.is_some_and(|(full, memory, stamp)| memory.is_without(words, full, stamp)) {
                return Ok(None);
            }
            let holds = |bytes: &[u8]| {
                let holds = finder.are_in(bytes);
                if let (false, Some((full, memory, stamp))) = (holds, stamped) {
                    memory.note(words, full, stamp);
                }
                holds
            };
            file.read_holding(&holds)
        };
        let found: Vec<FoundFile> = self.list(places, is_wanted)?.into_values().collect();
        found.into_par_iter().filter_map(|file| read(file).transpose()).collect()
    }

    /// The files that [`Disk::find`] would read, still to be read.
    ///
    /// # Errors
    /// When a folder that may hold a wanted file cannot be opened.
    pub(super) fn list(
        self,
        places: &Places,
        is_wanted: &dyn Fn(&str) -> bool,
    ) -> Result<BTreeMap<String, FoundFile>, Error> {
        self.list_below(self.root, places, is_wanted)
    }

    /// Like [`Disk::find`], but only at or below the folder `start`.
    fn find_below(
        self,
        start: &Path,
        places: &Places,
        is_wanted: &dyn Fn(&str) -> bool,
    ) -> Result<BTreeMap<String, Source>, Error> {
        let found = self.list_below(start, places, is_wanted)?.into_par_iter();
        found.filter_map(|(path, file)| Some(file.read().transpose()?.map(|source| (path, source)))).collect()
    }

    /// The files that [`Disk::find`] would read at or below the folder `start`. They are still to
    /// be read.
    ///
    /// # Errors
    /// When a folder that may hold a wanted file cannot be opened.
    pub(super) fn list_below(
        self,
        start: &Path,
        places: &Places,
        is_wanted: &dyn Fn(&str) -> bool,
    ) -> Result<BTreeMap<String, FoundFile>, Error> {
        let (mut found, links) = self.walk(start, places, is_wanted)?;
        let mut files = BTreeMap::new();
        let folder = self.path_of(start, start);
        let is_below = |path: &str| {
            folder.is_empty() || path.strip_prefix(folder.as_str()).is_some_and(|rest| rest.starts_with('/'))
        };
        if let Some(repository) = self.repository {
            let is_missing = |path: &str| is_below(path) && is_wanted(path) && !found.contains_key(path);
            for tracked in repository.tracked(places, &is_missing)? {
                let full = path_on_disk(self.root, &tracked.path);
                if let Some(bytes) = tracked.left_out {
                    let source = Source::from_bytes(tracked.path.clone(), &bytes);
                    files.insert(tracked.path, FoundFile::Read(source));
                    continue;
                }
                // No review sees what lies behind a link.
                let is_link = full.symlink_metadata().is_ok_and(|found| found.is_symlink());
                if !is_link && repository.relative_path(&full).as_deref() == Some(tracked.path.as_str()) {
                    found.insert(tracked.path, full);
                }
            }
        }
        // What was never saved is a new file, unless Git would ignore it.
        for path in self.unsaved.into_iter().flat_map(Unsaved::paths).filter(|path| is_below(path) && is_wanted(path)) {
            let is_new = path_on_disk(self.root, path).symlink_metadata().is_err();
            let is_ignored = || self.repository.map_or(Ok(false), |repository| repository.is_ignored(path, false));
            if found.remove(path).is_some() || (is_new && !is_ignored()?) {
                let source = Source::from_bytes(path, self.unsaved(path).unwrap_or_default());
                files.insert(path.to_owned(), FoundFile::Read(source));
            }
        }
        files.extend(found.into_iter().map(|(path, full)| (path.clone(), FoundFile::Unread { path, full })));
        files.extend(links.into_iter().map(|path| (path.clone(), FoundFile::Link { path })));
        Ok(files)
    }

    /// The wanted files that nothing ignores, by their paths, and the links that may lead to some.
    fn walk(
        self,
        start: &Path,
        places: &Places,
        is_wanted: &dyn Fn(&str) -> bool,
    ) -> Result<(BTreeMap<String, PathBuf>, Vec<String>), Error> {
        let mut walk = ignore::WalkBuilder::new(start);
        let lists = match self.repository {
            Some(repository) => {
                repository.ignore_in(&mut walk);
                repository.lists_above(start)?
            }
            None => Lists::above(start, None)?,
        };
        let seen = lists.clone();
        walk.ignore(false).hidden(false).follow_links(false).filter_entry(move |entry| {
            let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
            entry.file_name() != ".git" && (!is_folder || seen.may_enter(entry.path()))
        });
        // The walk follows no link, so that only its start has to be resolved.
        let folder = self.path_of(start, start);
        let path_of = |full: &Path| {
            let below = path_text_of(full.strip_prefix(start).ok()?);
            Some([folder.as_str(), &below].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/"))
        };
        let (mut found, mut links) = (BTreeMap::new(), Vec::new());
        let may_lead_to_some = |path: &String| is_wanted(path) || is_wanted(&file_behind(path));
        for entry in walk.build() {
            match entry {
                Ok(entry) if entry.path_is_symlink() => {
                    links.extend(path_of(entry.path()).filter(may_lead_to_some));
                }
                Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => {
                    if let Some(path) = path_of(entry.path()).filter(|path| is_wanted(path)) {
                        found.insert(path, entry.into_path());
                    }
                }
                Ok(_) => {}
                Err(error) => {
                    let is_closed = error.io_error().is_some_and(|error| error.kind() == ErrorKind::PermissionDenied);
                    let Some(full) = full_path(&error).filter(|_| is_closed) else { continue };
                    let Some(path) = path_of(full).filter(|path| full == start || places.touch(path)) else { continue };
                    return Err(Error::new(format!("plans may be in the folder {path}, which cannot be opened"))
                        .because(error)
                        .help("run it as somebody who may read it; if no plan is there, say so with `plans:` in .rolloutlint.yml or in .gitignore"));
                }
            }
        }
        lists.are_files()?;
        Ok((found, links))
    }

    /// The path of a file or a folder as reports show it: from the root with `/`, and outside of
    /// the root as somebody gave it.
    pub(super) fn path_of(self, full: &Path, given: &Path) -> String {
        let inside = match (full.canonicalize(), self.root.canonicalize()) {
            (Ok(full), Ok(root)) => full.strip_prefix(&root).ok().map(Path::to_path_buf),
            _ => full.strip_prefix(self.root).ok().map(Path::to_path_buf),
        };
        inside.map_or_else(|| given.to_string_lossy().replace('\\', "/"), |inside| path_text_of(&inside))
    }
}

/// A path that a plan would have in a folder behind a link.
pub(super) fn file_behind(link: &str) -> String {
    format!("{link}/plan.md")
}

/// A file that was found. Thousands of files are read one by one, so that memory never holds all
/// their texts.
pub(super) enum FoundFile {
    /// A file on disk, still to be read.
    Unread {
        /// The path from the root.
        path: String,
        /// The place on disk.
        full: PathBuf,
    },
    /// A text that is no file on disk, or that was read already.
    Read(Source),
    /// A symbolic link, which is not followed: no review sees what lies behind it.
    Link {
        /// The path from the root.
        path: String,
    },
}

impl FoundFile {
    /// The path from the root.
    pub(super) fn path(&self) -> &str {
        match self {
            FoundFile::Unread { path, .. } | FoundFile::Read(Source { path, .. }) | FoundFile::Link { path } => path,
        }
    }

    /// Its text. `None` for a link, and for a file that vanished since it was found.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(super) fn read(&self) -> Result<Option<Source>, Error> {
        self.read_holding(&|_| true)
    }

    /// The same, and `None` as well where its bytes are not of some kind.
    ///
    /// # Errors
    /// When it cannot be read.
    fn read_holding(&self, holds: &dyn Fn(&[u8]) -> bool) -> Result<Option<Source>, Error> {
        match self {
            FoundFile::Link { .. } => Ok(None),
            FoundFile::Read(source) => Ok(holds(source.text.as_bytes()).then(|| source.clone())),
            FoundFile::Unread { path, full } => match read_file(full) {
                Ok(bytes) => Ok(holds(&bytes).then(|| Source::from_bytes(path.clone(), &bytes))),
                Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
                Err(error) => Err(Error::unreadable(path, error)),
            },
        }
    }
}

/// The place on disk that an error of a walk is about.
fn full_path(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => full_path(err),
        _ => None,
    }
}

/// Reads a file, and of a huge file only as much as shows that it is too large.
///
/// # Errors
/// When it cannot be read, and when it is no regular file: reading a pipe or a device could last
/// for ever.
pub(crate) fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    let found = path.metadata()?;
    if !found.is_file() {
        return Err(io::Error::new(ErrorKind::InvalidInput, "it is no regular file"));
    }
    let most = FILE_LIMIT as u64 + 1;
    let mut bytes = Vec::with_capacity(found.len().min(most) as usize + 1);
    File::open(path)?.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}
