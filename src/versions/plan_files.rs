//! Which files are plans, and which are the logs of plans.

use super::globs::{self, Case, Globs, fixed_folder, plan_folder};
use crate::config::{LogPlace, Policy};
use crate::error::Error;
use crate::git::Places;
use crate::plan::Plan;
use crate::plan::log::RowState;
use std::collections::BTreeSet;

/// Which files are plans by one configuration, and which of them somebody asked for.
#[derive(Clone)]
pub(super) struct PlanFiles {
    /// The files and folders to search: they hold all plans and logs.
    places: Vec<String>,
    /// The globs of the configuration. Every file that they match is a plan.
    configured: Option<Globs>,
    /// The globs of a team that configured none. A file that they match must also look like a plan.
    guessed: Option<Globs>,
    /// The globs of all configurations of a history. A file that they match must also look like a
    /// plan. `None` outside of histories.
    historical: Option<Globs>,
    /// The team's template. It is no plan.
    template: Option<String>,
    /// Where decisions are logged outside of the plans. No plan is there.
    pub(super) log: Option<LogPlace>,
    /// Where decisions are logged after a change, which may move the log.
    pub(super) log_after: Option<LogPlace>,
    /// The plans before a change that moves the log.
    pub(super) plans_before: BTreeSet<String>,
    /// Files that somebody asked for. They are plans, whatever they look like.
    pub(super) named: BTreeSet<String>,
    /// Logs that somebody asked for: their plans are meant.
    pub(super) named_logs: BTreeSet<String>,
    /// Flag files that somebody asked for: their plans are meant.
    pub(super) named_flags: BTreeSet<String>,
    /// Folders that somebody asked for, each ending in `/`. Without any, all folders count.
    pub(super) folders: Vec<String>,
}

impl PlanFiles {
    /// The files that are plans by a configuration.
    ///
    /// # Errors
    /// When a glob cannot be read, and when the logs would be in the folder of the plans.
    pub(super) fn new(policy: &Policy) -> Result<PlanFiles, Error> {
        let own = globs::own(policy);
        let guesses = if own.is_none() || policy.also_default_plans { globs::default(policy) } else { Vec::new() };
        let configured = own.as_ref().map(|globs| Globs::new(globs, Case::Exact)).transpose()?;
        let guessed = (!guesses.is_empty()).then(|| Globs::new(&guesses, Case::Ignored)).transpose()?;
        let log = policy.log_place();
        if let Some(LogPlace::Folder(folder)) = log.as_ref().filter(|log| is_log(log, &(plan_folder(policy) + "x"))) {
            return Err(Error::new(format!("`log: {folder}` is the folder of the plans"))
                .help("give the logs a folder of their own, or leave out `log:` to keep them in the plans"));
        }
        let globs = own.into_iter().flatten().chain(guesses).filter(|glob| globs::takes(glob));
        let folders = globs.map(|glob| fixed_folder(glob).to_owned());
        Ok(PlanFiles {
            places: folders.chain(log.as_ref().map(log_path)).collect(),
            configured,
            guessed,
            historical: None,
            template: policy.template.clone(),
            log_after: log.clone(),
            plans_before: BTreeSet::new(),
            log,
            named: BTreeSet::new(),
            named_logs: BTreeSet::new(),
            named_flags: BTreeSet::new(),
            folders: Vec::new(),
        })
    }

    /// The same for a history with these globs of all its configurations.
    pub(super) fn in_history(self, historical: Option<Globs>) -> PlanFiles {
        PlanFiles { historical, ..self }
    }

    /// The files and folders to search.
    pub(super) fn places(&self) -> Places {
        Places::new(self.place_paths())
    }

    /// The paths of the files and folders to search.
    pub(super) fn place_paths(&self) -> impl Iterator<Item = String> {
        self.places.iter().cloned()
    }

    /// The path of the log, or of the folder of the logs.
    pub(super) fn log_path(&self) -> Option<String> {
        self.log.as_ref().map(log_path)
    }

    pub(super) fn is_log(&self, path: &str) -> bool {
        self.log.as_ref().is_some_and(|log| is_log(log, path))
    }

    /// Whether a file is a log before or after the change. A plan stays a plan, wherever a change
    /// puts the logs.
    pub(super) fn is_log_in_either(&self, path: &str) -> bool {
        let is_new = || self.log_after.as_ref().is_some_and(|log| is_log(log, path));
        self.is_log(path) || (is_new() && !self.plans_before.contains(path))
    }

    /// Adds a file that somebody asked for: a plan, or a log or a flag file whose plans are meant.
    /// `may_be_flags` says which files are flag files where they are no plans.
    pub(super) fn add_file(&mut self, path: String, may_be_flags: &dyn Fn(&str) -> bool) {
        if self.is_log(&path) {
            self.named_logs.insert(path);
        } else if may_be_flags(&path) && !self.is_plan_path(&path) {
            self.named_flags.insert(path);
        } else {
            // The configuration may expect no plan there.
            self.places.push(path.clone());
            self.named.insert(path);
        }
    }

