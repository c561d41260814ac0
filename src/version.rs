//! One version of a rollout: its plan with its decision log, as they stood. A version is read once
//! and shared; whoever judges it adds nothing to it.

use crate::plan::Plan;
use crate::plan::log::LogRow;
use std::ops::Deref;
use std::sync::Arc;

/// What was read of one version of a rollout. Everything that a plan can be asked, a version can be
/// asked, too.
#[derive(Clone, Debug)]
pub struct Version {
    plan: Plan,
}

impl Version {
    /// A version to be shared.
    pub fn new(plan: Plan) -> Arc<Version> {
        Arc::new(Version { plan })
    }

    /// The plan of a version that nobody shares any more, or a copy of it.
    pub fn into_plan(version: Arc<Version>) -> Plan {
        Arc::unwrap_or_clone(version).plan
    }

    /// The plan.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The rows of the decision log, in the order of the text; none without a log.
    pub fn rows(&self) -> &[LogRow] {
        self.plan.log.as_ref().map_or(&[], |log| &log.rows)
    }
}

impl Deref for Version {
    type Target = Plan;

    fn deref(&self) -> &Plan {
        &self.plan
    }
}
