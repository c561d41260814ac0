use crate::change::{Bar, Change, Weakened, WeakenedHow};
use crate::finding::{Severity, Side};
use crate::pairing::Rewording;
use crate::rule::{ChangeContext, Spot};
use crate::text::Edit;
use std::cmp::Reverse;

rule! {
    /// A gate does not read as it did
    ///
    /// The bar is set before a stage begins, not after it was missed. A gate that a change passes
    /// must read as it did before the change: the exit criteria of the stages that it leaves, the
    /// entry criteria of those that it enters, the launch checklist on entering the last one,
    /// guardrails and rollback triggers. A statement that is gone, reworded or laxer there is an
    /// error. While a stage runs, and nothing moves, it is a warning; before the stage begins,
    /// nothing.
    ///
    /// Formatting, ticks, links, a remark behind the words, and a number that is provably stricter
    /// change nothing. A slip of the pen, a dropped `(see below)`, and a criterion that is struck
    /// or marked N/A with a reason are warnings. So is a remark that takes the words back: a result
    /// that breaks the bound, `— not signed`, and, behind an alarm, another number or that it is
    /// off: `→ 5%`, `(muted)`. In a table a result or a note in a cell beside a ticked row is such
    /// a remark. A sign that goes on with a number or denies the words is no remark:
    /// `< 1%–5%`, `> 1% × 3`, `≠ required`. A remark may stand beside the name of the whole list:
    /// `Rollback triggers (suspended)`, `Rollback triggers until GA`, `GTM checklist (after
    /// launch)`, `Exit criteria (any of these)`. A number for a whole list is a bar like that of
    /// one item: `Exit criteria (for 7 days in a row)`. Beside a box that is empty, while nothing
    /// passes the gate, it may stand how far a criterion has come: `— 12 so far`, `— not yet
    /// measured`. Ticked beside such words it is a warning.
    ///
    /// What may be of a gate, and would be a warning where it is open, is one as well when the
    /// change that leaves the stage takes it away, asks for less, or puts it open among what is no
    /// criterion: a list without a name, one without boxes, what stands below a label that nobody
    /// knows. Worded anew without a number, or met, it is none.
    ///
    /// A running stage that reaches more users than before, in any line of its audience or in a
    /// table that sums up the stages, is a warning, and an error when it reaches those of the next
    /// stage, before or after the change, whatever hold stands beside it; where nobody can compare
    /// the two, as with `5% of users in Denmark` and `in Europe`, it is a warning, too. The change
    /// that enters a stage may say more exactly who sees it, up to the next stage, and so does a
    /// new stage that it enters before the next one: what that is entered by would be left behind.
    /// A Duration that gets shorter is a warning: the change that leaves the stage is measured by
    /// what stands there before it.
    ///
    /// A stage runs again in the change that goes back to it. What was given up stays as it was for
    /// a restart: edits of what it had reached are warnings.
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
    /// +- [ ] **Critical** bugs fixed — 4 of 4, BUG-12
    /// +- [ ] Refunds work
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Keep the old words, and write the new ones behind them: `old words — new words`. Or strike
    /// the old ones with a reason, and add the new statement: `~~old words~~ — reason`. Or change
    /// the gate in a pull request of its own, before the one that passes it. Or record the step as
    /// `Proceed with exception`.
    "criteria-weakened", Changes, Warning, due: "always, an error when the change passes that gate", fix: Suggested, since: "0.1.0",
    conduct: [may_be_error],
    checks: [Change(check)]
}

fn check(ctx: &mut ChangeContext) {
    let change = ctx.change();
    // Whoever takes a move back with all that it brought is told so by `log-entry-removed`.
    if change.takes_back() {
        return;
    }
    let mut weakened = change.weakened_bars();
    // The heaviest speaks for its list, and rather one that a reader finds in the version after.
    weakened.sort_by_key(|weakened| {
        let weight = (Reverse(weakened.severity), weakened.after.is_none(), weakened.before);
        (weakened.kind, weakened.stage.clone(), weight)
    });
    let edits: Vec<Option<Edit>> = weakened.iter().map(|weakened| old_words_first(change, weakened)).collect();
    let mut start = 0;
    while start < weakened.len() {
        let is_of_list =
            |other: &&Weakened| (other.kind, &other.stage) == (weakened[start].kind, &weakened[start].stage);
        let end = start + weakened[start..].iter().take_while(is_of_list).count();
        report(ctx, &weakened[start..end], edits[start..end].iter().flatten().cloned().collect());
        start = end;
    }
}

