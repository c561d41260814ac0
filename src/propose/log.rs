//! The decision log of a proposed template: a row for each step, with brackets to fill in.

use super::drafter::Drafter;
use crate::outline::{Outline, Section};
use crate::plan::log::{Decision, LogRow, Point, Route};
use crate::stage_number::StageNumber;
use crate::standing::Standing;
use crate::template::{Role, role_of};
use crate::text::Span;
use std::collections::BTreeMap;

/// Whether the plan has a decision log or a section for one.
pub(super) fn has_log_section(standing: &Standing, outline: &Outline) -> bool {
    standing.plan().log.is_some() || log_section(outline).is_some()
}

/// The first section for decisions.
fn log_section(outline: &Outline) -> Option<&Section> {
    outline.sections.iter().find(|section| section.level == 2 && role_of(&section.key) == Role::DecisionLog)
}

/// The step of each row, as the team writes it, and the word for the decision.
pub(super) fn prepared_rows(standing: &Standing) -> Vec<(String, String)> {
    let plan = standing.plan();
    let word = proceed_word(standing);
    let written = |from: StageNumber, to: StageNumber| {
        let mut rows = plan.log.iter().flat_map(|log| &log.rows);
        let is_step =
            |row: &&LogRow| row.route == Route::Move(Point::Stage(from), Point::Stage(to)) && row.stage.is_filled();
        rows.find(is_step).map(|row| row.stage.text.clone()).filter(|text| text.contains('→'))
    };
    let step = |from: StageNumber, to: StageNumber| written(from, to).unwrap_or_else(|| format!("{from}→{to}"));
    plan.stages.windows(2).map(|pair| (step(pair[0].number, pair[1].number), word.clone())).collect()
}

/// The word by which a team goes on.
fn proceed_word(standing: &Standing) -> String {
    let rows = standing.plan().log.iter().flat_map(|log| &log.rows);
    let goes_on = |row: &&LogRow| matches!(row.route, Route::Move(Point::Stage(from), Point::Stage(to)) if to > from);
    let said = rows.filter(goes_on).map(|row| row.decision.text.trim().to_owned());
    let plain = |word: &String| {
        let is_known = Decision::read(word, &BTreeMap::new()).is_none_or(|decision| decision == Decision::Proceed);
        is_known && !word.is_empty() && !word.contains(['[', '|']) && word.split_whitespace().count() == 1
    };
    said.into_iter().find(plain).unwrap_or_else(|| "Proceed".to_owned())
}

/// A decision log with a row for each step.
fn log_table(standing: &Standing) -> String {
    let row = |(step, word): (String, String)| format!("| [Date] | {step} | {word} | [Why] | [Name] |\n");
    let rows: String = prepared_rows(standing).into_iter().map(row).collect();
    format!(
        "| Date | Stage | Decision | Rationale | Decided By |\n|------|-------|----------|-----------|------------|\n{rows}"
    )
}

/// The template with a decision log at its end, or before the last rule when only a footer follows
/// it.
pub(super) fn with_log(template: &str, ending: &str, standing: &Standing) -> String {
    let table = format!("## Decision Log\n\n{}", log_table(standing));
    let rule = ["\n---", "\n***", "\n___"].iter().filter_map(|rule| template.rfind(rule)).max();
    let is_footer = |rest: &str| {
        let text = rest.trim_start_matches(['-', '*', '_']).trim();
        !text.is_empty() && text.lines().count() <= 4 && !text.contains(['#', '|']) && !text.starts_with("- ")
    };
    let at = rule.filter(|at| is_footer(template[at + 1..].trim_end())).map_or(template.len(), |at| at + 1);
    let (before, behind) = template.split_at(at);
    let gap = match (before.trim_end().is_empty(), behind.is_empty()) {
        (true, _) => "",
        (false, _) if before.ends_with("\n\n") || before.ends_with("\r\n\r\n") => "",
        (false, _) if before.ends_with('\n') => "\n",
        (false, _) => "\n\n",
    };
    let close = if behind.is_empty() { "" } else { "\n" };
    format!("{before}{}{behind}", format!("{gap}{table}{close}").replace('\n', ending))
}

impl Drafter<'_> {
    /// Adds a log to a section for decisions that has none.
    pub(super) fn log_section(&mut self) {
        let Some(section) = log_section(self.outline).filter(|_| self.standing.plan().log.is_none()) else { return };
        let is_rule = |line: &&str| line.trim().len() >= 3 && line.trim().chars().all(|c| matches!(c, '-' | '*' | '_'));
        let text = self.source.slice(section.span).trim_end();
        let last = text.lines().next_back().filter(is_rule).map_or(0, str::len);
        let end = section.span.start + text[..text.len() - last].trim_end().len();
        let table = format!("\n\n{}", log_table(self.standing).trim_end());
        self.put(Span::at(end), table.replace('\n', self.source.line_ending()));
    }
}
