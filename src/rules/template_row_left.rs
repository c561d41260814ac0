use crate::rule::StandingContext;
use crate::standing::GuardrailLack;
use crate::text::{Edit, Span};
use std::collections::BTreeSet;

rule! {
    /// An example row of the template stands beside real ones
    ///
    /// Example rows show how to fill in a table. Beside real rows they only look like work that is
    /// missing. In the decision log they stay: there they are the steps to come.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-1
    ///  | Petal Post | Ines Roth | Gift orders | [x] Invited [x] Active |
    /// +| [Customer 4] | [Name] | [Relevance] | [ ] Invited [ ] Active |
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-1
    ///  | Petal Post | Ines Roth | Gift orders | [x] Invited [x] Active |
    /// +| Vinyl Attic | Jo Marsh | Fragile goods | [ ] Invited [ ] Active |
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Delete the row, or fill it in.
    "template-row-left", Filling, Warning, due: "as the table", fix: Safe, since: "0.1.0",
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let plan = ctx.plan();
    // A guardrail that nobody filled in is not left over where there is no other.
    let awaited: BTreeSet<Span> = match ctx.standing().missing_guardrail().map(|missing| missing.lack) {
        Some(GuardrailLack::Filling(examples)) => examples.iter().map(|metric| metric.span).collect(),
        _ => BTreeSet::new(),
    };
    for row in &plan.example_rows {
        if awaited.contains(&row.span) {
            continue;
        }
        let message = format!("an example row of {} was left beside real ones", row.name);
        let line = plan.source.line(row.span.start);
        let whole = Span::new(
            plan.source.line_span(line).start,
            plan.source.line_span(line + 1).start.max(plan.source.line_span(line).end),
        );
        let draft =
            ctx.report(row.span, row.anchor.clone(), message).due(row.due).help("delete the row, or fill it in");
        draft.fix("delete the example row", vec![Edit { span: whole, replacement: String::new() }]);
    }
}
