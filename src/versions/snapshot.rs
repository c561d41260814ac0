//! One version of the repository's files: a commit, or the files on disk.

use super::search::search;
use crate::error::Error;
use crate::git::{CommitId, Places, Repository, is_lfs_pointer, path_on_disk, path_text, path_text_of};
use crate::text::SIZE_LIMIT;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::Path;

/// One version of the repository's files.
pub(super) enum Snapshot<'a> {
    /// As a commit has them.
    Commit(&'a Repository, &'a CommitId),
    /// As a commit has them but for some; what is gone has no bytes.
    Since(&'a Repository, &'a CommitId, BTreeMap<String, Option<Vec<u8>>>),
    /// As they are on disk, without any past.
    Disk(&'a Path, Option<&'a Repository>),
}

impl Snapshot<'_> {
    pub(super) fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Error> {
        let bytes = self.bytes(path)?;
        bytes.iter().try_for_each(|bytes| refuse_lfs_pointer(path, bytes))?;
        Ok(bytes)
    }

    fn bytes(&self, path: &str) -> Result<Option<Vec<u8>>, Error> {
        match self {
            Snapshot::Commit(repository, commit) => Ok(repository.read_at(commit, path)?),
            Snapshot::Since(repository, commit, changed) => match changed.get(path) {
                Some(bytes) => Ok(bytes.clone()),
                None => Ok(repository.read_at(commit, path)?),
            },
            Snapshot::Disk(root, repository) => {
                let full = path_on_disk(root, path);
                match full.symlink_metadata() {
                    Ok(found) if found.is_file() => {
                        let mut bytes = Vec::new();
                        let read = std::fs::File::open(&full)
                            .and_then(|file| file.take(SIZE_LIMIT as u64 + 1).read_to_end(&mut bytes));
                        read.map_err(|error| Error::unreadable(path, error))?;
                        Ok(Some(bytes))
                    }
                    // What lies behind a link is seen by no review.
                    Ok(_) => Ok(None),
                    Err(_) => match left_out(*repository, path)? {
                        Some((repository, head)) => Ok(repository.read_at(&head, path)?),
                        None => Ok(None),
                    },
                }
            }
        }
    }

    /// Reads a file that may be a symbolic link to another one in the same version, or lie behind one, and gives the path of that one, too.
    ///
    /// # Errors
    /// When a link leads out of the repository or to nothing, when what is there is no file, and when it cannot be read.
    pub(super) fn read_through_links(&self, path: &str) -> Result<Option<(String, Vec<u8>)>, Error> {
        let real = self.real_path(path)?;
        match self.read(&real)? {
            Some(bytes) => Ok(Some((real, bytes))),
            None if real != path => Err(bad_link(path, "is a symbolic link that leads to no file")),
            None if self.exists(path)? => Err(bad_link(path, "is no file")),
            None => Ok(None),
        }
    }

    /// A path with the symbolic links on it followed, the last part included. What it leads to need not exist. A link out of the repository is not
    /// followed: it could lead to a file that no review sees.
    ///
    /// # Errors
    /// When a link leads out, and when one cannot be read.
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

    /// The first symbolic link on the way along a path: how much of the path leads to it, and where it points.
    fn link_on(&self, path: &str) -> Result<Option<(usize, String)>, Error> {
        match self {
            Snapshot::Commit(repository, commit) | Snapshot::Since(repository, commit, _) => {
                Ok(repository.link_at(commit, path)?)
            }
            Snapshot::Disk(root, repository) => {
                for end in path.match_indices('/').map(|(slash, _)| slash).chain([path.len()]) {
                    let full = path_on_disk(root, &path[..end]);
                    match full.symlink_metadata() {
                        Ok(found) if found.is_symlink() => {
                            let target = std::fs::read_link(&full).map_err(|error| Error::unreadable(path, error))?;
                            let target = path_text(target.as_os_str().as_encoded_bytes());
                            let target = if cfg!(windows) { target.replace('\\', "/") } else { target.into_owned() };
                            return Ok(Some((end, target)));
                        }
                        Ok(_) => {}
                        Err(_) => {
                            let Some((repository, head)) = left_out(*repository, path)? else { return Ok(None) };
                            return repository.link_at(&head, path);
                        }
                    }
                }
                Ok(None)
            }
        }
    }

    /// Whether there is a folder at a path. One that a sparse checkout leaves out is there, too.
    pub(super) fn has_folder(&self, path: &str) -> Result<bool, Error> {
        match self {
            Snapshot::Commit(repository, commit) | Snapshot::Since(repository, commit, _) => {
                Ok(repository.has_folder_at(commit, path)?)
            }
            Snapshot::Disk(root, repository) => match path_on_disk(root, path).symlink_metadata() {
                Ok(found) => Ok(found.is_dir()),
                Err(_) => match left_out(*repository, path)? {
                    Some((repository, head)) => Ok(repository.has_folder_at(&head, path)?),
                    None => Ok(false),
                },
            },
        }
    }

    /// The folder of the other repository that a path lies in, when there is one on the way along it.
    pub(super) fn repository_on_the_way(&self, path: &str) -> Result<Option<String>, Error> {
        Ok(match self {
            Snapshot::Commit(repository, commit) | Snapshot::Since(repository, commit, _) => {
                repository.repository_on_the_way(Some(commit), path)?
            }
            Snapshot::Disk(_, Some(repository)) => repository.repository_on_the_way(None, path)?,
            Snapshot::Disk(_, None) => None,
        })
    }

    /// Whether something is at a path: a file, a folder or a link.
    pub(super) fn exists(&self, path: &str) -> Result<bool, Error> {
        match self {
            Snapshot::Commit(repository, commit) | Snapshot::Since(repository, commit, _) => {
                Ok(repository.exists_at(commit, path)?)
            }
            Snapshot::Disk(root, repository) => Ok(path_on_disk(root, path).symlink_metadata().is_ok()
                || repository.is_some_and(|repository| repository.exists_on_disk(path))),
        }
    }

    /// The paths of the files that may be plans.
    pub(super) fn plans(&self, places: &Places, wanted: &dyn Fn(&str) -> bool) -> Result<BTreeSet<String>, Error> {
        match self {
            Snapshot::Commit(repository, commit) => {
                Ok(repository.files_at(commit, places, wanted)?.into_iter().collect())
            }
            Snapshot::Since(repository, commit, changed) => {
                let mut paths: BTreeSet<String> = repository.files_at(commit, places, wanted)?.into_iter().collect();
                replace(&mut paths, changed, wanted);
                Ok(paths)
            }
            Snapshot::Disk(root, repository) => {
                let mut found = BTreeMap::new();
                search(root, *repository, root, (places, wanted), &mut found)?;
                Ok(found.into_keys().collect())
            }
        }
    }

    /// The paths of the files in a folder itself, which ends in `/`.
    pub(super) fn files_in(&self, folder: &str) -> Result<Vec<String>, Error> {
        let is_there = |path: &str| path.strip_prefix(folder).is_some_and(|name| !name.contains('/'));
        let here = Places::new([folder.to_owned()]);
        match self {
            Snapshot::Commit(repository, commit) => Ok(repository.files_at(commit, &here, &is_there)?),
            Snapshot::Since(repository, commit, changed) => {
                let mut paths: BTreeSet<String> = repository.files_at(commit, &here, &is_there)?.into_iter().collect();
                replace(&mut paths, changed, &is_there);
                Ok(paths.into_iter().collect())
            }
            Snapshot::Disk(root, repository) => {
                let tracked = repository.map(|repository| repository.tracked(&here, &is_there)).transpose()?;
                let left_out = tracked.into_iter().flatten().filter(|tracked| tracked.left_out.is_some());
                let mut paths: BTreeSet<String> = left_out.map(|tracked| tracked.path).collect();
                if let Ok(entries) = std::fs::read_dir(path_on_disk(root, folder)) {
                    let names = entries.flatten().map(|entry| path_text_of(Path::new(&entry.file_name())));
                    paths.extend(names.map(|name| format!("{folder}{name}")));
                }
                Ok(paths.into_iter().collect())
            }
        }
    }
}

