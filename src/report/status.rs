//! Where each rollout stands, as a page for a terminal, as JSON, as Markdown, and as HTML. The only report that knows textwrap.

mod html;

use super::human::{BOLD, LEAST_WIDTH, painted};
use super::json::{JsonTool, harmless};
use super::markdown::{CRITERIA_SHOWN, Page};
use super::{
    Options, clipped, counted, finding_counts, markdown_message, markdown_text, name_of, terminal, terminal_line,
};
use crate::status::{Gate, GateKind, NextDate, NextKind, PlanStatus, StageName, State};
use jiff::civil::Date;
use serde::Serialize;
use std::io::{self, Write};
use textwrap::{WordSeparator, WordSplitter};

/// What there is to say about all rollouts.
#[derive(Clone, Debug)]
pub struct StatusPage {
    /// The day that the page is for.
    pub today: Date,
    /// The plans, in the order in which to look at them.
    pub plans: Vec<PlanStatus>,
    /// What a person should know about the page itself.
    pub notes: Vec<String>,
}

/// What writes a page in one format.
pub type StatusWriter = fn(&StatusPage, &Options, &mut dyn Write) -> io::Result<()>;

/// The formats that a page can be written in, by the word that `--format` takes. It has no places in files, so that the other formats have nothing to show.
pub const FORMATS: &[(&str, StatusWriter)] =
    &[("human", human), ("json", json), ("markdown", markdown), ("html", html::write)];

/// How many characters of a text are shown. A page is for looking over; the plan has the rest.
const TEXT_SHOWN: usize = 200;

/// How many open criteria a folded list of the Markdown page names.
const FOLDED_SHOWN: usize = 20;

/// `5 plans: 1 refused, 2 overdue, 2 running`, or that there is none.
fn summary(page: &StatusPage) -> String {
    if page.plans.is_empty() {
        return "no plan found".to_owned();
    }
    let count = |state: State| page.plans.iter().filter(|plan| plan.state == state).count();
    let counts = State::ALL.iter().map(|state| (count(*state), state.as_str())).filter(|(count, _)| *count > 0);
    let counts: Vec<String> = counts.map(|(count, word)| format!("{count} {word}")).collect();
    format!("{}: {}", counted(page.plans.len(), "plan"), counts.join(", "))
}

// --- phrases; `show` makes a plan's text harmless where it goes ---

type Show = fn(&str) -> String;

fn name(plan: &PlanStatus, show: Show) -> String {
    name_of(plan.title.as_deref(), plan.id.as_deref(), &plan.path, show)
}

/// Whether a plan is known by more than its path.
fn is_named(plan: &PlanStatus) -> bool {
    plan.title.is_some() || plan.id.is_some()
}

/// `Stage 1: Alpha (Friendly Customers)`, `planned`, `aborted`.
fn stage_of(plan: &PlanStatus, show: Show) -> String {
    match (&plan.stage, &plan.current) {
        (None, _) => "the file cannot be read".to_owned(),
        (Some(_), Some(StageName { title, name, .. })) if !name.is_empty() => {
            format!("{}: {}", show(title), show(name))
        }
        (Some(_), Some(stage)) => show(&stage.title),
        (Some(word), None) => word.clone(),
    }
}

fn days(count: i32) -> String {
    counted(count.unsigned_abs() as usize, "day")
}

/// `2026-03-20, overdue by 3 days: decision to leave Stage 1`.
fn next_of(next: &NextDate, plan: &PlanStatus, show: Show) -> String {
    let when = match (next.day, next.days) {
        (Some(day), Some(0)) => format!("{day}, today"),
        (Some(day), Some(left)) if left < 0 => format!("{day}, overdue by {}", days(left)),
        (Some(day), Some(left)) => format!("{day}, in {}", days(left)),
        _ => show(&next.text),
    };
    let stage = plan.current.as_ref().map_or_else(|| "the stage".to_owned(), |stage| show(&stage.title));
    let what = match next.kind {
        NextKind::Decision => format!("decision to leave {stage}"),
        NextKind::Duration => format!("planned end of {stage}"),
        NextKind::TargetGa => "target GA".to_owned(),
        NextKind::Review => "review after the launch".to_owned(),
    };
    format!("{when}: {what}")
}

