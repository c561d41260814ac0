//! Which configuration and which template judge a change: those of the version before it.

use super::exposed::FlagPlaces;
use super::flags::{Entries, is_data};
use super::globs::Globs;
use super::plan_files::PlanFiles;
use super::request::Request;
use super::ruleset::{BUILT_IN, Configuration, config_of, no_template, read_template, template_of};
use super::snapshot::{Head, Snapshot, newest};
use crate::config::{CONFIG_PATHS, LogPlace, Policy};
use crate::error::Error;
use crate::finding::Severity;
use crate::git::{CommitId, FileChange, Repository};
use crate::rule::{Group, Rule};
use crate::rules::RULES;
use crate::template::Template;
use crate::text::Source;
use parking_lot::Mutex;
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

/// The configurations and templates of a repository's versions. It reads each of them once, however
/// many versions share it.
pub(super) struct Rulebook<'a> {
    pub(super) repository: &'a Repository,
    pub(super) request: &'a Request<'a>,
    /// The paths at which a version has its configuration: the usual ones, or the one that the
    /// command line names.
    pub(super) config_paths: Vec<String>,
    /// The configuration that the command line names, where it is none of the versions' own. It
    /// judges them all.
    pub(super) named: Option<Arc<Policy>>,
    /// A history goes on where a version has no rules or faulty ones. A comparison stops there.
    is_history: bool,
    /// The globs of all configurations of a history.
    historical: Option<&'a Globs>,
    /// The flag files of a history, which reads them by itself.
    pub(super) flag_places: Option<&'a FlagPlaces>,
    /// In a history: the version whose rules stand in for those that are missing or cannot be read.
    stand_in: RefCell<Option<CommitId>>,
    /// The configurations of commits.
    by_commit: RefCell<HashMap<CommitId, Option<Arc<Policy>>>>,
    known: Arc<KnownRules>,
    plan_files: RefCell<Vec<(Arc<Policy>, PlanFiles)>>,
}

/// What was read of rules so far. All that read one history share it: then the same rules are the
/// same in memory, and what was read by them can be shared, too.
#[derive(Default)]
pub(super) struct KnownRules {
    /// The configurations by their texts, behind the paths of what they extend.
    by_text: Mutex<HashMap<Texts, Arc<Policy>>>,
    introduced: Mutex<Vec<Introduced>>,
    templates: Mutex<Vec<ReadTemplate>>,
}

/// The text of a configuration, and those that it extends, each behind its path.
type Texts = Vec<(String, Arc<str>)>;

/// A first configuration.
struct Introduced {
    after: Option<Arc<Policy>>,
    /// The configuration that judges the change that introduces it.
    judging: Arc<Policy>,
}

struct ReadTemplate {
    text: Arc<str>,
    policy: Arc<Policy>,
    template: Arc<Template>,
}

