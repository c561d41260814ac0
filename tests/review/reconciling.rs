//! What becomes of comments from run to run: each row of the table, what is left alone, and that
//! every way leads to the same end.

use crate::github::fake::{Account, BOT, Comment, Thread};
use crate::posting::count;
use crate::*;
use rolloutlint::config::OutsideDiff;
use rolloutlint::github::{Capability, Conclusion, Said};
use std::sync::Arc;

const NEXT: &str = "2222222222222222222222222222222222222222";

/// A person's account.
fn person(login: &str) -> Account {
    Account {
        login: login.to_owned(),
        kind: "User".to_owned(),
        may_write: true,
        may_write_statuses: true,
        may_resolve: true,
        claims_to_resolve: None,
        knows_itself: true,
    }
}

/// The finding of a line, wherever that is now. A finding is not known by its line, so that it
/// stays the same when the line moves.
fn moved(finding: &Finding, to: u32) -> Finding {
    let mut moved = finding.clone();
    moved.location.span = lines(&moved.location.source, to..=to);
    moved
}

fn at_next(findings: Vec<Finding>) -> Report {
    Report { head: Some(CommitId(NEXT.to_owned())), ..report(findings) }
}

fn run_next(fake: &Fake, findings: Vec<Finding>) -> ReviewOutcome {
    let request = ReviewRequest { head: NEXT.to_owned(), ..request() };
    review(&at_next(findings), &request, &credentials(fake), &options()).expect("a readable pull request")
}

/// A pull request on which one finding was said, and a new commit with the same files.
fn said_on_line_7() -> Fake {
    let fake = start();
    run(&fake, &report(vec![finding(PLAN, 7..=7)]));
    fake.change(|state| state.push(NEXT, vec![plan()], Some));
    fake
}

/// The first comment of the only thread.
fn only_thread(fake: &Fake) -> Thread {
    let state = fake.state();
    let [thread] = &state.threads[..] else { panic!("one thread, not {:#?}", state.threads) };
    thread.clone()
}

// --- the same finding ---

#[test]
fn a_line_added_above_keeps_the_thread() {
    let fake = said_on_line_7();
    fake.change(|state| state.push(NEXT, vec![plan()], |line| Some(line + 1)));
    let before = (only_thread(&fake).comments[0].id, fake.state().notifications);
    run_next(&fake, vec![moved(&finding(PLAN, 7..=7), 8)]);
    assert_eq!((only_thread(&fake).comments[0].id, fake.state().notifications), before);
}

#[test]
fn a_renamed_plan_keeps_the_thread_whether_github_does_or_not() {
    let new = "rollouts/one-page-checkout.md";
    for survives in [true, false] {
        let fake = said_on_line_7();
        let file = File { path: new.to_owned(), previous_path: Some(PLAN.to_owned()), ..plan() };
        fake.change(|state| {
            state.push(NEXT, vec![file.clone()], |line| survives.then_some(line));
            if !survives {
                state.threads[0].path = PLAN.to_owned();
            }
        });
        let before = (only_thread(&fake).comments[0].id, fake.state().notifications);
        // What the plan is known by is its ID.
        let mut same = finding(PLAN, 7..=7);
        same.location.source = source(new);
        run_next(&fake, vec![same]);
        let thread = only_thread(&fake);
        assert_eq!((thread.comments[0].id, fake.state().notifications), before, "{survives}");
        let points_there = thread.comments[0].body.contains("Still open at [`rollouts/one-page-checkout.md` line 7]");
        assert_eq!(points_there, !survives, "{}", thread.comments[0].body);
    }
}

#[test]
fn another_wording_or_severity_edits_the_comment() {
    for severity in [Severity::Error, Severity::Warning] {
        let fake = said_on_line_7();
        let before = (only_thread(&fake).comments[0].id, fake.state().notifications);
        let mut reworded = finding(PLAN, 7..=7);
        reworded.message = "other words".to_owned();
        reworded.severity = severity;
        let outcome = run_next(&fake, vec![reworded.clone()]);
        let thread = only_thread(&fake);
        assert_eq!((thread.comments[0].id, fake.state().notifications), before);
        assert!(thread.comments[0].body.starts_with(&format!("**{severity}:** other words")));
        assert_eq!(outcome.to_string(), "1 comment edited");
        assert_eq!(run_next(&fake, vec![reworded]).conclusion, Conclusion::NothingNew);
    }
}

