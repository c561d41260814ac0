use crate::plan::log::{Form, Point, Route};
use crate::plan::{Plan, Stage};
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
        let (from, to) = match *ctx.standing().route(index) {
            Route::Move(from, to) => (from, to),
            Route::At(to) if ctx.standing().is_start(index) => (Point::Planned, to),
            _ => continue,
        };
        let text = &row.stage.text;
        let ends: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|end| !end.is_empty()).collect();
        let written = |end: Option<&&str>, point: Point| written(plan, end.copied().unwrap_or_default(), point);
        let canonical = format!("{}→{}", written(ends.first(), from), written(ends.last(), to));
        if *text == canonical || plan.has_named_stages() || is_spelled_out(plan, text, &canonical) {
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

/// How an end of a step is written. The last stage may be called by its name's first word, `2→GA`:
/// the template itself does it.
fn written(plan: &Plan, end: &str, point: Point) -> String {
    let last = plan.stages.last().filter(|stage| point == Point::Stage(stage.number));
    let is_named = |stage: &&Stage| end == stage.first_word;
    last.filter(is_named).map_or_else(|| point.to_string(), |stage| stage.first_word.clone())
}
