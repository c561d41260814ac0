//! Which rules judge plans: the configuration and the template, in the versions of a repository.

use super::plan_files::PlanFiles;
use super::policy::{
    BUILT_IN, config_from_file, config_of, no_template, parse_policy, policy_of, read_template, template_of,
};
use super::request::Request;
use super::snapshot::{HeadVersion, Snapshot};
use crate::config::{LogPlace, Policy};
use crate::error::Error;
use crate::finding::Severity;
use crate::git::{CommitId, Repository};
use crate::rules::{Group, RULES, Rule};
use crate::template::Template;
use crate::text::Source;
use globset::GlobSet;
use std::cell::RefCell;
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

/// The rules of a repository's versions. Each is read once, however many versions share it: a history has few.
pub(super) struct Rulebook<'a> {
    pub(super) repository: &'a Repository,
    pub(super) request: &'a Request<'a>,
    /// A history is told also where its rules cannot be read; a comparison is refused there.
    is_history: bool,
    /// In a history, the globs by which plans were found at any time.
    globs: Option<&'a GlobSet>,
    /// In a history, the version whose rules stand in for those that are not there yet, or that nobody can read.
    pub(super) stand_in: RefCell<Option<CommitId>>,
    /// By the commit, which is asked several times for one comparison.
    at: RefCell<HashMap<CommitId, Option<Arc<Policy>>>>,
    /// By the text of a configuration.
    policies: RefCell<HashMap<Arc<str>, Arc<Policy>>>,
    introduced: RefCell<Vec<Introduced>>,
    templates: RefCell<Vec<ReadTemplate>>,
    /// By the configuration.
    files: RefCell<Vec<(Arc<Policy>, PlanFiles)>>,
}

/// What judges the change that introduces a configuration, or that has none.
struct Introduced {
    after: Option<Arc<Policy>>,
    judging: Arc<Policy>,
}

struct ReadTemplate {
    text: Arc<str>,
    policy: Arc<Policy>,
    template: Arc<Template>,
}

impl<'a> Rulebook<'a> {
    pub(super) fn new(repository: &'a Repository, request: &'a Request<'a>) -> Rulebook<'a> {
        Rulebook {
            repository,
            request,
            is_history: false,
            globs: None,
            stand_in: RefCell::default(),
            at: RefCell::default(),
            policies: RefCell::default(),
            introduced: RefCell::default(),
            templates: RefCell::default(),
            files: RefCell::default(),
        }
    }

    /// The rules of the steps of a history.
    pub(super) fn of_history(
        repository: &'a Repository,
        request: &'a Request<'a>,
        globs: Option<&'a GlobSet>,
    ) -> Rulebook<'a> {
        Rulebook { is_history: true, globs, ..Rulebook::new(repository, request) }
    }

    fn parsed(&self, source: &Source) -> Result<Arc<Policy>, Error> {
        if let Some(known) = self.policies.borrow().get(&source.text) {
            return Ok(Arc::clone(known));
        }
        let policy = Arc::new(parse_policy(source)?);
        self.policies.borrow_mut().insert(source.text.clone(), Arc::clone(&policy));
        Ok(policy)
    }

    /// The configuration of a commit, when it has one.
    pub(super) fn policy_at(&self, commit: &CommitId) -> Result<Option<Arc<Policy>>, Error> {
        if let Some(known) = self.at.borrow().get(commit) {
            return Ok(known.clone());
        }
        let policy = match config_of(&Snapshot::Commit(self.repository, commit))? {
            Some(mut source) => {
                source.path = format!("{}:{}", commit.short(), source.path);
                Some(self.parsed(&source)?)
            }
            None => None,
        };
        self.at.borrow_mut().insert(commit.clone(), policy.clone());
        Ok(policy)
    }

    /// The configuration of a commit, when it has one by which plans can be found.
    pub(super) fn usable_at(&self, commit: &CommitId) -> Option<Arc<Policy>> {
        let policy = self.policy_at(commit).ok()??;
        self.plan_files(&policy).is_ok().then_some(policy)
    }

    fn standing_in(&self) -> Option<Arc<Policy>> {
        self.usable_at(self.stand_in.borrow().as_ref()?)
    }

    /// The configuration after a change, when there is one.
    fn policy_after(&self, head: &HeadVersion) -> Result<Option<Arc<Policy>>, Error> {
        let own = match head {
            HeadVersion::Commit(id, _) if self.is_history => Ok(self.usable_at(id)),
            HeadVersion::Commit(id, _) => self.policy_at(id),
            HeadVersion::Worktree => {
                Ok(head.version(self.repository).map(|disk| policy_of(&disk)).transpose()?.map(Arc::new))
            }
        };
        Ok(own?.or_else(|| self.standing_in()))
    }

