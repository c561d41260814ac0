//! The YAML of a configuration as a tree of nodes, each with its place, and the faults of YAML in
//! our own words.

use crate::error::Error;
use crate::text::{Source, Span, Unreadable};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::granit_parser::{ErrorKind, ScanError};
use serde_yaml::localizer::ExternalMessageSource;
use serde_yaml::{Error as YamlError, Location, NonFiniteFloatPolicy, Spanned};
use std::fmt;

/// The largest configuration that is read, in bytes: YAML can cost far more than its size.
const SIZE_LIMIT: usize = 64 * 1024;

/// How deep values may be nested. The library needs much stack for each level.
const DEPTH_LIMIT: usize = 16;

/// How many values a file may have with all its aliases replaced. Without aliases, no file of the
/// allowed size has more.
const NODE_LIMIT: usize = 50_000;

/// A value with its place.
pub(super) type Node = Spanned<Value>;

/// What a node holds.
pub(super) enum Value {
    /// No value, `~` or `null`.
    Nothing,
    Text(String),
    /// A whole number from 0.
    Number(u64),
    /// Another number, `true` or `false`; the source has its text.
    Bare,
    List(Vec<Node>),
    /// Keys with their values, in the order of the file. YAML allows any node as a key.
    Map(Vec<(Node, Node)>),
}

/// Reads a file. Keys that stand twice in one map are a fault.
///
/// # Errors
/// The first fault of the file or of its YAML, at its place.
pub(super) fn parse(source: &Source) -> Result<Node, Error> {
    if source.text.len() > SIZE_LIMIT || matches!(source.unreadable, Some(Unreadable::TooLarge { .. })) {
        return Err(Error::new(format!("the file is larger than {SIZE_LIMIT} bytes")).at(source, Span::at(0)));
    }
    if let Some(Unreadable::NotUtf8 { at, .. }) = source.unreadable {
        return Err(Error::new("the file is not UTF-8").at(source, Span::at(at)).help("save it as UTF-8"));
    }
    let options = serde_yaml::options! {
        strict_booleans: true,
        with_snippet: false,
        non_finite_float_policy: NonFiniteFloatPolicy::PassThrough,
        budget: serde_yaml::budget! { max_depth: DEPTH_LIMIT, max_nodes: NODE_LIMIT },
        alias_limits: serde_yaml::alias_limits! { max_total_replayed_events: NODE_LIMIT },
    };
    serde_yaml::from_str_with_options(&source.text, options).map_err(|error| fault(source, &error))
}

/// Where a node stands. A value behind an alias stands where it is written.
pub(super) fn span_of(source: &Source, node: &Node) -> Span {
    span_at(source, node.defined)
}

fn span_at(source: &Source, location: Location) -> Span {
    let (text, span) = (&source.text, location.span());
    let start = match span.byte_offset() {
        Some(bytes) => bytes as usize,
        // Faults of the YAML itself are placed by characters alone.
        None => text.char_indices().nth(span.offset() as usize).map_or(text.len(), |(at, _)| at),
    };
    let end = start.saturating_add(span.byte_len().unwrap_or(0) as usize);
    match text.get(start..end) {
        // The place of a text of several lines reaches up to the next key.
        Some(slice) => Span::new(start, start + slice.trim_end().len()),
        None => Span::at(text.len()),
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Nothing)
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Number(number))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Value, E> {
        Ok(Value::Bare)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Value, E> {
        Ok(Value::Bare)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Value, E> {
        Ok(Value::Bare)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut map = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            map.push(entry);
        }
        Ok(Value::Map(map))
    }
}

/// A fault that the library found. Its own words are for programmers: they are kept, as the cause,
/// only where we have none.
fn fault(source: &Source, error: &YamlError) -> Error {
    if let YamlError::AliasError { error, .. } = error {
        return fault(source, error);
    }
    let span = error.location().map_or(Span::at(0), |location| span_at(source, location));
    let scan = scan_error(error);
    let said = scan.map_or_else(|| value_fault(source, span, error), |scan| scan_fault(source, span, scan));
    match (said, scan) {
        (Some((message, help)), _) => Error::new(message).at(source, span).help(help),
        (None, Some(scan)) => Error::new(UNREADABLE).at(source, span).because(scan.kind().to_string()).help(PLAIN),
        (None, None) => Error::new(UNREADABLE).at(source, span).help(PLAIN),
    }
}

const UNREADABLE: &str = "this is not YAML that can be read";

const PLAIN: &str = "write plain keys with values, without `!` and `&` before them";

/// The fault of the YAML itself, when it is one.
fn scan_error(error: &YamlError) -> Option<&ScanError> {
    match error {
        YamlError::ExternalMessage { source, .. } => match &**source {
            ExternalMessageSource::Parser(error) => Some(error),
            _ => None,
        },
        _ => None,
    }
}

