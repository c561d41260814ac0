//! What is posted, where, and that it is posted once.

use crate::fake::{Comment, Fake, File, HEAD, Review, State};
use crate::*;
use rolloutlint::finding::Fix;
use rolloutlint::github::marker::Marker;
use rolloutlint::github::observe::Observed;
use rolloutlint::github::reconcile::Review as Posting;
use rolloutlint::github::{Conclusion, Operation, merge_base, plan as dry_run, preview, pull_request};
use rolloutlint::text::Edit;
use std::time::Instant;

/// One finding for each kind of place.
fn one_of_each() -> Report {
    let on_line = finding(PLAN, 7..=7);
    let on_lines = finding(PLAN, 42..=45);
    // Line 40 is in the hunk before the change only.
    let mut removed_row = finding(PLAN, 40..=40);
    removed_row.location.side = Side::Base;
    removed_row.fingerprint = Fingerprint("removed".to_owned());
    let across_hunks = finding(PLAN, 12..=41);
    let outside = finding(PLAN, 99..=99);
    let elsewhere = finding("rollouts/other.md", 3..=3);
    let mut whisper = finding(PLAN, 8..=8);
    whisper.severity = Severity::Info;
    let mut warning = finding(PLAN, 9..=9);
    warning.severity = Severity::Warning;
    report(vec![on_line, on_lines, removed_row, across_hunks, outside, elsewhere, whisper, warning])
}

#[test]
fn the_first_run_says_everything_in_one_review() {
    let fake = start();
    let outcome = run(&fake, &one_of_each());
    assert_eq!(outcome.conclusion, Conclusion::Posted);
    assert_eq!((outcome.posted.len(), outcome.skipped.len()), (7, 0));
    assert_eq!(outcome.to_string(), "posted 4 findings on lines and 3 in the review's body");

    let state = fake.state();
    assert_eq!(state.reviews.len(), 1);
    let places: Vec<_> =
        state.comments.iter().map(|comment| (comment.side.as_str(), comment.start_line, comment.line)).collect();
    assert_eq!(places, [("RIGHT", None, 7), ("RIGHT", Some(42), 45), ("LEFT", None, 40), ("RIGHT", None, 9)]);
    let body = &state.reviews[0].body;
    assert!(body.contains("found 6 errors and 1 warning"), "{body}");
    for place in ["rollouts/checkout.md` line 12", "rollouts/checkout.md` line 99", "rollouts/other.md` line 3"] {
        assert!(body.contains(place), "{body}");
    }
    let link = format!("(https://github.com/acme/shop/blob/{HEAD}/rollouts/checkout.md?plain=1#L99)");
    assert!(body.contains(&link), "{body}");
    assert!(!body.contains("line 8"), "information is for annotations: {body}");
}

