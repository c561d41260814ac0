use crate::exposure::Live;
use crate::rule::{Spot, StandingContext};
use crate::standing::stage_title;

rule! {
    /// More people see the feature than the audience of its stage says
    ///
    /// The share in a flag file is above the end of the audience of the stage that is logged, and
    /// below the start of the next one: 7 % where Stage 1 is for up to 5 % and Stage 2 begins at 10
    /// %. No gate was passed, and the plan does not say what happens. The same is said of a share
    /// of everybody while the stages up to the one that is logged are for named customers or a
    /// number of people. Where the number falls, nothing is said.
    ///
    /// ## Bad
    ///
    /// ~~~flag bad stage-1
    /// features: { checkout_one_page: 5 }
    /// @@ to
    /// features: { checkout_one_page: 7 }
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
    /// Lower the number, or say in the plan who sees the stage.
    "exposure-outside-audience", Exposure, Warning, due: "always", fix: None, since: "0.1.0",
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let standing = ctx.standing();
    let Some(logged) = standing.covered_stage().filter(|_| !standing.is_over()) else { return };
    // Who goes down is not held up by what is left.
    if standing.is_cut() {
        return;
    }
    let found = standing.version.exposures().iter().find_map(|exposure| match &exposure.live {
        Live::Share { percent, .. } => Some((exposure, standing.outside_audience(*percent, logged)?)),
        _ => None,
    });
    let Some((exposure, end)) = found else { return };
    let (plan, flag) = (standing.plan(), exposure.name());
    let title = stage_title(plan, logged);
    let live = exposure.words();
    let message = match end {
        Some(end) => format!("{flag} is at {live}, and {title} is for up to {end} %"),
        None => format!("{flag} is at {live} of everybody, and no audience up to {title} is a share"),
    };
    let anchor = format!("flag:{flag}/audience");
    let draft = ctx.report_at(Spot::of_exposure(standing, exposure), anchor, message);
    draft.help("lower the number, or correct the audience in the plan");
    if let Some(line) = plan.stage(logged).and_then(|stage| stage.audience.lines.first()) {
        draft.also(line.span, format!("the audience of {title}"));
    }
}
