use crate::finding::{Severity, Side};
use crate::rule::{PolicyContext, Spot};
use crate::text::Span;

rule! {
    /// A change makes the configuration or the template laxer
    ///
    /// The configuration and the template of the version before judge a change, so that nobody
    /// loosens the gate that they are about to pass. From the next change on the new ones count:
    /// what they ask for less is said here, for whoever approves the change approves this, too. It
    /// is found by comparing what both versions ask for, requirement by requirement: sections,
    /// labels, due points, boxes, roles, filled rows, and each criterion with its bound. What is
    /// only stricter is not mentioned, and neither is another order, a comment or a typo. The first
    /// configuration of a repository is compared with rolloutlint's own settings, for information.
    /// A team's first template is compared with the built-in one, where a plan followed that.
    ///
    /// ## Bad
    ///
    /// ~~~config bad
    /// fail-on: warning
    /// rules: { log-rationale-weak: error }
    /// @@ to
    /// fail-on: error
    /// rules:
    ///   log-order: off
    /// ~~~
    ///
    /// ## Bad
    ///
    /// ~~~template-edit bad
    /// -**Tech Lead:** [Name]
    /// ~~~
    ///
    /// ## Bad
    ///
    /// ~~~template-edit bad
    /// -- [ ] No guardrail breaches
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~config good
    /// fail-on: error
    /// @@ to
    /// fail-on: warning
    /// rules: { log-rationale-weak: error }
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Make the change of the rules a change of its own, and say in it why.
    "policy-changed", Changes, Warning, due: "always", fix: None, since: "0.1.0",
    conduct: [may_be_error],
    checks: [Policy(check)]
}

fn check(ctx: &mut PolicyContext) {
    let (edit, file) = (ctx.edit(), ctx.edit().kind.as_str());
    if let Some(fault) = &edit.fault {
        let message = format!("the {file} cannot be read after this change: {}", fault.message);
        let help = fault.help.clone().unwrap_or_else(|| "correct it".to_owned());
        // A gate that nobody can read would let nothing through, not even what mends it.
        ctx.report(fault.span, file, message)
            .severity(Severity::Error)
            .help(format!("{help}; the version before judged this change, but nothing can judge the next one"));
    }
    // Comments go where the change is to be seen best.
    let laxer = edit.laxer_in_order();
    let (Some((first, others)), Some(message)) = (laxer.split_first(), edit.in_words()) else { return };
    // Another loosening is another finding, so that it is said, too.
    let keys: Vec<&str> = laxer.iter().map(|laxer| laxer.key.as_str()).collect();
    let (severity, help) = match edit.is_first() {
        true => (
            Severity::Info,
            "see that this is what you want; what keeps the record honest counts in this change all the same",
        ),
        false => (
            ctx.rule.severity,
            "approve it for what it is: the version before judged this change, and the new one counts from the next on",
        ),
    };
    let draft = ctx.report_at(Spot::in_version(first.side, first.span), format!("{file}:{}", keys.join(" ")), message);
    draft.severity(severity).label(first.words.clone()).help(help);
    let mut seen: Vec<(Side, Span)> = vec![(first.side, first.span)];
    for laxer in others {
        // One line may say several things; the message names them.
        if !seen.contains(&(laxer.side, laxer.span)) {
            seen.push((laxer.side, laxer.span));
            draft.also_at(laxer.side, laxer.span, laxer.words.clone());
        }
    }
}
