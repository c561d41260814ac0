rule! {
    /// Nobody knows the login of somebody who decides
    ///
    /// An approval has a login, and a row has a name. `people:` of the base branch's configuration
    /// brings them together; a login or `@login` in Decided By needs nothing. Without that nobody
    /// can see whether the person approved.
    ///
    /// The severity speaks of the commit status `rolloutlint/approvals`, never of the exit code,
    /// and the rule is silent until `approvals:` is configured.
    ///
    /// ## Bad
    ///
    /// ~~~approvals bad stage-1
    /// @@ config approvals: required, people: { Tomas Lindqvist: tlq }
    /// @@ author tlq
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
    /// Add the person to `people:`: `Priya Nair: priya-n`.
    "decider-unmapped", PullRequest, Warning, due: "on the pull request", fix: None, since: "0.1.0",
    checks: [Approval(Unmapped)]
}
