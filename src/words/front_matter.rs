//! Keys at the top of a file.

use super::Words;

/// Keys for what the plan is about.
pub(crate) const NAME: Words = Words { en: &["title", "name", "rollout", "feature"], ..Words::NONE }.indexed();

/// Keys for an identifier.
pub(crate) const ID: Words =
    Words { en: &["id", "rollout-id", "rollout_id", "ticket", "version"], ..Words::NONE }.indexed();
