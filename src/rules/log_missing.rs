use crate::plan::Due;
use crate::rule::StandingContext;
use crate::text::Edit;

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
    let table = ctx.standing().owed.log_table.clone();
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
    let template = plan.missing_log.as_ref();
    if !had_one {
        if let Some(edit) = template.cloned() {
            draft.suggest("add the template's log", vec![edit]);
        }
        draft.help(format!("add under `## Decision Log`: {columns}"));
        return;
    }
    // An empty log would lack the decisions that the version before records.
    if let Some(edit) = template.zip(table.as_deref()).and_then(|(edit, table)| with_rows(edit, table)) {
        draft.suggest("put the log back with its rows", vec![edit]);
    }
    draft.help("put the log back as it was before this change, with its rows");
}

/// The edit that puts the template's log into a plan, with the lines of another table.
fn with_rows(edit: &Edit, table: &str) -> Option<Edit> {
    let ending = if edit.replacement.contains("\r\n") { "\r\n" } else { "\n" };
    let lines: Vec<&str> = edit.replacement.split(ending).collect();
    let is_row = |line: &&str| line.trim_start().starts_with('|');
    let first = lines.iter().position(is_row)?;
    let count = lines[first..].iter().take_while(|line| is_row(line)).count();
    let (above, below) = (&lines[..first], &lines[first + count..]);
    let lines: Vec<&str> = above.iter().copied().chain(table.lines()).chain(below.iter().copied()).collect();
    Some(Edit { span: edit.span, replacement: lines.join(ending) })
}
