//! Where a finding is, for formats that show one version of each file.

use crate::check::{Report, Status};
use crate::finding::{Location, Side};
use crate::text::Position;

/// The path under which the file exists in the version after the change.
pub(super) fn path_at_head<'a>(report: &'a Report, location: &'a Location) -> Option<&'a str> {
    let path = location.source.path.as_str();
    if location.side == Side::Head {
        return Some(path);
    }
    let is_same_file = |known: &str, before: Option<&str>| before.unwrap_or(known) == path;
    let plan = report.plans.iter().find(|plan| is_same_file(&plan.path, plan.previous_path.as_deref()));
    match plan {
        Some(plan) => (plan.status != Status::Removed).then_some(plan.path.as_str()),
        None => report.other_files.iter().map(String::as_str).find(|other| *other == path),
    }
}

/// Where a place starts and where it ends, as people count. A line break at its end does not count
/// as the next line.
pub(super) fn ends(location: &Location) -> (Position, Position) {
    let source = &location.source;
    let on_line = |line: u32, offset: usize| source.position(offset.min(source.line_span(line).end));
    (on_line(location.line(), location.span.start), on_line(location.end_line(), location.span.end))
}
