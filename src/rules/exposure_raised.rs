use crate::rule::{ChangeContext, Spot};

rule! {
    /// More people see the feature, and no stage can be told from it
    ///
    /// The number in a flag file was raised, no audience of the plan says at which share its stage
    /// begins, and no decision is recorded in this change. So nobody can say whether a gate was
    /// passed.
    ///
    /// ## Bad
    ///
    /// ~~~flag bad heads
    /// features: { checkout_one_page: 2 }
    /// @@ to
    /// features: { checkout_one_page: 25 }
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~flag good stage-1
    /// features: { checkout_one_page: 2 }
    /// @@ to
    /// features: { checkout_one_page: 5 }
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Say in the audience of each stage which share of the users it is, or record the decision.
    "exposure-raised", Exposure, Warning, due: "always", fix: None, since: "0.1.0",
    mutes: [Rule("exposure-outside-audience")],
    checks: [Change(check)]
}

fn check(ctx: &mut ChangeContext) {
    let Some(standing) = ctx.change().after.as_ref() else { return };
    let is_decided = standing.new_rows().next().is_some();
    if standing.is_over() || is_decided || standing.has_shares() {
        return;
    }
    let raised = standing.higher().filter(|exposure| !exposure.is_brought);
    let Some(exposure) = raised.max_by_key(|exposure| standing.reach(exposure)) else { return };
    if standing.live_stage(exposure).is_some() {
        return;
    }
    let was = standing.exposure_before(exposure).map_or_else(|| "nothing".to_owned(), |base| base.words());
    let flag = exposure.name();
    let message = format!(
        "{flag} is raised ({was} → {}), and no audience of the plan says which stage that is",
        exposure.words()
    );
    let help = "say in the audience of each stage which share of the users it is, such as `10-25% of users`, or record the decision";
    let draft = ctx.report_at(Spot::of_exposure(standing, exposure), format!("flag:{flag}"), message);
    draft.help(help);
}
