//! Values that stand below their heading.

use super::build::Builder;
use super::labels::labels;
use super::model::Field;
use crate::markdown::{Block, BlockKind};
use crate::text::Span;

/// The most words of a value below a heading. What is longer is a sentence.
const MOST_WORDS: usize = 3;

impl Builder<'_> {
    /// Reads the only line right below a heading that asks for a value as that value: `## Current
    /// stage` above `Beta` says what `**Current stage:** Beta` does.
    pub(super) fn value_below_heading(&mut self, block: &Block) {
        let Some((label, key)) = self.asking.take() else { return };
        let (BlockKind::Paragraph, [line]) = (&block.kind, &block.lines[..]) else { return };
        let text = self.source.slice(*line);
        let ends_one = |text: &str| text.ends_with(['.', '。', '!', '?', ':', '：']);
        let is_sentence = text.split_whitespace().count() > MOST_WORDS || ends_one(text);
        if block.depth > 0 || is_sentence || !labels(self.source, *line).is_empty() {
            return;
        }
        let (label_span, scope) = (Span::at(line.start), self.scope());
        self.outline.fields.push(Field { label, key, label_span, value: *line, scope });
    }
}
