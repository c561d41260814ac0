//! What stands there by nobody who runs now: of a set-up that is gone, of another account, edited
//! or hidden by a person; and what can be known while GraphQL is out of order.

use crate::github::fake::{Account, BOT, Fake, HEAD, State, TOKEN};
use crate::program::{Origin, PLAN as CHECKOUT};
use crate::support::{Run, compliant, moved_on};
use crate::*;
use rolloutlint::github::Conclusion;

/// A review under a name, where some other set-ups no longer run.
fn run_as(instance: &str, gone: &'static [&'static str], fake: &Fake, report: &Report) -> ReviewOutcome {
    let request = ReviewRequest { gone: Gone::by(move |name| gone.contains(&name)), ..request() };
    let options = Options { instance: instance.to_owned(), ..options() };
    review(report, &request, &credentials(fake), &options).expect("a readable pull request")
}

fn two() -> Report {
    report(vec![finding(PLAN, 6..=6), finding(PLAN, 8..=8)])
}

fn one() -> Report {
    report(vec![finding(PLAN, 6..=6)])
}

#[test]
fn the_comments_of_a_set_up_that_no_longer_runs_are_taken_over() {
    for may_resolve in [true, false] {
        let fake = start();
        fake.change(|state| state.account().may_resolve = may_resolve);
        run_as("old", &[], &fake, &two());
        let outcome = run_as("new", &["old"], &fake, &one());
        assert_eq!((outcome.done.opened, outcome.done.closed), (0, 1), "{outcome:?}");
        assert!(outcome.remarks[0].contains("`old`"), "{:?}", outcome.remarks);
        let state = fake.state();
        let open: Vec<_> = state.threads.iter().filter(|thread| thread.resolved_by.is_none()).collect();
        assert_eq!((open.len(), open[0].line), (1, Some(6)));
        assert!(open[0].comments[0].body.contains(";i=new;") || open[0].comments[0].body.contains("1;i=new"));
        assert_eq!(state.comments.len(), 1, "one summary");
        assert_eq!(state.notifications, 2, "nobody heard of it again");
        assert_eq!(run_as("new", &["old"], &fake, &one()).conclusion, Conclusion::NothingNew);
    }
}

#[test]
fn a_set_up_that_still_runs_keeps_its_comments() {
    let fake = start();
    run_as("web", &[], &fake, &two());
    let before = fake.state().threads.len();
    let outcome = run_as("shop", &["old"], &fake, &one());
    assert_eq!((outcome.done.opened, outcome.done.closed, outcome.done.edited), (1, 0, 0));
    assert_eq!((fake.state().threads.len(), outcome.remarks), (before + 1, Vec::new()));
    assert_eq!(run_as("web", &["old"], &fake, &two()).conclusion, Conclusion::NothingNew);
}

/// A repository whose workflow names the set-up, with a move that nobody recorded.
fn named(instance: &str, in_the_change: &str) -> Origin {
    let workflow = |name: &str| {
        format!(
            "jobs:\n  lint:\n    steps:\n      - uses: your-org/rolloutlint@v1\n        with:\n          instance: {name}\n"
        )
    };
    let before = compliant("stage-1");
    let after = moved_on(&before);
    let path = ".github/workflows/rollouts.yml";
    let changed = workflow(in_the_change);
    Origin::of(&before, &[(path, &workflow(instance))], &[(CHECKOUT, &after), (path, &changed)])
}

fn review_named(origin: &Origin, fake: &Fake, instance: &str, job: &str) -> Run {
    let checkout = origin.checkout(None);
    let job =
        [("GITHUB_JOB", job), ("GITHUB_WORKFLOW_REF", "acme/shop/.github/workflows/rollouts.yml@refs/pull/7/merge")];
    let args: &[&str] = if instance.is_empty() { &[] } else { &["--instance", instance] };
    origin.review_in("pull_request", origin.event(), &checkout, fake, Some(TOKEN), args, &job).0
}

#[test]
fn the_workflows_of_the_repository_tell_which_set_ups_run() {
    let origin = named("shop", "shop");
    let fake = origin.github();
    review_named(&origin, &fake, "web", "lint");
    let run = review_named(&origin, &fake, "shop", "lint");
    assert!(
        run.err.contains("`web`, which no workflow runs any more") && run.err.contains("1 comment edited"),
        "{}",
        run.err
    );
    assert_eq!(fake.state().threads.len(), 1);

    // Before or after the change is enough.
    for origin in [named("web", "shop"), named("shop", "web")] {
        let fake = origin.github();
        review_named(&origin, &fake, "web", "lint");
        let run = review_named(&origin, &fake, "shop", "lint");
        assert!(run.err.contains("1 thread opened") && !run.err.contains("no workflow"), "{}", run.err);
        assert_eq!(fake.state().threads.len(), 2);
    }
    // A run that no workflow names comes from elsewhere, and so may others.
    let origin = named("team", "team");
    let fake = origin.github();
    review_named(&origin, &fake, "web", "lint");
    review_named(&origin, &fake, "shop", "lint");
    assert_eq!(fake.state().threads.len(), 2);
}

#[test]
fn a_job_may_be_renamed() {
    let origin = named("shop", "shop");
    let fake = origin.github();
    review_named(&origin, &fake, "", "lint");
    let run = review_named(&origin, &fake, "", "rollouts");
    assert!(run.err.contains("nothing to change"), "{}", run.err);
}

