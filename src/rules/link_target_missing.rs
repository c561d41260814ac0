use crate::rule::StandingContext;

rule! {
    /// A link leads to a file that is not in the repository
    ///
    /// Whoever needs the runbook needs it in a hurry. Looked at are links to files of the same
    /// repository, as they are after the change; web addresses are never opened.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-1
    /// -| **Bet** | [BET-42](https://bets.example.com/42) |
    /// +| **Bet** | [BET-42](../bets/24.md) |
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-1
    /// -| **Bet** | [BET-42](https://bets.example.com/42) |
    /// +| **Bet** | [BET-42](../bets/42.md) |
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Correct the path. It starts at the plan's own folder, or at the root of the repository when
    /// it begins with `/`.
    "link-target-missing", Filling, Warning, due: "always", fix: None, since: "0.1.0",
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let plan = ctx.plan();
    if !plan.follows_template {
        return;
    }
    for link in plan.links.iter().filter(|link| ctx.facts.absent.contains(&link.path)) {
        let message = format!("the link leads to `{}`, which is not in the repository", link.path);
        ctx.report(link.span, format!("link:{}", link.path), message)
            .help(format!("correct the path `{}`, or add the file", link.text));
    }
}