/// `2 of 4 exit and 0 of 4 entry criteria met for Stage 2`.
fn gates_of(plan: &PlanStatus, show: Show) -> String {
    let count = |gate: &Gate| format!("{} of {}", gate.report.met, gate.report.total());
    let (review, criteria): (Vec<&Gate>, Vec<&Gate>) =
        plan.gates.iter().partition(|gate| gate.kind == GateKind::Review);
    let mut parts = Vec::new();
    if !criteria.is_empty() {
        let counts: Vec<String> =
            criteria.iter().map(|gate| format!("{} {}", count(gate), gate.kind.as_str())).collect();
        let next = plan.following.as_ref().map(|stage| format!(" for {}", show(&stage.title))).unwrap_or_default();
        parts.push(format!("{} criteria met{next}", counts.join(" and ")));
    }
    parts.extend(review.into_iter().map(|gate| format!("{} review items done", count(gate))));
    parts.join("; ")
}

/// What is open, as far as it is shown, with the number of the rest.
fn open_of(plan: &PlanStatus, limit: usize) -> (Vec<(GateKind, &str)>, usize) {
    let open = || plan.gates.iter().flat_map(|gate| gate.report.open.iter().map(|text| (gate.kind, text.as_str())));
    (open().take(limit).collect(), open().count().saturating_sub(limit))
}

// --- human ---

/// Wider lines are hard to read, however wide the terminal is.
const MOST_WIDTH: usize = 100;

/// How far a plan's facts are set in, and how much room their labels have.
const FACTS: usize = 4;
const LABEL: usize = 7;

fn human(page: &StatusPage, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let mut lines = Lines { options, width: options.width.clamp(LEAST_WIDTH, MOST_WIDTH), out };
    let head = if page.plans.is_empty() { summary(page) } else { format!("{}, {}", page.today, summary(page)) };
    lines.write("", 0, "", &head)?;
    let mut state = None;
    for plan in &page.plans {
        if state != Some(plan.state) {
            state = Some(plan.state);
            let heading = match plan.state {
                State::Refused => "Refused: `rolloutlint check` says why",
                State::Overdue => "Overdue",
                State::Running => "Running",
                State::Planned => "Planned",
                State::Done => "Done",
                State::Aborted => "Aborted",
            };
            lines.blank()?;
            lines.write(heading, 0, color_of(plan.state).unwrap_or(BOLD), "")?;
        }
        human_plan(plan, &mut lines)?;
    }
    for note in &page.notes {
        lines.blank()?;
        lines.write("note: ", 0, BOLD, &terminal_line(note))?;
    }
    Ok(())
}

fn human_plan(plan: &PlanStatus, lines: &mut Lines) -> io::Result<()> {
    lines.blank()?;
    lines.write("", FACTS / 2, BOLD, &name(plan, plain))?;
    let lasts = match (&plan.current, plan.days) {
        (Some(_), _) if plan.state == State::Done => ", done".to_owned(),
        (Some(_), Some(0)) => ", since today".to_owned(),
        (Some(_), Some(count)) => format!(", {}", days(count)),
        (Some(_), None) => ", days unknown".to_owned(),
        (None, Some(0)) => " today".to_owned(),
        (None, Some(count)) => format!(" {} ago", days(count)),
        (None, None) => String::new(),
    };
    lines.fact("now", "", &format!("{}{lasts}", stage_of(plan, plain)))?;
    match &plan.next {
        Some(next) => {
            let color = if next.is_past() { color_of(State::Overdue) } else { None };
            lines.fact("next", color.unwrap_or(""), &next_of(next, plan, plain))?;
        }
        // A stage that runs towards no day is worth a line; elsewhere nothing is missing.
        None if plan.following.is_some() => lines.fact("next", "", "no date")?,
        None => {}
    }
    if !plan.gates.is_empty() {
        lines.fact("gates", "", &gates_of(plan, plain))?;
        let (open, more) = open_of(plan, CRITERIA_SHOWN);
        for (kind, text) in open {
            lines.write(&format!("{:LABEL$}", kind.as_str()), FACTS + LABEL, "", &plain(text))?;
        }
        if more > 0 {
            lines.write("", FACTS + LABEL, "", &format!("and {more} more"))?;
        }
    }
    if plan.stage.is_some() {
        lines.fact("owner", "", &plan.owner.as_deref().map_or_else(|| "nobody is named".to_owned(), plain))?;
    }
    if let Some(counts) = finding_counts(plan.errors, plan.warnings, 0) {
        let color = if plan.errors > 0 { color_of(State::Refused) } else { None };
        lines.fact("check", color.unwrap_or(""), &counts)?;
    }
    if is_named(plan) { lines.fact("file", "", &plain(&plan.path)) } else { Ok(()) }
}

