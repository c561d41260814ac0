//! An earlier report against history: what it saw must still be there. A commit cannot change
//! without another id, so that a decision stands as long as the commit that recorded it does.

use super::outcome::{Audit, AuditFinding, CommitFacts};
use crate::config::Policy;
use crate::rule::HistoryFault;
use crate::text::{CommitId, fold};
use jiff::civil::Date;

/// What an earlier report saw.
#[derive(Clone, Debug, Default)]
pub struct Earlier {
    /// Its digest; `None` for a report from before there was one.
    pub digest: Option<String>,
    /// The commit that its walk began at, with the day.
    pub tip: Option<(CommitId, Option<Date>)>,
    /// The decisions that it saw somebody record.
    pub decisions: Vec<EarlierDecision>,
}

/// A decision of an earlier report.
#[derive(Clone, Debug)]
pub struct EarlierDecision {
    /// The path of its plan.
    pub path: String,
    /// The Rollout ID, when it was filled.
    pub id: Option<String>,
    /// The step, the decision and the people, in words: `1 → 2, proceed by Ann Lee on 2026-03-16`.
    pub words: String,
    /// The commit that recorded it.
    pub recorded_in: CommitId,
}

/// What the comparison with an earlier report says.
#[derive(Clone, Debug, Default)]
pub struct Against {
    /// The digest of that report.
    pub digest: Option<String>,
    /// The commit that its walk began at.
    pub tip: Option<CommitId>,
    /// Whether that commit is in this history.
    pub is_ancestor: bool,
    /// How many decisions it has, and how many of them history has no more.
    pub decisions: usize,
    /// See above.
    pub missing: usize,
    /// Whether both reports begin at the same commit.
    pub has_same_tip: bool,
    /// Where the two then tell something else all the same.
    pub differs: Vec<String>,
}

impl Audit {
    /// Compares with an earlier report of the same history, and adds what history has no more to
    /// the findings. `tip` is the newest commit.
    pub fn compare_with(
        &mut self,
        earlier: &Earlier,
        policy: &Policy,
        tip: &CommitFacts,
        is_in_history: &dyn Fn(&CommitId) -> bool,
    ) -> Against {
        let rule = HistoryFault::HistoryRewritten.rule();
        let severity = policy.rules.get(rule.id).copied().unwrap_or(Some(rule.severity));
        let mut against = Against {
            digest: earlier.digest.clone(),
            tip: earlier.tip.as_ref().map(|(tip, _)| tip.clone()),
            is_ancestor: earlier.tip.as_ref().is_none_or(|(tip, _)| is_in_history(tip)),
            decisions: earlier.decisions.len(),
            has_same_tip: earlier.tip.as_ref().is_some_and(|(earlier, _)| *earlier == tip.id),
            ..Against::default()
        };
        let mut told: Vec<(Option<usize>, String, String)> = Vec::new();
        if let Some((gone, day)) = earlier.tip.as_ref().filter(|_| !against.is_ancestor) {
            let day = day.map(|day| format!(" of {day}")).unwrap_or_default();
            let message = format!("the newest commit of the report, {}{day}, is not in this history", gone.short());
            told.push((None, String::new(), message));
        }
        for decision in earlier.decisions.iter().filter(|decision| !is_in_history(&decision.recorded_in)) {
            against.missing += 1;
            let id = decision.recorded_in.short();
            let message = format!("{} was recorded in {id}, which is not in this history any more", decision.words);
            told.push((self.rollout_of(decision), decision.path.clone(), message));
        }
        let found = told.into_iter().filter_map(|(rollout, path, message)| {
            let (fault, commit) = (HistoryFault::HistoryRewritten, tip.clone());
            Some(AuditFinding { fault, severity: severity?, rollout, path, commit, message, rewrite: None })
        });
        self.findings.extend(found);
        against
    }

    /// The rollout that an earlier decision is of, by its ID or else by a path that it has or had.
    fn rollout_of(&self, decision: &EarlierDecision) -> Option<usize> {
        let id = decision.id.as_deref().map(fold);
        let by_id = self.rollouts.iter().position(|one| id.is_some() && one.id.as_deref().map(fold) == id);
        by_id.or_else(|| {
            let is_called = |path: &String| *path == decision.path;
            self.rollouts
                .iter()
                .position(|one| is_called(&one.path) || one.renames.iter().any(|(path, _)| is_called(path)))
        })
    }
}
