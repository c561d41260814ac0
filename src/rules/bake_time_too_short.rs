use crate::plan::Due;
use crate::plan::duration::least_days;
use crate::plan::log::{Point, RowFault};
use crate::rule::StandingContext;

rule! {
    /// A stage was left before its time
    ///
    /// The Duration says how long the stage was meant to be watched. Counted are the calendar days
    /// between the row that entered it and the row that left it; where no row of the log led into
    /// the stage, as into the first one, nothing is counted. After a rollback the days since the
    /// stage was first entered count. Who shortens the Duration in the change that leaves the stage
    /// is held to the one before.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-2
    /// -- **Date:** 2026-03-16
    /// +- **Date:** 2026-03-04
    /// -| 2026-03-16 | 1→2 | Proceed | 3 of 3 customers completed orders alone | Priya Nair |
    /// +| 2026-03-04 | 1→2 | Proceed | 3 of 3 customers completed orders alone | Priya Nair |
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-2
    /// -**Duration:** 1 week
    /// +**Duration:** 1-3 weeks
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Nothing can be done about it later; say in the rationale why it was right.
    "bake-time-too-short", Stages, Warning, due: "leaving the stage", fix: None, since: "0.1.0",
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let plan = ctx.plan();
    let replay = &ctx.standing().replay;
    for stage in &plan.stages {
        let (Some(entered), Some(left)) = (replay.entered.get(&stage.number), replay.left.get(&stage.number)) else {
            continue;
        };
        // A step that is recorded twice says nothing of when the stage was entered or left.
        if [entered, left].iter().any(|row| replay.faults.get(row) == Some(&RowFault::Repeated)) {
            continue;
        }
        let duration = plan.duration_of(stage.number);
        // Who leaves the stage does not say at the same time that it was meant to be shorter.
        let before = ctx.standing().duration_before(stage.number);
        let Some(least) =
            [duration, before].into_iter().flatten().filter_map(|duration| least_days(&duration.value.text)).max()
        else {
            continue;
        };
        // A row that leads past the stage says nothing of when it was entered: that of the first
        // stage may be left out, and is not known any better after a way back.
        if ctx.standing().route(*entered).target() != Some(Point::Stage(stage.number)) {
            continue;
        }
        let days = match (ctx.standing().row(*entered).day.day(), ctx.standing().row(*left).day.day()) {
            (Some(from), Some(to)) => (to - from).get_days(),
            _ => continue,
        };
        if days < 0 || days >= i32::try_from(least).unwrap_or(i32::MAX) {
            continue;
        }
        let row = ctx.standing().row(*left);
        let unit = if days == 1 { "day" } else { "days" };
        let message = format!("{} is meant to run for {least} days at least, and ran for {days} {unit}", stage.title);
        let draft = ctx
            .report_in_log(
                ctx.standing().record[*left].id.side,
                row.date.span,
                format!("stage:{}/bake-time", stage.number),
                message,
            )
            .due(Due::Leaving(stage.number))
            .help("say in the rationale why the time was enough");
        if let Some(duration) = duration {
            draft.also(duration.value.span, "how long it was meant to run");
        }
    }
}
