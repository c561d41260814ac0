//! The model of a template: its requirements, and questions about them.

use super::annotation::TemplateFault;
use super::due::SlotDue;
use super::place::Place;
use super::slot::Slot;
use crate::outline::Names;
use crate::stage_heading::StageHeading;
use crate::text::{Source, Span, fold};
use crate::words::parts::{Role, role_of};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The team's template. It is the schema of the plans.
#[derive(Clone, Debug)]
pub struct Template {
    pub(crate) source: Source,
    /// The sections of level 2 that every plan has.
    pub(crate) sections: Vec<SectionSlot>,
    /// The folded label in the heading that names the rollout: `rollout` of `## Rollout: [NAME]`.
    pub(crate) name: Option<String>,
    /// The names of its sections, labels and columns.
    pub(crate) names: Names,
    /// The stages, in order.
    pub stages: Vec<StageHeading>,
    /// The texts of the sections of level 2, in order.
    pub(crate) texts: Vec<SectionText>,
    /// The labels that ask for a value.
    pub(crate) fields: Vec<FieldSlot>,
    /// The labels and subheadings that open a group.
    pub(crate) groups: Vec<Group>,
    /// The tables with slots, without the decision log.
    pub(crate) tables: Vec<TableSlot>,
    /// The lists with brackets in their items.
    pub(crate) lists: Vec<ListSlot>,
    /// The folded texts of the items and rows with boxes.
    pub(crate) statements: Arc<[String]>,
    /// The items of the gates, which every plan is to have.
    pub(crate) criteria: Vec<CriterionSlot>,
    /// The keys of the brackets in the decision log.
    pub(crate) log_brackets: Vec<String>,
    /// The slot of any cell for words in the decision log.
    pub(crate) log_words: Slot,
    /// The slot of any cell for a day in the decision log.
    pub(crate) log_day: Slot,
    /// The keys of all brackets, sorted.
    pub(crate) brackets: Vec<String>,
    /// The slot of any cell for words.
    pub(crate) any_words: Slot,
    /// The slot of any cell for a number.
    pub(crate) any_number: Slot,
    /// The index of the table with guardrails.
    pub(crate) guardrails: Option<usize>,
    /// The roles that annotations give to sections and labels, by their keys.
    pub(crate) roles: BTreeMap<String, Role>,
    /// The faults that keep the template from being used.
    pub(crate) faults: Vec<TemplateFault>,
}

/// A section in the template's own text.
#[derive(Clone, Debug)]
pub(crate) struct SectionText {
    pub(crate) place: Place,
    /// The heading with the text below it, up to a horizontal rule or the next section.
    pub(crate) text: String,
}

/// A section that every plan has.
#[derive(Clone, Debug)]
pub(crate) struct SectionSlot {
    /// The key of the section, see [`section_key`](super::section_key).
    pub(crate) key: String,
    /// The title as written.
    pub(crate) title: String,
    pub(crate) role: Role,
    /// The heading.
    pub(crate) span: Span,
}

/// A label with a value to fill in.
#[derive(Clone, Debug)]
pub(crate) struct FieldSlot {
    pub(crate) place: Place,
    /// The key of the group that the label is in.
    pub(crate) group: Option<String>,
    /// The label, folded.
    pub(crate) key: String,
    /// The label as written.
    pub(crate) label: String,
    /// The group with the label, folded: the name of the field in its place.
    pub(crate) path: String,
    /// Whether the template has the label only once.
    pub(crate) is_single: bool,
    /// Whether the template has the label only once in its place.
    pub(crate) is_single_there: bool,
    /// The line of the label, when no other label is on it.
    pub(crate) line: Option<String>,
    pub(crate) due: SlotDue,
    /// Whether the value may be left out: `[If needed]`, `(Optional)`.
    pub(crate) optional: bool,
    /// Whether it is a date in the footer. A plan without it is not refused.
    pub(crate) gentle: bool,
    pub(crate) slot: Slot,
    /// The label.
    pub(crate) span: Span,
}

/// A label or a subheading that opens a group: a list, a table, or both.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    pub(crate) place: Place,
    /// The label, folded.
    pub(crate) key: String,
    /// The label as written.
    pub(crate) label: String,
    pub(crate) role: Role,
    /// When the label must be in the plan.
    pub(crate) due: SlotDue,
    /// Whether the list has boxes.
    pub(crate) boxes: bool,
    /// The label or the heading.
    pub(crate) span: Span,
}

impl Group {
    /// The key of the items right below the heading of a stage, which have no label.
    pub(crate) const UNLABELLED: &str = "";

    /// Whether no label opens the group.
    pub(crate) fn is_unlabelled(&self) -> bool {
        self.key == Group::UNLABELLED
    }
}

