//! Annotations for the parts of a template whose names do not tell their role or their due point.

use super::drafter::Drafter;
use super::remedies::Remedies;
use super::stage_without_rows;
use crate::markdown::inline;
use crate::outline::{BoxForm, Field, Item, Look, Scope, Section, Table, inline_boxes};
use crate::template::{Place, Role, role_of};
use crate::text::{Edit, Span};
use crate::words::gates::{GOING_ON, RESULTS, names_stop};
use crate::words::parts::{GateName, gate_named};

fn is_result(key: &str) -> bool {
    let one = key.strip_suffix('s').unwrap_or(key);
    RESULTS.beside(key).chain(RESULTS.before(one)).next().is_some()
}

fn is_decision(key: &str) -> bool {
    GOING_ON.any_in(key)
}

impl Drafter<'_> {
    /// Annotates the gate of each stage. In a stage without exit criteria it is the last list with
    /// boxes.
    pub(super) fn roles(&mut self) {
        for position in 0..self.found.len() {
            let place = Place::Stage(position);
            self.entry_without_boxes(&place, &self.found[position].1.title());
            let is_last = position + 1 == self.found.len();
            let is_headed = self.label_headed_tables(&place, is_last);
            let is_here = |section: usize| self.places[section] == place;
            let title = self.found[position].1.title();
            let labels = self.outline.fields.iter().filter(|field| is_here(field.scope.section));
            let labels = labels.map(|field| (field.key.as_str(), field.label_span));
            let sections = (0..self.outline.sections.len()).filter(|section| is_here(*section));
            let sections = sections.map(|section| &self.outline.sections[section]);
            let titles = sections.map(|section| (section.key.as_str(), section.heading));
            let mut names: Vec<(&str, Span)> = labels.chain(titles).collect();
            names.retain(|(key, span)| !self.is_no_gate(key, *span));
            if names.iter().any(|(key, _)| role_of(key) == Role::Exit) {
                self.exit_without_boxes(&place, &title, is_last);
                continue;
            }
            if is_last || is_headed {
                continue;
            }
            let mut lists: Vec<&Item> = self
                .outline
                .items
                .iter()
                .filter(|item| {
                    is_here(item.scope.section)
                        && item.checkbox.is_some_and(|checkbox| checkbox.form == BoxForm::Standard)
                })
                .filter(|item| self.role_around(item.scope) == Role::Other)
                .collect();
            lists.dedup_by_key(|item| item.scope);
            // Of several lists the last one is what is checked before going on.
            let last = lists.last().filter(|_| lists.len() > 1 && !self.remedies.no_gates.contains("Exit Criteria"));
            if let Some(span) = last.and_then(|last| self.label_of(last.scope)) {
                self.annotate(span, "role=exit");
                let line = self.line(span.start);
                self.note(format!(
                    "line {line}: the last list of {title} is taken for its exit criteria, because it stands last"
                ));
            }
        }
    }

    /// Whether a list is called like a gate, and cannot be one: the plan passed it while it was
    /// open, or all its items begin with ticks, so that it would be met from the start.
    fn is_no_gate(&mut self, key: &str, span: Span) -> bool {
        let meant = match gate_named(key) {
            Some(GateName::Entry) => "Entry Criteria",
            Some(GateName::Exit) => "Exit Criteria",
            Some(GateName::PerhapsExit | GateName::Approval) | None => return false,
        };
        let is_met = meant == "Entry Criteria" && self.has_signs(span);
        if !is_met && !self.remedies.no_gates.contains(meant) {
            return false;
        }
        self.annotate(span, "role=other");
        let line = self.line(span.start);
        self.note(format!("line {line}: the list could be a gate, but by its ticks it would have been passed while open, or be met from the start: take `role=other` off when its items are ticked one by one"));
        true
    }

    /// Whether all items under a label or a heading begin with signs such as `✅` instead of boxes.
    fn has_signs(&self, name: Span) -> bool {
        let is_under = |item: &&Item| {
            let heads = self.outline.labels_around(item.scope).any(|field| field.label_span == name);
            heads || self.outline.sections[item.scope.section].heading == name
        };
        let mut items = self.outline.items.iter().filter(is_under).peekable();
        let is_sign =
            |item: &Item| item.checkbox.is_some_and(|checkbox| !self.source.slice(checkbox.span).starts_with('['));
        items.peek().is_some() && items.all(is_sign)
    }

    /// Puts boxes before entry criteria that have none.
    fn entry_without_boxes(&mut self, place: &Place, title: &str) {
        let is_entry =
            |item: &&Item| self.places[item.scope.section] == *place && self.role_around(item.scope) == Role::Entry;
        let items: Vec<&Item> = self.outline.items.iter().filter(is_entry).collect();
        if let Some(first) = items.first().filter(|_| items.iter().all(|item| item.checkbox.is_none()))
            && !self.remedies.no_gates.contains("Entry Criteria")
            && self.put_boxes(&items)
        {
            let line = self.line(first.span.start);
            self.note(format!("line {line}: the entry criteria of {title} have no boxes: `- [ ]` is put before them, so that they can be ticked"));
        }
    }

    /// The gate that a table with boxes is by the name of a column: `| Exit criterion | Met |` in a
    /// stage, where no label and no heading says it.
    pub(super) fn gate_in_headers<'t>(&self, table: &'t Table) -> Option<(Role, &'t str)> {
        let roles = table.header.iter().map(|header| (role_of(&header.key), header.text.as_str()));
        let mut gates = roles.filter(|(role, _)| role.is_gate());
        let gate = gates.next().filter(|_| gates.next().is_none())?;
        let names_stage = |cell: &Span| {
            let text = inline::visible(self.source.slice(*cell));
            self.standing.plan().names.find(&text).is_some()
        };
        let is_own = matches!(self.places[table.scope.section], Place::Stage(_))
            && !self.outline.is_of_stages(table)
            && self.role_around(table.scope) == Role::Other
            && self.is_checklist(table)
            && !table.rows.iter().filter_map(|row| row.cells.first()).any(names_stage);
        is_own.then_some(gate)
    }

    /// Puts a label above each table of a stage that is a gate by its header. Gives whether one of
    /// them is the exit gate.
    fn label_headed_tables(&mut self, place: &Place, is_last: bool) -> bool {
        let (outline, mut is_exit) = (self.outline, false);
        for table in outline.tables.iter().filter(|table| self.places[table.scope.section] == *place) {
            let Some((role, name)) = self.gate_in_headers(table) else { continue };
            let meant = if role == Role::Exit { "Exit Criteria" } else { "Entry Criteria" };
            let line = self.line(table.header_span.start);
            let span = self.source.line_span(line);
            // The table may stand in a quote or in a list. What is put there already comes first.
            let is_free =
                self.source.slice(span).starts_with('|') && !self.edits.contains_key(&(span.start, span.start));
            if !is_free || self.remedies.no_gates.contains(meant) || is_last && role == Role::Exit {
                continue;
            }
            let above = self.source.slice(self.source.line_span(line.saturating_sub(1)));
            let ending = self.source.line_ending();
            let gap = if above.trim().is_empty() || above.starts_with('#') { "" } else { ending };
            let label = format!("{gap}**{name}:**{ending}{ending}");
            self.put_in_both(Edit { span: Span::at(span.start), replacement: label });
            self.note(format!("line {line}: the table is a gate by its column `{name}`: a label is put above it, so that its boxes count"));
            is_exit |= role == Role::Exit;
        }
        is_exit
    }

    /// Handles exit criteria that have no boxes. Boxes below a label about going on are the gate
    /// then.
    fn exit_without_boxes(&mut self, place: &Place, title: &str, is_last: bool) {
        let is_exit = |scope: Scope| self.places[scope.section] == *place && self.role_around(scope) == Role::Exit;
        let items: Vec<&Item> = self.outline.items.iter().filter(|item| is_exit(item.scope)).collect();
        let tables: Vec<&Table> = self.outline.tables.iter().filter(|table| is_exit(table.scope)).collect();
        let is_told = |table: &Table| self.is_checklist(table) || self.has_verdicts(table);
        let has_boxes = items.iter().any(|item| item.has_box()) || tables.iter().any(|table| is_told(table));
        let first = items.first().map(|item| (item.scope, item.span.start));
        let first = first.or_else(|| tables.first().map(|table| (table.scope, table.header_span.start)));
        if first.is_none() && !is_last {
            self.note(format!("the exit criteria of {title} are no list: write them as one, with `- [ ]` before each"));
        }
        let Some((scope, start)) = first.filter(|_| !has_boxes) else { return };
        let has_signs = items.iter().any(|item| item.checkbox.is_some());
        if has_signs && (is_last || self.is_over(place)) {
            return;
        }
        let is_wrong = items.iter().any(|item| Remedies::has(&self.remedies.no_role, item.span));
        if let Some(span) = self.label_of(scope).filter(|_| is_wrong) {
            self.annotate(span, "role=other");
        }
        if is_last {
            return;
        }
        let checklists = self
            .outline
            .tables
            .iter()
            .filter(|table| self.places[table.scope.section] == *place && self.is_checklist(table));
        let mut named =
            checklists.filter_map(|table| self.label_of(table.scope).filter(|_| self.is_about_going_on(table.scope)));
        let line = self.line(start);
        let named = named.next();
        if named.is_none() && (self.put_boxes(&items) || items.is_empty() && self.put_boxes_in_rows(&tables)) {
            return self.note(match has_signs {
                true => format!("line {line}: the exit criteria of {title} begin with signs: `- [ ]` takes their place, so that they can be ticked; tick what is met already"),
                false => format!("line {line}: the exit criteria of {title} have no boxes: `- [ ]` is put before them, so that they can be ticked"),
            });
        }
        match named.filter(|_| !self.remedies.no_gates.contains("Exit Criteria")) {
            Some(span) => {
                self.annotate(span, "role=exit");
                let at = self.line(span.start);
                self.note(format!("line {at}: the boxes there are taken for the gate of {title}, since its criteria in line {line} have none"));
            }
            None => self.note(format!(
                "line {line}: the exit criteria of {title} have no boxes: write `- [ ]`, so that they can be ticked"
            )),
        }
    }

    /// Whether the rollout has left a stage already, by what the plan shows.
    fn is_over(&self, place: &Place) -> bool {
        let Place::Stage(position) = place else { return false };
        stage_without_rows(self.standing).is_some_and(|begun| self.found[*position].1.number < begun)
    }

    /// Puts a box before each item of a gate, or in the place of the sign that it begins with, in
    /// the template and in the plan. Conditions under which the rollout stops are no criteria.
    /// Gives whether there are any.
    fn put_boxes(&mut self, items: &[&Item]) -> bool {
        let stops = |item: &Item| {
            let label = self.outline.labels_around(item.scope).find(|field| names_stop(&field.key));
            let section = &self.outline.sections[item.scope.section];
            label.map(|field| field.label_span).or_else(|| names_stop(&section.key).then_some(section.heading))
        };
        let is_top = |item: &Item| {
            let mut others = items.iter().filter(|other| other.scope == item.scope);
            others.all(|other| other.depth >= item.depth)
        };
        let criteria = items.iter().filter(|item| is_top(item) && stops(item).is_none());
        let place = |item: &&Item| match item.checkbox {
            // `✅Done`
            Some(sign) if !self.source.text[sign.span.end..].starts_with(char::is_whitespace) => (sign.span, "[ ] "),
            Some(sign) => (sign.span, "[ ]"),
            None => (Span::at(item.content.start), "[ ] "),
        };
        let places: Vec<(Span, &str)> = criteria.filter(|item| !item.has_box()).map(place).collect();
        let mut others: Vec<Span> = items.iter().filter_map(|item| stops(item)).collect();
        others.dedup();
        for label in others {
            self.annotate(label, "role=other");
        }
        for (span, mark) in &places {
            self.put_in_both(Edit { span: *span, replacement: (*mark).to_owned() });
        }
        !places.is_empty()
    }

    /// Puts a box into the first cell of each row of a gate that is a table. Gives whether there
    /// are any.
    fn put_boxes_in_rows(&mut self, tables: &[&Table]) -> bool {
        let rows = tables.iter().flat_map(|table| &table.rows);
        let cells: Vec<Span> =
            rows.filter_map(|row| row.cells.first().copied()).filter(|cell| !cell.is_empty()).collect();
        for cell in &cells {
            self.put_in_both(Edit { span: Span::at(cell.start), replacement: "[ ] ".to_owned() });
        }
        !cells.is_empty()
    }

    /// Whether the rows of a table say in words or by signs whether they are met, so that they are
    /// criteria without boxes.
    fn has_verdicts(&self, table: &Table) -> bool {
        let criteria = self.standing.plan().stages.iter().flat_map(|stage| &stage.exit);
        criteria.map(|criterion| criterion.words).any(|words| table.span.contains(words))
    }

    fn is_checklist(&self, table: &Table) -> bool {
        table
            .rows
            .iter()
            .flat_map(|row| &row.cells)
            .any(|cell| !inline_boxes(self.source, *cell, Look::Brackets).is_empty())
    }

    /// Whether a label or heading around a place is about going on to the next stage.
    fn is_about_going_on(&self, scope: Scope) -> bool {
        let labels = self.outline.labels_around(scope).map(|field| field.key.as_str());
        let section = self.outline.sections[scope.section].key.as_str();
        labels.chain([section]).any(is_decision)
    }

    /// The label or subheading that heads a list.
    fn label_of(&self, scope: Scope) -> Option<Span> {
        let label = self.outline.labels_around(scope).next().map(|field| field.label_span);
        let section = &self.outline.sections[scope.section];
        let is_stage = self.found.iter().any(|(stage, _)| *stage == scope.section);
        label.or((section.level > 2 && !is_stage).then_some(section.heading))
    }

    /// Makes the results of a stage and the decision to go on due when the stage is left, not when
    /// it is entered.
    pub(super) fn due_when_left(&mut self) {
        let is_late = |key: &str| (is_result(key) || is_decision(key)) && role_of(key) == Role::Other;
        let stage_of = |section: usize| match self.places[section] {
            Place::Stage(position) => Some(self.found[position].1.number),
            Place::Section(_) => None,
        };
        let is_label = |field: &&Field| field.value.is_empty() && is_late(&field.key) && !self.in_heading(field);
        let labels = self.outline.fields.iter().filter(is_label);
        let labels = labels.filter_map(|field| Some((field.label_span, stage_of(field.scope.section)?)));
        let stages: Vec<usize> = self.found.iter().map(|(section, _)| *section).collect();
        let is_part = |(index, section): &(usize, &Section)| {
            section.level > 2 && !stages.contains(index) && is_late(section.key.trim_end_matches([':', ' ']))
        };
        let sections = self.outline.sections.iter().enumerate().filter(is_part);
        let sections = sections.filter_map(|(index, section)| Some((section.heading, stage_of(index)?)));
        for (span, number) in labels.chain(sections).collect::<Vec<_>>() {
            self.annotate(span, &format!("due=leaving-{number}"));
        }
    }
}
