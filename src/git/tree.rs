//! The files of commits: which there are, which differ, and what they hold.

use std::borrow::Cow;
use std::collections::BTreeMap;

use gix::bstr::BStr;
use gix::index::entry::Mode;
use gix::{ObjectId, objs};
use rayon::prelude::*;

use super::compare::{Folder, Sides};
use super::contents::{Contents, FileChange};
use super::paths::{Places, ends_of_parts, is_plain_name, path_bytes, path_on_disk, path_text};
use super::repository::Repository;
use crate::error::Error;
use crate::text::CommitId;

/// A file, a folder, a link or a submodule of a commit.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry {
    /// Its kind, in which a file differs from a link with the same id.
    mode: objs::tree::EntryMode,
    id: ObjectId,
}

/// How many files a processor reads before it takes more.
const FILES_AT_ONCE: usize = 64;

/// The entries at some places, in the order of the places. Equal entries mean equal files.
pub(super) type EntriesAt = Vec<Option<Entry>>;

/// The last entry on the way along a path: the one at the path, or a file, a link or a submodule
/// before its end.
struct Stop<'p> {
    /// The part of the path that leads to the entry.
    path: &'p str,
    entry: Entry,
}

/// The entry of a folder with a name. The entries are in the order of the bytes of their names, so
/// that the search ends behind the place of the name; Git relies on that, too.
fn child(folder: &gix::Tree<'_>, name: &str) -> Option<Entry> {
    let name = path_bytes(name);
    for child in folder.iter().filter_map(Result::ok) {
        let found = child.filename();
        if **found == *name {
            return Some(Entry { mode: child.mode(), id: child.object_id() });
        }
        // Which of two comes first is not said by a name that the other one begins with: a folder
        // is sorted as if a slash stood behind it.
        let shared = found.len().min(name.len());
        if found[..shared] > name[..shared] {
            break;
        }
    }
    None
}

impl Repository {
    /// The wanted files that differ between two commits, sorted by path. A file whose executable
    /// bit alone differs is not among them.
    ///
    /// # Errors
    /// When a commit, a folder or a file cannot be read.
    pub fn changed_between(
        &self,
        base: &CommitId,
        head: &CommitId,
        wanted: &dyn Fn(&str) -> bool,
    ) -> Result<Vec<FileChange>, Error> {
        self.changed_between_and_beside(base, head, wanted, &|_| false)
    }

    /// As [`Repository::changed_between`], with other files in the same comparison. One of these
    /// that cannot be read is left out.
    ///
    /// # Errors
    /// As there.
    pub(crate) fn changed_between_and_beside(
        &self,
        base: &CommitId,
        head: &CommitId,
        wanted: &dyn Fn(&str) -> bool,
        beside: &dyn Fn(&str) -> bool,
    ) -> Result<Vec<FileChange>, Error> {
        let (base, head) = (self.tree_of(base)?, self.tree_of(head)?);
        let is_either = |path: &str| wanted(path) || beside(path);
        let differing = self.compare(Folder::Tree(base), Folder::Tree(head), None, &is_either)?;
        let read = |path: &str, sides: &Sides| -> Result<FileChange, Error> {
            let base = sides.base.map(|id| self.contents(id, path)).transpose()?;
            let head = sides.head.map(|id| self.contents(id, path)).transpose()?;
            Ok(FileChange { path: path.to_owned(), base, head })
        };
        let mut changes = Vec::with_capacity(differing.len());
        for (path, sides) in differing {
            match read(&path, &sides) {
                Err(_) if !wanted(&path) => {}
                change => changes.push(change?),
            }
        }
        Ok(changes)
    }

    /// The bytes of a file in a commit. `None` when it is absent or no regular file. For a file
    /// above 16 MiB see [`Contents::bytes`](super::Contents::bytes).
    ///
    /// # Errors
    /// When the commit or the file cannot be read.
    pub fn read_at(&self, commit: &CommitId, path: &str) -> Result<Option<Vec<u8>>, Error> {
        let id = self.find_in_tree(self.tree_of(commit)?, path)?;
        Ok(id.map(|id| self.contents(id, path)).transpose()?.map(|contents| contents.bytes))
    }

    /// The id that Git gives to a file of a commit. `None` when it is absent or no regular file.
    ///
    /// # Errors
    /// When the commit or a folder cannot be read.
    pub(crate) fn blob_at(&self, commit: &CommitId, path: &str) -> Result<Option<String>, Error> {
        Ok(self.find_in_tree(self.tree_of(commit)?, path)?.map(|id| id.to_string()))
    }

