//! Texts that stand where a reason belongs and give none.

use super::Words;

/// Texts behind `N/A`: what a help line or a template has there.
pub(crate) const NO_REASON: Words = Words {
    en: &["reason", "the reason", "none", "n/a", "na", "not applicable", "why", "x"],
    de: &["grund", "begründung", "der grund", "warum"],
    pt: &["motivo", "razão", "justificativa", "por quê"],
    es: &["motivo", "razón", "justificación", "por qué"],
    fr: &["raison", "motif", "justification", "pourquoi"],
    ja: &["理由"],
    zh: &["理由", "原因"],
    ..Words::NONE
}
.indexed();

/// Phrases for a decision that are long enough and say nothing all the same.
pub(crate) const EMPTY_PHRASES: Words = Words {
    en: &["as planned", "according to plan", "looks good to me", "all good", "it is ok", "no issues"],
    ..Words::NONE
}
.indexed();
