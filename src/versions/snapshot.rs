//! One version of the repository's files: a commit, or the files on disk.

use super::disk::Disk;
use crate::error::Error;
use crate::git::{CommitId, Places, Repository, is_lfs_pointer};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// The version after a change.
pub(crate) enum Head {
    /// A commit, and the day on which it was committed.
    Commit(CommitId, Date),
    /// The files on disk.
    Worktree,
}

impl Head {
    /// Its commit. `None` means the files on disk.
    pub(super) fn commit(&self) -> Option<&CommitId> {
        match self {
            Head::Commit(id, _) => Some(id),
            Head::Worktree => None,
        }
    }

    /// Whether something is at a path.
    pub(super) fn exists(&self, repository: &Repository, path: &str) -> Result<bool, Error> {
        match self {
            Head::Commit(id, _) => repository.exists_at(id, path),
            Head::Worktree => Ok(repository.exists_on_disk(path)),
        }
    }

    /// Its files. `None` for the files on disk of a bare repository, which has none.
    pub(super) fn snapshot<'a>(&'a self, repository: &'a Repository) -> Option<Snapshot<'a>> {
        match self {
            Head::Commit(id, _) => Some(Snapshot::Commit(repository, id)),
            Head::Worktree => repository.workdir().map(|root| Snapshot::Disk(Disk::new(root, Some(repository)))),
        }
    }
}

/// The commit after a change; for the files on disk the one that is checked out, if there is one.
///
/// # Errors
/// When Git cannot be read.
pub(super) fn newest(repository: &Repository, head: Option<&CommitId>) -> Result<Option<CommitId>, Error> {
    match head {
        Some(head) => Ok(Some(head.clone())),
        None => Ok(repository.head()?.map(|head| head.id)),
    }
}

/// One version of the repository's files.
pub(super) enum Snapshot<'a> {
    /// The files of a commit.
    Commit(&'a Repository, &'a CommitId),
    /// The files of a commit, and in place of some of them these bytes. A file without bytes is
    /// gone.
    Since(&'a Repository, &'a CommitId, BTreeMap<String, Option<Vec<u8>>>),
    /// The files on disk.
    Disk(Disk<'a>),
}

