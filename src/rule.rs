//! What a rule is: its declaration with its conduct, what its checks may see, and what they find.

mod spot;

pub(crate) use spot::{Spot, SpotFile};

use crate::change::{Change, Facts, OutOfSight};
use crate::config::Policy;
use crate::exposure::Place;
use crate::finding::{Applicability, Severity, Side};
use crate::loosening::PolicyEdit;
use crate::plan::log::Form;
use crate::plan::{Due, Filling, Plan};
use crate::standing::Standing;
use crate::text::{Edit, Span};

/// A rule: its metadata, its page, its conduct and its checks.
#[derive(Clone, Copy)]
pub struct Rule {
    /// The public id. It never changes.
    pub id: &'static str,
    /// The rule's page, in Markdown; the first line is the summary.
    pub page: &'static str,
    /// What the rule is about.
    pub group: Group,
    /// How grave a finding is, when the check does not say otherwise.
    pub severity: Severity,
    /// When the rule judges, in words, for the documentation.
    pub due: &'static str,
    /// Whether there is a fix.
    pub fix: FixKind,
    /// The version that brought the rule.
    pub since: &'static str,
    /// How its findings are weighed against others.
    pub(crate) conduct: Conduct,
    /// What a finding of the rule says for others, which are silent then.
    pub(crate) mutes: &'static [Muted],
    /// The checks.
    pub(crate) checks: &'static [Check],
}

/// What a check may see.
#[derive(Clone, Copy)]
pub(crate) enum Check {
    /// Where one version stands.
    Standing(fn(&mut StandingContext)),
    /// What a change does.
    Change(fn(&mut ChangeContext)),
    /// An edit of a file that says how plans are judged; it belongs to no plan.
    Policy(fn(&mut PolicyContext)),
    /// Something that the search for plans misses; it belongs to no plan.
    Sight(fn(&mut SightContext)),
    /// The course of a rollout over many changes, which [`crate::audit`] reads.
    History(HistoryFault),
    /// Who approved a pull request, which [`crate::approval`] reads.
    Approval(ApprovalFault),
}

/// What can be wrong with the approvals of a decision. There is a rule for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApprovalFault {
    /// Somebody who decides has not approved.
    NotApproved,
    /// Somebody who decides approved something else.
    Stale,
    /// Nobody but the author decides.
    Alone,
    /// Somebody else than those who may decided.
    NotAuthorised,
    /// Nobody knows the login of somebody who decides.
    Unmapped,
    /// Nobody could see who approved.
    Unverifiable,
}

/// What can be wrong in a record. There is a rule for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HistoryFault {
    /// A decision is dated far from the commit that brings it.
    DateDrift,
    /// A move came by no pull request.
    DirectPush,
    /// A program wrote a decision, or ticked an exit criterion.
    DecisionByAgent,
    /// A gate was passed with an exception.
    Exception,
    /// Fewer saw the feature from a commit on.
    ExposureCut,
    /// The flag was raised past a gate before the decision was recorded.
    ExposureUnlogged,
    /// A gate was edited while its stage ran, and passed later.
    GateEdited,
    /// History has not what an earlier report had seen in it.
    HistoryRewritten,
    /// A recorded decision was changed, taken out or put in between.
    LogRewritten,
    /// A plan was deleted before its rollout was over.
    PlanLost,
    /// The configuration or the template was made laxer. It belongs to no rollout.
    PolicyLoosened,
    /// Nobody but the author of its row stands for a decision.
    SelfApproved,
    /// A stage has lasted much longer than planned.
    Stalled,
    /// A move was not recorded.
    UnloggedTransition,
}

