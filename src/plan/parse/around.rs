//! What the names around the items of a stage say of them. Each name is asked once, from the
//! outside in, so that a deep list costs no more than a flat one.

use crate::outline::{Outline, Scope};
use crate::template::{Role, says_guardrail};
use crate::words::aside::PREPARATIONS;
use crate::words::gates::stands_apart;
use crate::words::parts::names_approval;
use crate::words::work::names_work;

/// The places below names of some kinds.
pub(super) struct Around {
    /// Called a preparation.
    pub(super) prepares: Below,
    /// Called who has to agree.
    pub(super) approves: Below,
    /// Called something that is no gate.
    pub(super) apart: Below,
    /// Called guardrails. A heading is that of its own section only.
    pub(super) guards: Below,
    /// For each label, that of what prepares the stage: itself, or the nearest one around it.
    entries: Vec<Option<EntryLabel>>,
}

/// Which sections and which labels are below a name of some kind, or have it themselves.
pub(super) struct Below {
    sections: Vec<bool>,
    labels: Vec<bool>,
}

/// A label of what prepares a stage, as a place below it sees it.
#[derive(Clone, Copy)]
pub(super) struct EntryLabel {
    /// Whether it heads a list, and has no value.
    pub(super) is_list: bool,
    /// Whether a name for work stands between.
    pub(super) has_work: bool,
}

impl Below {
    /// The places below the names that are called so. The name of a stage itself is none.
    fn of(outline: &Outline, is_stage: &dyn Fn(usize) -> bool, is_called: impl Fn(&str) -> bool) -> Below {
        let mut sections: Vec<bool> = Vec::with_capacity(outline.sections.len());
        for (index, section) in outline.sections.iter().enumerate() {
            let is_below = section.parent.is_some_and(|parent| sections[parent]);
            sections.push(!is_stage(index) && (is_below || is_called(&section.key)));
        }
        Below { sections, labels: Below::labels(outline, is_called) }
    }

    /// Which labels are below one that is called so, or are called so themselves.
    fn labels(outline: &Outline, is_called: impl Fn(&str) -> bool) -> Vec<bool> {
        outline.labels_within(|label| is_called(&outline.fields[label].key))
    }

    /// Whether a place is below such a name.
    pub(super) fn has(&self, scope: Scope) -> bool {
        self.sections[scope.section] || scope.label.is_some_and(|label| self.labels[label])
    }
}

impl Around {
    /// What the names of a plan say, with the roles of its labels.
    pub(super) fn of(outline: &Outline, roles: &[Role], is_stage: &dyn Fn(usize) -> bool) -> Around {
        let is_preparation = |key: &str| PREPARATIONS.has(key.trim_end_matches([':', '：', ' ']));
        let mut entries: Vec<Option<EntryLabel>> = Vec::with_capacity(outline.fields.len());
        for (field, role) in outline.fields.iter().zip(roles) {
            // The label around another one comes before it.
            let around = field.scope.label.and_then(|label| entries[label]);
            let own = EntryLabel { is_list: field.value.is_empty(), has_work: false };
            let below = |label: EntryLabel| EntryLabel { has_work: label.has_work || names_work(&field.key), ..label };
            let prepares = *role == Role::Entry || is_preparation(&field.key);
            entries.push(if prepares { Some(own) } else { around.map(below) });
        }
        Around {
            prepares: Below::of(outline, is_stage, is_preparation),
            approves: Below::of(outline, is_stage, names_approval),
            apart: Below::of(outline, is_stage, stands_apart),
            guards: Below {
                sections: outline.sections.iter().map(|section| says_guardrail(&section.key)).collect(),
                labels: Below::labels(outline, says_guardrail),
            },
            entries,
        }
    }

    /// The label of what prepares the stage around a place.
    pub(super) fn entry_label(&self, scope: Scope) -> Option<EntryLabel> {
        self.entries[scope.label?]
    }
}
