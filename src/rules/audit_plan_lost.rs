rule! {
    /// A plan was deleted before its rollout was over
    ///
    /// A commit deleted a plan whose rollout was neither aborted nor at its last stage, or put the
    /// plan of another rollout in its place. It did not come back, and no other plan has its
    /// Rollout ID: what became of the rollout, nobody can tell any more. What the plan said until
    /// then is in the report.
    ///
    /// ## Bad
    ///
    /// ~~~history bad stage-1
    /// @@ 2026-03-12 #12
    /// removed
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~history good ga
    /// @@ 2026-05-04 #12
    /// removed
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Bring the plan back from the commit before, and record how the rollout ended, for instance
    /// with `rolloutlint decide PLAN --abort`.
    "audit-plan-lost", History, Error, due: "in `rolloutlint audit`", fix: None, since: "0.1.0",
    checks: [History(PlanLost)]
}
