use super::progression_decision_missing::lacks_progression;
use crate::edit::record::{NewRow, Written, write_rows};
use crate::finding::Side;
use crate::plan::Plan;
use crate::plan::log::{Decision, Point, Position};
use crate::rule::{ChangeContext, Spot};
use crate::stage_number::StageNumber;
use crate::standing::{Shown, ShownBy, Sign, SignKind, StageVerdict, Standing, stage_title};

rule! {
    /// The stage moved, and no row of the decision log was recorded for it
    ///
    /// This is what rolloutlint is for. A change that shows a later stage than the log does (by
    /// declaring it, by ticking a box that is ticked only when the stage runs, by filling in the
    /// Progression Decision of the stage before, or by meeting all entry criteria, "Stage n
    /// complete" among them) must record the decision in the same change: a new row, or the
    /// template's row filled in. An edit of an old row is no new decision.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-1
    ///  **Activities:**
    /// -- [ ] Monitor leading metrics daily
    /// +- [x] Monitor leading metrics daily
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-1
    ///  **Entry Criteria:**
    /// -- [ ] Support team briefed
    /// +- [x] Support team briefed
    /// ~~~
    ///
    /// A decision is recorded by a row, such as the one that leads to Stage 2:
    ///
    /// ~~~text
    /// | 2026-03-16 | 1→2 | Proceed | 3 of 3 customers completed orders alone | Priya Nair |
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Paste the row that is suggested into the decision log, and say why and who decided.
    "stage-change-without-log-entry", Changes, Error, due: "always", fix: Suggested, since: "0.1.0",
    conduct: [holds_in_safe_direction],
    checks: [Change(check)]
}

fn check(ctx: &mut ChangeContext) {
    let Some(standing) = &ctx.change().after else { return };
    let plan = standing.plan();
    let StageVerdict::Moved { from, to, signs } = &standing.verdict else { return };
    let Some(first) = signs.first() else { return };
    let target = stage_title(plan, *to);
    let is_for_some = matches!(first.exposure, Some(Shown { by: ShownBy::Segment(_), .. }));
    let moves = match standing.exposure_shown(first) {
        Some(exposure) if is_for_some => format!("{} for {} moves the rollout", exposure.name(), first.text),
        Some(exposure) => format!("{} at {} moves the rollout", exposure.name(), first.text),
        None => "the rollout moves".to_owned(),
    };
    let message = match from {
        Point::Aborted => format!("{moves} on to {target} after the abort, and no decision to restart is recorded"),
        Point::Planned => format!("{moves} to {target}, and no decision is recorded"),
        Point::Stage(number) => {
            format!("{moves} from {} to {target}, and no decision is recorded", stage_title(plan, *number))
        }
    };
    let rows = rows_to_fill_in(standing, &steps(standing, *from, *to));
    let open = standing.open_on_the_way(*to);
    let unclaimed = standing.unclaimed_in_words();
    let help = format!(
        "record the decision in {}: {}{}{unclaimed}",
        ctx.log_name(),
        quoted(&rows.text),
        describe(standing, *to)
    );
    let spot = |sign: &Sign| spot_of(standing, sign);
    let others = signs.iter().skip(1).take(3).map(|sign| (spot(sign), words(plan, sign)));
    let draft = ctx.report_at(spot(first), format!("stage:{to}"), message).label(words(plan, first)).help(help);
    draft.labels.extend(others);
    for (stage, criterion, gate) in open.into_iter().take(8) {
        draft.also(criterion.span, format!("open {gate} criterion of {}", stage.title));
    }
    if !rows.edits.is_empty() {
        draft.suggest_in_log("record the decision, and put in why and who", rows.edits);
    }
}

/// Where a sign is to be seen: in the flag file for what a flag shows, else in the plan.
pub(super) fn spot_of(standing: &Standing, sign: &Sign) -> Spot {
    match (standing.place_shown(sign), standing.exposure_shown(sign)) {
        (Some(place), _) => Spot::in_flags(Side::Head, place),
        (None, Some(exposure)) => Spot::of_exposure(standing, exposure),
        (None, None) => Spot::in_version(Side::Head, sign.span),
    }
}

