//! A page for GitHub's job summary. The part about one plan is also what a pull request's summary comment is made of.

use super::{
    NO_ROW_NEEDED, Options, counted, decision_word, finding_counts, markdown_code, markdown_message, markdown_text,
    moved, needs_row, reason, stage_change, verdict,
};
use crate::check::{GateReport, PlanReport, Report, StageReport, TransitionReport};
use crate::finding::{Finding, Severity, Side};
use std::cmp::Reverse;
use std::io::{self, Write};

/// How many open criteria of a stage are named.
pub(super) const CRITERIA_SHOWN: usize = 5;

pub(super) fn write(report: &Report, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page::new(options.markdown_budget);
    page.push(&format!("# rolloutlint: {}\n", verdict(report)));
    page.list("\n", report.notes.iter().map(|note| format!("> {}\n", markdown_message(note))), "note");

    let mut left_out = 0;
    let (told, quiet): (Vec<&PlanReport>, Vec<&PlanReport>) = report
        .plans
        .iter()
        .partition(|plan| moved(plan) || report.findings.iter().any(|finding| concerns(finding, plan)));
    for plan in worst_first(told, report) {
        let findings: Vec<&Finding> = report.findings.iter().filter(|finding| concerns(finding, plan)).collect();
        let pushed = plan_section(plan, &findings, page.left()).is_some_and(|section| page.push(&section));
        left_out += usize::from(!pushed);
    }

    let is_elsewhere = |finding: &&Finding| !report.plans.iter().any(|plan| concerns(finding, plan));
    let elsewhere: Vec<&Finding> = report.findings.iter().filter(is_elsewhere).collect();
    page.list(
        "\n## Other files\n\n",
        gravest_first(&elsewhere).into_iter().map(|finding| item(finding, true)),
        "finding",
    );

    let hidden = report.suppressed.iter().map(|hidden| {
        let place = markdown_code(&format!("{}:{}", hidden.path, hidden.line));
        format!("- {} at {place}: {}\n", markdown_code(hidden.rule), markdown_text(&reason(hidden)))
    });
    page.list("\n## Hidden by a comment in the plan\n\n", hidden, "finding");

    let mut end = String::new();
    if left_out > 0 {
        end.push_str(&format!("\n{} left out here for length.\n", counted(left_out, "more plan")));
    }
    if !quiet.is_empty() && !report.plans.is_empty() {
        let which = if quiet.len() == report.plans.len() { "plan" } else { "other plan" };
        end.push_str(&format!("\n{} without findings or stage change.\n", counted(quiet.len(), which)));
    }
    write!(out, "{}{end}", page.text)
}

/// Whether a finding is about a plan, in either version of it.
fn concerns(finding: &Finding, plan: &PlanReport) -> bool {
    let path = finding.location.source.path.as_str();
    match finding.location.side {
        Side::Head => path == plan.path,
        Side::Base => path == plan.previous_path.as_deref().unwrap_or(&plan.path),
    }
}

/// When the page is cut, what refuses the change should have been said.
fn worst_first<'a>(mut plans: Vec<&'a PlanReport>, report: &Report) -> Vec<&'a PlanReport> {
    plans.sort_by_cached_key(|plan| {
        let findings = report.findings.iter().filter(|finding| concerns(finding, plan));
        Reverse(findings.map(|finding| finding.severity).max())
    });
    plans
}

fn gravest_first<'a>(findings: &[&'a Finding]) -> Vec<&'a Finding> {
    let mut findings = findings.to_vec();
    findings.sort_by_key(|finding| Reverse(finding.severity));
    findings
}

/// What there is to say about one plan, in at most `budget` bytes: where it stands, who decided, which gates are open, what was found.
/// `None` when not even its heading fits.
pub(crate) fn plan_section(plan: &PlanReport, findings: &[&Finding], budget: usize) -> Option<String> {
    let mut page = Page::new(budget);
    if !page.push(&heading(plan)) {
        return None;
    }
    page.list("\n", decisions(plan).into_iter(), "decision");
    let stages = plan.stages.iter().filter(|stage| stage.entry.total() + stage.exit.total() > 0);
    let table = "\n| Stage | Entry met | Exit met | Open |\n| :-- | :-: | :-: | :-- |\n";
    page.list(table, stages.map(|stage| gates(plan, stage)), "stage");
    let count = |severity: Severity| findings.iter().filter(|finding| finding.severity == severity).count();
    if let Some(counts) = finding_counts(count(Severity::Error), count(Severity::Warning), count(Severity::Info)) {
        let items = gravest_first(findings).into_iter().map(|finding| item(finding, false));
        page.list(&format!("\n{counts}:\n\n"), items, "finding");
    }
    Some(page.text)
}

