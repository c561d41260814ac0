use crate::plan::Due;
use crate::rule::StandingContext;

rule! {
    /// The audience shrinks from a stage to the next
    ///
    /// A rollout grows. A later stage with fewer users than the one before is a slip of the pen, or
    /// the stages are in the wrong order.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-2
    /// -- 100% of users
    /// +- 10% of users
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-2
    /// -- 100% of users
    /// +- 100 % of all users
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Correct the percentage.
    "audience-not-monotonic", Stages, Warning, due: "created", fix: None, since: "0.1.0",
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let plan = ctx.plan();
    let shares: Vec<_> = plan
        .stages
        .iter()
        .filter_map(|stage| stage.audience.share().map(|(share, span)| (stage, share, span)))
        .collect();
    for pair in shares.windows(2) {
        let ((before, less, first), (after, more, span)) = (pair[0], pair[1]);
        if more >= less {
            continue;
        }
        let message = format!("{} reaches {more} % of users, and {} before it {less} %", after.title, before.title);
        let draft = ctx.report(span, format!("stage:{}/audience", after.number), message).due(Due::Created);
        draft.also(first, "more than later").help("correct the percentage, or the order of the stages");
    }
}
