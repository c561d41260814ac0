//! What the targets share: how a text is read, judged and written, and what must hold of it. All of
//! it goes through the public API of the library, and no target asks for the day.

use jiff::civil::{Date, date};
use rolloutlint::change::{Facts, Subject};
use rolloutlint::check::{Report, Settings, check};
use rolloutlint::config::{self, Policy};
use rolloutlint::error::Error;
use rolloutlint::finding::{Finding, Location};
use rolloutlint::plan::log::decision_words;
use rolloutlint::plan::parse;
use rolloutlint::report::{self, Format, Options};
use rolloutlint::rules::RULES;
use rolloutlint::template::{self, Template};
use rolloutlint::text::{Edit, Source, Span, apply};
use rolloutlint::version::Version;
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

/// The path of every plan.
pub const PATH: &str = "rollouts/checkout.md";

/// The policy of a team that wants all rules: those that are silent by default speak, too.
pub static ALL_RULES: LazyLock<Policy> = LazyLock::new(|| {
    let silent = RULES.iter().filter(|rule| rule.default_level() == "off");
    Policy { rules: silent.map(|rule| (rule.id.to_owned(), Some(rule.severity))).collect(), ..Policy::default() }
});

/// The day on which everything is judged.
pub fn today() -> Date {
    date(2026, 4, 20)
}

/// The parts of an input, which NUL divides. What a text holds behind its last part belongs to it.
pub fn parts<const N: usize>(data: &[u8]) -> [Option<&[u8]>; N] {
    let mut parts = data.splitn(N, |byte| *byte == 0);
    std::array::from_fn(|_| parts.next())
}

/// A plan from bytes, as a file of it would be read.
pub fn plan(bytes: &[u8]) -> Source {
    Source::from_bytes(PATH, bytes)
}

/// A version of a plan by the built-in template.
pub fn version(source: Source) -> Arc<Version> {
    version_by(source, template::built_in(), &ALL_RULES)
}

/// A version of a plan by some template and configuration.
pub fn version_by(source: Source, template: &Template, policy: &Policy) -> Arc<Version> {
    Version::new(parse::parse(source, template, policy, None))
}

/// Judges a change, or one version where there is no other, and holds the places of what was found.
pub fn judge(before: Option<&Arc<Version>>, after: &Arc<Version>, policy: &Policy) -> Report {
    let subject = match before {
        Some(before) => Subject::change(Some(before.clone()), Some(after.clone()), today()),
        None => Subject::version(after.clone(), today()),
    };
    let report = check(&[subject], policy, &Facts::default(), Settings { all: true, show_not_due: true });
    report.findings.iter().for_each(assert_places);
    report
}

/// Reads a configuration.
pub fn configuration(source: &Source) -> Result<Policy, Error> {
    let ids: Vec<&str> = RULES.iter().map(|rule| rule.id).collect();
    let read = config::parse(source, &ids, &decision_words());
    if let Some((source, span)) = read.as_ref().err().and_then(Error::place) {
        assert_place(source, span);
    }
    read
}

/// Holds that a place lies inside its text, on the boundaries of characters and of lines.
pub fn assert_place(source: &Source, span: Span) {
    source.slice(span);
    let (start, end) = (source.position(span.start), source.position(span.end));
    assert!(start <= end && end.line <= source.line_count(), "{start:?} to {end:?} of {}", source.line_count());
}

fn assert_location(location: &Location) {
    assert_place(&location.source, location.span);
    assert!(location.line() <= location.end_line(), "{:?}", location.span);
}

fn assert_places(finding: &Finding) {
    assert_location(&finding.location);
    finding.labels.iter().for_each(|label| assert_location(&label.location));
    let labels = finding.labels.iter().map(|label| &label.message).chain(&finding.label);
    for text in labels.chain([&finding.message]).chain(&finding.help).chain(finding.fix.iter().map(|fix| &fix.title)) {
        assert!(!text.is_empty() && !text.contains(['\n', '\r']), "{}: {text:?}", finding.rule);
    }
    if let Some(fix) = &finding.fix {
        fix.edits.iter().for_each(|edit| assert_place(&fix.source, edit.span));
        assert!(apply(&fix.source.text, &fix.edits).is_ok(), "the edits of {} overlap", finding.rule);
    }
}

