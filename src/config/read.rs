//! How values of the configuration are read. Each kind of value says in one place how it is read
//! and what the JSON Schema says of it; a map with fixed keys is declared with [`keys!`].

use super::key::{Key, Known};
use super::yaml::{self, Node, Value};
use crate::error::Error;
use crate::stage_number::StageNumber;
use crate::text::{Source, Span, fold};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

/// A kind of value.
pub(super) trait Kind: Sized {
    /// The keys inside of the value, when they are fixed.
    const KEYS: &'static [Key] = &[];

    /// Reads a value that is there.
    ///
    /// # Errors
    /// The first fault, at its place.
    fn read(node: &Node, reader: &Reader) -> Result<Self, Error>;

    /// What counts when the key is not there. `None` makes the key one that must be there.
    fn absent() -> Option<Self> {
        None
    }

    /// The JSON Schema of the value.
    fn schema(known: &Known) -> Json;
}

/// A kind of name: what the keys of a map are when they are not fixed.
pub(super) trait Name: Ord + Sized {
    /// Reads a name.
    ///
    /// # Errors
    /// When there is nothing of this name.
    fn read_name(name: At<String>, reader: &Reader) -> Result<Self, Error>;

    /// The JSON Schema of a map with such names. `value` is the schema of each value.
    fn schema_of_map(value: Json, known: &Known) -> Json;
}

/// A kind of value that is one of some words.
pub(super) trait Word: Copy + 'static {
    /// What one of the words is called in a message.
    const NOUN: &'static str;
    /// The words with what they mean.
    const WORDS: &'static [(&'static str, Self)];
}

/// A value with its place.
pub(super) struct At<T> {
    pub(super) value: T,
    pub(super) span: Span,
}

/// What reading needs beside the value: the file, for places, and what may be named in it.
pub(super) struct Reader<'a> {
    pub(super) source: &'a Source,
    pub(super) known: &'a Known<'a>,
    /// The keys of the whole file, to say where a key belongs.
    keys: &'static [Key],
}

/// Reads a file that is declared as `T`. A file without any value is one without keys.
///
/// # Errors
/// The first fault, at its place.
pub(super) fn file<T: Kind>(source: &Source, known: &Known) -> Result<T, Error> {
    let reader = Reader { source, known, keys: T::KEYS };
    let node = match yaml::parse(source)? {
        Node { value: Value::Nothing, referenced, defined } => Node::new(Value::Map(Vec::new()), referenced, defined),
        node => node,
    };
    T::read(&node, &reader)
}

impl Reader<'_> {
    /// A fault at a place.
    pub(super) fn fault(&self, span: Span, message: impl Into<String>, help: impl Into<String>) -> Error {
        Error::new(message).at(self.source, span).help(help)
    }

    /// Where a node stands.
    pub(super) fn span(&self, node: &Node) -> Span {
        yaml::span_of(self.source, node)
    }

    /// A key's value; `None` when the key has none.
    pub(super) fn value<T: Kind>(&self, node: &Node) -> Result<Option<T>, Error> {
        match node.value {
            Value::Nothing => Ok(None),
            _ => T::read(node, self).map(Some),
        }
    }

    /// The value of a key, or what counts without the key in the map at `node`.
    pub(super) fn or_absent<T: Kind>(&self, value: Option<T>, key: &str, node: &Node) -> Result<T, Error> {
        let lacks =
            || self.fault(self.span(node), format!("the key `{key}` is missing here"), format!("write `{key}:`"));
        value.or_else(T::absent).ok_or_else(lacks)
    }

    /// The keys of a map with their values.
    pub(super) fn entries<'n>(&self, node: &'n Node) -> Result<Vec<(At<String>, &'n Node)>, Error> {
        let Value::Map(entries) = &node.value else {
            let help = "write each as `key: value`, with a space behind the colon";
            return Err(self.fault(self.span(node), "keys with values are needed here", help));
        };
        entries.iter().map(|(key, value)| Ok((At::read(key, self)?, value))).collect()
    }

    /// A key that is none of `keys`, which may stand here.
    pub(super) fn no_key(&self, key: &At<String>, keys: &[Key]) -> Error {
        let (names, key, span) = (keys.iter().map(|key| key.name).collect::<Vec<_>>(), key.value.as_str(), key.span);
        let all = format!("the keys are {}", names.join(", "));
        let close = || closest(key, &names).map(|close| format!("did you mean `{close}`?"));
        let help = place_of(key, self.keys).or_else(close).unwrap_or(all);
        self.fault(span, format!("there is no key `{key}`"), help)
    }

    /// A name or a word that is none of those that exist. `otherwise` is the help when none is
    /// close.
    pub(super) fn unknown(&self, noun: &str, word: &At<String>, known: &[&str], otherwise: String) -> Error {
        let help = closest(&word.value, known).map(|close| format!("did you mean `{close}`?"));
        self.fault(word.span, format!("there is no {noun} `{}`", word.value), help.unwrap_or(otherwise))
    }
}

