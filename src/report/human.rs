//! Findings with the lines that they are about, for a terminal. The only report that knows miette.
//!
//! miette draws frames and underlines. What it draws from is an [`Excerpt`] that is made here, line by line: miette itself lets control
//! characters through, prints lines of any length whole, misreads a lone carriage return, counts columns in bytes, and scans the
//! file from its start for every label.

use super::{
    NO_ROW_NEEDED, Options, decision_word, ends, moved, needs_row, reason, stage_change, terminal, terminal_line,
    terminal_path, verdict,
};
use crate::check::{PlanReport, Report, TransitionReport};
use crate::finding::{Finding, Location, Severity, Side};
use crate::text::{Position, Source};
use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, SourceCode,
    SourceSpan, SpanContents,
};
use std::fmt;
use std::io::{self, Write};
use std::ops::Range;

/// How many places of one finding are shown; the help has been read long before.
const PLACES_SHOWN: usize = 20;

/// A span of more lines is shown by its first one.
const LINES_OF_A_SPAN: u32 = 6;

/// Two places go into one frame when no more lines than this lie between them.
const LINES_BETWEEN: u32 = 2;

/// No terminal is narrower than this, whatever it says.
pub(super) const LEAST_WIDTH: usize = 40;

pub(super) fn write(report: &Report, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    for finding in &report.findings {
        write_finding(finding, options, out)?;
        writeln!(out)?;
    }
    for plan in report.plans.iter().filter(|plan| moved(plan)) {
        write_moves(plan, options, out)?;
    }
    for hidden in &report.suppressed {
        let place = format!("{}:{}", terminal_path(&hidden.path), hidden.line);
        writeln!(out, "suppressed[{}]: {place}: {}", hidden.rule, terminal_line(&reason(hidden)))?;
    }
    for note in &report.notes {
        writeln!(out, "{}: {}", painted("note", BOLD, options), terminal_line(note))?;
    }
    writeln!(out, "{}", verdict(report))
}

fn write_finding(finding: &Finding, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let color = match finding.severity {
        Severity::Error => "1;31",
        Severity::Warning => "1;33",
        Severity::Info => "1;36",
    };
    let head = painted(&format!("{}[{}]", finding.severity, finding.rule), color, options);
    let message = painted(&terminal_line(&finding.message), BOLD, options);
    writeln!(out, "{head}: {message}")?;
    for frame in frames(finding) {
        write!(out, "{}", drawn(&frame, options))?;
    }
    let places = finding.labels.len() + 1;
    if places > PLACES_SHOWN {
        writeln!(out, "  and {} more places", places - PLACES_SHOWN)?;
    }
    // The help often ends in a row to paste, so that it is never wrapped.
    if let Some(help) = &finding.help {
        writeln!(out, "  {} {}", painted("help:", "36", options), terminal_line(help))?;
    }
    Ok(())
}

pub(super) const BOLD: &str = "1";

pub(super) fn painted(text: &str, style: &str, options: &Options) -> String {
    if options.color { format!("\u{1b}[{style}m{text}\u{1b}[0m") } else { text.to_owned() }
}

/// A line for each move of a plan: `rollouts/a.md  One-page checkout (RO-014)  stage 1 → 2  Proceed 2026-03-16 by Priya Nair`.
fn write_moves(plan: &PlanReport, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let mut name = terminal_path(&plan.path);
    if let Some(title) = &plan.title {
        name.push_str(&format!("  {}", terminal_line(title)));
    }
    if let Some(id) = &plan.id {
        name.push_str(&format!(" ({})", terminal_line(id)));
    }
    for transition in &plan.transitions {
        let step = step(&transition.from, &transition.to, options);
        writeln!(out, "{name}  {step}  {}", decision(transition))?;
    }
    if let (true, Some((base, head))) = (plan.transitions.is_empty(), stage_change(plan)) {
        let said = if needs_row(base, head) { NOT_RECORDED } else { NO_ROW_NEEDED };
        writeln!(out, "{name}  {}  {said}", step(base, head, options))?;
    }
    Ok(())
}

const NOT_RECORDED: &str = "not recorded";

fn step(from: &str, to: &str, options: &Options) -> String {
    let is_number = |name: &str| name.starts_with(|first: char| first.is_ascii_digit());
    let named = |name: &str| if is_number(name) { format!("stage {name}") } else { name.to_owned() };
    let arrow = if options.unicode { "→" } else { "->" };
    let step = match (from == to, is_number(from)) {
        (true, _) => named(to),
        (false, true) => format!("stage {from} {arrow} {to}"),
        (false, false) => format!("{from} {arrow} {}", named(to)),
    };
    terminal_line(&step)
}

fn decision(transition: &TransitionReport) -> String {
    if !transition.recorded {
        return NOT_RECORDED.to_owned();
    }
    let mut text = decision_word(transition.decision.as_deref());
    if let Some(date) = &transition.date {
        text.push_str(&format!(" {date}"));
    }
    if !transition.decided_by.is_empty() {
        text.push_str(&format!(" by {}", transition.decided_by.join(", ")));
    }
    terminal_line(&text)
}