fn color_of(state: State) -> Option<&'static str> {
    match state {
        State::Refused => Some("1;31"),
        State::Overdue => Some("1;33"),
        State::Running | State::Planned | State::Done | State::Aborted => None,
    }
}

fn plain(text: &str) -> String {
    terminal(&clipped(text, TEXT_SHOWN)).replace('\t', " ")
}

/// Lines that are wrapped where a person's eye wants it: by what a terminal shows, not by characters or bytes.
struct Lines<'a> {
    options: &'a Options,
    width: usize,
    out: &'a mut dyn Write,
}

impl Lines<'_> {
    fn blank(&mut self) -> io::Result<()> {
        writeln!(self.out)
    }

    fn fact(&mut self, label: &str, style: &str, text: &str) -> io::Result<()> {
        self.write(&format!("{label:LABEL$}"), FACTS, style, text)
    }

    /// Writes a label and the text beside it. `style` is for the label, or for the text where there is no label.
    fn write(&mut self, label: &str, indent: usize, style: &str, text: &str) -> io::Result<()> {
        let painted = |text: &str| if style.is_empty() { text.to_owned() } else { painted(text, style, self.options) };
        let margin = indent + label.len();
        if text.is_empty() {
            return writeln!(self.out, "{:indent$}{}", "", painted(label.trim_end()));
        }
        let wrap = textwrap::Options::new(self.width - margin)
            .word_separator(WordSeparator::UnicodeBreakProperties)
            .word_splitter(WordSplitter::NoHyphenation);
        for (index, line) in textwrap::wrap(text, wrap).iter().enumerate() {
            if index == 0 && !label.is_empty() {
                writeln!(self.out, "{:indent$}{}{line}", "", painted(label))?;
                continue;
            }
            // GitHub's runner takes a line for a command that has two colons after its blanks.
            let rest = line.trim_start();
            let line = rest.strip_prefix("::").map_or_else(|| rest.to_owned(), |rest| format!("：:{rest}"));
            let line = if label.is_empty() { painted(&line) } else { line };
            writeln!(self.out, "{:margin$}{line}", "")?;
        }
        Ok(())
    }
}

// --- markdown ---

fn markdown(page: &StatusPage, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let mut text = Page::new(options.markdown_budget);
    text.push(&format!("# Rollouts on {}\n\n{}\n", page.today, summary(page)));
    let table =
        "\n| State | Plan | Stage | Days | Next date | Open | Owner |\n| :-- | :-- | :-- | --: | :-- | :-- | :-- |\n";
    text.list(table, page.plans.iter().map(row), "plan");
    text.list("\n", page.notes.iter().map(|note| format!("> {}\n", markdown_message(note))), "note");
    write!(out, "{}", text.text)
}

fn row(plan: &PlanStatus) -> String {
    let state = plan.state.as_str();
    let state = if color_of(plan.state).is_some() { format!("**{state}**") } else { state.to_owned() };
    let counts = finding_counts(plan.errors, plan.warnings, 0).map(|counts| format!("<br>{counts}"));
    let path = if is_named(plan) { format!("<br>{}", cell(&plan.path)) } else { String::new() };
    let days = match (plan.days, &plan.current) {
        (Some(count), _) => count.to_string(),
        (None, Some(_)) => "unknown".to_owned(),
        (None, None) => String::new(),
    };
    let cells = [
        format!("{state}{}", counts.unwrap_or_default()),
        format!("**{}**{path}", name(plan, cell)),
        stage_of(plan, cell),
        days,
        plan.next.as_ref().map(|next| next_of(next, plan, cell)).unwrap_or_default(),
        open_cell(plan),
        plan.owner.as_deref().map(cell).unwrap_or_default(),
    ];
    format!("| {} |\n", cells.join(" | "))
}

/// The counts, with what is open folded behind them.
fn open_cell(plan: &PlanStatus) -> String {
    let (open, more) = open_of(plan, FOLDED_SHOWN);
    let mut items: Vec<String> = open.iter().map(|(kind, text)| format!("{}: {}", kind.as_str(), cell(text))).collect();
    if more > 0 {
        items.push(format!("and {more} more"));
    }
    let counts = gates_of(plan, cell);
    if items.is_empty() {
        return counts;
    }
    format!("<details><summary>{counts}</summary>{}</details>", items.join("<br>"))
}

fn cell(text: &str) -> String {
    markdown_text(&clipped(text, TEXT_SHOWN))
}

// --- json ---

