use crate::plan::Due;
use crate::rule::StandingContext;
use crate::standing::GuardrailLack;

rule! {
    /// A share of the users is reached, and no guardrail watches over them
    ///
    /// A guardrail is a metric that must not get worse. With its baseline, its target and a number
    /// as its threshold everybody knows when to stop, before the first users are reached whom
    /// nobody can ask. This rule speaks where there is none; a cell that waits to be filled in is
    /// for the rules about filling in.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-2
    /// -| Error rate | Guardrail | 0.4% | 0.4% | > 1% |
    /// -| Support tickets | Guardrail | 30 a week | 30 a week | > 60 a week |
    /// ~~~
    ///
    /// ~~~diff bad stage-2
    /// -| Error rate | Guardrail | 0.4% | 0.4% | > 1% |
    /// -| Support tickets | Guardrail | 30 a week | 30 a week | > 60 a week |
    /// +| Error rate | Guardrail | 0.4% | 0.4% | see the dashboard |
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-2
    /// -| Support tickets | Guardrail | 30 a week | 30 a week | > 60 a week |
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Add a row of type Guardrail to the metrics, with its baseline, its target and a number as
    /// its threshold: `> 1%`.
    "guardrail-missing", Stages, Error, due: "entering the first stage that reaches a percentage", fix: None, since: "0.1.0",
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let Some(missing) = ctx.standing().missing_guardrail() else { return };
    let reached = format!("{} reaches {} %", missing.stage.title, missing.share);
    let place = missing.table.map_or(missing.stage.heading, |table| table.header);
    let table = missing.table.map_or("the metrics".to_owned(), |table| format!("`{}`", table.name));
    let (span, message, help) = match &missing.lack {
        GuardrailLack::Row => (
            place,
            format!("{reached}, and no guardrail watches over it"),
            format!(
                "add a row of type Guardrail to {table}, with its baseline, its target and a number as its threshold"
            ),
        ),
        GuardrailLack::Filling(examples) => (
            examples.first().map_or(place, |metric| metric.span),
            format!("{reached}, and its guardrails are still the template's examples"),
            "fill in one of them at least: its baseline, its target and a number as its threshold".to_owned(),
        ),
        GuardrailLack::Column(column) => (
            place,
            format!("{reached}, and no guardrail has a {column}"),
            format!("give {table} a column for the {column}, and fill it in"),
        ),
        GuardrailLack::Number(metrics) => (
            metrics.iter().find_map(|metric| metric.threshold.as_ref()).map_or(place, |threshold| threshold.span),
            format!("{reached}, and no guardrail has a number as its threshold"),
            "write the number at which somebody must act, such as `> 1%`".to_owned(),
        ),
    };
    let draft = ctx.report(span, format!("stage:{}/guardrail", missing.stage.number), message);
    draft.due(Due::Entering(missing.stage.number)).also(missing.audience, "the share that it reaches").help(help);
}
