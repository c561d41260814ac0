rule! {
    /// A rollout was moved by a commit that came by no pull request
    ///
    /// The commit that moved the rollout, or recorded the decision, is no merge, and neither its
    /// message nor a trailer names a pull request: nobody else has to have seen it. Squash merges
    /// name theirs, `Title (#12)`. The words of GitLab, Bitbucket, Azure and Gitea are read too,
    /// and trailers such as `Merge-Request: 12`.
    ///
    /// ## Bad
    ///
    /// ~~~history bad stage-1
    /// @@ 2026-03-16
    /// -| [Date] | 1→2 | Proceed | [Why] | [Name] |
    /// +| 2026-03-16 | 1→2 | Proceed | 3 of 3 customers succeeded | Priya Nair |
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~history good stage-1
    /// @@ 2026-03-16 #12
    /// -| [Date] | 1→2 | Proceed | [Why] | [Name] |
    /// +| 2026-03-16 | 1→2 | Proceed | 3 of 3 customers succeeded | Priya Nair |
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Protect the branch, so that moves come by pull requests. A team that merges in a way that
    /// leaves no trace turns the rule off.
    "audit-direct-push", History, Warning, due: "in `rolloutlint audit`", fix: None, since: "0.1.0",
    checks: [History(DirectPush)]
}
