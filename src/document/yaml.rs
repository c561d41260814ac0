//! YAML 1.2, by its core schema: `on`, `off`, `yes` and `no` are texts.

use super::model::{DEPTH_LIMIT, Document, Entry, Fault, List, Map, Node, Value, line_of};
use super::number::{Number, amount};
use crate::text::Span;
use granit_parser::{ErrorKind, Event, Options, Parser, ScalarStyle, ScanError, Tag};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// How many values a file may have with all its aliases replaced.
const NODE_LIMIT: usize = 5_000_000;

/// Reads a text that stands at an offset in its file.
///
/// # Errors
/// The first fault.
pub(super) fn parse(text: &str, offset: usize) -> Result<Document, Fault> {
    let mut options = Options::default();
    options.set_emit_comments(false);
    let mut builder = Builder { offset, text, roots: Vec::new(), open: Vec::new(), anchors: HashMap::new(), nodes: 0 };
    for event in Parser::new_from_str_with_options(text, options) {
        let (event, span) = event.map_err(|error| fault(&error, text, offset))?;
        let range = span.byte_range().unwrap_or_default();
        builder.take(event, Span::new(range.start, range.end.max(range.start)))?;
    }
    Ok(Document { roots: builder.roots })
}

/// A value with all that lies in it.
#[derive(Clone)]
struct Built {
    node: Node,
    /// How many values it is, itself included.
    size: usize,
    /// How many levels of values it is, itself included.
    depth: usize,
    /// The text, when it is a scalar and may be a key; a plain one is written without quotes.
    name: Option<(Arc<str>, bool)>,
}

/// A list or a map that is not closed yet.
struct Open {
    start: usize,
    anchor: usize,
    is_map: bool,
    is_tagged: bool,
    items: Vec<Built>,
}

struct Builder<'t> {
    text: &'t str,
    offset: usize,
    roots: Vec<Node>,
    open: Vec<Open>,
    anchors: HashMap<usize, Built>,
    nodes: usize,
}

impl Builder<'_> {
    fn take(&mut self, event: Event, span: Span) -> Result<(), Fault> {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let text: Arc<str> = Arc::from(text);
                let value = scalar(&text, style, tag.as_deref());
                let name = Some((text, style == ScalarStyle::Plain));
                let node = Node::new(self.trimmed(span), value);
                self.count(1, span)?;
                self.close(Built { node, size: 1, depth: 1, name }, anchor)
            }
            Event::Alias(anchor) => {
                // A value that holds itself is not closed yet.
                let built = self.anchors.get(&anchor).cloned();
                let built = built.ok_or_else(|| Fault::new(self.shifted(span), "a value holds itself"))?;
                self.count(built.size, span)?;
                self.close(built, 0)
            }
            Event::SequenceStart(_, anchor, tag) => self.open(span, anchor, tag, false),
            Event::MappingStart(_, anchor, tag) => self.open(span, anchor, tag, true),
            Event::SequenceEnd | Event::MappingEnd => self.end(span),
            _ => Ok(()),
        }
    }

    fn shifted(&self, span: Span) -> Span {
        span.shifted(self.offset)
    }

    /// The place of a scalar. That of a text of several lines reaches up to the next key.
    fn trimmed(&self, span: Span) -> Span {
        let text = self.text.get(span.start..span.end).unwrap_or_default();
        Span::new(span.start, span.start + text.trim_end().len()).shifted(self.offset)
    }

    fn open(&mut self, span: Span, anchor: usize, tag: Option<Cow<Tag>>, is_map: bool) -> Result<(), Fault> {
        if self.open.len() >= DEPTH_LIMIT {
            return Err(Fault::too_deep(Span::at(span.start + self.offset)));
        }
        self.count(1, span)?;
        let is_tagged = tag.is_some_and(|tag| !tag.is_yaml_core_schema());
        self.open.push(Open { start: span.start, anchor, is_map, is_tagged, items: Vec::new() });
        Ok(())
    }

    fn end(&mut self, span: Span) -> Result<(), Fault> {
        let open = self.open.pop().expect("each end has its start");
        let size = 1 + open.items.iter().map(|item| item.size).sum::<usize>();
        let depth = 1 + open.items.iter().map(|item| item.depth).max().unwrap_or_default();
        let last = open.items.last().map_or(span.end, |item| item.node.span.end.saturating_sub(self.offset));
        // The end of a block has the place of what comes next.
        let end = if span.is_empty() { last } else { span.end };
        let place = self.shifted(Span::new(open.start, end.max(open.start).min(self.text.len())));
        let value = match (open.is_tagged, open.is_map) {
            (true, _) => Value::Tagged,
            (false, false) => {
                let items: Vec<Node> = open.items.into_iter().map(|item| item.node).collect();
                Value::List(List::new(items).into())
            }
            (false, true) => Value::Map(map(open.items)?.into()),
        };
        self.close(Built { node: Node::new(place, value), size, depth, name: None }, open.anchor)
    }

    /// Counts values, those behind an alias once more.
    fn count(&mut self, nodes: usize, span: Span) -> Result<(), Fault> {
        self.nodes += nodes;
        if self.nodes > NODE_LIMIT.max(self.text.len()) {
            let place = Span::at(self.shifted(span).start);
            return Err(Fault::new(place, "the values repeat themselves too often: write them without aliases"));
        }
        Ok(())
    }

    /// A value is complete.
    fn close(&mut self, built: Built, anchor: usize) -> Result<(), Fault> {
        let start = Span::at(built.node.span.start);
        if self.open.len() + built.depth > DEPTH_LIMIT {
            return Err(Fault::too_deep(start));
        }
        if anchor != 0 {
            self.anchors.insert(anchor, built.clone());
        }
        match self.open.last_mut() {
            Some(open) => open.items.push(built),
            None => self.roots.push(built.node),
        }
        Ok(())
    }
}

