use crate::plan::measure::{read_count, read_parts};
use crate::plan::{Due, Met};
use crate::rule::StandingContext;
use crate::words::customers::{CUSTOMERS, SEVERAL};

rule! {
    /// The number of customers cannot be right
    ///
    /// The audience of the stage says how many customers it wants, and the table names fewer or
    /// more. Or a criterion asks for more than there are: `9 of 8 alpha users successful`. Counted
    /// are the rows that somebody filled in; a customer who is struck or marked N/A does not count.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-1
    /// -- Target: 3-5 customers
    /// +- Target: 5-10 customers
    /// ~~~
    ///
    /// ~~~diff bad stage-1
    /// -- [ ] 3 of 3 alpha users successful
    /// +- [ ] 4 of 3 alpha users successful
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-1
    /// -- Target: 3-5 customers
    /// +- Target: at least 3 customers
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Select as many as the audience asks for, or correct the number.
    "customer-count-mismatch", Stages, Warning, due: "entering the stage", fix: None, since: "0.1.0",
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let plan = ctx.plan();
    for customers in plan.customers.iter().filter(|customers| customers.target.is_filled()) {
        // A table that nobody has filled is a fault of its own, and a row that stands for several
        // customers cannot be counted.
        if customers.names.is_empty() || customers.names.iter().any(|name| names_several(name)) {
            continue;
        }
        let Some(count) = read_count(&customers.target.text, CUSTOMERS.en) else { continue };
        let selected = customers.names.len() as u64;
        let Some(stage) = plan.stage(customers.stage).filter(|_| !count.includes(selected)) else { continue };
        let rows = if selected == 1 { "1 customer".to_owned() } else { format!("{selected} customers") };
        let message = format!("{} names {rows}, and its target is `{}`", stage.title, customers.target.text);
        let draft = ctx.report(customers.target.span, format!("stage:{}/customers", stage.number), message);
        draft
            .due(Due::Entering(stage.number))
            .also(customers.header, format!("{rows} here"))
            .help("add or take away customers, or correct the target");
    }
    for stage in &plan.stages {
        let criteria = stage.entry.iter().chain(&stage.exit);
        for criterion in criteria.filter(|criterion| criterion.met != Met::Reasoned && !criterion.struck) {
            let parts = read_parts(&criterion.text);
            let Some((part, whole)) = parts.into_iter().find(|(part, whole)| part > whole) else { continue };
            let message = format!("`{}` of {} asks for {part} where there are {whole}", criterion.text, stage.title);
            let draft = ctx.report(criterion.span, format!("stage:{}/parts/{}", stage.number, criterion.key), message);
            draft.due(Due::Entering(stage.number)).help(format!("correct it: at most `{whole} of {whole}`"));
        }
    }
}

/// Whether a row of the table stands for more than one customer: `and 4 more`, `12 shops`,
/// `Clinics 1-5`.
fn names_several(name: &str) -> bool {
    let lower = name.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let has_range = lower.split_whitespace().any(|word| {
        let mut ends = word.split(['-', '–']);
        let is_number = |end: Option<&str>| end.is_some_and(|end| end.parse::<u32>().is_ok());
        is_number(ends.next()) && is_number(ends.next())
    });
    let opens_with_number = words.clone().next().is_some_and(|word| word.parse::<u32>().is_ok());
    has_range || opens_with_number || lower.contains(['(', '…', '+', '×']) || words.any(|word| SEVERAL.has(word))
}
