//! Markdown blocks with exact places. The only file that knows comrak.
//!
//! comrak's places of blocks are exact, those of inlines are not in four known cases (after `\|` in a cell, after a line break inside a
//! link, after reference definitions, after a tab). So blocks come from comrak, and what stands inside them is read from the source by
//! [`inline`].

pub mod inline;

use crate::text::{Source, Span};
use comrak::arena_tree::NodeEdge;
use comrak::nodes::{AstNode, NodeValue, Sourcepos};
use comrak::{Arena, Options, parse_document};

/// One file as a flat list of blocks in the order of the text.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// The text between the `---` lines at the top of the file.
    pub front_matter: Option<Span>,
    /// What is wrong with the `---` block at the top of the file.
    pub front_matter_fault: Option<FrontMatterFault>,
    /// The blocks.
    pub blocks: Vec<Block>,
    /// The lines of conflict markers that a merge left behind: the whole conflict each, from `<<<<<<<` to `>>>>>>>`.
    pub conflicts: Vec<Span>,
}

/// A `---` block at the top of a file that is no YAML mapping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrontMatterFault {
    /// The first line's `---`.
    pub open: Span,
    /// The `---` that ends the block.
    pub close: Span,
    /// Whether its lines look like keys with values. Otherwise it is text, and is read as text.
    pub is_meant: bool,
}

/// A leaf block, or the first line of a list item.
#[derive(Clone, Debug)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its place, from its first to its last character.
    pub span: Span,
    /// The content of each of its lines: without indentation, quote markers, list markers and heading marks. Empty for tables, whose
    /// content is in their rows.
    pub lines: Vec<Span>,
    /// How many lists it lies in; 1 for an item of a top-level list.
    pub depth: usize,
}

/// What a block is.
#[derive(Clone, Debug)]
pub enum BlockKind {
    /// A heading of level 1 to 6.
    Heading {
        /// 1 for `#`.
        level: u8,
        /// Underlined with `===` or `---` instead of marked with `#`.
        setext: bool,
    },
    /// Running text.
    Paragraph,
    /// A list item; its lines are those of its first paragraph.
    Item {
        /// Which list of the file it belongs to, by the place of the list's first character.
        list: usize,
    },
    /// A table.
    Table {
        /// The header and the rows below it.
        rows: Vec<Row>,
    },
    /// A code block.
    Code,
    /// A block of HTML, comments included.
    Html,
    /// A horizontal rule.
    Rule,
}

/// A line of a table, read from the source: comrak pads short rows and drops surplus cells without a trace.
#[derive(Clone, Debug)]
pub struct Row {
    /// The line, without what stands before the first and behind the last character of the row.
    pub span: Span,
    /// The content of each cell, trimmed. As many as there are in the source.
    pub cells: Vec<Span>,
}

