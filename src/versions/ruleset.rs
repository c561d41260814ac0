//! The configuration and the template that plans are judged by, read from one version.

use super::disk::{Disk, read_file};
use super::plan_files::is_of_a_rollout;
use super::snapshot::{Snapshot, joined};
use crate::config::{self, CONFIG_PATHS, Policy};
use crate::error::Error;
use crate::git::Repository;
use crate::plan::log::decision_words;
use crate::plan::parse::{self, LogFile};
use crate::rules;
use crate::template::Template;
use crate::text::Source;
use crate::version::Version;
use std::path::Path;
use std::sync::{Arc, LazyLock};

/// The built-in template, to be shared like any other.
pub(super) static BUILT_IN: LazyLock<Arc<Template>> = LazyLock::new(|| Arc::new(crate::template::built_in().clone()));

/// Reads the built-in template beside what the caller asks of Git in the meantime.
pub(crate) fn read_ahead() {
    rayon::spawn(|| drop(Arc::clone(&BUILT_IN)));
}

/// The configuration and the template that plans are judged by.
#[derive(Clone)]
pub(crate) struct Ruleset {
    pub(crate) policy: Arc<Policy>,
    pub(crate) template: Arc<Template>,
}

impl Ruleset {
    /// Reads one version of a plan by itself.
    pub(super) fn read(&self, source: Source) -> Arc<Version> {
        Version::new(parse::parse(source, &self.template, &self.policy, None))
    }

    /// Reads a version of a plan as another one was read.
    pub(super) fn read_as(&self, other: &Version, source: Source) -> Arc<Version> {
        Version::new(parse::parse_as(other, source, &self.template, &self.policy))
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

/// The configuration file of a version, if it has one at the first of some paths that is there.
///
/// # Errors
/// When it cannot be read.
pub(super) fn config_of(version: &Snapshot, paths: &[impl AsRef<str>]) -> Result<Option<Source>, Error> {
    for path in paths {
        if let Some((path, bytes)) = version.read_through_links(path.as_ref())? {
            return Ok(Some(Source::from_bytes(path, &bytes)));
        }
    }
    Ok(None)
}

/// A configuration: its own file, the files that this one extends, each behind the one that names
/// it, and what all of them say together.
#[derive(Clone)]
pub(super) struct Configuration {
    pub(super) files: Vec<Source>,
    pub(super) policy: Policy,
}

impl Configuration {
    /// Reads the file of a configuration with those that it extends. These are of the same version,
    /// so that nobody swaps them for others.
    ///
    /// # Errors
    /// A fault of one of the files, at its place; also when a file that is extended is not there,
    /// lies outside of the repository, or is extended in a circle.
    pub(super) fn read(version: &Snapshot, own: Source) -> Result<Configuration, Error> {
        let mut files = vec![own.clone()];
        let next = |written: &str| {
            let naming = &files.last().expect("the own file is there").path;
            let folder = naming.rsplit_once('/').map_or("", |(folder, _)| folder);
            let path = joined(folder, written).ok_or_else(|| {
                Error::new(format!("`{written}` leads out of the repository"))
                    .help("`extends` names a file of this repository; put a copy there")
            })?;
            if let Some(other) = version.repository_on_the_way(&path)? {
                return Err(Error::new(format!("{path} lies in the repository `{other}`"))
                    .help("`extends` names a file of this repository; put a copy there"));
            }
            let (path, bytes) = version.read_through_links(&path)?.ok_or_else(|| {
                Error::new(format!("there is no file {path}"))
                    .help("write the path from the folder of this file, or add the file in the same change")
            })?;
            if files.iter().any(|file| file.path == path) {
                return Err(Error::new(format!("{path} is extended in a circle"))
                    .help("take `extends` out of one of the files"));
            }
            let source = Source::from_bytes(path, &bytes);
            files.push(source.clone());
            Ok(source)
        };
        let policy = config::parse_extended(&own, &mut { next }, &rules::ids(), &decision_words())?;
        Ok(Configuration { files, policy })
    }

    /// Whether a file of it has another text, or another place, than in the other one.
    pub(super) fn differs_from(&self, other: &Configuration) -> bool {
        let is_same = |(one, two): (&Source, &Source)| one.path == two.path && one.text == two.text;
        self.files.len() != other.files.len() || !self.files.iter().zip(&other.files).all(is_same)
    }

    /// The configuration of a version, if it has one at a usual path.
    ///
    /// # Errors
    /// When it cannot be read, or has a fault.
    pub(super) fn of(version: &Snapshot) -> Result<Option<Configuration>, Error> {
        Configuration::at(version, CONFIG_PATHS)
    }

    /// The configuration of a version, if it has one at some paths.
    ///
    /// # Errors
    /// When it cannot be read, or has a fault.
    pub(super) fn at(version: &Snapshot, paths: &[impl AsRef<str>]) -> Result<Option<Configuration>, Error> {
        config_of(version, paths)?.map(|own| Configuration::read(version, own)).transpose()
    }

    /// The configuration in a file on disk that the command line names. It extends files on disk,
    /// where it lies in the repository.
    ///
    /// # Errors
    /// When it cannot be read, or has a fault.
    pub(super) fn from_file(repository: Option<&Repository>, path: &Path) -> Result<Configuration, Error> {
        let bytes = read_file(path)
            .map_err(|error| Error::unreadable(format_args!("the configuration {}", path.display()), error))?;
        let inside = repository.and_then(|repository| Some((repository.workdir()?, repository.relative_path(path)?)));
        match inside {
            Some((root, inside)) => {
                let own = Source::from_bytes(inside, &bytes);
                Configuration::read(&Snapshot::Disk(Disk::new(root, repository)), own)
            }
            None => {
                let own = Source::from_bytes(path.display().to_string(), &bytes);
                let policy = config::parse(&own, &rules::ids(), &decision_words())?;
                Ok(Configuration { files: vec![own], policy })
            }
        }
    }
}

/// The configuration of a version, or the defaults.
///
/// # Errors
/// When it cannot be read, or has a fault.
pub(super) fn policy_of(version: &Snapshot) -> Result<Policy, Error> {
    Ok(Configuration::of(version)?.map(|configuration| configuration.policy).unwrap_or_default())
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
