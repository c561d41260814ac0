//! Reads a template from its text.

use super::annotation::{Annotation, TemplateFault, annotations};
use super::due::{SlotDue, due_of, is_footer, is_optional, is_optional_bracket};
use super::elsewhere::GateElsewhere;
use super::metrics::{metric_columns, says_guardrail};
use super::model::{CriterionSlot, FieldSlot, Group, ListSlot, SectionSlot, SectionText, TableSlot, Template};
use super::place::{Place, Places, places, section_key};
use super::record;
use super::slot::{Slot, SlotKind, is_example, is_target_date, merged_columns, read_slot};
use super::stages::stage_sections;
use crate::config::Policy;
use crate::markdown::inline;
use crate::outline::{Field, GatesThatGoOn, Item, Names, Opens, Outline, Scope, Section, Table, TableRow};
use crate::text::{Source, Span, fold};
use crate::words::gates::{names_stop, names_triggers};
use crate::words::parts::{Role, role_of};
use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::sync::Arc;

impl Template {
    /// Reads a template. Never fails: a text without any requirement gives a template that asks for
    /// nothing.
    pub fn parse(source: &Source, policy: &Policy) -> Template {
        let outline = Outline::parse(source, policy);
        let found = stage_sections((source, &outline), policy, &[], None).found;
        let Places { of: places, gates } = places(&outline, &found, &[], policy);
        let (annotations, faults) = annotations(source, &outline);
        let going_on = OnceCell::new();
        let reader =
            Reader { source, outline: &outline, places: &places, gates: &gates, annotations: &annotations, going_on };
        let sections = reader.sections();
        let fields = reader.fields();
        let lists = reader.lists();
        let (mut tables, mut log_brackets): (Vec<TableSlot>, Vec<String>) = (Vec::new(), Vec::new());
        let mut has_log = policy.log.is_some() || sections.iter().any(|section| section.role == Role::DecisionLog);
        for table in outline.tables.iter().filter(|table| !outline.is_of_stages(table)) {
            if record::log_columns(table, policy).is_some() {
                has_log = true;
                let cells = table.rows.iter().flat_map(|row| &row.cells);
                log_brackets.extend(cells.flat_map(|cell| read_slot(source, *cell).brackets));
            } else if table.header.len() > 2 || reader.has_examples(table) {
                tables.extend(reader.table(table));
            }
        }
        let slots = fields.iter().map(|field| &field.slot);
        let slots = slots.chain(tables.iter().flat_map(|table| table.rows.iter().flatten()));
        let slots = slots.chain(lists.iter().map(|list| &list.slot));
        let mut brackets: Vec<String> = slots.flat_map(|slot| &slot.brackets).chain(&log_brackets).cloned().collect();
        brackets.sort();
        let in_heading = |span: Span| outline.sections.iter().any(|section| section.heading.contains(span));
        let mut template = Template {
            source: source.clone(),
            names: Names::of(&outline),
            name: fields.iter().find(|field| in_heading(field.span)).map(|field| field.key.clone()),
            stages: found.iter().map(|(_, heading)| heading.clone()).collect(),
            texts: reader.texts(),
            groups: reader.groups(),
            statements: reader.statements(),
            log_words: Slot::of_kind(SlotKind::Text, &log_brackets),
            log_day: Slot::of_kind(SlotKind::Date, &log_brackets),
            any_words: Slot::of_kind(SlotKind::Text, &brackets),
            any_number: Slot::of_kind(SlotKind::Number, &brackets),
            guardrails: tables.iter().position(has_guardrails),
            roles: reader.roles(),
            criteria: reader.criteria(),
            sections,
            fields,
            tables,
            lists,
            log_brackets,
            brackets,
            faults,
        };
        template.faults.extend(template.unbound(has_log, policy));
        template
    }

