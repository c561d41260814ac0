use crate::plan::value::ValueState;
use crate::rule::StandingContext;

rule! {
    /// A bracket of the template still waits for a value
    ///
    /// `[PM Name]` says that nobody has answered yet. Brackets are compared with those of the
    /// template without case and spaces; a whole value in brackets that the slot does not ask for,
    /// `[Assigned Lead]`, is one too. Links, footnotes, code and brackets in prose are none.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-1
    /// -**Owner:** Priya Nair
    /// +**Owner:** [PM Name]
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-1
    /// -**Owner:** Priya Nair
    /// +**Owner:** [Priya Nair](https://people.example.com/priya)
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Replace the bracket by the value, or write `N/A — reason` when there is none.
    "placeholder", Filling, Error, due: "as the slot", fix: None, since: "0.1.0",
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let plan = ctx.plan();
    for slot in plan.slots.iter().filter(|slot| !slot.spoken_for) {
        let ValueState::Placeholder { bracket } = slot.value.state else { continue };
        let text = plan.source.slice(bracket);
        let message = format!("{} still holds the placeholder `{text}`", slot.name);
        ctx.report_slot(slot, bracket, message)
            .help(format!("write the value in place of `{text}`, or `N/A — reason`"));
    }
}
