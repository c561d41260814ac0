//! What is compared is what the pull request asks for now, whatever an old event or an earlier job
//! says.

use crate::github::fake::{Fake, TOKEN};
use crate::program::{Origin, PLAN, unrecorded};
use crate::*;
use rolloutlint::github::Conclusion;
use serde_json::{Value, json};

/// The event of a time when the pull request was meant for the branch `stack`, which holds the move
/// already.
fn for_the_stack(origin: &Origin) -> Value {
    let mut event = origin.event();
    event["pull_request"]["base"] = json!({ "sha": origin.head, "ref": "stack", "repo": { "full_name": "acme/shop" } });
    event
}

/// An unrecorded move, and a branch that holds it already.
fn stacked() -> (Origin, Fake) {
    let origin = unrecorded();
    origin.repo.git(&["branch", "stack", &origin.head]);
    let fake = origin.github();
    fake.change(|state| drop(state.branches.insert("stack".to_owned(), (origin.head.clone(), origin.head.clone()))));
    (origin, fake)
}

#[test]
fn an_old_run_that_runs_again_after_a_new_base_stays_red_and_writes_nothing() {
    for depth in [None, Some("--depth=1")] {
        let (origin, fake) = stacked();
        let review =
            |event: Value| origin.review_of("pull_request", event, &origin.checkout(depth), &fake, Some(TOKEN), &[]);
        fake.change(|state| state.base_ref = "stack".to_owned());
        let (first, _) = review(for_the_stack(&origin));
        assert_eq!((first.code, fake.state().writes), (0, 0), "{depth:?}: {}{}", first.out, first.err);

        fake.change(|state| state.base_ref = "main".to_owned());
        let (edited, _) = review(origin.event());
        assert_eq!((edited.code, fake.state().threads.len()), (1, 1), "{}{}", edited.out, edited.err);
        let (seen, writes) = (fake.state().seen(), fake.state().writes);

        let (again, report) = review(for_the_stack(&origin));
        assert_eq!((again.code, &report["base"]), (1, &json!(origin.merge_base)), "{}{}", again.out, again.err);
        assert!(again.err.contains("the pull request has main by now"), "{}", again.err);
        assert_eq!((fake.state().seen(), fake.state().writes), (seen, writes));
    }
}

#[test]
fn an_old_run_of_an_older_commit_writes_nothing_either() {
    let (origin, fake) = stacked();
    origin.review(&origin.checkout(None), &fake, Some(TOKEN), &[]);
    let seen = fake.state().seen();
    let newer = "2".repeat(40);
    // What GitHub knows of the older commit is told by its branch.
    fake.change(|state| state.shown_head = Some(newer.clone()));
    let (run, _) =
        origin.review_of("pull_request", for_the_stack(&origin), &origin.checkout(None), &fake, Some(TOKEN), &[]);
    assert_eq!(run.code, 1, "{}{}", run.out, run.err);
    assert!(run.err.contains("superseded"), "{}", run.err);
    assert_eq!(fake.state().seen(), seen);
}

#[test]
fn without_an_answer_nothing_is_green() {
    let (origin, fake) = stacked();
    let nowhere = [("GITHUB_API_URL", "http://127.0.0.1:1"), ("GITHUB_GRAPHQL_URL", "http://127.0.0.1:1/graphql")];
    let (run, _) = origin.review_in(
        "pull_request",
        for_the_stack(&origin),
        &origin.checkout(None),
        &fake,
        Some(TOKEN),
        &[],
        &nowhere,
    );
    assert_eq!(run.code, 2, "{}{}", run.out, run.err);
    assert!(run.err.contains("cannot read pull request 7 of acme/shop"), "{}", run.err);
    // Without a token the event counts, and the run says so.
    let (run, _) = origin.review_of("pull_request", for_the_stack(&origin), &origin.checkout(None), &fake, None, &[]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    assert!(run.err.contains("without a token the base is what the event says: stack"), "{}", run.err);
}

#[test]
fn a_branch_that_an_earlier_job_left_is_not_the_base() {
    let (origin, fake) = stacked();
    let older = origin.repo.git(&["commit-tree", "-m", "Before", &format!("{}^{{tree}}", origin.merge_base)]);
    for (left, token) in [(&origin.head, Some(TOKEN)), (&older, Some(TOKEN)), (&older, None)] {
        let checkout = origin.checkout(None);
        checkout.git(&["fetch", "-q", "origin", left]);
        checkout.git(&["update-ref", "refs/remotes/origin/main", left]);
        let (run, report) = origin.review_of("pull_request", origin.event(), &checkout, &fake, token, &[]);
        assert_eq!((run.code, &report["base"]), (1, &json!(origin.merge_base)), "{}{}", run.out, run.err);
    }
}

#[test]
fn a_base_that_changes_while_we_read_is_noticed_before_the_first_write() {
    let fake = start();
    fake.change(|state| state.next_base = Some((1, "next".to_owned())));
    let outcome = run(&fake, &report(vec![finding(PLAN, 7..=7)]));
    assert_eq!(outcome.conclusion, Conclusion::Retargeted { base_ref: "next".to_owned() });
    assert!(outcome.to_string().contains("is for next now"), "{outcome}");
    assert_eq!(fake.state().writes, 0);
}