#[test]
fn a_line_that_changed_is_said_anew_unless_somebody_answered() {
    for answered in [false, true] {
        let fake = said_on_line_7();
        fake.change(|state| {
            if answered {
                state.reply(0, "priya");
            }
            state.push(NEXT, vec![plan()], |line| (line != 7).then_some(line));
        });
        let before = only_thread(&fake).comments[0].id;
        let still = vec![moved(&finding(PLAN, 7..=7), 8)];
        run_next(&fake, still.clone());
        let thread = only_thread(&fake);
        assert_eq!(thread.comments[0].id == before, answered, "{thread:?}");
        assert_eq!(thread.line, (!answered).then_some(8));
        assert_eq!(thread.comments[0].body.contains("Still open at [`rollouts/checkout.md` line 8]"), answered);
        assert_eq!(run_next(&fake, still).conclusion, Conclusion::NothingNew);
    }
}

// --- a finding that is fixed ---

#[test]
fn a_fixed_finding_is_resolved_where_that_is_allowed() {
    let fake = said_on_line_7();
    fake.change(|state| state.account().may_resolve = true);
    let outcome = run_next(&fake, Vec::new());
    assert_eq!((outcome.conclusion, outcome.capability), (Conclusion::Written, Capability::Full));
    let thread = only_thread(&fake);
    assert_eq!(thread.resolved_by.as_deref(), Some(BOT));
    assert!(thread.comments[0].body.starts_with("**Fixed** in 2222222."), "{}", thread.comments[0].body);
    assert!(fake.state().comments.is_empty(), "one finding needs no summary");
    assert_eq!(run_next(&fake, Vec::new()).conclusion, Conclusion::NothingNew);
}

#[test]
fn a_fixed_finding_that_nobody_answered_goes() {
    let fake = said_on_line_7();
    let outcome = run_next(&fake, Vec::new());
    assert_eq!(outcome.capability, Capability::NoResolve);
    assert!(outcome.to_string().contains("`contents: write`"), "{outcome}");
    assert_eq!(fake.state().threads.len(), 0);
    assert_eq!(run_next(&fake, Vec::new()).conclusion, Conclusion::NothingNew);
}

#[test]
fn a_fixed_finding_that_somebody_answered_becomes_a_tombstone() {
    for reaction in [false, true] {
        let fake = said_on_line_7();
        fake.change(|state| match reaction {
            true => state.threads[0].comments[0].reactions = 1,
            false => state.reply(0, "priya"),
        });
        run_next(&fake, Vec::new());
        let thread = only_thread(&fake);
        assert!(thread.comments[0].body.contains("please resolve it by hand"), "{}", thread.comments[0].body);
        assert!(thread.comments[0].body.contains("stage moved on line 7"), "what it said can still be read");
        let summary = &fake.state().comments[0].body;
        assert!(summary.contains("Fixed, to be resolved by hand") && summary.contains("#discussion_r"), "{summary}");
        assert_eq!(run_next(&fake, Vec::new()).conclusion, Conclusion::NothingNew);
    }
}

#[test]
fn a_claim_to_resolve_that_is_not_true_costs_one_try() {
    let fake = start();
    run(&fake, &report((5..=9).map(|line| finding(PLAN, line..=line)).collect()));
    fake.change(|state| {
        state.push(NEXT, vec![plan()], Some);
        state.account().claims_to_resolve = Some(true);
    });
    let outcome = run_next(&fake, Vec::new());
    assert_eq!((outcome.conclusion, outcome.capability), (Conclusion::Written, Capability::NoResolve));
    assert_eq!(fake.state().threads.len(), 0);
    let mutations =
        fake.state().requests.iter().filter(|seen| seen.body.to_string().contains("resolveReviewThread")).count();
    assert_eq!(mutations, 1);
}

