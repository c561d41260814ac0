//! Report formats: one pure function each, from a [`Report`] to bytes.
//!
//! Text from a plan is untrusted wherever it is printed. What makes it harmless stands in this file, once for each target:
//! `terminal` for terminals and logs, `markdown_text` and `markdown_code` for Markdown, `command_data` and
//! `command_property` for GitHub's workflow commands.

pub mod audit;
pub mod diff;
pub mod difference;
mod github;
mod gitlab;
mod html;
mod human;
mod json;
pub(crate) mod markdown;
pub mod page;
mod sarif;
mod short;
pub mod status;
pub(crate) mod timeline;

pub use json::SCHEMA as JSON_SCHEMA;

use crate::check::{PlanReport, Report, Status, Summary, Suppressed};
use crate::finding::{Location, Side};
use crate::text::{Position, capitalized};
use std::fmt;
use std::io::{self, Write};
use std::str::FromStr;

/// Declares the formats: a description, a variant, a name and the function that writes it. A new format is one line.
macro_rules! formats {
    ($(#[doc = $about:literal] $variant:ident = $name:literal => $write:path,)*) => {
        /// A way to write a report.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Format {
            $(#[doc = $about] $variant,)*
        }

        impl Format {
            /// Every format, in the order in which they are listed to people.
            pub const ALL: &'static [Format] = &[$(Format::$variant),*];

            /// The word that `--format` takes.
            pub fn name(self) -> &'static str {
                match self {
                    $(Format::$variant => $name,)*
                }
            }

            /// What the format is for, in one line.
            pub fn about(self) -> &'static str {
                match self {
                    $(Format::$variant => $about.trim_ascii(),)*
                }
            }

            fn writer(self) -> fn(&Report, &Options, &mut dyn Write) -> io::Result<()> {
                match self {
                    $(Format::$variant => $write,)*
                }
            }
        }
    };
}

formats! {
    /// Each finding with the lines that it is about, for a terminal.
    Human = "human" => human::write,
    /// One line for each finding, for editors and grep.
    Short = "short" => short::write,
    /// Everything, for other programs (version 1).
    Json = "json" => json::write,
    /// Findings with their rules, for GitHub's code scanning and other readers of SARIF 2.1.0.
    Sarif = "sarif" => sarif::write,
    /// Workflow commands, which GitHub shows as annotations.
    Github = "github" => github::write,
    /// A page for GitHub's job summary.
    Markdown = "markdown" => markdown::write,
    /// GitLab's code quality report.
    Gitlab = "gitlab" => gitlab::write,
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(name: &str) -> Result<Format, UnknownFormat> {
        Format::ALL.iter().copied().find(|format| format.name() == name).ok_or_else(|| UnknownFormat(name.to_owned()))
    }
}

/// No format has this name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownFormat(pub String);

impl fmt::Display for UnknownFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = Format::ALL.iter().map(|format| format.name()).collect();
        write!(f, "there is no format `{}`; the formats are {}", terminal(&self.0), names.join(", "))
    }
}

impl std::error::Error for UnknownFormat {}

/// How a report is written, where a format leaves a choice. The caller looks at the terminal; a format never does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Whether `human` may use terminal colours.
    pub color: bool,
    /// Whether `human` may draw with characters outside ASCII.
    pub unicode: bool,
    /// How many columns `human` may use for a line of a plan. Longer ones are cropped around what is underlined.
    pub width: usize,
    /// How many bytes `markdown` may write.
    pub markdown_budget: usize,
    /// Whether a diff shows the text of files as it is, for programs that apply it.
    pub exact: bool,
}

impl Default for Options {
    /// For a file or a log: no colour, and long lines stay whole up to 300 columns. GitHub drops a job summary above 1 MiB,
    /// and a job may write several steps' worth, so that the default budget keeps a distance.
    fn default() -> Options {
        Options { color: false, unicode: true, width: 300, markdown_budget: 900 * 1024, exact: false }
    }
}

/// Writes a report in a format.
pub fn write(format: Format, report: &Report, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    format.writer()(report, options, out)
}

/// Whether a reader should hear of the plan even when nothing is wrong with it: it moved, or somebody decided.
pub(crate) fn moved(plan: &PlanReport) -> bool {
    stage_change(plan).is_some() || !plan.transitions.is_empty()
}

