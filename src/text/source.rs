//! The text of a file, and its lines.

use super::span::Span;
use memchr::memchr2_iter;
use std::fmt;
use std::sync::{Arc, OnceLock};

/// A place in a text as people count it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: u32,
    /// The column in Unicode code points, from 1. A byte order mark has no column.
    pub column: u32,
}

/// The reason why the text of a file is not the whole file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// The file is not UTF-8. The text before the first bad byte is kept.
    NotUtf8 {
        /// The offset of the first bad byte.
        at: usize,
        /// Whether the file begins with the byte order mark of UTF-16.
        wide: bool,
    },
    /// The file is larger than its kind may be. Nothing of it is kept.
    TooLarge {
        /// The size of the file in bytes.
        size: usize,
    },
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unreadable::NotUtf8 { wide: true, .. } => f.write_str("it is UTF-16, not UTF-8"),
            Unreadable::NotUtf8 { at, .. } => write!(f, "it is not UTF-8: byte {at} is of no character"),
            Unreadable::TooLarge { size } => write!(f, "it has {size} bytes, which is too large"),
        }
    }
}

/// The size of the largest plan that is read, in bytes. The parser takes linear time, but about 140
/// bytes for each node of its tree: a megabyte of brackets already needs 150 MB.
pub const SIZE_LIMIT: usize = 1024 * 1024;

/// The size of the largest file that is read at all, in bytes.
pub const FILE_LIMIT: usize = 16 * 1024 * 1024;

/// The text of a file, with a table of its lines.
#[derive(Clone, Debug)]
pub struct Source {
    /// The path inside the repository with `/`, or the path as given on the command line.
    pub path: String,
    /// The text, with its byte order mark and line endings. Empty or cut short when
    /// [`Source::unreadable`] says so.
    pub text: Arc<str>,
    /// The reason why the text is not the whole file.
    pub unreadable: Option<Unreadable>,
    lines: Arc<LineIndex>,
}

impl Source {
    /// A source from a text.
    pub fn new(path: impl Into<String>, text: impl Into<Arc<str>>) -> Source {
        let text = text.into();
        let lines = Arc::new(LineIndex::new(&text));
        Source { path: path.into(), text, unreadable: None, lines }
    }

    /// A source from the bytes of a plan. Never fails: see [`Source::unreadable`] for a file that
    /// is too large or not UTF-8.
    pub fn from_bytes(path: impl Into<String>, bytes: &[u8]) -> Source {
        Source::within(SIZE_LIMIT, path, bytes)
    }

    /// A source from the bytes of a file that may have as many as `limit`. Never fails, as
    /// [`Source::from_bytes`].
    pub fn within(limit: usize, path: impl Into<String>, bytes: &[u8]) -> Source {
        if bytes.len() > limit {
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

    /// The part of a span without white space at its ends.
    pub(crate) fn trimmed(&self, span: Span) -> Span {
        let text = self.slice(span).trim_start();
        let start = span.end - text.len();
        Span::new(start, start + text.trim_end().len())
    }

    /// The line and column of an offset.
    pub fn position(&self, offset: usize) -> Position {
        let line = self.lines.line_at(offset);
        let start = self.lines.starts[line];
        let marks = self.text[start..offset].chars().take_while(|char| *char == '\u{feff}').count();
        let before = self.lines.characters_between(&self.text, start, offset) - marks;
        Position { line: line as u32 + 1, column: before as u32 + 1 }
    }

    /// The line, from 1, of an offset.
    pub fn line(&self, offset: usize) -> u32 {
        self.lines.line_at(offset) as u32 + 1
    }

    /// The line, from 1, of an offset as Git counts lines. To Git a lone carriage return ends no
    /// line.
    pub fn git_line(&self, offset: usize) -> u32 {
        let lone = self.lines.behind_lone_return.partition_point(|start| *start <= offset);
        self.line(offset) - lone as u32
    }

    /// Whether Git counts the same lines.
    pub fn counts_like_git(&self) -> bool {
        self.lines.behind_lone_return.is_empty()
    }

    /// The line ending of the first line: `\r\n`, `\n`, or a lone `\r`. New lines should end so,
    /// too.
    pub(crate) fn line_ending(&self) -> &'static str {
        let first = self.text.find(['\r', '\n']).map_or("", |end| &self.text[end..]);
        match first.as_bytes() {
            [b'\r', b'\n', ..] => "\r\n",
            [b'\r', ..] => "\r",
            _ => "\n",
        }
    }

    /// The number of lines. An empty file has one.
    pub fn line_count(&self) -> u32 {
        self.lines.starts.len() as u32
    }

    /// The span of a line, from 1, without its line ending. A line outside the file has the empty
    /// span at the end.
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

/// The offsets at which lines start. As in CommonMark, a line ends with `\n`, `\r\n` or a lone
/// `\r`.
#[derive(Debug)]
struct LineIndex {
    starts: Vec<usize>,
    /// The starts behind a lone carriage return, which to Git are no starts.
    behind_lone_return: Vec<usize>,
    /// How many characters begin before each [`STRETCH`] of bytes. Without it, each place on a line
    /// of a megabyte would be counted from the start of the line. Few files have long lines.
    characters: OnceLock<Vec<usize>>,
}

/// So many bytes are counted through to find a column.
const STRETCH: usize = 1024;

/// How many characters begin in some bytes of a text.
fn characters_in(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| !matches!(byte, 0x80..=0xbf)).count()
}

impl LineIndex {
    fn new(text: &str) -> LineIndex {
        let bytes = text.as_bytes();
        let (mut starts, mut behind_lone_return) = (vec![0], Vec::new());
        for index in memchr2_iter(b'\n', b'\r', bytes) {
            let is_return = bytes[index] == b'\r';
            if !is_return || bytes.get(index + 1) != Some(&b'\n') {
                starts.push(index + 1);
                behind_lone_return.extend(is_return.then_some(index + 1));
            }
        }
        LineIndex { starts, behind_lone_return, characters: OnceLock::new() }
    }

