//! The ways in which a line may be read: with what is set apart in it as a remark, and without.

use super::inline::{PieceKind, is_break, pieces, visible};
use crate::text::Span;
use std::borrow::Cow;

/// The text as a reader sees it, and once more for the first and the last link or line break in it
/// that a dash cuts off, and for all of several: a link may be a part of the text, or a remark
/// beside it.
pub(crate) fn with_links_cut_off(line: &str) -> Vec<String> {
    // A line also breaks at two spaces or a backslash.
    let line = &*match line.contains('\n') {
        true => Cow::Owned(line.replace("  \n", "<br>").replace("\\\n", "<br>")),
        false => Cow::Borrowed(line),
    };
    let mut readings = vec![visible(line).into_owned()];
    let cuts: Vec<Span> = pieces(line)
        .filter(|piece| match piece.kind {
            PieceKind::Link { .. } | PieceKind::Autolink => true,
            PieceKind::Hidden => is_break(piece.span.of(line)),
            _ => false,
        })
        .map(|piece| piece.span)
        .collect();
    if let (Some(first), Some(last)) = (cuts.first(), cuts.last()) {
        readings.push(visible(&[&line[..first.end], " — ", &line[first.end..]].concat()).into_owned());
        readings.push(visible(&[&line[..last.start], " — ", &line[last.start..]].concat()).into_owned());
        if first.start < last.start {
            readings.push(visible(&[&line[..first.start], " — ", &line[first.start..]].concat()).into_owned());
        }
    }
    readings
}