/// How the findings of a rule are weighed, where that is not as usual.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Conduct {
    /// The rule is silent until the configuration gives it a severity.
    pub(crate) off_by_default: bool,
    /// Some findings are errors, although the rule's own severity is less.
    pub(crate) may_be_error: bool,
    /// No comment in a plan hides them: they keep another rule from seeing a gate.
    pub(crate) never_hidden: bool,
    /// They keep their severity in a change that only records a way back or a halt.
    pub(crate) holds_in_safe_direction: bool,
    /// The same, unless the version before had them already.
    pub(crate) holds_in_safe_direction_if_new: bool,
    /// They keep their severity although the version before had them already.
    pub(crate) holds_when_preexisting: bool,
    /// They are about a plan that cannot be read, of which no other rule says anything.
    pub(crate) speaks_of_unreadable_plans: bool,
    /// What else is found at their place in the version after is their consequence, and silent.
    pub(crate) mutes_its_place: bool,
}

impl Conduct {
    pub(crate) const USUAL: Conduct = Conduct {
        off_by_default: false,
        may_be_error: false,
        never_hidden: false,
        holds_in_safe_direction: false,
        holds_in_safe_direction_if_new: false,
        holds_when_preexisting: false,
        speaks_of_unreadable_plans: false,
        mutes_its_place: false,
    };
}

/// Whose findings are silent beside those of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Muted {
    /// Those of all other rules of a group.
    Group(Group),
    /// Those of a rule.
    Rule(&'static str),
}

/// What a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// What the reader sees is not what the writer meant.
    Source,
    /// What the template asks for is not filled in.
    Filling,
    /// Stages and their gates.
    Stages,
    /// The decision log.
    Log,
    /// Who sees the feature by the flag files.
    Exposure,
    /// What a change does.
    Changes,
    /// Who approved a pull request.
    PullRequest,
    /// What history tells.
    History,
    /// What a plan says to rolloutlint itself.
    Meta,
}

impl Group {
    /// The group's heading in the documentation.
    pub fn title(self) -> &'static str {
        match self {
            Group::Source => "Source",
            Group::Filling => "Filling in",
            Group::Stages => "Stages",
            Group::Log => "Decision log",
            Group::Exposure => "Exposure",
            Group::Changes => "Changes",
            Group::PullRequest => "Pull request",
            Group::History => "History",
            Group::Meta => "Meta",
        }
    }
}

/// Whether a rule offers a fix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FixKind {
    /// Nothing to offer: only a person knows what to write.
    None,
    /// Offered; a person decides.
    Suggested,
    /// Safe to apply: it cannot change what the plan means.
    Safe,
}

impl FixKind {
    /// The sign of the documentation's tables.
    pub fn sign(self) -> &'static str {
        match self {
            FixKind::None => "–",
            FixKind::Suggested => "~",
            FixKind::Safe => "✓",
        }
    }
}

impl Rule {
    /// The first line of the page.
    pub fn summary(&self) -> &'static str {
        self.page.lines().next().unwrap_or("").trim()
    }

    /// The level that a policy gives the rule: `None` when it leaves the rule to its own severity,
    /// and `Some(None)` when the rule is off.
    pub(crate) fn level(&self, policy: &Policy) -> Option<Option<Severity>> {
        let by_default = self.conduct.off_by_default.then_some(None);
        policy.rules.get(self.id).copied().or(by_default)
    }

    /// How grave the rule's findings can be without a configuration; `None` when it is off then.
    pub fn gravest_by_default(&self) -> Option<Severity> {
        (!self.conduct.off_by_default).then_some(self.gravest())
    }

    /// How grave its findings can be when nobody gives it a severity.
    fn gravest(&self) -> Severity {
        if self.conduct.may_be_error { Severity::Error } else { self.severity }
    }

    /// The level of the rule without a configuration, in a word.
    pub fn default_level(&self) -> &'static str {
        if self.conduct.off_by_default { "off" } else { self.severity.as_str() }
    }

    /// Whether a comment in a plan may hide what the rule finds. Stages, decisions and changes are
    /// gates, which no comment opens.
    pub(crate) fn can_be_hidden(&self) -> bool {
        matches!(self.group, Group::Source | Group::Filling) && !self.conduct.never_hidden
    }

    /// Whether a finding of this rule makes one of another rule silent.
    pub(crate) fn mutes(&self, other: &Rule) -> bool {
        let is_muted = |muted: &Muted| match muted {
            Muted::Group(group) => other.group == *group,
            Muted::Rule(id) => other.id == *id,
        };
        self.id != other.id && self.mutes.iter().any(is_muted)
    }
}

