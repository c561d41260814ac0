//! A page for GitHub's job summary. The part about one plan is also what a pull request's summary comment is made of.

use super::{
    NO_ROW_NEEDED, Options, clipped, counted, decision_word, difference, finding_counts, markdown_code,
    markdown_message, markdown_text, moved, needs_row, reason, stage_change, timeline, verdict,
};
use crate::check::{GateReport, PlanReport, Report, StageReport, Status, TransitionReport};
use crate::finding::{Finding, Severity, Side};
use std::borrow::Borrow;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::io::{self, Write};

/// How many characters of a rationale are shown: it stands above the gates, which must not be out of sight.
const RATIONALE_SHOWN: usize = 300;

/// How many open criteria of a stage are named.
pub(super) const CRITERIA_SHOWN: usize = 5;

pub(super) fn write(report: &Report, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page::new(options.markdown_budget);
    page.push(&format!("# rolloutlint: {}\n", verdict(report)));
    page.list("\n", report.notes.iter().map(|note| format!("> {}\n", markdown_message(note))), "note");

    let by_plan = ByPlan::of(report, &report.findings);
    let (told, quiet): (Vec<&PlanReport>, Vec<&PlanReport>) =
        report.plans.iter().partition(|plan| moved(plan) || !by_plan.findings(plan).is_empty());
    let sections = told.into_iter().map(|plan| {
        let findings = gravest_first(by_plan.findings(plan));
        Section {
            plan,
            level: "##",
            gravest: findings.first().map(|finding| finding.severity),
            all_gates: true,
            remark: None,
            title: counts(&findings).map(|counts| format!("{counts}:")).unwrap_or_default(),
            items: findings.iter().map(|finding| item(finding, false)).collect(),
        }
    });
    let left_out = page.sections(sections.collect());

    let elsewhere = gravest_first(&by_plan.elsewhere);
    let elsewhere = elsewhere.iter().map(|finding| item(finding, true)).collect();
    page.items("\n## Other files\n\n", elsewhere);

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

/// Findings by the plan that they are about, in either version of it.
pub(crate) struct ByPlan<'a> {
    of: HashMap<&'a str, Vec<&'a Finding>>,
    /// Those about other files.
    pub(crate) elsewhere: Vec<&'a Finding>,
}

impl<'a> ByPlan<'a> {
    /// Sorts some of a report's findings.
    pub(crate) fn of(report: &'a Report, findings: impl IntoIterator<Item = &'a Finding>) -> ByPlan<'a> {
        let mut paths = HashMap::new();
        for plan in &report.plans {
            // A path may be that of one plan before the change and of another after it.
            paths.insert((Side::Base, path_before(plan)), plan.path.as_str());
            paths.insert((Side::Head, plan.path.as_str()), plan.path.as_str());
        }
        let mut sorted = ByPlan { of: HashMap::new(), elsewhere: Vec::new() };
        for finding in findings {
            match paths.get(&(finding.location.side, finding.location.source.path.as_str())) {
                Some(path) => sorted.of.entry(path).or_default().push(finding),
                None => sorted.elsewhere.push(finding),
            }
        }
        sorted
    }

    pub(crate) fn findings(&self, plan: &PlanReport) -> &[&'a Finding] {
        self.of.get(plan.path.as_str()).map_or(&[], Vec::as_slice)
    }
}

fn path_before(plan: &PlanReport) -> &str {
    plan.previous_path.as_deref().unwrap_or(&plan.path)
}

pub(crate) fn gravest_first<'a>(findings: &[&'a Finding]) -> Vec<&'a Finding> {
    let mut findings = findings.to_vec();
    findings.sort_by_key(|finding| Reverse(finding.severity));
    findings
}

/// `1 error, 2 warnings`; nothing without findings.
pub(crate) fn counts(findings: &[&Finding]) -> Option<String> {
    let count = |severity: Severity| findings.iter().filter(|finding| finding.severity == severity).count();
    finding_counts(count(Severity::Error), count(Severity::Warning), count(Severity::Info))
}

/// An item of a list of findings.
pub(crate) struct Item {
    /// All that is to be said, as lines of a Markdown list.
    pub(crate) whole: String,
    /// Where and which rule, for a page that has no room for more.
    pub(crate) brief: String,
}

