//! A template: its slots and requirements, with their due points. The team's template is the schema
//! of its plans. The built-in one is read in the same way.

mod annotation;
mod due;
mod elsewhere;
mod family;
mod metrics;
mod model;
mod place;
mod read;
pub(crate) mod record;
mod slot;
mod stages;

pub(crate) use annotation::annotation_spans;
pub(crate) use due::SlotDue;
pub(crate) use elsewhere::GateElsewhere;
pub(crate) use family::Family;
pub(crate) use metrics::{MetricColumns, has_actions, metric_columns, says_guardrail};
pub use model::Template;
pub(crate) use model::{
    CriterionSlot, FieldSlot, Group, KnownAtFirst, ListSlot, SectionSlot, TableSlot, known_at_first,
};
pub(crate) use place::{Place, Places, is_called, is_section, places, section_key};
pub(crate) use slot::{Slot, SlotKind, bracket_key, is_example, merged_columns, read_slot};
pub(crate) use stages::{StageSections, UnreadSection, stage_sections};

pub(crate) use crate::words::parts::{Role, role_of};

use crate::config::Policy;
use crate::text::Source;
use std::sync::LazyLock;

/// What the built-in template is called where others have a path.
pub(crate) const BUILT_IN_NAME: &str = "the built-in template";

/// The text of the built-in template. `rolloutlint init` writes it, and plans are held to it when a
/// team has no template of its own.
pub const BUILT_IN: &str = include_str!("template.md");

/// The built-in template.
pub fn built_in() -> &'static Template {
    static TEMPLATE: LazyLock<Template> =
        LazyLock::new(|| Template::parse(&Source::new("TEMPLATE.md", BUILT_IN), &Policy::default()));
    &TEMPLATE
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outline::Outline;

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
}
