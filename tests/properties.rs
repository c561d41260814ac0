//! What holds for any text: reading never fails, every place lies inside its file, and judging the
//! same twice says the same.
#![allow(clippy::unwrap_used)]

mod support;

use proptest::prelude::*;
use rolloutlint::change::{Facts, Subject};
use rolloutlint::check::{Report, Settings, check};
use rolloutlint::config::{self, Policy};
use rolloutlint::edit::record::{NewRow, write_rows};
use rolloutlint::plan::log::{Decision, Point};
use rolloutlint::plan::parse::LogFile;
use rolloutlint::plan::{Plan, parse};
use rolloutlint::propose::{Depth, Objection, Proposal, settle};
use rolloutlint::report::{self, Format, Options};
use rolloutlint::template;
use rolloutlint::text::{Source, Span, apply};
use rolloutlint::version::Version;
use support::compliant;
use support::flags::{FLAG, with_flags};

/// Pieces that plans are made of, and that break them.
const PIECES: &[&str] = &[
    "- [x] Monitor leading metrics daily",
    "- [✓] ☑ tick",
    "| 2026-03-16 | 1→2 | Proceed | why | Priya Nair |",
    "| 2026-03-16 | 2→1 | Rollback | why \\| not | Ann & Bo |",
    "| ~~2026-03-02~~ | ~~0→1~~ | ~~Proceed~~ | x | y |",
    "| 03/04/2026 | 1 | Abort | x | y | z |",
    "| 2026-03-17 | →1 | Restart | 日本語 | 山田 |",
    "| Date | Stage | Decision | Rationale | Decided By |",
    "|------|-------|----------|-----------|------------|",
    "## Stage 2: Beta (Limited Release)",
    "### Phase 1 → Phase 2",
    "**Exit Criteria:**",
    "- **Date:** [2026-03-12]",
    "Current stage: GA",
    "---",
    "===",
    "<<<<<<< HEAD",
    "=======",
    ">>>>>>> other",
    "> quoted **Label:** v",
    "```",
    "<!-- | hidden | -->",
    "[Name]: https://example.com",
    "\\[Name\\] ~~struck~~ — N/A — reason",
    "\u{202e}\u{1b}[31m🚧",
    "## Decision Log",
    "### 2026-03-16: Stage 1 → 2 — Proceed",
    "#### ~~2026-03-17~~ 2→1: Rollback (é",
    "- **Rationale:** why: — not",
    "Decided by: 山田; Stage: 1",
    "- 2026-03-16 — 1→2 — Proceed — why — Ann Lee",
    "- [Date] 2→3: Proceed. Rationale: [Why]. Decided by:",
    "",
];

fn edited() -> impl Strategy<Value = String> {
    let base = prop::sample::select(vec!["planned", "stage-0", "stage-1", "stage-2", "ga"]);
    let edit = (any::<prop::sample::Index>(), 0..3_u8, prop::sample::select(PIECES));
    let ending = prop::sample::select(vec!["\n", "\r\n", "\r"]);
    (base, prop::collection::vec(edit, 0..6), ending, any::<bool>()).prop_map(|(base, edits, ending, bom)| {
        let text = compliant(base);
        let mut lines: Vec<&str> = text.lines().collect();
        for (at, kind, piece) in edits {
            let index = at.index(lines.len());
            match kind {
                0 => lines.insert(index, piece),
                1 => lines[index] = piece,
                _ => drop(lines.remove(index)),
            }
        }
        let bom = if bom { "\u{feff}" } else { "" };
        format!("{bom}{}{ending}", lines.join(ending))
    })
}

fn read(text: &str) -> Plan {
    parse::parse(Source::new("rollouts/checkout.md", text), template::built_in(), &Policy::default(), None)
}

fn judge(before: &str, after: &str) -> Report {
    let version = |text: &str| Some(Version::new(read(text)));
    let subject = Subject::change(version(before), version(after), jiff::civil::date(2026, 4, 20));
    check(&[subject], &Policy::default(), &Facts::default(), Settings { all: false, show_not_due: true })
}

