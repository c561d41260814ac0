use crate::finding::Severity;
use crate::plan::{Criterion, Due, Stage};
use crate::rule::StandingContext;

rule! {
    /// A stage was entered with an entry criterion open
    ///
    /// Entry criteria are the gate: what must hold before users see the feature. They are due when
    /// the stage is entered, and stay due while it runs. One finding a stage, with one label a
    /// criterion.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-1
    /// -- [x] Customers recruited and briefed
    /// +- [ ] Customers recruited and briefed
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-1
    /// -- [x] Customers recruited and briefed
    /// +- [ ] Customers recruited and briefed — N/A — they were recruited for the beta
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Tick the criterion when it holds, or say why it need not: `N/A — reason`.
    "stage-entry-unmet", Stages, Error, due: "entering the stage", fix: None, since: "0.1.0",
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let plan = ctx.plan();
    for stage in &plan.stages {
        // After a way back the boxes of the stage may be cleared and ticked anew.
        if ctx.standing().replay.reopened == Some(stage.number) {
            continue;
        }
        let standing = ctx.standing();
        let is_entered_now = standing.is_entered_now(stage.number);
        let counts = |criterion: &&Criterion| !criterion.is_unclear || is_entered_now;
        let open: Vec<&Criterion> = Stage::open(&stage.entry).filter(counts).collect();
        let is_sure = open.iter().any(|criterion| !criterion.is_unclear);
        let anchor = format!("stage:{}/entry", stage.number);
        // A list that is gone is a gate without a lock.
        if stage.entry.is_empty() && stage.wants_entry {
            let message = format!("{} has no entry criterion", stage.title);
            ctx.report(stage.heading, anchor, message)
                .due(Due::Entering(stage.number))
                .help("put the criteria back, each with its box, and tick what holds");
            continue;
        }
        let Some((first, rest)) = open.split_first() else { continue };
        let message = match rest {
            [] => format!("1 entry criterion of {} is open", stage.title),
            _ => format!("{} entry criteria of {} are open", open.len(), stage.title),
        };
        let draft = ctx.report(first.span, anchor, message);
        draft
            .label("still open")
            .due(Due::Entering(stage.number))
            .details(open.iter().map(|criterion| criterion.key.clone()))
            .help(match open.iter().all(|criterion| criterion.lacks_value) {
                true => "write the value that it still waits for, and tick it once that holds",
                false => "tick it, or write `N/A — reason` behind it",
            });
        for criterion in rest {
            draft.also(criterion.span, "still open");
        }
        if !is_sure {
            draft.severity(Severity::Warning);
        }
    }
}
