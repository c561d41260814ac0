//! The pieces of a line of Markdown, read from the source: visible text, brackets, links, struck
//! text.

use super::entity;
use super::runs::{Edge, code_end, may_strike, run_length, strike_end};
pub(crate) use super::tags::is_break;
use super::tags::{is_around_a_day, is_element, is_strike};
use crate::text::{Signs, Source, Span, blanked, has_single_spaces, is_markup, is_seen, with_signs};
use std::borrow::Cow;

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) kind: PieceKind,
    /// The place in the line.
    pub(crate) span: Span,
}

/// The kind of a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PieceKind {
    /// Visible text.
    Text,
    /// A backslash with the character that it escapes.
    Escaped,
    /// A code span with its backticks.
    Code,
    /// The name or the number of a character, which is shown in its place: `&amp;`, `&#9745;`.
    Entity,
    /// A run of `*`, `_`, `~~`, a `~` of a pair, or the mark of a footnote, which is no text.
    Mark,
    /// A whole link or image.
    Link {
        /// The text between the brackets, relative to the line.
        text: Span,
        /// The text in the parentheses, relative to the line. `None` for a reference.
        target: Option<Span>,
    },
    /// A link in angle brackets, or a bare web address.
    Autolink,
    /// A comment or a tag, which is not shown.
    Hidden,
    /// A text in brackets that is neither a link nor a footnote.
    Bracket {
        /// The text between the brackets, relative to the line.
        inner: Span,
    },
}

/// The pieces of a line, in order. They cover the line without gaps.
pub(crate) fn pieces(line: &str) -> Pieces<'_> {
    let (has_address, has_entity) = (may_hold_an_address(line), may_hold_an_entity(line));
    Pieces { line, has_address, has_entity, at: 0, pending: None, strike_end: None }
}

/// The pieces of a line, see [`pieces`].
pub(crate) struct Pieces<'t> {
    line: &'t str,
    has_address: bool,
    has_entity: bool,
    /// The offset up to which the line is read.
    at: usize,
    /// A piece that was read to find the end of the text before it.
    pending: Option<Piece>,
    /// The offset of the single `~` that ends the struck text which is read, or was read last. The
    /// length of the line when no more such text can begin.
    strike_end: Option<usize>,
}

impl Pieces<'_> {
    /// The next piece, or a part of it when it is text.
    fn read(&mut self) -> Option<Piece> {
        let (line, at) = (self.line, self.at);
        let bytes = line.as_bytes();
        // Only an address begins with an `h`.
        let is_part = |byte: u8| self.has_address && byte == b'h' || self.has_entity && byte == b'&';
        let begins = |byte: &u8| is_markup(*byte) || is_part(*byte);
        let (kind, end) = match bytes.get(at..).filter(|rest| !rest.is_empty())?.iter().position(begins) {
            Some(0) if bytes[at] == b'~' => self.strike_at(at),
            Some(0) => piece_at(line, bytes, at),
            Some(text) => (PieceKind::Text, at + text),
            None => (PieceKind::Text, bytes.len()),
        };
        self.at = end;
        Some(Piece { kind, span: Span::new(at, end) })
    }

    /// The run of `~` that begins at an offset. Two of them strike; one does in a pair.
    fn strike_at(&mut self, at: usize) -> (PieceKind, usize) {
        if self.line[at..].starts_with("~~") {
            return (PieceKind::Mark, at + 2);
        }
        let is_free = self.strike_end.is_none_or(|end| at > end);
        if is_free && may_strike(self.line, at, Edge::Start) {
            let end = strike_end(self.line, at);
            self.strike_end = end.or(Some(self.line.len()));
            return (if end.is_some() { PieceKind::Mark } else { PieceKind::Text }, at + 1);
        }
        (if Some(at) == self.strike_end { PieceKind::Mark } else { PieceKind::Text }, at + 1)
    }
}

impl Iterator for Pieces<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        let mut piece = self.pending.take().or_else(|| self.read())?;
        while piece.kind == PieceKind::Text {
            match self.read() {
                Some(more) if more.kind == PieceKind::Text => piece.span.end = more.span.end,
                other => {
                    self.pending = other;
                    break;
                }
            }
        }
        Some(piece)
    }
}

