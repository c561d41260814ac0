//! Which parts of a plan are its rollback plan, which say when the rollout goes back, and what of
//! them says how.

use crate::markdown::inline;
use crate::outline::{Item, Outline, Scope};
use crate::plan::measure::{Bound, Unit, read_bound};
use crate::template::{Place, Role, Template};
use crate::text::{Source, Span};
use crate::words::gates;
use crate::words::going_back::names_steps;
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
    /// Whether each label, or one around it, names what is done then: `How`.
    is_inside_steps: Vec<bool>,
    /// Whether each item says what is done then, although it stands among the conditions.
    is_step: Vec<bool>,
}

impl Rollback {
    pub(super) fn of(source: &Source, outline: &Outline, places: &[Place], template: &Template) -> Rollback {
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
        let is_steps = |label: usize| !is_trigger_label[label] && names_steps(&outline.fields[label].key);
        let is_inside_steps = outline.labels_within(is_steps);
        let mut is_inside_trigger: Vec<bool> = Vec::with_capacity(outline.fields.len());
        for (label, field) in outline.fields.iter().enumerate() {
            let is_around = || !is_steps(label) && field.scope.label.is_some_and(|around| is_inside_trigger[around]);
            let is_inside = is_trigger_label[label] || is_around();
            is_inside_trigger.push(is_inside);
        }
        let mut rollback = Rollback {
            is_plan,
            is_below,
            is_trigger_section,
            is_trigger_label,
            is_inside_trigger,
            is_inside_steps,
            is_step: Vec::new(),
        };
        rollback.is_step = rollback.steps_behind_triggers(source, outline);
        rollback
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
        let is_below = |labels: &[bool]| scope.label.is_some_and(|label| labels[label]);
        let is_told_by_heading = self.is_trigger_section[scope.section] && !is_below(&self.is_inside_steps);
        is_told_by_heading || is_below(&self.is_inside_trigger)
    }

    /// Whether an item, by its place, says when the rollout goes back.
    pub(super) fn is_trigger(&self, place: usize, item: &Item) -> bool {
        !self.is_step[place] && self.holds_triggers(item.scope)
    }

    /// Whether an item, by its place, says what is done when the rollout goes back, although it
    /// stands among the conditions.
    pub(super) fn is_step(&self, place: usize) -> bool {
        self.is_step[place]
    }

    /// Which items are steps although they stand where conditions do: those of a numbered list that
    /// has a condition before it in another form, and none of its own.
    fn steps_behind_triggers(&self, source: &Source, outline: &Outline) -> Vec<bool> {
        let mut is_step = vec![false; outline.items.len()];
        let is_top =
            |place: &usize| outline.items[*place].depth == 1 && self.holds_triggers(outline.items[*place].scope);
        let tops: Vec<usize> = (0..outline.items.len()).filter(is_top).collect();
        let is_numbered = |place: usize| is_numbered(source, &outline.items[place]);
        let bound = |span: Span| read_bound(&inline::visible(source.slice(span)));
        let scope = |place: usize| outline.items[place].scope;
        let runs = tops.chunk_by(|one, other| scope(*one) == scope(*other) && is_numbered(*one) == is_numbered(*other));
        for run in runs.filter(|run| is_numbered(run[0])) {
            let (own, start) = (scope(run[0]), outline.items[run[0]].span.start);
            // What must not be exceeded is a condition. How long something may take is not.
            let is_condition = |bound: Bound| bound.amount.unit != Unit::Time || !bound.is_upper();
            let sets_bound = run.iter().any(|place| bound(outline.items[*place].text).is_some_and(is_condition));
            let mut items = tops.iter().take_while(|place| **place < run[0]).map(|place| (*place, scope(*place)));
            let mut is_item = || items.any(|(place, other)| other == own && !is_numbered(place));
            let mut tables = outline.tables.iter().filter(|table| table.span.end <= start);
            let mut is_row = || tables.any(|table| table.scope == own);
            // A sentence that ends with a colon leads to the list.
            let mut prose = outline.prose.iter().filter(|prose| prose.span.end <= start && prose.scope == own);
            let mut is_sentence = || {
                prose.any(|prose| {
                    !source.slice(prose.span).trim_end().ends_with([':', '：']) && bound(prose.span).is_some()
                })
            };
            let is_value = || own.label.is_some_and(|label| bound(outline.fields[label].value).is_some());
            if sets_bound || !(is_item() || is_row() || is_value() || is_sentence()) {
                continue;
            }
            // What is nested below a step belongs to it.
            let last = run[run.len() - 1];
            let below = outline.items[last + 1..].iter().take_while(|item| item.depth > 1).count();
            is_step[run[0]..=last + below].fill(true);
        }
        is_step
    }
}

/// Whether an item is one of a numbered list.
pub(super) fn is_numbered(source: &Source, item: &Item) -> bool {
    source.slice(item.span).starts_with(|c: char| c.is_ascii_digit())
}
