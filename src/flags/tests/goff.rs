//! GO Feature Flag.

use super::{NOW, at, says, segments, share, steps};
use crate::exposure::Exposure;

const KEYS: &str = "format: goff";

/// What a flag says whose variations are `single`, which is on, and `classic`.
fn flag(rest: &str, now: &str) -> Exposure {
    let rest = rest.replace('\n', "\n  ");
    at(KEYS, "f.goff.yaml", &format!("checkout:\n  variations: {{ single: true, classic: false }}\n  {rest}\n"), now)
}

fn percent(rest: &str) -> String {
    share(&says(&flag(rest, NOW))).to_owned()
}

#[test]
fn the_default_rule_is_for_everybody() {
    for (rule, said) in [
        ("defaultRule: { variation: single }", "100 %"),
        ("defaultRule: { variation: classic }", "0 %"),
        ("defaultRule: { percentage: { classic: 75, single: 25 } }", "25 %"),
        // A percentage is one of their sum, and goes before a variation.
        ("defaultRule: { variation: single, percentage: { single: 1, classic: 3 } }", "25 %"),
        ("defaultRule: { disable: true, query: nobody, variation: single }", "100 %"),
        ("disable: true\ndefaultRule: { variation: single }", "0 %"),
        ("disable: false\ndefaultRule: { variation: single }", "100 %"),
    ] {
        assert_eq!(percent(rule), said, "{rule}");
    }
    for (rule, why) in [
        ("defaultRule: { percentage: { single: 0, classic: 0 } }", "has percentages that add up to nothing"),
        ("defaultRule: { percentage: { single: many } }", "has a percentage that is no number from 0"),
        ("defaultRule: { variation: new }", "has no variant `new`"),
        ("defaultRule: {}", "has a rule that says no variation"),
        ("trackEvents: true", "has no `defaultRule`"),
    ] {
        assert_eq!(percent(rule), format!("?? the flag `checkout` in f.goff.yaml {why}"), "{rule}");
    }
}

#[test]
fn rules_in_front_are_segments_unless_they_are_for_everybody() {
    let rest = "defaultRule: { variation: classic }";
    let with = |rules: &str| {
        let exposure = flag(&format!("targeting:\n{rules}\n{rest}"), NOW);
        (share(&says(&exposure)).to_owned(), segments(&exposure))
    };
    let all = ("100 %".to_owned(), Vec::<String>::new());
    assert_eq!(with("  - { query: beta eq true, variation: single }"), ("0 %".into(), vec!["beta eq true = ?".into()]));
    assert_eq!(with("  - { name: beta, query: beta eq true, variation: single }").1, ["beta = ?"]);
    assert_eq!(with("  - { variation: single }"), all);
    assert_eq!(with("  - { query: \"\", variation: single }"), all);
    assert_eq!(with("  - { query: beta eq true, variation: single, disable: true }").1, Vec::<String>::new());
    assert_eq!(with("  - { query: beta eq true, variation: classic }").1, Vec::<String>::new());
}

#[test]
fn an_experiment_is_off_outside_of_its_days() {
    let rest = "defaultRule: { variation: single }\nexperimentation: { start: 2026-03-10T00:00:00Z, end: 2026-03-20 }";
    let before = flag(rest, NOW);
    assert_eq!(
        (share(&says(&before)), steps(&before)),
        ("0 %", vec!["2026-03-10T00:00:00Z 100 %".into(), "2026-03-20T00:00:00Z 0 %".into()])
    );
    assert_eq!(share(&says(&flag(rest, "2026-03-12T00:00:00Z"))), "100 %");
    assert_eq!(share(&says(&flag(rest, "2026-03-20T00:00:00Z"))), "0 %");
}

fn ramp(initial: &str, end: &str) -> String {
    format!(
        "defaultRule:\n  progressiveRollout:\n    initial: {{ {initial}, date: 2026-03-10T00:00:00Z }}\n    end: {{ {end}, date: 2026-03-20T00:00:00Z }}"
    )
}

