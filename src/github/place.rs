//! Where a finding can be said, and where each one is said.

use super::body;
use super::marker::Words;
use super::observed::{Observed, Stranger, Thread};
use super::operation::Anchor;
use crate::approval::Approvals;
use crate::check::{PlanReport, Report, TransitionReport};
use crate::config::OutsideDiff;
use crate::finding::{Finding, Fingerprint, Location, Severity, Side};
use crate::report::harmless::{Markdown, fill};
use crate::report::markdown::section::details;
use crate::report::page::{Pages, way_to_fix};
use crate::text::{CommitId, Span, fold, uri_segment};
use jiff::civil::Date;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::{Range, RangeInclusive};

/// What the operations are about.
#[derive(Clone, Debug)]
pub(super) struct Target {
    /// The commit that was judged.
    pub(super) head: String,
    /// The commit that it was compared against.
    pub(super) base: Option<CommitId>,
    /// Which of several rolloutlint set-ups in one repository this is.
    pub(super) instance: String,
    /// The address of the repository's pages, for links; `None` when nobody knows it.
    pub(super) repository_url: Option<String>,
    /// Where findings go that no line of the diff can carry.
    pub(super) outside_diff: OutsideDiff,
    /// The address of the editor for files of the pull request's branch.
    pub(super) edit_url: Option<String>,
    /// What is known of approvals; `None` where nobody asks.
    pub(super) approvals: Option<Approvals>,
    /// The lowest severity that refuses the change; `None` when nothing does.
    pub(super) fail_on: Option<Severity>,
    /// Where the pages of the rules can be read.
    pub(super) pages: Pages,
    /// The day that the plans were judged on. Suggested rows carry it.
    pub(super) today: Option<Date>,
    /// Whether texts are only compared and never shown. Then they hold nothing that a push or a new
    /// day changes by itself: ids of commits, lasting links, the day of a suggested row.
    pub(super) is_timeless: bool,
}

impl Target {
    /// The same for texts that are only compared.
    pub(super) fn timeless(&self) -> Target {
        let pages = Pages::of("");
        Target { head: String::new(), base: None, repository_url: None, is_timeless: true, pages, ..self.clone() }
    }

    /// Whether findings of a severity refuse the change.
    pub(super) fn blocks(&self, severity: Severity) -> bool {
        self.fail_on.is_some_and(|level| severity >= level)
    }

    /// The address of the editor on GitHub at a line of a file of the pull request's branch.
    pub(super) fn edit_address(&self, path: &str, line: u32) -> Option<String> {
        let path: Vec<String> = path.split('/').map(uri_segment).collect();
        Some(format!("{}/{}#L{line}", self.edit_url.as_deref()?, path.join("/")))
    }

    /// The name of a finding's rule, with a link to its page. Where no page can be had, the way to
    /// mend it is folded below.
    pub(super) fn rule(&self, finding: &Finding) -> Markdown {
        let name = fill!("<sub>Rule: {}</sub>", self.pages.name(finding.rule));
        let fix = way_to_fix(finding.rule).filter(|_| self.pages.address(finding.rule).is_none() && !self.is_timeless);
        let fix = fix.map(|fix| details(Markdown::ours("How to mend it"), &Markdown::message(&fix)));
        Markdown::joined([name].into_iter().chain(fix), "\n\n")
    }

    /// What a text says, and what it means.
    pub(super) fn say(&self, text: impl Fn(&Target) -> Markdown) -> Words {
        let written = |target: &Target| text(target).as_str().to_owned();
        Words { text: written(self), meaning: written(&self.timeless()) }
    }

    /// A finding as its texts have it.
    pub(super) fn told<'a>(&self, finding: &'a Finding) -> Cow<'a, Finding> {
        let Some(today) = self.today.filter(|_| self.is_timeless) else { return Cow::Borrowed(finding) };
        let mut told = finding.clone();
        let suggested = told.fix.iter_mut().flat_map(|fix| &mut fix.edits).map(|edit| &mut edit.replacement);
        for text in suggested.chain(&mut told.help) {
            *text = text.replace(&today.to_string(), "");
        }
        Cow::Owned(told)
    }
}

