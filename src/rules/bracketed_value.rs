use crate::finding::Side;
use crate::plan::value::Value;
use crate::rule::StandingContext;
use crate::text::{Edit, Source, Span};

rule! {
    /// A value is filled in, and its brackets are still around it
    ///
    /// `[2026-03-12]` is a date in the clothes of a placeholder. It is read as the date that it is;
    /// the brackets only mislead people. A bracket counts when it is the whole value, but for the
    /// words that the template has around it, and holds what its slot asks for: a date, a number, a
    /// duration or a link.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-1
    /// -**Created:** 2026-02-02
    /// +**Created:** [2026-02-02]
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-1
    /// -**Created:** 2026-02-02
    /// +**Created:** 2026-02-02
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Delete the brackets.
    "bracketed-value", Filling, Warning, due: "always", fix: Safe, since: "0.1.0",
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let plan = ctx.plan();
    for slot in &plan.slots {
        let Some(bracket) = slot.value.bracketed else { continue };
        let message = format!("{} is filled in, but still in brackets", slot.name);
        let edits = unwrap(&plan.source, &slot.value, bracket);
        ctx.report(bracket, slot.anchor.clone(), message)
            .help(format!("write `{}`", slot.value.text))
            .fix("delete the brackets", edits);
    }
    for row in plan.log.iter().flat_map(|log| &log.rows) {
        let Some(bracket) = row.date.bracketed else { continue };
        let message = format!("the date of {} is filled in, but still in brackets", row.step());
        let edits = unwrap(plan.log_file(), &row.date, bracket);
        let draft = ctx.report_in_log(Side::Head, bracket, format!("decision-log:{}", row.step()), message);
        draft.help(format!("write `{}`", row.date.text)).fix("delete the brackets", edits);
    }
}

/// Takes off the brackets, and the backslashes that a formatter put before them.
fn unwrap(source: &Source, value: &Value, bracket: Span) -> Vec<Edit> {
    let inside = source.slice(bracket).trim_start_matches(['\\', '[']).trim_end_matches(['\\', ']']);
    let replacement = if inside.is_empty() { value.text.clone() } else { inside.trim().to_owned() };
    vec![Edit { span: bracket, replacement }]
}
