//! A template's slots and requirements, with their due points. The team's template is the schema; the built-in one goes the same way.

mod annotation;
pub mod record;

use crate::config::Policy;
use crate::markdown::inline;
use crate::outline::{BoxForm, Field, Item, Outline, Scope, Section, Table, TableRow};
use crate::text::{Source, Span, fold, folds_to};
use crate::words::open::OPEN;
pub use crate::words::parts::{Role, role_of};
use crate::words::status::{Status, WrittenIn, marks, status};
use crate::words::{Words, brackets, metrics};
use annotation::{Annotation, annotations};
pub use annotation::{TemplateFault, annotation_spans};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The built-in template's text: what `rolloutlint init` writes, and what plans are held to when a team has no template of its own.
pub const BUILT_IN: &str = include_str!("template.md");

/// A template, read by the same reader as plans.
#[derive(Clone, Debug)]
pub struct Template {
    /// Its file.
    pub source: Source,
    /// The level-2 sections that are no stages, folded titles.
    pub sections: Vec<SectionSlot>,
    /// The folded label in a heading that names the rollout: `rollout` of `## Rollout: [NAME]`.
    pub name: Option<String>,
    /// The stage sections, in order.
    pub stages: Vec<StageHeading>,
    /// The level-2 sections with their texts, in order.
    pub texts: Vec<SectionText>,
    /// Labels that want a value.
    pub fields: Vec<FieldSlot>,
    /// Labels that head a list or a table.
    pub groups: Vec<Group>,
    /// Tables with brackets or boxes, the decision log left out.
    pub tables: Vec<TableSlot>,
    /// Lists with brackets in the text of their items.
    pub lists: Vec<ListSlot>,
    /// The brackets of the decision log's cells, folded.
    pub log_brackets: Vec<String>,
    /// What may stand in a cell of the decision log that holds words.
    pub log_words: Slot,
    /// What may stand in a cell of the decision log that holds a day.
    pub log_day: Slot,
    /// The texts of all brackets, folded, in alphabetical order.
    pub brackets: Vec<String>,
    /// What may stand in a cell for words, whichever row it was moved from.
    pub any_words: Slot,
    /// What may stand in a cell for a number, whichever row it was moved from.
    pub any_number: Slot,
    /// Which of the tables has guardrails.
    pub guardrails: Option<usize>,
    /// What sections and labels are for where an annotation says so, by their keys.
    pub roles: BTreeMap<String, Role>,
    /// What keeps it from being used.
    pub faults: Vec<TemplateFault>,
}

/// Where a requirement applies.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// A named section, by the folded words of its title that are no bracket; empty for the text before the first section.
    Section(String),
    /// A stage section, by its position in the template.
    Stage(usize),
}

/// A section as the template writes it.
#[derive(Clone, Debug)]
pub struct SectionText {
    /// Which section.
    pub place: Place,
    /// Its heading with all that stands below it, up to a rule or the next heading.
    pub text: String,
}

/// A section that every plan has.
#[derive(Clone, Debug)]
pub struct SectionSlot {
    /// The folded title, without its brackets: `risk register`, `rollout:`.
    pub key: String,
    /// The title as the template writes it.
    pub title: String,
    /// What the section is for.
    pub role: Role,
    /// The heading.
    pub span: Span,
}

/// A label whose value the plan fills in.
#[derive(Clone, Debug)]
pub struct FieldSlot {
    /// Where it belongs.
    pub place: Place,
    /// The group in that place, folded, when it stands under a label or a subheading.
    pub group: Option<String>,
    /// The label folded.
    pub key: String,
    /// The label as the template writes it.
    pub label: String,
    /// The group with the label, folded: what the field is called where it belongs.
    pub path: String,
    /// Whether the template has the label in no other place or group.
    pub is_single: bool,
    /// Whether the template has the label in no other group of its place.
    pub is_single_there: bool,
    /// The line that it stands on, when it has that line to itself.
    pub line: Option<String>,
    /// When it is due.
    pub due: SlotDue,
    /// The template says `[If needed]` or `(Optional)`.
    pub optional: bool,
    /// The dates in the footer: their absence is no reason to refuse anything.
    pub gentle: bool,
    /// What stands there before anybody fills it.
    pub slot: Slot,
    /// The label.
    pub span: Span,
}

/// A label or subheading that heads a list or a table.
#[derive(Clone, Debug)]
pub struct Group {
    /// Where it belongs.
    pub place: Place,
    /// Its text folded.
    pub key: String,
    /// Its text as the template writes it.
    pub label: String,
    /// What it is for.
    pub role: Role,
    /// When it must be there.
    pub due: SlotDue,
    /// Whether the template's list has boxes.
    pub boxes: bool,
    /// The label or the heading.
    pub span: Span,
}

/// A table to fill in.
#[derive(Clone, Debug)]
pub struct TableSlot {
    /// Where it belongs.
    pub place: Place,
    /// The group it stands under.
    pub group: Option<String>,
    /// The folded headers.
    pub headers: Vec<String>,
    /// The headers as written.
    pub titles: Vec<String>,
    /// The headers as written, folded.
    pub folded_titles: Vec<String>,
    /// Its rows: what stands in each cell.
    pub rows: Vec<Vec<Slot>>,
    /// What a row of the team's own is asked for in each column: what the example rows are, else what any row is.
    pub columns: Vec<Slot>,
    /// Which columns hold boxes.
    pub box_columns: Vec<bool>,
    /// When it is due.
    pub due: SlotDue,
    /// How many filled rows are needed; without a word about it the template's example rows ask for one.
    pub min_rows: Option<usize>,
    /// The line of its headers.
    pub span: Span,
}