/// What there is to say about one plan: where it stands, who decided, which gates are open, what changed, what was found.
pub(crate) struct Section<'a> {
    pub(crate) plan: &'a PlanReport,
    /// What its heading begins with: `##`.
    pub(crate) level: &'static str,
    /// The gravest finding that the section stands for, by which sections are sorted.
    pub(crate) gravest: Option<Severity>,
    /// Whether the gates of all stages are shown; otherwise those of the stages that the change is about.
    pub(crate) all_gates: bool,
    /// A line above the findings.
    pub(crate) remark: Option<String>,
    /// The line that the list of findings begins with.
    pub(crate) title: String,
    /// The findings.
    pub(crate) items: Vec<Item>,
}

impl Section<'_> {
    /// The section in at most `budget` bytes; `None` when not even its heading fits.
    fn written(&self, budget: usize) -> Option<Page> {
        let plan = self.plan;
        let mut page = Page::new(budget);
        if !page.push(&format!("\n{} {}", self.level, heading(plan))) {
            return None;
        }
        page.list("\n", decisions(plan).into_iter(), "decision");
        let stages = plan.stages.iter().filter(|stage| stage.entry.total() + stage.exit.total() > 0);
        let is_there = plan.status != Status::Removed;
        let stages = stages.filter(|stage| is_there && (self.all_gates || is_concerned(plan, stage)));
        let table = "\n| Stage | Entry met | Exit met | Open |\n| :-- | :-: | :-: | :-- |\n";
        page.list(table, stages.map(|stage| gates(plan, stage)), "stage");
        if let Some(remark) = &self.remark {
            page.push(&format!("\n{remark}\n"));
        }
        // What follows the findings may go where room is scarce, and must not take theirs.
        let mut rest = Page::new(page.left() / 4);
        let (changed, new) = plan.difference.as_ref().map(difference::rows_by_kind).unwrap_or_default();
        rest.list("\nChanged in the plan:\n\n", changed.into_iter(), "change");
        // A stage that begins fills in a dozen values, and none of them is news.
        if !new.is_empty() {
            rest.push(&folded(&format!("Added to the plan: {}", new.len()), &new.concat()));
        }
        if let Some(chart) = timeline::mermaid(plan) {
            rest.push(&folded("Timeline", &chart));
        }
        page.budget -= rest.text.len();
        page.items(&format!("\n{}\n\n", self.title), self.items.iter().collect());
        page.text.push_str(&rest.text);
        Some(page)
    }

    /// The section as one item of a list.
    fn brief(&self) -> String {
        let plan = self.plan;
        let items: Vec<&str> = self.items.iter().map(|item| item.brief.as_str()).collect();
        let stage = match ends(plan) {
            (Some(base), Some(head)) if base != head => format!(" {}", step(base, head)),
            _ => String::new(),
        };
        format!("- {}{stage}: {}\n", markdown_code(&plan.path), items.join(", "))
    }
}

fn folded(title: &str, text: &str) -> String {
    format!("\n<details><summary>{title}</summary>\n\n{}\n\n</details>\n", text.trim_end())
}

/// Where the plan was and where it is, or where it has gone without a decision.
fn ends(plan: &PlanReport) -> (Option<&str>, Option<&str>) {
    let went = plan.transitions.iter().rfind(|transition| !transition.recorded && transition.from != transition.to);
    let from = went.map(|went| went.from.as_str()).filter(|_| plan.base_stage == plan.head_stage);
    let to = went.map(|went| went.to.as_str());
    (from.or(plan.base_stage.as_deref()), to.or(plan.head_stage.as_deref()))
}

/// A stage's number in `1`; `planned` and `aborted` have none.
fn number(stage: Option<&str>) -> Option<u32> {
    stage?.parse().ok()
}

/// Whether the change is about a stage: it is left, entered, passed over, or is where the plan stays.
fn is_concerned(plan: &PlanReport, stage: &StageReport) -> bool {
    let (from, to) = ends(plan);
    let ends: Vec<u32> = [number(from), number(to)].into_iter().flatten().collect();
    ends.iter().min() <= Some(&stage.number) && Some(&stage.number) <= ends.iter().max()
}

