//! The keys of an entry of `exposure:`, and what makes an entry a faulty one.

use super::kinds::{Pointers, Scale};
use super::{Absent, Blank, Combination, ExposureEntry, ExposureFormat, FileBlanks, Pointer};
use crate::config::key::{Key, Known};
use crate::config::read::{At, Kind, Reader, Word, choice, keys};
use crate::config::yaml::Node;
use crate::document::Syntax;
use crate::error::Error;
use crate::stage_number::StageNumber;
use crate::text::Span;
use serde_json::Value as Json;
use std::collections::BTreeMap;

keys! {
    /// A flag file, or files of one kind.
    Entry {
        /// The path from the repository's root, or a glob. `{flag}` stands for a flag of the plan,
        /// `{id}` for its Rollout ID, `{environment}` for each environment of the ladder. The end
        /// of the name says the syntax: JSON, JSON5, YAML or TOML.
        "file" file: At<FileBlanks> {
            default: "none: it must be said",
            written_default: None,
            example: "file: config/production.json\n",
            first: None,
            since: "0.1.0",
        }
        /// Where the value is: keys with `.` between them, where `{flag}` is one key whatever it
        /// contains. `[name={flag}]` takes the items of a list with such a name, `[0]` the item at
        /// a place, `.*` all. Several of them in a list, too.
        "at" at: Option<At<Pointers>> {
            default: "none: it must be said without `format`",
            written_default: None,
            example: "at: features.{flag}\n",
            first: None,
            since: "0.1.0",
        }
        /// Where it is said whether the flag is on at all. Where that is false, nobody sees the
        /// feature.
        "when" when: Option<At<Pointer>> {
            default: "none: the value alone decides",
            written_default: None,
            example: "when: \"[name={flag}].enabled\"\n",
            first: None,
            since: "0.1.0",
        }
        /// What it means when there is no value: `on` for all, `off` for all, or `unreadable`. In a
        /// ladder an environment without a value is off, unless this is `on`. Where `when` is
        /// missing, too, the flag is not there, and `on` says nothing of it.
        "absent" absent: Option<Absent> {
            default: "`unreadable`",
            written_default: Some("absent: unreadable\n"),
            example: "absent: on\n",
            first: None,
            since: "0.1.0",
        }
        /// What 100 % is in the file, such as 1, 100, 1000 or 100000. `true` and `false` need none.
        "scale" scale: Option<At<Scale>> {
            default: "none: a number cannot be read",
            written_default: None,
            example: "scale: 100\n",
            first: None,
            since: "0.1.0",
        }
        /// Words that name stages, by each word the number of the stage.
        "values" values: At<BTreeMap<String, StageNumber>> {
            default: "none: values are numbers, `true` or `false`",
            written_default: Some("values: {}\n"),
            example: "values: { alpha: 1, beta: 2, stable: 3 }\n",
            first: None,
            since: "0.1.0",
        }
        /// By the number of each stage the environment that it is: the furthest one in which the
        /// flag is on is the stage.
        "ladder" ladder: At<BTreeMap<StageNumber, String>> {
            default: "none: a value is a share",
            written_default: Some("ladder: {}\n"),
            example: "ladder: { 0: development, 1: staging, 2: production }\n",
            first: None,
            since: "0.1.0",
        }
        /// A format that says by itself where the values are: `flagd`, `goff` (GO Feature Flag) or
        /// `flipt`.
        "format" format: Option<ExposureFormat> {
            default: "none: `at` says where the values are",
            written_default: None,
            example: "format: flagd\n",
            first: None,
            since: "0.1.0",
        }
        /// The variant that is on, in a format whose variants are not `true` and `false`.
        "variant" variant: Option<At<String>> {
            default: "the variants whose value is `true`",
            written_default: None,
            example: "variant: treatment\n",
            first: None,
            since: "0.1.0",
        }
        /// By the name of a segment, in a format that has them, the number of the stage that it is.
        "segments" segments: At<BTreeMap<String, StageNumber>> {
            default: "none: a segment is told, and is no stage",
            written_default: Some("segments: {}\n"),
            example: "segments: { beta-testers: 2 }\n",
            first: None,
            since: "0.1.0",
        }
        /// Whether the value says who does *not* see the feature.
        "inverse" inverse: Option<bool> {
            default: "`false`",
            written_default: Some("inverse: false\n"),
            example: "inverse: true\n",
            first: None,
            since: "0.1.0",
        }
        /// What several values come to: `max`, `min` or `sum`.
        "of" of: Option<At<Combination>> {
            default: "`max`: the furthest one decides",
            written_default: Some("of: max\n"),
            example: "of: sum\n",
            first: None,
            since: "0.1.0",
        }
    }
}

impl Kind for ExposureEntry {
    const KEYS: &'static [Key] = Entry::KEYS;

