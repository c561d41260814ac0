use crate::finding::Side;
use crate::rule::{Spot, StandingContext};

rule! {
    /// A merge left its conflict markers behind
    ///
    /// Both versions stand in the plan, and nobody chose. The table or section that holds the
    /// conflict is not judged until it is gone; the rows of the decision log still count.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-1
    /// -**Owner:** Priya Nair
    /// +<<<<<<< HEAD
    /// +**Owner:** Priya Nair
    /// +=======
    /// +**Owner:** Ann Lee
    /// +>>>>>>> other
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-1
    /// -**Owner:** Priya Nair
    /// +**Owner:** Ann Lee
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Keep one version and delete the three marker lines. `=======` alone is no conflict: it
    /// underlines a heading.
    "merge-conflict-marker", Source, Error, due: "always", fix: None, since: "0.1.0",
    conduct: [never_hidden, holds_in_safe_direction, mutes_its_place],
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let plan = ctx.plan();
    let files = plan
        .files()
        .flat_map(|(in_log, source, faults)| faults.conflicts.iter().map(move |conflict| (in_log, source, conflict)));
    for (in_log, source, conflict) in files {
        let line = source.line_span(source.line(conflict.span.start));
        let last = source.line(conflict.span.end);
        let message = format!("a merge conflict was left in, up to line {last}");
        ctx.report_at(Spot::in_file(in_log, Side::Head, line), "conflict", message)
            .help("keep one of the two versions, and delete the lines with `<<<<<<<`, `=======` and `>>>>>>>`");
    }
}
