//! A page for GitHub's job summary. A pull request's summary comment is made of the same parts.

pub(crate) mod findings;
pub(crate) mod page;
pub(crate) mod section;
mod timeline;

use super::harmless::{Markdown, fill};
use super::options::Options;
use super::page::Pages;
use super::phrase::{counted, has_news, not_judged, reason, verdict};
use crate::check::{PlanReport, Report};
use crate::finding::{Finding, Side};
use findings::{ByPlan, counts, gravest_first, listed};
use page::{Item, Page};
use section::{Section, push_sections};
use std::io::{self, Write};

pub(super) fn write(report: &Report, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page::new(options.markdown_budget);
    page.push(&fill!("# rolloutlint: {}\n", verdict(report)));
    let notes = report.notes.iter().map(|note| fill!("> {}\n", Markdown::message(note)));
    page.list(Markdown::ours("\n"), notes, "note");

    let by_plan = ByPlan::of(report, &report.findings);
    let (shown, quiet): (Vec<&PlanReport>, Vec<&PlanReport>) = report
        .plans
        .iter()
        .partition(|plan| has_news(plan) || not_judged(&plan.judged).is_some() || !by_plan.findings(plan).is_empty());
    let sections = shown.into_iter().map(|plan| {
        let findings = gravest_first(by_plan.findings(plan));
        Section {
            plan,
            level: "##",
            gravest: findings.first().map(|finding| finding.severity),
            has_all_gates: true,
            remark: None,
            title: counts(&findings).map(|counts| fill!("{}:", counts)).unwrap_or_default(),
            items: findings.into_iter().map(|finding| item_of_plan(plan, finding, &options.pages)).collect(),
        }
    });
    let left_out = push_sections(&mut page, sections.collect());

    let elsewhere =
        gravest_first(&by_plan.elsewhere).into_iter().map(|finding| item_elsewhere(finding, &options.pages));
    page.items(Markdown::ours("\n## Other files\n\n"), elsewhere.collect());

    let hidden = report.suppressed.iter().map(|hidden| {
        let place = Markdown::code(&format!("{}:{}", hidden.path, hidden.line));
        fill!("- {} at {}: {}\n", Markdown::code(hidden.rule), place, reason(hidden))
    });
    page.list(Markdown::ours("\n## Hidden by a comment in the plan\n\n"), hidden, "finding");

    // There is always room for these two lines.
    if left_out > 0 {
        page.text.push(&fill!("\n{} left out here for length.\n", counted(left_out, "more plan")));
    }
    if !quiet.is_empty() && !report.plans.is_empty() {
        let which = if quiet.len() == report.plans.len() { "plan" } else { "other plan" };
        page.text.push(&fill!("\n{} without findings or stage change.\n", counted(quiet.len(), which)));
    }
    write!(out, "{}", page.text)
}

/// A finding in the section of its plan. It may be in another file: the log, or a flag file.
fn item_of_plan(plan: &PlanReport, finding: &Finding, pages: &Pages) -> Item {
    let path = &finding.location.source.path;
    if *path == plan.path || plan.previous_path.as_ref() == Some(path) {
        return listed(finding, &line_of(finding), pages);
    }
    item_elsewhere(finding, pages)
}

/// A finding in a file that is not the plan of its section.
fn item_elsewhere(finding: &Finding, pages: &Pages) -> Item {
    let place = fill!("{} {}", Markdown::code(&finding.location.source.path), line_of(finding));
    Item { brief: fill!("{} `{}`", place, finding.rule), ..listed(finding, &place, pages) }
}

fn line_of(finding: &Finding) -> Markdown {
    let when = match finding.location.side {
        Side::Base => " before this change",
        Side::Head => "",
    };
    fill!("line {}{}", finding.location.line(), Markdown::ours(when))
}

#[cfg(test)]
mod tests {
    use super::super::harmless::assert_inert_in_logs;
    use super::super::{Format, sample};
    use super::*;
    use crate::finding::Severity;
    use crate::text::Source;

