//! Reads the plans on disk.

use super::day::{date_of_worktree, machine_date};
use super::facts::{absent_targets, ids};
use super::gathered::Gathered;
use super::ground::Ground;
use super::logs::{sole_plan, with_logs};
use super::pair::Pair;
use super::plan_files::PlanFiles;
use super::policy::template_of;
use super::request::Request;
use super::search::{read, repository_path, search};
use super::snapshot::{Snapshot, refuse_lfs_pointer};
use crate::change::{Facts, Subject};
use crate::error::Error;
use crate::plan::{Plan, parse};
use crate::text::Source;
use crate::version::Version;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Reads the files in the worktree, without any past.
pub(crate) fn alone(request: &Request) -> Result<Gathered, Error> {
    let ground = Ground::of(request.dir);
    let repository = ground.repository.as_ref();
    if ground.is_bare() && request.paths.is_empty() {
        return Err(no_files());
    }
    let root = ground.root().to_path_buf();
    let policy = Arc::new(ground.policy(request)?);
    let mut files = PlanFiles::new(&policy)?;
    let mut sources: BTreeMap<String, Source> = BTreeMap::new();
    for path in request.paths {
        let full = request.dir.join(path);
        if full.is_dir() {
            files.folders.push(repository_path(&root, &full, path) + "/");
            continue;
        }
        let bytes = read(&full).map_err(|error| match ground.is_bare() {
            true => no_files(),
            false => Error::unreadable(path.display(), error),
        })?;
        let name = repository_path(&root, &full, path);
        files.name(name.clone());
        if files.named.contains(&name) {
            sources.insert(name.clone(), Source::from_bytes(name, &bytes));
        }
    }
    if !files.named_logs.is_empty() {
        let wanted = |path: &str| files.is_anywhere(path);
        search(&root, repository, &root, (&files.places(), &wanted), &mut sources)?;
    }
    if request.paths.is_empty() || !files.folders.is_empty() {
        let starts: Vec<PathBuf> = if files.folders.is_empty() {
            vec![root.clone()]
        } else {
            request.paths.iter().map(|path| request.dir.join(path)).filter(|path| path.is_dir()).collect()
        };
        for start in starts {
            let wanted = |path: &str| files.is_wanted(path);
            search(&root, repository, &start, (&files.places(), &wanted), &mut sources)?;
        }
    }
    let disk = ground.disk();
    let template = template_of(&disk, &policy)?;
    sources.values().try_for_each(|source| refuse_lfs_pointer(&source.path, source.text.as_bytes()))?;
    let sources: Vec<Source> = sources.into_values().collect();
    let plans = sources.into_par_iter().map(|source| parse::parse(source, &template, &policy, None));
    let plans = plans.filter(|plan| files.is_plan(plan));
    let pairs: Vec<Pair> = plans.map(|plan| (None, Some(Version::new(plan)))).collect();
    let sole = |side: &Snapshot| sole_plan(&files, side, &template, &policy);
    let (pairs, only) = with_logs(pairs, &files, (&disk, &disk), (&template, &policy), sole)?;
    let is_meant = |plan: &Plan| {
        let log = plan.log_source.as_ref().map_or("", |source| source.path.as_str());
        files.named_logs.is_empty()
            || files.named_logs.contains(log)
            || files.named.contains(&plan.source.path)
            || files.is_wanted(&plan.source.path)
    };
    let versions: Vec<Arc<Version>> =
        pairs.into_iter().filter_map(|(_, head)| head).filter(|version| is_meant(version.plan())).collect();
    let today = match request.today {
        Some(today) => today,
        None => date_of_worktree(repository, &versions).unwrap_or_else(machine_date),
    };
    let subjects: Vec<Subject> = versions.into_par_iter().map(|version| Subject::version(version, today)).collect();
    let exists = |path: &str| disk.exists(path);
    let facts = Facts { absent: absent_targets(&subjects, exists)?, ids: ids(&subjects), ..Facts::default() };
    let notes: Vec<String> = ground.note.iter().cloned().collect();
    Ok(Gathered { subjects, policy, facts, template, base: None, head: None, notes, root, only })
}

fn no_files() -> Error {
    Error::new("a bare repository has no files on disk").help("compare two commits: --base REV --head REV")
}

/// One plan on disk with its version in HEAD, as far as there is one: what an edit starts from.
///
/// # Errors
/// When the file cannot be read.
pub(crate) fn one(request: &Request, path: &Path) -> Result<Gathered, Error> {
    let mut gathered = alone(&Request { paths: &[path.to_path_buf()], ..*request })?;
    let repository = Ground::of(request.dir).repository;
    let head = repository.as_ref().and_then(|repository| repository.head().ok().flatten());
    let (Some(repository), Some(head), [subject]) = (repository, head, &gathered.subjects[..]) else {
        return Ok(gathered);
    };
    let (name, today) = (subject.path().to_owned(), subject.today());
    let Some(bytes) = repository.read_at(&head.id, &name)? else { return Ok(gathered) };
    let template = gathered.template.clone();
    let policy = &gathered.policy;
    let base = parse::parse(Source::from_bytes(name, &bytes), &template, policy, None);
    let held = Some(base.follows_template);
    let plan = parse::parse(subject.plan().source.clone(), &template, policy, held);
    let files = PlanFiles::new(policy)?;
    let sides = (&Snapshot::Commit(&repository, &head.id), &Snapshot::Disk(&gathered.root, Some(&repository)));
    let sole = |side: &Snapshot| sole_plan(&files, side, &template, policy);
    let (pairs, only) = with_logs(
        vec![(Some(Version::new(base)), Some(Version::new(plan)))],
        &files,
        sides,
        (&template, policy),
        sole,
    )?;
    gathered.subjects = pairs.into_iter().map(|(base, head)| Subject::change(base, head, today)).collect();
    gathered.only = only;
    Ok(gathered)
}
