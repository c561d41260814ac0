//! What can be written into a row of the decision log.

use super::opened::Opened;
use super::place::Columns;
use crate::edit::record::{NewRow, step_in_style, usual_word, write_rows};
use crate::plan::FillingKind;
use crate::plan::log::{Column, Decision, Form, Log, Point, people};
use crate::plan::value::Value;
use crate::standing::Standing;
use crate::text::{Edit, Source, Span, fold};
use crate::words::roles::is_role;
use ls_types::{CompletionItem, CompletionItemKind, CompletionTextEdit};

/// What can be written at a place of a plan.
pub(super) fn items(opened: &Opened, offset: usize, columns: Columns) -> Vec<CompletionItem> {
    let source = opened.source();
    let Some(log) = opened.log() else { return Vec::new() };
    let line = source.line_span(source.line(offset));
    let place = match log.form {
        Form::Table if is_in_table(source, log, offset) => cell_before(source.slice(line), offset - line.start),
        _ => None,
    };
    let mut items = Vec::new();
    // Behind its first cell a row is filled in cell by cell.
    let begins_row = place.as_ref().map_or_else(|| is_near(source, log, offset), |cell| cell.index == 0);
    if begins_row && is_blank(source.slice(line)) {
        items.extend(whole_rows(opened, line));
    }
    if let Some(cell) = place {
        let start = line.start + cell.start;
        let written = source.slice(Span::new(start, offset));
        let span = Span::new(start + written.len() - written.trim_start().len(), offset);
        let column = log.columns.get(cell.index).copied().unwrap_or(Column::Other);
        items.extend(words_of(opened, column).into_iter().map(|(text, detail)| Offer { text, detail, span }));
    }
    items.iter().enumerate().map(|(rank, offer)| offer.item(rank, source, columns)).collect()
}

/// Something to write in place of a span.
struct Offer {
    text: String,
    detail: String,
    span: Span,
}

impl Offer {
    fn item(&self, rank: usize, source: &Source, columns: Columns) -> CompletionItem {
        let edit = Edit { span: self.span, replacement: self.text.clone() };
        CompletionItem {
            label: self.text.trim().to_owned(),
            kind: Some(CompletionItemKind::VALUE),
            detail: Some(self.detail.clone()),
            sort_text: Some(format!("{rank:03}")),
            // What stands there already begins the word that is looked for.
            filter_text: Some(format!("{}{}", source.slice(self.span), self.text.trim())).filter(|_| self.is_row()),
            text_edit: Some(CompletionTextEdit::Edit(columns.edit(source, &edit))),
            ..CompletionItem::default()
        }
    }

    /// Whether it is a whole row, which takes the place of what stands on the line.
    fn is_row(&self) -> bool {
        self.detail == WHOLE_ROW
    }
}

const WHOLE_ROW: &str = "a whole row, to fill in";

/// Whether a line of a table of the log holds a place, below its headers and their dashes.
fn is_in_table(source: &Source, log: &Log, offset: usize) -> bool {
    let (first, line) = (source.line(log.header.start) + 2, source.line(offset));
    let is_row = |number: u32| without_quotes(source.slice(source.line_span(number))).starts_with('|');
    line >= first && (first..=line).all(is_row)
}

/// Whether an entry of a log could begin at a place: below its beginning, and at most three lines
/// below its last entry.
fn is_near(source: &Source, log: &Log, offset: usize) -> bool {
    let line = source.line(offset);
    let last = log.rows.iter().map(|row| source.line(row.whole.end)).max();
    let last = last.unwrap_or_else(|| source.line(log.header.end) + 1);
    line > source.line(log.header.start) && line <= last + 3
}

/// Whether a line says nothing yet: it has at most the signs that begin a row.
fn is_blank(line: &str) -> bool {
    line.chars().all(|c| c.is_whitespace() || matches!(c, '|' | '-' | '*' | '+' | '#' | '>')) && !line.contains("--")
}

fn without_quotes(line: &str) -> &str {
    line.trim_start_matches(|c: char| c.is_whitespace() || c == '>')
}

/// A cell of a row, up to a place in it.
struct CellBefore {
    index: usize,
    /// Where it begins in the line, behind its bar.
    start: usize,
}

/// The cell in which a place of a line is. `None` before the first bar.
fn cell_before(line: &str, offset: usize) -> Option<CellBefore> {
    let mut bars = Vec::new();
    let mut is_escaped = false;
    for (at, character) in line[..offset].char_indices() {
        if character == '|' && !is_escaped {
            bars.push(at + 1);
        }
        is_escaped = character == '\\' && !is_escaped;
    }
    Some(CellBefore { index: bars.len().checked_sub(1)?, start: *bars.last()? })
}

/// Whole rows for what can be decided now.
fn whole_rows(opened: &Opened, line: Span) -> Vec<Offer> {
    let (standing, source) = (opened.standing(), opened.source());
    let steps = next_steps(standing);
    let row = |(from, to, verb): &(Point, Point, Decision)| {
        let row = NewRow {
            stage: step_text(standing, *from, *to),
            word: opened.input.word_for(*verb),
            ..NewRow::to_fill_in(standing, (*from, *to), *verb)
        };
        let lead = source.slice(line);
        let lead = &lead[..lead.len() - without_quotes(lead).len()];
        let text = write_rows(standing, &[row]).text.lines().map(|line| format!("{lead}{line}")).collect::<Vec<_>>();
        Offer { text: text.join(source.line_ending()), detail: WHOLE_ROW.to_owned(), span: line }
    };
    steps.iter().map(row).collect()
}