fn heading(plan: &PlanReport) -> String {
    let was = plan.previous_path.as_ref().map(|path| format!(" (was {})", markdown_code(path))).unwrap_or_default();
    let path = format!("{}{was}", markdown_code(&plan.path));
    let title = plan.title.as_ref().map(|title| format!("{} ", markdown_text(title))).unwrap_or_default();
    let id = plan.id.as_ref().map(|id| format!("({}) ", markdown_text(id))).unwrap_or_default();
    format!("{title}{id}{path}\n\n{}\n", tracker(plan))
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
    let (base, head) = ends(plan);
    let base = base.filter(|base| head.is_none_or(|head| head != *base));

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
        text.push_str(&format!(", because: {}", markdown_text(&clipped(rationale, RATIONALE_SHOWN))));
    }
    text.push('\n');
    text
}

fn step(from: &str, to: &str) -> String {
    let (from, to) = (markdown_text(from), markdown_text(to));
    if from == to { to } else { format!("{from} → {to}") }
}

/// One row of the table of gates. What nobody expects to be met yet is only counted: all of a stage that the plan has not reached, and the exit of the one that
/// this change enters.
fn gates(plan: &PlanReport, stage: &StageReport) -> String {
    let (from, to) = ends(plan);
    let (from, reached) = (number(from), number(to));
    let is_reached = reached.is_some_and(|reached| stage.number <= reached);
    let is_entered = reached == Some(stage.number) && from != reached;
    let name = format!("{} {}", stage.number, markdown_text(&stage.name));
    let name = if reached == Some(stage.number) { format!("**{}**", name.trim_end()) } else { name };
    let exit = stage.exit.open.iter().filter(|_| !is_entered);
    let open: Vec<&String> = stage.entry.open.iter().chain(exit).filter(|_| is_reached).collect();
    let mut texts: Vec<String> = open.iter().take(CRITERIA_SHOWN).map(|text| markdown_text(text)).collect();
    if open.len() > CRITERIA_SHOWN {
        texts.push(format!("{} more", open.len() - CRITERIA_SHOWN));
    }
    format!("| {name} | {} | {} | {} |\n", met(&stage.entry), met(&stage.exit), texts.join("<br>"))
}

fn met(gate: &GateReport) -> String {
    if gate.total() == 0 { String::new() } else { format!("{}/{}", gate.met, gate.total()) }
}

fn item(finding: &Finding, with_path: bool) -> Item {
    let mut place = format!("line {}", finding.location.line());
    if finding.location.side == Side::Base {
        place.push_str(" before this change");
    }
    if with_path {
        place = format!("{} {place}", markdown_code(&finding.location.source.path));
    }
    let mut item = listed(finding, &place);
    if with_path {
        item.brief = format!("{place} `{}`", finding.rule);
    }
    item
}

/// A finding as an item of a list. `place` is Markdown.
pub(crate) fn listed(finding: &Finding, place: &str) -> Item {
    let old = if finding.preexisting { " (not new)" } else { "" };
    let message = markdown_message(&finding.message);
    let mut whole = format!("- **{}**, {place}: {message}{old} `{}`\n", finding.severity, finding.rule);
    if let Some(help) = &finding.help {
        whole.push_str(&format!("  - help: {}\n", markdown_message(help)));
    }
    // A link is longer than all that it leads to.
    Item { whole, brief: format!("line {} `{}`", finding.location.line(), finding.rule) }
}

/// Text that grows by whole rows and never beyond its budget.
pub(crate) struct Page {
    pub(crate) text: String,
    budget: usize,
    /// Whether something was left out for length.
    is_cut: bool,
}

/// What the plans are listed under that have no room for a section.
const BRIEF_TITLE: &str = "\nIn brief, for length:\n\n";

/// Kept free for the lines that say how much was left out.
const RESERVE: usize = 256;

impl Page {
    pub(crate) fn new(budget: usize) -> Page {
        Page { text: String::new(), budget, is_cut: false }
    }

    /// How many bytes may still be pushed.
    fn left(&self) -> usize {
        self.budget.saturating_sub(self.text.len() + RESERVE)
    }

    /// Appends a row, unless it does not fit.
    pub(crate) fn push(&mut self, row: &str) -> bool {
        let fits = row.len() <= self.left();
        if fits {
            self.text.push_str(row);
        }
        fits
    }