/// Reads a file's blocks. Never fails, and needs no more stack for deeply nested input.
pub fn parse(source: &Source) -> Document {
    let conflicts = conflict_markers(source);
    let markers: Vec<u32> = conflicts.iter().flat_map(|conflict| conflict.lines.iter().copied()).collect();
    let fault = front_matter_fault(source);
    let is_text = fault.as_ref().filter(|fault| !fault.is_meant);
    let masked = mask_lines(source, &markers, is_text.map(|fault| fault.close));
    let text = masked.as_deref().unwrap_or(&source.text);
    let arena = Arena::new();
    let mut options = options();
    if is_text.is_some() {
        options.extension.front_matter_delimiter = None;
    }
    let root = parse_document(&arena, text, &options);
    let mut document = Document {
        conflicts: conflicts.iter().map(|conflict| conflict.span).collect(),
        front_matter_fault: fault,
        ..Document::default()
    };
    let mut lists: Vec<usize> = Vec::new();
    let mut quotes = 0usize;
    let mut item_without_text = false;
    for edge in std::iter::successors(Some(NodeEdge::Start(root)), next_edge) {
        let (node, starts) = match edge {
            NodeEdge::Start(node) => (node, true),
            NodeEdge::End(node) => (node, false),
        };
        let data = node.data();
        let span = if starts { span_of(source, data.sourcepos) } else { Span::at(0) };
        match (&data.value, starts) {
            (NodeValue::List(_), true) => lists.push(span.start),
            (NodeValue::List(_), false) => {
                lists.pop();
            }
            (NodeValue::Item(_), false) => item_without_text = false,
            (NodeValue::BlockQuote, true) => quotes += 1,
            (NodeValue::BlockQuote, false) => quotes -= 1,
            _ => {}
        }
        if !starts {
            continue;
        }
        let lines_of = |span: Span| content_lines(source, span, quotes, &markers);
        let depth = lists.len();
        let block = match &data.value {
            NodeValue::FrontMatter(_) => {
                document.front_matter = front_matter_content(source, span);
                continue;
            }
            NodeValue::Item(_) => {
                item_without_text = true;
                let list = lists.last().copied().unwrap_or(span.start);
                // The end of an item that a blank line and a heading follow is wrong in comrak; its first line is never.
                let first_line = source.line_span(source.line(span.start));
                let span = Span::new(span.start, first_line.end.max(span.start));
                Block { kind: BlockKind::Item { list }, span, lines: Vec::new(), depth }
            }
            NodeValue::Paragraph => {
                let lines = lines_of(span);
                if item_without_text {
                    item_without_text = false;
                    let item = document.blocks.last_mut().expect("an item was pushed when the flag was set");
                    item.span = item.span.to(span);
                    item.lines = lines;
                    continue;
                }
                Block { kind: BlockKind::Paragraph, span, lines, depth }
            }
            NodeValue::Heading(heading) => {
                let kind = BlockKind::Heading { level: heading.level, setext: heading.setext };
                let lines = heading_lines(source, lines_of(span), heading.setext);
                Block { kind, span, lines, depth }
            }
            NodeValue::Table(_) => {
                let rows = lines_of(span);
                // The second line is the row of dashes.
                let rows = rows.into_iter().enumerate().filter(|(index, _)| *index != 1);
                let rows = rows.map(|(_, line)| Row { span: line, cells: split_cells(source, line) }).collect();
                Block { kind: BlockKind::Table { rows }, span, lines: Vec::new(), depth }
            }
            NodeValue::CodeBlock(_) => Block { kind: BlockKind::Code, span, lines: Vec::new(), depth },
            NodeValue::HtmlBlock(_) => Block { kind: BlockKind::Html, span, lines: Vec::new(), depth },
            NodeValue::ThematicBreak => Block { kind: BlockKind::Rule, span, lines: Vec::new(), depth },
            _ => continue,
        };
        if !matches!(block.kind, BlockKind::Item { .. }) {
            item_without_text = false;
        }
        document.blocks.push(block);
    }
    document
}

/// How many cells a row of a table seldom has more of.
const LIKELY_CELLS: usize = 7;

/// The next start or end of a block. What stands inside of tables and of blocks without others in them is half of a tree, and is read from the
/// source.
fn next_edge<'a>(edge: &NodeEdge<&'a AstNode<'a>>) -> Option<NodeEdge<&'a AstNode<'a>>> {
    let is_wanted =
        |node: &&AstNode| node.data().value.block() || matches!(node.data().value, NodeValue::FrontMatter(_));
    match edge {
        NodeEdge::Start(node) if matches!(node.data().value, NodeValue::Table(_)) => Some(NodeEdge::End(node)),
        NodeEdge::Start(node) => match node.first_child().filter(is_wanted) {
            Some(child) => Some(NodeEdge::Start(child)),
            None => Some(NodeEdge::End(node)),
        },
        NodeEdge::End(node) => match node.next_sibling() {
            Some(sibling) => Some(NodeEdge::Start(sibling)),
            None => node.parent().map(NodeEdge::End),
        },
    }
}

/// Splits a line of a table at the pipes that are not escaped, and trims what stands between. A pipe at either end opens or closes the row.
pub fn split_cells(source: &Source, line: Span) -> Vec<Span> {
    let bytes = source.slice(line).as_bytes();
    let mut bounds = Vec::with_capacity(LIKELY_CELLS + 1);
    let mut index = 0;
    while index < bytes.len() {
        match bytes[index] {
            b'\\' if bytes.get(index + 1) == Some(&b'|') => index += 1,
            b'|' => bounds.push(index),
            _ => {}
        }
        index += 1;
    }
    let mut start = 0;
    let mut cells = Vec::with_capacity(bounds.len());
    for bound in bounds.into_iter().chain([bytes.len()]) {
        let cell = Span::new(line.start + start, line.start + bound);
        let outside = (start == 0 || bound == bytes.len()) && source.slice(cell).trim().is_empty();
        if !outside {
            cells.push(trimmed(source, cell));
        }
        start = bound + 1;
        if start > bytes.len() {
            break;
        }
    }
    cells
}

/// The part of a span without white space at its ends.
pub fn trimmed(source: &Source, span: Span) -> Span {
    let text = source.slice(span).trim_start();
    let start = span.end - text.len();
    Span::new(start, start + text.trim_end().len())
}

fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.footnotes = true;
    options.extension.front_matter_delimiter = Some("---".to_owned());
    options
}

/// comrak counts lines and columns from 1, columns in bytes, ends inclusive. Some ends lie before their starts or on a later line's column 0;
/// the result is clamped so that every span lies inside the text and on character boundaries.
fn span_of(source: &Source, place: Sourcepos) -> Span {
    let offset = |line: usize, column: usize| {
        let span = source.line_span(line as u32);
        let offset = (span.start + column).min(source.text.len());
        (offset..=source.text.len()).find(|offset| source.text.is_char_boundary(*offset)).unwrap_or(source.text.len())
    };
    let start = offset(place.start.line, place.start.column.saturating_sub(1));
    let end = offset(place.end.line, place.end.column);
    Span::new(start, end.max(start))
}

/// The content of each line from the start of a block to its end, without quote markers and indentation. Lines of conflict markers are left out.
fn content_lines(source: &Source, span: Span, quotes: usize, markers: &[u32]) -> Vec<Span> {
    let first = source.line(span.start);
    let last = source.line(span.end.max(span.start + 1) - 1);
    let mut lines = Vec::with_capacity((last + 1).saturating_sub(first) as usize);
    for number in first..=last {
        if markers.binary_search(&number).is_ok() {
            continue;
        }
        let line = source.line_span(number);
        let from = if number == first { span.start } else { line.start };
        // A block ends where comrak says only on its last line.
        let to = if number == last { span.end.clamp(from, line.end.max(from)) } else { line.end };
        let mut content = trimmed(source, Span::new(from, to.max(from)));
        if number != first {
            for _ in 0..quotes {
                let Some(rest) = source.slice(content).strip_prefix('>') else { break };
                content = trimmed(source, Span::new(content.end - rest.len(), content.end));
            }
        }
        // A backslash at the end of a line is a line break, which some formatters write for two spaces.
        if number != last && source.slice(content).ends_with('\\') {
            content = trimmed(source, Span::new(content.start, content.end - 1));
        }
        lines.push(content);
    }
    lines
}

/// A heading's text without its `#` marks or its underline.
fn heading_lines(source: &Source, mut lines: Vec<Span>, setext: bool) -> Vec<Span> {
    if setext {
        if lines.len() > 1 {
            lines.pop();
        }
        return lines;
    }
    let Some(line) = lines.first_mut() else { return lines };
    let text = source.slice(*line);
    let opened = text.trim_start_matches('#');
    let start = line.end - opened.len();
    let closed = opened.trim_end().trim_end_matches('#');
    // Closing marks count only when a space stands before them.
    let content = if closed.is_empty() || closed.ends_with([' ', '\t']) { closed } else { opened };
    *line = trimmed(source, Span::new(start, start + content.len()));
    lines.truncate(1);
    lines
}

/// The lines between the two `---` of the front matter.
fn front_matter_content(source: &Source, span: Span) -> Option<Span> {
    let first = source.line(span.start);
    let last = source.line(span.end.max(span.start + 1) - 1);
    let close = (first + 1..=last).find(|line| source.slice(source.line_span(*line)).trim_end() == "---")?;
    Some(Span::new(source.line_span(first + 1).start, source.line_span(close).start))
}

/// No front matter is as large as this, in bytes.
const FRONT_MATTER_LIMIT: usize = 64 * 1024;

/// Finds out whether the `---` block at the top of a file is what tools take it for. An empty one does no harm.
fn front_matter_fault(source: &Source) -> Option<FrontMatterFault> {
    let is_mark = |line: u32| source.slice(source.line_span(line)).trim_start_matches('\u{feff}').trim_end() == "---";
    if !is_mark(1) {
        return None;
    }
    let close = (2..=source.line_count()).find(|line| is_mark(*line))?;
    let inner = source.slice(Span::new(source.line_span(2).start, source.line_span(close).start));
    if inner.trim().is_empty() || (inner.len() <= FRONT_MATTER_LIMIT && serde_yaml::from_str::<Mapping>(inner).is_ok())
    {
        return None;
    }
    let is_meant = inner.len() <= FRONT_MATTER_LIMIT && inner.lines().all(looks_like_yaml);
    let open = source.line_span(1);
    let open = Span::new(open.end - source.slice(open).trim_start_matches('\u{feff}').len(), open.end);
    Some(FrontMatterFault { open, close: source.line_span(close), is_meant })
}

