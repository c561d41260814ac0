rule! {
    /// Fewer people saw the feature from a commit on
    ///
    /// A number in a flag file fell, or the flag was switched off: a pause, a rollback, or the end
    /// of the rollout. The way back is always free, so that this is information for whoever reads
    /// the history. The timeline shows how long it lasted.
    ///
    /// ## Bad
    ///
    /// ~~~history bad stage-2
    /// @@ 2026-03-18 #11 flag 20
    /// @@ 2026-03-20 #12 flag 0
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~history good stage-2
    /// @@ 2026-03-18 #11 flag 10
    /// @@ 2026-03-20 #12 flag 20
    /// ~~~
    ///
    /// ## Fix
    ///
    /// If the rollout stayed there, its log should have the row of the rollback.
    "audit-exposure-cut", History, Info, due: "in `rolloutlint audit`", fix: None, since: "0.1.0",
    checks: [History(ExposureCut)]
}