fn assert_places(report: &Report) {
    for finding in &report.findings {
        for place in std::iter::once(&finding.location).chain(finding.labels.iter().map(|label| &label.location)) {
            // Slicing panics outside the text and off a character boundary.
            place.source.slice(place.span);
            assert!(place.line() <= place.end_line() && place.end_line() <= place.source.line_count());
        }
        if let Some(fix) = &finding.fix {
            fix.edits.iter().for_each(|edit| assert!(fix.source.slice(edit.span).len() <= fix.source.text.len()));
        }
    }
}

/// A text as a formatter writes it.
fn formatted(text: &str, form: usize) -> String {
    let mut before = "";
    let mut is_in_table = false;
    let mut lines = Vec::new();
    for line in text.lines() {
        // Behind other text, such a line is of a paragraph, and how it ends says something.
        is_in_table = line.starts_with('|') && (is_in_table || before.trim().is_empty());
        let is_apart = !line.starts_with('|') || is_in_table;
        lines.push(if is_apart { formatted_line(line, form) } else { line.to_owned() });
        before = line;
    }
    lines.join("\n") + "\n"
}

fn formatted_line(line: &str, form: usize) -> String {
    match form {
        // Other marks for items.
        0 => line.strip_prefix("- ").map_or(line.to_owned(), |rest| format!("* {rest}")),
        // Wider tables.
        1 if line.starts_with('|') && !line.contains("--") => line.replace(" |", "   |"),
        // Other marks for emphasis.
        2 => line.replace("**", "__"),
        // White space at the end of lines of tables and headings.
        3 if line.starts_with(['|', '#']) => format!("{line}  "),
        _ => line.to_owned(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_change_is_judged_and_reported(before in edited(), after in edited()) {
        let report = judge(&before, &after);
        assert_places(&report);
        for format in Format::ALL {
            let mut out = Vec::new();
            report::write(*format, &report, &Options::default(), &mut out).unwrap();
            prop_assert!(std::str::from_utf8(&out).is_ok());
        }
    }

    #[test]
    fn any_text_is_read(text in "\\PC{0,300}", lines in prop::collection::vec(prop::sample::select(PIECES), 0..30)) {
        assert_places(&judge(&text, &lines.join("\n")));
    }

    /// A file that holds the log of a plan is read, and written to, whatever is in it.
    #[test]
    fn any_text_is_read_as_a_log(text in "\\PC{0,300}", lines in prop::collection::vec(prop::sample::select(PIECES), 0..30), ending in prop::sample::select(vec!["\n", "\r\n", "\r"]), is_only in any::<bool>()) {
        let text = format!("{text}{ending}{}", lines.join(ending));
        let file = LogFile::read(Source::new("docs/log.md", text.as_str()), &Policy::default());
        let with = |plan: &str| {
            let plan = parse::with_log(read(&compliant(plan)), &file, is_only, template::built_in(), &Policy::default());
            Some(Version::new(plan))
        };
        let subject = Subject::change(with("stage-1"), with("stage-2"), jiff::civil::date(2026, 4, 20));
        let standing = subject.standing().unwrap();
        for row in standing.version.rows() {
            for value in [&row.date, &row.stage, &row.decision, &row.rationale, &row.decided_by] {
                standing.plan().log_file().slice(value.span);
            }
        }
        for verb in [Decision::Hold, Decision::Proceed] {
            let step = (Point::Stage(2.into()), Point::Stage(3.into()));
            let written = write_rows(standing, &[NewRow::to_fill_in(standing, step, verb)]);
            prop_assert!(apply(&standing.plan().log_file().text, &written.edits).is_ok());
        }
        assert_places(&check(&[subject], &Policy::default(), &Facts::default(), Settings { all: false, show_not_due: true }));
    }

    /// Whatever a plan says, a proposal from it can be read.
    #[test]
    fn any_plan_gives_a_proposal_that_can_be_read(text in edited(), lines in prop::collection::vec(prop::sample::select(PIECES), 0..20)) {
        let short = format!("## Fase 1: A\n## Fase 2: B\n{}", lines.join("\n"));
        for (text, objects) in [(text, false), (short, true)] {
            let source = Source::new("docs/rollout.md", text.as_str());
            let object = |_: &Proposal, _: Depth| {
                let at = (text.len() / 2..).find(|at| text.is_char_boundary(*at)).filter(|_| objects);
                at.map(|at| Objection { rule: "placeholder", span: Span::at(at), message: String::new(), fix: None }).into_iter().collect()
            };
            let Ok(proposal) = settle((&source, &[]), &Policy::default(), jiff::civil::date(2026, 4, 20), &object) else { continue };
            let config = config::parse(&Source::new(".rolloutlint.yml", proposal.config.as_str()), &["log-missing", "guardrail-missing"], &["proceed", "hold", "rollback"]);
            prop_assert!(config.is_ok(), "{}", proposal.config);
            let template = template::Template::parse(&Source::new("t.md", proposal.template.as_str()), &config.unwrap());
            prop_assert!(template.stages.len() >= 2, "{}", proposal.template);
        }
    }

    /// A change that changes nothing has nothing of a change in it.
    #[test]
    fn no_change_moves_nothing(text in edited()) {
        let report = judge(&text, &text);
        prop_assert!(report.plans.iter().all(|plan| plan.transitions.is_empty()), "{:?}", report.plans);
        let said = report.findings.iter().find(|finding| ["log-entry-modified", "log-entry-removed", "log-entry-inserted", "stage-change-without-log-entry"].contains(&finding.rule));
        prop_assert!(said.is_none(), "{:?}", said.map(|finding| &finding.message));
    }

    /// Neither has one that writes the same in another form.
    #[test]
    fn formatting_changes_nothing(text in edited(), form in 0..5_usize) {
        let formatted = formatted(&text, form);
        let report = judge(&text, &formatted);
        prop_assert!(report.plans.iter().all(|plan| plan.transitions.is_empty()), "{:?}", report.plans);
        let said = report.findings.iter().find(|finding| finding.rule.starts_with("log-entry-") && finding.rule != "log-entry-incomplete");
        prop_assert!(said.is_none(), "{:?} in {formatted}", said.map(|finding| &finding.message));
    }

    /// Line endings and a byte order mark change no verdict.
    #[test]
    fn line_endings_change_no_verdict(text in edited()) {
        let plain = text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n");
        let rules = |text: &str| judge(text, text).findings.iter().map(|finding| (finding.rule, finding.location.line())).collect::<Vec<_>>();
        prop_assert_eq!(rules(&plain), rules(&format!("\u{feff}{}", plain.replace('\n', "\r\n"))));
    }
}

/// A share in percent in one of the spellings that mean it.
fn spelled(tenths: u32, form: usize) -> String {
    let (whole, tenth) = (tenths / 10, tenths % 10);
    match form {
        0 => format!("{whole}.{tenth}"),
        1 => format!("\"{whole}.{tenth}0\""),
        2 => format!("{tenths}e-1"),
        _ => format!("+{whole}.{tenth}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    /// A plan in Stage 1, which is for up to 5 %; Stage 2 begins at 10 %, the last one at 100 %.
    #[test]
    fn a_flag_is_raised_over_a_gate_by_a_decision_only(before in 0..=1000_u32, after in 0..=1000_u32, forms in (0..4_usize, 0..4_usize)) {
        let text = compliant("stage-1").replace("3-5 customers", "1-5% of users");
        let plan = Version::new(parse::parse(Source::new("rollouts/checkout.md", text), template::built_in(), &Policy::default(), None));
        let day = jiff::civil::date(2026, 3, 9);
        let with = |tenths: u32, form: usize| {
            let flags = format!("features:\n  {FLAG}: {}\n", spelled(tenths, form));
            with_flags(&plan, None, "at: \"features.{flag}\", scale: 100", Some(&flags), day)
        };
        let subject = Subject::change(Some(with(before, forms.0)), Some(with(after, forms.1)), day);
        let report = check(&[subject], &Policy::default(), &Facts::default(), Settings::default());
        let rules: Vec<&str> = report.findings.iter().map(|finding| finding.rule).collect();
        let expected: &[&str] = match () {
            () if after < before => &["exposure-cut"],
            () if after > before && after >= 100 => &["stage-change-without-log-entry"],
            // It was above the gate already.
            () if after >= 100 => &["stage-without-decision"],
            () if after > 50 => &["exposure-outside-audience"],
            () => &[],
        };
        let is_about_the_way = |rule: &&&str| after >= before || **rule != "exposure-outside-audience";
        // A number that fell may still be above the audience.
        let found: Vec<&str> = rules.iter().filter(is_about_the_way).copied().collect();
        prop_assert_eq!(found, expected.to_vec(), "{} to {}", before, after);
    }
}
