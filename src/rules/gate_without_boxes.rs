use crate::edit::boxes::put_boxes;
use crate::rule::StandingContext;
use crate::text::Span;
use std::collections::HashSet;

rule! {
    /// A list of a gate has no boxes
    ///
    /// A list under entry or exit criteria is the gate of its stage. Where neither the list nor the
    /// template has boxes, nobody can see what is met, and nothing stops the rollout there. The
    /// same holds for a table without boxes, also for one beside the stages whose rows name them,
    /// for a column *Exit criteria* in an overview of stages that have no gate of their own, and
    /// for bounds right behind the label, or in sentences where it has nothing else. One finding a
    /// list, when the gate is due. A change that passes the gate and takes such an item away, or
    /// asks for less, is `criteria-weakened` besides.
    ///
    /// A table needs no boxes where a column says of each row whether it is met: `Status` with
    /// `met`, `🟡 pending`, `FAIL`. Where each row has a measured value that keeps its bound, that
    /// can be seen, too.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-1
    /// -**Exit Criteria:**
    /// +**Go/No-Go to Stage 1:**
    /// +- Support knows the feature
    /// +- No incident for a week
    /// +
    /// +**Exit Criteria:**
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-1
    /// -**Exit Criteria:**
    /// +**Go/No-Go to Stage 1:**
    /// +- [x] Support knows the feature
    /// +- [x] No incident for a week
    /// +
    /// +**Exit Criteria:**
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Put `[ ]` before each item, and tick what holds. A list that is no gate gets another name,
    /// or `<!-- rolloutlint: role=other -->` before it in the template.
    "gate-without-boxes", Stages, Warning, due: "its gate", fix: Suggested, since: "0.1.0",
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let plan = ctx.plan();
    let mut told: Vec<Span> = Vec::new();
    // A value that keeps its bound shows what is met.
    let line = |span: Span| plan.source.line(span.start);
    let kept: HashSet<_> = plan.measured.iter().filter(|row| row.is_kept()).map(|row| line(row.value.1)).collect();
    for stage in &plan.stages {
        // After a way back the boxes of the stage may be cleared and ticked anew.
        let is_reopened = ctx.standing().replay.reopened == Some(stage.number);
        for list in stage.boxless.iter().filter(|_| !is_reopened) {
            let Some(first) = list.items.first() else { continue };
            // A sentence about all stages is told of the first one.
            if told.contains(first) || list.items.iter().all(|item| kept.contains(&line(*item))) {
                continue;
            }
            let has_box =
                |item: &Span| ["[ ]", "[x]", "[X]"].iter().any(|sign| plan.source.slice(*item).contains(sign));
            let (message, help) = match list.items.iter().any(has_box) {
                true => (
                    format!(
                        "the boxes of `{}` of {} stand in a value, where nobody reads them",
                        list.name, stage.title
                    ),
                    "write them as a list below the label, with `- [ ]` before each item",
                ),
                false => (
                    format!("`{}` of {} has no boxes, so that nobody can see what is met", list.name, stage.title),
                    "write `- [ ]` before each item, and tick what holds",
                ),
            };
            let draft = ctx.report(*first, format!("stage:{}/boxes/{}", stage.number, list.name), message);
            told.push(*first);
            draft.due(list.due).help(help);
            if let Some(edits) = put_boxes(plan, list) {
                draft.suggest("put boxes before the items", edits);
            }
        }
    }
}
