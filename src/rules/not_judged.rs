use super::stage_change_without_log_entry::{spot_of, words};
use crate::finding::Severity;
use crate::rule::StandingContext;
use crate::standing::{Sign, StageVerdict, stage_title};
use crate::text::fold;

rule! {
    /// The moves of a rollout are not judged, because its plan has no decision log
    ///
    /// A plan has stages, and no decision log to hold them against. So whatever a change ticks or
    /// declares there, nobody can say whether somebody decided it. The rest of the plan is judged
    /// all the same.
    ///
    /// It is an information, and no plan of another team is refused for it. In a change that shows
    /// a later stage it is an error when the plan is one of this team's rollouts: it has a Rollout
    /// ID, or the configuration names it by `plans:` or has a `log:`. A plan that follows the
    /// template gets [`log-missing`](log-missing.md) instead.
    ///
    /// A file is the plan of one rollout. A second heading `Rollout: NAME` with stages of its own
    /// is said not to be judged.
    ///
    /// ## Bad
    ///
    /// ~~~plan bad
    /// # New search
    ///
    /// ## Phase 1: Staff
    ///
    /// - [x] Switch it on for staff
    ///
    /// ## Phase 2: Everyone
    ///
    /// - [ ] Switch it on for everyone
    /// ~~~
    ///
    /// ## Bad
    ///
    /// ~~~plan bad
    /// # Rollout: Search
    ///
    /// ## Phase 1: Staff
    ///
    /// - [x] Switch it on for staff
    ///
    /// ## Phase 2: Everyone
    ///
    /// - [ ] Switch it on for everyone
    ///
    /// ## Decision Log
    ///
    /// | Date | Stage | Decision | Rationale | Decided By |
    /// |------|-------|----------|-----------|------------|
    ///
    /// # Rollout: Basket
    ///
    /// ## Phase 1: Staff
    ///
    /// - [ ] Switch it on for staff
    ///
    /// ## Phase 2: Everyone
    ///
    /// - [ ] Switch it on for everyone
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~plan good
    /// # New search
    ///
    /// ## Phase 1: Staff
    ///
    /// - [x] Switch it on for staff
    ///
    /// ## Phase 2: Everyone
    ///
    /// - [ ] Switch it on for everyone
    ///
    /// ## Decision Log
    ///
    /// | Date | Stage | Decision | Rationale | Decided By |
    /// |------|-------|----------|-----------|------------|
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Run `rolloutlint init --from` with the plan, or add the table of a decision log to it. Where
    /// decisions stand in another file, name it by `log:`. If the file is no rollout plan, leave it
    /// out of `plans:`.
    "not-judged", Log, Info, due: "always", fix: None, since: "0.1.0",
    conduct: [may_be_error],
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let plan = ctx.plan();
    for heading in &plan.other_rollouts {
        let name = plan.source.slice(*heading);
        let message = format!("`{name}` is not judged: a file is the plan of one rollout");
        let draft = ctx.report(*heading, format!("rollout:{}", fold(name)), message);
        draft.help("give it a file of its own, with its decision log");
    }
    let StageVerdict::NotJudged { moved } = &ctx.standing().verdict else { return };
    if plan.stages.is_empty() {
        return;
    }
    let is_ours =
        plan.id.is_some() || ctx.facts.configured.contains(&plan.source.path) || ctx.policy.log_place().is_some();
    let log = ctx.policy.log_place().map(|place| place.path_for(plan.id.as_deref()));
    let help = match &log {
        Some(path) => format!("record its decisions in {path}"),
        None => format!(
            "`rolloutlint init --from {}` sets it up; or add under `## Decision Log`: `| Date | Stage | Decision | Rationale | Decided By |`",
            plan.source.path
        ),
    };
    let Some(first) = moved.first() else {
        let message = "no move of this rollout is judged: the plan has no decision log";
        ctx.report(plan.heading, "not-judged", message).help(help);
        return;
    };
    let to = moved.iter().map(|sign| sign.stage).max().unwrap_or(first.stage);
    let message = format!(
        "{} is shown, and no move of this rollout is judged: the plan has no decision log",
        stage_title(plan, to)
    );
    let severity = if is_ours { Severity::Error } else { Severity::Info };
    let standing = ctx.standing();
    let others = moved.iter().skip(1).take(3).map(|sign: &Sign| (spot_of(standing, sign), words(plan, sign)));
    let draft = ctx.report_at(spot_of(standing, first), format!("not-judged:{to}"), message);
    draft.severity(severity).label(words(plan, first)).help(help).labels.extend(others);
}