/// Where a finding is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// In a thread on lines that is there already.
    InThread,
    /// In a thread on lines that is still to be opened.
    InNewThread,
    /// In a thread that a person has resolved.
    Acknowledged,
    /// In a list on its file.
    OnFile,
    /// In the summary comment.
    InSummary,
}

/// Where the findings are said, and which threads are left over.
#[derive(Default)]
pub(super) struct Placed<'a> {
    /// Findings in threads that are open, or will be.
    pub(super) in_threads: Vec<&'a Finding>,
    /// Findings in lists on their files.
    pub(super) on_files: Vec<&'a Finding>,
    /// Findings for the summary.
    pub(super) in_summary: Vec<&'a Finding>,
    /// Findings in threads that somebody resolved.
    pub(super) acknowledged: Vec<(&'a Finding, &'a Thread)>,
    /// Threads of mended findings that only a person can resolve.
    pub(super) to_resolve: Vec<&'a Thread>,
    /// Threads under our name that another account opened.
    pub(super) left_alone: Vec<&'a Stranger>,
    /// The addresses of the threads that findings are said in.
    pub(super) threads: BTreeMap<Fingerprint, String>,
}

/// How many lines a comment at the place of a fix may be on. A longer comment would hide the
/// change.
const LINES_OF_FIX: u32 = 10;

/// The lines of the diff that a comment about a finding goes to; `None` when no single hunk shows
/// all of them. With a fix the comment goes to the lines that the fix changes: only there one click
/// can commit it. Otherwise it goes to the place of the finding.
pub(crate) fn anchor(finding: &Finding, observed: &Observed) -> Option<Anchor> {
    let own = on_diff(&finding.location, observed);
    let fix = finding.fix.as_ref().and_then(|_| on_diff(&place_of_fix(finding)?, observed));
    let fix = fix.filter(|fix| fix.lines.end() - fix.lines.start() < LINES_OF_FIX);
    match (own, fix) {
        (Some(own), Some(fix)) if contains(&own, &fix) => Some(own),
        (_, Some(fix)) => Some(fix),
        (own, None) => own,
    }
}

/// Another place that explains a finding, when the diff shows it: the row that makes a criterion
/// due, where the criterion itself stands outside of the diff.
pub(super) struct Shared {
    pub(super) anchor: Anchor,
    /// What a thread there is about. Findings with the same other place share it.
    pub(super) fingerprint: Fingerprint,
}

/// The first of a finding's other places that the diff shows.
pub(super) fn shared(finding: &Finding, report: &Report, observed: &Observed) -> Option<Shared> {
    let found = finding.labels.iter().find_map(|label| Some((&label.location, on_diff(&label.location, observed)?)));
    found.map(|(location, anchor)| Shared { anchor, fingerprint: of_place(location, report) })
}

/// What a thread on a place is about, without line numbers: a row of the record by its step, which
/// stays when somebody rewords its reason; anything else by its text.
fn of_place(location: &Location, report: &Report) -> Fingerprint {
    let (path, line) = (location.source.path.as_str(), location.line());
    let is_row = |plan: &&PlanReport, row: &TransitionReport| {
        let log = plan.judged.log.as_ref().map_or(plan.path.as_str(), |log| log.path.as_str());
        row.is_recorded && row.line == line && log == path && location.side == Side::Head
    };
    let row = report.plans.iter().find_map(|plan| {
        let row = plan.transitions.iter().find(|row| is_row(&plan, row))?;
        Some((plan, format!("log:{}→{}", row.from, row.to)))
    });
    let text = || fold(location.source.slice(location.source.line_span(line)).trim());
    let (key, anchor) = row.map_or_else(|| (path, text()), |(plan, step)| (key(plan, report), step));
    Fingerprint::new("shared-place", &fold(key), &anchor, 0)
}

