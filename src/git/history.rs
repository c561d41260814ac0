//! History: the commits along first parents that touch some files.

use std::collections::{BTreeSet, HashMap};

use gix::ObjectId;
use rayon::prelude::*;

use super::paths::Places;
use super::repository::Repository;
use super::tree::EntriesAt;
use crate::error::Error;
use crate::text::CommitId;

/// The author or the committer of a commit, with the name and address that `.mailmap` gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Person {
    /// The person's name.
    pub(crate) name: String,
    /// The e-mail address.
    pub(crate) email: String,
}

/// A commit of a history, with its message and its people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PastCommit {
    /// The id.
    pub(crate) id: CommitId,
    /// The first parent. `None` where the walk ends.
    pub(crate) parent: Option<CommitId>,
    /// How many parents the commit has. A merge has more than one.
    pub(crate) parents: usize,
    /// The first line of the message.
    pub(crate) subject: String,
    /// The message below its first line.
    pub(crate) body: String,
    /// The trailers of the message: `Pull-Request: 12`.
    pub(crate) trailers: Vec<(String, String)>,
    /// The person who wrote the change.
    pub(crate) author: Person,
    /// The person who made the commit.
    pub(crate) committer: Person,
    /// The day on which the committer made it, by the committer's own clock and time zone.
    pub(crate) committed_on: jiff::civil::Date,
    /// The moment at which the committer made it, by the committer's own clock and time zone.
    /// `None` when no calendar holds it.
    pub(crate) committed_at: Option<jiff::Zoned>,
    /// Whether the commit has a signature, valid or not.
    pub(crate) is_signed: bool,
}

/// A part of a history. The default is all of it. The clocks of committers are not in step, so that
/// days only set the ends: between the first and the last commit of the part, every commit counts,
/// whatever its day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Range {
    /// Only commits that are not in the history of this commit.
    pub(crate) behind: Option<CommitId>,
    /// The part begins with the oldest commit of this day or a later one.
    pub(crate) first_day: Option<jiff::civil::Date>,
    /// The part ends with the newest commit of this day or an earlier one.
    pub(crate) last_day: Option<jiff::civil::Date>,
}

/// The result of a walk through a history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Walk {
    /// The commits that differ from their first parent in a wanted file, newest first. They go back
    /// to the beginning of history, since a later commit can only be understood with the earlier
    /// ones.
    pub(crate) commits: Vec<PastCommit>,
    /// How many of these commits lie in the range.
    pub(crate) asked: usize,
    /// Where the walk ended.
    pub(crate) end: HistoryEnd,
    /// How many commits lie in the range, with those that differ in no wanted file.
    pub(crate) length: usize,
    /// How many commits were walked, from the tip to the end of the walk.
    pub(crate) walked: usize,
    /// The oldest commit of them.
    pub(crate) oldest: Option<CommitId>,
}

/// A commit on the line of first parents.
struct Walked {
    id: ObjectId,
    tree: ObjectId,
    first_parent: Option<ObjectId>,
}

/// The end of a walk through a history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HistoryEnd {
    /// The first commit of the history.
    Beginning,
    /// A commit whose parents a shallow clone left out.
    Shallow,
}

/// How many commits one thread takes at once.
const AT_ONCE: usize = 2_048;

impl Repository {
    /// The commits that differ from their first parent in a wanted file at or below some places.
    /// The walk goes from `tip` along first parents, so that a merge is one step. It calls `seen`
    /// again and again, with two numbers: the commits that it has read since the last call, and all
    /// commits, or 0 while it still counts.
    ///
    /// # Errors
    /// When a commit or a folder cannot be read.
    pub(crate) fn history(
        &self,
        tip: &CommitId,
        places: &Places,
        wanted: &(dyn Fn(&str) -> bool + Sync),
        range: &Range,
        seen: &(dyn Fn(usize, usize) + Sync),
    ) -> Result<Walk, Error> {
        let (line, end) = self.without_memory().first_parents(tip, seen)?;
        let asked = self.part_of(&line, range)?;
        let (walked, oldest) = (line.len(), line.last().map(|commit| CommitId(commit.id.to_string())));
        let line = &line[asked.start..];
        let length = line.len();
        // The line is read commit by commit. Their folders, which take most of the time, are read
        // side by side.
        let shared = self.share();
        let compare = |start: usize| {
            let commits = &line[start..length.min(start + AT_ONCE + 1)];
            let repository = shared.open();
            let entries = repository.without_memory().entries_at_each(commits, places)?;
            let count = AT_ONCE.min(length - start);
            let mut found = Vec::new();
            for index in 0..count {
                let nothing = vec![None; entries[index].len()];
                let before = entries.get(index + 1).unwrap_or(&nothing);
                if entries[index] != *before
                    && !repository.compare_at(places, before, &entries[index], wanted)?.is_empty()
                {
                    found.push(start + index);
                }
            }
            seen(count, length);
            Ok(found)
        };
        let starts = (0..length).into_par_iter().step_by(AT_ONCE);
        let found: Vec<Vec<usize>> = starts.map(compare).collect::<Result<_, Error>>()?;
        let mailmap = self.mailmap_at(tip)?;
        // A commit whose date no calendar holds has the day of the nearest ancestor on the line
        // that has one. That ancestor is looked for once.
        let (mut dated, mut day) = (0, None);
        let commit = |index: usize| {
            let parent = line.get(index + 1).map(|before| CommitId(before.id.to_string()));
            while dated < length && (dated < index || day.is_none()) {
                dated = dated.max(index);
                day = self.day_and_parent(line[dated].id)?.0;
                dated += usize::from(day.is_none());
            }
            self.past_commit(line[index].id, parent, day.unwrap_or_default(), &mailmap)
        };
        let found: Vec<usize> = found.into_iter().flatten().collect();
        let length = asked.len();
        let asked = found.iter().filter(|index| **index < length).count();
        let commits = found.into_iter().map(commit).collect::<Result<_, Error>>()?;
        Ok(Walk { commits, asked, end, length, walked, oldest })
    }

