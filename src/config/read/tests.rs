//! Reads files with the shapes that a larger configuration needs.

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
    files(&Source::new("trial.yml", text), &KNOWN, &mut |_, _| Ok(None))
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
        ("log: { file: a, append-only: often }", "often", "`true` or `false` is needed here / write one of the two"),
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
