//! What of a file cannot be read as it was meant.

use crate::text::{Edit, Span};

/// Tables and conflicts of a file that cannot be read as they were meant.
#[derive(Clone, Debug, Default)]
pub struct Faults {
    /// Rows that a reader does not see as part of their table.
    pub detached_rows: Vec<DetachedRows>,
    /// Rows with more or fewer cells than their table has columns.
    pub uneven_rows: Vec<UnevenRow>,
    /// Conflicts that a merge left behind, with the table or section that each makes unreadable.
    pub conflicts: Vec<Conflict>,
}

/// Rows that a blank or comment line cuts off from their table.
#[derive(Clone, Debug)]
pub struct DetachedRows {
    /// From the first to the last of them.
    pub span: Span,
    /// What stands between them and the row above.
    pub gap: Span,
    /// The first row's first words, to know it by.
    pub name: String,
}

/// A row whose cells do not fit its table.
#[derive(Clone, Debug)]
pub struct UnevenRow {
    /// The row.
    pub span: Span,
    /// The line of the headers.
    pub header: Span,
    /// How many cells it has.
    pub found: usize,
    /// How many it should have.
    pub wanted: usize,
    /// The row's first words, to know it by.
    pub name: String,
}

/// A conflict that a merge left behind.
#[derive(Clone, Debug)]
pub struct Conflict {
    /// From `<<<<<<<` to `>>>>>>>`.
    pub span: Span,
    /// The table or section that cannot be judged until it is gone.
    pub mutes: Span,
}

/// A heading that looks like that of a stage and is not read as one.
#[derive(Clone, Debug)]
pub struct UnreadHeading {
    /// The heading as a reader sees it.
    pub title: String,
    /// The heading.
    pub span: Span,
    /// How the stage that it can only be is written, where there is one.
    pub spelling: Option<String>,
    /// A number that is equal for two versions of the section that say the same.
    pub meaning: u64,
}

/// A box that a person sees and Markdown does not.
#[derive(Clone, Debug)]
pub struct MalformedBox {
    /// Where it stands.
    pub span: Span,
    /// Whether it was meant to be ticked.
    pub is_ticked: bool,
    /// Whether its list or table opens a gate: entry or exit criteria, a launch checklist.
    pub opens_gate: bool,
    /// The edits that make a box of Markdown of it. None where a word would be lost.
    pub mend: Vec<Edit>,
    /// Its text.
    pub text: String,
}

/// Something that stands twice where one is meant.
#[derive(Clone, Debug)]
pub struct Duplicate {
    /// Whether it is a section; otherwise a label.
    pub is_section: bool,
    /// What it is called.
    pub name: String,
    /// Where it stands first.
    pub first: Span,
    /// Where it stands again.
    pub second: Span,
}
