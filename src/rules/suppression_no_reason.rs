use crate::rule::StandingContext;

rule! {
    /// A comment hides a finding and does not say why
    ///
    /// In a year nobody will know whether the reason still holds, if there is none.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-1
    /// +<!-- rolloutlint-disable-next-line placeholder -->
    /// -**Total duration:** 9 weeks
    /// +**Total duration:** [X weeks]
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-1
    /// +<!-- rolloutlint-disable-next-line placeholder -- the duration is set in May -->
    /// -**Total duration:** 9 weeks
    /// +**Total duration:** [X weeks]
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Write ` -- ` and the reason behind the rule's id.
    "suppression-no-reason", Meta, Error, due: "always", fix: None, since: "0.1.0",
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let plan = ctx.plan();
    let wanting =
        |comment: &&crate::plan::Suppression| comment.is_known && !comment.rules.is_empty() && comment.reason.is_none();
    for comment in plan.suppressions.iter().filter(wanting) {
        let ids = comment.rules.join(", ");
        ctx.report(comment.comment, format!("suppression:{ids}"), format!("`{ids}` is hidden without a reason"))
            .help(format!("write `<!-- rolloutlint-disable-next-line {ids} -- reason -->`"));
    }
}
