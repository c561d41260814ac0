//! What a reviewer sees on the pull request, as pictures for the pages.

use crate::github::fake::TOKEN;
use crate::program::{Origin, unrecorded};
use crate::support::compliant;
use crate::support::picture::{comment, compare_page};

const BY: &str = "<b>rolloutlint</b> commented";

/// The summary that a pull request gets, and its first thread.
fn said(origin: &Origin) -> (Option<String>, String) {
    let fake = origin.github();
    origin.review(&origin.checkout(None), &fake, Some(TOKEN), &[]);
    let state = fake.state();
    (state.threads.first().map(|thread| thread.comments[0].body.clone()), state.comments[0].body.clone())
}

#[test]
fn a_refused_and_an_accepted_move_are_drawn() {
    let (thread, summary) = said(&unrecorded());
    let thread = comment(&format!("{BY} on the line that moved the rollout"), &thread.expect("a thread"));
    compare_page("refused", 640, &[comment(BY, &summary), thread]);
    let (thread, summary) =
        said(&Origin::new(&compliant("stage-1"), &compliant("stage-2").replace("2026-03-16", "2026-03-11")));
    assert!(thread.is_none(), "nothing is wrong on a line");
    compare_page("accepted", 310, &[comment(BY, &summary)]);
}
