//! The safe fixes of any plan: they come to an end, lose no word, leave what they mend mended, and
//! touch nothing of the record.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rolloutlint::edit::fix::fix;
use rolloutlint::finding::{Applicability, Finding};
use rolloutlint::text::Source;
use rolloutlint_fuzz::{ALL_RULES, PATH, assert_nothing_moved, judge, lost, plan, version};

/// As often the program looks again at what one fix uncovers.
const ROUNDS: usize = 8;

/// Fixes whose purpose it is to take words away or to write others: a comment that hides nothing, a
/// row that the template left, a date and a step in another form.
const REWRITE: &[&str] = &["suppression-unused", "template-row-left", "date-format", "log-stage-format"];

fuzz_target!(|data: &[u8]| {
    let source = plan(data);
    if source.unreadable.is_some() {
        return;
    }
    let before = version(source.clone());
    let mut text = source.text.to_string();
    for _ in 0..ROUNDS {
        let report = judge(None, &version(Source::new(PATH, text.as_str())), &ALL_RULES);
        report.findings.iter().for_each(assert_keeps_words);
        let fixed = fix(PATH, &text, &report.findings);
        if fixed.text == text {
            assert!(fixed.done.is_empty(), "done, and nothing changed: {:?}", fixed.done);
            let after = version(Source::new(PATH, text.as_str()));
            return assert_nothing_moved(&judge(Some(&before), &after, &ALL_RULES), "a safe fix");
        }
        text = fixed.text;
    }
    panic!("fixes come to no end");
});

/// Holds that a fix loses no word of the author.
fn assert_keeps_words(finding: &Finding) {
    let Some(fix) = finding.fix.as_ref().filter(|fix| fix.applicability == Applicability::Safe) else { return };
    if REWRITE.contains(&finding.rule) {
        return;
    }
    let before: String = fix.edits.iter().map(|edit| format!("{} ", fix.source.slice(edit.span))).collect();
    let after: String = fix.edits.iter().map(|edit| format!("{} ", edit.replacement)).collect();
    let lost = lost(&before, &after);
    // What says that a box is ticked may be a word.
    assert!(lost.iter().all(|word| word.chars().count() <= 4), "{} loses {lost:?}: {:?}", finding.rule, fix.edits);
}
