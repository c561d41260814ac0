//! A rollout's time as a Mermaid chart, which GitHub draws where it shows Markdown.

use crate::check::PlanReport;
use crate::plan::log::Point;
use crate::report::harmless::{Markdown, mermaid_name};
use crate::report::phrase::decision_word;
use crate::standing::{Period, Timeline};
use jiff::ToSpan;
use jiff::civil::Date;

/// How many characters of a name are shown.
const NAME_SHOWN: usize = 40;

/// How many periods and decisions are drawn, the newest: a chart with more cannot be read.
const DRAWN: usize = 20;

/// A fenced block with the chart; `None` when no decision has a day.
pub(super) fn mermaid(plan: &PlanReport) -> Option<Markdown> {
    let Timeline { periods, decisions, today } = &plan.timeline;
    if decisions.is_empty() {
        return None;
    }
    let mut lines = vec!["gantt".to_owned(), "  dateFormat YYYY-MM-DD".to_owned()];
    lines.push("  axisFormat %e %b %Y".to_owned());
    let newest = |count: usize| count.saturating_sub(DRAWN);
    if !periods.is_empty() {
        lines.push("  section Stages".to_owned());
        let bar = |period: &Period| {
            let state = if period.until.is_none() { "active" } else { "done" };
            let until = period.until.or(*today).unwrap_or(period.from);
            format!("  {} :{state}, {}, {}", name(plan, period.at), period.from, shown_end(period.from, until))
        };
        lines.extend(periods[newest(periods.len())..].iter().map(bar));
    }
    lines.push("  section Decisions".to_owned());
    let decisions = decisions[newest(decisions.len())..].iter().map(|decision| {
        let step = mermaid_name(&decision.step, NAME_SHOWN);
        format!("  {} {step} :milestone, {}, 0d", decision_word(decision.verb), decision.day)
    });
    lines.extend(decisions);
    Some(Markdown::block("mermaid", &lines.join("\n")))
}

/// The end of a bar. A bar of no days could not be seen.
fn shown_end(from: Date, until: Date) -> Date {
    let least = from.checked_add(1.day()).unwrap_or(from);
    until.max(least)
}

/// `Stage 2 Beta`, `planned`, `aborted`.
fn name(plan: &PlanReport, point: Point) -> String {
    let Some(number) = point.stage() else { return point.to_string() };
    let name = plan.stages.iter().find(|stage| stage.number == number).map_or("", |stage| stage.name.as_str());
    mermaid_name(&format!("Stage {number} {name}"), NAME_SHOWN)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::log::{Decision, Point};
    use crate::report::sample;
    use crate::standing::Milestone;
    use jiff::civil::date;

    fn plan(step: &str) -> PlanReport {
        let (began, moved) = (date(2026, 3, 2), date(2026, 3, 16));
        let decision = |day, step: &str, verb| Milestone { day, step: step.to_owned(), verb };
        PlanReport {
            timeline: Timeline {
                periods: vec![
                    Period { at: Point::Stage(1.into()), from: began, until: Some(moved) },
                    Period { at: Point::Stage(2.into()), from: moved, until: None },
                ],
                decisions: vec![decision(began, "0→1", Some(Decision::Proceed)), decision(moved, step, None)],
                today: Some(moved),
            },
            ..sample::story().plans.remove(0)
        }
    }

    fn chart(step: &str) -> String {
        mermaid(&plan(step)).unwrap().to_string()
    }

    #[test]
    fn bars_are_stages_and_marks_are_decisions() {
        insta::assert_snapshot!(chart("1→2"), @r"
        ```mermaid
        gantt
          dateFormat YYYY-MM-DD
          axisFormat %e %b %Y
          section Stages
          Stage 1 Alpha :done, 2026-03-02, 2026-03-16
          Stage 2 Beta :active, 2026-03-16, 2026-03-17
          section Decisions
          Proceed 0→1 :milestone, 2026-03-02, 0d
          Recorded 1→2 :milestone, 2026-03-16, 0d
        ```
        ");
        assert_eq!(mermaid(&PlanReport::new("a.md")), None);
    }

    #[test]
    fn no_text_of_a_plan_becomes_an_instruction() {
        let drawn = chart("x :crit, 2020-01-01, 1d\n%%{init: {}}%%\nclick a href \"javascript:1\" ```");
        assert_eq!(drawn.lines().count(), chart("1→2").lines().count(), "{drawn}");
        let line = drawn.lines().rev().nth(1).unwrap();
        assert_eq!(line.matches([':', '%', '"', '`', '{']).count(), 1, "{line}");
    }
}
