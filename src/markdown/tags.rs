//! The HTML tags that a line of Markdown may hold.

/// The HTML elements that plans have in practice. Any other `<Name>` is a placeholder.
const HTML_ELEMENTS: &[&str] = &[
    "a", "abbr", "b", "blockquote", "br", "center", "code", "dd", "del", "details", "div", "dl", "dt", "em", "font",
    "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "input", "ins", "kbd", "label", "li", "mark", "ol", "p",
    "picture", "pre", "q", "s", "small", "source", "span", "strike", "strong", "style", "sub", "summary", "sup", "svg",
    "table", "tbody", "td", "tfoot", "th", "thead", "tr", "tt", "u", "ul", "var", "video", "wbr",
];

/// Whether a tag is of an element that plans have in practice.
pub(super) fn is_element(name: &str) -> bool {
    HTML_ELEMENTS.iter().any(|element| element.eq_ignore_ascii_case(name))
}

/// How far the two tags of a pair may be apart, in bytes.
const LONGEST_PAIR: usize = 200;

/// Whether a tag is one of a pair around a day, `<time>2026-03-16</time>`. One alone waits for a
/// time: `at <time>`.
pub(super) fn is_around_a_day(line: &str, at: usize) -> bool {
    let has = |bytes: &[u8], tag: &[u8]| bytes.windows(tag.len()).any(|window| window.eq_ignore_ascii_case(tag));
    let (before, behind) = line.as_bytes().split_at(at);
    let (before, behind) =
        (&before[before.len().saturating_sub(LONGEST_PAIR)..], &behind[..behind.len().min(LONGEST_PAIR)]);
    let begins = |tag: &[u8]| behind.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag));
    (begins(b"<time>") || begins(b"<time ")) && has(behind, b"</time>") || begins(b"</time>") && has(before, b"<time")
}

/// Whether a tag breaks the line.
pub(crate) fn is_break(tag: &str) -> bool {
    tag.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("<br"))
}

/// The tags that begin and end text that is struck through.
const STRIKES: &[&str] = &["<del>", "</del>", "<s>", "</s>", "<strike>", "</strike>"];

/// Whether a tag begins or ends text that is struck through.
pub(super) fn is_strike(tag: &str) -> bool {
    STRIKES.iter().any(|strike| strike.eq_ignore_ascii_case(tag))
}