    fn section<'a>(plan: &'a PlanReport, findings: &[Finding]) -> Section<'a> {
        let findings: Vec<&Finding> = findings.iter().collect();
        let items = gravest_first(&findings)
            .into_iter()
            .map(|finding| item_of_plan(plan, finding, &Pages::default()))
            .collect();
        Section {
            plan,
            level: "##",
            gravest: None,
            has_all_gates: true,
            remark: None,
            title: Markdown::ours("Findings:"),
            items,
        }
    }

    fn written(report: &Report) -> String {
        sample::written(Format::Markdown, report, &Options::default())
    }

    #[test]
    fn a_page_says_who_moved_what_and_what_is_open() {
        insta::assert_snapshot!(written(&sample::story()));
    }

    #[test]
    fn a_page_without_findings_is_short() {
        let plans = vec![PlanReport::new("a.md"), PlanReport::new("b.md")];
        assert_eq!(
            written(&sample::report(plans, Vec::new())),
            "# rolloutlint: no findings in 2 plans\n\n2 plans without findings or stage change.\n"
        );
        assert_eq!(written(&sample::report(Vec::new(), Vec::new())), "# rolloutlint: no plan found\n");
    }

    #[test]
    fn findings_outside_of_plans_and_before_the_change_say_where() {
        let config = Source::new(".rolloutlint.yml", "fail-on: error\n");
        let policy = sample::finding("policy-changed", Severity::Warning, sample::place(&config, "error"), "Laxer");
        let old = Source::new("rollouts/old.md", "one\nrow\n");
        let removed = sample::before(sample::place(&old, "row"));
        let removed = sample::finding("log-entry-removed", Severity::Error, removed, "A row is gone");
        let plan =
            PlanReport { previous_path: Some("rollouts/old.md".to_owned()), ..PlanReport::new("rollouts/new.md") };
        let page = written(&sample::report(vec![plan], vec![policy, removed]));
        assert!(page.contains("\n1 error:\n\n- **error**, line 2 before this change: A row is gone"), "{page}");
        assert!(page.contains("\n## Other files\n\n- **warning**, `.rolloutlint.yml` line 1: Laxer"), "{page}");
    }

    #[test]
    fn a_stage_change_without_any_transition_still_lacks_a_decision() {
        let mut plan = sample::story().plans.remove(0);
        plan.transitions.clear();
        let section = section(&plan, &[]).written(60_000).unwrap().text.to_string();
        assert!(section.contains("\n- 1 → 2: **no decision recorded**\n"), "{section}");
    }

    #[test]
    fn a_section_is_cut_by_whole_rows_and_says_how_many_are_left() {
        let source = Source::new("rollouts/checkout.md", sample::CHECKOUT);
        let finding = |severity| sample::finding("placeholder", severity, sample::place(&source, "[PM Name]"), "m");
        let mut findings = vec![finding(Severity::Warning); 5_000];
        findings.push(finding(Severity::Error));
        let plan = sample::story().plans.remove(0);
        let section = section(&plan, &findings);
        let whole = section.written(usize::MAX).unwrap().text.to_string();
        assert_eq!(whole.matches("\n- **warning**").count(), 5_000);

        for budget in (0..3_000).step_by(50).chain([60_000]) {
            let Some(Page { text: section, .. }) = section.written(budget) else {
                assert!(budget < 600, "a heading fits into {budget} bytes");
                continue;
            };
            let section = section.as_str();
            assert!(section.len() <= budget, "{} bytes in {budget}", section.len());
            let shown = section.matches("line 3: m `placeholder`\n").count()
                + section.matches("- line 3 `placeholder`\n").count();
            assert!(section.ends_with(&format!("\n{} more findings.\n", findings.len() - shown)), "{section}");
        }
        let room_for_all_in_brief = section.written(200_000).unwrap().text.to_string();
        assert!(room_for_all_in_brief.contains("- **error**, line 3: m"), "the error goes first");
        assert_eq!(room_for_all_in_brief.matches("line 3").count(), 5_001, "nothing is left out");
    }

    #[test]
    fn a_page_stays_in_its_budget_and_counts_the_plans_left_out() {
        let source = |path: &str| Source::new(path, "text");
        let paths: Vec<String> = (0..200).map(|number| format!("rollouts/{number}.md")).collect();
        let plans = paths.iter().map(|path| PlanReport::new(path)).collect();
        let findings = paths
            .iter()
            .map(|path| sample::finding("placeholder", Severity::Error, sample::place(&source(path), "text"), "m"))
            .collect();
        let report = sample::report(plans, findings);
        let page = |budget: usize| {
            let options = Options { markdown_budget: budget, ..Options::default() };
            let page = sample::written(Format::Markdown, &report, &options);
            assert!(page.len() <= budget, "{}", page.len());
            page
        };
        let named = |page: &str| paths.iter().filter(|path| page.contains(&format!("`{path}`"))).count();
        let (whole, brief) = (page(12_000), page(5_000));
        assert!(whole.matches("\n## ").count() > 10 && whole.contains("In brief, for length:"), "{whole}");
        assert_eq!(named(&whole), 200, "nothing is left out");
        let left = 200 - named(&brief);
        assert!(left > 0 && brief.ends_with(&format!("\n{left} more plans left out here for length.\n")), "{brief}");
    }

    #[test]
    fn hostile_text_is_shown_and_does_nothing() {
        let report = sample::hostile();
        let page = written(&report);
        assert_inert_in_logs(&page);
        for line in page.lines() {
            let starts = ["# ", "## ", "- ", "  - help: ", "> ", "| ", "planned · ", "1 error:"];
            assert!(line.is_empty() || starts.iter().any(|start| line.starts_with(start)), "a line of its own: {line}");
        }
        let path = |finding: &Finding| Markdown::code(&finding.location.source.path).to_string();
        let prose = report.findings.iter().fold(page.clone(), |page, finding| page.replace(&path(finding), ""));
        for live in ["<!--", "</details>", " ![", " [", "://", "www.e", "@org", "@b.example", "#123", "GH-9", " $x"] {
            assert!(!prose.contains(live), "{live}: {prose}");
        }
        let rows: Vec<&str> = page.lines().filter(|line| line.starts_with('|')).collect();
        assert_eq!(rows.len(), 3, "{page}");
        assert!(rows.iter().all(|row| row.matches('|').count() == 5), "{rows:#?}");
    }

    #[test]
    fn a_huge_cell_is_cut() {
        let mut plan = sample::story().plans.remove(0);
        plan.stages[1].exit.open = vec!["x".repeat(100_000)];
        plan.transitions[0].rationale = Some("y".repeat(100_000));
        let section = section(&plan, &[]).written(60_000).unwrap().text.to_string();
        assert!(section.contains("xxx…") && section.contains("yyy…"), "{section}");
        assert!(section.len() < 4_000, "{}", section.len());
    }
}