#[test]
fn a_ramp_is_read_by_the_clock() {
    let up = ramp("variation: classic, percentage: 10", "variation: single, percentage: 60");
    let before = flag(&up, NOW);
    // The percentage of the start counts only from then on.
    assert_eq!(says(&before), "0 % @5: classic");
    assert_eq!(steps(&before), ["2026-03-10T00:00:00Z 10 %", "2026-03-20T00:00:00Z 60 %"]);
    assert_eq!(before.steps.iter().map(super::step_place).collect::<Vec<_>>(), ["5: 10", "6: 60"]);
    let inside = flag(&up, "2026-03-15T00:00:00Z");
    assert_eq!((says(&inside), steps(&inside).len()), ("35 % @6: 60".to_owned(), 1));
    assert_eq!(share(&says(&flag(&up, "2026-05-01T00:00:00Z"))), "60 %");
    // The end may be the variation that is off, and a percentage of 0 is all of it.
    let down = ramp("variation: single, percentage: 0", "variation: classic, percentage: 0");
    assert_eq!(steps(&flag(&down, NOW)), ["2026-03-20T00:00:00Z 0 %"]);
    assert_eq!(share(&says(&flag(&down, NOW))), "100 %");
    assert_eq!(share(&says(&flag(&down, "2026-03-15T00:00:00Z"))), "50 %");
    assert_eq!(share(&says(&flag(&down, "2026-04-15T00:00:00Z"))), "0 %");
    assert!(
        percent(&ramp("variation: classic", "variation: single").replace("03-20", "03-01"))
            .ends_with("ends before it begins")
    );
    assert!(
        percent(&ramp("variation: classic", "variation: single").replace("2026-03-20T", "soon"))
            .ends_with("`date` that is no date")
    );
}

#[test]
fn scheduled_steps_are_merged_into_the_flag() {
    let scheduled = "defaultRule: { percentage: { single: 10, classic: 90 } }\nscheduledRollout:\n  - date: 2026-04-01T00:00:00Z\n    defaultRule: { percentage: { classic: -1 } }\n  - date: 2026-03-15T00:00:00Z\n    defaultRule: { percentage: { single: 90, classic: 90 } }\n    targeting: [{ name: staff, query: staff eq true, variation: single }]\n    scheduledRollout:\n      - { date: 2026-05-01T00:00:00Z, disable: true }";
    let now = flag(scheduled, NOW);
    assert_eq!(share(&says(&now)), "10 %");
    assert_eq!(steps(&now), ["2026-03-15T00:00:00Z 50 %", "2026-04-01T00:00:00Z 100 %", "2026-05-01T00:00:00Z 0 %"]);
    assert!(segments(&now).is_empty());
    let later = flag(scheduled, "2026-03-16T00:00:00Z");
    assert_eq!((share(&says(&later)), segments(&later)), ("50 %", vec!["staff = ?".to_owned()]));
}

#[test]
fn json_and_toml_say_the_same() {
    let json = r#"{"checkout": {"variations": {"on": true, "off": false}, "defaultRule": {"percentage": {"on": 5, "off": 95}}}}"#;
    assert_eq!(says(&at(KEYS, "f.json", json, NOW)), "5 % @1: 5");
    let toml = "[checkout.variations]\non = true\noff = false\n[checkout.defaultRule.progressiveRollout.initial]\nvariation = \"off\"\ndate = 2026-03-01T00:00:00Z\n[checkout.defaultRule.progressiveRollout.end]\nvariation = \"on\"\npercentage = 40\ndate = 2026-03-05T00:00:00Z\n";
    assert_eq!(says(&at(KEYS, "f.toml", toml, NOW)), "40 % @9: 40");
    assert_eq!(says(&at(KEYS, "f.toml", "[basket]\n", NOW)), "gone: flag `checkout` in f.toml");
    let text = r#"{"checkout": {"variations": {"a": "x", "b": "y"}, "defaultRule": {"variation": "a"}}}"#;
    assert!(says(&at(KEYS, "f.json", text, NOW)).contains("name the one that is on with `variant:`"));
    assert_eq!(share(&says(&at("format: goff\nvariant: a", "f.json", text, NOW))), "100 %");
}
