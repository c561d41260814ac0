//! The decision log in its three forms, in the plan and in files of its own: what is read there,
//! what is said of it, and what is written.
#![allow(clippy::unwrap_used)]

mod support;

use rolloutlint::change::{Facts, Subject};
use rolloutlint::check::{Settings, check};
use rolloutlint::config::Policy;
use rolloutlint::edit::decide::{Wish, decide};
use rolloutlint::edit::record::{NewRow, write_rows};
use rolloutlint::finding::Severity;
use rolloutlint::plan::log::{Decision, Form, LogRow, RowState};
use rolloutlint::plan::{Plan, parse};
use rolloutlint::standing::Standing;
use rolloutlint::template;
use rolloutlint::text::{Source, apply};
use rolloutlint::version::Version;
use support::compliant;

/// The log of the compliant plans, from its headers on.
fn log_in(text: &str) -> (usize, usize) {
    let start = text.find("| Date | Stage | Decision").unwrap();
    let end = start + text[start..].find("\n\n").unwrap();
    (start, end)
}

/// A compliant plan with its log in another form.
fn with_log(plan: &str, log: &str) -> String {
    let text = compliant(plan);
    let (start, end) = log_in(&text);
    format!("{}{}{}", &text[..start], log.trim_end(), &text[end..])
}

const HEADINGS: [&str; 4] = [
    "### 2026-03-02: Stage 0 → 1 — Proceed\n\n- **Rationale:** No P0 or P1 in 3 days, team confident\n- **Decided by:** Priya Nair\n",
    "### 2026-03-16: Stage 1 → 2 — Proceed\n\n- **Rationale:** Task success at 94 %, nobody blocked\n- **Decided by:** Priya Nair and Tomas Lindqvist\n",
    "### [Date]: Stage 1 → 2 — Proceed\n\n- **Rationale:** [Why]\n- **Decided by:** [Name]\n",
    "### [Date]: Stage 2 → 3 — Proceed\n\n- **Rationale:** [Why]\n- **Decided by:** [Name]\n",
];

const LIST: [&str; 4] = [
    "- 2026-03-02 — 0→1 — Proceed — No P0 or P1 in 3 days, team confident — Priya Nair",
    "- 2026-03-16 — 1→2 — Proceed — Task success at 94 %, nobody blocked — Priya Nair and Tomas Lindqvist",
    "- [Date] — 1→2 — Proceed — [Why] — [Name]",
    "- [Date] — 2→3 — Proceed — [Why] — [Name]",
];

const LABELLED: [&str; 4] = [
    "- **2026-03-02** 0→1: Proceed. Rationale: No P0 or P1 in 3 days, team confident. Decided by: Priya Nair",
    "- **2026-03-16** 1→2: Proceed. Rationale: Task success at 94 %, nobody blocked. Decided by: Priya Nair and Tomas Lindqvist",
    "- **[Date]** 1→2: Proceed. Rationale: [Why]. Decided by: [Name]",
    "- **[Date]** 2→3: Proceed. Rationale: [Why]. Decided by: [Name]",
];

/// Each form: its entries, and what stands between two.
const FORMS: [(&[&str; 4], &str); 3] = [(&HEADINGS, "\n\n"), (&LIST, "\n"), (&LABELLED, "\n")];

/// A plan with some of a form's entries; further ones may be made from those by replacing words.
fn plan_of(plan: &str, gap: &str, entries: &[&str]) -> String {
    with_log(plan, &entries.iter().map(|entry| entry.trim_end()).collect::<Vec<_>>().join(gap))
}

fn read(text: &str) -> Plan {
    parse::parse(Source::new("rollouts/checkout.md", text), template::built_in(), &Policy::default(), None)
}

/// Rules about what does not change with the form.
const ASIDE: &[&str] = &["last-updated-stale", "progression-log-mismatch"];

