//! What the gates of a stage are made of.

use crate::text::{Span, fold};

/// What joins the cells of a row to one statement.
pub(crate) const BETWEEN_CELLS: &str = " | ";

/// One item of a list of entry or exit criteria.
#[derive(Clone, Debug)]
pub struct Criterion {
    /// Its text as a reader sees it.
    pub text: String,
    /// Its text folded.
    pub key: String,
    /// The line, cell or row that its words stand in.
    pub words: Span,
    /// All that it says, in Markdown, where that is more than one line or cell: the other cells of
    /// its row, the items below it.
    pub whole: Option<String>,
    /// What the other cells of its row tell of it: what came out, a note.
    pub(crate) note: String,
    /// The box, or the item without one.
    pub span: Span,
    /// Whether it is met.
    pub met: Met,
    /// Whether some of it is struck through.
    pub struck: bool,
    /// Whether it stands below a label or a heading that nobody knows, behind the gate's own list,
    /// so that it may be something else.
    pub is_apart: bool,
    /// Whether a value in it is still to be written, so that no tick meets it: `< TBD%`.
    pub lacks_value: bool,
    /// Whether it is said in words of which nobody can tell whether it is met.
    pub is_unclear: bool,
}

impl Criterion {
    /// One that nobody has met yet, by its text and the place of its words.
    pub(in crate::plan) fn open(text: String, words: Span) -> Criterion {
        Criterion {
            key: fold(&text),
            text,
            words,
            whole: None,
            note: String::new(),
            span: words,
            met: Met::Open,
            struck: false,
            is_apart: false,
            lacks_value: false,
            is_unclear: false,
        }
    }
}

/// Whether a criterion is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Met {
    /// Its box is ticked.
    Ticked,
    /// It says why it need not be: `N/A — reason`.
    Reasoned,
    /// Neither.
    Open,
}
