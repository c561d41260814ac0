//! Where each rollout stands, as one page to send around: a chart of all of them by time, and below it what each waits for.

use super::{StatusPage, days, gates_of, is_named, name, next_of, open_of, stage_of, summary};
use crate::change::{Milestone, Period};
use crate::plan::log::{Decision, Point};
use crate::report::html::{Bar, Mark, MarkKind, Row, begin, chart, end};
use crate::report::{Options, capitalized, finding_counts, html_text};
use crate::status::{NextKind, PlanStatus, State};
use jiff::civil::Date;
use std::io::{self, Write};

pub(super) fn write(page: &StatusPage, _: &Options, out: &mut dyn Write) -> io::Result<()> {
    begin("Rollouts", page.today, &summary(page), &page.notes, out)?;
    let rows: Vec<Row> = page.plans.iter().map(|plan| row(plan, page.today)).collect();
    chart(&rows, page.today, "All rollouts by time", out)?;
    for state in State::ALL {
        let plans: Vec<&PlanStatus> = page.plans.iter().filter(|plan| plan.state == *state).collect();
        if plans.is_empty() {
            continue;
        }
        let class = match state {
            State::Refused => " class=\"error\"",
            State::Overdue => " class=\"warning\"",
            State::Running | State::Planned | State::Done | State::Aborted => "",
        };
        writeln!(out, "<h2{class}>{}</h2>", capitalized(state.as_str()))?;
        let heads = ["Rollout", "Now", "Next", "Gates", "Owner", "Check"];
        let heads: String = heads.map(|head| format!("<th scope=\"col\">{head}</th>")).concat();
        writeln!(out, "<div class=\"wide\"><table><thead><tr>{heads}</tr></thead><tbody>")?;
        for plan in plans {
            line(plan, out)?;
        }
        writeln!(out, "</tbody></table></div>")?;
    }
    end(out)
}

fn line(plan: &PlanStatus, out: &mut dyn Write) -> io::Result<()> {
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
    let open: String =
        open.iter().map(|(kind, text)| format!("<li>{}: {}</li>", kind.as_str(), html_text(text))).collect();
    let open =
        if open.is_empty() { open } else { format!("<details><summary>open</summary><ul>{open}</ul></details>") };
    writeln!(
        out,
        "<tr><td>{}{path}</td><td>{}{lasts}</td><td>{}</td><td>{}{open}</td><td>{}</td><td>{}</td></tr>",
        name(plan, html_text),
        stage_of(plan, html_text),
        next.unwrap_or_default(),
        gates_of(plan, html_text),
        plan.owner.as_deref().map(html_text).unwrap_or_default(),
        finding_counts(plan.errors, plan.warnings, 0).unwrap_or_default()
    )
}

/// A rollout as a chart shows it: its stages by its own log, and how long the one that it is in was meant to run.
fn row(plan: &PlanStatus, today: Date) -> Row {
    let bar = |period: &Period| {
        let Point::Stage(number) = period.at else { return None };
        let planned = plan.next.as_ref().filter(|next| next.kind == NextKind::Duration && period.until.is_none());
        let until = period.until.unwrap_or(today).max(period.from);
        Some(Bar {
            stage: number.to_string(),
            from: period.from,
            until,
            planned_until: planned.and_then(|next| next.day),
        })
    };
    Row {
        label: name(plan, str::to_owned),
        bars: plan.timeline.periods.iter().filter_map(bar).collect(),
        marks: plan.timeline.decisions.iter().map(mark).collect(),
    }
}

fn mark(decision: &Milestone) -> Mark {
    let Milestone { day, step, verb } = decision;
    let kind = match verb {
        Some(Decision::Hold | Decision::Amend) => MarkKind::Stay,
        _ => MarkKind::Move,
    };
    let word = capitalized(verb.map_or("recorded", Decision::word));
    Mark { day: *day, kind, title: format!("{day}: {step}, {word}") }
}
