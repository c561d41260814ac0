//! What flag files say, by pointers and format by format.

mod flagd;
mod flipt;
mod goff;
mod reformatting;

use super::{Differing, FlagFile, differing, read};
use crate::config::{self, ExposureEntry};
use crate::exposure::{Exposure, Live, Place};
use crate::text::{FILE_LIMIT, Source};
use std::sync::Arc;

/// Ten o'clock on a Monday.
const NOW: &str = "2026-03-09T10:00:00Z";

/// An entry by its keys, as they stand in a configuration.
fn entry(keys: &str) -> ExposureEntry {
    let text = format!("exposure:\n  - {}\n", keys.trim().replace('\n', "\n    "));
    let policy = config::parse(&Source::new(".rolloutlint.yml", text.as_str()), &[], &[]);
    policy.unwrap_or_else(|error| panic!("{text}: {error}")).exposure.remove(0)
}

/// What files say of the flag `checkout` of the plan `RO-1` at a time, each file with its
/// environment.
fn of_files(keys: &str, files: &[(Option<&str>, &str, &[u8])], now: &str) -> Exposure {
    let file = |(environment, path, bytes): &(Option<&str>, &str, &[u8])| {
        (environment.map(str::to_owned), Arc::new(FlagFile::read(path, bytes)))
    };
    let files: Vec<_> = files.iter().map(file).collect();
    read(&entry(keys), 0, Some("checkout"), Some("RO-1"), &files, now.parse().expect("a time"))
}

/// What one file says of the flag `checkout`.
fn at(keys: &str, path: &str, text: &str, now: &str) -> Exposure {
    of_files(&format!("file: {path}\n{keys}"), &[(None, path, text.as_bytes())], now)
}

/// The line, from 1, and the text at a place.
fn shown(place: &Place) -> String {
    format!("{}: {}", place.source.line(place.span.start), place.source.slice(place.span))
}

/// Who sees it, in a few words, with the place that says so behind `@`.
fn says(exposure: &Exposure) -> String {
    let place = |place: &Option<Place>| place.as_ref().map_or_else(String::new, |place| format!(" @{}", shown(place)));
    match &exposure.live {
        Live::Share { percent, place: at } => format!("{percent}{}", place(at)),
        Live::Stage { stage: Some(stage), word, place: at } => format!("stage {stage}, {word}{}", place(at)),
        Live::Stage { stage: None, place: at, .. } => format!("no stage{}", place(at)),
        Live::Gone { looked_for } => format!("gone: {looked_for}"),
        Live::Unreadable { cause, place: at, .. } => format!("?? {cause}{}", place(at)),
    }
}

/// What comes later, in a few words.
fn steps(exposure: &Exposure) -> Vec<String> {
    exposure.steps.iter().map(|step| format!("{} {}", step.at, step.then)).collect()
}

/// Who has a rule of their own.
fn segments(exposure: &Exposure) -> Vec<String> {
    let stage =
        |stage: Option<crate::stage_number::StageNumber>| stage.map_or("?".to_owned(), |stage| stage.to_string());
    exposure.segments.iter().map(|segment| format!("{} = {}", segment.name, stage(segment.stage))).collect()
}

fn json(keys: &str, text: &str) -> String {
    says(&at(keys, "flags.json", text, NOW))
}

/// The share alone.
fn share(said: &str) -> &str {
    said.split(" @").next().unwrap_or(said)
}

