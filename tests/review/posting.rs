//! What is posted, where, and that it is posted once.

use crate::github::fake::{Comment, Fake, File, HEAD, State};
use crate::*;
use rolloutlint::check::PlanReport;
use rolloutlint::config::OutsideDiff;
use rolloutlint::finding::Fix;
use rolloutlint::github::marker::Marker;
use rolloutlint::github::operation::LineComment;
use rolloutlint::github::{Base, Conclusion, Observed, Operation, PullRequest, Said, base, dry_run, look, preview};
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

/// How many findings are said in a kind of place.
pub(crate) fn count(outcome: &ReviewOutcome, said: Said) -> usize {
    outcome.places.values().filter(|other| **other == said).count()
}

#[test]
fn the_first_run_says_everything_in_one_review_and_the_summary() {
    let fake = start();
    let outcome = run(&fake, &one_of_each());
    assert_eq!(outcome.conclusion, Conclusion::Written);
    assert_eq!((count(&outcome, Said::InThread), count(&outcome, Said::InSummary)), (4, 3));
    assert_eq!(outcome.to_string(), "4 threads opened, summary written");

    let state = fake.state();
    assert_eq!((state.reviews.len(), state.comments.len(), state.notifications), (1, 1, 2));
    let places: Vec<_> =
        state.threads.iter().map(|thread| (thread.side.as_str(), thread.start_line, thread.line)).collect();
    let expected =
        [("RIGHT", None, Some(7)), ("RIGHT", Some(42), Some(45)), ("LEFT", None, Some(40)), ("RIGHT", None, Some(9))];
    assert_eq!(places, expected);
    assert_eq!(state.reviews[0].body, "**rolloutlint** found 3 errors, 1 warning at 1111111.");
    let body = &state.comments[0].body;
    assert!(
        body.starts_with("## ⛔ 6 errors, 1 warning\n\n**Blocked** by 6 errors: [stage moved on line 7, "),
        "{body}"
    );
    for place in ["rollouts/checkout.md` line 12", "rollouts/checkout.md` line 99", "rollouts/other.md` line 3"] {
        assert!(body.contains(place), "{body}");
    }
    let link = format!("(https://github.com/acme/shop/blob/{HEAD}/rollouts/checkout.md?plain=1#L99)");
    assert!(body.contains(&link), "{body}");
    assert!(!body.contains("line 8"), "information is for annotations: {body}");
}

