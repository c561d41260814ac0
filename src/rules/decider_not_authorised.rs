rule! {
    /// A step was decided by others than those who may
    ///
    /// `deciders:` says who decides which step. A newly recorded forward row must name one of them,
    /// or as many as `at-least` says. Who skips a stage needs the people of each step that is
    /// passed.
    ///
    /// The severity speaks of the commit status `rolloutlint/approvals`, never of the exit code,
    /// and the rule is silent until `approvals:` is configured.
    ///
    /// ## Bad
    ///
    /// ~~~approvals bad stage-1
    /// @@ config approvals: required, people: { Priya Nair: priya-n, Tomas Lindqvist: tlq }, deciders: { "1→2": [tlq] }
    /// @@ author priya-n
    /// -| [Date] | 1→2 | Proceed | [Why] | [Name] |
    /// +| 2026-03-16 | 1→2 | Proceed | 3 of 3 customers succeeded | Priya Nair |
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~approvals good stage-1
    /// @@ config approvals: required, people: { Priya Nair: priya-n, Tomas Lindqvist: tlq }, deciders: { "1→2": [priya-n, tlq] }
    /// @@ author priya-n
    /// -| [Date] | 1→2 | Proceed | [Why] | [Name] |
    /// +| 2026-03-16 | 1→2 | Proceed | 3 of 3 customers succeeded | Priya Nair |
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Let one of them decide, and name that person in Decided By.
    "decider-not-authorised", PullRequest, Error, due: "on the pull request", fix: None, since: "0.1.0",
    checks: [Approval(NotAuthorised)]
}
