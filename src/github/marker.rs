//! The invisible last line by which rolloutlint knows its own comments again.
//!
//! ~~~text
//! <!-- rolloutlint:1;i=<instance>;f=<fingerprint>;b=<body hash>;m=<meaning hash>;h=<head>;s=open -->
//! ~~~

use crate::finding::Fingerprint;
use crate::text::hex;
use sha2::{Digest, Sha256};

const OPENING: &str = "<!-- rolloutlint:1;";
const CLOSING: &str = " -->";

/// Whether what a comment says still holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It holds.
    Open,
    /// It was found to be mended, and the thread was resolved.
    Fixed,
    /// It was found to be mended, and the thread is left for a person to resolve.
    Left,
}

impl State {
    fn word(self) -> &'static str {
        match self {
            State::Open => "open",
            State::Fixed => "fixed",
            State::Left => "left",
        }
    }
}

/// What a comment is to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Words {
    /// The text.
    pub(super) text: String,
    /// The text without all that a push or a new day changes by itself: ids of commits, lasting
    /// links, the day of a suggested row. While it stays, nothing is written anew.
    pub(super) meaning: String,
}

impl Words {
    /// Words that mean all that they say.
    pub(super) fn literal(text: String) -> Words {
        Words { meaning: text.clone(), text }
    }
}

/// What a marker says about the comment that it ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marker {
    /// Which of several rolloutlint set-ups in one repository wrote it.
    pub instance: String,
    /// What the comment is about.
    pub fingerprint: Fingerprint,
    /// A hash of the text above the marker as it was written. It shows whether somebody edited it.
    pub body_hash: String,
    /// A hash of what the text says. It shows whether a new text says something else. Comments of
    /// older versions have none.
    pub meaning_hash: Option<String>,
    /// The commit that was judged.
    pub head: String,
    /// Whether what the comment says still holds.
    pub state: State,
}

/// What the summary comment is about.
pub(super) fn of_summary() -> Fingerprint {
    Fingerprint("summary".to_owned())
}

/// What a thread with the findings of a file is about.
pub(super) fn of_file(path: &str) -> Fingerprint {
    Fingerprint::new("outside-diff", path, "", 0)
}

impl Marker {
    /// The marker on the last line of a comment. A marker further up was quoted or pasted, and says
    /// nothing.
    pub fn read(body: &str) -> Option<Marker> {
        let last = body.trim_end().lines().next_back()?;
        let fields = last.strip_prefix(OPENING)?.strip_suffix(CLOSING)?;
        let field = |name: &str| {
            fields.split(';').find_map(|field| field.split_once('=').filter(|(key, _)| *key == name)).map(|(_, v)| v)
        };
        Some(Marker {
            instance: field("i")?.to_owned(),
            fingerprint: Fingerprint(field("f")?.to_owned()),
            body_hash: field("b")?.to_owned(),
            meaning_hash: field("m").map(String::from),
            head: field("h")?.to_owned(),
            state: match field("s")? {
                "open" => State::Open,
                "left" => State::Left,
                _ => State::Fixed,
            },
        })
    }

    /// A marker for a text.
    pub(super) fn of(words: &Words, instance: &str, fingerprint: &Fingerprint, head: &str, state: State) -> Marker {
        Marker {
            instance: instance.to_owned(),
            fingerprint: fingerprint.clone(),
            body_hash: hash(&words.text),
            meaning_hash: Some(hash(&words.meaning)),
            head: head.to_owned(),
            state,
        }
    }

    /// The text with the marker below it.
    pub(super) fn seal(&self, text: &str) -> String {
        let Marker { instance, fingerprint, body_hash, meaning_hash, head, state } = self;
        let (fingerprint, state) = (&fingerprint.0, state.word());
        let meaning = meaning_hash.as_ref().map_or_else(String::new, |hash| format!("m={hash};"));
        format!("{text}\n\n{OPENING}i={instance};f={fingerprint};b={body_hash};{meaning}h={head};s={state}{CLOSING}")
    }

    /// Whether the text above the marker is still the one that was sealed. People who may write to
    /// a repository may edit our comments.
    pub(super) fn fits(&self, text: &str) -> bool {
        hash(&text.replace("\r\n", "\n")) == self.body_hash
    }

    /// Whether the comment says already what new words would say.
    pub(super) fn says(&self, words: &Words) -> bool {
        match &self.meaning_hash {
            Some(meaning) => *meaning == hash(&words.meaning),
            None => self.fits(&words.text),
        }
    }

    /// The text above the marker of a comment that has one.
    pub(super) fn text(body: &str) -> &str {
        body.trim_end().rsplit_once('\n').map_or("", |(text, _)| text.trim_end())
    }
}

/// Sixteen hex digits that change when the text does.
fn hash(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes())[..8])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealed() -> (Marker, String) {
        let words = Words { text: "text\n\nmore".to_owned(), meaning: "text".to_owned() };
        let marker = Marker::of(&words, "default", &Fingerprint("ab12".to_owned()), "c0ffee", State::Open);
        (marker.clone(), marker.seal("text\n\nmore"))
    }

    #[test]
    fn a_sealed_comment_is_read_back() {
        let (marker, body) = sealed();
        assert_eq!(Marker::read(&body.replace('\n', "\r\n")), Some(marker.clone()));
        assert_eq!(Marker::text(&body), "text\n\nmore");
        assert!(marker.fits(Marker::text(&body.replace('\n', "\r\n"))));
        assert!(!marker.fits("text\n\nmore, says Priya"));
        for state in [State::Fixed, State::Left] {
            let closed = Marker { state, ..marker.clone() };
            assert_eq!(Marker::read(&closed.seal("text\n\nmore")), Some(closed));
        }
    }

    #[test]
    fn a_comment_of_an_older_version_says_what_its_text_says() {
        let (marker, body) = sealed();
        let older =
            Marker::read(&body.replacen(&format!("m={};", marker.meaning_hash.clone().unwrap()), "", 1)).unwrap();
        let words = |text: &str, meaning: &str| Words { text: text.to_owned(), meaning: meaning.to_owned() };
        assert!(older.says(&words("text\n\nmore", "any")) && !older.says(&words("text", "text")));
        assert!(marker.says(&words("other", "text")) && !marker.says(&words("text\n\nmore", "other")));
        assert_eq!(Marker::read(&older.seal("text\n\nmore")), Some(older));
    }

    #[test]
    fn a_quoted_marker_and_one_with_text_below_say_nothing() {
        let (_, body) = sealed();
        assert_eq!(Marker::read(&body.replace("<!--", "> <!--")), None);
        assert_eq!(Marker::read(&format!("{body}\nI disagree.")), None);
    }
}
