use crate::change::Transition;
use crate::finding::Side;
use crate::rule::ChangeContext;

rule! {
    /// One change records more than one move
    ///
    /// Each stage is there to be watched before the next begins. A change that goes through two at
    /// once was written down later, or did not wait.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-2
    /// -- **Date:** 2026-03-16
    /// +- **Date:** 2026-03-24
    /// -| [Date] | 2→GA | Proceed | [Why] | [Name] |
    /// +| 2026-03-20 | 2→1 | Rollback | Error rate rose to 2.4 % | Priya Nair |
    /// +| 2026-03-24 | 1→2 | Proceed | The provider fixed it | Priya Nair |
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-2
    /// -| [Date] | 2→GA | Proceed | [Why] | [Name] |
    /// +| 2026-03-20 | 2→1 | Rollback | Error rate rose to 2.4 % | Priya Nair |
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Record each move in a change of its own, when it is decided.
    "multiple-transitions", Changes, Warning, due: "always", fix: None, since: "0.1.0",
    checks: [Change(check)]
}

fn check(ctx: &mut ChangeContext) {
    let moves: Vec<Transition> = ctx
        .change()
        .transitions()
        .into_iter()
        .filter(|transition| transition.row.is_some() && transition.from != transition.to)
        .collect();
    let [first, .., last] = &moves[..] else { return };
    let steps: Vec<String> = moves.iter().map(|transition| format!("{}→{}", transition.from, transition.to)).collect();
    let message = format!("this change records {} moves at once: {}", moves.len(), steps.join(", "));
    let draft = ctx.report_in_log(Side::Head, last.span, "transitions", message);
    draft
        .also_in_log(Side::Head, first.span, "the first of them")
        .help("record each move in a change of its own, when it is decided");
}