#[test]
fn a_body_lists_what_no_line_carries() {
    let fake = start();
    let mut outside = finding(PLAN, 99..=99);
    outside.help = Some("ask @acme/everyone".to_owned());
    outside.fix = Some(Fix {
        title: "add the row".to_owned(),
        applicability: rolloutlint::finding::Applicability::Suggestion,
        source: outside.location.source.clone(),
        edits: vec![replace(99..=99, "| 1 → 2 | Proceed |")],
    });
    run(&fake, &report(vec![outside, finding("rollouts/other.md", 3..=3)]));
    let body = fake.state().reviews[0].body.clone();
    assert_eq!(Marker::read(&body).expect("a marker").fingerprints.len(), 2);
    let (text, _marker) = body.rsplit_once('\n').expect("several lines");
    insta::assert_snapshot!(text.replace('\u{200b}', "<ZWSP>").replace(HEAD, "<HEAD>"), @r"
    **rolloutlint** found 2 errors in this change.

    Not on a line that the diff shows:

    - **error** [`rollouts/checkout.md` line 99](https://github.com/acme/shop/blob/<HEAD>/rollouts/checkout.md?plain=1#L99): stage moved on line 99, and the decision log does not say why. **help:** ask @<ZWSP>acme/everyone (`stage-change-without-log-entry`)

      add the row:

      ```
      | 1 → 2 | Proceed |
      ```
    - **error** [`rollouts/other.md` line 3](https://github.com/acme/shop/blob/<HEAD>/rollouts/other.md?plain=1#L3): stage moved on line 3, and the decision log does not say why (`stage-change-without-log-entry`)
    ");
}

#[test]
fn the_second_run_posts_nothing() {
    let fake = start();
    run(&fake, &one_of_each());
    let writes = fake.count("POST");
    let outcome = run(&fake, &one_of_each());
    assert_eq!(outcome.conclusion, Conclusion::NothingNew);
    assert_eq!(outcome.already_said, 7);
    assert_eq!(fake.count("POST"), writes);
}

#[test]
fn only_what_is_new_is_said_on_the_next_push() {
    let fake = start();
    run(&fake, &report(vec![finding(PLAN, 7..=7)]));
    // One line was added above, and the message is worded in another way.
    let mut moved = finding(PLAN, 7..=7);
    moved.location.span = lines(&moved.location.source, 8..=8);
    moved.message = "other words".to_owned();
    let outcome = run(&fake, &report(vec![moved, finding(PLAN, 10..=10)]));
    assert_eq!(outcome.posted.len(), 1);
    assert_eq!(outcome.already_said, 1);
    assert_eq!(fake.state().comments.len(), 2);
}

/// A comment by somebody with the body of our own first comment.
fn copied(author: &str, change: impl Fn(&str) -> String) -> (Fake, ReviewOutcome) {
    let teacher = start();
    run(&teacher, &report(vec![finding(PLAN, 7..=7)]));
    let ours = teacher.state().comments[0].clone();
    let fake = start();
    fake.change(|state| state.comments = vec![Comment { author: author.to_owned(), body: change(&ours.body), ..ours }]);
    let outcome = run(&fake, &report(vec![finding(PLAN, 7..=7)]));
    (fake, outcome)
}

#[test]
fn a_marker_that_somebody_else_copied_silences_nothing() {
    let (_fake, outcome) = copied("mallory", str::to_owned);
    assert_eq!(outcome.conclusion, Conclusion::Posted);
}

#[test]
fn a_marker_in_a_quotation_silences_nothing() {
    let (_fake, outcome) = copied("github-actions[bot]", |body| body.replace('\n', "\n> "));
    assert_eq!(outcome.conclusion, Conclusion::Posted);
    let (_fake, outcome) = copied("github-actions[bot]", |body| format!("{body}\n\nThis still holds."));
    assert_eq!(outcome.conclusion, Conclusion::Posted);
}

#[test]
fn a_marker_of_another_instance_silences_nothing() {
    let (_fake, outcome) = copied("github-actions[bot]", |body| body.replace("i=default;", "i=mobile;"));
    assert_eq!(outcome.conclusion, Conclusion::Posted);
}

#[test]
fn a_marker_in_a_reply_or_a_draft_silences_nothing() {
    let fake = start();
    run(&fake, &one_of_each());
    fake.change(|state| {
        state.comments.iter_mut().for_each(|comment| comment.in_reply_to = Some(0));
        state.reviews.iter_mut().for_each(|review| review.state = "PENDING".to_owned());
    });
    assert_eq!(run(&fake, &one_of_each()).posted.len(), 7);
}

#[test]
fn our_own_unchanged_comment_silences_its_finding() {
    let (fake, outcome) = copied("github-actions[bot]", str::to_owned);
    assert_eq!(outcome.conclusion, Conclusion::NothingNew);
    assert_eq!(fake.count("POST"), 0);
}

#[test]
fn a_token_that_does_not_know_itself_still_says_things_once() {
    let fake = start();
    fake.change(|state| state.account().knows_itself = false);
    assert_eq!(run(&fake, &one_of_each()).conclusion, Conclusion::Posted);
    assert_eq!(run(&fake, &one_of_each()).conclusion, Conclusion::NothingNew);
}

#[test]
fn many_findings_come_in_batches() {
    let fake = Fake::start(State::new(vec![File { hunks: vec![hunk(1..101, 1..101)], ..plan() }]));
    let findings = report((1..=60).map(|line| finding(PLAN, line..=line)).collect());
    assert_eq!(run(&fake, &findings).posted.len(), 60);
    assert_eq!((fake.state().reviews.len(), fake.state().comments.len()), (3, 60));
    assert_eq!(run(&fake, &findings).conclusion, Conclusion::NothingNew);
}

#[test]
fn ten_thousand_findings_stay_inside_every_limit() {
    let mut findings = Vec::new();
    let prototype = finding(PLAN, 7..=7);
    for number in 0..10_000 {
        findings.push(Finding { fingerprint: Fingerprint(format!("{number:032x}")), ..prototype.clone() });
    }
    let report = report(findings);
    let operations = preview(&report, &HashMap::from([(PLAN.to_owned(), plan().hunks)]));
    let reviews: Vec<&Posting> = operations.iter().map(|Operation::PostReview(review)| review).collect();
    assert!(reviews.iter().all(|review| review.comments.len() <= 25 && review.body().len() <= 60_000));
    assert_eq!(reviews.iter().flat_map(|review| review.fingerprints()).count(), 10_000);
    assert!(reviews.len() < 100, "{}", reviews.len());
}

#[test]
fn lists_are_read_to_their_last_page() {
    let fake =
        Fake::start(State::new((0..7).map(|n| File { path: format!("{n}.md"), ..plan() }).chain([plan()]).collect()));
    fake.change(|state| state.page_size = 2);
    let findings = report((5..=12).map(|line| finding(PLAN, line..=line)).collect());
    assert_eq!(run(&fake, &findings).posted.len(), 8);
    assert_eq!(fake.state().comments.len(), 8);
    fake.state().reviews.splice(
        0..0,
        (0..5).map(|_| Review { author: "priya".to_owned(), body: String::new(), state: "APPROVED".to_owned() }),
    );
    assert_eq!(run(&fake, &findings).conclusion, Conclusion::NothingNew);
}

#[test]
fn a_diff_that_github_hides_is_replaced_by_our_own() {
    let fake = Fake::start(State::new(vec![File { hides_patch: true, ..plan() }]));
    let request = ReviewRequest { hunks: HashMap::from([(PLAN.to_owned(), plan().hunks)]), ..request() };
    let report = report(vec![finding(PLAN, 7..=7)]);
    let outcome = review(&report, &request, &credentials(&fake), &options()).unwrap();
    assert!(outcome.posted[0].anchor.is_some());
    assert_eq!(fake.state().comments.len(), 1);
}

#[test]
fn without_any_diff_the_finding_goes_into_the_body() {
    let fake = Fake::start(State::new(vec![File { hides_patch: true, ..plan() }]));
    let outcome = run(&fake, &report(vec![finding(PLAN, 7..=7)]));
    assert_eq!(outcome.posted[0].anchor, None);
    assert_eq!(fake.state().reviews.len(), 1);
}

#[test]
fn a_removed_row_of_a_renamed_plan_is_found_under_the_new_path() {
    let fake = Fake::start(State::new(vec![File { previous_path: Some("rollouts/old.md".to_owned()), ..plan() }]));
    let mut removed = finding("rollouts/old.md", 48..=48);
    removed.location.side = Side::Base;
    run(&fake, &report(vec![removed]));
    let comment = fake.state().comments[0].clone();
    assert_eq!((comment.path.as_str(), comment.side.as_str(), comment.line), (PLAN, "LEFT", 48));
}

#[test]
fn enterprise_roots_are_kept_apart() {
    let mut state = State::new(vec![plan()]);
    (state.rest_root, state.graphql_path) = ("/api/v3", "/api/graphql");
    let fake = Fake::start(state);
    let credentials = Credentials {
        api_url: format!("{}/api/v3/", fake.address),
        graphql_url: format!("{}/api/graphql", fake.address),
        token: Token::new(TOKEN).unwrap(),
    };
    let outcome = review(&one_of_each(), &request(), &credentials, &options()).unwrap();
    assert_eq!(outcome.conclusion, Conclusion::Posted);
    assert!(fake.state().requests.iter().any(|seen| seen.path == "/api/graphql"));
}

#[test]
fn writes_keep_their_distance() {
    let fake = Fake::start(State::new(vec![File { hunks: vec![hunk(1..101, 1..101)], ..plan() }]));
    let report = report((1..=60).map(|line| finding(PLAN, line..=line)).collect());
    let options = Options { interval: Duration::from_millis(100), ..options() };
    let begin = Instant::now();
    review(&report, &request(), &credentials(&fake), &options).unwrap();
    assert!(begin.elapsed() >= Duration::from_millis(200));
}

#[test]
fn a_shallow_clone_learns_the_merge_base() {
    let fake = start();
    let id = "c".repeat(40);
    fake.change(|state| state.base_ref = "feature/ü x".to_owned());
    let ask = || merge_base(&request().repository, "feature/ü x", HEAD, &credentials(&fake), &options());
    let error = ask().unwrap_err().to_string();
    assert!(error.contains("no merge base"), "{error}");
    fake.change(|state| state.merge_base = Some(id.clone()));
    assert_eq!(ask().unwrap(), id);
}

#[test]
fn a_pull_request_is_found_without_an_event() {
    let fake = start();
    let look = || pull_request(&request().repository, 7, &credentials(&fake), &options()).unwrap();
    let found = look();
    assert_eq!((found.head.as_str(), found.base_ref.as_str(), found.from_fork), (HEAD, "main", false));
    fake.change(|state| state.head_repository = Some("mallory/shop".to_owned()));
    assert!(look().from_fork);
    fake.change(|state| state.head_repository = None);
    assert!(look().from_fork);
}

#[test]
fn a_dry_run_writes_nothing_and_tells_what_it_would() {
    let fake = start();
    let plan = dry_run(&one_of_each(), &request(), Some(&credentials(&fake)), &options()).unwrap();
    assert_eq!(fake.count("POST"), 0);
    insta::assert_snapshot!(plan, @r"
    post a review of 1111111 with 4 comments and 3 findings in its body
      rollouts/checkout.md, line 7: error: stage moved on line 7, and the decision log does not say why
      rollouts/checkout.md, lines 42 to 45: error: stage moved on line 42, and the decision log does not say why
      rollouts/checkout.md, line 40 before the change: error: stage moved on line 40, and the decision log does not say why
      rollouts/checkout.md, line 9: warning: stage moved on line 9, and the decision log does not say why
      in the body: rollouts/checkout.md, line 12: error: stage moved on line 12, and the decision log does not say why
      in the body: rollouts/checkout.md, line 99: error: stage moved on line 99, and the decision log does not say why
      in the body: rollouts/other.md, line 3: error: stage moved on line 3, and the decision log does not say why
    nothing was written
    ");
    run(&fake, &one_of_each());
    let plan = dry_run(&one_of_each(), &request(), Some(&credentials(&fake)), &options()).unwrap();
    assert_eq!(plan.to_string(), "nothing to post; 7 findings are said already");
    fake.change(|state| state.head = "2".repeat(40));
    let plan = dry_run(&one_of_each(), &request(), Some(&credentials(&fake)), &options()).unwrap();
    assert!(plan.to_string().contains("newer head"));
}

#[test]
fn a_dry_run_needs_no_github() {
    let plan = dry_run(&one_of_each(), &request(), None, &options()).unwrap();
    assert!(!plan.observed);
    assert_eq!(plan.superseded_by, None);
    assert!(plan.to_string().ends_with("GitHub was not asked what it says already"));
}

/// The comment on lines 7 to 8 of the plan, whose finding has this fix.
fn comment_with(edits: Vec<Edit>) -> String {
    let mut finding = finding(PLAN, 7..=8);
    finding.help = Some("add the row `| 1 → 2 | … |` to the decision log".to_owned());
    let fix = Fix {
        title: "record the decision".to_owned(),
        applicability: rolloutlint::finding::Applicability::Suggestion,
        source: finding.location.source.clone(),
        edits,
    };
    finding.fix = Some(fix);
    let operations = preview(&report(vec![finding]), &HashMap::from([(PLAN.to_owned(), plan().hunks)]));
    let [Operation::PostReview(review)] = operations.as_slice() else { panic!("one review") };
    let body = &review.comments[0].body;
    let marker = Marker::read(body).expect("a marker on the last line");
    assert_eq!(marker.head, HEAD);
    body.lines().filter(|line| !line.starts_with("<!-- rolloutlint")).collect::<Vec<&str>>().join("\n")
}

fn replace(on: RangeInclusive<u32>, replacement: &str) -> Edit {
    Edit { span: lines(&source(PLAN), on), replacement: replacement.to_owned() }
}

#[test]
fn an_edit_inside_the_commented_lines_is_offered_as_a_suggestion() {
    insta::assert_snapshot!(comment_with(vec![replace(8..=8, "| 1 → 2 | Proceed | ``` |")]), @r"
    **error:** stage moved on line 7, and the decision log does not say why

    **help:** add the row `| 1 → 2 | … |` to the decision log

    record the decision:

    ````suggestion
    line 7
    | 1 → 2 | Proceed | ``` |
    ````

    <sub>Rule: `stage-change-without-log-entry`</sub>
    ");
    let source = source(PLAN);
    let word = Span::new(source.line_span(7).start, source.line_span(7).start + 4);
    let body = comment_with(vec![Edit { span: word, replacement: "row".to_owned() }]);
    assert!(body.contains("```suggestion\nrow 7\nline 8\n```"), "{body}");
    let below = Span::at(source.line_span(9).start);
    let body = comment_with(vec![Edit { span: below, replacement: "| row |\n".to_owned() }]);
    assert!(body.contains("```suggestion\nline 7\nline 8\n| row |\n```"), "{body}");
}

#[test]
fn an_edit_elsewhere_is_shown_to_be_copied() {
    let below = Span::at(source(PLAN).line_span(60).start);
    let body = comment_with(vec![Edit { span: below, replacement: "| row |\n".to_owned() }]);
    assert!(body.contains("```\n| row |\n```"), "{body}");
    let body = comment_with(vec![replace(7..=7, "a"), replace(60..=60, "b")]);
    assert!(body.contains("```\na\n```\n\n```\nb\n```") && !body.contains("suggestion"), "{body}");
    let body = comment_with(vec![replace(7..=7, "turned\u{202e}around")]);
    assert!(!body.contains("suggestion") && !body.contains('\u{202e}'), "{body}");
}

#[test]
fn lines_are_counted_as_git_counts_them() {
    let mut at_end = finding(PLAN, 7..=7);
    at_end.location.source = Source::new(PLAN, "one\rtwo\r\nthree\n");
    let end = at_end.location.source.text.len();
    at_end.location.span = Span::at(end);
    let hunks = HashMap::from([(PLAN.to_owned(), vec![hunk(1..3, 1..3)])]);
    let operations = preview(&report(vec![at_end]), &hunks);
    let [Operation::PostReview(review)] = operations.as_slice() else { panic!("one review") };
    assert_eq!(review.comments[0].anchor.lines, 2..=2);
}

#[test]
fn a_plan_that_was_renamed_is_known_offline_too() {
    let mut report = report(vec![]);
    report.plans.push(rolloutlint::check::PlanReport {
        path: PLAN.to_owned(),
        previous_path: Some("rollouts/old.md".to_owned()),
        status: rolloutlint::check::Status::Renamed,
        id: None,
        title: None,
        base_stage: None,
        head_stage: None,
        transitions: Vec::new(),
        stages: Vec::new(),
    });
    let observed = Observed::offline(&report, &HashMap::from([(PLAN.to_owned(), plan().hunks)]));
    assert_eq!(observed.file_before("rollouts/old.md").unwrap().0, PLAN);
    assert_eq!(observed.file_before(PLAN), None);
}
