//! What is known of the repository around the plans.

use crate::loosening::PolicyEdit;
use crate::text::{Source, Span};
use std::collections::{BTreeMap, BTreeSet};

/// What is known of the repository around the plans, as it is after the change. Whoever reads the
/// repository finds it out.
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
    /// What the search for plans misses after the change.
    pub out_of_sight: Vec<OutOfSight>,
}

/// Something that the search for plans misses.
#[derive(Clone, Debug)]
pub struct OutOfSight {
    /// The file that it is told in.
    pub source: Source,
    /// Where in that file.
    pub span: Span,
    /// What is missed.
    pub what: Missed,
}

/// What the search for plans misses.
#[derive(Clone, Debug)]
pub enum Missed {
    /// This glob takes no file.
    Glob(String),
    /// There is no glob at all.
    EachFile,
    /// No glob takes this file, which looks like a plan. It has the globs, as they are written.
    File(Vec<String>),
    /// There is no such flag file.
    FlagFile(String),
    /// No flag file is at this path of an entry, which is a glob or has environments in it.
    FlagFiles(String),
    /// A file or a glob leads into this folder, which is another repository.
    Submodule {
        /// The file or the glob.
        path: String,
        /// The folder of the other repository.
        folder: String,
    },
    /// Globs take these plans from now on, which none took before, and nothing in them is judged.
    BroughtIntoSight(Vec<String>),
    /// No plan has this decision of a log that plans share. It has the rollout, when one is named.
    Row(Option<String>),
    /// No plan reads this log of a folder. It has the path of the one that counts for its rollout.
    Log(String),
    /// A flag that no plan names is raised.
    Flag {
        /// The flag.
        flag: String,
        /// What its file said.
        before: String,
        /// What its file says.
        after: String,
    },
}
