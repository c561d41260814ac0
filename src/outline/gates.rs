//! The lists of a gate that go on below a label or a heading that nobody knows.

use super::model::{Outline, Scope};
use crate::words::gates::stands_apart;
use foldhash::fast::RandomState;
use std::collections::HashMap;

/// What a label or a heading opens by its own name.
pub(crate) enum Opens<G> {
    /// A list of what a stage is entered or left by.
    Gate(G),
    /// Something else that is known.
    Other,
    /// Nothing that anybody knows.
    Unknown,
}

/// The gates that go on, each at the label or the heading below which it does.
pub(crate) struct GatesThatGoOn<G> {
    by_label: HashMap<usize, G, RandomState>,
    by_section: HashMap<usize, G, RandomState>,
}

impl<G> GatesThatGoOn<G> {
    /// The gate that goes on below a label.
    pub(crate) fn below_label(&self, label: usize) -> Option<&G> {
        self.by_label.get(&label)
    }

    /// The gate that goes on below the heading of a section.
    pub(crate) fn below_heading(&self, section: usize) -> Option<&G> {
        self.by_section.get(&section)
    }
}

impl Outline {
    /// The gates that go on below a label or a deeper heading that only parts their boxes:
    /// `**Quality:**` among the exit criteria. Who puts a line between two criteria takes none of
    /// them out of the gate. A name that something known has, or that says that no criteria follow,
    /// ends the list, and so does one without boxes.
    pub(crate) fn gates_that_go_on<G: Clone>(
        &self,
        of_label: impl Fn(usize) -> Opens<G>,
        of_section: impl Fn(usize) -> Opens<G>,
    ) -> GatesThatGoOn<G> {
        let mut found = GatesThatGoOn { by_label: HashMap::default(), by_section: HashMap::default() };
        // The gate that the last label of a place opened, or went on with.
        let mut in_force: HashMap<Scope, G, RandomState> = HashMap::default();
        let mut after = |place: Scope, key: &str, opens: Opens<G>, has_boxes: bool| -> Option<G> {
            match opens {
                Opens::Gate(gate) => {
                    in_force.insert(place, gate);
                    None
                }
                Opens::Unknown if has_boxes && !stands_apart(key) => in_force.get(&place).cloned(),
                Opens::Unknown | Opens::Other => {
                    in_force.remove(&place);
                    None
                }
            }
        };
        let mut fields = self.fields.iter().enumerate().peekable();
        let mut labels_with_boxes = vec![false; self.fields.len()];
        let mut sections_with_boxes = vec![false; self.sections.len()];
        for scope in self.items.iter().filter(|item| item.has_box()).map(|item| item.scope) {
            sections_with_boxes[scope.section] = true;
            if let Some(label) = scope.label {
                labels_with_boxes[label] = true;
            }
        }
        for (index, section) in self.sections.iter().enumerate() {
            // The labels above the heading stand in the sections before.
            while let Some((label, field)) = fields.next_if(|(_, field)| field.label_span.start < section.span.start) {
                let gate = after(field.scope, &field.key, of_label(label), labels_with_boxes[label]);
                found.by_label.extend(gate.map(|gate| (label, gate)));
            }
            let Some(parent) = section.parent else { continue };
            let place = Scope { section: parent, label: None };
            let gate = after(place, &section.key, of_section(index), sections_with_boxes[index]);
            found.by_section.extend(gate.map(|gate| (index, gate)));
        }
        for (label, field) in fields {
            let gate = after(field.scope, &field.key, of_label(label), labels_with_boxes[label]);
            found.by_label.extend(gate.map(|gate| (label, gate)));
        }
        found
    }
}
