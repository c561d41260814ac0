//! Where each rollout stands, as one page to send around: a chart of all rollouts by time, and
//! tables of what each waits for.

use super::page::{StatusPage, check_of, days, gates_of, is_named, live_of, name, next_of, open_of, stage_of};
use crate::plan::log::Point;
use crate::report::harmless::{Html, fill};
use crate::report::html::chart::{Bar, Mark, MarkKind, Now, Row, chart, legend};
use crate::report::html::{Document, Line, table};
use crate::report::options::Options;
use crate::report::phrase::{counted, decision_word};
use crate::standing::{Milestone, Period};
use crate::status::{PlanStatus, State};
use crate::text::capitalized;
use jiff::civil::Date;
use std::io::{self, Write};

pub(super) fn write(page: &StatusPage, _: &Options, out: &mut dyn Write) -> io::Result<()> {
    let rows: Vec<Row> = page.plans.iter().map(|plan| row(plan, page.today)).collect();
    let now = Now { day: page.today, word: "today" };
    let chart = chart(&rows, now, &Html::ours("All rollouts by time"));
    let tables: Html = State::ALL.iter().filter_map(|state| plans_in(page, *state)).collect();
    let document = Document {
        title: "Rollouts",
        today: page.today,
        summary: page.summary(),
        facts: Vec::new(),
        notes: &page.notes,
        body: fill!("{}{}{}{}", chart, legend(&rows), in_words(page, &rows), tables),
    };
    document.write(out)
}

/// The plans that stand in one way, below a heading; `None` when there is none.
fn plans_in(page: &StatusPage, state: State) -> Option<Html> {
    let plans = page.plans.iter().filter(|plan| plan.state == state);
    let lines: Vec<Line> = plans.map(|plan| ("", cells(plan))).collect();
    if lines.is_empty() {
        return None;
    }
    let class = match state {
        State::Refused => " class=\"error\"",
        State::Overdue => " class=\"warning\"",
        State::Running | State::Planned | State::Done | State::Aborted => "",
    };
    let heading: Html = fill!("<h2{}>{}</h2>\n", Html::ours(class), capitalized(state.as_str()));
    let columns = [("Rollout", 24), ("Now", 16), ("Next", 17), ("Gates", 21), ("Owner", 11), ("Check", 11)];
    Some(fill!("{}{}", heading, table(&counted(lines.len(), "rollout"), &columns, &lines)))
}

fn cells(plan: &PlanStatus) -> Vec<Html> {
    let path = is_named(plan).then(|| fill!("<br><code class=\"faint\">{}</code>", plan.path));
    let lasts = plan.days.map(|count| fill!("<br><span class=\"faint\">{}</span>", days(count)));
    let live = plan.live.as_ref().map(|live| {
        let class = if live.agrees() { "faint" } else { "warning" };
        fill!("<br><span class=\"{}\">live: {}</span>", class, live_of(live, Html::of))
    });
    let next = plan.next.as_ref().map(|next| {
        let class = if next.is_past() { " class=\"error\"" } else { "" };
        fill!("<span{}>{}</span>", Html::ours(class), next_of(next, plan, Html::of))
    });
    let (open, _) = open_of(plan, usize::MAX);
    let items: Html = open.iter().map(|(kind, text)| fill!("<li>{}: {}</li>", *kind, *text)).collect();
    let items = (!open.is_empty())
        .then(|| fill!("<details><summary>{} open</summary><ul>{}</ul></details>", open.len(), items));
    vec![
        fill!("{}{}", name(plan, Html::of), path),
        fill!("{}{}{}", stage_of(plan, Html::of), lasts, live),
        next.unwrap_or_default(),
        fill!("{}{}", gates_of(plan, Html::of), items),
        plan.owner.as_deref().map(Html::of).unwrap_or_default(),
        check_of(plan).as_deref().map(Html::of).unwrap_or_default(),
    ]
}

/// The chart in words, for readers who do not see it.
fn in_words(page: &StatusPage, rows: &[Row]) -> Html {
    let line = |(plan, row): (&PlanStatus, &Row)| -> Line {
        let bars = Html::joined(row.bars.iter().map(|bar| Html::of(&bar.title())), "<br>");
        let marks = Html::joined(row.marks.iter().map(|mark| Html::of(&mark.title)), "<br>");
        ("", vec![name(plan, Html::of), bars, marks])
    };
    let shown = page.plans.iter().zip(rows).filter(|(_, row)| !row.bars.is_empty() || !row.marks.is_empty());
    let lines: Vec<Line> = shown.map(line).collect();
    if lines.is_empty() {
        return Html::default();
    }
    let columns = [("Rollout", 30), ("Stages", 40), ("Decisions", 30)];
    let table = table("Stages and decisions", &columns, &lines);
    fill!("<details><summary>The chart in words</summary>\n{}</details>\n", table)
}

/// A rollout as a chart shows it: its stages by its own log, and the planned end of the current
/// one.
fn row(plan: &PlanStatus, today: Date) -> Row {
    let bar = |period: &Period| {
        let Point::Stage(stage) = period.at else { return None };
        let until = period.until.unwrap_or(today).min(today).max(period.from);
        let planned_until = plan.planned_until.filter(|_| period.until.is_none());
        Some(Bar { stage, from: period.from, until, planned_until })
    };
    let named = plan.title.as_ref().or(plan.id.as_ref()).unwrap_or(&plan.path);
    Row {
        name: named.clone(),
        id: plan.id.clone().filter(|_| plan.title.is_some()).unwrap_or_default(),
        target: None,
        // A stage with a date in the future has not begun.
        bars: plan.timeline.periods.iter().filter(|period| period.from <= today).filter_map(bar).collect(),
        live: Vec::new(),
        marks: plan.timeline.decisions.iter().map(|decision| mark(decision, today)).collect(),
    }
}

fn mark(decision: &Milestone, today: Date) -> Mark {
    let Milestone { day, step, verb } = decision;
    let title = format!("{day}: {step}, {}", decision_word(*verb));
    Mark { day: *day, kind: MarkKind::of(*verb), title, is_doubted: *day > today, recorded_on: None }
}
