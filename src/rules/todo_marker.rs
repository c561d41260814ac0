use crate::finding::Severity;
use crate::plan::value::ValueState;
use crate::rule::StandingContext;

rule! {
    /// A value says that it is still to be written
    ///
    /// TBD, TODO, TK, `???`, `{{…}}` and `<Name>` are promises. They count as the whole value, as
    /// its first word before a colon, between the words that the template has around its bracket,
    /// and where a number belongs: `< TBD%`, `?% of users`, `> X%`. Prose may speak of TODO lists.
    /// Before the slot is due it is a warning, so that nobody forgets.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-1
    /// -**Rollback owner:** Tomas Lindqvist
    /// +**Rollback owner:** TBD
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-1
    /// -**Rollback owner:** Tomas Lindqvist
    /// +**Rollback owner:** Tomas Lindqvist, deputy by rota
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Write the value, or `N/A — reason`.
    "todo-marker", Filling, Error, due: "as the slot, before that a warning", fix: None, since: "0.1.0",
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let plan = ctx.plan();
    for slot in plan.slots.iter().filter(|slot| !slot.spoken_for) {
        let ValueState::Marker { marker } = slot.value.state else { continue };
        let message = format!("{} is still `{}`", slot.name, plan.source.slice(marker));
        ctx.report_slot(slot, marker, message).early(Severity::Warning).help("write the value, or `N/A — reason`");
    }
}
