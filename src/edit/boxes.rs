//! Puts boxes before the items of a list.

use crate::plan::{BoxlessList, Plan};
use crate::text::{Edit, Span};

/// The edits that put an empty box before each item of a list. `None` when an item begins with a
/// sign of its own, which a box would have to replace.
pub(crate) fn put_boxes(plan: &Plan, list: &BoxlessList) -> Option<Vec<Edit>> {
    let is_plain = |item: &Span| plan.source.slice(*item).starts_with(char::is_alphanumeric);
    let boxed = |item: &Span| Edit { span: Span::at(item.start), replacement: "[ ] ".to_owned() };
    (list.takes_boxes && list.items.iter().all(is_plain)).then(|| list.items.iter().map(boxed).collect())
}
