//! Gates that stand outside of the stage that they belong to.

use crate::config::Policy;
use crate::outline::Section;
use crate::stage_heading::{StageHeading, loose_stage_heading, split_arrow};
use crate::stage_number::StageNumber;
use crate::text::fold;
use crate::words::gates::{Purpose, is_checklist, purpose};
use crate::words::parts::{Role, role_of};

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
        // The number of the stage that a text begins with, and the words behind it.
        let read = |text: &str| match loose_stage_heading(text, policy) {
            Some(heading) => Some((heading.number, heading.name)),
            None => text.parse().ok().or_else(|| stage_called(text, stages)).map(|number| (number, String::new())),
        };
        let ends = split_arrow(&section.title);
        let (number, kind) = match (Kind::of(&section.key), read(ends.first()?)) {
            (Some(kind), Some((number, _))) => (number, kind),
            (Some(kind), None) => match purpose(&section.key)? {
                Purpose::For(stage) => (read(split_arrow(stage).first()?)?.0, kind),
                // What leads to a stage is what it is entered by.
                Purpose::To(stage) => (read(stage)?.0, Kind { role: Role::Entry, ..kind }),
            },
            (None, Some((number, words))) => {
                let words = if ends.len() > 1 { read(ends.last()?).map_or(words, |(_, words)| words) } else { words };
                let of_parent = || around.filter(|_| words.is_empty()).and_then(|parent| Kind::of(&parent.key));
                (number, Kind::of(&fold(&words)).or_else(of_parent)?)
            }
            (None, None) => return None,
        };
        let stage = stages.iter().position(|(_, stage)| stage.number == number)?;
        Some(GateElsewhere { stage, role: kind.role, is_doubtful: kind.is_doubtful })
    }
}

/// The length of the longest name of a gate, in bytes. What is longer is a sentence, and many
/// headings may stand below it.
const LONGEST_NAME: usize = 200;

/// What kind of gate a heading is called.
#[derive(Clone, Copy)]
struct Kind {
    role: Role,
    is_doubtful: bool,
}

impl Kind {
    fn of(key: &str) -> Option<Kind> {
        if key.len() > LONGEST_NAME {
            return None;
        }
        match role_of(key) {
            role @ (Role::Entry | Role::Exit) => Some(Kind { role, is_doubtful: false }),
            Role::Other if is_checklist(key) => Some(Kind { role: Role::Exit, is_doubtful: true }),
            _ => None,
        }
    }
}

/// The number of the only stage with a name, or with its first word.
fn stage_called(text: &str, stages: &[(usize, StageHeading)]) -> Option<StageNumber> {
    let folded = fold(text);
    let is_called = |name: &str| !name.is_empty() && fold(name) == folded;
    let mut called = stages.iter().filter(|(_, stage)| is_called(&stage.name) || is_called(stage.first_word()));
    called.next().filter(|_| called.next().is_none()).map(|(_, stage)| stage.number)
}
