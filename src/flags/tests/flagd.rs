//! flagd.

use super::{NOW, at, says, segments, share, steps};
use crate::exposure::same_segments;

const KEYS: &str = "format: flagd";

/// What a flag says whose variants are `on` and `off`.
fn flag(rest: &str) -> String {
    says(&at(KEYS, "f.flagd.json", &file(r#""on": true, "off": false"#, rest), NOW))
}

fn file(variants: &str, rest: &str) -> String {
    format!(
        r#"{{"$evaluators": {{"colleagues": {{"ends_with": [{{"var": "email"}}, "@shop.example"]}}, "loop": {{"$ref": "loop"}}, "twice": {{"if": [{{"var": "a"}}, {{"$ref": "twice"}}, {{"$ref": "twice"}}]}}}},
"flags": {{"checkout": {{"state": "ENABLED", "variants": {{{variants}}}, {rest}}}}}}}"#
    )
}

fn targeting(targeting: &str) -> String {
    flag(&format!(r#""defaultVariant": "off", "targeting": {targeting}"#))
}

#[test]
fn without_targeting_everybody_gets_the_default() {
    assert_eq!(flag(r#""defaultVariant": "on""#), "100 % @2: \"on\"");
    assert_eq!(flag(r#""defaultVariant": "off", "targeting": {}"#), "0 % @2: \"off\"");
    assert_eq!(flag(r#""defaultVariant": "on", "targeting": null"#), "100 % @2: \"on\"");
    for rest in [r#""defaultVariant": null"#, r#""metadata": {}"#] {
        assert!(
            flag(rest).starts_with("?? the flag `checkout` in f.flagd.json has no `defaultVariant`: the code decides")
        );
    }
    assert!(
        flag(r#""defaultVariant": "maybe""#)
            .starts_with("?? the flag `checkout` in f.flagd.json has no variant `maybe`")
    );
}

#[test]
fn a_flag_that_is_disabled_is_off_whatever_it_says() {
    let text = file(r#""on": true, "off": false"#, r#""defaultVariant": "on""#).replace("ENABLED", "DISABLED");
    assert_eq!(says(&at(KEYS, "f.json", &text, NOW)), "0 % @2: \"DISABLED\"");
}

#[test]
fn a_share_is_what_is_on_of_all_weights() {
    for (arms, said) in [
        (r#"["on", 25], ["off", 75]"#, "25 % @2: 25"),
        (r#"["off", 75], ["on", 25]"#, "25 % @2: 25"),
        (r#"["on", 1], ["off", 1], ["off", 2]"#, "25 % @2: 1"),
        (r#"{"cat": [{"var": "$flagd.flagKey"}, {"var": "email"}]}, ["off", 3], ["on", 1]"#, "25 % @2: 1"),
        (r#""seed", ["on"], ["off"]"#, "50 % @2: \"on\""),
        (r#"["on", 0], ["off", 0]"#, "0 % @2: \"off\""),
        (r#"["on", 1], [null, 1]"#, "50 % @2: 1"),
        (r#"["on", 1], ["off", 999999999]"#, "0 % @2: 1"),
    ] {
        assert_eq!(targeting(&format!(r#"{{"fractional": [{arms}]}}"#)), said, "{arms}");
    }
    for (arms, why) in [
        (r#"["on", {"-": [{"var": "$flagd.timestamp"}, 5]}], ["off", 1]"#, "has a weight that is computed"),
        (r#"["on", 0.5], ["off", 1]"#, "has a weight that is no whole number from 0"),
        (r#"["on", -1], ["off", 2]"#, "has a weight that is no whole number from 0"),
        (r#"["on", 2000000000], ["off", 2000000000]"#, "has weights that add up to more than flagd takes"),
        (r#"[{"if": [true, "on"]}, 1], ["off", 1]"#, "has a variant that is computed"),
        (r#"["maybe", 1]"#, "has no variant `maybe`"),
    ] {
        let said = targeting(&format!(r#"{{"fractional": [{arms}]}}"#));
        assert!(said.starts_with(&format!("?? the flag `checkout` in f.flagd.json {why}")), "{said}");
    }
}

#[test]
fn everybody_is_whom_no_condition_names() {
    for (rule, said) in [
        (r#"{"if": [{"$ref": "colleagues"}, "on", "off"]}"#, "0 % @2: \"off\""),
        (r#"{"if": [{"$ref": "colleagues"}, "on"]}"#, "0 % @2: \"off\""),
        (r#"{"if": [{"$ref": "colleagues"}, "off", "on"]}"#, "100 % @2: \"on\""),
        (r#"{"if": [{"in": ["a", "b"]}, "on", {"fractional": [["on", 1], ["off", 9]]}]}"#, "10 % @2: 1"),
        (r#"{"if": [{"in": ["a", "b"]}, "on", {"in": ["c", "d"]}, "off", null]}"#, "0 % @2: \"off\""),
        (r#"{"if": [true, "on", "off"]}"#, "100 % @2: \"on\""),
        (r#"{"if": [{"==": [1, 1]}, "on", "off"]}"#, "100 % @2: \"on\""),
        (r#"{"if": [{"!": [false]}, "on", "off"]}"#, "100 % @2: \"on\""),
        (r#"{"if": [{"or": [{"==": [{"var": "email"}, 1]}, true]}, "on", "off"]}"#, "100 % @2: \"on\""),
        (r#"{"if": [{"and": [{"==": [{"var": "email"}, 1]}, true]}, "on", "off"]}"#, "0 % @2: \"off\""),
        (r#"{"if": [{">": [1, 2]}, "on", "off"]}"#, "0 % @2: \"off\""),
        (r#""on""#, "100 % @2: \"on\""),
    ] {
        assert_eq!(targeting(rule), said, "{rule}");
    }
    for (rule, why) in [
        (r#"{"and": [true, true]}"#, "has targeting by `and`, which is computed"),
        (r#"{"$ref": "loop"}"#, "has targeting that never ends"),
        (r#"{"$ref": "twice"}"#, "has targeting that never ends"),
        (r#"{"$ref": "nobody"}"#, "names an evaluator that there is not"),
    ] {
        assert!(targeting(rule).starts_with(&format!("?? the flag `checkout` in f.flagd.json {why}")), "{rule}");
    }
}

#[test]
fn what_holds_for_everybody_is_no_segment() {
    // The time of the tests is 1773050400.
    let past = r#"{">": [{"var": "$flagd.timestamp"}, 1773050000]}"#;
    let key = r#"{"===": [{"var": ["$flagd.flagKey"]}, "checkout"]}"#;
    let keys = r#"{"in": [{"var": "$flagd.flagKey"}, ["basket", "checkout"]]}"#;
    let between = r#"{"<": [1773050000, {"var": "$flagd.timestamp"}, 1773060000]}"#;
    for holds in [past, key, keys, between] {
        assert_eq!(targeting(&format!(r#"{{"if": [{holds}, "on", "off"]}}"#)), "100 % @2: \"on\"", "{holds}");
    }
    let other = r#"{"==": [{"var": "$flagd.flagKey"}, "basket"]}"#;
    assert_eq!(targeting(&format!(r#"{{"if": [{other}, "on", "off"]}}"#)), "0 % @2: \"off\"");
}

#[test]
fn a_condition_on_the_time_is_a_schedule() {
    let of = |rule: &str| {
        let rest = format!(r#""defaultVariant": "off", "targeting": {rule}"#);
        steps(&at(KEYS, "f.json", &file(r#""on": true, "off": false"#, &rest), NOW))
    };
    let later = r#"{">=": [{"var": "$flagd.timestamp"}, 1773136800]}"#;
    assert_eq!(of(&format!(r#"{{"if": [{later}, "on", "off"]}}"#)), ["2026-03-10T10:00:00Z 100 %"]);
    let behind = later.replace(">=", ">");
    assert_eq!(of(&format!(r#"{{"if": [{behind}, "on", "off"]}}"#)), ["2026-03-10T10:00:01Z 100 %"]);
    let until = r#"{"<": [{"var": "$flagd.timestamp"}, 1773136800]}"#;
    assert_eq!(of(&format!(r#"{{"if": [{until}, "on", "off"]}}"#)), ["2026-03-10T10:00:00Z 0 %"]);
    let chosen = format!(r#"{{"if": [{{"if": [{later}, true, false]}}, "on", "off"]}}"#);
    assert_eq!(of(&chosen), ["2026-03-10T10:00:00Z 100 %"]);
    // An hour that comes for colleagues alone changes nothing for the others.
    let colleagues = format!(r#"{{"if": [{{"and": [{later}, {{"$ref": "colleagues"}}]}}, "on", "off"]}}"#);
    assert!(of(&colleagues).is_empty());
}

#[test]
fn a_condition_is_a_segment_when_it_gives_more() {
    let of = |keys: &str, rule: &str| {
        let rest = format!(r#""defaultVariant": "off", "targeting": {rule}"#);
        segments(&at(&format!("{KEYS}\n{keys}"), "f.json", &file(r#""on": true, "off": false"#, &rest), NOW))
    };
    let colleagues = r#"{"if": [{"$ref": "colleagues"}, "on", "off"]}"#;
    assert_eq!(of("", colleagues), ["colleagues = ?"]);
    assert_eq!(of("segments: { Colleagues: 1 }", colleagues), ["colleagues = 1"]);
    let words = r#"{"if": [{"ends_with": [{"var": "email"}, "@shop.example"]}, "on", "off"]}"#;
    assert_eq!(of("", words), ["email ends_with @shop.example = ?"]);
    assert!(of("", r#"{"if": [{"$ref": "colleagues"}, "off", "off"]}"#).is_empty());
    assert!(of("", r#"{"if": [{"$ref": "colleagues"}, "on", "on"]}"#).is_empty());
}

#[test]
fn names_and_values_of_variants_are_no_shares() {
    let numbers = file(r#""10%": 10, "100%": 100, "off": 0"#, r#""defaultVariant": "10%""#);
    let said = says(&at(KEYS, "f.json", &numbers, NOW));
    assert!(
        said.contains("has no variant that is `true` or `false`: name the one that is on with `variant:`"),
        "{said}"
    );
    let said = says(&at("format: flagd\nvariant: 10%", "f.json", &numbers, NOW));
    assert_eq!(share(&said), "100 %");
    let said = says(&at("format: flagd\nvariant: 50%", "f.json", &numbers, NOW));
    assert!(said.contains("has no variant `50%`"), "{said}");
}

#[test]
fn other_shapes_of_the_file_are_read() {
    let list = r#"{"flags": [{"key": "basket"}, {"key": "checkout", "state": "ENABLED", "variants": {"on": true, "off": false}, "defaultVariant": "on"}]}"#;
    assert_eq!(share(&says(&at(KEYS, "f.json", list, NOW))), "100 %");
    let yaml = "flags:\n  checkout:\n    state: ENABLED\n    variants:\n      on: true\n      off: false\n    defaultVariant: off\n    targeting:\n      fractional:\n      - - on\n        - 30\n      - - off\n        - 70\n";
    assert_eq!(says(&at(KEYS, "f.yaml", yaml, NOW)), "30 % @11: 30");
    assert_eq!(says(&at(KEYS, "f.yaml", "flags: {}\n", NOW)), "gone: flag `checkout` in f.yaml");
    assert_eq!(says(&at("format: flagd\nabsent: off", "f.yaml", "flags: {}\n", NOW)), "0 %");
    assert_eq!(
        says(&at(KEYS, "f.yaml", "checkout: true\n", NOW)),
        "?? f.yaml has no `flags`: it is no file of flagd @1: "
    );
}

#[test]
fn an_evaluator_says_who_is_in_a_segment() {
    let file = |rule: &str| {
        format!(
            r#"{{"$evaluators": {{"colleagues": {rule}}}, "flags": {{"checkout": {{"state": "ENABLED", "variants": {{"on": true, "off": false}}, "defaultVariant": "off", "targeting": {{"if": [{{"$ref": "colleagues"}}, "on", "off"]}}}}}}}}"#
        )
    };
    let keys = "format: flagd\nsegments: { colleagues: 1 }";
    let read = |rule: &str| at(keys, "f.json", &file(rule), NOW);
    let ours = read(r#"{"ends_with": [{"var": "email"}, "@shop.example.com"]}"#);
    assert_eq!(segments(&ours), ["colleagues = 1"]);
    // A condition that always holds is everybody.
    assert!(says(&read("true")).starts_with("100 %"));
    assert!(says(&read("false")).starts_with("0 %"));
    let wider = read(r#"{"ends_with": [{"var": "email"}, ".com"]}"#);
    assert_eq!(segments(&wider), ["colleagues = 1"]);
    assert!(!same_segments(&ours.segments, &wider.segments));
    let reformatted = read("{\n  \"ends_with\": [ {\"var\": \"email\"}, \"@shop.example.com\" ] }");
    assert!(same_segments(&ours.segments, &reformatted.segments));
}

#[test]
fn conditions_inside_of_each_other_are_read_in_proportion() {
    let nested = (0..45).fold(r#"{"in": ["x", {"var": "email"}]}"#.to_owned(), |inner, _| {
        format!(r#"{{"or": [{inner}, {{"and": [{{"$ref": "both"}}]}}]}}"#)
    });
    let evaluators = r#"{"both": {"or": [{"$ref": "both"}, {"$ref": "both"}]}}"#;
    let file = format!(
        r#"{{"$evaluators": {evaluators}, "flags": {{"checkout": {{"state": "ENABLED", "variants": {{"on": true, "off": false}}, "defaultVariant": "off", "targeting": {{"if": [{nested}, "on", "off"]}}}}}}}}"#
    );
    assert!(says(&at(KEYS, "f.json", &file, NOW)).starts_with("?? "));
}

#[test]
fn a_condition_that_names_nothing_of_the_caller_is_no_segment() {
    for holds in [
        r#""x""#,
        r#"["x"]"#,
        r#"{"and": ["a", "b"]}"#,
        r#"{"in": ["a", "abc"]}"#,
        r#"{"ends_with": ["ab", "b"]}"#,
        r#"{"starts_with": ["ab", "a"]}"#,
        r#"{"if": [{"==": ["a", "b"]}, false, true]}"#,
        r#"{"if": [{"==": [{"var": "email"}, "b"]}, "x", true]}"#,
        r#"{"or": [{"cat": ["a", "b"]}, true]}"#,
    ] {
        assert_eq!(targeting(&format!(r#"{{"if": [{holds}, "on", "off"]}}"#)), "100 % @2: \"on\"", "{holds}");
    }
    for never in [r#""""#, "[]", r#"{"and": ["a", ""]}"#, r#"{"in": ["x", "abc"]}"#, r#"{"starts_with": ["ab", "b"]}"#]
    {
        assert_eq!(targeting(&format!(r#"{{"if": [{never}, "on", "off"]}}"#)), "0 % @2: \"off\"", "{never}");
    }
    let time = r#"{"var": "$flagd.timestamp"}"#;
    for untold in [
        r#"{"cat": ["a", "b"]}"#.to_owned(),
        r#"{"some": [["a", "b"], {"==": [{"var": ""}, "a"]}]}"#.to_owned(),
        format!(r#"{{">": [{time}, "1780000000"]}}"#),
        format!(r#"{{">": [{{"-": [{time}, 80000000]}}, 1700000000]}}"#),
        format!(r#"{{"or": [{{"==": [{{"var": "email"}}, "b"]}}, {{">": [{{"+": [{time}, 1]}}, 1]}}]}}"#),
    ] {
        let said = targeting(&format!(r#"{{"if": [{untold}, "on", "off"]}}"#));
        assert!(said.contains("has a condition that does not depend on who asks, and is computed"), "{untold}: {said}");
    }
    for asks in [
        r#"{"missing": ["email"]}"#.to_owned(),
        r#"{"sem_ver": [{"var": "version"}, ">=", "2.0.0"]}"#.to_owned(),
        r#"{"some": [{"var": "groups"}, {"==": [{"var": ""}, "a"]}]}"#.to_owned(),
        r#"{"==": [{"$ref": "colleagues"}, true]}"#.to_owned(),
        format!(r#"{{">": [{time}, {{"var": "since"}}]}}"#),
        r#"{"if": [{"==": [{"var": "email"}, "b"]}, true, false]}"#.to_owned(),
    ] {
        assert_eq!(targeting(&format!(r#"{{"if": [{asks}, "on", "off"]}}"#)), "0 % @2: \"off\"", "{asks}");
    }
}
