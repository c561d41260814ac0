//! What judges, and which files are plans by it: for whoever asks why a file is judged or not.

use super::globs;
use super::input::Input;
use super::plan_files::PlanFiles;
use super::request::Request;
use super::rulebook::named_path;
use super::ruleset::Configuration;
use super::snapshot::Snapshot;
use super::workspace::Workspace;
use crate::change::{Status, Subject};
use crate::config::CONFIG_PATHS;
use crate::error::Error;
use crate::git::{CommitId, Repository};
use crate::text::Source;
use std::collections::BTreeMap;

/// What judges, and which files are plans by it.
#[derive(Clone, Debug)]
pub(crate) struct Overview {
    /// The configuration, with the version that it is of.
    pub(crate) configuration: String,
    /// The template.
    pub(crate) template: String,
    /// The globs of plans.
    pub(crate) globs: Vec<String>,
    /// Where decisions are logged outside of the plans.
    pub(crate) log: Option<String>,
    /// The plans by path, with what the change does to them.
    pub(crate) plans: BTreeMap<String, Status>,
}

/// What judges an input, and all plans that it could be about: those that a change leaves alone,
/// too.
///
/// # Errors
/// When a file or a folder cannot be read.
pub(crate) fn overview(request: &Request, input: &Input) -> Result<Overview, Error> {
    let policy = &input.ruleset.policy;
    let status = |subject: &Subject| (subject.path().to_owned(), subject.status());
    let mut plans: BTreeMap<String, Status> = input.subjects.iter().map(status).collect();
    let workspace = Workspace::asked(request);
    let disk = Snapshot::Disk(workspace.disk());
    let configuration = match (&input.base, &workspace.repository) {
        (Some(base), Some(repository)) => {
            let head = input.head.as_ref().map(|head| Snapshot::Commit(repository, head));
            let after = head.as_ref().unwrap_or(&disk);
            add_unchanged(&mut plans, after, input)?;
            match (request.config, named_path(repository, request, base, input.head.as_ref())?) {
                (Some(path), None) => path.display().to_string(),
                (_, Some(own)) => in_comparison(repository, base, after, &[own.as_str()])?,
                (None, None) => in_comparison(repository, base, after, CONFIG_PATHS)?,
            }
        }
        _ => match request.config {
            Some(path) => path.display().to_string(),
            None => Configuration::of(&disk)?.map_or_else(no_configuration, |files| in_words(&files)),
        },
    };
    Ok(Overview {
        configuration,
        template: policy.template.clone().unwrap_or_else(|| "built in".to_owned()),
        globs: globs::in_force(policy).into_iter().map(str::to_owned).collect(),
        log: policy.log.clone(),
        plans,
    })
}

/// The file of a configuration, with those that it extends.
fn in_words(configuration: &Configuration) -> String {
    let paths: Vec<&str> = configuration.files.iter().map(|file| file.path.as_str()).collect();
    paths.join(", which extends ")
}

fn no_configuration() -> String {
    "none, so that the defaults count".to_owned()
}

/// The configuration that judges a comparison: that of the base, or else a first one.
fn in_comparison(repository: &Repository, base: &CommitId, after: &Snapshot, paths: &[&str]) -> Result<String, Error> {
    // A change that repairs the configuration of the base is judged by its own.
    if let Ok(Some(files)) = Configuration::at(&Snapshot::Commit(repository, base), paths) {
        return Ok(format!("{} of the base {}", in_words(&files), base.short()));
    }
    let first =
        Configuration::at(after, paths)?.map(|files| format!("{} of the change, which brings it", in_words(&files)));
    Ok(first.unwrap_or_else(no_configuration))
}

/// Adds the plans that a change leaves alone.
fn add_unchanged(plans: &mut BTreeMap<String, Status>, after: &Snapshot, input: &Input) -> Result<(), Error> {
    let files = PlanFiles::new(&input.ruleset.policy)?;
    for path in after.paths(&files.places(), &|path| files.is_plan_path(path))? {
        if plans.contains_key(&path) {
            continue;
        }
        let is_plan = files.is_configured(&path) || {
            let bytes = after.read(&path)?.unwrap_or_default();
            files.is_plan(&input.ruleset.read(Source::from_bytes(path.clone(), &bytes)))
        };
        if is_plan {
            plans.insert(path, Status::Unchanged);
        }
    }
    Ok(())
}
