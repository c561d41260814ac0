use crate::plan::{Due, is_rollout_id};
use crate::rule::StandingContext;

rule! {
    /// The Rollout ID is not of the usual form
    ///
    /// An ID is a word in capitals, a hyphen and a number: `RO-014`. It is the same everywhere, so
    /// that it can be searched for.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-1
    /// -**Rollout ID:** RO-014
    /// +**Rollout ID:** checkout 14
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-1
    /// -**Rollout ID:** RO-014
    /// +**Rollout ID:** [RO-014](https://rollouts.example.com/RO-014)
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Write the ID as `RO-014`.
    "rollout-id-format", Filling, Error, due: "created", fix: None, since: "0.1.0",
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let plan = ctx.plan();
    if !plan.follows_template {
        return;
    }
    let (Some(id), Some(span)) = (&plan.id, plan.id_span) else { return };
    if is_rollout_id(id) {
        return;
    }
    let message = format!("`{id}` is no Rollout ID");
    ctx.report(span, "rollout-id", message).due(Due::Created).help("write capitals, a hyphen and a number: `RO-014`");
}
