rule! {
    /// A commit changed a decision that another had recorded
    ///
    /// A row's day, step, decision, decider or rationale was changed after it was recorded, the row
    /// was taken out, or one was put in between older ones. The finding names the commit that
    /// rewrote the row and the one that had recorded it. A row that is corrected by an amendment is
    /// not rewritten. One that is put back as it was recorded first is not rewritten again: the
    /// finding says which commit put it back. A plan that was deleted, or that nobody could read
    /// for a while, is compared with what it last said.
    ///
    /// Other words for the same rationale are a warning, and so is a row that closes a gap of the
    /// log.
    ///
    /// ## Bad
    ///
    /// ~~~history bad stage-1
    /// @@ 2026-03-12 #12
    /// -| 2026-03-02 | 0→1 | Proceed | No P0 or P1 in 3 days, team confident | Priya Nair |
    /// +| 2026-03-02 | 0→1 | Proceed | No P0 or P1 in 3 days, team confident | Tomas Lindqvist |
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~history good stage-1
    /// @@ 2026-03-12 #12
    ///  | 2026-03-02 | 0→1 | Proceed | No P0 or P1 in 3 days, team confident | Priya Nair |
    /// +| 2026-03-12 | 0→1 | Amend | Tomas Lindqvist decided with her | Priya Nair |
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Leave the row, and add one with the decision `Amend` that says what was recorded first, as
    /// `rolloutlint decide PLAN --to STAGE --amend` does. Whoever puts the row back edits a
    /// recorded row, too: `check` knows the branch and not its history, and refuses that. The
    /// finding stays: it tells what happened.
    "audit-log-rewritten", History, Error, due: "in `rolloutlint audit`", fix: None, since: "0.1.0",
    checks: [History(LogRewritten)]
}
