//! The JSON Schemas and the page about the configuration: generated where they can be, and held to
//! what the program reads and writes.
#![allow(clippy::unwrap_used)]

mod support;

use proptest::prelude::*;
use rolloutlint::cli::config_schema;
use rolloutlint::config::{self, KEYS, Policy};
use rolloutlint::error::Error;
use rolloutlint::plan::log::decision_words;
use rolloutlint::report::{
    JSON_SCHEMA, audit::JSON_SCHEMA as AUDIT_SCHEMA, portfolio::JSON_SCHEMA as PORTFOLIO_SCHEMA,
};
use rolloutlint::rules::RULES;
use rolloutlint::text::Source;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;
use support::{Repo, compare_or_update, compliant, evidence, root};

#[test]
fn the_schema_and_the_page_of_the_configuration_are_generated() {
    compare_or_update(&root().join("schema/config.json"), &config_schema());
    compare_or_update(&root().join("docs/configuration.md"), &config::page());
    let repo = Repo::without_git();
    assert_eq!(repo.run(&["schema", "config"]).out, config_schema());
    assert_eq!(repo.run(&["schema", "report"]).out, JSON_SCHEMA);
    assert_eq!(repo.run(&["schema", "audit"]).out, AUDIT_SCHEMA);
    assert_eq!(repo.run(&["schema", "portfolio"]).out, PORTFOLIO_SCHEMA);
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    assert!(readme.contains("](docs/configuration.md)"));
}

/// What rolloutlint reads in a configuration.
fn read(text: &str) -> Result<Policy, Error> {
    let ids: Vec<&str> = RULES.iter().map(|rule| rule.id).collect();
    // What another file says is no matter of this one's schema.
    let empty = |path: &str| Ok(Source::new(path, ""));
    config::parse_extended(&Source::new(".rolloutlint.yml", text), &mut { empty }, &ids, &decision_words())
}

