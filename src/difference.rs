//! A change in the plan's own words: ticked boxes, changed values, decisions that came and went. Of
//! gates and log it tells what the rules see. It leaves out text that no rule reads.

use crate::change::{Change, Status, Subject};
use crate::config::Policy;
use crate::plan::log::{LogRow, Point};
use crate::plan::status::StatusForm;
use crate::plan::{Criterion, Filling, FillingKind, Met, Plan, Stage};
use crate::standing::{Rewrite, Standing};
use crate::text::fold;
use std::collections::{BTreeMap, BTreeSet};

/// What a change does to one plan.
#[derive(Clone, Debug)]
pub struct Difference {
    /// The plan's path after the change, or before it when it is gone.
    pub path: String,
    /// What happened to the file.
    pub status: Status,
    /// The rollout's name.
    pub title: Option<String>,
    /// The Rollout ID.
    pub id: Option<String>,
    /// Where the rollout was before. `None` when nothing was compared or there was no plan.
    pub base_stage: Option<Point>,
    /// Where it is after. `None` for a removed plan.
    pub head_stage: Option<Point>,
    /// What changed, in the order of the plan.
    pub details: Vec<Detail>,
    /// Whether other text changed that no detail tells: prose, headings, items of lists.
    pub has_other_words: bool,
}

/// One thing that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Detail {
    /// What it is: `Stage 1, exit criteria`, `Owner`, `decision log`.
    pub place: String,
    /// What it was; `None` when there was nothing.
    pub before: Option<String>,
    /// What it is; `None` when there is nothing.
    pub after: Option<String>,
    /// Which items, by their texts: the criteria that were ticked, the rows that came.
    pub items: Vec<String>,
}

/// The differences of some changes, one for each plan. Plans that say the same as before are left
/// out.
pub(crate) fn differences(subjects: &[Subject], policy: &Policy) -> Vec<Difference> {
    let changes = subjects.iter().filter_map(Subject::as_change).filter(|change| change.status != Status::Unchanged);
    changes
        .map(|change| difference(change, policy))
        .filter(|difference| difference.status != Status::Modified || !difference.is_empty())
        .collect()
}

impl Difference {
    /// Whether only the format changed.
    pub(crate) fn is_empty(&self) -> bool {
        self.details.is_empty() && self.base_stage == self.head_stage && !self.has_other_words
    }
}

/// The difference that one change makes to its plan.
pub(crate) fn difference(change: &Change, policy: &Policy) -> Difference {
    let plan = change.plan();
    let mut details = Vec::new();
    if let (Some(base), Some(head)) = (change.base(), change.head()) {
        details.extend(change.pairing.kept_stages().flat_map(|(before, after)| in_stage(before, after)));
        details.extend(statuses(change, base, head));
        details.extend(values(base, head));
        let is_known = |threshold: &Detail| {
            details.iter().any(|known| known.before == threshold.before && known.after == threshold.after)
        };
        let more: Vec<Detail> = thresholds(base, head).into_iter().filter(|threshold| !is_known(threshold)).collect();
        details.extend(more);
        details.extend(triggers(base, head));
    }
    details.extend(decisions(change));
    let has_other_words = match (change.base(), change.head()) {
        (Some(base), Some(head)) if details.is_empty() => {
            base.source.text != head.source.text && base.meaning(policy) != head.meaning(policy)
        }
        _ => false,
    };
    Difference {
        path: plan.source.path.clone(),
        status: change.status,
        title: plan.title.clone(),
        id: plan.id.clone(),
        base_stage: change.place_before(),
        head_stage: change.after.as_ref().map(Standing::place),
        details,
        has_other_words,
    }
}

