//! Holds the people of newly recorded rows against the reviews.

use super::outcome::{Approvals, Decision};
use super::reviews::{Conversation, Review, Verdict};
use crate::change::{Change, Subject, Transition};
use crate::config::{DecidedBy, Deciders, Policy};
use crate::finding::{Finding, Fingerprint, Location, Severity, Side};
use crate::plan::Plan;
use crate::plan::log::{LogRow, Point, RowState};
use crate::rule::ApprovalFault;
use crate::stage_number::StageNumber;
use crate::text::fold;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// What is wrong with the approvals of the decisions that changes record; `None` where the policy
/// asks nobody. `conversation` is `None` when nobody could read it. `is_stale` says whether the
/// rows or gates of a change's plan differ between the commit of a review and the newest one.
pub fn judge(
    subjects: &[Subject],
    policy: &Policy,
    conversation: Option<&Conversation>,
    is_stale: &dyn Fn(&Review, &Change) -> bool,
) -> Option<Approvals> {
    let mode = policy.approvals?;
    let mut approvals =
        Approvals { mode, decisions: Vec::new(), findings: Vec::new(), is_seen: conversation.is_some() };
    for change in subjects.iter().filter_map(Subject::as_change) {
        let Some(standing) = &change.after else { continue };
        for transition in change.transitions() {
            let Some(index) = transition.row else { continue };
            let row = standing.row(index);
            let mut judging =
                Judging { change, policy, row, transition, step: standing.step(index), found: Vec::new() };
            let holding = match conversation {
                Some(conversation) => judging.hold_against(conversation, is_stale),
                None => {
                    let message = format!("nobody could see who approved {}", judging.step);
                    let help = "give the step a token with `pull-requests: read`";
                    judging.find(ApprovalFault::Unverifiable, "", message, help);
                    Vec::new()
                }
            };
            judging.hold_against_deciders();
            let decided_by = row.deciders.clone();
            let path = change.path().to_owned();
            approvals.findings.append(&mut judging.found);
            approvals.decisions.push(Decision { path, step: judging.step, decided_by, approvals: holding });
        }
    }
    approvals.findings.sort_by_key(|finding| Reverse(finding.severity));
    Some(approvals)
}

/// What an approval is for: the rows of a plan's log and its gates, each as a text without
/// formatting. While these stay, an approval holds.
pub fn statements(plan: &Plan) -> Vec<String> {
    let rows = plan.log.iter().flat_map(|log| &log.rows).filter(|row| row.state != RowState::Template);
    let mut found: Vec<String> = rows.map(|row| format!("row {:?} {}", row.state, row.cells.join(" | "))).collect();
    for stage in &plan.stages {
        let gates = [("entry", &stage.entry), ("exit", &stage.exit), ("launch", &stage.launch)];
        let criteria = gates.iter().flat_map(|(name, gate)| gate.iter().map(move |criterion| (name, criterion)));
        found.extend(criteria.map(|(name, criterion)| {
            format!("{name} of {} {:?} {}", stage.number, criterion.met, fold(&criterion.text))
        }));
    }
    for metric in plan.metrics.iter().flat_map(|table| &table.metrics) {
        let threshold = metric.threshold.as_ref().map_or("", |value| value.text.as_str());
        found.push(format!("threshold of {} {}", fold(&metric.name.text), fold(threshold)));
    }
    found.extend(plan.triggers.iter().map(|trigger| format!("trigger {}", fold(&trigger.text))));
    found.extend(plan.guards.iter().map(|guard| format!("guardrail {}", fold(&guard.text))));
    found
}

/// One newly recorded row.
struct Judging<'a> {
    change: &'a Change,
    policy: &'a Policy,
    row: &'a LogRow,
    transition: Transition,
    step: String,
    found: Vec<Finding>,
}

/// Somebody who is said to decide.
struct Decider<'a> {
    name: &'a str,
    /// The folded login; `None` when nobody knows it.
    login: Option<String>,
}

