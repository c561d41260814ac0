use crate::edit::record::fill_value;
use crate::plan::value::Value;
use crate::plan::{Due, Stage};
use crate::rule::StandingContext;
use crate::text::{Edit, Span};

rule! {
    /// A stage was left, and its Progression Decision is open
    ///
    /// The stage's own section says who decided that it is over, and when: it is the first place a
    /// reader looks. The row of the log has both.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-1
    /// -- **Decision maker:** Priya Nair
    /// +- **Decision maker:** [Name]
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-1
    /// -- **Decision maker:** Priya Nair
    /// +- **Decision maker:** Priya Nair (for Tomas Lindqvist)
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Copy date and decider from the row of the log that left the stage.
    "progression-decision-missing", Stages, Error, due: "leaving the stage", fix: Suggested, since: "0.1.0",
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let plan = ctx.plan();
    for stage in plan.stages.iter().filter(|stage| stage.wants_progression) {
        let Some((span, what)) = open_parts(stage) else { continue };
        let message = format!("the Progression Decision of {} lacks {what}", stage.title);
        let left_by = ctx.standing().left_by(stage.number);
        if left_by.is_some_and(|row| row.is_rewritten) {
            continue;
        }
        let row = left_by.map(|row| ctx.standing().row_of(row.id));
        // A row without a name has nothing to copy.
        let row = row.filter(|row| !row.deciders.is_empty());
        let copy = row.map(|row| (row.date.text.clone(), row.deciders.join(" and ")));
        let edit = |value: &Option<Value>, text: &str| {
            value.as_ref().filter(|value| !value.is_answered()).map(|value| fill_value(value, text))
        };
        let edits: Vec<Edit> = match (&copy, &stage.progression) {
            (Some((date, people)), Some(progression)) => {
                [edit(&progression.date, date), edit(&progression.decider, people)].into_iter().flatten().collect()
            }
            _ => Vec::new(),
        };
        let help = copy.map_or_else(
            || "write who decided, and when".to_owned(),
            |(date, people)| format!("write `{date}` and `{people}`, as in the decision log"),
        );
        let draft = ctx.report(span, format!("stage:{}/progression", stage.number), message);
        draft.label("still open").due(Due::Leaving(stage.number)).help(help);
        if !edits.is_empty() {
            draft.suggest("copy the decision from the log", edits);
        }
    }
}

/// Whether a stage asks for a Progression Decision that is not filled in.
pub(super) fn lacks_progression(stage: &Stage) -> bool {
    stage.wants_progression && open_parts(stage).is_some()
}

/// The first open part and how the open parts are called; `None` when both are answered.
fn open_parts(stage: &Stage) -> Option<(Span, &'static str)> {
    let Some(progression) = &stage.progression else { return Some((stage.heading, "date and decider")) };
    let open = |value: &Option<Value>| value.as_ref().is_none_or(|value| !value.is_answered());
    let place = |value: &Option<Value>| value.as_ref().map_or(progression.label, |value| value.span);
    match (open(&progression.date), open(&progression.decider)) {
        (true, true) => Some((place(&progression.date), "date and decider")),
        (true, false) => Some((place(&progression.date), "a date")),
        (false, true) => Some((place(&progression.decider), "a decider")),
        (false, false) => None,
    }
}
