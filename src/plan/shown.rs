//! Which words the text of a plan shows, without reading it as a plan.

use crate::markdown::inline;
use aho_corasick::AhoCorasick;
use memchr::{memchr_iter, memchr3_iter, memmem, memrchr};

/// Finds words in Markdown, as they stand there and as a reader sees them.
pub(crate) struct ShownWords(AhoCorasick);

impl ShownWords {
    pub(crate) fn new<'w>(words: impl IntoIterator<Item = &'w String>) -> ShownWords {
        // Where a word has spaces, a line may end in it.
        let words = words.into_iter().filter_map(|word| word.split_whitespace().max_by_key(|part| part.len()));
        ShownWords(AhoCorasick::new(words).expect("so many patterns do not exist"))
    }

    /// Whether one of the words is shown in the text of a plan.
    pub(crate) fn are_in(&self, bytes: &[u8]) -> bool {
        if self.0.is_match(bytes) {
            return true;
        }
        let Ok(text) = std::str::from_utf8(bytes) else { return false };
        // By these Markdown shows something else than stands in the text: escapes, the names of
        // characters, tags, links, and marks inside of words.
        let signs = memchr3_iter(b'\\', b'&', b'<', bytes).chain(memmem::find_iter(bytes, "]("));
        let marks = memchr3_iter(b'*', b'_', b'~', bytes).filter(|at| is_inside_of_a_word(bytes, *at));
        let mut read = 0..0;
        signs.chain(marks).any(|at| {
            if read.contains(&at) {
                return false;
            }
            let start = memrchr(b'\n', &bytes[..at]).map_or(0, |end| end + 1);
            read = start..memchr_iter(b'\n', &bytes[at..]).next().map_or(bytes.len(), |end| at + end);
            self.0.is_match(&*inline::visible(&text[read.clone()]))
        })
    }
}

/// Whether marks begin here that may change what a word looks like. Most marks stand around words,
/// or are a part of a name.
fn is_inside_of_a_word(bytes: &[u8], at: usize) -> bool {
    let mark = bytes[at];
    let before = at.checked_sub(1).map(|before| bytes[before]);
    if before == Some(mark) {
        return false;
    }
    let after = bytes[at + 1..].iter().copied().find(|byte| *byte != mark);
    let is_beside = |byte: Option<u8>| byte.is_some_and(|byte| !byte.is_ascii_whitespace());
    let is_word = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric());
    is_beside(before) && is_beside(after) && !(mark == b'_' && is_word(before) && is_word(after))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(word: &str, text: &str) -> bool {
        ShownWords::new([&word.to_owned()]).are_in(text.as_bytes())
    }

    #[test]
    fn a_name_is_found_in_any_writing() {
        for text in [
            "**Feature Flag:** `a_b-c`",
            "**Feature Flag:** a\\_b-c",
            "**Feature Flag:** a\\_b\\-c",
            "**Feature Flag:** a&#95;b-c",
            "**Feature Flag:** a&lowbar;b-c",
            "**Feature Flag:** a_b-&#x63;",
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
