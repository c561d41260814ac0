//! One version of a rollout: its plan with its decision log, as they stood, and who really saw the
//! feature. A version is read once and shared; whoever judges it adds nothing to it.

use crate::exposure::Exposure;
use crate::plan::Plan;
use crate::plan::log::LogRow;
use std::ops::Deref;
use std::sync::Arc;

/// What was read of one version of a rollout. Everything that a plan can be asked, a version can be
/// asked, too.
#[derive(Clone, Debug)]
pub struct Version {
    plan: Arc<Plan>,
    exposures: Vec<Exposure>,
}

impl Version {
    /// A version to be shared.
    pub fn new(plan: Plan) -> Arc<Version> {
        Arc::new(Version { plan: Arc::new(plan), exposures: Vec::new() })
    }

    /// The same version with what the flag files say.
    pub fn with_exposures(&self, exposures: Vec<Exposure>) -> Arc<Version> {
        Arc::new(Version { plan: Arc::clone(&self.plan), exposures })
    }

    /// The plan of a version that nobody shares any more, or a copy of it.
    pub(crate) fn into_plan(version: Arc<Version>) -> Plan {
        Arc::unwrap_or_clone(Arc::unwrap_or_clone(version).plan)
    }

    /// The plan.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The rows of the decision log, in the order of the text; none without a log.
    pub fn rows(&self) -> &[LogRow] {
        self.plan.log.as_ref().map_or(&[], |log| &log.rows)
    }

    /// The names of the flags that the plan is about.
    pub fn flag_names(&self) -> &[String] {
        self.flags.as_ref().map_or(&[], |flags| &flags.names)
    }

    /// Who sees the feature by the flag files: what each entry of the configuration says of each
    /// flag of the plan.
    pub fn exposures(&self) -> &[Exposure] {
        &self.exposures
    }
}

impl Deref for Version {
    type Target = Plan;

    fn deref(&self) -> &Plan {
        &self.plan
    }
}
