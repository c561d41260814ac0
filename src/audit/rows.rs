//! The rows of a rollout's log that were recorded before: what became of them, in the words of
//! their cells.

use super::following::{Followed, KnownRow, decision, rationale};
use super::outcome::{AuditedTransition, CellEdit, CommitFacts, Excerpt, RewrittenRow};
use crate::change::Change;
use crate::pairing::{RATIONALE, edited_columns};
use crate::plan::log::{Decision, LogRow, Route, RowState};
use crate::rule::HistoryFault;
use crate::standing::Rewrite;
use crate::text::{Source, Span};

/// What somebody did to a recorded row.
struct Edited<'a> {
    /// What became of it, in words.
    what: String,
    /// Whether only the wording of the reason changed.
    is_gentle: bool,
    /// The log before, with the place of the row.
    before: Option<(&'a Source, Span)>,
    /// The row after with its log; `None` when it is gone.
    after: Option<(&'a Source, &'a LogRow)>,
    /// The columns that changed; all of them when the row is gone.
    columns: Vec<&'static str>,
}

impl Followed {
    /// Finds the older rows again, and reads what became of them.
    pub(super) fn read_old_rows(&mut self, change: &Change, commit: &CommitFacts) {
        let before = change.base().map_or(&[][..], |base| base.rows());
        let after = change.head().map_or(&[][..], |head| head.rows());
        let (log_before, log_after) = logs(change);
        let mut old = std::mem::take(&mut self.rows);
        for (was, is) in &change.pairing.rows.pairs {
            let (row, is_recorded) = (&after[*is], before[*was].state == RowState::Recorded);
            let unknown = || is_recorded.then(|| KnownRow::new(&before[*was], None, None));
            let Some(mut known) = old.remove(was).or_else(unknown) else { continue };
            let rewritten = change.rewrites.iter().find_map(|rewrite| match rewrite {
                Rewrite::Modified { before, columns, .. } if before == was => Some(columns.clone()),
                Rewrite::Removed { before, .. } if before == was => Some(Vec::new()),
                _ => None,
            });
            // A row whose cells were not in their places may have hidden an edit.
            let hidden = || {
                let is_back = before[*was].uneven && !row.uneven && !known.row.uneven;
                Some(edited_columns(&known.row, &known.row.route, row)).filter(|columns| is_back && !columns.is_empty())
            };
            match rewritten.or_else(hidden) {
                Some(columns) if known.is_put_back(&columns, row) => self.read_put_back(&mut known, &columns, commit),
                Some(columns) => {
                    known.first.get_or_insert_with(|| Box::new(known.row.clone()));
                    let (what, is_gentle) = edit(row, &columns, commit);
                    let before = log_before.map(|log| (log, before[*was].span));
                    let after = log_after.map(|log| (log, row)).filter(|_| row.state == RowState::Recorded);
                    self.read_own_rewrite(&mut known, Edited { what, is_gentle, before, after, columns }, commit);
                }
                None => self.read_completion(&known, row, commit),
            }
            if row.state != RowState::Recorded {
                // A row that is gone may come back, and is recorded then.
                self.gone.push(known);
                continue;
            }
            if !row.uneven {
                known.row = row.clone();
            }
            self.rows.insert(*is, known);
        }
        let is_gone = |place: &usize| {
            change.rewrites.iter().any(|rewrite| matches!(rewrite, Rewrite::Removed { before, .. } if before == place))
        };
        // A row of a shared log that names no rollout may only have lost its owner.
        for (place, mut known) in old.into_iter().filter(|(place, _)| is_gone(place)) {
            let before = log_before.map(|log| (log, before[place].span));
            self.read_own_rewrite(&mut known, taken_out(before, commit), commit);
            self.gone.push(known);
        }
        let inserted = change.rewrites.iter().filter_map(|rewrite| match rewrite {
            Rewrite::Inserted { row, excuse } => Some((*row, excuse.is_some())),
            _ => None,
        });
        for (place, is_excused) in inserted {
            let row = &after[place];
            if self.read_return(place, row, commit) {
                continue;
            }
            let message = format!("the decision {} was put in between older ones in {}", row.step(), commit.id.short());
            let cells = log_after.map(|log| cells(&COLUMNS, None, Some((log, row)))).unwrap_or_default();
            let after = log_after.map(|log| Excerpt::around(log, row.span));
            let found = self.find(HistoryFault::LogRewritten, commit, message);
            found.is_gentle = is_excused;
            found.rewrite = Some(Box::new(RewrittenRow { recorded_in: None, cells, before: None, after }));
            if !is_excused {
                // It counts for no stage, and the audit names it all the same.
                let step = match row.route {
                    Route::Move(from, to) => (from, to),
                    Route::At(at) => (at, at),
                    Route::Open | Route::Unknown(_) => (change.gate(), change.gate()),
                };
                let inserted = AuditedTransition { is_inserted: true, ..decision(row, step, commit) };
                let entry = Some(self.entries.push(inserted));
                self.rows.insert(place, KnownRow::new(row, Some(commit.clone()), entry));
            }
        }
    }

