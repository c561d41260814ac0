//! Which words the text of a plan shows, without reading it as a plan.

use crate::markdown::inline;
use aho_corasick::AhoCorasick;

/// The signs by which Markdown shows something else than stands in the text: escapes, the names of
/// characters, tags, links and marks.
const SIGNS: [&str; 7] = ["\\", "&", "<", "](", "*", "_", "~"];

/// Finds words in Markdown, as they stand there and as a reader sees them.
pub(crate) struct ShownWords {
    words: AhoCorasick,
    signs: AhoCorasick,
}

impl ShownWords {
    pub(crate) fn new(words: &[String]) -> ShownWords {
        let finder = |words: &[&str]| AhoCorasick::new(words).expect("so many patterns do not exist");
        // Where a word has spaces, a line may end in it.
        let words = words.iter().filter_map(|word| word.split_whitespace().max_by_key(|part| part.len()));
        let words: Vec<&str> = words.collect();
        ShownWords { words: finder(&words), signs: finder(&SIGNS) }
    }

    /// Whether one of the words is shown in the text of a plan.
    pub(crate) fn are_in(&self, bytes: &[u8]) -> bool {
        if self.words.is_match(bytes) {
            return true;
        }
        let Ok(text) = std::str::from_utf8(bytes) else { return false };
        let mut seen = 0;
        for sign in self.signs.find_iter(text) {
            if sign.start() < seen || !is_inside_of_a_word(text, sign.start(), sign.end()) {
                continue;
            }
            let start = text[..sign.start()].rfind('\n').map_or(0, |end| end + 1);
            seen = text[sign.end()..].find('\n').map_or(text.len(), |end| sign.end() + end);
            if self.words.is_match(&*inline::visible(&text[start..seen])) {
                return true;
            }
        }
        false
    }
}

/// Whether a sign may change what a word looks like. A mark stands inside of it for that; most
/// marks stand around words, or are a part of a name.
fn is_inside_of_a_word(text: &str, start: usize, end: usize) -> bool {
    let bytes = text.as_bytes();
    let mark = bytes[start];
    if !matches!(mark, b'*' | b'_' | b'~') {
        return true;
    }
    let before = bytes[..start].iter().rev().copied().find(|byte| *byte != mark);
    let after = bytes[end..].iter().copied().find(|byte| *byte != mark);
    let is_beside = |byte: Option<u8>| byte.is_some_and(|byte| !byte.is_ascii_whitespace());
    let is_word = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric());
    is_beside(before) && is_beside(after) && !(mark == b'_' && is_word(before) && is_word(after))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(word: &str, text: &str) -> bool {
        ShownWords::new(&[word.to_owned()]).are_in(text.as_bytes())
    }

    #[test]
    fn a_name_is_found_in_any_writing() {
        for text in [
            "**Feature Flag:** `a_b-c`",
            "**Feature Flag:** a\\_b-c",
            "**Feature Flag:** a\\_b\\-c",
            "**Feature Flag:** a&#95;b-c",
            "**Feature Flag:** a&lowbar;b-c",
            "**Feature Flag:** &#x61;_b-c",
            "| Feature Flag | **a_b**-c |",
            "- Feature Flag: a\\_b&#45;c",
            "# Plan\n\n* x\n\n**Feature Flag:** a\\_b-c\r\n\nText",
        ] {
            assert!(finds("a_b-c", text), "{text}");
        }
        assert!(finds("one page checkout", "**Feature Flag:** one page\ncheckout"));
    }

    #[test]
    fn a_plan_of_another_flag_is_left_alone() {
        for text in ["**Feature Flag:** `a_b`", "a\\_b", "a &amp; b-c", "a_b * c", "**a**\n_b-c_"] {
            assert!(!finds("a_b-c", text), "{text}");
        }
    }
}
