//! Finding the blocks that are the decision log: tables, runs of headings, lists. All of them are
//! read, in the order of the text, so that a log may be split and a second one hides nothing.

use super::log::{Entry, LogReader, first_line};
use super::owner::Belongs;
use crate::config::LogPlace;
use crate::markdown::inline::{self, Piece, PieceKind};
use crate::outline::{Field, Table, TableRow, cell};
use crate::plan::date::read_date;
use crate::plan::log::{Block, Column, Decision, Form, Log, LogRow, Naming, RowState, Unread};
use crate::template::record::{decision_sections, lacking_columns, log_columns, log_sections, part_among};
use crate::text::{Span, fold};
use crate::words::decisions::is_bare_denial;
use crate::words::gates::GOING_ON;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// A block of the log, before it is joined to the others.
struct Found {
    form: Form,
    header: Span,
    columns: Vec<Column>,
    naming: Naming,
    rows: Vec<LogRow>,
    /// Where it begins.
    start: usize,
}

/// What may be a decision written downwards: its section, its place, and its labels with their
/// values.
type Downwards = (usize, Span, Vec<(String, Span)>);

/// What was read of a log.
pub(super) struct Reading {
    /// `None` when there is nothing like a log.
    pub(super) log: Option<Log>,
    /// The dated entries that look like decisions, and are not read as such.
    pub(super) unread: Vec<Unread>,
}

