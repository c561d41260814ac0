use crate::finding::Severity;
use crate::rule::StandingContext;
use crate::standing::StageVerdict;
use crate::text::Span;

rule! {
    /// A box is written so that Markdown does not see it
    ///
    /// `[]`, `[✓]`, `[v]`, `[done]`, `**[x]**`, `-[x]`, `✅` and `[x]` behind the text look like
    /// boxes to the person who wrote them. GitHub shows them as text, and nobody can tick them. In
    /// a list that has boxes, rolloutlint counts such a tick as work that was done: where the work
    /// belongs to a stage that no row of the decision log leads to, the finding is an error. But
    /// such a tick opens no gate: in criteria and in a launch checklist the item stays open, and
    /// the finding is an error there, too. `[-]`, `[~]`, `[/]`, `[>]`, `[?]` and `[!]` are open
    /// boxes.
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
    /// Write `[ ]` or `[x]` with a space behind it. `--fix` does so, except where a tick would open
    /// a gate: that is for you to say.
    "malformed-checkbox", Source, Warning, due: "always, an error where the list is a gate", fix: Safe, since: "0.1.0",
    conduct: [may_be_error, holds_in_safe_direction],
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let (plan, standing) = (ctx.plan(), ctx.standing());
    let shows_a_stage = |span: Span| match &standing.verdict {
        StageVerdict::Moved { signs, .. } | StageVerdict::Undecided { signs, .. } => {
            signs.iter().any(|sign| sign.span == span)
        }
        _ => false,
    };
    for malformed in &plan.malformed_boxes {
        let written = plan.source.slice(malformed.span);
        let mark = if malformed.is_ticked { "[x]" } else { "[ ]" };
        // A mark of bold right before the box is none of a list.
        let line = plan.source.text[..malformed.span.start].rsplit('\n').next().unwrap_or_default();
        let before = line.trim_start_matches(|c: char| c.is_whitespace() || c == '>');
        let marker = if matches!(before, "-" | "*" | "+") { before } else { "" };
        let message = format!("`{marker}{written}` is no box that Markdown knows: {}", malformed.text);
        let draft = ctx.report(malformed.span, format!("box:{}", malformed.text), message);
        draft.help(match marker.is_empty() {
            true => format!("write `{mark}` in front of the text, with a space behind it"),
            false => format!("write `{marker} {mark}`, with a space between them"),
        });
        let is_safe = !malformed.opens_gate || !malformed.is_ticked;
        match malformed.mend.is_empty() {
            false if is_safe => draft.fix(format!("write {mark}"), malformed.mend.clone()),
            false => draft.suggest(format!("write {mark}"), malformed.mend.clone()),
            true => draft,
        };
        if malformed.opens_gate || malformed.is_ticked && shows_a_stage(malformed.span) {
            draft.severity(Severity::Error);
        }
    }
}
