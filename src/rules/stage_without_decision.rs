use crate::finding::Severity;
use crate::rule::StandingContext;
use crate::rules::stage_change_without_log_entry::{describe, quoted, rows_to_fill_in, spot_of, steps, words};
use crate::standing::{Sign, StageVerdict, stage_title};

rule! {
    /// Work or a claim stands above everything that was ever logged
    ///
    /// A box of Stage 2 is ticked, or Stage 1's Progression Decision is filled in, and no row of
    /// the decision log leads there. It was so before this change; a change that does it is
    /// `stage-change-without-log-entry`. After a rollback, old ticks up to the highest stage ever
    /// reached are history.
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
    /// -- [ ] Support team briefed
    /// +- [x] Support team briefed
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Record the decision in the log, or take back the tick.
    "stage-without-decision", Stages, Error, due: "always", fix: None, since: "0.1.0",
    conduct: [holds_in_safe_direction, holds_when_preexisting],
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let plan = ctx.plan();
    let StageVerdict::Undecided { to, signs, .. } = &ctx.standing().verdict else { return };
    // Without a log there is nothing to record in: `log-missing` speaks.
    let (Some(first), true) = (signs.first(), plan.log.is_some()) else { return };
    let message = format!("{} has begun, but no decision in the log leads there", stage_title(plan, *to));
    let steps = steps(ctx.standing(), ctx.standing().gate, *to);
    let row = rows_to_fill_in(ctx.standing(), &steps).text;
    let standing = ctx.standing();
    // A number in a flag file stands beside what the plan says: the plan is what waits for its row.
    let number = |sign: &Sign| sign.exposure.map(|_| spot_of(standing, sign));
    let also = signs.iter().enumerate().filter_map(|(index, sign)| match index {
        0 => Some((number(sign)?, words(plan, sign))),
        _ => Some((spot_of(standing, sign), words(plan, sign))),
    });
    let also: Vec<_> = also.take(4).collect();
    let is_brought = |sign: &Sign| standing.exposure_shown(sign).is_some_and(|found| found.is_brought);
    // Who brings the entry of the configuration is told, and not held up by it.
    let is_only_told = signs.iter().all(is_brought);
    let open = describe(standing, *to);
    let unclaimed = ctx.standing().unclaimed_in_words();
    let help = match &plan.log_source {
        Some(source) => format!("record it in {}: {}{open}{unclaimed}", source.path, quoted(&row)),
        None => format!("record it in the decision log: {}{open}", quoted(&row)),
    };
    let draft = ctx.report(first.span, format!("stage:{to}"), message);
    if first.exposure.is_none() {
        draft.label(words(plan, first));
    }
    draft.help(help);
    draft.labels.extend(also);
    if is_only_told {
        draft.severity(Severity::Warning);
    }
}
