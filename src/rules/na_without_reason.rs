use crate::plan::value::ValueState;
use crate::rule::StandingContext;

rule! {
    /// Something does not apply, and nobody says why
    ///
    /// A bare `N/A`, `none` or `-` may be an answer or a way around the question. With a reason
    /// behind it, it is an answer.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-1
    /// -**Rollback owner:** Tomas Lindqvist
    /// +**Rollback owner:** N/A
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-1
    /// -**Rollback owner:** Tomas Lindqvist
    /// +**Rollback owner:** N/A — the flag turns itself off
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Write the reason behind it: `N/A — reason`.
    "na-without-reason", Filling, Warning, due: "as the slot", fix: None, since: "0.1.0",
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let plan = ctx.plan();
    for slot in plan
        .slots
        .iter()
        .filter(|slot| slot.value.state == ValueState::NotApplicable { reason: false } && !slot.spoken_for)
    {
        let message = format!("{} does not apply, and no reason is given", slot.name);
        ctx.report_slot(slot, slot.value.span, message).help("write the reason behind it: `N/A — reason`");
    }
}
