use crate::finding::{Severity, Side};
use crate::rule::ChangeContext;
use crate::standing::Rewrite;

rule! {
    /// A recorded decision was rewritten
    ///
    /// A row on the base branch is evidence. Its date, stage, decision and deciders do not change
    /// any more; whoever has to correct one adds an *amend* row. A word that is added, dropped or
    /// struck beside them is an edit, too: `1→2 (EU)`, `Priya Nair (for Ann Lee)`. A reworded
    /// rationale is a warning. Formatting, links, footnotes, the order of columns or people, and a
    /// role behind a name are no edit, and neither is filling in what was open. That a program
    /// stands behind a name is one, and so is what takes it back: a line below the entry, `Revoked
    /// on 2026-03-20.`, or a name above it, `### Not decided`.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-1
    /// -| 2026-03-02 | 0→1 | Proceed | No P0 or P1 in 3 days, team confident | Priya Nair |
    /// +| 2026-03-02 | 0→1 | Proceed | No P0 or P1 in 3 days, team confident | Ann Lee |
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-1
    /// -| [Date] | 1→2 | Proceed | [Why] | [Name] |
    /// +| 2026-03-09 | 0→1 | Amend | Ann Lee decided, Priya wrote it down | Ann Lee |
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Put the row back as it was, and add a row with the decision `Amend` that says what is right.
    "log-entry-modified", Changes, Error, due: "always", fix: None, since: "0.1.0",
    conduct: [holds_in_safe_direction],
    checks: [Change(check)]
}

fn check(ctx: &mut ChangeContext) {
    let (change, form) = (ctx.change(), ctx.form());
    for rewrite in &change.rewrites {
        let Rewrite::Modified { before, after, columns } = rewrite else { continue };
        let step = change.step_before(*before);
        let (before, after) = (change.row_before(*before), change.row_after(*after));
        let only_rationale = columns.iter().all(|column| *column == "Rationale");
        let message =
            format!("the recorded decision {step} of {} was rewritten: {}", before.date.text, columns.join(", "));
        let draft = ctx.report_in_log(Side::Head, after.span, format!("decision-log:{step}"), message);
        draft.also_in_log(Side::Base, before.span, "as it was recorded").help(format!(
            "put the {} back, and add {} with the decision `Amend` that says what is right",
            form.entry(),
            form.an_entry()
        ));
        if let (None, Some((span, _))) = (&before.taken_back, &after.taken_back) {
            draft.also_in_log(Side::Head, *span, "this takes it back");
        }
        if only_rationale {
            draft.severity(Severity::Warning);
        }
    }
}