/// One finding for what happened to a list.
fn report(ctx: &mut ChangeContext, list: &[Weakened], edits: Vec<Edit>) {
    let (first, others) = list.split_first().expect("a list has something that was weakened");
    let what = said_of(first);
    let bar = match first.kind {
        Bar::Entry => "entry criterion",
        Bar::Exit => "exit criterion",
        Bar::Terms => "gate",
        Bar::Launch => "item of the launch checklist",
        Bar::Guardrail => "guardrail",
        Bar::Trigger => "rollback trigger",
        Bar::Perhaps | Bar::Procedure | Bar::Audience | Bar::Duration => "",
    };
    let of = if first.stage.is_empty() { String::new() } else { format!(" of {}", first.stage) };
    let more = match others.len() {
        0 => String::new(),
        count => format!(" ({count} more in this list)"),
    };
    let passes = if first.severity == Severity::Error { " in the change that passes it" } else { "" };
    let message = match first.kind {
        Bar::Audience => format!("the audience of {} {what}: {}{more}", first.stage, first.text),
        Bar::Procedure => format!("the rollback procedure {what}"),
        Bar::Duration => format!("the Duration of {} {what}", first.stage),
        Bar::Perhaps => {
            format!("`{}`{of}, which may be of its gate, {what} in the change that passes it{more}", first.text)
        }
        _ => format!("the {bar} `{}`{of} {what}{passes}{more}", first.text),
    };
    let anchor = match first.kind {
        Bar::Entry => format!("{}/entry", first.stage),
        Bar::Exit => format!("{}/exit", first.stage),
        Bar::Launch => format!("{}/launch", first.stage),
        Bar::Terms => format!("{}/terms", first.stage),
        Bar::Perhaps => format!("{}/perhaps", first.stage),
        Bar::Procedure => "rollback procedure".to_owned(),
        Bar::Duration => format!("{}/duration", first.stage),
        Bar::Guardrail | Bar::Trigger | Bar::Audience => format!("{}/{bar}", first.stage),
    };
    let spot = |weakened: &Weakened| Spot::of_statement(weakened.before, weakened.after);
    // Letting more see a stage is no halt, whatever the row beside it says.
    let keeps_on = first.kind == Bar::Audience && !ctx.change().goes_back();
    let draft = ctx.report_at(spot(first), anchor, message);
    if first.after.is_some() {
        draft.also_at(Side::Base, first.before, "as it was");
    }
    draft.labels.extend(others.iter().map(|other| (spot(other), format!("`{}` {}", other.text, said_of(other)))));
    draft.help(way_out(first)).severity(first.severity);
    if keeps_on {
        draft.holds_in_safe_direction();
    }
    if !edits.is_empty() {
        draft.suggest("keep the old words, and put the new ones behind them", edits);
    }
}

/// What happened, as a predicate.
fn said_of(weakened: &Weakened) -> String {
    let values = weakened.values.as_ref().map_or_else(String::new, |(was, is)| format!(", `{was}` → `{is}`"));
    match weakened.how {
        WeakenedHow::Removed => "was removed".to_owned(),
        WeakenedHow::Elsewhere => "stands open among what is no criterion".to_owned(),
        WeakenedHow::Contradicted => "is ticked beside words that say that it is not met".to_owned(),
        WeakenedHow::OtherType => "is of another type now".to_owned(),
        WeakenedHow::LowerTarget => format!("got a lower target{values}"),
        WeakenedHow::Shorter => format!("got shorter while it runs{values}"),
        WeakenedHow::Fewer { left } => format!("had {} steps and has {left}", weakened.text),
        WeakenedHow::Raised { reaches_next: false } => "was raised".to_owned(),
        WeakenedHow::Around => "reaches that of the next stage, whose entry criteria it does not ask for".to_owned(),
        WeakenedHow::Incomparable => "may be larger now, the plan does not tell".to_owned(),
        WeakenedHow::Raised { reaches_next: true } => "was raised to that of the next stage".to_owned(),
        WeakenedHow::Reworded(how) => {
            let said = match how {
                Rewording::Laxer => "got a laxer number",
                Rewording::Excused => "was struck or marked N/A, with a reason",
                Rewording::TakenBack => "got words beside it that may take it back",
                Rewording::Slip => "was changed in one word",
                Rewording::Bracket => "lost the bracket behind it",
                _ => "was reworded",
            };
            format!("{said}{values}")
        }
    }
}

