use crate::finding::{Severity, Side};
use crate::plan::FillingKind;
use crate::plan::date::{DateReading, is_bare_date, read_date};
use crate::plan::value::Value;
use crate::rule::Draft;
use crate::rule::StandingContext;
use crate::text::{Edit, Source, fold};
use crate::words::decisions::{CROSSES, is_denial};
use crate::words::months::has_period;
use crate::words::negations::NEGATIONS;
use crate::words::people::BY;
use jiff::civil::Date;

rule! {
    /// A date is not written as 2026-03-12
    ///
    /// A date that can be read in two ways is read in the wrong one sooner or later. The decision
    /// log, the Progression Decision and Created need ISO 8601; elsewhere a quarter, a week or a
    /// month will do, and anything unreadable is a warning. `03/04/2026` is asked about, never
    /// guessed. A row of the log whose date cannot be read is not recorded. A link, a weekday or
    /// another remark may stand behind the day, unless it says that the day is only planned.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-1
    /// -| 2026-03-02 | 0→1 | Proceed | No P0 or P1 in 3 days, team confident | Priya Nair |
    /// +| 2 March 2026 | 0→1 | Proceed | No P0 or P1 in 3 days, team confident | Priya Nair |
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-1
    /// -**Target GA:** 2026-Q2
    /// +**Target GA:** May 2026
    /// ~~~
    ///
    /// ~~~diff good stage-1
    /// -- **Date:** 2026-03-02
    /// +- **Date:** 2026-03-02 ([minutes](https://notes.example.com/7))
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Write year, month and day: `2026-03-12`.
    "date-format", Filling, Error, due: "when filled", fix: Safe, since: "0.1.0",
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let plan = ctx.plan();
    for slot in &plan.slots {
        let FillingKind::Date { exact } = slot.kind else { continue };
        let reading = read_date(&slot.value.text);
        if !slot.value.is_filled()
            || is_as_asked(&slot.value.text, reading)
            || (!exact && is_period(&slot.value.text, reading))
        {
            continue;
        }
        let draft = ctx.report(slot.value.span, slot.anchor.clone(), message(&slot.name, &slot.value, reading));
        draft.severity(if exact { Severity::Error } else { Severity::Warning });
        advise(draft, &plan.source, &slot.value, reading);
    }
    for (index, row) in plan.log.iter().flat_map(|log| &log.rows).enumerate() {
        // A row that this change rewrote has an error of its own.
        let is_judged = row.date.is_filled() && !row.uneven && !ctx.standing().rewrites_row(index);
        if !is_judged || is_as_asked(&row.date.text, row.day) {
            continue;
        }
        let name = format!("the date of {}", row.step());
        let draft = ctx.report_in_log(
            Side::Head,
            row.date.span,
            format!("decision-log:{}", row.step()),
            message(&name, &row.date, row.day),
        );
        advise(draft, plan.log_file(), &row.date, row.day);
    }
}

/// Whether a text is a day as it is asked for, alone or with a remark that leaves it as it is:
/// `2026-03-16 ([minutes](https://…))`.
fn is_as_asked(text: &str, reading: DateReading) -> bool {
    let leaves_it = |remark: &str| {
        let folded = fold(remark);
        let mut words = folded.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty());
        let names_somebody = || {
            let by = BY.iter().find_map(|by| remark.strip_prefix(by));
            by.is_some_and(|name| name.starts_with(|c: char| c.is_uppercase() || c == '@'))
        };
        let is_mark = || !remark.contains(char::is_alphanumeric) && !CROSSES.any_in(remark);
        (remark.starts_with(['(', ',', ';', '—', '–', '（', '、']) || names_somebody() || is_mark())
            && !is_denial(remark)
            && !words.next().is_some_and(|first| NEGATIONS.has(first))
    };
    match reading {
        DateReading::Iso(_) => true,
        DateReading::Other(day) => text.strip_prefix(&day.to_string()).is_some_and(|rest| leaves_it(rest.trim_start())),
        _ => false,
    }
}

fn message(name: &str, value: &Value, reading: DateReading) -> String {
    match reading {
        DateReading::Other(day) | DateReading::Iso(day) => {
            format!("{name} is not written as `{day}`: `{}`", value.text)
        }
        DateReading::Ambiguous(..) => format!("{name} can be read as two days: `{}`", value.text),
        DateReading::Impossible => format!("{name} is no day of the calendar: `{}`", value.text),
        DateReading::None => format!("{name} cannot be read as a date: `{}`", value.text),
    }
}

fn advise(draft: &mut Draft, source: &Source, value: &Value, reading: DateReading) {
    let write = |day: Date| format!("write `{day}`");
    match reading {
        DateReading::Other(day) | DateReading::Iso(day) => {
            let span = value.bracketed.unwrap_or(value.span);
            draft.help(write(day));
            // What stands beside the date, a remark or a link, is not ours to throw away.
            let inside = source.slice(span).trim_matches(['[', ']']);
            if inside == value.text && is_bare_date(&value.text) {
                draft.fix("write the date in ISO 8601", vec![Edit { span, replacement: day.to_string() }]);
            }
        }
        DateReading::Ambiguous(one, other) => {
            draft.help(format!("write `{one}` or `{other}`, whichever was meant"));
        }
        DateReading::Impossible | DateReading::None => {
            draft.help("write the day as year-month-day, for example `2026-03-12`");
        }
    }
}

/// A quarter, a week, a month or a year: enough where the template asks for a target.
fn is_period(text: &str, reading: DateReading) -> bool {
    let folded = fold(text);
    let has_number = folded.chars().any(|c| c.is_ascii_digit());
    let is_year_month =
        folded.split(['-', '/', ' ', '.']).any(|part| part.len() == 4 && part.chars().all(|c| c.is_ascii_digit()));
    reading == DateReading::None && has_number && (is_year_month || has_period(&folded) || folded.contains("-w"))
}
