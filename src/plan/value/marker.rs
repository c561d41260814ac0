//! What says in place of a value, or of a number in one, that it is still to be written.

use crate::markdown::inline::{self, PieceKind};
use crate::text::{Memo, Span, fold, is_seen, remembered};
use crate::words::open::says_open;
use std::cell::RefCell;

thread_local! {
    static MARKERS: RefCell<Memo<Option<Span>>> = RefCell::default();
}

/// What says that a value is still to be written.
pub(crate) fn marker(line: &str) -> Option<Span> {
    remembered(&MARKERS, line, read)
}

/// A marker such as TBD, signs alone, or what stands for a number. Dashes mean that nothing
/// applies.
fn read(line: &str) -> Option<Span> {
    let visible = &*inline::visible(line);
    let place = |text: &str| line.find(text).map_or(Span::new(0, line.len()), |at| Span::new(at, at + text.len()));
    let is_word = |c: char| c.is_alphanumeric() && is_seen(c);
    let is_dash = |c: char| matches!(c, '-' | '–' | '—' | '−' | '‐' | '‑' | '―') || !is_seen(c);
    if !visible.chars().any(is_word) && !visible.chars().all(is_dash) {
        return Some(place(visible));
    }
    let text = visible.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '`' | '.'));
    if says_open(&fold(text)) {
        let first = text.split([':', '：', '(', '（', '—', ',']).next().unwrap_or(text).trim_end();
        return Some(place(if first.is_empty() { text } else { first }));
    }
    if is_wrapped(text) || is_angle_name(text) {
        return Some(place(text));
    }
    open_number(line)
}

/// `{{name}}` and `${name}`, which a machine was to fill in.
fn is_wrapped(text: &str) -> bool {
    let is_within = |open, close| text.starts_with(open) && text.ends_with(close);
    is_within("{{", "}}") || is_within("${", "}")
}

/// `<Name>`, which is neither a tag nor a link.
fn is_angle_name(text: &str) -> bool {
    text.starts_with('<')
        && text.ends_with('>')
        && text.len() > 2
        && !text[1..text.len() - 1].contains(['<', '>'])
        && inline::pieces(text).all(|piece| piece.kind == PieceKind::Text)
}

/// Signs behind which a number stands.
const COMPARISONS: &[char] = &['<', '>', '≤', '≥', '≈', '~'];

/// Whether a number belongs where something stands: behind a sign of comparison, before a sign of
/// per cent.
pub(super) fn stands_for_number(line: &str, place: Span) -> bool {
    line[..place.start].trim_end_matches([' ', '=']).ends_with(COMPARISONS)
        || line[place.end..].trim_start().starts_with('%')
}

/// What stands in place of a number and is none: `< TBD%`, `?% of users`, `~__ users`, `< {{x}}`.
pub(crate) fn open_number(line: &str) -> Option<Span> {
    if !line.contains(COMPARISONS) && !line.contains(['%', '?', '_']) {
        return None;
    }
    let mut is_first = true;
    line.split_whitespace().find_map(|word| {
        let is_around = |c: char| COMPARISONS.contains(&c) || "=(),.;:%".contains(c);
        let core = word.trim_matches(is_around);
        let start = core.as_ptr() as usize - line.as_ptr() as usize;
        let place = Span::new(start, start + core.len());
        let is_open = || is_blank(core) || is_letter_for_number(core) || is_wrapped(core) || says_open(&fold(core));
        let is_line =
            std::mem::take(&mut is_first) && core.len() < line.len() && core.chars().all(|c| matches!(c, '?' | '_'));
        (!core.is_empty() && (is_line || stands_for_number(line, place) && is_open())).then_some(place)
    })
}

/// Whether a word is nothing but signs for what is left out.
fn is_blank(word: &str) -> bool {
    word.chars().all(|c| matches!(c, '?' | '？' | '_' | '…' | '❓' | '❔'))
}

/// Whether a word is nothing but a letter for a number: `X`, `NN`.
fn is_letter_for_number(word: &str) -> bool {
    word.len() <= 3 && ['X', 'Y', 'Z', 'N'].iter().any(|letter| word.chars().all(|c| c == *letter))
}
