//! From what is to be said and what stands there already to what is to be done. Pure.
//!
//! This first form only ever adds. Whatever closes, edits or moves a comment becomes another [`Operation`].

use super::body;
use super::client::encode;
use super::marker::Marker;
use super::observe::Observed;
use crate::finding::{Finding, Fingerprint, Location, Severity, Side};
use serde_json::{Value, json};
use std::cmp::Reverse;
use std::collections::VecDeque;
use std::fmt;
use std::ops::{Range, RangeInclusive};

/// How many comments one review carries. GitHub takes more, but one refused place costs the whole review.
pub const COMMENTS_PER_REVIEW: usize = 25;
/// How many comments one run makes; further findings go into a review's body. Nobody reads the hundredth comment.
const COMMENTS_PER_RUN: usize = 100;
/// The longest body of a review, in bytes. GitHub takes 65 536 characters.
const BODY_LIMIT: usize = 60_000;

/// What the operations are about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The commit that was judged.
    pub head: String,
    /// The commit that it was compared against.
    pub base: Option<String>,
    /// Which of several rolloutlint set-ups in one repository this is.
    pub instance: String,
}

/// One thing to do on GitHub.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operation {
    /// Post a review. All of it appears, or nothing.
    PostReview(Review),
}

/// A review with comments on lines, and a body that lists what no line can carry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// What it is about.
    pub target: Target,
    /// Comments on lines, at most [`COMMENTS_PER_REVIEW`].
    pub comments: Vec<LineComment>,
    /// Findings in the body.
    pub items: Vec<Item>,
}

/// A comment on one or several lines of the diff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineComment {
    /// Where.
    pub anchor: Anchor,
    /// The whole text, marker included.
    pub body: String,
    /// How the finding reads when GitHub refuses the place.
    pub item: Item,
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

/// A finding as an item of a review's body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Which finding.
    pub fingerprint: Fingerprint,
    /// How grave it is.
    pub severity: Severity,
    /// Where it stands, in words for a terminal.
    pub place: String,
    /// What it says, for a terminal.
    pub summary: String,
    /// The item in Markdown.
    pub markdown: String,
}

/// What is to be done so that every finding is said, once. The empty list when everything is said already.
pub fn reconcile(findings: &[Finding], observed: &Observed, target: &Target) -> Vec<Operation> {
    let said = observed.said();
    let mut news: Vec<&Finding> = findings
        .iter()
        .filter(|finding| finding.severity > Severity::Info && !said.contains(&finding.fingerprint))
        .collect();
    // When there are too many for comments, errors get them.
    news.sort_by_key(|finding| Reverse(finding.severity));

    let (mut comments, mut items) = (Vec::new(), Vec::new());
    for finding in news {
        let item = item(finding, observed, target);
        match anchor(&finding.location, observed).filter(|_| comments.len() < COMMENTS_PER_RUN) {
            Some(anchor) => comments.push(comment(finding, anchor, item, target)),
            None => items.push(item),
        }
    }
    reviews(comments, items, target).into_iter().map(Operation::PostReview).collect()
}

/// As few reviews as the limits allow.
pub(crate) fn reviews(comments: Vec<LineComment>, items: Vec<Item>, target: &Target) -> Vec<Review> {
    let (mut comments, mut items) = (VecDeque::from(comments), VecDeque::from(items));
    let mut reviews = Vec::new();
    while !comments.is_empty() || !items.is_empty() {
        let batch: Vec<LineComment> = comments.drain(..comments.len().min(COMMENTS_PER_REVIEW)).collect();
        // Room is left for the lines around the list.
        let mut room = BODY_LIMIT - 1_000;
        let fitting = items.iter().take_while(|item| {
            let size = item.markdown.len() + item.fingerprint.0.len() + 2;
            let fits = size <= room;
            room = room.saturating_sub(size);
            fits
        });
        // An item alone always fits, for items are short; taking one at least keeps this loop finite without that.
        let fitting = fitting.count().max(usize::from(batch.is_empty()));
        reviews.push(Review { target: target.clone(), comments: batch, items: items.drain(..fitting).collect() });
    }
    reviews
}

/// The lines of the diff that a comment on a place goes to; `None` when no single hunk shows all of them.
fn anchor(location: &Location, observed: &Observed) -> Option<Anchor> {
    let path = location.source.path.as_str();
    let (path, file) = match location.side {
        Side::Head => observed.file_after(path)?,
        Side::Base => observed.file_before(path)?,
    };
    let lines = lines(location);
    let shown = |range: &Range<u32>| range.contains(lines.start()) && range.contains(lines.end());
    let shown = file.hunks.iter().any(|hunk| match location.side {
        Side::Head => shown(&hunk.after),
        Side::Base => shown(&hunk.before),
    });
    shown.then(|| Anchor { path: path.to_owned(), side: location.side, lines })
}

