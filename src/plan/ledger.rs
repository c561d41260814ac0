//! A decision log without stages, of any form: headings `D-012 Keep one page`, rows of a table,
//! items that begin with a date. It is read entry by entry.

use super::date::{is_bare_date, read_date};
use crate::config::Policy;
use crate::outline::{Outline, Section, Table, cell};
use crate::text::{Source, Span, fold, one_line};
use crate::words::ledger::{is_id_header, is_status_label};
use crate::words::log_headers::{Column, PARTS};
use jiff::civil::Date;

/// A decision log without stages.
#[derive(Clone, Debug)]
pub struct Ledger {
    /// Its file.
    pub source: Source,
    /// Its entries, in the order of the text.
    pub entries: Vec<LedgerEntry>,
    /// How many parts stand between entries as one of them, and have neither a date nor an ID.
    pub unread: usize,
}

/// An entry of such a log.
#[derive(Clone, Debug)]
pub struct LedgerEntry {
    /// The ID that it is known by, folded: `d-012`.
    pub id: Option<String>,
    /// What a person calls it: its heading, its ID, or the beginning of its text.
    pub name: String,
    /// When it was decided.
    pub day: Option<Date>,
    /// What it says, each part with its name: the column, the label, `Title` or `Text`.
    pub parts: Vec<LedgerPart>,
    /// Where it stands.
    pub span: Span,
}

/// A part of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerPart {
    /// Its name.
    pub name: String,
    /// Its words, as they are written, with single spaces.
    pub text: String,
    /// Whether it tells the state of the entry, which changes in its life:
    /// `Status: superseded by D-015`.
    pub is_status: bool,
}

impl LedgerEntry {
    /// All its words without their formatting, folded.
    pub fn words(&self) -> Vec<String> {
        self.parts.iter().flat_map(|part| part.words()).collect()
    }
}

impl LedgerPart {
    /// Its words without their formatting, folded.
    pub fn words(&self) -> Vec<String> {
        words(&self.text)
    }
}

/// The words of a text without their formatting, folded.
fn words(text: &str) -> Vec<String> {
    let is_mark = |c: char| "*_`~|>#[](){}<>\"'“”„‚‘’«»:;,.!?—–-".contains(c);
    let folded = fold(text);
    folded.split(' ').map(|word| word.trim_matches(is_mark).to_owned()).filter(|word| !word.is_empty()).collect()
}

impl Ledger {
    /// Reads a log. A text without entries gives none.
    pub fn read(source: Source, policy: &Policy) -> Ledger {
        let outline = Outline::parse(&source, policy);
        let reader = Reader { source: &source, outline: &outline };
        let (mut entries, mut unread) = reader.sections();
        let is_outside = |span: Span, entries: &[LedgerEntry]| {
            !entries.iter().any(|entry| entry.span.start <= span.start && span.start < entry.span.end)
        };
        let mut more = Vec::new();
        for table in outline.tables.iter().filter(|table| is_outside(table.span, &entries)) {
            let (rows, missed) = reader.rows(table);
            more.extend(rows);
            unread += missed;
        }
        let items = outline.items.iter().filter(|item| item.depth == 1 && is_outside(item.span, &entries));
        more.extend(items.filter_map(|item| reader.item(item.text)));
        entries.extend(more);
        entries.sort_by_key(|entry| entry.span.start);
        Ledger { source, entries, unread }
    }
}

struct Reader<'a> {
    source: &'a Source,
    outline: &'a Outline,
}