/// A list whose items have brackets.
#[derive(Clone, Debug)]
pub struct ListSlot {
    /// Where it belongs.
    pub place: Place,
    /// The group it stands under.
    pub group: Option<String>,
    /// The brackets in its items.
    pub slot: Slot,
    /// When it is due.
    pub due: SlotDue,
    /// Its first item with a bracket.
    pub span: Span,
}

/// What stands in a template where a plan has a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Slot {
    /// The folded texts of its brackets.
    pub brackets: Vec<String>,
    /// Its brackets as written, for messages.
    pub written: Vec<String>,
    /// What kind of value its bracket asks for.
    pub kind: SlotKind,
    /// Whether it has boxes to tick.
    pub boxes: bool,
    /// The template's whole text there, folded.
    pub text: String,
    /// A menu to choose from, `high/med/low`, folded.
    pub menu: Option<String>,
    /// Nothing stands there, or a word such as TBD: any value will do.
    pub blank: bool,
}

impl Slot {
    /// Whether it waits for a value at all.
    pub fn asks(&self) -> bool {
        !self.brackets.is_empty() || self.menu.is_some() || self.blank
    }

    fn of_kind(kind: SlotKind, brackets: &[String]) -> Slot {
        Slot { brackets: brackets.to_vec(), kind, ..Slot::default() }
    }
}

/// What kind of value a bracket asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SlotKind {
    /// Any words.
    #[default]
    Text,
    /// A day.
    Date,
    /// A number with or without unit.
    Number,
    /// A length of time.
    Duration,
    /// A link, a path or a ticket.
    Link,
}

/// When something is due, seen from the template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlotDue {
    /// When the file exists.
    Created,
    /// When the first stage is entered.
    EnteringFirst,
    /// When the second stage is entered.
    EnteringSecond,
    /// When the stage it stands in is entered.
    EnteringStage,
    /// When the stage it stands in is left.
    LeavingStage,
    /// When the last stage is entered.
    EnteringLast,
    /// When the stage with this number in the template is entered.
    Entering(u32),
    /// When the stage with this number in the template is left.
    Leaving(u32),
    /// It need not be filled in at all.
    Never,
}

/// A heading that opens a stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StageHeading {
    /// Its number.
    pub number: u32,
    /// Its word as written, `Stage` or `Phase`.
    pub word: String,
    /// Its name: `Alpha (Friendly Customers)`; empty when there is none.
    pub name: String,
    /// A word or sign behind the name that says where the rollout stands.
    pub mark: Option<String>,
    /// Whether the number is followed by a separator or nothing, as in a real stage heading.
    pub clear: bool,
}

impl StageHeading {
    /// The first word of the name, by which the stage may be called: `GA`.
    pub fn first_word(&self) -> &str {
        self.name.split(|c: char| c.is_whitespace() || matches!(c, '(' | ',' | ':' | '—' | '–')).next().unwrap_or("")
    }

    /// `Stage 1`, or `Stage 1: Alpha`.
    pub fn title(&self) -> String {
        if self.word.is_empty() {
            return self.name.clone();
        }
        format!("{} {}", self.word, self.number)
    }
}

/// The built-in template, read once.
pub fn built_in() -> &'static Template {
    static TEMPLATE: LazyLock<Template> =
        LazyLock::new(|| Template::parse(&Source::new("TEMPLATE.md", BUILT_IN), &Policy::default()));
    &TEMPLATE
}

impl Template {
    /// Reads a template. Never fails; a text without any requirement gives a template that asks for nothing.
    pub fn parse(source: &Source, policy: &Policy) -> Template {
        let outline = Outline::parse(source, policy);
        let found = stage_sections(&outline, policy);
        let places = places(&outline, &found);
        let mut template = Template {
            source: source.clone(),
            name: None,
            sections: Vec::new(),
            stages: found.iter().map(|(_, heading)| heading.clone()).collect(),
            texts: Vec::new(),
            fields: Vec::new(),
            groups: Vec::new(),
            tables: Vec::new(),
            lists: Vec::new(),
            log_brackets: Vec::new(),
            log_words: Slot::default(),
            log_day: Slot::default(),
            brackets: Vec::new(),
            any_words: Slot::default(),
            any_number: Slot::default(),
            guardrails: None,
            roles: BTreeMap::new(),
            faults: Vec::new(),
        };
        let (annotations, faults) = annotations(source, &outline);
        template.faults = faults;
        let reader = Reader { source, outline: &outline, places: &places, annotations: &annotations };
        template.roles = reader.roles();
        template.sections = reader.sections();
        template.texts = reader.texts();
        template.groups = reader.groups();
        template.fields = reader.fields();
        let in_heading = |span: Span| outline.sections.iter().any(|section| section.heading.contains(span));
        template.name = template.fields.iter().find(|field| in_heading(field.span)).map(|field| field.key.clone());
        let mut has_log = policy.log.is_some();
        for table in &outline.tables {
            if record::log_columns(table).is_some() {
                has_log = true;
                let cells = table.rows.iter().flat_map(|row| &row.cells);
                template.log_brackets.extend(cells.flat_map(|cell| read_slot(source, *cell).brackets));
            } else if table.header.len() > 2 || reader.has_examples(table) {
                template.tables.extend(reader.table(table));
            }
        }
        template.lists = reader.lists();
        let slots = template.fields.iter().map(|field| &field.slot);
        let slots = slots.chain(template.tables.iter().flat_map(|table| table.rows.iter().flatten()));
        let slots = slots.chain(template.lists.iter().map(|list| &list.slot));
        template.brackets =
            slots.flat_map(|slot| slot.brackets.iter().cloned()).chain(template.log_brackets.clone()).collect();
        template.brackets.sort();
        template.log_words = Slot::of_kind(SlotKind::Text, &template.log_brackets);
        template.log_day = Slot::of_kind(SlotKind::Date, &template.log_brackets);
        template.any_words = Slot::of_kind(SlotKind::Text, &template.brackets);
        template.any_number = Slot::of_kind(SlotKind::Number, &template.brackets);
        template.guardrails = template.tables.iter().position(has_guardrails);
        has_log |= template.sections.iter().any(|section| section.role == Role::DecisionLog);
        template.faults.extend(template.unbound(has_log, policy));
        template
    }

