//! Reads a plan. Never fails: what cannot be read is a part of the result.

use super::log::{self, Column, Decision, Ladder, Log, LogRow, Route, RowState};
use super::stage::StageNames;
use super::value::{Value, ValueState, has_reason, is_reference};
use super::{
    Conflict, Criterion, Declared, DeclaredStage, DetachedRows, Due, Duplicate, Filling, FillingKind, MalformedBox,
    Met, Missing, Plan, Progression, Stage, UnevenRow, WorkBox,
};
use crate::config::Policy;
use crate::markdown::inline::{self, PieceKind};
use crate::outline::{BoxForm, Field, InlineBox, Item, Outline, Scope, Section, Table, TableRow, cell, inline_boxes};
use crate::plan::date::{DateReading, read_date};
use crate::template::{
    self, FieldSlot, Group, Place, Role, Slot, SlotDue, SlotKind, StageHeading, TableSlot, Template,
};
use crate::text::{Source, Span, fold};
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

/// Reads one version of a plan against a template. `held` says whether the plan is held to it; in a comparison the version before decides that,
/// so that nobody gets rid of the template by deleting sections. Without it the plan's own sections decide.
pub fn parse(source: Source, template: &Template, policy: &Policy, held: Option<bool>) -> Plan {
    let outline = Outline::parse(&source);
    let found = template::stage_sections(&outline, policy);
    let places = template::places(&outline, &found);
    let headings: Vec<&StageHeading> = found.iter().map(|(_, heading)| heading).collect();
    let matched: Vec<Option<usize>> =
        (0..headings.len()).map(|position| template.stage_for(position, &headings)).collect();
    let lacking = lacking_stages(&headings, &matched, template);
    let names = StageNames::new(headings.iter().copied().chain(lacking.iter().copied()), policy);
    let reader = Reader {
        source: &source,
        outline: &outline,
        places: &places,
        found: &found,
        matched: &matched,
        template,
        policy,
        names: &names,
        boxed_lists: lists_with(&outline, |form| form != BoxForm::Glyph),
        groups: RefCell::default(),
    };
    let heading = reader.heading();
    let names_rollout = reader.rollout_section().is_some();
    let ladder = Ladder { first: names.first(), skipped: policy.skipped.clone() };
    let (shared, total) = reader.shared_sections();
    let follows_template = held.unwrap_or(total > 0 && shared * 2 >= total);
    let untouched = reader.untouched();
    let meaning = reader.meaning();
    let mut example_rows = Vec::new();
    let mut empty_rollback_lists = Vec::new();
    let mut duplicates = Vec::new();
    let mut missing_sections = Vec::new();
    let mut missing_fields = Vec::new();
    let mut slots = Vec::new();
    if follows_template {
        missing_sections = reader.missing_sections(heading, &lacking);
        missing_fields = reader.missing_fields();
        slots = reader.fillings(&mut example_rows);
        empty_rollback_lists = reader.empty_rollback_lists();
        duplicates = reader.duplicates();
    }
    let title = reader.title();
    let (id, id_span) = reader.id();
    let stages = reader.stages(&slots);
    let log = reader.log();
    let declared = reader.declared();
    let communication = reader.communication();
    let malformed_boxes = reader.malformed_boxes();
    let detached_rows = reader.detached_rows();
    let uneven_rows = reader.uneven_rows();
    let conflicts = reader.conflicts();
    Plan {
        title,
        id,
        id_span,
        names_rollout,
        heading,
        stages,
        names,
        ladder,
        log,
        declared,
        slots,
        missing_sections,
        missing_fields,
        empty_rollback_lists,
        example_rows,
        duplicates,
        communication,
        meaning,
        follows_template,
        untouched,
        accidental_headings: outline.accidental_headings.clone(),
        malformed_boxes,
        detached_rows,
        uneven_rows,
        conflicts,
        log_source: None,
        source,
    }
}

/// The template's stages that a plan leaves out. Stages may be any number with any names, so one is missing only where the plan's other stages
/// stand under the template's names and numbers.
fn lacking_stages<'t>(
    headings: &[&StageHeading],
    matched: &[Option<usize>],
    template: &'t Template,
) -> Vec<&'t StageHeading> {
    let equal = |heading: &StageHeading, other: &StageHeading| {
        fold(&heading.name) == fold(&other.name) && !heading.name.is_empty()
    };
    let kept = headings
        .iter()
        .zip(matched)
        .filter_map(|(heading, index)| index.map(|index| (heading, &template.stages[index])));
    let same: Vec<bool> = kept
        .filter(|(heading, other)| equal(heading, other))
        .map(|(heading, other)| heading.number == other.number)
        .collect();
    if same.is_empty() || same.contains(&false) {
        return Vec::new();
    }
    template.stages.iter().filter(|stage| !headings.iter().any(|heading| heading.number == stage.number)).collect()
}

struct Reader<'a> {
    source: &'a Source,
    outline: &'a Outline,
    /// Where each section belongs; stages by their position in the plan.
    places: &'a [Place],
    found: &'a [(usize, StageHeading)],
    /// The template's stage that each stage of the plan takes its requirements from.
    matched: &'a [Option<usize>],
    template: &'a Template,
    policy: &'a Policy,
    names: &'a StageNames,
    /// The lists that have boxes which are no mere signs.
    boxed_lists: HashSet<usize>,
    /// What [`Reader::group_of`] found: many items share a scope.
    groups: RefCell<HashMap<Scope, Option<(String, Role)>>>,
}

/// The lists in which some item has a box of such a form.
fn lists_with(outline: &Outline, is_wanted: impl Fn(BoxForm) -> bool) -> HashSet<usize> {
    outline
        .items
        .iter()
        .filter(|item| item.checkbox.is_some_and(|checkbox| is_wanted(checkbox.form)))
        .map(|item| item.list)
        .collect()
}

