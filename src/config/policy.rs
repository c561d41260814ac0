//! What a team has decided: the typed result of reading its configuration.

use super::exposure::ExposureEntry;
use crate::finding::Severity;
use crate::stage_number::StageNumber;
use crate::text::{fold, without_number};
use crate::words::not_applicable::NotApplicable;
use crate::words::{labels, stages};
use regex::Regex;
use std::collections::BTreeMap;

/// What a team has decided, with defaults for the rest.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Globs of the plan files; `None` means [`DEFAULT_PLANS`](super::DEFAULT_PLANS).
    pub plans: Option<Vec<String>>,
    /// The lowest severity that makes a run fail.
    pub fail_on: Severity,
    /// Rules with another severity than their own; `None` turns a rule off.
    pub rules: BTreeMap<String, Option<Severity>>,
    /// More words for a decision, by the decision's own word.
    pub decisions: BTreeMap<String, Vec<String>>,
    /// What says that something does not apply.
    pub not_applicable: NotApplicable,
    /// Numbers of the stages that this team leaves out.
    pub skipped: Vec<StageNumber>,
    /// Folded words that, with a number, head a stage section.
    pub stage_words: Vec<String>,
    /// Folded names that head a stage section without a number, in the order of the stages.
    pub stage_names: Vec<String>,
    /// The folded name of the heading or label above the table whose rows are the stages.
    pub stage_table: Option<String>,
    /// The folded name of the heading or label above the list whose items are the stages.
    pub stage_list: Option<String>,
    /// The team's own template, a path in the repository. `None` means the built-in one.
    pub template: Option<String>,
    /// Where decisions are logged, when not in the plans: a file, or a folder with a file for each
    /// plan.
    pub log: Option<String>,
    /// A decision log without stages, a path in the repository.
    pub append_only: Option<String>,
    /// The stage up to which a plan may be when it comes under rolloutlint without a row.
    pub initial_stage: Option<StageNumber>,
    /// By the folded name of a person the folded login, without `@`.
    pub people: BTreeMap<String, String>,
    /// By the folded word that the team uses the folded one that is meant, for sections, labels and
    /// columns.
    pub aliases: BTreeMap<String, String>,
    /// Where flag files are, and how they say who sees a feature.
    pub exposure: Vec<ExposureEntry>,
    /// Whether those who decide must approve the pull request; `None` when nobody asks.
    pub approvals: Option<ApprovalMode>,
    /// Who may decide which step.
    pub deciders: BTreeMap<DecidedBy, Deciders>,
    /// How a change ticket is written; `None` when only a trailer says so.
    pub tickets: Option<Regex>,
    /// Trailers that say that a program made a commit or helped, each with the beginning of its
    /// value behind a colon, or without.
    pub agent_trailers: Vec<String>,
    /// Where findings go that no line of a pull request's diff can carry.
    pub outside_diff: OutsideDiff,
    /// The files that the configuration extends, each behind the one that names it.
    pub extended: Vec<String>,
    /// Look in [`DEFAULT_PLANS`](super::DEFAULT_PLANS), too: the base had no configuration, and a
    /// first one cannot take a plan out of sight.
    pub also_default_plans: bool,
}

impl Default for Policy {
    fn default() -> Policy {
        Policy {
            plans: None,
            fail_on: Severity::Error,
            rules: BTreeMap::new(),
            decisions: BTreeMap::new(),
            not_applicable: NotApplicable::default(),
            skipped: Vec::new(),
            stage_words: stages::HEADINGS.iter().map(str::to_owned).collect(),
            stage_names: Vec::new(),
            stage_table: None,
            stage_list: None,
            template: None,
            log: None,
            append_only: None,
            initial_stage: None,
            people: BTreeMap::new(),
            aliases: BTreeMap::new(),
            exposure: Vec::new(),
            approvals: None,
            deciders: BTreeMap::new(),
            tickets: None,
            agent_trailers: ["Assisted-by", "Generated-by"].map(str::to_owned).to_vec(),
            outside_diff: OutsideDiff::Summary,
            extended: Vec::new(),
            also_default_plans: false,
        }
    }
}

/// Where a review puts findings that no line of the diff can carry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OutsideDiff {
    /// Into the summary comment.
    #[default]
    Summary,
    /// Into one thread on the file, for each file.
    File,
}

/// What becomes of decisions that nobody approved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApprovalMode {
    /// The commit status is a failure.
    Required,
    /// They are told, and the commit status is a success.
    Reported,
}

/// A step, as the configuration says who decides it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DecidedBy {
    /// From a stage to a stage.
    Step(StageNumber, StageNumber),
    /// Into the last stage, whatever its number.
    Last,
}

