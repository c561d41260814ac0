use crate::exposure::Then;
use crate::finding::{Severity, Side};
use crate::rule::{ChangeContext, Spot};
use crate::standing::{PassedByTime, stage_title};

rule! {
    /// A schedule in a flag file would pass a gate by time
    ///
    /// A ramp or a scheduled step raises the flag later by itself, to the audience of a stage that
    /// no decision leads to. Then time passes the gate, and nobody decides. The finding has the day
    /// on which a ramp comes so far, and on a ladder the day on which the feature reaches the
    /// environment. A schedule that ends inside the audience of the stage is fine. One that was
    /// there before is a warning, in a change of the plan or of the flag's entry.
    ///
    /// ## Bad
    ///
    /// ~~~flag bad stage-1 goff
    /// checkout_one_page:
    ///   variations: { new: true, old: false }
    ///   defaultRule: { percentage: { new: 5, old: 95 } }
    /// @@ to
    /// checkout_one_page:
    ///   variations: { new: true, old: false }
    ///   defaultRule:
    ///     progressiveRollout:
    ///       initial: { variation: old, percentage: 5, date: 2026-04-01T08:00:00Z }
    ///       end: { variation: new, percentage: 100, date: 2036-04-08T08:00:00Z }
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~flag good stage-1 goff
    /// checkout_one_page:
    ///   variations: { new: true, old: false }
    ///   defaultRule: { percentage: { new: 1, old: 99 } }
    /// @@ to
    /// checkout_one_page:
    ///   variations: { new: true, old: false }
    ///   defaultRule:
    ///     progressiveRollout:
    ///       initial: { variation: old, percentage: 0, date: 2026-04-01T08:00:00Z }
    ///       end: { variation: new, percentage: 5, date: 2036-04-08T08:00:00Z }
    /// ~~~
    ///
    /// ## Fix
    ///
    /// End the schedule where the audience of the stage ends, and raise it again with the decision.
    "exposure-schedule-crosses-gate", Exposure, Error, due: "always", fix: None, since: "0.1.0",
    conduct: [holds_in_safe_direction],
    checks: [Change(check)]
}

fn check(ctx: &mut ChangeContext) {
    let Some(standing) = ctx.change().after.as_ref() else { return };
    // What is live above the gate already is another finding.
    if standing.is_over() || !standing.verdict.agrees() {
        return;
    }
    let exposures = standing.version.exposures().iter();
    let found = exposures.filter_map(|exposure| Some((exposure, standing.gate_passed_by_time(exposure)?)));
    let Some((exposure, PassedByTime { step, stage, at, percent })) = found.min_by_key(|(_, passed)| passed.at) else {
        return;
    };
    let was_there = standing.exposure_before(exposure).is_some_and(|base| base.has_the_schedule_of(exposure));
    let flag = exposure.name();
    let title = stage_title(standing.plan(), stage);
    let day = at.strftime("%F").to_string();
    let then = match (&step.then, percent) {
        (Then::Stage { word, .. }, _) => word.clone(),
        (then @ Then::Share { .. }, None) => then.to_string(),
        (Then::Share { .. }, Some(percent)) => percent.to_string(),
    };
    let message = format!("time will raise {flag} to {then} and so into {title} on {day}, without a decision");
    let help = "end the schedule where the audience of the stage ends, or record the decision first";
    let draft = ctx.report_at(Spot::in_flags(Side::Head, &step.place), format!("stage:{stage}/schedule"), message);
    let end = format!("{} on {}", step.then, step.at.strftime("%F"));
    draft.label(end).help(help);
    if was_there || exposure.is_brought {
        draft.severity(Severity::Warning);
    }
}
