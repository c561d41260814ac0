//! Whether those who decide approved: what the commit status says in each situation, and that the
//! exit code never changes by it.

use crate::github::fake::{Fake, PersonsReview, TOKEN};
use crate::program::{Origin, PLAN as CHECKOUT};
use crate::support::{Repo, compare_or_update, compliant, root};
use serde_json::{Value, json};

const CONTEXT: &str = "rolloutlint/approvals";

/// A pull request that records 1→2, whose plan has all that Stage 2 asks for, decided by
/// `deciders`. `config` is the base's configuration.
fn recorded(deciders: &str, config: &str) -> Origin {
    let before = compliant("stage-1");
    let row = format!(
        "| 2026-03-11 | 1→2 | Proceed with exception | The pilot asked for it, the rest is waived | {deciders} |\n"
    );
    let last = before.lines().rfind(|line| line.starts_with("| 2026-")).expect("a row").to_owned() + "\n";
    let after = before.replace(&last, &format!("{last}{row}"));
    Origin::with_config(&before, &after, config)
}

const ASKED: &str = "approvals: required\npeople: { Priya Nair: priya-n, Tomas Lindqvist: tlq }\n";

fn review(login: &str, state: &str, commit: &str) -> PersonsReview {
    PersonsReview {
        login: login.to_owned(),
        is_bot: login.ends_with("[bot]"),
        state: state.to_owned(),
        commit: Some(commit.to_owned()),
    }
}

/// The state and the description of the newest status of the pull request's head.
fn status(fake: &Fake, commit: &str) -> (String, String) {
    let state = fake.state();
    let found = state.statuses.iter().rfind(|status| status.commit == commit && status.context == CONTEXT);
    let found = found.unwrap_or_else(|| panic!("no status of {commit}: {:?}", state.statuses));
    (found.state.clone(), found.description.clone())
}

/// The exit code that the same pull request has where nobody asks for approvals.
fn code_without(origin: &Origin) -> i32 {
    let fake = origin.github();
    let config = ["--fail-on", "error"];
    let mut event = origin.event();
    event["pull_request"]["base"]["ref"] = json!("main");
    let run = origin.review_of("pull_request", event, &origin.checkout(None), &fake, None, &config).0;
    run.code
}