/// What a plan is known by: its ID, when no other plan has it, else its path.
fn key<'a>(plan: &'a PlanReport, report: &Report) -> &'a str {
    let same = |id: &String| report.plans.iter().filter(|plan| plan.id.as_ref() == Some(id)).count() == 1;
    plan.id.as_ref().filter(|id| same(id)).or(plan.previous_path.as_ref()).unwrap_or(&plan.path)
}

fn contains(outer: &Anchor, inner: &Anchor) -> bool {
    let inside = outer.lines.contains(inner.lines.start()) && outer.lines.contains(inner.lines.end());
    inside && outer.path == inner.path && outer.side == inner.side
}

/// The lines that a fix changes. A new row between two lines belongs to the line above.
pub(super) fn place_of_fix(finding: &Finding) -> Option<Location> {
    let fix = finding.fix.as_ref()?;
    let start =
        |span: Span| match span.is_empty() && fix.source.line_span(fix.source.line(span.start)).start == span.start {
            true => span.start.saturating_sub(1),
            false => span.start,
        };
    let first = fix.edits.iter().map(|edit| start(edit.span)).min()?;
    let last =
        fix.edits.iter().map(|edit| if edit.span.is_empty() { start(edit.span) } else { edit.span.end }).max()?;
    Some(Location { side: Side::Head, source: fix.source.clone(), span: Span::new(first, last.max(first)) })
}

fn on_diff(location: &Location, observed: &Observed) -> Option<Anchor> {
    let path = location.source.path.as_str();
    let (path, file) = match location.side {
        Side::Head => observed.file_after(path)?,
        Side::Base => observed.file_before(path)?,
    };
    let lines = lines(location);
    let shown = |range: &Range<u32>| range.contains(lines.start()) && range.contains(lines.end());
    let shown = file.hunks.iter().any(|hunk| match location.side {
        Side::Head => shown(&hunk.after),
        Side::Base => shown(&hunk.before),
    });
    shown.then(|| Anchor { path: path.to_owned(), side: location.side, lines })
}

/// The path under which GitHub lists the file of a finding, when it is in the pull request.
pub(crate) fn listed_path<'a>(finding: &Finding, observed: &'a Observed) -> Option<&'a str> {
    let path = finding.location.source.path.as_str();
    let file = match finding.location.side {
        Side::Head => observed.file_after(path),
        Side::Base => observed.file_before(path),
    };
    file.map(|(path, _)| path)
}

/// The lines of a place as Git counts them. For Git a lone carriage return ends no line, and no
/// line follows the last line break.
fn lines(location: &Location) -> RangeInclusive<u32> {
    let (source, span) = (&location.source, location.span);
    let content = source.text.strip_suffix('\n').unwrap_or(&source.text).len();
    let line = |offset: usize| source.git_line(offset.min(content));
    let is_past_break = span.end > span.start && source.text[..span.end].ends_with('\n');
    line(span.start)..=line(if is_past_break { span.end - 1 } else { span.end })
}

/// A place in words, with a lasting link to it when the repository's address is known.
pub(super) fn link(location: &Location, target: &Target) -> Markdown {
    let name = body::place(location);
    match address(location, target) {
        Some(address) => name.link(&address),
        None => name,
    }
}

/// Markdown has line anchors only in its plain view.
pub(super) fn address(location: &Location, target: &Target) -> Option<String> {
    let repository = target.repository_url.as_deref()?;
    let commit = match location.side {
        Side::Head => &target.head,
        Side::Base => &target.base.as_ref()?.0,
    };
    let path: Vec<String> = location.source.path.split('/').map(uri_segment).collect();
    Some(format!("{repository}/blob/{commit}/{}?plain=1#L{}", path.join("/"), lines(location).start()))
}
