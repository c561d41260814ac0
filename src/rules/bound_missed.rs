use crate::plan::Due;
use crate::plan::log::Decision;
use crate::rule::StandingContext;

rule! {
    /// A stage was left with a value that does not keep its bound
    ///
    /// A table of the stage has what was measured beside what should be, and one does not keep the
    /// other. Only a plain number is judged, and only where the column or the name tells whether
    /// the bound is to be kept, or wakes somebody. *Proceed with exception* says that the team
    /// knows.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-2
    /// -**Feedback Collection:**
    /// +| Metric | Target | Actual |
    /// +|--------|--------|--------|
    /// +| Error rate | < 1% | 2.3% |
    /// +
    /// +**Feedback Collection:**
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-2
    /// -**Feedback Collection:**
    /// +| Metric | Target | Actual |
    /// +|--------|--------|--------|
    /// +| Error rate | < 1% | 0.3% |
    /// +
    /// +**Feedback Collection:**
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Write the value that held when the stage was left, or log `Proceed with exception` and say
    /// why the rollout went on.
    "bound-missed", Stages, Warning, due: "leaving the stage that the table stands in", fix: None, since: "0.1.0",
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let plan = ctx.plan();
    for missed in &plan.missed_bounds {
        let standing = ctx.standing();
        let left_by = standing.left_by(missed.stage);
        let is_excepted = left_by.is_some_and(|row| row.step.verb == Some(Decision::ProceedWithException));
        // What is measured later does not change what was left.
        if is_excepted || standing.was_left_before(missed.stage) {
            continue;
        }
        let (value, bound) = (&missed.value, &missed.bound);
        let message = format!("`{}` is at `{}`, and its bound is `{}`", missed.name, value.0, bound.0);
        ctx.report(value.1, format!("stage:{}/measured/{}", missed.stage, missed.name), message)
            .due(Due::Leaving(missed.stage))
            .help("write the value that holds by now, or log `Proceed with exception` and name it")
            .also(bound.1, "its bound");
    }
}
