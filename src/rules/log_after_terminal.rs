use crate::plan::log::RowFault;
use crate::rule::StandingContext;

rule! {
    /// A decision follows an abort, and is no restart
    ///
    /// An abort ends the plan. Only a *restart* may follow, to a stage not above the one that was
    /// aborted; until then nothing else counts.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-1
    /// -| [Date] | 1→2 | Proceed | [Why] | [Name] |
    /// +| 2026-03-09 | 1 | Abort | Payments failed for Oak & Ash | Priya Nair |
    /// +| 2026-03-09 | 1→2 | Proceed | All is well again | Priya Nair |
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-1
    /// -| [Date] | 1→2 | Proceed | [Why] | [Name] |
    /// +| 2026-03-09 | 1 | Abort | Payments failed for Oak & Ash | Priya Nair |
    /// +| 2026-03-09 | 1 | Restart | The payment provider fixed it | Priya Nair |
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Record a restart first, or open a new plan.
    "log-after-terminal", Log, Error, due: "always", fix: None, since: "0.1.0",
    conduct: [holds_when_preexisting, holds_in_safe_direction_if_new],
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    for (index, row) in ctx.standing().judged_rows() {
        let Some(RowFault::AfterTerminal) = ctx.standing().replay.faults.get(&index) else { continue };
        let step = ctx.standing().step(index);
        let message = format!("{step} follows an abort");
        ctx.report_row(index, row.stage.span, message).help("record `Restart` before it, or make a new plan");
    }
}
