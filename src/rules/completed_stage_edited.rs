use crate::change::StatementEdit;
use crate::finding::Side;
use crate::rule::{ChangeContext, Spot};

rule! {
    /// A stage was rewritten after it was finished
    ///
    /// What a finished stage says is the record of what was done: with whom, for how long, what was
    /// tried, and by which criteria it was entered and left. This change reworded it, took
    /// something away, or unticked a box. Adding a remark is no rewriting, nor is filling in what
    /// was open. The Progression Decision has rules of its own, and a way back opens a stage again.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-1
    /// -**Duration:** 3 days
    /// +**Duration:** 2 days
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-1
    ///  - [x] Bugs logged
    /// +- [x] Refunds tried by two teams
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Put it back, and write what was learned since into the decision log or below the list.
    "completed-stage-edited", Changes, Warning, due: "always", fix: None, since: "0.1.0",
    checks: [Change(check)]
}

fn check(ctx: &mut ChangeContext) {
    for stage in ctx.change().edited_stages() {
        let Some((first, rest)) = stage.edits.split_first() else { continue };
        let what = match rest.len() {
            0 => format!("`{}` {}", first.name, happened(first)),
            others => format!("`{}` and {others} more were changed", first.name),
        };
        let message = format!("{} was finished, and {what}", stage.title);
        let spot = |edit: &StatementEdit| Spot::of_statement(edit.before, edit.after);
        let draft = ctx.report_at(spot(first), format!("stage:{}/edited", stage.number), message);
        if first.after.is_some() {
            draft.also_at(Side::Base, first.before, "as it was");
        }
        draft.labels.extend(rest.iter().map(|edit| (spot(edit), happened(edit).to_owned())));
        draft
            .details(stage.edits.iter().map(|edit| edit.name.clone()))
            .help("put it back, and write what was learned since into the decision log");
    }
}

fn happened(edit: &StatementEdit) -> &'static str {
    match (edit.after, edit.is_unticked) {
        (None, _) => "was taken away or reworded",
        (Some(_), true) => "was unticked",
        (Some(_), false) => "was changed",
    }
}
