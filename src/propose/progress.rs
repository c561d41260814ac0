//! How far the stages of a plan are is no matter of its template: each plan begins before its first
//! stage.

use super::drafter::Drafter;
use crate::edit::status::{planned_for, planned_like};
use crate::markdown::inline;
use crate::outline::{BoxForm, Item, TableRow};
use crate::plan::date::read_date;
use crate::plan::status::{Numbers, StatusForm, read_progress};
use crate::template::Place;
use crate::text::Span;
use crate::words::status::marks;
use crate::words::tables::STATES;

impl Drafter<'_> {
    /// Says in the template that nothing has begun, wherever the plan says how far its stages are.
    pub(super) fn forget_progress(&mut self) {
        let (plan, outline) = (self.standing.plan(), self.outline);
        for reading in plan.statuses.iter().filter(|reading| reading.form != StatusForm::List) {
            let is_heading = |span: Span| plan.stages.iter().any(|stage| stage.heading == span);
            for entry in reading.entries.iter().filter(|entry| !entry.is_box && !is_heading(entry.span)) {
                if reading.form == StatusForm::Line || says_how_far(&entry.text) {
                    self.put(entry.span, planned_for(reading, entry));
                }
            }
        }
        for field in outline.fields.iter().filter(|field| STATES.has(&field.key)) {
            let text = inline::said(self.source.slice(field.value));
            if !self.in_heading(field) && says_how_far(text.trim()) {
                self.put(field.value, planned_like(text.trim()));
            }
        }
        for item in &outline.items {
            self.forget_in_item(item);
        }
        for row in outline.tables.iter().flat_map(|table| &table.rows) {
            self.take_signs_off(row);
        }
        self.take_lines_out();
        self.take_history_out();
    }

    /// Says of the stage that an item names that it has not begun. A sign goes, and a word behind
    /// the last separator becomes another one: `Stage 2: Beta — in progress`.
    fn forget_in_item(&mut self, item: &Item) {
        let first = self.source.slice(item.text).lines().next().unwrap_or_default();
        let line = Span::new(item.text.start, item.text.start + first.len());
        let names = &self.standing.plan().names;
        let is_about = |text: &str| names.about(&inline::said(text), Numbers::Count).is_some();
        if !is_about(first) {
            return;
        }
        let sign = match item.checkbox.filter(|sign| sign.form == BoxForm::Doubtful && sign.is_ticked) {
            Some(sign) if !self.boxes.contains(&item.list) => Span::new(sign.span.start, line.start),
            _ => self.sign_at(line),
        };
        self.put(sign, "");
        let Some(cut) = [": ", " — ", " – ", " - ", " ("].iter().filter_map(|cut| first.rfind(cut)).max() else {
            return;
        };
        let behind = &first[cut..];
        let text = behind.trim_matches(around_a_remark);
        let start = line.start + cut + (behind.len() - behind.trim_start_matches(around_a_remark).len());
        if is_about(&first[..cut]) && says_how_far(&inline::said(text)) {
            self.put(Span::new(start, start + text.len()), planned_like(&inline::said(text)));
        }
    }

    /// Takes the signs for a status off a row about a stage: before its name, and alone in a cell.
    fn take_signs_off(&mut self, row: &TableRow) {
        let names = &self.standing.plan().names;
        let is_about = |text: &str| names.about(&inline::said(text), Numbers::Count).is_some();
        let rests = row.cells.iter().map(|cell| {
            let sign = self.sign_at(*cell);
            (sign, self.source.slice(Span::new(sign.end, cell.end)))
        });
        let rests: Vec<(Span, &str)> = rests.collect();
        if rests.iter().any(|(_, rest)| is_about(rest)) {
            for (sign, rest) in rests {
                if rest.trim().is_empty() || is_about(rest) {
                    self.put(sign, "");
                }
            }
        }
    }

    /// The sign for a status at the start of a text, with the space behind it.
    fn sign_at(&self, span: Span) -> Span {
        let text = self.source.slice(span);
        let signs = marks().filter(|mark| mark.is_sign() && !mark.text.is_ascii());
        let sign = signs.map(|mark| mark.text).filter(|sign| text.starts_with(sign)).map(str::len).max();
        let Some(sign) = sign else { return Span::at(span.start) };
        let rest = text[sign..].trim_start_matches(['\u{fe0f}', ' ']);
        Span::new(span.start, span.end - rest.len())
    }

    /// Takes out the lines of a stage that say how far it is and nothing else.
    fn take_lines_out(&mut self) {
        let stages: Vec<Span> = self.found.iter().map(|(index, _)| self.outline.sections[*index].span).collect();
        for stage in stages {
            // The first line is the heading.
            for number in self.source.line(stage.start) + 1..=self.source.line(stage.end) {
                let line = self.source.line_span(number);
                let text = self.source.slice(line);
                let is_text = text.starts_with("**") || !text.trim_start().starts_with(['|', '#', '-', '*', '+']);
                if stage.contains(line) && is_text && !text.contains(':') && says_how_far(inline::said(text).trim()) {
                    self.put(Span::new(line.start, self.source.line_span(number + 1).start), "");
                }
            }
        }
    }

    /// Takes out the lists that tell what was done on which day.
    fn take_history_out(&mut self) {
        let today = self.standing.today;
        let items: Vec<&Item> = self.outline.items.iter().filter(|item| item.depth == 1).collect();
        for list in items.chunk_by(|one, other| one.list == other.list) {
            let is_past = |item: &&Item| {
                let text = inline::said(self.source.slice(item.text));
                let word = text.split_whitespace().next().unwrap_or_default();
                let day = read_date(word.trim_matches(|c: char| !c.is_alphanumeric())).day();
                item.checkbox.is_none() && day.is_some_and(|day| day <= today)
            };
            let is_outside = |item: &Item| matches!(self.places[item.scope.section], Place::Section(_));
            if is_outside(list[0]) && list.iter().all(is_past) {
                let (first, last) = (list[0].span, list[list.len() - 1].span);
                let start = self.source.line_span(self.source.line(first.start)).start;
                let end = self.source.line_span(self.source.line(last.end.max(1) - 1)).end;
                self.put(Span::new(start, end.max(start)), "");
            }
        }
    }
}

/// Whether a text is a word or a sign for how far something is.
fn says_how_far(text: &str) -> bool {
    text.chars().any(|c| !c.is_ascii_punctuation()) && read_progress(text).is_some()
}

/// The signs around a remark behind a name.
fn around_a_remark(c: char) -> bool {
    c.is_whitespace() || "():—–-".contains(c)
}