/// The version after a change.
#[derive(Clone)]
pub(crate) enum HeadVersion {
    /// A commit.
    Commit(CommitId, Date),
    /// The files on disk.
    Worktree,
}

impl HeadVersion {
    /// Its files. A bare repository has none on disk.
    pub(super) fn version<'a>(&'a self, repository: &'a Repository) -> Option<Snapshot<'a>> {
        match self {
            HeadVersion::Commit(id, _) => Some(Snapshot::Commit(repository, id)),
            HeadVersion::Worktree => repository.workdir().map(|root| Snapshot::Disk(root, Some(repository))),
        }
    }
}

/// Refuses to read what Git LFS puts in the place of a text: nothing that was written in the file would be judged.
///
/// # Errors
/// When the bytes are that.
pub(super) fn refuse_lfs_pointer(path: &str, bytes: &[u8]) -> Result<(), Error> {
    match is_lfs_pointer(bytes) {
        false => Ok(()),
        true => Err(Error::new(format!("{path} is a Git LFS pointer, its text is not in Git"))
            .help("take the file out of Git LFS: correct `.gitattributes`, and `git add --renormalize` it")),
    }
}

fn bad_link(path: &str, what: &str) -> Error {
    Error::new(format!("{path} {what}")).help("put the file itself there")
}

/// The repository, and the commit to read from, of what is not on disk since the checkout is sparse.
fn left_out<'a>(repository: Option<&'a Repository>, path: &str) -> Result<Option<(&'a Repository, CommitId)>, Error> {
    let Some(repository) = repository.filter(|repository| repository.exists_on_disk(path)) else { return Ok(None) };
    Ok(repository.head()?.map(|head| (repository, head.id)))
}

/// The path that a link in a folder points to. `None` when it leaves the repository.
fn joined(folder: &str, target: &str) -> Option<String> {
    let mut names: Vec<&str> = if target.starts_with('/') { return None } else { folder.split('/').collect() };
    names.retain(|name| !name.is_empty());
    for name in target.split('/') {
        match name {
            "" | "." => {}
            ".." => drop(names.pop()?),
            name => names.push(name),
        }
    }
    // What is in the folder of the repository itself is in no version, and a drive is another place.
    let is_outside = |name: &&str| name.eq_ignore_ascii_case(".git") || (cfg!(windows) && name.contains(':'));
    (!names.first().is_some_and(is_outside)).then(|| names.join("/"))
}

/// Puts what changed into a list of paths.
fn replace(paths: &mut BTreeSet<String>, changed: &BTreeMap<String, Option<Vec<u8>>>, wanted: &dyn Fn(&str) -> bool) {
    for (path, bytes) in changed.iter().filter(|(path, _)| wanted(path)) {
        if bytes.is_some() {
            paths.insert(path.clone())
        } else {
            paths.remove(path)
        };
    }
}
