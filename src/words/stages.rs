//! What stages are called, and words beside their names.

use super::Words;

/// Words that head a stage with its number: `Phase 1`. `Step` is missing on purpose: rollback procedures number their
/// steps.
pub(crate) const HEADINGS: Words = Words { en: &["stage", "phase", "wave", "ring", "cohort"], ..Words::NONE };

/// Words for each stage of a plan: `All stages`.
pub(crate) const ALL: Words = Words { en: &["all", "every", "each"], ..Words::NONE };

/// Words between two stages, with the spaces around them: `Alpha and Beta`.
pub(crate) const BETWEEN: Words = Words { en: &[" and "], ..Words::NONE };

/// Words and signs that open a remark behind a stage: `Beta since Monday`.
pub(crate) const REMARKS: Words =
    Words { en: &[" since "], signs: &[" (", ",", ";", " —", " –", " - "], ..Words::NONE };