/// Whether a line could stand in front matter: a key with its value, or what belongs to the key above.
fn looks_like_yaml(line: &str) -> bool {
    let is_key = |key: &str| {
        key.starts_with(char::is_alphabetic) && key.chars().all(|c| c.is_alphanumeric() || "_- ".contains(c))
    };
    let is_part = line.trim().is_empty() || line.starts_with([' ', '\t', '#']) || line.starts_with("- ");
    is_part && !line.starts_with("##") || line.split_once(':').is_some_and(|(key, _)| is_key(key))
}

/// Any YAML mapping, for the question whether a text is one.
struct Mapping;

impl<'de> serde::Deserialize<'de> for Mapping {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Mapping, D::Error> {
        deserializer.deserialize_map(Mapping)
    }
}

impl<'de> serde::de::Visitor<'de> for Mapping {
    type Value = Mapping;

    fn expecting(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        formatter.write_str("a mapping")
    }

    fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Mapping, A::Error> {
        while map.next_entry::<serde::de::IgnoredAny, serde::de::IgnoredAny>()?.is_some() {}
        Ok(Mapping)
    }
}

/// A conflict that a merge left behind.
struct Conflict {
    /// From the first character of `<<<<<<<` to the last of the `>>>>>>>` line.
    span: Span,
    /// The numbers of its marker lines.
    lines: Vec<u32>,
}

/// Finds `<<<<<<<` lines with a `>>>>>>>` line below them. `=======` counts only between the two, for alone it underlines a heading.
fn conflict_markers(source: &Source) -> Vec<Conflict> {
    let mut conflicts = Vec::new();
    if !source.text.contains("<<<<<<<") && !source.text.contains(">>>>>>>") {
        return conflicts;
    }
    let mut open: Option<Conflict> = None;
    for number in 1..=source.line_count() {
        let span = source.line_span(number);
        let line = source.slice(span).trim_start_matches('\u{feff}');
        let is_marker =
            |mark: &str| line.strip_prefix(mark).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
        if is_marker("<<<<<<<") {
            conflicts.extend(open.take());
            open = Some(Conflict { span, lines: vec![number] });
        } else if is_marker(">>>>>>>") {
            // A lone end is a conflict half cleaned up.
            let mut conflict = open.take().unwrap_or(Conflict { span, lines: Vec::new() });
            conflict.span = conflict.span.to(span);
            conflict.lines.push(number);
            conflicts.push(conflict);
        } else if let Some(conflict) = &mut open
            && (is_marker("=======") || is_marker("|||||||"))
        {
            conflict.lines.push(number);
        }
    }
    conflicts.extend(open);
    conflicts
}

