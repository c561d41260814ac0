//! A flag file in memory, and what it says of the flag of the compliant plans.

use jiff::civil::Date;
use rolloutlint::config::{self, Policy};
use rolloutlint::exposure::Exposure;
use rolloutlint::flags::{self, FlagFile};
use rolloutlint::plan::log::decision_words;
use rolloutlint::rules::RULES;
use rolloutlint::text::Source;
use rolloutlint::version::Version;
use std::sync::Arc;

/// The flag of the compliant plans.
pub(crate) const FLAG: &str = "checkout_one_page";

/// What a configuration says.
pub(crate) fn configuration(text: &str) -> (Source, Policy) {
    let source = Source::new(".rolloutlint.yml", text);
    let ids: Vec<&str> = RULES.iter().map(|rule| rule.id).collect();
    let policy = config::parse(&source, &ids, &decision_words()).unwrap();
    (source, policy)
}

/// A version with what `config/flags.yaml` says on a day. `entry` is the rest of the entry that
/// reads it. Without a text there is no such file. The flags of the version `before` are asked for,
/// too.
pub(crate) fn with_flags(
    version: &Version,
    before: Option<&Version>,
    entry: &str,
    text: Option<&str>,
    day: Date,
) -> Arc<Version> {
    let (_, policy) = configuration(&format!("exposure: [{{ file: config/flags.yaml, {entry} }}]\n"));
    let now = day.to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp();
    let names = |version: &Version| version.flag_names().to_vec();
    let own = names(version);
    let files: Vec<_> =
        text.map(|text| (None, Arc::new(FlagFile::read("config/flags.yaml", text.as_bytes())))).into_iter().collect();
    let exposure = |flag: &String| {
        let read = flags::read(&policy.exposure[0], 0, Some(flag), version.id.as_deref(), &files, now);
        Exposure { is_named: own.contains(flag), ..read }
    };
    let others = before.map(names).unwrap_or_default().into_iter().filter(|flag| !own.contains(flag));
    let asked: Vec<String> = own.iter().cloned().chain(others).collect();
    version.with_exposures(asked.iter().map(exposure).collect())
}
