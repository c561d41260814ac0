//! Text and places in it: spans, line numbers, edits. Knows nothing of Markdown.

use std::ops::Range;
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;

/// A range of bytes in a [`Source`]. It always lies inside the text and on character boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Span {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset of the byte after the last one.
    pub end: usize,
}

impl Span {
    /// The span from `start` up to, not including, `end`.
    pub fn new(start: usize, end: usize) -> Span {
        debug_assert!(start <= end, "a span never ends before it starts");
        Span { start, end }
    }

    /// The empty span at `offset`.
    pub fn at(offset: usize) -> Span {
        Span::new(offset, offset)
    }

    /// How many bytes the span holds.
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether the span holds nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies wholly inside this span.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The smallest span that holds both.
    pub fn to(self, other: Span) -> Span {
        Span::new(self.start.min(other.start), self.end.max(other.end))
    }
}

/// A place as people count it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: u32,
    /// The column in Unicode code points, from 1. A byte order mark has no column.
    pub column: u32,
}

/// Why a file's text could not be read whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// The byte at this offset is not UTF-8; the text before it is kept.
    NotUtf8 {
        /// Offset of the first bad byte.
        at: usize,
        /// The file begins with the mark of UTF-16.
        wide: bool,
    },
    /// The file is larger than the limit; nothing of it is kept.
    TooLarge {
        /// Its size in bytes.
        size: usize,
    },
}

/// The largest plan that is read, in bytes. Parsing is linear in time, but its tree takes about 140 bytes a node, so that
/// a megabyte of brackets already needs 150 MB.
pub const SIZE_LIMIT: usize = 1024 * 1024;

/// One file's text with its line table.
#[derive(Clone, Debug)]
pub struct Source {
    /// The path inside the repository with `/`, or the path as given on the command line.
    pub path: String,
    /// The text, byte order mark and line endings included. Empty or cut short when [`Source::unreadable`] says so.
    pub text: Arc<str>,
    /// Why the text is not the whole file.
    pub unreadable: Option<Unreadable>,
    lines: Arc<LineIndex>,
}

impl Source {
    /// A source from text that is already known to be UTF-8.
    pub fn new(path: impl Into<String>, text: impl Into<Arc<str>>) -> Source {
        let text = text.into();
        let lines = Arc::new(LineIndex::new(&text));
        Source { path: path.into(), text, unreadable: None, lines }
    }

    /// A source from a file's bytes. Never fails: a file that is too large or not UTF-8 is kept as far as it goes, and says so.
    pub fn from_bytes(path: impl Into<String>, bytes: &[u8]) -> Source {
        if bytes.len() > SIZE_LIMIT {
            let unreadable = Some(Unreadable::TooLarge { size: bytes.len() });
            return Source { unreadable, ..Source::new(path, "") };
        }
        match std::str::from_utf8(bytes) {
            Ok(text) => Source::new(path, text),
            Err(error) => {
                let at = error.valid_up_to();
                let wide = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
                let text = String::from_utf8_lossy(&bytes[..at]).into_owned();
                Source { unreadable: Some(Unreadable::NotUtf8 { at, wide }), ..Source::new(path, text) }
            }
        }
    }

    /// The text of a span.
    pub fn slice(&self, span: Span) -> &str {
        &self.text[span.start..span.end]
    }

    /// The line and column of an offset.
    pub fn position(&self, offset: usize) -> Position {
        let line = self.lines.line_at(offset);
        let start = self.lines.starts[line];
        let before = self.text[start..offset].trim_start_matches('\u{feff}');
        Position { line: line as u32 + 1, column: before.chars().count() as u32 + 1 }
    }

    /// The line (from 1) that an offset lies on.
    pub fn line(&self, offset: usize) -> u32 {
        self.lines.line_at(offset) as u32 + 1
    }

    /// The line (from 1) that an offset lies on as Git counts, for which a lone carriage return ends no line.
    pub fn git_line(&self, offset: usize) -> u32 {
        let lone = self.lines.behind_lone_return.partition_point(|start| *start <= offset);
        self.line(offset) - lone as u32
    }

