//! Many audits as one page: where each rollout stands, and what is counted over all of them.
#![allow(clippy::unwrap_used)]

mod support;

use serde_json::{Value, json};
use support::{Repo, evidence};

fn reports() -> Repo {
    let repo = evidence();
    let args = ["audit", "--today", "2026-06-01", "--format", "json=a.json", "--format", "ndjson=a.ndjson"];
    assert_eq!(repo.run(&args).code, 1);
    repo
}

fn page(repo: &Repo, args: &[&str]) -> Value {
    let run = repo.run(&[&["portfolio", "--format", "json"], args].concat());
    run.json()
}

fn metric(page: &Value, id: &str) -> Value {
    page["metrics"].as_array().unwrap().iter().find(|metric| metric["id"] == id).unwrap().clone()
}

#[test]
fn a_report_and_its_lines_tell_the_same() {
    let repo = reports();
    let (whole, lines) = (page(&repo, &["a.json"]), page(&repo, &["a.ndjson"]));
    assert_eq!(whole, lines);
    assert_eq!(whole["rollouts"].as_array().unwrap().len(), 13);
    // The same repository twice counts once.
    let both = page(&repo, &["a.json", "a.ndjson"]);
    assert_eq!((&both["rollouts"], both["notes"].as_array().unwrap().len()), (&whole["rollouts"], 1));
    let run = repo.run(&["portfolio", "a.json"]);
    assert!(run.out.contains("13 rollouts of 1 repository; "), "{}", run.out);
    repo.write("part.ndjson", repo.read("a.ndjson").lines().next().unwrap());
    for bad in ["part.ndjson", "README.md", "nowhere.json"] {
        assert_eq!(repo.run(&["portfolio", bad]).code, 2, "{bad}");
    }
}

#[test]
fn a_report_that_somebody_changed_is_refused() {
    let repo = reports();
    let mut report: Value = serde_json::from_str(&repo.read("a.json")).unwrap();
    // Spaces and the order of the keys are nobody's words.
    repo.write("a.json", report.to_string());
    assert_eq!(repo.run(&["portfolio", "a.json"]).code, 0);
    report["rollouts"][0]["owner"] = json!("Mallory");
    repo.write("a.json", report.to_string());
    let run = repo.run(&["portfolio", "a.json"]);
    assert!(run.code == 2 && run.err.contains("somebody changed it after it was written"), "{}", run.err);
}

#[test]
fn repositories_are_told_apart_by_where_they_come_from() {
    let repo = evidence();
    let report = |origin: &str| {
        repo.git(&["config", "remote.origin.url", origin]);
        let run = repo.run(&["audit", "--today", "2026-06-01", "--format", "json"]);
        run.out
    };
    // Two that share their history, as a fork does, each cloned into the same folder.
    repo.write("one.json", report("https://github.com/acme/shop.git"));
    repo.write("two.json", report("git@github.com:other/shop.git"));
    let both = page(&repo, &["one.json", "two.json"]);
    let names: Vec<&Value> = both["reports"].as_array().unwrap().iter().map(|source| &source["repository"]).collect();
    assert_eq!((names, &both["notes"]), (vec![&json!("acme/shop"), &json!("other/shop")], &json!([])));
}

/// A report of one rollout with some moves: from, to, decision, day, days in the stage left.
fn report(repository: &str, moves: &[(&str, &str, &str, &str, Option<i64>)]) -> String {
    let moves: Vec<Value> = moves
        .iter()
        .map(|(from, to, decision, day, days)| {
            json!({ "from": from, "to": to, "decision": decision, "decided_on": day, "date": day, "recorded": "at-once",
                "days": days, "new_rollout": false, "commit": { "date": day } })
        })
        .collect();
    let stage = moves.last().unwrap()["to"].clone();
    json!({ "version": 1, "today": "2026-05-01", "repository": repository, "findings": [], "coverage": {}, "rollouts": [
        { "path": "rollouts/a.md", "id": "RO-1", "title": "A", "owner": "Ann", "stage": stage, "last_stage": "2", "began": "2026-02-01",
          "since": "2026-04-01", "days_planned": 7, "judged": true, "removed_in": null, "transitions": moves } ] })
    .to_string()
}