/// The people who may decide a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deciders {
    /// The people, as [`Policy::person`] has them.
    pub of: Vec<String>,
    /// How many of them must decide.
    pub at_least: usize,
}

/// Where decisions are logged outside of the plans.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LogPlace {
    /// One file, which several plans may share.
    File(String),
    /// A folder with a file for each plan; its path ends in `/`.
    Folder(String),
}

impl LogPlace {
    /// Where the log of a plan is to be, in words for a person.
    pub(crate) fn path_for(&self, id: Option<&str>) -> String {
        match self {
            LogPlace::File(path) => path.clone(),
            LogPlace::Folder(path) => format!("{path}{}.md", id.unwrap_or("<Rollout ID>")),
        }
    }
}

impl Policy {
    /// Where decisions are logged, when not in the plans. A path is a folder when it ends in `/`,
    /// or when its last name has no dot.
    pub(crate) fn log_place(&self) -> Option<LogPlace> {
        let path = self.log.as_deref()?;
        let path = path.strip_prefix("./").unwrap_or(path);
        let bare = path.trim_end_matches('/');
        let is_file = bare == path && bare.rsplit('/').next().is_some_and(|name| name.contains('.'));
        match bare {
            "" | "." => None,
            _ if is_file => Some(LogPlace::File(bare.to_owned())),
            _ => Some(LogPlace::Folder(format!("{bare}/"))),
        }
    }

    /// The word that is meant by a folded one, which may be the team's own.
    pub fn canonical<'a>(&'a self, key: &'a str) -> &'a str {
        // A number in front makes no other word.
        let bare = without_number(key).trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
        let of_bare = || if bare.len() < key.len() { labels::meaning(bare) } else { None };
        let canonical = || labels::meaning(key).or_else(of_bare).unwrap_or(key);
        // Most teams use the words of everybody, which needs no look at a word's parts.
        if self.aliases.is_empty() {
            return canonical();
        }
        let known = |key: &'a str| self.aliases.get(key).map(String::as_str);
        // Neither does a remark in parentheses.
        let bare = bare.split(" (").next().unwrap_or(bare);
        known(key).or_else(|| known(bare)).unwrap_or_else(canonical)
    }

    /// The person behind a name, a login or `@login`, in a form that is equal for the three. A
    /// remark in parentheses behind the name does not count.
    pub fn person(&self, name: &str) -> String {
        let folded = fold(name.split('(').next().unwrap_or(name));
        match folded.strip_prefix('@') {
            Some(login) => login.to_owned(),
            None => self.people.get(&folded).cloned().unwrap_or(folded),
        }
    }

    /// The change ticket that a text names, by the team's pattern. It is no part of a longer word.
    pub(crate) fn ticket_in(&self, text: &str) -> Option<String> {
        let is_inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let is_whole = |found: &regex::Match| {
            !is_inside(text[..found.start()].chars().next_back()) && !is_inside(text[found.end()..].chars().next())
        };
        let found = self.tickets.as_ref()?.find_iter(text).find(is_whole)?;
        Some(found.as_str().to_owned())
    }

    /// Whether the team has named this person, by name or by login.
    pub(crate) fn knows_person(&self, name: &str) -> bool {
        let person = self.person(name);
        self.people.values().any(|login| *login == person)
    }

    /// The policy for the change that brings this configuration. A key that exempts a stage or a
    /// criterion, or that makes one person of two, counts from the next change on: no change brings
    /// its own exemption. No plan and no stage gets out of sight. `is_other` tells of a word and
    /// its meaning in `aliases` whether the word means something else without any configuration;
    /// such a word keeps that meaning.
    pub fn introduced(mut self, is_other: impl Fn(&str, &str) -> bool) -> Policy {
        let Policy { skipped, not_applicable, people, mut stage_words, .. } = Policy::default();
        stage_words.extend(self.stage_words.into_iter().filter(|word| !stage_words.contains(word)).collect::<Vec<_>>());
        self.aliases.retain(|word, meant| !is_other(word, meant));
        let (approvals, deciders) = (None, BTreeMap::new());
        Policy { also_default_plans: true, skipped, not_applicable, people, stage_words, approvals, deciders, ..self }
    }

    /// The policy with some rules at no less than these severities.
    pub(crate) fn with_core_rules(mut self, core: &[(&str, Severity)]) -> Policy {
        for (id, severity) in core {
            self.rules.retain(|configured, level| configured != id || level.is_some_and(|level| level >= *severity));
        }
        self
    }
}