#[test]
fn the_status_says_in_each_situation_whether_those_who_decide_agree() {
    let one = "Priya Nair";
    let two = "Priya Nair, Tomas Lindqvist";
    let bot = "renovate[bot]";
    type Reviews<'a> = &'a [(&'a str, &'a str)];
    let cases: [(&str, &str, &str, Reviews, &str, &str); 14] = [
        ("nobody approved", one, "tlq", &[], "failure", "1→2 is decided by Priya Nair, who has not approved it"),
        ("approved", one, "tlq", &[("priya-n", "APPROVED")], "success", "1→2 is decided by Priya Nair"),
        (
            "approved in other letters",
            one,
            "tlq",
            &[("Priya-N", "APPROVED")],
            "success",
            "1→2 is decided by Priya Nair",
        ),
        ("the author decides", one, "priya-n", &[], "success", "1→2 is decided by Priya Nair"),
        ("a bot approves", one, "tlq", &[(bot, "APPROVED")], "failure", "who has not approved it"),
        (
            "two decide, one is missing",
            two,
            "sam",
            &[("priya-n", "APPROVED")],
            "failure",
            "Tomas Lindqvist, who has not approved it",
        ),
        (
            "two decide, the author and another",
            two,
            "tlq",
            &[("priya-n", "APPROVED")],
            "success",
            "decided by Priya Nair, Tomas Lindqvist",
        ),
        ("dismissed", one, "tlq", &[("priya-n", "DISMISSED")], "failure", "whose approval was dismissed"),
        ("asks for changes", one, "tlq", &[("priya-n", "CHANGES_REQUESTED")], "failure", "who asks for changes"),
        (
            "asks for changes after approving",
            one,
            "tlq",
            &[("priya-n", "APPROVED"), ("priya-n", "CHANGES_REQUESTED")],
            "failure",
            "who asks for changes",
        ),
        (
            "approves after asking",
            one,
            "tlq",
            &[("priya-n", "CHANGES_REQUESTED"), ("priya-n", "APPROVED")],
            "success",
            "1→2 is decided",
        ),
        (
            "comments after approving",
            one,
            "tlq",
            &[("priya-n", "APPROVED"), ("priya-n", "COMMENTED")],
            "success",
            "1→2 is decided",
        ),
        (
            "nobody knows the decider",
            "Ann Lee",
            "tlq",
            &[("ann", "APPROVED")],
            "failure",
            "nobody knows the login of Ann Lee",
        ),
        ("a login decides", "@ann", "tlq", &[("ann", "APPROVED")], "success", "1→2 is decided by @ann"),
    ];
    for (name, deciders, author, reviews, state, description) in cases {
        let origin = recorded(deciders, ASKED);
        let fake = origin.github();
        fake.change(|state| {
            state.author = author.to_owned();
            state.persons_reviews = reviews.iter().map(|(login, state)| review(login, state, &origin.head)).collect();
        });
        for is_rest in [false, true] {
            fake.change(|state| {
                state.graphql_is_old = is_rest;
                state.statuses.clear();
            });
            let run = origin.review(&origin.checkout(Some("--depth=1")), &fake, Some(TOKEN), &[]);
            let (found, told) = status(&fake, &origin.head);
            assert_eq!(found, state, "{name}: {told}\n{}{}", run.out, run.err);
            assert!(told.contains(description), "{name}: {told}");
            assert_eq!(
                run.code,
                code_without(&origin),
                "{name}: approvals change no exit code\n{}{}",
                run.out,
                run.err
            );
            let summary = fake.state().comments[0].body.clone();
            let sign = if state == "success" { "✅" } else { "⛔" };
            assert!(summary.contains(&format!("{sign} `{CONTEXT}`: ")), "{name}: {summary}");
        }
    }
}

/// A newer commit on the branch, and what GitHub says then.
fn push(origin: Origin, fake: &Fake, change: impl Fn(&Repo)) -> Origin {
    origin.repo.git(&["checkout", "-q", "beta"]);
    change(&origin.repo);
    origin.repo.commit("Go on", "2026-03-12");
    let head = origin.repo.git(&["rev-parse", "HEAD"]);
    origin.repo.git(&["update-ref", "refs/pull/7/merge", "HEAD"]);
    origin.repo.git(&["checkout", "-q", "main"]);
    fake.change(|state| state.head = head.clone());
    Origin { head, ..origin }
}

#[test]
fn an_approval_is_for_the_rows_and_the_gates_that_were_there() {
    type Change<'a> = &'a dyn Fn(&Repo);
    let edit = |repo: &Repo, from: &str, to: &str| {
        let text = repo.read(CHECKOUT);
        assert!(text.contains(from), "{from}");
        repo.write(CHECKOUT, text.replace(from, to));
    };
    let readme: Change = &|repo| repo.write("README.md", "# Shop\n");
    let words: Change = &|repo| edit(repo, "One page instead of four", "One page in place of four");
    let row: Change = &|repo| edit(repo, "The pilot asked for it", "The board asked for it");
    let gate: Change = &|repo| edit(repo, "Support team briefed", "Support team told");
    for (name, change, state, description) in [
        ("a README", readme, "success", "1→2 is decided by Priya Nair"),
        ("other words of the plan", words, "success", "1→2 is decided by Priya Nair"),
        ("the row", row, "failure", "Priya Nair approved 1→2 before its rows or its gates"),
        ("a gate", gate, "failure", "Priya Nair approved 1→2 before its rows or its gates"),
    ] {
        for depth in [None, Some("--depth=1")] {
            let origin = recorded("Priya Nair", ASKED);
            let fake = origin.github();
            fake.change(|state| state.persons_reviews = vec![review("priya-n", "APPROVED", &origin.head)]);
            let origin = push(origin, &fake, change);
            let run = origin.review(&origin.checkout(depth), &fake, Some(TOKEN), &[]);
            let (found, told) = status(&fake, &origin.head);
            assert_eq!(found, state, "{name} {depth:?}: {told}\n{}{}", run.out, run.err);
            assert!(told.contains(description), "{name}: {told}");
        }
    }
}

