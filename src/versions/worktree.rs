//! Reads the plans on disk.

use super::advice;
use super::day::{day_of_files, day_of_worktree};
use super::disk::{Disk, FoundFile, read_file};
use super::facts::{facts_of, paths_by_id};
use super::flags::{Entries, FlagCache, FlagFiles, beginning_of, is_data};
use super::input::Input;
#[cfg(feature = "lsp")]
use super::logs::stem;
use super::logs::{WithLogs, with_logs};
use super::matching::Pair;
use super::out_of_sight::{Sight, flag_files_out_of_sight};
use super::plan_files::PlanFiles;
use super::request::Request;
#[cfg(feature = "lsp")]
use super::ruleset::BUILT_IN;
use super::ruleset::{Ruleset, template_of};
use super::scope::Scope;
use super::snapshot::{Snapshot, refuse_lfs_pointer};
use super::workspace::Workspace;
use crate::change::{Facts, OutOfSight, Subject};
use crate::check::{Judged, Report, Settings, check, judge, report};
#[cfg(feature = "lsp")]
use crate::config::LogPlace;
use crate::config::Policy;
use crate::error::Error;
use crate::git::Repository;
#[cfg(feature = "lsp")]
use crate::plan::Plan;
use crate::text::{Source, fold};
use crate::version::Version;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The files on disk that may be plans, with what they are read by.
struct Candidates {
    workspace: Workspace,
    files: PlanFiles,
    entries: Entries,
    ruleset: Ruleset,
    found: Vec<FoundFile>,
    /// The symbolic links where plans are searched.
    links: Vec<String>,
    /// The globs that take no file.
    out_of_sight: Vec<OutOfSight>,
}

impl Candidates {
    fn find(request: &Request) -> Result<Candidates, Error> {
        let workspace = Workspace::asked(request);
        if workspace.is_bare() && request.paths.is_empty() {
            return Err(no_files());
        }
        let configuration = workspace.configuration(request)?;
        let policy = Arc::new(configuration.as_ref().map(|own| own.policy.clone()).unwrap_or_default());
        let mut files = PlanFiles::new(&policy)?;
        let disk = Snapshot::Disk(workspace.disk());
        let configuration = configuration.filter(|_| request.paths.is_empty());
        let mut out_of_sight = Vec::new();
        if let Some(configuration) = &configuration {
            out_of_sight.extend(flag_files_out_of_sight(configuration, &disk, None, &|_| true));
        }
        let sight = configuration.map(Sight::of);
        let entries = Entries::of(&policy);
        let found = files_of(request, &workspace, &mut files, &entries, sight.as_ref())?;
        let template = template_of(&disk, &policy)?;
        let ruleset = Ruleset { policy, template };
        out_of_sight.splice(0..0, sight.map(|sight| sight.missed()).unwrap_or_default());
        let (links, found): (Vec<_>, Vec<_>) =
            found.into_iter().partition(|file| matches!(file, FoundFile::Link { .. }));
        let links = links.iter().map(|link| link.path().to_owned()).collect();
        Ok(Candidates { workspace, files, entries, ruleset, found, links, out_of_sight })
    }

    /// What a reader should know of the search. What cannot be read keeps nothing from being
    /// judged.
    fn notes(&self, request: &Request, has_plans: bool) -> Vec<String> {
        let disk = Snapshot::Disk(self.workspace.disk());
        let mut notes: Vec<String> = self.workspace.note.iter().cloned().collect();
        if request.config.is_none() {
            let here = self.workspace.path_of(request.dir).unwrap_or_default();
            notes.extend(advice::on_names(&disk, &here).unwrap_or_default());
        }
        notes.extend(advice::on_log(&disk, self.ruleset.policy.log_place()).unwrap_or_default());
        notes.extend(advice::on_links(&self.links, &disk, &self.files, &self.ruleset));
        if let Some(path) = self.files.named_flags.first().filter(|_| !has_plans && !self.found.is_empty()) {
            notes.push(format!("no plan names {path} or a flag that is looked for there"));
        } else if !has_plans {
            notes.extend(advice::on_no_plan(&disk, &self.ruleset));
        }
        notes
    }
}

