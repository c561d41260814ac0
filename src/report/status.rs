//! Where each rollout stands, as a page for a terminal, as JSON, as Markdown, and as HTML. The only
//! report that knows textwrap.

mod html;
pub(super) mod page;

pub(crate) use page::StatusPage;

use super::harmless::{Markdown, Plain, clipped, fill, line_start};
use super::json;
use super::markdown::page::Page;
use super::markdown::section::CRITERIA_SHOWN;
use super::options::{BOLD, Formats, LEAST_WIDTH, Options};
use crate::status::{PlanStatus, State};
use page::{check_of, days, gates_of, has_live, is_named, live_of, name, next_of, open_of, stage_of};
use std::io::{self, Write};
use textwrap::core::Word;
use textwrap::{WordSeparator, WordSplitter};

/// The formats that a page can be written in, by the word that `--format` takes. The page names no
/// places in files, so that the other formats have nothing to show.
pub(crate) const FORMATS: Formats<StatusPage> =
    &[("human", human), ("json", json::status::write), ("markdown", markdown), ("html", html::write)];

/// How many characters of a text are shown. The page is for a quick look; the plan has the rest.
const TEXT_SHOWN: usize = 200;

/// How many open criteria a folded list of the Markdown page names.
const FOLDED_SHOWN: usize = 20;

// --- human ---

/// Wider lines are hard to read, however wide the terminal is.
const MOST_WIDTH: usize = 100;

/// By how many columns a plan's facts are indented, and how many columns their labels take.
const FACTS: usize = 4;
const LABEL: usize = 7;

fn human(page: &StatusPage, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let mut lines = Lines { options, width: options.width.clamp(LEAST_WIDTH, MOST_WIDTH), out };
    let head = if page.plans.is_empty() { page.summary() } else { format!("{}, {}", page.today, page.summary()) };
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
        lines.write("note: ", 0, BOLD, Plain::of(note).as_str())?;
    }
    Ok(())
}

fn human_plan(plan: &PlanStatus, lines: &mut Lines) -> io::Result<()> {
    lines.blank()?;
    lines.write("", FACTS / 2, BOLD, name(plan, plain).as_str())?;
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
    if let Some(live) = &plan.live {
        let color = if live.agrees() { None } else { color_of(State::Overdue) };
        lines.fact("live", color.unwrap_or(""), live_of(live, plain).as_str())?;
    }
    match &plan.next {
        Some(next) => {
            let color = if next.is_past() { color_of(State::Overdue) } else { None };
            lines.fact("next", color.unwrap_or(""), next_of(next, plan, plain).as_str())?;
        }
        // A running stage without a next day is worth a line; elsewhere nothing is missing.
        None if plan.following.is_some() => lines.fact("next", "", "no date")?,
        None => {}
    }
    if !plan.gates.is_empty() {
        lines.fact("gates", "", gates_of(plan, plain).as_str())?;
    }
    let (open, more) = open_of(plan, CRITERIA_SHOWN);
    for (kind, text) in open {
        lines.write(&format!("{kind:LABEL$}"), FACTS + LABEL, "", plain(text).as_str())?;
    }
    if more > 0 {
        let all = format!("and {more} more: `rolloutlint next {}`", plain(&plan.path));
        lines.write("", FACTS + LABEL, "", &all)?;
    }
    if plan.stage.is_some() {
        lines.fact(
            "owner",
            "",
            plan.owner.as_deref().map_or_else(|| Plain::ours("nobody is named"), plain).as_str(),
        )?;
    }
    if let Some(counts) = check_of(plan) {
        let color = if plan.errors > 0 { color_of(State::Refused) } else { None };
        lines.fact("check", color.unwrap_or(""), &counts)?;
    }
    if is_named(plan) { lines.fact("file", "", plain(&plan.path).as_str()) } else { Ok(()) }
}

fn color_of(state: State) -> Option<&'static str> {
    match state {
        State::Refused => Some("1;31"),
        State::Overdue => Some("1;33"),
        State::Running | State::Planned | State::Done | State::Aborted => None,
    }
}

fn plain(text: &str) -> Plain {
    Plain::of(&clipped(text, TEXT_SHOWN).replace('\t', " "))
}

