//! Which file after a change is which plan before it.

use super::plan_files::PlanFiles;
use super::revisions::Revisions;
use crate::config::Policy;
use crate::git::{Contents, FileChange};
use crate::plan::log::RowState;
use crate::plan::parse;
use crate::template::Template;
use crate::text::{Source, fold};
use crate::version::Version;
use rayon::prelude::*;
use std::cell::{LazyCell, OnceCell};
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

/// Two versions of a plan.
pub(super) type Pair = (Option<Arc<Version>>, Option<Arc<Version>>);

/// Pairs the versions of each plan: the same path first, unless its Rollout ID is that of another plan now; then the same content, then the same Rollout ID, then
/// most lines in common.
pub(super) fn pair(
    found: Vec<FileChange>,
    files: &PlanFiles,
    (template, policy): (&Arc<Template>, &Arc<Policy>),
    revisions: Option<&Revisions>,
) -> Vec<Pair> {
    let read_version = |path: &str, contents: Contents| {
        let plan = match revisions {
            Some(revisions) => revisions.read(path, &contents, (template, policy)),
            None => Version::new(parse::parse(Source::from_bytes(path, &contents.bytes), template, policy, None)),
        };
        Candidate { plan, blob: contents.blob, lines: OnceCell::new() }
    };
    // What was held to the template before is held to it now, whatever it looks like.
    let held_as = |plan: Arc<Version>, base: &Version| match plan.follows_template == base.follows_template
        || !base.is_readable()
    {
        true => plan,
        false => Version::new(parse::parse(plan.source.clone(), template, policy, Some(base.follows_template))),
    };
    let both: Vec<(Option<Candidate>, Option<Candidate>)> = found
        .into_par_iter()
        .map(|file| {
            let path = file.path;
            // What was a plan before is one now, whatever it looks like.
            let base = file.base.filter(|_| files.may_be_plan(&path)).map(|contents| read_version(&path, contents));
            let base = base.filter(|base| files.is_plan(&base.plan));
            let head = file
                .head
                .map(|contents| read_version(&path, contents))
                .map(|head| match &base {
                    Some(base) => Candidate { plan: held_as(head.plan, &base.plan), ..head },
                    None => head,
                })
                .filter(|head| base.is_some() || files.is_plan(&head.plan))
                // A plan that was emptied is gone.
                .filter(|head| {
                    head.plan.source.unreadable.is_some()
                        || !head.plan.source.text.trim_matches('\u{feff}').trim().is_empty()
                });
            (base, head)
        })
        .collect();
    // Most changes move no plan, and ask for none of it.
    let of_template: LazyCell<BTreeSet<u64>, _> = LazyCell::new(|| lines_of(&template.source.text).collect());
    let is_swapped: Vec<bool> = (0..both.len()).map(|index| is_another(index, &both, || &*of_template)).collect();
    let mut changes = Vec::new();
    let mut gone: Vec<Candidate> = Vec::new();
    let mut new: Vec<Candidate> = Vec::new();
    for (pair, is_swapped) in both.into_iter().zip(is_swapped) {
        match pair {
            // Plans may change places: then the ID tells which is which.
            (Some(base), Some(head)) if is_swapped => {
                gone.push(base);
                new.push(head);
            }
            (Some(base), Some(head)) => changes.push((Some(base.plan), Some(head.plan))),
            (Some(base), None) => gone.push(base),
            (None, Some(head)) => new.push(head),
            (None, None) => {}
        }
    }
    let similar = |base: &Candidate, head: &Candidate| similar(base, head, &of_template);
    for likeness in [&same_blob as &dyn Fn(&Candidate, &Candidate) -> usize, &same_id, &similar] {
        let mut alike: Vec<(usize, usize, usize)> = Vec::new();
        for (one, base) in gone.iter().enumerate() {
            let all = new.iter().enumerate().map(|(other, head)| (likeness(base, head), one, other));
            alike.extend(all.filter(|(likeness, _, _)| *likeness > 0));
        }
        // Those that are most alike belong together.
        alike.sort_by_key(|(likeness, one, other)| (Reverse(*likeness), *one, *other));
        let (mut old, mut now): (Vec<_>, Vec<_>) =
            (gone.into_iter().map(Some).collect(), new.into_iter().map(Some).collect());
        for (_, one, other) in alike {
            if let (Some(base), Some(head)) = (&old[one], &now[other]) {
                let plan = held_as(head.plan.clone(), &base.plan);
                changes.push((Some(base.plan.clone()), Some(plan)));
                (old[one], now[other]) = (None, None);
            }
        }
        (gone, new) = (old.into_iter().flatten().collect(), now.into_iter().flatten().collect());
    }
    changes.extend(gone.into_iter().map(|base| (Some(base.plan), None)));
    // What is a plan only from the next change on is none yet.
    new.retain(|head| files.may_be_plan(&head.plan.source.path));
    changes.extend(new.into_iter().map(|head| (None, Some(head.plan))));
    changes
}

