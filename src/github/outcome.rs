//! What a review came to, or would come to.

use super::operation::Operation;
use super::place::Said;
use crate::finding::Fingerprint;
use crate::report::phrase::counted;
use std::collections::BTreeMap;
use std::fmt;

/// What a review came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewOutcome {
    /// In a word.
    pub conclusion: Conclusion,
    /// What the token turned out to allow.
    pub capability: Capability,
    /// What this run wrote.
    pub done: Done,
    /// Where each error and each warning is said, once everything is written. Empty when nothing
    /// could be read.
    pub places: BTreeMap<Fingerprint, Said>,
    /// How many requests it took.
    pub requests: usize,
    /// What is to be told beside the outcome, a line each.
    pub remarks: Vec<String>,
}

/// What a run wrote.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// Threads opened, or opened again.
    pub opened: usize,
    /// Comments written anew.
    pub edited: usize,
    /// Threads resolved or deleted.
    pub closed: usize,
    /// Threads that were deleted or marked, because the token may not resolve them.
    pub without_resolving: usize,
    /// The summary comment was written.
    pub has_summary: bool,
}

/// What a token turned out to allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Capability {
    /// All that was needed.
    Full,
    /// To write, but not to resolve threads.
    NoResolve,
    /// Only to read.
    ReadOnly,
}

impl Capability {
    /// Which permission would allow more.
    pub(crate) fn remedy(self) -> Option<&'static str> {
        match self {
            Capability::Full => None,
            Capability::NoResolve => Some(
                "the token may not resolve threads, so that fixed ones are deleted when nobody answered, and marked when somebody did; `contents: write` or the token \
                 of a GitHub App would lift that",
            ),
            Capability::ReadOnly => Some(
                "the findings are in the annotations, the job summary and the report; `pull-requests: write` would lift that, and for forks a workflow on `workflow_run`",
            ),
        }
    }
}

impl fmt::Display for ReviewOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Done { opened, edited, closed, has_summary, .. } = self.done;
        let count_of =
            |count: usize, noun: &str, verb: &str| (count > 0).then(|| format!("{} {verb}", counted(count, noun)));
        let written = [
            count_of(opened, "thread", "opened"),
            count_of(edited, "comment", "edited"),
            count_of(closed, "thread", "closed"),
            has_summary.then(|| "summary written".to_owned()),
        ];
        let written = written.into_iter().flatten().collect::<Vec<String>>().join(", ");
        match &self.conclusion {
            Conclusion::NothingNew => f.write_str("nothing to change")?,
            Conclusion::Written => f.write_str(&written)?,
            Conclusion::Superseded { head } if written.is_empty() => {
                write!(f, "superseded: the pull request has a newer head, {head}")?;
            }
            Conclusion::Superseded { head } => write!(f, "superseded by {head}, after: {written}")?,
            Conclusion::Retargeted { base_ref } => {
                let after = if written.is_empty() { String::new() } else { format!(", after: {written}") };
                write!(
                    f,
                    "superseded: the pull request is for {base_ref} now, and was judged for another base{after}"
                )?;
            }
            Conclusion::ReadOnly { reason } | Conclusion::RateLimited { reason } | Conclusion::Failed { reason }
                if written.is_empty() =>
            {
                write!(f, "not posted: {reason}")?;
            }
            Conclusion::ReadOnly { reason } | Conclusion::RateLimited { reason } | Conclusion::Failed { reason } => {
                write!(f, "{written}, then stopped: {reason}")?;
            }
        }
        // No permission helps where nobody may write.
        let is_shut = matches!(&self.conclusion, Conclusion::ReadOnly { reason } if ["locked", "archived"].iter().any(|word| reason.contains(word)));
        match self.capability.remedy() {
            Some(remedy) if !is_shut => write!(f, " ({remedy})"),
            _ => Ok(()),
        }
    }
}

/// How a review ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Conclusion {
    /// Everything is said, and something had to be written for it.
    Written,
    /// Everything was said already.
    NothingNew,
    /// The pull request has a newer head, and another run speaks for that.
    Superseded {
        /// The newer head.
        head: String,
    },
    /// The pull request is meant for another branch by now, and another run speaks for that.
    Retargeted {
        /// That branch.
        base_ref: String,
    },
    /// The token may not write, as in a pull request from a fork. Say it in annotations instead.
    ReadOnly {
        /// GitHub's words.
        reason: String,
    },
    /// GitHub asks for a longer wait than the options allow.
    RateLimited {
        /// GitHub's words.
        reason: String,
    },
    /// Something else went wrong half way.
    Failed {
        /// What.
        reason: String,
    },
}

/// What a review would do, for `--dry-run`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DryRun {
    /// The operations, in order.
    pub operations: Vec<Operation>,
    /// Where each finding would be said.
    pub places: BTreeMap<Fingerprint, Said>,
    /// What is to be told beside that, a line each.
    pub remarks: Vec<String>,
    /// Why a review would write nothing: the pull request has a newer head, or another base.
    pub superseded: Option<Conclusion>,
    /// Whether GitHub was asked. Otherwise nobody knows what stands there.
    pub is_observed: bool,
}

impl fmt::Display for DryRun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.superseded {
            Some(Conclusion::Superseded { head }) => {
                return write!(f, "nothing to do: the pull request has a newer head, {head}");
            }
            Some(Conclusion::Retargeted { base_ref }) => {
                return write!(f, "nothing to do: the pull request has another base, {base_ref}");
            }
            _ => {}
        }
        for operation in &self.operations {
            writeln!(f, "{operation}")?;
        }
        match (self.operations.is_empty(), self.is_observed) {
            (true, _) => write!(f, "nothing to change"),
            (false, true) => write!(f, "nothing was written"),
            (false, false) => write!(f, "nothing was written, and GitHub was not asked what it says already"),
        }
    }
}