/// Whether a line is only text. Most lines are.
fn is_plain(line: &str) -> bool {
    let has_no_parts = || !may_hold_an_address(line) && !may_hold_an_entity(line);
    Signs::of(line).has_no_markup() || (!line.bytes().any(is_markup) && has_no_parts())
}

/// Whether a line may hold the name of a character.
fn may_hold_an_entity(line: &str) -> bool {
    line.contains('&') && line.contains(';')
}

/// Whether a line may hold a web address.
fn may_hold_an_address(line: &str) -> bool {
    line.contains(':') && line.contains("://")
}

/// The piece that begins at an offset, by its kind and its end.
fn piece_at(line: &str, bytes: &[u8], at: usize) -> (PieceKind, usize) {
    match bytes[at] {
        b'\\' if bytes.get(at + 1) == Some(&b'[') => {
            escaped_bracket_at(line, at).unwrap_or((PieceKind::Escaped, at + 2))
        }
        b'\\' if bytes.get(at + 1).is_some_and(u8::is_ascii_punctuation) => (PieceKind::Escaped, at + 2),
        b'`' => {
            let run = run_length(bytes, at, b'`');
            match code_end(bytes, at + run, run) {
                Some(end) => (PieceKind::Code, end),
                None => (PieceKind::Text, at + run),
            }
        }
        b'<' => angle_at(line, at).unwrap_or((PieceKind::Text, at + 1)),
        b'!' if bytes.get(at + 1) == Some(&b'[') => {
            match bracket_end(bytes, at + 1).and_then(|close| link_end(line, at + 1, close)) {
                Some((kind, end)) => (kind, end),
                None => (PieceKind::Text, at + 1),
            }
        }
        b'[' => bracket_at(line, bytes, at),
        mark @ (b'*' | b'_') => {
            let end = at + run_length(bytes, at, mark);
            let before = line[..at].chars().next_back();
            let after = line[end..].chars().next();
            let is_open = |side: Option<char>| side.is_none_or(char::is_whitespace);
            let is_word = |side: Option<char>| side.is_some_and(char::is_alphanumeric);
            let is_shown = (is_open(before) && is_open(after)) || (mark == b'_' && is_word(before) && is_word(after));
            (if is_shown { PieceKind::Text } else { PieceKind::Mark }, end)
        }
        b'&' => match entity::length(&line[at..]) {
            Some(length) => (PieceKind::Entity, at + length),
            None => (PieceKind::Text, at + 1),
        },
        b'h' if is_web_address(line, at) => {
            let length = line[at..]
                .find(|c: char| c.is_whitespace() || matches!(c, '<' | '|' | ')' | ']'))
                .unwrap_or(line.len() - at);
            (PieceKind::Autolink, at + length)
        }
        _ => (PieceKind::Text, at + line[at..].chars().next().map_or(1, char::len_utf8)),
    }
}

