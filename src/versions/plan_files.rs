//! Which files are plans.

use crate::config::{DEFAULT_PLANS, LogPlace, Policy};
use crate::error::Error;
use crate::git::Places;
use crate::plan::Plan;
use crate::plan::log::RowState;
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Which files are plans.
#[derive(Clone)]
pub(super) struct PlanFiles {
    /// The folders and files below which all plans and logs are that nobody has named.
    pub(super) places: Vec<String>,
    /// The globs of the configuration; every file that they match is a plan.
    pub(super) configured: Option<GlobSet>,
    /// The globs of a team that named none; a file that they match must also look like a plan.
    pub(super) guessed: Option<GlobSet>,
    /// In a history, the globs of its other times, likewise.
    pub(super) once: Option<GlobSet>,
    /// Files that were named; always plans.
    pub(super) named: BTreeSet<String>,
    /// Folders that the search is limited to, each ending in `/`, or empty for all.
    pub(super) folders: Vec<String>,
    /// The team's template, which is no plan.
    pub(super) template: Option<String>,
    /// Where decisions are logged outside of the plans. No plan is there.
    pub(super) log: Option<LogPlace>,
    /// Where they are logged after the change, which may move the log.
    pub(super) log_after: Option<LogPlace>,
    /// Logs that were named: their plans are meant.
    pub(super) named_logs: BTreeSet<String>,
}

impl PlanFiles {
    pub(super) fn new(policy: &Policy) -> Result<PlanFiles, Error> {
        let configured =
            policy.plans.as_ref().map(|plans| compile(plans.iter().map(String::as_str), false)).transpose()?;
        let guessed = if configured.is_none() || policy.also_default_plans {
            Some(compile(DEFAULT_PLANS.iter().copied(), true)?)
        } else {
            None
        };
        let log = policy.log_place();
        if let Some(LogPlace::Folder(folder)) = log.as_ref().filter(|log| is_log(log, &(plan_folder(policy) + "x"))) {
            return Err(Error::new(format!("`log: {folder}` is the folder of the plans"))
                .help("give the logs a folder of their own, or leave out `log:` to keep them in the plans"));
        }
        let own = policy.plans.iter().flatten().map(String::as_str);
        let guesses = DEFAULT_PLANS.iter().filter(|_| guessed.is_some()).copied();
        let mut places: Vec<String> = own.chain(guesses).map(|glob| fixed_folder(glob).to_owned()).collect();
        places.extend(log.iter().map(|(LogPlace::File(path) | LogPlace::Folder(path))| path.clone()));
        let (named, named_logs) = (BTreeSet::new(), BTreeSet::new());
        let template = policy.template.clone();
        let log_after = log.clone();
        Ok(PlanFiles {
            places,
            configured,
            guessed,
            once: None,
            named,
            folders: Vec::new(),
            template,
            log,
            log_after,
            named_logs,
        })
    }

    /// Where to look for plans.
    pub(super) fn places(&self) -> Places {
        Places::new(self.places.iter().cloned())
    }

    pub(super) fn is_log(&self, path: &str) -> bool {
        self.log.as_ref().is_some_and(|log| is_log(log, path))
    }

    /// Whether a file is a log in either version. What is a plan stays one, wherever a change says that logs are.
    pub(super) fn is_log_in_either(&self, path: &str) -> bool {
        let is_new = || self.log_after.as_ref().is_some_and(|log| is_log(log, path)) && !self.is_anywhere(path);
        self.is_log(path) || is_new()
    }

    /// Names a file: a plan, or a log whose plans are meant.
    pub(super) fn name(&mut self, path: String) {
        if self.is_log(&path) {
            self.named_logs.insert(path);
        } else {
            // It is looked for also where the configuration expects no plan.
            self.places.push(path.clone());
            self.named.insert(path);
        }
    }

    /// Takes in a file or a folder that somebody asked to look at; the empty path is the root.
    pub(super) fn ask_for(&mut self, path: String, is_folder: bool) {
        match is_folder {
            true if path.is_empty() => self.folders.push(path),
            true => self.folders.push(path + "/"),
            false => self.name(path),
        }
    }

    pub(super) fn is_wanted(&self, path: &str) -> bool {
        if self.named.contains(path) {
            return true;
        }
        let is_limited = !self.named.is_empty() || !self.folders.is_empty() || !self.named_logs.is_empty();
        let in_scope = !is_limited || self.folders.iter().any(|folder| path.starts_with(folder.as_str()));
        in_scope && self.is_anywhere(path)
    }

    /// Whether a file was named, or may be a plan anyway.
    pub(super) fn may_be_plan(&self, path: &str) -> bool {
        self.named.contains(path) || self.is_anywhere(path)
    }

    /// Whether a file may be a plan, wherever the search is limited to.
    pub(super) fn is_anywhere(&self, path: &str) -> bool {
        let name = path.rsplit('/').next().unwrap_or(path);
        let matches = |globs: &Option<GlobSet>| globs.as_ref().is_some_and(|globs| globs.is_match(path));
        !self.is_log(path)
            && !name.eq_ignore_ascii_case("TEMPLATE.md")
            && (self.template.as_deref() != Some(path) || self.once.is_some())
            && (matches(&self.configured) || ((matches(&self.guessed) || matches(&self.once)) && !is_template(path)))
    }

