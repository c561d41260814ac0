use super::Context;
use crate::plan::Filling;
use crate::text::{Edit, Source, fold};

rule! {
    /// The plan names two different runbooks
    ///
    /// In an emergency people open the first link they see. The overview and the rollback plan name the same runbook.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-1
    /// -**Rollback runbook:** https://runbooks.example.com/checkout
    /// +**Rollback runbook:** https://runbooks.example.com/payments
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-1
    /// -**Rollback runbook:** https://runbooks.example.com/checkout
    /// +**Rollback runbook:** <https://runbooks.example.com/checkout>
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Write the same link in both places.
    "runbook-mismatch", Stages, Warning, due: "always", fix: Suggested, check
}

fn check(ctx: &mut Context) {
    let Some(plan) = ctx.head() else { return };
    let runbooks: Vec<&Filling> =
        plan.slots.iter().filter(|slot| slot.key.contains("runbook") && slot.value.is_filled()).collect();
    let Some((first, others)) = runbooks.split_first() else { return };
    for other in others.iter().filter(|other| target(&plan.source, other) != target(&plan.source, first)) {
        let message = format!("the plan names two runbooks: `{}` and `{}`", first.value.text, other.value.text);
        let replacement = plan.source.slice(first.value.span).to_owned();
        ctx.report(other.value.span, "runbook", message)
            .also(first.value.span, "the other one")
            .help("write the same link in both places")
            .suggest("write the first one here, too", vec![Edit { span: other.value.span, replacement }]);
    }
}

/// Where a value points: the target of its link, else its text.
fn target(source: &Source, slot: &Filling) -> String {
    let raw = source.slice(slot.value.span);
    let linked = raw.split_once("](").and_then(|(_, rest)| rest.split_once(')')).map(|(target, _)| target.to_owned());
    fold(&linked.unwrap_or_else(|| slot.value.text.clone())).trim_end_matches('/').to_owned()
}