/// Lines that are wrapped by the columns that a terminal shows, not by characters or bytes.
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

    /// Writes a label and the text beside it. `style` is for the label, or for the text where there
    /// is no label.
    fn write(&mut self, label: &str, indent: usize, style: &str, text: &str) -> io::Result<()> {
        let painted = |text: &str| if style.is_empty() { text.to_owned() } else { self.options.paint(text, style) };
        let margin = indent + label.len();
        if text.is_empty() {
            return writeln!(self.out, "{:indent$}{}", "", painted(label.trim_end()));
        }
        let wrap = textwrap::Options::new(self.width - margin)
            .word_separator(WordSeparator::Custom(words))
            .word_splitter(WordSplitter::NoHyphenation);
        for (index, line) in textwrap::wrap(text, wrap).iter().enumerate() {
            if index == 0 && !label.is_empty() {
                writeln!(self.out, "{:indent$}{}{line}", "", painted(label))?;
                continue;
            }
            let line = line_start(line);
            let line = if label.is_empty() { painted(&line) } else { line };
            writeln!(self.out, "{:margin$}{line}", "")?;
        }
        Ok(())
    }
}

// --- markdown ---

const HEADER: &str =
    "\n| State | Plan | Stage | Days | Next date | Open | Owner |\n| :-- | :-- | :-- | --: | :-- | :-- | :-- |\n";

/// The same where flags were read.
const HEADER_WITH_LIVE: &str = "\n| State | Plan | Stage | Live | Days | Next date | Open | Owner |\n| :-- | :-- | :-- | :-- | --: | :-- | :-- | :-- |\n";

fn markdown(page: &StatusPage, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let mut text = Page::new(options.markdown_budget);
    text.push(&fill!("# Rollouts on {}\n\n{}\n", page.today, page.summary()));
    let has_live = has_live(page);
    let header = if has_live { HEADER_WITH_LIVE } else { HEADER };
    text.list(Markdown::ours(header), page.plans.iter().map(|plan| row(plan, has_live)), "plan");
    let notes = page.notes.iter().map(|note| fill!("> {}\n", Markdown::message(note)));
    text.list(Markdown::ours("\n"), notes, "note");
    write!(out, "{}", text.text)
}

fn row(plan: &PlanStatus, has_live: bool) -> Markdown {
    let state = plan.state.as_str();
    let state = if color_of(plan.state).is_some() { fill!("**{}**", state) } else { Markdown::of(state) };
    let counts = check_of(plan).map(|said| fill!("<br>{}", said));
    let path = is_named(plan).then(|| fill!("<br>{}", cell(&plan.path)));
    let days = match (plan.days, &plan.current) {
        (Some(count), _) => count.to_string(),
        (None, Some(_)) => "unknown".to_owned(),
        (None, None) => String::new(),
    };
    let live = plan.live.as_ref().map(|live| live_of(live, cell)).unwrap_or_default();
    let live = has_live.then(|| fill!(" {} |", live));
    fill!(
        "| {}{} | **{}**{} | {} |{} {} | {} | {} | {} |\n",
        state,
        counts,
        name(plan, cell),
        path,
        stage_of(plan, cell),
        live,
        days,
        plan.next.as_ref().map(|next| next_of(next, plan, cell)),
        open_cell(plan),
        plan.owner.as_deref().map(cell)
    )
}

/// The counts, and the open criteria in a folded list.
fn open_cell(plan: &PlanStatus) -> Markdown {
    let (open, more) = open_of(plan, FOLDED_SHOWN);
    let more = (more > 0).then(|| fill!("and {} more", more));
    let items = open.iter().map(|(kind, text)| fill!("{}: {}", *kind, cell(text)));
    let items = Markdown::joined(items.chain(more), "<br>");
    let counts = gates_of(plan, cell);
    if items.is_empty() { counts } else { fill!("<details><summary>{}</summary>{}</details>", counts, items) }
}

fn cell(text: &str) -> Markdown {
    Markdown::of(&clipped(text, TEXT_SHOWN))
}

/// How many bytes stay whole at the most, although a line could break between them.
const LONGEST_WHOLE: usize = 32;

/// The parts between which a line may break. A path, a command and a glob stay whole, unless they
/// are long.
fn words(line: &str) -> Box<dyn Iterator<Item = Word<'_>> + '_> {
    let mut whole: Vec<Word> = Vec::new();
    let (mut start, mut end) = (0, 0);
    for word in WordSeparator::UnicodeBreakProperties.find_words(line) {
        let next = end + word.word.len() + word.whitespace.len();
        let goes_on = line[..end].ends_with(['/', '-', '.', '*']) && next - start <= LONGEST_WHOLE;
        if start < end && !goes_on {
            whole.push(Word::from(&line[start..end]));
            start = end;
        }
        end = next;
    }
    whole.extend((start < end).then(|| Word::from(&line[start..end])));
    Box::new(whole.into_iter())
}

