//! What stands on GitHub before anything is written: the pull request, what its diff shows, and what we said already.

use super::client::{Client, Failure};
use super::event::is_from_fork;
use super::marker::{Marker, State};
use super::{PullRequest, Repository, ReviewRequest};
use crate::check::Report;
use crate::finding::Fingerprint;
use crate::text::Hunk;
use serde::Deserialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

/// GitHub lists no more files of a pull request than this.
const FILE_LIMIT: usize = 3_000;
/// More comments or reviews than this are not read; nobody has seen a pull request with that many.
const TALK_LIMIT: usize = 10_000;

/// The state of a pull request, as far as it matters for what we say.
#[derive(Clone, Debug, Default)]
pub struct Observed {
    /// The login that we write under; `None` when GitHub does not tell.
    pub viewer: Option<String>,
    /// The pull request's newest commit.
    pub head: String,
    /// The address of the repository's pages, for links; `None` offline.
    pub repository_url: Option<String>,
    /// The files of the pull request, by their path after the change.
    pub files: BTreeMap<String, ChangedFile>,
    /// Our own comments that open a thread.
    pub comments: Vec<OwnComment>,
    /// Our own reviews.
    pub reviews: Vec<OwnReview>,
}

/// One file of the pull request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChangedFile {
    /// Its path before the change, when that was another.
    pub previous_path: Option<String>,
    /// The parts of it that the diff shows. Only lines in there can carry a comment.
    pub hunks: Vec<Hunk>,
}

/// A comment on lines that we wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnComment {
    /// Its number on GitHub.
    pub id: u64,
    /// The line it shows on now; `None` when a later commit made it outdated.
    pub line: Option<u32>,
    /// What it is about.
    pub marker: Marker,
}

/// A review that we wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnReview {
    /// Its number on GitHub.
    pub id: u64,
    /// The findings that its body is about.
    pub marker: Marker,
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
        Observed { files, head: report.head.clone().unwrap_or_default(), ..Observed::default() }
    }

    /// The findings that an open comment or review of ours is about.
    pub fn said(&self) -> BTreeSet<&Fingerprint> {
        let comments = self.comments.iter().map(|comment| &comment.marker);
        let reviews = self.reviews.iter().map(|review| &review.marker);
        let open = comments.chain(reviews).filter(|marker| marker.state == State::Open);
        open.flat_map(|marker| &marker.fingerprints).collect()
    }

    /// The file that has a path after the change.
    pub fn file_after(&self, path: &str) -> Option<(&str, &ChangedFile)> {
        self.files.get_key_value(path).map(|(path, file)| (path.as_str(), file))
    }

    /// The file that had a path before the change, with the path that GitHub lists it under.
    pub fn file_before(&self, path: &str) -> Option<(&str, &ChangedFile)> {
        let renamed = self.files.iter().find(|(_, file)| file.previous_path.as_deref() == Some(path));
        let kept = || self.files.get_key_value(path).filter(|(_, file)| file.previous_path.is_none());
        renamed.or_else(kept).map(|(path, file)| (path.as_str(), file))
    }
}

/// Reads everything.
pub(crate) async fn observe(client: &Client, request: &ReviewRequest, instance: &str) -> Result<Observed, Failure> {
    let route = request.repository.route(&format!("/pulls/{}", request.number));
    let pull: Value = client.get(&route).await?;
    let viewer = client.viewer().await?;
    let files: Vec<FileAnswer> = client.get_all(&format!("{route}/files"), FILE_LIMIT).await?;
    let comments: Vec<TalkAnswer> = client.get_all(&format!("{route}/comments"), TALK_LIMIT).await?;
    let reviews: Vec<TalkAnswer> = client.get_all(&format!("{route}/reviews"), TALK_LIMIT).await?;

    let own = |talk: &TalkAnswer| talk.own_marker(viewer.as_deref(), instance);
    let comments = comments.iter().filter(|comment| comment.in_reply_to_id.is_none());
    let comments = comments.filter_map(|c| Some(OwnComment { id: c.id, line: c.line, marker: own(c)? })).collect();
    // A pending review is a draft that nobody else sees.
    let reviews = reviews.iter().filter(|review| review.state.as_deref() != Some("PENDING"));
    let reviews = reviews.filter_map(|review| Some(OwnReview { id: review.id, marker: own(review)? })).collect();
    Ok(Observed {
        head: text(&pull, "/head/sha").to_owned(),
        repository_url: pull.pointer("/base/repo/html_url").and_then(Value::as_str).map(String::from),
        files: files.into_iter().map(|file| file.into_changed(&request.hunks)).collect(),
        comments,
        reviews,
        viewer,
    })
}

