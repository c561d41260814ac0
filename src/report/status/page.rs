//! The status of all rollouts as a page, and the phrases for it that several formats share.

use crate::report::harmless::{Harmless, Target, fill};
use crate::report::phrase::{Show, counted, finding_counts, live_now, name_of, not_judged};
use crate::status::{Gate, GateKind, LiveStatus, NextDate, NextKind, PlanStatus, StageName, State};
use jiff::civil::Date;

/// The status of all rollouts.
#[derive(Clone, Debug)]
pub(crate) struct StatusPage {
    /// The day that the page is for.
    pub(crate) today: Date,
    /// The plans, in the order in which to look at them.
    pub(crate) plans: Vec<PlanStatus>,
    /// What a person should know about the page itself.
    pub(crate) notes: Vec<String>,
}

impl StatusPage {
    /// `5 plans: 1 refused, 2 overdue, 2 running`, or that there is none.
    pub(super) fn summary(&self) -> String {
        if self.plans.is_empty() {
            return "no plan found".to_owned();
        }
        let count = |state: State| self.plans.iter().filter(|plan| plan.state == state).count();
        let counts = State::ALL.iter().map(|state| (count(*state), state.as_str())).filter(|(count, _)| *count > 0);
        let counts: Vec<String> = counts.map(|(count, word)| format!("{count} {word}")).collect();
        let unjudged = self.plans.iter().filter(|plan| plan.judged.why_not.is_some()).count();
        let unjudged = if unjudged > 0 { format!("; {unjudged} not judged") } else { String::new() };
        format!("{}: {}{unjudged}", counted(self.plans.len(), "plan"), counts.join(", "))
    }
}

pub(in crate::report) fn name<T: Target>(plan: &PlanStatus, show: Show<T>) -> Harmless<T> {
    name_of(plan.title.as_deref(), plan.id.as_deref(), &plan.path, show)
}

/// Whether a plan is known by more than its path.
pub(in crate::report) fn is_named(plan: &PlanStatus) -> bool {
    plan.title.is_some() || plan.id.is_some()
}

/// `Stage 1: Alpha (Friendly Customers)`, `planned`, `aborted`.
pub(in crate::report) fn stage_of<T: Target>(plan: &PlanStatus, show: Show<T>) -> Harmless<T> {
    match (plan.stage, &plan.current) {
        (None, _) => Harmless::ours("the file cannot be read"),
        (Some(_), Some(StageName { title, name, .. })) if !name.is_empty() && name != title => {
            fill!("{}: {}", show(title), show(name))
        }
        (Some(_), Some(stage)) => show(&stage.title),
        (Some(point), None) => show(&point.to_string()),
    }
}

/// `25 %`, or what is said of a flag that does not follow a decision yet.
pub(super) fn live_of<T: Target>(live: &LiveStatus, show: Show<T>) -> Harmless<T> {
    show(&live_now(live))
}

/// Whether some plan has a flag that was read.
pub(super) fn has_live(page: &StatusPage) -> bool {
    page.plans.iter().any(|plan| plan.live.is_some())
}

pub(super) fn days(count: i32) -> String {
    counted(count.unsigned_abs() as usize, "day")
}

/// `2026-03-20, overdue by 3 days: decision to leave Stage 1`.
pub(super) fn next_of<T: Target>(next: &NextDate, plan: &PlanStatus, show: Show<T>) -> Harmless<T> {
    let when = match (next.day, next.days) {
        (Some(day), Some(0)) => fill!("{}, today", day),
        (Some(day), Some(left)) if left < 0 => fill!("{}, overdue by {}", day, days(left)),
        (Some(day), Some(left)) => fill!("{}, in {}", day, days(left)),
        (None, Some(left)) if left < 0 => fill!("{}, overdue by {}", show(&next.text), days(left)),
        _ => show(&next.text),
    };
    let stage = || plan.current.as_ref().map_or_else(|| Harmless::ours("the stage"), |stage| show(&stage.title));
    let what = match next.kind {
        NextKind::Decision => fill!("decision to leave {}", stage()),
        NextKind::Duration => fill!("planned end of {}", stage()),
        NextKind::TargetGa => Harmless::ours("target GA"),
        NextKind::Review => Harmless::ours("review after the launch"),
    };
    fill!("{}: {}", when, what)
}

/// `2 of 4 exit and 0 of 4 entry criteria met for Stage 2`.
pub(super) fn gates_of<T: Target>(plan: &PlanStatus, show: Show<T>) -> Harmless<T> {
    let count = |gate: &Gate| format!("{} of {}", gate.report.met, gate.report.total());
    let (review, criteria): (Vec<&Gate>, Vec<&Gate>) =
        plan.gates.iter().partition(|gate| gate.kind == GateKind::Review);
    let counts: Vec<String> = criteria.iter().map(|gate| format!("{} {}", count(gate), gate.kind.as_str())).collect();
    let next = plan.following.as_ref().map(|stage| fill!(" for {}", show(&stage.title)));
    let criteria = (!counts.is_empty()).then(|| fill!("{} criteria met{}", counts.join(" and "), next));
    let review = review.into_iter().map(|gate| fill!("{} review items done", count(gate)));
    Harmless::joined(criteria.into_iter().chain(review), "; ")
}

/// What a check of the plan gives: `1 error; not judged: no decision log`. `None` when it has
/// nothing to say.
pub(super) fn check_of(plan: &PlanStatus) -> Option<String> {
    let parts = [finding_counts(plan.errors, plan.warnings, 0), not_judged(&plan.judged)];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}

/// The first `limit` things that are open before the rollout goes on, and the number of the rest.
pub(super) fn open_of(plan: &PlanStatus, limit: usize) -> (Vec<(&'static str, &str)>, usize) {
    let open = plan.ahead.as_ref().map_or(&[][..], |ahead| &ahead.open);
    let shown = open.iter().take(limit).map(|open| (open.kind.as_str(), open.text.as_str())).collect();
    (shown, open.len().saturating_sub(limit))
}
