//! JSON, with comments and commas at the end, and JSON5.

use super::model::{DEPTH_LIMIT, Document, Entry, Fault, List, Map, Node, Value, line_of};
use super::number::{Number, amount};
use super::syntax::Syntax;
use crate::text::Span;
use jsonc_parser::ast::{self, ObjectPropName};
use jsonc_parser::common::{Range, Ranged};
use jsonc_parser::errors::{ParseError, ParseErrorKind};
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

/// Reads a text that stands at an offset in its file.
///
/// # Errors
/// The first fault.
pub(super) fn parse(syntax: Syntax, text: &str, offset: usize) -> Result<Document, Fault> {
    let is_json5 = syntax == Syntax::Json5;
    let options = ParseOptions {
        allow_comments: true,
        allow_trailing_commas: true,
        allow_missing_commas: false,
        allow_loose_object_property_names: is_json5,
        allow_single_quoted_strings: is_json5,
        allow_hexadecimal_numbers: is_json5,
        allow_unary_plus_numbers: is_json5,
        allow_bare_decimal_point_numbers: is_json5,
        allow_non_finite_numbers: is_json5,
        allow_extended_string_escapes: is_json5,
    };
    let parsed = parse_to_ast(text, &CollectOptions::default(), &options);
    let parsed = parsed.map_err(|error| fault(&error, text, offset))?;
    let nothing = || Fault::new(Span::at(offset), "there is no value in it");
    let root = node(&parsed.value.ok_or_else(nothing)?, offset, 0)?;
    Ok(Document { roots: vec![root] })
}

fn span(range: Range, offset: usize) -> Span {
    Span::new(range.start, range.end.max(range.start)).shifted(offset)
}

fn node(value: &ast::Value, offset: usize, depth: usize) -> Result<Node, Fault> {
    let span = span(value.range(), offset);
    if depth > DEPTH_LIMIT {
        return Err(Fault::too_deep(Span::at(span.start)));
    }
    let value = match value {
        ast::Value::NullKeyword(_) => Value::Null,
        ast::Value::BooleanLit(literal) => Value::Bool(literal.value),
        ast::Value::NumberLit(literal) => Value::Number(amount(literal.value).unwrap_or(Number::Boundless)),
        ast::Value::StringLit(literal) => Value::Text((*literal.value).into()),
        ast::Value::Array(list) => {
            let items = list.elements.iter().map(|item| node(item, offset, depth + 1));
            Value::List(List::new(items.collect::<Result<Vec<Node>, Fault>>()?).into())
        }
        ast::Value::Object(object) => {
            let entries = object.properties.iter().map(|property| {
                let key = match &property.name {
                    ObjectPropName::String(name) => &*name.value,
                    ObjectPropName::Word(name) => name.value,
                };
                let key_span = self::span(property.name.range(), offset);
                Ok(Entry { key: key.into(), key_span, value: node(&property.value, offset, depth + 1)? })
            });
            Value::Map(Map::new(entries.collect::<Result<_, Fault>>()?)?.into())
        }
    };
    Ok(Node::new(span, value))
}

/// The library's fault in our own words.
fn fault(error: &ParseError, text: &str, offset: usize) -> Fault {
    use ParseErrorKind as Kind;
    let range = error.range();
    let message = match error.kind() {
        Kind::ExpectedComma => "a comma is missing here",
        Kind::UnterminatedObject => "`{` is never closed",
        Kind::UnterminatedArray => "`[` is never closed",
        Kind::UnterminatedCommentBlock => "a comment is never closed",
        Kind::MultipleRootJsonValues => "something stands behind its end",
        Kind::NestingDepthExceeded => return Fault::too_deep(line_of(text, range.start, range.start, offset)),
        Kind::UnexpectedWord | Kind::UnexpectedToken => "this is no value: a text needs quotes",
        Kind::ExpectedStringObjectProperty => "a key needs quotes in JSON",
        Kind::ExpectedColonAfterObjectKey => "a `:` is missing behind a key",
        Kind::ExpectedObjectValue => "a value is missing behind `:`",
        Kind::SingleQuotedStringsNotAllowed => "a text stands between double quotes in JSON",
        Kind::CommentsNotAllowed => "JSON has no comments: take this one out",
        Kind::TrailingCommasNotAllowed => "no comma can stand before a closing bracket in JSON",
        Kind::UnexpectedCloseBrace | Kind::UnexpectedCloseBracket => "this bracket closes nothing",
        Kind::UnexpectedColon | Kind::UnexpectedComma | Kind::UnexpectedTokenInObject => {
            "a key or a value is missing before this"
        }
        kind => {
            let message = kind.to_string().to_lowercase();
            return Fault::new(line_of(text, range.start, range.end, offset), format!("this is no JSON: {message}"));
        }
    };
    Fault::new(line_of(text, range.start, range.end, offset), message)
}
