//! What the program says is to be written is right when somebody writes it.
#![allow(clippy::unwrap_used)]

mod support;

use rolloutlint::change::{Facts, Subject};
use rolloutlint::check::{Settings, check};
use rolloutlint::config::Policy;
use rolloutlint::finding::Finding;
use rolloutlint::plan::parse;
use rolloutlint::template;
use rolloutlint::text::{Source, apply};
use rolloutlint::version::Version;
use support::{FIRST, PLAN, compliant, with};

/// What is said of a change.
fn found(before: &str, after: &str) -> Vec<Finding> {
    let plan = |text: &str| parse::parse(Source::new(PLAN, text), template::built_in(), &Policy::default(), None);
    let version = |text: &str| Some(Version::new(plan(text)));
    let subject = Subject::change(version(before), version(after), "2026-04-06".parse().unwrap());
    check(&[subject], &Policy::default(), &Facts::default(), Settings::default()).findings
}

/// The plan after the fix that a rule proposes, with somebody's reasons.
fn as_advised(before: &str, after: &str, rule: &str) -> String {
    let findings = found(before, after);
    let finding = findings.iter().find(|finding| finding.rule == rule).unwrap_or_else(|| panic!("{findings:#?}"));
    let fixed = apply(after, &finding.fix.as_ref().unwrap().edits).unwrap();
    fixed.replace("<why>", "Payment works again since 1.4").replace("<who decided>", "Priya Nair")
}

fn log_faults(before: &str, after: &str) -> Vec<String> {
    let of_log = found(before, after).into_iter().filter(|finding| finding.rule.contains("log-"));
    of_log.map(|finding| format!("{} {}", finding.rule, finding.message)).collect()
}

#[test]
fn the_rows_after_an_abort_restart_at_most_where_it_was_given_up() {
    let decided = "3 of 3 customers completed orders alone | Priya Nair |";
    let aborted = with(
        &compliant("stage-2"),
        decided,
        &format!("{decided}\n| 2026-04-02 | 2 | Abort | Payment failed twice in the EU | Priya Nair |"),
    );
    for (ticked, rows) in [
        ("Monitor core metrics weekly", &["aborted→2 | Restart", "2→GA | Proceed"][..]),
        ("Monitor leading metrics daily", &["aborted→2 | Restart"]),
    ] {
        let base = aborted.replace("- [x] Monitor leading metrics daily", "- [ ] Monitor leading metrics daily");
        let head = with(&base, &format!("- [ ] {ticked}"), &format!("- [x] {ticked}"));
        let advised = as_advised(&base, &head, "stage-change-without-log-entry");
        for row in rows {
            assert!(advised.contains(row), "no {row} in {advised}");
        }
        assert_eq!(log_faults(&base, &advised), [""; 0]);
    }
}

#[test]
fn a_log_that_a_change_takes_out_is_put_back_with_its_rows() {
    let plan = compliant("stage-1");
    let start = plan.find("## Decision Log").unwrap();
    let end = start + plan[start..].find("## Post-GA").unwrap();
    let table = plan[start..end].find("| Date").unwrap() + start;
    for (from, to) in [(start, end), (table, plan[table..].find("\n\n").unwrap() + table)] {
        let head = format!("{}{}", &plan[..from], &plan[to..]);
        let advised = as_advised(&plan, &head, "log-missing");
        assert!(advised.contains(FIRST), "{advised}");
        assert_eq!(log_faults(&plan, &advised), [""; 0]);
    }
}

#[test]
fn a_name_of_nobody_in_the_log_is_none_to_copy() {
    let (base, plan) = (compliant("stage-1"), compliant("stage-2"));
    let help = |who: &str| {
        let head = with(&plan, "alone | Priya Nair |", &format!("alone | {who} |"));
        let found = found(&base, &head);
        let mismatch = found.iter().find(|finding| finding.rule == "progression-log-mismatch").unwrap();
        mismatch.help.clone().unwrap_or_default()
    };
    assert!(help("me").starts_with("name in the log who decided, since `me` is no person"));
    assert!(help("Ann Lee").starts_with("write what the log says"));
    // A day that has not come has an error of its own.
    let late = found(&base, &with(&plan, "| 2026-03-16 | 1→2 |", "| 2026-04-16 | 1→2 |"));
    let rules: Vec<&str> = late.iter().map(|finding| finding.rule).collect();
    assert!(rules.contains(&"log-date-future") && !rules.contains(&"progression-log-mismatch"), "{rules:?}");
}