impl Snapshot<'_> {
    /// The bytes of a file. `None` when it is absent or no regular file.
    ///
    /// # Errors
    /// When it cannot be read, or its text is not in Git.
    pub(super) fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Error> {
        let bytes = self.bytes(path)?;
        bytes.iter().try_for_each(|bytes| refuse_lfs_pointer(path, bytes))?;
        Ok(bytes)
    }

    /// The same of a file that may be the pointer that Git LFS puts in place of a text.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(super) fn bytes(&self, path: &str) -> Result<Option<Vec<u8>>, Error> {
        Ok(match self {
            Snapshot::Commit(repository, commit) => repository.read_at(commit, path)?,
            Snapshot::Since(repository, commit, changed) => match changed.get(path) {
                Some(bytes) => bytes.clone(),
                None => repository.read_at(commit, path)?,
            },
            Snapshot::Disk(disk) => disk.read(path)?,
        })
    }

    /// Reads a file, through symbolic links at it or on the way to it. Gives the path that they
    /// lead to, too.
    ///
    /// # Errors
    /// When a link leads out of the repository or to nothing, when something else than a file is
    /// there, and when it cannot be read.
    pub(super) fn read_through_links(&self, path: &str) -> Result<Option<(String, Vec<u8>)>, Error> {
        let real = self.real_path(path)?;
        match self.read(&real)? {
            Some(bytes) => Ok(Some((real, bytes))),
            None if real != path => Err(bad_link(path, "is a symbolic link that leads to no file")),
            None if self.exists(path)? => Err(bad_link(path, "is no file")),
            None => Ok(None),
        }
    }

    /// What is behind a symbolic link at a path or on the way to it: where it points, and what it
    /// leads to in the repository. `None` without a link.
    ///
    /// # Errors
    /// When the link cannot be read.
    pub(super) fn behind_link(&self, path: &str) -> Result<Option<String>, Error> {
        let Some((_, target)) = self.link_on(path)? else { return Ok(None) };
        let content = self.read_through_links(path).ok().flatten().map(|(_, bytes)| bytes).unwrap_or_default();
        Ok(Some(format!("{target}\n{}", String::from_utf8_lossy(&content))))
    }

    /// A path with all symbolic links on it followed. Nothing need be at the path that they lead
    /// to.
    ///
    /// # Errors
    /// When a link leads out of the repository, since no review would see the file, and when a link
    /// cannot be read.
    pub(super) fn real_path(&self, path: &str) -> Result<String, Error> {
        /// As many as a system follows.
        const MOST_LINKS: usize = 40;
        let mut real = path.to_owned();
        for _ in 0..MOST_LINKS {
            let Some((end, target)) = self.link_on(&real)? else { return Ok(real) };
            let folder = real[..end].rsplit_once('/').map_or("", |(folder, _)| folder);
            let next = joined(folder, &format!("{target}{}", &real[end..]));
            real = next.ok_or_else(|| bad_link(path, "leads out of the repository"))?;
        }
        Err(bad_link(path, "is a symbolic link that leads to itself"))
    }

    /// The first symbolic link on the way along a path: how much of the path leads to it, and where
    /// it points.
    fn link_on(&self, path: &str) -> Result<Option<(usize, String)>, Error> {
        match self {
            Snapshot::Commit(repository, commit) | Snapshot::Since(repository, commit, _) => {
                repository.link_at(commit, path)
            }
            Snapshot::Disk(disk) => disk.link_on(path),
        }
    }

    pub(super) fn has_folder(&self, path: &str) -> Result<bool, Error> {
        match self {
            Snapshot::Commit(repository, commit) | Snapshot::Since(repository, commit, _) => {
                repository.has_folder_at(commit, path)
            }
            Snapshot::Disk(disk) => disk.has_folder(path),
        }
    }

    /// The folder of the other repository that a path lies in, if any.
    pub(super) fn repository_on_the_way(&self, path: &str) -> Result<Option<String>, Error> {
        match self {
            Snapshot::Commit(repository, commit) | Snapshot::Since(repository, commit, _) => {
                repository.repository_on_the_way(Some(commit), path)
            }
            Snapshot::Disk(disk) => disk.repository_on_the_way(path),
        }
    }

    /// Whether something is at a path: a file, a folder or a link.
    pub(super) fn exists(&self, path: &str) -> Result<bool, Error> {
        match self {
            // What has no bytes any more is gone, or something else than a file is on disk there.
            Snapshot::Since(repository, _, changed) if changed.contains_key(path) => {
                Ok(repository.exists_on_disk(path))
            }
            Snapshot::Commit(repository, commit) | Snapshot::Since(repository, commit, _) => {
                repository.exists_at(commit, path)
            }
            Snapshot::Disk(disk) => Ok(disk.exists(path)),
        }
    }

    /// The paths of the wanted files. Each must lie at or below one of `places`.
    pub(super) fn files(&self, places: &Places, is_wanted: &dyn Fn(&str) -> bool) -> Result<BTreeSet<String>, Error> {
        let at = |repository: &Repository, commit: &CommitId| repository.files_at(commit, places, is_wanted);
        match self {
            Snapshot::Commit(repository, commit) => Ok(at(repository, commit)?.into_iter().collect()),
            Snapshot::Since(repository, commit, changed) => {
                let mut paths: BTreeSet<String> = at(repository, commit)?.into_iter().collect();
                paths.retain(|path| changed.get(path).is_none_or(Option::is_some));
                let added = changed.iter().filter(|(path, bytes)| bytes.is_some() && is_wanted(path));
                paths.extend(added.map(|(path, _)| path.clone()));
                Ok(paths)
            }
            Snapshot::Disk(disk) => Ok(disk.find(places, is_wanted)?.into_keys().collect()),
        }
    }

    /// The same, without a look into the files.
    ///
    /// # Errors
    /// When a folder cannot be read.
    pub(super) fn paths(&self, places: &Places, is_wanted: &dyn Fn(&str) -> bool) -> Result<Vec<String>, Error> {
        match self {
            Snapshot::Disk(disk) => Ok(disk.list(places, is_wanted)?.into_keys().collect()),
            _ => Ok(self.files(places, is_wanted)?.into_iter().collect()),
        }
    }

    /// The names of the files and links in a folder itself. The folder ends in `/`; the empty one
    /// is the root.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub(super) fn names_in(&self, folder: &str) -> Result<Vec<String>, Error> {
        match self {
            Snapshot::Disk(disk) => Ok(disk.names_in(folder)),
            Snapshot::Commit(repository, commit) | Snapshot::Since(repository, commit, _) => {
                repository.names_in(commit, folder.trim_end_matches('/'))
            }
        }
    }

    /// The paths of the files in a folder itself. The folder ends in `/`.
    pub(super) fn files_in(&self, folder: &str) -> Result<BTreeSet<String>, Error> {
        match self {
            Snapshot::Disk(disk) => disk.files_in(folder),
            Snapshot::Commit(..) | Snapshot::Since(..) => {
                let is_inside = |path: &str| path.strip_prefix(folder).is_some_and(|name| !name.contains('/'));
                self.files(&Places::new([folder.to_owned()]), &is_inside)
            }
        }
    }
}

fn bad_link(path: &str, what: &str) -> Error {
    Error::new(format!("{path} {what}")).help("put the file itself there")
}

/// Refuses to read the pointer that Git LFS puts in place of a text: nobody would judge the text.
///
/// # Errors
/// When the bytes are such a pointer.
pub(super) fn refuse_lfs_pointer(path: &str, bytes: &[u8]) -> Result<(), Error> {
    match is_lfs_pointer(bytes) {
        false => Ok(()),
        true => Err(Error::new(format!("{path} is a Git LFS pointer, its text is not in Git"))
            .help("take the file out of Git LFS: correct `.gitattributes`, and `git add --renormalize` it")),
    }
}

/// The path that a link in a folder points to. `None` when it leaves the repository.
pub(super) fn joined(folder: &str, target: &str) -> Option<String> {
    let mut names: Vec<&str> = if target.starts_with('/') { return None } else { folder.split('/').collect() };
    names.retain(|name| !name.is_empty());
    for name in target.split('/') {
        match name {
            "" | "." => {}
            ".." => drop(names.pop()?),
            name => names.push(name),
        }
    }
    // No version has the files of `.git`, and a drive is another place.
    let is_outside = |name: &&str| name.eq_ignore_ascii_case(".git") || (cfg!(windows) && name.contains(':'));
    (!names.first().is_some_and(is_outside)).then(|| names.join("/"))
}
