//! The tree of values.

use super::number::{Number, amount};
use crate::text::{Source, Span};
use parking_lot::Mutex;
use rust_decimal::Decimal;
use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::Arc;

/// How many parts of a value are hashed at most: aliases of YAML make many of a short text.
const MOST_HASHED: usize = 10_000;

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
    List(Arc<List>),
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
    pub(crate) fn as_map(&self) -> Option<&Map> {
        match &self.value {
            Value::Map(map) => Some(map),
            _ => None,
        }
    }

    /// The items, when this is a list.
    pub(crate) fn as_list(&self) -> Option<&[Node]> {
        match &self.value {
            Value::List(items) => Some(items),
            _ => None,
        }
    }

    /// The items of a list in which some keys, one below the other, lead to what a name says, in
    /// the order of the text. Each comes with the value that the keys lead to.
    pub(crate) fn items_named<'d>(&'d self, keys: &[&str], name: &str) -> Vec<(&'d Node, &'d Node)> {
        match &self.value {
            Value::List(list) => list.named(keys, name),
            _ => Vec::new(),
        }
    }

    /// The value that some keys lead to, one below the other.
    pub(super) fn below(&self, keys: &[&str]) -> Option<&Node> {
        keys.iter().try_fold(self, |node, key| node.get(key))
    }

    /// The shortest name that says this value; `None` when no name does.
    pub(super) fn name(&self) -> Option<Cow<'_, str>> {
        match &self.value {
            Value::Text(text) => Some(Cow::Borrowed(text)),
            Value::Bool(value) => Some(Cow::Owned(value.to_string())),
            Value::Number(Number::Finite(number)) => Some(Cow::Owned(number.normalize().to_string())),
            _ => None,
        }
    }

    /// Whether a value is the one that a name says.
    fn is_said_by(&self, name: &str) -> bool {
        match &self.value {
            Value::Text(text) => &**text == name,
            Value::Bool(value) => value.to_string() == name,
            Value::Number(Number::Finite(number)) => name.parse() == Ok(*number),
            _ => false,
        }
    }

    /// The text, when this is one.
    pub(crate) fn as_text(&self) -> Option<&str> {
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
    pub(crate) fn as_number(&self) -> Option<Decimal> {
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

    /// Hashes what it says in a text, however it is written, of [`MOST_HASHED`] parts at most.
    pub(crate) fn hash_value(&self, source: &Source, state: &mut impl Hasher) {
        let mut open = vec![self];
        for _ in 0..MOST_HASHED {
            let Some(node) = open.pop() else { return };
            node.kind().hash(state);
            match &node.value {
                Value::Null => {}
                Value::Tagged => source.slice(node.span).hash(state),
                Value::Bool(value) => value.hash(state),
                Value::Number(Number::Finite(number)) => number.normalize().hash(state),
                Value::Number(Number::Boundless) => {}
                Value::Text(text) => text.hash(state),
                Value::List(items) => {
                    items.len().hash(state);
                    open.extend(items.iter());
                }
                Value::Map(map) => {
                    map.entries().len().hash(state);
                    for at in &map.by_key {
                        let entry = &map.entries[*at as usize];
                        entry.key.hash(state);
                        open.push(&entry.value);
                    }
                }
            }
        }
    }

    /// Whether it is more values than a number of them, itself included.
    pub(crate) fn is_larger_than(&self, count: usize) -> bool {
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

/// Values in their order.
#[derive(Debug)]
pub struct List {
    items: Box<[Node]>,
    /// The items by what some keys lead to in them, made when somebody first asks.
    by_name: Mutex<HashMap<Vec<String>, Arc<ByName>>>,
}

/// The places of the items of a list, by what some keys lead to in them.
#[derive(Debug, Default)]
struct ByName {
    texts: HashMap<String, Vec<u32>>,
    numbers: HashMap<Decimal, Vec<u32>>,
}

/// A list of fewer items is searched from its start.
const SHORT_LIST: usize = 16;

impl List {
    pub(super) fn new(items: impl Into<Box<[Node]>>) -> List {
        List { items: items.into(), by_name: Mutex::default() }
    }

    fn named(&self, keys: &[&str], name: &str) -> Vec<(&Node, &Node)> {
        let called = |item| Some((item, Node::below(item, keys)?)).filter(|(_, value)| value.is_said_by(name));
        if self.items.len() < SHORT_LIST {
            return self.items.iter().filter_map(called).collect();
        }
        let index = self.index(keys);
        let texts = index.texts.get(name).into_iter().flatten();
        let numbers = name.parse().ok().and_then(|number: Decimal| index.numbers.get(&number)).into_iter().flatten();
        let mut places: Vec<u32> = texts.chain(numbers).copied().collect();
        places.sort_unstable();
        places.into_iter().filter_map(|place| called(&self.items[place as usize])).collect()
    }

    fn index(&self, keys: &[&str]) -> Arc<ByName> {
        let mut known = self.by_name.lock();
        let keys_owned: Vec<String> = keys.iter().map(|key| (*key).to_owned()).collect();
        if let Some(index) = known.get(&keys_owned) {
            return Arc::clone(index);
        }
        let mut index = ByName::default();
        for (place, item) in self.items.iter().enumerate() {
            let Some(value) = item.below(keys) else { continue };
            match &value.value {
                Value::Text(text) => index.texts.entry(text.to_string()).or_default().push(place as u32),
                Value::Bool(value) => index.texts.entry(value.to_string()).or_default().push(place as u32),
                Value::Number(Number::Finite(number)) => index.numbers.entry(*number).or_default().push(place as u32),
                _ => {}
            }
        }
        let index = Arc::new(index);
        known.insert(keys_owned, Arc::clone(&index));
        index
    }
}

impl Deref for List {
    type Target = [Node];

    fn deref(&self) -> &[Node] {
        &self.items
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
