//! Writes an entry of a log that is no table, in the way in which its other entries are written.

use crate::plan::Plan;
use crate::plan::log::{Column, LogRow, Naming, Route};
use crate::stage_number::StageNumber;
use crate::text::{Source, Span};

/// The parts of an entry, as they are to be written.
pub(super) struct Parts<'a> {
    pub(super) date: &'a str,
    pub(super) stage: &'a str,
    pub(super) decision: &'a str,
    pub(super) rationale: &'a str,
    pub(super) decided_by: &'a str,
}

/// Whose entry another one is written like.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose {
    Own,
    /// That of another rollout, whose name may stand anywhere in the first line.
    Other,
}

/// An entry like another one: the same order, signs and labels, with other parts. What else the
/// other one says is left out.
pub(super) fn like(plan: &Plan, other: &LogRow, (naming, whose): (Naming, Whose), parts: &Parts) -> String {
    let source = plan.log_file();
    let in_rollout =
        |span: Span| (Column::Rollout, span, plan.id.clone().or_else(|| plan.title.clone()).unwrap_or_default());
    let values = [
        (Column::Date, other.date.bracketed.unwrap_or(other.date.span), parts.date.to_owned()),
        (Column::Stage, other.stage.span, in_style(&other.stage.text, &other.route, parts.stage)),
        (Column::Decision, other.decision.span, parts.decision.to_owned()),
        (Column::Rationale, other.rationale.span, parts.rationale.to_owned()),
        (Column::DecidedBy, other.decided_by.span, parts.decided_by.to_owned()),
    ];
    let is_there = |span: &Span| !other.lacks_a_part || *span != Span::at(other.span.end);
    let mut found: Vec<(Column, Span, String)> = values.iter().filter(|(_, span, _)| is_there(span)).cloned().collect();
    found.extend(other.rollout.filter(|_| naming == Naming::Entry).map(in_rollout));
    found.sort_by_key(|(_, span, _)| (span.start, span.end));
    // Where one piece was read as reason and person, the second of them gets a label of its own.
    found.dedup_by(|next, kept| !next.1.is_empty() && next.1.start < kept.1.end);
    let mut text = String::new();
    let mut at = other.whole.start;
    for (_, span, value) in &found {
        // A part that is missing may have its place inside of another one.
        let start = span.start.max(at);
        let gap = Span::new(at, start);
        let is_unnamed = whose == Whose::Other && other.rollout.is_none();
        match is_unnamed && !source.slice(gap).contains(['\n', '\r']) {
            true => text.push_str(bare(source.slice(gap))),
            false => text.push_str(&between(source, other, gap)),
        }
        if span.is_empty() && !text.ends_with([' ', '\n']) {
            text.push(' ');
        }
        text.push_str(value);
        at = span.end.max(at);
    }
    text.push_str(&behind(source, Span::new(at, other.whole.end.max(at))));
    let missing = values.iter().filter(|(column, _, _)| !found.iter().any(|(known, _, _)| known == column));
    let missing: Vec<&(Column, Span, String)> = missing.collect();
    let is_heading = source.slice(other.whole).starts_with('#')
        || source.slice(line_of(source, other.span.start)).trim_start().starts_with('#');
    for (column, _, value) in missing {
        let label = match column {
            Column::Date => "Date: ",
            Column::Stage => "Stage: ",
            Column::Decision => "Decision: ",
            Column::Rationale => "Rationale: ",
            Column::DecidedBy => "Decided by: ",
            Column::Rollout | Column::Standing | Column::Other => "",
        };
        let sign = match (is_heading, text.contains('\n')) {
            (true, false) => format!("\n\n- {label}"),
            (true, true) => format!("\n- {label}"),
            (false, _) => format!("{}{label}", if text.ends_with('.') { " " } else { ". " }),
        };
        text.push_str(&sign);
        text.push_str(value);
    }
    text
}

/// What stands between two parts: signs, labels and empty lines; other words and lines are the
/// other entry's own.
fn between(source: &Source, other: &LogRow, gap: Span) -> String {
    let text = source.slice(gap).replace("\r\n", "\n").replace('\r', "\n");
    let mut lines: Vec<&str> = text.split('\n').collect();
    let Some(last) = lines.pop() else { return String::new() };
    if lines.is_empty() {
        let starts_entry = gap.start <= other.span.start;
        return if starts_entry { last.to_owned() } else { signs(last) };
    }
    let mut kept = if gap.start <= other.span.start { lines[0].to_owned() } else { closing(lines[0]) };
    let is_blank = lines[1..].first().is_some_and(|line| line.trim().is_empty())
        || lines.last().is_some_and(|line| line.trim().is_empty() && lines.len() > 1);
    kept.push_str(if is_blank { "\n\n" } else { "\n" });
    kept.push_str(last);
    kept
}

/// The signs between two parts of one line, with a label or the stages' word right before the next
/// part.
fn signs(gap: &str) -> String {
    let has_words = gap.chars().any(char::is_alphanumeric);
    if !has_words {
        return gap.to_owned();
    }
    let labelled = gap.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_'));
    let start = gap.find(char::is_alphanumeric).unwrap_or(0);
    let words = gap[start..].split_whitespace().count();
    let is_short = words <= 3 && gap.len() < 40;
    if is_short || labelled.ends_with([':', '：']) { gap.to_owned() } else { gap[..start].to_owned() }
}

/// The signs between two parts of one line, up to its first word.
fn bare(gap: &str) -> &str {
    gap.find(char::is_alphanumeric).map_or(gap, |word| gap[..word].trim_end_matches(['(', '[']))
}

/// What closes a line behind a part: marks and brackets.
fn closing(rest: &str) -> String {
    let end = rest.find(char::is_alphanumeric).unwrap_or(rest.len());
    rest[..end].trim_end_matches([' ', '(', '[', '—', '–', '-', '·', '•', '|', ',', ';', ':']).to_owned()
}

fn behind(source: &Source, gap: Span) -> String {
    closing(source.slice(gap).split(['\n', '\r']).next().unwrap_or(""))
}

fn line_of(source: &Source, at: usize) -> Span {
    source.line_span(source.line(at))
}

/// A step as another one is written: `Stage 0 → 1` becomes `Stage 1 → 2`.
pub(super) fn in_style(other: &str, route: &Route, stage: &str) -> String {
    let numbers = |text: &str| -> Vec<(usize, usize)> {
        let mut found: Vec<(usize, usize)> = Vec::new();
        let mut at = 0;
        while let Some(start) = text[at..].find(|c: char| c.is_ascii_digit()).map(|start| at + start) {
            let Some((_, rest)) = StageNumber::read_start(&text[start..]) else { break };
            at = text.len() - rest.len();
            found.push((start, at));
        }
        found
    };
    let (old, new) = (numbers(other), numbers(stage));
    let is_step = matches!(route, Route::Move(..)) && old.len() == 2 && new.len() == 2;
    if !is_step || !stage.split('→').all(|end| end.parse::<StageNumber>().is_ok()) {
        return stage.to_owned();
    }
    // A name beside its number would be the wrong one.
    let word = |text: &str| {
        text.split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty() && word.parse::<StageNumber>().is_err())
            .count()
    };
    if word(other) > 2 || other[old[1].1..].chars().any(char::is_alphanumeric) {
        return stage.to_owned();
    }
    let digits = |index: usize| &stage[new[index].0..new[index].1];
    format!("{}{}{}{}{}", &other[..old[0].0], digits(0), &other[old[0].1..old[1].0], digits(1), &other[old[1].1..])
}