    /// What the template must have for stages to be judged at all, and lacks.
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

    fn dues(&self) -> impl Iterator<Item = SlotDue> {
        let groups = self.groups.iter().map(|group| group.due);
        let fields = self.fields.iter().map(|field| field.due);
        let tables = self.tables.iter().map(|table| table.due);
        groups.chain(fields).chain(tables).chain(self.lists.iter().map(|list| list.due))
    }

    /// What a section or a label is for.
    pub fn role(&self, key: &str) -> Role {
        self.roles.get(key).copied().unwrap_or_else(|| role_of(key))
    }

    /// Whether the template has a bracket of this key anywhere.
    pub fn has_bracket(&self, key: &str) -> bool {
        self.brackets.binary_search_by(|known| known.as_str().cmp(key)).is_ok()
    }

    /// The label or subheading that heads something at a place.
    pub fn group(&self, place: &Place, key: Option<&String>) -> Option<&Group> {
        self.groups.iter().find(|group| group.place == *place && Some(&group.key) == key)
    }

    /// Whether a folded word is one that the template has for a section or a label, or tells by itself that it is for something else than `meant`.
    pub fn means_other(&self, word: &str, meant: &str) -> bool {
        let of_sections = self.sections.iter().map(|section| &section.key);
        let of_labels = self.groups.iter().map(|group| &group.key).chain(self.fields.iter().map(|field| &field.key));
        of_sections.chain(of_labels).any(|key| key == word) || ![Role::Other, role_of(meant)].contains(&role_of(word))
    }

    /// What stands behind a label that the template has once; the empty slot when it has none such.
    pub fn slot(&self, key: &str) -> Slot {
        self.fields.iter().find(|field| field.key == key).map(|field| field.slot.clone()).unwrap_or_default()
    }

    /// Which stage of the template a plan's stage takes its requirements from: equal name, else the last to the last, else by order, else the
    /// one before. `None` only when the template has no stages.
    pub fn stage_for(&self, position: usize, headings: &[&StageHeading]) -> Option<usize> {
        let last = self.stages.len().checked_sub(1)?;
        let key = fold(&headings[position].name);
        let by_name = self.stages.iter().position(|stage| !key.is_empty() && fold(&stage.name) == key);
        let by_first_word = || {
            let word = fold(headings[position].first_word());
            self.stages.iter().position(|stage| !word.is_empty() && fold(stage.first_word()) == word)
        };
        if let Some(found) = by_name.or_else(by_first_word) {
            return Some(found);
        }
        if position + 1 == headings.len() && headings.len() > 1 {
            return Some(last);
        }
        // A stage that is not the last never takes the last one's requirements: they are those of a full release.
        Some(position.min(last.saturating_sub(1)))
    }
}

struct Reader<'a> {
    source: &'a Source,
    outline: &'a Outline,
    places: &'a [Place],
    annotations: &'a [Annotation],
}

