//! What is known of the repository around the plans.

use crate::loosening::PolicyEdit;
use std::collections::{BTreeMap, BTreeSet};

/// What is known of the repository around the plans, as it is after the change. Whoever reads the repository finds it out.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// Paths that some plan links to, and that are not there.
    pub absent: BTreeSet<String>,
    /// By folded Rollout ID the paths of the plans that have it, as far as it was looked for.
    pub ids: BTreeMap<String, BTreeSet<String>>,
    /// The plans that the configuration names by its `plans:`.
    pub configured: BTreeSet<String>,
    /// What the change did to the files that say how plans are judged.
    pub policy_edits: Vec<PolicyEdit>,
}
