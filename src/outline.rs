//! Outline: the parts of any Markdown file, with their places. It knows no template and no plan,
//! and of stages only how their headings are written.

mod boxes;
mod build;
mod cell_parts;
mod comments;
mod gate_labels;
mod gates;
mod heading_values;
mod headings;
mod labels;
mod model;
mod names;
mod promote;
mod reach;
mod stage_items;
mod stage_rows;

pub(crate) use boxes::{BoxForm, CheckBox, InlineBox, Look, inline_boxes, mended, mended_in_cell};
pub(crate) use cell_parts::{CellPart, cell_parts};
pub(crate) use gates::{GatesThatGoOn, Opens};
pub(crate) use model::{Comment, Field, Header, Item, Outline, Prose, Scope, Section, Table, TableRow, cell};
pub(crate) use names::Names;
