//! The folder that a command runs in, with its repository.

use super::disk::{Disk, read_file};
use super::request::Request;
use super::ruleset::{BUILT_IN, Configuration, no_template};
use super::snapshot::Snapshot;
use crate::config::Policy;
use crate::error::Error;
use crate::git::{Repository, Unsaved, worktree_of};
use crate::template::Template;
use crate::text::Source;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The folder that a command runs in, with its repository.
pub(crate) struct Workspace {
    pub(super) repository: Option<Repository>,
    /// The folder that the paths of plans start at.
    root: PathBuf,
    /// Why nobody can read the repository that is there.
    pub(super) note: Option<String>,
    /// What stands in place of files on disk.
    unsaved: Unsaved,
}

impl Workspace {
    /// The workspace of a folder. Git may fail: a plan can still be judged by itself, and paths
    /// start where the repository does.
    pub(crate) fn of(dir: &Path) -> Workspace {
        match Repository::discover(dir) {
            Ok(repository) => {
                let root = repository.workdir().unwrap_or(dir).to_path_buf();
                Workspace { repository: Some(repository), root, note: None, unsaved: Unsaved::default() }
            }
            Err(error) => {
                let folder = worktree_of(dir);
                let cause = error.cause().map_or_else(String::new, |cause| format!(" ({cause})"));
                let help = error.advice().unwrap_or_default();
                let note = folder
                    .as_ref()
                    .map(|_| format!("what Git knows of the files does not count: {error}{cause}. {help}"));
                let root = folder.unwrap_or_else(|| dir.to_path_buf());
                Workspace { repository: None, root, note, unsaved: Unsaved::default() }
            }
        }
    }

    /// The workspace that a request is about, with what it puts in place of files on disk.
    pub(super) fn asked(request: &Request) -> Workspace {
        let workspace = Workspace::of(request.dir);
        let unsaved = request.unsaved.cloned().unwrap_or_default();
        let repository = workspace.repository.map(|repository| repository.with_unsaved(unsaved.clone()));
        Workspace { repository, unsaved, ..workspace }
    }

    /// The folder that the paths of plans start at.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The path of a file from the root, with `/`. `None` when it lies elsewhere.
    pub(crate) fn path_of(&self, file: &Path) -> Option<String> {
        path_from(&self.root, self.repository.as_ref(), file)
    }

    /// Whether no files are on disk, since the repository is bare.
    pub(crate) fn is_bare(&self) -> bool {
        self.repository.as_ref().is_some_and(|repository| repository.workdir().is_none())
    }

    pub(super) fn disk(&self) -> Disk<'_> {
        Disk::new(&self.root, self.repository.as_ref()).with_unsaved(&self.unsaved)
    }

    /// The configuration that the command line names, or the one on disk.
    ///
    /// # Errors
    /// When it cannot be read, or has a fault.
    pub(super) fn policy(&self, request: &Request) -> Result<Policy, Error> {
        Ok(self.configuration(request)?.map(|configuration| configuration.policy).unwrap_or_default())
    }

    /// The same as it is written; none where nobody has one.
    ///
    /// # Errors
    /// When it cannot be read, or has a fault.
    pub(super) fn configuration(&self, request: &Request) -> Result<Option<Configuration>, Error> {
        match request.config {
            Some(path) => Configuration::from_file(self.repository.as_ref(), &request.dir.join(path)).map(Some),
            None => Configuration::of(&Snapshot::Disk(self.disk())),
        }
    }
}

/// The path of a file from a root, with `/`: that of a repository, or a folder outside of all.
/// `None` when the file lies elsewhere.
pub(crate) fn path_from(root: &Path, repository: Option<&Repository>, file: &Path) -> Option<String> {
    match repository {
        Some(repository) => repository.relative_path(file),
        None => Some(file.strip_prefix(root).ok()?.to_string_lossy().replace('\\', "/")),
    }
}

/// Reads a template with its faults, and the policy that it is read by: a file, or the one that
/// plans are held to.
///
/// # Errors
/// When the configuration or the file cannot be read.
pub(crate) fn template_with_faults(request: &Request, file: Option<&Path>) -> Result<(Arc<Template>, Policy), Error> {
    let workspace = Workspace::asked(request);
    let policy = workspace.policy(request)?;
    let (name, bytes) = match (file, &policy.template) {
        (Some(file), _) => {
            let name = file.display().to_string();
            let bytes = read_file(&request.dir.join(file))
                .map_err(|error| Error::unreadable(format_args!("the template {name}"), error))?;
            (name, bytes)
        }
        (None, Some(path)) => {
            let disk = Snapshot::Disk(workspace.disk());
            disk.read_through_links(path)?.ok_or_else(|| no_template(path))?
        }
        (None, None) => return Ok((Arc::clone(&BUILT_IN), policy)),
    };
    let template = Template::parse(&Source::from_bytes(name, &bytes), &policy);
    Ok((Arc::new(template), policy))
}