/// What is said of a change at warning and above.
fn said(before: &str, after: &str, day: &str) -> Vec<String> {
    let rules = ASIDE.iter().map(|id| ((*id).to_owned(), None)).collect();
    let policy = Policy { rules, ..Policy::default() };
    let version = |text: &str| Some(Version::new(read(text)));
    let subject = Subject::change(version(before), version(after), day.parse().unwrap());
    let report = check(&[subject], &policy, &Facts::default(), Settings::default());
    let findings = report.findings.iter().filter(|finding| finding.severity >= Severity::Warning);
    let line = |finding: &rolloutlint::finding::Finding| {
        let source = &finding.location.source;
        source.slice(source.line_span(finding.location.line())).trim().to_owned()
    };
    findings.map(|finding| format!("{} {}: {}", finding.severity, finding.rule, line(finding))).collect()
}

fn row(row: &LogRow) -> String {
    let parts =
        [&row.date, &row.stage, &row.decision, &row.rationale, &row.decided_by].map(|value| value.text.as_str());
    format!("{:?}: {}", row.state, parts.join(" | "))
}

#[test]
fn each_form_is_read_as_the_table_is() {
    for (entries, gap) in FORMS {
        let plan = read(&plan_of("stage-2", gap, &[entries[0], entries[1], entries[3]]));
        let log = plan.log.as_ref().unwrap();
        assert_ne!(log.form, Form::Table);
        let read: Vec<(RowState, &str)> = log.rows.iter().map(|row| (row.state, row.rationale.text.as_str())).collect();
        let wanted = [
            (RowState::Recorded, "No P0 or P1 in 3 days, team confident"),
            (RowState::Recorded, "Task success at 94 %, nobody blocked"),
            (RowState::Template, "[Why]"),
        ];
        assert_eq!(read, wanted);
        assert_eq!(log.rows[1].deciders, ["Priya Nair", "Tomas Lindqvist"]);
        assert_eq!(plan.stages.len(), 4);
        for row in &log.rows {
            assert!(
                [&row.date, &row.stage, &row.decision, &row.rationale, &row.decided_by]
                    .iter()
                    .all(|value| row.whole.contains(value.span))
            );
        }
    }
}

#[test]
fn the_parts_of_an_entry_stand_where_a_team_puts_them() {
    for (log, wanted) in [
        (
            "### Proceed 0→1\n\nDate: 2026-03-02\nDecided by: Ann Lee\n\nNobody was blocked.\nNot once.",
            "Recorded: 2026-03-02 | 0→1 | Proceed | - | Ann Lee",
        ),
        (
            "### D-1\n\n- Date: 2026-03-02\n- Stage: 0→1\n- Decision: Proceed\n- Why: no P0\n- Who: Ann Lee",
            "Recorded: 2026-03-02 | 0→1 | Proceed | no P0 | Ann Lee",
        ),
        (
            "### 2026-03-02 — 0→1 — Proceed\n\nNo P0 in 3 days.\n\n**Decided by:** Ann Lee",
            "Recorded: 2026-03-02 | 0→1 | Proceed | No P0 in 3 days. | Ann Lee",
        ),
        (
            "### 2026-03-02 — 0→1 — Proceed\n\n#### Rationale\n\nNo P0 in 3 days.\n\n#### Decision makers\n\nAnn Lee",
            "Recorded: 2026-03-02 | 0→1 | Proceed | No P0 in 3 days. | Ann Lee",
        ),
        (
            "### 2026-03-02: 0→1\n\n| Part | Text |\n|---|---|\n| Decision | Proceed |\n| Rationale | no P0 |\n| Decided by | Ann Lee |",
            "Recorded: 2026-03-02 | 0→1 | Proceed | no P0 | Ann Lee",
        ),
        (
            "- 2026-03-02: 0→1 Proceed\n  - Rationale: no P0\n  - Decided by: Ann Lee",
            "Recorded: 2026-03-02 | 0→1 | Proceed | no P0 | Ann Lee",
        ),
        (
            "- 2026-03-02: 0→1 Proceed\n  Rationale: no P0\n  Decided by: Ann Lee",
            "Recorded: 2026-03-02 | 0→1 | Proceed | no P0 | Ann Lee",
        ),
        (
            "1. 2026-03-02, 0→1, Go: no P0 in 3 days (Ann Lee)",
            "Recorded: 2026-03-02 | 0→1 | Go | no P0 in 3 days | Ann Lee",
        ),
        (
            "### ~~2026-03-02: 0→1 — Proceed~~\n\n- Rationale: no P0\n- Decided by: Ann Lee",
            "Struck: 2026-03-02 | 0→1 | Proceed | no P0 | Ann Lee",
        ),
        (
            "### TBD: 0→1 — Proceed\n\n- Rationale: waits for the March numbers\n- Decided by: Ann Lee",
            "Pending: TBD | 0→1 | Proceed | waits for the March numbers | Ann Lee",
        ),
        ("### 2026-03-02: 0→1 — Proceed", "Recorded: 2026-03-02 | 0→1 | Proceed |  | "),
    ] {
        let plan = read(&with_log("stage-1", log));
        let rows: Vec<String> = plan.log.iter().flat_map(|log| &log.rows).map(row).collect();
        let rows: Vec<String> = rows
            .into_iter()
            .map(|row| row.replace("Nobody was blocked.\nNot once.", "-").replace("Nobody was blocked. Not once.", "-"))
            .collect();
        assert_eq!(rows, [wanted], "{log}");
    }
}