#[test]
fn a_tombstone_waits_for_a_person_or_for_the_permission() {
    let fake = said_on_line_7();
    fake.change(|state| state.reply(0, "priya"));
    run_next(&fake, Vec::new());
    // Read by REST, which does not tell whether it was resolved, it is still listed.
    fake.change(|state| state.graphql_is_old = true);
    assert_eq!(run_next(&fake, Vec::new()).conclusion, Conclusion::NothingNew);
    // With the permission it is resolved at last.
    fake.change(|state| {
        state.graphql_is_old = false;
        state.account().may_resolve = true;
    });
    run_next(&fake, Vec::new());
    assert_eq!(only_thread(&fake).resolved_by.as_deref(), Some(BOT));
    assert!(!fake.state().comments[0].body.contains("by hand"), "{}", fake.state().comments[0].body);
    assert_eq!(run_next(&fake, Vec::new()).conclusion, Conclusion::NothingNew);
}

#[test]
fn a_hiccup_of_graphql_says_nothing_of_what_the_token_may_do() {
    for (kind, message) in
        [(None, "Something went wrong while executing your query."), (Some("RATE_LIMIT"), "API rate limit exceeded")]
    {
        let fake = said_on_line_7();
        fake.change(|state| {
            state.account().may_resolve = true;
            state.reply(0, "priya");
        });
        fake.change(|state| state.graphql_faults.push_back((kind, message)));
        let impatient = Options { patience: Duration::ZERO, ..options() };
        let request = ReviewRequest { head: NEXT.to_owned(), ..request() };
        let _ = review(&at_next(Vec::new()), &request, &credentials(&fake), &impatient);
        fake.change(|state| state.mutation_fault = Some((kind, message)));
        let _ = review(&at_next(Vec::new()), &request, &credentials(&fake), &impatient);
        assert!(!fake.state().threads[0].comments[0].body.contains("by hand"), "{message}");
        run_next(&fake, Vec::new());
        assert_eq!(only_thread(&fake).resolved_by.as_deref(), Some(BOT), "{message}");
    }
}

#[test]
fn a_finding_that_only_whispers_now_is_not_called_fixed() {
    let fake = said_on_line_7();
    fake.change(|state| state.account().may_resolve = true);
    let mut whisper = finding(PLAN, 7..=7);
    whisper.severity = Severity::Info;
    run_next(&fake, vec![whisper]);
    let body = only_thread(&fake).comments[0].body.clone();
    assert!(body.starts_with("**No longer raised** at 2222222."), "{body}");
}

// --- a finding that is back ---

#[test]
fn what_is_back_opens_its_thread_again() {
    let fake = said_on_line_7();
    fake.change(|state| state.account().may_resolve = true);
    run_next(&fake, Vec::new());
    let (id, notifications) = (only_thread(&fake).comments[0].id, fake.state().notifications);
    run_next(&fake, vec![finding(PLAN, 7..=7)]);
    let thread = only_thread(&fake);
    assert_eq!((thread.comments[0].id, thread.resolved_by.as_deref()), (id, None));
    assert!(thread.comments[0].body.starts_with("**error:**"));
    assert_eq!(fake.state().notifications, notifications);
    assert_eq!(run_next(&fake, vec![finding(PLAN, 7..=7)]).conclusion, Conclusion::NothingNew);
}

#[test]
fn what_is_back_and_may_not_be_reopened_gets_a_new_thread() {
    for claims in [None, Some(true)] {
        let fake = said_on_line_7();
        fake.change(|state| state.account().may_resolve = true);
        run_next(&fake, Vec::new());
        fake.change(|state| {
            state.account().may_resolve = false;
            state.account().claims_to_resolve = claims;
        });
        run_next(&fake, vec![finding(PLAN, 7..=7)]);
        let state = fake.state();
        assert_eq!(state.threads.len(), 2);
        assert!(state.threads[0].comments[0].body.starts_with("**Fixed**"), "the old one stays as it was");
        assert_eq!(run_next(&fake, vec![finding(PLAN, 7..=7)]).conclusion, Conclusion::NothingNew);
    }
}

