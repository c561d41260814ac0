//! The parts of a file: sections, fields, items, tables and comments.

use super::boxes::{BoxForm, CheckBox};
use crate::markdown::FrontMatterFault;
use crate::text::Span;
use crate::words::tables::{LABELS, VALUES};

/// The parts of a file, each kind in the order of the text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outline {
    /// The text between the `---` lines at the top of the file.
    pub(crate) front_matter: Option<Span>,
    /// The fault of a `---` block at the top that is no YAML mapping.
    pub(crate) front_matter_fault: Option<FrontMatterFault>,
    /// The sections. The first one is the text before any heading; its level is 0.
    pub(crate) sections: Vec<Section>,
    /// The labels with their values, `**Owner:** Ann`: of paragraphs, items, headings and tables.
    pub(crate) fields: Vec<Field>,
    pub(crate) items: Vec<Item>,
    pub(crate) tables: Vec<Table>,
    /// The labels that a `---` right below turns into headings, each with the line of the dashes.
    pub(crate) accidental_headings: Vec<(Span, Span)>,
    /// The blocks of code and of HTML. Nothing in them is read, but for what comments say.
    pub(crate) raw: Vec<Span>,
    /// The conflicts that a merge left in the file.
    pub(crate) conflicts: Vec<Span>,
    /// The destinations of links and images.
    pub(crate) links: Vec<Span>,
    pub(crate) comments: Vec<Comment>,
    pub(crate) prose: Vec<Prose>,
    /// By how much the headings of the file stand deeper than the levels of the sections say. Not 0
    /// where the template has the same headings at another level.
    pub(crate) level_shift: i8,
}

/// An HTML comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Comment {
    /// From `<!--` to `-->`.
    pub(crate) span: Span,
    /// The paragraph, list or table below the comment. For a comment inside of one, the paragraph
    /// or the table cell around it. Empty at the end of the file.
    pub(crate) covers: Span,
}

/// A heading with the text below it, up to the next heading of the same or a higher level.
#[derive(Clone, Debug)]
pub(crate) struct Section {
    /// 1 for `#`, or for the level that the template's `#` has here; 0 for the text before any
    /// heading.
    pub(crate) level: u8,
    /// The heading's text.
    pub(crate) heading: Span,
    /// The heading as a reader sees it, without marks.
    pub(crate) title: String,
    /// The title, folded for comparison. A word of the team's own is replaced by the word that the
    /// configuration gives for it.
    pub(crate) key: String,
    /// The whole section, heading included.
    pub(crate) span: Span,
    /// The section around it.
    pub(crate) parent: Option<usize>,
    /// Whether no heading opens it, but a row or an item where the team says that its stages are.
    pub(crate) is_listed: bool,
}

/// The section and the label that a field, an item or a table belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Scope {
    /// The innermost section.
    pub(crate) section: usize,
    /// The label in force: the field, by its index, that the list, table or paragraph belongs to.
    pub(crate) label: Option<usize>,
}

/// A label with its value.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    /// The label as a reader sees it, without its colon.
    pub(crate) label: String,
    /// The label, folded for comparison as [`Section::key`].
    pub(crate) key: String,
    pub(crate) label_span: Span,
    /// The value. Empty, and right behind the label, when there is none.
    pub(crate) value: Span,
    /// The section and the label that the field itself belongs to.
    pub(crate) scope: Scope,
}

/// A list item.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    /// The list that the item belongs to. Lists right below one another, under one label, are one.
    pub(crate) list: usize,
    /// How deep the item is nested; 1 at the top.
    pub(crate) depth: usize,
    pub(crate) checkbox: Option<CheckBox>,
    /// The text, without the box. It may have several lines.
    pub(crate) text: Span,
    /// What is a box with its text only where the list has boxes: see [`Outline::settle_boxes`].
    pub(crate) doubtful: Option<(CheckBox, Span)>,
    /// The text with the box. A marker that stands right before the box is a part of it: `-[x]`.
    pub(crate) content: Span,
    /// Whether the text is a label with a value, so that it is one of the fields, too.
    pub(crate) is_field: bool,
    /// The item, from its marker to the end of its first paragraph.
    pub(crate) span: Span,
    pub(crate) scope: Scope,
    /// Whether something else stands between it and the list right below the label in force.
    pub(crate) is_beyond: bool,
}

impl Item {
    /// Whether the item has a real box, and no mere sign such as `✅`.
    pub(crate) fn has_box(&self) -> bool {
        self.checkbox.is_some_and(|checkbox| checkbox.form != BoxForm::Doubtful)
    }
}

/// A paragraph without a label that belongs to a list: right above it, or inside of an item.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Prose {
    pub(crate) span: Span,
    pub(crate) scope: Scope,
    /// The item that it stands in, by its place among the items.
    pub(crate) item: Option<usize>,
    /// Whether a list or a table stands before it, below the same label.
    pub(crate) is_behind: bool,
}