/// The text with each line of a conflict marker replaced by as many bytes that neither end a table nor open a quote, so that the rows on both
/// sides are still read and every place stays right. `blank` is a line that is not to be seen at all. `None` when nothing is to be replaced.
fn mask_lines(source: &Source, markers: &[u32], blank: Option<Span>) -> Option<String> {
    if markers.is_empty() && blank.is_none() {
        return None;
    }
    let mut bytes = source.text.as_bytes().to_vec();
    if let Some(blank) = blank {
        bytes[blank.start..blank.end].fill(b' ');
    }
    for number in markers {
        let span = source.line_span(*number);
        let line = &mut bytes[span.start..span.end];
        line.fill(b' ');
        // The shortest row that comrak takes for one; marker lines have at least seven characters.
        let last = line.len() - 1;
        (line[0], line[1], line[last]) = (b'|', b'x', b'|');
    }
    Some(String::from_utf8(bytes).expect("whole lines were replaced by ASCII"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(text: &str) -> String {
        let source = Source::new("plan.md", text);
        let mut out = String::new();
        for block in parse(&source).blocks {
            let lines: Vec<&str> = block.lines.iter().map(|line| source.slice(*line)).collect();
            let kind = match &block.kind {
                BlockKind::Heading { level, .. } => format!("h{level}"),
                BlockKind::Item { .. } => format!("item@{}", block.depth),
                BlockKind::Table { rows } => {
                    for row in rows {
                        let cells: Vec<&str> = row.cells.iter().map(|cell| source.slice(*cell)).collect();
                        out.push_str(&format!("row {cells:?}\n"));
                    }
                    continue;
                }
                other => format!("{other:?}"),
            };
            out.push_str(&format!("{kind} {lines:?}\n"));
        }
        out
    }

    #[test]
    fn blocks_come_in_the_order_of_the_text() {
        insta::assert_snapshot!(shown("\u{feff}# Title ##\r\n\r\n**Owner:** Ann  \r\n**Lead:** Bo\\\r\nthird\r\n\r\n- [ ] one\r\n  more\r\n  - two\r\n-\r\n\r\n> quoted\r\n> **Label:** x\r\n"), @r#"
        h1 ["Title"]
        Paragraph ["**Owner:** Ann", "**Lead:** Bo", "third"]
        item@1 ["[ ] one", "more"]
        item@2 ["two"]
        item@1 []
        Paragraph ["quoted", "**Label:** x"]
        "#);
    }

    #[test]
    fn cells_split_at_pipes_that_are_not_escaped() {
        insta::assert_snapshot!(shown("| a | b |\n|---|---|\n| x \\| y | |\n| 1 | 2 | 3 |\n| only |\n"), @r#"
        row ["a", "b"]
        row ["x \\| y", ""]
        row ["1", "2", "3"]
        row ["only"]
        "#);
    }

    #[test]
    fn rows_on_both_sides_of_a_conflict_are_read() {
        let text = "| a | b |\n|---|---|\n<<<<<<< HEAD\n| 1 | 2 |\n=======\n| 3 | 4 |\n>>>>>>> other\n| 5 | 6 |\n";
        insta::assert_snapshot!(shown(text), @r#"
        row ["a", "b"]
        row ["1", "2"]
        row ["3", "4"]
        row ["5", "6"]
        "#);
        assert_eq!(parse(&Source::new("plan.md", text)).conflicts.len(), 1);
    }

    #[test]
    fn a_hundred_thousand_nested_quotes_need_no_stack() {
        let source = Source::new("plan.md", "> ".repeat(100_000));
        parse(&source);
    }

    fn plan_like_text() -> impl Strategy<Value = String> {
        let piece = prop::sample::select(vec![
            "# Title", "## Stage 0: Ä", "**Owner:** [PM]", "- [ ] one", "  - [x] two", "1. [Step]", "| a | b |",
            "|---|---|", "| x \\| y | 日本 |", "> **L:** v", ">", "```", "---", "===", "<!-- c -->", "<<<<<<< a",
            "=======", ">>>>>>> b", "", "\\", "[ref]: x", "\ttab", "~~s~~ — r", "é", "🚧",
        ]);
        let ending = prop::sample::select(vec!["\n", "\r\n", "\r", "", " "]);
        (any::<bool>(), prop::collection::vec((piece, ending), 0..24)).prop_map(|(bom, parts)| {
            let mut text = if bom { "\u{feff}".to_owned() } else { String::new() };
            for (piece, ending) in parts {
                text.push_str(piece);
                text.push_str(ending);
            }
            text
        })
    }

    proptest! {
        #[test]
        fn every_span_lies_inside_the_text(text in prop_oneof![plan_like_text(), ".{0,200}"]) {
            let source = Source::new("plan.md", text.as_str());
            for block in parse(&source).blocks {
                let mut spans = vec![block.span];
                spans.extend(&block.lines);
                if let BlockKind::Table { rows } = &block.kind {
                    spans.extend(rows.iter().flat_map(|row| row.cells.iter().chain([&row.span])));
                }
                for span in spans {
                    // Slicing panics outside the text and off a character boundary.
                    source.slice(span);
                    source.position(span.end);
                }
            }
        }

        #[test]
        fn the_cells_are_those_that_comrak_sees(cells in prop::collection::vec("[a-zé日 \\\\|*`\\[\\]]{0,8}", 1..5)) {
            let header = "| h ".repeat(cells.len());
            let delimiter = "|---".repeat(cells.len());
            let text = format!("{header}|\n{delimiter}|\n| {} |\n", cells.join(" | "));
            let source = Source::new("plan.md", text.as_str());
            let document = parse(&source);
            let BlockKind::Table { rows } = &document.blocks[0].kind else { panic!("a table") };
            let Some(row) = rows.get(1) else { return Ok(()) };
            let arena = Arena::new();
            let root = parse_document(&arena, &text, &options());
            let theirs: Vec<Span> = root
                .descendants()
                .filter(|node| matches!(node.data().value, NodeValue::TableCell))
                .map(|node| trimmed(&source, span_of(&source, node.data().sourcepos)))
                .skip(cells.len())
                .collect();
            for (ours, theirs) in row.cells.iter().zip(&theirs) {
                if !source.slice(*theirs).is_empty() && !source.slice(*ours).is_empty() {
                    prop_assert_eq!(source.slice(*ours), source.slice(*theirs));
                }
            }
        }
    }
}
