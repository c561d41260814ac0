use crate::edit::status::restate_one;
use crate::plan::log::Point;
use crate::plan::status::StatusForm;
use crate::rule::StandingContext;
use crate::standing::stage_title;

rule! {
    /// A status table, index or line says something else than the decision log
    ///
    /// Many plans say how far their stages are: in a table with a column `Status`, in an index with
    /// boxes, by `Status:` in the section of a stage, or by a line such as `Status: in Phase 2`.
    /// Whoever records a decision may forget it, and the way back is never held up by it. So it is
    /// a warning. Only a change that raises the status above the log is refused, by
    /// `stage-change-without-log-entry`. A line that a change brings, such as `Phase: GA`, may be
    /// about something else: then this rule asks.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-1
    /// -**Owner:** Priya Nair
    /// +**Status:** now in Stage 0
    /// +**Owner:** Priya Nair
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-1
    /// -**Owner:** Priya Nair
    /// +**Status:** now in Stage 1
    /// +**Owner:** Priya Nair
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Bring the status up to date, or record the decision that it speaks of.
    "stage-status-stale", Stages, Warning, due: "always", fix: Suggested, since: "0.1.0",
    checks: [Standing(check)]
}

fn check(ctx: &mut StandingContext) {
    let (plan, standing) = (ctx.plan(), ctx.standing());
    let at = standing.logged().point();
    let point = if at == Point::Planned { standing.point_without_rows() } else { at };
    let log_says = match at.stage() {
        Some(stage) => format!("the decision log says {}", stage_title(plan, stage)),
        None => "the decision log records no move yet".to_owned(),
    };
    for (reading, entry) in standing.stale_statuses() {
        let (stage, said) = (stage_title(plan, entry.stage), &entry.text);
        let message = match reading.form {
            StatusForm::Table => format!("the status table still says `{said}` for {stage}, but {log_says}"),
            StatusForm::List => format!("the index of the stages has `{said}` for {stage}, but {log_says}"),
            StatusForm::Sections => format!("the status of {stage} is `{said}`, but {log_says}"),
            StatusForm::Line => format!("the status still says `{said}`, but {log_says}"),
        };
        let edits = restate_one(plan, reading, point);
        let draft = ctx.report(entry.span, format!("status:{}", reading.form.word()), message);
        draft.help("bring it up to date, or record the decision in the log");
        if !edits.is_empty() {
            draft.suggest("say what the log says", edits);
        }
    }
    for line in standing.lines_ahead() {
        let message = format!("this line says `{}`, but {log_says}", line.text);
        let draft = ctx.report(line.span, "status:ahead".to_owned(), message);
        draft.help("record the decision in the log, or call it what it is: `Target stage`");
    }
}
