use crate::plan::{Criterion, Due, Met, Stage};
use crate::rule::StandingContext;

rule! {
    /// An exit criterion is ticked, and nothing shows that it is met
    ///
    /// The line of a ticked exit box names neither a link, a commit, a ticket nor a run. Many teams
    /// keep that elsewhere, so the rule is off until the configuration asks for it:
    /// `criteria: { evidence: link }`. A criterion with a reason why it need not be met is none,
    /// and stages that were left before are not asked any more.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-1
    ///  **Exit Criteria:**
    /// -- [ ] 3 of 3 alpha users successful
    /// +- [x] 3 of 3 alpha users successful
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-1
    ///  **Exit Criteria:**
    /// -- [ ] 3 of 3 alpha users successful
    /// +- [x] 3 of 3 alpha users successful ([calls](https://notes.example.com/alpha))
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Write behind the criterion what shows it: a link, a commit, a ticket, or the number of a
    /// run.
    "criterion-without-evidence", Stages, Error, due: "entering the stage", fix: None, since: "0.1.0",
    conduct: [off_by_default],
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let plan = ctx.plan();
    let is_asked = |stage: &&Stage| ctx.standing().left_by(stage.number).is_none_or(|row| row.is_new);
    let stages: Vec<&Stage> = plan.stages.iter().filter(is_asked).collect();
    for stage in stages {
        let bare = |criterion: &&Criterion| criterion.met == Met::Ticked && !plan.shows_evidence(criterion);
        for criterion in stage.exit.iter().filter(bare) {
            let message = format!("nothing shows that an exit criterion of {} is met: {}", stage.title, criterion.text);
            ctx.report(criterion.span, format!("stage:{}/evidence/{}", stage.number, criterion.key), message)
                .due(Due::Entering(stage.number))
                .help("write behind it what shows it: a link, a commit, a ticket, or `run` with its number");
        }
    }
}
