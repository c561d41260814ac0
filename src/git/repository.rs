//! A repository: how it is found and opened, what it tells without its commits, and what a clone
//! may lack.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use gix::bstr::ByteSlice;
use parking_lot::Mutex;

use super::distant::ObjectSource;
use super::paths::{below_root, real_path};
use super::unsaved::Unsaved;
use crate::error::Error;

/// A Git repository. It is only read, except by [`Repository::commit_files`].
#[derive(Debug)]
pub struct Repository {
    pub(super) inner: gix::Repository,
    /// Where objects come from that it lacks.
    pub(super) source: Option<Arc<dyn ObjectSource>>,
    /// Why the source did not give one.
    pub(super) fault: Arc<Mutex<Option<String>>>,
    /// The folder of a repository that nobody keeps.
    pub(super) folder: Option<Arc<tempfile::TempDir>>,
    /// What stands in place of files on disk.
    pub(super) unsaved: Unsaved,
}

impl Repository {
    /// Opens the repository that the folder `dir` lies in. In a hook `GIT_DIR` names it; otherwise
    /// it is `dir` or the nearest folder above. `GIT_WORK_TREE` and `GIT_INDEX_FILE` are obeyed,
    /// too. The repository of another user is opened as well, since it is only read.
    ///
    /// # Errors
    /// When there is no repository, or the nearest worktree does not lead to its repository. When
    /// the configuration is broken, or the repository is of a kind that cannot be read.
    pub fn discover(dir: &Path) -> Result<Repository, Error> {
        let failed = |message: &str| Error::new(format!("{message} `{}`", dir.display()));
        // An absolute path keeps every later path valid when the process changes its folder.
        let absolute = std::path::absolute(dir).map_err(|error| failed("cannot find the folder").because(error))?;
        if !absolute.is_dir() {
            return Err(failed("there is no folder").help("Give an existing folder with `-C`."));
        }
        let inner = match std::env::var_os("GIT_DIR").filter(|named| !named.is_empty()) {
            Some(named) => gix::open(absolute.join(&named)).map_err(|error| {
                Error::new(format!(
                    "cannot open the Git repository `{}` that GIT_DIR names",
                    Path::new(&named).display()
                ))
                .because(error)
                .help("Unset GIT_DIR to have the repository looked for in the folder and above it.")
            })?,
            None => {
                let folder = worktree_of(&absolute);
                let found = gix::discover(&absolute);
                // Where the repository of a worktree is gone, the search goes on above it, and may
                // find another repository.
                if let Some(folder) = &folder
                    && found.as_ref().map_or_else(gix::Error::is_not_found, |found| !is_repository_of(folder, found))
                {
                    return Err(leads_nowhere(folder));
                }
                found.map_err(|error| match (error.is_not_found(), folder) {
                    (true, None) => {
                        failed("no Git repository at or above").help("Run it inside a clone, or name one with `-C`.")
                    }
                    _ => failed("cannot open the Git repository of")
                        .because(error)
                        .help("`git status` there shows whether Git itself can read it."),
                })?
            }
        };
        let mut repository = Repository::of(inner);
        // The commit-graph only saves time. As Git does, go on without a broken one.
        if repository.inner.commit_graph_if_enabled().is_err() {
            let mut config = repository.inner.config_snapshot_mut();
            let without = config
                .set_value(&gix::config::tree::Core::COMMIT_GRAPH, "false")
                .and_then(|_| config.commit().map(drop));
            without.map_err(|error| failed("cannot do without the commit-graph of").because(error))?;
        }
        match repository.config("extensions.refStorage") {
            Some(storage) if storage != "files" => {
                let message = format!("cannot read a repository that stores its branches as `{storage}`");
                Err(Error::new(message).help("A clone made with `git clone --ref-format=files` can be read."))
            }
            _ => Ok(repository),
        }
    }

    /// A repository that lacks nothing.
    pub(super) fn of(mut inner: gix::Repository) -> Repository {
        // As Git does, believe the index without its checksum. Without this it is only read slower.
        let _ = inner.config_snapshot_mut().set_value(&gix::config::tree::Index::SKIP_HASH, "true");
        Repository {
            inner: as_read(inner),
            source: None,
            fault: Arc::default(),
            folder: None,
            unsaved: Unsaved::default(),
        }
    }

    /// The folder of the files that are checked out. A bare repository has none.
    pub fn workdir(&self) -> Option<&Path> {
        self.inner.workdir()
    }

    /// The repository's own folder, which no version has: `.git`, or that of a linked worktree in
    /// it.
    pub(crate) fn own_folder(&self) -> &Path {
        self.inner.git_dir()
    }

    /// The branch that is checked out. `None` when a commit is checked out, and no branch.
    pub(crate) fn branch(&self) -> Option<String> {
        let name = self.inner.head_name().ok()??;
        Some(name.shorten().to_string())
    }

    /// Whether the clone left out older history.
    pub fn is_shallow(&self) -> bool {
        self.inner.is_shallow().unwrap_or(false)
    }

