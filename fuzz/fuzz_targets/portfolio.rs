//! Reports of audits, as JSON or line by line, which come from elsewhere: they are refused, or put
//! together and written in every format.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rolloutlint::portfolio::{portfolio, read};
use rolloutlint::report::Options;
use rolloutlint::report::portfolio::FORMATS;
use rolloutlint_fuzz::today;

fuzz_target!(|text: &str| {
    // What somebody changed is read here as well: its digest would keep nearly all inputs out.
    let Ok(reports) = read(text, &|_| true) else { return };
    for day in [None, Some(today())] {
        let portfolio = portfolio(reports.clone(), day);
        for (name, write) in FORMATS {
            let mut out = Vec::new();
            write(&portfolio, &Options::default(), &mut out).expect("nothing is wrong with a buffer in memory");
            let out = String::from_utf8(out).expect("an output is text");
            assert!(*name != "json" || serde_json::from_str::<serde_json::Value>(&out).is_ok(), "{out}");
        }
    }
});