#[test]
fn a_log_of_other_decisions_is_none() {
    for log in [
        "### 2026-03-02: Chose Redis over Memcached\n\n- Decision: Redis\n- Rationale: faster",
        "### 2026-03-02: Stop using the old vendor\n\nNobody liked it.",
        "### 2026-03-02: Redis → Postgres\n\n- Rationale: one less to run",
        "- 2026-03-02: v1.0 → v1.1, see the notes",
        "### How we decide\n\nOnce a week.",
        "- See the notes of 2026-03-02",
        "- 2026-03-02: met with Ann to discuss the beta",
        "- Ship it when the queue is empty",
        "Nothing yet.",
    ] {
        let plan = read(&with_log("stage-0", log));
        assert!(plan.log.is_none(), "{log}: {:?}", plan.log);
    }
    // Outside of a section for it nothing but a table is a log.
    let text = with_log("stage-1", "").replace("## Decision Log", "## History") + HEADINGS[0];
    assert!(read(&text).log.is_none());
}

#[test]
fn a_change_is_judged_in_each_form_as_in_the_table() {
    for (entries, gap) in FORMS {
        let [zero_one, one_two, planned, last] = *entries;
        let before = plan_of("stage-1", gap, &[zero_one, planned, last]);
        let stage_2 = |log: &[&str]| plan_of("stage-2", gap, log);
        let stage_1 = |log: &[&str]| plan_of("stage-1", gap, log);
        let new = |from: &str, stage: &str, verb: &str, date: &str| {
            let entry = from.replacen("2026-03-16", date, 1).replacen("Proceed", verb, 1);
            let entry = entry.replacen("Stage 1 → 2", stage, 1).replacen("1→2", stage, 1);
            entry
                .replace("Priya Nair and Tomas Lindqvist", "Priya Nair")
                .replace("Task success at 94 %", "Two bugs are open")
        };
        let none: [&str; 0] = [];
        let ids = |before: &str, after: &str, day: &str| -> Vec<String> {
            said(before, after, day).into_iter().map(|line| line.split(':').next().unwrap().to_owned()).collect()
        };
        // The honest step, appended, and as the filled in entry that was prepared.
        assert_eq!(said(&before, &stage_2(&[zero_one, one_two, last]), "2026-03-16"), none);
        assert_eq!(said(&before, &stage_2(&[zero_one, one_two]), "2026-03-16"), none);
        // The move without an entry.
        let moved = ids(&before, &stage_2(&[zero_one, planned, last]), "2026-03-16");
        assert_eq!(moved, ["error stage-change-without-log-entry"]);
        // Hold, rollback, abort.
        let hold = new(one_two, "1→2", "Hold", "2026-03-12");
        assert_eq!(said(&before, &stage_1(&[zero_one, &hold, planned, last]), "2026-03-12"), none);
        let after_hold = stage_1(&[zero_one, &hold, planned, last]);
        let amend = new(one_two, "1→2", "Amend", "2026-03-13");
        assert_eq!(said(&after_hold, &stage_1(&[zero_one, &hold, &amend, planned, last]), "2026-03-13"), none);
        let back = new(one_two, "1→0", "Rollback", "2026-03-12");
        assert_eq!(said(&before, &stage_1(&[zero_one, &back, planned, last]), "2026-03-12"), none);
        let abort = new(one_two, "1", "Abort", "2026-03-12");
        assert_eq!(said(&before, &stage_1(&[zero_one, &abort]), "2026-03-12"), none);
        // An entry of the future, a jump, an unknown word, an unknown stage, and one that lacks
        // something.
        let future = new(one_two, "1→2", "Hold", "2026-05-12");
        assert_eq!(ids(&before, &stage_1(&[zero_one, &future]), "2026-03-12"), ["error log-date-future"]);
        let weird = new(one_two, "1→2", "Vielleicht", "2026-03-12");
        assert!(
            ids(&before, &stage_1(&[zero_one, &weird]), "2026-03-12")
                .contains(&"error log-decision-unknown".to_owned())
        );
        let nowhere = new(one_two, "1→9", "Hold", "2026-03-12");
        assert_eq!(ids(&before, &stage_1(&[zero_one, &nowhere]), "2026-03-12"), ["error log-stage-unknown"]);
        let open = hold.replace("Two bugs are open, nobody blocked", "[Why]");
        assert_eq!(ids(&before, &stage_1(&[zero_one, &open]), "2026-03-12"), ["error log-entry-incomplete"]);
        // The record itself.
        let after = stage_2(&[zero_one, one_two, last]);
        for (edit, with) in [("2026-03-02", "2026-03-03"), ("Priya Nair", "Ann Lee")] {
            let edited = zero_one.replacen(edit, with, 1);
            assert_eq!(ids(&after, &stage_2(&[&edited, one_two, last]), "2026-03-18"), ["error log-entry-modified"]);
        }
        let reworded = zero_one.replacen("team confident", "all is well", 1);
        assert_eq!(ids(&after, &stage_2(&[&reworded, one_two, last]), "2026-03-18"), ["warning log-entry-modified"]);
        assert_eq!(ids(&after, &stage_2(&[one_two, last]), "2026-03-18"), ["error log-entry-removed"]);
        let struck = zero_one.replacen("2026-03-02", "~~2026-03-02~~", 1);
        assert_eq!(ids(&after, &stage_2(&[&struck, one_two, last]), "2026-03-18"), ["error log-entry-removed"]);
        let between = new(one_two, "1→2", "Hold", "2026-03-09");
        assert_eq!(
            ids(&after, &stage_2(&[zero_one, &between, one_two, last]), "2026-03-18"),
            ["warning log-entry-inserted"]
        );
    }
}