impl Reader<'_> {
    /// The section that names the rollout: `Rollout: …`.
    fn rollout_section(&self) -> Option<&Section> {
        let names_rollout = |section: &&Section| {
            let title = fold(&section.title);
            title.strip_prefix("rollout").is_some_and(|rest| rest.trim_start().starts_with([':', '：', '—', '–', '-']))
        };
        self.outline.sections.iter().find(names_rollout)
    }

    /// The heading that names the rollout; else the first heading; else the first line.
    fn heading(&self) -> Span {
        let section = self.rollout_section().or_else(|| self.outline.sections.get(1));
        section.map_or_else(|| self.source.line_span(1), |section| section.heading)
    }

    fn title(&self) -> Option<String> {
        let rollout = self.outline.fields.iter().find(|field| field.key == "rollout" && self.is_heading(field));
        let slot = self
            .template
            .fields
            .iter()
            .find(|slot| slot.key == "rollout")
            .map(|slot| slot.slot.clone())
            .unwrap_or_default();
        let value = rollout.map(|field| Value::read(self.source, field.value, &slot, self.policy));
        if let Some(value) = value {
            return value.is_filled().then_some(value.text);
        }
        let first = self.outline.sections.get(1).map(|section| section.title.clone());
        first.filter(|title| !title.is_empty() && !title.contains('['))
    }

    fn is_heading(&self, field: &Field) -> bool {
        self.outline.sections[field.scope.section].heading.contains(field.label_span)
    }

    /// The Rollout ID, when it is filled, and its place.
    fn id(&self) -> (Option<String>, Option<Span>) {
        let Some(field) = self.outline.fields.iter().find(|field| field.key == "rollout id") else {
            return (None, None);
        };
        let slot = self
            .template
            .fields
            .iter()
            .find(|slot| slot.key == "rollout id")
            .map(|slot| slot.slot.clone())
            .unwrap_or_default();
        let value = Value::read(self.source, field.value, &slot, self.policy);
        (value.is_filled().then_some(value.text), Some(value.span))
    }

    // --- what the template asks for ---

    fn section_of(&self, wanted: &str) -> Option<usize> {
        self.places.iter().position(
            |place| matches!(place, Place::Section(key) if !key.is_empty() && template::is_section(key, wanted)),
        )
    }

    fn shared_sections(&self) -> (usize, usize) {
        let sections = self.template.sections.iter().filter(|slot| self.section_of(&slot.key).is_some()).count();
        let is_named = |(heading, index): (&(usize, StageHeading), &Option<usize>)| {
            index.is_some_and(|index| {
                fold(self.template.stages[index].first_word()) == fold(heading.1.first_word())
                    && !heading.1.name.is_empty()
            })
        };
        let stages = self.found.iter().zip(self.matched).filter(|pair| is_named(*pair)).count();
        (sections + stages.min(self.template.stages.len()), self.template.sections.len() + self.template.stages.len())
    }

    fn missing_sections(&self, heading: Span, lacking: &[&StageHeading]) -> Vec<Missing> {
        let absent = self
            .template
            .sections
            .iter()
            .filter(|slot| self.section_of(&slot.key).is_none() && slot.role != Role::DecisionLog);
        let named = absent.map(|slot| Missing {
            anchor: format!("section:{}", slot.key),
            name: slot.title.clone(),
            span: heading,
            due: Due::Created,
            gentle: false,
        });
        let not_skipped = lacking.iter().filter(|stage| !self.policy.skipped.contains(&stage.number));
        let stages = not_skipped.map(|stage| Missing {
            anchor: format!("section:stage {}", stage.number),
            name: format!("{}: {}", stage.title(), stage.name),
            span: heading,
            due: Due::Created,
            gentle: false,
        });
        named.chain(stages).collect()
    }

    /// The places of the plan that a place of the template stands for: the section, or every stage that takes its requirements from that one.
    fn homes(&self, place: &Place) -> Vec<Home> {
        match place {
            Place::Section(key) if key.is_empty() => {
                vec![Home { place: place.clone(), stage: None, title: String::new(), section: 0 }]
            }
            Place::Section(key) => {
                let section = self.section_of(key);
                section
                    .map(|section| Home {
                        place: self.places[section].clone(),
                        stage: None,
                        title: String::new(),
                        section,
                    })
                    .into_iter()
                    .collect()
            }
            Place::Stage(index) => {
                let stages =
                    self.found.iter().enumerate().filter(|(position, _)| self.matched[*position] == Some(*index));
                let stages = stages.filter(|(_, (_, heading))| !self.policy.skipped.contains(&heading.number));
                stages
                    .map(|(position, (section, heading))| Home {
                        place: Place::Stage(position),
                        stage: Some(heading.number),
                        title: heading.title(),
                        section: *section,
                    })
                    .collect()
            }
        }
    }

    fn due(&self, due: SlotDue, stage: Option<u32>) -> Due {
        let first = self.names.first();
        let stage = stage.unwrap_or(first);
        match due {
            SlotDue::Created => Due::Created,
            SlotDue::EnteringFirst => Due::Entering(first),
            SlotDue::EnteringSecond => Due::Entering(first + 1),
            SlotDue::EnteringStage => Due::Entering(stage),
            SlotDue::LeavingStage => Due::Leaving(stage),
            SlotDue::EnteringLast => Due::Entering(self.names.last()),
        }
    }

    fn missing_fields(&self) -> Vec<Missing> {
        let mut missing = Vec::new();
        for group in self.template.groups.iter().filter(|group| group.role != Role::Progression) {
            for home in self.homes(&group.place) {
                if !self.has_group(group, &home) {
                    missing.push(self.missing(&home, &group.label, group.due, false));
                }
            }
        }
        for slot in self.template.fields.iter().filter(|slot| !slot.optional && slot.due != SlotDue::LeavingStage) {
            let group = slot.group.as_ref().and_then(|key| {
                self.template.groups.iter().find(|group| group.place == slot.place && group.key == *key)
            });
            for home in self.homes(&slot.place) {
                let group_missing = group.is_some_and(|group| !self.has_group(group, &home));
                let in_heading =
                    template::section_key(&self.outline.sections[home.section].title).starts_with(&slot.key);
                if !group_missing && !in_heading && self.find_field(slot, &home).is_none() {
                    missing.push(self.missing(&home, &slot.label, slot.due, slot.gentle));
                }
            }
        }
        missing
    }

    fn missing(&self, home: &Home, label: &str, due: SlotDue, gentle: bool) -> Missing {
        let name = home.name(label);
        Missing {
            anchor: home.anchor(label),
            name,
            span: self.outline.sections[home.section].heading,
            due: self.due(due, home.stage),
            gentle,
        }
    }

    fn has_group(&self, group: &Group, home: &Home) -> bool {
        let fits = |key: &str| key == group.key || (group.role != Role::Other && template::role_of(key) == group.role);
        let label = self.outline.fields.iter().any(|field| {
            self.places[field.scope.section] == home.place
                && (fits(&field.key) || template::is_label(field, &group.key))
        });
        label
            || self
                .outline
                .sections
                .iter()
                .enumerate()
                .any(|(index, section)| self.places[index] == home.place && fits(&fold(&section.title)))
    }

    /// The group that something stands under, as far as the template or its own name tells what it is for.
    fn group_of(&self, scope: Scope) -> Option<(String, Role)> {
        if let Some(known) = self.groups.borrow().get(&scope) {
            return known.clone();
        }
        let group = self.find_group(scope);
        self.groups.borrow_mut().insert(scope, group.clone());
        group
    }

    fn find_group(&self, scope: Scope) -> Option<(String, Role)> {
        let place = match &self.places[scope.section] {
            Place::Stage(position) => self.matched[*position].map(Place::Stage),
            place => Some(place.clone()),
        };
        let known = |key: &str| {
            let same_place = |group: &&Group| place.as_ref().is_some_and(|place| same_place(&group.place, place));
            let group = self
                .template
                .groups
                .iter()
                .filter(same_place)
                .find(|group| group.key == key || key.split(" (").next() == Some(&group.key));
            let role = template::role_of(key);
            group
                .map(|group| (group.key.clone(), group.role))
                .or_else(|| (role != Role::Other).then(|| (key.to_owned(), role)))
        };
        let by_label = self.outline.labels_around(scope).find_map(|field| known(&field.key));
        by_label.or_else(|| {
            let around = self
                .outline
                .sections_around(scope.section)
                .filter(|section| !self.found.iter().any(|(stage, _)| stage == section));
            around
                .filter(|section| self.outline.sections[*section].level > 2)
                .find_map(|section| known(&fold(&self.outline.sections[section].title)))
        })
    }

    fn group_key(&self, scope: Scope) -> Option<String> {
        self.group_of(scope).map(|(key, _)| key)
    }

    fn find_field(&self, slot: &FieldSlot, home: &Home) -> Option<&Field> {
        let named: Vec<&Field> =
            self.outline.fields.iter().filter(|field| template::is_label(field, &slot.key)).collect();
        let here = || named.iter().filter(|field| self.places[field.scope.section] == home.place);
        let grouped = here().find(|field| self.group_key(field.scope) == slot.group);
        let somewhere = || here().find(|field| slot.group.is_some() && self.group_key(field.scope).is_none());
        // Outside stages a label that the template has once may stand anywhere.
        let unique =
            home.stage.is_none() && self.template.fields.iter().filter(|other| other.key == slot.key).count() == 1;
        let elsewhere = || {
            named.iter().filter(|_| unique).find(|field| matches!(self.places[field.scope.section], Place::Section(_)))
        };
        grouped.or_else(somewhere).or_else(elsewhere).copied()
    }

    fn fillings(&self, example_rows: &mut Vec<Missing>) -> Vec<Filling> {
        let mut fillings = Vec::new();
        for slot in self.template.fields.iter().filter(|slot| !slot.optional) {
            for home in self.homes(&slot.place) {
                let Some(field) = self.find_field(slot, &home) else { continue };
                fillings.push(self.filling(slot, &home, field));
            }
        }
        for table in &self.template.tables {
            for home in self.homes(&table.place) {
                self.table_fillings(table, &home, &mut fillings, example_rows);
            }
        }
        for list in &self.template.lists {
            for home in self.homes(&list.place) {
                let items = self
                    .outline
                    .items
                    .iter()
                    .filter(|item| self.places[item.scope.section] == home.place && !item.is_field);
                for item in items.filter(|item| self.group_key(item.scope) == list.group) {
                    let value = Value::read(self.source, item.text, &list.slot, self.policy);
                    if value.is_filled() || matches!(value.state, ValueState::NotApplicable { .. }) {
                        continue;
                    }
                    let group = list.group.clone().unwrap_or_default();
                    let label =
                        self.template.groups.iter().find(|known| known.place == list.place && known.key == group);
                    fillings.push(Filling {
                        anchor: format!("{}/{}", home.anchor(&group), fold(&value.text)),
                        key: group.clone(),
                        name: home.name(label.map_or(group.as_str(), |group| &group.label)),
                        example: list.slot.written.first().cloned().unwrap_or_default(),
                        value,
                        kind: FillingKind::Text,
                        due: self.due(list.due, home.stage),
                        gentle: false,
                        spoken_for: false,
                    });
                }
            }
        }
        fillings.sort_by_key(|filling| filling.value.span.start);
        fillings
    }

    fn filling(&self, slot: &FieldSlot, home: &Home, field: &Field) -> Filling {
        let in_group = match &slot.group {
            Some(group) => format!("{group}/{}", slot.label),
            None => slot.label.clone(),
        };
        let is_review = matches!(&slot.place, Place::Section(key) if template::role_of(key) == Role::Review);
        let kind = match slot.slot.kind {
            SlotKind::Date => FillingKind::Date { exact: slot.key == "created" || slot.due == SlotDue::LeavingStage },
            SlotKind::Link => FillingKind::Link { points: self.points_somewhere(field.value) },
            SlotKind::Duration => FillingKind::Duration,
            _ if slot.slot.boxes && !slot.slot.asks() => {
                let boxes = inline_boxes(self.source, field.value, true);
                FillingKind::Choice { ticked: boxes.iter().any(|inline| inline.checkbox.ticked) }
            }
            _ => FillingKind::Field,
        };
        Filling {
            anchor: home.anchor(&in_group),
            key: slot.key.clone(),
            name: home.name(&slot.label),
            example: slot.slot.written.join(" "),
            value: Value::read(self.source, field.value, &slot.slot, self.policy),
            kind,
            due: self.due(slot.due, home.stage),
            gentle: slot.gentle,
            spoken_for: slot.due == SlotDue::LeavingStage
                || (is_review && slot.slot.kind == SlotKind::Date && !slot.gentle),
        }
    }

    /// Whether a value holds a link, a path or a ticket.
    fn points_somewhere(&self, span: Span) -> bool {
        let line = self.source.slice(span);
        let links =
            inline::pieces(line).iter().any(|piece| matches!(piece.kind, PieceKind::Link { .. } | PieceKind::Autolink));
        links || is_reference(&inline::visible(line))
    }

    /// Lists of the rollback plan whose label stands there without an item.
    fn empty_rollback_lists(&self) -> Vec<Missing> {
        let mut empty = Vec::new();
        for list in &self.template.lists {
            let Some(group) = self
                .template
                .groups
                .iter()
                .find(|group| group.place == list.place && Some(&group.key) == list.group.as_ref())
            else {
                continue;
            };
            let is_rollback = matches!(&list.place, Place::Section(key) if template::role_of(key) == Role::Rollback);
            for home in self.homes(&list.place).iter().filter(|home| is_rollback && self.has_group(group, home)) {
                let here =
                    |scope: Scope| self.places[scope.section] == home.place && self.group_key(scope) == list.group;
                let has_items = self.outline.items.iter().any(|item| here(item.scope))
                    || self.outline.tables.iter().any(|table| here(table.scope));
                let says_something =
                    self.outline.fields.iter().any(|field| field.key == group.key && !field.value.is_empty());
                if !has_items && !says_something {
                    empty.push(self.missing(home, &group.label, list.due, false));
                }
            }
        }
        empty
    }

    /// Sections and labels of the template that stand twice in one place.
    fn duplicates(&self) -> Vec<Duplicate> {
        let mut found = Vec::new();
        for slot in &self.template.sections {
            let is_it = |index: &usize| {
                let top = self.outline.sections[*index].level == 2;
                top && matches!(&self.places[*index], Place::Section(key) if template::is_section(key, &slot.key))
            };
            let same: Vec<usize> = (0..self.outline.sections.len()).filter(is_it).collect();
            if let [first, second, ..] = same[..] {
                let heading = |index: usize| self.outline.sections[index].heading;
                found.push(Duplicate {
                    is_section: true,
                    name: slot.title.clone(),
                    first: heading(first),
                    second: heading(second),
                });
            }
        }
        for slot in self.template.fields.iter().filter(|slot| !slot.slot.brackets.is_empty()) {
            for home in self.homes(&slot.place) {
                let is_it = |field: &&Field| {
                    field.key == slot.key
                        && self.places[field.scope.section] == home.place
                        && self.group_key(field.scope) == slot.group
                };
                let same: Vec<&Field> = self.outline.fields.iter().filter(is_it).collect();
                if let [first, second, ..] = same[..] {
                    found.push(Duplicate {
                        is_section: false,
                        name: home.name(&slot.label),
                        first: first.label_span,
                        second: second.label_span,
                    });
                }
            }
        }
        found
    }

    /// The stages that the communication plan has rows for.
    fn communication(&self) -> Option<(Vec<u32>, Span)> {
        let in_plan = |table: &&Table| matches!(&self.places[table.scope.section], Place::Section(key) if key.contains("communication"));
        let table = self.outline.tables.iter().find(in_plan)?;
        let stage_of = |row: &TableRow| self.names.find(&inline::visible(self.source.slice(cell(row, 0))));
        Some((table.rows.iter().filter_map(stage_of).collect(), table.header_span))
    }

    /// A number for what the plan says: titles, values, texts, ticks and cells, without their order in columns, without formatting, and without
    /// the date of the last update.
    fn meaning(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        let text = |span: Span| fold(&inline::visible(self.source.slice(span)));
        for section in &self.outline.sections {
            fold(&section.title).hash(&mut hasher);
        }
        for field in self.outline.fields.iter().filter(|field| !field.key.contains("last updated")) {
            (&field.key, text(field.value)).hash(&mut hasher);
        }
        for item in &self.outline.items {
            (item.checkbox.is_some_and(|checkbox| checkbox.ticked), text(item.text)).hash(&mut hasher);
        }
        for table in &self.outline.tables {
            for row in &table.rows {
                let mut cells: Vec<(Option<&str>, String)> = row
                    .cells
                    .iter()
                    .enumerate()
                    .map(|(column, cell)| (table.header.get(column).map(|header| header.key.as_str()), text(*cell)))
                    .collect();
                cells.sort();
                cells.hash(&mut hasher);
            }
        }
        hasher.finish()
    }

    fn find_table(&self, wanted: &TableSlot, home: &Home) -> Option<&Table> {
        let here =
            self.outline.tables.iter().filter(|table| {
                self.places[table.scope.section] == home.place && template::log_columns(table).is_none()
            });
        let common = |table: &&Table| table.header.iter().filter(|header| wanted.headers.contains(&header.key)).count();
        let grouped = |table: &&Table| wanted.group.is_some() && self.group_key(table.scope) == wanted.group;
        let best = here.max_by_key(|table| (common(table), grouped(table)))?;
        (grouped(&best) || common(&best) * 2 >= wanted.headers.len()).then_some(best)
    }

    fn table_fillings(
        &self,
        wanted: &TableSlot,
        home: &Home,
        fillings: &mut Vec<Filling>,
        example_rows: &mut Vec<Missing>,
    ) {
        let Some(table) = self.find_table(wanted, home) else { return };
        let column_of = |column: usize| {
            let key = wanted.headers.get(column)?;
            table
                .header
                .iter()
                .position(|header| header.key == *key)
                .or((table.header.len() == wanted.headers.len()).then_some(column))
        };
        let is_fixed = |row: &&Vec<Slot>| row.first().is_some_and(|slot| !slot.asks());
        let (fixed, examples): (Vec<&Vec<Slot>>, Vec<&Vec<Slot>>) = wanted.rows.iter().partition(is_fixed);
        let even = |row: &&TableRow| row.cells.len() == table.header.len();
        let text_of = |row: &TableRow, column: usize| fold(&inline::visible(self.source.slice(cell(row, column))));
        let table_name =
            wanted.group.clone().unwrap_or_else(|| self.outline.sections[table.scope.section].title.clone());
        let anchor = home.anchor(&table_name);
        let mut push = |row: &TableRow, column: usize, slot: &Slot, row_name: &str| {
            let Some(own) = column_of(column) else { return };
            let value = Value::read(self.source, cell(row, own), slot, self.policy);
            let title = &wanted.titles[column];
            fillings.push(Filling {
                anchor: format!("{anchor}/{row_name}/{}", fold(title)),
                key: fold(title),
                name: home.name(title),
                example: slot.written.join(" "),
                value,
                kind: FillingKind::Cell,
                due: self.due(wanted.due, home.stage),
                gentle: false,
                spoken_for: wanted.group.as_deref().is_some_and(|group| template::role_of(group) == Role::GoToMarket),
            });
        };
        let first_column = column_of(0).unwrap_or(0);
        let is_of = |row: &TableRow, template_row: &[Slot]| {
            template_row.first().is_some_and(|slot| text_of(row, first_column) == slot.text)
        };
        for template_row in &fixed {
            let Some(row) = table.rows.iter().filter(even).find(|row| is_of(row, template_row)) else { continue };
            for (column, slot) in template_row.iter().enumerate().filter(|(_, slot)| slot.asks()) {
                push(row, column, slot, &text_of(row, first_column));
            }
        }
        if examples.is_empty() {
            return;
        }
        let columns = merged_columns(&examples);
        let is_example = |row: &&TableRow| !fixed.iter().any(|template_row| is_of(row, template_row));
        let rows: Vec<&TableRow> = table.rows.iter().filter(even).filter(is_example).collect();
        let is_untouched = |row: &&&TableRow| {
            columns.iter().enumerate().filter(|(_, slot)| slot.asks()).all(|(column, slot)| {
                let place = column_of(column).map_or(Span::at(row.span.end), |own| cell(row, own));
                let state = Value::read(self.source, place, slot, self.policy).state;
                matches!(state, ValueState::Empty | ValueState::Placeholder { .. } | ValueState::Menu)
            })
        };
        let touched: Vec<&&TableRow> = rows.iter().filter(|row| !is_untouched(row)).collect();
        for (index, row) in touched.iter().enumerate() {
            let name = text_of(row, first_column);
            let name = if name.is_empty() { format!("row {}", index + 1) } else { name };
            for (column, slot) in columns.iter().enumerate().filter(|(_, slot)| slot.asks()) {
                push(row, column, slot, &name);
            }
        }
        if !touched.is_empty() {
            let untouched = rows.iter().filter(is_untouched);
            example_rows.extend(untouched.map(|row| Missing {
                anchor: format!("{anchor}/{}", text_of(row, first_column)),
                name: home.name(&table_name),
                span: row.span,
                due: self.due(wanted.due, home.stage),
                gentle: true,
            }));
        }
        // A table in which nobody has filled a row is one fault, not one for each of its brackets.
        if touched.is_empty() {
            match rows.first() {
                Some(row) => push(row, 0, &columns[0], "first row"),
                None => push(
                    &TableRow { span: Span::at(table.header_span.end), cells: Vec::new(), detached: false },
                    0,
                    &columns[0],
                    "first row",
                ),
            }
        }
    }

    /// How much of the template nobody has touched: the share of its brackets that stand in the plan as they were.
    fn untouched(&self) -> f64 {
        let total = self.template.brackets.len();
        let fields = self.outline.fields.iter().map(|field| field.value);
        let items = self.outline.items.iter().filter(|item| !item.is_field).map(|item| item.text);
        let tables = self.outline.tables.iter().filter(|table| table.header.len() > 2);
        let cells = tables.flat_map(|table| &table.rows).flat_map(|row| row.cells.iter().copied());
        let count = |span: Span| {
            let line = self.source.slice(span);
            let is_own = |kind: PieceKind| matches!(kind, PieceKind::Bracket { inner } if self.template.brackets.contains(&template::bracket_key(&line[inner.start..inner.end])));
            if line.contains('[') { inline::pieces(line).iter().filter(|piece| is_own(piece.kind)).count() } else { 0 }
        };
        let found: usize = fields.chain(items).chain(cells).map(count).sum();
        if total == 0 { 0.0 } else { found as f64 / total as f64 }
    }

    // --- stages ---

    fn stages(&self, slots: &[Filling]) -> Vec<Stage> {
        let mut stages: Vec<Stage> = self
            .found
            .iter()
            .enumerate()
            .map(|(position, (section, heading))| self.stage(position, *section, heading, slots))
            .collect();
        stages.sort_by_key(|stage| stage.number);
        stages
    }

    fn stage(&self, position: usize, section: usize, heading: &StageHeading, slots: &[Filling]) -> Stage {
        let place = Place::Stage(position);
        let items: Vec<(&Item, Option<(String, Role)>)> = self
            .outline
            .items
            .iter()
            .filter(|item| self.places[item.scope.section] == place)
            .map(|item| (item, self.group_of(item.scope)))
            .collect();
        let span = self.outline.sections[section].span;
        let template_place = self.matched[position].map(Place::Stage);
        let in_template = |role: Role| {
            self.template.groups.iter().any(|group| Some(&group.place) == template_place.as_ref() && group.role == role)
        };
        let wants_progression = in_template(Role::Progression);
        let has_label = |role: Role| {
            let labelled = self
                .outline
                .fields
                .iter()
                .any(|field| self.places[field.scope.section] == place && template::role_of(&field.key) == role);
            let mut headed = self.outline.sections.iter().enumerate().filter(|(index, _)| self.places[*index] == place);
            labelled || headed.any(|(_, section)| template::role_of(&fold(&section.title)) == role)
        };
        Stage {
            number: heading.number,
            title: heading.title(),
            name: heading.name.clone(),
            first_word: heading.first_word().to_owned(),
            heading: self.outline.sections[section].heading,
            span,
            entry: self.criteria(position, &items, Role::Entry, in_template(Role::Entry)),
            exit: self.criteria(position, &items, Role::Exit, in_template(Role::Exit)),
            work: self.work(position, &items),
            launch: self.launch(position),
            percentage: self.percentage(&items),
            progression: self.progression(position, slots, heading.number),
            wants_entry: in_template(Role::Entry) && has_label(Role::Entry),
            wants_exit: in_template(Role::Exit) && has_label(Role::Exit),
            wants_progression,
            marked_current: heading.mark.is_some(),
        }
    }

    fn criteria(
        &self,
        position: usize,
        items: &[(&Item, Option<(String, Role)>)],
        role: Role,
        template_has_boxes: bool,
    ) -> Vec<Criterion> {
        let is_of_role = |group: &Option<(String, Role)>| group.as_ref().is_some_and(|(_, found)| *found == role);
        let of_role: Vec<&Item> = items.iter().filter(|(_, group)| is_of_role(group)).map(|(item, _)| *item).collect();
        let has_boxes = template_has_boxes
            || of_role.iter().any(|item| item.checkbox.is_some_and(|checkbox| checkbox.form != BoxForm::Glyph));
        let mut criteria = Vec::new();
        if has_boxes {
            let top = of_role.iter().map(|item| item.depth).min().unwrap_or(1);
            let is_criterion = |item: &&&Item| item.depth == top || item.checkbox.is_some();
            criteria.extend(of_role.iter().filter(is_criterion).map(|item| self.criterion(item)));
        }
        let place = Place::Stage(position);
        let tables = self
            .outline
            .tables
            .iter()
            .filter(|table| self.places[table.scope.section] == place && is_of_role(&self.group_of(table.scope)));
        criteria.extend(tables.flat_map(|table| self.criteria_of_table(table)));
        criteria
    }

    /// Criteria in a table with boxes. As in a list, what has no box of its own is open.
    fn criteria_of_table(&self, table: &Table) -> Vec<Criterion> {
        let boxes_of = |row: &TableRow| -> Vec<InlineBox> {
            row.cells.iter().flat_map(|cell| inline_boxes(self.source, *cell, true)).collect()
        };
        if table.rows.iter().all(|row| boxes_of(row).is_empty()) {
            return Vec::new();
        }
        let mut criteria = Vec::new();
        for row in &table.rows {
            let boxes = boxes_of(row);
            let text = row
                .cells
                .iter()
                .map(|cell| inline::visible(self.source.slice(*cell)))
                .find(|text| text.chars().any(char::is_alphanumeric));
            // An empty row is no criterion.
            if boxes.is_empty() && text.is_none() {
                continue;
            }
            let text = text.unwrap_or_default();
            let reasoned = row.cells.iter().any(|cell| has_reason(self.source.slice(*cell), self.policy));
            let is_ticked = !boxes.is_empty() && boxes.iter().all(|inline| inline.checkbox.ticked);
            let met = match (reasoned, is_ticked) {
                (true, _) => Met::Reasoned,
                (false, true) => Met::Ticked,
                (false, false) => Met::Open,
            };
            let span = boxes.first().map_or(row.span, |first| first.checkbox.span);
            criteria.push(Criterion { key: fold(&text), text, span, met });
        }
        criteria
    }

    /// The rows of the stage's launch checklist. A row is open until it is ticked and nothing in it waits for a value.
    fn launch(&self, position: usize) -> Vec<Criterion> {
        let place = Place::Stage(position);
        let is_launch = |table: &&Table| {
            self.places[table.scope.section] == place
                && self.group_of(table.scope).is_some_and(|(_, role)| role == Role::GoToMarket)
        };
        let waits = |criterion: &Criterion| {
            let line = self.source.slice(self.source.line_span(self.source.line(criterion.span.start)));
            // A ticked box looks like the template's `[X]`.
            let own = |inner: Span| {
                let key = template::bracket_key(&line[inner.start..inner.end]);
                key != "x" && self.template.brackets.contains(&key)
            };
            inline::pieces(line).iter().any(|piece| matches!(piece.kind, PieceKind::Bracket { inner } if own(inner)))
        };
        let mut rows: Vec<Criterion> =
            self.outline.tables.iter().filter(is_launch).flat_map(|table| self.criteria_of_table(table)).collect();
        for row in rows.iter_mut().filter(|row| row.met == Met::Ticked) {
            row.met = if waits(row) { Met::Open } else { Met::Ticked };
        }
        rows
    }

    /// The largest percentage that the audience of a stage names.
    fn percentage(&self, items: &[(&Item, Option<(String, Role)>)]) -> Option<(f64, Span)> {
        let audience = items.iter().filter(|(_, group)| matches!(group, Some((_, Role::Audience))));
        audience
            .flat_map(|(item, _)| percentages(self.source.slice(item.text)).into_iter().map(|share| (share, item.text)))
            .max_by(|a, b| a.0.total_cmp(&b.0))
    }

    fn criterion(&self, item: &Item) -> Criterion {
        let line = self.source.slice(item.text);
        let text = inline::visible(line);
        let ticked = item.checkbox.is_some_and(|checkbox| checkbox.ticked);
        let met = match (has_reason(line, self.policy), ticked) {
            (true, _) => Met::Reasoned,
            (false, true) => Met::Ticked,
            (false, false) => Met::Open,
        };
        let span = item.checkbox.map_or(item.text, |checkbox| checkbox.span);
        Criterion { key: fold(&text), text, span, met }
    }

    /// Boxes whose tick shows that the stage runs. Entry criteria are preparation, an audience and invitations are plans, and what marketing has
    /// ready says nothing of users.
    fn work(&self, position: usize, items: &[(&Item, Option<(String, Role)>)]) -> Vec<WorkBox> {
        let prepares = |group: &Option<(String, Role)>| {
            matches!(group, Some((_, Role::Entry | Role::Audience | Role::GoToMarket)))
        };
        let mut work = Vec::new();
        for (item, group) in items.iter().filter(|(_, group)| !prepares(group)) {
            let Some(checkbox) = item.checkbox else { continue };
            if checkbox.form == BoxForm::Glyph && !self.list_has_boxes(item, group) {
                continue;
            }
            let text = inline::visible(self.source.slice(item.text));
            let under = group.as_ref().map_or("", |(key, _)| key);
            work.push(WorkBox {
                key: format!("{under}/{}", fold(&text)),
                text,
                span: checkbox.span,
                ticked: checkbox.ticked,
            });
        }
        let place = Place::Stage(position);
        for table in self
            .outline
            .tables
            .iter()
            .filter(|table| self.places[table.scope.section] == place && !prepares(&self.group_of(table.scope)))
        {
            self.work_in_table(table, position, &mut work);
        }
        work
    }

    fn list_has_boxes(&self, item: &Item, group: &Option<(String, Role)>) -> bool {
        let place = match &self.places[item.scope.section] {
            Place::Stage(position) => self.matched[*position].map(Place::Stage),
            place => Some(place.clone()),
        };
        let in_template = self.template.groups.iter().any(|known| {
            Some(&known.place) == place.as_ref()
                && known.boxes
                && group.as_ref().is_some_and(|(key, _)| *key == known.key)
        });
        in_template || self.boxed_lists.contains(&item.list)
    }

    fn work_in_table(&self, table: &Table, position: usize, work: &mut Vec<WorkBox>) {
        let wanted = self
            .template
            .tables
            .iter()
            .filter(|wanted| Some(&wanted.place) == self.matched[position].map(Place::Stage).as_ref());
        let box_headers: Vec<&String> = wanted
            .flat_map(|wanted| {
                wanted.headers.iter().zip(&wanted.box_columns).filter(|(_, has)| **has).map(|(header, _)| header)
            })
            .collect();
        for (column, header) in table.header.iter().enumerate() {
            let cells: Vec<Span> = table.rows.iter().map(|row| cell(row, column)).collect();
            let has_blank = || {
                cells
                    .iter()
                    .any(|span| inline_boxes(self.source, *span, false).iter().any(|inline| !inline.checkbox.ticked))
            };
            if !box_headers.contains(&&header.key) && !has_blank() {
                continue;
            }
            for (row, span) in table.rows.iter().zip(cells) {
                let row_name = inline::visible(self.source.slice(cell(row, 0)));
                for inline in inline_boxes(self.source, span, true) {
                    if fold(&inline.label).starts_with("invited") {
                        continue;
                    }
                    let text = format!("{row_name}: {}", inline.label);
                    work.push(WorkBox {
                        key: format!("{}/{}", header.key, fold(&text)),
                        text,
                        span: inline.checkbox.span,
                        ticked: inline.checkbox.ticked,
                    });
                }
            }
        }
    }

    fn progression(&self, position: usize, slots: &[Filling], number: u32) -> Option<Progression> {
        let place = Place::Stage(position);
        let fields = || self.outline.fields.iter().filter(|field| self.places[field.scope.section] == place);
        let label =
            fields().find(|field| template::role_of(&field.key) == Role::Progression).map(|field| field.label_span);
        let subsection = || {
            let sections = self.outline.sections.iter().enumerate();
            let mut inside = sections.filter(|(index, _)| self.places[*index] == place);
            inside
                .find(|(_, section)| template::role_of(&fold(&section.title)) == Role::Progression)
                .map(|(_, section)| section.heading)
        };
        let label = label.or_else(subsection)?;
        let leaving = |filling: &&Filling| filling.due == Due::Leaving(number) && filling.spoken_for;
        let of_template = |date: bool| {
            slots
                .iter()
                .filter(leaving)
                .find(|filling| matches!(filling.kind, FillingKind::Date { .. }) == date)
                .map(|filling| filling.value.clone())
        };
        let by_name = |words: &[&str], kind: SlotKind| {
            let in_group =
                fields().filter(|field| self.group_of(field.scope).is_some_and(|(_, role)| role == Role::Progression));
            let mut named = in_group.filter(|field| words.iter().any(|word| field.key.starts_with(word)));
            let slot = Slot { kind, brackets: vec!["date".to_owned(), "name".to_owned()], ..Slot::default() };
            named.next().map(|field| Value::read(self.source, field.value, &slot, self.policy))
        };
        let date = of_template(true).or_else(|| by_name(&["date", "when"], SlotKind::Date));
        let decider = of_template(false)
            .or_else(|| by_name(&["decision maker", "decided by", "decider", "approved by"], SlotKind::Text));
        Some(Progression { label, date, decider })
    }

    // --- the log ---

    fn log(&self) -> Option<Log> {
        let tables = || self.outline.tables.iter().filter_map(|table| Some((table, template::log_columns(table)?)));
        let in_log_section = |table: &Table| matches!(&self.places[table.scope.section], Place::Section(key) if template::role_of(key) == Role::DecisionLog);
        let (table, columns) = tables().find(|(table, _)| in_log_section(table)).or_else(|| tables().next())?;
        let column_of = |index: usize| match index {
            _ if index == columns.date => Column::Date,
            _ if index == columns.stage => Column::Stage,
            _ if index == columns.decision => Column::Decision,
            _ if index == columns.rationale => Column::Rationale,
            _ if index == columns.decided_by => Column::DecidedBy,
            _ => Column::Other,
        };
        let rows = table.rows.iter().map(|row| self.log_row(row, table.header.len(), columns)).collect();
        Some(Log { header: table.header_span, columns: (0..table.header.len()).map(column_of).collect(), rows })
    }

    fn log_row(&self, row: &TableRow, width: usize, columns: template::LogColumns) -> LogRow {
        let slot = |kind: SlotKind| Slot { brackets: self.template.log_brackets.clone(), kind, ..Slot::default() };
        let read =
            |column: usize, kind: SlotKind| Value::read(self.source, cell(row, column), &slot(kind), self.policy);
        let date = read(columns.date, SlotKind::Date);
        let stage = read(columns.stage, SlotKind::Text);
        let decision = read(columns.decision, SlotKind::Text);
        let rationale = read(columns.rationale, SlotKind::Text);
        let decided_by = read(columns.decided_by, SlotKind::Text);
        let day = if date.is_filled() { read_date(&date.text) } else { DateReading::None };
        let route = if stage.is_open() { Route::Open } else { self.names.read_route(&stage.text) };
        let verb = if decision.is_open() { None } else { Decision::read(&decision.text, &self.policy.decisions) };
        let deciders = if decided_by.is_open() { Vec::new() } else { log::people(&decided_by.text) };
        let untouched = |value: &Value| matches!(value.state, ValueState::Empty | ValueState::Placeholder { .. });
        let date_line = self.source.slice(cell(row, columns.date));
        // Whoever strikes the date takes the decision back.
        let struck = matches!(inline::struck(date_line)[..], [struck] if struck == Span::new(0, date_line.len()));
        let state = if struck {
            RowState::Struck
        } else if day.day().is_some() {
            RowState::Recorded
        } else if untouched(&date) && untouched(&rationale) && untouched(&decided_by) {
            RowState::Template
        } else {
            RowState::Pending
        };
        LogRow {
            span: row.span,
            state,
            date,
            day,
            stage,
            route,
            decision,
            verb,
            rationale,
            decided_by,
            deciders,
            uneven: row.cells.len() != width,
            cells: row.cells.iter().map(|cell| fold(&inline::visible(self.source.slice(*cell)))).collect(),
            renumbered: false,
        }
    }

    // --- what the plan says of itself ---

    fn declared(&self) -> Option<Declared> {
        let declared = |text: String, span: Span| Declared { stage: self.names.read_declared(&text), text, span };
        if let Some((text, span)) = self.front_matter("stage") {
            return Some(declared(text, span));
        }
        let outside = || {
            self.outline
                .fields
                .iter()
                .filter(|field| !matches!(self.places[field.scope.section], Place::Stage(_)) && !field.value.is_empty())
        };
        let text_of = |field: &Field| inline::visible(self.source.slice(field.value));
        if let Some(field) = outside().find(|field| field.key == "current stage" || field.key == "current phase") {
            let text = text_of(field);
            let bare = text.trim_matches(['[', ']']).to_owned();
            let slot = Slot { brackets: vec![String::new()], ..Slot::default() };
            let value = Value::read(self.source, field.value, &slot, self.policy);
            // `[Stage]` and TBD declare nothing; `[1]` is a stage in brackets.
            if value.is_filled() || self.names.find(&bare).is_some() {
                return Some(declared(bare, field.value));
            }
        }
        if let Some((text, span)) = self.front_matter("status")
            && let Some(status) = self.names.read_status(&text, span)
        {
            return Some(status);
        }
        let in_table = |field: &Field| self.outline.tables.iter().any(|table| table.span.contains(field.label_span));
        let status = outside().filter(|field| field.key == "status" && !in_table(field));
        if let Some(status) = status.filter_map(|field| self.names.read_status(&text_of(field), field.value)).next() {
            return Some(status);
        }
        let mut marked = self.found.iter().filter(|(_, heading)| heading.mark.is_some());
        let (section, heading) = marked.next().filter(|_| marked.next().is_none())?;
        let span = self.outline.sections[*section].heading;
        Some(Declared {
            stage: DeclaredStage::Stage(heading.number),
            text: heading.mark.clone().unwrap_or_default(),
            span,
        })
    }

    /// A scalar of the front matter. Each line is read by itself, so that a fault elsewhere in it does not hide the stage.
    fn front_matter(&self, key: &str) -> Option<(String, Span)> {
        let matter = self.outline.front_matter?;
        let first = self.source.line(matter.start);
        let last = self.source.line(matter.end);
        (first..last).find_map(|number| {
            let span = self.source.line_span(number);
            let line = self.source.slice(span);
            // An indented key belongs to another one.
            let (name, value) = line.split_once(':').filter(|_| !line.starts_with([' ', '\t']))?;
            if fold(name).replace(['_', '-'], " ") != key
                && fold(name).replace(['_', '-'], " ") != format!("current {key}")
            {
                return None;
            }
            let text: String = serde_yaml::from_str(value.trim()).ok().or_else(|| Some(value.trim().to_owned()))?;
            let start = span.end - value.trim_start().len();
            let end = start.max(span.start + line.trim_end().len());
            (!text.is_empty()).then(|| (text, Span::new(start, end)))
        })
    }

    // --- faults of the source ---

    /// Malformed boxes in lists that have real ones, here or in the template.
    fn malformed_boxes(&self) -> Vec<MalformedBox> {
        let standard_lists = lists_with(self.outline, |form| form == BoxForm::Standard);
        let mut found = Vec::new();
        for item in &self.outline.items {
            let Some(checkbox) = item.checkbox.filter(|checkbox| checkbox.form == BoxForm::Malformed) else { continue };
            let group = self.group_of(item.scope);
            let gates = matches!(group, Some((_, Role::Entry | Role::Exit)));
            if !gates && !standard_lists.contains(&item.list) {
                continue;
            }
            let text = inline::visible(self.source.slice(item.text));
            let glued = checkbox.span.end == item.text.start && !item.text.is_empty();
            found.push(MalformedBox { span: checkbox.span, ticked: checkbox.ticked, glued, gates, text });
        }
        found
    }

    fn detached_rows(&self) -> Vec<DetachedRows> {
        let mut found: Vec<DetachedRows> = Vec::new();
        for table in &self.outline.tables {
            let mut above = table.span.end;
            for row in &table.rows {
                let gap = Span::new(above.min(row.span.start), row.span.start);
                above = row.span.end;
                if !row.detached {
                    continue;
                }
                let is_next_line = self.source.line(gap.start) + 1 == self.source.line(gap.end);
                match found.last_mut() {
                    Some(rows) if is_next_line && rows.span.end == gap.start => rows.span.end = row.span.end,
                    _ => found.push(DetachedRows { span: row.span, gap, name: self.row_name(row) }),
                }
            }
        }
        found
    }

    fn row_name(&self, row: &TableRow) -> String {
        let texts = row.cells.iter().map(|cell| inline::visible(self.source.slice(*cell)));
        texts.into_iter().find(|text| !text.is_empty()).unwrap_or_default()
    }

    fn uneven_rows(&self) -> Vec<UnevenRow> {
        let mut rows = Vec::new();
        for table in &self.outline.tables {
            for row in table.rows.iter().filter(|row| row.cells.len() != table.header.len()) {
                let filled = row
                    .cells
                    .iter()
                    .map(|cell| inline::visible(self.source.slice(*cell)))
                    .find(|text| !text.is_empty());
                let name = filled.unwrap_or_default();
                rows.push(UnevenRow {
                    span: row.span,
                    header: table.header_span,
                    found: row.cells.len(),
                    wanted: table.header.len(),
                    name,
                });
            }
        }
        rows
    }

    fn conflicts(&self) -> Vec<Conflict> {
        let mutes = |span: &Span| {
            let table = self
                .outline
                .tables
                .iter()
                .find(|table| table.span.start < span.end && span.start < table.span.end)
                .map(|table| table.span);
            let section = || {
                self.outline
                    .sections
                    .iter()
                    .rev()
                    .find(|section| section.span.contains(Span::at(span.start)))
                    .map(|section| section.span)
            };
            table.or_else(section).unwrap_or(*span).to(*span)
        };
        self.outline.conflicts.iter().map(|span| Conflict { span: *span, mutes: mutes(span) }).collect()
    }
}

