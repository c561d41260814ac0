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
        let mut is_below: Vec<bool> = Vec::with_capacity(is_plan.len());
        for (section, is_plan) in outline.sections.iter().zip(&is_plan) {
            let is_own = *is_plan || role_of(&section.key) == Role::Rollback;
            // The section around another one comes before it.
            is_below.push(is_own || section.parent.is_some_and(|parent| is_below[parent]));
        }
        // Outside of the rollback plan the name itself must tell that it is about going back. The
        // gates of stages have conditions, too.
        let names_triggers = |key: &str, is_in_plan: bool| {
            let role = role_of(key);
            let is_gate = matches!(role, Role::Entry | Role::Exit);
            !is_gate && gates::names_triggers(key, is_in_plan || role == Role::Rollback)
        };
        let sections = outline.sections.iter().zip(&is_below);
        let is_trigger_section = sections.map(|(section, is_below)| names_triggers(&section.key, *is_below)).collect();
        // A label without a value stands above others as a heading does: `**Rollback**`.
        let mut is_in_plan: Vec<bool> = Vec::with_capacity(outline.fields.len());
        for field in &outline.fields {
            // The label around another one comes before it, too.
            let is_around = |label: usize| is_in_plan[label] || role_of(&outline.fields[label].key) == Role::Rollback;
            is_in_plan.push(is_below[field.scope.section] || field.scope.label.is_some_and(is_around));
        }
        let labels = outline.fields.iter().zip(&is_in_plan);
        let is_trigger_label: Vec<bool> =
            labels.map(|(field, is_in_plan)| names_triggers(&field.key, *is_in_plan)).collect();
        let mut is_inside_trigger: Vec<bool> = Vec::with_capacity(is_trigger_label.len());
        for (field, is_trigger) in outline.fields.iter().zip(&is_trigger_label) {
            is_inside_trigger.push(*is_trigger || field.scope.label.is_some_and(|label| is_inside_trigger[label]));
        }
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
