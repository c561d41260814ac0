//! Writes decisions into a plan's log.

use super::entry::{Parts, Whose, in_style, like};
use crate::finding::Side;
use crate::markdown::inline;
use crate::plan::Plan;
use crate::plan::log;
use crate::plan::log::{Column, Decision, Form, Log, LogRow, Naming, Route, RowState};
use crate::plan::value::Value;
use crate::standing::Standing;
use crate::text::{self, Edit, Span, fold};
use crate::words::languages::Language;

/// A row to write.
#[derive(Clone, Debug)]
pub struct NewRow {
    /// The stage cell: `1→2`.
    pub stage: String,
    /// What was decided.
    pub verb: Decision,
    /// The team's own word for it, when it has one.
    pub word: Option<String>,
    /// When, ISO 8601.
    pub date: String,
    /// Why.
    pub rationale: String,
    /// Who decided.
    pub decided_by: String,
}

impl NewRow {
    /// A row with today's date in which a person has to say why and who.
    pub fn to_fill_in(standing: &Standing, (from, to): (log::Point, log::Point), verb: Decision) -> NewRow {
        NewRow {
            stage: format!("{}→{}", standing.plan().name_in_log(from), standing.plan().name_in_log(to)),
            verb,
            word: None,
            date: standing.today.to_string(),
            rationale: "<why>".to_owned(),
            decided_by: "<who decided>".to_owned(),
        }
    }
}

/// Rows as they are to be written.
#[derive(Clone, Debug, Default)]
pub struct Written {
    /// The rows as the log has them, for people to paste.
    pub text: String,
    /// What puts them into the file of the log; nothing when there is no log.
    pub edits: Vec<Edit>,
}

/// Writes rows where they belong, in the form of the log: into the rows that were prepared for
/// their steps, else at its growing end.
pub fn write_rows(standing: &Standing, rows: &[NewRow]) -> Written {
    let log = standing.plan().log.as_ref();
    let prepared: Vec<Option<&LogRow>> =
        rows.iter().map(|row| log.and_then(|log| prepared_row(standing, log, row))).collect();
    let written: Vec<String> =
        rows.iter().zip(&prepared).map(|(row, prepared)| written(standing, log, row, *prepared)).collect();
    let gap = if log.is_some_and(|log| log.form == Form::Headings) { "\n\n" } else { "\n" };
    let text = written.join(gap);
    let edits = match (log, prepared.into_iter().collect::<Option<Vec<&LogRow>>>()) {
        (None, _) => Vec::new(),
        (Some(log), Some(prepared)) => {
            rows.iter().zip(prepared).flat_map(|(row, prepared)| fill_row(standing, log, row, prepared)).collect()
        }
        (Some(log), None) => {
            let mut written = written;
            if standing.is_newest_first {
                written.reverse();
            }
            vec![insertion(standing, log, &written.join(gap))]
        }
    };
    Written { text, edits }
}

/// The row that somebody prepared for this step and decision, at the growing end of the log.
fn prepared_row<'p>(standing: &Standing, log: &'p Log, row: &NewRow) -> Option<&'p LogRow> {
    let names = &standing.plan().names;
    let route = names.read_route(&row.stage);
    let is_recorded = |other: &LogRow| matches!(other.state, RowState::Recorded | RowState::Struck);
    let grows = |index: usize| match standing.is_newest_first {
        true => log.rows[..index].iter().all(|other| !is_recorded(other)),
        false => log.rows[index + 1..].iter().all(|other| !is_recorded(other)),
    };
    let goes_on = |verb: Decision| matches!(verb, Decision::Proceed | Decision::ProceedWithException);
    let is_free = |value: &Value, text: &str| !value.is_filled() || value.text == text;
    let waits = |other: &LogRow| {
        matches!(other.state, RowState::Template | RowState::Pending)
            && !other.uneven
            && !other.lacks_a_part
            && other.route == route
            && matches!(other.route, Route::Move(..))
            && other.verb.is_none_or(|verb| verb == row.verb || (goes_on(verb) && goes_on(row.verb)))
            && (other.verb.is_some() || other.decision.is_open())
            // What somebody wrote there already is not ours to overwrite.
            && is_free(&other.rationale, &row.rationale)
            && is_free(&other.decided_by, &row.decided_by)
    };
    log.rows.iter().enumerate().find(|(index, other)| waits(other) && grows(*index)).map(|(_, other)| other)
}

