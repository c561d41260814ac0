rule! {
    /// A stage was left with an exception
    ///
    /// A row records *Proceed with exception*, the one sanctioned way past an open exit criterion.
    /// An audit lists each of them, with what was open then.
    ///
    /// ## Bad
    ///
    /// ~~~history bad stage-1
    /// @@ 2026-03-16 #12
    /// -| [Date] | 1→2 | Proceed | [Why] | [Name] |
    /// +| 2026-03-16 | 1→2 | Proceed with exception | 3 of 3 customers succeeded | Priya Nair |
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~history good stage-1
    /// @@ 2026-03-16 #12
    /// -| [Date] | 1→2 | Proceed | [Why] | [Name] |
    /// +| 2026-03-16 | 1→2 | Proceed | 3 of 3 customers succeeded | Priya Nair |
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Nothing to do when the rationale says why. What stayed open should be met later, or struck
    /// with a reason.
    "audit-exception", History, Info, due: "in `rolloutlint audit`", fix: None, since: "0.1.0",
    checks: [History(Exception)]
}