#[test]
fn a_tombstone_comes_back_to_life() {
    let fake = said_on_line_7();
    fake.change(|state| state.reply(0, "priya"));
    run_next(&fake, Vec::new());
    run_next(&fake, vec![finding(PLAN, 7..=7)]);
    let thread = only_thread(&fake);
    assert!(thread.comments[0].body.starts_with("**error:**"), "{}", thread.comments[0].body);
    assert!(!fake.state().comments[0].body.contains("by hand"));
}

// --- what people do is theirs ---

#[test]
fn a_persons_resolve_survives() {
    let fake = said_on_line_7();
    fake.change(|state| state.threads[0].resolved_by = Some("priya".to_owned()));
    for wording in ["other words", "and others"] {
        let mut reworded = finding(PLAN, 7..=7);
        reworded.message = wording.to_owned();
        let outcome = run_next(&fake, vec![reworded]);
        assert_eq!(count(&outcome, Said::Acknowledged), 1);
        let thread = only_thread(&fake);
        assert_eq!(thread.resolved_by.as_deref(), Some("priya"));
        assert!(thread.comments[0].body.contains("stage moved on line 7"), "it is left as it is");
        let summary = &fake.state().comments[0].body;
        assert!(summary.contains("## ⛔ 1 error"), "the verdict does not change: {summary}");
        assert!(summary.contains("acknowledged by @&#8203;priya"), "{summary}");
    }
    // Whether it is outdated, or fixed, makes no difference.
    fake.change(|state| state.push(NEXT, vec![plan()], |_| None));
    run_next(&fake, vec![finding(PLAN, 7..=7)]);
    run_next(&fake, Vec::new());
    assert!(only_thread(&fake).comments[0].body.starts_with("**error:**"));
}

#[test]
fn a_person_whose_token_we_have_resolves_by_hand_too() {
    let fake = start();
    fake.change(|state| *state.account() = person("priya"));
    run(&fake, &report(vec![finding(PLAN, 7..=7)]));
    fake.change(|state| state.threads[0].resolved_by = Some("priya".to_owned()));
    let outcome = run(&fake, &report(vec![finding(PLAN, 7..=7)]));
    assert_eq!(count(&outcome, Said::Acknowledged), 1);
}

#[test]
fn whoever_opens_a_resolved_thread_again_is_not_argued_with() {
    let fake = said_on_line_7();
    fake.change(|state| state.account().may_resolve = true);
    run_next(&fake, Vec::new());
    fake.change(|state| state.threads[0].resolved_by = None);
    assert_eq!(run_next(&fake, Vec::new()).conclusion, Conclusion::NothingNew);
}

#[test]
fn what_a_person_made_of_our_comment_is_theirs() {
    let edit = |fake: &Fake| {
        fake.change(|state| {
            let body = &mut state.threads[0].comments[0].body;
            *body = body.replacen("**error:**", "Priya asks the team about this. **error:**", 1);
        });
        only_thread(fake).comments[0].body.clone()
    };
    let mut reworded = finding(PLAN, 7..=7);
    reworded.message = "other words".to_owned();
    for (may_resolve, findings) in [(false, vec![reworded]), (false, Vec::new()), (true, Vec::new())] {
        let fake = said_on_line_7();
        fake.change(|state| state.account().may_resolve = may_resolve);
        let theirs = edit(&fake);
        let is_gone = findings.is_empty();
        run_next(&fake, findings.clone());
        let thread = only_thread(&fake);
        assert_eq!(thread.comments[0].body, theirs);
        assert_eq!(thread.resolved_by.is_some(), may_resolve);
        let summary = fake.state().comments.first().map(|comment| comment.body.clone()).unwrap_or_default();
        assert_eq!(summary.contains("by hand"), is_gone && !may_resolve, "{summary}");
        assert_eq!(run_next(&fake, findings).conclusion, Conclusion::NothingNew);
    }
}

/// A pull request with one comment like our own first one, by `author`.
fn copied(author: &str, change: impl Fn(&str) -> String) -> (Fake, Comment) {
    let teacher = start();
    run(&teacher, &report(vec![finding(PLAN, 7..=7)]));
    let mut thread = teacher.state().threads[0].clone();
    thread.comments[0].author = author.to_owned();
    thread.comments[0].body = change(&thread.comments[0].body);
    thread.comments[0].id = 1;
    let comment = thread.comments[0].clone();
    let fake = start();
    fake.change(|state| state.threads = vec![thread]);
    (fake, comment)
}

