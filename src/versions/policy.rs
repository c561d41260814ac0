//! Reads the configuration and the template of one version.

use super::plan_files::is_of_a_rollout;
use super::search::read;
use super::snapshot::Snapshot;
use crate::config::{self, CONFIG_PATHS, LogPlace, Policy};
use crate::error::Error;
use crate::plan::log::decision_words;
use crate::plan::parse;
use crate::rules::RULES;
use crate::template::Template;
use crate::text::Source;
use std::path::Path;
use std::sync::{Arc, LazyLock};

/// The configuration of a version, with the path of the file that holds it.
pub(super) fn config_of(version: &Snapshot) -> Result<Option<Source>, Error> {
    for path in CONFIG_PATHS {
        if let Some((path, bytes)) = version.read_through_links(path)? {
            return Ok(Some(Source::from_bytes(path, &bytes)));
        }
    }
    Ok(None)
}

/// What the configuration of a version says, or what holds without one.
pub(super) fn policy_of(version: &Snapshot) -> Result<Policy, Error> {
    Ok(config_of(version)?.as_ref().map(parse_policy).transpose()?.unwrap_or_default())
}

pub(super) fn policy_from_file(path: &Path) -> Result<Policy, Error> {
    parse_policy(&config_from_file(path)?)
}

pub(super) fn config_from_file(path: &Path) -> Result<Source, Error> {
    let bytes = read(path)
        .map_err(|error| Error::new(format!("the configuration {} cannot be read", path.display())).because(error))?;
    Ok(Source::from_bytes(path.display().to_string(), &bytes))
}

pub(super) fn parse_policy(source: &Source) -> Result<Policy, Error> {
    let ids: Vec<&str> = RULES.iter().map(|rule| rule.id).collect();
    config::parse(source, &ids, &decision_words())
}

/// The team's template in a version, or the built-in one.
pub(super) fn template_of(version: &Snapshot, policy: &Policy) -> Result<Arc<Template>, Error> {
    let Some(path) = &policy.template else { return Ok(Arc::clone(&BUILT_IN)) };
    let (path, bytes) = version.read_through_links(path)?.ok_or_else(|| no_template(path))?;
    read_template(&Source::from_bytes(path, &bytes), policy)
}

/// Refuses a log that is the plan of a rollout: as a log it would be out of sight.
pub(super) fn refuse_plan_as_log(policy: &Policy, source: Option<Vec<u8>>) -> Result<(), Error> {
    let (Some(LogPlace::File(path)), Some(bytes)) = (policy.log_place(), source) else { return Ok(()) };
    let plan = parse::parse(Source::from_bytes(path.clone(), &bytes), &BUILT_IN, policy, None);
    if plan.stages.len() >= 2 && (plan.names_rollout || plan.id.is_some()) {
        return Err(Error::new(format!("`log: {path}` names a plan"))
            .help("leave out `log:` to keep decisions in the plans, or name another file"));
    }
    Ok(())
}

pub(super) fn no_template(path: &str) -> Error {
    Error::new(format!("the template {path} is not there"))
        .help("correct `template:` in .rolloutlint.yml, or add the file; `rolloutlint init` writes one")
}

/// Reads a template that can be used.
///
/// # Errors
/// The first thing that keeps it from being used, with its line.
pub(super) fn read_template(source: &Source, policy: &Policy) -> Result<Arc<Template>, Error> {
    if source.unreadable.is_some() {
        return Err(Error::new(format!("the template {} cannot be read", source.path))
            .help("save it as UTF-8, under a megabyte"));
    }
    let template = Template::parse(source, policy);
    // A rollout's own plan would be out of sight as a template.
    let as_plan = parse::parse(source.clone(), &BUILT_IN, policy, None);
    if is_of_a_rollout(&as_plan) {
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

/// The built-in template, to be shared like any other.
pub(super) static BUILT_IN: LazyLock<Arc<Template>> = LazyLock::new(|| Arc::new(crate::template::built_in().clone()));