/// The stages before and after, when both are known and differ.
fn stage_change(plan: &PlanReport) -> Option<(&str, &str)> {
    let (base, head) = (plan.base_stage.as_deref()?, plan.head_stage.as_deref()?);
    (base != head).then_some((base, head))
}

/// What is said of a change of stage that needs no decision.
const NO_ROW_NEEDED: &str = "the first stage needs no row";

/// Whether a change of stage takes a decision: into the first stage and back out of it goes without.
fn needs_row(from: &str, to: &str) -> bool {
    from != "planned" && to != "planned"
}

/// A decision's word as it stands at the start of a sentence. A row may be recorded with a word that nobody knows.
fn decision_word(decision: Option<&str>) -> String {
    capitalized(decision.unwrap_or("recorded"))
}

/// `One-page checkout (RO-014)`; a plan without name and ID is known by its path. `show` makes a plan's text harmless where it goes.
fn name_of(title: Option<&str>, id: Option<&str>, path: &str, show: fn(&str) -> String) -> String {
    match (title, id) {
        (Some(title), Some(id)) => format!("{} ({})", show(title), show(id)),
        (Some(name), None) | (None, Some(name)) => show(name),
        (None, None) => show(path),
    }
}

/// `1 error`, `2 errors`.
pub(crate) fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}

/// `1 error, 2 warnings`, or nothing when there is no finding.
pub(crate) fn finding_counts(errors: usize, warnings: usize, infos: usize) -> Option<String> {
    let parts: Vec<String> = [(errors, "error"), (warnings, "warning"), (infos, "info")]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, noun)| counted(count, noun))
        .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// Why a comment in the plan hides a finding, in its own words.
fn reason(hidden: &Suppressed) -> String {
    if hidden.reason.is_empty() { "no reason given".to_owned() } else { hidden.reason.clone() }
}

/// The report in one line: `1 error, 2 warnings in 1 plan (12 requirements not due yet)`.
fn verdict(report: &Report) -> String {
    let Summary { errors, warnings, infos, suppressed, not_due } = report.summary;
    let findings = finding_counts(errors, warnings, infos);
    if report.plans.is_empty() {
        // A comparison looks only at what changed.
        let none = if report.base.is_some() { "no plan changed" } else { "no plan found" };
        return findings.map_or(none.to_owned(), |findings| format!("{findings}; {none}"));
    }
    let findings = findings.unwrap_or("no findings".to_owned());
    let mut asides = Vec::new();
    if suppressed > 0 {
        asides.push(format!("{suppressed} suppressed"));
    }
    if not_due > 0 {
        asides.push(format!("{} not due yet", counted(not_due, "requirement")));
    }
    let asides = if asides.is_empty() { String::new() } else { format!(" ({})", asides.join(", ")) };
    format!("{findings} in {}{asides}", counted(report.plans.len(), "plan"))
}

/// The path under which the file exists in the version after the change.
fn path_at_head<'a>(report: &'a Report, location: &'a Location) -> Option<&'a str> {
    let path = location.source.path.as_str();
    if location.side == Side::Head {
        return Some(path);
    }
    let is_same_file = |known: &str, before: Option<&str>| before.unwrap_or(known) == path;
    let plan = report.plans.iter().find(|plan| is_same_file(&plan.path, plan.previous_path.as_deref()));
    match plan {
        Some(plan) => (plan.status != Status::Removed).then_some(plan.path.as_str()),
        None => report.other_files.iter().map(String::as_str).find(|other| *other == path),
    }
}

/// Where a place starts and where it ends, as people count. A line break at its end does not count as the start of the next line.
fn ends(location: &Location) -> (Position, Position) {
    let source = &location.source;
    let on_line = |line: u32, offset: usize| source.position(offset.min(source.line_span(line).end));
    (on_line(location.line(), location.span.start), on_line(location.end_line(), location.span.end))
}

/// How many characters of a message, a path or a cell are shown; nobody reads more, and a plan may hold a megabyte in one cell.
const TEXT_LIMIT: usize = 1000;

