//! How wide a text is on a terminal.

use textwrap::core::display_width;

/// The columns that a text takes on a terminal.
pub(super) fn columns(text: &str) -> usize {
    display_width(text)
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