#[test]
fn foreign_quoted_and_pasted_markers_are_nobodys_business() {
    let as_is = |body: &str| body.to_owned();
    let quoted = |body: &str| body.replace('\n', "\n> ");
    let answered = |body: &str| format!("{body}\n\nThis still holds.");
    let other_instance = |body: &str| body.replace("i=default;", "i=mobile;");
    type Change<'a> = &'a dyn Fn(&str) -> String;
    let cases: [(&str, Change); 4] = [("mallory", &as_is), (BOT, &quoted), (BOT, &answered), (BOT, &other_instance)];
    for (author, change) in cases {
        let (fake, theirs) = copied(author, change);
        fake.change(|state| state.account().may_resolve = true);
        run(&fake, &report(vec![finding(PLAN, 7..=7)]));
        assert_eq!(fake.state().threads.len(), 2, "it silences nothing");
        run(&fake, &report(Vec::new()));
        let left = fake.state().threads[0].clone();
        assert_eq!((&left.comments[0].body, left.comments.len()), (&theirs.body, 1), "and it is not touched");
        assert_eq!(left.resolved_by, None);
    }
    // The same in a comment on the pull request.
    let two = || report(vec![finding(PLAN, 7..=7), finding(PLAN, 9..=9)]);
    let fake = start();
    run(&fake, &two());
    let body = fake.state().comments[0].body.clone();
    let fake = start();
    fake.change(|state| {
        let comment = state.comment("mallory", &body);
        state.comments.push(comment);
    });
    run(&fake, &two());
    assert_eq!((fake.state().comments.len(), &fake.state().comments[0].body), (2, &body));
}

#[test]
fn a_marker_in_a_reply_is_a_quotation() {
    let fake = said_on_line_7();
    fake.change(|state| {
        let marked = state.threads[0].comments[0].body.clone();
        let (human, ours) = (state.comment("priya", "A word on this line."), state.comment(BOT, &marked));
        state.threads[0].comments = vec![human, ours];
    });
    run_next(&fake, Vec::new());
    assert_eq!(only_thread(&fake).comments.len(), 2);
}

// --- one finding, one thread ---

#[test]
fn two_runs_at_once_end_as_one() {
    let expected = {
        let fake = start();
        run(&fake, &eight());
        fake.state().seen()
    };
    for _ in 0..5 {
        let fake = start();
        fake.change(|state| state.rendezvous = Some(Arc::new(tokio::sync::Barrier::new(2))));
        std::thread::scope(|scope| {
            let runs = [scope.spawn(|| run(&fake, &eight())), scope.spawn(|| run(&fake, &eight()))];
            runs.into_iter().for_each(|run| drop(run.join().expect("no run panics")));
        });
        fake.change(|state| state.rendezvous = None);
        // Both looked before either wrote, and each saw afterwards what the other had written.
        assert_eq!(fake.state().seen(), expected);
        assert_eq!(run(&fake, &eight()).conclusion, Conclusion::NothingNew);
    }
}

#[test]
fn of_two_threads_the_oldest_stays_and_no_answer_is_lost() {
    for answered in [false, true] {
        let fake = said_on_line_7();
        fake.change(|state| {
            let mut second = state.threads[0].clone();
            second.comments = vec![state.comment(BOT, &second.comments[0].body)];
            state.threads.insert(0, second);
            if answered {
                state.reply(0, "priya");
            }
        });
        run_next(&fake, vec![finding(PLAN, 7..=7)]);
        let state = fake.state();
        assert_eq!(state.threads.len(), 1 + usize::from(answered));
        assert!(state.threads.iter().any(|thread| thread.comments[0].id == 3_000_000_001), "the oldest");
    }
}

