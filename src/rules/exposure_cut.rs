use crate::edit::record::{NewRow, write_rows};
use crate::exposure::{Live, Percent};
use crate::finding::Side;
use crate::plan::log::{Decision, Point};
use crate::rule::{ChangeContext, Spot};
use crate::rules::stage_change_without_log_entry::quoted;
use crate::stage_number::StageNumber;
use crate::standing::Fall;

rule! {
    /// Fewer people see the feature than before
    ///
    /// A number in a flag file fell, or the flag was switched off. The way back is never held up,
    /// however far the flag still is: this is information, with the row of the rollback where the
    /// number leaves the stage that is logged. A later raise above what is then logged needs its
    /// row. A return to where the log already is needs none.
    ///
    /// ## Bad
    ///
    /// ~~~flag bad stage-2
    /// features: { checkout_one_page: 20 }
    /// @@ to
    /// features: { checkout_one_page: 0 }
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~flag good stage-2
    /// features: { checkout_one_page: 20 }
    /// @@ to
    /// # The same number.
    /// features:
    ///   checkout_one_page: 20.0
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Record the rollback when you know more, if the rollout stays there.
    "exposure-cut", Exposure, Info, due: "always", fix: Suggested, since: "0.1.0",
    checks: [Change(check)]
}

fn check(ctx: &mut ChangeContext) {
    let Some(standing) = ctx.change().after.as_ref().filter(|standing| standing.is_cut()) else { return };
    let (Some(before), Some(after)) = standing.live_reach() else { return };
    let falls = standing.falls();
    let Some(Fall { exposure: head, was, is, place, .. }) = falls.first() else { return };
    let flag = head.name();
    let message = format!("{flag} goes down: {was} → {is}");
    let spot = place.map_or_else(|| Spot::of_exposure(standing, head), |place| Spot::in_flags(Side::Head, place));
    let is_recorded = standing.new_rows().any(|index| standing.row(index).verb == Some(Decision::Rollback));
    let goes_back = |logged: &StageNumber| after.0 < Some(*logged) && before.0 > after.0 && !is_recorded;
    let rollback = standing.covered_stage().filter(goes_back);
    // A smaller share that is the audience of no stage is nearest to that of the stage before.
    let below = rollback.and_then(|from| standing.plan().names.numbers().rfind(|stage| *stage < from));
    let shares = matches!(head.live.known(), Some(Live::Share { percent, .. }) if *percent > Percent::NONE);
    let to = below.filter(|_| shares).or(after.0).unwrap_or(standing.plan().first_stage());
    let rows = rollback.filter(|from| to < *from).map(|from| {
        let row = NewRow::to_fill_in(standing, (Point::Stage(from), Point::Stage(to)), Decision::Rollback);
        write_rows(standing, &[row])
    });
    let log = ctx.log_name();
    let draft = ctx.report_at(spot, format!("flag:{flag}"), message);
    if let Some(rows) = rows {
        draft.help(format!(
            "nothing is needed now; if the rollout stays there, record it in {log}: {}",
            quoted(&rows.text)
        ));
        if !rows.edits.is_empty() {
            draft.suggest_in_log("record the rollback, and put in why and who", rows.edits);
        }
    }
}
