//! Git: which files a change touches, and what they hold on either side. The only room that knows
//! gix; it knows no plans.
//!
//! The work grows with the change, not with the repository. Two trees are compared folder by
//! folder, and equal folders are never opened. The worktree is compared through the index: its file
//! times spare reading, its cached tree ids comparing.

mod compare;
mod contents;
mod diff;
#[cfg_attr(not(feature = "github"), allow(dead_code))]
mod distant;
mod fetch;
mod history;
mod ignored;
mod index;
mod missing;
mod paths;
mod remote;
mod repository;
mod revision;
mod scan;
#[cfg_attr(not(feature = "github"), allow(dead_code))]
mod source;
mod stored;
#[cfg(feature = "lsp")]
mod target;
mod tree;
#[cfg_attr(not(feature = "lsp"), allow(dead_code))]
mod unsaved;
mod worktree;
mod write;
mod writer;

pub use crate::text::CommitId;
pub use contents::{Contents, FileChange};
pub use diff::hunks;
#[cfg(feature = "github")]
pub(crate) use distant::{DistantCommit, DistantEntry, DistantTree, ObjectSource};
pub(crate) use history::{HistoryEnd, PastCommit, Person, Range, Walk};
pub(crate) use ignored::Lists;
pub use paths::Places;
pub(crate) use paths::{path_on_disk, path_text, path_text_of};
pub use repository::Repository;
pub(crate) use repository::worktree_of;
pub use revision::Commit;
pub(crate) use stored::is_lfs_pointer;
pub(crate) use unsaved::Unsaved;
pub use worktree::WorktreeChanges;
