//! Writes decisions into a plan's log.

use crate::change::Change;
use crate::plan::log;
use crate::plan::log::{Column, Decision, Log, LogRow, Route, RowState};
use crate::plan::value::Value;
use crate::text::{Edit, Span};

/// A row to write.
#[derive(Clone, Debug)]
pub struct NewRow {
    /// The stage cell: `1→2`.
    pub stage: String,
    /// What was decided.
    pub verb: Decision,
    /// When, ISO 8601.
    pub date: String,
    /// Why.
    pub rationale: String,
    /// Who decided.
    pub decided_by: String,
}

impl NewRow {
    /// A row with today's date in which a person has to say why and who.
    pub fn to_fill_in(change: &Change, (from, to): (log::Point, log::Point), verb: Decision) -> NewRow {
        NewRow {
            stage: format!("{from}→{to}"),
            verb,
            date: change.today.to_string(),
            rationale: "<why>".to_owned(),
            decided_by: "<who decided>".to_owned(),
        }
    }
}

/// Rows as they are to be written.
#[derive(Clone, Debug, Default)]
pub struct Written {
    /// The rows as lines of the log's table, for people to paste.
    pub text: String,
    /// What puts them into the plan; nothing when the plan has no log.
    pub edits: Vec<Edit>,
}

/// Writes rows where they belong: into the rows that were prepared for their steps, else at the growing end of the log.
pub fn write_rows(change: &Change, rows: &[NewRow]) -> Written {
    let log = change.head.as_ref().and_then(|head| head.log.as_ref());
    let default = [Column::Date, Column::Stage, Column::Decision, Column::Rationale, Column::DecidedBy];
    let columns = log.map_or(&default[..], |log| &log.columns);
    let prepared: Vec<Option<&LogRow>> =
        rows.iter().map(|row| log.and_then(|log| prepared_row(change, log, row))).collect();
    let lines: Vec<String> =
        rows.iter().zip(&prepared).map(|(row, prepared)| line(change, columns, row, *prepared)).collect();
    let text = lines.join("\n");
    let edits = match (log, prepared.into_iter().collect::<Option<Vec<&LogRow>>>()) {
        (None, _) => Vec::new(),
        (Some(_), Some(prepared)) => {
            rows.iter().zip(prepared).flat_map(|(row, prepared)| fill_row(change, row, prepared)).collect()
        }
        (Some(log), None) => vec![insertion(change, log, &text)],
    };
    Written { text, edits }
}

/// The row that somebody prepared for this step and decision, at the growing end of the log.
fn prepared_row<'p>(change: &Change, log: &'p Log, row: &NewRow) -> Option<&'p LogRow> {
    let names = &change.head.as_ref()?.names;
    let route = names.read_route(&row.stage);
    let is_recorded = |other: &LogRow| matches!(other.state, RowState::Recorded | RowState::Struck);
    let grows = |index: usize| match change.newest_first {
        true => log.rows[..index].iter().all(|other| !is_recorded(other)),
        false => log.rows[index + 1..].iter().all(|other| !is_recorded(other)),
    };
    let waits = |other: &LogRow| {
        matches!(other.state, RowState::Template | RowState::Pending)
            && !other.uneven
            && other.route == route
            && matches!(other.route, Route::Move(..))
            && other.verb.is_none_or(|verb| verb == row.verb)
            && (other.verb.is_some() || other.decision.is_open())
    };
    log.rows.iter().enumerate().find(|(index, other)| waits(other) && grows(*index)).map(|(_, other)| other)
}

/// A row as a line of the log's table.
fn line(change: &Change, columns: &[Column], row: &NewRow, prepared: Option<&LogRow>) -> String {
    let stage = prepared.map_or(&row.stage, |prepared| &prepared.stage.text);
    let cells = columns.iter().map(|column| match column {
        Column::Date => row.date.clone(),
        Column::Stage => stage.clone(),
        Column::Decision => word(change, row.verb),
        Column::Rationale => cell_text(&row.rationale),
        Column::DecidedBy => cell_text(&row.decided_by),
        Column::Other => String::new(),
    });
    format!("| {} |", cells.collect::<Vec<_>>().join(" | "))
}

/// The word for a decision: the one that this log used before, else our own.
fn word(change: &Change, verb: Decision) -> String {
    // A cell with a remark behind its word would repeat the remark.
    let used = change.rows.iter().rev().map(|row| &row.row).find(|row| {
        row.verb == Some(verb) && row.decision.text.split_whitespace().count() <= verb.word().split(' ').count()
    });
    used.map_or_else(|| capitalized(verb.word()), |row| row.decision.text.clone())
}

/// A word as it stands at the start of a cell.
pub fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A text as it stands in a cell: on one line, its bars escaped.
fn cell_text(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    // What is escaped already stays as it is.
    line.replace("\\|", "|").replace('|', "\\|")
}

fn fill_row(change: &Change, row: &NewRow, prepared: &LogRow) -> Vec<Edit> {
    let Some(plan) = &change.head else { return Vec::new() };
    let source = plan.log_file();
    let word = word(change, row.verb);
    let decision = prepared.decision.is_open().then_some((&prepared.decision, word));
    let cells = [
        (&prepared.date, row.date.clone()),
        (&prepared.rationale, cell_text(&row.rationale)),
        (&prepared.decided_by, cell_text(&row.decided_by)),
    ];
    let edit = |(value, text): (&Value, String)| {
        // An empty cell ends right before its bar.
        let space_before = source.text[..value.span.start].ends_with('|');
        let text = if !value.span.is_empty() {
            text
        } else if space_before {
            format!(" {text} ")
        } else {
            format!("{text} ")
        };
        Edit { span: value.span, replacement: text }
    };
    cells.into_iter().chain(decision).map(edit).collect()
}

/// Puts rows next to the newest decision, or below the row of dashes.
fn insertion(change: &Change, log: &Log, text: &str) -> Edit {
    let source = change.plan().log_file();
    let ending = source.line_ending();
    let mut recorded = log.rows.iter().filter(|row| matches!(row.state, RowState::Recorded | RowState::Struck));
    let newest = if change.newest_first { recorded.next() } else { recorded.next_back() };
    // In a quote or a list a row has something before it.
    let before = |span: Span| {
        let line = source.line_span(source.line(span.start));
        source.slice(Span::new(line.start, span.start)).to_owned()
    };
    let rows = |lead: &str| text.split('\n').map(|row| format!("{lead}{row}")).collect::<Vec<_>>().join(ending);
    match newest {
        Some(row) if change.newest_first => {
            let lead = before(row.span);
            let text = rows(&lead);
            Edit { span: Span::at(row.span.start - lead.len()), replacement: format!("{text}{ending}") }
        }
        Some(row) => Edit { span: Span::at(row.span.end), replacement: format!("{ending}{}", rows(&before(row.span))) },
        None => {
            let dashes = source.line_span(source.line(log.header.start) + 1);
            let replacement = format!("{ending}{}", rows(&before(log.header)));
            Edit { span: Span::at(dashes.end), replacement }
        }
    }
}

/// Writes a value in the place of another. Behind a label without a value a space is wanted.
pub fn fill_value(value: &Value, text: &str) -> Edit {
    let replacement = if value.span.is_empty() { format!(" {text}") } else { text.to_owned() };
    Edit { span: value.span, replacement }
}
