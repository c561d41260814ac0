//! A change in the plan's own words: ticked boxes, changed values, decisions that came and went. Of
//! gates and log it tells what the rules see. It leaves out text that no rule reads.

use crate::change::{Change, Status, Subject};
use crate::config::Policy;
use crate::exposure::Exposure;
use crate::pairing::{Kind, Pairing, Rewording, Wording, pair_texts, reworded};
use crate::plan::log::{LogRow, Point};
use crate::plan::status::StatusForm;
use crate::plan::{AudienceLine, Criterion, Filling, FillingKind, Met, Plan, Stage, Trigger, full_title};
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
    let changes = subjects.iter().filter_map(Subject::as_change);
    let is_told = |difference: &Difference| {
        let is_here = !matches!(difference.status, Status::Modified | Status::Unchanged);
        is_here || !difference.is_empty()
    };
    changes.map(|change| difference(change, policy)).filter(is_told).collect()
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
        details.extend(stages(&change.pairing, base, head));
        details.extend(change.pairing.kept_stages().flat_map(|(before, after)| in_stage(before, after)));
        details.extend(statuses(change, base, head));
        details.extend(values(base, head));
        let is_known = |threshold: &Detail| {
            details.iter().any(|known| known.before == threshold.before && known.after == threshold.after)
        };
        let more: Vec<Detail> = thresholds(base, head).into_iter().filter(|threshold| !is_known(threshold)).collect();
        details.extend(more);
        let audiences = audiences(change, base, head, &details);
        details.extend(audiences);
        details.extend(metrics(base, head));
        details.extend(list("rollback triggers", &texts_of(&base.triggers), &texts_of(&head.triggers)));
        details.extend(list("guardrails", &texts_of(&base.guards), &texts_of(&head.guards)));
        details.extend(list("rollback procedure", &steps_of(base), &steps_of(head)));
    }
    let decisions = decisions(change);
    details.extend(change.after.as_ref().into_iter().flat_map(|standing| flags(standing, !decisions.is_empty())));
    details.extend(decisions);
    let has_other_words = match (change.base(), change.head()) {
        (Some(base), Some(head)) if details.is_empty() => {
            base.source.text != head.source.text && !base.says_the_same_as(head, policy)
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

/// What flag files newly say of who sees the feature, and where they stay behind a decision of the
/// change.
fn flags(standing: &Standing, is_decided: bool) -> Vec<Detail> {
    let detail = |head: &Exposure| {
        let place = format!("flag {}", head.name());
        let base = standing.exposure_before(head);
        if base.is_some_and(|base| !base.says_the_same(head)) {
            let (before, after) = (base.map(Exposure::words), Some(head.words()));
            return Some(Detail { place, before, after, items: Vec::new() });
        }
        let is_behind = is_decided && standing.is_flag_behind();
        is_behind.then(|| Detail {
            place,
            before: None,
            after: Some(format!("still at {}", head.words())),
            items: Vec::new(),
        })
    };
    standing.version.exposures().iter().filter_map(detail).collect()
}

/// One thing of a list that may be ticked.
struct Entry<'p> {
    key: &'p str,
    text: &'p str,
    is_met: bool,
    /// Whether it is struck, or says why it need not be met.
    is_excused: bool,
}

impl Entry<'_> {
    fn of_criterion(criterion: &Criterion) -> Entry<'_> {
        let is_excused = criterion.struck || criterion.met == Met::Reasoned;
        Entry { key: &criterion.key, text: &criterion.text, is_met: criterion.met != Met::Open, is_excused }
    }
}

/// The boxes that were ticked, unticked and reworded in a stage: `exit criteria 3/4 → 4/4`.
fn in_stage(before: &Stage, after: &Stage) -> Vec<Detail> {
    let work = |stage: &'_ Stage| -> Vec<usize> {
        let gates: BTreeSet<&str> = stage.exit.iter().map(|criterion| criterion.key.as_str()).collect();
        let is_own = |index: &usize| !gates.contains(fold(&stage.work[*index].text).as_str());
        (0..stage.work.len()).filter(is_own).collect()
    };
    fn met(criteria: &[Criterion]) -> Vec<Entry<'_>> {
        criteria.iter().map(Entry::of_criterion).collect()
    }
    fn done<'s>(stage: &'s Stage, work: &[usize]) -> Vec<Entry<'s>> {
        let entry = |index: &usize| {
            let work = &stage.work[*index];
            Entry { key: &work.key, text: &work.text, is_met: work.is_ticked, is_excused: false }
        };
        work.iter().map(entry).collect()
    }
    let kinds = [
        ("entry criteria", met(&before.entry), met(&after.entry)),
        ("exit criteria", met(&before.exit), met(&after.exit)),
        ("launch checklist", met(&before.launch), met(&after.launch)),
        ("work", done(before, &work(before)), done(after, &work(after))),
    ];
    let mut details = Vec::new();
    for (what, old, new) in kinds {
        let items = changed_entries(&old, &new);
        if !items.is_empty() {
            let count = |entries: &[Entry]| {
                format!("{}/{}", entries.iter().filter(|entry| entry.is_met).count(), entries.len())
            };
            let place = format!("{}, {what}", after.title);
            details.push(Detail { place, before: Some(count(&old)), after: Some(count(&new)), items });
        }
    }
    details
}