    /// Adds a folder that somebody asked for. The empty path is the root.
    pub(super) fn add_folder(&mut self, path: String) {
        self.folders.push(if path.is_empty() { path } else { path + "/" });
    }

    /// Whether a file may be a plan, and is asked for.
    pub(super) fn is_wanted(&self, path: &str) -> bool {
        self.named.contains(path) || (self.is_in_scope(path) && self.is_plan_path(path))
    }

    /// Whether somebody asked for a file, whatever it is. Without any paths, all are meant.
    pub(super) fn is_in_scope(&self, path: &str) -> bool {
        let files = [&self.named, &self.named_logs, &self.named_flags];
        let is_limited = !self.folders.is_empty() || files.iter().any(|files| !files.is_empty());
        !is_limited
            || files.iter().any(|files| files.contains(path))
            || self.folders.iter().any(|folder| path.starts_with(folder.as_str()))
    }

    /// Whether a file may be a plan, be it asked for or not.
    pub(super) fn may_be_plan(&self, path: &str) -> bool {
        self.named.contains(path) || self.is_plan_path(path)
    }

    /// Whether the globs find a file, wherever the search is limited to.
    pub(super) fn is_plan_path(&self, path: &str) -> bool {
        let matches = |globs: &Option<Globs>| globs.as_ref().is_some_and(|globs| globs.take(path));
        let is_template = || {
            let name = path.rsplit('/').next().unwrap_or(path);
            name.eq_ignore_ascii_case("TEMPLATE.md")
                || (self.template.as_deref() == Some(path) && self.historical.is_none())
        };
        (matches(&self.configured)
            || ((matches(&self.guessed) || matches(&self.historical)) && !is_called_template(path)))
            && !is_template()
            && !self.is_log_in_either(path)
    }

    /// Whether a file stays out of sight by intent: a glob behind a `!` gives it back, or it is the
    /// template or a log.
    pub(super) fn leaves_out(&self, path: &str) -> bool {
        let gives_back = |globs: &Option<Globs>| globs.as_ref().is_some_and(|globs| globs.give_back(path));
        let is_template = self.template.as_deref() == Some(path) || is_called_template(path);
        is_template || self.is_log_in_either(path) || gives_back(&self.configured) || gives_back(&self.guessed)
    }

    /// Whether a file that was read is a plan. A named or configured file is a plan. Any other file
    /// must look like one.
    pub(super) fn is_plan(&self, plan: &Plan) -> bool {
        let path = &plan.source.path;
        // A history also tells of a rollout whose plan somebody configured as the template.
        if self.template.as_ref() == Some(path) && !is_of_a_rollout(plan) {
            return false;
        }
        self.is_configured(path) || self.named.contains(path) || plan.looks_like_a_plan()
    }

    /// Whether the configuration says that a file is a plan, whatever it looks like.
    pub(super) fn is_configured(&self, path: &str) -> bool {
        let is_matched = self.configured.as_ref().is_some_and(|globs| globs.take(path));
        is_matched && self.template.as_deref() != Some(path)
    }
}

/// Whether a path says that the file is a template. A named or configured file needs no such guess.
fn is_called_template(path: &str) -> bool {
    path.split('/').any(|part| part.to_ascii_lowercase().contains("template"))
}

/// Whether a file is the plan of one rollout: its ID is filled in, or it records decisions.
pub(super) fn is_of_a_rollout(plan: &Plan) -> bool {
    let has_decisions = plan.log.iter().flat_map(|log| &log.rows).any(|row| row.state == RowState::Recorded);
    plan.stages.len() >= 2 && (plan.id.is_some() || has_decisions)
}

/// Whether a file is where decisions are logged.
fn is_log(place: &LogPlace, path: &str) -> bool {
    match place {
        LogPlace::File(file) => path == file,
        LogPlace::Folder(folder) => path.strip_prefix(folder.as_str()).is_some_and(|name| !name.contains('/')),
    }
}

fn log_path(place: &LogPlace) -> String {
    let (LogPlace::File(path) | LogPlace::Folder(path)) = place;
    path.clone()
}

/// A path for a new plan at which it is found again: the first path that a glob of `plans:` makes
/// of its name. Folders that a glob leaves open are those of `folder`, which the command runs in.
/// `None` when no glob makes one.
///
/// # Errors
/// When a glob cannot be read.
pub(crate) fn path_for_new_plan(policy: &Policy, name: &str, folder: &str) -> Result<Option<String>, Error> {
    let files = PlanFiles::new(policy)?;
    let is_inside =
        |path: &String| !path.starts_with('/') && path.split('/').all(|part| !part.is_empty() && part != "..");
    let globs = globs::in_force(policy).into_iter().filter(|glob| globs::takes(glob));
    let mut paths = globs.flat_map(|glob| {
        let here = globs::in_folder(glob, folder).and_then(|glob| globs::path_from_glob(&glob, name));
        globs::path_from_glob(glob, name).into_iter().chain(here)
    });
    Ok(paths.find(|path| is_inside(path) && files.is_wanted(path)))
}