    fn read(node: &Node, reader: &Reader) -> Result<ExposureEntry, Error> {
        let entry = Entry::read(node, reader)?;
        check(&entry, reader.span(node), reader)?;
        Ok(ExposureEntry {
            file: entry.file.value,
            at: entry.at.map(|at| at.value.0).unwrap_or_default(),
            when: entry.when.map(|when| when.value),
            absent: entry.absent.unwrap_or_default(),
            scale: entry.scale.map(|scale| scale.value.0),
            values: entry.values.value,
            ladder: entry.ladder.value.into_iter().collect(),
            format: entry.format.unwrap_or_default(),
            variant: entry.variant.map(|variant| variant.value),
            segments: entry.segments.value,
            is_inverse: entry.inverse.unwrap_or_default(),
            of: entry.of.map(|of| of.value).unwrap_or_default(),
        })
    }

    fn schema(known: &Known) -> Json {
        Entry::schema(known)
    }
}

/// What no single key of an entry can be blamed for.
fn check(entry: &Entry, span: Span, reader: &Reader) -> Result<(), Error> {
    let file = &entry.file;
    let name = file.value.to_string();
    let has_end = name.rsplit('/').next().is_some_and(|name| name.contains('.') && !name.ends_with(['*', '}']));
    if has_end && Syntax::of(&name).is_none() {
        let help = format!("name a file that ends in {}", Syntax::NAMES);
        return Err(reader.fault(file.span, format!("`{name}` is no file of values by its name"), help));
    }
    match entry.format {
        Some(format) => check_format(entry, format, reader)?,
        None => check_pointers(entry, span, reader)?,
    }
    let pointers: Vec<&Pointer> = entry.at.iter().flat_map(|at| &at.value.0).collect();
    let has_environment = file.value.asks_for(Blank::Environment)
        || pointers.iter().any(|pointer| pointer.asks_for(Blank::Environment))
        || entry.when.as_ref().is_some_and(|when| when.value.asks_for(Blank::Environment));
    match (has_environment, entry.ladder.value.is_empty()) {
        (true, true) => {
            let help = "write which stage each environment is: `ladder: { 1: staging, 2: production }`";
            Err(reader.fault(file.span, "`{environment}` needs a `ladder:`", help))
        }
        (false, false) => {
            let help = "write `{environment}` where the name of the environment stands, in `file` or `at`";
            Err(reader.fault(entry.ladder.span, "`ladder` needs `{environment}` in `file` or `at`", help))
        }
        _ => Ok(()),
    }
}

/// An entry with a format: the format knows where what stands.
fn check_format(entry: &Entry, format: ExposureFormat, reader: &Reader) -> Result<(), Error> {
    let keys = [
        ("at", entry.at.as_ref().map(|at| at.span)),
        ("when", entry.when.as_ref().map(|when| when.span)),
        ("scale", entry.scale.as_ref().map(|scale| scale.span)),
        ("values", (!entry.values.value.is_empty()).then_some(entry.values.span)),
    ];
    let word = format.word().unwrap_or_default();
    match keys.into_iter().find_map(|(key, span)| span.map(|span| (key, span))) {
        Some((key, span)) => {
            let message = format!("`{key}` says nothing beside `format: {word}`");
            Err(reader.fault(span, message, "leave one of the two out: the format says where the values are"))
        }
        None => Ok(()),
    }
}

/// An entry that says itself where the values are.
fn check_pointers(entry: &Entry, span: Span, reader: &Reader) -> Result<(), Error> {
    let formats: Vec<&str> = ExposureFormat::WORDS.iter().map(|(word, _)| *word).collect();
    let Some(at) = entry.at.as_ref().filter(|at| !at.value.0.is_empty()) else {
        let help = format!("write `at:` with the keys that lead to the value, or `format:`; {}", choice(&formats));
        return Err(reader.fault(span, "neither `at` nor `format` is said here", help));
    };
    let of_format = [
        ("variant", entry.variant.as_ref().map(|variant| variant.span)),
        ("segments", (!entry.segments.value.is_empty()).then_some(entry.segments.span)),
    ];
    if let Some((key, span)) = of_format.into_iter().find_map(|(key, span)| span.map(|span| (key, span))) {
        return Err(reader.fault(span, format!("`{key}` needs a `format:`"), choice(&formats)));
    }
    let pointers = || at.value.0.iter().chain(entry.when.as_ref().map(|when| &when.value));
    let has_name = |blank| entry.file.value.asks_for(blank) || pointers().any(|pointer| pointer.asks_for(blank));
    if !has_name(Blank::Flag) && !has_name(Blank::Id) {
        let help = "write `{flag}` where the name of the flag stands: `at: features.{flag}`; or `{id}` for the plan's Rollout ID";
        return Err(reader.fault(at.span, "this entry says the same of every plan", help));
    }
    match (&entry.of, &entry.scale) {
        (Some(of), None) if of.value == Combination::Sum => {
            let help = "write what 100 % is in the file: `scale: 1`, `scale: 100`";
            Err(reader.fault(of.span, "`of: sum` adds numbers, and needs a `scale:`", help))
        }
        _ => Ok(()),
    }
}
