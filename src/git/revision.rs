//! Commits: the one that a revision names, and the ones that two histories have in common.

use gix::{ObjectId, objs};

use super::missing::SHALLOW_HELP;
use super::repository::Repository;
use crate::error::Error;
use crate::text::CommitId;

/// A commit, without its files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit {
    /// The id.
    pub id: CommitId,
    /// The day on which the committer made it, by the committer's own clock and time zone.
    pub committed_on: jiff::civil::Date,
}

impl Repository {
    /// The commit that is checked out. `None` in a repository without commits.
    ///
    /// # Errors
    /// When HEAD or its commit cannot be read.
    pub fn head(&self) -> Result<Option<Commit>, Error> {
        let id = self
            .inner
            .head()
            .and_then(|mut head| head.try_peel_to_id())
            .map_err(|error| self.unreadable("cannot read HEAD", error))?;
        id.map(|id| self.commit(id.detach())).transpose()
    }

    /// The commit that a revision names: a branch, a tag, an id, `HEAD~2`, or any other form that
    /// `git rev-parse` knows.
    ///
    /// # Errors
    /// When the revision names nothing in this repository, a range, or something else than a
    /// commit. The help says how to get the commit, or which name comes near.
    pub fn resolve(&self, rev: &str) -> Result<Commit, Error> {
        use gix::revision::plumbing::Spec;
        if rev.trim().is_empty() {
            return Err(Error::new("an empty revision names no commit").help("Name a branch, a tag or a commit."));
        }
        let object = gix::ObjectId::from_hex(rev.as_bytes()).ok();
        if object.is_some_and(|id| !self.inner.has_object(id))
            && let Some(commit) = self.distant(rev)
        {
            return Ok(commit);
        }
        let id = match self.inner.rev_parse(rev).map(|spec| spec.detach()) {
            Ok(Spec::Include(id)) => id,
            Err(error) if !rev.contains("..") => return Err(self.unresolved(rev, error)),
            Ok(_) | Err(_) => {
                let message = format!("`{rev}` is not one revision");
                return Err(Error::new(message).help("Give the two ends of a range apart: `--base A --head B`."));
            }
        };
        let object = self
            .inner
            .find_object(id)
            .and_then(|object| object.peel_tags_to_end())
            .map_err(|error| self.unresolved(rev, error))?;
        let kind = match object.kind {
            objs::Kind::Commit => return self.commit(object.id),
            objs::Kind::Tree => "a folder",
            objs::Kind::Blob | objs::Kind::Tag => "a file",
        };
        Err(Error::new(format!("`{rev}` names {kind}, not a commit")).help("Name a branch, a tag or a commit."))
    }

    /// The id that stands for a commit without files. The first commit of a history is compared
    /// with it.
    pub(crate) fn beginning(&self) -> CommitId {
        CommitId(ObjectId::empty_tree(self.inner.object_hash()).to_string())
    }

    /// The best common ancestor of two commits, as `git merge-base` finds it. Merges in both
    /// directions leave several that are equally good: this is always the same one, and
    /// [`Repository::merge_bases`] gives all.
    ///
    /// # Errors
    /// When the commits have no common ancestor. In a shallow clone, also when the part that was
    /// left out could hold a better one: with a wrong base, changes of others would be judged, too.
    pub fn merge_base(&self, a: &CommitId, b: &CommitId) -> Result<CommitId, Error> {
        self.merge_bases(a, b).map(|mut bases| bases.swap_remove(0))
    }

