//! The audience of a running stage, when more see it than before.

use crate::plan::audience::AudienceChange;
use crate::plan::{Plan, Stage};
use crate::text::Span;

/// A raise of a stage's audience.
pub(super) struct RaisedAudience {
    /// What it is and what it was, in the plan's words.
    pub(super) text: String,
    /// Where it stood.
    pub(super) before: Span,
    /// Where it stands.
    pub(super) after: Span,
    /// As many as in the next stage, or more.
    pub(super) reaches_next: bool,
    /// Whether it is known to be more.
    pub(super) is_clear: bool,
}

/// The raise of a running stage's audience, if there is one, or if nobody can tell. `head` is the
/// plan after the change.
pub(super) fn raised_audience(before: &Stage, after: &Stage, head: &Plan) -> Option<RaisedAudience> {
    let (was, is, is_clear) = match after.audience.against(&before.audience) {
        AudienceChange::Raised { before, after } => (before, after, true),
        AudienceChange::Unclear { before, after } => (before, after, false),
        AudienceChange::Same | AudienceChange::Lowered | AudienceChange::Unknown => return None,
    };
    let next = head.stages.iter().find(|stage| stage.number > after.number);
    let words = |text: &str| text.trim_end_matches([' ', '.', ',', ';']).to_owned();
    let reaches = |next: &Stage| is_clear && after.audience.reaches(&before.audience, &next.audience);
    Some(RaisedAudience {
        text: format!("`{}` (was `{}`)", words(&is.text), words(&was.text)),
        is_clear,
        before: was.span,
        after: is.span,
        reaches_next: next.is_some_and(reaches),
    })
}