impl Reader<'_> {
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

    fn texts(&self) -> Vec<SectionText> {
        let level_two = self.outline.sections.iter().enumerate().filter(|(_, section)| section.level == 2);
        let text = |(index, section): (usize, &Section)| {
            let lines: Vec<&str> =
                self.source.slice(section.span).lines().take_while(|line| line.trim_end() != "---").collect();
            SectionText { place: self.places[index].clone(), text: lines.join("\n").trim_end().to_owned() }
        };
        level_two.map(text).collect()
    }

    /// The line of a field, when no other field stands on it.
    fn line_of(&self, field: &Field) -> Option<String> {
        let line_of = |field: &Field| self.source.line(field.label_span.start);
        let is_alone = self.outline.fields.iter().filter(|other| line_of(other) == line_of(field)).count() == 1;
        let line = self.source.slice(self.source.line_span(line_of(field)));
        (is_alone && !line.starts_with('#')).then(|| line.to_owned())
    }

    fn groups(&self) -> Vec<Group> {
        let mut groups = Vec::new();
        for (index, field) in self.outline.fields.iter().enumerate() {
            let annotation = self.annotation(field.label_span, field.scope.label, field.scope.section);
            if !field.value.is_empty() || is_optional(&field.label) || annotation.optional || self.is_blank(index) {
                continue;
            }
            let boxes = self.outline.items.iter().any(|item| item.scope.label == Some(index) && is_box(item));
            groups.push(self.group(
                (&field.key, &field.label, field.label_span),
                field.scope.section,
                boxes,
                &annotation,
            ));
        }
        let below = self.outline.sections.iter().enumerate().filter(|(_, section)| section.level > 2);
        for (index, section) in below.filter(|(index, _)| !self.opens_stage(*index)) {
            let boxes = self.outline.items.iter().any(|item| item.scope.section == index && is_box(item));
            let annotation = self.annotation(section.heading, None, index);
            if !annotation.optional {
                groups.push(self.group((&section.key, &section.title, section.heading), index, boxes, &annotation));
            }
        }
        groups
    }

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

    fn fields(&self) -> Vec<FieldSlot> {
        let mut fields = Vec::new();
        for (index, field) in self.outline.fields.iter().enumerate() {
            // A row that begins with a bracket is data, and a box without a word beside it no choice.
            if self.is_example(field) {
                continue;
            }
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
        // A table without rows of its own asks for as many as an annotation says.
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
            // The items' texts differ, so that no one text says what may stand around a bracket.
            lists.push(ListSlot { place, group, slot: Slot { text: String::new(), ..slot }, due, span: item.text });
        }
        lists
    }

    /// What is said of a place: by a comment on it, on the labels around it, on the sections around it, the nearest first.
    fn annotation(&self, span: Span, label: Option<usize>, section: usize) -> Annotation {
        let mut said = Annotation::default();
        if self.annotations.is_empty() {
            return said;
        }
        let labels = self.outline.labels_around(Scope { section, label }).map(|field| field.label_span);
        let headings = self.outline.sections_around(section).map(|section| self.outline.sections[section].heading);
        for (distance, place) in std::iter::once(span).chain(labels).chain(headings).enumerate() {
            let mut here: Vec<&Annotation> = self.annotations.iter().filter(|one| one.covers.contains(place)).collect();
            here.sort_by_key(|one| one.covers.len());
            for one in here {
                said.due = said.due.or(one.due);
                said.optional |= one.optional;
                // What a section is for says nothing of the labels in it.
                if distance == 0 {
                    said.role = said.role.or(one.role);
                    said.min_rows = said.min_rows.or(one.min_rows);
                }
            }
        }
        said
    }

    /// What sections and labels are for where an annotation says so.
    fn roles(&self) -> BTreeMap<String, Role> {
        let fields = self.outline.fields.iter().map(|field| (field.key.clone(), field.label_span, field.scope.section));
        let sections = self
            .outline
            .sections
            .iter()
            .enumerate()
            .map(|(index, section)| (section_key(section), section.heading, index));
        let role =
            |(key, span, section): (String, Span, usize)| Some((key, self.annotation(span, None, section).role?));
        fields.chain(sections).filter_map(role).collect()
    }

    /// Whether a table's rows begin with brackets, so that they are examples of data.
    fn has_examples(&self, table: &Table) -> bool {
        let asks =
            |row: &TableRow| row.cells.first().is_some_and(|cell| !read_slot(self.source, *cell).brackets.is_empty());
        table.rows.iter().any(asks)
    }

    /// Whether a field is a row of such a table of two columns.
    fn is_example(&self, field: &Field) -> bool {
        let here = |table: &&Table| table.header.len() == 2 && table.span.contains(field.label_span);
        self.outline.tables.iter().find(here).is_some_and(|table| self.has_examples(table))
    }

    /// Whether a label waits for a value: nothing stands behind it, and nothing below.
    fn is_blank(&self, index: usize) -> bool {
        let is_under = |scope: Scope| scope.label == Some(index);
        self.outline.fields[index].value.is_empty()
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

    /// Whether a block of code stands below the line of a label: it is what the label speaks of.
    fn heads_code(&self, label: Span) -> bool {
        let line = self.source.line_span(self.source.line(label.start));
        let below = self.source.text[line.end..].trim_start();
        below.starts_with("```") || below.starts_with("~~~")
    }

    /// What the group is for that something stands under.
    fn group_role(&self, scope: Scope) -> Role {
        let annotated = |span: Span, key: &str, section: usize| {
            self.annotation(span, None, section).role.unwrap_or_else(|| role_of(key))
        };
        if let Some(label) = self.outline.labels_around(scope).find(|label| label.value.is_empty()) {
            return annotated(label.label_span, &label.key, scope.section);
        }
        let section = &self.outline.sections[scope.section];
        let is_group = section.level > 2 && !self.opens_stage(scope.section);
        if is_group { annotated(section.heading, &section.key, scope.section) } else { Role::Other }
    }

    /// Whether a section is a stage itself, and no part of one.
    fn opens_stage(&self, section: usize) -> bool {
        let place = &self.places[section];
        matches!(place, Place::Stage(_)) && self.places[..section].iter().all(|before| before != place)
    }

    fn group_key(&self, scope: Scope) -> Option<String> {
        let label =
            self.outline.labels_around(scope).find(|label| label.value.is_empty()).map(|label| label.key.clone());
        let section = &self.outline.sections[scope.section];
        let is_group = section.level > 2 && !self.opens_stage(scope.section);
        label.or_else(|| is_group.then(|| section.key.clone()))
    }
}

/// Whether a row of a template is an example of the data that a plan has: it begins with what is to be filled in.
pub fn is_example(row: &&Vec<Slot>) -> bool {
    row.first().is_none_or(Slot::asks)
}

/// What some rows of a table ask for in each column.
pub fn merged_columns(rows: &[&Vec<Slot>]) -> Vec<Slot> {
    let width = rows.iter().map(|row| row.len()).max().unwrap_or(0);
    let merged = |column: usize| {
        let mut slot = Slot::default();
        for cell in rows.iter().filter_map(|row| row.get(column)) {
            if slot.brackets.is_empty() {
                slot.kind = cell.kind;
            }
            if slot.written.is_empty() {
                slot.written.extend(cell.written.iter().cloned());
            }
            slot.brackets.extend(cell.brackets.iter().cloned());
            slot.boxes |= cell.boxes;
            slot.menu = slot.menu.or_else(|| cell.menu.clone());
        }
        slot
    };
    (0..width).map(merged).collect()
}

