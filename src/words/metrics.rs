//! What the columns of a table of metrics are called.

use super::{Lexicon, Words};

/// What is measured.
pub(crate) const METRIC: Words =
    Words { en: &["metric", "kpi", "signal", "indicator", "guardrail", "measure", "sli"], ..Words::NONE }.indexed();

/// The same words, found anywhere in a header.
pub(crate) static IN_HEADER: Lexicon<()> = Lexicon::new(&[((), METRIC)]);

/// From where on somebody must act.
pub(crate) const THRESHOLD: Words = Words { en: &["threshold", "alert", "alarm", "limit"], ..Words::NONE }.indexed();

/// What it was before the rollout.
pub(crate) const BASELINE: Words = Words { en: &["baseline"], ..Words::NONE }.indexed();

/// What it is to become.
pub(crate) const TARGET: Words = Words { en: &["target", "goal"], ..Words::NONE }.indexed();

/// Whether it leads or guards.
pub(crate) const KIND: Words = Words { en: &["type", "kind", "category"], ..Words::NONE }.indexed();

/// Parts of the header of a threshold that somebody must act on at once.
pub(crate) const ALERT: Words =
    Words { en: &["alert", "alarm", "rollback", "abort", "page", "trip"], ..Words::NONE }.indexed();

/// What a metric may be instead of a guardrail.
pub(crate) const OTHER_KINDS: Words = Words {
    en: &[
        "leading", "lagging", "primary", "secondary", "input", "output", "success", "diagnostic", "informational",
        "info", "none", "nothing", "other",
    ],
    ..Words::NONE
}
.indexed();

/// Parts of a word before `guardrail` by which it is none: `non-guardrail`.
pub(crate) const NON: Words = Words { en: &["non", "ex"], ..Words::NONE }.indexed();