    /// The paths of the wanted regular files of a commit, at or below some places, sorted.
    ///
    /// # Errors
    /// When the commit or a folder cannot be read.
    pub fn files_at(
        &self,
        commit: &CommitId,
        places: &Places,
        wanted: &dyn Fn(&str) -> bool,
    ) -> Result<Vec<String>, Error> {
        let entries = self.entries_at(self.tree_of(commit)?, places)?;
        let nothing = vec![None; entries.len()];
        let files = self.compare_at(places, &nothing, &entries, wanted)?;
        Ok(files.into_keys().collect())
    }

    /// The wanted regular files of a commit, at or below some places, whose bytes are of some kind.
    /// Files are read by all processors, and only those of the kind are kept.
    ///
    /// # Errors
    /// When the commit, a folder or a file cannot be read.
    pub(crate) fn files_holding(
        &self,
        commit: &CommitId,
        places: &Places,
        wanted: &dyn Fn(&str) -> bool,
        holds: &(dyn Fn(&[u8]) -> bool + Sync),
    ) -> Result<Vec<(String, Contents)>, Error> {
        let entries = self.entries_at(self.tree_of(commit)?, places)?;
        let nothing = vec![None; entries.len()];
        let files = self.compare_at(places, &nothing, &entries, wanted)?;
        let files: Vec<(String, ObjectId)> =
            files.into_iter().filter_map(|(path, sides)| Some((path, sides.head?))).collect();
        let shared = self.share();
        let read = |files: &[(String, ObjectId)]| -> Result<Vec<(String, Contents)>, Error> {
            let repository = shared.open().without_memory();
            let mut found = Vec::new();
            for (path, id) in files {
                let contents = repository.contents(*id, path)?;
                if holds(&contents.bytes) {
                    found.push((path.clone(), contents));
                }
            }
            Ok(found)
        };
        let found: Vec<Vec<_>> = files.par_chunks(FILES_AT_ONCE).map(read).collect::<Result<_, Error>>()?;
        Ok(found.into_iter().flatten().collect())
    }

    /// The names of the files and links that lie in a folder of a commit itself. The empty path is
    /// the root. A folder that is absent has none.
    ///
    /// # Errors
    /// When the commit or a folder cannot be read.
    pub(crate) fn names_in(&self, commit: &CommitId, folder: &str) -> Result<Vec<String>, Error> {
        let entries = self.entries_at(self.tree_of(commit)?, &Places::new([folder.to_owned()]))?;
        let Some(Entry { mode, id }) = entries.into_iter().flatten().next() else { return Ok(Vec::new()) };
        let failed = |error: gix::Error| self.unreadable(&format!("cannot read folder {id}"), error);
        let children = if mode.is_tree() { self.tree(id).map_err(failed)? } else { return Ok(Vec::new()) };
        let files = children.iter().filter_map(Result::ok).filter(|child| !child.mode().is_tree());
        Ok(files.map(|child| path_text(child.filename()).into_owned()).collect())
    }

    /// The symbolic links of a commit, at or below some places. The search gives up behind `most`
    /// entries, with the links that it found so far.
    ///
    /// # Errors
    /// When the commit or a folder cannot be read.
    pub(crate) fn links_at(&self, commit: &CommitId, places: &Places, most: usize) -> Result<Vec<String>, Error> {
        let entries = self.entries_at(self.tree_of(commit)?, places)?;
        let mut open: Vec<(String, Entry)> = Vec::new();
        let at_places = places.0.iter().zip(entries).filter_map(|(place, entry)| Some((place.clone(), entry?)));
        open.extend(at_places);
        let (mut links, mut looked_at) = (Vec::new(), 0);
        while let Some((path, Entry { mode, id })) = open.pop() {
            if mode.is_link() {
                links.push(path);
                continue;
            }
            if !mode.is_tree() || looked_at > most {
                continue;
            }
            let failed = |error: gix::Error| self.unreadable(&format!("cannot read folder {id}"), error);
            let prefix = if path.is_empty() { path } else { path + "/" };
            for child in self.tree(id).map_err(failed)?.iter().filter_map(Result::ok) {
                looked_at += 1;
                let (name, mode) = (path_text(child.filename()), child.mode());
                if is_plain_name(&name) && (mode.is_tree() || mode.is_link()) {
                    open.push((format!("{prefix}{name}"), Entry { mode, id: child.object_id() }));
                }
            }
        }
        links.sort();
        Ok(links)
    }

