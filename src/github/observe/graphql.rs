//! Reads what was said by GraphQL, which alone tells who resolved a thread.

use super::answer::{is_linkable, is_said_under, lines_of, side};
use crate::github::client::{Client, Failure};
use crate::github::marker::{self, Marker, State};
use crate::github::observed::{Observed, Resolution, Stranger, Summary, Thread};
use crate::github::request::{PullRequest, Repository};
use serde::Deserialize;
use serde_json::json;
use std::mem;

/// How many pages of threads and comments are read. Nobody has seen a pull request with more.
const TALK_PAGES: usize = 100;

/// Everything that a run needs, a hundred threads and comments at a time. Only the first comment of
/// a thread can be ours.
const QUERY: &str = "\
query($owner: String!, $name: String!, $number: Int!, $threads: String, $comments: String, $withThreads: Boolean!, $withComments: Boolean!) {
  viewer { login }
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      state headRefOid headRefName headRepository { nameWithOwner } baseRefName baseRef { target { oid } }
      reviewThreads(first: 100, after: $threads) @include(if: $withThreads) {
        nodes {
          id isResolved isOutdated viewerCanResolve viewerCanUnresolve path line startLine diffSide
          resolvedBy { login }
          comments(first: 1) {
            totalCount
            nodes { fullDatabaseId body url viewerDidAuthor author { login } reactionGroups { reactors(first: 1) { totalCount } } }
          }
        }
        pageInfo { hasNextPage endCursor }
      }
      comments(first: 100, after: $comments) @include(if: $withComments) {
        nodes { fullDatabaseId body viewerDidAuthor isMinimized }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
}";

/// The pull request as it is now, and what was said in it.
pub(super) async fn talk(
    client: &Client,
    repository: &Repository,
    number: u64,
    instance: &str,
) -> Result<(PullRequest, Observed), Failure> {
    let mut observed = Observed::default();
    let (mut threads, mut comments) = (Cursor::Start, Cursor::Start);
    let mut pages = 0;
    loop {
        let data = client
            .query(&json!({ "query": QUERY, "variables": {
                "owner": repository.owner, "name": repository.name, "number": number,
                "threads": threads.after(), "comments": comments.after(),
                "withThreads": threads != Cursor::End, "withComments": comments != Cursor::End,
            } }))
            .await?;
        let page: PageAnswer = serde_json::from_value(data)
            .map_err(|error| Failure::Refused { message: format!("an answer that cannot be understood: {error}") })?;
        let mut pull = page.repository.and_then(|repository| repository.pull_request).ok_or(Failure::NotFound)?;
        let now = pull.described(repository, number);
        observed.viewer = Some(page.viewer.login);
        (observed.head, observed.base_ref) = (now.head.clone(), now.base_ref.clone());
        threads = Cursor::next(pull.threads.as_ref().map(|list| &list.page));
        comments = Cursor::next(pull.comments.as_ref().map(|list| &list.page));
        let nodes = pull.threads.into_iter().flat_map(|list| list.nodes).flatten();
        for thread in nodes {
            observed.strangers.extend(thread.of_another(instance));
            observed.threads.extend(thread.into_own());
        }
        let nodes = pull.comments.into_iter().flat_map(|list| list.nodes).flatten();
        observed.summaries.extend(nodes.filter_map(CommentAnswer::into_summary));
        pages += 1;
        if pages == TALK_PAGES || threads == Cursor::End && comments == Cursor::End {
            return Ok((now, observed));
        }
    }
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
#[serde(rename_all = "camelCase")]
struct PullAnswer {
    state: String,
    head_ref_oid: String,
    head_ref_name: String,
    head_repository: Option<NameAnswer>,
    base_ref_name: String,
    base_ref: Option<RefAnswer>,
    #[serde(rename = "reviewThreads")]
    threads: Option<Connection<ThreadAnswer>>,
    comments: Option<Connection<CommentAnswer>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct NameAnswer {
    name_with_owner: String,
}

#[derive(Deserialize)]
struct RefAnswer {
    target: Option<ObjectAnswer>,
}

#[derive(Deserialize)]
struct ObjectAnswer {
    oid: String,
}

impl PullAnswer {
    /// What the answer says of the pull request itself.
    fn described(&mut self, repository: &Repository, number: u64) -> PullRequest {
        let from = self.head_repository.take().and_then(|from| Repository::parse(&from.name_with_owner).ok());
        PullRequest {
            repository: repository.clone(),
            number,
            head: mem::take(&mut self.head_ref_oid),
            base_ref: mem::take(&mut self.base_ref_name),
            base_tip: self.base_ref.take().and_then(|base| base.target).map(|target| target.oid),
            from: from.zip(Some(mem::take(&mut self.head_ref_name)).filter(|branch| !branch.is_empty())),
            is_open: self.state == "OPEN",
        }
    }
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
    author: Option<Login>,
    #[serde(default)]
    is_minimized: bool,
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
    /// The comment's number and marker, when we wrote it.
    fn own_marker(&self) -> Option<(u64, Marker)> {
        let marker = Marker::read(&self.body).filter(|_| self.viewer_did_author)?;
        Some((self.full_database_id.as_ref()?.parse().ok()?, marker))
    }

    fn into_summary(self) -> Option<Summary> {
        let (comment, marker) = self.own_marker()?;
        let is_edited = !marker.fits(Marker::text(&self.body));
        let summary = Summary { comment, marker, is_edited, is_hidden: self.is_minimized };
        (summary.marker.fingerprint == marker::of_summary()).then_some(summary)
    }
}

impl ThreadAnswer {
    /// The thread when another account opened it under our name, and it is open.
    fn of_another(&self, instance: &str) -> Option<Stranger> {
        let first = self.comments.nodes.first()?.as_ref().filter(|first| !first.viewer_did_author)?;
        let is_theirs = is_said_under(instance, &first.body) && !self.is_resolved;
        let url = first.url.clone().filter(|url| is_linkable(url));
        let login = first.author.as_ref().filter(|_| is_theirs)?.login.clone();
        Some(Stranger { login, path: self.path.clone(), url })
    }

    fn into_own(self) -> Option<Thread> {
        let first = self.comments.nodes.into_iter().next()??;
        let (comment, marker) = first.own_marker()?;
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
                // The account that resolved it tells nothing: other programs share the account of a
                // workflow, and a person may lend us their own.
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
