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
}

/// The raise of a running stage's audience, if there is one. `head` is the plan after the change.
pub(super) fn raised_audience(before: &Stage, after: &Stage, head: &Plan) -> Option<RaisedAudience> {
    let AudienceChange::Raised { before: was, after: is } = after.audience.against(&before.audience) else {
        return None;
    };
    let next = head.stages.iter().find(|stage| stage.number > after.number);
    let words = |text: &str| text.trim_end_matches([' ', '.', ',', ';']).to_owned();
    Some(RaisedAudience {
        text: format!("`{}` (was `{}`)", words(&is.text), words(&was.text)),
        before: was.span,
        after: is.span,
        reaches_next: next.is_some_and(|next| after.audience.reaches(&before.audience, &next.audience)),
    })
}