/// Whether a table has a row for a guardrail.
fn has_guardrails(table: &TableSlot) -> bool {
    let headers: Vec<&str> = table.headers.iter().map(String::as_str).collect();
    let kind = metric_columns(&headers).and_then(|columns| columns.kind);
    let guards = |row: &Vec<Slot>, kind: usize| row.get(kind).is_some_and(|slot| says_guardrail(&slot.text));
    kind.is_some_and(|kind| table.rows.iter().any(|row| guards(row, kind)))
}

/// Whether a folded text speaks of a guardrail.
pub fn says_guardrail(folded: &str) -> bool {
    folded.replace(['-', ' '], "").contains("guardrail")
}

/// Whether an item has a box. A sign such as `✅` is one only in a list that has boxes.
fn is_box(item: &Item) -> bool {
    item.checkbox.is_some_and(|checkbox| checkbox.form != BoxForm::Glyph)
}

/// Reads what a template has in a value, a cell or an item.
pub fn read_slot(source: &Source, span: Span) -> Slot {
    let line = source.slice(span);
    let mut slot = Slot { text: fold(&inline::visible(line)), ..Slot::default() };
    for (_, inner) in inline::brackets(line) {
        let text = &line[inner.start..inner.end];
        if text.trim().is_empty() || text == "x" {
            slot.boxes = true;
            continue;
        }
        slot.brackets.push(bracket_key(text));
        slot.written.push(format!("[{text}]"));
    }
    slot.kind = slot.brackets.first().map_or(SlotKind::Text, |bracket| kind_of(bracket));
    slot.menu = is_menu(&slot).then(|| slot.text.clone());
    slot.blank = is_open_word(&slot.text);
    slot
}

/// A word that a template has where a value is to be written: TBD, `____`, `<name>`, `{{name}}`.
fn is_open_word(text: &str) -> bool {
    let wrapped = |open: &str, close: &str| {
        text.len() > open.len() + close.len() && text.starts_with(open) && text.ends_with(close)
    };
    let is_line = text.len() >= 3 && text.chars().all(|c| matches!(c, '_' | '…' | '.'));
    OPEN.has(text) || is_line || wrapped("{{", "}}") || (wrapped("<", ">") && !text.contains("://"))
}

/// Words with slashes between and nothing else: `High/Med/Low`.
fn is_menu(slot: &Slot) -> bool {
    let words: Vec<&str> = slot.text.split('/').collect();
    let is_choice = |word: &&str| !word.is_empty() && word.len() <= 12 && word.chars().all(char::is_alphabetic);
    words.len() >= 2 && slot.brackets.is_empty() && !slot.boxes && words.iter().all(is_choice)
}

/// The form in which brackets are compared: without case and spaces.
pub fn bracket_key(inner: &str) -> String {
    let mut key = fold(inner);
    if key.contains(' ') {
        key.retain(|c| c != ' ');
    }
    key
}

fn kind_of(bracket: &str) -> SlotKind {
    let is_counted = bracket.strip_prefix(['x', 'n']).is_some_and(|unit| brackets::COUNTED.any_opens(unit));
    let is_number = is_counted || bracket.starts_with(|c: char| c.is_ascii_digit()) || brackets::NUMBERS.has(bracket);
    if brackets::DATE_PARTS.any_in(bracket) || brackets::DATE.has(bracket) {
        SlotKind::Date
    } else if brackets::LINK_PARTS.any_in(bracket) || brackets::LINK.has(bracket) {
        SlotKind::Link
    } else if is_number && brackets::DURATION_PARTS.any_in(bracket) {
        SlotKind::Duration
    } else if is_number || brackets::NUMBER_PARTS.any_in(bracket) {
        SlotKind::Number
    } else {
        SlotKind::Text
    }
}

fn is_target_date(slot: &Slot) -> bool {
    slot.brackets.first().is_some_and(|bracket| bracket.contains("quarter"))
}

fn is_optional(label: &str) -> bool {
    fold(label).contains("(optional)")
}

fn is_optional_bracket(bracket: &str) -> bool {
    brackets::OPTIONAL.has(bracket) || brackets::OPTIONAL_STARTS.any_opens(bracket)
}

/// Whether a label is one of those in the plan's last line.
fn is_footer(key: &str) -> bool {
    key.contains("last updated") || key.contains("plan created")
}

/// When a slot is due. Outside stages at once, inside a stage when it is entered, what is for going back when the second stage is entered:
/// from then on there are users to protect.
fn due_of(place: &Place, group_role: Role, key: &str, slot: &Slot) -> SlotDue {
    if let Place::Stage(_) = place {
        return match group_role {
            Role::Progression => SlotDue::LeavingStage,
            _ if role_of(key) == Role::Progression => SlotDue::LeavingStage,
            _ => SlotDue::EnteringStage,
        };
    }
    let Place::Section(section) = place else { return SlotDue::Created };
    if is_footer(key) {
        return SlotDue::Created;
    }
    match (role_of(section), role_of(key)) {
        (Role::Review, _) => SlotDue::EnteringLast,
        (Role::Rollback | Role::Risks, _) | (_, Role::Rollback | Role::Risks) => SlotDue::EnteringSecond,
        _ if slot.brackets.first().is_some_and(|bracket| bracket.contains("afterga")) => SlotDue::EnteringLast,
        _ => SlotDue::Created,
    }
}

