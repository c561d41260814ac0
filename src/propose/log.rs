//! The decision log of a proposed template: a row for each step, with brackets to fill in.

use super::drafter::Drafter;
use super::own_log::has_a_day;
use super::stage_without_rows;
use crate::outline::{Outline, Section};
use crate::plan::log::{Decision, Form, LogRow, Point, Route};
use crate::stage_number::StageNumber;
use crate::standing::Standing;
use crate::template::record::part_among;
use crate::template::{Role, role_of};
use crate::text::{Edit, Span, fold};
use crate::words::languages::LogWords;
use crate::words::log_headers::Column;
use std::collections::BTreeMap;

/// The first section for decisions.
fn log_section(outline: &Outline) -> Option<&Section> {
    outline.sections.iter().find(|section| section.level == 2 && role_of(&section.key) == Role::DecisionLog)
}

/// The step of each row, as the team writes it, and the word for the decision.
pub(super) fn prepared_rows(standing: &Standing, words: LogWords) -> Vec<(String, String)> {
    let plan = standing.plan();
    let word = proceed_word(standing).unwrap_or_else(|| words.proceed.to_owned());
    let written = |from: StageNumber, to: StageNumber| {
        let tables = plan.log.iter().filter(|log| log.form == Form::Table);
        let mut rows = tables.flat_map(|log| &log.rows);
        let is_step =
            |row: &&LogRow| row.route == Route::Move(Point::Stage(from), Point::Stage(to)) && row.stage.is_filled();
        rows.find(is_step).map(|row| row.stage.text.clone()).filter(|text| text.contains('→'))
    };
    let step = |from: StageNumber, to: StageNumber| written(from, to).unwrap_or_else(|| format!("{from}→{to}"));
    plan.stages.windows(2).map(|pair| (step(pair[0].number, pair[1].number), word.clone())).collect()
}

/// The word by which a team goes on.
fn proceed_word(standing: &Standing) -> Option<String> {
    let rows = standing.plan().log.iter().flat_map(|log| &log.rows);
    let goes_on = |row: &&LogRow| matches!(row.route, Route::Move(Point::Stage(from), Point::Stage(to)) if to > from);
    let said = rows.filter(goes_on).map(|row| row.decision.text.trim().to_owned());
    let plain = |word: &String| {
        let is_known = Decision::read(word, &BTreeMap::new()).is_none_or(|decision| decision == Decision::Proceed);
        is_known && !word.is_empty() && !word.contains(['[', '|']) && word.split_whitespace().count() == 1
    };
    said.into_iter().find(plain)
}

