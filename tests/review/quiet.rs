//! Nothing is written anew that says the same.

use crate::github::fake::{Fake, File, State};
use crate::*;
use jiff::civil::{Date, date};
use rolloutlint::check::PlanReport;
use rolloutlint::finding::{Applicability, Fix, Label};
use rolloutlint::github::Conclusion;
use rolloutlint::plan::log::Point;
use rolloutlint::standing::{Milestone, Period, Timeline};
use rolloutlint::text::Edit;
use std::time::Instant;

/// Thirty findings on lines, each with a link to another place and a row of this day, and one that
/// no line carries.
fn judged(head: &str, today: Date) -> Report {
    let with_row = |mut finding: Finding| {
        let source = finding.location.source.clone();
        let row = format!("| {today} | 1→2 | Proceed | [why] | [who] |\n");
        finding.help = Some(format!("record it: `{}`", row.trim_end()));
        finding.labels = vec![Label {
            location: Location { span: lines(&source, 90..=90), source: source.clone(), side: Side::Head },
            message: "the log ends here".to_owned(),
        }];
        finding.fix = Some(Fix {
            title: "record the decision".to_owned(),
            applicability: Applicability::Suggestion,
            edits: vec![Edit { span: Span::at(source.line_span(91).start), replacement: row }],
            source,
        });
        finding
    };
    let on_lines = (1..=30).map(|line| finding(PLAN, line..=line));
    let findings = on_lines.chain([finding(PLAN, 99..=99)]).map(with_row).collect();
    let mut plan = PlanReport::new(PLAN);
    let started = date(2026, 3, 2);
    let periods = vec![Period { at: Point::Stage(1.into()), from: started, until: None }];
    let decisions = vec![Milestone { day: started, step: "0→1".to_owned(), verb: None }];
    plan.timeline = Timeline { periods, decisions, today: Some(today) };
    Report { head: Some(CommitId(head.to_owned())), plans: vec![plan], ..report(findings) }
}

fn run_at(fake: &Fake, head: &str, report: &Report) -> ReviewOutcome {
    let request = ReviewRequest { head: head.to_owned(), ..request() };
    review(report, &request, &credentials(fake), &options()).expect("a readable pull request")
}

#[test]
fn a_push_that_touches_no_plan_writes_nothing_whatever_the_day() {
    let files = || vec![File { hunks: vec![hunk(1..41, 1..41)], ..plan() }];
    let fake = Fake::start(State::new(files()));
    let first_day = date(2026, 3, 2);
    run(&fake, &judged(HEAD, first_day));
    let before = fake.state();
    assert_eq!((before.threads.len(), before.comments.len()), (30, 1));
    for (digit, day) in [("2", first_day), ("3", date(2026, 3, 3)), ("4", date(2026, 3, 20))] {
        let head = digit.repeat(40);
        fake.change(|state| state.push(&head, files(), Some));
        let begin = Instant::now();
        let outcome = run_at(&fake, &head, &judged(&head, day));
        let writes = fake.state().writes - before.writes;
        println!(
            "30 findings open, head {digit}, {day}: {writes} writes, {} requests, {:?}",
            outcome.requests,
            begin.elapsed()
        );
        assert_eq!((outcome.conclusion, writes), (Conclusion::NothingNew, 0), "{day}");
    }
    // What reads in another way is written, and only that.
    let head = "4".repeat(40);
    let mut changed = judged(&head, date(2026, 3, 20));
    changed.findings[4].message = "other words".to_owned();
    run_at(&fake, &head, &changed);
    assert_eq!(fake.state().writes - before.writes, 1);
}
