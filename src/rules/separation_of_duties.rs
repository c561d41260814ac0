rule! {
    /// Nobody but the author decides
    ///
    /// Where two people must look at each step, the author of a pull request cannot be the only one
    /// who decides in it: one of those in Decided By, who is not the author, approves. The rule is
    /// off unless `rules:` gives it a severity.
    ///
    /// The severity speaks of the commit status `rolloutlint/approvals`, never of the exit code,
    /// and the rule is silent until `approvals:` is configured.
    ///
    /// ## Bad
    ///
    /// ~~~approvals bad stage-1
    /// @@ config approvals: required, people: { Priya Nair: priya-n, Tomas Lindqvist: tlq }, rules: { separation-of-duties: error }
    /// @@ author priya-n
    /// -| [Date] | 1→2 | Proceed | [Why] | [Name] |
    /// +| 2026-03-16 | 1→2 | Proceed | 3 of 3 customers succeeded | Priya Nair |
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~approvals good stage-1
    /// @@ config approvals: required, people: { Priya Nair: priya-n, Tomas Lindqvist: tlq }, rules: { separation-of-duties: error }
    /// @@ author priya-n
    /// @@ tlq approved
    /// -| [Date] | 1→2 | Proceed | [Why] | [Name] |
    /// +| 2026-03-16 | 1→2 | Proceed | 3 of 3 customers succeeded | Priya Nair, Tomas Lindqvist |
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Let another decider approve, and name that person in Decided By, too.
    "separation-of-duties", PullRequest, Error, due: "on the pull request", fix: None, since: "0.1.0",
    checks: [Approval(Alone)]
}
