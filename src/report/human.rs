//! Findings with the lines that they are about, for a terminal.

mod excerpt;
mod frame;

use super::brief::{self, Part, SCREEN};
use super::harmless::{Plain, terminal_path};
use super::options::{BOLD, Options};
use super::phrase::{
    NO_ROW_NEEDED, decision_word, flag_news, has_news, needs_row, not_judged, place, reason, severity_counts,
    stage_change, verdict,
};
use crate::check::{PlanReport, Report, TransitionReport};
use crate::finding::{Finding, Severity};
use crate::plan::log::Point;
use excerpt::drawn;
use frame::{PLACES_SHOWN, frames};
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::io::{self, Write};

/// Each finding with its lines. Where there are more than a person reads so, a line each.
pub(super) fn write(report: &Report, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    if report.findings.len() <= options.most_in_full {
        return full(report, options, out);
    }
    let paths: BTreeSet<&str> = report.findings.iter().map(place_of).collect();
    let parts: Vec<Part> = paths.into_iter().map(|path| part(path, report)).collect();
    brief::write(&parts, Some(SCREEN), options, out)?;
    writeln!(out)?;
    write_rest(report, options, out)?;
    writeln!(out, "`--format full` shows each finding with its lines and how to mend it")
}

/// Each finding with its lines.
pub(super) fn full(report: &Report, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    for finding in &report.findings {
        write_finding(finding, options, out)?;
        writeln!(out)?;
    }
    write_rest(report, options, out)
}

/// The path of the plan that a finding is about, or of the file.
fn place_of(finding: &Finding) -> &str {
    finding.plan.as_deref().unwrap_or(&finding.location.source.path)
}

/// The findings about one plan or file, the gravest first.
fn part(path: &str, report: &Report) -> Part {
    let mut findings: Vec<&Finding> = report.findings.iter().filter(|finding| place_of(finding) == path).collect();
    findings.sort_by_key(|finding| Reverse(finding.severity));
    let counts = severity_counts(findings.iter().map(|finding| finding.severity)).unwrap_or_default();
    let line = |finding: &&Finding| {
        let location = &finding.location;
        let place = if location.source.path == path { String::new() } else { format!("{}:", location.source.path) };
        let message = Plain::of(&finding.message);
        format!("{}{:>4}  {}[{}] {message}", terminal_path(&place), location.line(), finding.severity, finding.rule)
    };
    let title = format!("{} ({counts})", terminal_path(path));
    let first_line = findings.first().map_or(1, |finding| finding.location.line());
    Part { title, lines: findings.iter().map(line).collect(), first_line, is_asked_for: false }
}

/// What a report says beside its findings.
fn write_rest(report: &Report, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    for plan in report.plans.iter().filter(|plan| has_news(plan) || not_judged(&plan.judged).is_some()) {
        write_moves(plan, options, out)?;
    }
    for hidden in &report.suppressed {
        let place = format!("{}:{}", terminal_path(&hidden.path), hidden.line);
        writeln!(out, "suppressed[{}]: {place}: {}", hidden.rule, Plain::of(reason(hidden)))?;
    }
    for note in &report.notes {
        writeln!(out, "{}: {}", options.paint("note", BOLD), Plain::of(note))?;
    }
    writeln!(out, "{}", verdict(report))
}

fn write_finding(finding: &Finding, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let color = match finding.severity {
        Severity::Error => "1;31",
        Severity::Warning => "1;33",
        Severity::Info => "1;36",
    };
    let head = options.paint(&format!("{}[{}]", finding.severity, finding.rule), color);
    let message = options.paint(Plain::of(&finding.message).as_str(), BOLD);
    writeln!(out, "{head}: {message}")?;
    for frame in frames(finding) {
        write!(out, "{}", drawn(&frame, options))?;
    }
    let places = finding.labels.len() + 1;
    if places > PLACES_SHOWN {
        writeln!(out, "  and {} more places", places - PLACES_SHOWN)?;
    }
    // The help often ends in a row to paste, so that nothing wraps it.
    if let Some(help) = &finding.help {
        writeln!(out, "  {} {}", options.paint("help:", "36"), Plain::of(help))?;
    }
    Ok(())
}