/// What the plan newly says of how far its stages are, in a table, in an index, in their sections
/// or in a line.
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

/// What happened to the things of a list: a line for each that changed, in the order of the list
/// after, then those that are gone. What was reworded is one thing, and not two.
fn changed_entries(old: &[Entry], new: &[Entry]) -> Vec<String> {
    let keys = |entries: &[Entry]| -> Vec<String> { entries.iter().map(|entry| entry.key.to_owned()).collect() };
    let pairs = pair_texts(&keys(old), &keys(new));
    let before: BTreeMap<usize, &Entry> = pairs.pairs.iter().map(|(before, after)| (*after, &old[*before])).collect();
    let mut items = Vec::new();
    for (index, entry) in new.iter().enumerate() {
        let Some(before) = before.get(&index) else {
            items.push(format!("new: {}", entry.text));
            continue;
        };
        let is_filled = before.key != entry.key && is_filled(before.text, entry.text);
        let text = match before.key == entry.key || is_filled {
            true => entry.text.to_owned(),
            false => format!("{} → {}", before.text, entry.text),
        };
        match (before.is_met, entry.is_met) {
            (true, false) => items.push(format!("open again: {text}")),
            (false, true) if entry.is_excused && !before.is_excused => items.push(format!("excused: {text}")),
            (false, true) => items.push(text),
            _ if is_filled => items.push(format!("filled in: {text}")),
            _ if before.key != entry.key => items.push(format!("edited: {text}")),
            _ => {}
        }
    }
    items.extend(pairs.gone.iter().map(|index| format!("gone: {}", old[*index].text)));
    items
}

/// Whether all that became of a text is that its placeholders were filled in.
fn is_filled(before: &str, after: &str) -> bool {
    let of = |line| Wording { line, is_excused: false };
    of(before).is_blank() && !of(after).is_open()
        || reworded(of(before), of(after), Kind::Criterion, &[]) == Rewording::Filled
}