/// The columns of a table of metrics, by role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MetricColumns {
    /// What is measured.
    pub name: usize,
    /// Whether it leads or guards.
    pub kind: Option<usize>,
    /// What it was before the rollout.
    pub baseline: Option<usize>,
    /// What it is to become.
    pub target: Option<usize>,
    /// From where on somebody must act.
    pub threshold: Option<usize>,
}

/// The columns of a table of metrics, by the words of its folded headers. A table that has a metric and less than two of the other roles is
/// something else.
pub fn metric_columns(headers: &[&str]) -> Option<MetricColumns> {
    let find = |words: Words, taken: &[Option<usize>]| {
        let has = |header: &str, wanted: &str| {
            header.split(|c: char| !c.is_alphanumeric()).any(|word| word.strip_suffix('s').unwrap_or(word) == wanted)
        };
        let free = |index: &usize| !taken.contains(&Some(*index));
        words.iter().find_map(|word| (0..headers.len()).filter(free).find(|index| has(headers[*index], word)))
    };
    // Most tables are of something else, which one look tells.
    if !headers.iter().any(|header| metrics::IN_HEADER.meaning_in(header).is_some()) {
        return None;
    }
    let threshold = find(metrics::THRESHOLD, &[]);
    let baseline = find(metrics::BASELINE, &[threshold]);
    let target = find(metrics::TARGET, &[threshold, baseline]);
    let kind = find(metrics::KIND, &[threshold, baseline, target]);
    let taken = [threshold, baseline, target, kind];
    let name = find(metrics::METRIC, &taken)?;
    let known = taken.iter().flatten().count();
    (known >= 2).then_some(MetricColumns { name, kind, baseline, target, threshold })
}

/// The most stages that a plan can have. A file with more of them is something else, and would be slow to judge.
const MOST_STAGES: usize = 100;

/// The stage sections of a file: the first section for each number of the word that heads the most stages. A real heading, `Stage 1: Alpha`, wins
/// over mentions, `Stage 1 Success Criteria`, and stages stand beside each other, not inside each other.
pub(crate) fn stage_sections(outline: &Outline, policy: &Policy) -> Vec<(usize, StageHeading)> {
    // An entry of the log, `### Stage 0 → 1`, is no stage.
    let logs = record::log_sections(outline);
    let in_log = |index: usize| outline.sections[index].parent.is_some_and(|parent| logs[parent].is_some());
    let headings = outline.sections.iter().enumerate().filter(|(_, section)| (2..=4).contains(&section.level));
    let all = headings.filter_map(|(index, section)| Some((index, stage_heading(&section.title, policy)?)));
    let all: Vec<(usize, StageHeading)> = all.filter(|(index, _)| !in_log(*index)).collect();
    let mut best: Vec<(usize, StageHeading)> = Vec::new();
    // Stages that are called by name alone have no word.
    for word in policy.stage_words.iter().chain([&String::new()]) {
        let of_word = all.iter().filter(|(_, heading)| folds_to(&heading.word, word));
        let (clear, mentions): (Vec<_>, Vec<_>) = of_word.partition(|(_, heading)| heading.clear);
        let candidates = if clear.is_empty() { mentions } else { clear };
        let level_of = |index: &usize| outline.sections[*index].level;
        let most_common = (2..=4).max_by_key(|level| {
            (candidates.iter().filter(|(index, _)| level_of(index) == *level).count(), std::cmp::Reverse(*level))
        });
        let mut found: Vec<(usize, StageHeading)> = Vec::new();
        for (index, heading) in candidates.into_iter().filter(|(index, _)| Some(level_of(index)) == most_common) {
            if found.len() < MOST_STAGES && !found.iter().any(|(_, other)| other.number == heading.number) {
                found.push((*index, heading.clone()));
            }
        }
        if found.len() > best.len() {
            best = found;
        }
    }
    best
}

/// Reads `Stage 1: Alpha (Friendly Customers)`.
pub fn stage_heading(title: &str, policy: &Policy) -> Option<StageHeading> {
    let (title, in_front) = without_mark_in_front(title);
    let heading = plain_stage_heading(title, policy)?;
    Some(StageHeading { mark: heading.mark.or(in_front), ..heading })
}

/// A title without the mark before its words: `🚧 Stage 1`, `[LIVE] Stage 1`. Gives the mark when it says that the rollout is there now.
fn without_mark_in_front(title: &str) -> (&str, Option<String>) {
    let bare = title.trim_start_matches(['[', '(', ' ']);
    // A word that is shouted has no small second letter: most titles are seen through at once.
    let mut letters = bare.chars();
    if letters.next().is_some_and(|first| first.is_ascii()) && letters.next().is_some_and(|c| c.is_ascii_lowercase()) {
        return (title, None);
    }
    let shouted = |(mark, _): &(&str, Status)| {
        let is_said = |said: &str| said.chars().eq(mark.chars().flat_map(char::to_uppercase));
        bare.get(..mark.len()).is_some_and(is_said) && !bare[mark.len()..].starts_with(char::is_alphanumeric)
    };
    let Some((mark, status)) = marks().find(shouted) else { return (title, None) };
    let rest = bare[mark.len()..].trim_start_matches([']', ')', ':', ' ', '—', '–', '-']);
    (rest, (status == Status::Running).then(|| mark.to_owned()))
}