/// Declares a rule. The doc comment is the rule's page.
macro_rules! rule {
    (
        $(#[doc = $line:literal])+
        $id:literal, $group:ident, $severity:ident, due: $due:literal, fix: $fix:ident, since: $since:literal,
        $(conduct: [$($conduct:ident),+],)?
        $(mutes: [$($kind:ident($muted:expr)),+],)?
        checks: [$($check:ident $(($function:ident))?),+]
    ) => {
        $(#[doc = $line])+
        pub(crate) const RULE: $crate::rule::Rule = {
            #[allow(unused_imports)]
            use $crate::rule::{ApprovalFault::*, Group::*, HistoryFault::*};
            $crate::rule::Rule {
                id: $id,
                page: concat!($($line, "\n"),+),
                group: $crate::rule::Group::$group,
                severity: $crate::finding::Severity::$severity,
                due: $due,
                fix: $crate::rule::FixKind::$fix,
                since: $since,
                conduct: $crate::rule::Conduct { $($($conduct: true,)+)? ..$crate::rule::Conduct::USUAL },
                mutes: &[$($($crate::rule::Muted::$kind($muted)),+)?],
                checks: &[$($crate::rule::Check::$check $(($function))?),+],
            }
        };
    };
}

/// What a check is given: what it may see, and a place to put what it finds.
pub(crate) struct Context<'a, S> {
    subject: &'a S,
    /// What is known of the repository around the plan.
    pub(crate) facts: &'a Facts,
    /// The team's rules of the game.
    pub(crate) policy: &'a Policy,
    /// The comments of the plan that hide nothing, by their places in [`Plan::suppressions`], with
    /// the ids. Known to the rules of [`Group::Meta`], which come last.
    pub(crate) unused: &'a [(usize, String)],
    /// All rules.
    rules: &'static [Rule],
    /// What was found so far.
    pub(crate) drafts: Vec<Draft>,
    /// The rule at work.
    pub(crate) rule: &'static Rule,
}

/// What a check of one version is given.
pub(crate) type StandingContext<'a> = Context<'a, Standing>;
/// What a check of a change is given.
pub(crate) type ChangeContext<'a> = Context<'a, Change>;
/// What a check of an edit of configuration or template is given.
pub(crate) type PolicyContext<'a> = Context<'a, PolicyEdit>;
/// What a check of the search for plans is given.
pub(crate) type SightContext<'a> = Context<'a, OutOfSight>;

impl<'a, S> Context<'a, S> {
    pub(crate) fn new(rule: &'static Rule, subject: &'a S, around: &Surroundings<'a>) -> Context<'a, S> {
        let Surroundings { policy, facts, rules, unused } = *around;
        Context { subject, facts, policy, rules, unused, drafts: Vec::new(), rule }
    }

    /// The rule with an id.
    pub(crate) fn rule_called(&self, id: &str) -> Option<&'static Rule> {
        self.rules.iter().find(|rule| rule.id == id)
    }

    /// The ids of all rules.
    pub(crate) fn rule_ids(&self) -> Vec<&'static str> {
        self.rules.iter().map(|rule| rule.id).collect()
    }

    /// Reports something in the plan's own file. `anchor` tells what it is about, without line
    /// numbers.
    pub(crate) fn report(&mut self, span: Span, anchor: impl Into<String>, message: impl Into<String>) -> &mut Draft {
        self.report_at(Spot::in_version(Side::Head, span), anchor, message)
    }

    /// Reports something in the decision log.
    pub(crate) fn report_in_log(
        &mut self,
        side: Side,
        span: Span,
        anchor: impl Into<String>,
        message: impl Into<String>,
    ) -> &mut Draft {
        self.report_at(Spot { side, file: SpotFile::Log, span }, anchor, message)
    }

    /// Reports something at a place.
    pub(crate) fn report_at(
        &mut self,
        spot: Spot,
        anchor: impl Into<String>,
        message: impl Into<String>,
    ) -> &mut Draft {
        self.drafts.push(Draft::new(self.rule, spot, anchor.into(), message.into()));
        self.drafts.last_mut().expect("a draft was just pushed")
    }
}

