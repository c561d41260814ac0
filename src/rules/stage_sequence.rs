use crate::plan::Stage;
use crate::rule::StandingContext;

rule! {
    /// The stages are not numbered one after the other
    ///
    /// Between Stage 1 and Stage 3 something is missing: a section, or a number. Every move of the
    /// log names two neighbours.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad planned
    /// -## Stage 3: GA (Full Release)
    /// +## Stage 5: GA (Full Release)
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good planned
    /// -## Stage 2: Beta (Limited Release)
    /// +## Stage 2: Beta for partners
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Number the stages without gaps, from the first one's number on.
    "stage-sequence", Stages, Error, due: "always", fix: None, since: "0.1.0",
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let plan = ctx.plan();
    if !(plan.follows_template || plan.log.is_some()) {
        return;
    }
    for pair in plan.stages.windows(2) {
        // A range fills its places, and `1.5` is in the place of 1.
        let gap = pair[0].number.end() + 1..pair[1].number.start();
        let left_out = |number: u32| ctx.policy.skipped.contains(&number.into());
        // A stage of the template that is absent is a missing section, not a wrong number.
        let missing = |number: u32| {
            plan.missing_sections.iter().any(|section| section.anchor == format!("section:stage {number}"))
        };
        if gap.is_empty()
            || gap.clone().all(|number| left_out(number) || missing(number))
            || is_gone_with_the_change(ctx, &pair[0], &pair[1])
        {
            continue;
        }
        let message = format!("{} follows {}", pair[1].title, pair[0].title);
        ctx.report(pair[1].heading, format!("stage:{}", pair[1].number), message)
            .also(pair[0].heading, "the stage before")
            .help("number the stages without gaps");
    }
}

/// Whether the version before had the stage in between: then its section is missing, and
/// `section-missing` says so.
fn is_gone_with_the_change(ctx: &StandingContext, before: &Stage, after: &Stage) -> bool {
    ctx.standing().owed.stages.iter().any(|stage| before.number < stage.number && stage.number < after.number)
}