    /// Takes over the rollout of a plan that is gone. This plan must have the recorded rows of that
    /// one.
    pub(super) fn take_over(&mut self, gone: &Followed, commit: &CommitFacts) {
        let Some(((was, _), (is, _))) = gone.last.as_ref().zip(self.last.as_ref()) else { return };
        let change = Change::between(Some(was.clone()), Some(is.clone()), commit.day);
        let (log_before, log_after) = logs(&change);
        let by_the_plan = |what: String| format!("{what} by the plan that it goes on in,");
        for rewrite in &change.rewrites {
            let (place, edited) = match rewrite {
                Rewrite::Modified { before, after, columns } => {
                    let row = change.row_after(*after);
                    let (what, is_gentle) = edit(row, columns, commit);
                    let after = log_after.map(|log| (log, row)).filter(|_| row.state == RowState::Recorded);
                    let before_row = log_before.map(|log| (log, change.row_before(*before).span));
                    (before, Edited { what, is_gentle, before: before_row, after, columns: columns.clone() })
                }
                Rewrite::Removed { before, .. } => {
                    let row = log_before.map(|log| (log, change.row_before(*before).span));
                    (before, taken_out(row, commit))
                }
                Rewrite::Inserted { .. } => continue,
            };
            if let Some(known) = gone.rows.get(place) {
                self.read_rewrite(known, Edited { what: by_the_plan(edited.what), ..edited }, commit);
            }
        }
    }

    /// Reads that a new row is one that was taken out of the record, as it was recorded first.
    /// Gives whether it is.
    pub(super) fn read_return(&mut self, place: usize, row: &LogRow, commit: &CommitFacts) -> bool {
        let says_the_same = |one: &LogRow, other: &LogRow| edited_columns(one, &one.route, other).is_empty();
        let is_it = |known: &KnownRow| says_the_same(known.first(), row) && says_the_same(row, known.first());
        let Some(index) = self.gone.iter().rposition(is_it) else { return false };
        let mut known = self.gone.remove(index);
        self.read_put_back(&mut known, &COLUMNS, commit);
        known.row = row.clone();
        self.rows.insert(place, known);
        true
    }

