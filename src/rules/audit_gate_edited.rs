rule! {
    /// A gate was edited, and passed in the same change or in a later one
    ///
    /// A change may reword or lower a gate of the stage that runs; a check warns of that. What the
    /// next stage is entered by is the team's to word until then, and a check says nothing. When a
    /// later change goes through that gate, the two together are what a check refuses in one
    /// change. The audit names the edit beside the move that profits from it, and so it does where
    /// one change did both in spite of the check. A gate that reads again as it did is not
    /// mentioned.
    ///
    /// ## Bad
    ///
    /// ~~~history bad stage-1
    /// @@ 2026-03-12 #11
    /// -- [ ] Critical bugs fixed
    /// @@ 2026-03-16 #12
    /// -| [Date] | 1→2 | Proceed | [Why] | [Name] |
    /// +| 2026-03-16 | 1→2 | Proceed | 3 of 3 customers succeeded | Priya Nair |
    /// ~~~
    ///
    /// ~~~history bad stage-1
    /// @@ 2026-03-16 #12
    /// -- [ ] Critical bugs fixed
    /// -| [Date] | 1→2 | Proceed | [Why] | [Name] |
    /// +| 2026-03-16 | 1→2 | Proceed | 3 of 3 customers succeeded | Priya Nair |
    /// ~~~
    ///
    /// ~~~history bad stage-1
    /// @@ 2026-03-12 #11
    /// -- [ ] Support team briefed
    /// @@ 2026-03-16 #12
    /// -| [Date] | 1→2 | Proceed | [Why] | [Name] |
    /// +| 2026-03-16 | 1→2 | Proceed | 3 of 3 customers succeeded | Priya Nair |
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~history good stage-1
    /// @@ 2026-03-12 #11
    /// -- [ ] Critical bugs fixed
    /// +- [ ] **Critical** bugs fixed — BUG-12
    /// @@ 2026-03-16 #12
    /// -| [Date] | 1→2 | Proceed | [Why] | [Name] |
    /// +| 2026-03-16 | 1→2 | Proceed | 3 of 3 customers succeeded | Priya Nair |
    /// ~~~
    ///
    /// ~~~history good stage-1
    /// @@ 2026-03-12 #11
    /// -- [ ] Support fully trained
    /// @@ 2026-03-16 #12
    /// -| [Date] | 1→2 | Proceed | [Why] | [Name] |
    /// +| 2026-03-16 | 1→2 | Proceed | 3 of 3 customers succeeded | Priya Nair |
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Ask who approved the edit whether the gate was meant to be easier. If not, put it back and
    /// hold the stage until it is met.
    "audit-gate-edited", History, Warning, due: "in `rolloutlint audit`", fix: None, since: "0.1.0",
    checks: [History(GateEdited)]
}
