use crate::finding::{Severity, Side};
use crate::plan::log::Unread;
use crate::rule::StandingContext;
use crate::standing::UnreadEntries;

rule! {
    /// A dated entry of the decision log cannot be read
    ///
    /// Every table with the columns date, stage, decision, rationale and decided by is the log, and
    /// so is every heading and item with a day, a step and a decision, in the sections for the log
    /// and in those called `Decisions` or the like. The column for the stage may be called as the
    /// plan calls its stages: `Wave`, `Welle`, `Onda`. A line there that has a day and a step, and
    /// is none of these, is a decision that nobody counts. So is one that is written downwards, a
    /// label with its value on each line. Notes and headings of groups are none.
    ///
    /// In the change that writes such a line it is an error. Lines that were there before are one
    /// warning.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-1
    /// @@ to
    /// -| [Date] | 2→GA | Proceed | [Why] | [Name] |
    /// +| [Date] | 2→GA | Proceed | [Why] | [Name] |
    /// +
    /// +2026-03-09: 1→2 Hold, two bugs are open, Priya Nair
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-1
    /// -| [Date] | 2→GA | Proceed | [Why] | [Name] |
    /// +| [Date] | 2→GA | Proceed | [Why] | [Name] |
    /// +
    /// +The board meets on 2026-03-09 and looks at the numbers of Stage 1.
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Write the decision as a row of the table, or give its table the columns of a log.
    "log-unreadable", Log, Error, due: "always", fix: None, since: "0.1.0",
    conduct: [holds_in_safe_direction],
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let UnreadEntries { new, before, .. } = ctx.standing().unread();
    let form = ctx.form();
    let help = |unread: &Unread| match &unread.lacks[..] {
        [] => {
            format!("write it as {} of the log, with date, stage, decision, rationale and decided by", form.an_entry())
        }
        lacks => format!("its table has no column for {}: add it, or call one so", lacks.join(", ")),
    };
    for unread in new {
        // A decision may be written downwards, on several lines.
        let words: Vec<&str> = ctx.plan().log_file().slice(unread.span).split_whitespace().collect();
        let text: String = words.join(" ").chars().take(60).collect();
        let message = format!("`{text}` looks like a decision, and cannot be read as one");
        ctx.report_in_log(Side::Head, unread.span, "decision-log:unread".to_owned(), message).help(help(unread));
    }
    let Some(first) = before.first() else { return };
    let message = match before.len() {
        1 => "a dated entry of the log cannot be read as a decision".to_owned(),
        count => format!("{count} dated entries of the log cannot be read as decisions"),
    };
    ctx.report_in_log(Side::Head, first.span, "decision-log:unread-before".to_owned(), message)
        .severity(Severity::Warning)
        .help(help(first));
}
