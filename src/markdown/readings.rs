//! The ways in which a line may be read: with what is set apart in it as a remark, and without.

use super::inline::{Piece, PieceKind, is_break, pieces, visible};
use crate::text::Span;
use std::borrow::Cow;

/// The text as a reader sees it, and once more for the first and the last link or line break in it
/// that a dash cuts off: a link may be a part of the text, or a remark beside it. So may what
/// stands at its end in emphasis or as code.
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
    }
    if let Some(start) = set_apart_at_end(line) {
        readings.push(visible(&[&line[..start], " — ", &line[start..]].concat()).into_owned());
    }
    readings
}

/// Where the emphasis, the code or the tag begins that a line ends with, behind other words:
/// `Bugs fixed *by Tomas*`.
fn set_apart_at_end(line: &str) -> Option<usize> {
    let line = line.trim_end();
    let all: Vec<Piece> = pieces(line).collect();
    let last = all.last()?;
    let closes = |piece: &Piece| match last.kind {
        PieceKind::Mark => piece.kind == PieceKind::Mark && piece.span.of(line) == last.span.of(line),
        _ => piece.kind == PieceKind::Hidden && piece.span.of(line) == last.span.of(line).replacen("</", "<", 1),
    };
    let start = match last.kind {
        PieceKind::Code => last.span.start,
        PieceKind::Mark | PieceKind::Hidden => {
            all[..all.len() - 1].iter().rev().find(|piece| closes(piece))?.span.start
        }
        _ => return None,
    };
    let is_behind_words = line[..start].ends_with(char::is_whitespace) && line[..start].contains(char::is_alphanumeric);
    is_behind_words.then_some(start)
}