/// The lines of a place as Git counts them. For Git a lone carriage return ends no line, and nothing follows the last
/// line break.
fn lines(location: &Location) -> RangeInclusive<u32> {
    let text = &*location.source.text;
    let span = location.span;
    let content = text.strip_suffix('\n').unwrap_or(text).len();
    let line = |offset: usize| text[..offset.min(content)].bytes().filter(|byte| *byte == b'\n').count() as u32 + 1;
    let is_past_break = span.end > span.start && text[..span.end].ends_with('\n');
    line(span.start)..=line(if is_past_break { span.end - 1 } else { span.end })
}

fn comment(finding: &Finding, anchor: Anchor, item: Item, target: &Target) -> LineComment {
    let location = &finding.location;
    // Where Git counts lines in another way than the plan's source, an edit could hit the wrong ones.
    let same_count = location.source.line_count() == location.source.text.split('\n').count() as u32;
    let replaceable = location.side == Side::Head && same_count;
    let text = body::comment(finding, replaceable.then(|| anchor.lines.clone()));
    let body = Marker::seal(&text, &target.instance, &[&finding.fingerprint], &target.head);
    LineComment { anchor, body, item }
}

fn item(finding: &Finding, observed: &Observed, target: &Target) -> Item {
    let location = &finding.location;
    let when = match location.side {
        Side::Head => "",
        Side::Base => " before the change",
    };
    let name = body::code_span(&location.source.path);
    let line = *lines(location).start();
    let place = match link(location, line, observed, target) {
        Some(link) => format!("[{name} line {line}{when}]({link})"),
        None => format!("{name} line {line}{when}"),
    };
    Item {
        fingerprint: finding.fingerprint.clone(),
        severity: finding.severity,
        place: format!("{}, line {line}{when}", body::plain(&location.source.path)),
        summary: format!("{}: {}", finding.severity, body::plain(&finding.message)),
        markdown: body::item(finding, &place),
    }
}

/// A link that will always show this line. Markdown has line anchors only in its plain view.
fn link(location: &Location, line: u32, observed: &Observed, target: &Target) -> Option<String> {
    let repository = observed.repository_url.as_deref()?;
    let commit = match location.side {
        Side::Head => &target.head,
        Side::Base => target.base.as_ref()?,
    };
    let path: Vec<String> = location.source.path.split('/').map(encode).collect();
    Some(format!("{repository}/blob/{commit}/{}?plain=1#L{line}", path.join("/")))
}

impl Review {
    /// The findings that the review is about.
    pub fn fingerprints(&self) -> impl Iterator<Item = &Fingerprint> {
        let comments = self.comments.iter().map(|comment| &comment.item.fingerprint);
        comments.chain(self.items.iter().map(|item| &item.fingerprint))
    }

    /// The review's own text, marker included. GitHub wants one even when all is said in the comments.
    pub fn body(&self) -> String {
        let severities = || {
            let comments = self.comments.iter().map(|comment| comment.item.severity);
            comments.chain(self.items.iter().map(|item| item.severity))
        };
        let count = |severity| severities().filter(|other| *other == severity).count();
        let counts = [counted(count(Severity::Error), "error"), counted(count(Severity::Warning), "warning")];
        let counts: Vec<String> = counts.into_iter().flatten().collect();
        let mut text = format!("**rolloutlint** found {} in this change.", counts.join(" and "));
        if !self.items.is_empty() {
            let items: Vec<&str> = self.items.iter().map(|item| item.markdown.as_str()).collect();
            text.push_str(&format!("\n\nNot on a line that the diff shows:\n\n{}", items.join("\n")));
        }
        let fingerprints: Vec<&Fingerprint> = self.items.iter().map(|item| &item.fingerprint).collect();
        Marker::seal(&text, &self.target.instance, &fingerprints, &self.target.head)
    }

    /// The request that posts the review.
    pub(crate) fn request(&self) -> Value {
        let comments: Vec<Value> = self.comments.iter().map(LineComment::request).collect();
        json!({ "commit_id": self.target.head, "event": "COMMENT", "body": self.body(), "comments": comments })
    }
}

fn counted(count: usize, noun: &str) -> Option<String> {
    match count {
        0 => None,
        1 => Some(format!("1 {noun}")),
        _ => Some(format!("{count} {noun}s")),
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

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Operation::PostReview(review) => review.fmt(f),
        }
    }
}

impl fmt::Display for Review {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let commit: String = self.target.head.chars().take(7).collect();
        let comments = counted(self.comments.len(), "comment").unwrap_or_else(|| "no comments".to_owned());
        write!(f, "post a review of {commit} with {comments}")?;
        if let Some(items) = counted(self.items.len(), "finding") {
            write!(f, " and {items} in its body")?;
        }
        for comment in &self.comments {
            write!(f, "\n  {}: {}", comment.anchor, comment.item.summary)?;
        }
        for item in &self.items {
            write!(f, "\n  in the body: {}: {}", item.place, item.summary)?;
        }
        Ok(())
    }
}

impl fmt::Display for Anchor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = body::plain(&self.path);
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