impl Judging<'_> {
    /// Holds the people of the row against the reviews, and gives the approvals that hold.
    fn hold_against(
        &mut self,
        conversation: &Conversation,
        is_stale: &dyn Fn(&Review, &Change) -> bool,
    ) -> Vec<Review> {
        let latest = conversation.latest();
        let people: Vec<Decider> = self.row.deciders.iter().map(|name| self.decider(name, conversation)).collect();
        let mut holding: BTreeMap<String, Review> = BTreeMap::new();
        for Decider { name, login } in people {
            let Some(login) = login else {
                let message = format!("nobody knows the login of `{name}`, who decides {}", self.step);
                let help = format!("add `{name}: LOGIN` to `people:` of .rolloutlint.yml on the base branch");
                self.find(ApprovalFault::Unmapped, name, message, &help);
                continue;
            };
            if conversation.is_author(&login) {
                continue;
            }
            let how = match latest.get(&login) {
                Some(review) if review.verdict == Verdict::Approved => {
                    if is_stale(review, self.change) {
                        let message = format!(
                            "`{name}` approved {} before its rows or its gates became what they are",
                            self.step
                        );
                        let help = format!("ask @{login} for another review");
                        self.find(ApprovalFault::Stale, name, message, &help);
                    } else {
                        holding.insert(login, (*review).clone());
                    }
                    continue;
                }
                Some(review) if review.verdict == Verdict::Dismissed => "whose approval was dismissed",
                Some(_) => "who asks for changes",
                None => "who has not approved it",
            };
            let message = format!("{} is decided by `{name}`, {how}", self.step);
            let help = format!("ask @{login} for a review, or name in the row who really decides");
            self.find(ApprovalFault::NotApproved, name, message, &help);
        }
        if holding.is_empty() && self.policy.rules.contains_key(ApprovalFault::Alone.rule().id) {
            let message = format!("nobody but the author decides {}", self.step);
            self.find(
                ApprovalFault::Alone,
                "",
                message,
                "let another decider approve, and name that person in the row, too",
            );
        }
        holding.into_values().collect()
    }

    /// A name as a login: one of `people`, a mention, or the login itself of somebody who is there.
    fn decider<'n>(&self, name: &'n str, conversation: &Conversation) -> Decider<'n> {
        let person = self.policy.person(name);
        let is_known =
            name.trim_start().starts_with('@') || self.policy.knows_person(name) || conversation.knows(&person);
        Decider { name, login: is_known.then_some(person) }
    }

    /// Holds the people of the row against those who may decide its step.
    fn hold_against_deciders(&mut self) {
        let named: BTreeSet<String> = self.row.deciders.iter().map(|name| self.policy.person(name)).collect();
        let wanted: Vec<Deciders> = self
            .policy
            .deciders
            .iter()
            .filter(|(step, _)| self.passes(**step))
            .map(|(_, people)| people.clone())
            .collect();
        for people in wanted {
            let count = people.of.iter().filter(|person| named.contains(*person)).count();
            if count >= people.at_least {
                continue;
            }
            let who: Vec<String> = people.of.iter().map(|person| format!("@{person}")).collect();
            let of = if people.at_least == 1 { "one".to_owned() } else { people.at_least.to_string() };
            let by = self.row.deciders.join(", ");
            let message = format!("{} is decided by `{by}`, and needs {of} of {}", self.step, who.join(", "));
            self.find(
                ApprovalFault::NotAuthorised,
                &who.join(","),
                message,
                "let them decide, and name them in the row",
            );
        }
    }

    /// Whether the row passes a configured step. A way back passes none.
    fn passes(&self, step: DecidedBy) -> bool {
        let number = |point: Point| point.stage();
        let lowest = StageNumber::LOWEST;
        let Some(to) = number(self.transition.to) else { return false };
        let from = number(self.transition.from);
        if from.is_some_and(|from| from >= to) {
            return false;
        }
        match step {
            DecidedBy::Step(first, last) => from.unwrap_or(lowest) <= first && last <= to,
            DecidedBy::Last => self.change.plan().stages.last().is_some_and(|stage| stage.number == to),
        }
    }

    /// Notes a fault, at the row. A way back and a halt are only told: nothing holds them up.
    fn find(&mut self, fault: ApprovalFault, who: &str, message: String, help: &str) {
        let rule = fault.rule();
        let Some(configured) = self.policy.rules.get(rule.id).copied().unwrap_or(Some(rule.severity)) else { return };
        let goes_up = self.transition.to.stage() > self.transition.from.stage();
        let severity = if goes_up { configured } else { Severity::Info };
        let plan = self.change.plan();
        let anchor = format!("decision-log:{}/{}", self.step, fold(who));
        let key = fold(plan.id.as_deref().unwrap_or(&plan.source.path));
        self.found.push(Finding {
            rule: rule.id,
            severity,
            location: Location { side: Side::Head, source: plan.log_file().clone(), span: self.row.span },
            label: None,
            message,
            help: Some(help.to_owned()),
            labels: Vec::new(),
            fix: None,
            fingerprint: Fingerprint::new(rule.id, &key, &anchor, 0),
            anchor,
            preexisting: false,
            plan: Some(plan.source.path.clone()),
        });
    }
}
