//! Paragraphs that are meant as headings of stages: `##Stage 2: Beta`, and text that is bold as a
//! whole.

use crate::config::Policy;
use crate::markdown::{Block, BlockKind, Document, inline};
use crate::stage_heading::loose_stage_heading;
use crate::stage_number::StageNumber;
use crate::text::{Source, Span, fold, without_drawings};
use crate::words::arrows::has_arrow;
use crate::words::parts::{Role, role_of};

/// A heading among the blocks of a file that opens a stage.
struct Known {
    block: usize,
    level: u8,
    number: StageNumber,
}

/// A paragraph that may be meant as a heading.
struct Meant {
    block: usize,
    /// The level by its marks; `None` for bold text.
    level: Option<u8>,
    /// The title, without its marks.
    title: Span,
    number: StageNumber,
    is_unnamed: bool,
    /// Whether bold text has something behind it or below it, so that only its place among others
    /// makes a title of it: `**Stage 2: Beta** (postponed)`.
    is_loose: bool,
}

/// Makes headings of the paragraphs that mean a stage. Such a paragraph has a number that no
/// heading has, and stands where its number fits: behind the stage before, or before the stage
/// after it, with no other section between.
pub(super) fn promote(document: &mut Document, source: &Source, policy: &Policy) {
    let meant: Vec<Meant> = (0..document.blocks.len())
        .filter(|block| matches!(document.blocks[*block].kind, BlockKind::Paragraph))
        .filter_map(|block| meant(&document.blocks[block], block, source, policy))
        .collect();
    if meant.is_empty() {
        return;
    }
    // Where headings do not ascend, nobody knows between which of them a number fits.
    let Some(mut known) = known_stages(document, source, policy) else { return };
    let mut promoted: Vec<(usize, Span, u8)> = Vec::new();
    if known.is_empty() {
        let meant = in_their_place(meant);
        let Some(level) = level_of_all(document, source, policy, &meant) else { return };
        promoted.extend(meant.iter().map(|meant| (meant.block, meant.title, level)));
        if meant.iter().all(|meant| meant.level.is_none()) {
            let stages: Vec<usize> = meant.iter().map(|meant| meant.block).collect();
            let sections = sections_behind(document, source, &stages);
            promoted.extend(sections.into_iter().map(|(block, title)| (block, title, level)));
        }
        return open_sections(document, source, promoted);
    }
    for meant in meant.into_iter().filter(|meant| !meant.is_loose) {
        if known.iter().any(|stage| stage.number.overlaps(meant.number)) {
            continue;
        }
        let at = known.partition_point(|stage| stage.block < meant.block);
        let (before, after) = (at.checked_sub(1).map(|at| &known[at]), known.get(at));
        let fits = before.is_none_or(|before| before.number < meant.number)
            && after.is_none_or(|after| meant.number < after.number);
        let Some(level) = meant.level.or_else(|| before.or(after).map(|stage| stage.level)) else { continue };
        let is_section =
            |block: &Block| matches!(block.kind, BlockKind::Heading { level: other, .. } if other <= level);
        let follows =
            before.is_some_and(|before| !document.blocks[before.block + 1..meant.block].iter().any(is_section));
        let leads = after.is_some_and(|after| !document.blocks[meant.block..after.block].iter().any(is_section));
        // Bold text at the end may be a label: only a name makes a stage of it.
        let is_last_label = meant.level.is_none() && after.is_none() && meant.is_unnamed;
        if fits && (follows || leads) && !is_last_label {
            known.insert(at, Known { block: meant.block, level, number: meant.number });
            promoted.push((meant.block, meant.title, level));
        }
    }
    open_sections(document, source, promoted);
}

/// Makes headings of paragraphs, each with its title and its level, in the order of the text.
fn open_sections(document: &mut Document, source: &Source, promoted: Vec<(usize, Span, u8)>) {
    for (at, title, level) in promoted.into_iter().rev() {
        let block = &mut document.blocks[at];
        let rest: Vec<Span> = block.lines.drain(1..).collect();
        let whole = block.span;
        let line_end = source.line_span(source.line(title.end)).end.min(whole.end).max(title.end);
        block.kind = BlockKind::Heading { level, setext: false };
        block.span = Span::new(whole.start, line_end);
        block.lines = vec![title];
        // What stands right below the title is text.
        if let Some(first) = rest.first() {
            let span = Span::new(first.start, whole.end.max(first.start));
            let text = Block { kind: BlockKind::Paragraph, span, lines: rest, ..block.clone() };
            document.blocks.insert(at + 1, text);
        }
    }
}