/// Where a key belongs that stands in the wrong map, as it does when its line is indented wrongly.
fn place_of(name: &str, keys: &[Key]) -> Option<String> {
    if keys.iter().any(|key| key.name == name) {
        return Some(format!("`{name}` is a key of the file itself: begin it in the first column"));
    }
    fn parent(name: &str, keys: &[Key]) -> Option<&'static str> {
        let has = |key: &&Key| key.keys.iter().any(|key| key.name == name);
        keys.iter().find(has).map(|key| key.name).or_else(|| keys.iter().find_map(|key| parent(name, key.keys)))
    }
    parent(name, keys).map(|parent| format!("`{name}` is a key of `{parent}`: indent it below"))
}

/// The help that names all words to choose from.
pub(super) fn choice(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("write {} or {last}", rest.join(", ")),
        _ => format!("write {}", quoted.concat()),
    }
}

/// The word that somebody probably meant, for "did you mean".
pub(crate) fn closest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let word = fold(word);
    let scored =
        known.iter().map(|candidate| (strsim::normalized_damerau_levenshtein(&word, &fold(candidate)), *candidate));
    let best = scored.max_by(|a, b| a.0.total_cmp(&b.0))?;
    (best.0 >= 0.6).then_some(best.1)
}

/// A text. Numbers, `true` and `false` are texts, too: a login may be a number.
impl Kind for String {
    fn read(node: &Node, reader: &Reader) -> Result<String, Error> {
        let help = match &node.value {
            Value::Text(text) => return Ok(text.clone()),
            Value::Number(_) | Value::Bare => return Ok(reader.source.slice(reader.span(node)).to_owned()),
            Value::Nothing => "write one; `null` and `~` need quotes as a text",
            Value::List(_) | Value::Map(_) => "write a text that begins with a bracket in quotes",
        };
        Err(reader.fault(reader.span(node), "a text is needed here", help))
    }

    fn schema(_: &Known) -> Json {
        json!({ "type": ["string", "number", "boolean"] })
    }
}

impl Kind for bool {
    fn read(node: &Node, reader: &Reader) -> Result<bool, Error> {
        let word = String::read(node, reader)?;
        word.parse().map_err(|_| reader.fault(reader.span(node), "yes or no?", "write `true` or `false`"))
    }

    fn schema(_: &Known) -> Json {
        json!({ "type": "boolean" })
    }
}

impl Kind for u32 {
    fn read(node: &Node, reader: &Reader) -> Result<u32, Error> {
        let number = match node.value {
            Value::Number(number) => u32::try_from(number).ok(),
            _ => None,
        };
        let message = || format!("a whole number from 0 to {} is needed here", u32::MAX);
        number.ok_or_else(|| reader.fault(reader.span(node), message(), "write it in digits, without quotes"))
    }

    fn schema(_: &Known) -> Json {
        json!({ "type": "integer", "minimum": 0, "maximum": u32::MAX })
    }
}

/// The number of a stage. Those that are no whole numbers are texts in YAML: `2a`.
impl Kind for StageNumber {
    fn read(node: &Node, reader: &Reader) -> Result<StageNumber, Error> {
        let number = match &node.value {
            Value::Number(number) => number.to_string().parse().ok(),
            // YAML has several ways to write one decimal number.
            Value::Bare => {
                let number: Option<f64> = reader.source.slice(reader.span(node)).parse().ok();
                number.and_then(|number| number.to_string().parse().ok())
            }
            Value::Text(text) => text.parse().ok(),
            Value::Nothing | Value::List(_) | Value::Map(_) => None,
        };
        let help = "write it as the heading of the stage does: 2, 2a, 1.5 or 2-3";
        number.ok_or_else(|| reader.fault(reader.span(node), "the number of a stage is needed here", help))
    }

    fn schema(_: &Known) -> Json {
        json!({ "type": ["number", "string"], "minimum": 0, "maximum": StageNumber::LARGEST, "multipleOf": 0.001, "pattern": StageNumber::PATTERN })
    }
}

