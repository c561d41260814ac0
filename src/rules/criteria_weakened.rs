use crate::change::{Bar, WeakenedHow};
use crate::finding::{Severity, Side};
use crate::rule::ChangeContext;
use crate::rule::Spot;

rule! {
    /// A gate was made easier while it was in force
    ///
    /// The bar is set before a stage begins, not after it was missed. In a stage that had begun before this change, a criterion or a guardrail was removed, lost its
    /// box, got a laxer number or other words; or a rollback trigger was, once there were users to protect. In the change that passes the gate, removing a criterion
    /// or lowering its number is an error, and a criterion newly struck or marked N/A is a warning. A running stage that reaches more users than before is a warning,
    /// and an error when it reaches those of the next stage.
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
    "criteria-weakened", Changes, Warning, due: "always, an error when the change passes that gate", fix: None, since: "0.1.0",
    checks: [Change(check)]
}

fn check(ctx: &mut ChangeContext) {
    for weakened in ctx.change().weakened_bars() {
        let what = match weakened.how {
            WeakenedHow::Removed => "was removed",
            WeakenedHow::LaxerNumber => "got a laxer number",
            WeakenedHow::Reworded => "was reworded",
            WeakenedHow::Excused => "was excused",
            WeakenedHow::Raised { reaches_next: false } => "was raised",
            WeakenedHow::Raised { reaches_next: true } => "was raised to that of the next stage",
        };
        let bar = match weakened.kind {
            Bar::Entry => "entry criterion",
            Bar::Exit => "exit criterion",
            Bar::Guardrail => "guardrail",
            Bar::Trigger => "rollback trigger",
            Bar::Audience => "audience of",
        };
        let of = if weakened.stage.is_empty() { String::new() } else { format!(" of {}", weakened.stage) };
        let (message, help) = match weakened.kind {
            Bar::Audience => (
                format!("the audience of {}, {} of users, {what}", weakened.stage, weakened.text),
                "put the share back; to reach more users, go on to the next stage, or record why in the log",
            ),
            _ => (
                format!("the {bar} `{}`{of} {what}", weakened.text),
                "put it back; what does not apply stays there and says why: `N/A — reason`",
            ),
        };
        let (side, span) = weakened.after.map_or((Side::Base, weakened.before), |after| (Side::Head, after));
        let anchor = match weakened.kind {
            Bar::Entry => format!("{}/entry/{}", weakened.stage, weakened.text),
            Bar::Exit => format!("{}/exit/{}", weakened.stage, weakened.text),
            _ => format!("{}/{bar}/{}", weakened.stage, weakened.text),
        };
        let draft = ctx.report_at(Spot { side, in_log: false, span }, anchor, message);
        if side == Side::Head {
            draft
                .labels
                .push((Spot { side: Side::Base, in_log: false, span: weakened.before }, "as it was".to_owned()));
        }
        draft.help(help);
        let is_passed = weakened.passes_gate && matches!(weakened.how, WeakenedHow::Removed | WeakenedHow::LaxerNumber);
        if is_passed || weakened.how == (WeakenedHow::Raised { reaches_next: true }) {
            draft.severity(Severity::Error);
        }
    }
}
