//! Work of a stage that is ticked where the stage is not.

use super::model::Standing;
use super::verdict::{Sign, SignKind};
use crate::pairing::Pairing;
use crate::plan::{Stage, WorkBox};
use crate::stage_number::StageNumber;
use crate::text::fold;
use std::collections::HashMap;

impl Standing {
    /// The work that this change ticks outside of its stage: below a heading that is called the
    /// work of the stage, or what stood in the stage before and was moved away.
    pub(super) fn signs_elsewhere(&self, pairing: Option<&Pairing>) -> Vec<Sign> {
        let (Some(base), Some(pairing)) = (&self.base, pairing) else { return Vec::new() };
        let boxes = &self.plan().boxes_elsewhere;
        // Most plans have no such box.
        if boxes.is_empty() {
            return Vec::new();
        }
        let mut known: HashMap<String, usize> = HashMap::new();
        for (_, work) in &base.boxes_elsewhere {
            *known.entry(fold(&work.text)).or_default() += 1;
        }
        let mut is_new = |text: &str| match known.get_mut(text).filter(|count| **count > 0) {
            Some(count) => {
                *count -= 1;
                false
            }
            None => true,
        };
        let gone = self.plan().stages.iter().flat_map(|stage| gone_from(stage, pairing));
        let gone: HashMap<String, StageNumber> = gone.collect();
        let new = boxes.iter().map(|(of, work)| (of, work, fold(&work.text))).filter(|(.., text)| is_new(text));
        let new: Vec<(&Option<StageNumber>, &WorkBox, String)> = new.collect();
        let sign = |(of, work, text): (&Option<StageNumber>, &WorkBox, String)| {
            let stage = (*of).or_else(|| moved_from(&gone, &text))?;
            let (kind, span, text) = (SignKind::Work, work.span, work.text.clone());
            Some(Sign { stage, kind, span, text, is_new: true, exposure: None })
        };
        new.into_iter().filter_map(sign).collect()
    }
}

/// The work that a stage had before and has no more, by its folded words.
fn gone_from<'p>(stage: &'p Stage, pairing: &'p Pairing) -> impl Iterator<Item = (String, StageNumber)> + use<'p> {
    let kept = stage.work.iter().chain(&stage.preparation).chain(&stage.doubtful_work).map(|work| fold(&work.text));
    let mut kept: Vec<String> = kept.chain(stage.entry.iter().map(|criterion| fold(&criterion.text))).collect();
    kept.sort_unstable();
    let before = pairing.stage_before(stage).into_iter().flat_map(|before| &before.work);
    let words = before.map(|work| fold(&work.text)).filter(move |text| kept.binary_search(text).is_err());
    words.map(|text| (text, stage.number))
}

/// The stage that some folded words were moved from, with or without a remark behind them, or with
/// the name of the stage before them.
fn moved_from(gone: &HashMap<String, StageNumber>, text: &str) -> Option<StageNumber> {
    let behind = text.split_once(": ").map(|(_, behind)| behind);
    // The words end where no word goes on.
    let is_end = |text: &str, at: &usize| {
        text.is_char_boundary(*at) && !text[*at..].trim_start().starts_with(char::is_alphanumeric)
    };
    let found = |text: &str| {
        let ends = (1..=text.len()).rev().filter(|at| is_end(text, at));
        ends.into_iter().find_map(|at| gone.get(text[..at].trim_end()).copied())
    };
    found(text).or_else(|| behind.and_then(found))
}
