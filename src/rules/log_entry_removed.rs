use super::stage_change_without_log_entry::{quoted, rows_to_fill_in};
use crate::change::Change;
use crate::edit::record::Written;
use crate::finding::Side;
use crate::plan::log::{Decision, Route};
use crate::rule::ChangeContext;
use crate::standing::{Rewrite, UnreadEntries};

rule! {
    /// A recorded decision is gone
    ///
    /// A row on the base branch is evidence; deleting it or striking it through takes the evidence
    /// away. The rollout still counts as where that row had led it. A change that takes the newest
    /// decision back with all that it brought, as `git revert` does, gets this one error. So does a
    /// dated entry that nobody could read, unless it becomes a row that can be read.
    ///
    /// ## Bad
    ///
    /// ~~~diff bad stage-1
    /// -| 2026-03-02 | 0→1 | Proceed | No P0 or P1 in 3 days, team confident | Priya Nair |
    /// ~~~
    ///
    /// ## Good
    ///
    /// ~~~diff good stage-1
    /// -| [Date] | 2→GA | Proceed | [Why] | [Name] |
    /// ~~~
    ///
    /// ## Fix
    ///
    /// Put the row back. A decision that was wrong is corrected by a row `Amend`, one that was
    /// taken back by `Rollback`.
    "log-entry-removed", Changes, Error, due: "always", fix: None, since: "0.1.0",
    conduct: [holds_in_safe_direction],
    checks: [Change(check)]
}

fn check(ctx: &mut ChangeContext) {
    let (change, form) = (ctx.change(), ctx.form());
    unread_entries(ctx);
    // Without any log, `log-missing` speaks.
    if change.head().is_none_or(|head| head.log.is_none()) {
        return;
    }
    for rewrite in &change.rewrites {
        let Rewrite::Removed { before, struck } = rewrite else { continue };
        let step = change.step_before(*before);
        let anchor = format!("decision-log:{step}");
        let how = if struck.is_some() { "struck through" } else { "removed" };
        let message = format!("the recorded decision {step} of {} was {how}", change.row_before(*before).date.text);
        let draft = match struck {
            Some(row) => ctx.report_in_log(Side::Head, change.row_after(*row).span, anchor, message),
            None => ctx.report_in_log(Side::Base, change.row_before(*before).span, anchor, message),
        };
        let (entry, amend) = (form.entry(), form.an_entry());
        match way_back(change, *before) {
            Some(written) => {
                draft.help(format!(
                    "put the {entry} back; to take the move back, add the rollback behind it: {}",
                    quoted(&written.text)
                ));
            }
            None => {
                draft.help(format!(
                    "put the {entry} back; correct it with {amend} `Amend`, or take it back with {amend} `Rollback`"
                ));
            }
        }
    }
}

/// Speaks of entries that nobody could read, and that are gone. One that was rewritten is
/// unreadable anew.
fn unread_entries(ctx: &mut ChangeContext) {
    let change = ctx.change();
    let (Some(standing), Some(base), Some(head)) = (&change.after, change.base(), change.head()) else { return };
    let UnreadEntries { new, gone, .. } = standing.unread();
    // Where a log went with them, `log-missing` speaks.
    let Some(first) = gone.first().filter(|_| new.is_empty() && (base.log.is_none() || head.log.is_some())) else {
        return;
    };
    let (span, text) = (first.span, base.log_file().slice(first.span).chars().take(60).collect::<String>());
    let message = match gone.len() {
        1 => format!("the dated entry `{text}` of the log was removed"),
        count => format!("{count} dated entries of the log were removed, the first one `{text}`"),
    };
    ctx.report_in_log(Side::Base, span, "decision-log:unread".to_owned(), message)
        .help("put it back; that it could not be read as a decision makes it no less of a record");
}

/// The row that takes the newest decision of the log before back, when that moved the rollout on.
fn way_back(change: &Change, row: usize) -> Option<Written> {
    let (standing, before) = (change.after.as_ref()?, change.before.as_ref()?);
    let is_newest = before.record.last().is_some_and(|newest| newest.id.index == row);
    match change.pairing.route_at_head(row) {
        Route::Move(from, to) if is_newest && from.stage() < to.stage() => {
            Some(rows_to_fill_in(standing, &[(*to, *from, Decision::Rollback)]))
        }
        _ => None,
    }
}
