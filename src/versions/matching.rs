//! Which file after a change is which plan before it.

use super::plan_cache::PlanCache;
use super::plan_files::PlanFiles;
use super::ruleset::Ruleset;
use crate::git::{Contents, FileChange};
use crate::plan::log::{Point, RowState};
use crate::standing::Standing;
use crate::text::{Source, fold};
use crate::version::Version;
use crate::words::paths::is_markdown;
use jiff::civil::Date;
use rayon::prelude::*;
use std::cell::{LazyCell, OnceCell};
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

/// Two versions of one plan. At least one of them is there.
pub(super) struct Pair {
    pub(super) base: Option<Arc<Version>>,
    pub(super) head: Option<Arc<Version>>,
}

/// A plan on one side of a change, while nobody knows which plan of the other side it is.
struct Candidate {
    version: Arc<Version>,
    blob: Option<String>,
    /// The hashes of the lines that say something. Made when somebody first compares them.
    lines: OnceCell<BTreeSet<u64>>,
}

impl Candidate {
    /// The same for the other side.
    fn shared(&self) -> Candidate {
        Candidate { version: Arc::clone(&self.version), blob: self.blob.clone(), lines: OnceCell::new() }
    }

    /// Where its rollout stands, whatever the day is.
    fn alone(&self) -> Standing {
        Standing::alone(Arc::clone(&self.version), Date::MAX)
    }

    fn lines(&self) -> &BTreeSet<u64> {
        self.lines.get_or_init(|| lines_of(&self.version.source.text).collect())
    }
}

/// How much two candidates are alike. 0 means that they are not the same plan.
type Likeness<'a> = &'a dyn Fn(&Candidate, &Candidate) -> usize;

/// Says which changed files are two versions of one plan. Files at the same path are, unless the
/// file has the Rollout ID of another plan now. Of the rest those are that have the same content,
/// else the same Rollout ID, else most lines in common. `beside` are the changed files that are no
/// plans: a plan whose rollout has ended may be put among them.
pub(super) fn match_plans(
    found: Vec<FileChange>,
    beside: &[FileChange],
    files: &PlanFiles,
    ruleset: &Ruleset,
    cache: Option<&PlanCache>,
) -> Vec<Pair> {
    let reader = Reader { files, ruleset, cache };
    let by_path: Vec<(Option<Candidate>, Option<Candidate>)> =
        found.into_par_iter().map(|file| reader.read_both(file)).collect();
    // Most changes move no plan, and never ask for the lines of the template.
    let template_lines: LazyCell<BTreeSet<u64>, _> =
        LazyCell::new(|| lines_of(&ruleset.template.source.text).collect());
    let are_replaced: Vec<bool> =
        (0..by_path.len()).map(|index| is_replaced(index, &by_path, || &*template_lines)).collect();
    let mut pairs = Vec::new();
    let mut gone: Vec<Candidate> = Vec::new();
    let mut new: Vec<Candidate> = Vec::new();
    for ((base, head), is_replaced) in by_path.into_iter().zip(are_replaced) {
        match (base, head) {
            (Some(base), Some(head)) if !is_replaced => {
                pairs.push(Pair { base: Some(base.version), head: Some(head.version) });
            }
            // Two plans may change places.
            (base, head) => {
                gone.extend(base);
                new.extend(head);
            }
        }
    }
    let by_lines = |base: &Candidate, head: &Candidate| similarity(base, head, &template_lines);
    let likenesses = [&same_blob as Likeness, &same_id, &by_lines];
    for likeness in likenesses {
        pairs.extend(reader.pair_most_alike(&mut gone, &mut new, likeness));
    }
    // Most changes put no plan away.
    let archived = if gone.is_empty() { Vec::new() } else { reader.ended(beside) };
    let (mut given_up, mut finished): (Vec<Candidate>, Vec<Candidate>) =
        archived.into_iter().partition(|candidate| candidate.alone().gate == Point::Aborted);
    for likeness in likenesses {
        pairs.extend(reader.pair_most_alike(&mut gone, &mut given_up, likeness));
    }
    // What a finished plan becomes in an archive is nobody's concern; only its last step is.
    let (over, mut gone): (Vec<Candidate>, Vec<Candidate>) =
        gone.into_iter().partition(|base| !finished.is_empty() && base.alone().is_over());
    for likeness in likenesses {
        pairs.extend(reader.pair_most_alike(&mut gone, &mut finished, likeness));
    }
    gone.extend(over);
    pairs.extend(gone.into_iter().map(|base| Pair { base: Some(base.version), head: None }));
    // A file that the next change will find is no plan yet.
    new.retain(|head| files.may_be_plan(&head.version.source.path));
    pairs.extend(new.into_iter().map(|head| Pair { base: None, head: Some(head.version) }));
    pairs
}