/// The changed values of the template's slots.
fn values(base: &Plan, head: &Plan) -> Vec<Detail> {
    let shown = |slot: &Filling| (!slot.value.is_open()).then(|| slot.value.text.clone());
    let written = |slot: &Filling| Some(slot.value.text.clone()).filter(|text| !text.trim().is_empty());
    let old: BTreeMap<&str, &Filling> = base.slots.iter().map(|slot| (slot.anchor.as_str(), slot)).collect();
    let is_news = |slot: &&Filling| !slot.key.contains("last updated");
    let mut details = Vec::new();
    // The cells of a row that is gone are many, and a stage that is gone is told as a whole.
    let new: BTreeSet<&str> = head.slots.iter().map(|slot| slot.anchor.as_str()).collect();
    let is_gone = |slot: &&Filling| {
        let stage = slot.anchor.strip_prefix("stage:").and_then(|rest| rest.split('/').next()?.parse().ok());
        let is_kept = stage.is_none_or(|number| head.stage(number).is_some());
        slot.kind != FillingKind::Cell && !new.contains(slot.anchor.as_str()) && is_kept
    };
    for slot in base.slots.iter().filter(is_gone) {
        let before = shown(slot).filter(|_| slot.value.is_filled());
        details.extend(before.map(|before| Detail {
            place: slot.name.clone(),
            before: Some(before),
            after: None,
            items: Vec::new(),
        }));
    }
    for slot in head.slots.iter().filter(is_news) {
        let before = old.get(slot.anchor.as_str()).and_then(|slot| shown(slot));
        // A marker says less than what stood there, and is not nothing.
        let after = shown(slot).or_else(|| before.as_ref().and_then(|_| written(slot)));
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

/// The stages that came, went, and were renamed or numbered anew.
fn stages(pairing: &Pairing, base: &Plan, head: &Plan) -> Option<Detail> {
    let name = |stage: &Stage| full_title(&stage.title, &stage.name);
    let renamed = pairing.kept_stages().map(|(before, after)| (name(before), name(after)));
    let renamed = renamed.filter(|(before, after)| fold(before) != fold(after));
    let mut items: Vec<String> = renamed.map(|(before, after)| format!("edited: {before} → {after}")).collect();
    items.extend(pairing.stages.new.iter().map(|place| format!("new: {}", name(&head.stages[*place]))));
    items.extend(pairing.stages.gone.iter().map(|place| format!("gone: {}", name(&base.stages[*place]))));
    counted("stages", base.stages.len(), head.stages.len(), items)
}

/// What the stages say of who sees them, where no value that is told already says it.
fn audiences(change: &Change, base: &Plan, head: &Plan, known: &[Detail]) -> Vec<Detail> {
    let said = |plan: &Plan, stage: &Stage| -> Vec<String> {
        let is_open =
            |line: &&AudienceLine| Wording { line: plan.source.slice(line.span), is_excused: false }.is_open();
        let lines = stage.audience.lines.iter().filter(|line| !is_open(line));
        lines.map(|line| line.text.trim().to_owned()).filter(|text| !text.is_empty()).collect()
    };
    // Where the name of a stage changed, that is told as a whole.
    let is_in_name = |stage: &Stage, other: &Stage, text: &str| {
        fold(&stage.name) != fold(&other.name) && fold(&stage.name).contains(&fold(text))
    };
    let is_told = |value: fn(&Detail) -> Option<&String>, text: &str| {
        known.iter().filter_map(value).any(|value| fold(text).contains(&fold(value)))
    };
    let details = change.pairing.kept_stages().filter_map(|(before, after)| {
        let (old, new) = (said(base, before), said(head, after));
        let has = |texts: &[String], text: &String| texts.iter().any(|other| fold(other) == fold(text));
        let gone = old.iter().filter(|text| !has(&new, text) && !is_told(|known| known.before.as_ref(), text));
        let came = new.iter().filter(|text| !has(&old, text) && !is_told(|known| known.after.as_ref(), text));
        let joined = |texts: Vec<String>| (!texts.is_empty()).then(|| texts.join(", "));
        let gone = gone.filter(|text| !is_in_name(before, after, text));
        let came = came.filter(|text| !is_in_name(after, before, text));
        let (gone, came) = (joined(gone.cloned().collect()), joined(came.cloned().collect()));
        let is_changed = gone.is_some() || came.is_some();
        let place = format!("{}, audience", after.title);
        is_changed.then_some(Detail { place, before: gone, after: came, items: Vec::new() })
    });
    details.collect()
}

/// The metrics that went, and those that are of another type. The cells of the table tell which
/// ones came.
fn metrics(base: &Plan, head: &Plan) -> Option<Detail> {
    let all = |plan: &Plan| -> BTreeMap<String, (String, bool)> {
        let metrics = plan.metrics.iter().flat_map(|table| &table.metrics);
        let named = metrics.filter(|metric| metric.name.is_filled());
        named.map(|metric| (fold(&metric.name.text), (metric.name.text.clone(), metric.is_guardrail))).collect()
    };
    let (old, new) = (all(base), all(head));
    let items: Vec<String> = old
        .iter()
        .filter_map(|(key, (name, guards))| match new.get(key) {
            None => Some(format!("gone: {name}")),
            Some((_, guards_now)) if guards_now == guards => None,
            Some((_, true)) => Some(format!("a guardrail now: {name}")),
            Some((_, false)) => Some(format!("no guardrail any more: {name}")),
        })
        .collect();
    counted("metrics", old.len(), new.len(), items)
}

fn texts_of(triggers: &[Trigger]) -> Vec<String> {
    triggers.iter().map(|trigger| trigger.text.clone()).collect()
}

fn steps_of(plan: &Plan) -> Vec<String> {
    plan.rollback_steps.iter().map(|step| plan.source.slice(*step).to_owned()).collect()
}

/// The items of a list that came, went, and were reworded.
fn list(place: &str, before: &[String], after: &[String]) -> Option<Detail> {
    let keys = |list: &[String]| -> Vec<String> { list.iter().map(|text| fold(text)).collect() };
    let (old_keys, new_keys) = (keys(before), keys(after));
    fn entries<'p>(list: &'p [String], keys: &'p [String]) -> Vec<Entry<'p>> {
        let entry = |(text, key): (&'p String, &'p String)| Entry { key, text, is_met: false, is_excused: false };
        list.iter().zip(keys).map(entry).collect()
    }
    let items = changed_entries(&entries(before, &old_keys), &entries(after, &new_keys));
    counted(place, before.len(), after.len(), items)
}

/// What happened to some of the things of a kind, and how many there are. `None` when nothing did.
fn counted(place: &str, before: usize, after: usize, items: Vec<String>) -> Option<Detail> {
    let (before, after) = (Some(before.to_string()), Some(after.to_string()));
    (!items.is_empty()).then(|| Detail { place: place.to_owned(), before, after, items })
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
                let (before, after) = (change.row_before(*before), change.row_after(*after));
                let denial = after.taken_back.as_ref().filter(|_| before.taken_back.is_none());
                let taken_back = denial.map(|(_, denial)| format!(", taken back by `{denial}`")).unwrap_or_default();
                let (before, after) = (cells(before), cells(after).map(|cells| cells + &taken_back));
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
