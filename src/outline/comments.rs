//! Comments, and what they cover.

use super::model::Comment;
use crate::markdown::{Block, BlockKind};
use crate::text::{Source, Span};

/// The span of the first block. When it is an item, the span of its whole list.
pub(super) fn whole_block(blocks: &[Block]) -> Span {
    let Some((first, rest)) = blocks.split_first() else { return Span::default() };
    let BlockKind::Item { list } = first.kind else { return first.span };
    let belongs = |block: &&Block| {
        block.depth > first.depth || matches!(block.kind, BlockKind::Item { list: other } if other == list)
    };
    rest.iter().take_while(belongs).fold(first.span, |span, block| span.to(block.span))
}

/// The comments in a text. They all cover the same span.
pub(super) fn comments(source: &Source, text: Span, covers: Span) -> Vec<Comment> {
    let mut found = Vec::new();
    let mut at = text.start;
    while let Some(open) = source.text[at..text.end].find("<!--").map(|open| at + open) {
        let Some(close) = source.text[open..text.end].find("-->").map(|close| open + close + 3) else { break };
        found.push(Comment { span: Span::new(open, close), covers });
        at = close;
    }
    found
}
