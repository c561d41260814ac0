//! Two texts, with NUL between them, as a plan before and after a change. A text alone is no
//! change.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rolloutlint_fuzz::{ALL_RULES, assert_nothing_moved, assert_sound, judge, parts, plan, version, write_all};

fuzz_target!(|data: &[u8]| {
    let [before, after] = parts(data);
    let before = version(plan(before.unwrap_or_default()));
    let Some(after) = after else {
        // Another reading of the same bytes: nothing is shared that two commits would not share.
        let again = version(plan(data));
        return assert_nothing_moved(&judge(Some(&before), &again, &ALL_RULES), "the same text");
    };
    let report = judge(Some(&before), &version(plan(after)), &ALL_RULES);
    assert_sound(&report);
    write_all(&report);
});