impl<'a> StandingContext<'a> {
    /// Where the version stands.
    pub(crate) fn standing(&self) -> &'a Standing {
        self.subject
    }

    /// The plan.
    pub(crate) fn plan(&self) -> &'a Plan {
        self.subject.plan()
    }

    /// The form that the log has, for what a decision is called in it.
    pub(crate) fn form(&self) -> Form {
        self.plan().log.as_ref().map_or(Form::Table, |log| log.form)
    }

    /// Reports something in a recorded row, by its place in [`Standing::record`]. What an amendment
    /// corrected is at most a warning; a row of this very change needs no amendment, for it can
    /// still be written right.
    pub(crate) fn report_row(&mut self, index: usize, span: Span, message: impl Into<String>) -> &mut Draft {
        let standing = self.subject;
        let row = &standing.record[index];
        let is_amended = !row.is_new && standing.replay.amended.contains_key(&index);
        let most = if is_amended { Severity::Warning } else { self.rule.severity };
        let severity = self.rule.severity.min(most);
        self.report_in_log(row.id.side, span, format!("decision-log:{}", standing.step(index)), message)
            .severity(severity)
    }

    /// Reports a slot of the template.
    pub(crate) fn report_slot(&mut self, slot: &Filling, span: Span, message: String) -> &mut Draft {
        let severity = if slot.gentle { Severity::Warning } else { self.rule.severity };
        let draft = self.report(span, slot.anchor.clone(), message);
        draft.severity = severity;
        draft.due(slot.due)
    }
}

impl<'a> ChangeContext<'a> {
    /// The change.
    pub(crate) fn change(&self) -> &'a Change {
        self.subject
    }

    /// The form that the log has, for what a decision is called in it.
    pub(crate) fn form(&self) -> Form {
        let versions = self.subject.head().into_iter().chain(self.subject.base());
        versions.filter_map(|version| version.log.as_ref()).next().map_or(Form::Table, |log| log.form)
    }

    /// Where decisions are recorded, in words for the help: `the log`, or the file.
    pub(crate) fn log_name(&self) -> String {
        let source = self.subject.head().and_then(|version| version.log_source.as_ref());
        source.map_or_else(|| "the log".to_owned(), |source| source.path.clone())
    }
}

impl<'a> SightContext<'a> {
    /// What the search for plans misses.
    pub(crate) fn out_of_sight(&self) -> &'a OutOfSight {
        self.subject
    }
}

impl<'a> PolicyContext<'a> {
    /// The edit.
    pub(crate) fn edit(&self) -> &'a PolicyEdit {
        self.subject
    }
}

/// What the judgement of a plan takes from outside of it.
#[derive(Clone, Copy)]
pub(crate) struct Surroundings<'a> {
    pub(crate) policy: &'a Policy,
    pub(crate) facts: &'a Facts,
    pub(crate) rules: &'static [Rule],
    /// See [`Context::unused`].
    pub(crate) unused: &'a [(usize, String)],
}

/// A finding in the making: what a rule knows of it. The engine stamps path, rule and level.
pub(crate) struct Draft {
    pub(crate) rule: &'static Rule,
    pub(crate) spot: Spot,
    pub(crate) message: String,
    pub(crate) anchor: String,
    pub(crate) label: Option<String>,
    pub(crate) help: Option<String>,
    pub(crate) labels: Vec<(Spot, String)>,
    pub(crate) fix: Option<DraftFix>,
    pub(crate) due: Due,
    pub(crate) severity: Severity,
    /// Whether it keeps that in a change that only records a way back or a halt.
    pub(crate) holds_in_safe_direction: bool,
    /// What it becomes when it is not due; `None` leaves it out then.
    pub(crate) early: Option<Severity>,
    /// What exactly is wrong, when the anchor names something larger: a finding is an old one only
    /// when all of this is.
    pub(crate) details: Vec<String>,
}

