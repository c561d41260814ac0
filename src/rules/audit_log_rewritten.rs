rule! {
    /// A commit changed a decision that another had recorded
    ///
    /// A row's day, step, decision, decider or rationale was changed after it was recorded, the row
    /// was taken out, or one was put in between older ones. The finding names the commit that
    /// rewrote the row and the one that had recorded it. A row that is corrected by an amendment is
    /// not rewritten. A plan that was deleted, or that nobody could read for a while, is compared
    /// with what it last said.
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
    /// Put the row back as the older commit had it, and correct it with
    /// `rolloutlint decide PLAN --to STAGE --amend`. The finding stays: it tells what happened.
    "audit-log-rewritten", History, Error, due: "in `rolloutlint audit`", fix: None, since: "0.1.0",
    checks: [History(LogRewritten)]
}
