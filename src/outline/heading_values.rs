//! Values that stand below their heading.

use super::build::Builder;
use super::labels::labels;
use super::model::Field;
use crate::markdown::{Block, BlockKind};
use crate::text::Span;

/// How long a value below a heading may be, in bytes. What is longer tells more than a value.
const LONGEST_VALUE: usize = 80;

impl Builder<'_> {
    /// Reads the only line right below a heading that asks for a value as that value: `## Current
    /// stage` above `Beta` says what `**Current stage:** Beta` does.
    pub(super) fn value_below_heading(&mut self, block: &Block) {
        let Some((label, key)) = self.asking.take() else { return };
        let (BlockKind::Paragraph, [line]) = (&block.kind, &block.lines[..]) else { return };
        if block.depth > 0 || line.len() > LONGEST_VALUE || !labels(self.source, *line).is_empty() {
            return;
        }
        let (label_span, scope) = (Span::at(line.start), self.scope());
        self.outline.fields.push(Field { label, key, label_span, value: *line, scope });
    }
}