    /// Whether a commit has a wanted regular file in a folder, at most `depth` folders below it.
    /// The search ends at the first one, and gives up with `None` when it has looked at `most`
    /// entries. The empty path is the root.
    ///
    /// # Errors
    /// When the commit or a folder cannot be read.
    pub(crate) fn has_file_below_at(
        &self,
        commit: &CommitId,
        folder: &str,
        depth: usize,
        most: usize,
        wanted: &dyn Fn(&str) -> bool,
    ) -> Result<Option<bool>, Error> {
        let root = self.tree_of(commit)?;
        if folder.is_empty() {
            return self.has_file_below(String::new(), root, depth, most, wanted);
        }
        let stop = self.stop_at(root, folder)?;
        match stop.filter(|stop| stop.path == folder && stop.entry.mode.is_tree()) {
            Some(stop) => self.has_file_below(format!("{folder}/"), stop.entry.id, depth, most, wanted),
            None => Ok(Some(false)),
        }
    }

    /// Whether a commit has a file, a folder or a link at a path. A path that leads through a link
    /// or into a submodule counts as there, since nobody can see it.
    ///
    /// # Errors
    /// When the commit or a folder cannot be read.
    pub(crate) fn exists_at(&self, commit: &CommitId, path: &str) -> Result<bool, Error> {
        let stop = self.stop_at(self.tree_of(commit)?, path)?;
        let is_there = |stop: Stop| stop.path == path || stop.entry.mode.is_link() || stop.entry.mode.is_commit();
        Ok(stop.is_some_and(is_there))
    }

    /// Whether a commit has a folder at a path.
    ///
    /// # Errors
    /// When the commit or a folder cannot be read.
    pub(crate) fn has_folder_at(&self, commit: &CommitId, path: &str) -> Result<bool, Error> {
        let stop = self.stop_at(self.tree_of(commit)?, path)?;
        Ok(stop.is_some_and(|stop| stop.path == path && stop.entry.mode.is_tree()))
    }

    /// The first symbolic link on the way along a path of a commit, the last part of the path
    /// included. Gives the length of the part of the path that leads to the link, and the path that
    /// the link points to.
    ///
    /// # Errors
    /// When the commit, a folder or the link cannot be read.
    pub(crate) fn link_at(&self, commit: &CommitId, path: &str) -> Result<Option<(usize, String)>, Error> {
        let stop = self.stop_at(self.tree_of(commit)?, path)?;
        let Some(link) = stop.filter(|stop| stop.entry.mode.is_link()) else { return Ok(None) };
        let target = self.contents(link.entry.id, link.path)?.bytes;
        Ok(Some((link.path.len(), path_text(&target).into_owned())))
    }

    /// The folder of another repository that a path leads into, in a commit, or on disk when no
    /// commit is given.
    ///
    /// # Errors
    /// When the commit or a folder cannot be read.
    pub(crate) fn repository_on_the_way(&self, commit: Option<&CommitId>, path: &str) -> Result<Option<String>, Error> {
        if let Some(commit) = commit {
            let stop = self.stop_at(self.tree_of(commit)?, path)?;
            return Ok(stop.filter(|stop| stop.entry.mode.is_commit()).map(|stop| stop.path.to_owned()));
        }
        let Some(workdir) = self.workdir() else { return Ok(None) };
        let index = self.index()?;
        let is_other = |folder: &&str| {
            // A file that the index lists belongs to this repository, whatever somebody put beside
            // it.
            let is_own = index.prefixed_entries(BStr::new(&*path_bytes(&format!("{folder}/")))).is_some();
            let is_submodule =
                || index.entry_by_path(BStr::new(&*path_bytes(folder))).is_some_and(|at| at.mode == Mode::COMMIT);
            !is_own && (is_submodule() || path_on_disk(workdir, folder).join(".git").exists())
        };
        Ok(ends_of_parts(path).map(|end| &path[..end]).find(is_other).map(str::to_owned))
    }

