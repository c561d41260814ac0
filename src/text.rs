//! Text: places in it, its forms for comparison, edits. It knows nothing of Markdown.

mod commit;
mod edit;
mod fold;
mod form;
mod memo;
mod source;
mod span;

pub use commit::CommitId;
#[cfg(feature = "github")]
pub(crate) use commit::short_commit;
pub(crate) use edit::before_edits;
pub use edit::{Edit, Hunk, Overlap, apply};
pub use fold::fold;
pub(crate) use fold::{
    Signs, behind_hyphens, folds_to, has_single_spaces, is_cjk, is_drawn, is_markup, is_raised, is_seen, places_of,
    with_signs, without_drawings, without_number, without_spaces,
};
pub(crate) use form::{blanked, capitalized, hex, one_line, uri_segment};
pub(crate) use memo::{Memo, remembered};
pub use source::{FILE_LIMIT, Position, SIZE_LIMIT, Source, Unreadable};
pub use span::Span;
