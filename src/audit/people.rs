//! Who stands for a decision: who wrote its row, who approved it, and whether a program did.

use super::outcome::{AuditedTransition, CommitFacts, Step};
use super::somebody::{Approver, KnownReviews, Somebody};
use crate::change::Change;
use crate::config::Policy;
use crate::plan::{Criterion, Met, Stage};
use crate::text::{CommitId, Source, Span};
use jiff::Timestamp;
use std::collections::{BTreeMap, HashMap};

/// What is known of approvals in a history, and how far it reaches.
pub(super) struct Approvals<'a> {
    policy: &'a Policy,
    /// What files told, by the numbers of pull requests.
    reviews: &'a BTreeMap<u64, KnownReviews>,
    /// The places in time of the commits.
    places: &'a HashMap<CommitId, usize>,
    /// The place of the first commit with the trailer of an approver: from then on the team uses
    /// them.
    trailers_since: Option<usize>,
    /// How many decisions were recorded in the history, and of how many nobody could tell the
    /// approvers.
    pub(super) decisions: usize,
    pub(super) unknown: usize,
}

impl<'a> Approvals<'a> {
    pub(super) fn new(
        policy: &'a Policy,
        reviews: &'a BTreeMap<u64, KnownReviews>,
        places: &'a HashMap<CommitId, usize>,
        trailers_since: Option<usize>,
    ) -> Approvals<'a> {
        Approvals { policy, reviews, places, trailers_since, decisions: 0, unknown: 0 }
    }

    /// The change ticket of a decision: that of the commits that brought it, or one that the row
    /// names.
    pub(super) fn ticket(&self, transition: &AuditedTransition) -> Option<String> {
        let commits = [transition.recorded_by(), transition.written_in.as_ref()];
        let in_commit = commits.into_iter().flatten().find_map(|commit| commit.ticket.clone());
        in_commit.or_else(|| self.policy.ticket_in(transition.rationale.as_deref()?))
    }

    /// Puts to a decision who approved it. Gives the name of the author of its row when nobody else
    /// stands for it. `None` when somebody does, and when nobody can tell.
    pub(super) fn read(&mut self, transition: &mut AuditedTransition) -> Option<String> {
        let recorded = transition.recorded_by().cloned()?;
        self.decisions += 1;
        let written = transition.written_in.clone();
        let reviews = recorded.pull_request.and_then(|number| self.reviews.get(&number));
        let mut named: Vec<Approver> = recorded.approvers.clone();
        named.extend(written.iter().flat_map(|written| written.approvers.clone()));
        named.extend(reviews.into_iter().flat_map(|reviews| reviews.approvers.clone()));
        named.dedup();
        let is_known = reviews.is_some() || !named.is_empty();
        let author = writer(transition).map(|writer| writer.author.clone());
        let is_author = |one: &Somebody| author.as_ref().is_some_and(|author| one.is(author, self.policy));
        named.retain(|approver| !approver.who.is_program() && !is_author(&approver.who));
        for approver in named {
            match days_late(&approver, &recorded) {
                Some(days) => transition.late_approvers.push((approver, days)),
                None => transition.approvers.push(approver),
            }
        }
        let uses_trailers = || {
            let place = self.places.get(&recorded.id);
            self.trailers_since.is_some_and(|since| place.is_some_and(|place| *place >= since))
        };
        // The row of a merge whose branch is not known may be of anybody.
        let author = match author {
            Some(author) if is_known || uses_trailers() => author,
            _ => {
                self.unknown += 1;
                return None;
            }
        };
        let is_other = |one: &Somebody| !one.is(&author, self.policy) && !one.is_forge() && !one.is_program();
        let merged = recorded.is_merge.then_some(&recorded.author);
        let approved = transition.approvers.iter().map(|approver| &approver.who);
        let mut others = approved.chain(merged).chain([&recorded.committer]);
        others.all(|one| !is_other(one)).then_some(author.name)
    }
}

