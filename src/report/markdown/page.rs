//! A page that keeps to a length.

use crate::report::harmless::{Markdown, fill};
use crate::report::phrase::counted;
use std::borrow::Borrow;

/// An item of a list of findings.
pub(crate) struct Item {
    /// The whole item, as lines of a list.
    pub(crate) whole: Markdown,
    /// The line and the rule, for a page without room for more.
    pub(crate) brief: Markdown,
}

/// Text that grows by whole rows and never beyond its budget.
pub(crate) struct Page {
    pub(crate) text: Markdown,
    pub(super) budget: usize,
    /// Whether something was left out for length.
    pub(super) is_cut: bool,
}

/// Kept free for the lines that say how much was left out.
const RESERVE: usize = 256;

impl Page {
    pub(crate) fn new(budget: usize) -> Page {
        Page { text: Markdown::default(), budget, is_cut: false }
    }

    /// How many bytes may still be pushed.
    pub(super) fn left(&self) -> usize {
        self.budget.saturating_sub(self.text.len() + RESERVE)
    }

    /// Appends a row, unless it does not fit.
    pub(crate) fn push(&mut self, row: &Markdown) -> bool {
        let fits = row.len() <= self.left();
        if fits {
            self.text.push(row);
        }
        fits
    }

    /// Appends a title and items. Items without room are shortened to their brief form. Says how
    /// many have no room even so.
    pub(crate) fn items(&mut self, title: Markdown, items: Vec<impl Borrow<Item>>) {
        let brief = |item: &Item| fill!("- {}\n", item.brief);
        let mut waiting: usize = items.iter().map(|item| brief(item.borrow()).len()).sum();
        let mut rows = Vec::new();
        let mut room = self.left().saturating_sub(title.len());
        for item in &items {
            let item = item.borrow();
            let brief = brief(item);
            waiting -= brief.len();
            let row = if item.whole.len() + waiting <= room { &item.whole } else { &brief };
            room = room.saturating_sub(row.len());
            rows.push(row.clone());
        }
        self.list(title, rows.into_iter(), "finding");
    }

    /// Appends a title and as many rows as fit, and says how many did not. Nothing without rows.
    pub(crate) fn list(&mut self, title: Markdown, rows: impl Iterator<Item = Markdown>, noun: &str) {
        let rows = rows.enumerate().map(|(index, row)| if index == 0 { fill!("{}{}", title, row) } else { row });
        let mut rows = rows.peekable();
        while let Some(row) = rows.peek() {
            if !self.push(row) {
                break;
            }
            rows.next();
        }
        let more = rows.count();
        if more > 0 {
            self.is_cut = true;
            self.text.push(&fill!("\n{}.\n", counted(more, &format!("more {noun}"))));
        }
    }
}
