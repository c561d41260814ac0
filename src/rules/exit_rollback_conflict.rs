use crate::plan::measure::{bounds_that_all_hold, bounds_that_each_suffice};
use crate::plan::{Due, Met};
use crate::rule::StandingContext;

rule! {
    /// A stage may be left with a metric that calls for a rollback
    ///
    /// An exit criterion lets pass what a rollback trigger of the same metric does not: with
    /// `Error rate < 5%` as the bar and `Error rate exceeds 2%` as the trigger, a rollout at 3 %
    /// may go on and must go back. Only plain bounds on what is clearly the same metric, in the
    /// same unit, are compared.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-2
    /// -- [ ] Error rate < 1%
    /// +- [ ] Error rate < 5%
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-2
    /// -- [ ] Error rate < 1%
    /// +- [ ] Error rate stays below 2%
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Make the exit criterion as strict as the trigger, or correct the one that is wrong.
    "exit-rollback-conflict", Stages, Warning, due: "entering the stage", fix: None, since: "0.1.0",
    checks: [Standing(check)]
}

/// More triggers than this are watched by nobody.
const MOST_TRIGGERS: usize = 200;

fn check(ctx: &mut StandingContext) {
    let plan = ctx.plan();
    let triggers: Vec<_> = plan
        .triggers
        .iter()
        .filter(|trigger| !trigger.excused)
        .flat_map(|trigger| {
            let bounds = bounds_that_each_suffice(&trigger.text);
            bounds.iter().map(|bound| (trigger, bound.clone())).collect::<Vec<_>>()
        })
        .take(MOST_TRIGGERS)
        .collect();
    for stage in &plan.stages {
        let stands = stage.exit.iter().filter(|criterion| criterion.met != Met::Reasoned && !criterion.struck);
        for criterion in stands {
            let bounds = bounds_that_all_hold(&criterion.text);
            let conflict = triggers.iter().find(|(trigger, bound)| {
                trigger.stage.is_none_or(|number| number == stage.number)
                    && bounds.iter().any(|own| own.is_about_the_same(bound) && own.lets_pass(bound))
            });
            let Some((trigger, _)) = conflict else { continue };
            let message = format!(
                "the exit criterion `{}` of {} is laxer than the rollback trigger `{}`",
                criterion.text, stage.title, trigger.text
            );
            let draft = ctx.report(criterion.span, format!("stage:{}/exit/{}", stage.number, criterion.key), message);
            draft
                .due(Due::Entering(stage.number))
                .also(trigger.span, "goes off before the criterion fails")
                .help("make the criterion as strict as the trigger, or correct the trigger");
        }
    }
}