/// A line for each move of a plan: `rollouts/a.md  One-page checkout (RO-014)  stage 1 → 2  Proceed
/// 2026-03-16 by Priya Nair`. A line that nobody judges its moves.
fn write_moves(plan: &PlanReport, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let mut name = terminal_path(&plan.path);
    if let Some(title) = &plan.title {
        name.push_str(&format!("  {}", Plain::of(title)));
    }
    if let Some(id) = &plan.id {
        name.push_str(&format!(" ({})", Plain::of(id)));
    }
    for transition in &plan.transitions {
        let step = step(transition.from, transition.to, options);
        writeln!(out, "{name}  {step}  {}", decision(transition))?;
    }
    for (flag, said) in flag_news(plan) {
        let said = if options.has_unicode { said } else { said.replace('→', "->") };
        writeln!(out, "{name}  {}  {}", Plain::of(flag), Plain::of(&said))?;
    }
    let change = stage_change(plan).filter(|_| plan.transitions.is_empty());
    let step = change.map(|(base, head)| format!("  {}", step(base, head, options)));
    let said = not_judged(&plan.judged).or_else(|| {
        let (base, head) = change?;
        Some(if needs_row(base, head) { NOT_RECORDED } else { NO_ROW_NEEDED }.to_owned())
    });
    match said {
        Some(said) => writeln!(out, "{name}{}  {said}", step.unwrap_or_default()),
        None => Ok(()),
    }
}

const NOT_RECORDED: &str = "not recorded";

fn step(from: Point, to: Point, options: &Options) -> String {
    let arrow = if options.has_unicode { "→" } else { "->" };
    match from {
        _ if from == to => place(to),
        Point::Stage(_) => format!("{} {arrow} {to}", place(from)),
        Point::Planned | Point::Aborted => format!("{from} {arrow} {}", place(to)),
    }
}

fn decision(transition: &TransitionReport) -> Plain {
    if !transition.is_recorded {
        return Plain::ours(NOT_RECORDED);
    }
    let date = transition.date.map(|date| format!(" {date}")).unwrap_or_default();
    let by = match transition.decided_by.join(", ") {
        names if names.is_empty() => names,
        names => format!(" by {names}"),
    };
    Plain::of(&format!("{}{date}{by}", decision_word(transition.decision)))
}

#[cfg(test)]
mod tests {
    use super::super::harmless::assert_inert_in_logs;
    use super::super::{Format, sample};
    use super::*;
    use crate::finding::{Location, Side};
    use crate::plan::log::Decision;
    use crate::text::{Source, Span};

    fn narrow() -> Options {
        Options { width: 80, ..Options::default() }
    }

    fn written(report: &Report) -> String {
        sample::written(Format::Human, report, &narrow())
    }

    /// One finding as it is shown, without the closing line.
    fn shown(finding: Finding) -> String {
        let text = written(&sample::report(Vec::new(), vec![finding]));
        text.strip_suffix("\n\n1 error; no plan found\n").unwrap().to_owned()
    }

    fn open(location: Location) -> Finding {
        let mut finding = sample::finding("stage-exit-unmet", Severity::Error, location, "Stage 1 was left");
        finding.label = Some("still open".to_owned());
        finding
    }

    #[test]
    fn a_report_reads_from_findings_over_moves_to_the_verdict() {
        insta::assert_snapshot!(written(&sample::story()));
    }

    #[test]
    fn a_report_without_unicode() {
        let options = Options { has_unicode: false, ..narrow() };
        insta::assert_snapshot!(sample::written(Format::Human, &sample::story(), &options));
    }

    #[test]
    fn colour_changes_nothing_but_colour() {
        let options = Options { has_color: true, ..narrow() };
        let colored = sample::written(Format::Human, &sample::story(), &options);
        assert!(colored.contains("\u{1b}[1;31merror[stage-exit-unmet]\u{1b}[0m: "), "{colored:?}");
        let mut parts = colored.split('\u{1b}');
        let mut plain = parts.next().unwrap().to_owned();
        for part in parts {
            plain.push_str(part.split_once('m').unwrap().1);
        }
        let trimmed: String = plain.lines().map(|line| format!("{}\n", line.trim_end())).collect();
        assert_eq!(trimmed, written(&sample::story()));
    }

