//! A decision, written into any plan or into the file of its log: what was recorded before stays as
//! it is, and the new row says what was decided. An input is the decision (what, whereto, who and
//! why, a line each), the plan, and perhaps the file of its log, with NUL between them.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rolloutlint::edit::decide::{Wish, decide};
use rolloutlint::finding::Severity;
use rolloutlint::plan::log::{Decision, LogRow, RowState};
use rolloutlint::plan::parse::{LogFile, with_log};
use rolloutlint::standing::Standing;
use rolloutlint::template;
use rolloutlint::text::{Source, fold};
use rolloutlint::version::Version;
use rolloutlint_fuzz::{ALL_RULES, assert_rows_kept, edited, judge, parts, plan, today, version};
use std::sync::Arc;

const VERBS: [Decision; 8] = [
    Decision::Proceed,
    Decision::ProceedWithException,
    Decision::Hold,
    Decision::Rollback,
    Decision::Skip,
    Decision::Abort,
    Decision::Restart,
    Decision::Amend,
];

fuzz_target!(|data: &[u8]| {
    let [Some(wish), Some(text), log] = parts(data) else { return };
    let (Ok(wish), Ok(text)) = (std::str::from_utf8(wish), std::str::from_utf8(text)) else { return };
    let Ok(log) = log.map(std::str::from_utf8).transpose() else { return };
    let mut lines = wish.splitn(4, '\n');
    let [verb, to, by, because] = std::array::from_fn(|_| lines.next().unwrap_or_default().to_owned());
    // The program takes no decision without a person or a reason.
    if ![&by, &because].iter().all(|text| text.chars().any(char::is_alphanumeric)) {
        return;
    }
    let before = read(text, log);
    let Some(verb) = VERBS.into_iter().find(|decision| decision.word() == verb) else { return };
    let to = before.plan().names.find(&to);
    let standing = Standing::alone(before.clone(), today());
    let wish = Wish { verb, word: None, to, by, because, date: today() };
    let Ok(decided) = decide(&standing, &wish) else { return };
    let after = read(&edited(text, &decided.plan), log.map(|log| edited(log, &decided.log)).as_deref());
    let report = judge(Some(&before), &after, &ALL_RULES);
    // A decision that a check refuses is not written.
    if report.findings.iter().any(|finding| finding.severity == Severity::Error) {
        return;
    }
    assert_rows_kept(&report);
    let (old, new) = (recorded(&before), recorded(&after));
    // Nor is one that would not be read, as below a comment that is open.
    if new.len() == old.len() {
        return;
    }
    assert_eq!(new.len(), old.len() + 1, "one row more");
    // What a link or a tag has inside is not shown, and what is struck is not said: both are no words
    // of the row.
    if wish.because.contains(['[', '<', '~']) {
        return;
    }
    let because = letters(&wish.because);
    let gives_reason = |row: &LogRow| letters(&row.rationale.text).contains(&because);
    let says = |row: &&&LogRow| row.verb == Some(wish.verb) && gives_reason(row);
    assert!(new.iter().any(|row| says(&row)), "no row says so");
});

fn read(text: &str, log: Option<&str>) -> Arc<Version> {
    let version = version(plan(text.as_bytes()));
    let Some(log) = log else { return version };
    let file = LogFile::read(Source::new("docs/log.md", log), &ALL_RULES);
    Version::new(with_log(version.plan().clone(), &file, false, template::built_in(), &ALL_RULES))
}

fn recorded(version: &Version) -> Vec<&LogRow> {
    version.rows().iter().filter(|row| row.state == RowState::Recorded).collect()
}

/// The letters and digits of a text, whatever stands between them.
fn letters(text: &str) -> String {
    fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}