/// How the versions of plans are read.
struct Reader<'a> {
    files: &'a PlanFiles,
    ruleset: &'a Ruleset,
    cache: Option<&'a PlanCache>,
}

impl Reader<'_> {
    fn read(&self, path: &str, contents: Contents) -> Candidate {
        let version = match self.cache {
            Some(cache) => cache.read(path, &contents, self.ruleset),
            None => self.ruleset.read(Source::from_bytes(path, &contents.bytes)),
        };
        Candidate { version, blob: contents.blob, lines: OnceCell::new() }
    }

    /// The new files in which a log says that its rollout was given up, or has reached everybody.
    fn ended(&self, beside: &[FileChange]) -> Vec<Candidate> {
        let new = beside.iter().filter(|file| file.base.is_none() && is_markdown(&file.path));
        let read = new.filter_map(|file| Some(self.read(&file.path, file.head.clone()?)));
        let is_over = |candidate: &Candidate| {
            let mut rows = candidate.version.log.iter().flat_map(|log| &log.rows);
            rows.any(|row| row.state == RowState::Recorded) && candidate.alone().is_over()
        };
        read.filter(is_over).collect()
    }

    /// The plans at one path, as far as the file is a plan.
    fn read_both(&self, file: FileChange) -> (Option<Candidate>, Option<Candidate>) {
        let path = file.path;
        let is_same = file.base.is_some()
            && file.base.as_ref().map(|base| &base.bytes) == file.head.as_ref().map(|head| &head.bytes);
        let read = |contents: Option<Contents>| contents.map(|contents| self.read(&path, contents));
        let base = file.base.filter(|_| self.files.may_be_plan(&path));
        let (base, head) = match is_same && base.is_some() {
            // A plan whose flag or log alone changed is read once.
            true => {
                let base = read(base);
                let same = base.as_ref().map(Candidate::shared);
                (base, same)
            }
            false => rayon::join(|| read(base), || read(file.head)),
        };
        let base = base.filter(|base| self.files.is_plan(&base.version));
        let head = head.map(|head| match &base {
            Some(base) => Candidate { version: self.read_as(&base.version, head.version), ..head },
            None => head,
        });
        // A plan stays a plan, whatever it looks like now. But an empty file is no plan any more.
        // Where only the globs after the change find a file, it may be a plan that the change put
        // there.
        let is_moved = !self.files.may_be_plan(&path);
        let is_plan = |head: &Version| base.is_some() || is_moved || self.files.is_plan(head);
        let head = head.filter(|head| is_plan(&head.version) && !is_empty(&head.version.source));
        (base, head)
    }

    /// A version, held to the template if the one before was, and with the same headings for its
    /// stages, whatever it looks like now.
    fn read_as(&self, base: &Version, version: Arc<Version>) -> Arc<Version> {
        let is_held_alike = version.follows_template == base.follows_template;
        match !base.is_readable() || (is_held_alike && !base.family.may_differ(&version.family)) {
            true => version,
            false => self.ruleset.read_as(base, version.source.clone()),
        }
    }

    /// Takes the candidates that are alike out of both lists, the most alike first.
    fn pair_most_alike(&self, gone: &mut Vec<Candidate>, new: &mut Vec<Candidate>, likeness: Likeness) -> Vec<Pair> {
        let mut alike: Vec<(usize, usize, usize)> = Vec::new();
        for (one, base) in gone.iter().enumerate() {
            let all = new.iter().enumerate().map(|(other, head)| (likeness(base, head), one, other));
            alike.extend(all.filter(|(likeness, _, _)| *likeness > 0));
        }
        alike.sort_by_key(|(likeness, one, other)| (Reverse(*likeness), *one, *other));
        let mut bases: Vec<Option<Candidate>> = gone.drain(..).map(Some).collect();
        let mut heads: Vec<Option<Candidate>> = new.drain(..).map(Some).collect();
        let mut pairs = Vec::new();
        for (_, one, other) in alike {
            if bases[one].is_some()
                && let Some(head) = heads[other].take()
                && let Some(base) = bases[one].take()
            {
                let head = self.read_as(&base.version, head.version);
                pairs.push(Pair { base: Some(base.version), head: Some(head) });
            }
        }
        gone.extend(bases.into_iter().flatten());
        new.extend(heads.into_iter().flatten());
        pairs
    }
}