impl Reader<'_> {
    fn text(&self, span: Span) -> String {
        one_line(self.source.slice(span))
    }

    /// The sections that are entries, and how many of their like are none.
    fn sections(&self) -> (Vec<LedgerEntry>, usize) {
        let sections = &self.outline.sections;
        let candidates: Vec<bool> = (0..sections.len()).map(|place| self.is_entry(place)).collect();
        let is_below =
            |inner: usize, outer: usize| self.outline.sections_around(inner).skip(1).any(|around| around == outer);
        // What holds several entries is the log, and what is in an entry belongs to it.
        let holds_several = |place: usize| {
            (0..sections.len()).filter(|other| candidates[*other] && is_below(*other, place)).count() > 1
        };
        let are_logs: Vec<bool> = (0..sections.len()).map(|place| candidates[place] && holds_several(place)).collect();
        let is_chosen = |place: usize| {
            candidates[place]
                && !are_logs[place]
                && !self.outline.sections_around(place).skip(1).any(|around| candidates[around] && !are_logs[around])
        };
        let chosen: Vec<usize> = (0..sections.len()).filter(|place| is_chosen(*place)).collect();
        let is_like = |place: &usize| {
            let section = &sections[*place];
            !chosen.contains(place)
                && chosen
                    .iter()
                    .any(|other| sections[*other].parent == section.parent && sections[*other].level == section.level)
        };
        let unread = (0..sections.len()).filter(is_like).count();
        (chosen.into_iter().map(|place| self.section(place)).collect(), unread)
    }

    /// Whether a section may be an entry: its heading has an ID or a date, or a label below it the
    /// date.
    fn is_entry(&self, place: usize) -> bool {
        let section = &self.outline.sections[place];
        let has_date = || self.day_of(place).is_some();
        section.level > 0 && (has_date() || id_of(&section.title).is_some())
    }

    /// The day of a section: in its heading, behind a label, or in the first line below the
    /// heading.
    fn day_of(&self, place: usize) -> Option<Date> {
        let section = &self.outline.sections[place];
        let own = self.outline.fields.iter().filter(|field| field.scope.section == place);
        let labelled = own.filter(|field| PARTS.meaning(&field.key) == Some(Column::Date));
        let labelled = labelled.filter_map(|field| day_in(self.source.slice(field.value))).next();
        let body = Span::new(section.heading.end, section.span.end);
        // A list below the heading has dates of its own.
        let bare = |line: &str| {
            let line = line.trim_matches(['*', '_']);
            is_bare_date(line).then(|| read_date(line).day()).flatten()
        };
        let first = || self.source.slice(body).lines().map(str::trim).find(|line| !line.is_empty()).and_then(bare);
        labelled.or_else(|| day_in(&section.title)).or_else(first)
    }

    fn section(&self, place: usize) -> LedgerEntry {
        let section: &Section = &self.outline.sections[place];
        let part = |name: &str, text: String| LedgerPart { name: name.to_owned(), text, is_status: false };
        let mut parts = vec![part("Title", section.title.clone())];
        // Labels have their own names; what is left of the text is one part.
        let body = Span::new(section.heading.end, section.span.end);
        let fields: Vec<_> = self
            .outline
            .fields
            .iter()
            .filter(|field| body.start <= field.label_span.start && field.value.end <= body.end)
            .collect();
        let (mut rest, mut at) = (String::new(), body.start);
        for field in &fields {
            let start = self.source.line_span(self.source.line(field.label_span.start)).start;
            if start >= at {
                rest.push_str(self.source.slice(Span::new(at, start)));
                rest.push(' ');
                at = field.value.end.max(start);
                parts.push(LedgerPart {
                    name: field.label.clone(),
                    text: self.text(field.value),
                    is_status: is_status_label(&field.key),
                });
            }
        }
        rest.push_str(self.source.slice(Span::new(at.min(body.end), body.end)));
        let is_status = |section: &Section| is_status_label(&section.key);
        // `### Status` has its text below it.
        let inner = self.outline.sections.iter().filter(|inner| inner.parent == Some(place) && is_status(inner));
        for inner in inner {
            let text = self.source.slice(Span::new(inner.heading.start, inner.span.end));
            rest = rest.replace(text, " ");
            let below = self.text(Span::new(inner.heading.end, inner.span.end));
            parts.push(LedgerPart { name: inner.title.clone(), text: below, is_status: true });
        }
        let rest = one_line(&rest);
        parts.push(part("Text", rest.trim_matches(['-', '*', '#', ' ']).to_owned()));
        LedgerEntry {
            id: id_of(&section.title),
            name: section.title.clone(),
            day: self.day_of(place),
            parts,
            span: self.source.trimmed(section.span),
        }
    }

    /// The rows of a table that has a column of dates, and how many rows have none.
    fn rows(&self, table: &Table) -> (Vec<LedgerEntry>, usize) {
        let text = |span: Span| self.text(span);
        let dated = table.header.iter().position(|header| PARTS.meaning(&header.key) == Some(Column::Date));
        let is_dated = |column: &usize| {
            let days = table.rows.iter().filter(|row| day_in(&text(cell(row, *column))).is_some()).count();
            days > 0 && 2 * days >= table.rows.len()
        };
        let Some(column) = dated.or_else(|| (0..table.header.len()).find(is_dated)) else { return (Vec::new(), 0) };
        let names_ids = table.header.iter().position(|header| is_id_header(&header.key));
        let mut entries = Vec::new();
        for row in &table.rows {
            let day = day_in(&text(cell(row, column)));
            let id = names_ids.map(|column| fold(&text(cell(row, column)))).filter(|id| !id.is_empty());
            let id = id.or_else(|| row.cells.first().and_then(|first| id_of(&text(*first))));
            if day.is_none() && id.is_none() {
                continue;
            }
            let parts = table.header.iter().enumerate().map(|(place, header)| LedgerPart {
                name: header.text.clone(),
                text: text(cell(row, place)),
                is_status: is_status_label(&header.key),
            });
            let parts: Vec<LedgerPart> = parts.collect();
            let longest = parts.iter().map(|part| part.text.clone()).max_by_key(String::len).unwrap_or_default();
            let name = names_ids.map_or(longest, |column| text(cell(row, column)));
            entries.push(LedgerEntry { id, name, day, parts, span: row.span });
        }
        let missed = table.rows.len() - entries.len();
        (entries, missed)
    }

    /// An item that begins with a date.
    fn item(&self, span: Span) -> Option<LedgerEntry> {
        let text = self.text(span);
        let begin: String = text.chars().take(24).collect();
        let day = day_in(begin.split([':', '—', '–', ';']).next().unwrap_or(&begin))?;
        let name = text.split_once([':', '—', '–']).map_or(text.as_str(), |(_, rest)| rest).trim().to_owned();
        let parts = vec![LedgerPart { name: "Text".to_owned(), text, is_status: false }];
        Some(LedgerEntry { id: None, name, day: Some(day), parts, span })
    }
}

