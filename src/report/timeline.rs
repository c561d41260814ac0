//! A rollout's time as a Mermaid chart, which GitHub draws where it shows Markdown.

use super::{clipped, decision_word};
use crate::check::{PlanReport, StageReport};
use crate::standing::{Period, Timeline};
use jiff::ToSpan;
use jiff::civil::Date;

/// How many characters of a name are shown.
const NAME_SHOWN: usize = 40;

/// How many periods and decisions are drawn, the newest: a chart with more cannot be read.
const DRAWN: usize = 20;

/// A fenced block with the chart; `None` when no decision has a day.
pub(crate) fn mermaid(plan: &PlanReport) -> Option<String> {
    let Timeline { periods, decisions, today } = &plan.timeline;
    if decisions.is_empty() {
        return None;
    }
    let mut lines = vec!["```mermaid".to_owned(), "gantt".to_owned(), "  dateFormat YYYY-MM-DD".to_owned()];
    lines.push("  axisFormat %e %b %Y".to_owned());
    let newest = |count: usize| count.saturating_sub(DRAWN);
    if !periods.is_empty() {
        lines.push("  section Stages".to_owned());
        let bar = |period: &Period| {
            let state = if period.until.is_none() { "active" } else { "done" };
            let until = period.until.or(*today).unwrap_or(period.from);
            format!("  {} :{state}, {}, {}", place(plan, period), period.from, shown_end(period.from, until))
        };
        lines.extend(periods[newest(periods.len())..].iter().map(bar));
    }
    lines.push("  section Decisions".to_owned());
    let decisions = decisions[newest(decisions.len())..].iter().map(|decision| {
        let word = decision_word(decision.verb.map(|verb| verb.word()));
        format!("  {} {} :milestone, {}, 0d", harmless(&word), harmless(&decision.step), decision.day)
    });
    lines.extend(decisions);
    lines.push("```".to_owned());
    Some(lines.join("\n"))
}

/// A bar of no days would not be seen.
fn shown_end(from: Date, until: Date) -> Date {
    let least = from.checked_add(1.day()).unwrap_or(from);
    until.max(least)
}

/// `2 Beta`, `planned`, `aborted`.
fn place(plan: &PlanReport, period: &Period) -> String {
    let at = period.at.to_string();
    let is_it = |stage: &&StageReport| stage.number.to_string() == at;
    let name = plan.stages.iter().find(is_it).map(|stage| stage.name.as_str()).unwrap_or_default();
    let word = if at.starts_with(|c: char| c.is_ascii_digit()) { format!("Stage {at}") } else { at };
    harmless(&format!("{word} {name}"))
}

/// The text in letters, digits and few signs. Mermaid has no way to quote a name: colons, commas, semicolons and `#` mean something to it. So do some words at
/// the start of a line, so that each line begins with a word of ours.
fn harmless(text: &str) -> String {
    let keep = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '.' | '-' | '+' | '→');
    let text: String = clipped(text, NAME_SHOWN).chars().map(|c| if keep(c) { c } else { ' ' }).collect();
    text.split_whitespace().collect::<Vec<&str>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;
    use crate::plan::log::{Decision, Point};
    use crate::standing::Milestone;
    use jiff::civil::date;

    fn plan(step: &str) -> PlanReport {
        let (began, moved) = (date(2026, 3, 2), date(2026, 3, 16));
        let decision = |day, step: &str, verb| Milestone { day, step: step.to_owned(), verb };
        PlanReport {
            timeline: Timeline {
                periods: vec![
                    Period { at: Point::Stage(1), from: began, until: Some(moved) },
                    Period { at: Point::Stage(2), from: moved, until: None },
                ],
                decisions: vec![decision(began, "0→1", Some(Decision::Proceed)), decision(moved, step, None)],
                today: Some(moved),
            },
            ..sample::story().plans.remove(0)
        }
    }

    #[test]
    fn bars_are_stages_and_marks_are_decisions() {
        insta::assert_snapshot!(mermaid(&plan("1→2")).unwrap(), @r"
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
        assert_eq!(mermaid(&sample::plan("a.md")), None);
    }

    #[test]
    fn no_text_of_a_plan_becomes_an_instruction() {
        let chart =
            mermaid(&plan("x :crit, 2020-01-01, 1d\n%%{init: {}}%%\nclick a href \"javascript:1\" ```")).unwrap();
        assert_eq!(chart.lines().count(), mermaid(&plan("1→2")).unwrap().lines().count(), "{chart}");
        let line = chart.lines().rev().nth(1).unwrap();
        assert_eq!(line.matches([':', '%', '"', '`', '{']).count(), 1, "{line}");
    }
}
