//! Links and texts that only say where to look.

use crate::markdown::inline::{self, PieceKind};
use crate::text::{Span, blanked, fold};
use crate::words::evidence::{POINTERS, RUNS};
use std::borrow::Cow;

/// A cell in which spaces stand for the links beside its words that only lead to more about it:
/// `Proceed ([minutes](…))`. The places of all else stay the same. A link alone is the value.
pub(crate) fn without_pointers(cell: &str) -> Cow<'_, str> {
    // Most cells have no link.
    if !cell.contains("](") && !cell.contains("][") && !cell.contains("://") {
        return Cow::Borrowed(cell);
    }
    match without(cell, &pointers(cell)) {
        text if text != cell && has_words(&text) => Cow::Owned(text),
        _ => Cow::Borrowed(cell),
    }
}

/// A cell in which spaces stand for the marks of sources behind its words: `Proceed [1]`. A mark
/// alone, or at the end of a step (`[0]→[1]`), is a value.
pub(crate) fn without_sources(cell: &str) -> Cow<'_, str> {
    if !cell.contains('[') {
        return Cow::Borrowed(cell);
    }
    let stands_behind = |mark: &Span| {
        let before = cell[..mark.start].trim_end();
        has_words(before) && !before.ends_with(|c: char| "→>-–—:/".contains(c))
    };
    let is_mark = |piece: &inline::Piece| match piece.kind {
        PieceKind::Bracket { inner } => inline::is_scholarly(inner.of(cell)),
        _ => false,
    };
    let marks: Vec<Span> = inline::pieces(cell).filter(is_mark).map(|piece| piece.span).filter(stands_behind).collect();
    if marks.is_empty() {
        return Cow::Borrowed(cell);
    }
    Cow::Owned(blanked(cell, marks))
}

/// Whether a cell has a link that says only where to look, and no other words:
/// `[minutes](https://…)`.
pub(crate) fn leads_on_alone(cell: &str) -> bool {
    let pointers = if cell.contains("](") { pointers(cell) } else { Vec::new() };
    !pointers.is_empty() && !has_words(&without(cell, &pointers))
}

fn has_words(cell: &str) -> bool {
    inline::visible(cell).chars().any(char::is_alphanumeric)
}

/// The links of a cell that only lead to more about it.
fn pointers(cell: &str) -> Vec<Span> {
    let is_pointer = |piece: &inline::Piece| match piece.kind {
        // An address to write to is somebody.
        PieceKind::Autolink => piece.span.of(cell).contains("://"),
        PieceKind::Link { text, .. } => leads_on(&inline::visible(text.of(cell))),
        _ => false,
    };
    inline::pieces(cell).filter(is_pointer).map(|piece| piece.span).collect()
}

/// A cell with spaces in place of its links.
fn without(cell: &str, pointers: &[Span]) -> String {
    let whole = |pointer: &Span| {
        // The brackets around a link, and what parts it from the words before, are its own.
        let before = cell[..pointer.start].trim_end_matches([' ', '(', '（', ',', ';', ':', '·', '—', '–']);
        let behind = cell[pointer.end..].trim_start_matches([')', '）']);
        Span::new(before.len(), cell.len() - behind.len())
    };
    blanked(cell, pointers.iter().map(whole))
}

/// Whether the text of a link says nothing but where it leads to: `minutes`, `PR #12`, `CHG-7`.
pub(super) fn leads_on(text: &str) -> bool {
    let folded = fold(text);
    let bare = folded.trim_matches(|c: char| !c.is_alphanumeric());
    let named = bare.trim_end_matches(|c: char| c.is_numeric() || matches!(c, '#' | ' ' | '-' | '.'));
    POINTERS.has(bare) || POINTERS.has(named) || names_evidence(text) && text.split_whitespace().count() <= 2
}

/// Whether a text names an address, a commit, a ticket or a run: `https://…`, `4f2a91c`, `BET-42`,
/// `#4812`, `run 4812`.
pub(super) fn names_evidence(text: &str) -> bool {
    let is_number = |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_digit());
    let is_ticket = |word: &str| {
        word.split_once('-').is_some_and(|(key, number)| {
            key.len() > 1 && key.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit()) && is_number(number)
        })
    };
    let is_commit = |word: &str| {
        let is_hex = word.chars().all(|c| matches!(c, '0'..='9' | 'a'..='f'));
        (7..=64).contains(&word.len()) && is_hex && !is_number(word) && word.contains(|c: char| c.is_ascii_digit())
    };
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric() && c != '#').to_owned();
    let words: Vec<String> = text.split_whitespace().map(bare).filter(|word| !word.is_empty()).collect();
    let is_named = |word: &String| {
        word.contains("://")
            || word.rsplit_once('#').is_some_and(|(_, number)| is_number(number))
            || is_ticket(word)
            || is_commit(word)
    };
    let is_run = |pair: &[String]| RUNS.has(&fold(&pair[0])) && is_number(pair[1].trim_start_matches('#'));
    words.iter().any(is_named) || words.windows(2).any(is_run)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_beside_the_words_of_a_cell_is_none_of_them() {
        for (cell, words) in [
            ("Proceed ([minutes](https://m.example.com))", "Proceed"),
            ("Proceed [minutes](https://m.example.com)", "Proceed"),
            ("2026-03-16 — [PR #12](https://m.example.com)", "2026-03-16"),
            ("Ann Lee, Bo Ek — [Protokoll](https://m.example.com)", "Ann Lee, Bo Ek"),
            ("[Proceed](https://m.example.com)", "Proceed"),
            ("[minutes](https://m.example.com)", "minutes"),
            ("[Ann Lee](https://m.example.com), [Bo Ek](https://m.example.com)", "Ann Lee, Bo Ek"),
            ("Proceed [but not in the EU](https://m.example.com)", "Proceed but not in the EU"),
            ("Proceed <https://m.example.com>", "Proceed"),
        ] {
            assert_eq!(inline::visible(&without_pointers(cell)).trim(), words, "{cell}");
        }
    }
}