/// What any other program reads in it.
fn as_json(text: &str) -> Value {
    let not_finite = serde_yaml::NonFiniteFloatPolicy::AsString;
    let options =
        serde_yaml::options! { strict_booleans: true, with_snippet: false, non_finite_float_policy: not_finite };
    serde_yaml::from_str_with_options(text, options).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn is_allowed(value: &Value) -> bool {
    static SCHEMA: LazyLock<jsonschema::Validator> = LazyLock::new(|| {
        let schema: Value = serde_json::from_str(&config_schema()).unwrap();
        jsonschema::draft202012::new(&schema).unwrap()
    });
    SCHEMA.is_valid(value)
}

/// Whether rolloutlint reads a configuration, and whether the schema allows it.
fn verdicts(text: &str) -> (bool, bool) {
    (read(text).is_ok(), is_allowed(&as_json(text)))
}

#[test]
fn the_schema_allows_what_is_read_and_nothing_else() {
    let mut good: Vec<String> = KEYS.iter().map(|key| key.example.to_owned()).collect();
    good.extend(KEYS.iter().filter_map(|key| key.written_default).map(str::to_owned));
    good.push(KEYS.iter().map(|key| key.example).collect());
    good.push(std::fs::read_to_string(root().join("src/cli/init/rolloutlint.yml")).unwrap());
    good.extend(RULES.iter().map(|rule| format!("rules: {{ {}: off }}\n", rule.id)));
    good.extend(decision_words().iter().map(|word| format!("decisions: {{ {word}: [Weiter] }}\n")));
    good.extend(["stages: { names: [Canary, Everyone] }\n", "{}\n", "# nothing yet\n", "---\n"].map(str::to_owned));
    good.extend(KEYS.iter().map(|key| format!("{}:\n", key.name)));
    good.extend(
        ["people: { Ann: 4711 }\n", "stages: { names: [1, 2] }\n", "skipped: [2, \"2\", 2a, 1.5, 2-3]\n"]
            .map(str::to_owned),
    );
    for text in good {
        assert_eq!(verdicts(&text), (true, true), "{text}");
    }
    for text in [
        "rulez: {}\n", "review: summary\n", "review: { outside-diff: below }\n", "review: { outside: file }\n",
        "deciders: []\n", "deciders: { first: [a] }\n", "deciders: { 1→: [a] }\n",
        "deciders: { last: { at-least: 2 } }\n", "approvals: {}\n", "approvals: always\n", "plans: rollouts\n",
        "plans: 3\n", "fail-on: never\n", "fail-on: off\n", "rules: { log-ordre: off }\n",
        "rules: { log-order: loud }\n", "rules: [log-order]\n", "stages: { headin: x }\n",
        "stages: { heading: Fase }\n", "stages: { heading: \"{n}. {name}\" }\n", "stages: [Canary]\n",
        "decisions: { weiter: [Weiter] }\n", "decisions: { proceed: Weiter }\n", "people: [Ann]\n",
        "initial-stage: -1\n", "initial-stage: Beta\n", "initial-stage: 4294967296\n", "skipped: 2\n",
        "skipped: [Beta]\n", "aliases: { Exit Criteria: Wishes }\n", "not-applicable: entfällt\n",
        "initial-stage: 2ab\n", "template: ../t.md\n", "log: docs/..\n", "people: { Ann: }\n",
        "rules: { log-order: }\n", "- plans\n",
    ] {
        assert_eq!(verdicts(text), (false, false), "{text}");
    }
}

/// Values of all kinds, and what breaks YAML.
const SCALARS: &[&str] = &[
    "error", "off", "summary", "false", "True", "null", "~", "", "0", "2", "-1", "+3", "1_0", "0x10", "010", "1.10",
    "1e999", ".nan", "4294967296", "99999999999999999999", "rollouts/**/*.md", "**/*.md", "\"**/*.md\"", "\"[a\"",
    "../a.md", "docs/log.md", "Canary", "\"Fase {n}: {name}\"", "Fase {n}", "{n}: {name}", "'it''s'", "'it's'",
    "\"\\x41\\u00e9\"", "\"\\q\"", "@ann", "%a", "`a`", "entfällt", "日本", "&x a", "*x", "!t a", "!!int \"5\"",
    "!!binary aGVsbG8=", "a: b", "# a", "- a", "|\n  a", ">-\n  a\n  b", "[", "}", "a, b", "\u{feff}", "\t", "\u{1}",
];

fn scalar() -> impl Strategy<Value = String> {
    prop::sample::select(SCALARS).prop_map(str::to_owned)
}

fn name() -> impl Strategy<Value = String> {
    let inside = KEYS.iter().flat_map(|key| key.keys).map(|key| key.name);
    let mut names: Vec<&str> = KEYS.iter().map(|key| key.name).chain(inside).chain(decision_words()).collect();
    names.extend(["log-order", "placeholder", "Ann Lee", "Exit Criteria", "<<", "deciders", "rulez", "? a", "\"\""]);
    prop_oneof![9 => prop::sample::select(names).prop_map(str::to_owned), 1 => scalar()]
}

fn value() -> impl Strategy<Value = String> {
    scalar().prop_recursive(4, 16, 4, |inner| {
        let list = prop::collection::vec(inner.clone(), 0..4).prop_map(|items| format!("[{}]", items.join(", ")));
        let entry = (name(), inner).prop_map(|(name, value)| format!("{name}: {value}"));
        let map = prop::collection::vec(entry, 0..4).prop_map(|entries| format!("{{ {} }}", entries.join(", ")));
        prop_oneof![list, map]
    })
}

fn examples() -> Vec<&'static str> {
    KEYS.iter().map(|key| key.example).collect()
}

