//! What stands on GitHub before anything is written: the pull request, what its diff shows, and what we said already.

use super::client::{Client, Failure};
use super::marker::{Marker, State};
use super::operation::{Anchor, OwnComment};
use super::{PullRequest, Repository, ReviewRequest};
use crate::check::Report;
use crate::finding::Side;
use crate::text::{Hunk, uri_segment};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};
use std::ops::{Range, RangeInclusive};

/// GitHub lists no more files of a pull request than this.
const FILE_LIMIT: usize = 3_000;
/// More pull requests from one branch than this are not looked at.
const PULL_REQUEST_LIMIT: usize = 100;
/// More pages of threads and comments than this are not read; nobody has seen a pull request with that many.
const TALK_PAGES: usize = 100;
/// More comments than this are not read one by one.
const TALK_LIMIT: usize = 10_000;

/// The state of a pull request, as far as it matters for what we say.
#[derive(Clone, Debug, Default)]
pub struct Observed {
    /// The login that we write under, when GitHub was asked.
    pub viewer: Option<String>,
    /// The pull request's newest commit.
    pub head: String,
    /// The files of the pull request, by their path after the change.
    pub files: BTreeMap<String, ChangedFile>,
    /// The threads that we opened.
    pub threads: Vec<Thread>,
    /// Our summary comments.
    pub summaries: Vec<Summary>,
}

/// One file of the pull request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChangedFile {
    /// Its path before the change, when that was another.
    pub previous_path: Option<String>,
    /// The parts of it that the diff shows. Only lines in there can carry a comment.
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
    /// The lines that it shows on now; `None` when a later commit made it outdated, and for a thread on a file.
    pub lines: Option<RangeInclusive<u32>>,
    /// Whether its lines have changed since.
    pub is_outdated: bool,
    /// Whether somebody replied or reacted.
    pub is_answered: bool,
    /// Whether somebody edited our comment: what it says now is theirs.
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
    /// Somebody did: a login when GitHub tells one. That may be a person whose token we have.
    BySomebody(Option<String>),
    /// REST does not tell.
    Unknown,
}

impl Resolution {
    /// Whether it is known to be resolved.
    pub fn is_resolved(&self) -> bool {
        matches!(self, Resolution::ByUs | Resolution::BySomebody(_))
    }

    /// Who resolved it, when that was somebody else.
    pub fn who(&self) -> Option<&str> {
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
}

impl Thread {
    /// Whether we closed it: what it says was mended.
    pub fn is_closed(&self) -> bool {
        self.marker.state != State::Open
    }

    /// The lines that it is on, when there are any.
    pub fn anchor(&self) -> Option<Anchor> {
        Some(Anchor { path: self.path.clone(), side: self.side, lines: self.lines.clone()? })
    }

    /// Where it is, in words for a terminal.
    pub fn place(&self) -> String {
        self.anchor().map_or_else(|| crate::report::terminal(&self.path), |anchor| anchor.to_string())
    }