#[test]
fn one_summary_is_kept_and_written_anew() {
    let fake = start();
    run(&fake, &report(vec![finding(PLAN, 7..=7), finding(PLAN, 9..=9)]));
    fake.change(|state| {
        state.push(NEXT, vec![plan()], Some);
        let body = state.comments[0].body.clone();
        let double = state.comment(BOT, &body);
        state.comments.push(double);
    });
    let (oldest, notifications) = (fake.state().comments[0].id, fake.state().notifications);
    run_next(&fake, vec![finding(PLAN, 7..=7), finding("rollouts/other.md", 3..=3)]);
    let state = fake.state();
    assert_eq!(state.comments.iter().map(|comment| comment.id).collect::<Vec<_>>(), [oldest]);
    assert!(state.comments[0].body.contains("2 errors"), "{}", state.comments[0].body);
    assert_eq!(state.notifications, notifications);
}

#[test]
fn a_server_that_is_behind_makes_nobody_say_things_twice() {
    let fake = start();
    fake.change(|state| state.shown = Some(Vec::new()));
    assert_eq!(run(&fake, &eight()).conclusion, Conclusion::Written);
    assert_eq!((fake.state().reviews.len(), fake.state().comments.len()), (1, 1));

    // It may also take what was just said for outdated.
    fake.change(|state| {
        let mut threads = state.threads.clone();
        threads.iter_mut().for_each(|thread| thread.line = None);
        state.shown = Some(threads);
    });
    run(&fake, &eight());
    fake.change(|state| state.shown = None);
    run(&fake, &eight());
    assert_eq!((fake.state().reviews.len(), fake.state().threads.len()), (1, 8));
}

#[test]
fn an_older_head_that_github_still_shows_is_waited_out() {
    let fake = start();
    fake.change(|state| {
        state.head = "0".repeat(40);
        state.next_head = Some((1, HEAD.to_owned()));
    });
    assert_eq!(run(&fake, &eight()).conclusion, Conclusion::Written);
}

// --- outside the diff, by configuration ---

#[test]
fn findings_outside_the_diff_can_share_a_thread_on_their_file() {
    let fake = start();
    let options = Options { outside_diff: OutsideDiff::File, ..options() };
    let run = |head: &str, findings: Vec<Finding>| {
        let request = ReviewRequest { head: head.to_owned(), ..request() };
        let report = Report { head: Some(CommitId(head.to_owned())), ..report(findings) };
        review(&report, &request, &credentials(&fake), &options).expect("a readable pull request")
    };
    let three = vec![finding(PLAN, 98..=98), finding(PLAN, 99..=99), finding("rollouts/other.md", 3..=3)];
    let outcome = run(HEAD, three.clone());
    assert_eq!((count(&outcome, Said::OnFile), count(&outcome, Said::InSummary)), (2, 1));
    let thread = only_thread(&fake);
    assert!(thread.is_on_file && thread.comments[0].body.starts_with("2 errors, not on a line that the diff shows:"));
    assert_eq!(run(HEAD, three).conclusion, Conclusion::NothingNew);
    run(HEAD, vec![finding(PLAN, 98..=98)]);
    let edited = only_thread(&fake);
    assert_eq!(edited.comments[0].id, thread.comments[0].id);
    assert!(edited.comments[0].body.starts_with("1 error, "), "{}", edited.comments[0].body);
    let summary = fake.state().comments[0].body.clone();
    assert!(summary.contains("## ⛔ 1 error"), "what is said elsewhere is not gone: {summary}");

    // Whoever resolves the list has seen what was in it, and nothing else.
    fake.change(|state| state.threads[0].resolved_by = Some("priya".to_owned()));
    assert_eq!(count(&run(HEAD, vec![finding(PLAN, 98..=98)]), Said::Acknowledged), 1);
    let outcome = run(HEAD, vec![finding(PLAN, 98..=98), finding(PLAN, 99..=99)]);
    assert_eq!((count(&outcome, Said::Acknowledged), count(&outcome, Said::InSummary)), (0, 2));
    fake.change(|state| state.threads[0].resolved_by = None);
    run(HEAD, Vec::new());
    assert_eq!(fake.state().threads.len(), 0);

    fake.change(|state| state.refused_paths = vec![PLAN.to_owned()]);
    let outcome = run(HEAD, vec![finding(PLAN, 98..=98)]);
    assert_eq!(count(&outcome, Said::InSummary), 1, "an older server knows no such threads");
}

