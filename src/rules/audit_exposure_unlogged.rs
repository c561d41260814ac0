rule! {
    /// The flag was raised past a gate before anybody had decided
    ///
    /// A commit let the audience of a later stage see the feature, by a flag file of `exposure:`,
    /// and the row that leads there came in a later commit, or never. The day in the row does not
    /// help: what counts is the commit. A raise inside the audience of the stage that is logged
    /// needs no row, and neither does one for which any plan that names the flag has the decision.
    /// A raise that was taken back before anybody had decided is a warning. What is left of it
    /// above the stage that is decided stays an error.
    ///
    /// ## Bad
    ///
    /// ~~~history bad stage-1
    /// @@ 2026-03-12 #11 flag 5
    /// @@ 2026-03-16 #12 flag 20
    /// ~~~
    ///
    /// ~~~history bad stage-1
    /// @@ 2026-03-12 #11 flag 5
    /// @@ 2026-03-13 #12 flag 20
    /// @@ 2026-03-16 #13
    /// -| [Date] | 1→2 | Proceed | [Why] | [Name] |
    /// +| 2026-03-16 | 1→2 | Proceed | 3 of 3 customers succeeded | Priya Nair |
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~history good stage-1
    /// @@ 2026-03-12 #11 flag 1
    /// @@ 2026-03-16 #12
    /// -| [Date] | 1→2 | Proceed | [Why] | [Name] |
    /// +| 2026-03-16 | 1→2 | Proceed | 3 of 3 customers succeeded | Priya Nair |
    /// @@ 2026-03-18 #13 flag 20
    /// @@ 2026-03-19 #14 flag 25
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Ask who raised the flag who had decided it, and write the missing row, with the day of the
    /// decision. To refuse such a raise before it is merged, run `rolloutlint check` or
    /// `rolloutlint review` on pull requests that change flag files.
    "audit-exposure-unlogged", History, Error, due: "in `rolloutlint audit`", fix: None, since: "0.1.0",
    checks: [History(ExposureUnlogged)]
}
