//! `rolloutlint schema`: the JSON Schemas of what people write for rolloutlint, and of what
//! programs read from it.

use super::arguments::Outcome;
use crate::config::{self, Known};
use crate::plan::log::decision_words;
use crate::report;
use crate::rules::RULES;
use clap::ValueEnum;
use std::io::Write;
use std::process::ExitCode;

#[derive(Clone, Copy, ValueEnum)]
pub(super) enum Subject {
    /// `.rolloutlint.yml`.
    Config,
    /// What `check --format json` writes (version 1).
    Report,
    /// What `audit --format json` writes (version 1).
    Audit,
    /// What `portfolio --format json` writes (version 1).
    Portfolio,
}

pub(super) fn run(subject: Subject, out: &mut dyn Write) -> Outcome {
    let schema = match subject {
        Subject::Config => config_schema(),
        Subject::Report => report::JSON_SCHEMA.to_owned(),
        Subject::Audit => report::audit::JSON_SCHEMA.to_owned(),
        Subject::Portfolio => report::portfolio::JSON_SCHEMA.to_owned(),
    };
    out.write_all(schema.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

/// The JSON Schema of the configuration, with all rules and decisions.
pub fn config_schema() -> String {
    let rules: Vec<(&str, &str)> = RULES.iter().map(|rule| (rule.id, rule.summary())).collect();
    let schema = config::schema(&Known { rules: &rules, decisions: &decision_words() });
    format!("{schema:#}\n")
}
