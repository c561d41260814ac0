use crate::config::closest;
use crate::finding::Side;
use crate::plan::log::{Decision, decision_words};
use crate::rule::StandingContext;
use crate::text::{Edit, capitalized};
use crate::words::ticks::CROSSED_BOXES;

rule! {
    /// A decision is none of the words that the log knows
    ///
    /// *Proceed, proceed with exception, hold, rollback, skip, abort, restart, adopt, amend*, and
    /// their usual synonyms: Go, Approved, Ship; No-go, Pause; Revert; Stop, Kill; Resume;
    /// Correction. German, Portuguese, Spanish, French, Italian, Japanese and Chinese words are
    /// known, too.
    /// A team adds its own words with `decisions:` in `.rolloutlint.yml`.
    ///
    /// A remark may stand behind the word, but a word for going on counts only when nothing takes
    /// it back: `Approved: No`, `Go (vetoed)`, `Proceed?` and `❌ Go` are no decision. Nor is one
    /// that nobody has made yet, or that waits for something: `Proceed (draft)`,
    /// `Go, if legal agrees`. Nor is it one where the step does so: `1→2 (vetoed)`, `1→2?`; or a
    /// line below the entry: `Not approved.`
    /// Record it when it holds, or as `Proceed with exception`, which may have a condition. Of
    /// choices with boxes the ticked one counts: `[ ] Go [x] No-go`. A single box with a cross in
    /// it is ticked for some and struck out for others: `Proceed ☒` is no decision.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-1
    /// -| 2026-03-02 | 0→1 | Proceed | No P0 or P1 in 3 days, team confident | Priya Nair |
    /// +| 2026-03-02 | 0→1 | Discussed | No P0 or P1 in 3 days, team confident | Priya Nair |
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-1
    /// -| 2026-03-02 | 0→1 | Proceed | No P0 or P1 in 3 days, team confident | Priya Nair |
    /// +| 2026-03-02 | 0→1 | Go (7 of 7 votes) | No P0 or P1 in 3 days, team confident | Priya Nair |
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Write one of the words.
    "log-decision-unknown", Log, Error, due: "always", fix: Suggested, since: "0.1.0",
    conduct: [holds_when_preexisting, holds_in_safe_direction_if_new],
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let names = &ctx.plan().names;
    let is_stage = &|name: &str| names.is_stage(name);
    for (index, row) in ctx.standing().judged_rows().filter(|(_, row)| row.verb.is_none()) {
        let text = &row.decision.text;
        // The word counts, and what stands beside it takes it back.
        if let Some((span, denial)) = &row.taken_back
            && Decision::read_about(text, &ctx.policy.decisions, is_stage).is_some_and(Decision::is_forward)
        {
            let message = format!("`{denial}` takes the decision back");
            let help = match *span == row.stage.span {
                true => format!("write `{}` when the decision holds, or record a hold", row.step()),
                false => "change it when the decision holds, or record a hold".to_owned(),
            };
            // A name above the row may take several back.
            if row.span.start <= span.start {
                ctx.report_row(index, *span, message).help(help);
            } else {
                let place = row.decision.span;
                ctx.report_row(index, place, message).also_in_log(Side::Head, *span, "this takes it back").help(help);
            }
            continue;
        }
        let close = closest(text, &decision_words());
        let meant = close.map(|word| format!("did you mean `{word}`? "));
        let message = format!("`{text}` is no decision that the log knows");
        let help = match Decision::opens_forward(text, &ctx.policy.decisions, is_stage) {
            true if CROSSED_BOXES.any_in(text) => {
                "a box with a cross is ticked for some and struck out for others: write the word alone, or record a hold"
                    .to_owned()
            }
            true => "what stands beside it takes it back: record it when it holds, or write `Proceed with exception`"
                .to_owned(),
            false => format!("{}write one of: {}", meant.unwrap_or_default(), decision_words().join(", ")),
        };
        let span = row.decision.span;
        let draft = ctx.report_row(index, span, message).help(help);
        if let Some(word) = close {
            draft.suggest(format!("write `{word}`"), vec![Edit { span, replacement: capitalized(word) }]);
        }
    }
}
