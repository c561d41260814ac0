//! Any text as a plan: it is read, judged by all rules, and reported in every format.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rolloutlint_fuzz::{ALL_RULES, assert_sound, judge, plan, version, write_all};

fuzz_target!(|data: &[u8]| {
    let version = version(plan(data));
    for row in version.rows() {
        for value in [&row.date, &row.stage, &row.decision, &row.rationale, &row.decided_by] {
            version.plan().log_file().slice(value.span);
        }
    }
    let report = judge(None, &version, &ALL_RULES);
    assert_sound(&report);
    write_all(&report);
});
