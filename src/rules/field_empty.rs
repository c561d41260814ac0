use crate::plan::value::ValueState;
use crate::rule::StandingContext;

rule! {
    /// A label or a required cell has no value
    ///
    /// An empty value is as common as a bracket, and says as little.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-1
    /// -**Tech Lead:** Tomas Lindqvist
    /// +**Tech Lead:**
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-1
    /// -**Tech Lead:** Tomas Lindqvist
    /// +**Tech Lead:** N/A — Priya leads both
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Write the value behind the label or into the cell, or `N/A — reason`.
    "field-empty", Filling, Error, due: "as the slot", fix: None, since: "0.1.0",
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let plan = ctx.plan();
    for slot in plan.slots.iter().filter(|slot| !slot.spoken_for && slot.value.state == ValueState::Empty) {
        let like = if slot.example.is_empty() {
            String::new()
        } else {
            format!(", in place of the template's `{}`", slot.example)
        };
        let message = format!("{} is empty", slot.name);
        ctx.report_slot(slot, slot.value.span, message).help(format!("write the value{like}, or `N/A — reason`"));
    }
}
