//! The pull request side against a stand-in for GitHub. Runs offline, on the loopback address only.
//! The library is handed its credentials and reads no variable, so that the `GITHUB_*` of a
//! workflow that runs these tests cannot leak in.

mod approving;
mod events;
mod fetching;
mod first_sight;
#[path = "../github/mod.rs"]
mod github;
mod hostile;
mod job_shapes;
mod live_base;
mod orphans;
mod pictures;
mod posting;
mod program;
mod proxies;
mod quiet;
mod reconciling;
#[path = "../support/mod.rs"]
mod support;
mod trouble;

use github::fake::{Fake, File, HEAD, State, TOKEN};
use rolloutlint::check::Report;
use rolloutlint::finding::{Finding, Fingerprint, Location, Severity, Side};
use rolloutlint::github::{Credentials, Gone, Options, Repository, ReviewOutcome, ReviewRequest, Token, review};
use rolloutlint::text::{CommitId, Hunk, Source, Span};
use std::collections::HashMap;
use std::ops::{Range, RangeInclusive};
use std::time::Duration;

const PLAN: &str = "rollouts/checkout.md";

/// A plan of a hundred lines, `line 1` and so on.
fn source(path: &str) -> Source {
    let text: String = (1..=100).map(|number| format!("line {number}\n")).collect();
    Source::new(path, text)
}

fn lines(source: &Source, lines: RangeInclusive<u32>) -> Span {
    source.line_span(*lines.start()).to(source.line_span(*lines.end()))
}

/// An error on some lines of a file after the change.
fn finding(path: &str, on: RangeInclusive<u32>) -> Finding {
    let source = source(path);
    let span = lines(&source, on.clone());
    let anchor = format!("line:{}", on.start());
    Finding {
        rule: "stage-change-without-log-entry",
        severity: Severity::Error,
        plan: None,
        location: Location { side: Side::Head, source, span },
        label: None,
        message: format!("stage moved on line {}, and the decision log does not say why", on.start()),
        help: None,
        labels: Vec::new(),
        fix: None,
        fingerprint: Fingerprint::new("stage-change-without-log-entry", path, &anchor, 0),
        anchor,
        preexisting: false,
    }
}

fn report(findings: Vec<Finding>) -> Report {
    Report {
        base: Some(CommitId("b".repeat(40))),
        head: Some(CommitId(HEAD.to_owned())),
        findings,
        ..Report::default()
    }
}

fn hunk(before: Range<u32>, after: Range<u32>) -> Hunk {
    Hunk { before, after }
}

/// The plan in the pull request, with two hunks: one line was added above the second.
fn plan() -> File {
    File { path: PLAN.to_owned(), hunks: vec![hunk(5..12, 5..13), hunk(40..50, 41..51)], ..File::default() }
}

fn request() -> ReviewRequest {
    let repository = Repository { owner: "acme".to_owned(), name: "shop".to_owned() };
    let repository_url = Some("https://github.com/acme/shop".to_owned());
    ReviewRequest {
        repository,
        number: 7,
        head: HEAD.to_owned(),
        base_ref: "main".to_owned(),
        repository_url,
        edit_url: Some("https://github.com/acme/shop/edit/beta".to_owned()),
        hunks: HashMap::new(),
        approvals: None,
        gone: Gone::default(),
        seen: None,
    }
}

fn credentials(fake: &Fake) -> Credentials {
    Credentials {
        api_url: fake.address.clone(),
        graphql_url: format!("{}/graphql", fake.address),
        token: Token::new(TOKEN).expect("a token"),
    }
}

/// The usual options without the waiting.
fn options() -> Options {
    Options {
        interval: Duration::from_millis(1),
        patience: Duration::from_secs(3),
        timeout: Duration::from_secs(10),
        ..Options::default()
    }
}

fn run(fake: &Fake, report: &Report) -> ReviewOutcome {
    review(report, &request(), &credentials(fake), &options()).expect("a readable pull request")
}

fn start() -> Fake {
    Fake::start(State::new(vec![plan()]))
}
