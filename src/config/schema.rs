//! The JSON Schema of the configuration.

use super::key::{Key, Known};
use serde_json::{Map, Value, json};

/// The JSON Schema of a file with these keys.
pub(super) fn of_file(keys: &[Key], known: &Known) -> Value {
    let mut schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Configuration of rolloutlint",
        "description": "The file .rolloutlint.yml in a repository's root or in .github. All keys are optional.",
    });
    extend(&mut schema, or_nothing(of_keys(keys, known)));
    schema
}

/// The schema of a map with fixed keys.
pub(super) fn of_keys(keys: &[Key], known: &Known) -> Value {
    let properties: Map<String, Value> = keys.iter().map(|key| (key.name.to_owned(), of_key(key, known))).collect();
    let mut schema = json!({ "type": "object", "properties": properties, "additionalProperties": false });
    let required: Vec<&str> = keys.iter().filter(|key| (key.is_required)()).map(|key| key.name).collect();
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    schema
}

fn of_key(key: &Key, known: &Known) -> Value {
    let schema = (key.schema)(known);
    let mut schema = if (key.is_required)() { schema } else { or_nothing(schema) };
    schema["description"] = format!("{} Default: {}.", key.about(), key.default).into();
    if let Some(default) = key.written_default.and_then(value_of) {
        schema["default"] = default;
    }
    schema["examples"] = value_of(key.example).into_iter().collect();
    schema
}

/// The schema of a value that a key may lack.
fn or_nothing(mut schema: Value) -> Value {
    let ways = [("enum", Value::Null), ("anyOf", json!({ "type": "null" })), ("type", "null".into())];
    if let Some((word, nothing)) = ways.into_iter().find(|(word, _)| !schema[*word].is_null()) {
        match &mut schema[word] {
            Value::Array(values) => values.push(nothing),
            value => *value = json!([value.take(), nothing]),
        }
    }
    schema
}

fn extend(schema: &mut Value, with: Value) {
    if let (Value::Object(schema), Value::Object(with)) = (schema, with) {
        schema.extend(with);
    }
}

/// The value of the one key of a piece of configuration.
fn value_of(text: &str) -> Option<Value> {
    let options = serde_yaml::options! { strict_booleans: true, with_snippet: false };
    let value: Map<String, Value> = serde_yaml::from_str_with_options(text, options).ok()?;
    value.into_iter().next().map(|(_, value)| value)
}