fn plain_stage_heading(title: &str, policy: &Policy) -> Option<StageHeading> {
    // An emoji or a section number may stand before the word.
    let start = title.find(|c: char| c.is_alphabetic())?;
    if let Some(named) = named_stage(&title[start..], policy) {
        return Some(named);
    }
    let (word, behind) = policy.stage_words.iter().find_map(|word| split_word(&title[start..], word))?;
    let behind = behind.trim_start();
    let digits = behind.len() - behind.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    // Nobody has stages with five digits; what walks from stage to stage must not walk for ever.
    let number: u32 = behind[..digits].parse().ok().filter(|number| *number < 10_000)?;
    let rest = behind[digits..].trim_start();
    // `Phase 2 → Phase 1` is a move between stages, `Stage 1-2` a range.
    if rest.starts_with(['→', '/', '+', '&']) && rest.contains(|c: char| c.is_ascii_digit()) || rest.starts_with("->")
    {
        return None;
    }
    let name = rest.trim_start_matches([':', '：', '—', '–', '-', '.', '|', ',', ' ']);
    if rest.starts_with(['-', '–'])
        && behind[digits..].starts_with(['-', '–'])
        && name.starts_with(|c: char| c.is_ascii_digit())
    {
        return None;
    }
    let clear =
        name.is_empty() || name.len() < rest.len() || rest.starts_with('(') || !rest.starts_with(char::is_alphanumeric);
    // The mark may stand between the number and the name.
    let (before, name) =
        rest.strip_prefix('(').and_then(|rest| rest.split_once(')')).map_or((None, name), |(inside, behind)| {
            let (kept, mark) = split_mark(inside);
            let is_mark = kept.is_empty() || status(&fold(inside), WrittenIn::Heading) == Some(Status::Running);
            let behind = behind.trim_start_matches([':', '：', '—', '–', '-', '.', '|', ',', ' ']);
            if is_mark && !behind.is_empty() { (mark.or(Some(fold(inside))), behind) } else { (None, name) }
        });
    let (name, mark) = split_mark(name);
    let mark = mark.or(before);
    Some(StageHeading { number, word: word.to_owned(), name, mark, clear })
}

/// Splits a heading behind a stage word, in whatever case and width it is written. In scripts with spaces one must follow.
fn split_word<'t>(title: &'t str, word: &str) -> Option<(&'t str, &'t str)> {
    let first = title.chars().next()?;
    // Most headings are no stages: see so without folding anything.
    if first.is_ascii() && !word.starts_with(first.to_ascii_lowercase()) {
        return None;
    }
    let follows = |behind: &str| {
        let needs_space = word.ends_with(|c: char| c.is_ascii_alphabetic());
        behind.starts_with(char::is_whitespace) || (!needs_space && behind.starts_with(|c: char| c.is_ascii_digit()))
    };
    if title.is_ascii() && !word.contains(' ') {
        let (head, behind) = title.split_at_checked(word.len())?;
        return (head.eq_ignore_ascii_case(word) && follows(behind)).then_some((head, behind));
    }
    let ends = title.char_indices().map(|(at, c)| at + c.len_utf8()).take(word.chars().count() + 4);
    let end = ends.filter(|end| fold(&title[..*end]) == word).last()?;
    let (head, behind) = (&title[..end], &title[end..]);
    (follows(behind) || head.ends_with(' ')).then_some((head.trim_end(), behind))
}

/// A heading that is called by one of the names that the configuration lists. Such stages are counted from 1.
fn named_stage(title: &str, policy: &Policy) -> Option<StageHeading> {
    if policy.stage_names.is_empty() {
        return None;
    }
    let (name, mark) = split_mark(title);
    let folded = fold(&name);
    let is_called = |known: &&String| {
        folded.strip_prefix(known.as_str()).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric()))
    };
    let longest = policy.stage_names.iter().filter(is_called).max_by_key(|known| known.len())?;
    let index = policy.stage_names.iter().position(|known| known == longest)?;
    let clear = folded == *longest || folded[longest.len()..].trim_start().starts_with(['(', ':', '—', '–', '-']);
    Some(StageHeading { number: u32::try_from(index).ok()? + 1, word: String::new(), name, mark, clear })
}

/// Takes the status marks off a stage's name. Gives the one that says that the rollout is there now.
fn split_mark(name: &str) -> (String, Option<String>) {
    let mut rest = name.trim_matches(SEPARATORS).trim();
    let mut current = None;
    while let Some((kept, mark, status)) = cut_mark(rest) {
        if status == Status::Running {
            current = Some(mark.to_owned());
        }
        rest = kept.trim_matches(SEPARATORS).trim();
    }
    let bare = rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    (bare.unwrap_or(rest).to_owned(), current)
}

/// What stands between a name and a mark.
const SEPARATORS: &[char] = &[' ', '—', '–', '-', '|', ':', '·', '[', ']'];

fn cut_mark(name: &str) -> Option<(&str, &'static str, Status)> {
    let bare = name.trim_end_matches([')', ']']);
    marks().find_map(|(mark, status)| {
        if !mark.is_ascii() {
            return name.strip_suffix(mark).or_else(|| name.strip_prefix(mark)).map(|kept| (kept, mark, status));
        }
        let (kept, tail) = bare.split_at_checked(bare.len().checked_sub(mark.len())?)?;
        if !tail.eq_ignore_ascii_case(mark) {
            return None;
        }
        let separated = kept.trim_end().ends_with(['(', '[', '—', '–', '-', '|', ':', '·']);
        let shouted = || kept.ends_with(' ') && !tail.contains(|c: char| c.is_ascii_lowercase());
        let is_mark = separated || shouted();
        is_mark.then(|| (kept.trim_end().trim_end_matches('('), mark, status))
    })
}