    #[test]
    fn places_on_the_base_side_and_in_other_files_are_shown() {
        let plan = Source::new("rollouts/checkout.md", sample::CHECKOUT);
        let log = Source::new("docs/decision-log.md", "| 2026-03-16 | 1→2 |\n");
        let mut finding = sample::finding(
            "log-entry-removed",
            Severity::Error,
            sample::before(sample::place(&plan, "| 2026-03-02 | 0→1 | Proceed")),
            "The decision of 2026-03-02 is gone",
        );
        finding.label = Some("this row was recorded".to_owned());
        finding.labels = vec![
            sample::label(sample::place(&plan, "## Decision Log"), "and is no longer here"),
            sample::label(sample::place(&log, "1→2"), "nor here"),
        ];
        insta::assert_snapshot!(shown(finding));
    }

    #[test]
    fn plans_that_moved_are_named_with_who_decided() {
        let mut hold = sample::story().plans.remove(0);
        hold.head_stage = hold.base_stage;
        hold.transitions[0].to = Point::Stage(1.into());
        hold.transitions[0].decision = Some(Decision::Hold);
        let mut started = PlanReport::new("rollouts/new.md");
        (started.base_stage, started.head_stage) = (Some(Point::Planned), Some(Point::Stage(0.into())));
        let mut aborted = PlanReport::new("rollouts/old.md");
        (aborted.base_stage, aborted.head_stage) = (Some(Point::Stage(2.into())), Some(Point::Aborted));
        let report = sample::report(vec![hold, started, aborted, PlanReport::new("rollouts/quiet.md")], Vec::new());
        assert_eq!(
            written(&report),
            "rollouts/checkout.md  One-page checkout (RO-014)  stage 1  Hold 2026-03-16 by Priya Nair\n\
             rollouts/new.md  planned → stage 0  the first stage needs no row\n\
             rollouts/old.md  stage 2 → aborted  not recorded\n\
             no findings in 4 plans\n"
        );
    }

