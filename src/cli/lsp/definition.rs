//! From the name of a rollout or a flag in a plan to the value of the flag.

use super::diagnostics::Writer;
use super::opened::Opened;
use crate::exposure::Exposure;
use crate::plan::Plan;
use crate::text::Span;
use ls_types::Location;

/// Where the flags of a plan have their values, when the name of one of them, or that of the
/// rollout, stands at a place.
pub(super) fn definitions(opened: &Opened, offset: usize, writer: &Writer) -> Vec<Location> {
    let exposures = opened.standing().version.exposures();
    let named = flag_at(opened.plan(), offset).filter(|_| opened.is_plan());
    let Some(named) = named else { return Vec::new() };
    let is_meant = |exposure: &&Exposure| match (&named, &exposure.flag) {
        (Some(name), Some(flag)) => name == flag,
        _ => true,
    };
    let location = |exposure: &Exposure| {
        let place = exposure.place()?;
        let range = writer.columns.range(&place.source, place.span);
        Some(Location { uri: writer.uri(&place.source.path)?, range })
    };
    exposures.iter().filter(is_meant).filter_map(location).collect()
}

/// Whether a place names the rollout or its flags: which flag, when it is one of them.
pub(super) fn flag_at(plan: &Plan, offset: usize) -> Option<Option<String>> {
    let holds = |span: Span| span.start <= offset && offset <= span.end;
    if let Some(slot) = plan.flags.as_ref().filter(|slot| holds(slot.span)) {
        let line = plan.source.slice(slot.span);
        let at = offset - slot.span.start;
        let is_here = |name: &&String| {
            line.match_indices(name.as_str()).any(|(start, name)| start <= at && at <= start + name.len())
        };
        // Of two names of which one contains the other, the longer one stands there.
        return Some(slot.names.iter().filter(is_here).max_by_key(|name| name.len()).cloned());
    }
    let own = plan.own_exposure.as_ref().map(|own| own.span);
    [Some(plan.heading), plan.id_span, own].into_iter().flatten().any(holds).then_some(None)
}
