use crate::plan::FillingKind;
use crate::rule::StandingContext;

rule! {
    /// No box of a choice is ticked
    ///
    /// The approach decides which gates make sense. One of its boxes is ticked when the plan is
    /// made.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-1
    /// -**Approach:** [x] Staged %  [ ] Segment-based  [ ] Opt-in beta  [ ] Geography-based
    /// +**Approach:** [ ] Staged %  [ ] Segment-based  [ ] Opt-in beta  [ ] Geography-based
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-1
    /// -**Approach:** [x] Staged %  [ ] Segment-based  [ ] Opt-in beta  [ ] Geography-based
    /// +**Approach:** [x] Staged %  [x] Segment-based
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Put an `x` into the box that fits.
    "approach-unselected", Filling, Error, due: "created", fix: None, since: "0.1.0",
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let plan = ctx.plan();
    for slot in
        plan.slots.iter().filter(|slot| slot.kind == FillingKind::Choice { ticked: false } && slot.value.is_filled())
    {
        let message = format!("no box of {} is ticked", slot.name);
        ctx.report_slot(slot, slot.value.span, message).help("put an `x` into the box that fits: `[x]`");
    }
}