fn is_web_address(line: &str, at: usize) -> bool {
    let rest = &line[at..];
    let is_start = line[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
    is_start && (rest.starts_with("https://") || rest.starts_with("http://"))
}

/// The comment, the tag or the link that a `<` begins.
fn angle_at(line: &str, at: usize) -> Option<(PieceKind, usize)> {
    let rest = &line[at..];
    if rest.starts_with("<!--") {
        let end = rest.find("-->").map_or(line.len(), |end| at + end + 3);
        return Some((PieceKind::Hidden, end));
    }
    // The limits keep the time for hostile lines linear: no tag is that long, or has another `<` in
    // it.
    let close = 1 + rest.bytes().skip(1).take(2000).position(|byte| matches!(byte, b'>' | b'<'))?;
    if !rest[close..].starts_with('>') {
        return None;
    }
    let inner = &rest[1..close];
    if !inner.contains(char::is_whitespace) && (inner.contains("://") || inner.contains('@')) {
        return Some((PieceKind::Autolink, at + close + 1));
    }
    let name = inner.trim_start_matches('/').split(|c: char| c.is_whitespace() || c == '/').next()?;
    (is_element(name) || is_around_a_day(line, at)).then_some((PieceKind::Hidden, at + close + 1))
}

/// The offset of the bracket that closes the one at `at`.
fn bracket_end(bytes: &[u8], at: usize) -> Option<usize> {
    let mut depth = 0usize;
    let mut index = at;
    while index < bytes.len() {
        match bytes[index] {
            b'\\' => index += 1,
            b'[' => depth += 1,
            b']' => {
                depth -= 1;
                if depth == 0 {
                    return Some(index);
                }
            }
            _ => {}
        }
        // No placeholder nests so deep or is so long. Without a limit the search would take
        // quadratic time.
        if depth > 8 || index - at > 2000 {
            return None;
        }
        index += 1;
    }
    None
}

/// The link that a text in brackets makes with `(…)` or `[…]` behind it, and the end of the link.
fn link_end(line: &str, open: usize, close: usize) -> Option<(PieceKind, usize)> {
    let text = Span::new(open + 1, close);
    let bytes = line.as_bytes();
    match bytes.get(close + 1)? {
        b'(' => {
            let mut depth = 0usize;
            for (index, byte) in bytes.iter().enumerate().skip(close + 1).take(4000) {
                match byte {
                    // This is the limit of CommonMark.
                    b'(' if depth == 32 => return None,
                    b'(' => depth += 1,
                    b')' => {
                        depth -= 1;
                        if depth == 0 {
                            let target = Some(Span::new(close + 2, index));
                            return Some((PieceKind::Link { text, target }, index + 1));
                        }
                    }
                    _ => {}
                }
            }
            None
        }
        b'[' => {
            let end = bracket_end(bytes, close + 1)?;
            let label = line[close + 2..end].trim();
            let is_box = text.of(line).trim().is_empty() || label.is_empty() || label.eq_ignore_ascii_case("x");
            (!is_box).then_some((PieceKind::Link { text, target: None }, end + 1))
        }
        _ => None,
    }
}

/// The piece that a `[` begins.
fn bracket_at(line: &str, bytes: &[u8], at: usize) -> (PieceKind, usize) {
    let Some(close) = bracket_end(bytes, at) else { return (PieceKind::Text, at + 1) };
    if let Some((kind, end)) = link_end(line, at, close) {
        return (kind, end);
    }
    let inner = Span::new(at + 1, close);
    let text = inner.of(line);
    let is_glued = line[..at].chars().next_back().is_some_and(char::is_alphanumeric);
    if text.len() > 1 && text.starts_with('^') && !text.contains(char::is_whitespace) {
        return (PieceKind::Mark, close + 1);
    }
    // `arr[i]`, `[[wiki]]` and `[!NOTE]` are plain text: nobody fills them in.
    if is_glued || text.starts_with(['^', '!', '[']) {
        return (
            PieceKind::Text,
            close + 1 + usize::from(text.starts_with('[') && bytes.get(close + 1) == Some(&b']')),
        );
    }
    (PieceKind::Bracket { inner }, close + 1)
}

/// The bracket `\[Name\]`. Formatters escape brackets that look like links, and mean the bare
/// bracket.
fn escaped_bracket_at(line: &str, at: usize) -> Option<(PieceKind, usize)> {
    let rest = &line[at + 2..];
    let close = rest.bytes().take(2000).position(|byte| matches!(byte, b'[' | b']'))?;
    if !rest[close..].starts_with(']') {
        return None;
    }
    let inner_end = at + 2 + close - usize::from(rest[..close].ends_with('\\'));
    let inner = Span::new(at + 2, inner_end);
    (!inner.of(line).contains('[')).then_some((PieceKind::Bracket { inner }, at + 2 + close + 1))
}

/// The brackets of a line that are neither links, footnotes nor the marks of scholars. Gives each
/// with the text inside.
pub(crate) fn brackets(line: &str) -> impl Iterator<Item = (Span, Span)> {
    let pieces = line.contains('[').then(|| pieces(line));
    // The mark of a source stands behind words.
    let is_open =
        |place: Span, inner: &str| !is_scholarly(inner) || !line[..place.start].contains(char::is_alphanumeric);
    pieces.into_iter().flatten().filter_map(move |piece| match piece.kind {
        PieceKind::Bracket { inner } if is_open(piece.span, inner.of(line)) => Some((piece.span, inner)),
        _ => None,
    })
}

/// Whether the text in a bracket is the number of a source or says that the words before are meant
/// so: `[1]`, `[sic]`. Nobody fills these in.
pub(crate) fn is_scholarly(inner: &str) -> bool {
    !inner.is_empty() && (inner == "sic" || inner.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The text as a reader sees it: without emphasis, link targets, comments, tags and escapes, with
/// signs in place of their shortcodes, and with single spaces. Most texts are shown as they are
/// written.
pub(crate) fn visible(line: &str) -> Cow<'_, str> {
    match with_signs(line) {
        Some(shown) => Cow::Owned(without_markup(&shown).into_owned()),
        None => without_markup(line),
    }
}

fn without_markup(line: &str) -> Cow<'_, str> {
    let line = inside_of_bold(line).unwrap_or(line);
    let signs = Signs::of(line);
    if signs.has_no_markup() && signs.has_single_spaces() {
        return Cow::Borrowed(line);
    }
    if is_plain(line) {
        return fold_spaces(Cow::Borrowed(line));
    }
    let mut out = String::with_capacity(line.len());
    push_visible(line, &mut out, 0);
    fold_spaces(Cow::Owned(out))
}

/// The text inside a line that is bold as a whole and has no other markup, as most labels are.
fn inside_of_bold(line: &str) -> Option<&str> {
    let inner = line.strip_prefix("**")?.strip_suffix("**")?;
    let is_bold = !inner.starts_with(char::is_whitespace) && !inner.ends_with(char::is_whitespace);
    (is_bold && !inner.is_empty() && !inner.bytes().any(is_markup)).then_some(inner)
}

fn push_visible(line: &str, out: &mut String, depth: usize) {
    for piece in pieces(line) {
        let text = piece.span.of(line);
        match piece.kind {
            PieceKind::Text => out.push_str(text),
            PieceKind::Escaped => out.push_str(&text[1..]),
            PieceKind::Entity => out.push_str(&entity::decoded(text)),
            PieceKind::Code => out.push_str(text.trim_matches('`')),
            PieceKind::Autolink => out.push_str(text.trim_start_matches('<').trim_end_matches('>')),
            PieceKind::Mark => {}
            PieceKind::Hidden => out.push(' '),
            PieceKind::Bracket { inner } => {
                out.push('[');
                out.push_str(&entity::decoded(inner.of(line)));
                out.push(']');
            }
            // Links nest only inside images. The limit keeps hostile input off the stack.
            PieceKind::Link { text: inner, .. } if depth < 4 => push_visible(inner.of(line), out, depth + 1),
            PieceKind::Link { text: inner, .. } => out.push_str(inner.of(line)),
        }
    }
}

/// A character as a reader sees it, with the place of what stands for it in the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shown {
    pub(crate) sign: char,
    pub(crate) span: Span,
    /// Whether it is in a code span.
    pub(crate) is_code: bool,
}

