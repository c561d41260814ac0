use crate::finding::Severity;
use crate::plan::FillingKind;
use crate::plan::date::read_date;
use crate::plan::value::ValueState;
use crate::rule::StandingContext;

rule! {
    /// The review after the launch has no day
    ///
    /// Whether the bet paid off is seen some weeks after everybody has the feature. The day is set
    /// when the last stage begins, two to four weeks after it; another distance is a warning. `N/A`
    /// needs a reason.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad ga
    /// -**Scheduled:** 2026-04-27
    /// +**Scheduled:** [Date, 2-4 weeks after GA]
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good ga
    /// -**Scheduled:** 2026-04-27
    /// +**Scheduled:** 2026-05-04
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Write the day of the review.
    "post-ga-review", Stages, Error, due: "entering the last stage", fix: None, since: "0.1.0",
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let plan = ctx.plan();
    let is_review = |kind: FillingKind| matches!(kind, FillingKind::Date { .. });
    let Some(slot) = plan.slots.iter().find(|slot| slot.key == "scheduled" && is_review(slot.kind)) else { return };
    if slot.value.is_open() || slot.value.state == (ValueState::NotApplicable { reason: false }) {
        let message = format!("{} of the review after the launch is open", slot.name);
        ctx.report_slot(slot, slot.value.span, message).help("write a day two to four weeks after the launch");
        return;
    }
    let launched =
        ctx.standing().replay.entered.get(&plan.last_stage()).and_then(|index| ctx.standing().row(*index).day.day());
    let (Some(launched), Some(review)) = (launched, read_date(&slot.value.text).day()) else { return };
    let days = (review - launched).get_days();
    // A review before the launch is `date-order`.
    if days < 0 || (14..=28).contains(&days) {
        return;
    }
    let message = format!("the review is set {days} days after the launch");
    ctx.report_slot(slot, slot.value.span, message)
        .severity(Severity::Warning)
        .help("set a day two to four weeks after the launch");
}
