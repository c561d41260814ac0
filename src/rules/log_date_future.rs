use crate::rule::StandingContext;
use jiff::ToSpan;
use jiff::civil::Date;

rule! {
    /// A decision is dated in the future
    ///
    /// What has a date is a decision that was taken. One day ahead is allowed for, because the
    /// world has time zones. A decision that is only planned has no date yet.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-1
    /// -| [Date] | 1→2 | Proceed | [Why] | [Name] |
    /// +| 2026-12-24 | 1→2 | Hold | Nobody works then | Priya Nair |
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-1
    /// -| [Date] | 1→2 | Proceed | [Why] | [Name] |
    /// +| [Date] | 1→2 | Proceed | After the March numbers | [Name] |
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Correct the date, or leave it open until the decision is taken.
    "log-date-future", Log, Error, due: "always", fix: None, since: "0.1.0",
    conduct: [holds_when_preexisting, holds_in_safe_direction_if_new],
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let today = ctx.standing().today;
    for (index, row) in ctx.standing().judged_rows() {
        let Some(day) = row.day.day().filter(|day| is_in_future(*day, today)) else { continue };
        let message = format!("{} is dated {day}, and it is {today}", ctx.standing().step(index));
        let draft = ctx.report_row(index, row.date.span, message);
        draft.help("correct the date, or leave it open until the decision is taken");
    }
}

/// Whether a day has not come yet anywhere.
pub(super) fn is_in_future(day: Date, today: Date) -> bool {
    day > today.saturating_add(1.day())
}
