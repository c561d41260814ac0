use crate::rule::StandingContext;

rule! {
    /// A section stands twice
    ///
    /// Two sections with one name can say two things, and a reader finds the first.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-1
    ///  ## Risk Register
    /// +
    /// +Nothing yet.
    /// +
    /// +## Risk Register
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-1
    ///  ## Risk Register
    /// +
    /// +### Risk register of the partners
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Put both into one section.
    "section-duplicate", Source, Error, due: "always", fix: None, since: "0.1.0",
    conduct: [never_hidden, holds_in_safe_direction],
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let plan = ctx.plan();
    for twice in plan.duplicates.iter().filter(|twice| twice.is_section) {
        let message = format!("the section `{}` stands twice", twice.name);
        ctx.report(twice.second, format!("section:{}", twice.name), message)
            .also(twice.first, "the first one")
            .help("put both into one section");
    }
}
