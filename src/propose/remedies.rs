//! Corrections of a proposal after a check.

use crate::text::{Edit, Source, Span};
use std::collections::BTreeSet;

/// A fault that a check finds in the plan when it judges the plan by the proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Objection {
    /// The rule that speaks.
    pub rule: &'static str,
    /// Where in the plan.
    pub span: Span,
    /// What it says.
    pub message: String,
    /// The edits of the plan that cure it without changing what the plan means.
    pub fix: Option<Vec<Edit>>,
}

/// Corrections of a proposal, by places in the plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Remedies {
    /// Values whose bracket takes any words.
    pub(super) any_words: BTreeSet<usize>,
    /// Values that need not be there.
    pub(super) optional: BTreeSet<usize>,
    /// Values that are open all along: nobody is asked for them.
    pub(super) never: BTreeSet<usize>,
    /// Values that stay as they are.
    pub(super) kept: BTreeSet<usize>,
    /// Sections and labels that are no gate.
    pub(super) no_role: BTreeSet<usize>,
    /// Sections that need not be there.
    pub(super) optional_sections: BTreeSet<usize>,
    /// Gates that the proposal must not name: the plan passed them while they were open.
    pub(super) no_gates: BTreeSet<&'static str>,
    /// Rules that warn only.
    pub(super) warnings: BTreeSet<&'static str>,
    /// Edits of the plan that change nothing of what it means.
    pub(super) fixes: Vec<Edit>,
}

impl Remedies {
    /// Corrects what an objection is about, as far as the proposal can be to blame.
    pub(super) fn answer(&mut self, plan: &Source, objection: &Objection) {
        let at = objection.span.start;
        let is_format =
            matches!(objection.rule, "date-format" | "link-required" | "duration-format" | "bracketed-value");
        if let Some(fix) = &objection.fix {
            let is_free = |edit: &Edit| self.fixes.iter().all(|other| edit.is_clear_of(other));
            if fix.iter().all(is_free) {
                self.fixes.extend(fix.iter().cloned());
                return;
            }
        }
        match objection.rule {
            _ if is_format && !self.any_words.contains(&at) => self.any_words.extend([at]),
            "placeholder" | "field-empty" | "todo-marker" | "choice-unresolved" | "approach-unselected" => {
                // Whoever is asked for it later, and still says nothing, is asked no more.
                let was_asked_later = !self.optional.insert(at);
                self.never.extend(was_asked_later.then_some(at));
            }
            _ if is_format => self.optional.extend([at]),
            "field-duplicate" => self.kept.extend([at]),
            // What the team's own text says of itself stands in the template as it is.
            "na-without-reason" if self.kept.insert(at) => {}
            "na-without-reason" => self.optional.extend([at]),
            "section-duplicate" => self.optional_sections.extend([at]),
            "rollback-plan-incomplete" => self.no_role.extend([at]),
            "stage-entry-unmet" if !self.no_gates.contains("Entry Criteria") => {
                self.no_gates.extend(["Entry Criteria"])
            }
            "stage-exit-unmet" if !self.no_gates.contains("Exit Criteria") => self.no_gates.extend(["Exit Criteria"]),
            // A list without boxes is no gate yet: nobody can tick it.
            "stage-exit-unmet" | "stage-entry-unmet"
                if !plan.slice(plan.line_span(plan.line(at))).contains(['[', '#']) =>
            {
                self.no_role.extend([at]);
            }
            "guardrail-missing" => self.warnings.extend([objection.rule]),
            _ => {}
        }
    }

    /// Whether a set has a place inside a span. The end counts: an empty value has no other place.
    pub(super) fn has(set: &BTreeSet<usize>, span: Span) -> bool {
        set.range(span.start..=span.end).next().is_some()
    }
}
