use crate::plan::log::RowFault;
use crate::rule::StandingContext;

rule! {
    /// The same step is recorded twice, with no way back between
    ///
    /// The rollout cannot enter a stage that it is in. One of the rows is a copy, or the rollback
    /// between them was never recorded.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-1
    /// -| [Date] | 1→2 | Proceed | [Why] | [Name] |
    /// +| 2026-03-09 | 0→1 | Proceed | No P0 or P1 in 3 days, team confident | Priya Nair |
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-1
    /// -| [Date] | 1→2 | Proceed | [Why] | [Name] |
    /// +| 2026-03-09 | 0→1 | Amend | The bug count was 0, not "no P0 or P1" | Priya Nair |
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Delete the copy, record the rollback that is missing, or write `Amend` when the row corrects
    /// the earlier one.
    "log-transition-repeated", Log, Error, due: "always", fix: None, since: "0.1.0",
    conduct: [holds_when_preexisting, holds_in_safe_direction_if_new],
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    for (index, row) in ctx.standing().judged_rows() {
        let Some(RowFault::Repeated) = ctx.standing().replay.faults.get(&index) else { continue };
        let step = ctx.standing().step(index);
        let message = format!("{step} is recorded a second time, and nothing led back between");
        ctx.report_row(index, row.stage.span, message)
            .help("delete the copy, add the rollback between, or write `Amend` as the decision");
    }
}
