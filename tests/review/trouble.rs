//! What goes wrong on the way, and what is said then.

use crate::github::fake::{Fake, Fault, File, State};
use crate::posting::count;
use crate::*;
use rolloutlint::github::{Capability, Conclusion, Said};
use std::time::Instant;

/// A finding on each of eight lines, all of them in the diff.
fn eight() -> Report {
    report((5..=12).map(|line| finding(PLAN, line..=line)).collect())
}

fn refuse(status: u16, headers: &[(&'static str, &str)], message: &'static str) -> Fault {
    let headers = headers.iter().map(|(name, value)| (*name, value.to_string())).collect();
    Fault::Refuse { status, headers, message }
}

#[test]
fn a_refused_place_costs_only_its_own_comment() {
    let bad = "rollouts/bad.md";
    let files = vec![plan(), File { path: bad.to_owned(), ..plan() }];
    let fake = Fake::start(State::new(files));
    fake.change(|state| state.refused_paths = vec![bad.to_owned()]);
    let mut report = eight();
    report.findings.insert(3, finding(bad, 6..=6));

    let outcome = run(&fake, &report);
    assert_eq!(outcome.conclusion, Conclusion::Written);
    assert_eq!((count(&outcome, Said::InThread), count(&outcome, Said::InSummary)), (8, 1));
    assert_eq!(fake.state().threads.len(), 8);
    assert!(fake.state().comments[0].body.contains(bad), "the refused one is said in the summary");
}

#[test]
fn a_place_outside_the_diff_that_we_took_for_inside_is_said_all_the_same() {
    let fake = Fake::start(State::new(vec![File { hides_patch: true, hunks: vec![hunk(5..9, 5..9)], ..plan() }]));
    let request = ReviewRequest { hunks: HashMap::from([(PLAN.to_owned(), plan().hunks)]), ..request() };
    let mut report = eight();
    report.findings.push(finding(PLAN, 99..=99));
    let outcome = review(&report, &request, &credentials(&fake), &options()).unwrap();
    assert_eq!((count(&outcome, Said::InThread), count(&outcome, Said::InSummary)), (4, 5));
}

#[test]
fn a_token_that_may_only_read_is_told_apart() {
    let fake = start();
    fake.change(|state| state.account().may_write = false);
    let outcome = run(&fake, &eight());
    let reason = "the token may not do this: Resource not accessible by integration".to_owned();
    assert_eq!(outcome.conclusion, Conclusion::ReadOnly { reason });
    assert_eq!((outcome.capability, outcome.done.opened), (Capability::ReadOnly, 0));
    assert!(outcome.to_string().contains("`pull-requests: write` would lift that"), "{outcome}");
    assert_eq!(fake.count("POST"), 1, "one try is enough");
}

#[test]
fn a_limited_rate_is_waited_out() {
    let fake = start();
    let slow_down = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.";
    fake.change(|state| state.faults.push_back(refuse(403, &[("retry-after", "1")], slow_down)));
    let begin = Instant::now();
    assert_eq!(run(&fake, &eight()).conclusion, Conclusion::Written);
    assert!(begin.elapsed() >= Duration::from_secs(1));
    assert_eq!(fake.state().reviews.len(), 1);
}

#[test]
fn patience_has_an_end() {
    let used_up = [("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "4102444800")];
    for limit in [
        refuse(403, &[("retry-after", "61")], "slow down"),
        refuse(403, &[], "You have exceeded a secondary rate limit."),
        refuse(429, &[], "You have exceeded a secondary rate limit."),
        refuse(403, &[], "You have triggered an abuse detection mechanism."),
        refuse(403, &used_up, "API rate limit exceeded"),
        refuse(429, &[], "too many"),
    ] {
        let fake = start();
        fake.change(|state| state.faults.push_back(limit.clone()));
        let outcome = run(&fake, &eight());
        let Conclusion::RateLimited { reason } = &outcome.conclusion else { panic!("{limit:?}: {outcome:?}") };
        assert!(reason.contains("seconds more, until ") && reason.contains("UTC"), "{reason}");
        assert_eq!((outcome.done.opened, fake.count("POST")), (0, 1));
    }
}

#[test]
fn a_newer_head_silences_the_old_one() {
    let fake = start();
    fake.change(|state| state.head = "2".repeat(40));
    let outcome = run(&fake, &eight());
    assert_eq!(outcome.conclusion, Conclusion::Superseded { head: "2".repeat(40) });
    assert_eq!((outcome.done.opened, fake.count("POST")), (0, 0));
}

#[test]
fn a_head_that_moves_while_we_read_is_noticed_before_the_first_write() {
    let fake = start();
    fake.change(|state| state.next_head = Some((1, "2".repeat(40))));
    let outcome = run(&fake, &eight());
    assert_eq!(outcome.conclusion, Conclusion::Superseded { head: "2".repeat(40) });
    assert_eq!(fake.count("POST"), 0);
}

#[test]
fn a_force_push_during_a_write_is_no_bad_place() {
    let fake = start();
    fake.change(|state| {
        state.next_head = Some((2, "2".repeat(40)));
        state.faults.push_back(refuse(422, &[], "Commit is not part of the pull request"));
    });
    let outcome = run(&fake, &eight());
    assert_eq!(outcome.conclusion, Conclusion::Superseded { head: "2".repeat(40) });
    assert_eq!((outcome.done.opened, fake.count("POST")), (0, 1));
}

#[test]
fn a_lost_answer_does_not_double_the_review() {
    let fake = start();
    fake.change(|state| state.faults.push_back(Fault::DoneButUnsaid));
    let outcome = run(&fake, &eight());
    assert_eq!((count(&outcome, Said::InThread), outcome.conclusion), (8, Conclusion::Written));
    assert_eq!((fake.state().reviews.len(), fake.state().threads.len()), (1, 8));
}

#[test]
fn a_server_that_fails_before_the_deed_is_asked_again_and_not_for_ever() {
    let fake = start();
    fake.change(|state| state.faults.push_back(refuse(502, &[], "Bad Gateway")));
    assert_eq!(run(&fake, &eight()).conclusion, Conclusion::Written);
    assert_eq!((fake.state().reviews.len(), fake.state().threads.len()), (1, 8));

    let fake = start();
    fake.change(|state| state.faults.extend(vec![refuse(500, &[], "oops"); 9]));
    let outcome = run(&fake, &eight());
    let Conclusion::Failed { reason } = &outcome.conclusion else { panic!("{outcome:?}") };
    assert!(reason.contains("500"), "{reason}");
    assert_eq!((outcome.done.opened, fake.count("POST")), (0, 3));
}

#[test]
fn a_draft_review_of_the_same_person_is_no_bad_place() {
    let fake = start();
    fake.change(|state| {
        state.faults.push_back(refuse(422, &[], "User can only have one pending review per pull request"))
    });
    let outcome = run(&fake, &eight());
    assert!(matches!(outcome.conclusion, Conclusion::Failed { .. }), "{outcome:?}");
    assert_eq!(fake.count("POST"), 1);
}

#[test]
fn what_cannot_be_read_is_an_error_without_secrets() {
    let fake = start();
    let stranger = Credentials { token: Token::new("ghp_unknown").unwrap(), ..credentials(&fake) };
    let error = review(&eight(), &request(), &stranger, &options()).unwrap_err();
    assert_eq!(error.to_string(), "cannot read pull request 7 of acme/shop");
    assert_eq!(error.cause().unwrap(), "GitHub does not accept the token");
    assert!(!format!("{stranger:?}").contains("ghp_unknown"));

    let other = ReviewRequest { number: 8, ..request() };
    let error = review(&eight(), &other, &credentials(&fake), &options()).unwrap_err();
    assert_eq!(error.cause().unwrap(), "not found, or not visible to the token");

    let nowhere = Credentials { api_url: "http://127.0.0.1:1".to_owned(), ..credentials(&fake) };
    let error = review(&eight(), &request(), &nowhere, &options()).unwrap_err();
    assert!(error.cause().unwrap().contains("refused"), "{error:?}");
}

#[test]
fn credentials_are_checked_before_anything_is_sent() {
    let fake = start();
    let plain = Credentials { api_url: "http://github.example".to_owned(), ..credentials(&fake) };
    let odd = Credentials { graphql_url: fake.address.clone(), ..credentials(&fake) };
    for bad in [plain, odd] {
        let error = review(&eight(), &request(), &bad, &options()).unwrap_err();
        assert!(error.to_string().starts_with("cannot sign in to GitHub: "), "{error}");
    }
    let options = Options { instance: "a-->b".to_owned(), ..options() };
    assert!(review(&eight(), &request(), &credentials(&fake), &options).is_err());
    assert_eq!(fake.state().requests.len(), 0);
}
