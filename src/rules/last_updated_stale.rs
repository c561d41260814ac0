use super::Context;
use crate::plan::date::read_date;
use crate::plan::{Filling, Plan};
use crate::text::Edit;

rule! {
    /// The plan changed, and its footer says that it did not
    ///
    /// "Last updated" is what a reader looks at first to know whether to trust the rest. A change of format only is none.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-1
    /// -**Owner:** Priya Nair
    /// +**Owner:** Ann Lee
    /// -*Rollout plan created: 2026-02-02 | Last updated: 2026-03-09*
    /// +*Rollout plan created: 2026-02-02 | Last updated: 2026-03-08*
    /// @@ to
    /// -**Owner:** Ann Lee
    /// +**Owner:** Priya Nair
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-1
    /// -**Owner:** Priya Nair
    /// +**Owner:** Ann Lee
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Write today's date into the footer.
    "last-updated-stale", Changes, Warning, due: "always", fix: Safe, check
}

fn check(ctx: &mut Context) {
    let (Some(base), Some(head)) = (&ctx.change.base, &ctx.change.head) else { return };
    let (Some(before), Some(after)) = (footer(base), footer(head)) else { return };
    let (Some(old), Some(new)) = (read_date(&before.value.text).day(), read_date(&after.value.text).day()) else {
        return;
    };
    let today = ctx.change.today;
    if base.meaning == head.meaning || new != old || new >= today {
        return;
    }
    let edit = Edit { span: after.value.bracketed.unwrap_or(after.value.span), replacement: today.to_string() };
    let draft = ctx.report(
        after.value.span,
        "last-updated",
        format!("the plan changed, and it still says that it was last updated on {new}"),
    );
    draft.help(format!("write `{today}`")).fix("write today's date", vec![edit]);
}

fn footer(plan: &Plan) -> Option<&Filling> {
    plan.slots.iter().find(|slot| slot.key.contains("last updated") && slot.value.is_filled())
}
