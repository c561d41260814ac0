//! Report formats: one pure function each, from a [`Report`](crate::check::Report) to bytes.

pub(crate) mod ahead;
pub mod audit;
pub(crate) mod brief;
mod columns;
pub(crate) mod diff;
pub(crate) mod difference;
mod format;
mod github;
mod gitlab;
pub(crate) mod harmless;
mod html;
mod human;
mod json;
pub(crate) mod live;
pub(crate) mod markdown;
mod options;
pub mod page;
pub(crate) mod phrase;
mod place;
pub mod portfolio;
pub(crate) mod rules;
#[cfg(test)]
mod sample;
mod sarif;
mod short;
pub(crate) mod statistics;
pub(crate) mod status;

pub use format::{Format, UnknownFormat, write};
pub(crate) use harmless::{Markdown, command_data, terminal};
pub use json::SCHEMA as JSON_SCHEMA;
#[cfg(feature = "github")]
pub(crate) use json::approvals::write_approvals;
pub(crate) use json::digest::is_as_written;
pub(crate) use json::earlier::{EarlierPage, differences, read_earlier};
#[cfg(feature = "github")]
pub(crate) use json::moves as json_moves;
pub(crate) use json::reviews::read_approvals;
pub use options::{Formats, Options, Writer};
