//! Reads the plans on disk.

use super::day::{day_of_files, day_of_worktree};
use super::disk::{Disk, read_file};
use super::facts::facts_of;
use super::input::Input;
use super::logs::{WithLogs, with_logs};
use super::matching::Pair;
use super::plan_files::PlanFiles;
use super::request::Request;
use super::ruleset::{Ruleset, template_of};
use super::snapshot::{Snapshot, refuse_lfs_pointer};
use super::workspace::Workspace;
use crate::change::{Facts, Subject};
use crate::check::{Judged, Report, Settings, check, judge, report};
use crate::config::Policy;
use crate::error::Error;
use crate::git::Repository;
use crate::plan::Plan;
use crate::text::{Source, fold};
use crate::version::Version;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The files on disk that may be plans, with what they are read by.
struct Found {
    workspace: Workspace,
    files: PlanFiles,
    ruleset: Ruleset,
    sources: Vec<Source>,
}

impl Found {
    fn read(request: &Request) -> Result<Found, Error> {
        let workspace = Workspace::of(request.dir);
        if workspace.is_bare() && request.paths.is_empty() {
            return Err(no_files());
        }
        let policy = Arc::new(workspace.policy(request)?);
        let mut files = PlanFiles::new(&policy)?;
        let sources = sources_of(request, &workspace, &mut files)?;
        let template = template_of(&Snapshot::Disk(workspace.disk()), &policy)?;
        let ruleset = Ruleset { policy, template };
        sources.iter().try_for_each(|source| refuse_lfs_pointer(&source.path, source.text.as_bytes()))?;
        Ok(Found { workspace, files, ruleset, sources })
    }
}

/// Judges the plans on disk one by one, and keeps none of them: thousands of plans cost no more memory
/// than their texts. The report is the one that a check of [`plans_on_disk`] gives.
///
/// # Errors
/// When a file, the configuration or the template cannot be read.
pub(crate) fn check_disk(request: &Request, settings: Settings) -> Result<(Report, Arc<Policy>), Error> {
    let found = Found::read(request)?;
    if found.files.log.is_some() {
        // Who owns an entry of a shared log depends on all plans.
        let input = plans_on_disk(request)?;
        let mut report = check(&input.subjects, &input.ruleset.policy, &input.facts, settings);
        report.notes.extend(input.notes);
        return Ok((report, input.ruleset.policy));
    }
    let Found { workspace, files, ruleset, sources } = &found;
    let repository = workspace.repository.as_ref();
    let version = |source: &Source| Some(ruleset.read(source.clone(), None)).filter(|version| files.is_plan(version));
    let today = match request.today {
        Some(today) => today,
        None => day_of_files(repository, sources, |source| version(source).is_some()),
    };
    let judged_with = |disk: &Snapshot, source: &Source, ids: &BTreeMap<String, BTreeSet<String>>| {
        let Some(version) = version(source) else { return Ok(None) };
        let subject = Subject::version(version, today);
        let facts = facts_of(std::slice::from_ref(&subject), Vec::new(), |path| disk.exists(path))?;
        let facts = Facts { ids: ids.clone(), ..facts };
        Ok::<_, Error>(Some(judge(&subject, &ruleset.policy, &facts, settings)))
    };
    let (root, shared, no_ids) = (workspace.root(), repository.map(Repository::share), BTreeMap::new());
    let judged = sources.par_iter().map_init(
        || shared.as_ref().map(|shared| shared.open()),
        |repository, source| judged_with(&Snapshot::Disk(Disk::new(root, repository.as_ref())), source, &no_ids),
    );
    let mut judged: Vec<Option<Judged>> = judged.collect::<Result<_, Error>>()?;
    // Few plans share an ID with another one. They are judged once more, with what is known now.
    let ids = ids_in_common(judged.iter().flatten());
    for (source, judged) in sources.iter().zip(&mut judged) {
        let shares_its_id = |judged: &Judged| judged.plan.id.as_ref().is_some_and(|id| ids.contains_key(&fold(id)));
        if judged.as_ref().is_some_and(shares_its_id) {
            *judged = judged_with(&Snapshot::Disk(workspace.disk()), source, &ids)?;
        }
    }
    let mut report = report(judged.into_iter().flatten().collect(), &ruleset.policy, &Facts::default());
    report.notes.extend(workspace.note.iter().cloned());
    Ok((report, Arc::clone(&ruleset.policy)))
}

/// The folded Rollout IDs that several plans have, with the paths of these plans.
fn ids_in_common<'j>(judged: impl Iterator<Item = &'j Judged>) -> BTreeMap<String, BTreeSet<String>> {
    let mut ids: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for plan in judged.map(|judged| &judged.plan) {
        if let Some(id) = &plan.id {
            ids.entry(fold(id)).or_default().insert(plan.path.clone());
        }
    }
    ids.retain(|_, paths| paths.len() > 1);
    ids
}

