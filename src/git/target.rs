//! The branch that a change is meant for, as far as the repository tells.

use gix::bstr::ByteSlice;
use gix::refs::{FullName, TargetRef};
use gix::remote::Direction;

use super::repository::Repository;

/// A branch that the current one is compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TargetBranch {
    /// Its full name, as a revision: `refs/remotes/origin/main`.
    pub(crate) revision: String,
    /// What people call it: `origin/main`.
    pub(crate) name: String,
}

impl Repository {
    /// The branch that the current one is meant for: its upstream, unless that is only its own copy
    /// on the remote; else the default branch of the remote, `origin` before others; else that
    /// copy. `None` when the repository knows none of them.
    pub(crate) fn target_branch(&self) -> Option<TargetBranch> {
        let own = self.inner.head_name().ok().flatten();
        let upstream = own.as_ref().and_then(|own| Some((self.upstream(own)?, self.is_copied_to_upstream(own))));
        match upstream {
            Some((upstream, false)) => Some(upstream),
            Some((copy, true)) => self.default_branch().or(Some(copy)),
            None => self.default_branch(),
        }
    }

    /// The branch that `@{upstream}` names, if it is there.
    fn upstream(&self, own: &FullName) -> Option<TargetBranch> {
        let name = match self.tracks_local_branch(own) {
            true => self.inner.branch_remote_ref_name(own.as_ref(), Direction::Fetch)?.ok()?,
            false => self.inner.branch_remote_tracking_ref_name(own.as_ref(), Direction::Fetch)?.ok()?,
        };
        self.branch_called(&name)
    }

    /// Whether the upstream of a branch is a branch with the same name on a remote.
    fn is_copied_to_upstream(&self, own: &FullName) -> bool {
        let there = self.inner.branch_remote_ref_name(own.as_ref(), Direction::Fetch);
        !self.tracks_local_branch(own)
            && there.and_then(Result::ok).is_some_and(|there| there.as_bstr() == own.as_bstr())
    }

    fn tracks_local_branch(&self, own: &FullName) -> bool {
        self.config(&format!("branch.{}.remote", own.shorten().to_str_lossy())).as_deref() == Some(".")
    }

    /// The branch that a clone of the remote checks out.
    fn default_branch(&self) -> Option<TargetBranch> {
        let mut remotes: Vec<String> = self.inner.remote_names().iter().map(|name| name.to_string()).collect();
        remotes.sort_by_key(|name| name != "origin");
        remotes.iter().find_map(|remote| {
            let head = self.inner.try_find_reference(format!("refs/remotes/{remote}/HEAD").as_str()).ok()??;
            match head.target() {
                TargetRef::Symbolic(name) => self.branch_called(&name.to_owned()),
                TargetRef::Object(_) => None,
            }
        })
    }

    fn branch_called(&self, name: &FullName) -> Option<TargetBranch> {
        self.inner.try_find_reference(name.as_ref()).ok()??;
        let revision = name.as_bstr().to_str_lossy().into_owned();
        Some(TargetBranch { revision, name: name.shorten().to_str_lossy().into_owned() })
    }
}
