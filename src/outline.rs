//! Outline: the parts of any Markdown file, with their places. It knows no template, no stage and
//! no plan.

mod boxes;
mod build;
mod labels;
mod model;

pub(crate) use boxes::{BoxForm, CheckBox, InlineBox, Look, inline_boxes, mended};
pub(crate) use model::{Comment, Field, Item, Outline, Scope, Section, Table, TableRow, cell};