    /// The faults of a template by which no stage can be judged: it has no stages or no log, or an
    /// annotation names a stage that it lacks.
    fn unbound(&self, has_log: bool, policy: &Policy) -> Vec<TemplateFault> {
        let mut faults = Vec::new();
        let mut fault = |message: String, help: &str| {
            faults.push(TemplateFault { span: Span::at(0), message, help: help.to_owned() })
        };
        if self.stages.len() < 2 {
            let words = policy.stage_words.join(", ");
            fault(
                format!("the template has no stages: no two headings of level 2 to 4 begin with {words} and a number"),
                "say how your stages are called: `stages: { heading: \"Fase {n}: {name}\" }` or `stages: { names: [Canary, GA] }` in .rolloutlint.yml",
            );
        }
        if !has_log {
            fault(
                "the template has no decision log: no table has columns for date, stage, decision, rationale and decided by".to_owned(),
                "add such a table, write `<!-- rolloutlint: role=decision-log -->` above the section's heading, or say where it is: `log: docs/decision-log.md`",
            );
        }
        let stages = || self.stages.iter().map(|stage| stage.number);
        for due in self.dues() {
            let (SlotDue::Entering(number) | SlotDue::Leaving(number)) = due else { continue };
            if !stages().any(|stage| stage == number) {
                fault(
                    format!("an annotation speaks of stage {number}, and the template has none"),
                    "write the number of a stage",
                );
            }
        }
        faults
    }
}

/// Reads the parts of one template.
struct Reader<'a> {
    source: &'a Source,
    outline: &'a Outline,
    /// The place of each section.
    places: &'a [Place],
    /// For each section, the gate that it is of a stage that it stands outside of.
    gates: &'a [Option<GateElsewhere>],
    annotations: &'a [Annotation],
    /// The exit gates that go on below labels and headings that name no gate.
    going_on: OnceCell<GatesThatGoOn<Role>>,
}

