use crate::rule::StandingContext;

rule! {
    /// A label stands twice in one place
    ///
    /// Two owners, two dates: nobody knows which one counts.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-1
    ///  **Owner:** Priya Nair
    /// +**Owner:** Ann Lee
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-1
    /// -**Owner:** Priya Nair
    /// +**Owner:** Priya Nair, Ann Lee
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Keep one of them.
    "field-duplicate", Source, Error, due: "always", fix: None, since: "0.1.0",
    conduct: [holds_in_safe_direction],
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let plan = ctx.plan();
    for twice in plan.duplicates.iter().filter(|twice| !twice.is_section) {
        let message = format!("the label `{}` stands twice", twice.name);
        ctx.report(twice.second, format!("field:{}", twice.name), message)
            .also(twice.first, "the first one")
            .help("keep one of them");
    }
}
