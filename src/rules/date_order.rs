use crate::rule::StandingContext;
use crate::stage_number::StageNumber;
use crate::text::Span;
use jiff::civil::Date;

rule! {
    /// Dates of the plan contradict each other
    ///
    /// A plan that was created after its target, a later stage that was left before an earlier one,
    /// a review before the launch: one of the dates is wrong. The order of the log's own rows is
    /// `log-order`.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-2
    /// -**Target GA:** 2026-Q2
    /// +**Target GA:** 2026-01-15
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-2
    /// -**Target GA:** 2026-Q2
    /// +**Target GA:** 2026-06-15
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Correct the date that is wrong.
    "date-order", Stages, Error, due: "when filled", fix: None, since: "0.1.0",
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let plan = ctx.plan();
    if let (Some((created, first)), Some((target, span))) = (plan.day_in("created"), plan.day_in("target ga"))
        && created > target
    {
        let message = format!("the target {target} lies before the day the plan was created, {created}");
        ctx.report(span, "target", message).also(first, "created here").help("correct the date that is wrong");
    }
    // Only decisions that still stand: after a way back the dates of later stages are history.
    let left = |number: StageNumber| ctx.standing().replay.left.contains_key(&number);
    let decisions: Vec<(Date, Span, &str)> = plan
        .stages
        .iter()
        .filter(|stage| left(stage.number))
        .filter_map(|stage| {
            let progression = stage.progression.as_ref()?;
            Some((progression.day?, progression.date.as_ref()?.span, stage.title.as_str()))
        })
        .collect();
    for pair in decisions.windows(2) {
        let ((before, first, earlier), (after, span, later)) = (pair[0], pair[1]);
        if after < before {
            let message = format!("{later} was left on {after}, before {earlier} was on {before}");
            ctx.report(span, format!("progression:{later}"), message)
                .also(first, "later than that")
                .help("correct the date that is wrong");
        }
    }
    let launched =
        ctx.standing().replay.entered.get(&plan.last_stage()).and_then(|index| ctx.standing().row(*index).day.day());
    if let (Some((review, span)), Some(launched)) = (plan.day_in("scheduled"), launched)
        && review < launched
    {
        // One that is recorded today may be one that nobody has decided yet.
        let the = if launched == ctx.standing().today { "a" } else { "the" };
        let message = format!("the review is set for {review}, before {the} launch on {launched}");
        ctx.report(span, "review", message).help("set a day two to four weeks after the launch");
    }
}
