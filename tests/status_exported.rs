//! `rolloutlint status --exposure FILE`: who sees each feature by an export that is not in Git.
#![allow(clippy::unwrap_used)]

mod support;

use serde_json::Value;
use support::{Repo, compliant};

const CONFIG: &str = "exposure:\n  - file: config/production.json\n    at: features.{flag}\n    scale: 100\n  - file: \"regions/*.json\"\n    at: \"{flag}\"\n    scale: 100\n";

fn team() -> Repo {
    let repo = Repo::new();
    repo.write(".rolloutlint.yml", CONFIG);
    repo.write("rollouts/checkout.md", compliant("stage-2"));
    repo.write("config/production.json", "{ \"features\": { \"checkout_one_page\": 25 } }\n");
    repo.commit("Plan", "2026-03-09");
    repo
}

fn live(repo: &Repo, args: &[&str]) -> (Value, Value, i32) {
    let run = repo.run(&[&["status", "--today", "2026-05-06", "--format", "json"], args].concat());
    let page = run.json();
    let plan = &page["plans"][0];
    (plan["live"].clone(), plan["state"].clone(), run.code)
}

#[test]
fn an_export_says_who_sees_the_feature_and_judges_nothing() {
    let repo = team();
    let (own, state, code) = live(&repo, &[]);
    assert_eq!((&own["text"], &own["ahead"], code), (&"25 %".into(), &false.into(), 0));
    let folder = tempfile::tempdir().unwrap();
    let export = folder.path().join("production.json");
    let given = export.to_str().unwrap();
    for (number, behind, ahead) in [("5", true, false), ("25", false, false), ("100", false, true)] {
        std::fs::write(&export, format!("{{ \"features\": {{ \"checkout_one_page\": {number} }} }}")).unwrap();
        let (live, other, code) = live(&repo, &["--exposure", given]);
        assert_eq!(live["text"], format!("{number} %"));
        assert_eq!((&live["behind"], &live["ahead"]), (&behind.into(), &ahead.into()), "{number}");
        // What the rollout is held to is what Git has.
        assert_eq!((other, code), (state.clone(), 0));
    }
    // One of several files that a glob takes.
    let region = folder.path().join("us.json");
    std::fs::write(&region, "{ \"checkout_one_page\": 60 }").unwrap();
    let (live, ..) = live(&repo, &["--exposure", region.to_str().unwrap()]);
    assert_eq!(live["text"], "60 %");
    assert!(!repo.path().join("regions").exists());
}

#[test]
fn an_export_that_no_entry_knows_is_refused() {
    let repo = team();
    repo.write("elsewhere.yaml", "a: 1\n");
    let run = repo.run(&["status", "--exposure", "elsewhere.yaml"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("no entry of `exposure:` reads a file that is called `elsewhere.yaml`"), "{}", run.err);
    assert!(run.err.contains("`config/production.json`"), "{}", run.err);
    let run = repo.run(&["status", "--exposure", "production.json"]);
    assert!(run.code == 2 && run.err.contains("production.json"), "{}", run.err);
}

#[test]
fn an_audit_says_what_is_live_now_and_its_findings_stay() {
    let repo = team();
    let audit = |args: &[&str]| repo.run(&[&["audit", "--today", "2026-05-06"], args].concat());
    let own = audit(&["--format", "json"]);
    let folder = tempfile::tempdir().unwrap();
    let export = folder.path().join("production.json");
    std::fs::write(&export, "{ \"features\": { \"checkout_one_page\": 100 } }").unwrap();
    let given = export.to_str().unwrap();
    let exported = audit(&["--format", "json", "--exposure", given]);
    assert_eq!(own.code, exported.code, "{}", exported.err);
    let (own, exported): (Value, Value) =
        (serde_json::from_str(&own.out).unwrap(), serde_json::from_str(&exported.out).unwrap());
    assert_eq!((&own["findings"], &own["rollouts"][0]["exported"]), (&exported["findings"], &Value::Null));
    assert_eq!(exported["rollouts"][0]["exported"], "100 %, and no decision leads there");
    for format in ["human", "markdown", "html"] {
        let page = audit(&["--format", format, "--exposure", given]).out;
        assert!(page.contains("100 %, and no decision leads there"), "{page}");
    }
}
