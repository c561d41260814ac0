use super::Context;
use crate::change::WeakenedHow;
use crate::finding::{Severity, Side};
use crate::rules::Spot;

rule! {
    /// A gate was made easier while it was in force
    ///
    /// The bar is set before a stage begins, not after it was missed. In a stage that had begun before this change, a criterion was removed, lost its box, got
    /// a laxer number or other words. In the change that passes the gate, removing one or lowering its number is an error, and a criterion newly struck or
    /// marked N/A is a warning.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-1
    /// -- [ ] Critical bugs fixed
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-1
    /// -- [ ] Critical bugs fixed
    /// +- [ ] **Critical** bugs fixed
    /// +- [ ] Refunds work
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Put the criterion back. If it does not apply, leave it there and say why: `N/A — reason`.
    "criteria-weakened", Changes, Warning, due: "always, an error when the change passes that gate", fix: None, check
}

fn check(ctx: &mut Context) {
    for weakened in ctx.change.weakened_criteria() {
        let what = match weakened.how {
            WeakenedHow::Removed => "was removed",
            WeakenedHow::LaxerNumber => "got a laxer number",
            WeakenedHow::Reworded => "was reworded",
            WeakenedHow::Excused => "was excused",
        };
        let message = format!("the {} criterion `{}` of {} {what}", weakened.gate, weakened.text, weakened.stage);
        let (side, span) = weakened.after.map_or((Side::Base, weakened.before), |after| (Side::Head, after));
        let anchor = format!("{}/{}/{}", weakened.stage, weakened.gate, weakened.text);
        let draft = ctx.report_at(Spot { side, in_log: false, span }, anchor, message);
        if side == Side::Head {
            draft
                .labels
                .push((Spot { side: Side::Base, in_log: false, span: weakened.before }, "as it was".to_owned()));
        }
        draft.help("put it back; what does not apply stays there and says why: `N/A — reason`");
        if weakened.passes_gate && matches!(weakened.how, WeakenedHow::Removed | WeakenedHow::LaxerNumber) {
            draft.severity(Severity::Error);
        }
    }
}