impl<T: Word> Kind for T {
    fn read(node: &Node, reader: &Reader) -> Result<T, Error> {
        let lacks = |_| reader.fault(reader.span(node), "one word is needed here", choice(&words::<T>()));
        let word = At::<String>::read(node, reader).map_err(lacks)?;
        let found = T::WORDS.iter().find(|(known, _)| *known == word.value);
        found
            .map(|(_, value)| *value)
            .ok_or_else(|| reader.unknown(T::NOUN, &word, &words::<T>(), choice(&words::<T>())))
    }

    fn schema(_: &Known) -> Json {
        json!({ "enum": words::<T>() })
    }
}

fn words<T: Word>() -> Vec<&'static str> {
    T::WORDS.iter().map(|(word, _)| *word).collect()
}

impl<T: Kind> Kind for At<T> {
    const KEYS: &'static [Key] = T::KEYS;

    fn read(node: &Node, reader: &Reader) -> Result<At<T>, Error> {
        Ok(At { value: T::read(node, reader)?, span: reader.span(node) })
    }

    /// What is not there has no place.
    fn absent() -> Option<At<T>> {
        T::absent().map(|value| At { value, span: Span::at(0) })
    }

    fn schema(known: &Known) -> Json {
        T::schema(known)
    }
}

impl<T: Kind> Kind for Option<T> {
    const KEYS: &'static [Key] = T::KEYS;

    fn read(node: &Node, reader: &Reader) -> Result<Option<T>, Error> {
        T::read(node, reader).map(Some)
    }

    fn absent() -> Option<Option<T>> {
        Some(None)
    }

    fn schema(known: &Known) -> Json {
        T::schema(known)
    }
}

impl<T: Kind> Kind for Vec<T> {
    const KEYS: &'static [Key] = T::KEYS;

    fn read(node: &Node, reader: &Reader) -> Result<Vec<T>, Error> {
        let Value::List(items) = &node.value else {
            let help = "write it in brackets, `[a, b]`, or one item a line behind `- `";
            return Err(reader.fault(reader.span(node), "a list is needed here", help));
        };
        items.iter().map(|item| T::read(item, reader)).collect()
    }

    fn absent() -> Option<Vec<T>> {
        Some(Vec::new())
    }

    fn schema(known: &Known) -> Json {
        json!({ "type": "array", "items": T::schema(known) })
    }
}

impl<N: Name, T: Kind> Kind for BTreeMap<N, T> {
    const KEYS: &'static [Key] = T::KEYS;

    fn read(node: &Node, reader: &Reader) -> Result<BTreeMap<N, T>, Error> {
        let entries = reader.entries(node)?.into_iter();
        entries.map(|(name, value)| Ok((N::read_name(name, reader)?, T::read(value, reader)?))).collect()
    }

    fn absent() -> Option<BTreeMap<N, T>> {
        Some(BTreeMap::new())
    }

    fn schema(known: &Known) -> Json {
        N::schema_of_map(T::schema(known), known)
    }
}

/// A map, or a value of another kind.
pub(super) enum Either<A, B> {
    Value(A),
    Map(B),
}

impl<A: Kind, B: Kind> Kind for Either<A, B> {
    const KEYS: &'static [Key] = B::KEYS;

    fn read(node: &Node, reader: &Reader) -> Result<Either<A, B>, Error> {
        match node.value {
            Value::Map(_) => B::read(node, reader).map(Either::Map),
            _ => A::read(node, reader).map(Either::Value),
        }
    }

    fn schema(known: &Known) -> Json {
        json!({ "anyOf": [A::schema(known), B::schema(known)] })
    }
}

/// Any name.
impl Name for String {
    fn read_name(name: At<String>, _: &Reader) -> Result<String, Error> {
        Ok(name.value)
    }

    fn schema_of_map(value: Json, _: &Known) -> Json {
        json!({ "type": "object", "additionalProperties": value })
    }
}