    /// The configuration that judges a comparison: one that was named, else that of the base, so that a change cannot loosen its own gate.
    pub(super) fn judging(
        &self,
        base: &CommitId,
        head: &HeadVersion,
        notes: &mut Vec<String>,
    ) -> Result<Arc<Policy>, Error> {
        if let Some(path) = self.request.config {
            return self.named(base, path);
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
            // What mends a configuration must be able to pass. It judges as a first one does.
            Err(error) => match self.policy_after(head) {
                Ok(Some(_)) => notes.push(format!("{error}; the configuration after the change judges it")),
                _ => return Err(error),
            },
        }
        // A base without a config is judged by the head's, so that the change that introduces rolloutlint can pass; but what keeps the record honest
        // cannot be turned off by the same change.
        let after = self.policy_after(head)?;
        let is_it = |known: &&Introduced| known.after.as_ref().map(Arc::as_ptr) == after.as_ref().map(Arc::as_ptr);
        if let Some(known) = self.introduced.borrow().iter().find(is_it) {
            return Ok(Arc::clone(&known.judging));
        }
        let is_other = |word: &str, meant: &str| crate::template::built_in().means_other(word, meant);
        let introduced = after.as_deref().cloned().map_or_else(Policy::default, |policy| policy.introduced(is_other));
        let judging = Arc::new(introduced.with_core_rules(&core_rules()));
        self.introduced.borrow_mut().push(Introduced { after, judging: Arc::clone(&judging) });
        Ok(judging)
    }

    /// The configuration of a file that was named. In a checkout that the change has made, the one of the base judges.
    fn named(&self, base: &CommitId, path: &Path) -> Result<Arc<Policy>, Error> {
        let full = self.request.dir.join(path);
        let inside = self.repository.relative_path(&full).filter(|_| self.request.is_gate);
        let before = Snapshot::Commit(self.repository, base);
        let at_base = inside.map(|inside| before.read_through_links(&inside)).transpose()?.flatten();
        match at_base {
            Some((path, bytes)) => self.parsed(&Source::from_bytes(format!("{}:{path}", base.short()), &bytes)),
            None => self.parsed(&config_from_file(&full)?),
        }
    }

    /// Which files are plans by a configuration.
    pub(super) fn plan_files(&self, policy: &Arc<Policy>) -> Result<PlanFiles, Error> {
        if let Some((_, files)) = self.files.borrow().iter().find(|(known, _)| Arc::ptr_eq(known, policy)) {
            return Ok(files.clone());
        }
        let files = PlanFiles { once: self.globs.cloned(), ..PlanFiles::new(policy)? };
        self.files.borrow_mut().push((Arc::clone(policy), files.clone()));
        Ok(files)
    }

    /// Which files are plans after a change, when that is not what `policy` says. A configuration that cannot be read says nothing.
    pub(super) fn plan_files_after(&self, base: &CommitId, head: &HeadVersion, policy: &Policy) -> Option<PlanFiles> {
        let after = match head {
            HeadVersion::Commit(id, _) => match self.policy_at(id).ok()? {
                Some(after) => after,
                // Without a configuration plans are guessed, if there was one that the change took away.
                None => self.policy_at(base).ok()?.map(|_| Arc::default())?,
            },
            HeadVersion::Worktree => Arc::new(policy_of(&head.version(self.repository)?).ok()?),
        };
        if after.plans == policy.plans { None } else { self.plan_files(&after).ok() }
    }

    /// Where the version after a change says that decisions are logged. `None` when its configuration cannot be read: that is said elsewhere.
    pub(super) fn log_place_after(&self, head: &HeadVersion) -> Option<Option<LogPlace>> {
        Some(self.policy_after(head).ok()?.and_then(|policy| policy.log_place()))
    }

    /// The team's template in a comparison: that of the base side, so that a change cannot empty it; the one after the change when there was none.
    pub(super) fn template(
        &self,
        base: &CommitId,
        head: Option<&CommitId>,
        policy: &Arc<Policy>,
    ) -> Result<Arc<Template>, Error> {
        let Some(path) = &policy.template else { return Ok(Arc::clone(&BUILT_IN)) };
        let stand_in = self.stand_in.borrow();
        for commit in std::iter::once(base).chain(head).chain(stand_in.as_ref()) {
            if let Some((path, bytes)) = Snapshot::Commit(self.repository, commit).read_through_links(path)? {
                let source = Source::from_bytes(format!("{}:{path}", commit.short()), &bytes);
                match self.parsed_template(&source, policy) {
                    Err(_) if self.is_history => {}
                    read => return read,
                }
            }
        }
        // In a history the record is read all the same.
        if self.is_history {
            return Ok(Arc::clone(&BUILT_IN));
        }
        match (head, HeadVersion::Worktree.version(self.repository)) {
            (None, Some(disk)) => template_of(&disk, policy),
            _ => Err(no_template(path)),
        }
    }

    fn parsed_template(&self, source: &Source, policy: &Arc<Policy>) -> Result<Arc<Template>, Error> {
        let is_it = |known: &&ReadTemplate| known.text == source.text && Arc::ptr_eq(&known.policy, policy);
        if let Some(known) = self.templates.borrow().iter().find(is_it) {
            return Ok(Arc::clone(&known.template));
        }
        let (text, policy) = (Arc::clone(&source.text), Arc::clone(policy));
        let template = read_template(source, &policy)?;
        self.templates.borrow_mut().push(ReadTemplate { text, policy, template: Arc::clone(&template) });
        Ok(template)
    }
}

/// The rules that a first configuration cannot make laxer, with their severities.
fn core_rules() -> Vec<(&'static str, Severity)> {
    let is_core = |rule: &&Rule| !matches!(rule.group, Group::Filling | Group::History);
    RULES.iter().filter(is_core).map(|rule| (rule.id, rule.severity)).collect()
}