/// The version in a file. `None` when it is no plan, or is gone.
fn version_in(file: &FoundFile, files: &PlanFiles, ruleset: &Ruleset) -> Result<Option<Arc<Version>>, Error> {
    let Some(source) = file.read()? else { return Ok(None) };
    refuse_lfs_pointer(&source.path, source.text.as_bytes())?;
    Ok(Some(ruleset.read(source)).filter(|version| files.is_plan(version)))
}

/// Judges the plans on disk one by one, and keeps none of them: thousands of plans cost no more
/// memory than their texts. The report is the one that a check of [`plans_on_disk`] gives.
///
/// # Errors
/// When a file, the configuration or the template cannot be read.
pub(crate) fn check_disk(request: &Request, settings: Settings) -> Result<(Report, Arc<Policy>), Error> {
    let candidates = Candidates::find(request)?;
    let Candidates { workspace, files, entries, ruleset, found, out_of_sight, .. } = &candidates;
    if files.log.is_some() || !files.named_flags.is_empty() {
        // Who owns an entry of a shared log depends on all plans, and which plans a flag file is
        // about only they say.
        let input = plans_on_disk(request)?;
        let mut report = check(&input.subjects, &input.ruleset.policy, &input.facts, settings);
        report.notes.extend(input.notes);
        return Ok((report, input.ruleset.policy));
    }
    let repository = workspace.repository.as_ref();
    let version = |file: &FoundFile| version_in(file, files, ruleset);
    let is_plan = |file: &FoundFile| version(file).is_ok_and(|version| version.is_some());
    let today = request.today.unwrap_or_else(|| day_of_files(repository, found, is_plan));
    let cache = FlagCache::default();
    let judged_with = |disk: &Snapshot, file: &FoundFile, ids: &BTreeMap<String, BTreeSet<String>>| {
        let Some(version) = version(file)? else { return Ok(None) };
        let flags = FlagFiles { entries, snapshot: disk, cache: &cache, now: beginning_of(today) };
        let version = flags.add_to(&version)?;
        let subject = Subject::version(version, today);
        let facts = facts_of(std::slice::from_ref(&subject), files, Vec::new(), |path| disk.exists(path))?;
        let facts = Facts { ids: ids.clone(), ..facts };
        Ok::<_, Error>(Some(judge(&subject, &ruleset.policy, &facts, settings)))
    };
    let (root, shared, no_ids) = (workspace.root(), repository.map(Repository::share), BTreeMap::new());
    let judged = found.par_iter().map_init(
        || shared.as_ref().map(|shared| shared.open()),
        |repository, file| judged_with(&Snapshot::Disk(Disk::new(root, repository.as_ref())), file, &no_ids),
    );
    // Of several errors, the first one by path is told.
    let judged: Vec<Result<Option<Judged>, Error>> = judged.collect();
    let mut judged: Vec<Option<Judged>> = judged.into_iter().collect::<Result<_, Error>>()?;
    // Few plans share an ID with another one. They are judged once more, with what is known now.
    let plans = judged.iter().flatten().map(|judged| (judged.plan.id.as_ref(), &judged.plan.path));
    let mut ids = paths_by_id(plans);
    ids.retain(|_, paths| paths.len() > 1);
    for (file, judged) in found.iter().zip(&mut judged) {
        let shares_its_id = |judged: &Judged| judged.plan.id.as_ref().is_some_and(|id| ids.contains_key(&fold(id)));
        if judged.as_ref().is_some_and(shares_its_id) {
            *judged = judged_with(&Snapshot::Disk(workspace.disk()), file, &ids)?;
        }
    }
    let facts = Facts { out_of_sight: out_of_sight.clone(), ..Facts::default() };
    let mut report = report(judged.into_iter().flatten().collect(), &ruleset.policy, &facts);
    report.notes.extend(candidates.notes(request, !report.plans.is_empty()));
    Ok((report, Arc::clone(&ruleset.policy)))
}