/// A row as the log writes it; as a line of a table where there is no log yet.
fn written(standing: &Standing, log: Option<&Log>, row: &NewRow, prepared: Option<&LogRow>) -> String {
    let default = [Column::Date, Column::Stage, Column::Decision, Column::Rationale, Column::DecidedBy];
    let stage = prepared.map_or(&row.stage, |prepared| &prepared.stage.text);
    let word = word(standing, row);
    let plan = standing.plan();
    if let Some(log) = log.filter(|log| log.form != Form::Table) {
        let (rationale, decided_by) = (one_line(&row.rationale), one_line(&row.decided_by));
        let parts = Parts { date: &row.date, stage, decision: &word, rationale: &rationale, decided_by: &decided_by };
        if let Some(own) = prepared.or_else(|| newest(standing, log)).or(log.rows.first()) {
            return like(plan, own, (log.naming, Whose::Own), &parts);
        }
        // Where the name of another rollout is not known, there is no place for that of this one.
        let has_place = |other: &&LogRow| log.naming != Naming::Entry || other.rollout.is_some();
        let other = log.pattern.as_deref().filter(has_place);
        return other.map_or_else(
            || first_entry(plan, log, &parts),
            |other| like(plan, other, (log.naming, Whose::Other), &parts),
        );
    }
    let columns = log.map_or(&default[..], |log| &log.columns);
    let cells = columns.iter().map(|column| match column {
        Column::Date => row.date.clone(),
        Column::Stage => stage.clone(),
        Column::Decision => word.clone(),
        Column::Rationale => cell_text(&row.rationale),
        Column::DecidedBy => cell_text(&row.decided_by),
        Column::Rollout => cell_text(plan.id.as_ref().or(plan.title.as_ref()).map_or("", String::as_str)),
        Column::Standing | Column::Other => String::new(),
    });
    table_row(&cells.collect::<Vec<_>>())
}

/// The line of a table with these cells.
pub(crate) fn table_row(cells: &[String]) -> String {
    format!("| {} |", cells.join(" | "))
}

/// The first entry of a log that nothing was written into yet: a heading, and what else there is to
/// say below it.
fn first_entry(plan: &Plan, log: &Log, parts: &Parts) -> String {
    let rollout = match (log.naming, plan.id.as_ref().or(plan.title.as_ref())) {
        (Naming::Silent, _) | (_, None) => String::new(),
        (_, Some(name)) => format!("{}, ", one_line(name)),
    };
    let Parts { date, stage, decision, rationale, decided_by } = parts;
    format!("## {date}: {rollout}{stage} — {decision}\n\n- Rationale: {rationale}\n- Decided by: {decided_by}")
}

/// The newest decision of a log.
fn newest<'l>(standing: &Standing, log: &'l Log) -> Option<&'l LogRow> {
    let last = standing.record.iter().rev().find(|row| row.id.side == Side::Head).map(|row| row.id.index);
    let block = last.and_then(|last| log.ranges().find(|range| range.contains(&last)));
    let rows = &log.rows[block.unwrap_or(0..log.rows.len())];
    let mut recorded = rows.iter().filter(|row| matches!(row.state, RowState::Recorded | RowState::Struck));
    if standing.is_newest_first { recorded.next() } else { recorded.next_back() }
}

/// A step such as `1→2` as the newest decision of the log writes its own: `Stage 1 → 2`.
#[cfg_attr(not(feature = "lsp"), allow(dead_code))]
pub(crate) fn step_in_style(standing: &Standing, step: &str) -> String {
    let newest = standing.plan().log.as_ref().and_then(|log| newest(standing, log));
    newest.map_or_else(|| step.to_owned(), |row| in_style(&row.stage.text, &row.route, step))
}

/// The word for a decision: the one that this log used before, else the team's, else the usual one.
fn word(standing: &Standing, new: &NewRow) -> String {
    let verb = new.verb;
    // A cell with a remark behind its word would repeat the remark.
    let used = (0..standing.record.len()).rev().map(|index| standing.row(index)).find(|row| {
        row.verb == Some(verb) && row.decision.text.split_whitespace().count() <= verb.word().split(' ').count()
    });
    let own = || new.word.clone().unwrap_or_else(|| usual_word(standing.plan(), verb));
    used.map_or_else(own, |row| row.decision.text.clone())
}

/// The word for a decision in the language of a plan's log.
pub(crate) fn usual_word(plan: &Plan, verb: Decision) -> String {
    verb.word_in(log_language(plan))
}

/// The language of a plan's log: that of its decisions, also where they cannot be read, else that
/// of its headers, else that of the plan.
pub(crate) fn log_language(plan: &Plan) -> Language {
    let log = plan.log.as_ref();
    let of_rows = || {
        let read = log.into_iter().flat_map(|log| &log.rows).map(|row| row.decision.text.as_str());
        let unread = plan.unread.iter().map(|unread| plan.log_file().slice(unread.span));
        let unread = unread.flat_map(|line| line.split([':', '：', '|', '—'])).map(str::trim);
        let languages = read.chain(unread).filter_map(Decision::language_of);
        // English words are used in any language.
        languages.max_by_key(|language| *language != Language::English)
    };
    let of_headers = || {
        let headers = plan.log_file().slice(log?.header);
        Language::of_headers(&headers.split('|').map(|header| fold(&inline::said(header))).collect::<Vec<_>>())
    };
    of_rows().or_else(of_headers).unwrap_or_else(|| Language::of(&plan.source.text))
}

