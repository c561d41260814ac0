use crate::rule::StandingContext;

rule! {
    /// A comment tries to hide what cannot be hidden
    ///
    /// Only findings about the text and about what is filled in can be hidden in the plan itself.
    /// Stages, decisions and changes are gates, and a gate that a comment opens is none. So nothing
    /// can be hidden in the decision log and in a Progression Decision, nor a missing section or
    /// label, nor a row that does not fit its table: behind those a gate would not be seen.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-1
    /// +<!-- rolloutlint-disable-next-line stage-exit-unmet -- we are in a hurry -->
    ///  **Total duration:** 9 weeks
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-1
    ///  - [x] Bugs logged
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Delete the comment, and mend what the rule finds. A criterion that does not apply is
    /// answered by `N/A — reason`; a rule can be given another severity in the configuration.
    "suppression-not-allowed", Meta, Error, due: "always", fix: None, since: "0.1.0",
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let plan = ctx.plan();
    for comment in plan.suppressions.iter().filter(|comment| comment.is_known) {
        let is_log = plan.covers_its_log(comment);
        let is_kept_open = |id: &&String| ctx.rule_called(id).is_some_and(|rule| is_log || !rule.can_be_hidden());
        let ids: Vec<&String> = comment.rules.iter().filter(is_kept_open).collect();
        for id in ids {
            let message = match is_log {
                true => format!("`{id}` cannot be hidden in the decision log"),
                false => format!("`{id}` cannot be hidden by a comment"),
            };
            ctx.report(comment.comment, format!("suppression:{id}"), message).help("delete the comment, and mend what the rule finds; `N/A — reason` answers a criterion that does not apply");
        }
    }
}
