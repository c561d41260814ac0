rule! {
    /// Somebody approved before the row or the gates became what they are
    ///
    /// An approval is for what stood there. When the rows of the plan's log, its criteria,
    /// thresholds or rollback triggers differ between the commit that was approved and the newest
    /// one, it counts no more. Other edits, and pushes that touch other files, leave it standing.
    ///
    /// The severity speaks of the commit status `rolloutlint/approvals`, never of the exit code,
    /// and the rule is silent until `approvals:` is configured.
    ///
    /// ## Bad
    ///
    /// ~~~approvals bad stage-1
    /// @@ config approvals: required, people: { Priya Nair: priya-n, Tomas Lindqvist: tlq }
    /// @@ author tlq
    /// @@ priya-n approved before the row
    /// -| [Date] | 1→2 | Proceed | [Why] | [Name] |
    /// +| 2026-03-16 | 1→2 | Proceed | 3 of 3 customers succeeded | Priya Nair |
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~approvals good stage-1
    /// @@ config approvals: required, people: { Priya Nair: priya-n, Tomas Lindqvist: tlq }
    /// @@ author tlq
    /// @@ priya-n approved
    /// -| [Date] | 1→2 | Proceed | [Why] | [Name] |
    /// +| 2026-03-16 | 1→2 | Proceed | 3 of 3 customers succeeded | Priya Nair |
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Ask for another review of the pull request as it is.
    "approval-stale", PullRequest, Error, due: "on the pull request", fix: None, since: "0.1.0",
    checks: [Approval(Stale)]
}