impl LogReader<'_> {
    /// The log of a plan that has it itself: every table with the columns of a log, every heading
    /// and every item that is a decision, in the sections for the log and for decisions of any
    /// kind. Without such a section, or with nothing in it, tables are known by their columns in
    /// any section.
    pub(super) fn in_plan(&self) -> Reading {
        let logs = decision_sections(self.outline);
        let is_log: Vec<bool> = logs.iter().map(Option::is_some).collect();
        let is_clear: Vec<bool> = log_sections(self.outline).iter().map(Option::is_some).collect();
        let mut seen: Vec<Span> = Vec::new();
        let own_table = |(table, columns): (&Table, Vec<Column>)| {
            // In a plan all rows are its own, whatever ID a column gives them.
            let columns =
                columns.into_iter().map(|column| if column == Column::Rollout { Column::Other } else { column });
            let columns: Vec<Column> = columns.collect();
            let denied = self.denied_above(table.scope);
            let rows = self.table_rows(table).map(|row| self.table_row(row, table, &columns, denied)).collect();
            let header = table.header_span;
            Found { form: Form::Table, header, columns, naming: Naming::Silent, rows, start: header.start }
        };
        let tables = || self.outline.tables.iter().filter_map(|table| Some((table, log_columns(table, self.policy)?)));
        let in_log = |(table, _): &(&Table, Vec<Column>)| is_log[table.scope.section];
        seen.extend(tables().filter(in_log).flat_map(|(table, _)| places_of(table)));
        let mut found: Vec<Found> = tables().filter(in_log).map(own_table).collect();
        let written = self.written((&is_log, &is_clear), !found.is_empty(), &mut seen);
        found.extend(written.into_iter().map(|entries| {
            let start = entries[0].row.span.start;
            let section = self.section_at(entries[0].row.span).and_then(|section| logs[section]);
            let header = section.map_or(Span::at(0), |section| self.outline.sections[section].heading);
            let form = entries[0].form;
            let rows = entries.into_iter().map(|entry| entry.row).collect();
            Found { form, header, columns: Vec::new(), naming: Naming::Silent, rows, start }
        }));
        // Beside the log, decisions of any kind may tell of one that it has.
        let is_of_log = |block: &Found| self.section_at(Span::at(block.start)).is_some_and(|section| is_clear[section]);
        let (mut found, others): (Vec<Found>, Vec<Found>) = found.into_iter().partition(is_of_log);
        let mut more = Vec::new();
        for mut block in others {
            let known = || found.iter().flat_map(|block| &block.rows);
            let is_told = |row: &LogRow| known().any(|other| row.tells_of(other));
            let count = block.rows.len();
            block.rows.retain(|row| !is_told(row));
            if count == 0 || !block.rows.is_empty() {
                more.push(block);
            }
        }
        found.extend(more);
        if found.is_empty() {
            found = tables().map(own_table).collect();
        }
        self.reading(joined(found, None), self.unread((&is_log, &is_clear), &seen))
    }

    /// A log, with the lines beside it that cannot be read. A line with the day and the step of a
    /// decision that the log has tells of it once more: a list of meetings, a note.
    fn reading(&self, log: Option<Log>, mut unread: Vec<Span>) -> Reading {
        let rows = log.as_ref().map_or(&[][..], |log| &log.rows);
        let is_told_again = |line: &str| {
            let lead = first_line(self, line);
            let (Some(date), Some(stage)) = (lead.date, lead.stage) else { return false };
            let (day, route) = (read_date(date.of(line)).day(), self.names.read_route(stage.of(line)));
            let is_it = |row: &LogRow| day.is_some() && row.day.day() == day && row.route == route;
            // A line that says something else of the decision is another one.
            let bare = GOING_ON.iter().fold(fold(&inline::visible(line)), |line, word| line.replace(word, " "));
            let ends = |c: char| !c.is_alphanumeric() && c != '-' && c != '\'';
            let mut words = bare.split(ends).filter(|word| !word.is_empty());
            let turns = |word: &str| {
                let decision = Decision::read_word(word, &self.policy.decisions);
                is_bare_denial(word) || decision.is_some_and(|decision| !decision.is_forward())
            };
            rows.iter().any(is_it) && !words.any(turns)
        };
        unread.retain(|span| !is_told_again(&with_bars(self.source.slice(*span))));
        let table_at =
            |span: Span| self.outline.tables.iter().find(|table| places_of(table).any(|at| at.contains(span)));
        let lacks = |span| table_at(span).map_or(Vec::new(), |table| lacking_columns(table, self.policy));
        Reading { log, unread: unread.into_iter().map(|span| Unread { span, lacks: lacks(span) }).collect() }
    }

    /// The log of a rollout in a file that is a log as a whole.
    pub(super) fn in_file(&self) -> Reading {
        let everywhere = vec![true; self.outline.sections.len()];
        let mut seen: Vec<Span> = Vec::new();
        let mut found = self.tables_in_file(&mut seen);
        let entries = self.written((&everywhere, &everywhere), !found.is_empty(), &mut seen);
        let unread = self.unread((&everywhere, &everywhere), &seen);
        if entries.is_empty() {
            return self.reading(joined(found, None), unread);
        }
        let all = || entries.iter().flatten();
        let naming = all().map(|entry| entry.naming).find(|naming| *naming != Naming::Silent).unwrap_or_default();
        let form = entries[0][0].form;
        // Where several plans share a log that names none of them, the first entry of a plan gets a
        // heading with its name, or has the name in its own heading.
        let is_unclaimed = naming == Naming::Silent && !all().any(|entry| self.is_own(entry.belongs));
        let naming = match form {
            Form::Headings if is_unclaimed => Naming::Entry,
            Form::Table | Form::List if is_unclaimed => Naming::Heading { level: 2 },
            _ => naming,
        };
        let pattern = all().rfind(|entry| !self.is_own(entry.belongs)).map(|entry| Box::new(entry.row.clone()));
        let is_only = found.is_empty();
        for block in entries {
            let own: Vec<Entry> = block.into_iter().filter(|entry| self.is_own(entry.belongs)).collect();
            let Some(first) = own.first() else { continue };
            let (form, start) = (first.form, first.row.span.start);
            let header = self.heading_above(first.row.span, form);
            let rows = own.into_iter().map(|entry| entry.row).collect();
            found.push(Found { form, header, columns: Vec::new(), naming, rows, start });
        }
        if is_only && found.is_empty() {
            found.push(Found { form, header: Span::at(0), columns: Vec::new(), naming, rows: Vec::new(), start: 0 });
        }
        self.reading(joined(found, pattern), unread)
    }

    /// The heading that an entry of a file stands below.
    fn heading_above(&self, entry: Span, form: Form) -> Span {
        let parent = self.section_at(entry).and_then(|section| match form {
            Form::Headings => self.outline.sections[section].parent,
            Form::Table | Form::List => Some(section),
        });
        parent.map_or(Span::at(0), |section| self.outline.sections[section].heading)
    }

    /// A log without entries, below the last heading of the file. Several plans may share a file,
    /// if not today: each entry will have to name its plan.
    pub(super) fn empty(&self) -> Log {
        let header = self.outline.sections.last().map_or(Span::at(0), |section| section.heading);
        let is_a_file = || matches!(self.policy.log_place(), Some(LogPlace::File(_)));
        let is_shared = self.owner.is_some_and(|owner| !owner.has_the_rest || is_a_file());
        let naming = if is_shared { Naming::Entry } else { Naming::Silent };
        Log {
            form: Form::Headings,
            header,
            columns: Vec::new(),
            rows: Vec::new(),
            blocks: Vec::new(),
            pattern: None,
            naming,
        }
    }

    /// The runs of headings and the lists that are decisions, each with its entries. Beside a
    /// table, lists beside headings, and all where the section is not clearly for the log, an entry
    /// must have day, step and decision: it may be a note.
    fn written(
        &self,
        (is_log, is_clear): (&[bool], &[bool]),
        has_table: bool,
        seen: &mut Vec<Span>,
    ) -> Vec<Vec<Entry>> {
        let headings = self.headings(is_log);
        let bodies: Vec<Span> = headings.iter().map(|entry| entry.row.whole).collect();
        let is_outside = |entry: &Entry| !bodies.iter().any(|body| body.contains(entry.row.span));
        let items: Vec<Entry> = self.items(is_log).into_iter().filter(is_outside).collect();
        let has_headings = !headings.is_empty();
        let is_in_log = |entry: &Entry| self.section_at(entry.row.span).is_some_and(|section| is_clear[section]);
        let is_in_log = &is_in_log;
        let is_sure = |is_beside: bool| {
            move |entry: &Entry| match is_in_log(entry) {
                true => entry.is_whole || !is_beside,
                false => entry.is_whole && entry.row.route.target().is_some(),
            }
        };
        let kept = headings.into_iter().filter(is_sure(has_table));
        let mut entries: Vec<Entry> =
            kept.chain(items.into_iter().filter(is_sure(has_table || has_headings))).collect();
        entries.sort_by_key(|entry| entry.row.span.start);
        seen.extend(entries.iter().map(|entry| entry.row.whole));
        let mut blocks: Vec<Vec<Entry>> = Vec::new();
        for entry in entries {
            match blocks.last_mut() {
                Some(block) if block[0].form == entry.form && block[0].group == entry.group => block.push(entry),
                _ => blocks.push(vec![entry]),
            }
        }
        blocks
    }

    /// The rows of a table that may be entries. A row with a text in one cell alone is a heading of
    /// a group or a note, unless the text is a day.
    fn table_rows<'t>(&self, table: &'t Table) -> impl Iterator<Item = &'t TableRow> + use<'t, '_> {
        let source = self.source;
        table.rows.iter().filter(move |row| {
            let texts = row.cells.iter().map(|cell| inline::visible(source.slice(*cell)));
            let filled: Vec<_> = texts.filter(|text| !text.trim().is_empty()).collect();
            let has_day = || read_date(&filled[0]).day().is_some() || filled[0].contains('[');
            filled.len() != 1 || row.cells.len() < table.header.len() || has_day()
        })
    }

    /// The tables of a file that can be a log of the rollout.
    fn tables_in_file(&self, seen: &mut Vec<Span>) -> Vec<Found> {
        let mut found: Vec<Found> = Vec::new();
        for table in &self.outline.tables {
            let Some(mut columns) = log_columns(table, self.policy) else { continue };
            seen.extend(places_of(table));
            let (above, level) = self.named_above(table.scope.section);
            // The section is for another rollout: its table gets no rows of this one.
            if above == Belongs::Elsewhere {
                continue;
            }
            let column = columns.iter().position(|column| *column == Column::Rollout);
            let header = column.map(|column| table.header[column].key.as_str());
            let value = |row: &TableRow, column: usize| inline::said(self.source.slice(cell(row, column)));
            // A column `ID` may be for numbers of decisions.
            let owner = self.owner;
            let numbers_rows = |column: usize| {
                header == Some("id")
                    && !table
                        .rows
                        .iter()
                        .any(|row| owner.is_some_and(|owner| owner.mentions(&value(row, column)) != Belongs::Unnamed))
            };
            let column = column.filter(|column| !numbers_rows(*column));
            if column.is_none() {
                columns
                    .iter_mut()
                    .filter(|column| **column == Column::Rollout)
                    .for_each(|column| *column = Column::Other);
            }
            let belongs = |row: &TableRow| match (column, owner) {
                (Some(column), Some(owner)) if !value(row, column).is_empty() => owner.names(&value(row, column)),
                _ => above,
            };
            let own = self.table_rows(table).filter(|row| self.is_own(belongs(row)));
            let denied = self.denied_above(table.scope);
            let rows: Vec<LogRow> = own.map(|row| self.table_row(row, table, &columns, denied)).collect();
            let naming = match (column, above) {
                (Some(_), _) => Naming::Entry,
                (None, Belongs::Here) => Naming::Heading { level },
                _ => Naming::Silent,
            };
            let is_shared = naming != Naming::Silent || self.is_own(Belongs::Unnamed);
            if rows.is_empty() && !is_shared {
                continue;
            }
            let header = table.header_span;
            found.push(Found { form: Form::Table, header, columns, naming, rows, start: header.start });
        }
        found
    }

    /// Whether an entry belongs to the rollout that is wanted.
    fn is_own(&self, belongs: Belongs) -> bool {
        match (self.owner, belongs) {
            (None, _) | (_, Belongs::Here) => true,
            (Some(owner), Belongs::Unnamed) => owner.has_the_rest,
            (Some(_), Belongs::Elsewhere) => false,
        }
    }

    /// The lines in the sections for the log that have a day and a step, and are in nothing that
    /// was read. `seen` are the places that were.
    fn unread(&self, (is_log, is_clear): (&[bool], &[bool]), seen: &[Span]) -> Vec<Span> {
        let mut unread = self.downwards((is_log, is_clear), seen);
        let seen: Vec<Span> = seen.iter().chain(&unread).copied().collect();
        let mut fence: Option<&str> = None;
        let sections = self.outline.sections.iter().zip(is_log).filter(|(_, is_log)| **is_log);
        let lines = |span: Span| self.source.line(span.start)..=self.source.line(span.end);
        let numbers: BTreeSet<u32> = sections.flat_map(|(section, _)| lines(section.span)).collect();
        for number in numbers {
            let line = self.source.line_span(number);
            let text = self.source.slice(line);
            let bare = text.trim_start_matches(|c: char| c.is_whitespace() || c == '>');
            if let Some(mark) = ["```", "~~~"].into_iter().find(|mark| bare.starts_with(mark)) {
                fence = if fence.is_none() { Some(mark) } else { fence.filter(|open| *open != mark) };
                continue;
            }
            let is_in = |sections: &[bool]| self.section_at(line).is_some_and(|section| sections[section]);
            let is_seen = || {
                let comments = self.outline.comments.iter().map(|comment| comment.span);
                seen.iter().copied().chain(comments).any(|span| span.start < line.end && line.start < span.end)
            };
            if fence.is_some() || !may_have_a_day(text) || !is_in(is_log) || is_seen() || self.is_elsewhere(line) {
                continue;
            }
            if self.looks_like_a_decision(&with_bars(text), is_in(is_clear)) {
                unread.push(Span::new(line.start + (text.len() - bare.len()), line.start + text.trim_end().len()));
            }
        }
        unread.sort_by_key(|span| span.start);
        unread
    }

    /// The decisions that are written downwards, a label with its value on each line: as a table of
    /// two columns, or as lines of a text.
    fn downwards(&self, (is_log, is_clear): (&[bool], &[bool]), seen: &[Span]) -> Vec<Span> {
        let in_log = |section: usize| is_log[section];
        let key = |label: Span| fold(inline::visible(self.source.slice(label)).trim_end_matches([':', '：', ' ']));
        let is_column = |row: &&TableRow| row.cells.len() == 2;
        let tables = self.outline.tables.iter().filter(|table| table.header.len() == 2 && in_log(table.scope.section));
        let of_table = |table: &Table| {
            let parts = table.rows.iter().filter(is_column).map(|row| (key(row.cells[0]), row.cells[1]));
            (table.scope.section, table.span, parts.collect::<Vec<(String, Span)>>())
        };
        let mut found: Vec<Downwards> = tables.map(of_table).collect();
        let in_tables = found.len();
        let is_in_table = |place: Span| found[..in_tables].iter().any(|(_, table, _)| table.contains(place));
        let fields = self.outline.fields.iter().filter(|field| in_log(field.scope.section) && !field.value.is_empty());
        let fields: Vec<&Field> = fields.filter(|field| !is_in_table(field.label_span)).collect();
        let follows = |one: &&Field, next: &&Field| {
            let line = |at: usize| self.source.line(at);
            one.scope.section == next.scope.section && line(next.label_span.start) <= line(one.value.end) + 1
        };
        found.extend(fields.chunk_by(follows).map(|run| {
            let whole = run[0].label_span.to(run[run.len() - 1].value);
            let parts = run.iter().map(|field| (field.key.clone(), field.value));
            (run[0].scope.section, whole, parts.collect())
        }));
        let is_decision = |(section, whole, parts): &Downwards| {
            let value = |part: Column| {
                let found = parts.iter().find(|(key, _)| part_among(key, self.policy) == part);
                found.map(|(_, value)| inline::said(self.source.slice(*value)))
            };
            let steps = |stage: &str| is_clear[*section] || self.names.read_route(stage).target().is_some();
            let has = |part: Column, fits: &dyn Fn(&str) -> bool| value(part).is_some_and(|text| fits(text.trim()));
            has(Column::Date, &|text| read_date(text).day().is_some())
                && has(Column::Stage, &|text| !text.is_empty() && steps(text))
                && has(Column::Decision, &|text| !text.is_empty())
                && !self.is_elsewhere(*whole)
        };
        let places = || self.outline.comments.iter().map(|comment| comment.span).chain(seen.iter().copied());
        let is_seen = |whole: Span| places().any(|span| span.start < whole.end && whole.start < span.end);
        found.retain(|one| is_decision(one) && !is_seen(one.1));
        found.into_iter().map(|(_, whole, _)| whole).collect()
    }

    /// Whether a line of a shared log is of another rollout.
    fn is_elsewhere(&self, line: Span) -> bool {
        let Some(owner) = self.owner else { return false };
        let above = || self.section_at(line).map_or(Belongs::Unnamed, |section| self.named_above(section).0);
        let belongs = match owner.mentions(self.source.slice(line)) {
            Belongs::Unnamed => above(),
            named => named,
        };
        !self.is_own(belongs)
    }

    /// Whether a line begins with a day, or is of a table, and has a step. Among decisions of any
    /// kind the step is between stages of the plan.
    fn looks_like_a_decision(&self, line: &str, is_clear: bool) -> bool {
        let lead = first_line(self, line);
        let begins = |date: Span| line.contains('|') || !line[..date.start].contains(char::is_alphanumeric);
        let is_struck = |date: Span| inline::struck(line).iter().any(|struck| struck.contains(date));
        let date = lead.date.filter(|date| begins(*date) && !is_struck(*date) && may_have_a_day(date.of(line)));
        let names_stages = |stage: Span| is_clear || self.names.read_route(stage.of(line)).target().is_some();
        date.is_some() && lead.stage.is_some_and(names_stages) && (lead.has_arrow || lead.has_word) && !lead.is_note
    }
}

