use crate::change::Missed;
use crate::rule::SightContext;

rule! {
    /// A flag that no plan names is raised
    ///
    /// A change raises a number in a file of `exposure:`, and no plan has that flag behind its
    /// *Feature Flag*. Many flags are no staged rollouts, so the rule is off until the
    /// configuration gives it a severity: `rules: { flag-without-plan: warning }`.
    ///
    /// ## Bad
    ///
    /// ~~~unplanned bad
    /// another_flag 5 % to 25 %
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~unplanned good
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Write a plan for the rollout, or name the flag in the plan that it belongs to.
    "flag-without-plan", Exposure, Warning, due: "always", fix: None, since: "0.1.0",
    conduct: [off_by_default],
    checks: [Sight(check)]
}

fn check(ctx: &mut SightContext) {
    let missed = ctx.out_of_sight();
    let Missed::Flag { flag, before, after } = &missed.what else { return };
    let message = format!("{flag} is raised ({before} → {after}), and no plan names it");
    let help = "name it behind *Feature Flag* of the plan that it belongs to, or write a plan: `rolloutlint create`";
    ctx.report(missed.span, format!("flag:{flag}"), message).help(help);
}
