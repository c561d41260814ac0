//! Where each rollout stands, as one page to send around: a chart of all of them by time, and below it what each waits for.

use super::{StatusPage, days, gates_of, is_named, name, next_of, open_of, stage_of, summary};
use crate::plan::log::{Decision, Point};
use crate::report::html::{Bar, Line, Mark, MarkKind, Now, Row, begin, chart, end, legend, table};
use crate::report::{Options, capitalized, counted, finding_counts, html_text};
use crate::standing::{Milestone, Period};
use crate::status::{PlanStatus, State};
use jiff::civil::Date;
use std::io::{self, Write};

pub(super) fn write(page: &StatusPage, _: &Options, out: &mut dyn Write) -> io::Result<()> {
    begin("Rollouts", page.today, &summary(page), &[], &page.notes, out)?;
    let rows: Vec<Row> = page.plans.iter().map(|plan| row(plan, page.today)).collect();
    chart(&rows, Now { day: page.today, word: "today" }, "All rollouts by time", out)?;
    legend(&rows, out)?;
    in_words(page, &rows, out)?;
    for state in State::ALL {
        let plans = page.plans.iter().filter(|plan| plan.state == *state);
        let lines: Vec<Line> = plans.map(|plan| ("", cells(plan))).collect();
        if lines.is_empty() {
            continue;
        }
        let class = match state {
            State::Refused => " class=\"error\"",
            State::Overdue => " class=\"warning\"",
            State::Running | State::Planned | State::Done | State::Aborted => "",
        };
        let word = capitalized(state.as_str());
        writeln!(out, "<h2{class}>{word}</h2>")?;
        let columns = [("Rollout", 24), ("Now", 16), ("Next", 17), ("Gates", 21), ("Owner", 11), ("Check", 11)];
        table(&counted(lines.len(), "rollout"), &columns, &lines, out)?;
    }
    end(out)
}

fn cells(plan: &PlanStatus) -> Vec<String> {
    let path = if is_named(plan) {
        format!("<br><code class=\"faint\">{}</code>", html_text(&plan.path))
    } else {
        String::new()
    };
    let lasts = plan.days.map(|count| format!("<br><span class=\"faint\">{}</span>", days(count))).unwrap_or_default();
    let next = plan.next.as_ref().map(|next| {
        let class = if next.is_past() { " class=\"error\"" } else { "" };
        format!("<span{class}>{}</span>", next_of(next, plan, html_text))
    });
    let (open, _) = open_of(plan, usize::MAX);
    let count = open.len();
    let open: String =
        open.iter().map(|(kind, text)| format!("<li>{}: {}</li>", kind.as_str(), html_text(text))).collect();
    let open =
        if count == 0 { open } else { format!("<details><summary>{count} open</summary><ul>{open}</ul></details>") };
    vec![
        format!("{}{path}", name(plan, html_text)),
        format!("{}{lasts}", stage_of(plan, html_text)),
        next.unwrap_or_default(),
        format!("{}{open}", gates_of(plan, html_text)),
        plan.owner.as_deref().map(html_text).unwrap_or_default(),
        finding_counts(plan.errors, plan.warnings, 0).unwrap_or_default(),
    ]
}

/// What the chart shows, for whoever does not see it.
fn in_words(page: &StatusPage, rows: &[Row], out: &mut dyn Write) -> io::Result<()> {
    let line = |(plan, row): (&PlanStatus, &Row)| -> Line {
        let bars: Vec<String> = row.bars.iter().map(|bar| html_text(&bar.title())).collect();
        let marks: Vec<String> = row.marks.iter().map(|mark| html_text(&mark.title)).collect();
        ("", vec![name(plan, html_text), bars.join("<br>"), marks.join("<br>")])
    };
    let shown = page.plans.iter().zip(rows).filter(|(_, row)| !row.bars.is_empty() || !row.marks.is_empty());
    let lines: Vec<Line> = shown.map(line).collect();
    if lines.is_empty() {
        return Ok(());
    }
    writeln!(out, "<details><summary>The chart in words</summary>")?;
    table("Stages and decisions", &[("Rollout", 30), ("Stages", 40), ("Decisions", 30)], &lines, out)?;
    writeln!(out, "</details>")
}

/// A rollout as a chart shows it: its stages by its own log, and how long the one that it is in was meant to run.
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
        // A stage that the log dates into the future has not come.
        bars: plan.timeline.periods.iter().filter(|period| period.from <= today).filter_map(bar).collect(),
        marks: plan.timeline.decisions.iter().map(|decision| mark(decision, today)).collect(),
    }
}

fn mark(decision: &Milestone, today: Date) -> Mark {
    let Milestone { day, step, verb } = decision;
    let word = verb.map(Decision::word);
    let title = format!("{day}: {step}, {}", capitalized(word.unwrap_or("recorded")));
    Mark { day: *day, kind: MarkKind::of(word), title, is_doubted: *day > today, recorded_on: None }
}