/// A line with a bar in place of each tag, so that the cells of an HTML table are apart.
fn with_bars(line: &str) -> Cow<'_, str> {
    if !line.contains("<t") {
        return Cow::Borrowed(line);
    }
    let pieces = inline::pieces(line);
    let shown = |piece: Piece| match piece.kind {
        PieceKind::Hidden => " | ".to_owned(),
        _ => piece.span.of(line).to_owned(),
    };
    Cow::Owned(pieces.map(shown).collect())
}

/// The places of a table and of its rows. Some rows may be cut off from it.
fn places_of(table: &Table) -> impl Iterator<Item = Span> + '_ {
    [table.span, table.header_span].into_iter().chain(table.rows.iter().map(|row| row.span))
}

/// Whether a text has a number of four digits, as a year is.
fn may_have_a_day(text: &str) -> bool {
    text.as_bytes().windows(4).any(|four| four.iter().all(u8::is_ascii_digit))
}

/// One log of all its blocks, in the order of the text. A row that repeats one of a block before it
/// is a copy, and counts once.
fn joined(mut found: Vec<Found>, pattern: Option<Box<LogRow>>) -> Option<Log> {
    found.sort_by_key(|block| block.start);
    // New decisions go where the newest ones are.
    let newest = |block: &Found| block.rows.iter().filter_map(|row| row.day.day()).max();
    let main = (0..found.len()).max_by_key(|index| (newest(&found[*index]), std::cmp::Reverse(*index)))?;
    let (form, header, naming) = (found[main].form, found[main].header, found[main].naming);
    let columns = found[main].columns.clone();
    let (mut rows, mut blocks): (Vec<LogRow>, Vec<Block>) = (Vec::new(), Vec::new());
    for block in found {
        let earlier = rows.len();
        blocks.push(Block { start: earlier, header: block.header });
        for row in block.rows {
            let is_copy = |other: &LogRow| repeats(&row, other, block.form);
            if !rows[..earlier].iter().any(is_copy) {
                rows.push(row);
            }
        }
    }
    Some(Log { form, header, columns, rows, blocks, pattern, naming })
}

/// Whether a recorded row says what one of an earlier block says. A heading or an item may tell a
/// decision of a table at length.
fn repeats(row: &LogRow, other: &LogRow, form: Form) -> bool {
    let same_people = row.same_deciders(other) && row.says_the_same_beside(other, Column::DecidedBy);
    let is_told = form != Form::Table;
    let (knows_people, knows_why) = (!row.decided_by.is_open(), !row.rationale.is_open());
    row.state == RowState::Recorded
        && other.state == RowState::Recorded
        && row.day == other.day
        && row.route == other.route
        && row.verb == other.verb
        && [Column::Date, Column::Stage, Column::Decision].iter().all(|cell| row.says_the_same_beside(other, *cell))
        && (same_people || (is_told && !knows_people))
        && (row.same_rationale(other) || is_told || !knows_why)
}
