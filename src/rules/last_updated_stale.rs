use crate::plan::Filling;
use crate::plan::date::{is_bare_date, read_date};
use crate::rule::ChangeContext;
use crate::text::{Edit, Span};

rule! {
    /// The plan changed, and its footer says that it did not
    ///
    /// "Last updated" is what a reader looks at first to know whether to trust the rest. A change
    /// of format only is none.
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
    "last-updated-stale", Changes, Warning, due: "always", fix: Safe, since: "0.1.0",
    checks: [Change(check)]
}

fn check(ctx: &mut ChangeContext) {
    let (Some(base), Some(head)) = (ctx.change().base(), ctx.change().head()) else { return };
    let is_filled = |footer: &&Filling| footer.value.is_filled();
    let (before, after) = (base.last_updated().filter(is_filled), head.last_updated().filter(is_filled));
    let (Some(before), Some(after)) = (before, after) else { return };
    let (Some(old), Some(new)) = (read_date(&before.value.text).day(), read_date(&after.value.text).day()) else {
        return;
    };
    let today = ctx.change().today;
    let is_stale = new == old && new < today && !base.has_the_text_of(head);
    if !is_stale || base.says_the_same_as(head, ctx.policy) {
        return;
    }
    let span = after.value.bracketed.unwrap_or(after.value.span);
    // What stands beside the date stays; a date that is written otherwise is for a person to
    // rewrite.
    let date = head.source.slice(span).find(&old.to_string());
    let place = match date {
        Some(at) => Some(Span::new(span.start + at, span.start + at + old.to_string().len())),
        None => Some(span).filter(|_| is_bare_date(&after.value.text)),
    };
    let draft = ctx.report(
        after.value.span,
        "last-updated",
        format!("the plan changed, and it still says that it was last updated on {new}"),
    );
    draft.help(format!("write `{today}`"));
    if let Some(span) = place {
        draft.fix("write today's date", vec![Edit { span, replacement: today.to_string() }]);
    }
}