/// Configurations that are right in most keys, with edits of single characters.
fn configuration() -> impl Strategy<Value = String> {
    let example = prop::sample::select(examples()).prop_map(str::to_owned);
    let other = (name(), value()).prop_map(|(name, value)| format!("{name}: {value}\n"));
    let keys = prop::collection::vec(prop_oneof![2 => example, 1 => other], 0..5);
    let edit = (
        any::<prop::sample::Index>(),
        prop::sample::select(&["", " ", "\n", ":", "\"", "[", "}", "- ", "\t", "é", "&a ", "*a", "#"][..]),
    );
    (keys, prop::collection::vec(edit, 0..2), any::<bool>()).prop_map(|(keys, edits, is_windows)| {
        let mut text: Vec<String> = keys.concat().chars().map(String::from).collect();
        for (at, piece) in edits {
            if !text.is_empty() {
                let at = at.index(text.len());
                text[at] = piece.to_owned();
            }
        }
        if is_windows { text.concat().replace('\n', "\r\n") } else { text.concat() }
    })
}

/// Words that only programmers use, and that the libraries below say.
const RAW: &[&str] =
    &["unknown variant", "unknown field", "expected", "invalid", "deserial", "scalar", "mapping", "Option"];

/// Holds the reader to its word: it never panics, its faults have a place and words of our own, and
/// what it reads the schema allows.
fn hold(text: &str) -> Result<(), TestCaseError> {
    let error = match read(text) {
        Ok(_) => {
            prop_assert!(is_allowed(&as_json(text)), "read, and not allowed: {text:?}");
            return Ok(());
        }
        Err(error) => error,
    };
    let (source, span) = error.place().expect("a place");
    prop_assert!(source.text.get(span.start..span.end).is_some(), "{span:?} in {text:?}");
    let words = format!("{} {}", error.message(), error.advice().unwrap_or_default());
    prop_assert!(!RAW.iter().any(|raw| words.contains(raw)), "{words}: {text:?}");
    Ok(())
}

proptest! {
    #[test]
    fn any_configuration_is_read_or_refused_in_our_words(text in configuration()) {
        hold(&text)?;
    }

    #[test]
    fn any_text_is_read_or_refused_in_our_words(text in "[-a-c0-2:,{}\\[\\]\"'|>&*!%@`#~?.é\t \n]{0,40}") {
        hold(&text)?;
        hold(&format!("people: {{ Ann: {text} }}\n"))?;
        hold(&format!("not-applicable:\n- {text}\n"))?;
    }

    #[test]
    fn what_is_read_says_the_same_as_json(keys in prop::sample::subsequence(examples(), 0..=KEYS.len())) {
        let text = keys.concat();
        let json = as_json(&text).to_string();
        prop_assert_eq!(format!("{:?}", read(&text).unwrap()), format!("{:?}", read(&json).unwrap()));
    }
}

/// Reports of many kinds, as the program writes them.
fn reports() -> Vec<Value> {
    let repo = Repo::new();
    repo.write("rollouts/checkout.md", compliant("stage-1"));
    repo.write("rollouts/search.md", compliant("planned").replace("RO-014", "RO-015"));
    repo.write("rollouts/gone.md", compliant("stage-2").replace("RO-014", "RO-016"));
    repo.write(".rolloutlint.yml", "fail-on: info\n");
    repo.commit("Plan", "2026-03-09");
    let unrecorded = compliant("stage-1").replace("- [ ] Monitor leading", "- [x] Monitor leading");
    repo.write("rollouts/moved.md", unrecorded.replace("**Owner:** Priya Nair", "**Owner:** [PM Name]"));
    for gone in ["checkout.md", "gone.md"] {
        std::fs::remove_file(repo.path().join("rollouts").join(gone)).unwrap();
    }
    repo.write("rollouts/search.md", "\u{feff}# Rollout: Search\n\n**Rollout ID:** [ID]\n**Created:**\n---\n");
    let held = compliant("stage-1").replace("RO-014", "RO-017");
    let row = "| 2026-03-09 | 1→2 | Hold | Two customers could not pay | Priya Nair, Ann Lee |";
    repo.write("rollouts/new.md", held.replace("| [Date] | 1→2 | Proceed | [Why] | [Name] |", row));
    repo.write(".rolloutlint.yml", "skipped: [2]\n");
    repo.commit("Change everything", "2026-03-10");
    let ways: [&[&str]; 4] = [
        &["check"],
        &["check", "--show-not-due"],
        &["check", "--base", "HEAD~1"],
        &["check", "--base", "HEAD~1", "--head", "HEAD", "--all"],
    ];
    ways.iter()
        .map(|way| serde_json::from_str(&repo.run(&[*way, &["--format", "json"]].concat()).out).unwrap())
        .collect()
}

