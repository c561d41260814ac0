//! Labels that part the gates of several stages in one section: `**Phase 1 → Phase 2:**` or
//! `**Beta:**` below `## Exit criteria`.

use super::labels::labels;
use crate::config::Policy;
use crate::markdown::{Block, BlockKind, Document, inline};
use crate::stage_heading::{loose_stage_heading, split_arrow};
use crate::text::{Memo, Source, fold, remembered};
use crate::words::parts::heads_gates;
use std::cell::RefCell;

/// The level of headings whose sections stand beside the stages.
const LEVEL: u8 = 2;

thread_local! {
    static KNOWN: RefCell<Memo<bool>> = RefCell::default();
}

/// Makes headings of the labels that name a stage, below a heading that is called a gate.
pub(super) fn promote_gate_labels(document: &mut Document, source: &Source, policy: &Policy) {
    let heading = |block: &Block| match (&block.kind, &block.lines[..]) {
        (BlockKind::Heading { level, .. }, [line]) => Some((*level, source.slice(*line))),
        _ => None,
    };
    let heads = |title: &str| remembered(&KNOWN, title, |title| heads_gates(&fold(&inline::visible(title))));
    let is_gate = |(level, title): (u8, &str)| level == LEVEL && heads(title);
    // Most files have no such section.
    if !document.blocks.iter().filter_map(heading).any(is_gate) {
        return;
    }
    let titles = document.blocks.iter().filter_map(heading);
    let stages = titles.filter_map(|(_, title)| loose_stage_heading(&inline::visible(title), policy));
    let names: Vec<String> = stages.flat_map(|stage| [fold(&stage.name), fold(stage.first_word())]).collect();
    let names_stage = |label: &str| {
        let first = split_arrow(label.trim_end_matches([':', '：'])).swap_remove(0);
        let bare = fold(first.split(" (").next().unwrap_or_default());
        loose_stage_heading(&first, policy).is_some() || (!bare.is_empty() && names.contains(&bare))
    };
    let mut is_below_gate = false;
    for block in &mut document.blocks {
        if let Some(heading) = heading(block).filter(|(level, _)| *level <= LEVEL) {
            is_below_gate = is_gate(heading);
        }
        let [line] = block.lines[..] else { continue };
        if !is_below_gate || !matches!(block.kind, BlockKind::Paragraph) || block.depth > 0 {
            continue;
        }
        if let [(label, value)] = labels(source, line)[..]
            && value.is_empty()
            && names_stage(&inline::visible(source.slice(label)))
        {
            block.kind = BlockKind::Heading { level: LEVEL + 1, setext: false };
            block.lines = vec![label];
        }
    }
}