impl Reader<'_> {
    /// The sections of level 2 that every plan has. Stages and optional sections are left out.
    fn sections(&self) -> Vec<SectionSlot> {
        let is_left_out = |index: usize, section: &Section| {
            is_optional(&section.title) || self.annotation(section.heading, None, index).optional
        };
        let level_two = self.outline.sections.iter().enumerate().filter(|(_, section)| section.level == 2);
        let level_two = level_two.filter(|(index, section)| !is_left_out(*index, section));
        let named = level_two.filter_map(|(index, section)| match &self.places[index] {
            Place::Section(key) => {
                let role = self.annotation(section.heading, None, index).role.unwrap_or_else(|| role_of(key));
                Some(SectionSlot { key: key.clone(), title: section.title.clone(), role, span: section.heading })
            }
            Place::Stage(_) => None,
        });
        named.collect()
    }

    /// The texts of the sections of level 2.
    fn texts(&self) -> Vec<SectionText> {
        let level_two = self.outline.sections.iter().enumerate().filter(|(_, section)| section.level == 2);
        let text = |(index, section): (usize, &Section)| {
            let lines: Vec<&str> =
                self.source.slice(section.span).lines().take_while(|line| line.trim_end() != "---").collect();
            SectionText { place: self.places[index].clone(), text: lines.join("\n").trim_end().to_owned() }
        };
        level_two.map(text).collect()
    }

    /// The line of a field, when no other field is on it.
    fn line_of(&self, field: &Field) -> Option<String> {
        let line_of = |field: &Field| self.source.line(field.label_span.start);
        let is_alone = self.outline.fields.iter().filter(|other| line_of(other) == line_of(field)).count() == 1;
        let line = self.source.slice(self.source.line_span(line_of(field)));
        (is_alone && !line.starts_with('#')).then(|| line.to_owned())
    }

    /// The labels and subheadings that open a group.
    fn groups(&self) -> Vec<Group> {
        let mut groups = Vec::new();
        for (index, field) in self.outline.fields.iter().enumerate() {
            let annotation = self.annotation(field.label_span, field.scope.label, field.scope.section);
            if !field.value.is_empty() || is_optional(&field.label) || annotation.optional || self.is_blank(index) {
                continue;
            }
            let boxes = self.heads_boxes(index);
            let below = Scope { section: field.scope.section, label: Some(index) };
            let role = annotation.role.or_else(|| self.role_of_list(below)).or_else(|| self.gate_around(index));
            let inside = Annotation { role, ..annotation };
            groups.push(self.group((&field.key, &field.label, field.label_span), field.scope.section, boxes, &inside));
        }
        for (index, section) in self.outline.sections.iter().enumerate().filter(|(index, _)| self.opens_group(*index)) {
            let boxes = self.outline.items.iter().any(|item| item.scope.section == index && item.has_box());
            let annotation = self.annotation(section.heading, None, index);
            if !annotation.optional {
                let list = || self.role_of_list(Scope { section: index, label: None });
                let role = annotation.role.or_else(list).or(self.gates[index].map(|gate| gate.role));
                let role = role.or_else(|| self.going_on().below_heading(index).copied());
                // Nobody lacks a heading of mere prose that is called otherwise now.
                let never = || self.is_prose(index).then_some(SlotDue::Never);
                let inside = Annotation { role, due: annotation.due.or_else(never), ..annotation };
                groups.push(self.group((&section.key, &section.title, section.heading), index, boxes, &inside));
            }
        }
        let stages = (0..self.outline.sections.len()).filter(|index| self.opens_stage(*index));
        groups.extend(stages.filter_map(|index| self.unlabelled(index)));
        groups
    }

    /// Whether a section below a heading asks for nothing: it has no lists, tables and labels, and
    /// no brackets, and its heading tells no role.
    fn is_prose(&self, section: usize) -> bool {
        let Section { span, key, .. } = &self.outline.sections[section];
        let is_inside = |place: Span| span.contains(place);
        role_of(key) == Role::Other
            && inline::brackets(self.source.slice(*span)).next().is_none()
            && !self.outline.items.iter().any(|item| is_inside(item.span))
            && !self.outline.tables.iter().any(|table| is_inside(table.span))
            && !self.outline.fields.iter().any(|field| is_inside(field.label_span))
    }

    /// Whether an item below a label has a box.
    fn heads_boxes(&self, label: usize) -> bool {
        self.outline.items.iter().any(|item| item.scope.label == Some(label) && item.has_box())
    }

    /// The items right below the heading of a stage.
    fn items_below(&self, section: usize) -> impl Iterator<Item = &Item> {
        self.outline.items.iter().filter(move |item| item.scope == Scope { section, label: None })
    }

    /// The group of the items right below the heading of a stage, when an annotation gives one of
    /// their lists a role.
    fn unlabelled(&self, section: usize) -> Option<Group> {
        let role = self.role_of_list(Scope { section, label: None })?;
        let span = self.items_below(section).next()?.span;
        Some(Group {
            place: self.places[section].clone(),
            key: Group::UNLABELLED.to_owned(),
            label: self.outline.sections[section].title.clone(),
            role,
            // There is no label that a plan could lack.
            due: SlotDue::Never,
            boxes: self.items_below(section).any(Item::has_box),
            span,
        })
    }

    /// The role that an annotation gives to a list in a scope.
    fn role_of_list(&self, scope: Scope) -> Option<Role> {
        if self.annotations.is_empty() {
            return None;
        }
        let mut items = self.outline.items.iter().filter(|item| item.scope == scope);
        items.find_map(|item| self.annotation(item.span, None, scope.section).role)
    }

    /// The group that a label or a heading opens in a section, by its key, text and place.
    fn group(
        &self,
        (key, label, span): (&str, &str, Span),
        section: usize,
        boxes: bool,
        annotation: &Annotation,
    ) -> Group {
        let place = self.places[section].clone();
        let role = annotation.role.unwrap_or_else(|| role_of(key));
        let due = annotation.due.unwrap_or_else(|| due_of(&place, role, key, &Slot::default()));
        Group { place, key: key.to_owned(), label: label.to_owned(), role, due, boxes, span }
    }

    /// The labels that ask for a value, or for a choice among boxes.
    fn fields(&self) -> Vec<FieldSlot> {
        let mut fields = Vec::new();
        for (index, field) in self.outline.fields.iter().enumerate() {
            if self.is_example(field) {
                continue;
            }
            // A box is a choice only with a word beside it.
            let mut slot = read_slot(self.source, field.value);
            slot.boxes &= slot.text.chars().any(|c| c.is_alphanumeric() && c != 'x');
            slot.blank |= self.is_blank(index);
            if !slot.asks() && !slot.boxes {
                continue;
            }
            let is_day = matches!(field.key.as_str(), "date" | "created" | "last updated" | "when");
            if is_target_date(&slot) || (is_day && slot.kind == SlotKind::Text) {
                slot.kind = SlotKind::Date;
            }
            let place = self.places[field.scope.section].clone();
            let group = self.group_key(field.scope);
            let place_of_value = if field.value.is_empty() { field.label_span } else { field.value };
            let annotation = self.annotation(place_of_value, field.scope.label, field.scope.section);
            let role = self.group_role(field.scope);
            let due = annotation.due.unwrap_or_else(|| due_of(&place, role, &field.key, &slot));
            let optional = annotation.optional
                || due == SlotDue::Never
                || is_optional(&field.label)
                || slot.brackets.iter().any(|bracket| is_optional_bracket(bracket));
            let gentle = is_footer(&field.key);
            let path = match &group {
                Some(group) => fold(&format!("{group}/{}", field.label)),
                None => fold(&field.label),
            };
            let (key, label, line) = (field.key.clone(), field.label.clone(), self.line_of(field));
            fields.push(FieldSlot {
                place,
                group,
                key,
                label,
                path,
                is_single: true,
                is_single_there: true,
                line,
                due,
                optional,
                gentle,
                slot,
                span: field.label_span,
            });
        }
        for index in 0..fields.len() {
            let slot = &fields[index];
            let same = || fields.iter().filter(|other| other.key == slot.key);
            let (is_single, is_single_there) =
                (same().count() == 1, same().filter(|other| other.place == slot.place).count() == 1);
            (fields[index].is_single, fields[index].is_single_there) = (is_single, is_single_there);
        }
        fields
    }

    /// The slots of a table. `None` when it asks for nothing.
    fn table(&self, table: &Table) -> Option<TableSlot> {
        let annotation = self.annotation(table.header_span, table.scope.label, table.scope.section);
        if annotation.optional || annotation.due == Some(SlotDue::Never) {
            return None;
        }
        let read = |row: &TableRow| -> Vec<Slot> {
            let is_blank = row.cells.iter().all(|cell| self.source.slice(*cell).trim().is_empty());
            row.cells.iter().map(|cell| Slot { blank: is_blank, ..read_slot(self.source, *cell) }).collect()
        };
        let mut rows: Vec<Vec<Slot>> = table.rows.iter().map(read).collect();
        // A table without rows may still ask for some by an annotation.
        if rows.is_empty() && annotation.min_rows.is_some_and(|rows| rows > 0) {
            rows.push(vec![Slot { blank: true, ..Slot::default() }; table.header.len()]);
        }
        if rows.iter().flatten().all(|slot| !slot.asks() && !slot.boxes) {
            return None;
        }
        let place = self.places[table.scope.section].clone();
        let group = self.group_key(table.scope);
        let role = self.group_role(table.scope);
        let due = annotation.due.unwrap_or_else(|| due_of(&place, role, "", &Slot::default()));
        let box_columns =
            (0..table.header.len()).map(|column| rows.iter().any(|row| row.get(column).is_some_and(|slot| slot.boxes)));
        Some(TableSlot {
            box_columns: box_columns.collect(),
            headers: table.header.iter().map(|header| header.key.clone()).collect(),
            titles: table.header.iter().map(|header| header.text.clone()).collect(),
            folded_titles: table.header.iter().map(|header| fold(&header.text)).collect(),
            columns: {
                let examples: Vec<&Vec<Slot>> = rows.iter().filter(is_example).collect();
                merged_columns(&if examples.is_empty() { rows.iter().collect() } else { examples })
            },
            place,
            group,
            rows,
            due,
            min_rows: annotation.min_rows,
            span: table.header_span,
        })
    }

    /// The folded texts of the items and rows with boxes.
    fn statements(&self) -> Arc<[String]> {
        let items = self.outline.items.iter().filter(|item| item.has_box()).map(|item| item.text);
        let has_box = |row: &&TableRow| row.cells.iter().any(|cell| read_slot(self.source, *cell).boxes);
        let rows = self.outline.tables.iter().flat_map(|table| &table.rows).filter(has_box);
        let cells = rows.filter_map(|row| row.cells.first().copied());
        items.chain(cells).map(|text| fold(&inline::visible(self.source.slice(text)))).collect()
    }

    /// The lists with brackets in their items.
    fn lists(&self) -> Vec<ListSlot> {
        let mut lists: Vec<ListSlot> = Vec::new();
        for item in &self.outline.items {
            let slot = read_slot(self.source, item.text);
            let annotation = self.annotation(item.span, item.scope.label, item.scope.section);
            let is_asked = !annotation.optional && annotation.due != Some(SlotDue::Never);
            if item.is_field || slot.brackets.is_empty() || !is_asked {
                continue;
            }
            let place = self.places[item.scope.section].clone();
            let group = self.group_key(item.scope);
            if let Some(list) = lists.iter_mut().find(|list| list.place == place && list.group == group) {
                list.slot.brackets.extend(slot.brackets);
                list.slot.written.extend(slot.written);
                continue;
            }
            let role = self.group_role(item.scope);
            let due = annotation.due.unwrap_or_else(|| due_of(&place, role, "", &slot));
            // The texts of the items differ, so that no text is that of the slot.
            lists.push(ListSlot { place, group, slot: Slot { text: String::new(), ..slot }, due, span: item.text });
        }
        lists
    }

    /// The items of the gates.
    fn criteria(&self) -> Vec<CriterionSlot> {
        let mut criteria = Vec::new();
        for item in self.outline.items.iter().filter(|item| !item.is_field) {
            let annotation = self.annotation(item.span, item.scope.label, item.scope.section);
            let place = self.places[item.scope.section].clone();
            let role = match (self.group_role(item.scope), &place) {
                (Role::Other, Place::Section(key)) => role_of(key),
                (role, _) => role,
            };
            let group = self.group_key(item.scope);
            let is_gate = match role {
                Role::Entry | Role::Exit | Role::GoToMarket | Role::Review => true,
                // Steps of the way back may be written as one likes. What starts it may not.
                Role::Rollback => group.as_ref().is_some_and(|group| names_triggers(group, true)),
                _ => false,
            };
            if !is_gate || annotation.optional || annotation.due == Some(SlotDue::Never) {
                continue;
            }
            let text = inline::said(self.source.slice(item.text));
            let is_ticked = item.checkbox.is_some_and(|checkbox| checkbox.is_ticked);
            criteria.push(CriterionSlot { place, group, role, text, is_ticked, span: item.span });
        }
        criteria
    }

    /// The annotation of a place, merged from those on the place, on the labels around it and on
    /// the sections around it. The nearest comes first.
    fn annotation(&self, span: Span, label: Option<usize>, section: usize) -> Annotation {
        let mut merged = Annotation::default();
        if self.annotations.is_empty() {
            return merged;
        }
        let labels = self.outline.labels_around(Scope { section, label }).map(|field| field.label_span);
        let headings = self.outline.sections_around(section).map(|section| self.outline.sections[section].heading);
        for (distance, place) in std::iter::once(span).chain(labels).chain(headings).enumerate() {
            let mut covering: Vec<&Annotation> =
                self.annotations.iter().filter(|annotation| annotation.covers.contains(place)).collect();
            covering.sort_by_key(|annotation| annotation.covers.len());
            for annotation in covering {
                merged.due = merged.due.or(annotation.due);
                merged.optional |= annotation.optional;
                // The role of a section is not that of the labels in it.
                if distance == 0 {
                    merged.role = merged.role.or(annotation.role);
                    merged.min_rows = merged.min_rows.or(annotation.min_rows);
                }
            }
        }
        merged
    }

    /// The roles that annotations give to sections and labels, by their keys.
    fn roles(&self) -> BTreeMap<String, Role> {
        let fields = self.outline.fields.iter().enumerate().map(|(index, field)| {
            let below = Scope { section: field.scope.section, label: Some(index) };
            (field.key.clone(), field.label_span, below)
        });
        let sections = self.outline.sections.iter().enumerate();
        let sections = sections
            .map(|(index, section)| (section_key(section), section.heading, Scope { section: index, label: None }));
        let role = |(key, span, below): (String, Span, Scope)| {
            let own = self.annotation(span, None, below.section).role;
            // The items right below the heading of a stage are a group without a label.
            let list =
                || self.role_of_list(below).filter(|_| below.label.is_some() || !self.opens_stage(below.section));
            Some((key, own.or_else(list)?))
        };
        fields.chain(sections).filter_map(role).collect()
    }

    /// Whether a row of a table begins with a bracket, so that it is an example of data.
    fn has_examples(&self, table: &Table) -> bool {
        let mut firsts = table.rows.iter().filter_map(|row| row.cells.first());
        firsts.any(|cell| !read_slot(self.source, *cell).brackets.is_empty())
    }

    /// Whether a field is a row in a table of examples with two columns.
    fn is_example(&self, field: &Field) -> bool {
        let is_around = |table: &&Table| table.header.len() == 2 && table.span.contains(field.label_span);
        self.outline.tables.iter().find(is_around).is_some_and(|table| self.has_examples(table))
    }

    /// Whether a label has no value behind it, and nothing below it, so that it asks for a value.
    fn is_blank(&self, index: usize) -> bool {
        let is_under = |scope: Scope| scope.label == Some(index);
        // An empty cell in the row of a stage has no label of its own, and asks for nothing.
        self.outline.fields[index].value.is_empty()
            && !self.outline.fields[index].label_span.is_empty()
            && !self.heads_code(self.outline.fields[index].label_span)
            && !self.outline.items.iter().any(|item| is_under(item.scope))
            && !self.outline.tables.iter().any(|table| is_under(table.scope))
            && !self.outline.fields.iter().any(|field| is_under(field.scope))
            && !self
                .outline
                .sections
                .iter()
                .any(|section| section.heading.contains(self.outline.fields[index].label_span))
    }

    /// Whether a block of code follows the line of a label, as its value.
    fn heads_code(&self, label: Span) -> bool {
        let line = self.source.line_span(self.source.line(label.start));
        let below = self.source.text[line.end..].trim_start();
        below.starts_with("```") || below.starts_with("~~~")
    }

    /// The gate that a label belongs to: `Phase 1 ends when:` below the heading `Exit criteria`
    /// leads in a list of criteria. `None` where its list has no boxes, and where the label is
    /// outside of gates, is annotated, tells a role by its own words, or names what stops the
    /// rollout.
    fn gate_around(&self, label: usize) -> Option<Role> {
        let field = &self.outline.fields[label];
        let is_plain = role_of(&field.key) == Role::Other
            && !names_stop(&field.key)
            && self.annotation(field.label_span, None, field.scope.section).role.is_none()
            && self.heads_boxes(label);
        let around = || Some(self.group_role(field.scope)).filter(|role| role.is_gate());
        is_plain.then(|| around().or_else(|| self.going_on().below_label(label).copied())).flatten()
    }

    /// The exit gates that go on below labels and headings that name no gate.
    fn going_on(&self) -> &GatesThatGoOn<Role> {
        self.going_on.get_or_init(|| {
            let opened = |span: Span, label: Option<usize>, section: usize, key: &str| {
                let annotation = self.annotation(span, label, section);
                let role = annotation.role.unwrap_or_else(|| role_of(key));
                match (role, &self.places[section]) {
                    _ if annotation.optional || is_optional(key) => Opens::Other,
                    (Role::Exit, Place::Stage(_)) => Opens::Gate(role),
                    (Role::Other, Place::Stage(_)) => Opens::Unknown,
                    _ => Opens::Other,
                }
            };
            let of_label = |label: usize| {
                let Field { label_span, key, scope, value, .. } = &self.outline.fields[label];
                match opened(*label_span, scope.label, scope.section, key) {
                    Opens::Unknown if !value.is_empty() => Opens::Other,
                    opens => opens,
                }
            };
            let of_section = |index: usize| {
                let section = &self.outline.sections[index];
                if self.opens_stage(index) { Opens::Other } else { opened(section.heading, None, index, &section.key) }
            };
            self.outline.gates_that_go_on(of_label, of_section)
        })
    }

    /// The role of the group that a scope is in.
    fn group_role(&self, scope: Scope) -> Role {
        let annotated = |span: Span, key: &str, section: usize| {
            self.annotation(span, None, section).role.unwrap_or_else(|| role_of(key))
        };
        let mut labels = std::iter::successors(scope.label, |label| self.outline.fields[*label].scope.label);
        if let Some(label) = labels.find(|label| self.outline.fields[*label].value.is_empty()) {
            let field = &self.outline.fields[label];
            return self.gate_around(label).unwrap_or_else(|| annotated(field.label_span, &field.key, scope.section));
        }
        let section = &self.outline.sections[scope.section];
        if !self.opens_group(scope.section) {
            let unlabelled = Scope { section: scope.section, label: None };
            return self.role_of_list(unlabelled).unwrap_or(Role::Other);
        }
        let gate = self.gates[scope.section]
            .map(|gate| gate.role)
            .or_else(|| self.going_on().below_heading(scope.section).copied());
        gate.unwrap_or_else(|| annotated(section.heading, &section.key, scope.section))
    }

    /// Whether a section opens a stage, and is no part of one.
    fn opens_stage(&self, section: usize) -> bool {
        let place = &self.places[section];
        let has_place = |other: usize| self.places[other] == *place && self.gates[other].is_none();
        matches!(place, Place::Stage(_)) && has_place(section) && !(0..section).any(has_place)
    }

    /// Whether the heading of a section opens a group, as a label does.
    fn opens_group(&self, section: usize) -> bool {
        let is_below = self.outline.sections[section].level > 2 || self.gates[section].is_some();
        is_below && !self.opens_stage(section)
    }

    /// The key of the group that a scope is in.
    fn group_key(&self, scope: Scope) -> Option<String> {
        let label =
            self.outline.labels_around(scope).find(|label| label.value.is_empty()).map(|label| label.key.clone());
        let section = &self.outline.sections[scope.section];
        let unlabelled = || {
            let is_below = scope.label.is_none() && self.opens_stage(scope.section);
            is_below.then(|| self.unlabelled(scope.section)).flatten().map(|group| group.key)
        };
        label.or_else(|| self.opens_group(scope.section).then(|| section.key.clone())).or_else(unlabelled)
    }
}

/// Whether a table has a row for a guardrail.
fn has_guardrails(table: &TableSlot) -> bool {
    let headers: Vec<&str> = table.headers.iter().map(String::as_str).collect();
    let kind = metric_columns(&headers).and_then(|columns| columns.kind);
    let guards = |row: &Vec<Slot>, kind: usize| row.get(kind).is_some_and(|slot| says_guardrail(&slot.text));
    kind.is_some_and(|kind| table.rows.iter().any(|row| guards(row, kind)))
}