/// A place that a frame underlines.
struct Place<'a> {
    location: &'a Location,
    text: Option<&'a str>,
}

impl Place<'_> {
    /// The last line that is shown of the place.
    fn last_line(&self) -> u32 {
        if self.is_long() { self.location.line() } else { self.location.end_line() }
    }

    fn is_long(&self) -> bool {
        self.location.end_line() - self.location.line() >= LINES_OF_A_SPAN
    }

    fn label(&self) -> Option<String> {
        let text = self.text.map(terminal_line);
        if !self.is_long() {
            return text;
        }
        let until = format!("up to line {}", self.location.end_line());
        Some(text.map_or(until.clone(), |text| format!("{text} ({until})")))
    }
}

/// Lines that follow each other in one version of one file, and what is underlined in them. The frame is headed with the position of
/// its first place.
struct Frame<'a> {
    first: Place<'a>,
    others: Vec<Place<'a>>,
}

impl<'a> Frame<'a> {
    fn places(&self) -> impl Iterator<Item = &Place<'a>> {
        std::iter::once(&self.first).chain(&self.others)
    }

    fn source(&self) -> &'a Source {
        &self.first.location.source
    }

    fn first_line(&self) -> u32 {
        self.others.iter().map(|place| place.location.line()).fold(self.first.location.line(), u32::min)
    }

    fn last_line(&self) -> u32 {
        self.others.iter().map(Place::last_line).fold(self.first.last_line(), u32::max)
    }

    fn takes(&self, place: &Place) -> bool {
        let (own, other) = (self.first.location, place.location);
        let near = LINES_BETWEEN + 1;
        own.side == other.side
            && own.source.path == other.source.path
            && other.line() <= self.last_line() + near
            && self.first_line() <= place.last_line() + near
    }

    /// The part of a line that must be seen, as bytes of the file: the first place on it that the finding names.
    fn focus(&self, line: u32) -> Range<usize> {
        let line_span = self.source().line_span(line);
        let clamped = |offset: usize| offset.clamp(line_span.start, line_span.end);
        let place = self.places().find(|place| place.location.line() <= line && line <= place.last_line());
        place.map_or(line_span.start..line_span.start, |place| {
            let span = place.location.span;
            clamped(span.start)..clamped(span.end)
        })
    }
}

/// The finding's own place comes first, the others follow as the rule gave them.
fn frames(finding: &Finding) -> Vec<Frame<'_>> {
    let own = Place { location: &finding.location, text: finding.label.as_deref() };
    let others = finding.labels.iter().map(|label| Place { location: &label.location, text: Some(&label.message) });
    let mut frames: Vec<Frame> = Vec::new();
    for place in std::iter::once(own).chain(others).take(PLACES_SHOWN) {
        match frames.iter_mut().find(|frame| frame.takes(&place)) {
            Some(frame) => frame.others.push(place),
            None => frames.push(Frame { first: place, others: Vec::new() }),
        }
    }
    frames
}

fn drawn(frame: &Frame, options: &Options) -> String {
    let snippet = Snippet::new(frame, options.width);
    let theme = match (options.unicode, options.color) {
        (true, true) => GraphicalTheme::unicode(),
        (true, false) => GraphicalTheme::unicode_nocolor(),
        (false, true) => GraphicalTheme::ascii(),
        (false, false) => GraphicalTheme::none(),
    };
    let mut text = String::new();
    GraphicalReportHandler::new_themed(theme)
        .with_wrap_lines(false)
        .without_syntax_highlighting()
        .render_report(&mut text, &snippet)
        .expect("writing to a string succeeds, and every label lies inside its excerpt");
    let version = match frame.first.location.side {
        Side::Base => "  before this change:\n",
        Side::Head => "",
    };
    // miette starts with a line for the message, which stands above already.
    let lines: String = text.trim_start_matches('\n').lines().map(|line| format!("{}\n", line.trim_end())).collect();
    format!("{version}{lines}")
}

/// What miette draws: an excerpt and its labels, without a message.
#[derive(Debug)]
struct Snippet {
    excerpt: Excerpt,
    labels: Vec<LabeledSpan>,
}

impl Snippet {
    fn new(frame: &Frame, width: usize) -> Snippet {
        let excerpt = Excerpt::new(frame, width);
        let labels = frame.places().map(|place| {
            let source = &place.location.source;
            let (first, last) = (place.location.line(), place.last_line());
            let start = excerpt.offset(source, first, place.location.span.start);
            let end = excerpt.offset(source, last, place.location.span.end).max(start);
            let span = SourceSpan::from((start, end - start));
            if std::ptr::eq(place, &frame.first) {
                LabeledSpan::new_primary_with_span(place.label(), span)
            } else {
                LabeledSpan::new_with_span(place.label(), span)
            }
        });
        let labels = labels.collect();
        Snippet { excerpt, labels }
    }
}

impl fmt::Display for Snippet {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl std::error::Error for Snippet {}

impl Diagnostic for Snippet {
    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.excerpt)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}