fn json(page: &StatusPage, _: &Options, out: &mut dyn Write) -> io::Result<()> {
    let report = JsonStatus {
        version: 1,
        tool: JsonTool::this(),
        today: page.today.to_string(),
        plans: page.plans.iter().map(json_plan).collect(),
    };
    writeln!(out, "{}", harmless(&serde_json::to_string_pretty(&report)?))
}

/// The whole, version 1. Other programs read it: a key may be added, and none is ever renamed, moved or dropped.
#[derive(Serialize)]
struct JsonStatus<'a> {
    version: u32,
    tool: JsonTool,
    /// The day that everything is counted from, as year-month-day like every day below.
    today: String,
    /// In the order in which to look at them.
    plans: Vec<JsonPlan<'a>>,
}

#[derive(Serialize)]
struct JsonPlan<'a> {
    path: &'a str,
    id: Option<&'a str>,
    title: Option<&'a str>,
    owner: Option<&'a str>,
    /// `refused`, `overdue`, `running`, `planned`, `done` or `aborted`.
    state: &'static str,
    /// The stage's number as text, `planned` or `aborted`, as in the report of a check; null when the file cannot be read.
    stage: Option<&'a str>,
    /// The stage's name without its number; null outside stages.
    stage_name: Option<&'a str>,
    /// The day of the row that led to the stage; null when no row tells.
    since: Option<String>,
    /// How many days ago that was.
    days: Option<i32>,
    /// The number of the next stage as text; null at the end.
    next_stage: Option<String>,
    /// What must be met before the next stage; at the last stage, what the review goes through.
    gates: Vec<JsonGate<'a>>,
    next_date: Option<JsonDate<'a>>,
    /// How many errors a check of the plan as it stands gives.
    errors: usize,
    warnings: usize,
}

#[derive(Serialize)]
struct JsonGate<'a> {
    /// `exit` for the current stage, `entry` for the next one, `review` for the review after the launch.
    kind: &'static str,
    met: usize,
    total: usize,
    /// The texts of those that are not met.
    open: &'a [String],
}

#[derive(Serialize)]
struct JsonDate<'a> {
    /// `progression-decision`, `stage-duration`, `target-ga` or `post-ga-review`.
    kind: &'static str,
    /// As the plan has it.
    text: &'a str,
    /// The day; null when the plan names a quarter or the like.
    date: Option<String>,
    /// How many days from today; negative when it has passed.
    days: Option<i32>,
    past: bool,
}

fn json_plan(plan: &PlanStatus) -> JsonPlan<'_> {
    JsonPlan {
        path: &plan.path,
        id: plan.id.as_deref(),
        title: plan.title.as_deref(),
        owner: plan.owner.as_deref(),
        state: plan.state.as_str(),
        stage: plan.stage.as_deref(),
        stage_name: plan.current.as_ref().map(|stage| stage.name.as_str()),
        since: plan.since.map(|day| day.to_string()),
        days: plan.days,
        next_stage: plan.following.as_ref().map(|stage| stage.number.to_string()),
        gates: plan.gates.iter().map(json_gate).collect(),
        next_date: plan.next.as_ref().map(|next| JsonDate {
            kind: next.kind.as_str(),
            text: &next.text,
            date: next.day.map(|day| day.to_string()),
            days: next.days,
            past: next.is_past(),
        }),
        errors: plan.errors,
        warnings: plan.warnings,
    }
}

