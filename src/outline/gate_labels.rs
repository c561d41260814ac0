//! Labels that part the gates of several stages in one section: `**Phase 1 → Phase 2:**` below `##
//! Exit criteria`.

use crate::config::Policy;
use crate::markdown::{BlockKind, Document, inline};
use crate::stage_heading::{loose_stage_heading, split_arrow};
use crate::text::{Source, fold};
use crate::words::gates::is_checklist;
use crate::words::parts::{Role, role_of};

/// The level of headings whose sections stand beside the stages.
const LEVEL: u8 = 2;

/// Makes headings of the labels that name a stage, below a heading that is called a gate.
pub(super) fn promote_gate_labels(document: &mut Document, source: &Source, policy: &Policy) {
    let mut is_below_gate = false;
    for block in &mut document.blocks {
        let [line] = block.lines[..] else { continue };
        match block.kind {
            BlockKind::Heading { level, .. } if level <= LEVEL => {
                let key = fold(&inline::visible(source.slice(line)));
                let is_gate = matches!(role_of(&key), Role::Entry | Role::Exit) || is_checklist(&key);
                is_below_gate = level == LEVEL && is_gate;
            }
            BlockKind::Paragraph if is_below_gate && block.depth == 0 => {
                let text = source.slice(line);
                let Some(label) =
                    text.strip_prefix("**").and_then(|rest| rest.trim_end_matches(':').strip_suffix("**"))
                else {
                    continue;
                };
                let stage = split_arrow(label.trim_end_matches([':', '：'])).swap_remove(0);
                if loose_stage_heading(&stage, policy).is_some() {
                    block.kind = BlockKind::Heading { level: LEVEL + 1, setext: false };
                }
            }
            _ => {}
        }
    }
}