#[test]
fn the_summary_lists_what_no_line_carries() {
    let fake = start();
    let mut outside = finding(PLAN, 99..=99);
    outside.help = Some("ask @acme/everyone".to_owned());
    let mut report = report(vec![outside, finding("rollouts/other.md", 3..=3)]);
    report.plans = vec![PlanReport::new(PLAN)];
    run(&fake, &report);
    let body = fake.state().comments[0].body.clone();
    assert_eq!(Marker::read(&body).expect("a marker").fingerprint.0, "summary");
    let (text, _marker) = body.rsplit_once('\n').expect("several lines");
    insta::assert_snapshot!(text.replace(HEAD, "<HEAD>"), @r"
    ## ⛔ `rollouts/checkout.md`: 2 errors

    **Blocked** by 2 errors: [stage moved on line 99, and the decision log does not say why](https://github.com/acme/shop/blob/<HEAD>/rollouts/checkout.md?plain=1#L99); [stage moved on line 3, and the decision log does not say why](https://github.com/acme/shop/blob/<HEAD>/rollouts/other.md?plain=1#L3).

    <details><summary>Gates, changes and findings</summary>

    ### `rollouts/checkout.md`

    planned

    Not on a line that the diff shows:

    - **error**, [`rollouts/checkout.md` line 99](https://github.com/acme/shop/blob/<HEAD>/rollouts/checkout.md?plain=1#L99): stage moved on line 99, and the decision log does not say why `stage-change-without-log-entry`
      - help: ask @&#8203;acme/everyone

    ### Other files

    - **error**, [`rollouts/other.md` line 3](https://github.com/acme/shop/blob/<HEAD>/rollouts/other.md?plain=1#L3): stage moved on line 3, and the decision log does not say why `stage-change-without-log-entry`

    </details>

    <sub>rolloutlint, written for 1111111, compared with bbbbbbb; nothing here has changed since.</sub>
    ");
}

#[test]
fn nothing_is_posted_where_nothing_is_to_be_said() {
    let fake = start();
    let mut whisper = finding(PLAN, 8..=8);
    whisper.severity = Severity::Info;
    for quiet in [report(Vec::new()), report(vec![whisper])] {
        assert_eq!(run(&fake, &quiet).conclusion, Conclusion::NothingNew);
        assert_eq!(fake.state().writes, 0);
    }
    assert_eq!(fake.state().requests.len(), 2, "one look is enough");
}

#[test]
fn the_second_run_writes_nothing() {
    let fake = start();
    run(&fake, &one_of_each());
    let writes = fake.state().writes;
    let outcome = run(&fake, &one_of_each());
    assert_eq!(outcome.conclusion, Conclusion::NothingNew);
    assert_eq!(outcome.places.len(), 7);
    assert_eq!(fake.state().writes, writes);
}

#[test]
fn a_token_that_does_not_know_itself_writes_nothing() {
    let fake = start();
    fake.change(|state| state.account().knows_itself = false);
    let outcome = run(&fake, &one_of_each());
    assert!(matches!(outcome.conclusion, Conclusion::ReadOnly { .. }), "{outcome:?}");
    assert_eq!(fake.state().writes, 0, "nobody knows which comments are ours");

    // A person's token asks REST.
    fake.change(|state| state.account().kind = "User".to_owned());
    assert_eq!(run(&fake, &one_of_each()).conclusion, Conclusion::Written);
    assert_eq!(run(&fake, &one_of_each()).conclusion, Conclusion::NothingNew);
}

#[test]
fn an_older_server_is_read_by_rest() {
    let fake = start();
    fake.change(|state| state.graphql_is_old = true);
    assert_eq!(run(&fake, &one_of_each()).conclusion, Conclusion::Written);
    assert_eq!(run(&fake, &one_of_each()).conclusion, Conclusion::NothingNew);
    run(&fake, &report(vec![]));
    let state = fake.state();
    assert_eq!(state.threads.len(), 0, "what is fixed and unanswered goes");
    assert!(state.comments[0].body.contains("no open findings"), "{}", state.comments[0].body);
}

#[test]
fn many_findings_come_in_batches_and_no_more_than_a_hundred_on_lines() {
    let fake = Fake::start(State::new(vec![File { hunks: vec![hunk(1..101, 1..101)], ..plan() }]));
    let findings = (0..150).map(|number| {
        let mut finding = finding(PLAN, number % 100 + 1..=number % 100 + 1);
        finding.fingerprint = Fingerprint(format!("{number:032x}"));
        finding
    });
    let findings = report(findings.collect());
    let outcome = run(&fake, &findings);
    assert_eq!((count(&outcome, Said::InThread), count(&outcome, Said::InSummary)), (100, 50));
    assert_eq!((fake.state().reviews.len(), fake.state().threads.len()), (4, 100));
    assert_eq!(run(&fake, &findings).conclusion, Conclusion::NothingNew);

    // Half of them are fixed, and some lines have changed: the next runs agree on what then goes
    // where.
    for skipped in [75, 20] {
        fake.change(|state| {
            state.threads.iter_mut().take(10).for_each(|thread| thread.line = None);
            let older = |comment: &mut Comment| comment.body = comment.body.replace(HEAD, &"0".repeat(40));
            state.threads.iter_mut().for_each(|thread| older(&mut thread.comments[0]));
        });
        let rest = report(findings.findings.iter().skip(skipped).cloned().collect());
        let outcome = run(&fake, &rest);
        assert_eq!(outcome.places.len(), 150 - skipped);
        assert_eq!(fake.state().threads.len(), 100.min(150 - skipped), "{skipped}");
        assert_eq!(run(&fake, &rest).conclusion, Conclusion::NothingNew, "{skipped}");
    }
}

#[test]
fn ten_thousand_findings_in_three_thousand_files_stay_inside_every_limit() {
    let path = |number: u32| format!("rollouts/{number:04}.md");
    let files = (0..3_000).map(|number| File { path: path(number), ..plan() }).collect();
    let fake = Fake::start(State::new(files));
    let sources: Vec<Source> = (0..3_200).map(|number| source(&path(number))).collect();
    let findings = (0..10_000_u32).map(|number| {
        let mut finding = finding(PLAN, 1..=1);
        let source = sources[number as usize % 3_200].clone();
        let line = number / 3_200 * 30 + 7;
        finding.location = Location { span: lines(&source, line..=line), source, side: Side::Head };
        finding.fingerprint = Fingerprint(format!("{number:032x}"));
        finding
    });
    let mut report = report(findings.collect());
    report.plans = (0..3_200).map(|number| PlanReport::new(&path(number))).collect();
    // What GitHub does not list, our own diff knows.
    let hunks = sources.iter().map(|source| (source.path.clone(), plan().hunks)).collect();
    let request = ReviewRequest { hunks, ..request() };
    let outcome = review(&report, &request, &credentials(&fake), &options()).unwrap();
    assert_eq!(outcome.conclusion, Conclusion::Written);
    assert_eq!(outcome.places.len(), 10_000, "every finding has a place");
    assert_eq!((count(&outcome, Said::InThread), count(&outcome, Said::InSummary)), (100, 9_900));
    let state = fake.state();
    assert!(state.comments[0].body.len() <= 60_000);
    assert!(state.comments[0].body.contains("more plans in the job summary."));
    // Three looks, the files by hundreds, the guard, four reviews, the summary.
    assert_eq!(outcome.requests, 3 + 30 + 1 + 4 + 1);

    let mut page = Vec::new();
    let format = rolloutlint::report::Format::Markdown;
    rolloutlint::report::write(format, &report, &rolloutlint::report::Options::default(), &mut page).unwrap();
    assert!(page.len() <= 900 * 1024, "{}", page.len());
    let page = String::from_utf8(page).unwrap();
    assert_eq!(page.matches("`stage-change-without-log-entry`").count(), 10_000, "the job summary has them all");
}

#[test]
fn threads_on_files_count_as_threads() {
    let path = |number: usize| format!("rollouts/{number}.md");
    let files = (0..150).map(|number| File { path: path(number), ..plan() }).collect();
    let fake = Fake::start(State::new(files));
    let report = report((0..150).map(|number| finding(&path(number), 99..=99)).collect());
    let options = Options { outside_diff: OutsideDiff::File, ..options() };
    let outcome = review(&report, &request(), &credentials(&fake), &options).unwrap();
    assert_eq!((count(&outcome, Said::OnFile), count(&outcome, Said::InSummary)), (100, 50));
    let again = review(&report, &request(), &credentials(&fake), &options).unwrap();
    assert_eq!(again.conclusion, Conclusion::NothingNew);

    // A server that knows no such threads is not asked for ever.
    let fake = Fake::start(State::new((0..150).map(|number| File { path: path(number), ..plan() }).collect()));
    fake.change(|state| state.refused_paths = (0..150).map(path).collect());
    let outcome = review(&report, &request(), &credentials(&fake), &options).unwrap();
    assert_eq!((count(&outcome, Said::InSummary), outcome.conclusion), (150, Conclusion::Written));
    assert!(fake.count("POST") < 30, "{}", fake.count("POST"));
}

#[test]
fn lists_are_read_to_their_last_page() {
    let fake =
        Fake::start(State::new((0..7).map(|n| File { path: format!("{n}.md"), ..plan() }).chain([plan()]).collect()));
    fake.change(|state| {
        state.page_size = 5;
        for number in 0..250 {
            let comment = state.comment("priya", &number.to_string());
            state.comments.push(comment);
        }
    });
    let findings = report((5..=12).map(|line| finding(PLAN, line..=line)).collect());
    run(&fake, &findings);
    assert_eq!((fake.state().threads.len(), fake.state().comments.len()), (8, 251));
    assert_eq!(run(&fake, &findings).conclusion, Conclusion::NothingNew);
    fake.change(|state| state.graphql_is_old = true);
    assert_eq!(run(&fake, &findings).conclusion, Conclusion::NothingNew);
}

#[test]
fn a_diff_that_github_hides_is_replaced_by_our_own() {
    let fake = Fake::start(State::new(vec![File { hides_patch: true, ..plan() }]));
    let request = ReviewRequest { hunks: HashMap::from([(PLAN.to_owned(), plan().hunks)]), ..request() };
    let report = report(vec![finding(PLAN, 7..=7)]);
    let outcome = review(&report, &request, &credentials(&fake), &options()).unwrap();
    assert_eq!(count(&outcome, Said::InThread), 1);
    assert_eq!(fake.state().threads.len(), 1);
}

#[test]
fn without_any_diff_the_finding_goes_into_the_summary() {
    let fake = Fake::start(State::new(vec![File { hides_patch: true, ..plan() }]));
    let outcome = run(&fake, &report(vec![finding(PLAN, 7..=7)]));
    assert_eq!(count(&outcome, Said::InSummary), 1);
    assert_eq!(fake.state().reviews.len(), 0);
}

#[test]
fn a_removed_row_of_a_renamed_plan_is_found_under_the_new_path() {
    let fake = Fake::start(State::new(vec![File { previous_path: Some("rollouts/old.md".to_owned()), ..plan() }]));
    let mut removed = finding("rollouts/old.md", 48..=48);
    removed.location.side = Side::Base;
    run(&fake, &report(vec![removed]));
    let thread = fake.state().threads[0].clone();
    assert_eq!((thread.path.as_str(), thread.side.as_str(), thread.line), (PLAN, "LEFT", Some(48)));
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
    assert_eq!(outcome.conclusion, Conclusion::Written);
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
    let ask = || base(&request().repository, "feature/ü x", HEAD, &credentials(&fake), &options());
    let error = ask().unwrap_err().to_string();
    assert!(error.contains("no merge base"), "{error}");
    fake.change(|state| state.merge_base = Some(id.clone()));
    assert_eq!(ask().unwrap(), Base { tip: id.clone(), merge_base: id.clone() });
    let tip = "d".repeat(40);
    fake.change(|state| state.base_tip = Some(tip.clone()));
    assert_eq!(ask().unwrap(), Base { tip, merge_base: id });
}

#[test]
fn a_pull_request_is_found_without_an_event() {
    let fake = start();
    fake.change(|state| (state.merge_base, state.base_tip) = (Some("c".repeat(40)), Some("d".repeat(40))));
    let ask = || look(&request().repository, 7, &credentials(&fake), &options()).unwrap();
    let (by_graphql, seen) = ask();
    assert_eq!((by_graphql.head.as_str(), by_graphql.base_ref.as_str()), (HEAD, "main"));
    assert_eq!(by_graphql.base_tip, Some("d".repeat(40)));
    assert!(by_graphql.is_open && seen.is_some());
    // REST tells all of it but where the base is.
    fake.change(|state| state.graphql_is_old = true);
    let (by_rest, seen) = ask();
    assert_eq!(by_rest, PullRequest { base_tip: None, ..by_graphql });
    assert!(seen.is_none());
}

#[test]
fn a_dry_run_writes_nothing_and_tells_what_it_would() {
    let fake = start();
    let plan = dry_run(&one_of_each(), &request(), Some(&credentials(&fake)), &options()).unwrap();
    assert_eq!(fake.count("POST"), 0);
    insta::assert_snapshot!(plan, @r"
    post a review of 1111111 with 4 comments
      rollouts/checkout.md, line 7: error: stage moved on line 7, and the decision log does not say why
      rollouts/checkout.md, lines 42 to 45: error: stage moved on line 42, and the decision log does not say why
      rollouts/checkout.md, line 40 before the change: error: stage moved on line 40, and the decision log does not say why
      rollouts/checkout.md, line 9: warning: stage moved on line 9, and the decision log does not say why
    post the summary comment
    nothing was written
    ");
    run(&fake, &one_of_each());
    let plan = dry_run(&one_of_each(), &request(), Some(&credentials(&fake)), &options()).unwrap();
    assert_eq!(plan.to_string(), "nothing to change");
    fake.change(|state| state.head = "2".repeat(40));
    let plan = dry_run(&one_of_each(), &request(), Some(&credentials(&fake)), &options()).unwrap();
    assert!(plan.to_string().contains("newer head"));
    fake.change(|state| (state.head, state.base_ref) = (HEAD.to_owned(), "next".to_owned()));
    let plan = dry_run(&one_of_each(), &request(), Some(&credentials(&fake)), &options()).unwrap();
    assert!(plan.to_string().contains("another base, next"), "{plan}");
}

#[test]
fn a_dry_run_needs_no_github() {
    let plan = dry_run(&one_of_each(), &request(), None, &options()).unwrap();
    assert!(!plan.is_observed);
    assert_eq!(plan.superseded, None);
    assert!(plan.to_string().ends_with("GitHub was not asked what it says already"));
}

/// The comment on a finding on lines 7 to 8 of the plan that has this fix.
fn with_fix(edits: Vec<Edit>) -> LineComment {
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
    let [Operation::PostReview(review)] = operations.as_slice() else { panic!("{operations:?}") };
    review.comments[0].clone()
}

fn comment_with(edits: Vec<Edit>) -> String {
    let body = with_fix(edits).body;
    let marker = Marker::read(&body).expect("a marker on the last line");
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

    **fix:** record the decision:

    ````suggestion
    line 7
    | 1 → 2 | Proceed | ``` |
    ````

    <sub>Rule: `stage-change-without-log-entry`</sub>

    <details><summary>How to mend it</summary>

    Paste the row that is suggested into the decision log, and say why and who decided.

    </details>
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
fn a_comment_goes_to_where_one_click_can_commit_the_row() {
    let log = Span::at(source(PLAN).line_span(46).start);
    let row = || vec![Edit { span: log, replacement: "| 1 → 2 | Proceed |\n".to_owned() }];
    let comment = with_fix(row());
    assert_eq!(comment.anchor.lines, 45..=45, "the line above the new row");
    assert!(comment.body.contains("```suggestion\nline 45\n| 1 → 2 | Proceed |\n```"), "{}", comment.body);
    assert!(comment.body.contains("It is about `rollouts/checkout.md` line 7."), "{}", comment.body);
}

#[test]
fn lines_are_counted_as_git_counts_them() {
    let mut at_end = finding(PLAN, 7..=7);
    at_end.location.source = Source::new(PLAN, "one\rtwo\r\nthree\n");
    let end = at_end.location.source.text.len();
    at_end.location.span = Span::at(end);
    let hunks = HashMap::from([(PLAN.to_owned(), vec![hunk(1..3, 1..3)])]);
    let operations = preview(&report(vec![at_end]), &hunks);
    let [Operation::PostReview(review), ..] = operations.as_slice() else { panic!("one review") };
    assert_eq!(review.comments[0].anchor.lines, 2..=2);
}

#[test]
fn a_plan_that_was_renamed_is_known_offline_too() {
    let mut report = report(vec![]);
    report.plans.push(PlanReport {
        previous_path: Some("rollouts/old.md".to_owned()),
        status: rolloutlint::check::Status::Renamed,
        ..PlanReport::new(PLAN)
    });
    let observed = Observed::offline(&report, &HashMap::from([(PLAN.to_owned(), plan().hunks)]));
    assert_eq!(observed.file_before("rollouts/old.md").unwrap().0, PLAN);
    assert_eq!(observed.file_before(PLAN), None);
}

#[test]
fn the_name_of_a_rule_leads_to_its_page_where_one_is_known() {
    use rolloutlint::report::page::Pages;
    let fake = start();
    let version = env!("CARGO_PKG_VERSION");
    let options = Options { pages: Pages::of("https://github.com/acme/rolloutlint"), ..options() };
    let said = report(vec![finding(PLAN, 7..=7), finding(PLAN, 99..=99)]);
    review(&said, &request(), &credentials(&fake), &options).unwrap();
    let state = fake.state();
    let page =
        format!("https://github.com/acme/rolloutlint/blob/v{version}/docs/rules/stage-change-without-log-entry.md");
    let link = format!("[`stage-change-without-log-entry`]({page})");
    let thread = &state.threads[0].comments[0].body;
    assert!(thread.contains(&link) && !thread.contains("How to mend it"), "{thread}");
    assert!(state.comments[0].body.contains(&link), "{}", state.comments[0].body);
    // Another place of the pages says nothing new.
    let outcome = review(&said, &request(), &credentials(&fake), &crate::options()).unwrap();
    assert_eq!(outcome.conclusion, Conclusion::NothingNew);
}
