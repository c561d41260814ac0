use crate::plan::FillingKind;
use crate::rule::StandingContext;

rule! {
    /// A field that points somewhere does not
    ///
    /// The bet, the solution brief and the runbook are read by people in a hurry. A link, a path or
    /// a ticket (`BET-123`) takes them there; a title does not.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-1
    /// -| **Solution Brief** | https://briefs.example.com/checkout |
    /// +| **Solution Brief** | the usual place |
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-1
    /// -| **Solution Brief** | https://briefs.example.com/checkout |
    /// +| **Solution Brief** | BRIEF-17 |
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Write a link, a path in the repository or a ticket, or `N/A — reason`.
    "link-required", Filling, Error, due: "as the slot", fix: None, since: "0.1.0",
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let plan = ctx.plan();
    let pointless = |kind: FillingKind| kind == FillingKind::Link { points: false };
    for slot in plan.slots.iter().filter(|slot| pointless(slot.kind) && slot.value.is_filled()) {
        let message = format!("{} points nowhere: `{}`", slot.name, slot.value.text);
        ctx.report_slot(slot, slot.value.span, message)
            .help("write a link, a path in the repository or a ticket such as `BET-123`");
    }
}
