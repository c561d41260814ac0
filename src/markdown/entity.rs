//! Characters that are written by name or number: `&amp;`, `&#9745;`.

use comrak::nodes::NodeValue;
use comrak::{Arena, Options, parse_document};
use std::borrow::Cow;

/// The longest name that HTML has, with `&` and `;`.
const LONGEST: usize = 33;

/// The length of the entity that a text begins with.
pub(super) fn length(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('&')?;
    let end = inner.bytes().take(LONGEST).position(|byte| !byte.is_ascii_alphanumeric() && byte != b'#')?;
    let is_closed = end > 0 && inner[end..].starts_with(';');
    let length = end + 2;
    (is_closed && character(&text[..length]).is_some()).then_some(length)
}

/// A text with the characters that its entities stand for.
pub(super) fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let length = length(rest).unwrap_or(1);
        out.push_str(&character(&rest[..length]).unwrap_or_else(|| rest[..length].to_owned()));
        rest = &rest[length..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The characters that a whole entity stands for.
fn character(entity: &str) -> Option<String> {
    match entity {
        "&nbsp;" => return Some("\u{a0}".to_owned()),
        "&amp;" => return Some("&".to_owned()),
        "&" => return None,
        _ => {}
    }
    // comrak has the list of all names.
    let arena = Arena::new();
    let root = parse_document(&arena, entity, &Options::default());
    let text = root.descendants().find_map(|node| match &node.data().value {
        NodeValue::Text(text) => Some(text.to_string()),
        _ => None,
    })?;
    (text != entity).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_numbers_of_characters_are_decoded() {
        assert_eq!(decoded("&#91;x&#x5D; A &amp;amp; B &check; &rarr;"), "[x] A &amp; B ✓ →");
        assert_eq!(decoded("a & b &; &nope; &#; &x"), "a & b &; &nope; &#; &x");
        assert_eq!((length("&check; x"), length("&amp"), length("& b;")), (Some(7), None, None));
    }
}