/// The paragraphs that are bold as a whole, or fill the place of a stage that none of those has.
fn in_their_place(meant: Vec<Meant>) -> Vec<Meant> {
    let numbers: Vec<StageNumber> = meant.iter().filter(|meant| !meant.is_loose).map(|meant| meant.number).collect();
    let lacks = |number: StageNumber| !numbers.is_empty() && numbers.iter().all(|other| !other.overlaps(number));
    meant.into_iter().filter(|meant| !meant.is_loose || lacks(meant.number)).collect()
}

/// The paragraphs behind the last stage that are bold as a whole, as the stages are: sections of
/// their own. Where stages have bold labels, too, only the name of a section makes one.
fn sections_behind(document: &Document, source: &Source, stages: &[usize]) -> Vec<(usize, Span)> {
    let titles = |from: usize, to: usize| {
        let titles = document.blocks[from..to].iter().enumerate();
        let titles = titles.filter(|(_, block)| matches!(block.kind, BlockKind::Paragraph) && block.depth == 0);
        titles.filter_map(move |(at, block)| {
            let [line] = block.lines[..] else { return None };
            let title = bold_title(source, line)?;
            Some((from + at, title, fold(&inline::visible(source.slice(title)))))
        })
    };
    let (first, last) = (stages[0], stages[stages.len() - 1]);
    let within: Vec<String> =
        titles(first, last).filter(|(block, ..)| !stages.contains(block)).map(|(.., key)| key).collect();
    let is_section = |key: &String| match role_of(key) {
        Role::Rollback | Role::Risks | Role::DecisionLog | Role::Review => !within.contains(key),
        Role::Other => within.is_empty(),
        _ => false,
    };
    let end = (last + 1..document.blocks.len())
        .find(|block| matches!(document.blocks[*block].kind, BlockKind::Heading { .. }))
        .unwrap_or(document.blocks.len());
    let behind = titles(last + 1, end).skip_while(|(.., key)| !is_section(key));
    behind.map(|(block, title, _)| (block, title)).collect()
}

/// The text of a line that is bold as a whole.
fn bold_title(source: &Source, line: Span) -> Option<Span> {
    let text = source.slice(line);
    let inner = ["**", "__"].iter().find_map(|mark| text.strip_prefix(mark)?.strip_suffix(mark))?;
    let title = inner.trim_end_matches([':', '：']);
    (!title.contains("**")).then(|| Span::new(line.start + 2, line.start + 2 + title.len()))
}

/// Whether a line is bold but for signs before and behind it: `**Stage 2: Beta** ✅`, `**Stage 2:
/// Beta**[^1]`. They change no name.
fn is_bold_beside_signs(line: &str) -> bool {
    let bare = without_drawings(line);
    let bare = match bare.rsplit_once("[^") {
        Some((bare, note)) if note.ends_with(']') => without_drawings(bare),
        _ => bare,
    };
    let within = |mark: &str| bare.strip_prefix(mark)?.strip_suffix(mark).filter(|inner| !inner.contains(mark));
    bare.len() < line.len() && ["**", "__"].iter().any(|mark| within(mark).is_some())
}

/// The level at which paragraphs open all stages of a plan: below the section around them. They
/// are at least two with names, count up without a gap, and stand in one section.
fn level_of_all(document: &Document, source: &Source, policy: &Policy, meant: &[Meant]) -> Option<u8> {
    let (first, last) = (meant.first()?, meant.last()?);
    // Where the stages are rows or items, other text only speaks of them.
    let has_place = policy.stage_table.is_some() || policy.stage_list.is_some();
    let goes_on =
        |pair: &[Meant]| pair[0].number < pair[1].number && pair[1].number.start() <= pair[0].number.end() + 1;
    let is_run = meant.len() > 1
        && meant.windows(2).all(goes_on)
        && meant.iter().all(|meant| !meant.is_unnamed && meant.level == first.level);
    if has_place || !is_run {
        return None;
    }
    let heading = |block: &Block| match block.kind {
        BlockKind::Heading { level, .. } => Some((level, block.lines.first().copied())),
        _ => None,
    };
    let around = document.blocks[..first.block].iter().rev().find_map(heading);
    let is_of_log = around
        .and_then(|(_, title)| title)
        .is_some_and(|title| role_of(&fold(&inline::visible(source.slice(title)))) == Role::DecisionLog);
    let level = first.level.unwrap_or_else(|| around.map_or(2, |(level, _)| (level + 1).max(2)));
    let is_parted =
        document.blocks[first.block..last.block].iter().filter_map(heading).any(|(other, _)| other <= level);
    (level <= 4 && !is_parted && !is_of_log).then_some(level)
}

