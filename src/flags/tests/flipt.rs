//! Flipt.

use super::{NOW, at, says, segments, share};

const KEYS: &str = "format: flipt";

/// What a boolean flag says with these rollouts.
fn boolean(is_enabled: bool, rollouts: &str) -> String {
    says(&at(KEYS, "features.yaml", &file(is_enabled, rollouts), NOW))
}

fn file(is_enabled: bool, rollouts: &str) -> String {
    format!(
        "namespace: default\nflags:\n- key: checkout\n  type: BOOLEAN_FLAG_TYPE\n  enabled: {is_enabled}\n  rollouts: [{rollouts}]\nsegments:\n- key: all\n- key: staff\n  constraints: [{{ property: staff }}]\n"
    )
}

fn threshold(percentage: &str, value: &str) -> String {
    format!("{{ threshold: {{ percentage: {percentage}{value} }} }}")
}

#[test]
fn what_no_rollout_matches_gets_what_enabled_says() {
    let (on, off) = (", value: true", ", value: false");
    for (is_enabled, rollouts, said) in [
        (true, String::new(), "100 % @5: true"),
        (false, String::new(), "0 % @5: false"),
        // It is no kill switch while a threshold stands.
        (false, threshold("5", on), "5 % @6: 5"),
        (true, threshold("5", on), "100 % @5: true"),
        (true, threshold("75", off), "25 % @6: 75"),
        (true, threshold("0", off), "100 % @6: 0"),
        // The value is false where none is said.
        (false, threshold("5", ""), "0 % @6: 5"),
        // All thresholds spread people in the same way.
        (false, format!("{}, {}", threshold("10", on), threshold("25", on)), "25 % @6: 25"),
        (false, format!("{}, {}", threshold("25", on), threshold("10", on)), "25 % @6: 25"),
        (false, format!("{}, {}", threshold("20", off), threshold("25", on)), "5 % @6: 25"),
        // Whole percents.
        (false, threshold("10.5", on), "11 % @6: 10.5"),
    ] {
        assert_eq!(boolean(is_enabled, &rollouts), said, "{rollouts}");
    }
    for (rollouts, why) in [
        (threshold("150", on), "has a percentage that is no number from 0 to 100"),
        ("{ threshold: { value: true } }".to_owned(), "has a threshold without a percentage"),
        ("{ description: x }".to_owned(), "has a rollout that is neither a threshold nor a segment"),
        (threshold("5", ", value: often"), "has a value that is neither `true` nor `false`"),
    ] {
        assert!(boolean(false, &rollouts).starts_with(&format!("?? the flag `checkout` in features.yaml {why}")));
    }
}

#[test]
fn a_segment_without_constraints_is_everybody() {
    let of = |segment: &str| {
        let exposure = at(KEYS, "features.yaml", &file(false, &format!("{{ segment: {segment} }}")), NOW);
        (share(&says(&exposure)).to_owned(), segments(&exposure))
    };
    let staff = ("0 %".to_owned(), vec!["staff = ?".to_owned()]);
    assert_eq!(of("{ key: staff, value: true }"), staff);
    assert_eq!(of("{ keys: [staff], value: true }"), staff);
    assert_eq!(of("{ key: staff }"), ("0 %".to_owned(), vec![]));
    assert_eq!(of("{ key: all, value: true }"), ("100 %".to_owned(), vec![]));
    assert_eq!(of("{ keys: [staff, all], value: true }").0, "100 %");
    let both = vec!["staff = ?".to_owned(), "ours = ?".to_owned()];
    assert_eq!(of("{ keys: [staff, ours], value: true }").1, both);
    assert_eq!(of("{ keys: [staff, all], operator: AND_SEGMENT_OPERATOR, value: true }").1, ["staff, all = ?"]);
}

#[test]
fn a_flag_is_found_in_its_namespace() {
    let document = |namespace: &str, enabled: &str| {
        format!("{namespace}flags:\n- {{ key: checkout, type: BOOLEAN_FLAG_TYPE, enabled: {enabled} }}\n")
    };
    let of = |text: &str| share(&says(&at(KEYS, "features.yaml", text, NOW))).to_owned();
    assert_eq!(of(&document("", "true")), "100 %");
    assert_eq!(of(&document("namespace: { key: shop, name: Shop }\n", "true")), "100 %");
    let two = format!("{}---\n{}", document("namespace: shop\n", "true"), document("", "false"));
    assert_eq!(of(&two), "0 %");
    let neither = format!("{}---\n{}", document("namespace: shop\n", "true"), document("namespace: app\n", "false"));
    assert_eq!(
        of(&neither),
        "?? the flag `checkout` in features.yaml stands in the namespaces `shop` and `app`: name it as `shop/checkout`"
    );
    let twice = format!("{}---\n{}", document("", "true"), document("", "false"));
    assert_eq!(of(&twice), "?? the flag `checkout` in features.yaml stands twice in one namespace");
    let entry = super::entry("file: features.yaml\nformat: flipt");
    let file = std::sync::Arc::new(super::FlagFile::read("features.yaml", neither.as_bytes()));
    assert_eq!(share(&says(&super::read_one(&entry, "app/checkout", &file))), "0 %");
    assert_eq!(share(&says(&super::read_one(&entry, "shop/checkout", &file))), "100 %");
    assert_eq!(of("namespace: shop\n"), "?? features.yaml has no `flags`: it is no file of Flipt");
}

#[test]
fn a_flag_with_variants_is_spread_by_its_rules() {
    let of = |variants: &str, enabled: bool, rules: &str| {
        let text = format!(
            "flags:\n- key: checkout\n  enabled: {enabled}\n  variants: {variants}\n  rules: {rules}\nsegments:\n- key: all\n- key: staff\n  constraints: [{{ property: staff }}]\n"
        );
        let exposure = at("format: flipt\nvariant: new", "features.yml", &text, NOW);
        (share(&says(&exposure)).to_owned(), segments(&exposure))
    };
    let (both, spread) = (
        "[{ key: new }, { key: old }]",
        "distributions: [{ variant: new, rollout: 10 }, { variant: old, rollout: 30 }]",
    );
    let none = Vec::<String>::new();
    assert_eq!(of(both, true, &format!("[{{ segment: all, {spread} }}]")), ("25 %".to_owned(), none.clone()));
    assert_eq!(of(both, false, &format!("[{{ segment: all, {spread} }}]")), ("0 %".to_owned(), none.clone()));
    assert_eq!(of(both, true, &format!("[{{ segment: {{ keys: [staff] }}, {spread} }}]")).1, ["staff = ?"]);
    assert_eq!(of("[{ key: new, default: true }, { key: old }]", true, "[]"), ("100 %".to_owned(), none));
    assert!(
        of("[{ key: new, default: true }]", false, "[]")
            .0
            .ends_with("is off, and the variant that is on is its default")
    );
    assert!(of("[{ key: old }]", true, "[]").0.ends_with("has no variant `new`"));
    let unnamed =
        says(&at(KEYS, "f.yml", "flags:\n- { key: checkout, enabled: true, variants: [{ key: new }] }\n", NOW));
    assert!(unnamed.contains("name the one that is on with `variant:`"), "{unnamed}");
}
