//! What flag files say, format by format.

use super::*;
use crate::config::{self, ExposureEntry};
use crate::exposure::{Exposure, Live, Place};
use crate::text::Source;
use std::sync::Arc;

/// Ten o'clock on a Monday.
const NOW: &str = "2026-03-09T10:00:00Z";

/// An entry by its keys, as they stand in a configuration.
fn entry(keys: &str) -> ExposureEntry {
    let text = format!("exposure:\n  - {}\n", keys.trim().replace('\n', "\n    "));
    let policy = config::parse(&Source::new(".rolloutlint.yml", text.as_str()), &[], &[]);
    policy.unwrap_or_else(|error| panic!("{text}: {error}")).exposure.remove(0)
}

/// What a file says of the flag `checkout` at a time: who sees it, and the text at the place of it.
fn at(keys: &str, path: &str, text: &str, now: &str) -> Exposure {
    let file = Arc::new(FlagFile::read(path, text.as_bytes()));
    read(&entry(keys), 0, Some("checkout"), Some("RO-1"), &[(None, file)], now.parse().expect("a time"))
}

/// Who sees it, in a few words, with the text that says so behind `@`.
fn says(exposure: &Exposure) -> String {
    let place = |place: &Option<Place>| {
        place.as_ref().map_or_else(String::new, |place| format!(" @ {}", place.source.slice(place.span)))
    };
    match &exposure.live {
        Live::Share { percent, place: at } => format!("{percent}{}", place(at)),
        Live::Stage { stage: Some(stage), word, place: at } => format!("stage {stage}, {word}{}", place(at)),
        Live::Stage { stage: None, place: at, .. } => format!("no stage{}", place(at)),
        Live::Gone { looked_for } => format!("gone: {looked_for}"),
        Live::Unreadable { cause, place: at } => format!("?? {cause}{}", place(at)),
    }
}

fn json(keys: &str, text: &str) -> String {
    says(&at(&format!("file: flags.json\n{keys}"), "flags.json", text, NOW))
}

#[test]
fn a_number_is_a_share_by_its_scale_however_it_is_written() {
    for (scale, value, share) in [
        ("100", "25", "25 %"),
        ("100", "25.0", "25 %"),
        ("100", "2.5e1", "25 %"),
        ("100", "\"25\"", "25 %"),
        ("1", "0.25", "25 %"),
        ("1", "1", "100 %"),
        ("1", "1.0", "100 %"),
        ("1", "0.1", "10 %"),
        ("1", "0.005", "0.5 %"),
        ("100000", "5000", "5 %"),
        ("100", "true", "100 %"),
        ("100", "\"true\"", "100 %"),
        ("100", "false", "0 %"),
        ("1", "\"12.5 %\"", "12.5 %"),
    ] {
        let said =
            json(&format!("at: f.{{flag}}\nscale: {scale}"), &format!("{{ \"f\": {{ \"checkout\": {value} }} }}"));
        assert_eq!(said, format!("{share} @ {value}"), "{value} of {scale}");
    }
}

#[test]
fn what_is_no_share_is_told_with_the_next_step() {
    let is = "?? `f.checkout` in flags.json is";
    for (value, said) in [
        ("null", format!("{is} no value: say with `absent:` what that means @ null")),
        ("\"\"", format!("{is} the text ``, no share: a number, `true` or `false` is needed @ \"\"")),
        ("\"half\"", format!("{is} the text `half`, no share: a number, `true` or `false` is needed @ \"half\"")),
        ("-1", format!("{is} `-1`, no share by `scale: 100` @ -1")),
        ("101", format!("{is} `101`, no share by `scale: 100` @ 101")),
        ("1e999", format!("{is} `1e999`, no share: a number, `true` or `false` is needed @ 1e999")),
        ("[25]", format!("{is} a list, no share: a number, `true` or `false` is needed @ [25]")),
        (
            "\"{{ .Values.x }}\"",
            format!("{is} a template, no share: a number, `true` or `false` is needed @ \"{{{{ .Values.x }}}}\""),
        ),
    ] {
        assert_eq!(json("at: f.{flag}\nscale: 100", &format!("{{\"f\":{{\"checkout\":{value}}}}}")), said);
    }
    assert_eq!(
        json("at: f.{flag}", "{\"f\":{\"checkout\":25}}"),
        format!("{is} `25`, and its entry has no `scale:`: write what 100 % is in the file @ 25")
    );
    assert_eq!(json("at: f.{flag}", "{\"f\":{\"checkout\":0}}"), "0 % @ 0");
}
