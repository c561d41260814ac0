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

    /// Reads a value that several files have, the one that goes before the others first. It takes
    /// the place of theirs; a kind that joins them says so.
    ///
    /// # Errors
    /// The first fault, at its place.
    fn read_layers(layers: &[Layer]) -> Result<Self, Error> {
        let (node, reader) = layers.first().expect("somebody has the value");
        Self::read(node, reader)
    }

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

/// A value in one of several files that are read as one.
pub(super) type Layer<'a> = (&'a Node, &'a Reader<'a>);

/// Gives the file that a file extends, if it extends one.
pub(super) type Next<'a, T> = &'a mut dyn FnMut(&T, &Source) -> Result<Option<Source>, Error>;

/// Reads a file that is declared as `T`. A file without any value is one without keys. A key of the
/// first file goes before that of the `next`. Each file must be right by itself.
///
/// # Errors
/// The first fault, at its place, and those of `next`.
pub(super) fn files<T: Kind>(source: &Source, known: &Known, next: Next<T>) -> Result<T, Error> {
    let mut files: Vec<(Source, Node)> = Vec::new();
    let mut following = Some(source.clone());
    while let Some(source) = following.take() {
        let node = match yaml::parse(&source)? {
            Node { value: Value::Nothing, referenced, defined } => {
                Node::new(Value::Map(Vec::new()), referenced, defined)
            }
            node => node,
        };
        let read = T::read(&node, &Reader { source: &source, known, keys: T::KEYS })?;
        following = next(&read, &source)?;
        if following.is_none() && files.is_empty() {
            return Ok(read);
        }
        files.push((source, node));
    }
    let readers: Vec<Reader> = files.iter().map(|(source, _)| Reader { source, known, keys: T::KEYS }).collect();
    let layers: Vec<Layer> = files.iter().map(|(_, node)| node).zip(&readers).collect();
    T::read_layers(&layers)
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
        let rule = || {
            let is_rule = self.known.rules.iter().any(|(id, _)| *id == key);
            is_rule.then(|| format!("`{key}` is a rule: indent it below `rules:`"))
        };
        let help = place_of(key, self.keys).or_else(rule).or_else(close).unwrap_or(all);
        self.fault(span, format!("there is no key `{key}`"), help)
    }

    /// A name or a word that is none of those that exist. `otherwise` is the help when none is
    /// close.
    pub(super) fn unknown(&self, noun: &str, word: &At<String>, known: &[&str], otherwise: String) -> Error {
        let help = closest(&word.value, known).map(|close| format!("did you mean `{close}`?"));
        self.fault(word.span, format!("there is no {noun} `{}`", word.value), help.unwrap_or(otherwise))
    }
}

/// The value of a key that some of these maps may have; `None` when it has none in any.
pub(super) fn below<T: Kind>(key: &str, layers: &[Layer]) -> Result<Option<T>, Error> {
    let mut having: Vec<Layer> = Vec::new();
    for (node, reader) in layers {
        let entries = reader.entries(node)?.into_iter();
        let is_value = |node: &Node| !matches!(node.value, Value::Nothing);
        having.extend(
            entries.filter(|(name, node)| name.value == key && is_value(node)).map(|(_, node)| (node, *reader)),
        );
    }
    if having.is_empty() { Ok(None) } else { T::read_layers(&having).map(Some) }
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
            Value::Text(text) if text.trim().is_empty() => "write it between the quotes, or leave the key out",
            Value::Text(text) => return Ok(text.clone()),
            Value::Number(_) | Value::Bare => return Ok(reader.source.slice(reader.span(node)).to_owned()),
            Value::Nothing => "write one; `null` and `~` need quotes as a text",
            Value::List(_) | Value::Map(_) => "write a text that begins with a bracket in quotes",
        };
        Err(reader.fault(reader.span(node), "a text is needed here", help))
    }

    fn schema(_: &Known) -> Json {
        json!({ "type": ["string", "number", "boolean"], "minLength": 1 })
    }
}

impl Kind for bool {
    fn read(node: &Node, reader: &Reader) -> Result<bool, Error> {
        let word = String::read(node, reader)?;
        word.parse()
            .map_err(|_| reader.fault(reader.span(node), "`true` or `false` is needed here", "write one of the two"))
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

    fn read_layers(layers: &[Layer]) -> Result<Option<T>, Error> {
        T::read_layers(layers).map(Some)
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

    fn read_layers(layers: &[Layer]) -> Result<BTreeMap<N, T>, Error> {
        let mut joined = BTreeMap::new();
        // The first file has the last word.
        for (node, reader) in layers.iter().rev() {
            joined.extend(Self::read(node, reader)?);
        }
        Ok(joined)
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

            fn read_layers(layers: &[$crate::config::read::Layer]) -> Result<$type, $crate::error::Error> {
                $(let $field = $crate::config::read::below($name, layers)?;)+
                let (node, reader) = layers.first().expect("somebody has the value");
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
mod tests;