/// The first `limit` characters, with a sign that there are more.
fn clipped(text: &str, limit: usize) -> String {
    match text.char_indices().nth(limit) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Makes text harmless in a terminal and in a workflow's log, in one line: nothing in it can move the cursor, change colours, reorder
/// or hide what is read, and GitHub's runner finds no command in it.
///
/// Each character is judged by itself and by those before it, so that the output for a prefix is a prefix of the output.
pub(crate) fn terminal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            // The runner obeys `##[add-mask]…` anywhere in a line, and `::error::…` behind blanks at its start.
            '[' if out.ends_with("##") => out.push('［'),
            ':' if out.trim_start() == ":" => out.push('：'),
            _ => out.push(visible(character)),
        }
    }
    out
}

/// A path as the first thing of a line, where `::error::` would be a command to GitHub's runner.
pub(crate) fn terminal_path(path: &str) -> String {
    let here = if path.trim_start().starts_with("::") { "./" } else { "" };
    terminal(&format!("{here}{}", clipped(path, TEXT_LIMIT)))
}

/// A message as a part of a line.
fn terminal_line(text: &str) -> String {
    terminal(&clipped(text, TEXT_LIMIT))
}

/// The character, or a visible one in place of one that is invisible or changes how others are shown.
fn visible(character: char) -> char {
    match character {
        '\t' => '\t',
        '\0'..='\u{1f}' => char::from_u32(0x2400 + character as u32).unwrap_or(char::REPLACEMENT_CHARACTER),
        '\u{7f}' => '␡',
        _ if deceives(character) => char::REPLACEMENT_CHARACTER,
        _ => character,
    }
}

/// Controls, and format characters that reorder or hide text. The two joiners are let through: Persian and Indic names need them.
fn deceives(character: char) -> bool {
    let hidden = matches!(character,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}');
    hidden || character.is_control()
}

/// Makes text harmless as Markdown on GitHub, at the start of a list's item and in a table cell too: it shows as the characters that it is made of. No
/// formatting, HTML, comment, link, image, mention, issue reference or formula comes out of it.
pub(crate) fn markdown_text(text: &str) -> String {
    let text = text.trim_start();
    // What would open a heading, a list or a rule.
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let sign = text[digits..].chars().next().filter(|sign| match digits {
        0 => matches!(sign, '#' | '-' | '+' | '='),
        _ => matches!(sign, '.' | ')'),
    });
    let opens = sign.filter(|sign| {
        let behind = text[digits..].trim_start_matches(*sign);
        behind.is_empty() || behind.starts_with(char::is_whitespace)
    });
    match opens {
        Some(_) => format!("{}\\{}", &text[..digits], markdown_words(&text[digits..])),
        None => markdown_words(text),
    }
}

/// The same for text that stands behind other text.
fn markdown_words(text: &str) -> String {
    let text = terminal(&clipped(text, TEXT_LIMIT));
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let before_word = characters.peek().is_some_and(|next| next.is_alphanumeric());
        match character {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '|' => out.push_str("&#124;"),
            // GitHub's own way to keep a dollar sign from opening a formula, and the way of other readers of Markdown.
            '$' => out.push_str("<span>\\$</span>"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '~' | '!' => out.extend(['\\', character]),
            // GitHub looks for these in the rendered text, where a backslash is gone: only another character helps.
            '#' if before_word => out.extend([character, ZERO_WIDTH_SPACE]),
            // An address of mail may begin with other signs behind it: `0@.a`.
            '@' if before_word || characters.peek().is_some_and(|next| matches!(next, '.' | '-' | '_')) => {
                out.extend([character, ZERO_WIDTH_SPACE])
            }
            '-' if ends_with_word(&out, "gh") => out.extend([character, ZERO_WIDTH_SPACE]),
            '/' if out.ends_with(':') => out.extend([ZERO_WIDTH_SPACE, character]),
            '.' if ends_with_word(&out, "www") => out.extend([ZERO_WIDTH_SPACE, character]),
            _ => out.push(character),
        }
    }
    out.replace(ZERO_WIDTH_SPACE, "&#8203;")
}

/// Untrusted text never holds one, since [`terminal`] has replaced it.
const ZERO_WIDTH_SPACE: char = '\u{200b}';

