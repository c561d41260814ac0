//! What the columns of a decision log and the labels of its entries are called.

use super::{Lexicon, Words};

/// What a column of a decision log holds, or a label of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// When it was decided.
    Date,
    /// From which stage to which.
    Stage,
    /// What was decided.
    Decision,
    /// Why.
    Rationale,
    /// By whom.
    DecidedBy,
    /// Of which rollout, in a log that several share.
    Rollout,
    /// Something of the team's own.
    Other,
}

/// The words for each of the five parts, in the order in which columns are looked for: who decided
/// comes first, since `Decision maker` begins like the decision.
pub(crate) static PARTS: Lexicon<Column> = Lexicon::new(&[
    (
        Column::Date,
        Words {
            en: &["date", "when", "decision date", "date of decision"],
            de: &["datum", "wann"],
            pt: &["data", "quando"],
            es: &["fecha", "cuándo"],
            ..Words::NONE
        },
    ),
    (
        Column::DecidedBy,
        Words {
            en: &[
                "decided by", "decision maker", "decision makers", "decider", "deciders", "approved by", "approver",
                "who", "owner",
            ],
            de: &[
                "entschieden von", "entschieden durch", "entscheider", "entscheiderin", "entscheidungsträger",
                "beschlossen von", "freigegeben von", "wer",
            ],
            pt: &["decidido por", "aprovado por", "responsável", "decisor", "quem"],
            es: &["decidido por", "aprobado por", "responsable", "decisor", "quién"],
            fr: &["décidé par", "décideur", "approuvé par", "responsable", "qui"],
            ..Words::NONE
        },
    ),
    (
        Column::Stage,
        Words {
            en: &["stage", "transition", "phase", "wave", "ring", "cohort", "step"],
            de: &["stufe", "übergang", "etappe", "phase"],
            pt: &["fase", "etapa", "estágio", "transição"],
            es: &["fase", "etapa", "transición"],
            fr: &["étape", "palier", "phase", "transition"],
            ..Words::NONE
        },
    ),
    (
        Column::Decision,
        Words {
            en: &["decision", "outcome", "verdict"],
            de: &["entscheidung", "beschluss"],
            pt: &["decisão"],
            es: &["decisión"],
            fr: &["décision"],
            ..Words::NONE
        },
    ),
    (
        Column::Rationale,
        Words {
            en: &["rationale", "reason", "why", "grounds", "notes"],
            de: &["begründung", "grund", "warum"],
            pt: &["justificativa", "justificação", "motivo", "razão", "por quê"],
            es: &["justificación", "motivo", "razón", "por qué"],
            fr: &["justification", "motif", "raison", "pourquoi"],
            ..Words::NONE
        },
    ),
]);

/// Columns and labels that name the rollout of an entry.
pub(crate) const ROLLOUT: Words =
    Words { en: &["rollout", "rollout id", "rollout plan", "plan", "plan id", "id"], ..Words::NONE };