/// The characters that a reader sees, spaces among them: no marks, escapes, and no characters
/// without width. A comment and a tag are a space. The text of a link is left out, since it leads
/// somewhere.
pub(crate) fn shown(line: &str) -> Vec<Shown> {
    let mut out = Vec::with_capacity(line.len());
    for piece in pieces(line) {
        let place = piece.span;
        match piece.kind {
            PieceKind::Text | PieceKind::Autolink => out.extend(signs_of(line, place)),
            PieceKind::Escaped => out.extend(signs_of(line, Span::new(place.start + 1, place.end))),
            PieceKind::Code => {
                let inner = place.of(line).trim_matches('`');
                let start = place.start + (place.len() - place.of(line).trim_start_matches('`').len());
                let signs = signs_of(line, Span::new(start, start + inner.len()));
                out.extend(signs.map(|shown| Shown { is_code: true, ..shown }));
            }
            PieceKind::Entity => {
                let signs = entity::decoded(place.of(line));
                out.extend(signs.chars().filter(|sign| is_seen(*sign)).map(|sign| Shown::new(sign, place)));
            }
            PieceKind::Bracket { inner } => {
                out.push(Shown::new('[', Span::new(place.start, inner.start)));
                out.extend(shown(inner.of(line)).into_iter().map(|shown| shown.shifted(inner.start)));
                out.push(Shown::new(']', Span::new(inner.end, place.end)));
            }
            PieceKind::Mark => {}
            PieceKind::Hidden => out.push(Shown::new(' ', place)),
            PieceKind::Link { .. } => out.push(Shown::new(LINK, place)),
        }
    }
    out
}

