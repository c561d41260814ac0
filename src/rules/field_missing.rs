use crate::finding::Severity;
use crate::rule::StandingContext;

rule! {
    /// A label of the template was deleted
    ///
    /// A label that is gone cannot be seen to be empty. It is judged when the field itself is due,
    /// so that a label of Stage 2 is not asked for while the rollout is in Stage 1.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-1
    /// -**Tech Lead:** Tomas Lindqvist
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-1
    /// -**Tech Lead:** Tomas Lindqvist
    /// +- Tech lead: Tomas Lindqvist
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Put the label back. What does not apply says so: `N/A — reason`.
    "field-missing", Filling, Error, due: "as the field", fix: Suggested, since: "0.1.0",
    conduct: [never_hidden],
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let plan = ctx.plan();
    for field in &plan.missing_fields {
        let message = format!("the label `{}` is missing", field.name);
        let help = match &field.instead {
            Some((other, _)) => format!(
                "did you mean it by `{other}`? Write the label as the template has it, or name yours in `aliases:` of the configuration"
            ),
            None => "put the label back as the template has it, and fill it in".to_owned(),
        };
        let draft = ctx.report(field.span, field.anchor.clone(), message).due(field.due).help(help);
        if let Some((_, span)) = field.instead {
            draft.also(span, "perhaps this one");
        }
        if let Some(edit) = field.edit.clone() {
            draft.suggest("put the label back as the template has it", vec![edit]);
        }
        if field.gentle {
            draft.severity(Severity::Warning);
        }
    }
}
