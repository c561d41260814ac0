rule! {
    /// A rollout has been in its stage for more than twice the time planned
    ///
    /// The days since the decision that brought the rollout to its stage are more than twice the
    /// upper bound of the stage's Duration. The last stage never stalls, nor does a stage without a
    /// duration in days, weeks or months.
    ///
    /// ## Bad
    ///
    /// ~~~history bad stage-1
    /// @@ 2026-04-20 today
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~history good stage-1
    /// @@ 2026-03-12 today
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Decide: go on, hold with a reason, roll back or abort, and record it. A hold starts no new
    /// count.
    "audit-stalled", History, Info, due: "in `rolloutlint audit`", fix: None, since: "0.1.0",
    checks: [History(Stalled)]
}
