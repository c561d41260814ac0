//! Reading the decision log in each of its forms: a table, a heading for each entry, or a list. It
//! is in the plan, or in a file of its own.

use super::entries::{FirstLine, Lead, Words};
use super::owner::{Belongs, Owner};
use crate::config::Policy;
use crate::markdown::inline::{self, PieceKind};
use crate::outline::{Field, Item, Outline, Scope, Section, Table, TableRow, cell};
use crate::plan::date::{DateReading, date_remark, read_date};
use crate::plan::decision::{denies_standing, is_taken_back_by, read_decision};

use crate::plan::log::{
    self, Beside, Column, Decision, Form, LogRow, Named, Naming, Point, Route, RowState, words_of_reason,
};
use crate::plan::people::people;
use crate::plan::pointers::{without_pointers, without_sources};
use crate::plan::stage::StageNames;
use crate::plan::value::{Value, ValueState};
use crate::template::record::part_among;
use crate::template::{Slot, Template};
use crate::text::{Source, Span, fold};
use crate::words::decisions::{is_denial, is_denying_line};
use std::borrow::Cow;

/// A file with the log of one plan or of several.
#[derive(Debug)]
pub struct LogFile {
    /// The file.
    pub source: Source,
    outline: Outline,
}

impl LogFile {
    /// Reads the file. Never fails.
    pub fn read(source: Source, policy: &Policy) -> LogFile {
        LogFile { outline: Outline::parse(&source, policy), source }
    }

    pub(super) fn outline(&self) -> &Outline {
        &self.outline
    }
}

/// Reads the log of one rollout from a file.
pub(super) struct LogReader<'a> {
    pub(super) source: &'a Source,
    pub(super) outline: &'a Outline,
    pub(super) names: &'a StageNames,
    pub(super) template: &'a Template,
    pub(super) policy: &'a Policy,
    /// The rollout whose entries are wanted. `None` in the plan itself, where all entries are its
    /// own.
    pub(super) owner: Option<Owner<'a>>,
}

/// An entry of the log that is no row of a table, with the rollout that it belongs to.
pub(super) struct Entry {
    pub(super) row: LogRow,
    pub(super) belongs: Belongs,
    pub(super) naming: Naming,
    pub(super) form: Form,
    /// The list of an item, or the section around a heading.
    pub(super) group: usize,
    /// Whether it has a day, a step and a word for the decision, so that it can be nothing else.
    pub(super) is_whole: bool,
}

/// An entry by its places, before it is read.
struct Parts {
    /// The row, the heading, or the first line of the item.
    span: Span,
    /// All of the entry.
    whole: Span,
    lead: Lead,
    /// The cells of a row. Empty in the other forms.
    cells: Vec<Span>,
    /// Whether a row has too few or too many cells.
    uneven: bool,
    /// The name above it that says that it is not decided.
    denied_above: Option<Span>,
}

