//! Reports by hand for the tests of the formats.

use super::format::{Format, write};
use super::options::Options;
use crate::check::{
    GateReport, JudgedReport, LogPlaceReport, PlanReport, Report, StageReport, Summary, Suppressed, TransitionReport,
    WhyNotJudged,
};
use crate::finding::{Finding, Fingerprint, Label, Location, Severity, Side};
use crate::plan::log::{Decision, Point};
use crate::standing::Reading;
use crate::text::{CommitId, Source, Span};
use jiff::civil::date;

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
        plan: None,
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

pub(super) fn report(plans: Vec<PlanReport>, findings: Vec<Finding>) -> Report {
    let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
    let summary = Summary {
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        infos: count(Severity::Info),
        judged: plans.iter().filter(|plan| plan.judged.why_not.is_none()).count(),
        not_judged: plans.iter().filter(|plan| plan.judged.why_not.is_some()).count(),
        ..Summary::default()
    };
    Report { plans, findings, summary, ..Report::default() }
}

pub(super) fn hidden(path: &str, reason: &str) -> Suppressed {
    Suppressed { path: path.to_owned(), line: 2, rule: "placeholder", reason: reason.to_owned() }
}

/// The step from a stage to the next one, which nobody recorded.
fn step(from: u32) -> TransitionReport {
    TransitionReport {
        from: Point::Stage(from.into()),
        to: Point::Stage((from + 1).into()),
        decision: None,
        date: None,
        decided_by: Vec::new(),
        rationale: None,
        is_recorded: false,
        shown_by: Vec::new(),
        line: 1,
    }
}

/// A plan that went from a stage to the next one.
fn moved(from: u32, path: &str) -> PlanReport {
    let TransitionReport { from, to, .. } = step(from);
    PlanReport { base_stage: Some(from), head_stage: Some(to), ..PlanReport::new(path) }
}

fn judged_by(path: &str, line: u32, entries: usize) -> JudgedReport {
    JudgedReport {
        readings: vec![Reading::Log, Reading::Evidence],
        log: Some(LogPlaceReport { path: path.to_owned(), line }),
        entries,
        gates: 4,
        ..JudgedReport::default()
    }
}

/// One move with a decision and an open criterion, one without a decision, one that nobody judges,
/// and a finding that a comment hides.
pub(super) fn story() -> Report {
    let checkout = Source::new("rollouts/checkout.md", CHECKOUT);
    let search = Source::new("rollouts/search.md", "# Rollout: Search\n\n**Stage:** 1\n");
    let mut open = finding(
        "stage-exit-unmet",
        Severity::Error,
        place(&checkout, "[ ] Critical"),
        "2 exit criteria of Stage 1 are open",
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

    let gate = |met: usize, open: &[&str]| GateReport { met, open: open.iter().map(|text| text.to_string()).collect() };
    let stage = |number: u32, name: &str, entry, exit| StageReport {
        number: number.into(),
        name: name.to_owned(),
        entry,
        exit,
    };
    let checkout = PlanReport {
        id: Some("RO-014".to_owned()),
        title: Some("One-page checkout".to_owned()),
        transitions: vec![TransitionReport {
            decision: Some(Decision::Proceed),
            date: Some(date(2026, 3, 16)),
            decided_by: vec!["Priya Nair".to_owned()],
            rationale: Some("7 of 8 succeeded".to_owned()),
            is_recorded: true,
            shown_by: vec![Reading::Log],
            line: 18,
            ..step(1)
        }],
        stages: vec![
            stage(0, "Internal", gate(1, &[]), gate(3, &[])),
            stage(1, "Alpha", gate(2, &[]), gate(2, &["Critical bugs fixed", "Support briefed"])),
            stage(2, "Beta", gate(2, &[]), gate(0, &["Error rate below 0.5 %"])),
            stage(3, "GA (General Availability)", gate(0, &["Beta signed off"]), gate(0, &[])),
        ],
        judged: judged_by("rollouts/checkout.md", 12, 2),
        ..moved(1, "rollouts/checkout.md")
    };
    let search = PlanReport {
        transitions: vec![TransitionReport { shown_by: vec![Reading::Evidence], line: 3, ..step(0) }],
        stages: vec![
            stage(0, "Internal", gate(1, &[]), gate(1, &[])),
            stage(1, "Everyone", gate(1, &[]), gate(0, &["No incident in a week"])),
        ],
        judged: judged_by("rollouts/search.md", 5, 0),
        ..moved(0, "rollouts/search.md")
    };
    let unjudged = PlanReport {
        judged: JudgedReport {
            readings: vec![Reading::Evidence],
            why_not: Some(WhyNotJudged::NoLog),
            ..JudgedReport::default()
        },
        ..moved(1, "rollouts/sync.md")
    };
    let plans = vec![checkout, search, PlanReport::new("rollouts/quiet.md"), unjudged];
    let mut story = report(plans, vec![owner, open, unrecorded]);
    story.base = Some(CommitId("a".repeat(40)));
    story.head = Some(CommitId("b".repeat(40)));
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
        transitions: vec![TransitionReport {
            decided_by: vec![HOSTILE.to_owned()],
            rationale: Some(HOSTILE.to_owned()),
            is_recorded: true,
            shown_by: vec![Reading::Log],
            ..step(0)
        }],
        stages: vec![StageReport { number: 1.into(), name: HOSTILE.to_owned(), entry: gate.clone(), exit: gate }],
        ..moved(0, HOSTILE)
    };
    let mut elsewhere = bad.clone();
    elsewhere.location.source.path = format!("elsewhere/{HOSTILE}");
    let mut hostile = report(vec![plan], vec![bad, elsewhere]);
    hostile.suppressed = vec![hidden("rollouts/a.md", HOSTILE)];
    hostile.notes = vec![HOSTILE.to_owned()];
    hostile
}
