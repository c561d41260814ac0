//! What a change did to stages that were finished before it.

use super::bars::reworded_gates;
use super::model::Change;
use super::passage::Passage;
use crate::pairing::{keeps_words, pair_statements, says_as_before};
use crate::plan::{Stage, Statement};
use crate::stage_number::StageNumber;
use crate::text::Span;

/// A finished stage that a change edited.
#[derive(Clone, Debug)]
pub struct EditedStage {
    /// Its number.
    pub number: StageNumber,
    /// `Stage 1`.
    pub title: String,
    /// Its heading, in the version after.
    pub heading: Span,
    /// What was done to it.
    pub edits: Vec<StatementEdit>,
}

/// What a change did to something that a stage says.
#[derive(Clone, Debug)]
pub struct StatementEdit {
    /// What it was called.
    pub name: String,
    /// Whether only a box was unticked.
    pub is_unticked: bool,
    /// Where it stood.
    pub before: Span,
    /// Where it stands; `None` when it is gone.
    pub after: Option<Span>,
}

impl Change {
    /// What this change did to stages that were finished before it, and still are: statements that
    /// were reworded, taken away or unticked. Adding to them, and filling in what was open,
    /// rewrites nothing.
    pub(crate) fn edited_stages(&self) -> Vec<EditedStage> {
        let Some(passage) = Passage::of(self) else { return Vec::new() };
        let (before, after) = passage.standings();
        let is_finished =
            |(old, new): &(&Stage, &Stage)| passage.is_finished(old, new) && after.left_by(new.number).is_some();
        let mut edited = Vec::new();
        for (old, new) in self.pairing.kept_stages().filter(is_finished) {
            let mut edits = edits_of(&old.statements, &new.statements);
            edits.extend(reworded_gates((old, before.plan()), (new, after.plan())).into_iter().map(|weakened| {
                StatementEdit {
                    name: weakened.text,
                    is_unticked: false,
                    before: weakened.before,
                    after: weakened.after,
                }
            }));
            if !edits.is_empty() {
                edited.push(EditedStage { number: new.number, title: new.title.clone(), heading: new.heading, edits });
            }
        }
        edited
    }
}

/// The statements of a stage that say something else after a change. What was open says nothing
/// that could be lost.
fn edits_of(before: &[Statement], after: &[Statement]) -> Vec<StatementEdit> {
    let pairs = pair_statements(before, after);
    let mut edits = Vec::new();
    for (index, old) in before.iter().enumerate().filter(|(_, old)| !old.open) {
        let new = pairs.after(index).map(|index| &after[index]);
        let says_more = |new: &Statement| new.key != old.key && keeps_words(&old.key, &new.key);
        let keeps_words = new.is_some_and(|new| says_as_before(old, new) || says_more(new));
        if keeps_words && new.is_some_and(|new| old.ticks.iter().all(|tick| new.ticks.contains(tick))) {
            continue;
        }
        let after = new.map(|new| new.span);
        edits.push(StatementEdit { name: old.name.clone(), is_unticked: keeps_words, before: old.span, after });
    }
    edits
}