    /// Whether a file that was found is a plan. What was named or configured is one; what was guessed must look like one.
    pub(super) fn is_plan(&self, plan: &Plan) -> bool {
        let path = &plan.source.path;
        // A history tells a rollout's own plan also where somebody called it the template.
        if self.template.as_ref() == Some(path) && !is_of_a_rollout(plan) {
            return false;
        }
        self.is_configured(path) || self.named.contains(path) || plan.looks_like_a_plan()
    }

    /// Whether the configuration says that a file is a plan, whatever it looks like.
    pub(super) fn is_configured(&self, path: &str) -> bool {
        let is_named = self.configured.as_ref().is_some_and(|globs| globs.is_match(path));
        is_named && self.template.as_deref() != Some(path)
    }
}

/// Whether a path says that the file is a template. Only for files that nobody named.
fn is_template(path: &str) -> bool {
    path.split('/').any(|part| part.to_ascii_lowercase().contains("template"))
}

/// Whether a file is the plan of one rollout: it has an ID that is filled in, or decisions.
pub(super) fn is_of_a_rollout(plan: &Plan) -> bool {
    let decides = plan.log.iter().flat_map(|log| &log.rows).any(|row| row.state == RowState::Recorded);
    plan.stages.len() >= 2 && (plan.id.is_some() || decides)
}

fn compile<'a>(patterns: impl Iterator<Item = &'a str>, ignore_case: bool) -> Result<GlobSet, Error> {
    let mut globs = GlobSetBuilder::new();
    for pattern in patterns {
        let glob = GlobBuilder::new(pattern).literal_separator(true).case_insensitive(ignore_case).build();
        globs.add(glob.map_err(|error| Error::new(format!("`plans:` holds a pattern that cannot be read: {error}")))?);
    }
    globs.build().map_err(|error| Error::new(format!("`plans:` cannot be used: {error}")))
}

/// The globs by which any of some configurations finds plans.
pub(super) fn globs_of(policies: &[Arc<Policy>]) -> Result<GlobSet, Error> {
    let defaults = || DEFAULT_PLANS.iter().map(|glob| (*glob).to_owned()).collect::<Vec<String>>();
    let globs: Vec<String> = policies.iter().flat_map(|policy| policy.plans.clone().unwrap_or_else(defaults)).collect();
    compile(globs.iter().map(String::as_str), true)
}

/// Whether a file is where decisions are logged.
pub(super) fn is_log(place: &LogPlace, path: &str) -> bool {
    match place {
        LogPlace::File(file) => path == file,
        LogPlace::Folder(folder) => path.strip_prefix(folder.as_str()).is_some_and(|name| !name.contains('/')),
    }
}

/// Where a new plan goes so that it is found again: the first path that a pattern of `plans:` makes of its name. `None` when none does.
///
/// # Errors
/// When a pattern cannot be read.
pub(crate) fn path_for_new_plan(policy: &Policy, name: &str) -> Result<Option<String>, Error> {
    let files = PlanFiles::new(policy)?;
    let default: Vec<String> = DEFAULT_PLANS.iter().map(|pattern| (*pattern).to_owned()).collect();
    let patterns = policy.plans.as_ref().unwrap_or(&default);
    let is_inside =
        |path: &String| !path.starts_with('/') && path.split('/').all(|part| !part.is_empty() && part != "..");
    let paths = patterns.iter().filter_map(|pattern| path_from_pattern(pattern, name));
    Ok(paths.filter(is_inside).find(|path| files.is_wanted(path)))
}

/// The folder before the first sign of the first pattern in `plans:`, with its `/`.
fn plan_folder(policy: &Policy) -> String {
    let pattern = policy.plans.as_ref().and_then(|plans| plans.first()).map_or(DEFAULT_PLANS[0], String::as_str);
    let folder = fixed_folder(pattern);
    if folder.is_empty() { String::new() } else { format!("{folder}/") }
}

/// The folder before the first sign of a glob: it holds all that the glob matches.
fn fixed_folder(glob: &str) -> &str {
    let end = glob.find(['*', '?', '[', '{', '\\']).unwrap_or(glob.len());
    glob[..end].rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// A path that a glob matches, with `name` in the place of its last part's first `*`.
fn path_from_pattern(pattern: &str, name: &str) -> Option<String> {
    let mut plain = pattern.to_owned();
    // Of alternatives, the first one.
    while let Some((before, rest)) = plain.split_once('{') {
        let (inside, after) = rest.split_once('}')?;
        plain = format!("{before}{}{after}", inside.split(',').next().unwrap_or(""));
    }
    let plain = plain.replace("**/", "");
    let (folder, file) = plain.rsplit_once('/').map_or(("", plain.as_str()), |(folder, file)| (folder, file));
    if folder.contains(['*', '?', '[']) || file.contains(['?', '[']) || !file.contains('*') {
        return None;
    }
    let file = file.replacen('*', name, 1).replace('*', "");
    Some(if folder.is_empty() { file } else { format!("{folder}/{file}") })
}
