use crate::finding::Side;
use crate::plan::Due;
use crate::plan::log::Decision;
use crate::rule::{ChangeContext, Spot, StandingContext};
use crate::stage_number::StageNumber;

rule! {
    /// A stage was left with a value that does not keep its bound
    ///
    /// A table of the stage has what was measured beside what should be, and one does not keep the
    /// other; so it is in a gate beside the stages whose rows name them. Only a plain number is
    /// judged, and only where the gate, the column or the name tells whether the bound is to be
    /// kept, or wakes somebody. *Proceed with exception* says that the team knows.
    ///
    /// The change that leaves the stage is held to the bounds that stood there before it: one that
    /// it lowers counts as it was, and so does a value that it takes away.
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
    checks: [Standing(check), Change(check_hidden)]
}

fn check(ctx: &mut StandingContext) {
    let plan = ctx.plan();
    for row in &plan.measured {
        let Some(bound) = row.missed() else { continue };
        let standing = ctx.standing();
        let left_by = standing.left_by(row.stage);
        let is_excepted = left_by.is_some_and(|row| row.step.verb == Some(Decision::ProceedWithException));
        // What is measured later does not change what was left.
        if is_excepted || standing.was_left_before(row.stage) {
            continue;
        }
        let message = format!("`{}` is at `{}`, and its bound is `{}`", row.name, row.value.0, bound.text);
        ctx.report(row.value.1, anchor(row.stage, &row.name), message)
            .due(Due::Leaving(row.stage))
            .help("write the value that holds by now, or log `Proceed with exception` and name it")
            .also(bound.span, "its bound");
    }
}

/// What the version before would have said of it, and this one does not.
fn check_hidden(ctx: &mut ChangeContext) {
    for miss in ctx.change().hidden_misses() {
        let was = |is_now: bool| if is_now { "is" } else { "was" };
        let message = format!(
            "`{}` {} at `{}`, and its bound was `{}` before this change, which leaves the stage",
            miss.name,
            was(miss.is_of_head),
            miss.value,
            miss.bound.text
        );
        let (side, span) = miss.place;
        ctx.report_at(Spot::in_version(side, span), anchor(miss.stage, miss.name), message)
            .due(Due::Leaving(miss.stage))
            .help("put it back, and write the value that holds by now, or log `Proceed with exception` and name it")
            .also_at(Side::Base, miss.bound.span, "its bound");
    }
}

fn anchor(stage: StageNumber, name: &str) -> String {
    format!("stage:{stage}/measured/{name}")
}