#[test]
fn the_schema_of_the_report_is_true() {
    assert_true(JSON_SCHEMA, &reports());
}

#[test]
fn the_schema_of_the_audit_is_true() {
    let repo = evidence();
    let clone = Repo::without_git();
    clone.git(&["clone", "-q", "--depth=30", &format!("file://{}", repo.path().display()), "."]);
    repo.run(&["audit", "--format", "json=before.json"]);
    let against = ["audit", "--format", "json", "--against", "before.json"];
    let pages = [(&repo, &against[..]), (&clone, &against[..3])]
        .map(|(repo, args)| serde_json::from_str(&repo.run(args).out).unwrap());
    assert_true(AUDIT_SCHEMA, &pages);
    let portfolio = repo.run(&["portfolio", "before.json", "--format", "json"]).out;
    assert_true(PORTFOLIO_SCHEMA, &[serde_json::from_str(&portfolio).unwrap()]);
}

/// Holds a schema to what is written: it is valid, all that it describes is there, and all that is
/// there is described.
fn assert_true(schema: &str, written: &[Value]) {
    let schema: Value = serde_json::from_str(schema).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let mut seen = BTreeMap::new();
    for report in written {
        let errors: Vec<String> = validator.iter_errors(report).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:#?}");
        walk(&schema, report, &schema, &mut seen);
    }
    for (properties, keys) in seen {
        let documented: BTreeSet<String> = properties.split(' ').map(str::to_owned).collect();
        assert_eq!(keys, documented, "every documented key is written, and every written one documented");
    }
}

/// Collects the keys of the objects in a report, by the keys that the schema has for them.
fn walk(node: &Value, instance: &Value, schema: &Value, seen: &mut BTreeMap<String, BTreeSet<String>>) {
    if let Some(name) = node["$ref"].as_str() {
        return walk(schema.pointer(&name[1..]).unwrap(), instance, schema, seen);
    }
    if let Some(either) = node["anyOf"].as_array() {
        return either.iter().for_each(|node| walk(node, instance, schema, seen));
    }
    match instance {
        Value::Array(items) => items.iter().for_each(|item| walk(&node["items"], item, schema, seen)),
        Value::Object(object) if node["properties"].is_object() => {
            let properties = node["properties"].as_object().unwrap();
            let name = properties.keys().cloned().collect::<Vec<_>>().join(" ");
            seen.entry(name).or_default().extend(object.keys().cloned());
            for (key, value) in object {
                walk(properties.get(key).unwrap_or_else(|| panic!("`{key}` is not documented")), value, schema, seen);
            }
        }
        _ => {}
    }
}

#[test]
fn everything_in_the_schemas_is_described() {
    fn undescribed(path: &str, properties: &Map<String, Value>, found: &mut Vec<String>) {
        for (key, value) in properties {
            let path = format!("{path}/{key}");
            if path.contains("/decisions/") {
                continue;
            }
            if value["description"].as_str().is_none_or(str::is_empty) {
                found.push(path.clone());
            }
            if let Some(properties) = value["properties"].as_object() {
                undescribed(&path, properties, found);
            }
        }
    }
    let mut found = Vec::new();
    for schema in [config_schema(), JSON_SCHEMA.to_owned(), AUDIT_SCHEMA.to_owned(), PORTFOLIO_SCHEMA.to_owned()] {
        let schema: Value = serde_json::from_str(&schema).unwrap();
        for part in ["properties", "$defs"] {
            if let Some(properties) = schema[part].as_object() {
                undescribed(part, properties, &mut found);
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}