    /// The number of characters between two offsets of the text.
    fn characters_between(&self, text: &str, start: usize, end: usize) -> usize {
        let bytes = text.as_bytes();
        if end - start <= STRETCH {
            return characters_in(&bytes[start..end]);
        }
        let counted = self.characters.get_or_init(|| {
            let before = |before: &mut usize, stretch: &[u8]| {
                let at_start = *before;
                *before += characters_in(stretch);
                Some(at_start)
            };
            bytes.chunks(STRETCH).scan(0, before).collect()
        });
        let before = |offset: usize| {
            // The end of the text may lie behind the last stretch.
            let stretch = (offset / STRETCH).min(counted.len() - 1);
            counted[stretch] + characters_in(&bytes[stretch * STRETCH..offset])
        };
        before(end) - before(start)
    }

    /// The line, from 0, of an offset.
    fn line_at(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset) - 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

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
    fn columns_of_a_long_line_are_those_that_counting_gives() {
        for piece in ["x", "ä", "日本語x", "\u{1f600}"] {
            let text = format!("first\n\u{feff}{}\nlast", piece.repeat(3 * STRETCH));
            let source = Source::new("a.md", text.as_str());
            for (offset, _) in text.char_indices().filter(|(offset, _)| offset % 7 == 0).chain([(text.len(), ' ')]) {
                let start = text[..offset].rfind('\n').map_or(0, |at| at + 1);
                let column = text[start..offset].trim_start_matches('\u{feff}').chars().count() as u32 + 1;
                assert_eq!(source.position(offset).column, column, "{piece} at {offset}");
            }
        }
        let exact = "x".repeat(2 * STRETCH);
        assert_eq!(Source::new("a.md", exact.as_str()).position(exact.len()).column, 2 * STRETCH as u32 + 1);
    }

    #[test]
    fn a_file_that_is_not_utf8_keeps_the_text_before_the_fault() {
        let source = Source::from_bytes("a.md", b"good\n\xff\xfe");
        assert_eq!(&*source.text, "good\n");
        assert_eq!(source.unreadable, Some(Unreadable::NotUtf8 { at: 5, wide: false }));
    }

    proptest! {
        #[test]
        fn each_line_is_where_it_is_said_to_be(text in "[aé\u{feff}\r\n]{0,30}") {
            let source = Source::new("a.md", text.as_str());
            for line in 1..=source.line_count() {
                let span = source.line_span(line);
                prop_assert!(!source.slice(span).contains(['\r', '\n']));
                prop_assert_eq!([source.line(span.start), source.line(span.end)], [line; 2]);
            }
            let lines = text.matches('\n').count();
            prop_assert_eq!(source.git_line(text.len()) as usize, lines + 1);
        }
    }
}
