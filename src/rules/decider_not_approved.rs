rule! {
    /// Somebody who is said to decide has not approved the pull request
    ///
    /// A name in Decided By is only a name until that person agrees. Whoever is named in a newly
    /// recorded row must have written the pull request, or approve it: the latest review of a
    /// person counts, a bot's never does. A way back or a halt is only told.
    ///
    /// The severity speaks of the commit status `rolloutlint/approvals`, never of the exit code,
    /// and the rule is silent until `approvals:` is configured.
    ///
    /// ## Bad
    ///
    /// ~~~approvals bad stage-1
    /// @@ config approvals: required, people: { Priya Nair: priya-n, Tomas Lindqvist: tlq }
    /// @@ author tlq
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
    /// Ask the person for a review, or write into Decided By who really decided.
    "decider-not-approved", PullRequest, Error, due: "on the pull request", fix: None, since: "0.1.0",
    checks: [Approval(NotApproved)]
}
