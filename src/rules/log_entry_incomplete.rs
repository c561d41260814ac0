use crate::plan::log::LogRow;
use crate::plan::value::ValueState;
use crate::rule::StandingContext;

rule! {
    /// A row of the decision log has a date and lacks something else
    ///
    /// A date makes a row a decision. Which step, what was decided, why and by whom belong to it: a
    /// year later nobody remembers. Whoever has not agreed yet has not decided:
    /// `Priya Nair (pending)`, `Priya Nair, tbd`.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-1
    /// -| 2026-03-02 | 0→1 | Proceed | No P0 or P1 in 3 days, team confident | Priya Nair |
    /// +| 2026-03-02 | 0→1 | Proceed | [Why] | Priya Nair |
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-1
    /// -| [Date] | 1→2 | Proceed | [Why] | [Name] |
    /// +| [Date] | 1→2 | Proceed | Depends on the March numbers | [Name] |
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Fill in the cell. A row without a date is a plan, and may stay open.
    "log-entry-incomplete", Log, Error, due: "always", fix: None, since: "0.1.0",
    conduct: [holds_when_preexisting, holds_in_safe_direction_if_new],
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let an_entry = ctx.form().an_entry();
    let standing = ctx.standing();
    for index in (0..standing.record.len()).filter(|index| !standing.record[*index].is_rewritten) {
        let row = standing.row(index);
        if row.uneven {
            continue;
        }
        let open = row.open_cells();
        let Some((_, first)) = open.first() else { continue };
        let names: Vec<&str> = open.iter().map(|(name, _)| *name).collect();
        let mut message = format!("the decision of {} has no {}", label(row), names.join(" and no "));
        if matches!(first.state, ValueState::Marker { .. }) {
            message.push_str(&format!(": `{}` is still open", first.text));
        }
        let span = if first.span.is_empty() { row.span } else { first.span };
        let names = names.join(" and ");
        let help = match row.day.day().filter(|day| *day > standing.today) {
            Some(day) => format!("take {day} out until it is decided, or fill in {names}"),
            None => format!("fill in {names}; {an_entry} without a date may stay open"),
        };
        ctx.report_row(index, span, message).help(help);
    }
}

/// The step, or the date where the step is open.
fn label(row: &LogRow) -> String {
    if row.stage.is_open() { row.date.text.clone() } else { row.step() }
}
