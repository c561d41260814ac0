//! Where a finding can be said: on which lines of the diff, if on any.

use super::body;
use super::observe::Observed;
use super::operation::Anchor;
use super::reconcile::Target;
use crate::finding::{Finding, Location, Side};
use crate::text::{Span, uri_segment};
use std::ops::{Range, RangeInclusive};

/// How many lines a comment may be on that goes to where the fix is. A longer one would hide what it changes.
const LINES_OF_FIX: u32 = 10;

/// The lines of the diff that a comment about a finding goes to; `None` when no single hunk shows all of them. Where one click can commit what the finding
/// asks for, the comment goes to the lines that it changes, for only there can a suggestion stand; else to where the finding is.
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

fn contains(outer: &Anchor, inner: &Anchor) -> bool {
    let inside = outer.lines.contains(inner.lines.start()) && outer.lines.contains(inner.lines.end());
    inside && outer.path == inner.path && outer.side == inner.side
}

/// The lines that a fix changes. A row that is put in between two lines belongs to the one above.
fn place_of_fix(finding: &Finding) -> Option<Location> {
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

/// The lines of a place as Git counts them. For Git a lone carriage return ends no line, and nothing follows the last
/// line break.
fn lines(location: &Location) -> RangeInclusive<u32> {
    let (source, span) = (&location.source, location.span);
    let content = source.text.strip_suffix('\n').unwrap_or(&source.text).len();
    let line = |offset: usize| source.git_line(offset.min(content));
    let is_past_break = span.end > span.start && source.text[..span.end].ends_with('\n');
    line(span.start)..=line(if is_past_break { span.end - 1 } else { span.end })
}

/// A place in Markdown, with a link that will always show it when the repository's address is known.
pub(crate) fn link(location: &Location, target: &Target) -> String {
    let name = body::where_it_is(location);
    match address(location, target) {
        Some(address) => format!("[{name}]({address})"),
        None => name,
    }
}

/// Markdown has line anchors only in its plain view.
fn address(location: &Location, target: &Target) -> Option<String> {
    let repository = target.repository_url.as_deref()?;
    let commit = match location.side {
        Side::Head => &target.head,
        Side::Base => target.base.as_ref()?,
    };
    let path: Vec<String> = location.source.path.split('/').map(uri_segment).collect();
    Some(format!("{repository}/blob/{commit}/{}?plain=1#L{}", path.join("/"), lines(location).start()))
}