/// What to write instead, as a rule knows it.
pub(crate) struct DraftFix {
    pub(crate) title: String,
    pub(crate) applicability: Applicability,
    pub(crate) edits: Vec<Edit>,
    /// The edits are in the file that holds the decision log, wherever the finding is.
    pub(crate) in_log: bool,
}

impl Draft {
    fn new(rule: &'static Rule, spot: Spot, anchor: String, message: String) -> Draft {
        Draft {
            rule,
            spot,
            message,
            anchor,
            label: None,
            help: None,
            labels: Vec::new(),
            fix: None,
            due: Due::Always,
            severity: rule.severity,
            holds_in_safe_direction: false,
            early: None,
            details: Vec::new(),
        }
    }

    pub(crate) fn help(&mut self, help: impl Into<String>) -> &mut Draft {
        self.help = Some(help.into());
        self
    }

    /// What stands at the place itself.
    pub(crate) fn label(&mut self, label: impl Into<String>) -> &mut Draft {
        self.label = Some(label.into());
        self
    }

    /// Another place in the head version of the plan's file.
    pub(crate) fn also(&mut self, span: Span, message: impl Into<String>) -> &mut Draft {
        self.also_at(Side::Head, span, message)
    }

    /// Another place in a version of the file.
    pub(crate) fn also_at(&mut self, side: Side, span: Span, message: impl Into<String>) -> &mut Draft {
        self.labels.push((Spot::in_version(side, span), message.into()));
        self
    }

    /// Another place in the decision log.
    pub(crate) fn also_in_log(&mut self, side: Side, span: Span, message: impl Into<String>) -> &mut Draft {
        self.labels.push((Spot { side, file: SpotFile::Log, span }, message.into()));
        self
    }

    /// Another place in a flag file.
    pub(crate) fn also_in_flags(&mut self, side: Side, place: &Place, message: impl Into<String>) -> &mut Draft {
        self.labels.push((Spot::in_flags(side, place), message.into()));
        self
    }

    pub(crate) fn due(&mut self, due: Due) -> &mut Draft {
        self.due = due;
        self
    }

    pub(crate) fn severity(&mut self, severity: Severity) -> &mut Draft {
        debug_assert!(severity <= self.rule.gravest(), "{} may not be an error", self.rule.id);
        self.severity = severity;
        self
    }

    /// Keeps the severity in a change that only records a way back or a halt.
    pub(crate) fn holds_in_safe_direction(&mut self) -> &mut Draft {
        self.holds_in_safe_direction = true;
        self
    }

    /// What the finding is when it is not yet due, instead of nothing.
    pub(crate) fn early(&mut self, severity: Severity) -> &mut Draft {
        self.early = Some(severity);
        self
    }

    pub(crate) fn details(&mut self, details: impl IntoIterator<Item = String>) -> &mut Draft {
        self.details.extend(details);
        self
    }

    pub(crate) fn suggest(&mut self, title: impl Into<String>, edits: Vec<Edit>) -> &mut Draft {
        self.fix =
            Some(DraftFix { title: title.into(), applicability: Applicability::Suggestion, edits, in_log: false });
        self
    }

    /// Suggests edits of the file that holds the decision log.
    pub(crate) fn suggest_in_log(&mut self, title: impl Into<String>, edits: Vec<Edit>) -> &mut Draft {
        self.fix =
            Some(DraftFix { title: title.into(), applicability: Applicability::Suggestion, edits, in_log: true });
        self
    }

    pub(crate) fn fix(&mut self, title: impl Into<String>, edits: Vec<Edit>) -> &mut Draft {
        self.fix = Some(DraftFix { title: title.into(), applicability: Applicability::Safe, edits, in_log: false });
        self
    }
}
