rule! {
    /// A commit made the configuration or the template laxer
    ///
    /// From the next change on, less was asked of all plans. The audit names the commit, with the
    /// words that `policy-changed` has in a check: it compares what both versions ask for, key by
    /// key. It belongs to no rollout, and stands below them. What is only stricter is not
    /// mentioned, and neither is the first configuration that the repository ever had. Whoever asks
    /// for some plans or folders is told of the files that lie there.
    ///
    /// ## Bad
    ///
    /// ~~~policy-history bad
    /// @@ 2026-03-02 #10
    /// fail-on: warning
    /// @@ 2026-03-09 #11
    /// fail-on: error
    /// rules: { log-order: off }
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~policy-history good
    /// @@ 2026-03-02 #10
    /// fail-on: error
    /// @@ 2026-03-09 #11
    /// fail-on: warning
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Ask who approved it whether less was meant to be asked. If not, put it back in a pull
    /// request of its own.
    "audit-policy-loosened", History, Info, due: "in `rolloutlint audit`", fix: None, since: "0.1.0",
    checks: [History(PolicyLoosened)]
}
