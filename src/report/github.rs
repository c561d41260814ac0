//! Workflow commands, which GitHub's runner turns into annotations.

use super::harmless::{Plain, command_data, command_property};
use super::options::Options;
use super::place::{ends, path_at_head};
use crate::check::Report;
use crate::finding::{Finding, Location, Severity, Side};
use std::io::{self, Write};

/// GitHub shows ten annotations of a level for each step and drops the rest without a word.
const ANNOTATIONS_PER_LEVEL: usize = 10;

pub(super) fn write(report: &Report, _: &Options, out: &mut dyn Write) -> io::Result<()> {
    for severity in [Severity::Error, Severity::Warning, Severity::Info] {
        let findings: Vec<&Finding> = report.findings.iter().filter(|finding| finding.severity == severity).collect();
        let shown = if findings.len() > ANNOTATIONS_PER_LEVEL { ANNOTATIONS_PER_LEVEL - 1 } else { findings.len() };
        for finding in &findings[..shown] {
            writeln!(out, "{}", annotation(report, finding))?;
        }
        if shown < findings.len() {
            let more = findings.len() - shown;
            writeln!(out, "::{} title=rolloutlint::{more} more {severity}s in the job summary", command(severity))?;
        }
    }
    Ok(())
}

fn command(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    }
}

fn annotation(report: &Report, finding: &Finding) -> String {
    let mut properties = place(report, &finding.location);
    properties.push(format!("title={}", command_property(finding.rule)));
    let message = Plain::of(&finding.message);
    let help = finding.help.as_ref().map(|help| format!("\n{}", Plain::of(help)));
    let text = command_data(&format!("{message}{}", help.unwrap_or_default()));
    format!("::{} {}::{text}", command(finding.severity), properties.join(","))
}

fn place(report: &Report, location: &Location) -> Vec<String> {
    let Some(path) = path_at_head(report, location) else { return Vec::new() };
    let file = format!("file={}", command_property(path));
    if location.side == Side::Base {
        return vec![file];
    }
    let (start, end) = ends(location);
    let mut properties = vec![file, format!("line={}", start.line), format!("endLine={}", end.line)];
    // GitHub refuses columns that belong to different lines.
    if start.line == end.line && start.column < end.column {
        properties.push(format!("col={}", start.column));
        properties.push(format!("endColumn={}", end.column));
    }
    properties
}

#[cfg(test)]
mod tests {
    use super::super::harmless::assert_inert_in_logs;
    use super::super::{Format, sample};
    use super::*;
    use crate::check::{PlanReport, Status};
    use crate::text::Source;

    fn written(report: &Report) -> String {
        sample::written(Format::Github, report, &Options::default())
    }

    #[test]
    fn errors_come_first_and_bring_their_help() {
        assert_eq!(
            written(&sample::story()),
            "::error file=rollouts/checkout.md,line=9,endLine=9,col=3,endColumn=6,title=stage-exit-unmet::\
             2 exit criteria of Stage 1 are open%0A\
             tick it, write `N/A — reason`, or log `Proceed with exception` and name the exception\n\
             ::error file=rollouts/search.md,line=3,endLine=3,col=12,endColumn=13,title=stage-change-without-log-entry::\
             The stage moved from 0 to 1 and no row of the decision log says so%0A\
             add this row: `| 2026-03-16 | 0→1 | Proceed | why | who |`\n\
             ::warning file=rollouts/checkout.md,line=3,endLine=3,col=12,endColumn=21,title=placeholder::\
             `[PM Name]` is the template's own text, not an owner\n"
        );
    }

    #[test]
    fn columns_are_left_out_where_they_say_nothing() {
        let source = Source::new("a.md", "one\ntwo\n");
        let mut report = sample::report(Vec::new(), Vec::new());
        for text in ["one\n", "one\ntwo", ""] {
            report.findings.push(sample::finding("placeholder", Severity::Info, sample::place(&source, text), "m"));
        }
        assert_eq!(
            written(&report),
            "::notice file=a.md,line=1,endLine=1,col=1,endColumn=4,title=placeholder::m\n\
             ::notice file=a.md,line=1,endLine=2,title=placeholder::m\n\
             ::notice file=a.md,line=1,endLine=1,title=placeholder::m\n"
        );
    }

    #[test]
    fn what_is_gone_is_annotated_without_a_line() {
        let old = |path: &str| sample::before(sample::place(&Source::new(path, "row"), "row"));
        let plan = |path: &str, previous_path: Option<&str>, status| PlanReport {
            previous_path: previous_path.map(str::to_owned),
            status,
            ..PlanReport::new(path)
        };
        let plans = vec![
            plan("kept.md", None, Status::Modified),
            plan("gone.md", None, Status::Removed),
            plan("new.md", Some("moved.md"), Status::Renamed),
        ];
        let paths = ["kept.md", "gone.md", "moved.md", "unknown.md"];
        let findings =
            paths.map(|path| sample::finding("log-entry-removed", Severity::Error, old(path), path)).to_vec();
        assert_eq!(
            written(&sample::report(plans, findings)),
            "::error file=kept.md,title=log-entry-removed::kept.md\n\
             ::error title=log-entry-removed::gone.md\n\
             ::error file=new.md,title=log-entry-removed::moved.md\n\
             ::error title=log-entry-removed::unknown.md\n"
        );
    }

    #[test]
    fn the_tenth_annotation_of_a_level_counts_what_is_left() {
        let source = Source::new("a.md", "text");
        let finding = |severity| sample::finding("placeholder", severity, sample::place(&source, "text"), "m");
        let mut report = sample::report(Vec::new(), vec![finding(Severity::Warning); 10]);
        report.findings.extend(vec![finding(Severity::Error); 12]);
        let output = written(&report);
        let starting = |start: &str| output.lines().filter(|line| line.starts_with(start)).count();
        assert_eq!((starting("::error "), starting("::warning ")), (10, 10));
        assert_eq!(starting("::error title=rolloutlint::3 more errors in the job summary"), 1);
        assert_eq!(starting("::warning title=rolloutlint"), 0);
    }

    #[test]
    fn hostile_text_opens_no_command_and_closes_none() {
        let output = written(&sample::hostile());
        let lines: Vec<&str> = output.split(['\n', '\r']).filter(|line| !line.is_empty()).collect();
        assert_eq!(lines.len(), 2, "{output}");
        for line in lines {
            let (properties, message) = line.strip_prefix("::error ").unwrap().split_once("::").unwrap();
            let names: Vec<&str> = properties.split(',').map(|property| property.split_once('=').unwrap().0).collect();
            assert_eq!(names, ["file", "line", "endLine", "col", "endColumn", "title"]);
            assert_eq!(message.matches("%0A").count(), 1, "only the one between message and help: {message}");
            assert_inert_in_logs(message.trim_start_matches(':'));
        }
    }
}
