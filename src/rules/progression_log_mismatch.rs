use crate::plan::log::LogRow;
use crate::plan::{Due, Progression};
use crate::rule::StandingContext;
use crate::rules::log_date_future::is_in_future;
use crate::rules::log_decider_not_person::nobody;
use crate::text::Span;
use crate::words::negations::NEGATIONS;
use jiff::civil::Date;
use std::collections::BTreeSet;

rule! {
    /// A stage's Progression Decision is not what the log says
    ///
    /// Both say who left the stage, and when. When they differ, one of them is wrong, and an
    /// auditor cannot tell which. Names are compared as a set: `and`, `&`, commas and line breaks
    /// make no difference. Neither do roles, addresses and footnotes. A name may be shorter in one
    /// of them: `Priya`, `Nair, Priya`. A login is the same as the name that `people` in the
    /// configuration gives it.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-1
    /// -- **Decision maker:** Priya Nair
    /// +- **Decision maker:** Ann Lee
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-2
    /// -- **Decision maker:** Priya Nair
    /// +- **Decision maker:** Priya Nair and Ann Lee
    /// -| 2026-03-02 | 0→1 | Proceed | No P0 or P1 in 3 days, team confident | Priya Nair |
    /// +| 2026-03-02 | 0→1 | Proceed | No P0 or P1 in 3 days, team confident | Ann Lee, Priya Nair |
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Correct the Progression Decision. A row that is wrong is corrected by a row `Amend`.
    "progression-log-mismatch", Stages, Error, due: "leaving the stage", fix: None, since: "0.1.0",
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let an_entry = ctx.form().an_entry();
    let plan = ctx.plan();
    for stage in &plan.stages {
        let (Some(progression), Some(index)) = (&stage.progression, ctx.standing().replay.left.get(&stage.number))
        else {
            continue;
        };
        let row = ctx.standing().row(*index);
        // A row that this change rewrote has an error of its own.
        if ctx.standing().record[*index].is_rewritten
            || row.uneven
            || ctx.standing().replay.faults.contains_key(index)
            || !row.open_cells().is_empty()
            || !progression.is_complete()
        {
            continue;
        }
        // An amendment corrects who decided; the day stays that of the row.
        let amendment = ctx.standing().replay.amended.get(index).map(|amended| ctx.standing().row(*amended));
        let amended_day = ctx.standing().amended_day(*index);
        let Some((span, what)) = difference(progression, row, amendment, amended_day) else { continue };
        // A day that has not come has an error of its own, and nobody should copy it.
        if what == "date" && row.day.day().is_some_and(|day| is_in_future(day, ctx.standing().today)) {
            continue;
        }
        // Nor should anybody copy a name of nobody.
        let stranger = nobody(row, ctx.policy).filter(|_| what == "decider" && amendment.is_none());
        let help = match stranger {
            Some(name) => format!(
                "name in the log who decided, since `{name}` is no person; what is recorded already is corrected by {an_entry} `Amend`"
            ),
            None => format!("write what the log says, or correct the log by {an_entry} `Amend`"),
        };
        let message = format!("the {what} of {}'s Progression Decision is not the one of the log", stage.title);
        let (side, place) = (ctx.standing().record[*index].id.side, row.span);
        let draft =
            ctx.report(span, format!("stage:{}/progression", stage.number), message).due(Due::Leaving(stage.number));
        draft.also_in_log(side, place, "the decision in the log").help(help);
    }
}

fn difference(
    progression: &Progression,
    row: &LogRow,
    amendment: Option<&LogRow>,
    amended_day: Option<Date>,
) -> Option<(Span, &'static str)> {
    let (date, decider) = (progression.date.as_ref()?, progression.decider.as_ref()?);
    let day = progression.day;
    if date.is_filled() && day.is_some() && day != row.day.day() && day != amended_day {
        return Some((date.span, "date"));
    }
    // Remarks in parentheses, `Priya Nair (PM)`, may stand in one place only.
    let recorded =
        [Some(row), amendment].into_iter().flatten().any(|row| names_the_same(&row.people, &progression.people));
    (decider.is_filled() && !recorded).then_some((decider.span, "decider"))
}

/// Whether two places name the same people. One of them may have one word of a name only, `Priya`,
/// or its words in another order, `Nair, Priya`. A word that fits several people names nobody.
fn names_the_same(one: &BTreeSet<String>, other: &BTreeSet<String>) -> bool {
    let words = |name: &str| -> BTreeSet<String> { name.split(' ').map(str::to_owned).collect() };
    let is_short = |part: &str, whole: &str| {
        !part.contains(' ')
            && whole.split(' ').any(|word| word == part)
            && !whole.split(' ').any(|word| NEGATIONS.has(word))
    };
    let is_same = |one: &str, other: &str| words(one) == words(other) || is_short(one, other) || is_short(other, one);
    let fits =
        |name: &String, others: &BTreeSet<String>| others.iter().filter(|other| is_same(name, other)).count() == 1;
    let is_in_pairs = one.len() == other.len()
        && one.iter().all(|name| fits(name, other))
        && other.iter().all(|name| fits(name, one));
    // The parts of one name may look like two people.
    let is_parted = |whole: &BTreeSet<String>, parts: &BTreeSet<String>| {
        whole.len() == 1 && whole.iter().all(|name| words(name) == *parts)
    };
    is_in_pairs || is_parted(one, other) || is_parted(other, one)
}
