//! Where files on disk are looked for.

use super::policy::{BUILT_IN, no_template, policy_from_file, policy_of};
use super::request::Request;
use super::search::read;
use super::snapshot::Snapshot;
use crate::config::Policy;
use crate::error::Error;
use crate::git::{Repository, worktree_of};
use crate::template::Template;
use crate::text::Source;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where files on disk are looked for.
pub(crate) struct Ground {
    pub(super) repository: Option<Repository>,
    /// The folder that the paths of plans start at.
    pub(super) root: PathBuf,
    /// Why there is no repository, when one should be there.
    pub(super) note: Option<String>,
}

impl Ground {
    /// The ground of a folder. Whatever Git says, a plan can be judged by itself, and the paths of a repository that cannot be read start where it does.
    pub(crate) fn of(dir: &Path) -> Ground {
        match Repository::discover(dir) {
            Ok(repository) => {
                let root = repository.workdir().unwrap_or(dir).to_path_buf();
                Ground { repository: Some(repository), root, note: None }
            }
            Err(error) => {
                let folder = worktree_of(dir);
                let cause = error.cause().map_or_else(String::new, |cause| format!(" ({cause})"));
                let help = error.advice().unwrap_or_default();
                let note = folder
                    .as_ref()
                    .map(|_| format!("what Git knows of the files does not count: {error}{cause}. {help}"));
                Ground { repository: None, root: folder.unwrap_or_else(|| dir.to_path_buf()), note }
            }
        }
    }

    /// The folder that the paths of plans start at.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// Whether no files are on disk, since the repository is bare.
    pub(crate) fn is_bare(&self) -> bool {
        self.repository.as_ref().is_some_and(|repository| repository.workdir().is_none())
    }

    /// The files on disk, with those that a sparse checkout leaves out.
    pub(super) fn disk(&self) -> Snapshot<'_> {
        Snapshot::Disk(&self.root, self.repository.as_ref())
    }

    /// What the configuration says that was named, or the one on disk.
    pub(super) fn policy(&self, request: &Request) -> Result<Policy, Error> {
        match request.config {
            Some(path) => policy_from_file(&request.dir.join(path)),
            None => policy_of(&self.disk()),
        }
    }
}

/// A template to look at, whatever is wrong with it: a file, or the one that plans are held to.
///
/// # Errors
/// When the configuration or the file cannot be read.
pub(crate) fn template_to_look_at(request: &Request, file: Option<&Path>) -> Result<Arc<Template>, Error> {
    let ground = Ground::of(request.dir);
    let policy = ground.policy(request)?;
    let (name, bytes) = match (file, &policy.template) {
        (Some(file), _) => {
            let name = file.display().to_string();
            let bytes = read(&request.dir.join(file)).map_err(|error| no_template(&name).because(error))?;
            (name, bytes)
        }
        (None, Some(path)) => ground.disk().read_through_links(path)?.ok_or_else(|| no_template(path))?,
        (None, None) => return Ok(Arc::clone(&BUILT_IN)),
    };
    Ok(Arc::new(Template::parse(&Source::from_bytes(name, &bytes), &policy)))
}
