//! Reads the blocks of a file.

use super::cells::split_cells;
use super::conflict::{conflict_markers, mask_lines};
use super::front_matter::{front_matter_content, front_matter_fault};
use super::model::{Block, BlockKind, Document, Row};
use super::passages::blocks_by_passages;
use crate::text::{Source, Span};
use comrak::arena_tree::NodeEdge;
use comrak::nodes::{AstNode, NodeValue, Sourcepos};
use comrak::{Arena, Options, parse_document};

/// Reads the blocks of a file. Never fails, and needs no more stack for deeper nesting.
pub(crate) fn parse(source: &Source) -> Document {
    let conflicts = conflict_markers(source);
    let markers: Vec<u32> = conflicts.iter().flat_map(|conflict| conflict.lines.iter().copied()).collect();
    let fault = front_matter_fault(source);
    let front_matter = front_matter_content(source);
    let is_text = fault.as_ref().filter(|fault| !fault.is_meant);
    // The front matter is no text. Of a block that is text after all only its end is none.
    let blank = match (is_text, front_matter) {
        (Some(fault), _) => vec![fault.close],
        (None, Some(content)) => (1..=source.line(content.end)).map(|line| source.line_span(line)).collect(),
        (None, None) => Vec::new(),
    };
    let masked = mask_lines(source, &markers, &blank);
    let text = masked.as_deref().unwrap_or(&source.text);
    let read = |part: &str, start: usize| blocks_of(source, part, start, &markers);
    // A footnote may stand far from its mark, and whether it is shown depends on that.
    let is_one_passage = !markers.is_empty() || text.contains("[^");
    Document {
        blocks: if is_one_passage { read(text, 0) } else { blocks_by_passages(text, read) },
        conflicts: conflicts.iter().map(|conflict| conflict.span).collect(),
        front_matter: front_matter.filter(|_| is_text.is_none()),
        front_matter_fault: fault.clone(),
    }
}

/// The blocks of a text that stands in a file from an offset on, at the start of a line. Lines with
/// conflict markers, by their numbers, are no content.
fn blocks_of(source: &Source, text: &str, start: usize, markers: &[u32]) -> Vec<Block> {
    let arena = Arena::new();
    let root = parse_document(&arena, text, &options());
    let before = source.line(start) - 1;
    let mut blocks: Vec<Block> = Vec::new();
    let mut lists: Vec<usize> = Vec::new();
    let mut quotes = 0usize;
    let mut item_without_text = false;
    for edge in std::iter::successors(Some(NodeEdge::Start(root)), next_edge) {
        let (node, starts) = match edge {
            NodeEdge::Start(node) => (node, true),
            NodeEdge::End(node) => (node, false),
        };
        let data = node.data();
        let span = if starts { span_of(source, before, data.sourcepos) } else { Span::at(0) };
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
        let lines_of = |span: Span| content_lines(source, span, quotes, markers);
        let mut block = Block { kind: BlockKind::Rule, span, lines: Vec::new(), depth: lists.len(), quotes };
        block.kind = match &data.value {
            NodeValue::Item(_) => {
                // The end of an item that a blank line and a heading follow is wrong in comrak. The
                // end of its first line never is.
                let first_line = source.line_span(source.line(span.start));
                block.span = Span::new(span.start, first_line.end.max(span.start));
                BlockKind::Item { list: lists.last().copied().unwrap_or(span.start) }
            }
            // To Markdown a line that begins with a comment is HTML. A reader sees the text of the
            // item.
            NodeValue::Paragraph | NodeValue::HtmlBlock(_)
                if item_without_text
                    && (data.value == NodeValue::Paragraph || is_behind_comment(source.slice(span))) =>
            {
                item_without_text = false;
                let item = blocks.last_mut().expect("an item was pushed when the flag was set");
                item.span = item.span.to(span);
                item.lines = lines_of(span);
                continue;
            }
            NodeValue::Paragraph => {
                block.lines = lines_of(span);
                BlockKind::Paragraph
            }
            NodeValue::Heading(heading) => {
                block.lines = heading_lines(source, lines_of(span), heading.setext);
                BlockKind::Heading { level: heading.level, setext: heading.setext }
            }
            NodeValue::Table(_) => {
                let rows = lines_of(span);
                // The second line is the row of dashes.
                let rows = rows.into_iter().enumerate().filter(|(index, _)| *index != 1);
                let rows = rows.map(|(_, line)| Row { span: line, cells: split_cells(source, line) }).collect();
                BlockKind::Table { rows }
            }
            NodeValue::CodeBlock(_) => BlockKind::Code,
            NodeValue::HtmlBlock(_) => BlockKind::Html,
            NodeValue::ThematicBreak => BlockKind::Rule,
            _ => continue,
        };
        item_without_text = matches!(block.kind, BlockKind::Item { .. });
        blocks.push(block);
    }
    blocks
}