    #[test]
    fn an_empty_file_and_the_end_of_a_file_can_be_pointed_at() {
        let empty = Source::new("empty.md", "");
        insta::assert_snapshot!(shown(open(sample::place(&empty, ""))), @r"
        error[stage-exit-unmet]: Stage 1 was left
           ╭─[empty.md:1:1]
         1 │
           · ▲
           · ╰── still open
           ╰────
        ");
        let source = Source::new("a.md", "one\ntwo");
        let end = Location { side: Side::Head, source, span: Span::at(7) };
        insta::assert_snapshot!(shown(open(end)), @r"
        error[stage-exit-unmet]: Stage 1 was left
           ╭─[a.md:2:4]
         2 │ two
           ·    ▲
           ·    ╰── still open
           ╰────
        ");
    }

    #[test]
    fn lines_of_any_ending_are_counted_alike() {
        for ending in ["\n", "\r\n", "\r"] {
            let source = Source::new("a.md", ["\u{feff}one", "twö [x] three", "four"].join(ending));
            insta::allow_duplicates! {
                insta::assert_snapshot!(shown(open(sample::place(&source, "[x]"))), @r"
                error[stage-exit-unmet]: Stage 1 was left
                   ╭─[a.md:2:5]
                 2 │ twö [x] three
                   ·     ─┬─
                   ·      ╰── still open
                   ╰────
                ");
            }
        }
    }

    #[test]
    fn a_span_of_some_lines_is_shown_whole_and_a_long_one_by_its_first_line() {
        let text: String = (1..=30).map(|line| format!("line {line}\n")).collect();
        let source = Source::new("a.md", text);
        let lines = |from: u32, to: u32| {
            let span = source.line_span(from).to(source.line_span(to));
            Location { side: Side::Head, source: source.clone(), span }
        };
        insta::assert_snapshot!(shown(open(lines(2, 4))), @r"
        error[stage-exit-unmet]: Stage 1 was left
           ╭─[a.md:2:1]
         2 │ ╭─▶ line 2
         3 │ │   line 3
         4 │ ├─▶ line 4
           · ╰──── still open
           ╰────
        ");
        insta::assert_snapshot!(shown(open(lines(2, 29))), @r"
        error[stage-exit-unmet]: Stage 1 was left
           ╭─[a.md:2:1]
         2 │ line 2
           · ───┬──
           ·    ╰── still open (up to line 29)
           ╰────
        ");
    }

    #[test]
    fn a_long_line_is_cropped_around_what_is_underlined() {
        let cropped = |text: String| {
            let source = Source::new("a.md", text);
            shown(open(sample::place(&source, "[x]")))
        };
        insta::assert_snapshot!(cropped(format!("| {}[x]{} |", "é".repeat(4000), " wörd".repeat(4000))), @r"
        error[stage-exit-unmet]: Stage 1 was left
           ╭─[a.md:1:4003]
         1 │ …éééééééééééééééééé[x] wörd wörd wörd wörd wörd wörd wörd wörd wörd wörd w…
           ·                    ─┬─
           ·                     ╰── still open
           ╰────
        ");
        insta::assert_snapshot!(cropped(format!("[x] {}", "word ".repeat(100))), @r"
        error[stage-exit-unmet]: Stage 1 was left
           ╭─[a.md:1:1]
         1 │ [x] word word word word word word word word word word word word word word…
           · ─┬─
           ·  ╰── still open
           ╰────
        ");
        insta::assert_snapshot!(cropped(format!("{}[x]", "word ".repeat(100))), @r"
        error[stage-exit-unmet]: Stage 1 was left
           ╭─[a.md:1:501]
         1 │ …word word word word word word word word word word word word word word [x]
           ·                                                                        ─┬─
           ·                                                                         ╰── still open
           ╰────
        ");
    }

    #[test]
    fn every_span_of_a_long_hostile_line_can_be_shown() {
        let source = Source::new("a.md", sample::HOSTILE.replace(['\n', '\r'], " ").repeat(3));
        let boundaries: Vec<usize> = source.text.char_indices().map(|(at, _)| at).step_by(7).collect();
        let whole = source.line_span(1);
        for start in &boundaries {
            for end in boundaries.iter().copied().filter(|end| end >= start).step_by(13).chain([whole.end]) {
                let mut finding =
                    open(Location { side: Side::Head, source: source.clone(), span: Span::new(*start, end) });
                finding.labels =
                    vec![sample::label(Location { side: Side::Head, source: source.clone(), span: whole }, "all")];
                let text = shown(finding);
                assert!(text.contains("still open") && !text.contains("Failed to read"), "{text}");
            }
        }
    }

    #[test]
    fn a_finding_with_thousands_of_places_stays_readable() {
        let source = Source::new("a.md", "- [ ] open\n".repeat(10_000));
        let line = |line: u32| Location { side: Side::Head, source: source.clone(), span: source.line_span(line) };
        let mut finding = open(line(1));
        finding.labels = (2..=10_000).map(|number| sample::label(line(number), "open")).collect();
        let text = shown(finding);
        assert!(text.ends_with("\n  and 9980 more places"), "{text}");
        assert_eq!(text.matches("│ - [ ] open").count(), PLACES_SHOWN);
    }

    #[test]
    fn hostile_text_is_shown_and_does_nothing() {
        let text = written(&sample::hostile());
        assert_inert_in_logs(&text);
        assert!(text.contains("␛[31mred"), "{text}");
    }

    #[test]
    fn a_huge_cell_is_not_printed_whole() {
        let huge = "x".repeat(100_000);
        let source = Source::new("a.md", format!("| {huge} |"));
        let mut finding = sample::finding("placeholder", Severity::Error, sample::place(&source, &huge), &huge);
        finding.label = Some(huge.clone());
        finding.help = Some(huge);
        assert!(shown(finding).len() < 10_000);
    }
}
