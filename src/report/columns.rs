//! How wide a text is on a terminal.

use textwrap::core::display_width;
use textwrap::{WordSeparator, WordSplitter};

/// The columns that a text takes on a terminal.
pub(super) fn columns(text: &str) -> usize {
    display_width(text)
}

/// A line of a report in as many lines as `width` columns need. Further ones begin where the text
/// of the first does: behind its day, its label or its indent.
pub(super) fn wrapped(line: &str, width: usize) -> String {
    let indent = match line.len() - line.trim_start_matches(' ').len() {
        0 => 2,
        2 => 14,
        deep => deep,
    };
    let indent = " ".repeat(indent);
    // A path or an address stays whole, so that it can be copied.
    let options = textwrap::Options::new(width)
        .subsequent_indent(&indent)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation)
        .break_words(false);
    if columns(line) <= width { line.to_owned() } else { textwrap::fill(line, options) }
}

/// As much of a text as `width` columns take, with a sign that there is more.
pub(super) fn clipped_to(text: &str, width: usize) -> String {
    if columns(text) <= width {
        return text.to_owned();
    }
    let (mut short, mut taken) = (String::new(), 0);
    for character in text.chars() {
        taken += columns(character.encode_utf8(&mut [0; 4]));
        if taken + 1 > width {
            break;
        }
        short.push(character);
    }
    short.push('…');
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_broken_below_where_its_text_begins() {
        let line = "  2026-03-02  0 → 1     Proceed by Priya Nair, after 14 days, 7 planned";
        let broken =
            "  2026-03-02  0 → 1     Proceed by Priya\n              Nair, after 14 days, 7\n              planned";
        assert_eq!(wrapped(line, 40), broken);
        assert_eq!(wrapped(line, 80), line);
        assert_eq!(wrapped("https://example.com/a/long/address", 20), "https://example.com/a/long/address");
    }
}