/// Consecutive lines of a file as they are shown: harmless, cropped, each ended by `\n`, so that even an empty line at the end of the
/// file has a place to point at.
#[derive(Debug)]
struct Excerpt {
    path: String,
    /// Where the place stands that the frame is headed with.
    head: Position,
    first_line: u32,
    lines: Vec<ExcerptLine>,
    text: String,
}

/// What is shown of one line.
#[derive(Debug)]
struct ExcerptLine {
    /// Where the shown part starts in the excerpt's text, behind the mark of what is cropped.
    offset: usize,
    /// The shown part, as bytes of the file.
    window: Range<usize>,
}

/// Stands for the part of a line that is not shown.
const CROPPED: char = '…';

impl Excerpt {
    fn new(frame: &Frame, width: usize) -> Excerpt {
        let source = frame.source();
        let (first_line, last_line) = (frame.first_line(), frame.last_line());
        // The number, the frame's bar and the blanks around them.
        let margin = last_line.to_string().len() + 4;
        let limit = width.max(LEAST_WIDTH) - margin;
        let (head, _) = ends(frame.first.location);
        let mut excerpt =
            Excerpt { path: terminal_line(&source.path), head, first_line, lines: Vec::new(), text: String::new() };
        for line in first_line..=last_line {
            excerpt.push_line(source, line, frame.focus(line), limit);
        }
        excerpt
    }

    fn push_line(&mut self, source: &Source, line: u32, focus: Range<usize>, limit: usize) {
        let span = source.line_span(line);
        let content = &source.text[span.start..span.end];
        // The byte order mark belongs to the file, not to its first line.
        let start = span.end - content.trim_start_matches('\u{feff}').len();
        let window = cropped(&source.text, start..span.end, focus, limit);
        if window.start > start {
            self.text.push(CROPPED);
        }
        let offset = self.text.len();
        self.text.push_str(&terminal(&source.text[window.clone()]));
        if window.end < span.end {
            self.text.push(CROPPED);
        }
        self.text.push('\n');
        self.lines.push(ExcerptLine { offset, window });
    }

    /// Where an offset of the file lies in the excerpt. What is not shown lies at the nearer edge of what is.
    fn offset(&self, source: &Source, line: u32, offset: usize) -> usize {
        let line = &self.lines[(line - self.first_line) as usize];
        let offset = offset.clamp(line.window.start, line.window.end);
        line.offset + terminal(&source.text[line.window.start..offset]).len()
    }
}

/// The part of a line to show when only `limit` characters may be: a quarter of them before what must be seen, the rest from there on.
fn cropped(text: &str, line: Range<usize>, focus: Range<usize>, limit: usize) -> Range<usize> {
    let content = &text[line.clone()];
    let length = content.chars().count();
    if length <= limit {
        return line;
    }
    // Two columns are left for the marks of what is cropped.
    let limit = limit.saturating_sub(2).max(1);
    let focus_start = text[line.start..focus.start.max(line.start)].chars().count();
    let focus_end = text[line.start..focus.end.max(line.start)].chars().count();
    let first = if focus_end <= limit { 0 } else { focus_start.saturating_sub(limit / 4).min(length - limit) };
    let byte = |index: usize| content.char_indices().nth(index).map_or(line.end, |(at, _)| line.start + at);
    byte(first)..byte(first + limit)
}

impl SourceCode for Excerpt {
    /// Gives the whole excerpt for every span in it. miette asks without context lines only for the line and column to put above the
    /// frame.
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        context_lines_before: usize,
        _context_lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        if span.offset() + span.len() > self.text.len() {
            return Err(MietteError::OutOfBounds);
        }
        let (line, column) =
            if context_lines_before == 0 { (self.head.line, self.head.column) } else { (self.first_line, 1) };
        Ok(Box::new(MietteSpanContents::new_named(
            self.path.clone(),
            self.text.as_bytes(),
            SourceSpan::from((0, self.text.len())),
            line as usize - 1,
            column as usize - 1,
            self.lines.len(),
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Format, sample};
    use super::*;
    use crate::text::Span;

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
        let options = Options { unicode: false, ..narrow() };
        insta::assert_snapshot!(sample::written(Format::Human, &sample::story(), &options));
    }

    #[test]
    fn colour_changes_nothing_but_colour() {
        let options = Options { color: true, ..narrow() };
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
        hold.head_stage = hold.base_stage.clone();
        hold.transitions[0].to = "1".to_owned();
        hold.transitions[0].decision = Some("hold".to_owned());
        let mut started = sample::plan("rollouts/new.md");
        (started.base_stage, started.head_stage) = (Some("planned".to_owned()), Some("0".to_owned()));
        let mut aborted = sample::plan("rollouts/old.md");
        (aborted.base_stage, aborted.head_stage) = (Some("2".to_owned()), Some("aborted".to_owned()));
        let report = sample::report(vec![hold, started, aborted, sample::plan("rollouts/quiet.md")], Vec::new());
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
        sample::assert_inert_in_logs(&text);
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
