use crate::plan::log::{Decision, Point};
use crate::rule::ChangeContext;
use crate::rules::stage_change_without_log_entry::{quoted, rows_to_fill_in};
use crate::standing::StageVerdict;

rule! {
    /// The plan declares an earlier stage, and no rollback is recorded
    ///
    /// Going back is a decision too, and nobody should be able to lower the stage to get rid of its
    /// gates. Record a rollback (or an abort): going back is never held up by open gates.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-1 from
    /// +**Current stage:** 1
    ///  **Owner:** Priya Nair
    /// @@ to
    /// -**Current stage:** 1
    /// +**Current stage:** 0
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-1 from
    /// +**Current stage:** 1
    ///  **Owner:** Priya Nair
    /// @@ to
    /// -**Current stage:** 1
    /// +**Current stage:** 0
    /// -| [Date] | 1→2 | Proceed | [Why] | [Name] |
    /// +| 2026-03-09 | 1→0 | Rollback | Payments failed for Oak & Ash | Priya Nair |
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Paste the row that is suggested into the decision log, and say why and who decided.
    "stage-reset-without-decision", Changes, Error, due: "always", fix: Suggested, since: "0.1.0",
    conduct: [holds_in_safe_direction],
    checks: [Change(check)]
}

fn check(ctx: &mut ChangeContext) {
    let Some(standing) = &ctx.change().after else { return };
    let StageVerdict::Reset { from, to, span } = &standing.verdict else { return };
    let verb = if *to == Point::Aborted { Decision::Abort } else { Decision::Rollback };
    let message = format!("the plan goes back from {from} to {to}, and no {} is recorded", verb.word());
    let rows = rows_to_fill_in(standing, &[(*from, *to, verb)]);
    let help = format!("record the decision in {}: {}", ctx.log_name(), quoted(&rows.text));
    let draft = ctx.report(*span, "declared", message);
    draft.help(help);
    if !rows.edits.is_empty() {
        draft.suggest_in_log("record the decision", rows.edits);
    }
}
