//! Payloads, in the shape of those that GitHub sends.

use rolloutlint::github::Event;
use rolloutlint::github::event::Says;
use serde_json::{Value, json};

fn read(name: &str, payload: Value) -> Event {
    Event::from_json(name, &payload.to_string()).expect("a payload with all the facts")
}

fn id(digit: &str) -> String {
    digit.repeat(40)
}

fn pull_request(head_repository: Value) -> Value {
    json!({
        "action": "synchronize",
        "number": 7,
        "pull_request": {
            "number": 7,
            "head": { "ref": "advance", "sha": id("1"), "repo": head_repository },
            "base": { "ref": "main", "sha": id("2"), "repo": { "full_name": "acme/shop" } },
            "labels": [{ "name": "rollout", "something_new": { "deep": [1, null] } }],
        },
        "repository": { "full_name": "acme/shop", "default_branch": "main" },
    })
}

#[test]
fn three_events_are_about_a_pull_request() {
    for name in ["pull_request", "pull_request_target", "pull_request_review"] {
        let mut payload = pull_request(json!({ "full_name": "acme/shop" }));
        if name == "pull_request_review" {
            payload.as_object_mut().unwrap().remove("number");
        }
        let Event::PullRequest(found) = read(name, payload) else { panic!("{name}") };
        assert_eq!(found.repository.to_string(), "acme/shop");
        assert_eq!((found.number, found.head, found.base_ref.as_str()), (7, id("1"), "main"));
    }
}

#[test]
fn a_fork_that_is_gone_makes_no_difference() {
    for head in [json!({ "full_name": "mallory/shop" }), json!(null)] {
        let Event::PullRequest(found) = read("pull_request", pull_request(head.clone())) else { panic!("{head}") };
        assert_eq!((found.repository.to_string().as_str(), found.head), ("acme/shop", id("1")), "{head}");
    }
}

#[test]
fn a_merge_group_and_a_push_name_two_commits() {
    let group = json!({ "action": "checks_requested", "merge_group": { "head_sha": id("1"), "base_sha": id("2") } });
    assert_eq!(read("merge_group", group), Event::MergeGroup { head: id("1"), base: id("2"), repository: None });

    let push = |before: &str, after: &str| json!({ "ref": "refs/heads/x", "before": before, "after": after, "repository": { "default_branch": "main" } });
    let expected = |before: Option<String>, after: Option<String>| Event::Push {
        repository: None,
        before,
        after,
        default_branch: Some("main".to_owned()),
    };
    assert_eq!(read("push", push(&id("1"), &id("2"))), expected(Some(id("1")), Some(id("2"))));
    assert_eq!(read("push", push(&id("0"), &id("2"))), expected(None, Some(id("2"))));
    assert_eq!(read("push", push(&id("1"), &id("0"))), expected(Some(id("1")), None));
}

#[test]
fn the_run_of_another_workflow_names_a_branch_and_a_commit() {
    let payload = |event: &str, repository: Value| {
        json!({
            "action": "completed",
            "workflow_run": {
                "event": event, "head_branch": "beta", "head_sha": id("1"), "pull_requests": [], "head_repository": repository,
            },
            "repository": { "full_name": "acme/shop", "default_branch": "main" },
        })
    };
    let fork = json!({ "full_name": "mallory/shop", "owner": { "login": "mallory" } });
    let Event::WorkflowRun { repository, head_owner, head_branch, head, number } =
        read("workflow_run", payload("pull_request", fork.clone()))
    else {
        panic!("the run of a pull request's workflow")
    };
    assert_eq!((repository.to_string().as_str(), head_owner.as_str()), ("acme/shop", "mallory"));
    assert_eq!((head_branch.as_str(), head, number), ("beta", id("1"), None));
    let mut named = payload("pull_request", fork.clone());
    named["workflow_run"]["pull_requests"] = json!([{ "number": 7 }, { "number": 8 }]);
    let Event::WorkflowRun { number, .. } = read("workflow_run", named) else { panic!("the same") };
    assert_eq!(number, Some(7));
    // Nothing is to be commented on where no pull request was, or its fork is gone.
    for payload in [payload("push", fork), payload("pull_request", Value::Null)] {
        assert_eq!(read("workflow_run", payload).says(), Says::InTheSummary);
    }
}

#[test]
fn each_event_says_its_outcome_where_somebody_reads_it() {
    let own = || json!({ "full_name": "acme/shop" });
    let group = json!({ "merge_group": { "head_sha": id("1"), "base_sha": id("2") } });
    let push = |after: &str| json!({ "before": id("3"), "after": id(after) });
    for (name, payload, says) in [
        ("pull_request", pull_request(own()), Says::OnThePullRequest),
        ("pull_request_target", pull_request(Value::Null), Says::OnThePullRequest),
        ("pull_request_review", pull_request(own()), Says::OnThePullRequest),
        ("merge_group", group, Says::InAnnotations),
        ("push", push("1"), Says::InAnnotations),
        ("push", push("0"), Says::InTheSummary),
        ("workflow_dispatch", json!({}), Says::InTheSummary),
        ("schedule", json!({}), Says::InTheSummary),
    ] {
        assert_eq!(read(name, payload).says(), says, "{name}");
    }
}

#[test]
fn an_event_without_commits_is_refused_with_the_way_out() {
    assert_eq!(read("workflow_dispatch", json!({})), Event::Other { name: "workflow_dispatch".to_owned() });
    for name in ["issue_comment", "check_run", "release"] {
        let error = Event::from_json(name, "{}").unwrap_err();
        assert_eq!(error.to_string(), format!("the event `{name}` names no commits to compare"));
        assert!(error.advice().is_some_and(|help| help.contains("merge_group")), "{error:?}");
    }
}

#[test]
fn a_payload_without_the_facts_says_which() {
    let fault = |name: &str, payload: &str| Event::from_json(name, payload).unwrap_err().to_string();
    assert!(fault("pull_request", "{}").contains("/repository/full_name"));
    assert!(fault("merge_group", "{}").contains("/merge_group/head_sha"));
    assert!(fault("push", "not json").contains("not JSON"));
    // Nothing says that the branch is gone: that is no reason to judge nothing.
    for payload in ["{}", r#"{"pull_request": {"number": 7}}"#, r#"{"after": null}"#, r#"{"after": 5}"#] {
        assert!(fault("push", payload).contains("`/after`"), "{payload}");
    }
    let option = r#"{"merge_group": {"head_sha": "--upload-pack=evil", "base_sha": ""}}"#;
    assert!(fault("merge_group", option).contains("not a commit id"));
}

#[test]
fn the_payload_comes_from_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("event.json");
    assert!(Event::from_file("push", &path).unwrap_err().to_string().contains("event.json"));
    std::fs::write(&path, format!("\u{feff}{{\"after\": \"{}\"}}", id("1"))).unwrap();
    let Event::Push { after, .. } = Event::from_file("push", &path).unwrap() else { panic!("a push") };
    assert_eq!(after, Some(id("1")));
}
