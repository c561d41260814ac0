use crate::plan::Plan;
use crate::plan::log::{Form, Point, Route};
use crate::rule::StandingContext;
use crate::text::Edit;

rule! {
    /// A step is readable, but not written as `0→1`
    ///
    /// `0 -> 1`, `0 to 1` and `Internal → Alpha` mean the same. One way to write it keeps the log
    /// easy to search.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-1
    /// -| 2026-03-02 | 0→1 | Proceed | No P0 or P1 in 3 days, team confident | Priya Nair |
    /// +| 2026-03-02 | 0 -> 1 | Proceed | No P0 or P1 in 3 days, team confident | Priya Nair |
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-2
    /// -| [Date] | 2→GA | Proceed | [Why] | [Name] |
    /// +| 2026-03-30 | 2→GA | Hold | Two bugs are open | Priya Nair |
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Write the numbers of the two stages with an arrow between.
    "log-stage-format", Log, Info, due: "always", fix: Safe, since: "0.1.0",
    conduct: [holds_when_preexisting, holds_in_safe_direction_if_new],
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let plan = ctx.plan();
    for (index, row) in ctx.standing().judged_rows() {
        let Route::Move(from, to) = *ctx.standing().route(index) else { continue };
        let text = &row.stage.text;
        let canonical = format!("{from}→{to}");
        if *text == canonical
            || is_named_end(plan, text, from, to)
            || plan.has_named_stages()
            || is_spelled_out(plan, text, &canonical)
        {
            continue;
        }
        let message = format!("the step `{text}` is not written as `{canonical}`");
        let draft = ctx.report_row(index, row.stage.span, message);
        draft.help(format!("write `{canonical}`"));
        // A remark or a link beside the step stays where it is.
        let is_bare = plan.log_file().slice(row.stage.span) == text && !text.contains(['(', '[', ',', ';']);
        if is_bare {
            let edit = Edit { span: row.stage.span, replacement: canonical };
            draft.fix("write the step with numbers and arrow", vec![edit]);
        }
    }
}

/// A heading or a sentence reads better as `Stage 0 → 1`.
fn is_spelled_out(plan: &Plan, text: &str, canonical: &str) -> bool {
    let is_table = plan.log.as_ref().is_none_or(|log| log.form == Form::Table);
    let bare: String = text.chars().filter(|c| c.is_ascii_digit() || *c == '→').collect();
    !is_table && bare == canonical
}

/// The last stage may be called by its name's first word, `2→GA`: the template itself does it.
fn is_named_end(plan: &Plan, text: &str, from: Point, to: Point) -> bool {
    let last = plan.stages.last().filter(|stage| to == Point::Stage(stage.number));
    last.is_some_and(|stage| text == format!("{from}→{}", stage.first_word))
}
