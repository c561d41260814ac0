//! The kinds of values that only an entry of `exposure:` has.

use super::{Absent, Blank, Blanks, Combination, ExposureFormat, FileBlanks, Pointer};
use crate::config::key::Known;
use crate::config::kinds::RepositoryPath;
use crate::config::read::{At, Kind, Name, Reader, Word};
use crate::config::yaml::{Node, Value};
use crate::document::{NoBlanks, NoPointer, Number, amount};
use crate::error::Error;
use crate::stage_number::StageNumber;
use crate::text::Span;
use rust_decimal::Decimal;
use serde_json::{Value as Json, json};

impl Word for ExposureFormat {
    const NOUN: &'static str = "format";
    const WORDS: &'static [(&'static str, ExposureFormat)] =
        &[("flagd", ExposureFormat::Flagd), ("goff", ExposureFormat::Goff), ("flipt", ExposureFormat::Flipt)];
}

/// The word for one of the values.
fn word_of<T: Word + PartialEq>(value: T) -> Option<&'static str> {
    T::WORDS.iter().find(|(_, known)| *known == value).map(|(word, _)| *word)
}

impl ExposureFormat {
    /// The word in the configuration; `None` without a format.
    pub fn word(self) -> Option<&'static str> {
        word_of(self)
    }
}

impl Absent {
    /// The word in the configuration.
    pub fn word(self) -> &'static str {
        word_of(self).expect("each answer has its word")
    }
}

impl Combination {
    /// The word in the configuration.
    pub fn word(self) -> &'static str {
        word_of(self).expect("each combination has its word")
    }
}

/// YAML 1.2 has no boolean `on`, so that both ways to write it are words.
impl Word for Absent {
    const NOUN: &'static str = "answer";
    const WORDS: &'static [(&'static str, Absent)] =
        &[("on", Absent::On), ("off", Absent::Off), ("unreadable", Absent::Unreadable)];
}

impl Word for Combination {
    const NOUN: &'static str = "combination";
    const WORDS: &'static [(&'static str, Combination)] =
        &[("max", Combination::Max), ("min", Combination::Min), ("sum", Combination::Sum)];
}

impl Kind for FileBlanks {
    fn read(node: &Node, reader: &Reader) -> Result<FileBlanks, Error> {
        let path = RepositoryPath::read(node, reader)?.0;
        let span = reader.span(node);
        let blanks =
            Blanks::parse(path.strip_prefix("./").unwrap_or(&path)).map_err(|no| no_blank(&no, span, reader))?;
        FileBlanks::new(blanks).map_err(|error| {
            let message = format!("`{path}` is no pattern that can be read");
            let help = "write `[[]` and `[{]` for a bracket that is part of a name";
            reader.fault(span, message, help).because(error.kind().to_string())
        })
    }

    fn schema(known: &Known) -> Json {
        RepositoryPath::schema(known)
    }
}

impl Kind for Pointer {
    fn read(node: &Node, reader: &Reader) -> Result<Pointer, Error> {
        let text = At::<String>::read(node, reader)?;
        Pointer::parse(&text.value).map_err(|fault| match fault {
            NoPointer::Blank(no) => no_blank(&no, text.span, reader),
            NoPointer::Shape(what, help) => {
                reader.fault(text.span, format!("`{}` leads nowhere: {what}", text.value), help)
            }
        })
    }

    fn schema(known: &Known) -> Json {
        String::schema(known)
    }
}

/// One pointer, or several in a list.
pub(in crate::config) struct Pointers(pub(super) Vec<Pointer>);

impl Kind for Pointers {
    fn read(node: &Node, reader: &Reader) -> Result<Pointers, Error> {
        match node.value {
            Value::List(_) => Vec::read(node, reader).map(Pointers),
            _ => Pointer::read(node, reader).map(|pointer| Pointers(vec![pointer])),
        }
    }

    fn schema(known: &Known) -> Json {
        json!({ "anyOf": [Pointer::schema(known), Vec::<Pointer>::schema(known)] })
    }
}

/// What 100 % is: a number above 0.
pub(in crate::config) struct Scale(pub(super) Decimal);

impl Kind for Scale {
    fn read(node: &Node, reader: &Reader) -> Result<Scale, Error> {
        let text = At::<String>::read(node, reader)?;
        let number = match amount(&text.value) {
            Some(Number::Finite(number)) if number > Decimal::ZERO => Some(number),
            _ => None,
        };
        let help = "write what 100 % is in the file: 1, 100, 1000 or 100000";
        number.map(Scale).ok_or_else(|| reader.fault(text.span, "a number above 0 is needed here", help))
    }

    fn schema(_: &Known) -> Json {
        json!({ "type": ["number", "string"], "exclusiveMinimum": 0 })
    }
}

impl Name for StageNumber {
    fn read_name(name: At<String>, reader: &Reader) -> Result<StageNumber, Error> {
        let help = "write it as the heading of the stage does: 2, 2a, 1.5 or 2-3";
        name.value.parse().map_err(|_| reader.fault(name.span, "the number of a stage is needed here", help))
    }

    fn schema_of_map(value: Json, _: &Known) -> Json {
        let pattern = StageNumber::PATTERN;
        json!({ "type": "object", "patternProperties": { pattern: value }, "additionalProperties": false })
    }
}

fn no_blank(no: &NoBlanks, span: Span, reader: &Reader) -> Error {
    let names = Blank::ALL.map(Blank::word);
    let word = At { value: no.0.clone(), span };
    reader.unknown("blank", &word, &names, "write `{flag}`, `{id}` or `{environment}`".to_owned())
}
