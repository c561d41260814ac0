use super::Context;

rule! {
    /// A merge left its conflict markers behind
    ///
    /// Both versions stand in the plan, and nobody chose. The table or section that holds the conflict is not judged until it is gone; the rows of the
    /// decision log still count.
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
    /// Keep one version and delete the three marker lines. `=======` alone is no conflict: it underlines a heading.
    "merge-conflict-marker", Source, Error, due: "always", fix: None, check
}

fn check(ctx: &mut Context) {
    let Some(plan) = ctx.head() else { return };
    for conflict in &plan.conflicts {
        let line = plan.source.line_span(plan.source.line(conflict.span.start));
        let last = plan.source.line(conflict.span.end);
        let message = format!("a merge conflict was left in, up to line {last}");
        ctx.report(line, "conflict", message)
            .help("keep one of the two versions, and delete the lines with `<<<<<<<`, `=======` and `>>>>>>>`");
    }
}