/// The newest commit of a pull request.
pub(crate) async fn head(client: &Client, repository: &Repository, number: u64) -> Result<String, Failure> {
    let pull: Value = client.get(&repository.route(&format!("/pulls/{number}"))).await?;
    Ok(text(&pull, "/head/sha").to_owned())
}

/// A pull request that no event describes.
pub(crate) async fn pull_request(
    client: &Client,
    repository: &Repository,
    number: u64,
) -> Result<PullRequest, Failure> {
    let pull: Value = client.get(&repository.route(&format!("/pulls/{number}"))).await?;
    Ok(PullRequest {
        repository: repository.clone(),
        number,
        head: text(&pull, "/head/sha").to_owned(),
        base_ref: text(&pull, "/base/ref").to_owned(),
        stale_base: pull.pointer("/base/sha").and_then(Value::as_str).map(String::from),
        from_fork: is_from_fork(&pull),
    })
}

fn text<'a>(answer: &'a Value, pointer: &str) -> &'a str {
    answer.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

#[derive(Deserialize)]
struct FileAnswer {
    filename: String,
    previous_filename: Option<String>,
    patch: Option<String>,
}

impl FileAnswer {
    /// GitHub leaves the diff out when it is long; then our own stands in.
    fn into_changed(self, own: &HashMap<String, Vec<Hunk>>) -> (String, ChangedFile) {
        let hunks = match &self.patch {
            Some(patch) => hunks(patch),
            None => own.get(&self.filename).cloned().unwrap_or_default(),
        };
        (self.filename, ChangedFile { previous_path: self.previous_filename, hunks })
    }
}

/// A comment or a review; both have an author and a body.
#[derive(Deserialize)]
struct TalkAnswer {
    id: u64,
    user: Option<UserAnswer>,
    body: Option<String>,
    line: Option<u32>,
    in_reply_to_id: Option<u64>,
    state: Option<String>,
}

#[derive(Deserialize)]
struct UserAnswer {
    login: String,
    #[serde(rename = "type")]
    kind: Option<String>,
}

impl TalkAnswer {
    /// The marker, when we wrote the comment and it is of our instance.
    fn own_marker(&self, viewer: Option<&str>, instance: &str) -> Option<Marker> {
        if let Some(viewer) = viewer
            && !self.user.as_ref().is_some_and(|user| user.is(viewer))
        {
            return None;
        }
        Marker::read(self.body.as_deref()?).filter(|marker| marker.instance == instance)
    }
}

impl UserAnswer {
    /// Whether this is the account with that login. GraphQL leaves `[bot]` off where REST has it.
    fn is(&self, login: &str) -> bool {
        let is_bot = self.kind.as_deref() == Some("Bot");
        let bare = |login: &str| login.strip_suffix("[bot]").filter(|_| is_bot).unwrap_or(login).to_ascii_lowercase();
        bare(&self.login) == bare(login)
    }
}

/// The hunks of a patch. Every line of a file is indented by one in there, so that `@@` at the start is a header.
pub(crate) fn hunks(patch: &str) -> Vec<Hunk> {
    patch.lines().filter_map(|line| hunk(line.strip_prefix("@@ -")?)).collect()
}

fn hunk(header: &str) -> Option<Hunk> {
    let (ranges, _) = header.split_once(" @@")?;
    let (before, after) = ranges.split_once(" +")?;
    Some(Hunk { before: lines(before)?, after: lines(after)? })
}

/// `start,count`, where a count of one may be left out.
fn lines(range: &str) -> Option<Range<u32>> {
    let (start, count) = range.split_once(',').unwrap_or((range, "1"));
    let (start, count): (u32, u32) = (start.parse().ok()?, count.parse().ok()?);
    Some(start..start.checked_add(count)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hunks_come_from_headers_only() {
        let patch =
            "@@ -1,3 +1,4 @@ ## Heading\n a\n+@@ -9,9 +9,9 @@\n b\n@@ -0,0 +8 @@\n+x\n\\ No newline at end of file";
        assert_eq!(hunks(patch), [Hunk { before: 1..4, after: 1..5 }, Hunk { before: 0..0, after: 8..9 }]);
        assert_eq!(hunks("@@ -1,4294967295 +1 @@\n@@ nonsense @@"), []);
    }

    #[test]
    fn a_bot_has_two_spellings_and_a_person_one() {
        let user = |login: &str, kind: &str| UserAnswer { login: login.into(), kind: Some(kind.into()) };
        assert!(user("github-actions[bot]", "Bot").is("github-actions"));
        assert!(user("github-actions[bot]", "Bot").is("github-actions[bot]"));
        assert!(!user("github-actions", "User").is("github-actions[bot]"));
        assert!(user("Priya", "User").is("priya"));
    }
}