    /// Whether Git counts the lines in the same way.
    pub fn counts_like_git(&self) -> bool {
        self.lines.behind_lone_return.is_empty()
    }

    /// How the file's first line ends, and so how a line that is added should: `\r\n`, `\n`, or a lone `\r`.
    pub fn line_ending(&self) -> &'static str {
        let first = self.text.find(['\r', '\n']).map_or("", |end| &self.text[end..]);
        match first.as_bytes() {
            [b'\r', b'\n', ..] => "\r\n",
            [b'\r', ..] => "\r",
            _ => "\n",
        }
    }

    /// How many lines there are; an empty file has one.
    pub fn line_count(&self) -> u32 {
        self.lines.starts.len() as u32
    }

    /// The span of a line (from 1) without its line ending. Lines outside the file give the empty span at its end.
    pub fn line_span(&self, line: u32) -> Span {
        let index = (line as usize).saturating_sub(1);
        let Some(&start) = self.lines.starts.get(index) else {
            return Span::at(self.text.len());
        };
        let end = self.lines.starts.get(index + 1).copied().unwrap_or(self.text.len());
        let ending = self.text.as_bytes()[start..end].iter().rev().take_while(|byte| matches!(byte, b'\r' | b'\n'));
        Span::new(start, end - ending.count())
    }
}

/// Where each line starts. A line ends with `\n`, `\r\n` or a lone `\r`, as in CommonMark.
#[derive(Debug)]
struct LineIndex {
    starts: Vec<usize>,
    /// Those that stand behind a lone carriage return, which ends no line for Git.
    behind_lone_return: Vec<usize>,
}

impl LineIndex {
    fn new(text: &str) -> LineIndex {
        let bytes = text.as_bytes();
        let (mut starts, mut behind_lone_return) = (vec![0], Vec::new());
        // Both ends of a line are below all letters, so that one comparison passes over most bytes.
        for (index, byte) in bytes.iter().enumerate().filter(|(_, byte)| **byte <= b'\r') {
            let ends_line = match byte {
                b'\n' => true,
                b'\r' => bytes.get(index + 1) != Some(&b'\n'),
                _ => false,
            };
            if ends_line {
                starts.push(index + 1);
                behind_lone_return.extend((*byte == b'\r').then_some(index + 1));
            }
        }
        LineIndex { starts, behind_lone_return }
    }

    fn line_at(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset) - 1
    }
}

/// A name as one segment of a path in an address: everything that means something there is percent-encoded.
pub fn uri_segment(name: &str) -> String {
    let mut encoded = String::with_capacity(name.len());
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// A word as it stands at the start of a sentence or a cell: its first letter is a capital.
pub fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A commit's id as people know it: its first seven digits.
pub fn short_commit(id: &str) -> &str {
    id.get(..7).unwrap_or(id)
}

/// The form in which two texts are compared: case, width, non-breaking and repeated spaces make no difference.
pub fn fold(text: &str) -> String {
    if has_single_spaces(text) {
        return text.to_ascii_lowercase();
    }
    if !text.is_ascii() {
        let folded: String = text.nfkc().flat_map(char::to_lowercase).collect();
        return folded.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    let mut folded = String::with_capacity(text.len());
    for word in text.split_ascii_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    folded.make_ascii_lowercase();
    folded
}

/// Whether a text is in its folded form another one that is folded already.
pub fn folds_to(text: &str, folded: &str) -> bool {
    if has_single_spaces(text) { text.eq_ignore_ascii_case(folded) } else { fold(text) == folded }
}

/// Whether all white space of a text is single spaces between words of ASCII, as it nearly always is.
pub fn has_single_spaces(text: &str) -> bool {
    Signs::of(text).has_single_spaces()
}

/// Of what kinds the signs of a text are, told in one look: most texts are plain words, and need no other.
#[derive(Clone, Copy, Debug)]
pub struct Signs {
    /// The kinds of all signs.
    kinds: u8,
    /// The kinds that neighbours have in common, the text's borders counted as spaces.
    pairs: u8,
}

const SPACE: u8 = 1;
/// Neither a space nor a sign of ASCII that can be seen.
const OTHER: u8 = 2;
/// May begin what Markdown shows otherwise than it is written.
const MARKUP: u8 = 4;
/// A part of an address or of a character's name: `://`, `&amp;`.
const PART: u8 = 8;

static KINDS: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        kinds[byte] = match byte as u8 {
            b' ' => SPACE,
            0..b' ' | 0x7f.. => OTHER,
            b'\\' | b'`' | b'<' | b'!' | b'[' | b'~' | b'*' | b'_' => MARKUP,
            b':' | b'&' => PART,
            _ => 0,
        };
        byte += 1;
    }
    kinds
};

