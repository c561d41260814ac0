//! The pictures of README and pages: what the program says, drawn.
#![allow(clippy::unwrap_used)]

mod support;

use support::picture::{compare, compare_page, editor};
use support::{Repo, compliant, evidence};

#[test]
fn the_demo_is_drawn() {
    let run = Repo::without_git().run(&["demo", "--color", "always"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let refused = run.out.split("\n2. ").nth(1).unwrap().split("\n3. ").next().unwrap();
    compare("demo", &anstyle_svg::Term::new().render_svg(&format!("2. {}", refused.trim_end())));
}

#[test]
fn the_row_is_drawn_in_the_editor() {
    let row = "+| 2026-03-11 | 1→2 | Proceed | Eight of eight alpha users finished | Priya Nair |";
    let plan = compliant("stage-1");
    let last = plan.lines().position(|line| line.starts_with("| 2026-03-02 | 0→1")).unwrap();
    let mut lines: Vec<(usize, String)> =
        plan.lines().enumerate().map(|(index, line)| (index + 1, line.to_owned())).collect();
    let first = last - 6;
    lines[last + 1] = (last + 2, row.to_owned());
    compare_page("editor", 280, &[editor("checkout.md", &lines[first..last + 3])]);
}

#[test]
fn the_timeline_of_an_audit_is_drawn() {
    let run = evidence().run(&["audit", "--today", "2026-06-01", "--format", "html", "--fail-on", "none"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let style = between(&run.out, "<style>", "</style>");
    let (attributes, chart) = between(&run.out, "<svg class=\"chart ", "</svg>").split_once('>').unwrap();
    let size = between(attributes, "viewBox=\"0 0 ", "\"");
    let (width, height) = size.split_once(' ').unwrap();
    // The page has a background, a picture has none.
    let picture = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart {attributes} width=\"{width}\" height=\"{height}\">\n\
         <style><![CDATA[{style}]]></style>\n<rect width=\"{width}\" height=\"{height}\" style=\"fill:var(--paper)\"/>{chart}</svg>\n"
    );
    compare("audit", &picture);
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    text.split_once(start).unwrap().1.split_once(end).unwrap().0
}
