use crate::finding::Side;
use crate::rule::ChangeContext;
use crate::text::fold;

rule! {
    /// The Rollout ID became another
    ///
    /// The ID is how a plan is found again after it was renamed, in dashboards, tickets and audits.
    /// A plan keeps the one it has.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-1
    /// -**Rollout ID:** RO-014
    /// +**Rollout ID:** RO-041
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-1
    /// -**Rollout ID:** RO-014
    /// +**Rollout ID:** `RO-014`
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Put the old ID back. Another rollout has a plan of its own.
    "rollout-id-changed", Changes, Error, due: "always", fix: None, since: "0.1.0",
    conduct: [holds_in_safe_direction],
    checks: [Change(check)]
}

fn check(ctx: &mut ChangeContext) {
    let (Some(base), Some(head)) = (ctx.change().base(), ctx.change().head()) else { return };
    let (Some(before), Some(after)) = (&base.id, &head.id) else { return };
    if fold(before) == fold(after) {
        return;
    }
    let before_span = base.id_span.unwrap_or(base.heading);
    let message = format!("the Rollout ID became `{after}`, and it was `{before}`");
    let draft = ctx.report(head.id_span.unwrap_or(head.heading), "rollout-id", message);
    draft.also_at(Side::Base, before_span, "as it was");
    draft.help(format!("put `{before}` back; another rollout has a plan of its own"));
}
