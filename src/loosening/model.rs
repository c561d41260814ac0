//! What an edit of configuration or template is, and where it is told.

use crate::config::Policy;
use crate::finding::Side;
use crate::text::{Source, Span, fold};

/// A file that says how plans are judged, and that a change edited.
#[derive(Clone, Debug)]
pub struct PolicyEdit {
    /// Which of the two.
    pub kind: PolicyFile,
    /// The file before the change; `None` when there was none.
    pub base: Option<Source>,
    /// The file after it; `None` when it is gone.
    pub head: Option<Source>,
    /// What became laxer.
    pub laxer: Vec<Laxer>,
    /// Why the file cannot be read any more.
    pub fault: Option<Fault>,
}

/// Which file of those that say how plans are judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PolicyFile {
    /// `.rolloutlint.yml`.
    Configuration,
    /// What plans are made from.
    Template,
}

impl PolicyFile {
    /// What people call it.
    pub fn as_str(self) -> &'static str {
        match self {
            PolicyFile::Configuration => "configuration",
            PolicyFile::Template => "template",
        }
    }
}

/// Something that asks for less than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Laxer {
    /// What it is, without line numbers and values: `rules/log-order`.
    pub key: String,
    /// What became of it, in words.
    pub words: String,
    /// The version that shows it.
    pub side: Side,
    /// Where in that version.
    pub span: Span,
}

/// Why a file cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where, in the version after the change.
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// What to write.
    pub help: Option<String>,
}

/// A configuration's text with what it says.
pub type Configuration<'a> = (&'a Source, &'a Policy);

impl PolicyEdit {
    /// Whether the change brings the first configuration, which judges it already, as far as it
    /// may.
    pub(crate) fn is_first(&self) -> bool {
        self.kind == PolicyFile::Configuration && self.base.is_none()
    }

    /// A version of the file.
    pub fn side(&self, side: Side) -> Option<&Source> {
        match side {
            Side::Base => self.base.as_ref(),
            Side::Head => self.head.as_ref(),
        }
    }

    /// What became laxer, where it is to be seen best first: what the version after shows, line by
    /// line.
    pub(crate) fn laxer_in_order(&self) -> Vec<&Laxer> {
        let mut laxer: Vec<&Laxer> = self.laxer.iter().collect();
        laxer.sort_by_key(|laxer| (laxer.side == Side::Base, laxer.span.start));
        laxer
    }

    /// What the edit makes laxer, in one line; `None` when it is nothing.
    pub(crate) fn in_words(&self) -> Option<String> {
        let laxer = self.laxer_in_order();
        let named: Vec<&str> = laxer.iter().take(NAMED).map(|laxer| laxer.words.as_str()).collect();
        let words = match laxer.len().saturating_sub(NAMED) {
            0 => named.join("; "),
            more => format!("{}; and {more} more", named.join("; ")),
        };
        (!laxer.is_empty()).then(|| match self.is_first() {
            true => format!("the first configuration asks for less than rolloutlint by itself: {words}"),
            false => format!("this change makes the {} laxer: {words}", self.kind.as_str()),
        })
    }

    /// Adds something that became laxer, at the line that says so. `item` is a word of the lines
    /// below the key.
    pub(super) fn push(&mut self, key: &str, item: Option<&str>, words: String) {
        let sides = || [Side::Head, Side::Base].into_iter().filter_map(|side| Some((side, self.side(side)?)));
        let by_item = || sides().find_map(|(side, source)| Some((side, line_of_item(source, key, item?)?)));
        let by_key = || sides().find_map(|(side, source)| Some((side, line_of_key(source, key)?)));
        let first = || sides().map(|(side, source)| (side, source.line_span(1))).next();
        let Some((side, span)) = by_item().or_else(by_key).or_else(first) else { return };
        let key = item.map_or_else(|| key.to_owned(), |item| format!("{key}/{}", fold(item)));
        self.laxer.push(Laxer { key, words, side, span });
    }
}

/// How many of the things that became laxer the words name.
const NAMED: usize = 6;

/// How many names are listed before the rest is counted.
const LISTED: usize = 5;

/// `a`, `b` and 3 more.
pub(super) fn listed(names: &[String]) -> String {
    let shown: Vec<String> = names.iter().take(LISTED).map(|name| format!("`{name}`")).collect();
    match names.len().saturating_sub(LISTED) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// The line that a key of a configuration stands on.
fn line_of_key(source: &Source, key: &str) -> Option<Span> {
    let is_key = |line: &u32| {
        let text = source.slice(source.line_span(*line)).trim_start_matches(['\u{feff}', '"', '\'', '{', ' ']);
        text.strip_prefix(key).is_some_and(|rest| rest.trim_start_matches(['"', '\'']).trim_start().starts_with(':'))
    };
    (1..=source.line_count()).find(is_key).map(|line| source.line_span(line))
}

/// The line below a key, or its own, that has a word.
fn line_of_item(source: &Source, key: &str, item: &str) -> Option<Span> {
    let first = source.line(line_of_key(source, key)?.start);
    let text = |line: u32| source.slice(source.line_span(line));
    let is_other_key = |line: &u32| text(*line).starts_with(|c: char| c.is_alphabetic() || matches!(c, '"' | '\''));
    let last = (first + 1..=source.line_count()).find(is_other_key).map_or(source.line_count(), |next| next - 1);
    let wanted = fold(item);
    // A remark behind the value may name anything.
    let has_item = |line: &u32| fold(text(*line).split(" #").next().unwrap_or("")).contains(&wanted);
    (first..=last).find(has_item).map(|line| source.line_span(line))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_looked_for_below_its_own_key() {
        let text = "aliases:\n  go: exit # placeholder\n\"people\":\n  Ann: ann\nrules: { placeholder: off }\n";
        let source = Source::new(".rolloutlint.yml", text);
        let line = |key: &str, item: &str| line_of_item(&source, key, item).map(|span| source.line(span.start));
        assert_eq!(line("aliases", "exit"), Some(2));
        assert_eq!(line("people", "Ann"), Some(4));
        assert_eq!(line("rules", "placeholder"), Some(5));
        for (key, item) in
            [("aliases", "placeholder"), ("aliases", "people"), ("people", "placeholder"), ("log", "exit")]
        {
            assert_eq!(line(key, item), None, "{key}: {item}");
        }
    }
}