/// Declares a map with fixed keys: the type that holds its values, how it is read, and all that is
/// said of each key. The comment over a key is its text in the documentation.
macro_rules! keys {
    ($(#[doc = $of:literal])+ $type:ident { $($(#[doc = $about:literal])+ $name:literal $field:ident: $kind:ty { $($said:tt)+ })+ }) => {
        $(#[doc = $of])+
        pub(super) struct $type {
            $($(#[doc = $about])+ pub(super) $field: $kind,)+
        }

        impl $crate::config::read::Kind for $type {
            const KEYS: &'static [$crate::config::key::Key] = &[$($crate::config::key::Key {
                name: $name,
                about: concat!($($about),+),
                keys: <$kind as $crate::config::read::Kind>::KEYS,
                is_required: || <$kind as $crate::config::read::Kind>::absent().is_none(),
                schema: <$kind as $crate::config::read::Kind>::schema,
                $($said)+
            }),+];

            fn read(
                node: &$crate::config::yaml::Node,
                reader: &$crate::config::read::Reader,
            ) -> Result<$type, $crate::error::Error> {
                $(let mut $field = None;)+
                for (key, value) in reader.entries(node)? {
                    match key.value.as_str() {
                        $($name => $field = reader.value(value)?,)+
                        _ => return Err(reader.no_key(&key, Self::KEYS)),
                    }
                }
                Ok($type { $($field: reader.or_absent($field, $name, node)?,)+ })
            }

            fn absent() -> Option<$type> {
                Some($type { $($field: $crate::config::read::Kind::absent()?,)+ })
            }

            fn schema(known: &$crate::config::key::Known) -> serde_json::Value {
                $crate::config::schema::of_keys(Self::KEYS, known)
            }
        }
    };
}

pub(super) use keys;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{page, schema};

    const TRIAL: Key = Key {
        name: "",
        about: "",
        default: "none",
        written_default: None,
        example: "",
        first: None,
        since: "0.1.0",
        keys: &[],
        is_required: || false,
        schema: |_| Json::Null,
    };

    keys! {
        /// A file with the shapes that a larger configuration needs.
        Trial {
            /// The files of flags.
            "exposure" exposure: Vec<Exposure> { ..TRIAL }
            /// A path, or more about the log.
            "log" log: Option<Either<String, Log>> { ..TRIAL }
            /// Who decides on a step.
            "deciders" deciders: BTreeMap<Step, Either<Vec<String>, Quorum>> { ..TRIAL }
        }
    }

    keys! {
        /// One file of flags.
        Exposure {
            /// The path.
            "file" file: At<String> { ..TRIAL }
            /// Its format.
            "format" format: Option<Format> { ..TRIAL }
            /// Stages by the share of users.
            "stages" stages: BTreeMap<Percent, String> { ..TRIAL }
        }
    }

    keys! {
        /// More about the log.
        Log {
            /// The path.
            "file" file: String { ..TRIAL }
            /// Whether rows may only be added.
            "append-only" append_only: Option<bool> { ..TRIAL }
        }
    }

    keys! {
        /// Some of several people.
        Quorum {
            /// The people.
            "of" of: Vec<String> { ..TRIAL }
            /// How many of them.
            "at-least" at_least: u32 { ..TRIAL }
        }
    }

    #[derive(Clone, Copy, Debug, PartialEq)]
    pub(super) enum Format {
        Flagd,
        Flipt,
    }

    impl Word for Format {
        const NOUN: &'static str = "format";
        const WORDS: &'static [(&'static str, Format)] = &[("flagd", Format::Flagd), ("flipt", Format::Flipt)];
    }

    #[derive(PartialEq, Eq, PartialOrd, Ord, Debug)]
    pub(super) struct Percent(u8);

    impl Name for Percent {
        fn read_name(name: At<String>, reader: &Reader) -> Result<Percent, Error> {
            let percent = name.value.parse().ok().filter(|percent| *percent <= 100).map(Percent);
            percent.ok_or_else(|| reader.fault(name.span, "a share from 0 to 100 is needed here", "write `25`"))
        }

        fn schema_of_map(value: Json, _: &Known) -> Json {
            json!({ "type": "object", "patternProperties": { "^([0-9]{1,2}|100)$": value }, "additionalProperties": false })
        }
    }

    #[derive(PartialEq, Eq, PartialOrd, Ord)]
    pub(super) struct Step(String);

    impl Name for Step {
        fn read_name(name: At<String>, reader: &Reader) -> Result<Step, Error> {
            if name.value == "last" || name.value.contains('→') {
                return Ok(Step(name.value));
            }
            Err(reader.unknown("step", &name, &["last"], choice(&["last"])))
        }

        fn schema_of_map(value: Json, _: &Known) -> Json {
            json!({ "type": "object", "additionalProperties": value })
        }
    }

    const KNOWN: Known<'static> = Known { rules: &[], decisions: &[] };

    fn trial(text: &str) -> Result<Trial, Error> {
        file(&Source::new("trial.yml", text), &KNOWN)
    }

    /// The text at the place of the fault, the message and the help.
    fn fault(text: &str) -> (String, String) {
        let error = trial(text).err().expect("a fault");
        let (source, span) = error.place().expect("a place");
        let words = format!("{} / {}", error.message(), error.advice().unwrap_or_default());
        (source.slice(span).to_owned(), words)
    }

    #[test]
    fn nested_keys_are_read_with_their_places() {
        let text = "exposure:\n  - file: flags.json\n    format: flipt\n    stages: { 5: Canary, 100: Everyone }\n\
                    log: { file: log.md, append-only: true }\n\
                    deciders: { \"1→2\": [Ann], last: { of: [Ann, Sam], at-least: 2 } }\n";
        let file = trial(text).expect("a good file");
        let [exposure] = &file.exposure[..] else { panic!("one file of flags") };
        assert_eq!(&text[exposure.file.span.start..exposure.file.span.end], "flags.json");
        assert_eq!(exposure.file.value, "flags.json");
        assert_eq!((exposure.format, &exposure.stages[&Percent(5)][..]), (Some(Format::Flipt), "Canary"));
        assert!(matches!(&file.log, Some(Either::Map(log)) if log.file == "log.md" && log.append_only == Some(true)));
        let quorum = &file.deciders[&Step("last".to_owned())];
        assert!(matches!(quorum, Either::Map(quorum) if quorum.of.len() == 2 && quorum.at_least == 2));
        assert!(matches!(&file.deciders[&Step("1→2".to_owned())], Either::Value(names) if *names == ["Ann"]));
        let log = trial("log: log.md\n").expect("a good file").log;
        assert!(matches!(log, Some(Either::Value(path)) if path == "log.md"));
    }

    #[test]
    fn faults_have_their_exact_place_at_every_level() {
        let cases = [
            ("exposure:\n- file: a\n  formt: flagd\n", "formt", "there is no key `formt` / did you mean `format`?"),
            ("exposure: [{ file: a, format: flapd }]", "flapd", "there is no format `flapd` / did you mean `flagd`?"),
            ("exposure: [{ file: a, format: [] }]", "[", "one word is needed here / write `flagd` or `flipt`"),
            ("exposure: [{ format: flagd }]", "{", "the key `file` is missing here / write `file:`"),
            ("exposure: [{ file: }]", "{", "the key `file` is missing here / write `file:`"),
            ("exposure: [{ file: a, stages: { 101: b } }]", "101", "a share from 0 to 100 is needed here / write `25`"),
            ("log: { file: a, append-only: often }", "often", "yes or no? / write `true` or `false`"),
            (
                "append-only: true",
                "append-only",
                "there is no key `append-only` / `append-only` is a key of `log`: indent it below",
            ),
            (
                "log: { file: a, deciders: {} }",
                "deciders",
                "there is no key `deciders` / `deciders` is a key of the file itself: begin it in the first column",
            ),
            ("deciders: { lsat: [] }", "lsat", "there is no step `lsat` / did you mean `last`?"),
            ("deciders: { last: { of: [a] } }", "{", "the key `at-least` is missing here / write `at-least:`"),
            (
                "deciders: { last: { of: [a], at-least: 1.5 } }",
                "1.5",
                "a whole number from 0 to 4294967295 is needed here / write it in digits, without quotes",
            ),
        ];
        for (text, place, words) in cases {
            assert_eq!(fault(text), (place.to_owned(), words.to_owned()), "{text}");
        }
    }

    #[test]
    fn schema_and_page_follow_nested_keys() {
        let schema = schema::of_file(Trial::KEYS, &KNOWN);
        let exposure = &schema["properties"]["exposure"];
        assert_eq!(exposure["type"], json!(["array", "null"]));
        assert_eq!(exposure["items"]["required"], json!(["file"]));
        assert_eq!(exposure["items"]["properties"]["file"]["description"], "The path. Default: none.");
        assert_eq!(exposure["items"]["properties"]["format"]["enum"], json!(["flagd", "flipt", null]));
        let log = &schema["properties"]["log"]["anyOf"];
        assert_eq!(
            (&log[1]["properties"]["append-only"]["type"][0], &log[2]),
            (&json!("boolean"), &json!({ "type": "null" }))
        );
        let page = page::of_file(Trial::KEYS);
        assert!(page.contains("\n\nThe files of flags.\n\n- `file`: The path. Default: none.\n- `format`: "), "{page}");
    }
}
