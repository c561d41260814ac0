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
