use crate::plan::Due;
use crate::rule::StandingContext;

rule! {
    /// The plan has no decision log
    ///
    /// No table has the five columns of a decision log: date, stage, decision, rationale, decided
    /// by, in any order. In the section for it the log may also be written as headings or as a
    /// list, an entry each; with `log:` in the configuration it stands in a file of its own.
    /// Without it nobody can say who moved the rollout, and every move is unrecorded.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad planned
    /// -| Date | Stage | Decision | Rationale | Decided By |
    /// -|------|-------|----------|-----------|------------|
    /// -| [Date] | 0→1 | Proceed | [Why] | [Name] |
    /// -| [Date] | 1→2 | Proceed | [Why] | [Name] |
    /// -| [Date] | 2→GA | Proceed | [Why] | [Name] |
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good planned
    /// -| Date | Stage | Decision | Rationale | Decided By |
    /// -|------|-------|----------|-----------|------------|
    /// -| [Date] | 0→1 | Proceed | [Why] | [Name] |
    /// -| [Date] | 1→2 | Proceed | [Why] | [Name] |
    /// -| [Date] | 2→GA | Proceed | [Why] | [Name] |
    /// +| Stage | Date | Decision | Decided by | Reason |
    /// +|-------|------|----------|------------|--------|
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Put the table back under its heading, with its rows.
    "log-missing", Log, Error, due: "created", fix: Suggested, since: "0.1.0",
    conduct: [holds_when_preexisting, holds_in_safe_direction_if_new],
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let plan = ctx.plan();
    let had_one = ctx.standing().owed.has_log;
    if plan.log.is_some() || !(plan.follows_template || had_one) {
        return;
    }
    let place = ctx.policy.log_place().map(|place| place.path_for(plan.id.as_deref()));
    let message = match &place {
        None => {
            "the plan has no decision log: no table has the columns date, stage, decision, rationale and decided by"
                .to_owned()
        }
        Some(path) => format!("the plan has no decision log: neither {path} nor the plan has one"),
    };
    // A log outside of the plan begins with its first decision; until its stages are entered a new
    // plan has none.
    let is_awaited = place.is_some() && !had_one;
    let due = if is_awaited { Due::Entering(plan.first_stage()) } else { Due::Created };
    let draft = ctx.report(plan.heading, "decision-log", message).due(due);
    let columns = "`| Date | Stage | Decision | Rationale | Decided By |`";
    if let Some(path) = place {
        draft.help(format!("make {path} a log with a table: {columns}; where several plans share it, name each decision's in a column `Rollout`"));
        return;
    }
    if let Some(edit) = plan.missing_log.clone() {
        draft.suggest("add the template's log", vec![edit]);
    }
    draft.help(format!("add under `## Decision Log`: {columns}"));
}