// --- stopped half way ---

fn eight() -> Report {
    report((5..=12).map(|line| finding(PLAN, line..=line)).collect())
}

/// A pull request with threads in every state, and a new commit after which each row of the table
/// that the token allows has work to do.
fn at_work(may_resolve: bool) -> Fake {
    let fake = Fake::start(State::new(vec![File { hunks: vec![hunk(1..101, 1..101)], ..plan() }]));
    fake.change(|state| state.account().may_resolve = true);
    run(&fake, &report((1..=14).map(|line| finding(PLAN, line..=line)).collect()));
    // Lines 13 and 14 were fixed once.
    run(&fake, &report((1..=12).map(|line| finding(PLAN, line..=line)).collect()));
    fake.change(|state| {
        state.account().may_resolve = may_resolve;
        // Somebody answered on lines 4, 5 and 9, and resolved the thread of line 7.
        state.reply(3, "priya");
        state.reply(4, "tomas");
        state.threads[8].comments[0].reactions = 1;
        state.threads[6].resolved_by = Some("priya".to_owned());
        // Line 8 was said twice.
        let double = state.comment(BOT, &state.threads[7].comments[0].body.clone());
        let double = Thread { comments: vec![double], ..state.threads[7].clone() };
        state.threads.push(double);
        let file = File { hunks: vec![hunk(1..101, 1..101)], ..plan() };
        state.push(NEXT, vec![file], |line| (![1, 2, 4].contains(&line)).then_some(line));
    });
    fake
}

fn next() -> Vec<Finding> {
    let mut findings: Vec<Finding> =
        [1, 2, 4].iter().map(|line| moved(&finding(PLAN, *line..=*line), line + 50)).collect();
    let mut reworded = finding(PLAN, 6..=6);
    reworded.message = "other words".to_owned();
    findings.push(reworded);
    // 3, 5, 9, 10, 11 and 12 are fixed; 13 is back; 20 to 22 are new; one is in no file of the pull
    // request.
    findings.extend([7, 8, 13, 20, 21, 22].map(|line| finding(PLAN, line..=line)));
    findings.push(finding("rollouts/other.md", 3..=3));
    findings
}

/// What stands there after an undisturbed run, and how many writes that took.
fn undisturbed(may_resolve: bool) -> (Vec<String>, usize) {
    let fake = at_work(may_resolve);
    let before = fake.state().writes;
    run_next(&fake, next());
    let (seen, writes) = (fake.state().seen(), fake.state().writes - before);
    assert_eq!(run_next(&fake, next()).conclusion, Conclusion::NothingNew);
    assert!(writes >= 12, "{writes} writes");
    (seen, writes)
}

#[test]
fn a_run_stopped_after_any_write_is_completed_by_the_next() {
    for may_resolve in [true, false] {
        let (expected, writes) = undisturbed(may_resolve);
        for stop in 0..writes {
            let fake = at_work(may_resolve);
            fake.change(|state| state.writes_left = Some(stop));
            let first = run_next(&fake, next());
            assert!(matches!(first.conclusion, Conclusion::RateLimited { .. }), "{stop}: {first:?}");
            fake.change(|state| state.writes_left = None);
            run_next(&fake, next());
            assert_eq!(fake.state().seen(), expected, "stopped after {stop} writes");
            assert_eq!(run_next(&fake, next()).conclusion, Conclusion::NothingNew, "stopped after {stop} writes");
        }
    }
}

#[test]
fn an_answer_lost_after_any_write_changes_nothing() {
    for may_resolve in [true, false] {
        let (expected, writes) = undisturbed(may_resolve);
        for lost in 0..writes {
            let fake = at_work(may_resolve);
            fake.change(|state| state.lost_answer = Some(lost));
            assert_eq!(run_next(&fake, next()).conclusion, Conclusion::Written, "{lost}");
            assert_eq!(fake.state().seen(), expected, "the answer of write {lost} got lost");
        }
    }
}