#[test]
fn those_who_may_decide_are_asked_for() {
    let with = |deciders: &str| format!("{ASKED}deciders: {{ {deciders} }}\n");
    for (config, deciders, state, description) in [
        (with("\"1→2\": [tlq]"), "Priya Nair", "failure", "1→2 is decided by Priya Nair, and needs one of @tlq"),
        (with("\"1→2\": [tlq, Priya Nair]"), "Priya Nair", "success", ""),
        (with("last: [tlq]"), "Priya Nair", "success", ""),
        (with("\"1→2\": { of: [tlq, priya-n], at-least: 2 }"), "Priya Nair", "failure", "needs 2 of @tlq, @priya-n"),
        (with("\"1→2\": { of: [tlq, priya-n], at-least: 2 }"), "Priya Nair, Tomas Lindqvist", "success", ""),
    ] {
        let origin = recorded(deciders, &config);
        let fake = origin.github();
        fake.change(|state| state.persons_reviews = vec![review("priya-n", "APPROVED", &origin.head)]);
        let run = origin.review(&origin.checkout(None), &fake, Some(TOKEN), &[]);
        let (found, told) = status(&fake, &origin.head);
        assert_eq!((found.as_str(), told.contains(description)), (state, true), "{config}: {told}\n{}", run.err);
    }
}

#[test]
fn what_is_only_reported_keeps_nothing_up() {
    let origin = recorded("Priya Nair", &ASKED.replace("required", "reported"));
    let fake = origin.github();
    origin.review(&origin.checkout(None), &fake, Some(TOKEN), &[]);
    let (state, told) = status(&fake, &origin.head);
    assert_eq!((state.as_str(), told.contains("has not approved it")), ("success", true), "{told}");

    let origin = recorded("Priya Nair", "fail-on: error\n");
    let fake = origin.github();
    origin.review(&origin.checkout(None), &fake, Some(TOKEN), &[]);
    assert_eq!(fake.state().statuses, [], "nobody asks, nobody is told");
    assert!(!fake.state().requests.iter().any(|seen| seen.body.to_string().contains("reviews(")));
}

#[test]
fn the_status_is_written_once_and_by_whichever_event_comes_last() {
    let origin = recorded("Priya Nair", ASKED);
    let fake = origin.github();
    let review_of =
        |name: &str, event: Value| origin.review_of(name, event, &origin.checkout(None), &fake, Some(TOKEN), &[]).0;
    review_of("pull_request", origin.event());
    assert!(review_of("pull_request", origin.event()).err.contains("(as before)"));
    assert_eq!(fake.state().statuses.len(), 1);
    fake.change(|state| state.persons_reviews = vec![review("priya-n", "APPROVED", &origin.head)]);
    let run = review_of("pull_request_review", origin.event());
    assert_eq!(status(&fake, &origin.head).0, "success", "{}", run.err);
    // The run of an older event says what holds now.
    review_of("pull_request", origin.event());
    assert_eq!((status(&fake, &origin.head).0.as_str(), fake.state().statuses.len()), ("success", 2));
}