/// For each section of a file where its requirements belong.
pub(crate) fn places(outline: &Outline, stages: &[(usize, StageHeading)]) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::with_capacity(outline.sections.len());
    for (index, section) in outline.sections.iter().enumerate() {
        let stage = stages.iter().position(|(stage, _)| *stage == index);
        let place = match (stage, section.parent) {
            (Some(stage), _) => Place::Stage(stage),
            // A subsection belongs where its level-2 section does; the document's title and what stands before it belong nowhere.
            (None, Some(parent)) if section.level > 2 && outline.sections[parent].level >= 2 => places[parent].clone(),
            (None, _) if section.level < 2 => Place::Section(String::new()),
            (None, _) => Place::Section(section_key(section)),
        };
        places.push(place);
    }
    places
}

/// A section as it is compared: its key without brackets and a number before it, `rollout:` for `Rollout: [NAME]`.
pub(crate) fn section_key(section: &Section) -> String {
    let (mut kept, mut end) = (String::with_capacity(section.key.len()), 0);
    for (bracket, _) in inline::brackets(&section.key) {
        kept.push_str(&section.key[end..bracket.start]);
        end = bracket.end;
    }
    kept.push_str(&section.key[end..]);
    let folded = fold(&kept);
    // A section number or a sign may stand before the words.
    folded.trim_start_matches(|c: char| c.is_ascii_digit() || !c.is_alphanumeric()).to_owned()
}

/// Whether a plan's section is the one that a template asks for. A title with a bracket is matched by the words before it.
pub fn is_section(key: &str, wanted: &str) -> bool {
    let named = wanted.strip_suffix(':').and_then(|words| key.strip_prefix(words));
    named.is_some_and(|rest| rest.trim_start().starts_with([':', '—', '–', '-']))
        || key.trim_end_matches([':', ' ']) == wanted.trim_end_matches([':', ' '])
}

/// Whether two labels are the same: folded, a closing colon or a remark in parentheses apart.
pub(crate) fn is_label(field: &Field, wanted: &str) -> bool {
    field.key.strip_prefix(wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with(" ("))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_template_has_the_slots_that_a_reader_counts() {
        let source = Source::new("TEMPLATE.md", BUILT_IN);
        let outline = Outline::parse(&source, &Policy::default());
        let template = built_in();
        assert_eq!(template.brackets.len(), 99);
        let distinct: std::collections::BTreeSet<&String> = template.brackets.iter().collect();
        assert_eq!(distinct.len(), 52);
        let boxes = outline.items.iter().filter(|item| item.checkbox.is_some()).count();
        assert_eq!(boxes, 50);
        assert_eq!(template.stages.len(), 4);
        assert_eq!(template.sections.len(), 9);
    }

    #[test]
    fn due_points_follow_the_place() {
        let due = |key: &str| built_in().fields.iter().find(|field| field.key == key).map(|field| field.due);
        assert_eq!(due("owner"), Some(SlotDue::Created));
        assert_eq!(due("feature flag"), Some(SlotDue::EnteringFirst));
        assert_eq!(due("rollback runbook"), Some(SlotDue::EnteringSecond));
        assert_eq!(due("duration"), Some(SlotDue::EnteringStage));
        assert_eq!(due("decision maker"), Some(SlotDue::LeavingStage));
        assert_eq!(due("scheduled"), Some(SlotDue::EnteringLast));
    }

    fn heading(title: &str) -> Option<(u32, String, Option<String>)> {
        stage_heading(title, &Policy::default()).map(|heading| (heading.number, heading.name, heading.mark))
    }

    #[test]
    fn stage_headings_are_read_as_teams_write_them() {
        let plain = |number, name: &str| Some((number, name.to_owned(), None));
        assert_eq!(heading("Stage 1: Alpha (Friendly Customers)"), plain(1, "Alpha (Friendly Customers)"));
        assert_eq!(heading("Phase 2 — Beta"), plain(2, "Beta"));
        assert_eq!(heading("3. Phase 2. Beta ✅ COMPLETED"), plain(2, "Beta"));
        assert_eq!(heading("Stage 3 (GA) 🚧"), Some((3, "GA".to_owned(), Some("🚧".to_owned()))));
        assert_eq!(
            heading("Stage 1: Alpha — IN PROGRESS"),
            Some((1, "Alpha".to_owned(), Some("in progress".to_owned())))
        );
        let marked = |mark: &str| Some((2, "Beta".to_owned(), Some(mark.to_owned())));
        assert_eq!(heading("🚧 Stage 2: Beta"), marked("🚧"));
        assert_eq!(heading("[LIVE] Stage 2: Beta"), marked("live"));
        assert_eq!(heading("Stage 2 (IN PROGRESS): Beta"), marked("in progress"));
        assert_eq!(heading("DONE — Stage 2: Beta"), plain(2, "Beta"));
        assert_eq!(heading("Stage 2"), plain(2, ""));
        assert_eq!(heading("Stage 1: Go live"), plain(1, "Go live"));
        assert_eq!(heading("Staged Rollout"), None);
        assert_eq!(heading("Phase 2 → Phase 1"), None);
        assert_eq!(heading("Stage 1-2: both"), None);
        assert_eq!(heading("Step 1: disable the flag"), None);
    }
}