#[cfg(test)]
mod tests {
    use super::super::harmless::assert_inert_in_logs;
    use super::super::sample::HOSTILE;
    use super::*;
    use crate::ahead::{Ahead, Open, OpenKind};
    use crate::check::{GateReport, JudgedReport};
    use crate::plan::log::Point;
    use crate::status::{Gate, GateKind, LiveStatus, NextDate, NextKind, StageName};
    use jiff::civil::date;

    fn plan(text: &str) -> PlanStatus {
        let gate = |kind| Gate { kind, report: GateReport { met: 1, open: vec![text.to_owned(); 4] } };
        let stage =
            |number: u32| StageName { number: number.into(), title: format!("Stage {number}"), name: text.to_owned() };
        let open = |kind| {
            let one = Open { kind, part: text.to_owned(), path: text.to_owned(), line: 1, text: text.to_owned() };
            vec![one; 4]
        };
        PlanStatus {
            path: text.to_owned(),
            id: Some(text.to_owned()),
            title: Some(text.to_owned()),
            owner: Some(text.to_owned()),
            state: State::Running,
            stage: Some(Point::Stage(1.into())),
            current: Some(stage(1)),
            following: Some(stage(2)),
            since: Some(date(2026, 3, 2)),
            days: Some(1),
            gates: vec![gate(GateKind::Exit), gate(GateKind::Entry)],
            next: Some(NextDate { kind: NextKind::TargetGa, text: text.to_owned(), day: None, days: None }),
            planned_until: None,
            timeline: Default::default(),
            live: None,
            judged: JudgedReport::default(),
            ahead: Some(Ahead {
                from: Point::Stage(1.into()),
                next: None,
                open: [OpenKind::Exit, OpenKind::Entry].into_iter().flat_map(open).collect(),
                refused: Vec::new(),
                row: None,
                why_not: None,
            }),
            errors: 0,
            warnings: 2,
        }
    }

    fn written(writer: crate::report::Writer<StatusPage>, plans: Vec<PlanStatus>, options: &Options) -> String {
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
        let ahead = narrow.ahead.as_mut().unwrap();
        ahead.open.truncate(1);
        narrow.gates[0].report.open = vec!["No invoice has been sent twice since the launch".to_owned()];
        ahead.open[0].text = narrow.gates[0].report.open[0].clone();
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

    /// A plan whose flag, too, says this text.
    fn live(text: &str) -> PlanStatus {
        let live = LiveStatus { words: text.to_owned(), stage: None, is_behind: true, is_ahead: false };
        PlanStatus { live: Some(live), ..plan(text) }
    }

    #[test]
    fn hostile_text_is_shown_and_does_nothing() {
        for width in 40..=100 {
            let text = written(human, vec![live(HOSTILE)], &Options { width, ..Options::default() });
            assert_inert_in_logs(&text);
            assert!(text.contains("␛[31mred"), "{text}");
        }
        // Blanks that push the colons to the start of a line.
        for blanks in 0..100 {
            let text = live(&format!("{}::error::x", "a ".repeat(blanks)));
            assert_inert_in_logs(&written(human, vec![text], &Options::default()));
        }
        let text = written(markdown, vec![live(HOSTILE)], &Options::default());
        assert_inert_in_logs(&text);
        let rows: Vec<&str> = text.lines().filter(|line| line.starts_with('|')).collect();
        assert_eq!(rows.len(), 3, "{text}");
        assert!(rows.iter().all(|row| row.matches('|').count() == 9), "{text}");
        assert_eq!(text.matches("</details>").count(), 1, "{text}");
        for live in ["<!--", " ![", " [", "://", "www.e", "@org", "@b.example", "#123", "GH-9", " $x"] {
            assert!(!rows[2].contains(live), "{live}: {text}");
        }
        let text = written(json::status::write, vec![live(HOSTILE)], &Options::default());
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
        let colored = written(human, vec![plan("a plan")], &Options { has_color: true, ..Options::default() });
        assert!(colored.contains("  \u{1b}[1ma plan (a plan)\u{1b}[0m\n"), "{colored:?}");
        assert_eq!(colored.replace("\u{1b}[1m", "").replace("\u{1b}[0m", ""), bare);
    }
}
