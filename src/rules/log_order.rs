use crate::rule::StandingContext;
use jiff::civil::Date;

rule! {
    /// The dates of the log are not in the order of its rows
    ///
    /// The log is read as a story. A row that is dated before the one above it was written into the
    /// past, or one of the dates is wrong. Logs with the newest row first are recognised.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-1
    /// -| [Date] | 1→2 | Proceed | [Why] | [Name] |
    /// +| 2026-03-01 | 1→2 | Hold | Two bugs are open | Priya Nair |
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-1
    /// -| [Date] | 1→2 | Proceed | [Why] | [Name] |
    /// +| 2026-03-02 | 1→2 | Hold | Two bugs are open | Priya Nair |
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Correct the date, or move the row to where it belongs.
    "log-order", Log, Error, due: "always", fix: None, since: "0.1.0",
    conduct: [holds_when_preexisting, holds_in_safe_direction_if_new],
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let entry = ctx.form().entry();
    let mut newest: Option<(Date, usize)> = None;
    let standing = ctx.standing();
    for index in 0..standing.record.len() {
        let row = standing.row(index);
        let Some(day) = standing.decided_on(index) else { continue };
        match newest {
            Some((last, before)) if day < last => {
                // Rows that this change rewrote are another rule's.
                let is_rewritten = |index: usize| standing.record[index].is_rewritten;
                if !is_rewritten(index) && !is_rewritten(before) && !row.uneven && row.open_cells().is_empty() {
                    let message = format!(
                        "{} is dated {day}, before the decision of {last} that stands before it",
                        ctx.standing().step(index)
                    );
                    let draft = ctx.report_row(index, row.date.span, message);
                    draft
                        .also_in_log(standing.record[before].id.side, standing.row(before).date.span, "dated later")
                        .help(format!("correct the date, or move the {entry} to where it belongs"));
                }
            }
            // A date that was amended without saying the right one binds no later row.
            _ if standing.replay.amended.contains_key(&index) && day == row.day.day().unwrap_or(day) => {}
            _ => newest = Some((day, index)),
        }
    }
}
