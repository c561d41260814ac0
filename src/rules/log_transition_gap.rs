use crate::plan::log::Point;
use crate::plan::log::RowFault;
use crate::rule::StandingContext;

rule! {
    /// A row does not start where the last one left off
    ///
    /// The rows of the log form a chain from the first stage on. Where the chain breaks, a decision
    /// was never recorded, or a row is wrong. The first row starts at the first stage, or, with
    /// `initial-stage` in the configuration, at the one that the rollout had reached when it came
    /// under rolloutlint.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-2
    /// -| 2026-03-02 | 0→1 | Proceed | No P0 or P1 in 3 days, team confident | Priya Nair |
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-1
    /// -| [Date] | 1→2 | Proceed | [Why] | [Name] |
    /// +| 2026-03-09 | 1→0 | Rollback | Payments failed for Oak & Ash | Priya Nair |
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Add the row that is missing in between, or correct the stage that this row starts from.
    "log-transition-gap", Log, Error, due: "always", fix: None, since: "0.1.0",
    conduct: [holds_when_preexisting, holds_in_safe_direction_if_new],
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let entry = ctx.form().entry();
    for (index, row) in ctx.standing().judged_rows() {
        let Some(RowFault::Gap { was }) = ctx.standing().replay.faults.get(&index) else { continue };
        let step = ctx.standing().step(index);
        let message = match was {
            Point::Planned => match ctx.policy.initial_stage {
                Some(_) => format!("the log's first decision is {step}, and the rollout had not come that far"),
                None => format!("the log's first decision is {step}, but a rollout starts at its first stage"),
            },
            was => format!("{step} does not start at {was}, where the rollout was"),
        };
        ctx.report_row(index, row.stage.span, message)
            .help(format!("add the decision that is missing before this {entry}, or correct where it starts"));
    }
}
