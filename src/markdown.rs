//! Markdown: the blocks of a file and the pieces of a line, with exact places. The only room that
//! knows comrak.
//!
//! comrak's places of blocks are exact. Its places of inlines are not, in four known cases: after
//! `\|` in a cell, after a line break inside a link, after reference definitions, and after a tab.
//! So the blocks come from comrak, and [`inline`] reads the pieces of a line from the source.

mod cells;
mod conflict;
mod entity;
mod front_matter;
pub(crate) mod inline;
mod model;
mod parse;
mod passages;
mod readings;
mod runs;
mod tags;

pub(crate) use cells::split_cells;
pub(crate) use front_matter::front_matter_syntax;
pub use model::FrontMatterFault;
pub(crate) use model::{Block, BlockKind, Document, Row};
pub(crate) use parse::parse;
pub(crate) use readings::with_links_cut_off;