impl LogReader<'_> {
    /// The rollout that the headings around a section name, and the level of the heading that names
    /// it.
    pub(super) fn named_above(&self, section: usize) -> (Belongs, u8) {
        let Some(owner) = self.owner else { return (Belongs::Here, 0) };
        let headings = self.outline.sections_around(section).map(|section| &self.outline.sections[section]);
        // A name is short, but a heading may have any length.
        let title = |section: &Section| section.title.chars().take(LONGEST_NAME).collect::<String>();
        let named = headings.map(|section| (owner.mentions(&title(section)), section.level));
        named.into_iter().find(|(belongs, _)| *belongs != Belongs::Unnamed).unwrap_or((Belongs::Unnamed, 0))
    }

    /// The innermost section around a place.
    pub(super) fn section_at(&self, place: Span) -> Option<usize> {
        let sections = &self.outline.sections;
        sections.partition_point(|section| section.span.start <= place.start).checked_sub(1)
    }

    // --- the table ---

    /// The entry that a row of a table is.
    pub(super) fn table_row(
        &self,
        row: &TableRow,
        table: &Table,
        columns: &[Column],
        denied_above: Option<Span>,
    ) -> LogRow {
        let mut lead = Lead::default();
        for (index, column) in columns.iter().enumerate() {
            match lead.part_mut(*column) {
                Some(part) => *part = Some(cell(row, index)),
                None if *column == Column::Standing => lead.standing.push(cell(row, index)),
                None => {}
            }
        }
        let cells = row.cells.clone();
        let uneven = cells.len() != table.header.len();
        self.row(Parts { span: row.span, whole: row.span, lead, uneven, cells, denied_above })
    }

    // --- a heading for each entry ---

    /// The entries that have a heading each.
    pub(super) fn headings(&self, is_log: &[bool]) -> Vec<Entry> {
        let sections = &self.outline.sections;
        let words = Words { names: self.names, policy: self.policy, brackets: &self.template.log_brackets };
        let mut entries = Vec::new();
        let mut at = 1;
        while at < sections.len() {
            let section = &sections[at];
            at += 1;
            let is_below = is_log[at - 1] && section.parent.is_some_and(|parent| is_log[parent]);
            if !is_below || section.level < 2 || section.heading.is_empty() {
                continue;
            }
            let heading = self.without_link(section.heading);
            let lead = shifted(words.lead(self.source.slice(heading), FirstLine::Heading), heading.start);
            let body = self.body(section.heading, section.span.end);
            // The text of a subsection is no part of the entry, unless the subsection's heading is
            // one of the labels.
            let direct = sections.get(at).map_or(body.end, |next| next.span.start.min(body.end)).max(body.start);
            let direct = Span::new(body.start, direct);
            let fields = self.fields_in(direct);
            let below: Vec<usize> = (at..sections.len())
                .take_while(|index| sections[*index].span.start < section.span.end)
                .take(MOST_PARTS)
                .collect();
            let Some(parts) = self.with_fields(lead, fields, &below, direct) else { continue };
            let span = section.span.start.min(section.heading.start);
            let (span, whole) =
                (Span::new(span, section.heading.end), Span::new(span, body.end.max(section.heading.end)));
            let parent = section.parent.unwrap_or(0);
            let denied_above = self.denied_above(Scope { section: parent, label: None });
            let parts = Parts { span, whole, lead: parts, cells: Vec::new(), uneven: false, denied_above };
            entries.push(self.entry(parts, parent, (Form::Headings, parent)));
            at = sections.partition_point(|other| other.span.start < section.span.end).max(at);
        }
        entries
    }

    /// The text of a line, which may be a link as a whole.
    fn without_link(&self, line: Span) -> Span {
        let mut pieces = inline::pieces(self.source.slice(line)).map(|piece| piece.kind);
        match (pieces.next(), pieces.next()) {
            (Some(PieceKind::Link { text, .. }), None) => text.shifted(line.start),
            _ => line,
        }
    }

    /// The text below the first line of an entry, up to a horizontal rule. The rule ends the entry.
    fn body(&self, lead: Span, end: usize) -> Span {
        let is_underlined = |number: u32| {
            let line = self.source.slice(self.source.line_span(number)).trim();
            !line.is_empty() && ["-", "="].iter().any(|mark| line.replace(mark, "").is_empty())
        };
        let next = self.source.line(lead.end) + 1;
        let is_marked = self.source.slice(self.source.line_span(self.source.line(lead.start))).contains('#');
        let first = if !is_marked && is_underlined(next) { next + 1 } else { next };
        let start = self.source.line_span(first).start.max(lead.end).min(end);
        let mut last = lead.end;
        let mut is_blank = false;
        for number in first..=self.source.line_count() {
            let line = self.source.line_span(number);
            if line.start >= end || line.start < start {
                break;
            }
            let text = self.source.slice(Span::new(line.start, line.end.min(end)));
            let bare = text.trim();
            let is_rule = bare.len() > 2 && ["-", "*", "_"].iter().any(|mark| bare.replace(mark, "").trim().is_empty());
            if is_rule && is_blank {
                break;
            }
            is_blank = bare.is_empty();
            if !is_blank {
                last = line.start + text.trim_end().len();
            }
        }
        Span::new(start.min(last), last)
    }

    /// The fields in a place, in the order of the text.
    fn fields_in(&self, place: Span) -> &[Field] {
        let fields = &self.outline.fields;
        let first = fields.partition_point(|field| field.label_span.start < place.start);
        let last = fields.partition_point(|field| field.label_span.start < place.end);
        &fields[first..last.max(first)]
    }

    /// The parts of an entry, with those from its labels and subheadings. `None` when the entry is
    /// no decision about a stage.
    fn with_fields(&self, mut lead: Lead, fields: &[Field], below: &[usize], body: Span) -> Option<Lead> {
        let sections = &self.outline.sections;
        let mut first_label = body.end;
        let mut has_field = (false, false, false);
        for field in fields.iter().take(MOST_PARTS) {
            let part = part_among(&field.key, self.policy);
            if part == Column::Standing {
                lead.standing.push(field.value);
            }
            let Some(place) = lead.part_mut(part) else { continue };
            first_label = first_label.min(self.source.line_span(self.source.line(field.label_span.start)).start);
            let is_new = place.is_none_or(|known| known.start < body.start);
            if is_new {
                *place = Some(match part {
                    Column::Rationale if field.value.is_empty() => self.text_behind(field, fields, body),
                    Column::DecidedBy if field.value.is_empty() => self.signers_behind(field, fields, body),
                    _ => field.value,
                });
            } else {
                lead.again.push((part, field.value));
            }
            has_field.0 |= part == Column::Date;
            has_field.1 |= part == Column::Stage;
            has_field.2 |= part == Column::Decision;
        }
        for section in below.iter().map(|section| &sections[*section]) {
            let Some(place) = lead.part_mut(part_among(&section.key, self.policy)) else { continue };
            first_label = first_label.min(section.span.start);
            let text = self.body(section.heading, section.span.end);
            place.get_or_insert(self.trimmed(text));
        }
        // A decision about a stage names the stage, or has a word for the decision. A day alone may
        // be a heading of anything.
        let decides = |span: Option<Span>| {
            span.is_some_and(|span| {
                Decision::read_word(&inline::said(self.source.slice(span)), &self.policy.decisions).is_some()
            })
        };
        let has_word = lead.has_word || (has_field.2 && decides(lead.decision));
        let has_step = lead.has_arrow || has_field.1;
        let is_note = lead.is_note && fields.is_empty() && below.is_empty();
        if is_note || !((lead.date.is_some() && (has_step || has_word)) || (has_step && has_word)) {
            return None;
        }
        let before = self.trimmed(Span::new(body.start.min(first_label), first_label));
        let last = fields.last().map_or(body.end, |field| field.value.end.min(body.end));
        let mut own_words =
            if before.is_empty() && below.is_empty() { self.trimmed(Span::new(last, body.end)) } else { before };
        if lead.decided_by.is_none()
            && let Some((people, others)) = self.signers(own_words)
        {
            lead.decided_by = Some(people);
            own_words = others;
        }
        if lead.rationale.is_none() && !own_words.is_empty() {
            lead.rationale = Some(own_words);
        }
        (lead.has_arrow, lead.has_word) = (has_step, has_word);
        lead.standing.extend(self.denying_lines(fields, body));
        let is_person =
            |last: &&Span| Some(**last) != lead.decision && !is_denial(&inline::said(self.source.slice(**last)));
        if let (None, Some(last)) = (lead.decided_by, lead.rest.last().filter(is_person)) {
            lead.decided_by = Some(*last);
        }
        Some(lead)
    }

    /// The lines below the first one of an entry that say that it is not taken. What stands behind
    /// a label is its own, and a choice counts by its box.
    fn denying_lines(&self, fields: &[Field], body: Span) -> Vec<Span> {
        let lines = self.source.line(body.start)..=self.source.line(body.end);
        let places = lines.map(|number| self.source.line_span(number));
        let places = places.filter(|line| body.start <= line.start && line.end - line.start <= LONGEST_LINE);
        let is_plain = |line: &Span| {
            let last = fields.iter().take_while(|field| field.label_span.start < line.end).last();
            last.is_none_or(|field| !field.value.is_empty() && field.value.end <= line.start)
        };
        let plain = places.map(|line| self.trimmed(line)).filter(|line| !line.is_empty() && is_plain(line));
        let is_denial = |line: &Span| {
            let text = self.source.slice(*line);
            !text.starts_with('[') && is_denying_line(&inline::said(&inline::kept(text)))
        };
        plain.filter(is_denial).collect()
    }

    /// The text below a label without a value, up to the next label.
    pub(super) fn text_behind(&self, field: &Field, fields: &[Field], body: Span) -> Span {
        let next = fields.iter().map(|other| other.label_span.start).find(|start| *start > field.label_span.start);
        let end = next.map_or(body.end, |start| self.source.line_span(self.source.line(start)).start).min(body.end);
        let found = self.trimmed(Span::new(field.value.start.min(end), end));
        if found.is_empty() { field.value } else { found }
    }

    /// A place without the white space and the marks of items, quotes and emphasis at its ends.
    pub(super) fn trimmed(&self, place: Span) -> Span {
        let text = self.source.slice(place);
        let text = text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '*' | '>' | '+'));
        let start = place.end - text.len();
        Span::new(
            start,
            start + text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '*' | '>')).len(),
        )
    }

    // --- a list with an item for each entry ---

    /// The entries that are an item of a list each.
    pub(super) fn items(&self, is_log: &[bool]) -> Vec<Entry> {
        let words = Words { names: self.names, policy: self.policy, brackets: &self.template.log_brackets };
        let items = &self.outline.items;
        let mut entries = Vec::new();
        for (index, item) in items.iter().enumerate().filter(|(_, item)| item.depth == 1 && is_log[item.scope.section])
        {
            let nested = items[index + 1..].iter().take_while(|other| other.depth > 1).last();
            let whole = nested.map_or(item.span, |last: &Item| item.span.to(last.span));
            let text = self.without_link(item.text);
            let lead = self.signed_lead(&words, text);
            let body = Span::new(item.text.end.min(whole.end), whole.end);
            let Some(mut lead) = self.with_fields(lead, self.fields_in(body), &[], body) else { continue };
            lead.standing.extend(item.checkbox.map(|checkbox| checkbox.span));
            let below = self.indented_below(whole.end);
            lead.standing.extend(self.denying_lines(self.fields_in(below), below));
            let line = self.source.line_span(self.source.line(item.span.start));
            let span = Span::new(item.span.start, line.end.clamp(item.span.start, whole.end));
            let denied_above = self.denied_above(item.scope);
            let parts = Parts { span, whole, lead, cells: Vec::new(), uneven: false, denied_above };
            entries.push(self.entry(parts, item.scope.section, (Form::List, item.list)));
        }
        entries
    }

    /// The lines behind the text of an item that belong to it: up to one that is not indented.
    fn indented_below(&self, end: usize) -> Span {
        let first = self.source.line(end) + 1;
        let lines = (first..=self.source.line_count()).map(|number| self.source.line_span(number));
        let is_below = |line: &Span| line.is_empty() || self.source.slice(*line).starts_with([' ', '\t']);
        lines.take_while(is_below).fold(Span::at(end), Span::to)
    }

    // --- all forms ---

    /// An entry in a section, with the rollout that it belongs to.
    fn entry(&self, mut parts: Parts, section: usize, (form, group): (Form, usize)) -> Entry {
        let (above, level) = self.named_above(section);
        let mut belongs = above;
        let mut naming =
            if above == Belongs::Here && self.owner.is_some() { Naming::Heading { level } } else { Naming::Silent };
        if let Some(owner) = self.owner {
            let named = parts.lead.rollout.map(|span| owner.names(&inline::said(self.source.slice(span))));
            // An ID in the first line names the rollout, too.
            let line = self.source.slice(parts.span);
            let mentioned = owner.mentions(line);
            if let Some(named) = named.filter(|named| *named != Belongs::Unnamed) {
                (belongs, naming) = (named, Naming::Entry);
            } else if mentioned != Belongs::Unnamed {
                (belongs, naming) = (mentioned, Naming::Entry);
                parts.lead.rollout = owner.id_in(line).map(|id| id.shifted(parts.span.start));
            } else if let Some(title) = self.title_in(&parts).filter(|_| above == Belongs::Unnamed) {
                (belongs, naming) = (Belongs::Here, Naming::Entry);
                parts.lead.rollout = Some(title);
            } else if above == Belongs::Elsewhere {
                naming = Naming::Heading { level };
            }
        }
        self.read_remarks(&mut parts.lead);
        let (has_word, has_arrow) = (parts.lead.has_word, parts.lead.has_arrow);
        let row = self.row(parts);
        let has_step = has_arrow || self.halts_at_stage(&row);
        Entry { is_whole: has_word && has_step && row.day.day().is_some(), row, belongs, naming, form, group }
    }

    /// Whether an entry stays at one stage, or goes back to it, and calls it by its word or its
    /// name: `Stage 2: Hold`. A number alone may be that of anything.
    fn halts_at_stage(&self, row: &LogRow) -> bool {
        let name = &row.stage.text;
        let halts = row.verb.is_some_and(|verb| !verb.is_forward()) && matches!(row.route, Route::At(Point::Stage(_)));
        halts && name.contains(char::is_alphabetic) && self.names.is_stage(&fold(name))
    }

    /// The title of the rollout in the first line of an entry, between two of its signs. A title
    /// may have the words of a stage or of a decision, whose places are known by then.
    fn title_in(&self, parts: &Parts) -> Option<Span> {
        let title = self.owner?.title.filter(|title| !title.trim().is_empty())?;
        let line = self.source.slice(parts.span);
        let is_sign = |c: char| matches!(c, ':' | '：' | ',' | ';' | '|' | '·' | '•' | '—' | '–' | '-' | '#' | '*');
        let others = [parts.lead.date, parts.lead.stage, parts.lead.decision];
        line.match_indices(title).map(|(at, title)| Span::new(at, at + title.len())).find_map(|place| {
            let (before, behind) = (line[..place.start].trim_end(), line[place.end..].trim_start());
            let is_alone = (before.is_empty() || before.ends_with(is_sign)) && behind.starts_with(is_sign);
            let place = place.shifted(parts.span.start);
            let is_other = others.iter().flatten().any(|other| other.start < place.end && place.start < other.end);
            (is_alone && !is_other).then_some(place)
        })
    }

    /// Reads an entry.
    fn row(&self, parts: Parts) -> LogRow {
        let Parts { span, whole, lead, cells, uneven, denied_above } = parts;
        let Template { log_day, log_words, .. } = self.template;
        // A missing part is read as an empty one behind the first line.
        let place = |part: Option<Span>| part.unwrap_or(Span::at(span.end));
        let is_struck = self.is_struck(place(lead.date));
        // A row that is struck out is known by what it said.
        let is_written = cells.is_empty();
        let said_of = |span: Span| match is_struck {
            true => Cow::Borrowed(self.source.slice(span)),
            false => match self.kept(span, is_written) {
                Cow::Borrowed(kept) => without_sources(kept),
                Cow::Owned(kept) => Cow::Owned(without_sources(&kept).into_owned()),
            },
        };
        let text_of = |span: Span| match said_of(span) {
            Cow::Borrowed(said) => without_pointers(said),
            Cow::Owned(said) => Cow::Owned(without_pointers(&said).into_owned()),
        };
        let read_text = |part: Option<Span>, line: &str, slot: &Slot| {
            Value::read_line(self.source, place(part), line, slot, self.policy)
        };
        let read = |part: Option<Span>, slot: &Slot| read_text(part, &text_of(place(part)), slot);
        let date = read(lead.date, log_day);
        let stage = read(lead.stage, log_words);
        let decision = read(lead.decision, log_words);
        // A reason may be a link, and is shown as it is written.
        let rationale = read_text(lead.rationale, &said_of(place(lead.rationale)), log_words);
        let bare = inline::visible(&text_of(place(lead.rationale))).into_owned();
        let reason = [&rationale.text, &bare].map(|text| words_of_reason(text));
        let mut decided_by = read(lead.decided_by, log_words);
        let day = if date.is_filled() { read_date(&date.text) } else { DateReading::None };
        let route = if stage.is_open() { Route::Open } else { self.names.read_route(&stage.text) };
        let beside_stage = self.names.route_remark(&stage.text);
        // A second outcome may be anything but a decision.
        let decides = |span: Span| Decision::read_word(&inline::said(&text_of(span)), &self.policy.decisions);
        let said_twice = lead.again.iter().filter(|(part, _)| *part == Column::Decision).map(|(_, span)| span);
        let mut said_twice = said_twice.filter(|span| decides(**span).is_some_and(|decision| !decision.is_forward()));
        let mut standing = lead.standing.iter().filter(|span| denies_standing(&text_of(**span), self.policy));
        let denial = standing.next().or_else(|| said_twice.next()).or(denied_above.as_ref());
        let taken_back = match denial {
            Some(denial) => Some((*denial, inline::said(&text_of(*denial)))),
            None if route.target().is_some() && is_taken_back_by(&text_of(stage.span), &beside_stage) => {
                Some((stage.span, stage.text.clone()))
            }
            None => lead.is_taken_back.then(|| (stage.span, stage.text.clone())),
        };
        let verb = match decision.is_open() {
            true => None,
            false => read_decision(&text_of(decision.span), self.policy, self.names)
                .filter(|verb| !verb.is_forward() || taken_back.is_none()),
        };
        let cell = text_of(decided_by.span);
        let Named { names: deciders, roles, remarks, .. } = log::people_of(&mut decided_by, &cell);
        let mut beside = Beside {
            date: date_remark(&date.text),
            stage: beside_stage,
            decision: words_of(&Decision::remark(&decision.text, &self.policy.decisions, &|name| {
                self.names.is_stage(name)
            }))
            .into_iter()
            .chain(lead.remarks.iter().flat_map(|remark| words_of(&fold(&inline::visible(&text_of(*remark))))))
            .collect(),
            roles,
            deciders: remarks,
        };
        for (part, span) in &lead.again {
            let words = words_of(&fold(&inline::visible(&text_of(*span))));
            let is_known = |name: &String| deciders.iter().any(|known| fold(known) == fold(name));
            match part {
                Column::Date => beside.date.extend(words),
                Column::Stage => beside.stage.extend(words),
                Column::DecidedBy if people(&text_of(*span)).names.iter().all(is_known) => {}
                Column::DecidedBy => beside.deciders.extend(words),
                Column::Decision if decides(*span).is_none() => {}
                _ => beside.decision.extend(words),
            }
        }
        let people = deciders.iter().map(|name| self.policy.person(name)).collect();
        let is_untouched = |value: &Value| matches!(value.state, ValueState::Empty | ValueState::Placeholder { .. });
        let state = if is_struck {
            RowState::Struck
        } else if day.day().is_some() {
            RowState::Recorded
        } else if is_untouched(&date) && is_untouched(&rationale) && is_untouched(&decided_by) {
            RowState::Template
        } else {
            RowState::Pending
        };
        let values = [lead.date, lead.stage, lead.decision, lead.rationale, lead.decided_by];
        let lacks_a_part = values.contains(&None);
        let cells = if cells.is_empty() { values.into_iter().flatten().collect() } else { cells };
        LogRow {
            span,
            whole,
            state,
            date,
            day,
            stage,
            route,
            decision,
            verb,
            taken_back,
            rationale,
            reason,
            decided_by,
            deciders,
            people,
            beside,
            rollout: lead.rollout,
            lacks_a_part,
            uneven,
            cells: cells.iter().map(|cell| fold(&inline::visible(self.source.slice(*cell)))).collect(),
        }
    }

    /// The text of a place without what is struck through there. In a heading or an item the marks
    /// may stand around more than the place.
    fn kept(&self, span: Span, is_written: bool) -> Cow<'_, str> {
        let line = self.source.line_span(self.source.line(span.start));
        if !is_written || span.end > line.end {
            return inline::kept(self.source.slice(span));
        }
        let place = Span::new(span.start - line.start, span.end - line.start);
        match inline::kept(self.source.slice(line)) {
            Cow::Borrowed(line) => Cow::Borrowed(place.of(line)),
            Cow::Owned(line) => Cow::Owned(place.of(&line).to_owned()),
        }
    }

    /// Whether an entry is struck out, by its date. The marks may be around more than the date.
    fn is_struck(&self, date: Span) -> bool {
        let line = self.source.line_span(self.source.line(date.start));
        if date.is_empty() || date.end > line.end {
            return false;
        }
        let place = Span::new(date.start - line.start, date.end - line.start);
        inline::struck(self.source.slice(line)).iter().any(|struck| struck.contains(place))
    }
}

