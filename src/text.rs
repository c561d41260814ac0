//! Text: places in it, its forms for comparison, edits. It knows nothing of Markdown.

mod edit;
mod fold;
mod form;
mod source;
mod span;

pub use edit::{Edit, Hunk, Overlap, apply};
pub use fold::fold;
pub(crate) use fold::{Signs, folds_to, has_single_spaces, is_markup};
pub(crate) use form::{capitalized, short_commit, uri_segment};
pub use source::{Position, SIZE_LIMIT, Source, Unreadable};
pub use span::Span;
