//! Makes text harmless, once for each target. Text from a plan, from Git and from GitHub is
//! untrusted: no other room prints it.
//!
//! [`Html`] and [`Markdown`] are types. [`fill`] composes them from templates of ours, and makes
//! every text harmless that it puts into a hole of a template.

mod html;
mod markdown;
mod programs;
mod template;
mod terminal;

pub(crate) use html::Html;
pub(crate) use markdown::Markdown;
#[cfg(feature = "github")]
pub(crate) use markdown::block_text;
pub(super) use markdown::mermaid_name;
pub(crate) use programs::command_data;
pub(super) use programs::{command_property, csv_cell, write_json, write_json_line};
pub(crate) use template::{Harmless, Target, Tenths, fill, holes};
#[cfg(test)]
pub(super) use terminal::assert_inert_in_logs;
pub(super) use terminal::line_start;
#[cfg(feature = "github")]
pub(crate) use terminal::server_line;
pub(crate) use terminal::{Plain, clipped, terminal, terminal_path};