impl<'a> Rulebook<'a> {
    /// The rules of a comparison.
    ///
    /// # Errors
    /// When the configuration that the command line names cannot be read, or has a fault.
    pub(super) fn of_comparison(
        repository: &'a Repository,
        request: &'a Request<'a>,
        base: &CommitId,
        head: &Head,
    ) -> Result<Rulebook<'a>, Error> {
        let rulebook = Rulebook::new(repository, request);
        let Some(path) = request.config else { return Ok(rulebook) };
        if let Some(own) = named_path(repository, request, base, head.commit())? {
            let before = earlier_path(repository, &own, base, head.commit())?;
            return Ok(Rulebook { config_paths: std::iter::once(own).chain(before).collect(), ..rulebook });
        }
        let named = Configuration::from_file(Some(repository), &request.dir.join(path))?;
        Ok(Rulebook { named: Some(Arc::new(named.policy)), ..rulebook })
    }

    /// The rules of versions that are read each by itself.
    pub(super) fn new(repository: &'a Repository, request: &'a Request<'a>) -> Rulebook<'a> {
        Rulebook {
            repository,
            request,
            config_paths: CONFIG_PATHS.iter().map(|path| (*path).to_owned()).collect(),
            named: None,
            is_history: false,
            historical: None,
            flag_places: None,
            stand_in: RefCell::default(),
            by_commit: RefCell::default(),
            known: Arc::default(),
            plan_files: RefCell::default(),
        }
    }

    /// The rules of the steps of a history, which `named` judges when it is there.
    pub(super) fn of_history(
        repository: &'a Repository,
        request: &'a Request<'a>,
        named: Option<Arc<Policy>>,
        historical: Option<&'a Globs>,
        flag_places: &'a FlagPlaces,
        known: Arc<KnownRules>,
    ) -> Rulebook<'a> {
        let flag_places = Some(flag_places);
        Rulebook { named, is_history: true, historical, flag_places, known, ..Rulebook::new(repository, request) }
    }

    /// Lets the rules of a version stand in for those that are missing or cannot be read.
    pub(super) fn set_stand_in(&self, version: Option<CommitId>) {
        self.stand_in.replace(version);
    }

    // --- configurations ---

    /// The configuration of a commit whose own file is there.
    fn read_at(&self, commit: &CommitId, own: Source) -> Result<Arc<Policy>, Error> {
        let mut texts: Texts = vec![(String::new(), Arc::clone(&own.text))];
        // Whoever extends another file has a text that says so.
        if let Some(known) = self.known.by_text.lock().get(&texts) {
            return Ok(Arc::clone(known));
        }
        let read = Configuration::read(&Snapshot::Commit(self.repository, commit), own);
        let Configuration { files, policy } = read.map_err(|error| at_commit(error, commit))?;
        texts.extend(files.into_iter().skip(1).map(|file| (file.path, file.text)));
        Ok(Arc::clone(self.known.by_text.lock().entry(texts).or_insert_with(|| Arc::new(policy))))
    }

    /// The configuration of a commit, if it has one.
    ///
    /// # Errors
    /// When it cannot be read, or has a fault.
    pub(super) fn policy_at(&self, commit: &CommitId) -> Result<Option<Arc<Policy>>, Error> {
        if let Some(known) = self.by_commit.borrow().get(commit) {
            return Ok(known.clone());
        }
        let own = config_of(&Snapshot::Commit(self.repository, commit), &self.config_paths)?;
        let policy = own.map(|own| self.read_at(commit, own)).transpose()?;
        self.by_commit.borrow_mut().insert(commit.clone(), policy.clone());
        Ok(policy)
    }

    /// The configuration of a version as it is written, or the one that the command line names and
    /// that is no version's own. None where nobody can read it: others tell its fault.
    pub(super) fn configuration_of(&self, version: &Snapshot) -> Option<Configuration> {
        match (&self.named, self.request.config) {
            (Some(_), Some(path)) => Configuration::from_file(Some(self.repository), &self.request.dir.join(path)).ok(),
            _ => Configuration::at(version, &self.config_paths).ok()?,
        }
    }

    /// The configuration of a commit, if it has one that finds plans.
    pub(super) fn usable_at(&self, commit: &CommitId) -> Option<Arc<Policy>> {
        let policy = self.policy_at(commit).ok()??;
        self.plan_files(&policy).is_ok().then_some(policy)
    }

    /// The configuration that stands in.
    fn standing_in(&self) -> Option<Arc<Policy>> {
        self.usable_at(self.stand_in.borrow().as_ref()?)
    }

    /// The configuration after a change, if there is one.
    fn policy_after(&self, head: &Head) -> Result<Option<Arc<Policy>>, Error> {
        let own = match head {
            Head::Commit(id, _) if self.is_history => Ok(self.usable_at(id)),
            Head::Commit(id, _) => self.policy_at(id),
            Head::Worktree => self.policy_on_disk(head).map(Some),
        };
        Ok(own?.or_else(|| self.standing_in()))
    }

    /// The configuration on disk, or the defaults.
    fn policy_on_disk(&self, head: &Head) -> Result<Arc<Policy>, Error> {
        let disk = head.snapshot(self.repository);
        let own = disk.map(|disk| Configuration::at(&disk, &self.config_paths)).transpose()?.flatten();
        Ok(own.map(|own| Arc::new(own.policy)).unwrap_or_default())
    }

    /// The configuration that judges a comparison: that of the base, so that a change cannot loosen
    /// its own gate.
    ///
    /// # Errors
    /// When it cannot be read, or has a fault. A faulty one of the base is only a note, if the
    /// change repairs it.
    pub(super) fn judging(&self, base: &CommitId, head: &Head, notes: &mut Vec<String>) -> Result<Arc<Policy>, Error> {
        if let Some(named) = &self.named {
            return Ok(Arc::clone(named));
        }
        if self.is_history {
            if let Some(policy) = self.usable_at(base) {
                return Ok(policy);
            }
            if !matches!(self.policy_at(base), Ok(None)) {
                return Ok(self.standing_in().unwrap_or_default());
            }
        }
        match self.policy_at(base) {
            Ok(Some(policy)) => return Ok(policy),
            Ok(None) => {}
            // A repair of the configuration must be able to pass. It judges as a first one does.
            Err(error) => match self.policy_after(head) {
                Ok(Some(_)) => notes.push(format!("{error}; the configuration after the change judges it")),
                _ => return Err(error),
            },
        }
        Ok(self.introduced(self.policy_after(head)?))
    }

    /// The entries of `exposure:` that a comparison reads by: those that judge it, and those that
    /// it brings. A configuration that cannot be read brings none.
    pub(super) fn exposure_entries(&self, base: &CommitId, head: &Head, judging: &Policy) -> Entries {
        if self.named.is_some() {
            return Entries::of(judging);
        }
        let before = self.policy_at(base).ok().flatten();
        let after = self.policy_after(head).ok().flatten();
        Entries::of_change(judging, before.as_deref(), after.as_deref())
    }

    /// What judges the change that brings a first configuration: that configuration, so that the
    /// change can pass. But the same change cannot turn off what keeps the record honest.
    fn introduced(&self, after: Option<Arc<Policy>>) -> Arc<Policy> {
        let is_same = |known: &&Introduced| known.after.as_ref().map(Arc::as_ptr) == after.as_ref().map(Arc::as_ptr);
        let mut known = self.known.introduced.lock();
        if let Some(known) = known.iter().find(is_same) {
            return Arc::clone(&known.judging);
        }
        let is_other = |word: &str, meant: &str| BUILT_IN.means_other(word, meant);
        let introduced = after.as_deref().cloned().map_or_else(Policy::default, |policy| policy.introduced(is_other));
        let judging = Arc::new(introduced.with_core_rules(&core_rules()));
        known.push(Introduced { after, judging: Arc::clone(&judging) });
        judging
    }

    // --- what a configuration says of files ---

    /// Which files are plans by a configuration.
    ///
    /// # Errors
    /// When it cannot be used to find plans.
    pub(super) fn plan_files(&self, policy: &Arc<Policy>) -> Result<PlanFiles, Error> {
        if let Some((_, files)) = self.plan_files.borrow().iter().find(|(known, _)| Arc::ptr_eq(known, policy)) {
            return Ok(files.clone());
        }
        let files = PlanFiles::new(policy)?.in_history(self.historical.cloned());
        self.plan_files.borrow_mut().push((Arc::clone(policy), files.clone()));
        Ok(files)
    }

    /// Which files are plans after a change, if `policy` says something else. A configuration that
    /// cannot be read says nothing.
    pub(super) fn plan_files_after(&self, base: &CommitId, head: &Head, policy: &Policy) -> Option<PlanFiles> {
        let after = match head {
            Head::Commit(id, _) => match self.policy_at(id).ok()? {
                Some(after) => after,
                // A change that takes the configuration away leaves the globs of a team without
                // one.
                None => self.policy_at(base).ok()?.map(|_| Arc::default())?,
            },
            Head::Worktree => self.policy_on_disk(head).ok()?,
        };
        if after.plans == policy.plans { None } else { self.plan_files(&after).ok() }
    }

    /// The files that the configurations of a comparison extend.
    pub(super) fn extended(&self, base: &CommitId, head: &Head) -> Vec<String> {
        let sides = [self.policy_at(base).ok().flatten(), self.policy_after(head).ok().flatten()];
        sides.iter().flatten().flat_map(|policy| policy.extended.iter().cloned()).collect()
    }

    /// Where decisions are logged after a change. The outer `None` means that its configuration
    /// cannot be read: a policy edit says so.
    pub(super) fn log_place_after(&self, head: &Head) -> Option<Option<LogPlace>> {
        Some(self.policy_after(head).ok()?.and_then(|policy| policy.log_place()))
    }

    // --- templates ---

    /// The team's template in a comparison: that of the base, so that a change cannot empty it.
    /// When the base has none, it is the one after the change.
    ///
    /// # Errors
    /// When it is not there, or cannot be used.
    pub(super) fn template(&self, base: &CommitId, head: &Head, policy: &Arc<Policy>) -> Result<Arc<Template>, Error> {
        let Some(path) = &policy.template else { return Ok(Arc::clone(&BUILT_IN)) };
        let stand_in = self.stand_in.borrow();
        for commit in std::iter::once(base).chain(head.commit()).chain(stand_in.as_ref()) {
            if let Some((path, bytes)) = Snapshot::Commit(self.repository, commit).read_through_links(path)? {
                let source = Source::from_bytes(format!("{}:{path}", commit.short()), &bytes);
                match self.parsed_template(&source, policy) {
                    Err(_) if self.is_history => {}
                    read => return read,
                }
            }
        }
        // A history reads the record all the same.
        if self.is_history {
            return Ok(Arc::clone(&BUILT_IN));
        }
        match (head, head.snapshot(self.repository)) {
            (Head::Worktree, Some(disk)) => template_of(&disk, policy),
            _ => Err(no_template(path)),
        }
    }

    fn parsed_template(&self, source: &Source, policy: &Arc<Policy>) -> Result<Arc<Template>, Error> {
        let is_same = |known: &&ReadTemplate| known.text == source.text && Arc::ptr_eq(&known.policy, policy);
        let mut known = self.known.templates.lock();
        if let Some(known) = known.iter().find(is_same) {
            return Ok(Arc::clone(&known.template));
        }
        let (text, policy) = (Arc::clone(&source.text), Arc::clone(policy));
        let template = read_template(source, &policy)?;
        known.push(ReadTemplate { text, policy, template: Arc::clone(&template) });
        Ok(template)
    }
}

