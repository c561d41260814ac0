//! The configuration and the template that plans are judged by, read from one version.

use super::disk::read_file;
use super::plan_files::is_of_a_rollout;
use super::snapshot::Snapshot;
use crate::config::{self, CONFIG_PATHS, Policy};
use crate::error::Error;
use crate::plan::log::decision_words;
use crate::plan::parse::{self, LogFile};
use crate::rules::RULES;
use crate::template::Template;
use crate::text::Source;
use crate::version::Version;
use std::path::Path;
use std::sync::{Arc, LazyLock};

/// The built-in template, to be shared like any other.
pub(super) static BUILT_IN: LazyLock<Arc<Template>> = LazyLock::new(|| Arc::new(crate::template::built_in().clone()));

/// The configuration and the template that plans are judged by.
#[derive(Clone)]
pub(crate) struct Ruleset {
    pub(crate) policy: Arc<Policy>,
    pub(crate) template: Arc<Template>,
}

impl Ruleset {
    /// Reads one version of a plan. `held` says whether the plan is held to the template; without
    /// it the plan's own sections decide.
    pub(super) fn read(&self, source: Source, held: Option<bool>) -> Arc<Version> {
        Version::new(parse::parse(source, &self.template, &self.policy, held))
    }

    /// The version with its log from a file. The sole owner of a file also owns the entries that
    /// name no rollout.
    pub(super) fn with_log(&self, version: Arc<Version>, file: &LogFile, is_sole_owner: bool) -> Arc<Version> {
        let plan = Version::into_plan(version);
        Version::new(parse::with_log(plan, file, is_sole_owner, &self.template, &self.policy))
    }

    /// Whether both are the same in memory.
    pub(super) fn is(&self, other: &Ruleset) -> bool {
        Arc::ptr_eq(&self.policy, &other.policy) && Arc::ptr_eq(&self.template, &other.template)
    }
}

// --- configurations ---

/// The configuration file of a version, if it has one.
///
/// # Errors
/// When it cannot be read.
pub(super) fn config_of(version: &Snapshot) -> Result<Option<Source>, Error> {
    for path in CONFIG_PATHS {
        if let Some((path, bytes)) = version.read_through_links(path)? {
            return Ok(Some(Source::from_bytes(path, &bytes)));
        }
    }
    Ok(None)
}

/// The configuration of a version, or the defaults.
///
/// # Errors
/// When it cannot be read, or has a fault.
pub(super) fn policy_of(version: &Snapshot) -> Result<Policy, Error> {
    Ok(config_of(version)?.as_ref().map(parse_policy).transpose()?.unwrap_or_default())
}

/// The configuration in a file on disk.
///
/// # Errors
/// When it cannot be read, or has a fault.
pub(super) fn policy_from_file(path: &Path) -> Result<Policy, Error> {
    parse_policy(&config_from_file(path)?)
}

pub(super) fn config_from_file(path: &Path) -> Result<Source, Error> {
    let bytes = read_file(path)
        .map_err(|error| Error::new(format!("the configuration {} cannot be read", path.display())).because(error))?;
    Ok(Source::from_bytes(path.display().to_string(), &bytes))
}

pub(super) fn parse_policy(source: &Source) -> Result<Policy, Error> {
    let ids: Vec<&str> = RULES.iter().map(|rule| rule.id).collect();
    config::parse(source, &ids, &decision_words())
}

// --- templates ---

/// The template that a configuration names, as a version has it, or the built-in one.
///
/// # Errors
/// When it is not there, or cannot be used.
pub(super) fn template_of(version: &Snapshot, policy: &Policy) -> Result<Arc<Template>, Error> {
    let Some(path) = &policy.template else { return Ok(Arc::clone(&BUILT_IN)) };
    let (path, bytes) = version.read_through_links(path)?.ok_or_else(|| no_template(path))?;
    read_template(&Source::from_bytes(path, &bytes), policy)
}

pub(super) fn no_template(path: &str) -> Error {
    Error::new(format!("the template {path} is not there"))
        .help("correct `template:` in .rolloutlint.yml, or add the file; `rolloutlint init` writes one")
}

/// Reads a template that plans can be held to.
///
/// # Errors
/// The first fault that keeps it from being used, with its line.
pub(super) fn read_template(source: &Source, policy: &Policy) -> Result<Arc<Template>, Error> {
    if source.unreadable.is_some() {
        return Err(Error::new(format!("the template {} cannot be read", source.path))
            .help("save it as UTF-8, under a megabyte"));
    }
    let template = Template::parse(source, policy);
    // As a template, a rollout's own plan would be out of sight.
    if is_of_a_rollout(&parse::parse(source.clone(), &BUILT_IN, policy, None)) {
        return Err(Error::new(format!(
            "{} is named as the template, and is the plan of a rollout: it has an ID or decisions of its own",
            source.path
        ))
        .help("name a template: a plan with brackets where the values belong"));
    }
    match template.faults.first() {
        Some(fault) => {
            let line = source.line(fault.span.start);
            Err(Error::new(format!("{}:{line}: {}", source.path, fault.message)).help(fault.help.clone()))
        }
        None => Ok(Arc::new(template)),
    }
}

/// Refuses a log file that is the plan of a rollout: as a log, it would be out of sight.
///
/// # Errors
/// When these bytes of the log file are a plan.
pub(super) fn refuse_plan_as_log(policy: &Policy, path: &str, bytes: &[u8]) -> Result<(), Error> {
    let plan = parse::parse(Source::from_bytes(path, bytes), &BUILT_IN, policy, None);
    if plan.stages.len() >= 2 && (plan.names_rollout || plan.id.is_some()) {
        return Err(Error::new(format!("`log: {path}` names a plan"))
            .help("leave out `log:` to keep decisions in the plans, or name another file"));
    }
    Ok(())
}