/// What to write.
fn way_out(weakened: &Weakened) -> String {
    let text = &weakened.text;
    let is_error = weakened.severity == Severity::Error;
    let elsewhere = "or change the gate in a pull request of its own, or record the step as `Proceed with exception`";
    match (weakened.kind, weakened.how) {
        (Bar::Audience, WeakenedHow::Incomparable) => {
            "write the new audience in the unit of the old one, as a share or a count, so that both can be compared; to reach more users, go on to the next stage".to_owned()
        }
        (Bar::Audience, WeakenedHow::Around) => {
            "ask in the new stage for what the next one is entered by, or let fewer users see it; a stage is put in between in a pull request before the one that enters it".to_owned()
        }
        (Bar::Audience, _) => {
            "put the audience back; to reach more users, go on to the next stage, or record why in the log".to_owned()
        }
        (Bar::Duration, _) => {
            "put it back; who goes on earlier says in the rationale of the row why the time was enough".to_owned()
        }
        (Bar::Procedure, _) => "put the step back, or say in the pull request why nobody needs it".to_owned(),
        (_, WeakenedHow::Contradicted) => {
            "clear the box until it is met, or write what holds now; what does not apply says why: `N/A — reason`"
                .to_owned()
        }
        (Bar::Perhaps, WeakenedHow::Removed | WeakenedHow::Elsewhere) => {
            "tick it where it stood, or say there why it need not hold: `N/A — reason`; which list is a gate, and which is `**Tasks:**`, is for a pull request before the one that passes it".to_owned()
        }
        (_, WeakenedHow::Reworded(Rewording::Excused)) => "nothing, when a reviewer agrees with the reason".to_owned(),
        (Bar::Guardrail | Bar::Trigger, WeakenedHow::Reworded(Rewording::TakenBack)) => {
            format!("keep `{}` in force; behind it may stand when it went off, or `N/A — reason`", weakened.text)
        }
        (Bar::Terms, WeakenedHow::Reworded(Rewording::TakenBack)) => {
            "put it back; a criterion that does not apply stays in the list and says why: `N/A — reason`".to_owned()
        }
        (_, WeakenedHow::Reworded(Rewording::TakenBack)) => {
            "leave its box empty until it is met, or part a mere remark from it by ` — `; what does not apply says why: `N/A — reason`".to_owned()
        }
        (_, WeakenedHow::Reworded(Rewording::Slip | Rewording::Bracket | Rewording::Rephrased)) => {
            format!("nothing, when it means the same; otherwise write `{text} — new words`")
        }
        (Bar::Guardrail, _) if is_error => format!("put the row back as it was, {elsewhere}"),
        (_, WeakenedHow::Removed) if is_error => {
            format!("put it back; what does not apply says why: `{text} — N/A: reason`; {elsewhere}")
        }
        _ if is_error => {
            format!("write `{text} — new words`, or strike the old words with a reason, `~~{text}~~ — reason`, and add the new, {elsewhere}")
        }
        _ => "put it back, or write `old words — new words`; what does not apply stays there and says why: `N/A — reason`"
            .to_owned(),
    }
}

/// The edit that keeps the old words of a statement and puts the new ones behind them.
fn old_words_first(change: &Change, weakened: &Weakened) -> Option<Edit> {
    let is_statement = matches!(weakened.kind, Bar::Entry | Bar::Exit | Bar::Launch | Bar::Trigger);
    let after = weakened.after.filter(|_| is_statement && weakened.severity == Severity::Error)?;
    let (base, head) = (change.base()?, change.head()?);
    let replacement = format!("{} — {}", base.source.slice(weakened.before).trim(), head.source.slice(after).trim());
    // A row of several cells is mended by hand.
    (!replacement.contains(['\n', '|'])).then_some(Edit { span: after, replacement })
}
