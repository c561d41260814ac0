//! Words in the names of folders and files.

use super::Words;

/// Words that say that plans are kept there.
pub(crate) const PLANS: Words = Words {
    en: &[
        "rollout", "rollouts", "rollout-plans", "releases", "launches", "pilots", "launch", "release", "pilot", "gtm",
    ],
    pt: &["piloto", "homologacao"],
    es: &["piloto"],
    ..Words::NONE
};