    /// The submodule that a path leads into, with the commit that it points to: in a commit, or in
    /// the index when no commit is given.
    ///
    /// # Errors
    /// When the commit, a folder or the index cannot be read.
    pub(crate) fn submodule_on_the_way(
        &self,
        commit: Option<&CommitId>,
        path: &str,
    ) -> Result<Option<(String, String)>, Error> {
        if let Some(commit) = commit {
            let stop = self.stop_at(self.tree_of(commit)?, path)?.filter(|stop| stop.entry.mode.is_commit());
            return Ok(stop.map(|stop| (stop.path.to_owned(), stop.entry.id.to_string())));
        }
        let index = self.index()?;
        let found = ends_of_parts(path).map(|end| &path[..end]).find_map(|folder| {
            let entry = index.entry_by_path(BStr::new(&*path_bytes(folder)))?;
            (entry.mode == Mode::COMMIT).then(|| (folder.to_owned(), entry.id.to_string()))
        });
        Ok(found)
    }

    /// The id of a regular file in a tree.
    pub(super) fn find_in_tree(&self, tree: ObjectId, path: &str) -> Result<Option<ObjectId>, Error> {
        let stop = self.stop_at(tree, path)?;
        Ok(stop.filter(|stop| stop.path == path && stop.entry.mode.is_blob()).map(|stop| stop.entry.id))
    }

    /// The last entry on the way along a path. `None` when some part of the path is absent.
    fn stop_at<'p>(&self, tree: ObjectId, path: &'p str) -> Result<Option<Stop<'p>>, Error> {
        let failed = |error: gix::Error| self.unreadable(&format!("cannot look up `{path}`"), error);
        let mut folder = tree;
        for end in ends_of_parts(path) {
            let name = path[..end].rsplit('/').next().unwrap_or_default();
            if !is_plain_name(name) {
                return Ok(None);
            }
            match child(&self.tree(folder).map_err(failed)?, name) {
                Some(entry) if entry.mode.is_tree() && end < path.len() => folder = entry.id,
                found => return Ok(found.map(|entry| Stop { path: &path[..end], entry })),
            }
        }
        Ok(None)
    }

    /// The entries of a tree at some places.
    pub(super) fn entries_at(&self, tree: ObjectId, places: &Places) -> Result<EntriesAt, Error> {
        let unreadable = |id: ObjectId, error: gix::Error| self.unreadable(&format!("cannot read folder {id}"), error);
        // The root is opened once for all places: in a long history that is most of the work.
        let mut entries: EntriesAt = vec![None; places.0.len()];
        let firsts: Vec<Cow<'_, [u8]>> =
            places.0.iter().map(|place| path_bytes(place.split('/').next().unwrap_or_default())).collect();
        let root = self.tree(tree).map_err(|error| unreadable(tree, error))?;
        for child in root.iter().filter_map(Result::ok) {
            for (first, found) in firsts.iter().zip(&mut entries) {
                if *child.filename() == **first {
                    *found = Some(Entry { mode: child.mode(), id: child.oid().to_owned() });
                }
            }
        }
        for (place, found) in places.0.iter().zip(&mut entries) {
            if place.is_empty() {
                *found = Some(Entry { mode: objs::tree::EntryKind::Tree.into(), id: tree });
            }
            for name in place.split('/').skip(1) {
                let Some(Entry { mode, id }) = found.take() else { break };
                if mode.is_tree() {
                    *found = child(&self.tree(id).map_err(|error| unreadable(id, error))?, name);
                }
            }
        }
        Ok(entries)
    }

    /// The wanted paths whose regular files differ, at or below some places, given the entries
    /// there.
    pub(super) fn compare_at(
        &self,
        places: &Places,
        base: &EntriesAt,
        head: &EntriesAt,
        wanted: &dyn Fn(&str) -> bool,
    ) -> Result<BTreeMap<String, Sides>, Error> {
        let mut folders = Vec::new();
        let mut files: BTreeMap<String, Sides> = BTreeMap::new();
        for ((place, before), after) in places.0.iter().zip(base).zip(head) {
            let folder = |entry: &Option<Entry>| match entry {
                Some(Entry { mode, id }) if mode.is_tree() => Folder::Tree(*id),
                _ => Folder::Absent,
            };
            let file = |entry: &Option<Entry>| entry.filter(|entry| entry.mode.is_blob()).map(|entry| entry.id);
            let prefix = if place.is_empty() { String::new() } else { format!("{place}/") };
            folders.push((prefix, folder(before), folder(after)));
            let sides = Sides { base: file(before), head: file(after) };
            if sides.base != sides.head && wanted(place) {
                files.insert(place.clone(), sides);
            }
        }
        files.extend(self.compare_below(folders, None, wanted)?);
        Ok(files)
    }
}
