//! The operations on GitHub, as values: to be looked at, counted, printed, or carried out.

use crate::finding::{Fingerprint, Severity, Side};
use crate::report::harmless::terminal_path;
use crate::report::phrase::{counted, severity_counts};
use crate::text::short_commit;
use serde_json::{Value, json};
use std::fmt;
use std::ops::RangeInclusive;

/// How many comments one review carries. GitHub takes more, but one refused place costs the whole
/// review.
pub(super) const COMMENTS_PER_REVIEW: usize = 25;

/// One thing to do on GitHub.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operation {
    /// Post a review with comments on lines. All of it appears, or nothing.
    PostReview(Review),
    /// Open a thread on a file as a whole.
    PostOnFile(FileComment),
    /// Write a comment of ours anew. Nobody is notified.
    Edit {
        /// The comment.
        comment: OwnComment,
        /// The new text, marker included.
        body: String,
        /// Why.
        why: Edited,
    },
    /// Open a thread again that we had resolved, and write its comment anew.
    Reopen {
        /// The thread, as GraphQL knows it.
        thread: String,
        /// Its first comment.
        comment: OwnComment,
        /// The new text, marker included.
        body: String,
    },
    /// Resolve a thread of ours, and say so in its comment.
    Resolve {
        /// The thread, as GraphQL knows it.
        thread: String,
        /// Its first comment.
        comment: OwnComment,
        /// The new text, marker included; `None` when somebody else has edited it.
        body: Option<String>,
    },
    /// Delete a comment of ours that nobody answered.
    Delete {
        /// The comment.
        comment: OwnComment,
        /// Why.
        why: Deleted,
    },
    /// Post the summary comment.
    PostSummary {
        /// The text, marker included.
        body: String,
    },
    /// Write the summary comment anew.
    EditSummary {
        /// The comment's number.
        comment: u64,
        /// The new text, marker included.
        body: String,
    },
    /// Delete a second summary comment.
    DeleteSummary {
        /// The comment's number.
        comment: u64,
    },
}

/// Why a comment is written anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edited {
    /// The finding reads in another way now.
    Reworded,
    /// The line that the comment is on is gone from the diff, and the finding stands elsewhere.
    StillOpen,
    /// A set-up that no longer runs wrote it, and this one takes it over.
    Adopted,
    /// The finding is back.
    Back,
    /// The finding is mended, and the thread is resolved already.
    Fixed,
    /// The finding is mended; the thread cannot be resolved, and others have written in it.
    Tombstone,
}

/// Why a comment is deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deleted {
    /// The finding is mended; the thread cannot be resolved, and nobody answered.
    Fixed,
    /// The finding was said anew on the line where it stands now.
    SaidAnew,
    /// Two runs said the same.
    SaidTwice,
}

/// A comment of ours, as an operation writes to it and names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnComment {
    /// Its number on GitHub.
    pub id: u64,
    /// Where it is, in words for a terminal.
    pub place: String,
}

/// A review with comments on lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// The commit that was judged.
    pub head: String,
    /// Comments on lines, at most 25.
    pub comments: Vec<LineComment>,
}

/// A comment on one or several lines of the diff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineComment {
    /// Where.
    pub anchor: Anchor,
    /// The whole text, marker included.
    pub body: String,
    /// Which finding it is about.
    pub fingerprint: Fingerprint,
    /// How grave each finding is that it is about.
    pub severities: Vec<Severity>,
    /// What it says, for a terminal.
    pub summary: String,
}

/// A comment on a file as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileComment {
    /// The commit that was judged.
    pub head: String,
    /// The path that GitHub lists the file under.
    pub path: String,
    /// The whole text, marker included.
    pub body: String,
    /// What the comment is about.
    pub fingerprint: Fingerprint,
}

/// Lines of a file that the diff shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// The path that GitHub lists the file under.
    pub path: String,
    /// Which version the lines are of.
    pub side: Side,
    /// The lines.
    pub lines: RangeInclusive<u32>,
}