    /// Reads that a commit put back what a row had said first in some columns: what is told of its
    /// rewriting says so.
    fn read_put_back(&mut self, known: &mut KnownRow, columns: &[&'static str], commit: &CommitFacts) {
        for (place, left) in &mut known.told {
            let (back, still): (Vec<&str>, Vec<&str>) = left.iter().partition(|column| columns.contains(column));
            let which = if still.is_empty() { String::new() } else { format!(" ({})", back.join(", ")) };
            if !back.is_empty() {
                self.found[*place].message.push_str(&format!(", and put back in {}{which}", commit.id.short()));
            }
            *left = still;
        }
        known.told.retain(|(_, left)| !left.is_empty());
        if let Some(entry) = known.entry.and_then(|entry| self.entries.get_mut(entry)) {
            entry.put_back_in.push(commit.clone());
        }
    }

    /// A row of this plan's log was rewritten.
    fn read_own_rewrite(&mut self, known: &mut KnownRow, edited: Edited, commit: &CommitFacts) {
        let columns = if edited.after.is_none() { COLUMNS.to_vec() } else { edited.columns.clone() };
        known.told.push((self.found.len(), columns));
        self.read_rewrite(known, edited, commit);
        if let Some(entry) = known.entry.and_then(|entry| self.entries.get_mut(entry)) {
            entry.rewritten_in.push(commit.clone());
        }
    }

    fn read_rewrite(&mut self, known: &KnownRow, edited: Edited, commit: &CommitFacts) {
        let recorded = known.commit.as_ref().map(|by| format!(", which {} had recorded,", by.id.short()));
        let kind = if known.row.verb == Some(Decision::Amend) { "amendment of" } else { "decision" };
        let Edited { what, is_gentle, before, after, columns } = edited;
        let message =
            format!("the {kind} {}{} {what} in {}", known.row.step(), recorded.unwrap_or_default(), commit.id.short());
        let columns = if after.is_none() { &COLUMNS[..] } else { &columns[..] };
        let rewrite = RewrittenRow {
            recorded_in: known.commit.clone(),
            cells: cells(columns, before.map(|(log, _)| (log, &known.row)), after),
            before: before.map(|(log, span)| Excerpt::around(log, span)),
            after: after.map(|(log, row)| Excerpt::around(log, row.span)),
        };
        let found = self.find(HistoryFault::LogRewritten, commit, message);
        found.is_gentle = is_gentle;
        found.rewrite = Some(Box::new(rewrite));
    }

    /// Reads that a commit filled in an open cell of a recorded row.
    fn read_completion(&mut self, known: &KnownRow, row: &LogRow, commit: &CommitFacts) {
        if let Some(entry) =
            known.entry.filter(|_| known.row.verb.is_none()).and_then(|entry| self.entries.get_mut(entry))
        {
            entry.decision = row.verb;
        }
        let is_answered = |before: bool, after: bool| !before && after;
        let gained = is_answered(known.row.decided_by.is_filled(), row.decided_by.is_filled())
            || is_answered(known.row.rationale.is_filled(), row.rationale.is_filled());
        if let Some(entry) = known.entry.filter(|_| gained).and_then(|entry| self.entries.get_mut(entry)) {
            entry.decided_by.clone_from(&row.deciders);
            entry.rationale = rationale(row);
            entry.completed_in = Some(commit.clone());
        }
    }
}

impl KnownRow {
    /// The row as it was recorded first.
    fn first(&self) -> &LogRow {
        self.first.as_deref().unwrap_or(&self.row)
    }

    /// Whether an edit of some columns does nothing but put back what they had said first.
    fn is_put_back(&self, columns: &[&'static str], row: &LogRow) -> bool {
        let is_told = |column: &&str| self.told.iter().any(|(_, left)| left.contains(column));
        let differ = edited_columns(self.first(), &self.first().route, row);
        let is_back = |column: &&str| is_told(column) && !differ.contains(column);
        row.state == RowState::Recorded && !columns.is_empty() && columns.iter().all(is_back)
    }
}

/// The columns of a row in the order in which their words are told.
const COLUMNS: [&str; 5] = ["Date", "Stage", "Decision", "Decided By", RATIONALE];

/// The logs before and after a change.
fn logs(change: &Change) -> (Option<&Source>, Option<&Source>) {
    (change.base().map(|base| base.log_file()), change.head().map(|head| head.log_file()))
}

/// The words of some columns before and after.
fn cells(
    columns: &[&'static str],
    before: Option<(&Source, &LogRow)>,
    after: Option<(&Source, &LogRow)>,
) -> Vec<CellEdit> {
    let words = |column: &str, (log, row): (&Source, &LogRow)| match column {
        "Date" => row.date.text.clone(),
        "Stage" => row.stage.text.clone(),
        "Decision" => row.decision.text.clone(),
        "Decided By" => row.decided_by.text.clone(),
        RATIONALE => row.rationale.text.clone(),
        _ => row.rollout.map(|span| log.slice(span).to_owned()).unwrap_or_default(),
    };
    let edit = |column: &&str| CellEdit {
        column: (*column).to_owned(),
        before: before.map(|before| words(column, before)),
        after: after.map(|after| words(column, after)),
    };
    columns.iter().map(edit).collect()
}

/// What became of a row in words, and whether only the wording of the reason changed.
fn edit(row: &LogRow, columns: &[&'static str], commit: &CommitFacts) -> (String, bool) {
    match row.state == RowState::Recorded {
        true => (format!("was rewritten ({})", columns.join(", ")), columns == [RATIONALE]),
        false => (words_of_removal(commit), false),
    }
}

/// What becomes of a row that a commit takes out. A merge that lacks a row throws it away.
fn words_of_removal(commit: &CommitFacts) -> String {
    if commit.is_merge { "was taken out of the record by the merge" } else { "was taken out of the record" }.to_owned()
}

fn taken_out<'a>(before: Option<(&'a Source, Span)>, commit: &CommitFacts) -> Edited<'a> {
    Edited { what: words_of_removal(commit), is_gentle: false, before, after: None, columns: Vec::new() }
}
