use crate::rule::StandingContext;

rule! {
    /// The rollback plan lacks triggers or steps
    ///
    /// From the second stage on there are users to protect. When something breaks, nobody has time
    /// to think about when to go back, and how.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-1
    /// -1. Turn `checkout_one_page` off
    /// -2. Write to #checkout
    /// -3. Send the apology mail
    /// -4. Open an incident and triage
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-1
    /// -2. Write to #checkout
    /// -3. Send the apology mail
    /// -4. Open an incident and triage
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Write at least one trigger with its threshold, and the steps in their order.
    "rollback-plan-incomplete", Stages, Error, due: "entering the second stage", fix: None, since: "0.1.0",
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let plan = ctx.plan();
    for list in &plan.empty_rollback_lists {
        let message = format!("the rollback plan has nothing under `{}`", list.name);
        ctx.report(list.span, list.anchor.clone(), message)
            .due(list.due)
            .help("write at least one trigger with its threshold, and the steps in their order");
    }
}
