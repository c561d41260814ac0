use crate::plan::Filling;
use crate::rule::StandingContext;
use crate::text::{Edit, Source, fold};

rule! {
    /// The plan names two different runbooks
    ///
    /// In an emergency people open the first link they see. The overview and the rollback plan name
    /// the same runbook.
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
    "runbook-mismatch", Stages, Warning, due: "always", fix: Suggested, since: "0.1.0",
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let plan = ctx.plan();
    let runbooks: Vec<&Filling> =
        plan.slots.iter().filter(|slot| slot.key.contains("runbook") && slot.value.is_filled()).collect();
    let Some((first, others)) = runbooks.split_first() else { return };
    let Some(meant) = target(&plan.source, first) else { return };
    for other in others.iter().filter(|other| target(&plan.source, other).is_some_and(|other| other != meant)) {
        let message = format!("the plan names two runbooks: `{}` and `{}`", first.value.text, other.value.text);
        let replacement = plan.source.slice(first.value.span).to_owned();
        ctx.report(other.value.span, "runbook", message)
            .also(first.value.span, "the other one")
            .help("write the same link in both places")
            .suggest("write the first one here, too", vec![Edit { span: other.value.span, replacement }]);
    }
}

/// Where a value points: the web address or the path in it. `None` when it points nowhere that can
/// be seen, such as a reference.
fn target(source: &Source, slot: &Filling) -> Option<String> {
    let raw = source.slice(slot.value.span);
    let linked = raw.split_once("](").and_then(|(_, rest)| rest.split_once(')')).map(|(target, _)| target.to_owned());
    let text = linked.unwrap_or_else(|| slot.value.text.clone());
    let points = |word: &&str| word.contains('/') || word.ends_with(".md");
    let word = text.split_whitespace().find(points)?;
    let bare = fold(word.trim_matches(['<', '>', '(', ')', ',', ';']));
    let bare = bare.trim_start_matches("https://").trim_start_matches("http://").trim_start_matches("www.");
    Some(bare.trim_end_matches('/').to_owned())
}
