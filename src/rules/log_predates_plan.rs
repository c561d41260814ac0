use crate::rule::StandingContext;

rule! {
    /// A decision is older than the plan
    ///
    /// A row that is dated before the plan was created was copied from another plan, or its date is
    /// wrong.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-1
    /// -**Created:** 2026-02-02
    /// +**Created:** 2026-03-05
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-1
    /// -**Created:** 2026-02-02
    /// +**Created:** 2026-03-02
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Delete the copied row, or correct the date.
    "log-predates-plan", Log, Error, due: "always", fix: None, since: "0.1.0",
    conduct: [holds_when_preexisting, holds_in_safe_direction_if_new],
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let entry = ctx.form().entry();
    let Some((created, span)) = ctx.plan().day_in("created") else { return };
    for (index, row) in ctx.standing().judged_rows() {
        let Some(day) = row.day.day().filter(|day| *day < created) else { continue };
        let message = format!("{} is dated {day}, before the plan was created", ctx.standing().step(index));
        let draft = ctx.report_row(index, row.date.span, message);
        draft
            .also(span, "created here")
            .help(format!("delete the {entry} if it was copied from another plan, or correct the date"));
    }
}
