use crate::change::Status;
use crate::finding::Side;
use crate::plan::log::Decision;
use crate::rule::ChangeContext;

rule! {
    /// A new plan already has decisions
    ///
    /// A plan that is added when its rollout is under way was not there when its gates were passed.
    /// Bring it in with a row *adopt*, which says so.
    ///
    /// ## Bad
    ///
    /// ~~~added bad stage-1
    /// the plan is added with its recorded decisions
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~added good planned
    /// the plan is added without any
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Write one row with the decision `Adopt`, the stage and the reason, in place of decisions
    /// that nobody can check any more.
    "new-plan-mid-rollout", Changes, Warning, due: "always", fix: None, since: "0.1.0",
    checks: [Change(check)]
}

fn check(ctx: &mut ChangeContext) {
    let entry = ctx.form().entry();
    if ctx.change().status != Status::Added {
        return;
    }
    let Some(standing) = &ctx.change().after else { return };
    let mut rows = standing.new_rows().map(|index| standing.row(index));
    let Some(first) = rows.next().filter(|row| row.verb != Some(Decision::Adopt)) else { return };
    let more = rows.count();
    let message = if more == 0 {
        "this plan is new, and already records a decision".to_owned()
    } else {
        format!("this plan is new, and already records {} decisions", more + 1)
    };
    ctx.report_in_log(Side::Head, first.span, "plan", message)
        .help(format!("write one {entry} `Adopt` that says from where the rollout is taken over, and why"));
}
