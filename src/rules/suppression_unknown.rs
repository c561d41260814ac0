use crate::config::closest;
use crate::rule::StandingContext;

rule! {
    /// A comment names a rule that does not exist
    ///
    /// `<!-- rolloutlint-disable-next-line placeholder -- reason -->` hides what one rule finds in
    /// the paragraph, list or table below it, or in the cell that it stands in. This one names no
    /// rule, so it hides nothing.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-1
    /// +<!-- rolloutlint-disable-next-line place-holder -- the duration is set in May -->
    ///  **Total duration:** 9 weeks
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-1
    /// +<!-- rolloutlint-disable-next-line placeholder -- the duration is set in May -->
    /// -**Total duration:** 9 weeks
    /// +**Total duration:** [X weeks]
    ///
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Correct the id; `rolloutlint rules` lists them all.
    "suppression-unknown", Meta, Error, due: "always", fix: None, since: "0.1.0",
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let plan = ctx.plan();
    let ids = ctx.rule_ids();
    for comment in &plan.suppressions {
        if !comment.is_known {
            ctx.report(
                comment.comment,
                "suppression:word",
                "the comment speaks to rolloutlint, but not in words that it knows",
            )
            .help("write `<!-- rolloutlint-disable-next-line ID -- reason -->`, or delete the comment");
            continue;
        }
        if comment.rules.is_empty() {
            ctx.report(comment.comment, "suppression:", "the comment names no rule")
                .help("write `<!-- rolloutlint-disable-next-line ID -- reason -->`");
        }
        for id in comment.rules.iter().filter(|id| !ids.contains(&id.as_str())) {
            let help = closest(id, &ids).map_or_else(
                || "`rolloutlint rules` lists them all".to_owned(),
                |close| format!("did you mean `{close}`?"),
            );
            ctx.report(comment.comment, format!("suppression:{id}"), format!("there is no rule `{id}`")).help(help);
        }
    }
}
