//! Labels that part the gates of several stages in one section: `**Phase 1 → Phase 2:**` or
//! `**Beta:**` below `## Exit criteria`.

use super::labels::labels;
use crate::config::Policy;
use crate::markdown::{Block, BlockKind, Document, inline};
use crate::stage_heading::{loose_stage_heading, split_arrow};
use crate::text::{Source, fold};
use crate::words::parts::heads_gates;

/// The level of headings whose sections stand beside the stages.
const LEVEL: u8 = 2;

/// Makes headings of the labels that name a stage, below a heading that is called a gate.
pub(super) fn promote_gate_labels(document: &mut Document, source: &Source, policy: &Policy) {
    let title = |block: &Block| match (&block.kind, &block.lines[..]) {
        (BlockKind::Heading { level, .. }, [line]) => Some((*level, inline::visible(source.slice(*line)).into_owned())),
        _ => None,
    };
    let titles: Vec<Option<(u8, String)>> = document.blocks.iter().map(title).collect();
    let is_gate =
        |(level, title): &(u8, String)| *level == LEVEL && title.len() <= LONGEST && heads_gates(&fold(title));
    // Most files have no such section.
    if !titles.iter().flatten().any(is_gate) {
        return;
    }
    let stages = titles.iter().flatten().filter_map(|(_, title)| loose_stage_heading(title, policy));
    let names: Vec<String> = stages.flat_map(|stage| [fold(&stage.name), fold(stage.first_word())]).collect();
    let names_stage = |label: &str| {
        let first = split_arrow(label.trim_end_matches([':', '：'])).swap_remove(0);
        let bare = fold(first.split(" (").next().unwrap_or_default());
        loose_stage_heading(&first, policy).is_some() || (!bare.is_empty() && names.contains(&bare))
    };
    let mut is_below_gate = false;
    for (block, title) in document.blocks.iter_mut().zip(&titles) {
        if let Some(title) = title.as_ref().filter(|(level, _)| *level <= LEVEL) {
            is_below_gate = is_gate(title);
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

/// The length of the longest title that is looked at, in bytes.
const LONGEST: usize = 200;
