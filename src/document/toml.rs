//! TOML.

use super::model::{DEPTH_LIMIT, Document, Entry, Fault, List, Map, Node, Value, line_of};
use super::number::{Number, amount};
use crate::text::Span;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Reads a text that stands at an offset in its file.
///
/// # Errors
/// The first fault.
pub(super) fn parse(text: &str, offset: usize) -> Result<Document, Fault> {
    let table = DeTable::parse(text).map_err(|error| {
        let range = error.span().unwrap_or_default();
        let message = error.message().lines().next().unwrap_or_default();
        Fault::new(line_of(text, range.start, range.end, offset), format!("this is no TOML: {message}"))
    })?;
    let root = Node::new(span(table.span(), offset), map(table.get_ref(), offset, 0)?);
    Ok(Document { roots: vec![root] })
}

fn span(range: Range<usize>, offset: usize) -> Span {
    Span::new(range.start, range.end).shifted(offset)
}

fn map(table: &DeTable, offset: usize, depth: usize) -> Result<Value, Fault> {
    let entries = table.iter().map(|(key, value)| {
        let key_span = span(key.span(), offset);
        Ok(Entry { key: (**key.get_ref()).into(), key_span, value: node(value, offset, depth + 1)? })
    });
    let mut entries = entries.collect::<Result<Vec<Entry>, Fault>>()?;
    // The library sorts by the keys.
    entries.sort_by_key(|entry| entry.key_span);
    Ok(Value::Map(Map::new(entries)?.into()))
}

fn node(value: &Spanned<DeValue>, offset: usize, depth: usize) -> Result<Node, Fault> {
    let span = span(value.span(), offset);
    if depth > DEPTH_LIMIT {
        return Err(Fault::too_deep(Span::at(span.start)));
    }
    let value = match value.get_ref() {
        DeValue::String(text) => Value::Text((**text).into()),
        DeValue::Integer(number) => Value::Number(amount(&number.to_string()).unwrap_or(Number::Boundless)),
        DeValue::Float(number) => Value::Number(amount(number.as_str()).unwrap_or(Number::Boundless)),
        DeValue::Boolean(value) => Value::Bool(*value),
        DeValue::Datetime(date) => Value::Text(date.to_string().into()),
        DeValue::Array(items) => {
            let items = items.iter().map(|item| node(item, offset, depth + 1));
            Value::List(List::new(items.collect::<Result<Vec<Node>, Fault>>()?).into())
        }
        DeValue::Table(table) => map(table, offset, depth)?,
    };
    Ok(Node::new(span, value))
}