/// The map of keys and values in turn.
fn map(items: Vec<Built>) -> Result<Map, Fault> {
    let mut entries = Vec::with_capacity(items.len() / 2);
    let mut merged: Vec<Node> = Vec::new();
    let mut items = items.into_iter();
    while let (Some(key), Some(value)) = (items.next(), items.next()) {
        let key_span = key.node.span;
        match key.name {
            Some((name, true)) if &*name == "<<" => match &value.node.value {
                Value::List(maps) => merged.extend(maps.iter().cloned()),
                _ => merged.push(value.node),
            },
            Some((key, _)) => entries.push(Entry { key, key_span, value: value.node }),
            None => return Err(Fault::new(key_span, "a key is no text here")),
        }
    }
    let map = Map::new(entries)?;
    if merged.is_empty() {
        return Ok(map);
    }
    // Keys of the map itself go first, then those of each map that is merged into it.
    let mut entries = map.entries().to_vec();
    let mut known: HashSet<Arc<str>> = entries.iter().map(|entry| Arc::clone(&entry.key)).collect();
    for node in &merged {
        let from = node.as_map().ok_or_else(|| Fault::new(node.span, "`<<` needs keys with values"))?;
        entries.extend(from.entries().iter().filter(|entry| known.insert(Arc::clone(&entry.key))).cloned());
    }
    Map::new(entries)
}

fn scalar(text: &Arc<str>, style: ScalarStyle, tag: Option<&Tag>) -> Value {
    let tag = match tag {
        Some(tag) if !tag.is_yaml_core_schema() => return Value::Tagged,
        Some(tag) => tag.core_suffix(),
        None => None,
    };
    match (style, tag) {
        (ScalarStyle::Plain, None) => plain(text),
        (_, None | Some("str" | "binary" | "timestamp")) => Value::Text(Arc::clone(text)),
        _ => plain(text),
    }
}

/// A scalar without quotes.
fn plain(text: &Arc<str>) -> Value {
    match &**text {
        "" | "~" | "null" | "Null" | "NULL" => return Value::Null,
        "true" | "True" | "TRUE" => return Value::Bool(true),
        "false" | "False" | "FALSE" => return Value::Bool(false),
        _ => {}
    }
    let bare = text.strip_prefix(['+', '-']).unwrap_or(text);
    if matches!(bare, ".inf" | ".Inf" | ".INF" | ".nan" | ".NaN" | ".NAN") {
        return Value::Number(Number::Boundless);
    }
    match amount(text) {
        Some(number) if !bare.starts_with("0b") => Value::Number(number),
        _ => Value::Text(Arc::clone(text)),
    }
}

/// The library's fault in our own words.
fn fault(error: &ScanError, text: &str, offset: usize) -> Fault {
    let marker = error.marker();
    let at = marker.byte_offset().or_else(|| text.char_indices().nth(marker.index()).map(|(at, _)| at));
    let place = line_of(text, at.unwrap_or(text.len()), 0, offset);
    let message = match error.kind() {
        ErrorKind::UnknownAnchor => "a `*` names no value before it",
        ErrorKind::TabNotAllowed | ErrorKind::TabInBlockIndentation | ErrorKind::TabInIndentation => {
            "a tab cannot stand here: indent with spaces"
        }
        ErrorKind::MappingValueNotAllowed | ErrorKind::InvalidColonPlacement => "a `:` cannot stand here",
        ErrorKind::ExpectedBlockMappingKey
        | ErrorKind::ExpectedBlockSequenceEntry
        | ErrorKind::BlockSequenceEntryNotAllowed
        | ErrorKind::MappingKeyNotAllowed
        | ErrorKind::InvalidIndentation => "this begins in the wrong column",
        ErrorKind::UnclosedFlowCollection { open } => return Fault::new(place, format!("`{open}` is never closed")),
        ErrorKind::UnclosedQuotedScalar | ErrorKind::InvalidQuotedScalarIndent => {
            "a quote before this place is not closed"
        }
        ErrorKind::ExpectedFlowSequenceSeparator | ErrorKind::ExpectedFlowMappingSeparator => {
            "a comma or a closing bracket is needed here"
        }
        ErrorKind::MismatchedFlowCollectionEnd { open, close } => {
            return Fault::new(place, format!("`{open}` is closed by `{close}`"));
        }
        ErrorKind::MisplacedFlowCollectionEnd => "this bracket closes nothing",
        ErrorKind::InvalidTrailingSingleQuotedScalar | ErrorKind::InvalidTrailingDoubleQuotedScalar => {
            "nothing can stand behind a closing quote"
        }
        ErrorKind::UnknownQuotedScalarEscape => "YAML has no such escape",
        ErrorKind::UnexpectedCharacter { .. } => "a text cannot begin like this: write it in quotes",
        ErrorKind::ExpectedNodeContent | ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => {
            "a key with a `:` and a value is needed here"
        }
        kind => return Fault::new(place, format!("this is no YAML: {}", kind.to_string().to_lowercase())),
    };
    Fault::new(place, message)
}
