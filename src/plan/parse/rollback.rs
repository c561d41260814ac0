//! Which parts of a plan are its rollback plan, and which say when the rollout goes back.

use crate::outline::{Outline, Scope};
use crate::template::{Place, Role, Template};
use crate::words::gates;
use crate::words::parts::role_of;

/// The sections and labels of a plan that are about going back.
pub(super) struct Rollback {
    /// Whether each section belongs to the rollback plan by its place.
    is_plan: Vec<bool>,
    /// Whether each section is in a rollback plan, at any depth: that of the template, or one that
    /// its own name tells.
    is_below: Vec<bool>,
    /// Whether the heading of each section names the conditions under which the rollout goes back.
    is_trigger_section: Vec<bool>,
    /// Whether each label names them.
    is_trigger_label: Vec<bool>,
    /// Whether each label, or one around it, names them.
    is_inside_trigger: Vec<bool>,
}

impl Rollback {
    pub(super) fn of(outline: &Outline, places: &[Place], template: &Template) -> Rollback {
        let role = |place: &Place| matches!(place, Place::Section(key) if template.role(key) == Role::Rollback);
        let is_plan: Vec<bool> = places.iter().map(role).collect();
        let is_own = |section: usize| is_plan[section] || role_of(&outline.sections[section].key) == Role::Rollback;
        let is_below = outline.sections_within(is_own);
        // Outside of the rollback plan the name itself must tell that it is about going back. The
        // gates of stages have conditions, too.
        let names_triggers = |key: &str, is_in_plan: bool| {
            let role = role_of(key);
            !role.is_gate() && gates::names_triggers(key, is_in_plan || role == Role::Rollback)
        };
        let sections = outline.sections.iter().zip(&is_below);
        let is_trigger_section = sections.map(|(section, is_below)| names_triggers(&section.key, *is_below)).collect();
        // A label without a value stands above others as a heading does: `**Rollback**`.
        let is_rollback = outline.labels_within(|label| role_of(&outline.fields[label].key) == Role::Rollback);
        let is_in_plan = |scope: Scope| is_below[scope.section] || scope.label.is_some_and(|label| is_rollback[label]);
        let labels = outline.fields.iter();
        let is_trigger_label: Vec<bool> =
            labels.map(|field| names_triggers(&field.key, is_in_plan(field.scope))).collect();
        let is_inside_trigger = outline.labels_within(|label| is_trigger_label[label]);
        Rollback { is_plan, is_below, is_trigger_section, is_trigger_label, is_inside_trigger }
    }

    /// Whether a section belongs to the rollback plan by its place.
    pub(super) fn is_plan(&self, section: usize) -> bool {
        self.is_plan[section]
    }

    /// Whether a section is in a rollback plan, at any depth.
    pub(super) fn is_below(&self, section: usize) -> bool {
        self.is_below[section]
    }

    /// Whether a label names the conditions under which the rollout goes back.
    pub(super) fn is_trigger_label(&self, field: usize) -> bool {
        self.is_trigger_label[field]
    }

    /// Whether what stands in a scope says when the rollout goes back.
    pub(super) fn holds_triggers(&self, scope: Scope) -> bool {
        self.is_trigger_section[scope.section] || scope.label.is_some_and(|label| self.is_inside_trigger[label])
    }
}