#[test]
fn what_another_account_said_is_named_and_left_alone() {
    let fake = start();
    run(&fake, &two());
    // The workflow gets the token of an app.
    fake.change(|state| {
        let app = Account { login: "rollouts[bot]".to_owned(), ..state.account().clone() };
        let old = state.accounts.insert(TOKEN.to_owned(), app).expect("the workflow's account");
        state.accounts.insert("ghs_old".to_owned(), old);
        // A person quotes a comment; that is nobody's.
        let quoted = state.threads[0].comments[0].body.replace("**error:**", "I wonder. **error:**");
        let quoted = state.comment("sam", &quoted);
        state.threads[1].comments.push(quoted);
    });
    let before = fake.state();
    let outcome = run(&fake, &one());
    assert!(
        outcome.remarks.iter().any(|remark| remark.contains("2 open threads") && remark.contains("github-actions")),
        "{:?}",
        outcome.remarks
    );
    let after = fake.state();
    for (old, new) in before.threads.iter().zip(&after.threads) {
        let bodies = |thread: &github::fake::Thread| {
            thread.comments.iter().map(|comment| comment.body.clone()).collect::<Vec<_>>()
        };
        assert_eq!((bodies(old), &old.resolved_by), (bodies(new), &new.resolved_by));
    }
    assert_eq!((outcome.done.opened, outcome.done.closed), (1, 0), "the app says its own");
    assert_eq!(run(&fake, &one()).conclusion, Conclusion::NothingNew);
    // Several accounts in a summary: those of another one are listed there.
    run(&fake, &two());
    let own = fake.state().comments.into_iter().find(|comment| comment.author == "rollouts[bot]").expect("a summary");
    assert!(own.body.contains("### Left alone") && own.body.contains("`github-actions`"), "{}", own.body);
}

#[test]
fn a_summary_that_a_person_edited_is_left_and_said() {
    let fake = start();
    run(&fake, &two());
    let edited = fake.state().comments[0].body.replacen("## ", "## Reviewed by Sam. ", 1);
    fake.change(|state| state.comments[0].body = edited.clone());
    let outcome = run(&fake, &two());
    assert_eq!(outcome.conclusion, Conclusion::NothingNew, "it says already what is to be said");
    assert!(outcome.remarks[0].contains("edited the summary"), "{:?}", outcome.remarks);
    // There is something new to say: it is said below.
    let mut more = two();
    more.findings.push(finding(PLAN, 10..=10));
    run(&fake, &more);
    run(&fake, &more);
    let comments = fake.state().comments;
    assert_eq!((comments.len(), &comments[0].body), (2, &edited));
    assert!(comments[1].body.contains("3 errors"), "{}", comments[1].body);
    let outcome = run(&fake, &report(Vec::new()));
    assert!(fake.state().comments[1].body.contains("no open findings"));
    assert!(outcome.remarks[0].contains("edited the summary") && fake.state().comments[0].body == edited);
}

#[test]
fn a_summary_that_somebody_hid_gives_way_to_a_new_one_while_something_is_open() {
    let fake = start();
    run(&fake, &two());
    let hide = || fake.change(|state| state.comments[0].is_minimized = true);
    hide();
    let first = fake.state().comments[0].id;
    run(&fake, &two());
    let comments = fake.state().comments;
    assert_eq!((comments.len(), comments[0].is_minimized), (1, false));
    assert_ne!(comments[0].id, first);
    assert_eq!(run(&fake, &two()).conclusion, Conclusion::NothingNew);
    // Nobody has to read that all is well.
    hide();
    run(&fake, &report(Vec::new()));
    let comments = fake.state().comments;
    assert_eq!((comments.len(), comments[0].is_minimized), (1, true));
    assert!(comments[0].body.contains("no open findings"));
    assert_eq!(run(&fake, &report(Vec::new())).conclusion, Conclusion::NothingNew);
}

#[test]
fn while_graphql_is_out_of_order_everything_is_said_and_nothing_is_changed() {
    let fake = start();
    fake.change(|state| state.graphql_is_down = true);
    let outcome = run(&fake, &two());
    assert_eq!((outcome.done.opened, outcome.done.has_summary), (2, true), "{outcome:?}");
    assert!(outcome.remarks[0].contains("502") && outcome.remarks[0].contains("whose token"), "{:?}", outcome.remarks);
    let said = fake.state().seen();
    assert_eq!(run(&fake, &two()).conclusion, Conclusion::NothingNew);
    // A finding that is fixed, and one that is new.
    let next = report(vec![finding(PLAN, 6..=6), finding(PLAN, 10..=10)]);
    assert_eq!(run(&fake, &next).done.opened, 1);
    assert!(said.iter().all(|text| fake.state().seen().contains(text)), "what stands is left");
    // When it works again, all is put right.
    fake.change(|state| state.graphql_is_down = false);
    let outcome = run(&fake, &next);
    assert_eq!((outcome.done.closed, outcome.done.has_summary, outcome.remarks), (1, true, Vec::new()));
    assert_eq!(run(&fake, &next).conclusion, Conclusion::NothingNew);
}

#[test]
fn a_person_is_known_without_graphql() {
    let fake = Fake::start(State::new(vec![plan()]));
    fake.change(|state| {
        state.graphql_is_down = true;
        let account = state.account();
        (account.login, account.kind) = ("tlq".to_owned(), "User".to_owned());
    });
    run(&fake, &two());
    let outcome = run(&fake, &one());
    assert_eq!((outcome.done.closed, outcome.done.has_summary), (1, true), "{outcome:?}");
    assert!(outcome.remarks[0].contains("no thread is resolved"), "{:?}", outcome.remarks);
    assert_eq!((fake.state().threads.len(), fake.state().head.as_str()), (1, HEAD));
    assert!(fake.state().threads[0].comments[0].author != BOT);
}
