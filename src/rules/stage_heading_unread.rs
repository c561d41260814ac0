use crate::finding::Severity;
use crate::rule::StandingContext;

rule! {
    /// A heading looks like that of a stage, and is not read as one
    ///
    /// rolloutlint reads headings of stages however they are written: `## Stage 2: Beta`,
    /// `##Stage 2`, `## Stage II`, `## Fase 2` among stages. A heading is read so when its place
    /// among the other stages is free, and its number fits between theirs. One that looks like a
    /// stage and fits nowhere opens no stage, and nothing below it is judged as the gate or the
    /// work of one. So does one that has gates below it and speaks of a stage that has no heading,
    /// `## Stage 2/3: Beta`, and one that is no heading of level 2 to 4.
    ///
    /// It is an error where the change adds the heading or edits what stands below it, also where
    /// the heading was there before, else a warning.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-1
    /// +## Stage X: Cleanup
    /// +
    /// +- Remove the old code
    /// +
    /// +---
    /// +
    ///  ## Rollback Plan
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-1
    /// -## Stage 2: Beta (Limited Release)
    /// +## Stage II: Beta (Limited Release)
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Write the heading as the other stages have theirs, with a number between those of its
    /// neighbours: `## Stage 2: Beta`. A section that is no stage gets a heading that does not
    /// begin with the word for stages.
    "stage-heading-unread", Stages, Warning, due: "always, an error where the change adds or edits it", fix: None, since: "0.1.0",
    conduct: [may_be_error, holds_when_preexisting],
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let (plan, standing) = (ctx.plan(), ctx.standing());
    for unread in &plan.unread_headings {
        let message = format!("`{}` looks like a stage, and is not read as one", unread.title);
        let draft = ctx.report(unread.span, format!("heading:{}", unread.title), message);
        draft.help(match &unread.spelling {
            Some(spelling) => {
                format!("write `{spelling}`; a section that is no stage gets a heading without the word for stages")
            }
            None => "write it as the other stages, `## Stage 2: Beta`, with a number between those of its neighbours"
                .to_owned(),
        });
        if standing.edits(unread) {
            draft.severity(Severity::Error);
        }
    }
}