/// The boxes that were ticked and unticked in a stage: `exit criteria 3/4 → 4/4`.
fn in_stage(before: &Stage, after: &Stage) -> Vec<Detail> {
    let met = |criteria: &[Criterion]| -> BTreeMap<String, (String, bool)> {
        let state =
            |criterion: &Criterion| (criterion.key.clone(), (criterion.text.clone(), criterion.met != Met::Open));
        criteria.iter().map(state).collect()
    };
    let work = |stage: &Stage| -> BTreeMap<String, (String, bool)> {
        let gates: BTreeSet<&str> = stage.exit.iter().map(|criterion| criterion.key.as_str()).collect();
        let boxes = stage.work.iter().filter(|work| !gates.contains(fold(&work.text).as_str()));
        boxes.map(|work| (work.key.clone(), (work.text.clone(), work.is_ticked))).collect()
    };
    let kinds = [
        ("entry criteria", met(&before.entry), met(&after.entry)),
        ("exit criteria", met(&before.exit), met(&after.exit)),
        ("launch checklist", met(&before.launch), met(&after.launch)),
        ("work", work(before), work(after)),
    ];
    let mut details = Vec::new();
    for (what, old, new) in kinds {
        let count = |items: &BTreeMap<String, (String, bool)>| {
            format!("{}/{}", items.values().filter(|(_, met)| *met).count(), items.len())
        };
        let mut items: Vec<String> = Vec::new();
        for (key, (text, is_met)) in &new {
            match old.get(key).map(|(_, met)| *met) {
                Some(was) if was == *is_met => {}
                Some(true) => items.push(format!("open again: {text}")),
                Some(false) => items.push(text.clone()),
                None => items.push(format!("new: {text}")),
            }
        }
        items.extend(
            old.iter().filter(|(key, _)| !new.contains_key(*key)).map(|(_, (text, _))| format!("gone: {text}")),
        );
        if !items.is_empty() {
            let place = format!("{}, {what}", after.title);
            details.push(Detail { place, before: Some(count(&old)), after: Some(count(&new)), items });
        }
    }
    details
}

/// What the plan newly says of how far its stages are, in a table, in an index, in their sections or in a line.
fn statuses(change: &Change, base: &Plan, head: &Plan) -> Vec<Detail> {
    let said = |plan: &Plan, form: StatusForm, stage: &Stage| {
        let readings = plan.statuses.iter().filter(|reading| reading.form == form);
        readings.filter_map(|reading| reading.entry(stage.number)).map(|entry| entry.text.clone()).next()
    };
    let mut details = Vec::new();
    for (before, after) in change.pairing.kept_stages() {
        for form in [StatusForm::Table, StatusForm::List, StatusForm::Sections, StatusForm::Line] {
            let (was, is) = (said(base, form, before), said(head, form, after));
            if was.as_deref().map(fold) != is.as_deref().map(fold) {
                let place = format!("{}, status", after.title);
                details.push(Detail { place, before: was, after: is, items: Vec::new() });
            }
        }
    }
    details.dedup();
    details
}

/// The changed values of the template's slots.
fn values(base: &Plan, head: &Plan) -> Vec<Detail> {
    let shown = |slot: &Filling| (!slot.value.is_open()).then(|| slot.value.text.clone());
    let old: BTreeMap<&str, &Filling> = base.slots.iter().map(|slot| (slot.anchor.as_str(), slot)).collect();
    let is_news = |slot: &&Filling| !slot.key.contains("last updated");
    let mut details = Vec::new();
    for slot in head.slots.iter().filter(is_news) {
        let (before, after) = (old.get(slot.anchor.as_str()).and_then(|slot| shown(slot)), shown(slot));
        if before.as_deref().map(fold) != after.as_deref().map(fold) {
            // The name of a cell includes its row.
            let row = slot.anchor.rsplit('/').nth(1).filter(|_| slot.kind == FillingKind::Cell);
            let place = row.map_or_else(|| slot.name.clone(), |row| format!("{}, {row}", slot.name));
            details.push(Detail { place, before, after, items: Vec::new() });
        }
    }
    details
}

