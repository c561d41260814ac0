rule! {
    /// A stage was reached, and nobody ever recorded the decision
    ///
    /// History shows a commit that moved the rollout, as `stage-change-without-log-entry` sees it,
    /// and no later commit brings the row. A move that was recorded later is listed with the commit
    /// that did it, and is no finding. A move that a later commit took back, as a box that was
    /// ticked by mistake, is a warning. So is one whose row has no word that the log knows for
    /// going on, or takes it back: `Proceed (not yet)`.
    ///
    /// ## Bad
    ///
    /// ~~~history bad stage-1
    /// @@ 2026-03-16 #12
    ///  **Activities:**
    /// -- [ ] Monitor leading metrics daily
    /// +- [x] Monitor leading metrics daily
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~history good stage-1
    /// @@ 2026-03-16 #12
    ///  **Activities:**
    /// -- [ ] Monitor leading metrics daily
    /// +- [x] Monitor leading metrics daily
    /// @@ 2026-03-17 #13
    /// -| [Date] | 1→2 | Proceed | [Why] | [Name] |
    /// +| 2026-03-16 | 1→2 | Proceed | 3 of 3 customers succeeded | Priya Nair |
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Ask who decided, and record the row now, with the day of the decision:
    /// `rolloutlint decide PLAN --to STAGE --date DAY`.
    "audit-unlogged-transition", History, Error, due: "in `rolloutlint audit`", fix: None, since: "0.1.0",
    checks: [History(UnloggedTransition)]
}