impl Signs {
    /// Looks at a text.
    pub fn of(text: &str) -> Signs {
        let (mut kinds, mut pairs, mut before) = (0, 0, if text.is_empty() { 0 } else { SPACE });
        for byte in text.bytes() {
            let kind = KINDS[usize::from(byte)];
            kinds |= kind;
            pairs |= kind & before;
            before = kind;
        }
        Signs { kinds, pairs: pairs | (before & SPACE) }
    }

    /// Whether all white space is single spaces between words of ASCII.
    pub fn has_single_spaces(self) -> bool {
        self.kinds & OTHER == 0 && self.pairs & SPACE == 0
    }

    /// Whether nothing in it may be shown otherwise than it is written.
    pub fn has_no_markup(self) -> bool {
        self.kinds & (MARKUP | PART) == 0
    }
}

/// Whether a byte may begin what Markdown shows otherwise than it is written, addresses apart.
pub fn is_markup(byte: u8) -> bool {
    KINDS[usize::from(byte)] == MARKUP
}

/// Replaces the bytes of a span by a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; an empty span inserts.
    pub span: Span,
    /// What stands there afterwards.
    pub replacement: String,
}

/// Two edits want the same bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overlap;

/// The text after some edits, in any order. Edits that insert at one place keep their order.
///
/// # Errors
/// When two edits overlap; nothing is applied then.
pub fn apply(text: &str, edits: &[Edit]) -> Result<String, Overlap> {
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        if edit.span.start < at {
            return Err(Overlap);
        }
        out.push_str(&text[at..edit.span.start]);
        out.push_str(&edit.replacement);
        at = edit.span.end;
    }
    out.push_str(&text[at..]);
    Ok(out)
}

/// One hunk of a diff: the lines (from 1) that it shows on either side, context included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hunk {
    /// Lines of the version before.
    pub before: Range<u32>,
    /// Lines of the version after.
    pub after: Range<u32>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_with_any_of_the_three_endings() {
        let source = Source::new("a.md", "one\ntwo\r\nthree\rfour");
        let lines: Vec<&str> = (1..=source.line_count()).map(|line| source.slice(source.line_span(line))).collect();
        assert_eq!(lines, ["one", "two", "three", "four"]);
    }

    #[test]
    fn columns_count_code_points_and_skip_the_byte_order_mark() {
        let source = Source::new("a.md", "\u{feff}äöx\nyz");
        let x = source.text.find('x').expect("the text has an x");
        assert_eq!(source.position(x), Position { line: 1, column: 3 });
        assert_eq!(source.position(source.text.len()), Position { line: 2, column: 3 });
    }

    #[test]
    fn a_file_that_is_not_utf8_keeps_what_stands_before_the_fault() {
        let source = Source::from_bytes("a.md", b"good\n\xff\xfe");
        assert_eq!(&*source.text, "good\n");
        assert_eq!(source.unreadable, Some(Unreadable::NotUtf8 { at: 5, wide: false }));
    }

    fn edit(start: usize, end: usize, replacement: &str) -> Edit {
        Edit { span: Span::new(start, end), replacement: replacement.to_owned() }
    }

    #[test]
    fn edits_are_applied_together_or_not_at_all() {
        assert_eq!(apply("abcdef", &[edit(4, 6, "Y"), edit(0, 2, ""), edit(2, 2, "x")]), Ok("xcdY".to_owned()));
        assert_eq!(apply("abcdef", &[edit(0, 3, "x"), edit(2, 4, "y")]), Err(Overlap));
    }
}