fn is_empty(source: &Source) -> bool {
    source.unreadable.is_none() && source.text.trim_matches('\u{feff}').trim().is_empty()
}

/// Whether the file of one rollout is now that of another one. A new Rollout ID alone proves
/// nothing, since anybody can write it. The plan that has this ID on the other side must also have
/// more lines in common.
fn is_replaced<'t>(
    index: usize,
    by_path: &[(Option<Candidate>, Option<Candidate>)],
    template_lines: impl Fn() -> &'t BTreeSet<u64>,
) -> bool {
    let (Some(base), Some(head)) = &by_path[index] else { return false };
    if base.version.id.is_none() || head.version.id.is_none() || same_id(base, head) > 0 {
        return false;
    }
    let shared = |one: &Candidate, other: &Candidate| in_common(one, other, template_lines());
    let shared_at_path = shared(base, head);
    let is_closer = |one: &Candidate, other: &Candidate| same_id(one, other) > 0 && shared(one, other) > shared_at_path;
    by_path.iter().enumerate().filter(|(other, _)| *other != index).any(|(_, (before, after))| {
        before.as_ref().is_some_and(|before| is_closer(before, head))
            || after.as_ref().is_some_and(|after| is_closer(base, after))
    })
}

fn same_blob(base: &Candidate, head: &Candidate) -> usize {
    usize::from(base.blob.is_some() && base.blob == head.blob)
}

fn same_id(base: &Candidate, head: &Candidate) -> usize {
    match (&base.version.id, &head.version.id) {
        (Some(one), Some(other)) => usize::from(fold(one) == fold(other)),
        _ => 0,
    }
}

/// How many of their own lines two candidates have in common, if these are more than half and the
/// IDs do not say otherwise. The lines of the template are in every plan, and say nothing.
fn similarity(base: &Candidate, head: &Candidate, template_lines: &BTreeSet<u64>) -> usize {
    // Another ID is another rollout, unless the new plan has all decisions of the old one.
    if base.version.id.is_some() && head.version.id.is_some() && !keeps_the_rows(base, head) {
        return 0;
    }
    let own = |candidate: &Candidate| candidate.lines().difference(template_lines).count();
    let shared = in_common(base, head, template_lines);
    if shared * 2 > own(base).max(own(head)) {
        return shared;
    }
    // A plan with little filled in has few own lines: then nearly everything must be the same.
    let title = |candidate: &Candidate| candidate.version.title.as_ref().map(|title| fold(title));
    let is_titled_otherwise = title(base).zip(title(head)).is_some_and(|(one, other)| one != other);
    let all = base.lines().intersection(head.lines()).count();
    usize::from(!is_titled_otherwise && all * 20 >= base.lines().len().max(head.lines().len()) * 19)
}

/// How many lines two candidates have in common that the template does not have.
fn in_common(base: &Candidate, head: &Candidate, template_lines: &BTreeSet<u64>) -> usize {
    base.lines().intersection(head.lines()).filter(|line| !template_lines.contains(line)).count()
}

/// Whether a candidate has decisions, and another one has them all, word for word.
fn keeps_the_rows(base: &Candidate, head: &Candidate) -> bool {
    let rows = base.version.log.iter().flat_map(|log| &log.rows).filter(|row| row.state == RowState::Recorded);
    let mut lines = rows.map(|row| lines_of(base.version.log_file().slice(row.whole))).peekable();
    lines.peek().is_some() && lines.flatten().all(|line| head.lines().contains(&line))
}

/// The hashes of the lines of a text that say something.
pub(super) fn lines_of(text: &str) -> impl Iterator<Item = u64> + '_ {
    let hash = |line: &str| {
        let mut hasher = DefaultHasher::new();
        line.hash(&mut hasher);
        hasher.finish()
    };
    text.lines().map(str::trim).filter(|line| line.len() > 3).map(hash)
}