    /// The newest commit, from `tip` along first parents, that was made on a day or before. `None`
    /// when there is none.
    ///
    /// # Errors
    /// When a commit cannot be read.
    pub(crate) fn newest_until(&self, tip: &CommitId, day: jiff::civil::Date) -> Result<Option<CommitId>, Error> {
        let mut next = Some(self.object_id(tip)?);
        while let Some(id) = next {
            if self.commit(id).is_ok_and(|commit| commit.committed_on <= day) {
                return Ok(Some(CommitId(id.to_string())));
            }
            next = self.walked(id, None)?.first_parent.filter(|parent| self.inner.has_object(parent));
        }
        Ok(None)
    }

    /// How many commits come behind `tip` along the first parents of `head`; `None` when it is not
    /// among them.
    ///
    /// # Errors
    /// When a commit cannot be read.
    pub(crate) fn count_behind(&self, tip: &CommitId, head: &CommitId) -> Result<Option<usize>, Error> {
        let tip = self.object_id(tip)?;
        let (line, _) = self.without_memory().first_parents(head, &|_, _| ())?;
        Ok(line.iter().position(|commit| commit.id == tip))
    }

    /// The commits from `tip` along first parents, newest first.
    fn first_parents(&self, tip: &CommitId, seen: &dyn Fn(usize, usize)) -> Result<(Vec<Walked>, HistoryEnd), Error> {
        let failed = |error: gix::Error| self.unreadable("cannot read the history", error);
        let cut = self.inner.shallow_commits().map_err(failed)?;
        let is_cut = |id: &ObjectId| cut.as_ref().is_some_and(|cut| cut.contains(id));
        let graph = self.inner.commit_graph_if_enabled().map_err(failed)?;
        let (mut line, mut next) = (Vec::new(), Some(self.object_id(tip)?));
        while let Some(id) = next {
            let commit = self.walked(id, graph.as_ref())?;
            next = commit.first_parent.filter(|_| !is_cut(&id));
            line.push(commit);
            if line.len().is_multiple_of(AT_ONCE) {
                seen(0, 0);
            }
            if is_cut(&id) {
                return Ok((line, HistoryEnd::Shallow));
            }
        }
        Ok((line, HistoryEnd::Beginning))
    }

    /// The part of a line of first parents that lies in a range, by indices.
    fn part_of(&self, line: &[Walked], range: &Range) -> Result<std::ops::Range<usize>, Error> {
        let day = |commit: &Walked| self.day_and_parent(commit.id).ok().and_then(|(day, _)| day);
        let is_late = |commit: &&Walked| range.last_day.is_some_and(|last| day(commit).is_none_or(|day| day > last));
        let is_early =
            |commit: &&Walked| range.first_day.is_some_and(|first| day(commit).is_none_or(|day| day < first));
        let start = line.iter().take_while(is_late).count();
        let mut end = line.len() - line.iter().rev().take_while(is_early).count();
        if let Some(behind) = &range.behind {
            // The part of the line that the commit has, too, begins with its newest ancestor on the
            // line.
            let places: HashMap<ObjectId, usize> =
                line.iter().enumerate().map(|(at, commit)| (commit.id, at)).collect();
            let (mut open, mut known) = (vec![self.object_id(behind)?], BTreeSet::new());
            while let Some(id) = open.pop() {
                if let Some(at) = places.get(&id) {
                    end = end.min(*at);
                } else if known.insert(id) {
                    let commit = self.inner.find_commit(id);
                    let commit = commit.map_err(|error| self.unreadable(&format!("cannot read commit {id}"), error))?;
                    open.extend(commit.parent_ids().map(|id| id.detach()).filter(|id| self.inner.has_object(id)));
                }
            }
        }
        Ok(start..end.max(start))
    }

