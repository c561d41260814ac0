//! Words for what is still to be written.

use super::Words;

/// Words that stand in a plan, a log or a template for what is still to be written.
pub(crate) const OPEN: Words = Words { en: &["tbd", "todo", "tba", "tbc"], ..Words::NONE };

/// More such words in a plan. In a template they are text.
pub(crate) const OPEN_IN_PLAN: Words = Words { en: &["tk", "fixme"], ..Words::NONE };
