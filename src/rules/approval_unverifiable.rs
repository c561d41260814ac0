rule! {
    /// Nobody could see who approved the pull request
    ///
    /// There was no token, or GitHub did not tell the reviews. A decision is recorded, and whether
    /// those who are named agree is unknown. For pull requests from forks a workflow on
    /// `workflow_run` sees them.
    ///
    /// The severity speaks of the commit status `rolloutlint/approvals`, never of the exit code,
    /// and the rule is silent until `approvals:` is configured.
    ///
    /// ## Bad
    ///
    /// ~~~approvals bad stage-1
    /// @@ config approvals: required, people: { Priya Nair: priya-n, Tomas Lindqvist: tlq }
    /// @@ author tlq
    /// @@ unknown
    /// -| [Date] | 1→2 | Proceed | [Why] | [Name] |
    /// +| 2026-03-16 | 1→2 | Proceed | 3 of 3 customers succeeded | Priya Nair |
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~approvals good stage-1
    /// @@ config approvals: required, people: { Priya Nair: priya-n, Tomas Lindqvist: tlq }
    /// @@ author priya-n
    /// -| [Date] | 1→2 | Proceed | [Why] | [Name] |
    /// +| 2026-03-16 | 1→2 | Proceed | 3 of 3 customers succeeded | Priya Nair |
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Give the step a token with `pull-requests: read`.
    "approval-unverifiable", PullRequest, Info, due: "on the pull request", fix: None, since: "0.1.0",
    checks: [Approval(Unverifiable)]
}
