//! The blocks of a file.

use crate::text::Span;

/// A file as a flat list of blocks, in the order of the text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Document {
    /// The text between the `---` lines at the top of the file.
    pub(crate) front_matter: Option<Span>,
    /// The fault of a `---` block at the top that is no YAML mapping.
    pub(crate) front_matter_fault: Option<FrontMatterFault>,
    pub(crate) blocks: Vec<Block>,
    /// The conflicts that a merge left in the file, each from `<<<<<<<` to `>>>>>>>`.
    pub(crate) conflicts: Vec<Span>,
}

/// A `---` block at the top of a file that is no YAML mapping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrontMatterFault {
    /// The first line's `---`.
    pub open: Span,
    /// The `---` that ends the block.
    pub close: Span,
    /// Whether the lines look like keys with values. Otherwise the block is read as text.
    pub is_meant: bool,
}

/// A leaf block, or the first line of a list item.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    pub(crate) kind: BlockKind,
    /// The block, from its first to its last character.
    pub(crate) span: Span,
    /// The content of each line, without indentation, quote markers, list markers and heading
    /// marks. Tables have their content in their rows instead.
    pub(crate) lines: Vec<Span>,
    /// How many lists are around the block. An item of a top-level list has 1.
    pub(crate) depth: usize,
    /// How many quotes are around the block.
    pub(crate) quotes: usize,
}

/// The kind of a block.
#[derive(Clone, Debug)]
pub(crate) enum BlockKind {
    /// A heading of level 1 to 6.
    Heading {
        /// 1 for `#`.
        level: u8,
        /// Whether the heading is underlined with `===` or `---`, and not marked with `#`.
        setext: bool,
    },
    /// Running text.
    Paragraph,
    /// A line that names the list below it, and has no sign of a label. Markdown knows none, and
    /// the outline makes them.
    Label,
    /// A list item. Its lines are those of its first paragraph.
    Item {
        /// The list that the item belongs to, by the offset of the list's first character.
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

/// A row of a table. It is read from the source, since comrak adds cells to short rows, and drops
/// cells that are too many.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// The row, from its first to its last character.
    pub(crate) span: Span,
    /// The content of each cell, trimmed. There are as many as in the source.
    pub(crate) cells: Vec<Span>,
}

impl Block {
    /// Whether it is a heading that begins at an offset.
    pub(super) fn is_heading_at(&self, offset: usize) -> bool {
        matches!(self.kind, BlockKind::Heading { .. }) && self.span.start == offset
    }

    /// The block in a text that begins at the offset `to`, and not at `from`.
    pub(super) fn moved(&self, from: usize, to: usize) -> Block {
        let moved = |span: &Span| Span::new(span.start - from + to, span.end - from + to);
        let kind = match &self.kind {
            BlockKind::Item { list } => BlockKind::Item { list: list - from + to },
            BlockKind::Table { rows } => {
                let row = |row: &Row| Row { span: moved(&row.span), cells: row.cells.iter().map(moved).collect() };
                BlockKind::Table { rows: rows.iter().map(row).collect() }
            }
            other => other.clone(),
        };
        let lines = self.lines.iter().map(moved).collect();
        Block { kind, span: moved(&self.span), lines, depth: self.depth, quotes: self.quotes }
    }
}
