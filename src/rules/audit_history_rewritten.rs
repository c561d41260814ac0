rule! {
    /// History has not what an earlier report had seen in it
    ///
    /// `rolloutlint audit --against REPORT.json` compares history with an earlier report of it. The
    /// newest commit of that report must be in this history, and each of its decisions must stand
    /// in it with the same day, people and words. A force-push takes commits out of history, and
    /// with them what they had recorded. A decision that a later commit rewrote is no such case:
    /// history has both, and `audit-log-rewritten` names them.
    ///
    /// ## Bad
    ///
    /// ~~~history-against bad stage-1
    /// @@ 2026-03-16 #12
    /// -| [Date] | 1→2 | Proceed | [Why] | [Name] |
    /// +| 2026-03-16 | 1→2 | Proceed | 3 of 3 customers succeeded | Priya Nair |
    /// @@ report
    /// @@ forced
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~history-against good stage-1
    /// @@ report
    /// @@ 2026-03-16 #12
    /// -| [Date] | 1→2 | Proceed | [Why] | [Name] |
    /// +| 2026-03-16 | 1→2 | Proceed | 3 of 3 customers succeeded | Priya Nair |
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Ask who pushed by force, and bring the commits back: `git reflog` on the machine of whoever
    /// had them, or the forge, still has them for a while. Protect the branch.
    "audit-history-rewritten", History, Error, due: "in `rolloutlint audit --against`", fix: None, since: "0.1.0",
    checks: [History(HistoryRewritten)]
}
