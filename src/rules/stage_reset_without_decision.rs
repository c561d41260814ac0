use super::Context;
use crate::change::StageVerdict;
use crate::plan::log::Point;

rule! {
    /// The plan declares an earlier stage, and no rollback is recorded
    ///
    /// Going back is a decision too, and nobody should be able to lower the stage to get rid of its gates. Record a rollback (or an abort): going back is
    /// never held up by open gates.
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
    /// Paste the row that the help line prints into the decision log, and say why and who decided.
    "stage-reset-without-decision", Changes, Error, due: "always", fix: Suggested, check
}

fn check(ctx: &mut Context) {
    let StageVerdict::Reset { from, to, span } = &ctx.change.verdict else { return };
    let word = if *to == Point::Aborted { "Abort" } else { "Rollback" };
    let message = format!("the plan goes back from {from} to {to}, and no {} is recorded", word.to_lowercase());
    let (row, edit) = ctx.change.rows_to_write(&[(*from, *to)], word);
    let draft = ctx.report(*span, "declared", message).help(format!("record the decision in the log: `{row}`"));
    if let Some(edit) = edit {
        draft.suggest("record the decision", vec![edit]);
    }
}
