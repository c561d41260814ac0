//! The invisible last line by which rolloutlint knows its own comments again.
//!
//! `<!-- rolloutlint:1;i=<instance>;f=<fingerprints>;b=<body hash>;h=<head>;s=open -->`

use crate::finding::Fingerprint;
use sha2::{Digest, Sha256};

const OPENING: &str = "<!-- rolloutlint:1;";
const CLOSING: &str = " -->";

/// Whether what a comment says still holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It holds.
    Open,
    /// It was closed, in whatever way.
    Closed,
}

/// What a marker says about the comment that it ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marker {
    /// Which of several rolloutlint set-ups in one repository wrote it.
    pub instance: String,
    /// The findings that the comment is about: one for a comment on a line, any number for a review's body.
    pub fingerprints: Vec<Fingerprint>,
    /// A hash of the text above the marker, to see whether the wording changed.
    pub body_hash: String,
    /// The commit that was judged.
    pub head: String,
    /// Whether what the comment says still holds.
    pub state: State,
}

impl Marker {
    /// The marker on the last line of a comment. A marker further up was quoted or pasted, and says nothing.
    pub fn read(body: &str) -> Option<Marker> {
        let last = body.trim_end().lines().next_back()?;
        let fields = last.strip_prefix(OPENING)?.strip_suffix(CLOSING)?;
        let field = |name: &str| {
            fields.split(';').find_map(|field| field.split_once('=').filter(|(key, _)| *key == name)).map(|(_, v)| v)
        };
        let fingerprints = field("f")?.split(',').filter(|text| !text.is_empty());
        Some(Marker {
            instance: field("i")?.to_owned(),
            fingerprints: fingerprints.map(|text| Fingerprint(text.to_owned())).collect(),
            body_hash: field("b")?.to_owned(),
            head: field("h")?.to_owned(),
            state: if field("s")? == "open" { State::Open } else { State::Closed },
        })
    }

    /// A comment's text with the marker below it.
    pub(crate) fn seal(text: &str, instance: &str, fingerprints: &[&Fingerprint], head: &str) -> String {
        let fingerprints: Vec<&str> = fingerprints.iter().map(|fingerprint| fingerprint.0.as_str()).collect();
        let (f, b) = (fingerprints.join(","), hash(text));
        format!("{text}\n\n{OPENING}i={instance};f={f};b={b};h={head};s=open{CLOSING}")
    }
}

/// Sixteen hex digits that change when the text does.
fn hash(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_comment_is_read_back() {
        let fingerprint = Fingerprint("ab12".to_owned());
        let sealed = Marker::seal("text", "default", &[&fingerprint], "c0ffee");
        let marker = Marker::read(&sealed.replace('\n', "\r\n")).unwrap();
        assert_eq!(marker.instance, "default");
        assert_eq!(marker.fingerprints, [fingerprint]);
        assert_eq!((marker.head.as_str(), marker.state), ("c0ffee", State::Open));
        assert_eq!(marker.body_hash, hash("text"));
    }

    #[test]
    fn a_quoted_marker_and_one_with_text_below_say_nothing() {
        let sealed = Marker::seal("text", "default", &[], "c0ffee");
        assert_eq!(Marker::read(&sealed.replace("<!--", "> <!--")), None);
        assert_eq!(Marker::read(&format!("{sealed}\nI disagree.")), None);
    }
}