    /// Its first comment, to write to.
    pub(crate) fn own(&self) -> OwnComment {
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
        Observed { files, head: report.head.clone().unwrap_or_default(), ..Observed::default() }
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

/// Reads what was said. The files are read by [`files`], for whoever has something to say.
pub(crate) async fn talk(client: &Client, request: &ReviewRequest, instance: &str) -> Result<Observed, Failure> {
    match talk_by_graphql(client, request, instance).await {
        // An older GitHub Enterprise Server does not know all the fields, and some tokens may not use GraphQL.
        Err(Failure::Refused { .. } | Failure::Forbidden { .. } | Failure::Invalid { .. }) => {
            talk_by_rest(client, request, instance).await
        }
        answer => answer,
    }
}

/// The files of the pull request. Our own diff stands in for what GitHub leaves out.
pub(crate) async fn files(client: &Client, request: &ReviewRequest) -> Result<BTreeMap<String, ChangedFile>, Failure> {
    let route = request.repository.route(&format!("/pulls/{}/files", request.number));
    let files: Vec<FileAnswer> = client.get_all(&route, FILE_LIMIT).await?;
    let is_cut = files.len() >= FILE_LIMIT;
    let mut files: BTreeMap<String, ChangedFile> =
        files.into_iter().map(|file| file.into_changed(&request.hunks)).collect();
    if is_cut {
        for (path, hunks) in &request.hunks {
            files.entry(path.clone()).or_insert_with(|| ChangedFile { previous_path: None, hunks: hunks.clone() });
        }
    }
    Ok(files)
}

/// Everything that a run needs, a hundred threads and comments at a time. Of a thread only the first comment is looked at: only that can be ours.
const QUERY: &str = "\
query($owner: String!, $name: String!, $number: Int!, $threads: String, $comments: String, $withThreads: Boolean!, $withComments: Boolean!) {
  viewer { login }
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      headRefOid
      reviewThreads(first: 100, after: $threads) @include(if: $withThreads) {
        nodes {
          id isResolved isOutdated viewerCanResolve viewerCanUnresolve path line startLine diffSide
          resolvedBy { login }
          comments(first: 1) {
            totalCount
            nodes { fullDatabaseId body url viewerDidAuthor reactionGroups { reactors(first: 1) { totalCount } } }
          }
        }
        pageInfo { hasNextPage endCursor }
      }
      comments(first: 100, after: $comments) @include(if: $withComments) {
        nodes { fullDatabaseId body viewerDidAuthor }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
}";

async fn talk_by_graphql(client: &Client, request: &ReviewRequest, instance: &str) -> Result<Observed, Failure> {
    let mut observed = Observed::default();
    let (mut threads, mut comments) = (Cursor::Start, Cursor::Start);
    for _ in 0..TALK_PAGES {
        let data = client
            .query(&json!({ "query": QUERY, "variables": {
                "owner": request.repository.owner, "name": request.repository.name, "number": request.number,
                "threads": threads.after(), "comments": comments.after(),
                "withThreads": threads != Cursor::End, "withComments": comments != Cursor::End,
            } }))
            .await?;
        let page: PageAnswer = serde_json::from_value(data)
            .map_err(|error| Failure::Refused { message: format!("an answer that cannot be understood: {error}") })?;
        let pull = page.repository.and_then(|repository| repository.pull_request).ok_or(Failure::NotFound)?;
        observed.viewer = Some(page.viewer.login);
        observed.head = pull.head;
        threads = Cursor::next(pull.threads.as_ref().map(|list| &list.page));
        comments = Cursor::next(pull.comments.as_ref().map(|list| &list.page));
        let nodes = pull.threads.into_iter().flat_map(|list| list.nodes).flatten();
        observed.threads.extend(nodes.filter_map(|thread| thread.into_own(instance)));
        let nodes = pull.comments.into_iter().flat_map(|list| list.nodes).flatten();
        observed.summaries.extend(nodes.filter_map(|comment| comment.into_summary(instance)));
        if threads == Cursor::End && comments == Cursor::End {
            break;
        }
    }
    Ok(observed)
}

/// How far a list was read.
#[derive(PartialEq, Eq)]
enum Cursor {
    Start,
    After(String),
    End,
}

impl Cursor {
    fn after(&self) -> Option<&str> {
        match self {
            Cursor::After(cursor) => Some(cursor),
            Cursor::Start | Cursor::End => None,
        }
    }

    fn next(page: Option<&PageInfo>) -> Cursor {
        let next = page.filter(|page| page.has_next_page).and_then(|page| page.end_cursor.clone());
        next.map_or(Cursor::End, Cursor::After)
    }
}

#[derive(Deserialize)]
struct PageAnswer {
    viewer: Login,
    repository: Option<RepositoryAnswer>,
}

#[derive(Deserialize)]
struct Login {
    login: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RepositoryAnswer {
    pull_request: Option<PullAnswer>,
}

#[derive(Deserialize)]
struct PullAnswer {
    #[serde(rename = "headRefOid")]
    head: String,
    #[serde(rename = "reviewThreads")]
    threads: Option<Connection<ThreadAnswer>>,
    comments: Option<Connection<CommentAnswer>>,
}

#[derive(Deserialize)]
struct Connection<T> {
    nodes: Vec<Option<T>>,
    #[serde(rename = "pageInfo")]
    page: PageInfo,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PageInfo {
    has_next_page: bool,
    end_cursor: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ThreadAnswer {
    id: String,
    is_resolved: bool,
    is_outdated: bool,
    viewer_can_resolve: bool,
    viewer_can_unresolve: bool,
    path: String,
    line: Option<u32>,
    start_line: Option<u32>,
    diff_side: String,
    resolved_by: Option<Login>,
    comments: FirstComment,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct FirstComment {
    total_count: u64,
    nodes: Vec<Option<CommentAnswer>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct CommentAnswer {
    full_database_id: Option<String>,
    body: String,
    #[serde(default)]
    url: Option<String>,
    viewer_did_author: bool,
    #[serde(default)]
    reaction_groups: Option<Vec<ReactionGroup>>,
}

#[derive(Deserialize)]
struct ReactionGroup {
    reactors: Count,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Count {
    total_count: u64,
}

impl CommentAnswer {
    /// The comment's number and marker, when we wrote it and it is of our instance.
    fn own_marker(&self, instance: &str) -> Option<(u64, Marker)> {
        let marker = Marker::read(&self.body).filter(|marker| self.viewer_did_author && marker.instance == instance)?;
        Some((self.full_database_id.as_ref()?.parse().ok()?, marker))
    }

    fn into_summary(self, instance: &str) -> Option<Summary> {
        let (comment, marker) = self.own_marker(instance)?;
        (marker.fingerprint == super::summary::fingerprint()).then_some(Summary { comment, marker })
    }
}

impl ThreadAnswer {
    fn into_own(self, instance: &str) -> Option<Thread> {
        let first = self.comments.nodes.into_iter().next()??;
        let (comment, marker) = first.own_marker(instance)?;
        let has_reaction = first.reaction_groups.iter().flatten().any(|group| group.reactors.total_count > 0);
        let by = self.resolved_by.map(|by| by.login);
        Some(Thread {
            thread: Some(self.id),
            comment,
            text: Marker::text(&first.body).to_owned(),
            side: side(&self.diff_side),
            lines: lines_of(self.start_line, self.line).filter(|_| !self.is_outdated),
            path: self.path,
            is_outdated: self.is_outdated,
            is_answered: self.comments.total_count > 1 || has_reaction,
            is_edited: !marker.fits(Marker::text(&first.body)),
            resolution: match self.is_resolved {
                false => Resolution::Open,
                // The account that resolved it tells nothing: other programs share that of a workflow, and a person may lend us theirs.
                true if marker.state == State::Fixed => Resolution::ByUs,
                true => Resolution::BySomebody(by),
            },
            can_resolve: self.viewer_can_resolve,
            can_reopen: self.viewer_can_unresolve,
            url: first.url.filter(|url| is_linkable(url)),
            marker,
        })
    }
}

/// Whether an address can stand in a Markdown link as it is.
fn is_linkable(url: &str) -> bool {
    url.starts_with("https://") && !url.contains([')', ' ', '<'])
}

/// Whether two logins are of one account. Some answers leave `[bot]` off.
fn is_same(one: &str, other: &str) -> bool {
    let bare = |login: &str| login.strip_suffix("[bot]").unwrap_or(login).to_ascii_lowercase();
    bare(one) == bare(other)
}

fn side(name: &str) -> Side {
    if name == "LEFT" { Side::Base } else { Side::Head }
}

fn lines_of(start: Option<u32>, end: Option<u32>) -> Option<RangeInclusive<u32>> {
    end.map(|end| start.unwrap_or(end).min(end)..=end)
}

/// The same without GraphQL. Nothing tells who resolved a thread, so that none is resolved, and nothing is said anew that somebody may have dismissed.
async fn talk_by_rest(client: &Client, request: &ReviewRequest, instance: &str) -> Result<Observed, Failure> {
    let repository = &request.repository;
    let head = head(client, repository, request.number).await?;
    let viewer = client.viewer().await?;
    let route = repository.route(&format!("/pulls/{}/comments", request.number));
    let comments: Vec<TalkAnswer> = client.get_all(&route, TALK_LIMIT).await?;
    let route = repository.route(&format!("/issues/{}/comments", request.number));
    let summaries: Vec<TalkAnswer> = client.get_all(&route, TALK_LIMIT).await?;
    let is_answered = |id: u64| comments.iter().any(|comment| comment.in_reply_to_id == Some(id));
    let first = comments.iter().filter(|comment| comment.in_reply_to_id.is_none());
    let threads = first.filter_map(|comment| comment.as_thread(&viewer, instance, is_answered(comment.id)));
    let summaries = summaries.iter().filter_map(|comment| {
        let marker = comment.own_marker(&viewer, instance)?;
        (marker.fingerprint == super::summary::fingerprint()).then_some(Summary { comment: comment.id, marker })
    });
    let (threads, summaries) = (threads.collect(), summaries.collect());
    Ok(Observed { viewer: Some(viewer), head, threads, summaries, files: BTreeMap::new() })
}

/// The newest commit of a pull request.
pub(crate) async fn head(client: &Client, repository: &Repository, number: u64) -> Result<String, Failure> {
    Ok(pull_request(client, repository, number).await?.head)
}

/// A pull request that no event describes.
pub(crate) async fn pull_request(
    client: &Client,
    repository: &Repository,
    number: u64,
) -> Result<PullRequest, Failure> {
    let pull: Value = client.get(&repository.route(&format!("/pulls/{number}"))).await?;
    Ok(described(repository, number, &pull))
}

/// The open pull request from a branch whose head is a commit. GitHub tells the run of a fork's workflow only these two.
pub(crate) async fn pull_request_from(
    client: &Client,
    repository: &Repository,
    owner: &str,
    branch: &str,
    head: &str,
) -> Result<Option<PullRequest>, Failure> {
    let query = format!("state=open&head={}", uri_segment(&format!("{owner}:{branch}")));
    let pulls: Vec<Value> = client.get_all_where(&repository.route("/pulls"), &query, PULL_REQUEST_LIMIT).await?;
    let found = pulls.iter().find(|pull| text(pull, "/head/sha").eq_ignore_ascii_case(head));
    let number = |pull: &Value| pull.get("number").and_then(Value::as_u64);
    Ok(found.and_then(|pull| Some(described(repository, number(pull)?, pull))))
}

fn described(repository: &Repository, number: u64, pull: &Value) -> PullRequest {
    PullRequest {
        repository: repository.clone(),
        number,
        head: text(pull, "/head/sha").to_owned(),
        base_ref: text(pull, "/base/ref").to_owned(),
        is_open: text(pull, "/state") != "closed",
    }
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

/// A comment on lines, on a file or on the pull request, as REST has it.
#[derive(Deserialize)]
struct TalkAnswer {
    id: u64,
    user: Option<UserAnswer>,
    body: Option<String>,
    html_url: Option<String>,
    path: Option<String>,
    side: Option<String>,
    start_line: Option<u32>,
    line: Option<u32>,
    subject_type: Option<String>,
    in_reply_to_id: Option<u64>,
    reactions: Option<Reactions>,
}

#[derive(Deserialize)]
struct Reactions {
    total_count: u64,
}

#[derive(Deserialize)]
struct UserAnswer {
    login: String,
    #[serde(rename = "type")]
    kind: Option<String>,
}

impl TalkAnswer {
    /// The marker, when we wrote the comment and it is of our instance.
    fn own_marker(&self, viewer: &str, instance: &str) -> Option<Marker> {
        let user = self.user.as_ref()?;
        let is_ours = match user.kind.as_deref() {
            Some("Bot") => is_same(&user.login, viewer),
            _ => user.login.eq_ignore_ascii_case(viewer),
        };
        Marker::read(self.body.as_deref()?).filter(|marker| is_ours && marker.instance == instance)
    }

    fn as_thread(&self, viewer: &str, instance: &str, is_answered: bool) -> Option<Thread> {
        let marker = self.own_marker(viewer, instance)?;
        let has_reaction = self.reactions.as_ref().is_some_and(|reactions| reactions.total_count > 0);
        let is_on_file = self.subject_type.as_deref() == Some("file");
        Some(Thread {
            thread: None,
            comment: self.id,
            text: Marker::text(self.body.as_deref()?).to_owned(),
            path: self.path.clone()?,
            side: side(self.side.as_deref().unwrap_or_default()),
            lines: lines_of(self.start_line, self.line),
            is_outdated: self.line.is_none() && !is_on_file,
            is_answered: is_answered || has_reaction,
            is_edited: !marker.fits(Marker::text(self.body.as_deref()?)),
            resolution: Resolution::Unknown,
            can_resolve: false,
            can_reopen: false,
            url: self.html_url.clone().filter(|url| is_linkable(url)),
            marker,
        })
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
        let marker = "text\n\n<!-- rolloutlint:1;i=default;f=1;b=2;h=3;s=open -->";
        let is_ours = |login: &str, kind: &str, viewer: &str| {
            let comment: TalkAnswer =
                serde_json::from_value(json!({ "id": 1, "user": { "login": login, "type": kind }, "body": marker }))
                    .unwrap();
            comment.own_marker(viewer, "default").is_some()
        };
        assert!(is_ours("github-actions[bot]", "Bot", "github-actions"));
        assert!(is_ours("github-actions[bot]", "Bot", "github-actions[bot]"));
        assert!(is_ours("Priya", "User", "priya"));
        assert!(!is_ours("github-actions", "User", "github-actions[bot]"));
    }
}
