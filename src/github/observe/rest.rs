//! Reads what was said by REST, for an older server, for tokens that may not use GraphQL, and while
//! GraphQL is out of order.

use super::answer::{is_linkable, is_said_under, lines_of, side};
use crate::github::client::{Client, Failure};
use crate::github::marker::{self, Marker};
use crate::github::observed::{Observed, Resolution, Summary, Thread};
use crate::github::request::{PullRequest, ReviewRequest};
use serde::Deserialize;

/// How many comments are read.
const TALK_LIMIT: usize = 10_000;

/// Reads what was said in a pull request. REST does not tell who resolved a thread. So no thread is
/// resolved, and nothing that somebody may have dismissed is said anew. Where it does not tell who
/// we are, either, the comments of any program under our name are known again.
pub(super) async fn talk(
    client: &Client,
    request: &ReviewRequest,
    instance: &str,
    pull_request: PullRequest,
) -> Result<Observed, Failure> {
    let repository = &request.repository;
    let viewer = client.viewer().await?;
    let route = repository.route(&format!("/pulls/{}/comments", request.number));
    let comments: Vec<TalkAnswer> = client.get_all(&route, TALK_LIMIT).await?;
    let route = repository.route(&format!("/issues/{}/comments", request.number));
    let summaries: Vec<TalkAnswer> = client.get_all(&route, TALK_LIMIT).await?;
    let is_answered = |id: u64| comments.iter().any(|comment| comment.in_reply_to_id == Some(id));
    let first = comments.iter().filter(|comment| comment.in_reply_to_id.is_none());
    let who = Who { viewer: viewer.as_deref(), instance };
    let threads = first.filter_map(|comment| comment.as_thread(&who, is_answered(comment.id)));
    let summaries = summaries.iter().filter_map(|comment| {
        let marker = comment.own_marker(&who)?;
        let is_edited = !marker.fits(Marker::text(comment.body.as_deref()?));
        let is_summary = marker.fingerprint == marker::of_summary();
        is_summary.then_some(Summary { comment: comment.id, marker, is_edited, is_hidden: false })
    });
    let (threads, summaries) = (threads.collect(), summaries.collect());
    let PullRequest { head, base_ref, .. } = pull_request;
    Ok(Observed { viewer, head, base_ref, threads, summaries, ..Observed::default() })
}

/// Who we are.
struct Who<'a> {
    /// Our login; `None` when nobody tells it.
    viewer: Option<&'a str>,
    instance: &'a str,
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
    /// The marker, when we wrote the comment.
    fn own_marker(&self, who: &Who) -> Option<Marker> {
        let (user, body) = (self.user.as_ref()?, self.body.as_deref()?);
        let is_ours = match (who.viewer, user.kind.as_deref()) {
            (Some(viewer), Some("Bot")) => is_same(&user.login, viewer),
            (Some(viewer), _) => user.login.eq_ignore_ascii_case(viewer),
            (None, kind) => kind == Some("Bot") && is_said_under(who.instance, body),
        };
        Marker::read(body).filter(|_| is_ours)
    }

    fn as_thread(&self, who: &Who, is_answered: bool) -> Option<Thread> {
        let marker = self.own_marker(who)?;
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

/// Whether two logins are of one account. Some answers leave `[bot]` off.
fn is_same(one: &str, other: &str) -> bool {
    let bare = |login: &str| login.strip_suffix("[bot]").unwrap_or(login).to_ascii_lowercase();
    bare(one) == bare(other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_bot_has_two_spellings_and_a_person_one() {
        let marker = "text\n\n<!-- rolloutlint:1;i=default;f=1;b=2;h=3;s=open -->";
        let is_ours = |login: &str, kind: &str, viewer: &str| {
            let comment: TalkAnswer =
                serde_json::from_value(json!({ "id": 1, "user": { "login": login, "type": kind }, "body": marker }))
                    .unwrap();
            comment.own_marker(&Who { viewer: Some(viewer), instance: "default" }).is_some()
        };
        assert!(is_ours("github-actions[bot]", "Bot", "github-actions"));
        assert!(is_ours("github-actions[bot]", "Bot", "github-actions[bot]"));
        assert!(is_ours("Priya", "User", "priya"));
        assert!(!is_ours("github-actions", "User", "github-actions[bot]"));
    }
}
