rule! {
    /// A program wrote a decision, or ticked an exit criterion
    ///
    /// The commit that wrote the row or the tick has an author or a co-author whose name ends in
    /// `[bot]` or `-bot`, or a trailer that the team keeps for programs: `agent-trailers:` in the
    /// configuration. Where a merge brought it, the commit on the branch counts: a merge queue
    /// writes no decision.
    ///
    /// ## Bad
    ///
    /// ~~~history bad stage-1
    /// @@ 2026-03-16 #12 Co-authored-by: release[bot] <release@example.com>
    /// -| [Date] | 1→2 | Proceed | [Why] | [Name] |
    /// +| 2026-03-16 | 1→2 | Proceed | 3 of 3 customers succeeded | Priya Nair |
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~history good stage-1
    /// @@ 2026-03-16 #12 Co-authored-by: Ines Ortega <ines@example.com>
    /// -| [Date] | 1→2 | Proceed | [Why] | [Name] |
    /// +| 2026-03-16 | 1→2 | Proceed | 3 of 3 customers succeeded | Priya Nair |
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Nothing to do where somebody approved it. The audit names the approvers beside the decision.
    "audit-decision-by-agent", History, Info, due: "in `rolloutlint audit`", fix: None, since: "0.1.0",
    checks: [History(DecisionByAgent)]
}