/// The changed thresholds of metrics. The cells of the table tell which metrics came and went.
fn thresholds(base: &Plan, head: &Plan) -> Vec<Detail> {
    let all = |plan: &Plan| -> BTreeMap<String, (String, String)> {
        let metrics = plan.metrics.iter().flat_map(|table| &table.metrics);
        let known = metrics.filter_map(|metric| {
            let threshold = metric.threshold.as_ref().filter(|value| value.is_filled())?;
            Some((fold(&metric.name.text), (metric.name.text.clone(), threshold.text.clone())))
        });
        known.collect()
    };
    let old = all(base);
    let changed = all(head).into_iter().filter_map(|(key, (name, after))| {
        let (_, before) = old.get(&key)?;
        (fold(before) != fold(&after)).then(|| Detail {
            place: format!("threshold of {name}"),
            before: Some(before.clone()),
            after: Some(after),
            items: Vec::new(),
        })
    });
    changed.collect()
}

/// The conditions for going back that came and went.
fn triggers(base: &Plan, head: &Plan) -> Option<Detail> {
    let texts = |plan: &Plan| -> Vec<String> { plan.triggers.iter().map(|trigger| trigger.text.clone()).collect() };
    let (old, new) = (texts(base), texts(head));
    let is_in = |text: &String, texts: &[String]| texts.iter().any(|other| fold(other) == fold(text));
    let gone = old.iter().filter(|text| !is_in(text, &new)).map(|text| format!("gone: {text}"));
    let came = new.iter().filter(|text| !is_in(text, &old)).map(|text| format!("new: {text}"));
    let items: Vec<String> = gone.chain(came).collect();
    let count = |texts: &[String]| Some(texts.len().to_string());
    (!items.is_empty()).then(|| Detail {
        place: "rollback triggers".to_owned(),
        before: count(&old),
        after: count(&new),
        items,
    })
}

/// Decisions that were recorded, rewritten, taken away or put in.
fn decisions(change: &Change) -> Vec<Detail> {
    let written = |step: String, row: &LogRow| {
        format!("{step} {} {} by {}", row.decision.text, row.date.text, row.deciders.join(", "))
    };
    let mut details = Vec::new();
    let Some(standing) = &change.after else { return details };
    let new: Vec<String> =
        standing.new_rows().map(|index| written(standing.step(index), standing.row(index))).collect();
    if !new.is_empty() {
        let count = if new.len() == 1 { "+1 decision".to_owned() } else { format!("+{} decisions", new.len()) };
        details.push(Detail { place: "decision log".to_owned(), before: None, after: Some(count), items: new });
    }
    for rewrite in &change.rewrites {
        let (before, after) = match rewrite {
            Rewrite::Modified { before, after, columns } => {
                let cells = |row: &LogRow| {
                    let cells = columns.iter().map(|column| cell(row, column));
                    Some(cells.collect::<Vec<&str>>().join(", "))
                };
                let (step, columns) = (change.step_before(*before), columns.join(", ").to_lowercase());
                let place = format!("recorded decision {step}, {columns}");
                let (before, after) = (cells(change.row_before(*before)), cells(change.row_after(*after)));
                details.push(Detail { place, before, after, items: Vec::new() });
                continue;
            }
            Rewrite::Removed { before, .. } => {
                (Some(written(change.step_before(*before), change.row_before(*before))), None)
            }
            Rewrite::Inserted { row, .. } => {
                let row = change.row_after(*row);
                (None, Some(written(row.step(), row)))
            }
        };
        details.push(Detail { place: "recorded decision".to_owned(), before, after, items: Vec::new() });
    }
    details
}

/// What a row says in a column.
fn cell<'a>(row: &'a LogRow, column: &str) -> &'a str {
    let value = match column {
        "Date" => &row.date,
        "Stage" => &row.stage,
        "Decision" => &row.decision,
        "Rationale" => &row.rationale,
        _ => &row.decided_by,
    };
    &value.text
}
