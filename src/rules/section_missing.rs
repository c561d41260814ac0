use super::{Context, Draft};
use crate::plan::{Due, Plan, Stage};
use crate::text::fold;

rule! {
    /// A section of the template is absent
    ///
    /// Every level-2 section of the template is a question that every rollout answers, unless the template marks it as `(Optional)`. A stage that a plan
    /// had before this change cannot just disappear either: a *skip* row of the decision log leaves a stage out, and its heading stays.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-1
    /// -## Communication Plan
    /// -
    /// -| Stage | Internal Comms | External Comms |
    /// -|-------|----------------|----------------|
    /// -| Stage 0 | Team Slack | None |
    /// -| Stage 1 | Team + CS | Alpha customer emails |
    /// -| Stage 2 | Full team + sales | Beta announcement (if opt-in) |
    /// -| Stage 3 | All hands | Full launch comms |
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-1
    /// -## Communication Plan
    /// +## Communication plan
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Put the section back, with the template's heading. A section that does not apply keeps its heading and says so: `N/A — reason`.
    "section-missing", Filling, Error, due: "created", fix: Suggested, check
}

fn check(ctx: &mut Context) {
    let Some(plan) = ctx.head() else { return };
    let left_out =
        |anchor: &str| ctx.change.replay.skipped.iter().any(|stage| anchor == format!("section:stage {stage}"));
    for section in plan.missing_sections.iter().filter(|section| !left_out(&section.anchor)) {
        let draft = report(ctx, plan, &section.anchor, &section.name);
        if let Some(edit) = section.edit.clone() {
            draft.suggest("put the section back as the template has it", vec![edit]);
        }
    }
    let gone: Vec<&Stage> =
        ctx.change.base.iter().flat_map(|base| &base.stages).filter(|stage| is_gone(ctx, plan, stage)).collect();
    for stage in gone {
        report(ctx, plan, &format!("section:stage {}", stage.number), &format!("{}: {}", stage.title, stage.name));
    }
}

fn report<'c>(ctx: &'c mut Context, plan: &Plan, anchor: &str, name: &str) -> &'c mut Draft {
    let message = format!("the section `{name}` is missing");
    ctx.report(plan.heading, anchor, message)
        .due(Due::Created)
        .help(format!("put back the heading `## {name}` with what belongs below it"))
}

/// Whether a stage of the version before is in this one neither by name nor by number, and nobody left it out on record.
fn is_gone(ctx: &Context, plan: &Plan, stage: &Stage) -> bool {
    let kept = plan.stages.iter().any(|other| {
        other.number == stage.number || (!stage.name.is_empty() && fold(&other.name) == fold(&stage.name))
    });
    let reported =
        plan.missing_sections.iter().any(|section| section.anchor == format!("section:stage {}", stage.number));
    let left_out = ctx.change.replay.skipped.contains(&stage.number) || ctx.policy.skipped.contains(&stage.number);
    !kept && !reported && !left_out
}