fn heading(plan: &PlanReport) -> String {
    let path = markdown_code(&plan.path);
    let title = plan.title.as_ref().map(|title| format!("{} ", markdown_text(title))).unwrap_or_default();
    let id = plan.id.as_ref().map(|id| format!("({}) ", markdown_text(id))).unwrap_or_default();
    format!("\n## {title}{id}{path}\n\n{}\n", tracker(plan))
}

/// The plan's stages in a line, with what the change does in bold: `planned · 0 · **1 → 2** · GA`.
fn tracker(plan: &PlanReport) -> String {
    let last = plan.stages.len().saturating_sub(1);
    let mut names = vec!["planned".to_owned()];
    let mut nodes = vec!["planned".to_owned()];
    for (index, stage) in plan.stages.iter().enumerate() {
        let word = stage.name.split_whitespace().next().filter(|_| index == last);
        names.push(stage.number.to_string());
        nodes.push(word.map_or(stage.number.to_string(), markdown_text));
    }
    let at = |stage: &str| names.iter().position(|name| name == stage);
    let head = plan.head_stage.as_deref();
    let base = plan.base_stage.as_deref().filter(|base| head.is_none_or(|head| head != *base));

    match (base.and_then(at), head.and_then(at)) {
        (Some(from), Some(to)) if from < to => replace(&mut nodes, from, to, " → "),
        (Some(from), Some(to)) => replace(&mut nodes, to, from, " ← "),
        (Some(from), None) => {
            nodes[from] = format!("**{} → {}**", nodes[from], markdown_text(head.unwrap_or("removed")))
        }
        (None, Some(to)) => {
            let from = base.map(|base| format!("{} → ", markdown_text(base))).unwrap_or_default();
            nodes[to] = format!("**{from}{}**", nodes[to]);
        }
        (None, None) => {
            let ends: Vec<String> = [base, head].into_iter().flatten().map(markdown_text).collect();
            if !ends.is_empty() {
                nodes.push(format!("**{}**", ends.join(" → ")));
            }
        }
    }
    nodes.join(" · ")
}

/// Makes one bold node of those from `first` to `last`.
fn replace(nodes: &mut Vec<String>, first: usize, last: usize, arrow: &str) {
    let joined = format!("**{}**", nodes[first..=last].join(arrow));
    nodes.splice(first..=last, [joined]);
}

fn decisions(plan: &PlanReport) -> Vec<String> {
    match stage_change(plan) {
        Some((base, head)) if plan.transitions.is_empty() && !needs_row(base, head) => {
            vec![format!("- {}: {NO_ROW_NEEDED}\n", step(base, head))]
        }
        Some((base, head)) if plan.transitions.is_empty() => vec![undecided(base, head)],
        _ => plan.transitions.iter().map(decision).collect(),
    }
}

fn undecided(from: &str, to: &str) -> String {
    format!("- {}: **no decision recorded**\n", step(from, to))
}

fn decision(transition: &TransitionReport) -> String {
    let TransitionReport { from, to, .. } = transition;
    if !transition.recorded {
        return undecided(from, to);
    }
    let word = markdown_text(&decision_word(transition.decision.as_deref()));
    let mut text = format!("- {}: **{word}**", step(from, to));
    if let Some(date) = &transition.date {
        text.push_str(&format!(" on {}", markdown_text(date)));
    }
    if !transition.decided_by.is_empty() {
        text.push_str(&format!(" by {}", markdown_text(&transition.decided_by.join(", "))));
    }
    if let Some(rationale) = &transition.rationale {
        text.push_str(&format!(", because: {}", markdown_text(rationale)));
    }
    text.push('\n');
    text
}

fn step(from: &str, to: &str) -> String {
    let (from, to) = (markdown_text(from), markdown_text(to));
    if from == to { to } else { format!("{from} → {to}") }
}