/// The percentages in a text: `10-25 %` has 10 and 25, placeholders none.
fn percentages(line: &str) -> Vec<f64> {
    let mut text = String::new();
    for piece in
        inline::pieces(line).iter().filter(|piece| !matches!(piece.kind, PieceKind::Bracket { .. } | PieceKind::Hidden))
    {
        text.push_str(&line[piece.span.start..piece.span.end]);
    }
    let parts: Vec<&str> = text.split('%').collect();
    let numbers_at_end = |part: &&str| {
        let tail = part.trim_end();
        let start = tail
            .rfind(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '–' | ' ')))
            .map_or(0, |at| at + tail[at..].chars().next().map_or(1, char::len_utf8));
        tail[start..]
            .split(['-', '–', ' '])
            .filter_map(|number| number.replace(',', ".").parse::<f64>().ok())
            .collect::<Vec<f64>>()
    };
    parts[..parts.len() - 1].iter().flat_map(numbers_at_end).filter(|share| *share <= 100.0).collect()
}

/// A place in the plan that stands for one of the template.
struct Home {
    place: Place,
    /// The number of the stage, inside stages.
    stage: Option<u32>,
    /// `Stage 1`, inside stages.
    title: String,
    section: usize,
}

impl Home {
    fn anchor(&self, label: &str) -> String {
        let label = fold(label);
        match (self.stage, &self.place) {
            (Some(number), _) => format!("stage:{number}/{label}"),
            (None, Place::Section(key)) => format!("section:{key}/{label}"),
            (None, Place::Stage(position)) => format!("stage#{position}/{label}"),
        }
    }

    fn name(&self, label: &str) -> String {
        match self.stage {
            Some(_) => format!("{label} of {}", self.title),
            None => label.to_owned(),
        }
    }
}

fn same_place(one: &Place, other: &Place) -> bool {
    match (one, other) {
        (Place::Section(wanted), Place::Section(key)) => template::is_section(key, wanted),
        (one, other) => one == other,
    }
}

/// What the example rows of a table ask for in each column.
fn merged_columns(examples: &[&Vec<Slot>]) -> Vec<Slot> {
    let width = examples.iter().map(|row| row.len()).max().unwrap_or(0);
    let merged = |column: usize| {
        let mut slot = Slot::default();
        for cell in examples.iter().filter_map(|row| row.get(column)) {
            if slot.brackets.is_empty() {
                slot.kind = cell.kind;
            }
            slot.brackets.extend(cell.brackets.iter().cloned());
            slot.written
                .extend(cell.written.iter().filter(|_| slot.written.is_empty()).cloned().collect::<Vec<String>>());
            slot.boxes |= cell.boxes;
            slot.menu = slot.menu.or_else(|| cell.menu.clone());
        }
        slot
    };
    (0..width).map(merged).collect()
}
