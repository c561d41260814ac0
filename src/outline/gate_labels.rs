//! Labels of gates that are more than labels, or that look like none. Some part the gates of
//! several stages in one section: `**Phase 1 → Phase 2:**` or `**Beta:**` below `## Exit criteria`.
//! Others are the name of a gate on a line of its own: `Exit criteria`.

use super::labels::labels;
use crate::config::Policy;
use crate::markdown::{Block, BlockKind, Document, inline};
use crate::stage_heading::{loose_stage_heading, split_arrow};
use crate::text::{Memo, Source, Span, fold, remembered, without_drawings};
use crate::words::aside::is_aside_name;
use crate::words::parts::{heads_gates, is_gate_label, name_alone};
use std::cell::RefCell;

/// The level of headings whose sections stand beside the stages.
const LEVEL: u8 = 2;

thread_local! {
    static KNOWN: RefCell<Memo<bool>> = RefCell::default();
    static KNOWN_BARE: RefCell<Memo<bool>> = RefCell::default();
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
        let bare = fold(name_alone(&first));
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

/// The longest line that may be a label without the sign of one, in bytes.
const LONGEST: usize = 80;

/// Makes labels of the lines that are the name of a gate and nothing else, right above a list or a
/// table, in whatever dress: `Exit criteria`, `*Exit criteria*`, `<h4>Exit criteria</h4>`. Behind
/// one of them, other lines of that kind are labels, too, and end its list. So do names for other
/// lists.
pub(super) fn promote_bare_labels(document: &mut Document, source: &Source) {
    let (mut is_below_bare, mut has_content) = (false, false);
    let mut at = 0;
    while at < document.blocks.len() {
        let block = &document.blocks[at];
        match block.kind {
            BlockKind::Heading { .. } => is_below_bare = false,
            BlockKind::Item { .. } | BlockKind::Table { .. } => has_content = true,
            _ => {}
        }
        let heads_list = document.blocks.get(at + 1).is_some_and(|next| {
            matches!(next.kind, BlockKind::Item { .. } | BlockKind::Table { .. }) && next.depth <= 1
        });
        let line = if heads_list && block.depth == 0 { label_line(block, source) } else { None };
        let line = line.filter(|line| labels(source, *line).is_empty());
        let is_gate = line.is_some_and(|line| names_gate(source.slice(line)));
        let ends_list = || is_below_bare && has_content && block.lines.len() < 2;
        if let Some(line) = line.filter(|line| is_gate || ends_list() || names_other(source.slice(*line))) {
            let (span, quotes) = (block.span, block.quotes);
            let rest = if block.lines.len() > 1 { block.lines.len() - 1 } else { 0 };
            if rest > 0 {
                // What stands above the name is text.
                let block = &mut document.blocks[at];
                block.lines.truncate(rest);
                block.span = Span::new(span.start, block.lines[rest - 1].end);
                at += 1;
            }
            let label = Block {
                kind: BlockKind::Label,
                span: Span::new(line.start, span.end),
                lines: vec![line],
                depth: 0,
                quotes,
            };
            if rest > 0 {
                document.blocks.insert(at, label)
            } else {
                document.blocks[at] = label
            }
            (is_below_bare, has_content) = (is_below_bare || is_gate, false);
        }
        at += 1;
    }
}

/// The line of a block that may be the name of the list below it: all that a reader sees of the
/// block, or the last line of a paragraph that begins a sentence.
fn label_line(block: &Block, source: &Source) -> Option<Span> {
    let line = match (&block.kind, &block.lines[..]) {
        (BlockKind::Paragraph, [line]) => *line,
        (BlockKind::Paragraph, [.., line]) if !source.slice(*line).starts_with(char::is_lowercase) => *line,
        (BlockKind::Html, _) => {
            let text = source.slice(block.span);
            if text.len() > 2 * LONGEST || text.contains("<!--") {
                return None;
            }
            let has_words = |line: &&str| inline::visible(line).chars().any(char::is_alphanumeric);
            let mut seen = text.lines().filter(has_words);
            let line = seen.next().filter(|_| seen.next().is_none())?;
            let start = block.span.start + (line.as_ptr() as usize - text.as_ptr() as usize);
            Span::new(start, start + line.len())
        }
        _ => return None,
    };
    let text = source.slice(line);
    let is_short = text.len() <= LONGEST && !text.trim_end().ends_with(['!', '?', ',', ';', ':', '：']);
    is_short.then_some(line)
}

/// Whether a line is the name of a gate in some dress.
fn names_gate(line: &str) -> bool {
    remembered(&KNOWN_BARE, line, |line| {
        let folded = fold(&inline::visible(line));
        is_gate_label(folded.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '(' | ')' | '（' | '）')))
    })
}

/// Whether a line is the name of another list: in bold behind a drawing, `🔧 **Work**`, or in
/// italics where it says that no criteria follow, `*Work*`. Other lines in italics are remarks.
fn names_other(line: &str) -> bool {
    if line.starts_with(char::is_alphanumeric) {
        return false;
    }
    let bare = without_drawings(line);
    let within = |mark: &str| {
        let inner = bare.strip_prefix(mark)?.strip_suffix(mark)?;
        (!inner.is_empty() && !inner.contains(&mark[..1])).then_some(inner)
    };
    let is_bold = || ["**", "__"].iter().filter_map(|mark| within(mark)).any(|inner| !inner.contains(['.', '!', '?']));
    let is_aside = || ["*", "_"].iter().filter_map(|mark| within(mark)).any(|inner| is_aside_name(&fold(inner)));
    (bare.len() < line.len() && is_bold()) || is_aside()
}
