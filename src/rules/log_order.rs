use super::Context;
use crate::change::Row;
use jiff::civil::Date;

rule! {
    /// The dates of the log are not in the order of its rows
    ///
    /// The log is read as a story. A row that is dated before the one above it was written into the past, or one of the dates is wrong. Logs with the newest row first are recognised.
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
    "log-order", Log, Error, due: "always", fix: None, check
}

fn check(ctx: &mut Context) {
    let entry = ctx.form().entry();
    let mut newest: Option<(Date, &Row)> = None;
    let change = ctx.change;
    for (index, row) in change.rows.iter().enumerate() {
        let Some(day) = change.decided_on(index) else { continue };
        match newest {
            Some((last, before)) if day < last => {
                // Rows that this change rewrote are another rule's.
                if !row.is_rewritten && !before.is_rewritten && !row.row.uneven && row.row.open_cells().is_empty() {
                    let message = format!(
                        "{} is dated {day}, before the decision of {last} that stands before it",
                        row.row.step()
                    );
                    let draft = ctx.report_row(index, row.row.date.span, message);
                    draft
                        .also_in_log(before.side, before.row.date.span, "dated later")
                        .help(format!("correct the date, or move the {entry} to where it belongs"));
                }
            }
            // A date that was amended without saying the right one binds no later row.
            _ if change.replay.amended.contains_key(&index) && day == row.row.day.day().unwrap_or(day) => {}
            _ => newest = Some((day, row)),
        }
    }
}
