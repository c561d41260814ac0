//! How far a label reaches: what ends it, and what only stands between its lists.

use super::build::Builder;
use crate::markdown::Block;

impl Builder<'_> {
    /// Begins a section, in which no label is in force.
    pub(super) fn forget_labels(&mut self) {
        self.group = None;
        self.label = None;
        self.group_has_content = false;
        self.is_beyond = false;
        self.item_labels.clear();
    }

    /// Ends the group in force, so that the one around it goes on.
    pub(super) fn end_group(&mut self, around: Option<usize>) {
        (self.group, self.label, self.is_beyond) = (around, around, true);
        self.item_labels.clear();
    }

    /// Notes the quote around a block. A label in a quote heads what stands in there. Only where
    /// that is nothing it heads what follows the quote.
    pub(super) fn quote_around(&mut self, block: &Block) {
        if block.quotes > 0 {
            self.quote.get_or_insert(block.span.start);
            return;
        }
        let Some(start) = self.quote.take().filter(|_| self.group_has_content) else { return };
        let is_inside = |label: &usize| self.outline.fields[*label].label_span.start >= start;
        if self.group.as_ref().is_some_and(is_inside) {
            let mut groups = std::iter::successors(self.group, |label| self.outline.fields[*label].scope.label);
            let around = groups.find(|label| !is_inside(label));
            self.end_group(around);
        }
    }

    /// Whether a paragraph is a remark about the list above: in brackets, or in a quote of its own.
    pub(super) fn is_remark(&self, block: &Block) -> bool {
        let first = block.lines.first().map_or("", |line| self.source.slice(*line));
        let is_quoted = || {
            let label = self.group.map_or(0, |group| self.outline.fields[group].label_span.start);
            self.quote.is_some_and(|start| label < start)
        };
        first.is_empty() || first.starts_with(['(', '（']) || is_quoted()
    }

    /// The label that a new group belongs to: `**Must have:**` right below `**Exit Criteria:**` is
    /// a part of it, and so is the `**Nice to have:**` that follows.
    pub(super) fn group_parent(&self) -> Option<usize> {
        let group = self.group?;
        if self.group_has_content { self.outline.fields[group].scope.label } else { Some(group) }
    }
}
