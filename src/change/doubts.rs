//! What may be of a gate, or could not be seen to be met, and what a change makes of it.

use super::model::Change;
use super::passage::{Hold, Passage};
use super::weakened::{Bar, Gate, Statement, Weakened};
use crate::finding::Side;
use crate::pairing::{Pairing, pair_texts};
use crate::plan::measure::read_plain;
use crate::plan::metric::{BoundCell, Measured};
use crate::plan::{Criterion, Due, Stage};
use crate::stage_number::StageNumber;
use crate::text::{Span, fold};

/// A value that does not keep the bound that the version before had, where the version after does
/// not say so any more.
pub(crate) struct HiddenMiss<'c> {
    /// What is measured.
    pub(crate) name: &'c str,
    /// The stage that is left, in the version after.
    pub(crate) stage: StageNumber,
    /// The value.
    pub(crate) value: &'c str,
    /// Whether that is the value of the version after.
    pub(crate) is_of_head: bool,
    /// The bound, in the version before.
    pub(crate) bound: &'c BoundCell,
    /// Where the row is found: in the version after, if it is there.
    pub(crate) place: (Side, Span),
}

impl Change {
    /// The values that do not keep the bounds of the version before, in the stages that this change
    /// leaves: where it lowers the bound, and where it takes the value away.
    pub(crate) fn hidden_misses(&self) -> Vec<HiddenMiss<'_>> {
        let (Some(base), Some(head)) = (self.base(), self.head()) else { return Vec::new() };
        // Most plans measure nothing beside a bound, and end here.
        let Some(passage) = (!base.measured.is_empty()).then(|| Passage::of(self)).flatten() else { return Vec::new() };
        let mut hidden = Vec::new();
        for (old, new) in self.pairing.kept_stages() {
            // An exception says that the team knows.
            if passage.exit(old, new) != Some(Hold::Passed) {
                continue;
            }
            let before: Vec<&Measured> = base.measured.iter().filter(|row| row.stage == old.number).collect();
            let after: Vec<&Measured> = head.measured.iter().filter(|row| row.stage == new.number).collect();
            let names = |rows: &[&Measured]| -> Vec<String> { rows.iter().map(|row| fold(&row.name)).collect() };
            let pairs = pair_texts(&names(&before), &names(&after));
            for (place, row) in before.iter().enumerate() {
                let now = pairs.after(place).map(|place| after[place]);
                if now.is_some_and(|now| now.missed().is_some()) {
                    continue;
                }
                let measured = now.filter(|now| says_another_number(&row.value.0, &now.value.0));
                let value = measured.unwrap_or(row).value.0.as_str();
                let Some(bound) = row.missed_by(value) else { continue };
                hidden.push(HiddenMiss {
                    name: &row.name,
                    stage: new.number,
                    value,
                    is_of_head: now.is_some_and(|now| now.value.0 == value),
                    bound,
                    place: now.map_or((Side::Base, row.value.1), |now| (Side::Head, now.value.1)),
                });
            }
        }
        if hidden.is_empty() {
            return hidden;
        }
        // Where the bound is of a gate or a guardrail, what became of it is told there.
        let told = self.weakened_bars();
        hidden.retain(|miss| told.iter().all(|weakened| !weakened.before.contains(miss.bound.span)));
        hidden
    }
}

/// Whether a value says something else by a number than the one before, so that it was measured
/// again.
fn says_another_number(before: &str, after: &str) -> bool {
    let numbers = |text: &str| -> Vec<String> {
        let parts = text.split(|c: char| !c.is_numeric() && !matches!(c, '.' | ','));
        parts.filter(|part| part.contains(char::is_numeric)).map(str::to_owned).collect()
    };
    let known = numbers(before);
    read_plain(after).is_some() || numbers(after).iter().any(|number| !known.contains(number))
}

/// What a stage had that may be of a gate which a change passes, or of which nobody could see
/// whether it is met, and that is gone or asks for less. While it stands there, the rules about
/// what is open tell of it.
pub(super) fn weakened_doubts(pairing: &Pairing, passage: &Passage, old: &Stage, new: &Stage) -> Vec<Weakened> {
    let (alone, standing) = passage.standings();
    let (base, head) = (alone.plan(), standing.plan());
    let is_passed = |hold: Option<Hold>| hold > Some(Hold::Running);
    let mut lists: Vec<(Bar, Vec<&Criterion>)> = Vec::new();
    let perhaps = [&old.perhaps_gate[..], &old.approvals];
    for (kind, hold, criteria, unnamed, due) in [
        (Bar::Entry, passage.entry(old, new), &old.entry, [&[][..]; 2], Due::Entering(old.number)),
        (Bar::Exit, passage.exit(old, new), &old.exit, perhaps, Due::Leaving(old.number)),
    ] {
        if !is_passed(hold) {
            continue;
        }
        let apart = Stage::open(criteria).filter(|criterion| criterion.is_apart);
        let unnamed = unnamed.into_iter().flat_map(Stage::open);
        lists.push((Bar::Perhaps, apart.chain(unnamed).collect()));
        let boxless = old.boxless.iter().filter(|list| list.due == due);
        lists.push((kind, boxless.flat_map(|list| &list.criteria).collect()));
    }
    lists.retain(|(_, before)| !before.is_empty());
    if lists.is_empty() {
        return Vec::new();
    }
    // It may stand in another gate that the change passes, be met wherever it stands, or be put
    // among what nobody asks for.
    let gates = pairing.kept_stages().flat_map(|(before, after)| {
        let entry = is_passed(passage.entry(before, after)).then_some(&after.entry);
        let exit = is_passed(passage.exit(before, after));
        let exit = exit.then_some([&after.exit, &after.perhaps_gate, &after.approvals]);
        entry.into_iter().chain(exit.into_iter().flatten()).flatten()
    });
    let gates: Vec<&Criterion> = gates.chain(new.boxless.iter().flat_map(|list| &list.criteria)).collect();
    let is_own = |statement: &Statement| gates.iter().all(|criterion| criterion.span != statement.words);
    let mut after = Statement::of_criteria(gates.iter().copied(), head);
    after.extend(Statement::of_work(new).filter(is_own));
    let weakened = lists.into_iter().flat_map(|(kind, before)| {
        let gate = Gate { kind, stage: &new.title, hold: Hold::Doubted };
        gate.weakened(&Statement::of_criteria(before, base), &after, &base.known_statements)
    });
    weakened.collect()
}