/// The moves that can be decided where the rollout is: on, stay, back.
pub(super) fn next_steps(standing: &Standing) -> Vec<(Point, Point, Decision)> {
    let plan = standing.plan();
    let logged = standing.logged().point();
    // Before any row has moved it, a rollout may be in a stage all the same.
    let here = match logged {
        Point::Planned => standing.gate.stage().map_or(Point::Stage(plan.first_stage()), Point::Stage),
        other => other,
    };
    if here == Point::Aborted {
        let again = Point::Stage(standing.gate.stage().unwrap_or(plan.first_stage()));
        return vec![(here, again, Decision::Restart)];
    }
    let on = plan.next_stage(here).map(|next| (here, Point::Stage(next), Decision::Proceed));
    let stay = (here, here, Decision::Hold);
    let before = plan.stages.iter().map(|stage| stage.number).filter(|number| Some(*number) < here.stage()).max();
    let back = before.map(|before| (here, Point::Stage(before), Decision::Rollback));
    on.into_iter().chain([stay]).chain(back).collect()
}

/// A step as the log writes it; a stay as the stage alone.
fn step_text(standing: &Standing, from: Point, to: Point) -> String {
    let name = |point| standing.plan().name_in_log(point);
    if from == to { name(to) } else { step_in_style(standing, &format!("{}→{}", name(from), name(to))) }
}

/// What a column can say, with what it means.
fn words_of(opened: &Opened, column: Column) -> Vec<(String, String)> {
    let standing = opened.standing();
    match column {
        Column::Date => vec![(standing.today.to_string(), "today".to_owned())],
        Column::Stage => {
            let steps = next_steps(standing).into_iter();
            steps.map(|(from, to, verb)| (step_text(standing, from, to), verb.word().to_owned())).collect()
        }
        Column::Decision => decisions(opened),
        Column::DecidedBy => people_of(opened),
        Column::Rollout => {
            let plan = opened.plan();
            let name = plan.id.clone().or_else(|| plan.title.clone());
            name.into_iter().map(|name| (name, "this rollout".to_owned())).collect()
        }
        Column::Rationale | Column::Standing | Column::Other => Vec::new(),
    }
}

/// The words for each decision: what this log says for it, the team's own, that of the language.
/// What can be decided now stands first.
fn decisions(opened: &Opened) -> Vec<(String, String)> {
    let standing = opened.standing();
    let policy = &opened.input.ruleset.policy;
    let next: Vec<Decision> = next_steps(standing).into_iter().map(|(_, _, verb)| verb).collect();
    let later = Decision::all().filter(|verb| !next.contains(verb));
    let mut words: Vec<(String, String)> = Vec::new();
    for verb in next.iter().copied().chain(later) {
        let rows = standing.plan().log.iter().flat_map(|log| log.rows.iter().rev());
        let is_short = |text: &&String| Decision::read_word(text, &policy.decisions) == Some(verb);
        let used = rows.map(|row| &row.decision.text).find(is_short).cloned();
        let own = policy.decisions.get(verb.word()).into_iter().flatten().cloned();
        for word in used.into_iter().chain(own).chain([usual_word(standing.plan(), verb)]) {
            if !words.iter().any(|(known, _)| fold(known) == fold(&word)) {
                words.push((word, verb.word().to_owned()));
            }
        }
    }
    words
}

/// The people of a plan: those who decided before, whoever is named for a role, and whoever writes.
fn people_of(opened: &Opened) -> Vec<(String, String)> {
    let plan = opened.plan();
    let mut found: Vec<(String, String)> = Vec::new();
    let mut add = |cell: &str, why: &str| {
        for name in people(cell).names {
            if !found.iter().any(|(known, _)| fold(known) == fold(&name)) {
                found.push((name, why.to_owned()));
            }
        }
    };
    let is_named = |value: &&Value| value.is_filled();
    let rows = plan.log.iter().flat_map(|log| log.rows.iter().rev().map(|row| &row.decided_by));
    rows.filter(is_named).for_each(|value| add(plan.log_file().slice(value.span), "decided before"));
    plan.owner.iter().for_each(|owner| add(owner, "owner"));
    let slots = plan
        .slots
        .iter()
        .filter(|slot| slot.kind == FillingKind::Field && is_role(&slot.key) && slot.value.is_filled());
    slots.for_each(|slot| add(plan.source.slice(slot.value.span), &slot.name));
    let writer = opened.home.repository.as_ref().and_then(|repository| repository.user_name());
    writer.iter().for_each(|writer| add(writer, "you, by Git"));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_that_is_escaped_ends_no_cell() {
        let at = |line: &str| cell_before(line, line.len()).map(|cell| (cell.index, cell.start));
        assert_eq!(at("| 2026-03-02 | a \\| b"), Some((1, 14)));
        assert_eq!(at("> | "), Some((0, 3)));
        assert_eq!(at("2026"), None);
        assert_eq!(at("| a \\\\| b"), Some((1, 7)));
    }

    #[test]
    fn a_line_of_dashes_is_no_row_to_fill() {
        assert!(is_blank("|  |"));
        assert!(is_blank("- "));
        assert!(is_blank(""));
        assert!(!is_blank("|---|---|"));
        assert!(!is_blank("| 2026 |"));
    }
}
