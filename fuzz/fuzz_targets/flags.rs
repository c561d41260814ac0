//! An entry of `exposure:` on the first line, and a flag file below it, in any of the syntaxes and
//! formats: it says who sees a feature, or where it cannot be read.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rolloutlint::document::{Document, Node, Value};
use rolloutlint::exposure::{Exposure, Live};
use rolloutlint::flags::{FlagFile, names_in, read};
use rolloutlint::text::Source;
use rolloutlint_fuzz::{assert_place, assert_sound, configuration, judge, now, plan, version, write_all};
use std::sync::Arc;

/// A plan under way whose flag is `checkout_one_page`.
const PLAN: &str = include_str!("../../fixtures/compliant/stage-1.md");

fuzz_target!(|data: &[u8]| {
    let (entry, text) = data.split_at(data.iter().position(|byte| *byte == b'\n').unwrap_or(data.len()));
    let source = Source::new(".rolloutlint.yml", format!("exposure: [{}]\n", String::from_utf8_lossy(entry)));
    let Ok(policy) = configuration(&source) else { return };
    let [entry, ..] = &policy.exposure[..] else { return };
    let version = version(plan(PLAN.as_bytes()));
    let flags = || version.flag_names().iter().map(String::as_str);
    let file_for =
        |flag: &str| entry.files(Some(flag), version.plan().id.as_deref()).first()?.exact().map(str::to_owned);
    // A glob names no file; its end says the syntax all the same.
    let path = flags().find_map(file_for).unwrap_or_else(|| entry.place());
    let file = Arc::new(FlagFile::read(&path, text.get(1..).unwrap_or_default()));
    match file.document() {
        Ok(document) => assert_tree(file.source(), document),
        Err(fault) => assert_place(file.source(), fault.span),
    }
    let environments: Vec<Option<String>> = match entry.ladder.is_empty() {
        true => vec![None],
        false => entry.ladder.iter().map(|(_, name)| Some(name.clone())).collect(),
    };
    let files: Vec<_> = environments.into_iter().map(|environment| (environment, file.clone())).collect();
    let of = |flag: &str| read(entry, 0, Some(flag), version.plan().id.as_deref(), &files, now());
    for exposure in flags().chain(names_in(entry, &file).iter().map(AsRef::as_ref).take(8)).map(of) {
        assert_readable(&exposure);
    }
    let seen = version.with_exposures(flags().map(of).collect());
    let report = judge(Some(&version.with_exposures(Vec::new())), &seen, &policy);
    assert_sound(&report);
    write_all(&report);
});

/// Holds that everything that is said is at a place of its file, and that a share is one.
fn assert_readable(exposure: &Exposure) {
    let places = exposure.steps.iter().map(|step| &step.place);
    for place in places.chain(exposure.segments.iter().map(|segment| &segment.place)).chain(exposure.place()) {
        assert_place(&place.source, place.span);
    }
    if let Live::Share { percent, .. } = &exposure.live {
        let share: f64 = percent.0.try_into().expect("a share is a number");
        assert!((0.0..=100.0).contains(&share), "{percent}");
    }
    assert!(exposure.steps.is_sorted_by_key(|step| step.at), "steps are in the order of time");
}

/// Holds that each value lies in its text.
fn assert_tree(source: &Source, document: &Document) {
    let mut left: Vec<&Node> = document.roots.iter().collect();
    while let Some(node) = left.pop() {
        assert_place(source, node.span);
        match &node.value {
            Value::Map(map) => {
                map.entries().iter().for_each(|entry| assert_place(source, entry.key_span));
                left.extend(map.entries().iter().map(|entry| &entry.value));
            }
            Value::List(items) => left.extend(items.iter()),
            _ => {}
        }
    }
}
