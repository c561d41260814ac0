//! What a reviewer sees first: the core case on the diff, and a summary that says whether and why
//! in three lines.

use crate::github::fake::TOKEN;
use crate::program::{Origin, PLAN as CHECKOUT};
use crate::support::compliant;
use crate::*;
use rolloutlint::finding::Label;
use rolloutlint::github::Conclusion;

const ROW: &str = "| 2026-03-11 | 1→2 | Proceed | Eight of eight alpha users finished | Priya Nair |\n";

/// A plan to which a change adds a row at the end of the log, and does something else besides.
fn with_row(change: impl Fn(&str) -> String) -> Origin {
    let before = compliant("stage-1");
    let last = before.lines().rfind(|line| line.starts_with("| 2026-")).expect("a row").to_owned() + "\n";
    let after = change(&before.replace(&last, &format!("{last}{ROW}")));
    Origin::new(&before, &after)
}

/// What stands before the fold.
fn before_the_fold(summary: &str) -> Vec<&str> {
    summary.lines().take_while(|line| !line.starts_with("<details>")).filter(|line| !line.is_empty()).collect()
}

#[test]
fn a_change_that_adds_only_the_row_is_commented_on_the_row() {
    let origin = with_row(str::to_owned);
    let (checkout, fake) = (origin.checkout(None), origin.github());
    let run = origin.review(&checkout, &fake, Some(TOKEN), &[]);
    assert_eq!(run.code, 1, "{}{}", run.out, run.err);
    let state = fake.state();
    let [thread] = &state.threads[..] else { panic!("one thread, not {:#?}", state.threads) };
    let text = origin.repo.git(&["show", &format!("{}:{CHECKOUT}", origin.head)]);
    assert_eq!(text.lines().nth(thread.line.expect("a line") as usize - 1), Some(ROW.trim_end()));
    let body = &thread.comments[0].body;
    assert!(body.contains("by this line, and not on a line that the diff shows:"), "{body}");
    assert!(body.contains("4 exit criteria of") && body.contains("entry criteria"), "{body}");
    let summary = &state.comments[0].body;
    let shown = before_the_fold(summary);
    assert_eq!(shown[0], "## ⛔ One-page checkout: Stage 1 → 2, decided by Priya Nair");
    assert!(shown[1].starts_with("**Blocked** by ") && shown[1].contains("#discussion_r"), "{}", shown[1]);
    assert_eq!(shown[2], "planned · 0 · **1 → 2** · GA");
    assert!(shown.len() <= 4, "{shown:#?}");
    assert!(origin.review(&checkout, &fake, Some(TOKEN), &[]).err.contains("nothing to change"));
}

#[test]
fn a_move_without_a_row_says_so_and_leads_into_the_editor() {
    let origin = crate::program::unrecorded();
    let fake = origin.github();
    origin.review(&origin.checkout(None), &fake, Some(TOKEN), &[]);
    let state = fake.state();
    let shown = before_the_fold(&state.comments[0].body);
    assert_eq!(shown[0], "## ⛔ One-page checkout: Stage 1 → 2 without a decision");
    let edit = "(https://github.com/acme/shop/edit/beta/rollouts/checkout.md#L";
    assert!(shown[1].contains("[the rollout moves from Stage 1 to Stage 2") && shown[1].contains(edit), "{}", shown[1]);
    assert_eq!(shown.len(), 3, "{shown:#?}");
    let thread = &state.threads[0].comments[0].body;
    assert_eq!(thread.matches("| 1→2 | Proceed |").count(), 1, "the row once: {thread}");
    assert!(thread.contains(edit) && thread.contains("record the decision in the log: see below"), "{thread}");
    assert!(thread.find("```") < thread.find("<details>"), "the row comes before the list of places: {thread}");
}

/// An error outside of the diff that a row of the diff explains.
fn by_row(line: u32, row: u32) -> Finding {
    let mut finding = finding(PLAN, line..=line);
    let place = lines(&finding.location.source, row..=row);
    finding.labels = vec![Label {
        location: Location { span: place, ..finding.location.clone() },
        message: "leaving Stage 1 is recorded here".to_owned(),
    }];
    finding
}

#[test]
fn findings_by_one_line_share_a_thread_until_the_last_is_gone() {
    let fake = start();
    let outcome = run(&fake, &report(vec![by_row(60, 45), by_row(70, 45), by_row(80, 7)]));
    assert_eq!(outcome.conclusion, Conclusion::Written);
    let state = fake.state();
    assert_eq!(state.threads.iter().map(|thread| thread.line).collect::<Vec<_>>().len(), 2);
    assert_eq!(state.reviews[0].body, "**rolloutlint** found 3 errors at 1111111.");
    let shared = state.threads.iter().find(|thread| thread.line == Some(45)).expect("a thread on the row").clone();
    assert!(shared.comments[0].body.starts_with("2 errors, by this line"), "{}", shared.comments[0].body);
    assert_eq!(
        run(&fake, &report(vec![by_row(60, 45), by_row(70, 45), by_row(80, 7)])).conclusion,
        Conclusion::NothingNew
    );

    // One is mended: the same thread tells of the other.
    run(&fake, &report(vec![by_row(70, 45)]));
    let state = fake.state();
    let [thread] = &state.threads[..] else { panic!("{:#?}", state.threads) };
    assert_eq!(thread.comments[0].id, shared.comments[0].id);
    assert!(
        thread.comments[0].body.contains("It is about [`rollouts/checkout.md` line 70]"),
        "{}",
        thread.comments[0].body
    );
    run(&fake, &report(Vec::new()));
    assert_eq!(fake.state().threads.len(), 0);
}

#[test]
fn one_finding_without_a_move_is_said_once() {
    let fake = start();
    run(&fake, &report(vec![finding(PLAN, 7..=7)]));
    assert_eq!((fake.state().threads.len(), fake.state().comments.len()), (1, 0));
    // A second one brings the summary, which stays and goes on to tell the truth.
    run(&fake, &report(vec![finding(PLAN, 7..=7), finding(PLAN, 9..=9)]));
    assert!(fake.state().comments[0].body.starts_with("## ⛔ 2 errors\n"));
    run(&fake, &report(vec![finding(PLAN, 7..=7)]));
    assert!(fake.state().comments[0].body.starts_with("## ⛔ 1 error\n"));
}

#[test]
fn advice_refuses_nothing() {
    let origin = crate::program::unrecorded();
    let fake = origin.github();
    let run = origin.review(&origin.checkout(None), &fake, Some(TOKEN), &["--fail-on", "none"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    let state = fake.state();
    let shown = before_the_fold(&state.comments[0].body);
    assert!(shown[0].starts_with("## ⚠️ ") && shown[1].starts_with("Not blocked. 1 error, 1 warning: "), "{shown:#?}");
}