#[test]
fn what_is_counted_is_what_is_defined() {
    let repo = Repo::without_git();
    repo.write(
        "shop.json",
        report(
            "shop",
            &[
                ("0", "1", "proceed", "2026-03-02", Some(10)),
                ("1", "0", "rollback", "2026-03-05", Some(3)),
                ("0", "1", "proceed with exception", "2026-03-10", Some(5)),
                ("1", "2", "proceed", "2026-04-01", Some(22)),
            ],
        ),
    );
    repo.write("pay.json", report("pay", &[("0", "1", "proceed", "2026-04-01", Some(8))]));
    let told = page(&repo, &["shop.json", "pay.json"]);
    let counted = |id: &str| {
        let metric = metric(&told, id);
        (metric["value"].as_f64(), metric["count"].as_u64().unwrap(), metric["of"].as_u64().unwrap())
    };
    assert_eq!(counted("change-failure-rate"), (Some(0.25), 1, 4));
    assert_eq!(counted("lead-time"), (Some(59.0), 1, 1));
    assert_eq!(counted("days-in-stage"), (Some(8.0), 4, 4));
    assert_eq!(metric(&told, "days-in-stage")["p90"], 22.0);
    assert_eq!(counted("time-to-restore"), (Some(3.0), 1, 1));
    assert_eq!(counted("recorded-at-once"), (Some(1.0), 5, 5));
    assert_eq!(counted("exceptions"), (Some(25.0), 1, 4));
    let months = metric(&told, "change-failure-rate")["months"].clone();
    let months: Vec<(&str, f64)> = months
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["month"].as_str().unwrap(), one["value"].as_f64().unwrap()))
        .collect();
    assert_eq!(months, [("2026-03", 0.5), ("2026-04", 0.0)]);
    // The one that has waited for 30 days where 7 were planned comes first; the other one is done.
    let standing: Vec<&str> =
        told["rollouts"].as_array().unwrap().iter().map(|one| one["standing"].as_str().unwrap()).collect();
    assert_eq!(standing, ["stalled", "done"]);
}

/// A plan may count as it likes: `audit` hands on what it says.
#[test]
fn a_stage_that_is_planned_beyond_the_calendar_is_drawn_without_its_end() {
    let repo = Repo::without_git();
    let text = report("shop", &[("0", "1", "proceed", "2026-04-01", None)]);
    let mut value: Value = serde_json::from_str(&text).unwrap();
    for (planned, shown) in [(7, json!(7)), (8_000_000, json!(8_000_000)), (u64::MAX, Value::Null)] {
        value["rollouts"][0]["days_planned"] = planned.into();
        repo.write("shop.json", value.to_string());
        assert_eq!(page(&repo, &["shop.json"])["rollouts"][0]["days_planned"], shown, "{planned}");
        let run = repo.run(&["portfolio", "shop.json", "--format", "html"]);
        assert_eq!(run.code, 0, "{planned}: {}", run.err);
        assert_eq!(run.out.contains("; planned: "), planned == 7, "{planned}: {}", run.out);
    }
}

#[test]
fn the_page_loads_nothing_and_text_stays_text() {
    let repo = Repo::without_git();
    let bad = "</title></svg><script>alert(1)</script>\"'=1+1";
    let text = report("shop", &[("0", "1", "proceed", "2026-03-02", None)]);
    let mut value: Value = serde_json::from_str(&text).unwrap();
    for key in ["title", "owner", "id", "path"] {
        value["rollouts"][0][key] = bad.into();
    }
    value["repository"] = bad.into();
    repo.write("bad.json", value.to_string());
    let html = repo.run(&["portfolio", "bad.json", "--format", "html"]).out;
    assert!(html.contains("default-src 'none'") && html.contains("Stalled and overdue"), "{html}");
    assert!(!html.contains("<script") && !html.contains("src=") && !html.contains("://"), "{html}");
}
