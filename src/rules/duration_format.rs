use crate::plan::FillingKind;
use crate::plan::duration::{DurationReading, read_duration};
use crate::rule::StandingContext;

rule! {
    /// A duration cannot be read
    ///
    /// How long a stage should run is what "too short" and "stalled" are measured by: `1-3 days`,
    /// `2 weeks`, `48h`, `Ongoing`.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-1
    /// -**Duration:** 1 week
    /// +**Duration:** a little while
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-1
    /// -**Duration:** 1 week
    /// +**Duration:** 5-7 days, then we look again
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Write a number with days, weeks, months or hours.
    "duration-format", Filling, Warning, due: "when filled", fix: None, since: "0.1.0",
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let plan = ctx.plan();
    for slot in plan.slots.iter().filter(|slot| slot.kind == FillingKind::Duration && slot.value.is_filled()) {
        if read_duration(&slot.value.text) != DurationReading::None {
            continue;
        }
        let message = format!("{} cannot be read as a length of time: `{}`", slot.name, slot.value.text);
        ctx.report(slot.value.span, slot.anchor.clone(), message)
            .help("write a number with days, weeks, months or hours: `1-3 days`");
    }
}