/// A table.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    pub(crate) header: Vec<Header>,
    /// The line of the headers.
    pub(crate) header_span: Span,
    /// The rows below the header, with those that a blank line or a comment cuts off.
    pub(crate) rows: Vec<TableRow>,
    /// The table as Markdown sees it, from its header to its last row.
    pub(crate) span: Span,
    pub(crate) scope: Scope,
    /// The same as [`Item::is_beyond`].
    pub(crate) is_beyond: bool,
}

impl Table {
    /// The keys of its columns.
    pub(crate) fn keys(&self) -> Vec<&str> {
        self.header.iter().map(|header| header.key.as_str()).collect()
    }

    /// Whether it has a label in each row, and its value beside it. More columns may follow where
    /// the first two are called so.
    pub(super) fn holds_labels(&self) -> bool {
        match &self.header[..] {
            [_, _] => true,
            [label, value, ..] => LABELS.has(&label.key) && VALUES.has(&value.key),
            _ => false,
        }
    }
}

/// The header of a column.
#[derive(Clone, Debug)]
pub(crate) struct Header {
    /// The header as a reader sees it.
    pub(crate) text: String,
    /// The header, folded for comparison as [`Section::key`].
    pub(crate) key: String,
}

/// A row of a table.
#[derive(Clone, Debug)]
pub(crate) struct TableRow {
    /// The line of the row.
    pub(crate) span: Span,
    /// The cells, as many as the source has.
    pub(crate) cells: Vec<Span>,
    /// Whether a blank line or a comment cuts the row off from its table, so that a reader sees it
    /// as text.
    pub(crate) detached: bool,
}

impl Outline {
    /// Reads as boxes what looks like one in some lists.
    pub(crate) fn settle_boxes(&mut self, has_boxes: impl Fn(&Item) -> bool) {
        for item in &mut self.items {
            if item.doubtful.is_some() && has_boxes(item) {
                let (checkbox, text) = item.doubtful.take().expect("it is there");
                (item.checkbox, item.text) = (Some(checkbox), text);
            }
        }
    }

    /// The lists in which an item has a box of a wanted form, in order.
    pub(crate) fn lists_with(&self, is_wanted: impl Fn(BoxForm) -> bool) -> Vec<usize> {
        let with_box = self.items.iter().filter(|item| item.checkbox.is_some_and(|checkbox| is_wanted(checkbox.form)));
        let mut lists: Vec<usize> = with_box.map(|item| item.list).collect();
        lists.sort_unstable();
        lists.dedup();
        lists
    }

    /// Which sections are of a kind, by their places, or stand in one that is.
    pub(crate) fn sections_within(&self, is_one: impl Fn(usize) -> bool) -> Vec<bool> {
        let mut within: Vec<bool> = Vec::with_capacity(self.sections.len());
        for (index, section) in self.sections.iter().enumerate() {
            // The section around another one comes before it.
            within.push(is_one(index) || section.parent.is_some_and(|parent| within[parent]));
        }
        within
    }

    /// Which labels are of a kind, by their places, or stand below one that is.
    pub(crate) fn labels_within(&self, is_one: impl Fn(usize) -> bool) -> Vec<bool> {
        let mut within: Vec<bool> = Vec::with_capacity(self.fields.len());
        for (index, field) in self.fields.iter().enumerate() {
            // The label around another one comes before it, too.
            within.push(is_one(index) || field.scope.label.is_some_and(|label| within[label]));
        }
        within
    }

    /// The section and the sections around it, innermost first.
    pub(crate) fn sections_around(&self, section: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(Some(section), |section| self.sections[*section].parent)
    }

    /// The labels in force, innermost first.
    pub(crate) fn labels_around(&self, scope: Scope) -> impl Iterator<Item = &Field> + '_ {
        self.label_places_around(scope).map(|label| &self.fields[label])
    }

    /// The names of the lists and sections around a place, innermost first, folded and each with
    /// where it stands. The title of the document is none.
    pub(crate) fn names_around(&self, scope: Scope) -> impl Iterator<Item = (&str, Span)> {
        let labels = self.labels_around(scope).filter(|field| field.value.is_empty());
        let labels = labels.map(|field| (field.key.as_str(), field.label_span));
        let sections = self.sections_around(scope.section).map(|section| &self.sections[section]);
        let sections = sections.filter(|section| section.level > 1);
        labels.chain(sections.map(|section| (section.key.as_str(), section.heading)))
    }

    /// The same labels, by their places among the fields.
    pub(crate) fn label_places_around(&self, scope: Scope) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(scope.label, |label| self.fields[*label].scope.label)
    }
}

/// What holds around a list whose items are stages.
#[derive(Clone, Copy, Debug)]
pub(super) struct AroundItems {
    pub(super) section: usize,
    pub(super) label: Option<usize>,
    pub(super) group: Option<usize>,
}

/// The cell of a row in a column. Empty, at the end of the row, when the row is too short.
pub(crate) fn cell(row: &TableRow, column: usize) -> Span {
    row.cells.get(column).copied().unwrap_or(Span::at(row.span.end))
}
