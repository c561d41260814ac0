//! What stands on GitHub before anything is written: what the diff of the pull request shows, and
//! what we said already.

use super::marker::{Marker, State};
use super::operation::{Anchor, OwnComment};
use crate::check::Report;
use crate::finding::Side;
use crate::report::harmless::terminal;
use crate::text::{CommitId, Hunk};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::RangeInclusive;

/// The state of a pull request, as far as a review needs it.
#[derive(Clone, Debug, Default)]
pub struct Observed {
    /// The login that we write under, when GitHub was asked.
    pub viewer: Option<String>,
    /// The pull request's newest commit.
    pub head: String,
    /// The branch that it is to be merged into.
    pub base_ref: String,
    /// The files of the pull request, by their path after the change.
    pub files: BTreeMap<String, ChangedFile>,
    /// The threads that we opened.
    pub threads: Vec<Thread>,
    /// Our summary comments.
    pub summaries: Vec<Summary>,
    /// Open threads that another account opened under our name.
    pub strangers: Vec<Stranger>,
    /// The other names of threads and summaries that are taken over.
    pub adopted: BTreeSet<String>,
    /// Why this was read by REST, when it was.
    pub by_rest: Option<String>,
}

/// A thread that another account opened under the name of this set-up: the token changed hands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stranger {
    /// Whose it is.
    pub login: String,
    /// The path that GitHub lists its file under.
    pub path: String,
    /// Its address.
    pub url: Option<String>,
}

/// One file of the pull request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChangedFile {
    /// Its path before the change, when that was another.
    pub previous_path: Option<String>,
    /// The parts of it that the diff shows. Only their lines can carry a comment.
    pub hunks: Vec<Hunk>,
}

/// A thread whose first comment we wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thread {
    /// What GraphQL knows it by; `None` when it was read by REST.
    pub thread: Option<String>,
    /// The number of its first comment.
    pub comment: u64,
    /// What that comment is about.
    pub marker: Marker,
    /// What that comment says, without the marker.
    pub text: String,
    /// The path that GitHub lists the file under.
    pub path: String,
    /// Which version the lines are of.
    pub side: Side,
    /// The lines that it is on now; `None` when a later commit made it outdated, and for a thread
    /// on a file.
    pub lines: Option<RangeInclusive<u32>>,
    /// Whether its lines have changed since.
    pub is_outdated: bool,
    /// Whether somebody replied or reacted.
    pub is_answered: bool,
    /// Whether somebody edited our comment. Then the text is theirs.
    pub is_edited: bool,
    /// Whether it is resolved, and by whom.
    pub resolution: Resolution,
    /// Whether the token may resolve it.
    pub can_resolve: bool,
    /// Whether the token may open it again.
    pub can_reopen: bool,
    /// Its address.
    pub url: Option<String>,
}

/// Whether a thread is resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// It is not.
    Open,
    /// We resolved it, as its marker says.
    ByUs,
    /// Somebody resolved it: a login when GitHub tells one. It may be the login of the person whose
    /// token we have.
    BySomebody(Option<String>),
    /// REST does not tell.
    Unknown,
}

impl Resolution {
    /// Whether it is known to be resolved.
    pub(super) fn is_resolved(&self) -> bool {
        matches!(self, Resolution::ByUs | Resolution::BySomebody(_))
    }

    /// Who resolved it, when that was somebody else.
    pub(super) fn who(&self) -> Option<&str> {
        match self {
            Resolution::BySomebody(login) => login.as_deref(),
            _ => None,
        }
    }
}

/// A summary comment of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// Its number.
    pub comment: u64,
    /// What it says about itself.
    pub marker: Marker,
    /// Whether somebody edited it. Then the text is theirs.
    pub is_edited: bool,
    /// Whether somebody hid it.
    pub is_hidden: bool,
}

impl Thread {
    /// Whether we closed it, because its finding was mended.
    pub(super) fn is_closed(&self) -> bool {
        self.marker.state != State::Open
    }

    /// The lines that it is on, when there are any.
    pub(super) fn anchor(&self) -> Option<Anchor> {
        Some(Anchor { path: self.path.clone(), side: self.side, lines: self.lines.clone()? })
    }

    /// Where it is, in words for a terminal.
    pub(super) fn place(&self) -> String {
        self.anchor().map_or_else(|| terminal(&self.path), |anchor| anchor.to_string())
    }

    /// Its first comment, to write to.
    pub(super) fn own(&self) -> OwnComment {
        OwnComment { id: self.comment, place: self.place() }
    }
}

impl Observed {
    /// What is known without GitHub: nothing was said, and the diff is our own.
    pub fn offline(report: &Report, hunks: &HashMap<String, Vec<Hunk>>) -> Observed {
        let mut files: BTreeMap<String, ChangedFile> = hunks
            .iter()
            .map(|(path, hunks)| (path.clone(), ChangedFile { previous_path: None, hunks: hunks.clone() }))
            .collect();
        for plan in &report.plans {
            if let Some(file) = files.get_mut(&plan.path) {
                file.previous_path = plan.previous_path.clone();
            }
        }
        Observed {
            files,
            head: report.head.as_ref().map(CommitId::to_string).unwrap_or_default(),
            ..Observed::default()
        }
    }

    /// Keeps what is of one set-up, and of those set-ups that no longer run.
    pub(super) fn keep_to(&mut self, instance: &str, is_gone: impl Fn(&str) -> bool) {
        let threads = self.threads.iter().map(|thread| &thread.marker);
        let markers = threads.chain(self.summaries.iter().map(|summary| &summary.marker));
        let others: BTreeSet<String> =
            markers.map(|marker| marker.instance.clone()).filter(|other| other != instance).collect();
        let adopted: BTreeSet<String> = others.into_iter().filter(|other| is_gone(other)).collect();
        let is_kept = |marker: &Marker| marker.instance == instance || adopted.contains(&marker.instance);
        self.threads.retain(|thread| is_kept(&thread.marker));
        self.summaries.retain(|summary| is_kept(&summary.marker));
        self.adopted = adopted;
    }

    /// Whether nobody tells which comments are ours. Then none of them is changed.
    pub(super) fn is_blind(&self) -> bool {
        self.by_rest.is_some() && self.viewer.is_none()
    }

    /// The file that has a path after the change.
    pub(super) fn file_after(&self, path: &str) -> Option<(&str, &ChangedFile)> {
        self.files.get_key_value(path).map(|(path, file)| (path.as_str(), file))
    }

    /// The file that had a path before the change, with the path that GitHub lists it under.
    pub fn file_before(&self, path: &str) -> Option<(&str, &ChangedFile)> {
        let renamed = self.files.iter().find(|(_, file)| file.previous_path.as_deref() == Some(path));
        let kept = || self.files.get_key_value(path).filter(|(_, file)| file.previous_path.is_none());
        renamed.or_else(kept).map(|(path, file)| (path.as_str(), file))
    }
}