#[test]
fn a_number_is_a_share_by_its_scale_however_it_is_written() {
    for (path, scale, value, percent) in [
        ("f.json", "100", "25", "25 %"),
        ("f.json", "100", "25.0", "25 %"),
        ("f.json", "100", "2.5e1", "25 %"),
        ("f.json", "100", "250E-1", "25 %"),
        ("f.json", "100", "\"25\"", "25 %"),
        ("f.json5", "100", "+25.", "25 %"),
        ("f.json5", "100", "0x19", "25 %"),
        ("f.json5", "1", ".25", "25 %"),
        ("f.toml", "100", "2_5.0", "25 %"),
        ("f.toml", "100", "0b11001", "25 %"),
        ("f.yaml", "100", "25", "25 %"),
        ("f.yaml", "100", "!!int \"25\"", "25 %"),
        ("f.yaml", "100", "0o31", "25 %"),
        ("f.yaml", "1", "+.25", "25 %"),
        ("f.json", "1", "0.25", "25 %"),
        ("f.json", "1", "1", "100 %"),
        ("f.json", "1", "1.0", "100 %"),
        ("f.json", "1", "0.1", "10 %"),
        ("f.json", "1", "0.005", "0.5 %"),
        ("f.json", "1", "0.1000000000000000000000000000000000001", "10 %"),
        ("f.json", "1", "1e-40", "0 %"),
        ("f.json", "100000", "5000", "5 %"),
        ("f.json", "100", "true", "100 %"),
        ("f.json", "100", "\"true\"", "100 %"),
        ("f.json", "100", "false", "0 %"),
        ("f.json", "1", "\"12.5 %\"", "12.5 %"),
    ] {
        let text = match path {
            "f.toml" => format!("[f]\ncheckout = {value}\n"),
            _ => format!("{{ \"f\": {{ \"checkout\": {value} }} }}"),
        };
        let said = says(&at(&format!("at: f.{{flag}}\nscale: {scale}"), path, &text, NOW));
        assert_eq!(share(&said), percent, "{value} of {scale}");
        assert!(value.ends_with(said.split(": ").last().expect("a place")), "{said}");
    }
}

#[test]
fn what_is_no_share_is_told_with_the_next_step() {
    let is = "?? `f.checkout` in flags.json is";
    let needed = "no share: a number, `true` or `false` is needed";
    for (value, said) in [
        ("null", format!("{is} no value: say with `absent:` what that means")),
        ("\"\"", format!("{is} the text ``, {needed}")),
        ("\"half\"", format!("{is} the text `half`, {needed}")),
        ("-1", format!("{is} `-1`, no share by `scale: 100`")),
        ("101", format!("{is} `101`, no share by `scale: 100`")),
        ("\"NaN\"", format!("{is} the text `NaN`, {needed}")),
        ("1e999", format!("{is} `1e999`, {needed}")),
        ("[25]", format!("{is} a list, {needed}")),
        ("{\"percent\": 25}", format!("{is} keys with values, {needed}")),
        ("\"{{ .Values.x }}\"", format!("{is} a template, {needed}")),
        ("\"${SHARE}\"", format!("{is} a template, {needed}")),
    ] {
        let text = format!("{{\"f\":{{\"checkout\":{value}}}}}");
        assert_eq!(json("at: f.{flag}\nscale: 100", &text), format!("{said} @1: {value}"));
    }
    assert_eq!(
        json("at: f.{flag}", "{\"f\":{\"checkout\":25}}"),
        format!("{is} `25`, and its entry has no `scale:`: write what 100 % is in the file @1: 25")
    );
    assert_eq!(json("at: f.{flag}", "{\"f\":{\"checkout\":0}}"), "0 % @1: 0");
    for (value, word) in
        [(".inf", "`.inf`"), (".nan", "`.nan`"), ("on", "the text `on`"), ("!secret x", "a value with a tag")]
    {
        let said = says(&at("at: f.{flag}\nscale: 1", "f.yml", &format!("f:\n  checkout: {value}\n"), NOW));
        assert!(said.starts_with(&format!("?? `f.checkout` in f.yml is {word}, no share")), "{said}");
    }
}

#[test]
fn the_name_of_a_flag_is_one_key_whatever_it_contains() {
    let file = FlagFile::read(
        "f.json",
        br#"{"f": {"checkout": 1, "checkout.v2": 2, "checkout/pix": 3, "44.2026.3.1": 4, "a*[b]{c}": 5, "it's \"x\"": 6, "caf\u00e9": 7}}"#,
    );
    let file = Arc::new(file);
    for (flag, percent) in [
        ("checkout", "1 %"),
        ("checkout.v2", "2 %"),
        ("checkout/pix", "3 %"),
        ("44.2026.3.1", "4 %"),
        ("a*[b]{c}", "5 %"),
        ("it's \"x\"", "6 %"),
        ("café", "7 %"),
        ("check", "gone: `f.check` in f.json"),
        ("checkout.v", "gone: `f.checkout.v` in f.json"),
    ] {
        let entry = entry("file: f.json\nat: f.{flag}\nscale: 100");
        let files = [(None, Arc::clone(&file))];
        let exposure = read(&entry, 3, Some(flag), None, &files, NOW.parse().expect("a time"));
        assert_eq!((share(&says(&exposure)), exposure.entry, exposure.flag.as_deref()), (percent, 3, Some(flag)));
    }
}

