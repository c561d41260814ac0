//! Findings and faults as an editor shows them.

use super::judged::Judged;
use super::place::{Columns, uri_of};
use super::texts::{Home, OpenText, Texts};
use crate::error::Error;
use crate::finding::{Finding, Label, Location, Severity, Side};
use crate::git::path_on_disk;
use crate::report::page::Pages;
use crate::report::terminal;
use crate::text::Source;
use crate::versions::has_the_shape_of_a_plan;
use ls_types::{
    CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, NumberOrString, Range, Uri,
};
use std::collections::BTreeMap;
use std::str::FromStr;

/// Writes what was found in one home.
pub(super) struct Writer<'a> {
    home: &'a Home,
    /// The open texts of the home, by their paths in it.
    open: BTreeMap<String, (&'a Uri, &'a OpenText)>,
    pub(super) columns: Columns,
    pages: &'a Pages,
}

impl<'a> Writer<'a> {
    pub(super) fn new(home: &'a Home, texts: &'a Texts, columns: Columns, pages: &'a Pages) -> Writer<'a> {
        Writer { home, open: texts.in_home(home), columns, pages }
    }

    /// What an editor shows, by file. Each open text of the home is among them, with nothing where
    /// nothing was found.
    pub(super) fn write(&self, judged: &Judged) -> BTreeMap<Uri, Vec<Diagnostic>> {
        let mut all: BTreeMap<Uri, Vec<Diagnostic>> =
            self.open.values().map(|(uri, _)| ((*uri).clone(), Vec::new())).collect();
        for finding in &judged.findings {
            if let Some(uri) = self.uri(&finding.location.source.path) {
                all.entry(uri).or_default().push(self.diagnostic(finding));
            }
        }
        let Some(fault) = &judged.fault else { return all };
        let place = fault.place().and_then(|(source, span)| Some((self.worktree_file(source)?, source, span)));
        if let Some((uri, source, span)) = &place {
            all.entry(uri.clone()).or_default().push(self.fault(fault, self.columns.range(source, *span)));
        }
        // An empty list would look like a plan that is in order.
        let is_plan = |path: &str, text: &str| has_the_shape_of_a_plan(&Source::new(path, text));
        for (path, (uri, text)) in &self.open {
            let is_told = place.as_ref().is_some_and(|(told, _, _)| told == *uri);
            if !is_told && is_plan(path, &text.text) {
                all.entry((*uri).clone()).or_default().push(self.fault(fault, Range::default()));
            }
        }
        all
    }

    /// The name of the file at a path: the one that the editor gave it, if it is open.
    pub(super) fn uri(&self, path: &str) -> Option<Uri> {
        self.open.get(path).map(|(uri, _)| (*uri).clone()).or_else(|| uri_of(&path_on_disk(&self.home.root, path)))
    }

    /// The file, open or on disk, that a fault is in. `None` for a file of a commit.
    fn worktree_file(&self, source: &Source) -> Option<Uri> {
        let is_open = self.open.contains_key(&source.path);
        let is_there = is_open || path_on_disk(&self.home.root, &source.path).is_file();
        is_there.then(|| self.uri(&source.path)).flatten()
    }

    /// A finding as an editor shows it.
    pub(super) fn diagnostic(&self, finding: &Finding) -> Diagnostic {
        let mut lines = vec![terminal(&finding.message)];
        lines.extend(finding.label.iter().map(|label| terminal(label)));
        let (before, after): (Vec<&Label>, Vec<&Label>) =
            finding.labels.iter().partition(|label| label.location.side == Side::Base);
        // No file has the places of the version before any more.
        lines.extend(
            before
                .iter()
                .map(|label| format!("line {} before the change: {}", label.location.line(), terminal(&label.message))),
        );
        lines.extend(finding.help.iter().map(|help| format!("help: {}", terminal(help))));
        let related: Vec<DiagnosticRelatedInformation> =
            after.into_iter().filter_map(|label| self.related(label)).collect();
        let page = self.pages.address(finding.rule).and_then(|address| Uri::from_str(&address).ok());
        Diagnostic {
            range: self.range(&finding.location),
            severity: Some(severity(finding.severity)),
            code: Some(NumberOrString::String(finding.rule.to_owned())),
            code_description: page.map(|href| CodeDescription { href }),
            source: Some(SOURCE.to_owned()),
            message: lines.join("\n"),
            related_information: (!related.is_empty()).then_some(related),
            tags: None,
            data: None,
        }
    }

    /// The range of a place. One that only the version before has is told at the top.
    fn range(&self, location: &Location) -> Range {
        match location.side {
            Side::Head => self.columns.range(&location.source, location.span),
            Side::Base => Range::default(),
        }
    }

    fn related(&self, label: &Label) -> Option<DiagnosticRelatedInformation> {
        let location =
            ls_types::Location { uri: self.uri(&label.location.source.path)?, range: self.range(&label.location) };
        Some(DiagnosticRelatedInformation { location, message: terminal(&label.message) })
    }

    fn fault(&self, fault: &Error, range: Range) -> Diagnostic {
        Diagnostic {
            range,
            severity: Some(DiagnosticSeverity::ERROR),
            code: Some(NumberOrString::String("could-not-check".to_owned())),
            source: Some(SOURCE.to_owned()),
            message: words_of(fault),
            ..Diagnostic::default()
        }
    }
}

const SOURCE: &str = env!("CARGO_PKG_NAME");

/// A fault in words: what went wrong, what the layer below said, and what to do next.
pub(super) fn words_of(fault: &Error) -> String {
    let cause = fault.cause().map(|cause| format!("\ncause: {}", terminal(&cause)));
    let help = fault.advice().map(|help| format!("\nhelp: {}", terminal(help)));
    format!("{}{}{}", terminal(&fault.to_string()), cause.unwrap_or_default(), help.unwrap_or_default())
}

fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Error => DiagnosticSeverity::ERROR,
        Severity::Warning => DiagnosticSeverity::WARNING,
        Severity::Info => DiagnosticSeverity::INFORMATION,
    }
}
