rule! {
    /// Nobody but the author of its row stands for a decision
    ///
    /// Somebody else stands for a decision who approved it, who merged it, or who committed it for
    /// its author. Approvals are read from the trailers `Reviewed-by`, `Approved-by` and `Acked-by`
    /// of the commit that brought the row and of the one on the branch that wrote it, and from
    /// `rolloutlint audit --approvals FILE`. A name in the row itself is no approval: its author
    /// typed it.
    ///
    /// Where nobody can tell, the rule is silent, and the coverage says so: without any such data,
    /// before the first commit with a trailer, and for a pull request that no file tells of.
    ///
    /// ## Bad
    ///
    /// ~~~history bad stage-1
    /// @@ 2026-03-10 #11 Reviewed-by: Ines Ortega <ines@example.com>
    /// -**Owner:** Priya Nair
    /// +**Owner:** Ines Ortega
    /// @@ 2026-03-16 #12
    /// -| [Date] | 1→2 | Proceed | [Why] | [Name] |
    /// +| 2026-03-16 | 1→2 | Proceed | 3 of 3 customers succeeded | Priya Nair |
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~history good stage-1
    /// @@ 2026-03-16 #12 Reviewed-by: Ines Ortega <ines@example.com>
    /// -| [Date] | 1→2 | Proceed | [Why] | [Name] |
    /// +| 2026-03-16 | 1→2 | Proceed | 3 of 3 customers succeeded | Priya Nair |
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Nothing mends the past. Ask for a review of each pull request that records a decision, and
    /// keep what `rolloutlint review --approvals-out FILE` writes.
    "audit-self-approved", History, Warning, due: "in `rolloutlint audit`, where approvals are known", fix: None, since: "0.1.0",
    checks: [History(SelfApproved)]
}
