//! How entries of `exposure:` are read, and which files they name.

use super::*;
use crate::config;
use crate::error::Error;
use crate::text::Source;

fn read(entry: &str) -> Result<ExposureEntry, Error> {
    let text = format!("exposure:\n  - {}\n", entry.replace('\n', "\n    "));
    config::parse(&Source::new(".rolloutlint.yml", text), &[], &[]).map(|policy| policy.exposure[0].clone())
}

fn entry(text: &str) -> ExposureEntry {
    read(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[test]
fn every_key_of_an_entry_is_read() {
    let all = entry(
        "file: ./a/{environment}/*.json\nat: [\"f.{flag}\", \"[0].x\"]\nwhen: on\nabsent: on\nscale: 1e3\nvalues: { beta: 2a }\nladder: { 2: live, 1: beta }\ninverse: true\nof: sum",
    );
    assert_eq!(all.file.to_string(), "a/{environment}/*.json");
    assert_eq!(all.at.iter().map(Pointer::to_string).collect::<Vec<_>>(), ["f.{flag}", "[0].x"]);
    assert_eq!(all.scale, Some(1000.into()));
    assert_eq!((all.absent, all.is_inverse, all.of), (Absent::On, true, Combination::Sum));
    let ladder: Vec<_> = all.ladder.iter().map(|(stage, name)| format!("{stage} {name}")).collect();
    assert_eq!(ladder, ["1 beta", "2 live"]);
    let goff = entry("file: f.yaml\nformat: goff\nvariant: new\nsegments: { staff: 1 }");
    assert_eq!((goff.format, goff.variant.as_deref(), goff.asks_for_flag()), (ExposureFormat::Goff, Some("new"), true));
    assert_eq!(goff.segments["staff"], 1.into());
    assert!(!entry("file: keps/{id}.yaml\nat: stage").asks_for_flag());
}

#[test]
fn faults_of_an_entry_have_their_place_and_the_next_step() {
    for (text, place, words) in [
        ("at: f.{flag}", "at: f.{flag}", "the key `file` is missing here / write `file:`"),
        (
            "file: a.json",
            "file: a.json",
            "neither `at` nor `format` is said here / write `at:` with the keys that lead to the value, or `format:`; write `flagd`, `goff` or `flipt`",
        ),
        (
            "file: a.json\nat: f.checkout",
            "f.checkout",
            "this entry says the same of every plan / write `{flag}` where the name of the flag stands: `at: features.{flag}`; or `{id}` for the plan's Rollout ID",
        ),
        ("file: a.json\nat: f.{flg}", "f.{flg}", "there is no blank `flg` / did you mean `flag`?"),
        (
            "file: \"{x}.json\"\nat: a",
            "\"{x}.json\"",
            "there is no blank `x` / write `{flag}`, `{id}` or `{environment}`",
        ),
        (
            "file: a.json\nat: f..{flag}",
            "f..{flag}",
            "`f..{flag}` leads nowhere: a key is missing in it / write keys with one `.` between them: `features.{flag}`; a key with a dot in it in quotes",
        ),
        (
            "file: a.json\nat: \"f[name={flag}\"",
            "\"f[name={flag}\"",
            "`f[name={flag}` leads nowhere: a `[` is never closed / close the bracket: `[name={flag}]`, `[0]`",
        ),
        (
            "file: a.json\nat: \"f[first].{flag}\"",
            "\"f[first].{flag}\"",
            "`f[first].{flag}` leads nowhere: a bracket is no place and no name / write `[0]` for a place, or `[name={flag}]` for the item of that name",
        ),
        (
            "file: a.json\nat: \"[0]{flag}\"",
            "\"[0]{flag}\"",
            "`[0]{flag}` leads nowhere: keys need a `.` between them / write a `.` behind the bracket",
        ),
        (
            "file: a.json\nat: f.{flag}\nscale: 0",
            "0",
            "a number above 0 is needed here / write what 100 % is in the file: 1, 100, 1000 or 100000",
        ),
        ("file: a.json\nformat: flapd", "flapd", "there is no format `flapd` / did you mean `flagd`?"),
        (
            "file: a.json\nformat: flagd\nat: x.{flag}",
            "x.{flag}",
            "`at` says nothing beside `format: flagd` / leave one of the two out: the format says where the values are",
        ),
        (
            "file: a.json\nat: f.{flag}\nvariant: on",
            "on",
            "`variant` needs a `format:` / write `flagd`, `goff` or `flipt`",
        ),
        (
            "file: a.json\nat: f.{flag}\nabsent: none",
            "none",
            "there is no answer `none` / write `on`, `off` or `unreadable`",
        ),
        (
            "file: a.json\nat: \"*.{flag}\"\nof: sum",
            "sum",
            "`of: sum` adds numbers, and needs a `scale:` / write what 100 % is in the file: `scale: 1`, `scale: 100`",
        ),
        (
            "file: \"{environment}.json\"\nat: f.{flag}",
            "\"{environment}.json\"",
            "`{environment}` needs a `ladder:` / write which stage each environment is: `ladder: { 1: staging, 2: production }`",
        ),
        (
            "file: a.json\nat: f.{flag}\nladder: { 1: beta }",
            "{",
            "`ladder` needs `{environment}` in `file` or `at` / write `{environment}` where the name of the environment stands, in `file` or `at`",
        ),
        (
            "file: \"{environment}.json\"\nat: f.{flag}\nladder: { beta: 1 }",
            "beta",
            "the number of a stage is needed here / write it as the heading of the stage does: 2, 2a, 1.5 or 2-3",
        ),
        (
            "file: flags.js\nat: f.{flag}",
            "flags.js",
            "`flags.js` is no file of values by its name / name a file that ends in `.json`, `.jsonc`, `.json5`, `.yaml`, `.yml` or `.toml`",
        ),
        (
            "file: ../a.json\nat: f.{flag}",
            "../a.json",
            "`../a.json` leads out of the repository / write the path from the repository's root, with `/`",
        ),
        (
            "file: \"a[.json\"\nat: f.{flag}",
            "\"a[.json\"",
            "`a[.json` is no pattern that can be read / write `[[]` and `[{]` for a bracket that is part of a name",
        ),
    ] {
        let error = read(text).expect_err("a fault");
        let (source, span) = error.place().expect("a place");
        let said = format!("{} / {}", error.message(), error.advice().unwrap_or_default());
        let line = source.slice(span).lines().next().unwrap_or_default().trim_end();
        let at = if place.starts_with("file:") || place.starts_with("at:") { "" } else { place };
        assert!(said == words && (at.is_empty() || line.starts_with(at)), "{text}\n{said}\n{line}");
    }
}

#[test]
fn files_are_named_literally_by_what_fills_the_blanks() {
    let one = entry("file: config/production.json\nat: f.{flag}").files(Some("a"), None).remove(0);
    assert_eq!((one.exact(), one.fixed_folder()), (Some("config/production.json"), "config"));
    assert!(one.matches("config/production.json") && !one.matches("production.json"));
    let regions = entry("file: \"config/{prod,live}-*.json\"\nat: f.{flag}").files(Some("a"), None).remove(0);
    assert_eq!((regions.exact(), regions.fixed_folder()), (None, "config"));
    assert!(regions.matches("config/prod-eu.json") && regions.matches("config/live-eu.json"));
    assert!(!regions.matches("config/prod-eu/a.json"));
    let by_flag = entry("file: \"flags/*/{flag}.yaml\"\nat: share");
    let files = by_flag.files(Some("a*[b]"), None);
    assert!(files[0].matches("flags/eu/a*[b].yaml") && !files[0].matches("flags/eu/aab.yaml"));
    assert!(by_flag.files(None, Some("RO-1")).is_empty());
    assert!(by_flag.may_read("flags/eu/anything/at-all.yaml") && !by_flag.may_read("flags/a.json"));
    let odd = entry("file: \"flags/{flag}.yaml\"\nat: share").files(Some("a*b"), None).remove(0);
    assert_eq!((odd.exact(), odd.fixed_folder()), (Some("flags/a*b.yaml"), "flags"));
    let ladder = entry("file: \"{environment}/{id}.json\"\nat: on\nladder: { 1: beta, 2: live }");
    let paths: Vec<_> = ladder
        .files(None, Some("RO-1"))
        .into_iter()
        .map(|file| (file.environment.clone(), file.exact().map(str::to_owned)))
        .collect();
    let named = |name: &str| (Some(name.to_owned()), Some(format!("{name}/RO-1.json")));
    assert_eq!(paths, [named("beta"), named("live")]);
    assert!(ladder.may_read("live/RO-7.json") && !ladder.may_read("live/RO-7.md"));
    let root = entry("file: \"*.json\"\nat: f.{flag}").files(Some("a"), None).remove(0);
    assert_eq!(root.fixed_folder(), "");
}