/// A table with slots.
#[derive(Clone, Debug)]
pub(crate) struct TableSlot {
    pub(crate) place: Place,
    /// The key of the group that the table is in.
    pub(crate) group: Option<String>,
    /// The keys of the headers.
    pub(crate) headers: Vec<String>,
    /// The headers as written.
    pub(crate) titles: Vec<String>,
    /// The headers as written, folded.
    pub(crate) folded_titles: Vec<String>,
    /// The slots of each row.
    pub(crate) rows: Vec<Vec<Slot>>,
    /// The slots of a row of the team's own: those of the example rows, else those of all rows.
    pub(crate) columns: Vec<Slot>,
    /// Whether each column has boxes.
    pub(crate) box_columns: Vec<bool>,
    pub(crate) due: SlotDue,
    /// How many filled rows a plan needs, when an annotation says so. Otherwise example rows ask
    /// for one.
    pub(crate) min_rows: Option<usize>,
    /// The line of its headers.
    pub(crate) span: Span,
}

/// An item of a gate.
#[derive(Clone, Debug)]
pub(crate) struct CriterionSlot {
    pub(crate) place: Place,
    /// The key of the group that the item is in.
    pub(crate) group: Option<String>,
    /// What the gate is.
    pub(crate) role: Role,
    /// The words as written, without formatting.
    pub(crate) text: String,
    /// Whether its box is ticked, so that it is met in each plan that is made from the template.
    pub(crate) is_ticked: bool,
    /// The item.
    pub(crate) span: Span,
}

/// A list whose items have brackets.
#[derive(Clone, Debug)]
pub(crate) struct ListSlot {
    pub(crate) place: Place,
    /// The key of the group that the list is in.
    pub(crate) group: Option<String>,
    /// The brackets of its items.
    pub(crate) slot: Slot,
    pub(crate) due: SlotDue,
    /// The first item with a bracket.
    pub(crate) span: Span,
}

impl Template {
    /// The due points of all requirements.
    pub(super) fn dues(&self) -> impl Iterator<Item = SlotDue> {
        let groups = self.groups.iter().map(|group| group.due);
        let fields = self.fields.iter().map(|field| field.due);
        let tables = self.tables.iter().map(|table| table.due);
        groups.chain(fields).chain(tables).chain(self.lists.iter().map(|list| list.due))
    }

    /// The role of a section or a label, by its key.
    pub(crate) fn role(&self, key: &str) -> Role {
        self.roles.get(key).copied().unwrap_or_else(|| role_of(key))
    }

    /// Whether the template has a bracket with this key.
    pub(crate) fn has_bracket(&self, key: &str) -> bool {
        self.brackets.binary_search_by(|known| known.as_str().cmp(key)).is_ok()
    }

    /// The group of a place with this key.
    pub(crate) fn group(&self, place: &Place, key: Option<&String>) -> Option<&Group> {
        self.groups.iter().find(|group| group.place == *place && Some(&group.key) == key)
    }

    /// Whether a group has boxes: in its list, or in a table of it.
    pub(crate) fn has_boxes(&self, group: &Group) -> bool {
        let holds = |table: &TableSlot| table.place == group.place && table.group.as_ref() == Some(&group.key);
        group.boxes || self.tables.iter().any(|table| holds(table) && table.box_columns.contains(&true))
    }

    /// Whether a stage has a gate of a role, by its position.
    pub(crate) fn has_gate(&self, stage: usize, role: Role) -> bool {
        self.groups.iter().any(|group| group.place == Place::Stage(stage) && group.role == role)
    }

    /// Whether a folded word means something else than `meant` in the template. So it does when it
    /// is the key of a section or a label, or when it tells another role by itself.
    pub fn means_other(&self, word: &str, meant: &str) -> bool {
        let of_sections = self.sections.iter().map(|section| &section.key);
        let of_labels = self.groups.iter().map(|group| &group.key).chain(self.fields.iter().map(|field| &field.key));
        of_sections.chain(of_labels).any(|key| key == word) || ![Role::Other, role_of(meant)].contains(&role_of(word))
    }

    /// The slot of the first field with this key. The empty slot when there is none.
    pub(crate) fn slot(&self, key: &str) -> Slot {
        self.fields.iter().find(|field| field.key == key).map(|field| field.slot.clone()).unwrap_or_default()
    }

    /// The stage of the template that a stage of a plan has its requirements from. It is the one
    /// with the same name, else with the same first word. Else the last stage has the last one, and
    /// any other stage the one at its position. `None` only when the template has no stages.
    pub(crate) fn stage_for(&self, position: usize, headings: &[&StageHeading]) -> Option<usize> {
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
        // Only the last stage has the requirements of the last one, which are those of a full
        // release.
        Some(position.min(last.saturating_sub(1)))
    }
}

/// What is known of a rollout as soon as its plan is made, so that nobody has to fill it in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KnownAtFirst {
    /// Its name.
    Name,
    /// Its Rollout ID.
    Id,
    /// Who owns it.
    Owner,
    /// The day.
    Day,
}

/// What stands behind a folded label that is known as soon as a plan is made. `name` is the label
/// that the rollout's name stands behind.
pub(crate) fn known_at_first(key: &str, name: Option<&str>) -> Option<KnownAtFirst> {
    match key {
        key if key == name.unwrap_or("rollout") => Some(KnownAtFirst::Name),
        "rollout id" => Some(KnownAtFirst::Id),
        "owner" => Some(KnownAtFirst::Owner),
        "created" => Some(KnownAtFirst::Day),
        key if key.contains("last updated") || key.contains("plan created") => Some(KnownAtFirst::Day),
        _ => None,
    }
}
