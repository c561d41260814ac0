use crate::rule::StandingContext;
use crate::text::{Edit, Source, Span};

rule! {
    /// A comment hides a finding that is not there
    ///
    /// What it was for has been mended. Left there, it would hide the next fault of that kind.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-1
    /// +<!-- rolloutlint-disable-next-line placeholder -- the duration is set in May -->
    ///  **Total duration:** 9 weeks
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-1
    /// +<!-- rolloutlint-disable-next-line placeholder -- the duration is set in May -->
    /// -**Total duration:** 9 weeks
    /// +**Total duration:** [X weeks]
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Delete the comment, or the id of the rule in it.
    "suppression-unused", Meta, Warning, due: "always", fix: Safe, since: "0.1.0",
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let plan = ctx.plan();
    for (index, id) in ctx.unused {
        let comment = &plan.suppressions[*index];
        let is_off = ctx.policy.rules.get(id.as_str()) == Some(&None);
        // What is no rule, or cannot be hidden, is another rule's.
        let Some(rule) = ctx.rule_called(id).filter(|rule| comment.is_known && rule.can_be_hidden() && !is_off) else {
            continue;
        };
        if plan.covers_its_log(comment) {
            continue;
        }
        let message = format!("nothing is found here that `{}` would say", rule.id);
        let draft = ctx.report(comment.comment, format!("suppression:{id}"), message);
        if comment.rules.len() > 1 {
            draft.help(format!("delete `{id}` in the comment"));
        } else {
            let edit = Edit { span: with_its_line(&plan.source, comment.comment), replacement: String::new() };
            draft.help("delete the comment").fix("delete the comment", vec![edit]);
        }
    }
}

/// A comment with the line that it has to itself, or with the space before it.
fn with_its_line(source: &Source, comment: Span) -> Span {
    let first = source.line_span(source.line(comment.start));
    let last = source.line(comment.end);
    let before = source.slice(Span::new(first.start, comment.start)).trim_start_matches('\u{feff}');
    let after = source.slice(Span::new(comment.end, source.line_span(last).end));
    let is_container = |c: char| c.is_whitespace() || c == '>';
    if before.chars().all(is_container) && after.trim().is_empty() && last < source.line_count() {
        return Span::new(comment.start - before.len(), source.line_span(last + 1).start);
    }
    let spaces = before.len() - before.trim_end_matches(' ').len();
    Span::new(comment.start - spaces, comment.end)
}