fn ends_with_word(text: &str, word: &str) -> bool {
    text.len().checked_sub(word.len()).and_then(|at| text.get(at..)).is_some_and(|end| end.eq_ignore_ascii_case(word))
}

/// Makes text harmless in HTML and SVG, in an attribute too.
pub(crate) fn html_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in terminal(&clipped(text, TEXT_LIMIT)).chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(character),
        }
    }
    out
}

/// Makes text a code span that nothing in it can leave. Not for table cells: a pipe ends a cell even inside a code span.
pub(crate) fn markdown_code(text: &str) -> String {
    let text = terminal(&clipped(text, TEXT_LIMIT));
    if text.trim().is_empty() {
        return String::new();
    }
    let longest = text.split(|character| character != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']) { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// A message of ours as inline Markdown: what it quotes in backticks becomes code spans, the rest is plain text.
pub(crate) fn markdown_message(text: &str) -> String {
    let text = clipped(text, TEXT_LIMIT);
    let parts: Vec<&str> = text.split('`').collect();
    let mut out = String::new();
    for (index, part) in parts.iter().enumerate() {
        let quoted = index % 2 == 1;
        let closed = index + 1 < parts.len();
        match (quoted, closed) {
            (true, true) => out.push_str(&markdown_code(part)),
            (true, false) => out.push_str(&format!("\\`{}", markdown_words(part))),
            (false, _) if index == 0 => out.push_str(&markdown_text(part)),
            (false, _) => out.push_str(&markdown_words(part)),
        }
    }
    out
}

/// Escapes the message of a workflow command. A bare `\r` ends a line for GitHub's runner, too.
pub(crate) fn command_data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes the value of a workflow command's property.
pub(crate) fn command_property(text: &str) -> String {
    // A file's name may hold what a terminal or a log would obey.
    let harmless: String =
        text.chars().map(|c| if c.is_control() && !matches!(c, '\r' | '\n') { '\u{fffd}' } else { c }).collect();
    command_data(&harmless).replace(':', "%3A").replace(',', "%2C")
}

/// Reports by hand for the tests of the formats.
#[cfg(test)]
mod sample {
    use super::*;
    use crate::check::{GateReport, StageReport, Status, TransitionReport};
    use crate::finding::{Finding, Fingerprint, Label, Severity, Side};
    use crate::standing::Timeline;
    use crate::text::{Source, Span};

    /// A plan that was moved to stage 2 while a criterion of stage 1 is open.
    pub(super) const CHECKOUT: &str = "\
# Rollout: One-page checkout

**Owner:** [PM Name]

## Stage 1: Alpha

### Exit Criteria
- [x] 5 friendly customers onboarded
- [ ] Critical bugs fixed
- [x] Dashboard reviewed
- [ ] Support briefed

## Decision Log

| Date | Stage | Decision | Rationale | Decided By |
|---|---|---|---|---|
| 2026-03-02 | 0→1 | Proceed | All internal users moved | Priya Nair |
| 2026-03-16 | 1→2 | Proceed | 7 of 8 succeeded | Priya Nair |
";

    pub(super) fn written(format: Format, report: &Report, options: &Options) -> String {
        let mut out = Vec::new();
        write(format, report, options, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    /// The first place of a source that holds `text`.
    pub(super) fn place(source: &Source, text: &str) -> Location {
        let start = source.text.find(text).unwrap();
        Location { side: Side::Head, source: source.clone(), span: Span::new(start, start + text.len()) }
    }

    pub(super) fn before(location: Location) -> Location {
        Location { side: Side::Base, ..location }
    }

    pub(super) fn label(location: Location, message: &str) -> Label {
        Label { location, message: message.to_owned() }
    }

    pub(super) fn finding(rule: &'static str, severity: Severity, location: Location, message: &str) -> Finding {
        Finding {
            rule,
            severity,
            location,
            label: None,
            message: message.to_owned(),
            help: None,
            labels: Vec::new(),
            fix: None,
            anchor: String::new(),
            preexisting: false,
            fingerprint: Fingerprint("0123456789abcdef".to_owned()),
        }
    }

    pub(super) fn plan(path: &str) -> PlanReport {
        PlanReport {
            path: path.to_owned(),
            previous_path: None,
            status: Status::Modified,
            id: None,
            title: None,
            base_stage: None,
            head_stage: None,
            transitions: Vec::new(),
            stages: Vec::new(),
            difference: None,
            timeline: Timeline::default(),
        }
    }

    pub(super) fn report(plans: Vec<PlanReport>, findings: Vec<Finding>) -> Report {
        let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
        let summary = Summary {
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            infos: count(Severity::Info),
            ..Summary::default()
        };
        Report { plans, findings, summary, ..Report::default() }
    }

    pub(super) fn hidden(path: &str, reason: &str) -> Suppressed {
        Suppressed { path: path.to_owned(), line: 2, rule: "placeholder", reason: reason.to_owned() }
    }

    /// One move with a decision and an open criterion, one without a decision, and a finding that a comment hides.
    pub(super) fn story() -> Report {
        let checkout = Source::new("rollouts/checkout.md", CHECKOUT);
        let search = Source::new("rollouts/search.md", "# Rollout: Search\n\n**Stage:** 1\n");
        let mut open = finding(
            "stage-exit-unmet",
            Severity::Error,
            place(&checkout, "[ ] Critical"),
            "Stage 1 was left with 2 exit criteria open",
        );
        open.location.span = Span::at(open.location.span.start);
        open.location.span.end += "[ ]".len();
        open.label = Some("still open".to_owned());
        open.labels = vec![
            label(place(&checkout, "[ ] Support"), "still open"),
            label(place(&checkout, "1→2"), "leaving Stage 1 is recorded here (new in this change)"),
        ];
        open.labels[0].location.span.end = open.labels[0].location.span.start + "[ ]".len();
        open.help =
            Some("tick it, write `N/A — reason`, or log `Proceed with exception` and name the exception".to_owned());
        let mut owner = finding(
            "placeholder",
            Severity::Warning,
            place(&checkout, "[PM Name]"),
            "`[PM Name]` is the template's own text, not an owner",
        );
        owner.preexisting = true;
        let mut unrecorded = finding(
            "stage-change-without-log-entry",
            Severity::Error,
            place(&search, "1"),
            "The stage moved from 0 to 1 and no row of the decision log says so",
        );
        unrecorded.help = Some("add this row: `| 2026-03-16 | 0→1 | Proceed | why | who |`".to_owned());

        let gate =
            |met: usize, open: &[&str]| GateReport { met, open: open.iter().map(|text| text.to_string()).collect() };
        let stage = |number, name: &str, entry, exit| StageReport { number, name: name.to_owned(), entry, exit };
        let checkout = PlanReport {
            id: Some("RO-014".to_owned()),
            title: Some("One-page checkout".to_owned()),
            base_stage: Some("1".to_owned()),
            head_stage: Some("2".to_owned()),
            transitions: vec![TransitionReport {
                from: "1".to_owned(),
                to: "2".to_owned(),
                decision: Some("proceed".to_owned()),
                date: Some("2026-03-16".to_owned()),
                decided_by: vec!["Priya Nair".to_owned()],
                rationale: Some("7 of 8 succeeded".to_owned()),
                recorded: true,
                line: 18,
            }],
            stages: vec![
                stage(0, "Internal", gate(1, &[]), gate(3, &[])),
                stage(1, "Alpha", gate(2, &[]), gate(2, &["Critical bugs fixed", "Support briefed"])),
                stage(2, "Beta", gate(2, &[]), gate(0, &["Error rate below 0.5 %"])),
                stage(3, "GA (General Availability)", gate(0, &["Beta signed off"]), gate(0, &[])),
            ],
            ..plan("rollouts/checkout.md")
        };
        let search = PlanReport {
            base_stage: Some("0".to_owned()),
            head_stage: Some("1".to_owned()),
            transitions: vec![TransitionReport {
                from: "0".to_owned(),
                to: "1".to_owned(),
                decision: None,
                date: None,
                decided_by: Vec::new(),
                rationale: None,
                recorded: false,
                line: 3,
            }],
            stages: vec![
                stage(0, "Internal", gate(1, &[]), gate(1, &[])),
                stage(1, "Everyone", gate(1, &[]), gate(0, &["No incident in a week"])),
            ],
            ..plan("rollouts/search.md")
        };
        let mut story = report(vec![checkout, search, plan("rollouts/quiet.md")], vec![owner, open, unrecorded]);
        story.base = Some("a".repeat(40));
        story.head = Some("b".repeat(40));
        story.summary.not_due = 12;
        story.suppressed = vec![hidden("rollouts/search.md", "the pricing talk is in May")];
        story.summary.suppressed = 1;
        story.notes = vec!["the config of the base judged this change".to_owned()];
        story
    }

    /// What a hostile plan may put into any of its texts.
    pub(super) const HOSTILE: &str = "::error::x\n::error::y\r::error::z %0A::error:: ##[add-mask]m \
        @org/team #123 GH-9 </details> <!-- rolloutlint:1;i=a;f=b;s=open --> ``` ````x`` | a | b ![i](http://e.example/i.png) \
        [l](https://e.example) www.e.example a@b.example $x$ \u{1b}[31mred\u{1b}]8;;http://e.example\u{7} \u{9b}31m \u{202e}desrever\u{2066} \u{200b}z";

    /// A report in which every text that comes from a plan is hostile.
    pub(super) fn hostile() -> Report {
        let source = Source::new(HOSTILE, format!("{HOSTILE}\n{HOSTILE}"));
        let mut bad = finding("placeholder", Severity::Error, place(&source, "desrever"), HOSTILE);
        bad.label = Some(HOSTILE.to_owned());
        bad.help = Some(HOSTILE.to_owned());
        bad.labels = vec![label(before(place(&source, "add-mask")), HOSTILE)];
        let gate = GateReport { met: 1, open: vec![HOSTILE.to_owned(), format!("`{HOSTILE}")] };
        let plan = PlanReport {
            id: Some(HOSTILE.to_owned()),
            title: Some(HOSTILE.to_owned()),
            base_stage: Some("0".to_owned()),
            head_stage: Some("1".to_owned()),
            transitions: vec![TransitionReport {
                from: "0".to_owned(),
                to: "1".to_owned(),
                decision: Some(HOSTILE.to_owned()),
                date: Some(HOSTILE.to_owned()),
                decided_by: vec![HOSTILE.to_owned()],
                rationale: Some(HOSTILE.to_owned()),
                recorded: true,
                line: 1,
            }],
            stages: vec![StageReport { number: 1, name: HOSTILE.to_owned(), entry: gate.clone(), exit: gate }],
            ..plan(HOSTILE)
        };
        let mut elsewhere = bad.clone();
        elsewhere.location.source.path = format!("elsewhere/{HOSTILE}");
        let mut hostile = report(vec![plan], vec![bad, elsewhere]);
        hostile.suppressed = vec![hidden("rollouts/a.md", HOSTILE)];
        hostile.notes = vec![HOSTILE.to_owned()];
        hostile
    }

    /// Asserts that the output cannot act on a terminal or on GitHub's runner, apart from the commands that it is made of.
    pub(super) fn assert_inert_in_logs(output: &str) {
        for line in output.split(['\n', '\r']) {
            let hidden: Vec<char> =
                line.chars().filter(|character| deceives(*character) && *character != '\t').collect();
            assert!(hidden.is_empty(), "{hidden:?} in {line:?}");
            assert!(!line.trim_start().starts_with("::"), "a workflow command: {line:?}");
            assert!(!line.contains("##["), "an old workflow command: {line:?}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_is_found_by_the_name_it_shows() {
        for format in Format::ALL {
            assert_eq!(format.to_string().parse(), Ok(*format));
            assert!(!format.about().is_empty() && !format.about().starts_with(' '), "{format}: {:?}", format.about());
        }
        let error = "sarfi\u{1b}".parse::<Format>().unwrap_err().to_string();
        assert_eq!(
            error,
            "there is no format `sarfi␛`; the formats are human, short, json, sarif, github, markdown, gitlab"
        );
    }

    #[test]
    fn the_verdict_counts_what_there_is() {
        let mut report = sample::report(vec![sample::plan("a.md"), sample::plan("b.md")], Vec::new());
        assert_eq!(verdict(&report), "no findings in 2 plans");
        report.summary = Summary { errors: 1, warnings: 2, infos: 0, suppressed: 1, not_due: 12 };
        assert_eq!(verdict(&report), "1 error, 2 warnings in 2 plans (1 suppressed, 12 requirements not due yet)");
        report.plans.truncate(1);
        report.summary = Summary { not_due: 1, ..Summary::default() };
        assert_eq!(verdict(&report), "no findings in 1 plan (1 requirement not due yet)");
        report.plans.clear();
        report.base = None;
        assert_eq!(verdict(&report), "no plan found");
        report.summary.warnings = 1;
        assert_eq!(verdict(&report), "1 warning; no plan found");
        report.base = Some("1111111".to_owned());
        assert_eq!(verdict(&report), "1 warning; no plan changed");
    }

    #[test]
    fn terminal_text_shows_what_is_hidden_and_keeps_what_names_need() {
        assert_eq!(
            terminal("a\u{1b}[31m\r\n\u{9b}\u{202e}\u{200b}\u{feff}\u{e0041}"),
            "a␛[31m␍␊\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}"
        );
        assert_eq!(terminal("##[add-mask]x ###[y] #[z]"), "##［add-mask]x ###［y] #[z]");
        let names = "Łukasz 山田\tنیم‌فاصله 👩‍💻 क्‍ष";
        assert_eq!(terminal(names), names);
    }

    #[test]
    fn terminal_text_of_a_prefix_is_a_prefix() {
        let whole = terminal(sample::HOSTILE);
        for (at, _) in sample::HOSTILE.char_indices() {
            assert!(whole.starts_with(&terminal(&sample::HOSTILE[..at])));
        }
    }

    #[test]
    fn markdown_text_is_shown_as_it_is_written() {
        for (text, markdown) in [
            ("plain text, 50 % (a-b)", "plain text, 50 % (a-b)"),
            ("**b** _i_ `c` ~~s~~", "\\*\\*b\\*\\* \\_i\\_ \\`c\\` \\~\\~s\\~\\~"),
            ("![i](x) [l](y) [^1]", "\\!\\[i\\](x) \\[l\\](y) \\[^1\\]"),
            ("<!-- c --></details>&lt;", "&lt;\\!-- c --&gt;&lt;/details&gt;&amp;lt;"),
            ("@org/team a@b.c @ b", "@&#8203;org/team a@&#8203;b.c @ b"),
            ("#123 # 5 gh-7 o/r#1", "#&#8203;123 # 5 gh-&#8203;7 o/r#&#8203;1"),
            ("https://e.example www.e.example", "https:&#8203;//e.example www&#8203;.e.example"),
            ("a|b\\|c", "a&#124;b\\\\&#124;c"),
            ("$x$", "<span>\\$</span>x<span>\\$</span>"),
            ("# a", "\\# a"),
            ("## ", "\\## "),
            (" - a", "\\- a"),
            ("---", "\\---"),
            ("12) a", "12\\) a"),
            ("2 weeks, -0.5", "2 weeks, -0.5"),
            ("one\ntwo", "one␊two"),
        ] {
            assert_eq!(markdown_text(text), markdown, "{text}");
        }
    }

    #[test]
    fn a_code_span_has_a_fence_that_its_text_lacks() {
        for (text, markdown) in [
            ("a", "`a`"),
            ("a`b", "``a`b``"),
            ("```", "```` ``` ````"),
            (" a", "`  a `"),
            ("@team <b> #1", "`@team <b> #1`"),
            ("<!-- rolloutlint:1 -->", "`<!-- rolloutlint:1 -->`"),
            ("", ""),
        ] {
            assert_eq!(markdown_code(text), markdown, "{text:?}");
        }
    }

    #[test]
    fn a_message_keeps_its_code_spans() {
        assert_eq!(markdown_message("write `N/A — *why*`, or *tick* it"), "write `N/A — *why*`, or \\*tick\\* it");
        assert_eq!(markdown_message("an `open quote @team"), "an \\`open quote @&#8203;team");
    }

    #[test]
    fn command_values_are_escaped_once() {
        assert_eq!(command_data("50%\r\n%0A::"), "50%25%0D%0A%250A::");
        assert_eq!(command_property("a:b,c%2C"), "a%3Ab%2Cc%252C");
    }
}
