//! Gates that stand outside of the stage that they belong to.

use crate::config::Policy;
use crate::outline::Section;
use crate::stage_heading::{StageHeading, loose_stage_heading, split_arrow};
use crate::stage_number::StageNumber;
use crate::text::fold;
use crate::words::gates::{Purpose, decides_to_go, is_checklist, stage_led_to, stands_apart};
use crate::words::parts::{
    GateName, Role, gate_named, heads_gates, is_gate_name, name_alone, names_approval, number_of_gate, purpose_of_gate,
    role_of,
};

/// The gate of a stage that stands outside of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct GateElsewhere {
    /// The stage, by its position.
    pub(super) stage: usize,
    pub(crate) role: Role,
    /// Whether it is only called a checklist, or a gate by its number, so that it may be something
    /// else.
    pub(crate) is_doubtful: bool,
    /// Whether it may be passed before its stage begins, so that a tick in it shows nothing.
    pub(crate) may_be_ahead: bool,
}

impl GateElsewhere {
    /// The gate that a section is, by its own heading or by that around it: `Exit criteria for
    /// Phase 1`, or `Phase 1 → Phase 2` below `Exit criteria`.
    pub(super) fn of(
        (index, section): (usize, &Section),
        around: Option<&Section>,
        stages: &[(usize, StageHeading)],
        policy: &Policy,
    ) -> Option<GateElsewhere> {
        if let Some((number, words)) = stage_led_to(&section.key).and_then(|stage| stage_in(stage, stages, policy)) {
            let is_alone = words.is_empty() || words.starts_with(['(', '（']);
            return GateElsewhere::at(number, Kind::sure(Role::Entry), stages).filter(|_| is_alone);
        }
        let heads = around.is_some_and(|parent| heads_gates(&parent.key) || names_approval(&parent.key));
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
            (Some(kind), None) => {
                let numbered = |key: &str| {
                    let number = number_of_gate(key)?.parse().ok()?;
                    Some((number, Kind::numbered(index, number, stages)))
                };
                let key = section.key.as_str();
                let named = || numbered(key.split([':', '：']).next()?.trim_end());
                numbered(key).or_else(|| behind_name(key, kind, stages, policy)).or_else(named)?
            }
            (None, Some((number, words))) => {
                let behind = if ends.len() > 1 { stage_in(last, stages, policy).map(|(_, words)| words) } else { None };
                let words = fold(behind.as_ref().unwrap_or(&words));
                let of_parent = || Kind::of(&around.filter(|_| heads && !stands_apart(&words))?.key);
                (number, Kind::of(&words).or_else(|| Kind::behind_stage(&words)).or_else(of_parent)?)
            }
            (None, None) => return None,
        };
        GateElsewhere::at(number, kind, stages)
    }

    fn at(number: StageNumber, kind: Kind, stages: &[(usize, StageHeading)]) -> Option<GateElsewhere> {
        let stage = stages.iter().position(|(_, stage)| stage.number == number)?;
        let Kind { role, is_doubtful, may_be_ahead } = kind;
        Some(GateElsewhere { stage, role, is_doubtful, may_be_ahead })
    }
}

/// The stage that a gate says behind its name that it is of, and its kind.
fn behind_name(
    key: &str,
    kind: Kind,
    stages: &[(usize, StageHeading)],
    policy: &Policy,
) -> Option<(StageNumber, Kind)> {
    match purpose_of_gate(key)? {
        Purpose::For(stage) => {
            let (number, words) = stage_in(split_arrow(stage).first()?, stages, policy)?;
            // A decision to go is one to go there.
            let role = if decides_to_go(key) { Role::Entry } else { kind.role };
            // What the gate says of its list may stand behind it: `(for 7 days in a row)`.
            let is_alone = words.is_empty() || words.starts_with(['(', '（']);
            // Who has to agree to a stage has to do so before it.
            let is_doubtful = kind.is_doubtful && !kind.may_be_ahead;
            is_alone.then_some((number, Kind { role, is_doubtful, ..kind }))
        }
        // What leads to a stage is what it is entered by.
        Purpose::To(stage) => Some((stage_in(stage, stages, policy)?.0, Kind { role: Role::Entry, ..kind })),
    }
}

/// The number of the stage that a text begins with, and the words behind it.
fn stage_in(text: &str, stages: &[(usize, StageHeading)], policy: &Policy) -> Option<(StageNumber, String)> {
    if let Some(heading) = loose_stage_heading(text, policy) {
        // Where stages are called by names alone, the name is the stage.
        let words = if heading.word.is_empty() { String::new() } else { heading.name };
        return Some((heading.number, words));
    }
    let bare = name_alone(text);
    let number = bare.parse().ok().or_else(|| stage_called(bare, stages))?;
    Some((number, String::new()))
}

/// What kind of gate a heading is called.
#[derive(Clone, Copy)]
struct Kind {
    role: Role,
    is_doubtful: bool,
    may_be_ahead: bool,
}

impl Kind {
    fn sure(role: Role) -> Kind {
        Kind { role, is_doubtful: false, may_be_ahead: false }
    }

    /// The kind of a gate that has only a number. Where it stands beside the stage with that
    /// number, its place says whether it leads there or away; elsewhere nobody can be sure.
    fn numbered(section: usize, number: StageNumber, stages: &[(usize, StageHeading)]) -> Kind {
        let after = stages.iter().filter(|(stage, _)| *stage > section).min_by_key(|(stage, _)| *stage);
        let before = stages.iter().filter(|(stage, _)| *stage < section).max_by_key(|(stage, _)| *stage);
        let is_own = |stage: &Option<&(usize, StageHeading)>| stage.is_some_and(|(_, stage)| stage.number == number);
        match (is_own(&before), is_own(&after)) {
            (_, true) => Kind::sure(Role::Entry),
            (true, _) if after.is_some() => Kind::sure(Role::Exit),
            _ => Kind { role: Role::Exit, is_doubtful: true, may_be_ahead: true },
        }
    }

    /// The kind of what stands behind a stage in a heading: there `exit` is a gate, too.
    fn behind_stage(words: &str) -> Option<Kind> {
        match gate_named(words)? {
            GateName::Entry => Some(Kind::sure(Role::Entry)),
            GateName::Exit => Some(Kind::sure(Role::Exit)),
            GateName::PerhapsExit | GateName::Approval => None,
        }
    }

    /// The kind of a folded heading that is the name of a gate, and nothing else: `Old exit
    /// criteria` and `Exit criteria review` are about one.
    fn of(key: &str) -> Option<Kind> {
        if is_checklist(key) {
            return Some(Kind { is_doubtful: true, ..Kind::sure(Role::Exit) });
        }
        if names_approval(key) {
            return Some(Kind { is_doubtful: true, may_be_ahead: true, ..Kind::sure(Role::Exit) });
        }
        let role = is_gate_name(key).then(|| role_of(key))?;
        role.is_gate().then(|| Kind::sure(role))
    }
}

/// The number of the only stage with a name, or with its first word.
fn stage_called(text: &str, stages: &[(usize, StageHeading)]) -> Option<StageNumber> {
    let folded = fold(text);
    let is_called = |name: &str| !name.is_empty() && fold(name) == folded;
    let mut called = stages.iter().filter(|(_, stage)| is_called(&stage.name) || is_called(stage.first_word()));
    called.next().filter(|_| called.next().is_none()).map(|(_, stage)| stage.number)
}
