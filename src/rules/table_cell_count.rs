use crate::finding::Side;
use crate::rule::{Spot, StandingContext};
use crate::text::Span;

rule! {
    /// A row has more or fewer cells than its table
    ///
    /// An unescaped `|` inside a cell opens another cell. Markdown drops what is too much at the
    /// end of the row without a trace, in the decision log the decider, and fills what is missing
    /// with empty cells.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-1
    /// -| 2026-03-02 | 0→1 | Proceed | No P0 or P1 in 3 days, team confident | Priya Nair |
    /// +| 2026-03-02 | 0→1 | Proceed | No P0 | P1 in 3 days, team confident | Priya Nair |
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-1
    /// -| 2026-03-02 | 0→1 | Proceed | No P0 or P1 in 3 days, team confident | Priya Nair |
    /// +| 2026-03-02 | 0→1 | Proceed | No P0 \| P1 in 3 days, team confident | Priya Nair |
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Write `\|` for a bar inside a cell, and give every row as many cells as the header.
    "table-cell-count", Source, Error, due: "always", fix: None, since: "0.1.0",
    conduct: [never_hidden, holds_in_safe_direction],
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let plan = ctx.plan();
    for (in_log, row) in
        plan.files().flat_map(|(in_log, _, faults)| faults.uneven_rows.iter().map(move |row| (in_log, row)))
    {
        let cells = if row.found == 1 { "cell" } else { "cells" };
        let message =
            format!("the row `{}` has {} {cells}, and its table has {} columns", row.name, row.found, row.wanted);
        let help = if row.found > row.wanted {
            "write `\\|` for a bar inside a cell"
        } else {
            "add the missing cells, empty or not, each behind a `|`"
        };
        let spot = |span: Span| Spot::in_file(in_log, Side::Head, span);
        let draft = ctx.report_at(spot(row.span), format!("row:{}", row.name), message).help(help);
        draft.labels.push((spot(row.header), format!("{} columns", row.wanted)));
    }
}