#[test]
fn a_list_of_flags_is_read_by_name_with_its_switch() {
    let keys = "at: \"[name={flag}].rollout_percentage\"\nwhen: \"[name={flag}].enabled\"\nabsent: on\nscale: 100";
    let other = r#"{"name": "basket", "enabled": true, "rollout_percentage": 90}"#;
    for (flag, said) in [
        (r#"{"name": "checkout", "enabled": true, "rollout_percentage": 60}"#, "60 % @2: 60"),
        (r#"{"name": "checkout", "enabled": false, "rollout_percentage": 60}"#, "0 % @2: false"),
        // The share was taken out, which means everybody; what is left tells where.
        (r#"{"name": "checkout", "enabled": true}"#, "100 % @2: \"checkout\""),
        (r#"{"name": "checkout", "enabled": true, "rollout_percentage": null}"#, "100 % @2: null"),
        (
            r#"{"name": "checkout", "enabled": "soon", "rollout_percentage": 5}"#,
            "?? `[name=checkout].enabled` in flags.json is the text `soon`, neither `true` nor `false` @2: \"soon\"",
        ),
        (
            r#"{"name": "checkout", "rollout_percentage": 5}"#,
            "?? `[name=checkout].enabled` in flags.json is missing, so that nobody knows whether the flag is on @2: 5",
        ),
        // Neither a share nor a switch is there, and so no flag.
        (r#"{"name": "checkout"}"#, "gone: `[name=checkout].rollout_percentage` in flags.json"),
        (r#"{"name": "gift"}"#, "gone: `[name=checkout].rollout_percentage` in flags.json"),
    ] {
        assert_eq!(json(keys, &format!("[{other},\n{flag}]")), said);
    }
    assert_eq!(json("at: \"[name={flag}].share\"\nscale: 1", "[]"), "gone: `[name=checkout].share` in flags.json");
    let off = "at: \"[name={flag}].share\"\nscale: 1\nabsent: off";
    assert_eq!(json(off, r#"[{"name":"checkout"}]"#), "0 % @1: \"checkout\"");
}

#[test]
fn several_places_come_to_the_furthest_unless_it_is_said_otherwise() {
    let regions = r#"{"eu": {"checkout": 10}, "us": {"checkout": 40}, "jp": {}}"#;
    for (of, said) in [("", "40 % @1: 40"), ("of: min", "10 % @1: 10"), ("of: sum", "50 % @1: 40")] {
        assert_eq!(json(&format!("at: \"*.{{flag}}\"\nscale: 100\n{of}"), regions), said);
    }
    let over = r#"{"eu": {"checkout": 70}, "us": {"checkout": 40}}"#;
    assert!(json("at: \"*.{flag}\"\nscale: 100\nof: sum", over).contains("add up to 110 %, more than all"));
    assert_eq!(json("at: f.{flag}\nscale: 100\ninverse: true", r#"{"f":{"checkout":75}}"#), "25 % @1: 75");
    let files: [(Option<&str>, &str, &[u8]); 2] =
        [(None, "prod-eu.json", b"{\"checkout\": 5}"), (None, "prod-us.json", b"{\"checkout\": 25}")];
    let exposure = of_files("file: prod-*.json\nat: \"{flag}\"\nscale: 100", &files, NOW);
    let Live::Share { place: Some(place), .. } = &exposure.live else { panic!("{}", says(&exposure)) };
    assert_eq!(place.source.path, "prod-us.json");
}

/// A Flipper export: each gate that is open opens the flag.
#[test]
fn a_gate_that_is_not_set_is_no_value() {
    let keys = "at:\n  - features.{flag}.boolean\n  - features.{flag}.percentage_of_actors\nabsent: off\nscale: 100";
    for (gates, percent) in [
        (r#""boolean": null, "percentage_of_actors": "25""#, "25 %"),
        (r#""boolean": "true", "percentage_of_actors": "25""#, "100 %"),
        (r#""boolean": "true", "percentage_of_actors": null"#, "100 %"),
        (r#""boolean": null, "percentage_of_actors": null, "groups": ["admins"]"#, "0 %"),
    ] {
        let text = format!("{{\"version\": 1, \"features\": {{\"checkout\": {{{gates}}}}}}}");
        assert_eq!(share(&json(keys, &text)), percent, "{gates}");
    }
}

#[test]
fn words_name_stages() {
    let keys = "file: keps/{id}/kep.yaml\nat: stage\nvalues: { alpha: 1, beta: 2, stable: 3 }";
    let kep = |text: &str| says(&of_files(keys, &[(None, "keps/RO-1/kep.yaml", text.as_bytes())], NOW));
    assert_eq!(kep("title: x\nstage: beta\n"), "stage 2, beta @2: beta");
    assert_eq!(kep("stage: \"Stable\" # at last\n"), "stage 3, Stable @1: \"Stable\"");
    assert_eq!(
        kep("stage: deprecated\n"),
        "?? `stage` in keps/RO-1/kep.yaml is the text `deprecated`, none of the words in `values:`: `alpha`, `beta`, `stable` @1: deprecated"
    );
    assert_eq!(kep("title: x\n"), "gone: `stage` in keps/RO-1/kep.yaml");
    assert!(!entry(keys).asks_for_flag());
}

#[test]
fn the_furthest_environment_of_a_ladder_is_the_stage() {
    let keys = "file: \"config/{environment}.json\"\nat: features.{flag}\nladder: { 0: development, 1: staging, 2: production }";
    let ladder = |values: [Option<&str>; 3]| {
        let paths = ["development", "staging", "production"];
        let texts: Vec<_> = values
            .iter()
            .map(|value| {
                let flag = value.map_or(String::new(), |value| format!("\"checkout\": {value},"));
                // The name of another environment in a file means nothing.
                format!("{{\"env\": \"production\", \"features\": {{{flag} \"basket\": true}}}}")
            })
            .collect();
        let named: Vec<String> = paths.iter().map(|name| format!("config/{name}.json")).collect();
        let files: Vec<_> = (0..3).map(|at| (Some(paths[at]), named[at].as_str(), texts[at].as_bytes())).collect();
        says(&of_files(keys, &files, NOW))
    };
    let (on, off) = (Some("true"), Some("false"));
    assert_eq!(ladder([on, on, off]), "stage 1, staging @1: true");
    // A rung may be left out, and a flag that an environment does not know is off there.
    assert_eq!(ladder([on, off, on]), "stage 2, production @1: true");
    assert_eq!(ladder([on, None, None]), "stage 0, development @1: true");
    assert_eq!(ladder([off, off, None]), "no stage @1: false");
    assert_eq!(ladder([None, None, None]), "gone: `features.checkout` in config/{environment}.json");
    let broken: [(Option<&str>, &str, &[u8]); 2] = [
        (Some("staging"), "config/staging.json", b"{\"features\": {\"checkout\": true}}"),
        (Some("production"), "config/production.json", b"{\"features\": {"),
    ];
    assert!(says(&of_files(keys, &broken, NOW)).starts_with("?? config/production.json: `{` is never closed"));
    let one = "file: flags.yaml\nat: \"{environment}.{flag}\"\nladder: { 1: beta, 2: live }";
    let text: &[u8] = b"beta: { checkout: true }\nlive: { checkout: false }\n";
    let both = [(Some("beta"), "flags.yaml", text), (Some("live"), "flags.yaml", text)];
    assert_eq!(says(&of_files(one, &both, NOW)), "stage 1, beta @1: true");
}

#[test]
fn a_share_that_grows_by_itself_is_read_by_the_clock() {
    let keys = "at: \"releases[version={flag}].rollout.start_percentage\"\nscale: 1";
    let release =
        |rollout: &str| format!("{{\"releases\": [{{\"version\": \"checkout\", \"rollout\": {{{rollout}}}}}]}}");
    // From noon on, for two days.
    let ramp = release("\"start_percentage\": 0.0, \"start_epoch\": 1773057600, \"duration_minutes\": 2880");
    for (now, percent, later) in [
        ("2026-03-09T10:00:00Z", "0 %", &["2026-03-09T12:00:00Z 0 %", "2026-03-11T12:00:00Z 100 %"][..]),
        ("2026-03-10T12:00:00Z", "50 %", &["2026-03-11T12:00:00Z 100 %"]),
        ("2026-03-12T00:00:00Z", "100 %", &[]),
    ] {
        let exposure = at(keys, "stable.json", &ramp, now);
        assert_eq!(
            (share(&says(&exposure)), steps(&exposure)),
            (percent, later.iter().map(|step| step.to_string()).collect())
        );
    }
    let done = at(keys, "stable.json", &release("\"start_percentage\": 1.0"), NOW);
    assert_eq!((share(&says(&done)), steps(&done).len()), ("100 %", 0));
}

#[test]
fn a_value_behind_an_alias_stands_where_it_is_written() {
    let text = "shares:\n  early: &early 0.1\n  late: &late { share: 0.5, on: true }\nflags:\n  checkout: *early\n  basket: *late\n  gift:\n    <<: *late\n    share: 0.2\n";
    let read = |at_key: &str| says(&at(&format!("at: {at_key}\nscale: 1\nabsent: unreadable"), "f.yaml", text, NOW));
    assert_eq!(read("flags.{flag}"), "10 % @2: 0.1");
    let basket = "file: f.yaml\nat: \"flags[key={flag}]\"\nscale: 1";
    assert!(
        says(&of_files(basket, &[(None, "f.yaml", text.as_bytes())], NOW))
            .starts_with("?? `flags[key=checkout]` in f.yaml leads through keys with values")
    );
    let entry = entry("file: f.yaml\nat: flags.{flag}.share\nscale: 1");
    let file = Arc::new(FlagFile::read("f.yaml", text.as_bytes()));
    let of = |flag: &str| says(&read_one(&entry, flag, &file));
    assert_eq!(of("basket"), "50 % @3: 0.5");
    assert_eq!(of("gift"), "20 % @9: 0.2");
}

fn read_one(entry: &ExposureEntry, flag: &str, file: &Arc<FlagFile>) -> Exposure {
    read(entry, 0, Some(flag), None, &[(None, Arc::clone(file))], NOW.parse().expect("a time"))
}

#[test]
fn a_file_that_holds_no_values_says_why() {
    let lfs = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n";
    let deep = format!("{}1{}", "[".repeat(3_000), "]".repeat(3_000));
    let bomb: String = (1..40).map(|at| format!("a{at}: &a{at} [*a{0}, *a{0}, *a{0}, *a{0}]\n", at - 1)).collect();
    let bomb = format!("a0: &a0 [1]\n{bomb}");
    let utf16: Vec<u8> = "{}".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("f.json", b"".to_vec(), "f.json: there is no value in it"),
        ("f.json", b"{\"a\": 1 \"b\": 2}".to_vec(), "f.json: a comma is missing here"),
        ("f.json", b"{\"a\": {".to_vec(), "f.json: `{` is never closed"),
        ("f.json", b"{\"a\": NaN}".to_vec(), "f.json: this is no value: a text needs quotes"),
        ("f.json", b"{'a': 1}".to_vec(), "f.json: a text stands between double quotes in JSON"),
        (
            "f.json",
            b"{\"a\": 1, \"b\": 2, \"\\u0061\": 3}".to_vec(),
            "f.json: the key `a` stands twice: leave one of the two out",
        ),
        ("f.yaml", b"a: 1\n\"a\": 2\n".to_vec(), "f.yaml: the key `a` stands twice: leave one of the two out"),
        ("f.toml", b"a = 1\na = 2\n".to_vec(), "f.toml: this is no TOML: duplicate key"),
        ("f.yaml", b"a: [1\n".to_vec(), "f.yaml: `[` is never closed"),
        ("f.yaml", b"a: {{ .Values.x }}\n".to_vec(), "f.yaml: a key is no text here"),
        ("f.yaml", b"a: &x [*x]\n".to_vec(), "f.yaml: a value holds itself"),
        ("f.yaml", b"a: *x\n".to_vec(), "f.yaml: a `*` names no value before it"),
        ("f.yaml", bomb.into_bytes(), "f.yaml: the values repeat themselves too often: write them without aliases"),
        ("f.json", deep.clone().into_bytes(), "f.json: the values are nested too deeply"),
        ("f.yaml", deep.clone().into_bytes(), "f.yaml: "),
        ("f.toml", format!("a = {deep}").into_bytes(), "f.toml: "),
        ("f.json", b"{\"a\": \"\xff\"}".to_vec(), "f.json: the file is not UTF-8: save it as UTF-8"),
        ("f.json", [&[0xff, 0xfe], &utf16[..]].concat(), "f.json: the file is UTF-16: save it as UTF-8"),
        (
            "f.json",
            lfs.into(),
            "f.json: the file is a pointer of Git LFS, whose content is not in Git: take it out of LFS",
        ),
        (
            "f.json",
            vec![b' '; FILE_LIMIT + 1],
            "f.json: the file has more than 16 MiB: name a smaller one in `exposure:`",
        ),
        ("f.json", b"../other/f.json".to_vec(), "f.json: this is no value: a text needs quotes"),
    ];
    for (path, bytes, said) in cases {
        let start = String::from_utf8_lossy(&bytes[..bytes.len().min(40)]).into_owned();
        let exposure = of_files(&format!("file: {path}\nat: a.{{flag}}\nscale: 1"), &[(None, path, &bytes)], NOW);
        let Live::Unreadable { cause, place: Some(_), .. } = &exposure.live else {
            panic!("{start}: {}", says(&exposure))
        };
        assert!(cause.starts_with(said) && cause.len() > "f.yaml: ".len(), "{start}: {cause}");
    }
    let other = Arc::new(FlagFile::read("f.properties", b"checkout=25"));
    let said = says(&read_one(&entry("file: \"f.*\"\nat: \"{flag}\"\nscale: 1"), "checkout", &other));
    assert!(said.starts_with("?? f.properties: the file's name ends in none of `.json`"), "{said}");
}

#[test]
fn a_way_that_leads_through_another_kind_of_value_is_told() {
    let said = json("at: f.{flag}.percent\nscale: 100", "{\"f\": {\"checkout\": 25}}");
    assert_eq!(said, "?? `f.checkout.percent` in flags.json leads through `25`, which holds no such key @1: 25");
    let said = json("at: f.{flag}\nscale: 100", "{\"f\": [\n{\"name\": \"checkout\"}]}");
    assert_eq!(said, "?? `f.checkout` in flags.json leads through a list, which holds no such key @1: [");
    assert_eq!(says(&at("at: f.{flag}\nscale: 100", "f.yaml", "f:\n", NOW)), "gone: `f.checkout` in f.yaml");
}

fn step_place(step: &crate::exposure::Step) -> String {
    shown(&step.place)
}

/// The flags of which two versions of a file say something else; `any` when each may be one.
fn other(keys: &str, path: &str, one: &str, other: &str) -> String {
    let entry = if keys.contains("file:") { entry(keys) } else { entry(&format!("file: {path}\n{keys}")) };
    let (one, other) = (FlagFile::read(path, one.as_bytes()), FlagFile::read(path, other.as_bytes()));
    match differing(&entry, path, [Some(&one), Some(&other)], NOW.parse().expect("a time")) {
        Differing::Any => "any".to_owned(),
        Differing::Named(names) => names.into_iter().collect::<Vec<_>>().join(" "),
    }
}

#[test]
fn a_flag_whose_text_stands_in_several_places_is_compared_as_a_whole() {
    let toml = |percent: u32, other: u32| {
        format!(
            "[checkout.variations]\non = true\noff = false\n\n[search.variations]\non = true\n\n\
             [checkout.defaultRule.percentage]\non = {percent}\noff = {other}\n"
        )
    };
    assert_eq!(other("format: goff", "flags.toml", &toml(5, 95), &toml(25, 75)), "checkout");
    assert_eq!(
        other("format: goff", "flags.toml", &toml(5, 95), &toml(5, 95).replace("search", "basket")),
        "basket search"
    );
    let yaml = |share: u32| format!("later: &later\n  share: {share}\nflags:\n  checkout: *later\n  search: 1\n");
    let at = "at: flags.{flag}.share\nscale: 100";
    assert_eq!(other(at, "flags.yaml", &yaml(10), &yaml(100)), "checkout");
}

#[test]
fn what_is_written_otherwise_is_no_other_flag() {
    let at = "at: flags.{flag}.share\nscale: 100";
    let one = r#"{"flags": {"checkout": {"share": 5}, "later": {"share": "${X}"}}}"#;
    for same in [
        r#"{"flags": {"later": {"share": "${X}"}, "checkout": {"share": 5.0, "owner": "Sam"}}}"#,
        "{\"flags\":\n  {\"checkout\": {\"share\": \"5\"},\n   \"later\": {\"share\": \"${X}\"}}}",
    ] {
        assert_eq!(other(at, "flags.json", one, same), "", "{same}");
    }
}

#[test]
fn a_flag_is_found_wherever_the_reader_finds_it() {
    for (keys, path, one, two, flags) in [
        // By an environment of the ladder, in a key and within one.
        (
            "at: \"{environment}.{flag}\"\nladder: { 1: staging, 2: live }",
            "f.yaml",
            "staging: { a: true, b: true }\nlive: { a: false, b: false }",
            "staging: { a: true, b: true }\nlive: { a: false, b: true }",
            "b",
        ),
        (
            "at: \"f.{environment}-{flag}\"\nladder: { 1: eu, 2: us }",
            "f.yaml",
            "f: { eu-a: true, us-a: false, eu-b: true }",
            "f: { eu-a: true, us-a: true, eu-b: true }",
            "a",
        ),
        // In the second of two places, behind `when` alone, and in items that other keys name.
        (
            "at: [\"f.{flag}\", \"old.{flag}\"]\nscale: 100",
            "f.yaml",
            "f: { a: 5 }\nold: { b: 5, c: 1 }",
            "f: { a: 5 }\nold: { b: 100, c: 1 }",
            "b",
        ),
        (
            "at: \"percent.{flag}\"\nwhen: \"on.{flag}\"\nabsent: on\nscale: 100",
            "f.yaml",
            "percent: { a: 5 }\non: { b: false, a: true }",
            "percent: { a: 5 }\non: { b: true, a: true }",
            "b",
        ),
        (
            "at: \"[id={flag}].share\"\nscale: 100",
            "f.json",
            r#"[{"id": 7, "share": 5}, {"id": true, "share": 1}]"#,
            r#"[{"id": 7, "share": 9}, {"id": true, "share": 2}]"#,
            "7 true",
        ),
        // By the name of the file.
        ("file: \"flags/{flag}.json\"\nat: pct\nscale: 100", "flags/a/b.json", r#"{"pct": 5}"#, r#"{"pct": 6}"#, "a/b"),
        (
            "file: \"{environment}/{flag}.json\"\nat: on\nladder: { 1: eu, 2: us }",
            "us/a.json",
            r#"{"on": false}"#,
            r#"{"on": true}"#,
            "a",
        ),
        ("file: \"flags/{flag}.json\"\nat: pct\nscale: 100", "flags/a.json", r#"{"pct": 5}"#, r#"{ "pct": 5.0 }"#, ""),
        ("file: \"*/{flag}.json\"\nat: pct\nscale: 100", "flags/a.json", r#"{"pct": 5}"#, r#"{"pct": 6}"#, "any"),
        // By a switch of all flags, and by what two flags share.
        (
            "at: \"f.{flag}\"\nwhen: \"on\"\nscale: 100",
            "f.yaml",
            "on: false\nf: { a: 5 }",
            "on: true\nf: { a: 5 }",
            "any",
        ),
        (
            "format: flagd",
            "f.json",
            r#"{"$evaluators": {"x": {"fractional": [["on", 5], ["off", 95]]}}, "flags": {"a": {"variants": {"on": true, "off": false}, "defaultVariant": "off", "targeting": {"$ref": "x"}}}}"#,
            r#"{"$evaluators": {"x": {"fractional": [["on", 95], ["off", 5]]}}, "flags": {"a": {"variants": {"on": true, "off": false}, "defaultVariant": "off", "targeting": {"$ref": "x"}}}}"#,
            "a",
        ),
        // With its namespace alone, since another one has the same key.
        (
            "format: flipt",
            "f.yaml",
            "namespace: live\nflags: [{ key: a, enabled: false, type: BOOLEAN_FLAG_TYPE }]\n---\nnamespace: test\nflags: [{ key: a, enabled: true, type: BOOLEAN_FLAG_TYPE }]\n",
            "namespace: live\nflags: [{ key: a, enabled: true, type: BOOLEAN_FLAG_TYPE }]\n---\nnamespace: test\nflags: [{ key: a, enabled: true, type: BOOLEAN_FLAG_TYPE }]\n",
            "a live/a",
        ),
        // Where the way to all flags breaks.
        ("at: \"f.{flag}\"\nscale: 100", "f.yaml", "f: {}", "f: \"${FLAGS}\"", "any"),
        ("at: \"f.{flag}\"\nscale: 100", "f.yaml", "f: { a: 5 }", "f: { a: [5 }", "any"),
    ] {
        assert_eq!(other(keys, path, one, two), flags, "{keys}: {two}");
    }
}

#[test]
fn a_schedule_is_compared_in_a_map_of_any_size() {
    let releases = |schedule: &str| {
        let note = "x".repeat(5000);
        format!(r#"{{"r": [{{"v": "a", "to": {{"start_percentage": 0.05{schedule}, "note": "{note}"}}}}]}}"#)
    };
    let ramp = r#", "start_epoch": 1774300000, "duration_minutes": 100"#;
    let at = "at: \"r[v={flag}].to.start_percentage\"\nscale: 1";
    assert_eq!(other(at, "r.json", &releases(""), &releases(ramp)), "a");
    assert_eq!(other(at, "r.json", &releases(ramp), &releases(ramp)), "");
}

#[test]
fn a_value_that_nobody_can_read_is_another_one_when_it_is_written_otherwise() {
    let at = "at: f.{flag}\nscale: 100";
    assert_eq!(other(at, "f.yaml", "f: { a: off, b: no }", "f: { a: on, b: no }"), "a");
    assert_eq!(other(at, "f.yaml", "f: { a: !of 5, b: 1 }", "f: { a: !of 50, b: 1 }"), "a");
    assert_eq!(other(at, "f.yaml", "f: { a: [1, 2], b: 1 }", "f: { b: 2, a: [ 1, 2 ] }"), "b");
}

#[test]
fn what_can_be_read_counts_beside_what_cannot() {
    let regions = |keys: &str, eu: &str, us: &str| {
        let file = |region: &str| format!("prod-{region}.yaml");
        let (one, other) = (file("eu"), file("us"));
        let files = [(None, one.as_str(), eu.as_bytes()), (None, other.as_str(), us.as_bytes())];
        of_files(&format!("file: \"prod-*.yaml\"\nat: \"{{flag}}\"\nscale: 100\n{keys}"), &files, NOW).words()
    };
    assert_eq!(regions("", "checkout: ${EU}", "checkout: 5"), "5 % or more");
    assert_eq!(regions("of: sum", "checkout: ${EU}", "checkout: 5"), "5 % or more");
    assert_eq!(regions("of: min", "checkout: ${EU}", "checkout: 5"), "unreadable");
    assert_eq!(regions("", "checkout: ${EU}", "checkout: 100"), "100 %");
    assert_eq!(regions("", "checkout: ${EU}", "basket: 5"), "unreadable");
    let ladder = |staging: &str, live: &str| {
        let files =
            [(Some("staging"), "staging.yaml", staging.as_bytes()), (Some("live"), "live.yaml", live.as_bytes())];
        let keys = "file: \"{environment}.yaml\"\nat: \"{flag}\"\nladder: { 1: staging, 2: live }";
        of_files(keys, &files, NOW).words()
    };
    assert_eq!(ladder("checkout: true", "checkout: ${LIVE}"), "staging or more");
    assert_eq!(ladder("checkout: ${STAGING}", "checkout: true"), "live");
    assert_eq!(ladder("checkout: false", "checkout: ${LIVE}"), "unreadable");
}