/// What `decide` makes of a log.
fn decided(text: &str, verb: Decision, to: u32) -> String {
    let standing = Standing::alone(Version::new(read(text)), "2026-03-16".parse().unwrap());
    let wish = Wish {
        word: None,
        verb,
        to: Some(to.into()),
        by: "Ann Lee".to_owned(),
        because: "All is well".to_owned(),
        date: "2026-03-16".parse().unwrap(),
    };
    apply(text, &decide(&standing, &wish).unwrap().plan).unwrap()
}

#[test]
fn a_decision_is_written_like_the_newest_one() {
    for (log, wanted) in [
        (HEADINGS[0].to_owned(), "### 2026-03-16: Stage 1 → 2 — Proceed\n\n- **Rationale:** All is well\n- **Decided by:** Ann Lee\n\n---"),
        (LIST[0].to_owned(), "\n- 2026-03-16 — 1→2 — Proceed — All is well — Ann Lee\n\n---"),
        (LABELLED[0].to_owned(), "\n- **2026-03-16** 1→2: Proceed. Rationale: All is well. Decided by: Ann Lee\n\n---"),
        ("### Proceed 0→1 (2026-03-02)\n\nDecided by: Bo\n\nNo P0, see [notes](x.md).".to_owned(), "\n\n### Proceed 1→2 (2026-03-16)\n\nDecided by: Ann Lee\n\nAll is well\n\n---"),
        ("### 2026-03-02 — Go 0→1 — the alpha may start\n\n- Rationale: no P0\n- PR: #12\n- Decided by: Bo\n- Follow-up: none\n".to_owned(), "\n\n### 2026-03-16 — Go 1→2\n\n- Rationale: All is well\n- Decided by: Ann Lee\n\n---"),
        ("- 2026-03-02: 0→1 Proceed\n  - Rationale: no P0\n  - Decided by: Bo".to_owned(), "\n- 2026-03-16: 1→2 Proceed\n  - Rationale: All is well\n  - Decided by: Ann Lee\n\n---"),
        (format!("{}\n{}", HEADINGS[0], HEADINGS[2]), "### 2026-03-16: Stage 1 → 2 — Proceed\n\n- **Rationale:** All is well\n- **Decided by:** Ann Lee\n\n---"),
        (format!("{}\n{}", LIST[0], LIST[2]), "\n- 2026-03-16 — 1→2 — Proceed — All is well — Ann Lee\n\n---"),
    ] {
        for ending in ["\n", "\r\n"] {
            let text = with_log("stage-1", &log).replace('\n', ending);
            let after = decided(&text, Decision::Proceed, 2);
            let wanted = wanted.replace('\n', ending);
            assert!(after.contains(&wanted), "{log}\n{}", &after[after.find("## Decision Log").unwrap()..]);
            let plan = read(&after);
            let row = plan.log.iter().flat_map(|log| &log.rows).find(|row| row.date.text == "2026-03-16").unwrap();
            assert_eq!((row.state, row.deciders.as_slice()), (RowState::Recorded, &["Ann Lee".to_owned()][..]));
        }
    }
}