/// Reads the plans on disk, without any past.
///
/// # Errors
/// When a file, the configuration or the template cannot be read.
pub(crate) fn plans_on_disk(request: &Request) -> Result<Input, Error> {
    let candidates = Candidates::find(request)?;
    let Candidates { workspace, files, entries, ruleset, found, out_of_sight, .. } = &candidates;
    let read = found.par_iter().map(|file| version_in(file, files, ruleset));
    let read: Vec<Result<Option<Arc<Version>>, Error>> = read.collect();
    let versions: Vec<Option<Arc<Version>>> = read.into_iter().collect::<Result<_, Error>>()?;
    let pairs = versions.into_iter().flatten().map(|version| Pair { base: None, head: Some(version) }).collect();
    let disk = Snapshot::Disk(workspace.disk());
    let WithLogs { pairs, sole_owners } = with_logs(pairs, files, (&disk, &disk), ruleset)?;
    let leading: Vec<&String> = files.named_logs.iter().chain(&files.named_flags).collect();
    let scope = Scope::new(files, entries, leading.iter().copied());
    let is_meant = |version: &Arc<Version>| leading.is_empty() || scope.has(version);
    let versions: Vec<Arc<Version>> = pairs.into_iter().filter_map(|pair| pair.head).filter(is_meant).collect();
    let today = request.today.unwrap_or_else(|| day_of_worktree(workspace.repository.as_ref(), &versions));
    let cache = FlagCache::default();
    let flags = FlagFiles { entries, snapshot: &disk, cache: &cache, now: beginning_of(today) };
    let versions: Vec<Arc<Version>> =
        versions.iter().map(|version| flags.add_to(version)).collect::<Result<_, Error>>()?;
    let subjects: Vec<Subject> = versions.into_par_iter().map(|version| Subject::version(version, today)).collect();
    let facts = facts_of(&subjects, files, Vec::new(), |path| disk.exists(path))?;
    let facts = Facts { out_of_sight: out_of_sight.clone(), ..facts };
    let notes = candidates.notes(request, !subjects.is_empty());
    let (root, ruleset) = (workspace.root().to_path_buf(), ruleset.clone());
    let (facts, sole_owners) = (Arc::new(facts), Arc::new(sole_owners));
    Ok(Input { subjects, ruleset, facts, base: None, head: None, notes, root, sole_owners })
}

/// The files on disk that look like plans in the form of another team, the likeliest first. None
/// where a plan is found already.
///
/// # Errors
/// When a file, the configuration or the template cannot be read.
pub(crate) fn files_like_plans(request: &Request) -> Result<Vec<String>, Error> {
    let input = plans_on_disk(request)?;
    if !input.subjects.is_empty() {
        return Ok(Vec::new());
    }
    let workspace = Workspace::asked(request);
    advice::files_like_plans(&Snapshot::Disk(workspace.disk()), &input.ruleset)
}

/// Finds the files that a request asks for and that may be plans, and adds its paths to `files`.
/// The walk shows all files to `sight`.
fn files_of(
    request: &Request,
    workspace: &Workspace,
    files: &mut PlanFiles,
    entries: &Entries,
    sight: Option<&Sight>,
) -> Result<Vec<FoundFile>, Error> {
    let disk: Disk = workspace.disk();
    let mut found: BTreeMap<String, FoundFile> = BTreeMap::new();
    let mut starts: Vec<PathBuf> = Vec::new();
    for path in request.paths {
        let full = request.on_disk(path, workspace.root());
        let name = disk.path_of(&full, path);
        if full.is_dir() {
            files.add_folder(name);
            starts.push(full);
            continue;
        }
        let bytes = match disk.unsaved(&name) {
            Some(bytes) => bytes.to_vec(),
            None => read_file(&full).map_err(|error| match workspace.is_bare() {
                true => no_files(),
                false => not_read(path, error),
            })?,
        };
        files.add_file(name.clone(), &|path| entries.may_read(path) || is_data(path));
        if files.named.contains(&name) {
            found.insert(name.clone(), FoundFile::Read(Source::from_bytes(name, &bytes)));
        }
    }
    if !files.named_logs.is_empty() || !files.named_flags.is_empty() {
        found.extend(disk.list_below(workspace.root(), &files.places(), &|path| files.is_plan_path(path))?);
    }
    if request.paths.is_empty() {
        starts.push(workspace.root().to_path_buf());
    }
    let is_wanted = |path: &str| {
        sight.into_iter().for_each(|sight| sight.see(path));
        files.is_wanted(path)
    };
    for start in starts {
        found.extend(disk.list_below(&start, &files.places(), &is_wanted)?);
    }
    Ok(found.into_values().collect())
}