/// One row of the table of gates. What is open in a stage that the plan has not reached is only counted: nobody expects it to be met.
fn gates(plan: &PlanReport, stage: &StageReport) -> String {
    let reached = plan.head_stage.as_deref().and_then(|head| head.parse::<u32>().ok());
    let is_reached = reached.is_some_and(|reached| stage.number <= reached);
    let name = format!("{} {}", stage.number, markdown_text(&stage.name));
    let name = if reached == Some(stage.number) { format!("**{}**", name.trim_end()) } else { name };
    let open: Vec<&String> = stage.entry.open.iter().chain(&stage.exit.open).filter(|_| is_reached).collect();
    let mut texts: Vec<String> = open.iter().take(CRITERIA_SHOWN).map(|text| markdown_text(text)).collect();
    if open.len() > CRITERIA_SHOWN {
        texts.push(format!("{} more", open.len() - CRITERIA_SHOWN));
    }
    format!("| {name} | {} | {} | {} |\n", met(&stage.entry), met(&stage.exit), texts.join("<br>"))
}

fn met(gate: &GateReport) -> String {
    if gate.total() == 0 { String::new() } else { format!("{}/{}", gate.met, gate.total()) }
}

fn item(finding: &Finding, with_path: bool) -> String {
    let mut place = format!("line {}", finding.location.line());
    if finding.location.side == Side::Base {
        place.push_str(" before this change");
    }
    if with_path {
        place = format!("{} {place}", markdown_code(&finding.location.source.path));
    }
    let old = if finding.preexisting { " (not new)" } else { "" };
    let message = markdown_message(&finding.message);
    let mut text = format!("- **{}**, {place}: {message}{old} `{}`\n", finding.severity, finding.rule);
    if let Some(help) = &finding.help {
        text.push_str(&format!("  - help: {}\n", markdown_message(help)));
    }
    text
}

/// Text that grows by whole rows and never beyond its budget.
pub(super) struct Page {
    pub(super) text: String,
    budget: usize,
}

/// Kept free for the lines that say how much was left out.
const RESERVE: usize = 256;

impl Page {
    pub(super) fn new(budget: usize) -> Page {
        Page { text: String::new(), budget }
    }

    /// How many bytes may still be pushed.
    fn left(&self) -> usize {
        self.budget.saturating_sub(self.text.len() + RESERVE)
    }

    /// Appends a row, unless it does not fit.
    pub(super) fn push(&mut self, row: &str) -> bool {
        let fits = row.len() <= self.left();
        if fits {
            self.text.push_str(row);
        }
        fits
    }

