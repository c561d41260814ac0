//! Places as an editor counts them, and files as it names them.

use crate::text::{Edit, Source, Span};
use ls_types::{Position, PositionEncodingKind, Range, TextEdit, Uri};
use std::path::{Path, PathBuf};

/// What an editor counts columns in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Columns {
    /// Bytes.
    Utf8,
    /// Units of two bytes; what every editor knows.
    Utf16,
}

impl Columns {
    /// The unit that suits best of those that the editor offers.
    pub(super) fn of(offered: &[String]) -> Columns {
        let is_utf8 = |name: &String| name == PositionEncodingKind::UTF8.as_str();
        if offered.iter().any(is_utf8) { Columns::Utf8 } else { Columns::Utf16 }
    }

    pub(super) fn kind(self) -> PositionEncodingKind {
        match self {
            Columns::Utf8 => PositionEncodingKind::UTF8,
            Columns::Utf16 => PositionEncodingKind::UTF16,
        }
    }

    fn width(self, text: &str) -> usize {
        match self {
            Columns::Utf8 => text.len(),
            Columns::Utf16 => text.encode_utf16().count(),
        }
    }

    /// The position of an offset. A byte order mark has no column: no editor shows it.
    pub(super) fn position(self, source: &Source, offset: usize) -> Position {
        let line = source.line(offset);
        let before = source.slice(Span::new(source.line_span(line).start, offset));
        let before = before.trim_start_matches('\u{feff}');
        Position { line: line - 1, character: self.width(before) as u32 }
    }

    pub(super) fn range(self, source: &Source, span: Span) -> Range {
        Range { start: self.position(source, span.start), end: self.position(source, span.end) }
    }

    /// The offset of a position. A place behind the end of a line is its end.
    pub(super) fn offset(self, source: &Source, position: Position) -> usize {
        let line = source.line_span(position.line.saturating_add(1));
        let text = source.slice(line);
        let shown = text.trim_start_matches('\u{feff}');
        let mut left = position.character as usize;
        let mut offset = line.end - shown.len();
        for character in shown.chars() {
            let width = self.width(character.encode_utf8(&mut [0; 4]));
            if width > left {
                break;
            }
            left -= width;
            offset += character.len_utf8();
        }
        offset
    }

    pub(super) fn edit(self, source: &Source, edit: &Edit) -> TextEdit {
        TextEdit { range: self.range(source, edit.span), new_text: edit.replacement.clone() }
    }
}

/// The path of a file that an editor names. `None` for what is no file.
pub(super) fn path_of(uri: &Uri) -> Option<PathBuf> {
    let is_file = uri.as_str().starts_with("file:");
    uri.to_file_path().filter(|_| is_file).map(|path| path.into_owned())
}

/// How an editor names a file.
pub(super) fn uri_of(path: &Path) -> Option<Uri> {
    Uri::from_file_path(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_the_same_place_in_either_unit() {
        let source = Source::new("a.md", "first\r\n\u{feff}ä\u{1f600}日x\rlast");
        for (offset, _) in source.text.char_indices().chain([(source.text.len(), ' ')]) {
            // Within a line ending there is no place, and before a mark none of its own.
            let line = source.line_span(source.line(offset));
            let is_shown = offset <= line.end && !source.text[offset..].starts_with('\u{feff}');
            for columns in [Columns::Utf8, Columns::Utf16] {
                let back = columns.offset(&source, columns.position(&source, offset));
                assert!(back == offset || !is_shown, "{columns:?} at {offset}: {back}");
            }
        }
        let x = source.text.find('x').expect("the text has an x");
        assert_eq!(Columns::Utf16.position(&source, x), Position { line: 1, character: 4 });
        assert_eq!(Columns::Utf8.position(&source, x), Position { line: 1, character: 9 });
    }

    #[test]
    fn a_place_that_no_text_has_is_the_nearest_one() {
        let source = Source::new("a.md", "\u{1f600}x\nlast");
        let offset = |line, character| Columns::Utf16.offset(&source, Position { line, character });
        assert_eq!(offset(0, 1), 0, "half a character");
        assert_eq!(offset(0, 99), 5);
        assert_eq!(offset(7, 0), source.text.len());
    }
}