/// The stages that headings open, each with its first one, in the order of the text. `None` where
/// they do not ascend.
fn known_stages(document: &Document, source: &Source, policy: &Policy) -> Option<Vec<Known>> {
    let mut known: Vec<Known> = Vec::new();
    let mut log: Option<u8> = None;
    for (block, heading) in document.blocks.iter().enumerate() {
        let BlockKind::Heading { level, .. } = heading.kind else { continue };
        let Some(line) = heading.lines.first() else { continue };
        let title = inline::visible(source.slice(*line));
        if log.is_some_and(|log| level > log) {
            continue;
        }
        log = (role_of(&fold(&title)) == Role::DecisionLog).then_some(level);
        let stage = loose_stage_heading(&title, policy).filter(|stage| stage.clear && (2..=4).contains(&level));
        let Some(stage) = stage else { continue };
        if !known.iter().any(|other| other.number.overlaps(stage.number)) {
            known.push(Known { block, level, number: stage.number });
        }
    }
    known.is_sorted_by(|one, other| one.number < other.number).then_some(known)
}

/// Reads a paragraph that may be meant as a heading.
fn meant(paragraph: &Block, block: usize, source: &Source, policy: &Policy) -> Option<Meant> {
    let line = *paragraph.lines.first().filter(|_| paragraph.depth == 0)?;
    let text = source.slice(line);
    let start_of_line = source.line_span(source.line(line.start)).start;
    // A quote speaks of something that stands elsewhere.
    if !source.slice(Span::new(start_of_line, line.start)).trim().is_empty() {
        return None;
    }
    let bare = text.trim_start_matches('#');
    let marks = text.len() - bare.len();
    let is_whole = paragraph.lines.len() == 1;
    let (level, title, is_loose) = match marks {
        2..=4 => (u8::try_from(marks).ok(), bare.trim_end_matches('#').trim_end(), false),
        0 => match bold_title(source, line) {
            Some(title) => (None, source.slice(title), !is_whole),
            None if !is_whole => return None,
            None if is_bold_beside_signs(text) => (None, text, false),
            None => (None, bold_with_remark(text)?, true),
        },
        _ => return None,
    };
    if has_arrow(title) {
        return None;
    }
    let stage = loose_stage_heading(&inline::visible(title), policy).filter(|stage| stage.means_stage(marks > 0))?;
    // Where stages have only names, a number says nothing about their order.
    if !policy.stage_names.is_empty() && !stage.word.is_empty() {
        return None;
    }
    let start = line.start + text.find(title)?;
    Some(Meant {
        block,
        level,
        title: Span::new(start, start + title.len()),
        number: stage.number,
        is_unnamed: stage.name.is_empty(),
        is_loose,
    })
}

/// A line whose bold beginning is the name of a stage, or its number: a remark is all that stands
/// behind the name, `**Stage 2: Beta** (postponed)`, or the name behind the number, `**Stage 2:**
/// Beta`.
fn bold_with_remark(text: &str) -> Option<&str> {
    let mark = ["**", "__"].into_iter().find(|mark| text.starts_with(mark))?;
    let (inner, rest) = text[mark.len()..].split_once(mark)?;
    let behind = rest.trim_start_matches([':', '：', ' ']);
    let is_remark = ["(", "（", "[", "— ", "– ", "- "].iter().any(|sign| behind.starts_with(sign));
    let is_name = || {
        let is_led = inner.ends_with([':', '：']) || rest.starts_with([':', '：']);
        is_led && !behind.ends_with(['.', '。', '!', '?', ':', '：', ';', ','])
    };
    (is_remark || is_name()).then_some(text)
}
