use crate::plan::value::ValueState;
use crate::rule::StandingContext;

rule! {
    /// A bracket of the template still waits for a value
    ///
    /// `[PM Name]` says that nobody has answered yet. Brackets are compared with those of the
    /// template without case and spaces; a whole value in brackets that the slot does not ask for,
    /// `[Assigned Lead]`, is one too, and so is one without a number where a number belongs:
    /// `< [?]%`. Links, footnotes, code and brackets in prose are none. All
    /// that wait in one value or in one row are named at once.
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
        let others = &slot.value.others;
        let all: Vec<String> = std::iter::once(bracket)
            .chain(others.iter().copied())
            .map(|one| format!("`{}`", plan.source.slice(one)))
            .collect();
        let plural = if others.is_empty() { "" } else { "s" };
        let message = format!("{} still holds the placeholder{plural} {}", slot.name, all.join(", "));
        let draft = ctx.report_slot(slot, bracket, message);
        draft.help(match others.is_empty() {
            true => format!("write the value in place of `{text}`, or `N/A — reason`"),
            false => "write a value in place of each, or `N/A — reason`".to_owned(),
        });
        for other in others {
            draft.also(*other, "and here");
        }
    }
}