/// Writes a report in every format, and holds what the readers of each count on.
pub fn write_all(report: &Report) {
    let narrow = Options { has_color: true, width: 40, most_in_full: 3, markdown_budget: 2048, ..Options::default() };
    for format in Format::ALL {
        let out = written(*format, report, &Options::default());
        match format {
            Format::Json | Format::Sarif | Format::Gitlab => {
                serde_json::from_str::<serde_json::Value>(&out).expect("an output that programs read is JSON");
            }
            Format::Human | Format::Full | Format::Short => out.split(['\n', '\r']).for_each(assert_inert),
            Format::Github => assert!(out.lines().all(|line| line.is_empty() || line.starts_with("::")), "{out}"),
            Format::Markdown => assert!(out.len() <= Options::default().markdown_budget, "{} bytes", out.len()),
        }
        // What only programs read has no width and no colour.
        if matches!(format, Format::Json | Format::Sarif | Format::Gitlab) {
            continue;
        }
        let out = written(*format, report, &narrow);
        assert!(*format != Format::Markdown || out.len() <= narrow.markdown_budget, "{} bytes", out.len());
    }
}

fn written(format: Format, report: &Report, options: &Options) -> String {
    let mut out = Vec::new();
    report::write(format, report, options, &mut out).expect("nothing is wrong with a buffer in memory");
    String::from_utf8(out).expect("an output is text")
}

/// Holds that a line acts neither on a terminal nor on GitHub's runner.
fn assert_inert(line: &str) {
    let turns = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    assert!(!line.chars().any(|c| c.is_control() && c != '\t' || turns(c)), "{line:?}");
    assert!(!line.trim_start().starts_with("::") && !line.contains("##["), "a workflow command: {line:?}");
}

/// Rules that only a change can break: they say that the record is another one.
const OF_CHANGES: &[&str] =
    &["log-entry-modified", "log-entry-removed", "log-entry-inserted", "stage-change-without-log-entry"];

/// Holds that a change kept the record: no row is another one, and nothing moved without a row.
fn assert_record_kept(report: &Report, what: &str) {
    let broken = report.findings.iter().find(|finding| OF_CHANGES.contains(&finding.rule));
    assert!(broken.is_none(), "{what}: {:?}", broken.map(|finding| (finding.rule, &finding.message)));
}

/// Holds that no row that was recorded is another one, or gone. A new row may stand anywhere.
pub fn assert_rows_kept(report: &Report) {
    let broken = report.findings.iter().find(|finding| OF_CHANGES[..2].contains(&finding.rule));
    assert!(broken.is_none(), "{:?}", broken.map(|finding| (finding.rule, &finding.message)));
}

/// Holds that a change moved nothing.
pub fn assert_nothing_moved(report: &Report, what: &str) {
    assert_record_kept(report, what);
    for plan in &report.plans {
        assert!(plan.transitions.is_empty(), "{what}: {:?}", plan.transitions);
    }
}

/// Holds that the engine keeps its word: who goes up without a decision meets an error.
pub fn assert_sound(report: &Report) {
    assert!(report.unsound.is_empty(), "{:?}", report.unsound);
}

/// A text with edits that must not overlap.
pub fn edited(text: &str, edits: &[Edit]) -> String {
    apply(text, edits).expect("no two edits overlap")
}

/// Words of an author that are in one text and not in another one, in lower case.
pub fn lost<'t>(before: &'t str, after: &str) -> Vec<&'t str> {
    let words = |text: &'t str| text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut left: BTreeMap<String, usize> = BTreeMap::new();
    for word in after.split(|c: char| !c.is_alphanumeric()) {
        *left.entry(word.to_lowercase()).or_default() += 1;
    }
    let is_left = |word: &&str| match left.get_mut(&word.to_lowercase()) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    };
    words(before).filter(is_left).collect()
}

/// The time at which flag files are read.
pub fn now() -> jiff::Timestamp {
    today().to_zoned(jiff::tz::TimeZone::UTC).expect("a day has a beginning in UTC").timestamp()
}