fn json_gate(gate: &Gate) -> JsonGate<'_> {
    let Gate { kind, report } = gate;
    JsonGate { kind: kind.as_str(), met: report.met, total: report.total(), open: &report.open }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{HOSTILE, assert_inert_in_logs};
    use super::*;
    use crate::check::GateReport;
    use jiff::civil::date;

    fn plan(text: &str) -> PlanStatus {
        let gate = |kind| Gate { kind, report: GateReport { met: 1, open: vec![text.to_owned(); 4] } };
        let stage = |number| StageName { number, title: format!("Stage {number}"), name: text.to_owned() };
        PlanStatus {
            path: text.to_owned(),
            id: Some(text.to_owned()),
            title: Some(text.to_owned()),
            owner: Some(text.to_owned()),
            state: State::Running,
            stage: Some("1".to_owned()),
            current: Some(stage(1)),
            following: Some(stage(2)),
            since: Some(date(2026, 3, 2)),
            days: Some(1),
            gates: vec![gate(GateKind::Exit), gate(GateKind::Entry)],
            next: Some(NextDate { kind: NextKind::TargetGa, text: text.to_owned(), day: None, days: None }),
            planned_until: None,
            timeline: Default::default(),
            errors: 0,
            warnings: 2,
        }
    }

    fn written(writer: StatusWriter, plans: Vec<PlanStatus>, options: &Options) -> String {
        let page = StatusPage { today: date(2026, 3, 3), plans, notes: vec![HOSTILE.to_owned()] };
        let mut out = Vec::new();
        writer(&page, options, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_narrow_page_keeps_its_columns() {
        let mut narrow = plan("Beta (Limited Release)");
        narrow.title = Some("会計ソフトの新しい請求書画面を段階的に公開する計画".to_owned());
        narrow.id = Some("RO-030".to_owned());
        narrow.path = "rollouts/finance/invoices/new-invoice-screen.md".to_owned();
        narrow.owner = None;
        narrow.state = State::Refused;
        narrow.gates.truncate(1);
        narrow.gates[0].report.open = vec!["No invoice has been sent twice since the launch".to_owned()];
        let day = date(2026, 3, 2);
        narrow.next = Some(NextDate { kind: NextKind::Decision, text: String::new(), day: Some(day), days: Some(-1) });
        let mut text = written(human, vec![narrow], &Options { width: 40, ..Options::default() });
        text.truncate(text.find("\nnote: ").unwrap());
        assert!(text.lines().all(|line| textwrap::core::display_width(line) <= 40), "{text}");
        insta::assert_snapshot!(text, @r"
        2026-03-03, 1 plan: 1 refused

        Refused: `rolloutlint check` says why

          会計ソフトの新しい請求書画面を段階的に
          公開する計画 (RO-030)
            now    Stage 1: Beta (Limited
                   Release), 1 day
            next   2026-03-02, overdue by 1 day:
                   decision to leave Stage 1
            gates  1 of 2 exit criteria met for
                   Stage 2
                   exit   No invoice has been
                          sent twice since the
                          launch
            owner  nobody is named
            check  2 warnings
            file   rollouts/finance/invoices/
                   new-invoice-screen.md
        ");
    }

    #[test]
    fn hostile_text_is_shown_and_does_nothing() {
        for width in 40..=100 {
            let text = written(human, vec![plan(HOSTILE)], &Options { width, ..Options::default() });
            assert_inert_in_logs(&text);
            assert!(text.contains("␛[31mred"), "{text}");
        }
        // Blanks that push the colons to the start of a line.
        for blanks in 0..100 {
            let text = plan(&format!("{}::error::x", "a ".repeat(blanks)));
            assert_inert_in_logs(&written(human, vec![text], &Options::default()));
        }
        let text = written(markdown, vec![plan(HOSTILE)], &Options::default());
        assert_inert_in_logs(&text);
        let rows: Vec<&str> = text.lines().filter(|line| line.starts_with('|')).collect();
        assert_eq!(rows.len(), 3, "{text}");
        assert!(rows.iter().all(|row| row.matches('|').count() == 8), "{text}");
        assert_eq!(text.matches("</details>").count(), 1, "{text}");
        for live in ["<!--", " ![", " [", "://", "www.e", "@org", "@b.example", "#123", "GH-9", " $x"] {
            assert!(!rows[2].contains(live), "{live}: {text}");
        }
        let text = written(json, vec![plan(HOSTILE)], &Options::default());
        assert_inert_in_logs(&text);
        let parsed: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(parsed["plans"][0]["gates"][0]["open"][0], HOSTILE);
    }

    #[test]
    fn a_page_stays_in_its_budget_and_counts_the_plans_left_out() {
        let plans = (0..500).map(|number| plan(&format!("rollouts/{number}.md"))).collect();
        let text = written(markdown, plans, &Options { markdown_budget: 20_000, ..Options::default() });
        let shown = text.lines().filter(|line| line.starts_with("| running")).count();
        assert!(
            shown > 5 && text.len() < 20_000 && text.contains(&format!("\n{} more plans.\n", 500 - shown)),
            "{text}"
        );
    }

    #[test]
    fn colour_changes_nothing_but_colour() {
        let bare = written(human, vec![plan("a plan")], &Options::default());
        let colored = written(human, vec![plan("a plan")], &Options { color: true, ..Options::default() });
        assert!(colored.contains("  \u{1b}[1ma plan (a plan)\u{1b}[0m\n"), "{colored:?}");
        assert_eq!(colored.replace("\u{1b}[1m", "").replace("\u{1b}[0m", ""), bare);
    }
}