    /// Appends sections, the gravest first; those without room in brief, in a list. Gives the number of those that were left out.
    pub(crate) fn sections(&mut self, mut sections: Vec<Section>) -> usize {
        // When the page is cut, what refuses the change should have been said.
        sections.sort_by_key(|section| Reverse(section.gravest));
        let briefs: Vec<String> = sections.iter().map(Section::brief).collect();
        let mut waiting: usize = briefs.iter().map(String::len).sum();
        let (all_fit, half) = (waiting + BRIEF_TITLE.len() <= self.left(), self.left() / 2);
        let mut shortened = Vec::new();
        for (section, brief) in sections.iter().zip(&briefs) {
            // When not even all briefs fit, the first plans are told whole nevertheless, on half of the page.
            let reserved = waiting - brief.len() + BRIEF_TITLE.len();
            let reserved = if all_fit { reserved } else { half };
            let room = self.left().saturating_sub(reserved);
            // A part of the section is better than nothing, and all of it in brief is better than a part.
            let has_room_in_brief = brief.len() <= room;
            let written = section.written(room).filter(|section| !section.is_cut || !has_room_in_brief);
            match written.is_some_and(|section| self.push(&section.text)) {
                true => waiting -= brief.len(),
                false => shortened.push(brief),
            }
        }
        let mut left_out = shortened.len();
        for (index, brief) in shortened.into_iter().enumerate() {
            let title = if index == 0 { BRIEF_TITLE } else { "" };
            if !self.push(&format!("{title}{brief}")) {
                break;
            }
            left_out -= 1;
        }
        left_out
    }

    /// Appends a title and items; those without room in brief, in one list. Says how many have no room even so.
    pub(crate) fn items(&mut self, title: &str, items: Vec<impl Borrow<Item>>) {
        let brief = |item: &Item| format!("- {}\n", item.brief);
        let mut waiting: usize = items.iter().map(|item| brief(item.borrow()).len()).sum();
        let mut rows = Vec::new();
        let mut room = self.left().saturating_sub(title.len());
        for item in &items {
            let item = item.borrow();
            let brief = brief(item);
            waiting -= brief.len();
            let row = if item.whole.len() + waiting <= room { &item.whole } else { &brief };
            room = room.saturating_sub(row.len());
            rows.push(row.clone());
        }
        self.list(title, rows.into_iter(), "finding");
    }

    /// Appends a title and as many rows as fit, and says how many did not. Nothing without rows.
    pub(crate) fn list(&mut self, title: &str, rows: impl Iterator<Item = String>, noun: &str) {
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
            self.is_cut = true;
            self.text.push_str(&format!("\n{}.\n", counted(more, &format!("more {noun}"))));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Format, sample};
    use super::*;
    use crate::text::Source;

    fn section<'a>(plan: &'a PlanReport, findings: &[Finding]) -> Section<'a> {
        let findings: Vec<&Finding> = findings.iter().collect();
        let items = gravest_first(&findings).into_iter().map(|finding| item(finding, false)).collect();
        Section {
            plan,
            level: "##",
            gravest: None,
            all_gates: true,
            remark: None,
            title: "Findings:".to_owned(),
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
        let section = section(&plan, &[]).written(60_000).unwrap().text;
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
        let whole = section.written(usize::MAX).unwrap().text;
        assert_eq!(whole.matches("\n- **warning**").count(), 5_000);

        for budget in (0..3_000).step_by(50).chain([60_000]) {
            let Some(Page { text: section, .. }) = section.written(budget) else {
                assert!(budget < 600, "a heading fits into {budget} bytes");
                continue;
            };
            assert!(section.len() <= budget, "{} bytes in {budget}", section.len());
            let shown = section.matches("line 3: m `placeholder`\n").count()
                + section.matches("- line 3 `placeholder`\n").count();
            assert!(section.ends_with(&format!("\n{} more findings.\n", findings.len() - shown)), "{section}");
        }
        let room_for_all_in_brief = section.written(200_000).unwrap().text;
        assert!(room_for_all_in_brief.contains("- **error**, line 3: m"), "the error goes first");
        assert_eq!(room_for_all_in_brief.matches("line 3").count(), 5_001, "nothing is left out");
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
        sample::assert_inert_in_logs(&page);
        for line in page.lines() {
            let starts = ["# ", "## ", "- ", "  - help: ", "> ", "| ", "planned · ", "1 error:"];
            assert!(line.is_empty() || starts.iter().any(|start| line.starts_with(start)), "a line of its own: {line}");
        }
        let path = |finding: &Finding| markdown_code(&finding.location.source.path);
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
        let section = section(&plan, &[]).written(60_000).unwrap().text;
        assert!(section.contains("xxx…") && section.contains("yyy…"), "{section}");
        assert!(section.len() < 4_000, "{}", section.len());
    }
}
