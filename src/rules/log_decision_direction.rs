use crate::plan::log::RowFault;
use crate::rule::StandingContext;

rule! {
    /// The decision's word and its arrow disagree
    ///
    /// A rollback goes down, proceeding goes up, a hold stays where it is (`1→1`, or `1→2` for a
    /// step that was considered). When word and arrow say different things, nobody knows what was
    /// decided.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-1
    /// -| 2026-03-02 | 0→1 | Proceed | No P0 or P1 in 3 days, team confident | Priya Nair |
    /// +| 2026-03-02 | 0→1 | Rollback | No P0 or P1 in 3 days, team confident | Priya Nair |
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-1
    /// -| [Date] | 1→2 | Proceed | [Why] | [Name] |
    /// +| 2026-03-09 | 1→2 | Hold | Two bugs are open | Priya Nair |
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Correct the word or the arrow, whichever is wrong.
    "log-decision-direction", Log, Error, due: "always", fix: None, since: "0.1.0",
    conduct: [holds_when_preexisting, holds_in_safe_direction_if_new],
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    for (index, row) in ctx.standing().judged_rows() {
        let Some(RowFault::Direction) = ctx.standing().replay.faults.get(&index) else { continue };
        // `log-stage-unknown` says that it names no move.
        if row.lacks_an_end() {
            continue;
        }
        let step = ctx.standing().step(index);
        let message = format!("`{}` does not go {step}", row.decision.text);
        ctx.report_row(index, row.stage.span, message)
            .help("correct the word or the arrow: proceed goes up, rollback goes down, hold stays");
    }
}
