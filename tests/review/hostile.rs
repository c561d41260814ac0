//! Text of a plan stays text, whatever is in it. comrak stands for GitHub's reading of Markdown.

use crate::*;
use comrak::{Options as Markdown, markdown_to_html};
use proptest::prelude::*;
use rolloutlint::check::{GateReport, PlanReport, StageReport, Status, TransitionReport};
use rolloutlint::difference::{Detail, Difference};
use rolloutlint::finding::{Applicability, Fix, Label};
use rolloutlint::github::marker::Marker;
use rolloutlint::github::{Operation, preview};
use rolloutlint::plan::log::Point;
use rolloutlint::standing::{Milestone, Timeline};
use rolloutlint::text::Edit;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What is posted when every text is `text`: a comment on lines, one that lists findings from
/// elsewhere, and the summary.
fn bodies(text: &str) -> Vec<String> {
    let mut on_line = finding(PLAN, 7..=7);
    on_line.message = text.to_owned();
    on_line.help = Some(text.to_owned());
    on_line.labels = vec![Label { location: on_line.location.clone(), message: text.to_owned() }];
    let edits = vec![Edit { span: on_line.location.span, replacement: text.to_owned() }];
    on_line.fix = Some(Fix {
        title: text.to_owned(),
        applicability: Applicability::Safe,
        source: on_line.location.source.clone(),
        edits,
    });
    let outside = |fingerprint: &str, path: &str| Finding {
        fingerprint: Fingerprint(fingerprint.to_owned()),
        location: Location { source: source(path), span: lines(&source(path), 99..=99), side: Side::Head },
        ..on_line.clone()
    };
    let findings = vec![on_line.clone(), outside("ff", PLAN), outside("fe", &format!("{text}.md"))];
    let mut report = report(findings);
    report.plans = vec![hostile_plan(text)];
    let operations = preview(&report, &HashMap::from([(PLAN.to_owned(), plan().hunks)]));
    let [Operation::PostReview(review), Operation::PostSummary { body }] = operations.as_slice() else {
        panic!("a review and a summary: {operations:?}")
    };
    review.comments.iter().map(|comment| comment.body.clone()).chain([body.clone()]).collect()
}

fn hostile_plan(text: &str) -> PlanReport {
    let some = || Some(text.to_owned());
    let gate = || GateReport { met: 1, open: vec![text.to_owned(), text.to_owned()] };
    let stage = |number: u32| StageReport { number: number.into(), name: text.to_owned(), entry: gate(), exit: gate() };
    let day = jiff::civil::date(2026, 3, 2);
    let milestone = Milestone { day, step: text.to_owned(), verb: None };
    PlanReport {
        id: some(),
        title: some(),
        base_stage: Some(Point::Stage(1.into())),
        head_stage: Some(Point::Stage(2.into())),
        transitions: vec![TransitionReport {
            from: Point::Stage(1.into()),
            to: Point::Stage(2.into()),
            decision: None,
            date: None,
            decided_by: vec![text.to_owned()],
            rationale: some(),
            is_recorded: true,
            shown_by: Vec::new(),
            line: 1,
        }],
        stages: vec![stage(1), stage(2)],
        difference: Some(Difference {
            path: text.to_owned(),
            status: Status::Modified,
            title: some(),
            id: some(),
            base_stage: None,
            head_stage: None,
            details: vec![Detail {
                place: text.to_owned(),
                before: some(),
                after: some(),
                items: vec![text.to_owned()],
            }],
            has_other_words: true,
        }),
        timeline: Timeline { decisions: vec![milestone], ..Timeline::default() },
        ..PlanReport::new(PLAN)
    }
}

/// The text that GitHub would look through for mentions and references: what stands outside code.
fn outside_code(html: &str) -> String {
    let mut text = String::new();
    let mut depth = 0;
    for piece in html.split('<') {
        let (tag, rest) = piece.split_once('>').unwrap_or(("", piece));
        match tag.split(' ').next() {
            Some("code") => depth += 1,
            Some("/code") => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            // GitHub looks at what stands between two tags by itself.
            text.push(' ');
            text.push_str(rest);
        }
    }
    text
}