/// How many days after the merge that a commit is somebody approved. `None` before it, and where
/// nobody can tell.
fn days_late(approver: &Approver, commit: &CommitFacts) -> Option<i32> {
    let merged = commit.at.as_ref().filter(|_| is_made_by_merging(commit))?;
    let approved: Timestamp = approver.at.as_deref()?.parse().ok()?;
    let is_late = approved > merged.timestamp();
    is_late.then(|| (approved.to_zoned(merged.time_zone().clone()).date() - merged.date()).get_days())
}

/// Whether a commit was made when a pull request was merged: a merge, or a squash, whose subject
/// names the number. The time of any other commit is that of its writing.
fn is_made_by_merging(commit: &CommitFacts) -> bool {
    let is_squash = |number: u64| commit.subject.contains(&format!("#{number}"));
    commit.is_merge || commit.committer.is_forge() || commit.pull_request.is_some_and(is_squash)
}

/// The commit whose author wrote a decision: the one on the branch, where a merge brought it.
pub(super) fn writer(transition: &AuditedTransition) -> Option<&CommitFacts> {
    let recorded = transition.recorded_by()?;
    transition.written_in.as_ref().or((!recorded.is_merge).then_some(recorded))
}

/// What a change is to be told the writer of, where a merge brought it: the new rows, and the exit
/// criteria that are newly ticked. Each with its file, its place there, and its lines.
pub(crate) fn traced(change: &Change) -> Vec<(&Source, usize, Span)> {
    let (Some(standing), Some(head)) = (&change.after, change.head()) else { return Vec::new() };
    let rows = change.transitions().into_iter().filter_map(|transition| transition.row);
    let rows = rows.map(|row| (head.log_file(), standing.row(row).whole.start, standing.row(row).whole));
    let ticks = new_ticks(change).map(|(_, criterion)| {
        let line = head.source.line_span(head.source.line(criterion.span.start));
        (&head.source, criterion.span.start, line)
    });
    rows.chain(ticks).collect()
}

/// The exit criteria that a change ticks, each with its stage.
fn new_ticks(change: &Change) -> impl Iterator<Item = (&Stage, &Criterion)> {
    let versions = change.base().zip(change.head());
    let pairs = versions.into_iter().flat_map(|(base, head)| {
        let stages = change.pairing.stages.pairs.iter();
        stages.map(move |(was, is)| (&base.stages[*was], &head.stages[*is]))
    });
    pairs.flat_map(|(old, new)| {
        let was_ticked =
            |criterion: &Criterion| old.exit.iter().any(|other| other.key == criterion.key && other.met == Met::Ticked);
        let ticked = new.exit.iter().filter(|criterion| criterion.met == Met::Ticked);
        ticked.filter(move |criterion| !was_ticked(criterion)).map(move |criterion| (new, criterion))
    })
}

/// What programs ticked of the exit criteria in a step, in words, each with the commit.
pub(super) fn ticks_by_programs(change: &Change, step: &Step) -> Vec<(String, CommitFacts)> {
    let mut told: Vec<(&Stage, &CommitFacts, &str, usize)> = Vec::new();
    for (stage, criterion) in new_ticks(change) {
        let place = (change.path().to_owned(), criterion.span.start);
        let written = step.writers.get(&place).or((!step.commit.is_merge).then_some(&step.commit));
        let Some((written, agent)) = written.and_then(|by| Some((by, by.agent.as_deref()?))) else { continue };
        let same =
            |told: &&mut (&Stage, &CommitFacts, &str, usize)| told.0.number == stage.number && told.1.id == written.id;
        match told.iter_mut().find(same) {
            Some(told) => told.3 += 1,
            None => told.push((stage, written, agent, 1)),
        }
    }
    let words = |(stage, written, agent, count): (&Stage, &CommitFacts, &str, usize)| {
        let criteria = if count == 1 { "exit criterion" } else { "exit criteria" };
        let were = if count == 1 { "was" } else { "were" };
        let id = written.id.short();
        (format!("{count} {criteria} of {} {were} ticked by {agent} in {id}", stage.title), step.commit.clone())
    };
    told.into_iter().map(words).collect()
}
