//! GitLab's code quality report: a list of issues, which a merge request shows beside the lines
//! that it changes.

use super::harmless::write_json;
use super::options::Options;
use super::place::{ends, path_at_head};
use crate::check::Report;
use crate::finding::{Finding, Severity, Side};
use serde_json::{Value, json};
use std::io::{self, Write};

pub(super) fn write(report: &Report, _: &Options, out: &mut dyn Write) -> io::Result<()> {
    let issues: Vec<Value> = report.findings.iter().map(|finding| issue(report, finding)).collect();
    write_json(&issues, out)
}

fn issue(report: &Report, finding: &Finding) -> Value {
    let help = finding.help.iter().map(|help| format!(" ({help})"));
    let location = &finding.location;
    // GitLab wants a line, and knows the new version only.
    let (begin, end) = match location.side {
        Side::Head => (ends(location).0.line, ends(location).1.line),
        Side::Base => (1, 1),
    };
    json!({
        "description": std::iter::once(finding.message.clone()).chain(help).collect::<String>(),
        "check_name": finding.rule,
        "fingerprint": finding.fingerprint.0,
        "severity": match finding.severity {
            Severity::Error => "critical",
            Severity::Warning => "minor",
            Severity::Info => "info",
        },
        "location": {
            "path": path_at_head(report, location).unwrap_or(&location.source.path),
            "lines": { "begin": begin, "end": end },
        },
    })
}

#[cfg(test)]
mod tests {
    use super::super::harmless::assert_inert_in_logs;
    use super::super::{Format, sample};
    use super::*;

    #[test]
    fn issues_are_what_gitlab_shows() {
        insta::assert_snapshot!(sample::written(Format::Gitlab, &sample::story(), &Options::default()));
    }

    #[test]
    fn hostile_text_stays_text() {
        let output = sample::written(Format::Gitlab, &sample::hostile(), &Options::default());
        assert_inert_in_logs(&output);
        let issues: serde_json::Value = serde_json::from_str(&output).unwrap();
        assert_eq!(issues[0]["description"], format!("{0} ({0})", sample::HOSTILE));
    }
}
