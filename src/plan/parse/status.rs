//! Where the plan says how far its stages are: in tables, in lists with boxes, in the sections of
//! the stages, in a line.

use super::reader::Reader;
use crate::markdown::inline;
use crate::outline::{CheckBox, Field, Item, Look, Scope, Table, TableRow, cell, inline_boxes};
use crate::plan::Declared;
use crate::plan::status::{Numbers, Progress, StatusEntry, StatusForm, StatusReading, read_progress};
use crate::stage_number::StageNumber;
use crate::template::Place;
use crate::template::record::{Column, log_sections, opens};
use crate::text::{Span, fold, one_line};
use crate::words::labels::meaning;
use crate::words::stages::TIMES as STAGE_TIMES;
use crate::words::status::{
    ASIDE, ASIDE_ANYWHERE, MESSAGES, OVERVIEWS, OVERVIEWS_ANYWHERE, WrittenIn, speaks_of, status,
};
use crate::words::tables::{COUNTS, STATES};
use crate::words::ticks::{INSIDE, Mark};
use std::borrow::Cow;

impl Reader<'_> {
    /// The places where the plan says how far its stages are. What declares a stage is none of
    /// them.
    pub(super) fn statuses(&self, declared: Option<&Declared>) -> Vec<StatusReading> {
        if self.found.len() < 2 {
            return Vec::new();
        }
        let no_logs = self.outline.tables.iter().zip(&self.is_log).filter(|(_, is_log)| !**is_log);
        let mut readings: Vec<StatusReading> = no_logs.flat_map(|(table, _)| self.status_table(table)).collect();
        readings.extend(self.status_lists());
        readings.extend(self.status_sections(declared));
        readings.extend(self.status_line(declared));
        let said = self.status_sentences(&readings, declared);
        readings.extend(said);
        readings
    }

    /// A table in which each row is one stage, in their order, with a column for the status, or
    /// with columns of boxes that are each called by a status; or each column a stage, with a row
    /// for it.
    fn status_table(&self, table: &Table) -> Vec<StatusReading> {
        if !self.may_be_overview(table) {
            return Vec::new();
        }
        let of = |cells: Vec<(StageNumber, Span)>, read: &dyn Fn(StageNumber, Span) -> StatusEntry| StatusReading {
            form: StatusForm::Table,
            entries: cells.into_iter().map(|(stage, cell)| read(stage, cell)).collect(),
        };
        let entry = |stage, cell| self.entry(stage, cell);
        if let Some(status) = table.header.iter().position(|header| STATES.has(&header.key)) {
            return self.status_column(table, status).map(|cells| of(cells, &entry)).into_iter().collect();
        }
        if let Some(cells) = self.status_row(table) {
            return vec![of(cells, &entry)];
        }
        let called = table.header.iter().enumerate();
        let called = called.filter_map(|(column, header)| Some((column, self.called_by(&header.key)?)));
        let read = |(column, progress): (usize, Progress)| {
            let cells = self.status_column(table, column)?;
            Some(of(cells, &|stage, cell| self.ticked(stage, cell, progress)))
        };
        let tells = |entry: &StatusEntry| entry.is_box || entry.progress.is_reached();
        called.filter_map(read).filter(|reading| reading.entries.iter().any(tells)).collect()
    }

    /// Whether a table may sum up the stages. Where its rows are the stages, each says for itself
    /// how far it is.
    pub(super) fn may_be_overview(&self, table: &Table) -> bool {
        let is_message = || table.header.iter().any(|header| MESSAGES.has(&header.key));
        let is_around = self.is_outside_stages(table.scope) && !self.outline.is_of_stages(table);
        is_around && !self.is_aside(table.scope) && !is_message()
    }

    /// What a cell says of a stage in a column that is called by a status: a box and `yes` say that
    /// it holds. A day may be a plan.
    fn ticked(&self, stage: StageNumber, cell: Span, progress: Progress) -> StatusEntry {
        match self.only_box(cell, Look::Everything) {
            Some(checkbox) => self.boxed(stage, checkbox, progress),
            None => {
                let text = inline::said(self.source.slice(cell)).trim().to_owned();
                let progress = if says_yes(&text) { progress } else { Progress::Unclear };
                StatusEntry { stage, progress, text, span: cell, is_box: false }
            }
        }
    }

    /// The progress that a header or a label is called by: `Live`, `Started`.
    fn called_by(&self, key: &str) -> Option<Progress> {
        let progress = Progress::of(status(self.policy.canonical(key), WrittenIn::Stage)?);
        Some(progress).filter(|progress| progress.is_reached())
    }

    /// What a box says of a stage: how far it is when the box is ticked. An open one says no more
    /// than that this does not hold.
    fn boxed(&self, stage: StageNumber, checkbox: CheckBox, ticked: Progress) -> StatusEntry {
        let progress = if checkbox.is_ticked { ticked } else { Progress::Unclear };
        let text = self.source.slice(checkbox.span).to_owned();
        StatusEntry { stage, progress, text, span: checkbox.span, is_box: true }
    }

    /// The box that is all there is in a cell or a value.
    fn only_box(&self, span: Span, look: Look) -> Option<CheckBox> {
        match &inline_boxes(self.source, span, look)[..] {
            [only] if !only.label.chars().any(char::is_alphanumeric) => Some(only.checkbox),
            _ => None,
        }
    }

    /// The cells of a column for the status, or for something else, each with the stage of its row.
    pub(super) fn status_column(&self, table: &Table, status: usize) -> Option<Vec<(StageNumber, Span)>> {
        // A number, a sign or a time may stand before the name.
        let is_before = |key: &str| {
            let is_time = STAGE_TIMES.any_opens(key) || opens(key, Column::Date);
            key.is_empty() || COUNTS.has(key) || (is_time && !self.is_stage_word(key))
        };
        let column =
            table.header.iter().position(|header| !is_before(&header.key)).filter(|column| *column != status)?;
        let numbers = match self.is_stage_word(&table.header[column].key) {
            true => Numbers::NameStages,
            false => Numbers::Count,
        };
        let text = |row: &TableRow| inline::said(self.source.slice(cell(row, column)));
        let stages = in_order(table.rows.iter().map(|row| self.names.about(&text(row), numbers)))?;
        Some(stages.into_iter().zip(table.rows.iter().map(|row| cell(row, status))).collect())
    }

    /// The cells of a row for the status, each with the stage of its column.
    fn status_row(&self, table: &Table) -> Option<Vec<(StageNumber, Span)>> {
        let name =
            |row: &TableRow| fold(inline::visible(self.source.slice(cell(row, 0))).trim_end_matches([':', '：']));
        let row = table.rows.iter().find(|row| STATES.has(self.policy.canonical(&name(row))))?;
        let stages =
            in_order(table.header.iter().skip(1).map(|header| self.names.about(&header.text, Numbers::Count)))?;
        Some(stages.into_iter().enumerate().map(|(place, stage)| (stage, cell(row, place + 1))).collect())
    }

    /// The lists in which each item is one stage, with a box, a sign or a word for how far it is.
    fn status_lists(&self) -> Vec<StatusReading> {
        let mut readings = Vec::new();
        let items: Vec<&Item> = self.outline.items.iter().filter(|item| item.depth == 1).collect();
        for items in items.chunk_by(|one, other| one.list == other.list) {
            let scope = items[0].scope;
            if !self.is_outside_stages(scope) {
                continue;
            }
            let text = |item: &Item| {
                let lines = self.source.slice(item.text);
                inline::said(lines.lines().next().unwrap_or(lines)).trim().to_owned()
            };
            // Most lists end here, at their first item.
            let named = in_order(items.iter().map(|item| self.names.about(&text(item), Numbers::Count)));
            let Some(stages) = named.filter(|_| self.is_overview(scope)) else { continue };
            let entries: Vec<StatusEntry> =
                stages.into_iter().zip(items).map(|(stage, item)| self.item(stage, item, text(item))).collect();
            if entries.iter().any(|entry| entry.is_box || entry.progress.is_reached()) {
                readings.push(StatusReading { form: StatusForm::List, entries });
            }
        }
        readings
    }

    /// What an item says of a stage. A box that is open says nothing of a stage that is under way.
    fn item(&self, stage: StageNumber, item: &Item, text: String) -> StatusEntry {
        let said = self.names.read_item(&text);
        match item.checkbox {
            Some(checkbox) if checkbox.is_ticked || !said.is_reached() => self.boxed(stage, checkbox, Progress::Done),
            _ => StatusEntry { stage, progress: said, text, span: item.text, is_box: false },
        }
    }

    /// What the sections of the stages say of them: the first field for the status, else a mark in
    /// the heading.
    fn status_sections(&self, declared: Option<&Declared>) -> Option<StatusReading> {
        let mut entries = Vec::new();
        for (position, (section, heading)) in self.found.iter().enumerate() {
            let span = self.outline.sections[*section].heading;
            if let Some(field) = self.status_field(position) {
                entries.push(self.entry(heading.number, field.value));
                continue;
            }
            let own = self.fields_in(*section).map(|(_, field)| field);
            let own = own.filter(|field| self.is_own(field.scope, *section) && !field.value.is_empty());
            let called = own.filter_map(|field| Some((field, self.called_by(&field.key)?)));
            let mut called = called.map(|(field, progress)| self.ticked(heading.number, field.value, progress));
            if let Some(entry) = called.find(|entry| entry.progress.is_reached()) {
                entries.push(entry);
                continue;
            }
            // Before its time a sign in a heading is decoration.
            let said = heading.said.as_ref().filter(|_| declared.is_none_or(|declared| declared.span != span));
            let said = said.map(|(mark, status)| (mark, Progress::of(*status)));
            if let Some((mark, progress)) = said.filter(|(_, progress)| progress.is_reached()) {
                let (stage, text) = (heading.number, mark.clone());
                entries.push(StatusEntry { stage, progress, text, span, is_box: false });
            }
        }
        entries.sort_by_key(|entry| entry.stage);
        (!entries.is_empty()).then_some(StatusReading { form: StatusForm::Sections, entries })
    }

    /// The field in which a stage says how far it is: the first *Status* of its own section, under
    /// no other label, else the first field of another name for it.
    pub(super) fn status_field(&self, position: usize) -> Option<&Field> {
        let section = self.found[position].0;
        let is_state = |field: &&Field| STATES.has(&field.key) && !field.value.is_empty();
        let fields = || self.fields_in(section).map(|(_, field)| field).filter(is_state);
        let mut own = fields().filter(|field| self.is_own(field.scope, section));
        let first = own.next()?;
        std::iter::once(first).chain(own).find(|field| field.key == "status").or(Some(first))
    }

    /// Whether a scope is a section itself. A label with a value of its own heads nothing.
    fn is_own(&self, scope: Scope, section: usize) -> bool {
        scope.section == section && self.outline.labels_around(scope).all(|label| !label.value.is_empty())
    }

    /// The lines of the plan that name the stage which is under way. The first one is the plan's
    /// own. Another one may be about a part of the rollout, and so it is behind nothing.
    fn status_line(&self, declared: Option<&Declared>) -> Vec<StatusReading> {
        let is_line = |field: &&Field| {
            field.key == "status"
                && self.is_outside_stages(field.scope)
                && !field.value.is_empty()
                && !self.is_aside(field.scope)
        };
        let lines = self.outline.fields.iter().filter(is_line).take(MOST_LINES);
        let lines = lines.map(|field| (inline::said(self.source.slice(field.value)), field.value));
        let lines = self.front_matter(|key| key == "status").into_iter().chain(lines);
        let others = lines.filter(|(_, span)| declared.is_none_or(|declared| declared.span != *span));
        let read = |(text, span): (String, Span)| {
            let (stage, progress) = self.names.read_state(&text)?;
            Some(StatusEntry { stage, progress, text, span, is_box: false })
        };
        let mut entries = others.filter_map(read);
        let first = entries.next().map(|entry| StatusReading { form: StatusForm::Line, entries: vec![entry] });
        let mut others: Vec<StatusEntry> = entries.collect();
        others.sort_by_key(|entry| entry.stage);
        let others = (!others.is_empty()).then_some(StatusReading { form: StatusForm::Sections, entries: others });
        first.into_iter().chain(others).collect()
    }

    /// What the sentences and items below a heading or a label for the status say of the stages:
    /// `Stage 2 is live.` What is read already says it once.
    fn status_sentences(&self, others: &[StatusReading], declared: Option<&Declared>) -> Option<StatusReading> {
        let asks = |name: &str| self.names.asks_for_place(meaning(name).unwrap_or(name)).is_some();
        let is_state = |scope: Scope| {
            let is_called = self.names_around(scope).next().is_some_and(asks);
            is_called && self.is_outside_stages(scope) && !self.is_aside(scope)
        };
        let prose = self.outline.prose.iter().filter(|prose| prose.item.is_none());
        let prose = prose.map(|prose| (prose.scope, prose.span, false));
        let items = self.outline.items.iter().filter(|item| item.checkbox.is_none());
        let items = items.map(|item| (item.scope, item.text, item.is_field));
        // The label of an item may be any: `Next: Stage 2`.
        let is_of_stage = |text: Span| {
            let text = inline::visible(self.source.slice(text));
            text.split([':', '：']).next().is_some_and(|label| self.names.is_stage(&fold(label)))
        };
        let known = others.iter().flat_map(|reading| &reading.entries).map(|entry| entry.span);
        let known: Vec<Span> = known.chain(declared.map(|declared| declared.span)).collect();
        let mut last = None;
        let mut is_below = |scope: Scope| match last {
            Some((known, is_one)) if known == scope => is_one,
            _ => last.insert((scope, is_state(scope))).1,
        };
        let below = prose.chain(items).filter(|(scope, ..)| is_below(*scope));
        let may_say = below.filter(|(_, text, is_field)| !is_field || is_of_stage(*text));
        let mut lines: Vec<Span> = may_say.map(|(_, text, _)| text).collect();
        lines.retain(|line| !known.iter().any(|known| line.contains(*known)));
        lines.sort_by_key(|line| line.start);
        let mut entries: Vec<StatusEntry> = Vec::new();
        for entry in lines.into_iter().take(MOST_LINES).flat_map(|line| self.said_in(line)) {
            // The last word about a stage counts.
            entries.retain(|other| other.stage != entry.stage);
            entries.push(entry);
        }
        // Several names and nothing else are a list of the stages.
        let is_name = |entry: &StatusEntry| self.names.find_wholly(&entry.text).is_some();
        if entries.iter().filter(|entry| is_name(entry)).nth(1).is_some() {
            entries.retain(|entry| !is_name(entry));
        }
        entries.sort_by_key(|entry| entry.stage);
        let form = match &entries[..] {
            [] => return None,
            [only] if only.progress == Progress::Begun => StatusForm::Line,
            _ => StatusForm::Sections,
        };
        Some(StatusReading { form, entries })
    }

    /// What each sentence of a text says of a stage. Where an editor may have broken a sentence,
    /// its lines count by themselves only when each says so.
    fn said_in(&self, span: Span) -> Vec<StatusEntry> {
        let text = self.source.slice(span);
        let read = |text: &str| {
            let said = inline::said(text).trim().to_owned();
            let (stage, progress) = (said.len() <= LONGEST_SENTENCE).then(|| self.names.read_state(&said)).flatten()?;
            Some(StatusEntry { stage, progress, text: said, span, is_box: false })
        };
        // A dot inside of a number ends nothing.
        let sentences =
            text.split(". ").flat_map(|part| part.split(".\n")).flat_map(|part| part.split(['。', ';', '；']));
        let lines = |sentence: &str| sentence.trim().lines().map(read).collect::<Option<Vec<_>>>();
        let said = |sentence: &str| read(&one_line(sentence)).map(|entry| vec![entry]).or_else(|| lines(sentence));
        sentences.filter(|sentence| !sentence.trim().is_empty()).filter_map(said).flatten().collect()
    }

    /// The stages behind labels that speak of stages or of how far something is, by the labels:
    /// `**Phase:** 2`, `**Now:** Beta`. Each may be about anything, so that only a move of it says
    /// something.
    pub(super) fn stage_lines(&self, declared: Option<&Declared>) -> Vec<(String, StatusEntry)> {
        let is_log = log_sections(self.outline);
        let is_around = |field: &&Field| {
            let is_outside = self.is_outside_stages(field.scope) && is_log[field.scope.section].is_none();
            is_outside && !field.value.is_empty() && !self.is_aside(field.scope)
        };
        let read = |key: &str, text: String, span: Span| {
            let about = self.names.asks_for_place(key)?;
            let stage = self.names.find_wholly(&text)?;
            // A number alone may count anything.
            let is_clear = about == Numbers::NameStages || text.parse::<StageNumber>().is_err();
            let is_other = declared.is_none_or(|declared| declared.span != span);
            let entry = StatusEntry { stage, progress: Progress::Begun, text, span, is_box: false };
            (is_clear && is_other).then(|| (key.to_owned(), entry))
        };
        let fields = self.outline.fields.iter().filter(|field| self.names.asks_for_place(&field.key).is_some());
        let mut lines: Vec<(String, StatusEntry)> = Vec::new();
        for field in fields.filter(is_around).take(MOST_LINES) {
            let line = read(&field.key, inline::said(self.source.slice(field.value)), field.value);
            lines.extend(line.filter(|(key, _)| lines.iter().all(|(other, _)| other != key)));
        }
        let matter = self.front_matter(|key| self.names.asks_for_place(key) == Some(Numbers::NameStages));
        lines
            .extend(matter.and_then(|(text, span)| read("stage", text, span).map(|(_, entry)| (String::new(), entry))));
        lines
    }

    /// What a cell or a value says of a stage.
    fn entry(&self, stage: StageNumber, span: Span) -> StatusEntry {
        if let Some(checkbox) = self.only_box(span, Look::Brackets) {
            return self.boxed(stage, checkbox, Progress::Done);
        }
        let text = inline::said(self.source.slice(span)).trim().to_owned();
        let done = |text: &str| (says_yes(text) || is_whole_share(text)).then_some(Progress::Done);
        let read =
            |text: &str| read_progress(&self.in_words_of_all(text)).or_else(|| done(text)).unwrap_or(Progress::Unclear);
        let progress = match &inline_boxes(self.source, span, Look::Brackets)[..] {
            // `[x] Done`; of `[ ] Done` nobody says that it holds.
            [only] => Some(read(&only.label)).filter(|said| only.checkbox.is_ticked || !said.is_reached()),
            _ => Some(read(&text)),
        };
        StatusEntry { stage, progress: progress.unwrap_or(Progress::Unclear), text, span, is_box: false }
    }

    /// A text that is a word of the team's own, in the word that the configuration gives for it.
    pub(super) fn in_words_of_all<'t>(&'t self, text: &'t str) -> Cow<'t, str> {
        let own = || self.policy.aliases.get(&fold(text.trim_matches(|c: char| !c.is_alphanumeric())));
        match self.policy.aliases.is_empty() {
            true => Cow::Borrowed(text),
            false => own().map_or(Cow::Borrowed(text), |meant| Cow::Borrowed(meant.as_str())),
        }
    }

    pub(super) fn is_stage_word(&self, key: &str) -> bool {
        self.names.words().any(|word| key == word || key.strip_suffix('s') == Some(word))
    }

    pub(super) fn is_outside_stages(&self, scope: Scope) -> bool {
        !matches!(self.places[scope.section], Place::Stage(_))
    }

    /// The names of what a scope stands under: its labels, and the sections around it but the title
    /// of the file. A label with a value of its own heads nothing.
    pub(super) fn names_around(&self, scope: Scope) -> impl Iterator<Item = &str> {
        self.outline.names_around(scope).map(|(name, _)| name)
    }

    /// Whether a scope is about something else than how far the stages are: messages, tests, risks.
    fn is_aside(&self, scope: Scope) -> bool {
        self.names_around(scope).any(|name| speaks_of(name, &ASIDE, &ASIDE_ANYWHERE))
    }

    /// Whether a scope is an overview of the stages.
    fn is_overview(&self, scope: Scope) -> bool {
        let is_one = |name: &str| {
            self.names.words().any(|word| name.contains(word)) || speaks_of(name, &OVERVIEWS, &OVERVIEWS_ANYWHERE)
        };
        let mut names = self.names_around(scope).peekable();
        names.peek().is_none_or(|nearest| is_one(nearest)) && !self.is_aside(scope)
    }
}

/// Whether a text that answers for a stage says yes: `x`, `yes`, `erledigt`.
fn says_yes(text: &str) -> bool {
    let folded = fold(text);
    let is_word = folded.contains(char::is_alphabetic) && (folded == "x" || folded.chars().count() > 1);
    is_word && matches!(INSIDE.meaning(&folded), Some(Mark::Tick | Mark::LikelyTick))
}

/// Whether a text is `100 %`.
fn is_whole_share(text: &str) -> bool {
    text.strip_suffix('%').is_some_and(|number| number.trim_end() == "100")
}

/// A sentence with more bytes says more than how far a stage is.
const LONGEST_SENTENCE: usize = 120;

/// So many lines of a plan are looked at for a stage that moves.
const MOST_LINES: usize = 50;

/// Stages that are all known and ascend, at least two.
fn in_order(stages: impl Iterator<Item = Option<StageNumber>>) -> Option<Vec<StageNumber>> {
    let stages: Vec<StageNumber> = stages.collect::<Option<_>>()?;
    (stages.len() > 1 && stages.is_sorted_by(|one, other| one < other)).then_some(stages)
}
