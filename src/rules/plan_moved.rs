use crate::rule::ChangeContext;

rule! {
    /// The plan has another path
    ///
    /// Links and dashboards may point to the old one. The plan was recognised by its Rollout ID, or
    /// by its text.
    ///
    /// ## Bad
    ///
    /// ~~~moved bad stage-1
    /// the file is renamed to rollouts/payments.md
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-1
    /// -## Rollout: One-page checkout
    /// +## Rollout: One-page payments
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Nothing, if the move was meant. Look for links to the old path.
    "plan-moved", Changes, Info, due: "always", fix: None, since: "0.1.0",
    checks: [Change(check)]
}

fn check(ctx: &mut ChangeContext) {
    let (Some(base), Some(head)) = (ctx.change().base(), ctx.change().head()) else { return };
    if base.source.path != head.source.path {
        let message = format!("the plan was moved here from {}", base.source.path);
        ctx.report(head.heading, "plan", message).help("look for links to the old path");
    }
}
