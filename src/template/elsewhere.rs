//! Gates that stand outside of the stage that they belong to.

use crate::config::Policy;
use crate::outline::Section;
use crate::stage_heading::{StageHeading, loose_stage_heading, split_arrow};
use crate::stage_number::StageNumber;
use crate::text::fold;
use crate::words::gates::{Purpose, decides_to_go, is_checklist, stands_apart};
use crate::words::parts::{Role, heads_gates, is_gate_name, purpose_of_gate, role_of};

/// The gate of a stage that stands outside of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct GateElsewhere {
    /// The stage, by its position.
    pub(super) stage: usize,
    pub(crate) role: Role,
    /// Whether it is only called a checklist, so that it may be something else.
    pub(crate) is_doubtful: bool,
}

impl GateElsewhere {
    /// The gate that a section is, by its own heading or by that around it: `Exit criteria for
    /// Phase 1`, or `Phase 1 → Phase 2` below `Exit criteria`.
    pub(super) fn of(
        section: &Section,
        around: Option<&Section>,
        stages: &[(usize, StageHeading)],
        policy: &Policy,
    ) -> Option<GateElsewhere> {
        let heads = around.is_some_and(|parent| heads_gates(&parent.key));
        // A name may have a stage behind it: `Gate: Beta → GA`. Most sections are neither called a
        // gate, nor stand in one, nor begin with a stage, and end here.
        let own = Kind::of(&section.key).or_else(|| Kind::of(section.key.split([':', '：']).next()?.trim()));
        if own.is_none() && !heads && loose_stage_heading(&section.title, policy).is_none() {
            return None;
        }
        let ends = split_arrow(&section.title);
        let (first, last) = (ends.first()?, ends.last()?);
        let (number, kind) = match (own, stage_in(first, stages, policy)) {
            (Some(kind), Some((number, _))) => (number, kind),
            (Some(kind), None) => match purpose_of_gate(&section.key)? {
                Purpose::For(stage) => {
                    let (number, words) = stage_in(split_arrow(stage).first()?, stages, policy)?;
                    // A decision to go is one to go there.
                    let role = if decides_to_go(&section.key) { Role::Entry } else { kind.role };
                    // What the gate says of its list may stand behind it: `(for 7 days in a row)`.
                    let is_alone = words.is_empty() || words.starts_with(['(', '（']);
                    is_alone.then_some((number, Kind { role, ..kind }))?
                }
                // What leads to a stage is what it is entered by.
                Purpose::To(stage) => (stage_in(stage, stages, policy)?.0, Kind { role: Role::Entry, ..kind }),
            },
            (None, Some((number, words))) => {
                let behind = if ends.len() > 1 { stage_in(last, stages, policy).map(|(_, words)| words) } else { None };
                let of_parent = || {
                    let parent = around.filter(|_| heads && !stands_apart(&fold(&words)))?;
                    Kind::of(&parent.key)
                };
                (number, Kind::of(&fold(behind.as_ref().unwrap_or(&words))).or_else(of_parent)?)
            }
            (None, None) => return None,
        };
        let stage = stages.iter().position(|(_, stage)| stage.number == number)?;
        Some(GateElsewhere { stage, role: kind.role, is_doubtful: kind.is_doubtful })
    }
}

/// The number of the stage that a text begins with, and the words behind it.
fn stage_in(text: &str, stages: &[(usize, StageHeading)], policy: &Policy) -> Option<(StageNumber, String)> {
    if let Some(heading) = loose_stage_heading(text, policy) {
        // Where stages are called by names alone, the name is the stage.
        let words = if heading.word.is_empty() { String::new() } else { heading.name };
        return Some((heading.number, words));
    }
    let bare = text.trim_end_matches([':', '：']).split(" (").next().unwrap_or(text).trim();
    let number = bare.parse().ok().or_else(|| stage_called(bare, stages))?;
    Some((number, String::new()))
}

/// What kind of gate a heading is called.
#[derive(Clone, Copy)]
struct Kind {
    role: Role,
    is_doubtful: bool,
}

impl Kind {
    /// The kind of a folded heading that is the name of a gate, and nothing else: `Old exit
    /// criteria` and `Exit criteria review` are about one.
    fn of(key: &str) -> Option<Kind> {
        if is_checklist(key) {
            return Some(Kind { role: Role::Exit, is_doubtful: true });
        }
        let role = is_gate_name(key).then(|| role_of(key))?;
        matches!(role, Role::Entry | Role::Exit).then_some(Kind { role, is_doubtful: false })
    }
}

/// The number of the only stage with a name, or with its first word.
fn stage_called(text: &str, stages: &[(usize, StageHeading)]) -> Option<StageNumber> {
    let folded = fold(text);
    let is_called = |name: &str| !name.is_empty() && fold(name) == folded;
    let mut called = stages.iter().filter(|(_, stage)| is_called(&stage.name) || is_called(stage.first_word()));
    called.next().filter(|_| called.next().is_none()).map(|(_, stage)| stage.number)
}