#[test]
fn the_newest_decision_stays_on_top_where_it_stands_there() {
    let log = format!("{}\n{}", HEADINGS[1], HEADINGS[0]);
    let text = with_log("stage-2", &log);
    let standing = Standing::alone(Version::new(read(&text)), "2026-03-18".parse().unwrap());
    let row = NewRow {
        word: None,
        stage: "2→3".into(),
        verb: Decision::Hold,
        date: "2026-03-18".into(),
        rationale: "x y z".into(),
        decided_by: "Ann".into(),
    };
    let after = apply(&text, &write_rows(&standing, &[row]).edits).unwrap();
    let dates: Vec<&str> = after.lines().filter(|line| line.starts_with("### 2026")).map(|line| &line[4..14]).collect();
    assert_eq!(dates, ["2026-03-18", "2026-03-16", "2026-03-02"]);
    assert!(after.contains("- **Decided by:** Ann\n\n### 2026-03-16"), "{after}");
}

/// Texts that are long in one way each are read in a moment.
#[test]
fn a_hostile_log_takes_no_longer_than_its_length() {
    let head = compliant("stage-1").replace("## Decision Log", "## Log");
    let long = |piece: &str| piece.repeat(100_000 / piece.len());
    for log in [
        long("### 2026-03-02: 0→1 — Proceed\n- Rationale: x\n"),
        long("- 2026-03-02 — 0→1 — Proceed — why — Ann\n"),
        format!("- 2026-03-02 — 0→1 — {}", long("Why: ; ")),
        format!("- 2026-03-02 0→1 Proceed {}{}", "Why: x; ".repeat(20_000), " ;".repeat(100_000)),
        format!("### {}\n{}", long("→ to "), "#### 0→1 Go 2026-03-02\n".repeat(5_000)),
        format!("### {}\n{}", long("RO-015 "), "#### Stage 1 2026-03-02\n".repeat(5_000)),
        format!("### 2026-03-02: 0→1 Go\n{}", long("Rationale:\n\n")),
        long("(((2026-03-02 [Date] 1→"),
    ] {
        let started = std::time::Instant::now();
        read(&format!("{head}\n## Decision Log\n\n{log}"));
        let file = parse::LogFile::read(Source::new("log.md", format!("# Log\n\n{log}")), &Policy::default());
        parse::with_log(read(&head), &file, true, template::built_in(), &Policy::default());
        assert!(
            started.elapsed().as_secs() < 20,
            "{} took {:?}",
            log.chars().take(40).collect::<String>(),
            started.elapsed()
        );
    }
}
