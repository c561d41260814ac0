//! Pieces of a line: cutting it at signs, and trimming.

use crate::markdown::inline::{self, PieceKind};
use crate::plan::date::{DateReading, read_date};
use crate::plan::pointers::leads_on;
use crate::text::{Span, is_cjk};
use crate::words::people::AND;

/// The words of a line, without the signs around them.
pub(super) fn words(line: &str) -> Vec<Span> {
    let mut words = Vec::new();
    let mut start = None;
    let ends =
        |c: char| c.is_whitespace() || matches!(c, '(' | ')' | '[' | ']' | '*' | '_' | '~' | ':' | '：' | ';' | '|');
    for (at, c) in line.char_indices().chain([(line.len(), ' ')]) {
        match (ends(c), start) {
            (false, None) => start = Some(at),
            (true, Some(from)) => {
                let word = line[from..at].trim_end_matches(['.', ',']);
                words.push(Span::new(from, from + word.len()));
                start = None;
            }
            _ => {}
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// A span with the brackets right around it, if there are any.
pub(super) fn with_bracket(line: &str, span: Span) -> Span {
    let is_wrapped =
        line[..span.start].ends_with('[') && line[span.end..].starts_with(']') && !line[span.end..].starts_with("](");
    if is_wrapped { Span::new(span.start - 1, span.end + 1) } else { span }
}

/// The pieces of a span between any of some signs, trimmed. Pieces without a letter, a digit, an
/// arrow or a question mark are left out.
pub(super) fn split(text: &str, place: Span, signs: &[&str]) -> Vec<Span> {
    let mut pieces = Vec::new();
    let mut start = place.start;
    let mut at = place.start;
    let ends_here =
        |at: usize| signs.iter().find(|sign| text[at..place.end].starts_with(**sign)).map(|sign| sign.len());
    while at < place.end {
        match ends_here(at) {
            Some(length) => {
                pieces.push(Span::new(start.min(at), at));
                at += length;
                start = at;
                // Two signs may share the space between them.
                if text[..at].ends_with(' ') && text[at..place.end].starts_with(['—', '–', '-', '|', '·', '•']) {
                    at -= 1;
                }
            }
            None => at += text[at..].chars().next().map_or(1, char::len_utf8),
        }
    }
    pieces.push(Span::new(start.min(place.end), place.end));
    let pieces = pieces.into_iter().map(|piece| trim(text, piece));
    pieces.filter(|piece| piece.of(text).chars().any(|c| c.is_alphanumeric() || matches!(c, '→' | '?'))).collect()
}

/// The same of a line with links. What a link shows is read as if it were none, where it is all of
/// a piece: `— [Proceed](https://…)`. One that only says where to look is no piece:
/// `[minutes](https://…)`.
pub(super) fn split_with_links(text: &str, place: Span, signs: &[&str]) -> Vec<Span> {
    let line = place.of(text);
    let mut pieces = Vec::new();
    let mut at = place.start;
    for piece in inline::pieces(line).filter(|_| line.contains("](")) {
        let (PieceKind::Link { text: shown, .. }, link) = (piece.kind, piece.span.shifted(place.start)) else {
            continue;
        };
        let is_mark = |c: char| matches!(c, '*' | '_' | '~' | '`');
        let (before, behind) = (text[at..link.start].trim_end_matches(is_mark), &text[link.end..place.end]);
        let behind = behind.trim_start_matches(is_mark);
        let begins = before.trim().is_empty() || signs.iter().any(|sign| before.ends_with(sign));
        let ends = || behind.trim().is_empty() || signs.iter().any(|sign| behind.starts_with(sign));
        let is_pointer = leads_on(&inline::visible(shown.of(line)));
        if is_pointer || begins && ends() {
            pieces.extend(split(text, Span::new(at, link.start), signs));
            pieces.extend(split(text, shown.shifted(place.start), signs).into_iter().filter(|_| !is_pointer));
            at = link.end;
        }
    }
    pieces.extend(split(text, Span::new(at, place.end), signs));
    pieces
}

/// Where the address of a link ends that stands right behind a place in its text: `](https://…)`.
pub(super) fn behind_address(text: &str, place: Span) -> usize {
    let end = || place.of(text).find(')').map(|at| place.start + at + 1);
    if place.of(text).starts_with("](") { end().unwrap_or(place.start) } else { place.start }
}

/// A span without the signs at its ends.
pub(super) fn trim(text: &str, span: Span) -> Span {
    let is_sign = |c: char| {
        c.is_whitespace() || matches!(c, '*' | '_' | '~' | ':' | ';' | ',' | '.' | '|' | '—' | '·' | '•' | '：' | '`')
    };
    let start = span.end - span.of(text).trim_start_matches(is_sign).len();
    let bare = text[start..span.end].trim_end_matches(is_sign).trim_end_matches([' ', '-', '–']);
    let dashes = bare.len() - bare.trim_start_matches("- ").trim_start_matches("– ").len();
    Span::new(start + dashes, (start + bare.len()).max(start + dashes))
}

/// A span without a word at its end. Where spaces stand between words, one stands before it.
pub(super) fn without_last(text: &str, span: Span, word: &str) -> Span {
    let is_apart = |before: &&str| before.is_empty() || before.ends_with(' ') || word.contains(is_cjk);
    let lower = span.of(text).to_ascii_lowercase();
    let kept = lower.strip_suffix(word).filter(is_apart).map_or(span.len(), str::len);
    trim(text, Span::new(span.start, span.start + kept))
}

/// The people in the parentheses at the end of a span, and the text before them:
/// `No P0 in 3 days (Ann Lee)`.
pub(super) fn in_last_brackets(text: &str, span: Span) -> Option<(Span, Span)> {
    let inner = span.of(text).strip_suffix(')')?;
    let open = inner.rfind('(')?;
    let name = &inner[open + 1..];
    let is_name = |word: &str| word.starts_with(|c: char| c.is_uppercase() || c == '@');
    let is_short = name.split_whitespace().count() <= 6 && !name.contains(|c: char| c.is_ascii_digit());
    let is_people =
        is_short && name.split_whitespace().filter(|word| !AND.has(word)).all(is_name) && !name.trim().is_empty();
    is_people.then(|| {
        let rest = trim(text, Span::new(span.start, span.start + open));
        (rest, Span::new(span.start + open + 1, span.end - 1))
    })
}

/// The day with a time of day right behind it that begins at an offset: `2026-03-16T14:30Z`.
pub(super) fn with_time(line: &str, start: usize) -> Option<Span> {
    let day = line.get(start..start + "2026-03-16".len())?;
    let time = line[start + day.len()..].strip_prefix(['T', 't'])?;
    let is_time = time.starts_with(|c: char| c.is_ascii_digit()) && matches!(read_date(day), DateReading::Iso(_));
    let length = time.find(|c: char| c.is_whitespace() || "|,;)]*".contains(c)).unwrap_or(time.len());
    is_time.then(|| Span::new(start, line.len() - time.len() + length))
}

/// The last border between characters at or before an offset.
pub(super) fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