#[test]
fn a_fork_gets_its_status_from_the_run_that_may_write() {
    let origin = recorded("Priya Nair", ASKED);
    let fake = origin.github();
    fake.change(|state| {
        state.head_repository = Some("mallory/shop".to_owned());
        state.author = "mallory".to_owned();
        state.account().may_write_statuses = false;
    });
    let code = code_without(&origin);
    let run = origin.review(&origin.checkout(None), &fake, Some(TOKEN), &[]);
    assert_eq!((run.code, fake.state().statuses.len()), (code, 0), "{}{}", run.out, run.err);
    assert!(run.err.contains("`statuses: write`"), "{}", run.err);
    let run = origin.review(&origin.checkout(None), &fake, None, &[]);
    assert_eq!(run.code, code);
    assert!(run.err.contains("nobody could see who approved 1→2 (not written: there is no token)"), "{}", run.err);

    fake.change(|state| state.account().may_write_statuses = true);
    let event = origin.event_after("mallory", json!([]));
    let (run, _) = origin.review_of("workflow_run", event, &origin.checkout_of_main(None), &fake, Some(TOKEN), &[]);
    assert_eq!(status(&fake, &origin.head).0, "failure", "{}", run.err);
}

#[test]
fn reviews_that_nobody_may_see_are_no_approval() {
    let origin = recorded("Priya Nair", ASKED);
    let fake = origin.github();
    fake.change(|state| state.hides_reviews = true);
    let run = origin.review(&origin.checkout(None), &fake, Some(TOKEN), &[]);
    let (state, told) = status(&fake, &origin.head);
    assert_eq!((state.as_str(), told.as_str()), ("error", "nobody could see who approved 1→2"), "{}", run.err);
    assert_eq!(run.code, code_without(&origin));
}

#[test]
fn a_merge_queue_takes_only_what_was_green() {
    let origin = recorded("Priya Nair", ASKED);
    let fake = origin.github();
    let merged = origin.repo.git(&["rev-parse", "refs/pull/7/merge"]);
    let repository = json!({ "full_name": "acme/shop", "default_branch": "main" });
    let group = json!({ "merge_group": { "head_sha": merged, "base_sha": origin.base }, "repository": repository });
    origin.review_of("merge_group", group, &origin.checkout(None), &fake, Some(TOKEN), &[]);
    assert_eq!(status(&fake, &merged).0, "success");
}

#[test]
fn what_was_seen_is_kept_for_an_audit() {
    let origin = recorded("Priya Nair", ASKED);
    let fake = origin.github();
    fake.change(|state| state.persons_reviews = vec![review("priya-n", "APPROVED", &origin.head)]);
    let checkout = origin.checkout(None);
    origin.review(&checkout, &fake, Some(TOKEN), &["--approvals-out", "approvals.json"]);
    let kept: Value = serde_json::from_str(&checkout.read("approvals.json")).expect("JSON");
    assert_eq!((&kept["version"], &kept["author"], &kept["head"]), (&json!(1), &json!("tlq"), &json!(origin.head)));
    let review = json!({ "login": "priya-n", "is_bot": false, "verdict": "approved", "commit": origin.head, "at": "2026-03-12T10:00:00Z" });
    assert_eq!(kept["reviews"], json!([review]));
    assert_eq!(kept["decisions"][0]["approved_by"], json!([review]));
    assert_eq!((&kept["decisions"][0]["step"], &kept["status"]["state"]), (&json!("1→2"), &json!("success")));
}

#[test]
fn a_dry_run_says_what_the_status_would_be() {
    let origin = recorded("Priya Nair", ASKED);
    let fake = origin.github();
    let run = origin.review(&origin.checkout(None), &fake, Some(TOKEN), &["--dry-run"]);
    assert!(run.out.contains(&format!("set the status {CONTEXT} to failure: ")), "{}", run.out);
    assert_eq!(fake.state().statuses, []);
}