/// A plan that was asked for and cannot be read.
fn not_read(path: &Path, error: std::io::Error) -> Error {
    let is_missing = error.kind() == std::io::ErrorKind::NotFound;
    let error = Error::unreadable(path.display(), error);
    match is_missing {
        true => {
            error.help("look at the spelling; a path starts at the folder that the command runs in, or at the root")
        }
        false => error,
    }
}

fn no_files() -> Error {
    Error::new("a bare repository has no files on disk")
        .help("run it in a checkout, or compare two commits: `rolloutlint check --base REV --head REV`")
}

/// Reads the plan by itself that the text at a path is, or whose log it is and no other's: in a
/// repository by its configuration, elsewhere by its look. `None` when it is neither.
///
/// # Errors
/// When a file, the configuration or the template cannot be read.
#[cfg(feature = "lsp")]
pub(crate) fn plan_at(request: &Request, path: &Path) -> Result<Option<Input>, Error> {
    let workspace = Workspace::asked(request);
    let files = PlanFiles::new(&workspace.policy(request)?)?;
    let name = workspace.disk().path_of(&request.dir.join(path), path);
    let plan = match files.is_log(&name) {
        true => {
            let is_in_folder = matches!(files.log, Some(LogPlace::Folder(_)));
            let is_its_plan = |plan: &str| files.is_plan_path(plan) && (!is_in_folder || stem(plan) == stem(&name));
            let mut plans = workspace.disk().list(&files.places(), &is_its_plan)?.into_keys();
            plans.next().filter(|_| plans.next().is_none())
        }
        false => Some(name.clone()).filter(|name| workspace.repository.is_none() || files.is_plan_path(name)),
    };
    let Some(plan) = plan else { return Ok(None) };
    let input = plans_on_disk(&Request { paths: &[workspace.root().join(&plan)], ..*request })?;
    let is_read = |found: &Plan| {
        [Some(&found.source), found.log_source.as_ref()].into_iter().flatten().any(|source| source.path == name)
    };
    let is_plan = matches!(&input.subjects[..], [only] if is_read(only.plan()) && files.is_plan(only.plan()));
    Ok(is_plan.then_some(input))
}

/// Whether a text has the shape of a plan, whatever a configuration says.
#[cfg(feature = "lsp")]
pub(crate) fn has_the_shape_of_a_plan(source: &Source) -> bool {
    let ruleset = Ruleset { policy: Arc::default(), template: Arc::clone(&BUILT_IN) };
    ruleset.read(source.clone()).looks_like_a_plan()
}

/// Reads one plan on disk, and its version in HEAD if there is one: an edit starts from these two.
///
/// # Errors
/// When a file, the configuration or the template cannot be read.
pub(crate) fn plan_to_edit(request: &Request, path: &Path) -> Result<Input, Error> {
    let mut input = plans_on_disk(&Request { paths: &[path.to_path_buf()], ..*request })?;
    let repository = Workspace::asked(request).repository;
    let head = repository.as_ref().and_then(|repository| repository.head().ok().flatten());
    let (Some(repository), Some(head), [subject]) = (repository, head, &input.subjects[..]) else {
        return Ok(input);
    };
    let (name, today) = (subject.path().to_owned(), subject.today());
    let Some(bytes) = repository.read_at(&head.id, &name)? else { return Ok(input) };
    let ruleset = &input.ruleset;
    let base = ruleset.read(Source::from_bytes(name, &bytes));
    let plan = ruleset.read_as(&base, subject.plan().source.clone());
    let files = PlanFiles::new(&ruleset.policy)?;
    let before = Snapshot::Commit(&repository, &head.id);
    let after = Snapshot::Disk(Disk::new(&input.root, Some(&repository)));
    let pair = Pair { base: Some(base), head: Some(plan) };
    let WithLogs { pairs, sole_owners } = with_logs(vec![pair], &files, (&before, &after), ruleset)?;
    input.subjects = pairs.into_iter().map(|pair| Subject::change(pair.base, pair.head, today)).collect();
    input.sole_owners = Arc::new(sole_owners);
    Ok(input)
}