/// As few reviews as the limits allow.
pub(crate) fn reviews(comments: Vec<LineComment>, head: &str) -> impl Iterator<Item = Review> {
    let batches: Vec<Vec<LineComment>> = comments.chunks(COMMENTS_PER_REVIEW).map(<[LineComment]>::to_vec).collect();
    let head = head.to_owned();
    batches.into_iter().map(move |comments| Review { head: head.clone(), comments })
}

impl Operation {
    /// Whether it adds a comment, and changes none.
    pub(super) fn is_post(&self) -> bool {
        matches!(self, Operation::PostReview(_) | Operation::PostOnFile(_) | Operation::PostSummary { .. })
    }
}

impl Review {
    /// The findings that the review is about.
    pub(super) fn fingerprints(&self) -> impl Iterator<Item = &Fingerprint> {
        self.comments.iter().map(|comment| &comment.fingerprint)
    }

    /// The review's own text. GitHub wants one even when the comments say everything. The text
    /// stays in the history of the pull request, so that it says only what held at its time.
    pub(super) fn body(&self) -> String {
        let counts = severity_counts(self.comments.iter().flat_map(|comment| comment.severities.iter().copied()))
            .unwrap_or_default();
        format!("**rolloutlint** found {counts} at {}.", short_commit(&self.head))
    }

    /// The request that posts the review.
    pub(crate) fn request(&self) -> Value {
        let comments: Vec<Value> = self.comments.iter().map(LineComment::request).collect();
        json!({ "commit_id": self.head, "event": "COMMENT", "body": self.body(), "comments": comments })
    }
}

impl LineComment {
    fn request(&self) -> Value {
        let Anchor { path, side, lines } = &self.anchor;
        let side = match side {
            Side::Head => "RIGHT",
            Side::Base => "LEFT",
        };
        let mut request = json!({ "path": path, "body": self.body, "line": lines.end(), "side": side });
        if lines.start() < lines.end() {
            request["start_line"] = json!(lines.start());
            request["start_side"] = json!(side);
        }
        request
    }
}

impl FileComment {
    /// The request that opens the thread.
    pub(crate) fn request(&self) -> Value {
        json!({ "commit_id": self.head, "path": self.path, "body": self.body, "subject_type": "file" })
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Operation::PostReview(review) => review.fmt(f),
            Operation::PostOnFile(comment) => write!(f, "open a thread on {}", terminal_path(&comment.path)),
            Operation::Edit { comment, why, .. } => write!(f, "edit the comment on {}: {why}", comment.place),
            Operation::Reopen { comment, .. } => write!(f, "reopen the thread on {}: it is back", comment.place),
            Operation::Resolve { comment, .. } => write!(f, "resolve the thread on {}: it is fixed", comment.place),
            Operation::Delete { comment, why } => write!(f, "delete the comment on {}: {why}", comment.place),
            Operation::PostSummary { .. } => f.write_str("post the summary comment"),
            Operation::EditSummary { .. } => f.write_str("edit the summary comment"),
            Operation::DeleteSummary { .. } => f.write_str("delete a second summary comment"),
        }
    }
}

impl fmt::Display for Edited {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Edited::Reworded => "it reads in another way now",
            Edited::Adopted => "the set-up that wrote it runs no more",
            Edited::StillOpen => "it stands elsewhere now",
            Edited::Back => "it is back",
            Edited::Fixed => "it is fixed",
            Edited::Tombstone => "it is fixed, and others wrote in its thread",
        })
    }
}

impl fmt::Display for Deleted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Deleted::Fixed => "it is fixed, and nobody answered",
            Deleted::SaidAnew => "its line is gone, and it is said anew",
            Deleted::SaidTwice => "it was said twice",
        })
    }
}

impl fmt::Display for Review {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "post a review of {} with {}", short_commit(&self.head), counted(self.comments.len(), "comment"))?;
        for comment in &self.comments {
            write!(f, "\n  {}: {}", comment.anchor, comment.summary)?;
        }
        Ok(())
    }
}

impl fmt::Display for Anchor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = terminal_path(&self.path);
        match (self.lines.start(), self.lines.end()) {
            (start, end) if start == end => write!(f, "{path}, line {start}")?,
            (start, end) => write!(f, "{path}, lines {start} to {end}")?,
        }
        match self.side {
            Side::Head => Ok(()),
            Side::Base => f.write_str(" before the change"),
        }
    }
}
