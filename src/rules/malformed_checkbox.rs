use crate::finding::Severity;
use crate::rule::StandingContext;
use crate::text::Edit;

rule! {
    /// A box is written so that Markdown does not see it
    ///
    /// `[]`, `[✓]`, `[x]text` and `[-]` look like boxes to the person who wrote them. GitHub shows them as text, and nobody can tick them. rolloutlint counts
    /// what they were meant to say.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-1
    /// -- [x] Daily check-ins with alpha users
    /// +- [✓] Daily check-ins with alpha users
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-1
    /// -- [x] Daily check-ins with alpha users
    /// +- [X] Daily check-ins with alpha users
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Write `[ ]` or `[x]` with a space behind it.
    "malformed-checkbox", Source, Warning, due: "always, an error where the list is a gate", fix: Safe, since: "0.1.0",
    conduct: [holds_in_safe_direction],
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let plan = ctx.plan();
    for malformed in &plan.malformed_boxes {
        let written = plan.source.slice(malformed.span);
        let mark = if malformed.ticked { "[x]" } else { "[ ]" };
        let space = if malformed.glued { " " } else { "" };
        let message = format!("`{written}` is no box that Markdown knows: {}", malformed.text);
        let draft = ctx.report(malformed.span, format!("box:{}", malformed.text), message);
        draft.help(format!("write `{mark}` with a space behind it"));
        draft.fix(format!("write {mark}"), vec![Edit { span: malformed.span, replacement: format!("{mark}{space}") }]);
        if malformed.gates {
            draft.severity(Severity::Error);
        }
    }
}