/// What a sign is, in words.
pub(super) fn words(plan: &Plan, sign: &Sign) -> String {
    let stage = stage_title(plan, sign.stage);
    let when = if sign.is_new { " in this change" } else { "" };
    match sign.kind {
        SignKind::Declared => format!("{stage} is declared here{when}"),
        SignKind::Status => format!("{stage} has begun by its status{when}"),
        SignKind::Work => format!("work of {stage} is ticked{when}"),
        SignKind::Progression => format!("the decision to go on to {stage} is filled in{when}"),
        SignKind::Exposure => {
            format!("{} is the audience of {stage}{}", sign.text, if sign.is_new { ", set in this change" } else { "" })
        }
        SignKind::Entry => format!("all entry criteria of {stage} are met{when}"),
    }
}

/// Rows as they stand in the text of a help line, one behind the other.
pub(super) fn quoted(rows: &str) -> String {
    let lines = rows.lines().map(str::trim_end).filter(|line| !line.trim().is_empty());
    lines.map(|line| format!("`{line}`")).collect::<Vec<_>>().join(" and ")
}

/// The rows for some steps, in which a person has to say why and who.
pub(super) fn rows_to_fill_in(standing: &Standing, steps: &[(Point, Point, Decision)]) -> Written {
    let row = |(from, to, verb): &(Point, Point, Decision)| NewRow::to_fill_in(standing, (*from, *to), *verb);
    write_rows(standing, &steps.iter().map(row).collect::<Vec<_>>())
}

/// What would be refused as well once the move to a stage is recorded: criteria, fields, and the
/// lines that say the same as the row.
pub(super) fn describe(standing: &Standing, to: StageNumber) -> String {
    let open = standing.open_on_the_way(to);
    let counted = |number: usize, one: &str, several: &str| match number {
        0 => None,
        1 => Some(format!("1 {one}")),
        _ => Some(format!("{number} {several}")),
    };
    let criteria = |gate: &str| open.iter().filter(|(_, _, which)| *which == gate).count();
    let left = standing.left_on_the_way(to).filter(|stage| lacks_progression(stage));
    let parts = [
        counted(criteria("exit"), "exit criterion", "exit criteria"),
        counted(criteria("entry"), "entry criterion", "entry criteria"),
        counted(standing.fields_on_the_way(to), "field", "fields"),
    ];
    let progression = left.map(|stage| format!("the Progression Decision of {}", stage.title));
    let parts: Vec<String> = parts.into_iter().flatten().chain(progression).collect();
    match &parts[..] {
        [] => String::new(),
        [only] => format!("; still open for it: {only}"),
        [most @ .., last] => format!("; still open for it: {} and {last}", most.join(", ")),
    }
}

/// The rows that lead from where the log is to a stage, one stage at a time. After an abort the
/// first one restarts, at most where the rollout was given up.
pub(super) fn steps(standing: &Standing, from: Point, to: StageNumber) -> Vec<(Point, Point, Decision)> {
    let plan = standing.plan();
    let start = match (from, standing.logged()) {
        (Point::Aborted, Position::Aborted(Some(given_up))) => to.min(given_up),
        (Point::Aborted | Point::Planned, _) => plan.first_stage(),
        (Point::Stage(number), _) => number,
    };
    let restart = (from == Point::Aborted).then_some((from, Point::Stage(start), Decision::Restart));
    let stages: Vec<StageNumber> =
        std::iter::successors(Some(start), |stage| plan.names.after(*stage)).take_while(|stage| *stage <= to).collect();
    let on = stages.windows(2).map(|pair| (Point::Stage(pair[0]), Point::Stage(pair[1]), Decision::Proceed));
    restart.into_iter().chain(on).collect()
}
