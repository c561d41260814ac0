//! HTML and SVG.

use super::template::{Harmless, Target};
use super::terminal::{TEXT_LIMIT, clipped, terminal};

/// HTML or SVG, for an attribute in double quotes too.
pub(crate) type Html = Harmless<InHtml>;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct InHtml;

impl Target for InHtml {
    fn harmless(text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        for character in terminal(&clipped(text, TEXT_LIMIT)).chars() {
            match character {
                '&' => out.push_str("&amp;"),
                '<' => out.push_str("&lt;"),
                '>' => out.push_str("&gt;"),
                '"' => out.push_str("&quot;"),
                '\'' => out.push_str("&#39;"),
                _ => out.push(character),
            }
        }
        out
    }
}