/// What stands for a whole link among the characters that are shown.
const LINK: char = '\u{fffc}';

impl Shown {
    fn new(sign: char, span: Span) -> Shown {
        Shown { sign, span, is_code: false }
    }

    fn shifted(self, by: usize) -> Shown {
        Shown { span: self.span.shifted(by), ..self }
    }
}

/// The characters of a place that have a width.
fn signs_of(line: &str, place: Span) -> impl Iterator<Item = Shown> {
    let signs = place.of(line).char_indices().filter(|(_, sign)| sign.is_whitespace() || is_seen(*sign));
    signs.map(move |(at, sign)| {
        let start = place.start + at;
        Shown::new(sign, Span::new(start, start + sign.len_utf8()))
    })
}

fn fold_spaces(text: Cow<'_, str>) -> Cow<'_, str> {
    if has_single_spaces(&text) {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    Cow::Owned(out)
}

/// The destinations of the links and images of a line, as written, without their titles:
/// `../bets/42.md`. They are relative to the line.
pub(crate) fn link_targets(line: &str) -> Vec<Span> {
    if !line.contains("](") {
        return Vec::new();
    }
    let target = |piece: Piece| match piece.kind {
        PieceKind::Link { target: Some(inner), .. } => Some(destination(line, inner)),
        _ => None,
    };
    pieces(line).filter_map(target).filter(|target| !target.is_empty()).collect()
}

/// The destination in the parentheses of a link: the text in angle brackets, else the text before
/// white space.
fn destination(line: &str, inner: Span) -> Span {
    let text = inner.of(line);
    let start = inner.start + (text.len() - text.trim_start().len());
    let text = text.trim();
    if let Some(end) = text.strip_prefix('<').and_then(|rest| rest.find('>')) {
        return Span::new(start + 1, start + 1 + end);
    }
    Span::new(start, start + text.find(char::is_whitespace).unwrap_or(text.len()))
}

/// The parts of a line that are struck through with `~~`, `~` or `<del>`, with the marks. They may
/// be the text of a link, or stand in it.
pub(crate) fn struck(line: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    if !line.bytes().any(|byte| matches!(byte, b'~' | b'<')) {
        return spans;
    }
    let mut open: Option<Span> = None;
    for piece in pieces(line) {
        if let (PieceKind::Link { text, .. }, None) = (piece.kind, open) {
            spans.extend(struck(text.of(line)).into_iter().map(|inner| inner.shifted(text.start)));
            continue;
        }
        let text = piece.span.of(line);
        let strikes = match piece.kind {
            PieceKind::Mark => text.starts_with('~'),
            PieceKind::Hidden => is_strike(text),
            _ => false,
        };
        // A `~` ends no text that `~~` begins.
        let is_inside =
            |start: &Span| start.of(line).starts_with('~') && text.starts_with('~') && start.of(line) != text;
        if !strikes || open.as_ref().is_some_and(is_inside) {
            continue;
        }
        match open.take() {
            Some(start) => spans.push(start.to(piece.span)),
            None => open = Some(piece.span),
        }
    }
    spans
}

/// A line in which spaces stand for what is struck through and for the marks of footnotes. The
/// places of all else stay the same.
pub(crate) fn kept(line: &str) -> Cow<'_, str> {
    let mut gone = struck(line);
    let footnotes = line.match_indices("[^").filter_map(|(at, _)| Some(Span::new(at, at + line[at..].find(']')? + 1)));
    gone.extend(footnotes);
    if gone.is_empty() {
        return Cow::Borrowed(line);
    }
    Cow::Owned(blanked(line, gone))
}

/// Whether all that stands in a place of a line is struck through.
pub(crate) fn is_struck_out(source: &Source, place: Span) -> bool {
    let line = source.line_span(source.line(place.start));
    let own = Span::new(place.start - line.start, place.end.min(line.end).max(place.start) - line.start);
    let shows = |line: &str| own.of(line).contains(char::is_alphanumeric);
    let line = source.slice(line);
    shows(line) && !shows(&kept(line))
}

/// The text that counts: as a reader sees it, without what is struck through and without footnotes.
pub(crate) fn said(line: &str) -> String {
    visible(&kept(line)).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn brackets(line: &str) -> Vec<&str> {
        super::brackets(line).map(|(_, inner)| inner.of(line)).collect()
    }

    #[test]
    fn brackets_that_wait_for_a_value_are_told_from_the_others() {
        assert_eq!(brackets("[X] of [Y] users, `[code]` and arr[i], [[wiki]], [^1], [!NOTE]"), ["X", "Y"]);
        assert_eq!(brackets("p95 < 300 ms [1] of all teh [sic] shops [N]"), ["N"]);
        assert_eq!(brackets("[text](url) ![img](url) [text][ref] <!-- [gone] -->"), [""; 0]);
        assert_eq!(brackets(r"\[Name\] and [ ] Invited [x] Active"), ["Name", " ", "x"]);
    }

    #[test]
    fn the_visible_text_is_what_a_reader_sees() {
        assert_eq!(
            visible("**Owner:**  [Ann](mailto:a) \\| `x` <!-- c -->snake_case 5 * 3"),
            "Owner: Ann | x snake_case 5 * 3"
        );
        assert_eq!(visible("&#9745; A &amp; B&nbsp;C &lt;D&gt; `&amp;` &x; &"), "☑ A & B C <D> &amp; &x; &");
        assert_eq!(visible("~~gone~~ — reason"), "gone — reason");
    }

    #[test]
    fn what_is_struck_is_not_said() {
        assert_eq!(said("~~Ann Lee~~ **Priya Nair**[^1]"), "Priya Nair");
        assert_eq!(said("<del>Go</del> Hold"), "Hold");
        assert_eq!(said("~~Proceed~~"), "");
        assert_eq!(said("~1~ **2**, ~Ann Lee~"), "2,");
        assert_eq!(said("~~a ~b~ c~~ d"), "d");
        assert_eq!(said("[~~Go~~](a.md) [**Hold**, ~~if~~](b.md)"), "Hold,");
        for kept in ["~5 users to ~10", "2~3 days, 4~5", "~/a and ~/b", "[~] a [~] b", "`~a~`", r"\~a\~", "a ~ b"] {
            assert_eq!(struck(kept), [], "{kept}");
        }
    }

    #[test]
    fn links_lead_where_their_parentheses_say() {
        let line = "[a](b/c.md \"title\") ![i](<d e.png>) [ref][r] `[x](no)` [y]() [z](  f.md  )";
        let targets: Vec<&str> = link_targets(line).iter().map(|span| span.of(line)).collect();
        assert_eq!(targets, ["b/c.md", "d e.png", "f.md"]);
    }

    proptest! {
        #[test]
        fn pieces_cover_the_line_without_gaps(line in "[ -~é日\\\\\\[\\]<>`*_~()!]{0,60}") {
            let mut at = 0;
            for piece in pieces(&line) {
                prop_assert_eq!(piece.span.start, at);
                prop_assert!(line.is_char_boundary(piece.span.end));
                at = piece.span.end;
            }
            prop_assert_eq!(at, line.len());
        }
    }
}