    /// Appends a title and as many rows as fit, and says how many did not. Nothing without rows.
    pub(super) fn list(&mut self, title: &str, rows: impl Iterator<Item = String>, noun: &str) {
        let mut rows = rows.peekable();
        if let Some(first) = rows.peek_mut() {
            first.insert_str(0, title);
        }
        while let Some(row) = rows.peek() {
            if !self.push(row) {
                break;
            }
            rows.next();
        }
        let more = rows.count();
        if more > 0 {
            self.text.push_str(&format!("\n{}.\n", counted(more, &format!("more {noun}"))));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Format, sample};
    use super::*;
    use crate::text::Source;

    fn written(report: &Report) -> String {
        sample::written(Format::Markdown, report, &Options::default())
    }

    #[test]
    fn a_page_says_who_moved_what_and_what_is_open() {
        insta::assert_snapshot!(written(&sample::story()));
    }

    #[test]
    fn a_page_without_findings_is_short() {
        let plans = vec![sample::plan("a.md"), sample::plan("b.md")];
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
        let plan = PlanReport { previous_path: Some("rollouts/old.md".to_owned()), ..sample::plan("rollouts/new.md") };
        let page = written(&sample::report(vec![plan], vec![policy, removed]));
        assert!(page.contains("\n1 error:\n\n- **error**, line 2 before this change: A row is gone"), "{page}");
        assert!(page.contains("\n## Other files\n\n- **warning**, `.rolloutlint.yml` line 1: Laxer"), "{page}");
    }

    #[test]
    fn the_tracker_shows_the_way() {
        let stages = sample::story().plans.remove(0).stages;
        let tracked = |base: Option<&str>, head: Option<&str>| {
            let (base_stage, head_stage) = (base.map(str::to_owned), head.map(str::to_owned));
            tracker(&PlanReport { base_stage, head_stage, stages: stages.clone(), ..sample::plan("a.md") })
        };
        for (base, head, line) in [
            (Some("1"), Some("2"), "planned · 0 · **1 → 2** · GA"),
            (Some("planned"), Some("0"), "**planned → 0** · 1 · 2 · GA"),
            (Some("2"), Some("3"), "planned · 0 · 1 · **2 → GA**"),
            (Some("0"), Some("2"), "planned · **0 → 1 → 2** · GA"),
            (Some("2"), Some("1"), "planned · 0 · **1 ← 2** · GA"),
            (Some("1"), Some("1"), "planned · 0 · **1** · 2 · GA"),
            (None, Some("1"), "planned · 0 · **1** · 2 · GA"),
            (Some("1"), Some("aborted"), "planned · 0 · **1 → aborted** · 2 · GA"),
            (Some("aborted"), Some("0"), "planned · **aborted → 0** · 1 · 2 · GA"),
            (Some("aborted"), Some("aborted"), "planned · 0 · 1 · 2 · GA · **aborted**"),
            (Some("2"), None, "planned · 0 · 1 · **2 → removed** · GA"),
            (Some("7"), Some("8"), "planned · 0 · 1 · 2 · GA · **7 → 8**"),
            (None, None, "planned · 0 · 1 · 2 · GA"),
        ] {
            assert_eq!(tracked(base, head), line, "{base:?} to {head:?}");
        }
    }

    #[test]
    fn a_stage_change_without_any_transition_still_lacks_a_decision() {
        let mut plan = sample::story().plans.remove(0);
        plan.transitions.clear();
        let section = plan_section(&plan, &[], 60_000).unwrap();
        assert!(section.contains("\n- 1 → 2: **no decision recorded**\n"), "{section}");
    }

    #[test]
    fn a_section_is_cut_by_whole_rows_and_says_how_many_are_left() {
        let source = Source::new("rollouts/checkout.md", sample::CHECKOUT);
        let finding = |severity| sample::finding("placeholder", severity, sample::place(&source, "[PM Name]"), "m");
        let mut findings = vec![finding(Severity::Warning); 5_000];
        findings.push(finding(Severity::Error));
        let findings: Vec<&Finding> = findings.iter().collect();
        let plan = sample::story().plans.remove(0);
        let whole = plan_section(&plan, &findings, usize::MAX).unwrap();
        assert_eq!(whole.matches("\n- **warning**").count(), 5_000);

        for budget in (0..3_000).step_by(50).chain([60_000]) {
            let Some(section) = plan_section(&plan, &findings, budget) else {
                assert!(budget < 600, "a heading fits into {budget} bytes");
                continue;
            };
            assert!(section.len() <= budget, "{} bytes in {budget}", section.len());
            let shown = section.matches("- **warning**, line 3: m `placeholder`\n").count()
                + section.matches("- **error**, line 3: m `placeholder`\n").count();
            assert!(section.ends_with(&format!("\n{} more findings.\n", findings.len() - shown)), "{section}");
            assert!(shown == 0 || section.contains("- **error**"), "the error goes first: {section}");
        }
    }

    #[test]
    fn a_page_stays_in_its_budget_and_counts_the_plans_left_out() {
        let source = |path: &str| Source::new(path, "text");
        let paths: Vec<String> = (0..200).map(|number| format!("rollouts/{number}.md")).collect();
        let plans = paths.iter().map(|path| sample::plan(path)).collect();
        let findings = paths
            .iter()
            .map(|path| sample::finding("placeholder", Severity::Error, sample::place(&source(path), "text"), "m"))
            .collect();
        let report = sample::report(plans, findings);
        let options = Options { markdown_budget: 5_000, ..Options::default() };
        let page = sample::written(Format::Markdown, &report, &options);
        assert!(page.len() <= 5_000, "{}", page.len());
        let shown = page.matches("\n## ").count();
        assert!(shown > 10, "{page}");
        assert!(page.ends_with(&format!("\n{} more plans left out here for length.\n", 200 - shown)), "{page}");
    }

    #[test]
    fn hostile_text_is_shown_and_does_nothing() {
        let report = sample::hostile();
        let page = written(&report);
        sample::assert_inert_in_logs(&page);
        for line in page.lines() {
            let starts = ["# ", "## ", "- ", "  - help: ", "> ", "| ", "planned · ", "1 error:"];
            assert!(line.is_empty() || starts.iter().any(|start| line.starts_with(start)), "a line of its own: {line}");
        }
        assert!(!page.contains("<!--"), "{page}");
        let path = |finding: &Finding| markdown_code(&finding.location.source.path);
        let prose = report.findings.iter().fold(page.clone(), |page, finding| page.replace(&path(finding), ""));
        for live in ["</details>", " ![", " [", "://", "www.e", "@org", "@b.example", "#123", "GH-9", " $x"] {
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
        let section = plan_section(&plan, &[], 60_000).unwrap();
        assert!(section.contains("xxx…") && section.contains("yyy…"), "{section}");
        assert!(section.len() < 4_000, "{}", section.len());
    }
}