/// The path of the configuration that the command line names, where the base has it, or the commit
/// after the change. Then it belongs to the versions, and that of the base judges. Any other file
/// is no part of the change.
///
/// # Errors
/// When Git cannot be read.
pub(super) fn named_path(
    repository: &Repository,
    request: &Request,
    base: &CommitId,
    head: Option<&CommitId>,
) -> Result<Option<String>, Error> {
    let Some(path) = request.config.and_then(|path| repository.relative_path(&request.dir.join(path))) else {
        return Ok(None);
    };
    for commit in std::iter::once(base).chain(&newest(repository, head)?) {
        if Snapshot::Commit(repository, commit).read_through_links(&path)?.is_some() {
            return Ok(Some(path));
        }
    }
    Ok(None)
}

/// Where the configuration at a path was in the version before, when a change gives it another
/// name: a new name makes it no first configuration. It is the one file that is gone and that says
/// which plans are judged, and how.
fn earlier_path(
    repository: &Repository,
    own: &str,
    base: &CommitId,
    head: Option<&CommitId>,
) -> Result<Option<String>, Error> {
    let before = Snapshot::Commit(repository, base);
    let Some(newest) = newest(repository, head)? else { return Ok(None) };
    if before.exists(own)? {
        return Ok(None);
    }
    let changed = repository.changed_between_and_beside(base, &newest, &|_| false, &is_data)?;
    let gone = changed.into_iter().filter(|file| file.head.is_none());
    let is_configuration = |file: &FileChange| {
        let source = file.base.as_ref().map(|base| Source::from_bytes(&file.path, &base.bytes));
        let read = source.and_then(|source| Configuration::read(&before, source).ok());
        read.is_some_and(|Configuration { policy, .. }| {
            policy.plans.is_some() || policy.template.is_some() || !policy.exposure.is_empty()
        })
    };
    let mut earlier = gone.filter(is_configuration).map(|file| file.path);
    Ok(earlier.next().filter(|_| earlier.next().is_none()))
}

/// The same fault, whose place names the commit.
fn at_commit(error: Error, commit: &CommitId) -> Error {
    match error.place() {
        Some((source, span)) => {
            let mut named = source.clone();
            named.path = format!("{}:{}", commit.short(), source.path);
            error.at(&named, span)
        }
        None => error,
    }
}

/// The rules that a first configuration cannot make laxer, with their severities.
fn core_rules() -> Vec<(&'static str, Severity)> {
    let is_core = |rule: &&Rule| !matches!(rule.group, Group::Filling | Group::History);
    RULES.iter().filter(is_core).map(|rule| (rule.id, rule.severity)).collect()
}
