use crate::plan::value::ValueState;
use crate::rule::StandingContext;

rule! {
    /// A menu was left whole
    ///
    /// `High/Med/Low` is what there is to choose from, and nobody chose.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-1
    /// -| Payment provider slows down | Med | High | Queue and retry |
    /// +| Payment provider slows down | Med | High/Med/Low | Queue and retry |
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-1
    /// -| Payment provider slows down | Med | High | Queue and retry |
    /// +| Payment provider slows down | Low | High | Queue and retry |
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Leave one of the words.
    "choice-unresolved", Filling, Error, due: "as the slot", fix: None, since: "0.1.0",
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let plan = ctx.plan();
    for slot in plan.slots.iter().filter(|slot| slot.value.state == ValueState::Menu && !slot.spoken_for) {
        let message = format!("{} is still the whole menu `{}`", slot.name, slot.value.text);
        ctx.report_slot(slot, slot.value.span, message).help("leave one of the words");
    }
}