/// Reads the plans on disk, without any past.
///
/// # Errors
/// When a file, the configuration or the template cannot be read.
pub(crate) fn plans_on_disk(request: &Request) -> Result<Input, Error> {
    let Found { workspace, files, ruleset, sources } = Found::read(request)?;
    let disk = Snapshot::Disk(workspace.disk());
    let found = sources.into_par_iter().map(|source| ruleset.read(source, None));
    let found = found.filter(|version| files.is_plan(version));
    let pairs = found.map(|version| Pair { base: None, head: Some(version) }).collect();
    let WithLogs { pairs, sole_owners } = with_logs(pairs, &files, (&disk, &disk), &ruleset)?;
    let versions: Vec<Arc<Version>> =
        pairs.into_iter().filter_map(|pair| pair.head).filter(|version| is_meant(version, &files)).collect();
    let today = request.today.unwrap_or_else(|| day_of_worktree(workspace.repository.as_ref(), &versions));
    let subjects: Vec<Subject> = versions.into_par_iter().map(|version| Subject::version(version, today)).collect();
    let facts = facts_of(&subjects, Vec::new(), |path| disk.exists(path))?;
    let notes = workspace.note.iter().cloned().collect();
    let root = workspace.root().to_path_buf();
    Ok(Input { subjects, ruleset, facts, base: None, head: None, notes, root, sole_owners })
}

/// Reads the files that a request asks for and that may be plans, and adds its paths to `files`.
fn sources_of(request: &Request, workspace: &Workspace, files: &mut PlanFiles) -> Result<Vec<Source>, Error> {
    let disk: Disk = workspace.disk();
    let mut sources: BTreeMap<String, Source> = BTreeMap::new();
    let mut starts: Vec<PathBuf> = Vec::new();
    for path in request.paths {
        let full = request.dir.join(path);
        let name = disk.path_of(&full, path);
        if full.is_dir() {
            files.add_folder(name);
            starts.push(full);
            continue;
        }
        let bytes = read_file(&full).map_err(|error| match workspace.is_bare() {
            true => no_files(),
            false => Error::unreadable(path.display(), error),
        })?;
        files.add_file(name.clone());
        if files.named.contains(&name) {
            sources.insert(name.clone(), Source::from_bytes(name, &bytes));
        }
    }
    if !files.named_logs.is_empty() {
        sources.extend(disk.find(&files.places(), &|path| files.is_plan_path(path))?);
    }
    if request.paths.is_empty() {
        starts.push(workspace.root().to_path_buf());
    }
    for start in starts {
        sources.extend(disk.find_below(&start, &files.places(), &|path| files.is_wanted(path))?);
    }
    Ok(sources.into_values().collect())
}

/// Whether a request asks for a plan, or for its log.
fn is_meant(plan: &Plan, files: &PlanFiles) -> bool {
    let path = &plan.source.path;
    let is_log_named = plan.log_source.as_ref().is_some_and(|log| files.named_logs.contains(&log.path));
    files.named_logs.is_empty() || is_log_named || files.is_wanted(path)
}

fn no_files() -> Error {
    Error::new("a bare repository has no files on disk").help("compare two commits: --base REV --head REV")
}

/// Reads one plan on disk, and its version in HEAD if there is one: an edit starts from these two.
///
/// # Errors
/// When a file, the configuration or the template cannot be read.
pub(crate) fn plan_to_edit(request: &Request, path: &Path) -> Result<Input, Error> {
    let mut input = plans_on_disk(&Request { paths: &[path.to_path_buf()], ..*request })?;
    let repository = Workspace::of(request.dir).repository;
    let head = repository.as_ref().and_then(|repository| repository.head().ok().flatten());
    let (Some(repository), Some(head), [subject]) = (repository, head, &input.subjects[..]) else {
        return Ok(input);
    };
    let (name, today) = (subject.path().to_owned(), subject.today());
    let Some(bytes) = repository.read_at(&head.id, &name)? else { return Ok(input) };
    let ruleset = &input.ruleset;
    let base = ruleset.read(Source::from_bytes(name, &bytes), None);
    let plan = ruleset.read(subject.plan().source.clone(), Some(base.follows_template));
    let files = PlanFiles::new(&ruleset.policy)?;
    let before = Snapshot::Commit(&repository, &head.id);
    let after = Snapshot::Disk(Disk::new(&input.root, Some(&repository)));
    let pair = Pair { base: Some(base), head: Some(plan) };
    let WithLogs { pairs, sole_owners } = with_logs(vec![pair], &files, (&before, &after), ruleset)?;
    input.subjects = pairs.into_iter().map(|pair| Subject::change(pair.base, pair.head, today)).collect();
    input.sole_owners = sole_owners;
    Ok(input)
}
