use crate::finding::Severity;
use crate::plan::log::Decision;
use crate::plan::{Criterion, Due, Stage};
use crate::rule::StandingContext;

rule! {
    /// A stage was left with an exit criterion open
    ///
    /// The decision log records that the stage was left, and one of its exit criteria is neither
    /// ticked nor explained. *Proceed with exception* is the one sanctioned way past it; then it is
    /// a warning, and audits list it. A change that records the way back as well has passed the
    /// gate all the same.
    ///
    /// Where neither a plan nor its template names a gate for a stage, nobody can tell which
    /// of its lists is the gate. Boxes that are open there are one warning when the stage is left.
    /// Whoever gives the lists their names, or takes them away, does so before: in the change that
    /// leaves the stage it is `criteria-weakened`.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-1
    /// -- [x] Core flow validated
    /// +- [ ] Core flow validated
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-1
    /// -- [x] Core flow validated
    /// +- [x] ~~Core flow validated~~ — covered by the contract tests
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Tick the criterion when it holds, say why it need not (`N/A — reason`), or log
    /// `Proceed with exception` and name the exception.
    "stage-exit-unmet", Stages, Error, due: "leaving the stage", fix: None, since: "0.1.0",
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let plan = ctx.plan();
    for stage in &plan.stages {
        // What stands apart from the list of the gate may be no criterion, and is told once.
        let standing = ctx.standing();
        let is_left_now = standing.is_left_now(stage.number);
        let counts = |criterion: &&Criterion| {
            let is_told_once = criterion.is_apart || criterion.is_unclear;
            (!is_told_once || is_left_now) && !standing.is_cleared(stage.number, criterion)
        };
        let open: Vec<&Criterion> = Stage::open(&stage.exit).filter(counts).collect();
        let is_sure = open.iter().any(|criterion| {
            !criterion.is_unclear && (!criterion.is_apart || standing.was_in_gate(stage.number, criterion))
        });
        let is_unclear = open.iter().any(|criterion| criterion.is_unclear);
        let anchor = format!("stage:{}/exit", stage.number);
        // A list that is gone is a gate without a lock.
        if stage.exit.is_empty() && stage.wants_exit {
            let message = format!("{} has no exit criterion", stage.title);
            ctx.report(stage.heading, anchor, message)
                .due(Due::Leaving(stage.number))
                .help("put the criteria back, each with its box, and tick what holds");
            continue;
        }
        let perhaps: Vec<&Criterion> = Stage::open(&stage.perhaps_gate).collect();
        let approvals: Vec<&Criterion> = Stage::open(&stage.approvals).collect();
        for (anchor, boxes, lead, help) in [
            (
                anchor.clone(),
                perhaps,
                format!("no list of {} is called its exit criteria, and ", stage.title),
                "tick what holds; before the next stage is left, write `**Exit criteria:**` above the list in it that is its gate, and `**Tasks:**` above what is none",
            ),
            (
                format!("stage:{}/approvals", stage.number),
                approvals,
                format!("{} is left without all its approvals: ", stage.title),
                "tick what was approved, or say why it need not be: `N/A — reason`",
            ),
        ] {
            let Some((first, rest)) = boxes.split_first().filter(|_| is_left_now) else { continue };
            let are = if rest.is_empty() { "1 box is".to_owned() } else { format!("{} boxes are", boxes.len()) };
            let draft = ctx.report(first.words, anchor, format!("{lead}{are} open"));
            draft.label("still open").due(Due::Leaving(stage.number)).help(help).severity(Severity::Warning);
            for criterion in rest {
                draft.also(criterion.words, "still open");
            }
        }
        let Some((first, rest)) = open.split_first() else { continue };
        let message = match rest {
            [] => format!("1 exit criterion of {} is open", stage.title),
            _ => format!("{} exit criteria of {} are open", open.len(), stage.title),
        };
        let excepted = ctx
            .standing()
            .left_by(stage.number)
            .is_some_and(|row| row.step.verb == Some(Decision::ProceedWithException));
        let draft = ctx.report(first.span, anchor, message);
        draft
            .label("still open")
            .due(Due::Leaving(stage.number))
            .details(open.iter().map(|criterion| criterion.key.clone()))
            .help(match (excepted, is_sure) {
                (true, _) => "it is recorded as an exception; tick it once it holds",
                _ if open.iter().all(|criterion| criterion.lacks_value) => {
                    "write the value that it still waits for, and tick it once that holds"
                }
                (_, true) => "tick it, write `N/A — reason`, or log `Proceed with exception` and name the exception",
                _ if is_unclear => "write `met`, or what is still open; nobody can tell by the words that stand there",
                _ => "tick it; when these are no criteria, call their list what they are: `**Follow-ups:**`",
            });
        for criterion in rest {
            draft.also(criterion.span, "still open");
        }
        if excepted || !is_sure {
            draft.severity(Severity::Warning);
        }
    }
}
