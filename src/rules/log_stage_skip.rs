use crate::plan::log::RowFault;
use crate::rule::StandingContext;

rule! {
    /// A decision jumps over a stage
    ///
    /// Stages are there to be gone through. A rollout that leaves one out says so with the word
    /// *skip*, and then the skipped stage's gates are not asked for.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-2
    /// -| 2026-03-02 | 0→1 | Proceed | No P0 or P1 in 3 days, team confident | Priya Nair |
    /// -| 2026-03-16 | 1→2 | Proceed | 3 of 3 customers completed orders alone | Priya Nair |
    /// +| 2026-03-02 | 0→2 | Proceed | Legal wants the beta this week | Priya Nair |
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-2
    /// -| 2026-03-02 | 0→1 | Proceed | No P0 or P1 in 3 days, team confident | Priya Nair |
    /// -| 2026-03-16 | 1→2 | Proceed | 3 of 3 customers completed orders alone | Priya Nair |
    /// +| 2026-03-02 | 0→2 | Skip | Legal wants the beta this week | Priya Nair |
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Record each step in a row of its own, or write `Skip` and why.
    "log-stage-skip", Log, Error, due: "always", fix: None, since: "0.1.0",
    conduct: [holds_when_preexisting, holds_in_safe_direction_if_new],
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let an_entry = ctx.form().an_entry();
    for (index, row) in ctx.standing().judged_rows() {
        let Some(RowFault::Skips) = ctx.standing().replay.faults.get(&index) else { continue };
        let step = ctx.standing().step(index);
        let message = format!("{step} jumps over a stage");
        ctx.report_row(index, row.stage.span, message)
            .help(format!("record each step in {an_entry} of its own, or write `Skip` as the decision"));
    }
}
