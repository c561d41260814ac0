//! Slots: the parts of a template that a plan fills in.

use crate::markdown::inline;
use crate::text::{Source, Span, fold};
use crate::words::brackets;
use crate::words::open::OPEN;
use crate::words::ratings::{CHOICES, RATINGS};
use std::collections::BTreeSet;

/// The text of a template at the place of a value: its brackets, its boxes, its menu.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Slot {
    /// The texts of its brackets, folded.
    pub(crate) brackets: Vec<String>,
    /// Its brackets as written, for messages.
    pub(crate) written: Vec<String>,
    /// The kind of value that the first bracket asks for.
    pub(crate) kind: SlotKind,
    /// Whether it has boxes to tick.
    pub(crate) boxes: bool,
    /// The whole text, folded.
    pub(crate) text: String,
    /// The menu to choose from, `high/med/low`, folded.
    pub(crate) menu: Option<String>,
    /// Whether the text is empty, or a word such as TBD, so that any value will do.
    pub(crate) blank: bool,
}

impl Slot {
    /// Whether the slot asks for a value.
    pub(crate) fn asks(&self) -> bool {
        !self.brackets.is_empty() || self.menu.is_some() || self.blank
    }

    /// A slot of a kind with these brackets, each once.
    pub(super) fn of_kind(kind: SlotKind, brackets: &[String]) -> Slot {
        let distinct: BTreeSet<&String> = brackets.iter().collect();
        Slot { brackets: distinct.into_iter().cloned().collect(), kind, ..Slot::default() }
    }
}

/// The kind of value that a slot asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum SlotKind {
    /// Any words.
    #[default]
    Text,
    /// A day.
    Date,
    /// A number with or without unit.
    Number,
    /// A length of time.
    Duration,
    /// A link, a path or a ticket.
    Link,
}

/// Whether a row of a template is an example of the plan's data: its first cell is to be filled in.
pub(crate) fn is_example(row: &&Vec<Slot>) -> bool {
    row.first().is_none_or(Slot::asks)
}

/// The slots of some rows of a table, merged by column.
pub(crate) fn merged_columns(rows: &[&Vec<Slot>]) -> Vec<Slot> {
    let width = rows.iter().map(|row| row.len()).max().unwrap_or(0);
    let merged = |column: usize| {
        let mut slot = Slot::default();
        for cell in rows.iter().filter_map(|row| row.get(column)) {
            if slot.brackets.is_empty() {
                slot.kind = cell.kind;
            }
            if slot.written.is_empty() {
                slot.written.extend(cell.written.iter().cloned());
            }
            slot.brackets.extend(cell.brackets.iter().cloned());
            slot.boxes |= cell.boxes;
            slot.menu = slot.menu.or_else(|| cell.menu.clone());
        }
        slot
    };
    (0..width).map(merged).collect()
}

/// Reads the slot in a value, a cell or an item of a template.
pub(crate) fn read_slot(source: &Source, span: Span) -> Slot {
    let line = source.slice(span);
    let mut slot = Slot { text: fold(&inline::visible(line)), ..Slot::default() };
    for (_, inner) in inline::brackets(line) {
        let text = inner.of(line);
        if text.trim().is_empty() || text == "x" {
            slot.boxes = true;
            continue;
        }
        slot.brackets.push(bracket_key(text));
        slot.written.push(format!("[{text}]"));
    }
    slot.kind = slot.brackets.first().map_or(SlotKind::Text, |bracket| kind_of(bracket));
    slot.menu = is_menu(&slot).then(|| slot.text.clone());
    slot.blank = is_open_word(&slot.text);
    slot
}

/// Whether a folded text marks a place to fill in: TBD, `____`, `<name>`, `{{name}}`.
fn is_open_word(text: &str) -> bool {
    let wrapped = |open: &str, close: &str| {
        text.len() > open.len() + close.len() && text.starts_with(open) && text.ends_with(close)
    };
    let is_line = text.len() >= 3 && text.chars().all(|c| matches!(c, '_' | '…' | '.'));
    OPEN.meaning(text).is_some() || is_line || wrapped("{{", "}}") || (wrapped("<", ">") && !text.contains("://"))
}

/// Whether a slot is nothing but words to choose from, with slashes between them: `High/Med/Low`,
/// `Yes/No`. Two words that are no choice may be two things: `Slack/Teams`.
fn is_menu(slot: &Slot) -> bool {
    let words: Vec<&str> = slot.text.split('/').collect();
    let is_choice = |word: &&str| !word.is_empty() && word.len() <= 12 && word.chars().all(char::is_alphabetic);
    let is_known = |word: &&str| RATINGS.meaning(word).is_some() || CHOICES.has(word);
    let is_several = words.len() >= 3 || words.len() == 2 && words.iter().all(is_known);
    is_several && slot.brackets.is_empty() && !slot.boxes && words.iter().all(is_choice)
}

/// The key by which brackets are compared: the folded text without spaces.
pub(crate) fn bracket_key(inner: &str) -> String {
    let mut key = fold(inner);
    if key.contains(' ') {
        key.retain(|c| c != ' ');
    }
    key
}

/// The kind of value that a bracket asks for, by its key.
fn kind_of(bracket: &str) -> SlotKind {
    let is_counted = bracket.strip_prefix(['x', 'n']).is_some_and(|unit| brackets::COUNTED.any_opens(unit));
    let is_number = is_counted || bracket.starts_with(|c: char| c.is_ascii_digit()) || brackets::NUMBERS.has(bracket);
    if brackets::DATE_PARTS.any_in(bracket) || brackets::DATE.has(bracket) {
        SlotKind::Date
    } else if brackets::LINK_PARTS.any_in(bracket) || brackets::LINK.has(bracket) {
        SlotKind::Link
    } else if is_number && brackets::DURATION_PARTS.any_in(bracket) {
        SlotKind::Duration
    } else if is_number || brackets::NUMBER_PARTS.any_in(bracket) {
        SlotKind::Number
    } else {
        SlotKind::Text
    }
}

/// Whether a slot asks for a quarter.
pub(super) fn is_target_date(slot: &Slot) -> bool {
    slot.brackets.first().is_some_and(|bracket| bracket.contains("quarter"))
}