/// What is wrong with values that are YAML, and what to write.
fn value_fault(source: &Source, span: Span, error: &YamlError) -> Option<(String, &'static str)> {
    let said = match error {
        YamlError::DuplicateMappingKey { key, .. } => {
            let key = key.as_deref().unwrap_or_else(|| source.slice(span));
            (format!("the key `{key}` stands twice"), "leave one of the two out")
        }
        YamlError::UnknownAnchor { .. } => first_character(source, span),
        YamlError::MultipleDocuments { .. } => {
            ("a second document begins here".to_owned(), "leave out the line `---` above it")
        }
        YamlError::MergeValueNotMapOrSeqOfMaps { .. } => {
            ("`<<` needs keys with values".to_owned(), "leave it out, and write the keys themselves")
        }
        YamlError::Budget { .. }
        | YamlError::AliasReplayLimitExceeded { .. }
        | YamlError::RecursiveReferencesRequireWeakTypes { .. } => {
            ("the file is nested too deeply, or repeats itself too often".to_owned(), "write it without aliases")
        }
        _ => return None,
    };
    Some(said)
}

/// What is wrong with the YAML, and what to write. `None` for faults that hardly any file has.
fn scan_fault(source: &Source, span: Span, error: &ScanError) -> Option<(String, &'static str)> {
    let said = match error.kind() {
        ErrorKind::UnexpectedCharacter { .. } | ErrorKind::UnknownAnchor | ErrorKind::MissingAnchorOrAliasName => {
            first_character(source, span)
        }
        ErrorKind::MappingValueNotAllowed | ErrorKind::InvalidColonPlacement => (
            "a `:` cannot stand here".to_owned(),
            "write a text with `: ` in it in quotes, close each bracket, and begin the keys of one level in the same column",
        ),
        ErrorKind::ExpectedBlockMappingKey if is_behind_bracket(source, span) => (
            "nothing can stand behind a closing bracket".to_owned(),
            "write a text that begins with a bracket in quotes",
        ),
        ErrorKind::ExpectedBlockMappingKey
        | ErrorKind::ExpectedBlockSequenceEntry
        | ErrorKind::BlockSequenceEntryNotAllowed
        | ErrorKind::MappingKeyNotAllowed
        | ErrorKind::InvalidIndentation => {
            ("this begins in the wrong column".to_owned(), "begin the keys or items of one level in the same column")
        }
        ErrorKind::TabNotAllowed | ErrorKind::TabInBlockIndentation | ErrorKind::TabInIndentation => {
            ("a tab cannot stand here".to_owned(), "indent with spaces")
        }
        ErrorKind::UnclosedFlowCollection { open } => {
            (format!("`{open}` is never closed"), "close it, or write a text that begins with it in quotes")
        }
        ErrorKind::MismatchedFlowCollectionEnd { open, close } => {
            (format!("`{open}` is closed by `{close}`"), "close each bracket with its own kind")
        }
        ErrorKind::MisplacedFlowCollectionEnd => {
            ("this bracket closes nothing".to_owned(), "leave it out, or write the text in quotes")
        }
        ErrorKind::ExpectedFlowSequenceSeparator | ErrorKind::ExpectedFlowMappingSeparator => (
            "a comma or a closing bracket is needed here".to_owned(),
            "write a text with a comma or a bracket in it in quotes",
        ),
        ErrorKind::UnclosedQuotedScalar | ErrorKind::InvalidQuotedScalarIndent => (
            "a quote before this place is not closed".to_owned(),
            "close it, and indent each further line of a quoted text",
        ),
        ErrorKind::InvalidTrailingSingleQuotedScalar | ErrorKind::InvalidTrailingDoubleQuotedScalar => (
            "nothing can stand behind a closing quote".to_owned(),
            "write a quote in a quoted text as `''` between single quotes, as `\\\"` between double quotes",
        ),
        ErrorKind::UnknownQuotedScalarEscape => {
            ("YAML has no such escape".to_owned(), "write a backslash twice, or the text in single quotes")
        }
        _ => return None,
    };
    Some(said)
}

/// Whether a bracket is closed in front of a place, as in `heading: {n}. {name}`.
fn is_behind_bracket(source: &Source, span: Span) -> bool {
    source.text[..span.start].trim_end_matches(' ').ends_with(['}', ']'])
}

/// A text begins with a character that means something else in YAML, as in `@login` and `**/*.md`.
fn first_character(source: &Source, span: Span) -> (String, &'static str) {
    let first: String = source.text[span.start..].chars().take(1).collect();
    (format!("a text cannot begin with `{}`", first.escape_debug()), "write the text in quotes")
}

