//! Short texts in the form in which they are written out.

use super::Span;

/// A name as one segment of the path of a URL, percent-encoded.
pub(crate) fn uri_segment(name: &str) -> String {
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

/// Bytes in hex digits, lower case, two for each.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A word with a capital as its first letter, for the start of a sentence or a cell.
pub(crate) fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A text on one line, with single spaces.
pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
/// A text in which spaces stand for what is in some places. All else stays where it is.
pub(crate) fn blanked(text: &str, places: impl IntoIterator<Item = Span>) -> String {
    let mut text = text.to_owned();
    for place in places {
        text.replace_range(place.start..place.end, &" ".repeat(place.len()));
    }
    text
}