/// Whether a line has a text behind the comment that it begins with.
fn is_behind_comment(line: &str) -> bool {
    let rest = line.strip_prefix("<!--").and_then(|rest| rest.split_once("-->"));
    rest.is_some_and(|(_, text)| !text.trim().is_empty()) && !line.trim_end().contains('\n')
}

/// The next start or end of a block. The nodes inside of tables and of leaf blocks are half of the
/// tree. They are skipped, since their text is read from the source.
fn next_edge<'a>(edge: &NodeEdge<&'a AstNode<'a>>) -> Option<NodeEdge<&'a AstNode<'a>>> {
    let is_wanted = |node: &&AstNode| node.data().value.block();
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

fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.footnotes = true;
    options
}

/// The span of a node in a text that has so many lines `before` it. comrak counts lines and columns
/// from 1, columns in bytes, and its ends are inclusive. Some ends lie before their starts, or in
/// column 0 of a later line. The result is clamped, so that every span lies inside the text and on
/// borders of characters.
fn span_of(source: &Source, before: u32, place: Sourcepos) -> Span {
    let offset = |line: usize, column: usize| {
        let span = source.line_span(before + line as u32);
        let offset = (span.start + column).min(source.text.len());
        (offset..=source.text.len()).find(|offset| source.text.is_char_boundary(*offset)).unwrap_or(source.text.len())
    };
    let start = offset(place.start.line, place.start.column.saturating_sub(1));
    let end = offset(place.end.line, place.end.column);
    Span::new(start, end.max(start))
}

/// The content of each line of a block, without quote markers and indentation. Lines with conflict
/// markers are left out.
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
        // The end of the block counts on its last line only.
        let to = if number == last { span.end.clamp(from, line.end.max(from)) } else { line.end };
        let mut content = source.trimmed(Span::new(from, to.max(from)));
        if number != first {
            for _ in 0..quotes {
                let Some(rest) = source.slice(content).strip_prefix('>') else { break };
                content = source.trimmed(Span::new(content.end - rest.len(), content.end));
            }
        }
        // A backslash at the end is a line break. Some formatters write it for two spaces.
        if number != last && source.slice(content).ends_with('\\') {
            content = source.trimmed(Span::new(content.start, content.end - 1));
        }
        lines.push(content);
    }
    lines
}

/// The lines of a heading without its `#` marks or its underline.
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
    // Marks at the end count only with a space before them.
    let content = if closed.is_empty() || closed.ends_with([' ', '\t']) { closed } else { opened };
    *line = source.trimmed(Span::new(start, start + content.len()));
    lines.truncate(1);
    lines
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
        fn passages_hold_what_they_hold_in_the_whole_text(texts in prop::collection::vec(plan_like_text(), 1..6)) {
            // Each text may find passages of the texts before it.
            for text in texts.iter().flat_map(|text| [text.clone(), text.replacen("one", "two", 1), text.clone()]) {
                let source = Source::new("plan.md", text.as_str());
                let read = |part: &str, start: usize| blocks_of(&source, part, start, &[]);
                // comrak gives the last block of a text what stands behind it: white space, and the
                // marks of a quotation.
                let shown = |blocks: Vec<Block>| {
                    let trimmed = |block: Block| {
                        let said = source.slice(block.span).trim_end_matches(|c: char| c.is_whitespace() || c == '>');
                        Block { span: Span::new(block.span.start, block.span.start + said.len()), ..block }
                    };
                    blocks.into_iter().map(|block| format!("{:?}", trimmed(block))).collect::<Vec<String>>()
                };
                let (passages, whole) = (blocks_by_passages(&text, read), blocks_of(&source, &text, 0, &[]));
                prop_assert_eq!(shown(passages), shown(whole), "{:?}", text);
            }
        }

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
                .map(|node| source.trimmed(span_of(&source, 0, node.data().sourcepos)))
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
