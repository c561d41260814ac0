use crate::plan::{Criterion, Due, Stage};
use crate::rule::StandingContext;

rule! {
    /// The launch checklist is open, and the feature is launched
    ///
    /// Sales, support and marketing hear of the launch before the users do. Every row is ticked,
    /// with an owner, or says why it does not apply.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad ga
    /// -| Changelog published | Lena Vogt | [x] |
    /// +| Changelog published | Lena Vogt | [ ] |
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good ga
    /// -| Changelog published | Lena Vogt | [x] |
    /// +| Changelog published | N/A — internal feature | [ ] |
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Tick the row when it is done, or write `N/A — reason` into it.
    "gtm-incomplete", Stages, Error, due: "entering the last stage", fix: None, since: "0.1.0",
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let plan = ctx.plan();
    for stage in &plan.stages {
        let open: Vec<&Criterion> = Stage::open(&stage.launch).collect();
        let Some((first, rest)) = open.split_first() else { continue };
        let rows = if rest.is_empty() { "row" } else { "rows" };
        let names =
            if rest.is_empty() { format!(": {}", first.text) } else { format!(", the first of them {}", first.text) };
        let message = format!("the launch checklist of {} has {} open {rows}{names}", stage.title, open.len());
        let draft = ctx.report(first.span, format!("stage:{}/launch", stage.number), message);
        draft
            .due(Due::Entering(stage.number))
            .details(open.iter().map(|row| row.key.clone()))
            .help("tick the row and name its owner, or write `N/A — reason` into it");
        for row in rest {
            draft.also(row.span, "still open");
        }
    }
}