fn one_line(text: &str) -> String {
    // What cannot be seen, or turns round what is read, does not belong into a record.
    let is_hidden = |c: &char| {
        c.is_control() && !c.is_whitespace()
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}')
    };
    let seen: String = text.chars().filter(|c| !is_hidden(c)).collect();
    text::one_line(&seen)
}

/// A text as it stands in a cell: on one line, its bars escaped.
fn cell_text(text: &str) -> String {
    let line = one_line(text);
    // What is escaped already stays as it is.
    let escaped = line.replace("\\|", "|").replace('|', "\\|");
    // A backslash at the end would escape the bar behind it.
    if escaped.ends_with('\\') { escaped + " " } else { escaped }
}

fn fill_row(standing: &Standing, log: &Log, row: &NewRow, prepared: &LogRow) -> Vec<Edit> {
    let source = standing.plan().log_file();
    let word = word(standing, row);
    let is_other = prepared.decision.is_open() || prepared.verb != Some(row.verb);
    let decision = is_other.then_some((&prepared.decision, word));
    let text_of = if log.form == Form::Table { cell_text } else { one_line };
    let cells = [
        (&prepared.date, row.date.clone()),
        (&prepared.rationale, text_of(&row.rationale)),
        (&prepared.decided_by, text_of(&row.decided_by)),
    ];
    let edit = |(value, text): (&Value, String)| {
        if log.form != Form::Table {
            return fill_value(value, &text);
        }
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

/// Puts rows next to the newest decision, else where a first one goes.
fn insertion(standing: &Standing, log: &Log, text: &str) -> Edit {
    let source = standing.plan().log_file();
    let ending = source.line_ending();
    // In a quote or a list a row has something before it.
    let before = |at: usize| source.slice(Span::new(source.line_span(source.line(at)).start, at)).to_owned();
    let rows = |lead: &str| {
        let lines = text.split('\n').map(|line| format!("{lead}{line}").trim_end().to_owned());
        lines.collect::<Vec<_>>().join(ending)
    };
    let gap = match log.form {
        Form::Headings => format!("{ending}{ending}"),
        Form::Table | Form::List => ending.to_owned(),
    };
    let above = |row: &LogRow| {
        let lead = before(row.span.start);
        Edit { span: Span::at(row.span.start - lead.len()), replacement: format!("{}{gap}", rows(&lead)) }
    };
    match newest(standing, log) {
        Some(row) if standing.is_newest_first => above(row),
        Some(row) => {
            let replacement = format!("{gap}{}", rows(&before(row.span.start)));
            Edit { span: Span::at(row.whole.end), replacement }
        }
        None if log.form == Form::Table => {
            let dashes = source.line_span(source.line(log.header.start) + 1);
            let replacement = format!("{ending}{}", rows(&before(log.header.start)));
            Edit { span: Span::at(dashes.end), replacement }
        }
        None => match log.rows.first() {
            Some(row) => above(row),
            None => first_of_a_rollout(standing.plan(), log, &rows("")),
        },
    }
}

/// Puts the first entry of a rollout at the end of a file that several share, under a heading of
/// its own where the others have one.
fn first_of_a_rollout(plan: &Plan, log: &Log, text: &str) -> Edit {
    let source = plan.log_file();
    let ending = source.line_ending();
    let end = source.text.trim_end().len();
    if end == 0 {
        return Edit { span: Span::new(0, source.text.len()), replacement: format!("{text}{ending}") };
    }
    let name = plan.id.as_ref().or(plan.title.as_ref()).map_or("", String::as_str);
    let replacement = match log.naming {
        Naming::Heading { level } => {
            format!("{ending}{ending}{} {name}{ending}{ending}{text}", "#".repeat(usize::from(level)))
        }
        _ if log.form == Form::List => format!("{ending}{text}"),
        _ => format!("{ending}{ending}{text}"),
    };
    Edit { span: Span::at(end), replacement }
}

/// Writes a value in the place of another. Behind a label without a value a space is wanted.
pub(crate) fn fill_value(value: &Value, text: &str) -> Edit {
    let replacement = if value.span.is_empty() { format!(" {text}") } else { text.to_owned() };
    Edit { span: value.span, replacement }
}