/// The day that a text holds: the text itself, or what a bracket or a dash parts from the rest.
fn day_in(text: &str) -> Option<Date> {
    let parts = text.split(['(', ')', '[', ']', '|', '—', '–', ':', ',']);
    let words = text.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    std::iter::once(text)
        .chain(parts)
        .chain(words)
        .find_map(|part| read_date(part.trim().trim_matches(['*', '_'])).day())
}

/// The ID at the beginning of a title, folded: `D-012 …`, `[ADR-7] …`, `0012. …`.
fn id_of(title: &str) -> Option<String> {
    let first = title.split_whitespace().next()?.trim_matches(|c: char| !c.is_alphanumeric());
    let digits = first.chars().filter(char::is_ascii_digit).count();
    let letters = first.chars().filter(|c| c.is_alphabetic()).count();
    let is_plain = first.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '/' | '.' | '#'));
    let is_number = letters == 0 && (3..=5).contains(&digits) && first.chars().all(|c| c.is_ascii_digit());
    let is_key = (1..=12).contains(&letters) && digits > 0 && first.ends_with(|c: char| c.is_ascii_digit());
    let ends_in_letters = first.starts_with(|c: char| c.is_alphabetic());
    let is_id = is_plain && (is_number || (is_key && ends_in_letters)) && read_date(first).day().is_none();
    is_id.then(|| fold(first))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(Option<String>, Option<String>, String)> {
        let ledger = Ledger::read(Source::new("docs/decisions.md", text), &Policy::default());
        let entry = |entry: LedgerEntry| (entry.id, entry.day.map(|day| day.to_string()), entry.name);
        ledger.entries.into_iter().map(entry).collect()
    }

    fn told(id: &str, day: &str, name: &str) -> (Option<String>, Option<String>, String) {
        (
            Some(id.to_owned()).filter(|id| !id.is_empty()),
            Some(day.to_owned()).filter(|day| !day.is_empty()),
            name.to_owned(),
        )
    }

    #[test]
    fn entries_are_read_in_each_form() {
        let headings = "# Decisions\n\nWhat we decided.\n\n## D-012 Keep one page\n\nDate: 2026-03-02\nStatus: accepted\n\nShort is better.\n\n### Why\n\nPeople leave.\n\n## D-013 Two carts (2026-03-05)\n\nNo.\n";
        assert_eq!(
            read(headings),
            [
                told("d-012", "2026-03-02", "D-012 Keep one page"),
                told("d-013", "2026-03-05", "D-013 Two carts (2026-03-05)")
            ]
        );
        let table = "# Entscheidungen\n\n| Nr | Datum | Entscheidung | Wer |\n|---|---|---|---|\n| E1 | 2. März 2026 | Eine Seite | Ann |\n| E2 | 15.03.2026 | Zwei | Sam |\n";
        assert_eq!(read(table), [told("e1", "2026-03-02", "E1"), told("e2", "2026-03-15", "E2")]);
        let list = "# Log\n\n- 2026-03-02: we keep one page\n- **2026-03-05** — two carts\n- no date\n";
        assert_eq!(read(list), [told("", "2026-03-02", "we keep one page"), told("", "2026-03-05", "two carts")]);
        let adr = "# 0012. Keep one page\n\n2026-03-02\n\n## Status\n\nAccepted\n\n## Context\n\nPeople leave.\n";
        assert_eq!(read(adr), [told("0012", "2026-03-02", "0012. Keep one page")]);
        assert_eq!(read("# Notes\n\nNothing here.\n\n## Phase two\n\nText.\n"), []);
    }
}
