//! One line for each finding, in the shape that compilers use: editors and grep know it.

use super::harmless::{Plain, terminal_path};
use super::options::Options;
use crate::check::Report;
use std::io::{self, Write};

pub(super) fn write(report: &Report, _: &Options, out: &mut dyn Write) -> io::Result<()> {
    for finding in &report.findings {
        let source = &finding.location.source;
        let position = source.position(finding.location.span.start);
        let path = terminal_path(&source.path);
        let message = Plain::of(&finding.message);
        let (line, column) = (position.line, position.column);
        writeln!(out, "{path}:{line}:{column}: {}[{}] {message}", finding.severity, finding.rule)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::harmless::assert_inert_in_logs;
    use super::super::{Format, sample};
    use super::*;

    #[test]
    fn a_finding_is_a_line_and_nothing_else_is_written() {
        let short = sample::written(Format::Short, &sample::story(), &Options::default());
        assert_eq!(
            short,
            "rollouts/checkout.md:3:12: warning[placeholder] `[PM Name]` is the template's own text, not an owner\n\
             rollouts/checkout.md:9:3: error[stage-exit-unmet] 2 exit criteria of Stage 1 are open\n\
             rollouts/search.md:3:12: error[stage-change-without-log-entry] The stage moved from 0 to 1 and no row of the decision log says so\n"
        );
    }

    #[test]
    fn hostile_text_stays_in_its_line_and_is_no_command() {
        let short = sample::written(Format::Short, &sample::hostile(), &Options::default());
        assert_eq!(short.lines().count(), 2);
        assert!(short.starts_with("./::error::x␊"), "{short}");
        assert_inert_in_logs(&short);
    }
}
