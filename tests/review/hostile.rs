//! Text of a plan stays text, whatever is in it. comrak stands for GitHub's reading of Markdown.

use crate::*;
use comrak::{Options as Markdown, markdown_to_html};
use proptest::prelude::*;
use rolloutlint::finding::{Applicability, Fix, Label};
use rolloutlint::github::marker::Marker;
use rolloutlint::github::{Operation, preview};
use rolloutlint::text::Edit;

/// A review whose every text is `text`: once on a line, once in the body.
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
    let outside = Finding {
        fingerprint: Fingerprint("ff".to_owned()),
        location: Location { source: source(&format!("{text}.md")), ..on_line.location.clone() },
        ..on_line.clone()
    };
    let operations = preview(&report(vec![on_line, outside]), &HashMap::from([(PLAN.to_owned(), plan().hunks)]));
    let [Operation::PostReview(review)] = operations.as_slice() else { panic!("one review") };
    vec![review.comments[0].body.clone(), review.body()]
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
            text.push_str(rest);
        }
    }
    text
}

fn assert_inert(body: &str) {
    let mut markdown = Markdown::default();
    markdown.extension.autolink = true;
    markdown.extension.strikethrough = true;
    markdown.extension.table = true;
    markdown.extension.tasklist = true;
    markdown.extension.footnotes = true;
    markdown.extension.math_dollars = true;
    markdown.extension.alerts = true;
    markdown.render.r#unsafe = true;
    let html = markdown_to_html(body, &markdown);
    // What we write ourselves is all that may be there.
    let own = html.replace("<sub>", "").replace("</sub>", "").replace("<li>", "").replace("<ul>", "");
    for tag in [
        "<a",
        "<img",
        "<script",
        "<em",
        "<del",
        "<h1",
        "<h2",
        "<hr",
        "<table",
        "<ol",
        "<blockquote",
        "<input",
        "<s",
        "<math",
        "<details",
    ] {
        let at_tag = |rest: &str| !rest.starts_with(|c: char| c.is_ascii_alphanumeric());
        let found = own.match_indices(tag).any(|(at, _)| at_tag(&own[at + tag.len()..]));
        assert!(!found, "{tag} in {html}\nfrom {body}");
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
    assert_eq!(Marker::read(body).expect("our marker").fingerprints.len(), 1);
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
        "---",
        "===",
        "1) x",
        "",
        " ",
    ] {
        bodies(text).iter().for_each(|body| assert_inert(body));
    }
    for long in ["`", "@", "\\", "x", "ü", "`a", "\n", "]("] {
        bodies(&long.repeat(30_000)).iter().for_each(|body| assert_inert(body));
    }
}

proptest! {
    #[test]
    fn no_text_gets_out(text in "[`@#<>!\\[\\]()*_~|$&\\\\:/. \n\r\t0-9a-c=+-]{0,40}") {
        bodies(&text).iter().for_each(|body| assert_inert(body));
    }
}