impl Drafter<'_> {
    /// A decision log with a row for each step from a stage on.
    fn log_table(&self, from: StageNumber) -> String {
        let words = self.words;
        let [date, why, name] = words.brackets;
        let row = |(step, word): (String, String)| format!("| {date} | {step} | {word} | {why} | {name} |\n");
        let stages = &self.standing.plan().stages;
        let steps =
            prepared_rows(self.standing, words).into_iter().zip(stages).filter(|(_, stage)| stage.number >= from);
        let rows: String = steps.map(|(step, _)| row(step)).collect();
        let line =
            |cells: Vec<String>, space: &str| format!("|{space}{}{space}|\n", cells.join(&format!("{space}|{space}")));
        // The column for the stage is called as the stages are.
        let own = stages.first().map(|stage| stage.title.trim_end_matches(|c: char| !c.is_alphabetic()));
        let headers = words.headers.map(|header| {
            let means_stage = |word: &str| part_among(&fold(word), self.policy) == Column::Stage;
            own.filter(|own| means_stage(header) && means_stage(own)).unwrap_or(header)
        });
        let rules = headers.map(|header| "-".repeat(header.chars().count() + 2)).to_vec();
        format!("{}{}{rows}", line(headers.map(str::to_owned).to_vec(), " "), line(rules, ""))
    }

    /// What puts a decision log into a plan that has none: below its section for decisions, else at
    /// the end of the plan, or before the last rule when only a footer follows it.
    fn log_edit(&self, from: StageNumber) -> Edit {
        let (source, table) = (self.source, self.log_table(from));
        let ending = source.line_ending();
        if let Some(section) = log_section(self.outline) {
            let is_rule =
                |line: &&str| line.trim().len() >= 3 && line.trim().chars().all(|c| matches!(c, '-' | '*' | '_'));
            let text = source.slice(section.span).trim_end();
            let last = text.lines().next_back().filter(is_rule).map_or(0, str::len);
            let end = section.span.start + text[..text.len() - last].trim_end().len();
            let table = format!("\n\n{}", table.trim_end());
            return Edit { span: Span::at(end), replacement: table.replace('\n', ending) };
        }
        let text = &source.text;
        let rule = ["\n---", "\n***", "\n___"].iter().filter_map(|rule| text.rfind(rule)).max();
        let is_footer = |rest: &str| {
            let text = rest.trim_start_matches(['-', '*', '_']).trim();
            !text.is_empty() && text.lines().count() <= 4 && !text.contains(['#', '|']) && !text.starts_with("- ")
        };
        let at = rule.filter(|at| is_footer(text[at + 1..].trim_end())).map_or(text.len(), |at| at + 1);
        let (before, behind) = text.split_at(at);
        let gap = match (before.trim_end().is_empty(), behind.is_empty()) {
            (true, _) => "",
            (false, _) if before.ends_with("\n\n") || before.ends_with("\r\n\r\n") => "",
            (false, _) if before.ends_with('\n') => "\n",
            (false, _) => "\n\n",
        };
        let close = if behind.is_empty() { "" } else { "\n" };
        let section = format!("{gap}## {}\n\n{table}{close}", self.words.heading);
        Edit { span: Span::at(at), replacement: section.replace('\n', ending) }
    }

    /// Adds a log where there is none, to the template and to the plan. The plan needs no row for a
    /// step that it has behind it.
    pub(super) fn add_log(&mut self) {
        if self.standing.plan().log.is_some() {
            return self.take_entries_out();
        }
        self.take_unread_out();
        let begun = stage_without_rows(self.standing).unwrap_or(StageNumber::LOWEST);
        let (whole, rest) = (self.log_edit(StageNumber::LOWEST), self.log_edit(begun));
        self.put(whole.span, whole.replacement);
        self.put_in_plan(rest);
    }

    /// Takes the dated entries that look like decisions, and are not read, out of the template, and
    /// names them: the log that is put in is not theirs.
    fn take_unread_out(&mut self) {
        for unread in std::mem::take(&mut self.unread) {
            let line = self.line(unread.span.start);
            let start = self.source.line_span(line.saturating_sub(1)).end;
            let end = self.end_of_entry(line).max(unread.span.end);
            let table = self.outline.tables.iter().find(|table| unread.span.contains(table.header_span));
            let waits = table.is_some_and(|table| !has_a_day(self.source, table));
            // What has decided nothing stays in the template.
            if !waits {
                self.put(Span::new(start.min(end), end), "");
            }
            let why = match &unread.lacks[..] {
                [] if table.is_some() => "a decision is one row, and here its parts stand below one another".to_owned(),
                [] => "it lacks a part of a decision, or a word for one that is known".to_owned(),
                ["stage"] => "its table has no column for stage, with both stages in one cell such as `1→2`".to_owned(),
                lacks => format!("its table has no column for {}", lacks.join(", ")),
            };
            let (what, way) = match waits {
                true => ("the decision log", "mend this one and take that log out, or take this one out"),
                false => ("a decision", "write the decision there as a row, or mend this one and take that log out"),
            };
            self.note(format!("line {line}: this looks like {what}, and is not read: {why}; the log that is put into the plan stands beside it: {way}"));
        }
    }

    /// Where the entry ends that a line begins: below a heading with its section.
    fn end_of_entry(&self, line: u32) -> usize {
        let line = self.source.line_span(line);
        let section = self.outline.sections.iter().find(|section| line.contains(section.heading) && section.level > 1);
        section.map_or(line.end, |section| self.source.trimmed(section.span).end.max(line.end))
    }

    /// Puts a table with a row for each step in the place of the entries of a log that are headings
    /// or items: a template has decided nothing.
    fn take_entries_out(&mut self) {
        let plan = self.standing.plan();
        let Some(log) = plan.log.as_ref().filter(|log| log.form != Form::Table && plan.log_source.is_none()) else {
            return;
        };
        let table = self.log_table(StageNumber::LOWEST);
        let table = table.replace('\n', self.source.line_ending());
        let mut entries: Vec<Span> = log.rows.iter().map(|row| row.whole).collect();
        entries.sort_unstable_by_key(|entry| entry.start);
        for (index, entry) in entries.into_iter().enumerate() {
            let start = self.source.line_span(self.source.line(entry.start)).start;
            let behind = &self.source.text[entry.end..];
            let end = entry.end + (behind.len() - behind.trim_start_matches(['\n', '\r']).len());
            let text = if index == 0 { format!("{table}{}", self.source.line_ending()) } else { String::new() };
            self.put(Span::new(start, end.max(entry.end)), text);
        }
    }
}
