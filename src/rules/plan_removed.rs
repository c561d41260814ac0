use crate::finding::{Severity, Side};
use crate::plan::log::Point;
use crate::rule::{ChangeContext, Spot};

rule! {
    /// A plan is gone while its rollout goes on
    ///
    /// The file was deleted, moved to where plans are not looked for, or replaced by something that
    /// is no file, while the rollout was neither aborted nor at its last stage. A plan that had not
    /// begun is a warning. A plan that is moved to an archive may record its abort or its last step
    /// there, in the same change.
    ///
    /// ## Bad
    ///
    /// ~~~removed bad stage-1
    /// the file is deleted
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~removed good ga
    /// the file is deleted after the last stage
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Put the file back, or record the abort in its log. A plan that moves stays under the globs
    /// of `plans:`.
    "plan-removed", Changes, Error, due: "always", fix: None, since: "0.1.0",
    conduct: [holds_in_safe_direction, speaks_of_unreadable_plans],
    checks: [Change(check)]
}

fn check(ctx: &mut ChangeContext) {
    let change = ctx.change();
    let (Some(base), None) = (change.base(), change.head()) else { return };
    let stage = change.base_gate().unwrap_or(Point::Planned);
    if stage == Point::Aborted || stage == Point::Stage(base.last_stage()) {
        return;
    }
    let name = base.title.as_deref().unwrap_or(&base.source.path);
    let (state, severity) = match stage {
        Point::Planned => ("was planned".to_owned(), Severity::Warning),
        _ => (format!("is in stage {stage}"), Severity::Error),
    };
    let message = format!("the plan `{name}` is gone, and its rollout {state}");
    let spot = Spot::in_version(Side::Base, base.heading);
    ctx.report_at(spot, "plan", message).severity(severity).help(
        "put the file back where plans are kept, or record the abort or the last step in its decision log; \
             a plan that is moved away may bring it along",
    );
}