    /// All the best common ancestors of two commits. There is at least one.
    ///
    /// # Errors
    /// As [`Repository::merge_base`].
    pub(crate) fn merge_bases(&self, a: &CommitId, b: &CommitId) -> Result<Vec<CommitId>, Error> {
        let (first, second) = (self.object_id(a)?, self.object_id(b)?);
        let failed = |error: gix::Error| {
            let message = format!("cannot find the common ancestor of {} and {}", a.short(), b.short());
            self.unreadable(&message, error)
        };
        let bases = self.inner.merge_bases_many(first, &[second]).map_err(failed)?;
        let bases: Vec<ObjectId> = bases.into_iter().map(|id| id.detach()).collect();
        let cut = self.inner.shallow_commits().map_err(failed)?;
        let is_certain = match cut {
            None => true,
            Some(_) if bases.is_empty() => false,
            // A part that was cut off below an ancestor of the base cannot hold a better base. Any
            // other can.
            Some(cut) => {
                let own = self.inner.rev_walk([first, second]).with_hidden(bases.iter().copied()).all();
                let mut own = own.map_err(failed)?;
                let is_whole = own.try_fold(true, |is_whole, commit| {
                    commit.map(|commit| is_whole && cut.iter().all(|end| *end != commit.id))
                });
                is_whole.map_err(failed)?
            }
        };
        if !is_certain {
            let message =
                format!("the common ancestor of {} and {} is not in this shallow clone", a.short(), b.short());
            return Err(Error::new(message).help(SHALLOW_HELP));
        }
        if bases.is_empty() {
            let message = format!("{} and {} have no history in common", a.short(), b.short());
            return Err(Error::new(message).help("Compare with the branch that this one was made from."));
        }
        Ok(bases.into_iter().map(|base| CommitId(base.to_string())).collect())
    }

    /// Whether a commit is in the history of another one, or the same. A commit that this
    /// repository lacks is not.
    ///
    /// # Errors
    /// When the history cannot be read as far back.
    pub(crate) fn is_in_history_of(&self, commit: &CommitId, tip: &CommitId) -> Result<bool, Error> {
        let (wanted, from) = (self.object_id(commit)?, self.object_id(tip)?);
        if !self.inner.has_object(wanted) {
            return Ok(false);
        }
        let failed = |error: gix::Error| {
            self.unreadable(
                &format!("cannot find out whether {} is in the history of {}", commit.short(), tip.short()),
                error,
            )
        };
        let bases = self.inner.merge_bases_many(wanted, &[from]).map_err(failed)?;
        Ok(bases.into_iter().any(|base| base.detach() == wanted))
    }

    /// The commit with an id. When no calendar holds its date, its day is that of the nearest
    /// ancestor, along first parents, whose date a calendar holds.
    pub(super) fn commit(&self, id: ObjectId) -> Result<Commit, Error> {
        let mut next = Some(id);
        let mut day = None;
        while let (Some(id), None) = (next, day) {
            (day, next) = self.day_and_parent(id)?;
            next = next.filter(|parent| self.inner.has_object(parent));
        }
        Ok(Commit { id: CommitId(id.to_string()), committed_on: day.unwrap_or_default() })
    }

    /// The day of a commit, when a calendar holds its date, and its first parent.
    pub(super) fn day_and_parent(&self, id: ObjectId) -> Result<(Option<jiff::civil::Date>, Option<ObjectId>), Error> {
        let failed = |error: gix::Error| self.unreadable(&format!("cannot read commit {id}"), error);
        let commit = self.inner.find_commit(id).map_err(failed)?;
        let parent = commit.parent_ids().next().map(|id| id.detach());
        // The day by the committer's own clock is the day in UTC after a shift of the moment by the
        // offset.
        let moment = commit.time().ok().and_then(|time| time.seconds.checked_add(i64::from(time.offset)));
        let moment = moment.and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
        Ok((moment.map(|moment| moment.to_zoned(jiff::tz::TimeZone::UTC).date()), parent))
    }

    pub(super) fn object_id(&self, id: &CommitId) -> Result<ObjectId, Error> {
        ObjectId::from_hex(id.0.as_bytes())
            .map_err(|error| Error::new(format!("`{}` is not the id of a commit", id.0)).because(error))
    }

    /// The tree of a commit.
    pub(super) fn tree_of(&self, commit: &CommitId) -> Result<ObjectId, Error> {
        let id = self.object_id(commit)?;
        if id.is_empty_tree() {
            return Ok(id);
        }
        if !self.inner.has_object(id)
            && let Some(distant) = self.distant_commit(commit)
        {
            return self.object_id(&CommitId(distant.tree));
        }
        self.inner
            .find_commit(id)
            .and_then(|commit| commit.tree_id().map(|tree| tree.detach()))
            .map_err(|error| self.unreadable(&format!("cannot read commit {commit}"), error))
    }
}