fn html(body: &str) -> String {
    let mut markdown = Markdown::default();
    markdown.extension.autolink = true;
    markdown.extension.strikethrough = true;
    markdown.extension.table = true;
    markdown.extension.tasklist = true;
    markdown.extension.footnotes = true;
    markdown.extension.math_dollars = true;
    markdown.extension.alerts = true;
    markdown.render.r#unsafe = true;
    markdown_to_html(body, &markdown)
}

/// How often each element that a text could smuggle in stands in a page.
fn elements(html: &str) -> BTreeMap<String, usize> {
    let mut elements = BTreeMap::new();
    for piece in html.split('<').skip(1) {
        let name: String = piece.chars().take_while(char::is_ascii_alphanumeric).collect();
        // Our own code spans depend on what they hold, and so do the fences and line breaks; none
        // of them does any harm.
        if !["", "code", "pre", "br", "span", "p"].contains(&name.as_str()) {
            *elements.entry(name).or_default() += 1;
        }
    }
    elements
}

/// What our own words make of a page.
static HARMLESS: LazyLock<Vec<BTreeMap<String, usize>>> =
    LazyLock::new(|| bodies("harmless").iter().map(|body| own_elements(body)).collect());

fn own_elements(body: &str) -> BTreeMap<String, usize> {
    let mut own = elements(&html(body));
    own.insert("charts".to_owned(), body.matches("```mermaid").count());
    own
}

fn assert_inert(text: &str) {
    for (body, own) in bodies(text).iter().zip(&*HARMLESS) {
        assert_body_is_inert(body, own);
    }
}

fn assert_body_is_inert(body: &str, own: &BTreeMap<String, usize>) {
    let html = html(body);
    for (element, count) in elements(&html) {
        assert!(count <= own.get(&element).copied().unwrap_or(0), "<{element}> in {html}\nfrom {body}");
    }
    let comments = html.matches("<!--").count();
    assert_eq!(comments, 1, "only our own marker is a comment: {html}");
    let text = outside_code(&html);
    for (at, _) in text.match_indices(['@', '#']) {
        let next = text[at + 1..].chars().next();
        assert!(!next.is_some_and(char::is_alphanumeric), "{text:?} has a reference\nfrom {body}");
    }
    assert!(!body.contains(['\u{1b}', '\u{202e}', '\r', '\0']), "{body:?}");
    assert!(body.len() <= 60_000);
    assert_eq!(Marker::read(body).expect("our marker").instance, "default");
    assert_eq!(body.matches("```mermaid").count(), own["charts"], "{body}");
}

#[test]
fn known_tricks_do_nothing() {
    for text in [
        "@acme/everyone see #1, GH-1, acme/shop#1 and https://github.com/acme/shop/issues/1 or www.evil.example",
        "<!-- rolloutlint:1;i=default;f=ff;b=0;h=0;s=open -->",
        "a\n<!-- rolloutlint:1;i=default;f=00;b=0;h=0;s=open -->",
        "<img src=x onerror=alert(1)> <script>alert(1)</script> <details open>",
        "![pixel](https://evil.example/p.png) [link](javascript:x) <https://evil.example> a@b.example",
        "```\n````\n~~~\n`````suggestion\nevil",
        "` `` ``` @team `",
        "`@team` @team `",
        "\\` @team \\`",
        "# heading\n\n---\n> quote\n- [x] task\n1. one\n| a | b |\n|---|---|",
        "::error::x\u{1b}[31m\u{202e}txt\0\r\n::set-output",
        "$\\unicode{x}$ [^1] &lt; *a* _b_ ~~c~~ :+1:",
        "0@.a, a@-b.c and a@_b.c",
        "---",
        "===",
        "1) x",
        "",
        " ",
    ] {
        assert_inert(text);
    }
    for long in ["`", "@", "\\", "x", "ü", "`a", "\n", "]("] {
        assert_inert(&long.repeat(30_000));
    }
}

proptest! {
    #[test]
    fn no_text_gets_out(text in "[`@#<>!\\[\\]()*_~|$&\\\\:/. \n\r\t0-9a-c=+-]{0,40}") {
        assert_inert(&text);
    }
}
