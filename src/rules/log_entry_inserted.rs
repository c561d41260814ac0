use crate::finding::{Severity, Side};
use crate::rule::ChangeContext;
use crate::standing::{Excuse, Rewrite};

rule! {
    /// A new decision stands among old ones
    ///
    /// The log grows at one end, next to the newest row. A row that appears further back was
    /// written into the past. A row that closes a gap that the log already had is only a warning:
    /// it is the repair that `log-transition-gap` asks for. So is a hold that moves nothing and
    /// stands where its date belongs.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-2
    /// -| 2026-03-02 | 0→1 | Proceed | No P0 or P1 in 3 days, team confident | Priya Nair |
    /// +| 2026-03-02 | 0→1 | Proceed | No P0 or P1 in 3 days, team confident | Priya Nair |
    /// +| 2026-03-01 | 1→2 | Hold | Two bugs are open | Priya Nair |
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-2
    /// -| [Date] | 2→GA | Proceed | [Why] | [Name] |
    /// +| 2026-03-30 | 2→GA | Hold | Two bugs are open | Priya Nair |
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Move the row to the end of the log, with the date on which it is recorded.
    "log-entry-inserted", Changes, Error, due: "always", fix: None, since: "0.1.0",
    conduct: [holds_in_safe_direction],
    checks: [Change(check)]
}

fn check(ctx: &mut ChangeContext) {
    let (change, entry) = (ctx.change(), ctx.form().entry());
    for rewrite in &change.rewrites {
        let Rewrite::Inserted { row, excuse } = rewrite else { continue };
        let row = change.row_after(*row);
        let step = row.step();
        let message = format!("the decision {step} of {} was written in before older ones", row.date.text);
        let draft = ctx.report_in_log(Side::Head, row.span, format!("decision-log:{step}"), message);
        draft.help(format!("move the {entry} to the end of the log, next to the newest decision"));
        match excuse {
            Some(Excuse::ClosesGap) => draft
                .severity(Severity::Warning)
                .help("it closes a gap of the log; say in its rationale that it was recorded later"),
            Some(Excuse::Holds) => draft
                .severity(Severity::Warning)
                .help("it moves nothing; say in its rationale that it was recorded later"),
            None => draft,
        };
    }
}
