//! The tree of values.

use super::number::{Number, amount};
use crate::text::Span;
use rust_decimal::Decimal;
use std::sync::Arc;

/// How deep values may be nested, in any syntax.
pub(super) const DEPTH_LIMIT: usize = 200;

/// A file of values. YAML may hold several documents, each with a root of its own.
#[derive(Clone, Debug)]
pub struct Document {
    /// The root of each document in the file.
    pub roots: Vec<Node>,
}

/// A value with its place. What stands behind an alias has the place where it is written.
#[derive(Clone, Debug)]
pub struct Node {
    /// Where the value stands.
    pub span: Span,
    /// The value.
    pub value: Value,
}

/// What a node holds.
#[derive(Clone, Debug)]
pub enum Value {
    /// No value.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(Number),
    /// A text. Dates of TOML are texts, too.
    Text(Arc<str>),
    /// Values in their order.
    List(Arc<[Node]>),
    /// Keys with their values.
    Map(Arc<Map>),
    /// A value that a program makes something of: one with a tag of its own in YAML.
    Tagged,
}

/// Why a file cannot be read as values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where the fault is.
    pub span: Span,
    /// What is wrong, as the end of a sentence whose subject is the file's text.
    pub message: String,
}

impl Fault {
    pub(super) fn new(span: Span, message: impl Into<String>) -> Fault {
        Fault { span, message: message.into() }
    }

    pub(super) fn duplicate(key: &str, span: Span) -> Fault {
        Fault::new(span, format!("the key `{key}` stands twice: leave one of the two out"))
    }

    pub(super) fn too_deep(span: Span) -> Fault {
        Fault::new(span, "the values are nested too deeply")
    }
}

/// The border of characters at or before an offset.
fn border(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default()
}

/// The first line of a range of a text that stands at an offset in its file.
pub(super) fn line_of(text: &str, start: usize, end: usize, offset: usize) -> Span {
    let start = border(text, start);
    let line = text[start..border(text, end).max(start)].lines().next().unwrap_or_default();
    Span::new(start, start + line.len()).shifted(offset)
}

impl Node {
    pub(super) fn new(span: Span, value: Value) -> Node {
        Node { span, value }
    }

    /// The value of a key; `None` as well when this is no map.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.as_map().and_then(|map| map.get(key)).map(|entry| &entry.value)
    }

    /// The keys with their values, when this is a map.
    pub fn as_map(&self) -> Option<&Map> {
        match &self.value {
            Value::Map(map) => Some(map),
            _ => None,
        }
    }

    /// The items, when this is a list.
    pub fn as_list(&self) -> Option<&[Node]> {
        match &self.value {
            Value::List(items) => Some(items),
            _ => None,
        }
    }

    /// The text, when this is one.
    pub fn as_text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Whether it is true; a text that says so counts, too.
    pub fn as_bool(&self) -> Option<bool> {
        match &self.value {
            Value::Bool(value) => Some(*value),
            Value::Text(text) => text.trim().parse().ok(),
            _ => None,
        }
    }

    /// The number; a text that is one counts, too.
    pub fn as_number(&self) -> Option<Decimal> {
        match &self.value {
            Value::Number(Number::Finite(number)) => Some(*number),
            Value::Text(text) => match amount(text.trim())? {
                Number::Finite(number) => Some(number),
                Number::Boundless => None,
            },
            _ => None,
        }
    }

    /// Whether there is no value.
    pub fn is_null(&self) -> bool {
        matches!(self.value, Value::Null)
    }

    /// Whether it is more values than a number of them, itself included.
    pub fn is_larger_than(&self, count: usize) -> bool {
        let mut open = vec![self];
        let mut seen = 0;
        while let Some(node) = open.pop() {
            seen += 1;
            match &node.value {
                Value::List(items) => open.extend(items.iter()),
                Value::Map(map) => open.extend(map.entries().iter().map(|entry| &entry.value)),
                _ => {}
            }
            if seen > count {
                return true;
            }
        }
        false
    }

    /// What kind of value it is, in words.
    pub fn kind(&self) -> &'static str {
        match &self.value {
            Value::Null => "no value",
            Value::Bool(_) => "`true` or `false`",
            Value::Number(_) => "a number",
            Value::Text(_) => "a text",
            Value::List(_) => "a list",
            Value::Map(_) => "keys with values",
            Value::Tagged => "a value with a tag",
        }
    }
}

/// Keys with their values, in the order of the text. No key stands twice.
#[derive(Clone, Debug)]
pub struct Map {
    entries: Vec<Entry>,
    /// The places of the entries, in the order of their keys.
    by_key: Vec<u32>,
}

/// A key with its value.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The key.
    pub key: Arc<str>,
    /// Where the key stands.
    pub key_span: Span,
    /// The value.
    pub value: Node,
}

impl Map {
    /// A map of these entries.
    ///
    /// # Errors
    /// When a key stands twice.
    pub(super) fn new(entries: Vec<Entry>) -> Result<Map, Fault> {
        let mut by_key: Vec<u32> = (0..entries.len() as u32).collect();
        let key = |at: u32| &*entries[at as usize].key;
        by_key.sort_by(|a, b| key(*a).cmp(key(*b)));
        if let Some(pair) = by_key.windows(2).find(|pair| key(pair[0]) == key(pair[1])) {
            let entry = &entries[pair[1] as usize];
            return Err(Fault::duplicate(&entry.key, entry.key_span));
        }
        Ok(Map { entries, by_key })
    }

    /// The entry of a key.
    pub fn get(&self, key: &str) -> Option<&Entry> {
        let found = self.by_key.binary_search_by(|at| (*self.entries[*at as usize].key).cmp(key));
        found.ok().map(|at| &self.entries[self.by_key[at] as usize])
    }

    /// The entries, in the order of the text.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }
}
