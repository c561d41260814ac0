use crate::rule::StandingContext;
use crate::standing::stage_title;

rule! {
    /// A Progression Decision was due, and nothing is recorded
    ///
    /// The stage's own section names the day on which it should be over. The day has passed, exit
    /// criteria are open, and nobody recorded a decision. Late is no offence; not deciding is.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-2
    /// -- **Date:** [Date]
    /// -- **Decision maker:** [PM + Eng Lead]
    /// +- **Date:** 2026-03-20
    /// +- **Decision maker:** Priya Nair
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-2
    /// -- **Date:** [Date]
    /// +- **Date:** 2026-04-20
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Record a hold or the move in the decision log, or set a new date.
    "progression-decision-overdue", Stages, Warning, due: "always", fix: None, since: "0.1.0",
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let plan = ctx.plan();
    for sign in ctx.standing().overdue_decisions() {
        let message = format!(
            "the decision to go on to {} was due on {}, and nothing is recorded",
            stage_title(plan, sign.stage),
            sign.text
        );
        ctx.report(sign.span, format!("stage:{}", sign.stage), message)
            .help("record a hold or the move in the decision log, or set a new date");
    }
}
