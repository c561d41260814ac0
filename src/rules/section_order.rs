use crate::rule::StandingContext;

rule! {
    /// The stages do not stand in their order
    ///
    /// Stages are read from top to bottom. A stage that stands above an earlier one is overlooked,
    /// and its gate with it.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad planned
    /// -## Stage 0: Internal Dogfooding
    /// +## Stage 1: Internal Dogfooding
    /// -## Stage 1: Alpha (Friendly Customers)
    /// +## Stage 0: Alpha (Friendly Customers)
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good planned
    /// -## Stage 1: Alpha (Friendly Customers)
    /// +## Stage 1: Friendly customers
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Move the stage sections into the order of their numbers.
    "section-order", Source, Error, due: "always", fix: None, since: "0.1.0",
    conduct: [holds_in_safe_direction],
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let plan = ctx.plan();
    if !(plan.follows_template || plan.log.is_some()) {
        return;
    }
    // A file that begins with its newest stage has an order of its own.
    if plan.stages.windows(2).all(|pair| pair[1].heading.start < pair[0].heading.start) {
        return;
    }
    // The stages are sorted by number, so that one that stands earlier than the one before it is
    // out of order.
    for pair in plan.stages.windows(2) {
        if pair[1].heading.start >= pair[0].heading.start {
            continue;
        }
        let message = format!("{} stands above {}", pair[1].title, pair[0].title);
        let draft = ctx.report(pair[1].heading, format!("stage:{}", pair[1].number), message);
        draft.also(pair[0].heading, "further down").help("move the sections into the order of their numbers");
    }
}
