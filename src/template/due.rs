//! Due points: when the requirements of a template are due.

use super::place::Place;
use super::slot::Slot;
use crate::stage_number::StageNumber;
use crate::text::fold;
use crate::words::brackets;
use crate::words::parts::{Role, role_of};

/// When a requirement is due, as the template says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SlotDue {
    /// As soon as the file exists.
    Created,
    /// When the first stage is entered.
    EnteringFirst,
    /// When the second stage is entered.
    EnteringSecond,
    /// When the stage around it is entered.
    EnteringStage,
    /// When the stage around it is left.
    LeavingStage,
    /// When the last stage is entered.
    EnteringLast,
    /// When the stage with this number in the template is entered.
    Entering(StageNumber),
    /// When the stage with this number in the template is left.
    Leaving(StageNumber),
    /// Never: it may stay open.
    Never,
}

/// Whether a label or a title says that it is optional.
pub(super) fn is_optional(label: &str) -> bool {
    fold(label).contains("(optional)")
}

/// Whether a bracket says that it is optional, by its key.
pub(super) fn is_optional_bracket(bracket: &str) -> bool {
    brackets::OPTIONAL.has(bracket) || brackets::OPTIONAL_STARTS.any_opens(bracket)
}

/// Whether a label is one of those in the last line of a plan.
pub(super) fn is_footer(key: &str) -> bool {
    key.contains("last updated") || key.contains("plan created")
}

/// When a slot is due. Outside stages it is due at once, inside a stage when that stage is entered.
/// The rollback plan and the risks are due when the second stage is entered: from then on there are
/// users to protect.
pub(super) fn due_of(place: &Place, group_role: Role, key: &str, slot: &Slot) -> SlotDue {
    if let Place::Stage(_) = place {
        return match group_role {
            Role::Progression => SlotDue::LeavingStage,
            _ if role_of(key) == Role::Progression => SlotDue::LeavingStage,
            _ => SlotDue::EnteringStage,
        };
    }
    let Place::Section(section) = place else { return SlotDue::Created };
    if is_footer(key) {
        return SlotDue::Created;
    }
    match (role_of(section), role_of(key)) {
        (Role::Review, _) => SlotDue::EnteringLast,
        (Role::Rollback | Role::Risks, _) | (_, Role::Rollback | Role::Risks) => SlotDue::EnteringSecond,
        _ if slot.brackets.first().is_some_and(|bracket| bracket.contains("afterga")) => SlotDue::EnteringLast,
        _ => SlotDue::Created,
    }
}
