//! Comments that suppress findings.

use crate::outline::{Comment, Outline};
use crate::plan::Suppression;
use crate::text::Source;

/// The start of each such comment.
const PREFIX: &str = "rolloutlint-";

/// The only command that exists.
const DISABLE: &str = "disable-next-line";

/// The comments of a file that suppress findings, or try to.
pub(super) fn suppressions(source: &Source, outline: &Outline) -> Vec<Suppression> {
    outline.comments.iter().filter_map(|comment| suppression(source, comment)).collect()
}

/// Reads a comment: `<!-- rolloutlint-disable-next-line ID, ID -- reason -->`.
fn suppression(source: &Source, comment: &Comment) -> Option<Suppression> {
    let inner = source.slice(comment.span).strip_prefix("<!--")?.strip_suffix("-->")?.trim();
    let command = inner.strip_prefix(PREFIX)?;
    let (word, rest) = command.split_once(char::is_whitespace).unwrap_or((command, ""));
    let (ids, reason) = match rest.split_once("--").or_else(|| rest.split_once('—')) {
        Some((ids, reason)) => (ids, Some(reason.trim_start_matches('-').trim().to_owned())),
        None => (rest, None),
    };
    let ids = ids.split([',', ' ', '\t', '\n', '\r']).map(str::trim).filter(|id| !id.is_empty());
    Some(Suppression {
        comment: comment.span,
        covers: comment.covers,
        is_known: word == DISABLE,
        rules: ids.map(str::to_owned).collect(),
        reason: reason.filter(|reason| reason.chars().any(char::is_alphanumeric)),
    })
}
