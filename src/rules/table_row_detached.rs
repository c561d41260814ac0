use crate::finding::Side;
use crate::rule::{Spot, StandingContext};
use crate::text::{Edit, Span};

rule! {
    /// A row is cut off from its table
    ///
    /// A blank line or a comment ends a Markdown table. The rows below it show as plain text with
    /// bars, so a reader does not see them as rows. rolloutlint reads them as their writer meant
    /// them, and nothing else is said about it.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-1
    ///  | 2026-03-02 | 0→1 | Proceed | No P0 or P1 in 3 days, team confident | Priya Nair |
    /// +
    ///  | [Date] | 1→2 | Proceed | [Why] | [Name] |
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-1
    ///  | 2026-03-02 | 0→1 | Proceed | No P0 or P1 in 3 days, team confident | Priya Nair |
    ///  | [Date] | 1→2 | Proceed | [Why] | [Name] |
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Delete the blank line, or move the comment below the table.
    "table-row-detached", Source, Error, due: "always", fix: Safe, since: "0.1.0",
    conduct: [holds_in_safe_direction],
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let plan = ctx.plan();
    let files = plan
        .files()
        .flat_map(|(in_log, source, faults)| faults.detached_rows.iter().map(move |rows| (in_log, source, rows)));
    for (in_log, source, rows) in files {
        let gap = source.slice(rows.gap);
        // In a quote each line begins with its mark, which stays.
        let is_filled = |line: &&str| line.chars().any(|c| !c.is_whitespace() && c != '>');
        let is_blank = !gap.lines().any(|line| is_filled(&line));
        let ending = source.line_ending();
        let last = gap.rfind(['\n', '\r']).map_or("", |at| &gap[at + 1..]);
        let next_line = [ending, last].concat();
        let between = if is_blank { "a blank line" } else { "a comment" };
        let message = format!("the row `{}` is cut off from its table by {between}", rows.name);
        let spot = Spot::in_file(in_log, Side::Head, rows.span);
        let draft = ctx.report_at(spot, format!("row:{}", rows.name), message);
        if is_blank {
            draft
                .help("delete the blank line above it")
                .fix("delete the blank line", vec![Edit { span: rows.gap, replacement: next_line }]);
        } else {
            // The comment keeps its words and goes below the rows.
            let filled = gap.lines().filter(is_filled).map(str::trim_end);
            let below: String = filled.flat_map(|line| [ending, line]).collect();
            draft.help("move what stands above it below the table").fix(
                "move the comment below the table",
                vec![
                    Edit { span: rows.gap, replacement: next_line },
                    Edit { span: Span::at(rows.span.end), replacement: below },
                ],
            );
        }
    }
}
