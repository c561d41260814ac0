//! Labels of gates that are more than labels, or that look like none. Some part the gates of
//! several stages in one section: `**Phase 1 → Phase 2:**` or `**Beta:**` below `## Exit criteria`,
//! `**Exit criteria for Beta:**` below any heading beside the stages. Others are the name of a gate
//! on a line of its own: `Exit criteria`.

use super::labels::labels;
use crate::config::Policy;
use crate::markdown::{Block, BlockKind, Document, inline};
use crate::stage_heading::{loose_stage_heading, split_arrow};
use crate::text::{Memo, Source, Span, fold, remembered, without_drawings};
use crate::words::aside::is_aside_name;
use crate::words::gates::{Purpose, stage_led_to};
use crate::words::parts::{heads_gates, is_gate_label, is_gate_name, name_alone, number_of_gate, purpose_of_gate};
use std::cell::RefCell;

/// The level of headings whose sections stand beside the stages.
const LEVEL: u8 = 2;

thread_local! {
    static KNOWN: RefCell<Memo<bool>> = RefCell::default();
    static KNOWN_BARE: RefCell<Memo<bool>> = RefCell::default();
}

/// Makes headings of the labels of gates that stand beside the stages: those that name a stage,
/// below a heading that is called a gate, and those that name both, below any other heading.
pub(super) fn promote_gate_labels(document: &mut Document, source: &Source, policy: &Policy) {
    let heading = |block: &Block| match (&block.kind, &block.lines[..]) {
        (BlockKind::Heading { level, .. }, [line]) => Some((*level, source.slice(*line))),
        _ => None,
    };
    let heads = |title: &str| remembered(&KNOWN, title, |title| heads_gates(&fold(&inline::visible(title))));
    let is_gate = |(level, title): (u8, &str)| level == LEVEL && heads(title);
    let label = |block: &Block| match (&block.kind, &block.lines[..]) {
        (BlockKind::Paragraph, [line]) if block.depth == 0 => match labels(source, *line)[..] {
            [(label, value)] if value.is_empty() => Some(label),
            _ => None,
        },
        _ => None,
    };
    let mut stages: Option<Vec<String>> = None;
    let (mut is_below_gate, mut stage, mut level) = (false, None::<u8>, 0);
    for at in 0..document.blocks.len() {
        if let Some(heading) = heading(&document.blocks[at]) {
            level = heading.0;
            if level <= LEVEL {
                is_below_gate = is_gate(heading);
            }
            if stage.is_none_or(|stage| level <= stage) {
                stage = loose_stage_heading(&inline::visible(heading.1), policy).map(|_| level);
            }
            continue;
        }
        if !(is_below_gate || (stage.is_none() && level >= LEVEL)) {
            continue;
        }
        let Some(span) = label(&document.blocks[at]) else { continue };
        let names = stages.get_or_insert_with(|| {
            let titles = document.blocks.iter().filter_map(heading);
            let stages = titles.filter_map(|(_, title)| loose_stage_heading(&inline::visible(title), policy));
            stages.flat_map(|stage| [fold(&stage.name), fold(stage.first_word())]).collect()
        });
        let text = inline::visible(source.slice(span));
        let names_stage = |label: &str| {
            let first = split_arrow(label.trim_end_matches([':', '：'])).swap_remove(0);
            let bare = fold(name_alone(&first));
            loose_stage_heading(&first, policy).is_some() || (!bare.is_empty() && names.contains(&bare))
        };
        let promoted = match is_below_gate {
            true => names_stage(&text).then_some(LEVEL + 1),
            false => names_gate_of_stage(&text, policy, names_stage).then_some((level + 1).min(6)),
        };
        if let Some(level) = promoted {
            let block = &mut document.blocks[at];
            block.kind = BlockKind::Heading { level, setext: false };
            block.lines = vec![span];
        }
    }
}

/// Whether a label is the name of a gate and says whose it is: `Exit criteria for Stage 1`,
/// `Stage 1 exit criteria`, `Promotion to GA`, `Before GA`, `Gate 2`.
fn names_gate_of_stage(label: &str, policy: &Policy, names_stage: impl Fn(&str) -> bool) -> bool {
    let key = &fold(label);
    if let Some(stage) = stage_led_to(key) {
        return names_stage(stage);
    }
    if number_of_gate(key).is_some() {
        return true;
    }
    let of_purpose = || match purpose_of_gate(key)? {
        Purpose::For(stage) | Purpose::To(stage) => Some(stage),
    };
    let behind_colon = || key.split_once([':', '：']).filter(|(name, _)| is_gate_name(name)).map(|(_, stage)| stage);
    let is_behind = || is_gate_name(key) && [of_purpose(), behind_colon()].into_iter().flatten().any(&names_stage);
    let is_ahead = || {
        let heading = loose_stage_heading(label, policy);
        heading.is_some_and(|heading| is_gate_name(&fold(&heading.name)))
    };
    is_behind() || is_ahead()
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
pub(super) fn names_gate(line: &str) -> bool {
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
