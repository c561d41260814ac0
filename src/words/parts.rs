//! What a section, a label or a list of a plan is for.

use super::{Lexicon, Words};

/// What a section, a label or a list is for, whatever a team calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Role {
    /// What must hold before a stage begins.
    Entry,
    /// What must hold before a stage is left.
    Exit,
    /// What is done in a stage.
    Activities,
    /// Who takes part in a stage.
    Audience,
    /// Who decided that a stage is over, and when.
    Progression,
    /// What is to be ready for the launch.
    GoToMarket,
    /// How to go back.
    Rollback,
    /// What could go wrong.
    Risks,
    /// The table of decisions.
    DecisionLog,
    /// The review after the last stage.
    Review,
    /// Anything else.
    Other,
}

/// Parts of names that tell what a section or a label is for. The first role in this table with a
/// word in the name counts.
pub(super) static ROLES: Lexicon<Role> = Lexicon::new(&[
    (
        Role::DecisionLog,
        Words {
            en: &["decision log"],
            de: &["entscheidungsprotokoll", "entscheidungslog"],
            pt: &["registro de decis", "registo de decis"],
            es: &["registro de decis"],
            fr: &["journal des décisions", "registre des décisions"],
            ja: &["決定ログ", "決定記録", "意思決定ログ"],
            zh: &["决策日志", "決策日誌", "决策记录", "決策紀錄", "决定日志", "决定记录"],
            ..Words::NONE
        },
    ),
    (Role::Entry, Words { en: &["entry criteria", "entrance criteria"], ..Words::NONE }),
    (Role::Exit, Words { en: &["exit criteria", "success criteria"], ..Words::NONE }),
    (Role::Progression, Words { en: &["progression decision"], ..Words::NONE }),
    (Role::Review, Words { en: &["post-ga", "post ga", "post-launch review", "retrospective"], ..Words::NONE }),
    (Role::Rollback, Words { en: &["rollback", "runbook", "roll back"], ..Words::NONE }),
    (Role::Risks, Words { en: &["risk"], ..Words::NONE }),
    (Role::GoToMarket, Words { en: &["gtm", "go-to-market"], ..Words::NONE }),
    (Role::Audience, Words { en: &["audience"], ..Words::NONE }),
    (Role::Activities, Words { en: &["activities"], ..Words::NONE }),
]);

/// What a section or a label is for, by the words in its folded name.
pub(crate) fn role_of(key: &str) -> Role {
    ROLES.meaning_in(key).unwrap_or(Role::Other)
}
