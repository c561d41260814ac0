use super::Context;
use crate::plan::log::RowFault;

rule! {
    /// The same step is recorded twice, with no way back between
    ///
    /// The rollout cannot enter a stage that it is in. One of the rows is a copy, or the rollback between them was never recorded.
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
    /// Delete the copy, record the rollback that is missing, or write `Amend` when the row corrects the earlier one.
    "log-transition-repeated", Log, Error, due: "always", fix: None, check
}

fn check(ctx: &mut Context) {
    for (index, row) in ctx.change.judged_rows() {
        let Some(RowFault::Repeated) = ctx.change.replay.faults.get(&index) else { continue };
        let step = row.row.step();
        let message = format!("{step} is recorded a second time, and nothing led back between");
        ctx.report_row(index, row.row.stage.span, message)
            .help("delete the copy, add the rollback between, or write `Amend` as the decision");
    }
}