/// What the status says in each situation, to be read by a person: `tests/snapshots/approvals.txt`.
#[test]
fn the_table_of_approvals() {
    let mut table = String::new();
    let mut row = |situation: &str, found: (String, String), code: i32| {
        table.push_str(&format!("{situation:<34} {:<8} exit {code}  {}\n", found.0, found.1));
    };
    let edit_row = |repo: &Repo| {
        let text = repo.read(CHECKOUT).replace("The pilot asked for it", "The board asked for it");
        repo.write(CHECKOUT, text);
    };
    let readme = |repo: &Repo| repo.write("README.md", "# Shop\n");
    let nothing = |_: &Repo| {};
    let approved: &[(&str, &str)] = &[("priya-n", "APPROVED")];
    type Reviews<'a> = &'a [(&'a str, &'a str)];
    type Push<'a> = Option<&'a dyn Fn(&Repo)>;
    let both = "Priya Nair, Tomas Lindqvist";
    let cases: [(&str, &str, &str, Reviews, Push); 12] = [
        ("not approved", "Priya Nair", "sam", &[], None),
        ("approved", "Priya Nair", "sam", approved, None),
        ("approved, then the row edited", "Priya Nair", "sam", approved, Some(&edit_row)),
        ("approved, then a README pushed", "Priya Nair", "sam", approved, Some(&readme)),
        ("approved, then an empty commit", "Priya Nair", "sam", approved, Some(&nothing)),
        ("the author is the decider", "Priya Nair", "priya-n", &[], None),
        ("only a bot approved", "Priya Nair", "sam", &[("renovate[bot]", "APPROVED")], None),
        ("two deciders, one is missing", both, "sam", approved, None),
        ("dismissed", "Priya Nair", "sam", &[("priya-n", "DISMISSED")], None),
        ("changes requested", "Priya Nair", "sam", &[("priya-n", "CHANGES_REQUESTED")], None),
        ("nobody knows the decider's login", "Ann Lee", "sam", approved, None),
        ("somebody else approved", "Priya Nair", "sam", &[("tlq", "APPROVED")], None),
    ];
    for (situation, deciders, author, reviews, pushed) in cases {
        let origin = recorded(deciders, ASKED);
        let fake = origin.github();
        fake.change(|state| {
            state.author = author.to_owned();
            state.persons_reviews = reviews.iter().map(|(login, state)| review(login, state, &origin.head)).collect();
        });
        let origin = match pushed {
            Some(change) => push(origin, &fake, change),
            None => origin,
        };
        let run = origin.review(&origin.checkout(None), &fake, Some(TOKEN), &[]);
        row(situation, status(&fake, &origin.head), run.code);
    }
    // A fork's own run may write nothing; the one after it may.
    let origin = recorded("Priya Nair", ASKED);
    let fake = origin.github();
    fake.change(|state| {
        state.head_repository = Some("mallory/shop".to_owned());
        state.author = "mallory".to_owned();
        state.account().may_write_statuses = false;
    });
    let run = origin.review(&origin.checkout(None), &fake, Some(TOKEN), &[]);
    let none = fake.state().statuses.is_empty();
    row(
        "a fork, its own run",
        (if none { "none" } else { "written" }.to_owned(), "(no permission: said in the log)".to_owned()),
        run.code,
    );
    fake.change(|state| state.account().may_write_statuses = true);
    let event = origin.event_after("mallory", json!([]));
    let (run, _) = origin.review_of("workflow_run", event, &origin.checkout_of_main(None), &fake, Some(TOKEN), &[]);
    row("a fork, the run after it", status(&fake, &origin.head), run.code);
    let merged = origin.repo.git(&["rev-parse", "refs/pull/7/merge"]);
    let repository = json!({ "full_name": "acme/shop", "default_branch": "main" });
    let group = json!({ "merge_group": { "head_sha": merged, "base_sha": origin.base }, "repository": repository });
    let (run, _) = origin.review_of("merge_group", group, &origin.checkout(None), &fake, Some(TOKEN), &[]);
    row("a merge group", status(&fake, &merged), run.code);
    compare_or_update(&root().join("tests/snapshots/approvals.txt"), &table);
}