    /// The commit with an id, read from the commit-graph when there is one.
    fn walked(&self, id: ObjectId, graph: Option<&gix::commitgraph::Graph>) -> Result<Walked, Error> {
        let (tree, first_parent) = match graph.and_then(|graph| graph.commit_by_id(id)) {
            Some(commit) => {
                let parent = commit.iter_parents().next().and_then(Result::ok);
                let parent = parent.zip(graph).map(|(position, graph)| graph.id_at(position).to_owned());
                (commit.root_tree_id().to_owned(), parent)
            }
            None => {
                let unreadable = |error: gix::Error| self.unreadable(&format!("cannot read commit {id}"), error);
                let commit = self.inner.find_commit(id).map_err(unreadable)?;
                let parent = commit.parent_ids().next().map(|id| id.detach());
                (commit.tree_id().map_err(unreadable)?.detach(), parent)
            }
        };
        Ok(Walked { id, tree, first_parent })
    }

    /// The entries at some places in each of several commits that follow each other. A pack stores
    /// a folder as the difference from another version of it. Each version is read after the one
    /// that it builds on, so that Git puts no version together twice.
    fn entries_at_each(&self, commits: &[Walked], places: &Places) -> Result<Vec<EntriesAt>, Error> {
        let depth = |commit: &Walked| self.inner.find_header(commit.tree).ok().and_then(|header| header.num_deltas());
        let pairs = [1, 2, 3].iter().filter_map(|quarter| {
            let at = commits.len() * quarter / 4;
            commits.get(at).and_then(depth).zip(commits.get(at + 1).and_then(depth))
        });
        let builds_on_older =
            pairs.fold(0, |sum, (newer, older)| sum + i32::from(newer > older) - i32::from(newer < older)) > 0;
        let read = |commit: &Walked| self.entries_at(commit.tree, places);
        if builds_on_older {
            let mut entries: Vec<EntriesAt> = commits.iter().rev().map(read).collect::<Result<_, Error>>()?;
            entries.reverse();
            return Ok(entries);
        }
        commits.iter().map(read).collect()
    }

    /// The `.mailmap` of a commit. The file on disk may be another one.
    fn mailmap_at(&self, commit: &CommitId) -> Result<gix::mailmap::Snapshot, Error> {
        let bytes = self.read_at(commit, ".mailmap")?.unwrap_or_default();
        Ok(gix::mailmap::Snapshot::from_bytes(&bytes))
    }

    /// The commit with an id, with its message and its people as `tip` calls them.
    ///
    /// # Errors
    /// When the commit cannot be read.
    pub(crate) fn past_commit_at(&self, id: &CommitId, tip: &CommitId) -> Result<PastCommit, Error> {
        self.past_commit_of(self.object_id(id)?, tip)
    }

    pub(super) fn past_commit_of(&self, id: ObjectId, tip: &CommitId) -> Result<PastCommit, Error> {
        let parent = self.day_and_parent(id)?.1.map(|parent| CommitId(parent.to_string()));
        self.past_commit(id, parent, self.commit(id)?.committed_on, &self.mailmap_at(tip)?)
    }

    /// The commit with an id, with its message and its people.
    fn past_commit(
        &self,
        id: ObjectId,
        parent: Option<CommitId>,
        committed_on: jiff::civil::Date,
        mailmap: &gix::mailmap::Snapshot,
    ) -> Result<PastCommit, Error> {
        let unreadable = |error: gix::Error| self.unreadable(&format!("cannot read commit {id}"), error);
        let commit = self.inner.find_commit(id).map_err(unreadable)?;
        let person = |signature: gix::actor::SignatureRef<'_>| {
            let known = mailmap.resolve_cow(signature);
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            Person { name: text(&known.name), email: text(&known.email) }
        };
        let message = commit.message().ok();
        let trailers = message.as_ref().and_then(|message| message.body()).map(|body| {
            let trailers = body.trailers();
            trailers.map(|trailer| (trailer.token.to_string(), trailer.value.to_string())).collect()
        });
        let body = message.as_ref().and_then(|message| message.body);
        // A commit that names its people in no readable form still counts.
        let nobody = || Person { name: "unknown".to_owned(), email: String::new() };
        let moment = commit.time().ok().and_then(|time| {
            let zone = jiff::tz::Offset::from_seconds(time.offset).ok()?;
            Some(jiff::Timestamp::from_second(time.seconds).ok()?.to_zoned(jiff::tz::TimeZone::fixed(zone)))
        });
        Ok(PastCommit {
            id: CommitId(commit.id.to_string()),
            committed_at: moment,
            parent,
            parents: commit.parent_ids().count(),
            body: body.map(|body| body.to_string()).unwrap_or_default(),
            subject: message.map(|message| message.summary().to_string()).unwrap_or_default(),
            trailers: trailers.unwrap_or_default(),
            author: commit.author().map_or_else(|_| nobody(), person),
            committer: commit.committer().map_or_else(|_| nobody(), person),
            committed_on,
            is_signed: commit.signature().is_ok_and(|signature| signature.is_some()),
        })
    }
}