    /// The path from the root of the repository, with `/`, for a path on disk, which need not
    /// exist. It is empty for the root itself. `None` for a path outside, or inside `.git`. A
    /// relative path starts at the current folder. The root of a bare repository is its own folder.
    /// Folders that are symbolic links are followed; the last part of the path is not.
    pub fn relative_path(&self, path: &Path) -> Option<String> {
        let root = fs::canonicalize(self.workdir().unwrap_or_else(|| self.inner.git_dir())).ok()?;
        let absolute = std::path::absolute(path).ok()?;
        let real = match fs::canonicalize(&absolute) {
            Ok(real) if real == root => real,
            _ => real_path(&absolute)?,
        };
        below_root(real.strip_prefix(&root).ok()?)
    }

    /// As [`Repository::relative_path`], but no link is followed. `None` when the path, as written,
    /// does not lead through the root.
    pub(crate) fn written_path(&self, path: &Path) -> Option<String> {
        let absolute = std::path::absolute(path).ok()?;
        below_root(absolute.strip_prefix(self.workdir()?).ok()?)
    }

    /// The author's name that Git would give a commit, if one is configured.
    pub fn user_name(&self) -> Option<String> {
        let name = self.config("author.name").or_else(|| self.config("user.name"))?;
        let name = name.trim();
        (!name.is_empty()).then(|| name.to_owned())
    }

    pub(super) fn config(&self, key: &str) -> Option<String> {
        self.inner.config_snapshot().string(key).map(|value| value.to_str_lossy().into_owned())
    }

    pub(super) fn config_is_true(&self, key: &str) -> Option<bool> {
        self.inner.config_snapshot().boolean(key)
    }

    /// The same repository, with these texts in place of its files on disk.
    pub(crate) fn with_unsaved(self, unsaved: Unsaved) -> Repository {
        Repository { unsaved, ..self }
    }

    /// The texts that stand in place of files on disk.
    pub(crate) fn unsaved(&self) -> &Unsaved {
        &self.unsaved
    }

    /// The same repository, which remembers no objects: for whoever reads each of many once.
    pub(super) fn without_memory(&self) -> Repository {
        let mut repository = self.share().open();
        repository.inner.object_cache_size(None);
        repository
    }

    /// The same repository, in a form that threads can share.
    pub(crate) fn share(&self) -> SharedRepository {
        SharedRepository {
            inner: self.inner.clone().into_sync(),
            source: self.source.clone(),
            fault: Arc::clone(&self.fault),
            folder: self.folder.clone(),
            unsaved: self.unsaved.clone(),
        }
    }
}

/// A repository that threads can share.
pub(crate) struct SharedRepository {
    inner: gix::ThreadSafeRepository,
    source: Option<Arc<dyn ObjectSource>>,
    fault: Arc<Mutex<Option<String>>>,
    folder: Option<Arc<tempfile::TempDir>>,
    unsaved: Unsaved,
}

impl SharedRepository {
    /// The repository, for use in one thread.
    pub(crate) fn open(&self) -> Repository {
        Repository {
            inner: as_read(self.inner.to_thread_local()),
            source: self.source.clone(),
            fault: Arc::clone(&self.fault),
            folder: self.folder.clone(),
            unsaved: self.unsaved.clone(),
        }
    }
}

/// How many bytes of objects a repository remembers. A comparison asks for the same commits and
/// folders again and again, and the step of a history for those of the step before.
const REMEMBERED: usize = 2 << 20;

/// The same repository, as all of us read it: it remembers the objects that it read last, and gives
/// each object itself. What a `refs/replace` of one clone puts in its place is neither what others
/// have, nor what its id stands for.
fn as_read(mut inner: gix::Repository) -> gix::Repository {
    inner.object_cache_size_if_unset(REMEMBERED);
    inner.objects.ignore_replacements = true;
    inner
}

/// The nearest folder, at or above `dir`, that has a `.git`, whether its repository can be read or
/// not.
pub(crate) fn worktree_of(dir: &Path) -> Option<PathBuf> {
    let absolute = std::path::absolute(dir).ok()?;
    absolute.ancestors().find(|dir| dir.join(".git").exists()).map(Path::to_path_buf)
}

/// Whether a repository that a search found from a worktree belongs to that worktree. Either it
/// lies in the worktree, or the worktree's `.git` is a file that names it.
fn is_repository_of(folder: &Path, found: &gix::Repository) -> bool {
    let Ok(text) = fs::read_to_string(folder.join(".git")) else { return true };
    let target = text.trim_end().strip_prefix("gitdir:").map(|target| folder.join(target.trim_start()));
    let named = target.and_then(|target| fs::canonicalize(target).ok());
    let (Ok(folder), Ok(found)) = (fs::canonicalize(folder), fs::canonicalize(found.git_dir())) else { return false };
    named.as_ref() == Some(&found) || found.starts_with(folder)
}

/// The error about a worktree that leads to no repository, with the way to connect the two.
fn leads_nowhere(folder: &Path) -> Error {
    let text = fs::read_to_string(folder.join(".git")).unwrap_or_default();
    let inside = |part: &str| text.replace('\\', "/").contains(&format!(".git/{part}/"));
    let help = if inside("worktrees") {
        "`git worktree repair`, run in the repository that this worktree was made from, connects the two again."
    } else if inside("modules") {
        "`git submodule update --init`, run in the repository above, brings the submodule."
    } else {
        "`git status` there shows whether Git itself can read it."
    };
    let message = format!("`{}` leads to no repository", folder.join(".git").display());
    let error = Error::new(message).help(help);
    if text.trim_end().is_empty() { error } else { error.because(text.trim_end()) }
}