/// A version of a file that may be a plan's.
struct Candidate {
    plan: Arc<Version>,
    blob: Option<String>,
    /// The lines that say something, hashed; made when they are first compared.
    lines: OnceCell<BTreeSet<u64>>,
}

impl Candidate {
    fn lines(&self) -> &BTreeSet<u64> {
        self.lines.get_or_init(|| lines_of(&self.plan.source.text).collect())
    }
}

/// Whether the file of one rollout is now that of another one. Its Rollout ID alone proves nothing, for anybody can write another one: the plan that bears the ID on
/// the other side must also say more of the same.
fn is_another<'t>(
    index: usize,
    both: &[(Option<Candidate>, Option<Candidate>)],
    of_template: impl Fn() -> &'t BTreeSet<u64>,
) -> bool {
    let (Some(base), Some(head)) = &both[index] else { return false };
    if base.plan.id.is_none() || head.plan.id.is_none() || same_id(base, head) > 0 {
        return false;
    }
    let here = in_common(base, head, of_template());
    both.iter().enumerate().filter(|(other, _)| *other != index).any(|(_, (before, after))| {
        let came = before
            .as_ref()
            .is_some_and(|before| same_id(before, head) > 0 && in_common(before, head, of_template()) > here);
        let went = after
            .as_ref()
            .is_some_and(|after| same_id(base, after) > 0 && in_common(base, after, of_template()) > here);
        came || went
    })
}

fn same_blob(base: &Candidate, head: &Candidate) -> usize {
    usize::from(base.blob.is_some() && base.blob == head.blob)
}

fn same_id(base: &Candidate, head: &Candidate) -> usize {
    match (&base.plan.id, &head.plan.id) {
        (Some(one), Some(other)) => usize::from(fold(one) == fold(other)),
        _ => 0,
    }
}

/// How many of the lines that say something are the same, where these are more than half and the IDs do not say otherwise. What stands in every plan, because the
/// template has it, says nothing.
fn similar(base: &Candidate, head: &Candidate, of_template: &BTreeSet<u64>) -> usize {
    // Another ID is another rollout, unless the new one has all of the decisions of the old.
    if base.plan.id.is_some() && head.plan.id.is_some() && !keeps_the_rows(base, head) {
        return 0;
    }
    let own = |version: &Candidate| version.lines().difference(of_template).count();
    let shared = in_common(base, head, of_template);
    if shared * 2 > own(base).max(own(head)) {
        return shared;
    }
    // A plan in which little is filled in has little of its own: then nearly everything must be the same.
    let title = |version: &Candidate| version.plan.title.as_ref().map(|title| fold(title));
    let differs = title(base).zip(title(head)).is_some_and(|(one, other)| one != other);
    let all = base.lines().intersection(head.lines()).count();
    usize::from(!differs && all * 20 >= base.lines().len().max(head.lines().len()) * 19)
}

/// How many lines two versions have in common that the template does not have.
fn in_common(base: &Candidate, head: &Candidate, of_template: &BTreeSet<u64>) -> usize {
    base.lines().intersection(head.lines()).filter(|line| !of_template.contains(line)).count()
}

/// Whether a version has decisions, and another one has them all, word for word.
fn keeps_the_rows(base: &Candidate, head: &Candidate) -> bool {
    let rows = base.plan.log.iter().flat_map(|log| &log.rows).filter(|row| row.state == RowState::Recorded);
    let mut lines = rows.map(|row| lines_of(base.plan.log_file().slice(row.whole))).peekable();
    lines.peek().is_some() && lines.flatten().all(|line| head.lines().contains(&line))
}

/// The lines of a text that say something, hashed.
fn lines_of(text: &str) -> impl Iterator<Item = u64> + '_ {
    let hash = |line: &str| {
        let mut hasher = DefaultHasher::new();
        line.hash(&mut hasher);
        hasher.finish()
    };
    text.lines().map(str::trim).filter(|line| line.len() > 3).map(hash)
}
