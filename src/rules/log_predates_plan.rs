use super::Context;

rule! {
    /// A decision is older than the plan
    ///
    /// A row that is dated before the plan was created was copied from another plan, or its date is wrong.
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
    "log-predates-plan", Log, Error, due: "always", fix: None, check
}

fn check(ctx: &mut Context) {
    let entry = ctx.form().entry();
    let Some((created, span)) = ctx.head().and_then(|plan| plan.day_in("created")) else { return };
    for (index, row) in ctx.change.judged_rows() {
        let Some(day) = row.row.day.day().filter(|day| *day < created) else { continue };
        let message = format!("{} is dated {day}, before the plan was created", row.row.step());
        let draft = ctx.report_row(index, row.row.date.span, message);
        draft
            .also(span, "created here")
            .help(format!("delete the {entry} if it was copied from another plan, or correct the date"));
    }
}
