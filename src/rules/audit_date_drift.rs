rule! {
    /// A decision is dated far from the commit that brings it
    ///
    /// A row's day and the day of the commit that brings it differ by more than three days, which
    /// is a weekend and a day. Either the decision was recorded long after it was made, or its day
    /// is not the one on which it was made. The rows that a plan is added with are not judged: they
    /// were kept elsewhere before.
    ///
    /// ## Bad
    ///
    /// ~~~history bad stage-1
    /// @@ 2026-03-16 #12
    /// -| [Date] | 1→2 | Proceed | [Why] | [Name] |
    /// +| 2026-03-09 | 1→2 | Proceed | 3 of 3 customers succeeded | Priya Nair |
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~history good stage-1
    /// @@ 2026-03-16 #12
    /// -| [Date] | 1→2 | Proceed | [Why] | [Name] |
    /// +| 2026-03-13 | 1→2 | Proceed | 3 of 3 customers succeeded | Priya Nair |
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Nothing in the plan needs to change when the day is right: find out why it came late. A
    /// wrong day is corrected with an amendment.
    "audit-date-drift", History, Warning, due: "in `rolloutlint audit`", fix: None, since: "0.1.0",
    checks: [History(DateDrift)]
}