/// A text in quotes, as YAML reads it back.
pub(crate) fn quote(text: &str) -> String {
    let written = |c: char| match c {
        '\\' | '"' => format!("\\{c}"),
        _ if c.is_control() => format!("\\u{:04x}", u32::from(c)),
        _ => c.to_string(),
    };
    format!("\"{}\"", text.chars().map(written).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config;
    use crate::text::fold;

    /// The line and column of the fault, with its words.
    fn fault(text: &str) -> (u32, u32, String) {
        let error = parse(&Source::new("a.yml", text)).err().expect("a fault");
        let (source, span) = error.place().expect("a place");
        let place = source.position(span.start);
        (place.line, place.column, format!("{} / {}", error.message(), error.advice().unwrap_or_default()))
    }

    #[test]
    fn the_traps_of_yaml_are_named_in_our_words() {
        let quotes = "write the text in quotes";
        let column = "begin the keys or items of one level in the same column";
        let colon = "write a text with `: ` in it in quotes, close each bracket, and begin the keys of one level in the same column";
        let cases = [
            ("a: []\na: []\n", 2, 1, "the key `a` stands twice", "leave one of the two out"),
            ("a: { b: 1, \"b\": 2 }\n", 1, 12, "the key `b` stands twice", "leave one of the two out"),
            ("plans: [**/*.md]\n", 1, 9, "a text cannot begin with `*`", quotes),
            ("é: @ann\n", 1, 4, "a text cannot begin with `@`", quotes),
            ("\u{feff}é:\r\n  é: @ann\r\n", 2, 6, "a text cannot begin with `@`", quotes),
            ("heading: Fase {n}: {name}\n", 1, 18, "a `:` cannot stand here", colon),
            ("a: [b\nc: d\n", 2, 2, "a `:` cannot stand here", colon),
            (
                "heading: {n}. {name}\n",
                1,
                13,
                "nothing can stand behind a closing bracket",
                "write a text that begins with a bracket in quotes",
            ),
            ("a:\n  b: c\n d: e\n", 3, 2, "this begins in the wrong column", column),
            ("a:\n\tb: c\n", 2, 2, "a tab cannot stand here", "indent with spaces"),
            ("a: [b\n", 1, 4, "`[` is never closed", "close it, or write a text that begins with it in quotes"),
            ("a: [b}\n", 1, 4, "`[` is closed by `}`", "close each bracket with its own kind"),
            (
                "a: [\"b\n",
                1,
                5,
                "a quote before this place is not closed",
                "close it, and indent each further line of a quoted text",
            ),
            (
                "a: 'it's'\n",
                1,
                8,
                "nothing can stand behind a closing quote",
                "write a quote in a quoted text as `''` between single quotes, as `\\\"` between double quotes",
            ),
            (
                "a: \"C:\\q\"\n",
                1,
                4,
                "YAML has no such escape",
                "write a backslash twice, or the text in single quotes",
            ),
            ("a: b\n---\nc: d\n", 3, 1, "a second document begins here", "leave out the line `---` above it"),
        ];
        for (text, line, column, message, help) in cases {
            assert_eq!(fault(text), (line, column, format!("{message} / {help}")), "{text}");
        }
    }

    #[test]
    fn a_hostile_file_is_refused_soon() {
        let bomb: String = (1..9)
            .map(|level| {
                format!("a{level}: &a{level} [*a{0}, *a{0}, *a{0}, *a{0}, *a{0}, *a{0}, *a{0}, *a{0}]\n", level - 1)
            })
            .collect();
        let deep = |depth: usize| format!("a: {}{}\n", "[".repeat(depth), "]".repeat(depth));
        for text in
            [format!("a0: &a0 [b]\n{bomb}"), deep(20), deep(30_000), "a: &a [*a]\n".to_owned(), "{a: ".repeat(16_000)]
        {
            let started = std::time::Instant::now();
            let (_, _, words) = fault(&text);
            assert!(started.elapsed().as_secs() < 5, "{words}");
        }
        assert!(fault(&deep(20)).2.starts_with("the file is nested too deeply, or repeats itself too often"));
        assert!(fault(&" ".repeat(SIZE_LIMIT + 1)).2.starts_with("the file is larger than 65536 bytes"));
        assert!(parse(&Source::from_bytes("a.yml", b"a: \xff")).is_err());
    }

    #[test]
    fn a_value_behind_an_alias_stands_where_it_is_written() {
        let source = Source::new("a.yml", "a: &x [one]\nb: *x\n");
        let Ok(Node { value: Value::Map(entries), .. }) = parse(&source) else { panic!("a map") };
        let Value::List(items) = &entries[1].1.value else { panic!("a list") };
        assert_eq!(span_of(&source, &items[0]), Span::new(7, 10));
    }

    #[test]
    fn what_is_quoted_is_read_back() {
        for text in ["a \"b\" \\c", "\u{1}", "tab\tand\nline", "{n} # no", "\u{85}\u{7f}\u{feff}x"] {
            let source = Source::new(".rolloutlint.yml", format!("stages: {{ list: {} }}\n", quote(text)));
            let policy = config::parse(&source, &[], &[]).unwrap_or_else(|error| panic!("{text:?}: {error}"));
            assert_eq!(policy.stage_list, Some(fold(text)), "{text:?}");
        }
    }
}
