//! Who sees a stage, when more see it than before, or than its gate was asked for.

use super::passage::Passage;
use super::weakened::{Bar, Gate, Statement, Weakened, WeakenedHow};
use crate::pairing::Pairing;
use crate::plan::audience::AudienceChange;
use crate::plan::{Met, Plan, Stage, StageAudience};
use crate::text::Span;

/// A raise of a stage's audience.
pub(super) struct RaisedAudience {
    /// What it is and what it was, in the plan's words.
    pub(super) text: String,
    /// Where it stood.
    pub(super) before: Span,
    /// Where it stands.
    pub(super) after: Span,
    /// As many as in the next stage before or after the change, or more.
    pub(super) reaches_next: bool,
    /// Whether it is known to be more.
    pub(super) is_clear: bool,
    /// Whether the audience before waited for no value.
    pub(super) was_said: bool,
}

/// The raise of a running stage's audience, if there is one, or if nobody can tell. Each stage
/// comes with its plan.
pub(super) fn raised_audience(
    (before, base): (&Stage, &Plan),
    (after, head): (&Stage, &Plan),
) -> Option<RaisedAudience> {
    let (was, is, is_clear) = match after.audience.against(&before.audience) {
        AudienceChange::Raised { before, after } => (before, after, true),
        AudienceChange::Unclear { before, after } => (before, after, false),
        AudienceChange::Same | AudienceChange::Lowered | AudienceChange::Unknown => return None,
    };
    let reaches = |next: &Stage| is_clear && after.audience.reaches(&before.audience, &next.audience);
    // Raising the next audience as well hides nothing.
    let next = [next_stage(head, after), next_stage(base, before)];
    Some(RaisedAudience {
        text: format!("`{}` (was `{}`)", shown(&is.text), shown(&was.text)),
        is_clear,
        before: was.span,
        after: is.span,
        reaches_next: next.into_iter().flatten().any(reaches),
        was_said: was.said == was.planned,
    })
}

fn next_stage<'p>(plan: &'p Plan, stage: &Stage) -> Option<&'p Stage> {
    plan.stages.iter().find(|other| other.number > stage.number)
}

fn shown(text: &str) -> &str {
    text.trim().trim_end_matches([' ', '.', ',', ';'])
}

/// The new stages that a change enters, and that as many see as the next stage, whose entry gate
/// waits behind them: they lead around it.
pub(super) fn stages_put_in_between(passage: &Passage, pairing: &Pairing) -> Vec<Weakened> {
    let (alone, standing) = passage.standings();
    let (base, head) = (alone.plan(), standing.plan());
    let kept = |stage: &Stage| pairing.kept_stages().find(|(_, after)| after.number == stage.number);
    let new = pairing.stages.new.iter().map(|place| &head.stages[*place]);
    let around = new.filter_map(|stage| {
        let hold = passage.entered(stage)?;
        let (old, next) = head.stages.iter().filter(|other| other.number > stage.number).find_map(kept)?;
        // Where the change goes on to the next stage, or was there, its gate is judged itself.
        let is_part = stage.audience.names_places() && !old.audience.names_places();
        let reaches = !is_part && stage.audience.reaches(&StageAudience::default(), &old.audience);
        if passage.entry(old, next).is_some() || !reaches {
            return None;
        }
        let met = next.entry.iter().filter(|criterion| criterion.met != Met::Open);
        let gate = Gate { kind: Bar::Entry, stage: &stage.title, hold };
        let after = Statement::of_criteria(stage.entry.iter().chain(met), head);
        let mut lost = gate.weakened(&Statement::of_gate(&old.entry, base), &after, &base.known_statements);
        lost.retain(|weakened| weakened.how.is_lost());
        let first = lost.into_iter().next()?;
        Some(Weakened {
            kind: Bar::Audience,
            text: format!("`{}`", first.text),
            how: WeakenedHow::Around,
            after: Some(stage.audience.lines.first()?.span),
            ..first
        })
    });
    around.collect()
}