/// The parts of a decision in a line, as if it was an item of a list.
pub(super) fn first_line(reader: &LogReader, line: &str) -> Lead {
    let words = Words { names: reader.names, policy: reader.policy, brackets: &reader.template.log_brackets };
    words.lead(line, FirstLine::Item)
}

/// The words of a folded text.
fn words_of(folded: &str) -> Vec<String> {
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The largest number of labels, and of subheadings, that is read of one entry.
const MOST_PARTS: usize = 100;

/// The length of the longest line that is read as a remark to an entry, in bytes.
pub(super) const LONGEST_LINE: usize = 200;

/// How much of a heading is searched for the name of a rollout, in characters.
const LONGEST_NAME: usize = 300;

/// The parts of a line that begins at an offset, by their places in the file.
pub(super) fn shifted(lead: Lead, by: usize) -> Lead {
    let shift = |span: Option<Span>| span.map(|span| span.shifted(by));
    Lead {
        date: shift(lead.date),
        stage: shift(lead.stage),
        decision: shift(lead.decision),
        rationale: shift(lead.rationale),
        decided_by: shift(lead.decided_by),
        rollout: shift(lead.rollout),
        rest: lead.rest.into_iter().map(|span| span.shifted(by)).collect(),
        head: lead.head.shifted(by),
        standing: lead.standing.into_iter().map(|span| span.shifted(by)).collect(),
        again: lead.again.into_iter().map(|(part, span)| (part, span.shifted(by))).collect(),
        ..lead
    }
}
