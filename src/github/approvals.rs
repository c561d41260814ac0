//! Reads who reviewed a pull request, and writes the commit status that tells of approvals.

use super::client::{Client, Failure};
use super::request::Repository;
use crate::approval::{Conversation, Review, Status, Verdict};
use crate::report::harmless::{clipped, terminal};
use serde_json::{Value, json};

/// How many pages of reviews are read, a hundred a page.
const REVIEW_PAGES: usize = 50;
/// How many statuses of a commit are looked at.
const STATUS_LIMIT: usize = 300;
/// How many characters GitHub takes as the description of a status.
const DESCRIPTION_LENGTH: usize = 140;

const QUERY: &str = "\
query($owner: String!, $name: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      headRefOid
      author { login }
      reviews(first: 100, after: $after) {
        nodes { author { login __typename } state commit { oid } submittedAt }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
}";

/// Who wrote a pull request and who reviewed it.
pub(super) async fn conversation(
    client: &Client,
    repository: &Repository,
    number: u64,
) -> Result<Conversation, Failure> {
    match by_graphql(client, repository, number).await {
        Err(Failure::RateLimited { wait, message }) => Err(Failure::RateLimited { wait, message }),
        Err(Failure::Unauthorized) => Err(Failure::Unauthorized),
        // REST tells the same.
        Err(_) => by_rest(client, repository, number).await,
        answer => answer,
    }
}

async fn by_graphql(client: &Client, repository: &Repository, number: u64) -> Result<Conversation, Failure> {
    let mut conversation = Conversation::default();
    let mut after = Value::Null;
    for _ in 0..REVIEW_PAGES {
        let variables = json!({ "owner": repository.owner, "name": repository.name, "number": number, "after": after });
        let data = client.query(&json!({ "query": QUERY, "variables": variables })).await?;
        let pull = data.pointer("/repository/pullRequest").filter(|pull| pull.is_object()).ok_or(Failure::NotFound)?;
        conversation.author = text(pull, "/author/login");
        conversation.head = text(pull, "/headRefOid").unwrap_or_default();
        let nodes = pull.pointer("/reviews/nodes").and_then(Value::as_array).into_iter().flatten();
        conversation.reviews.extend(nodes.filter_map(|node| {
            let is_bot = text(node, "/author/__typename").as_deref() == Some("Bot");
            review(node, ["/author/login", "/commit/oid", "/submittedAt"], is_bot)
        }));
        match text(pull, "/reviews/pageInfo/endCursor") {
            Some(cursor) if pull.pointer("/reviews/pageInfo/hasNextPage") == Some(&Value::Bool(true)) => {
                after = Value::String(cursor);
            }
            _ => break,
        }
    }
    Ok(conversation)
}

async fn by_rest(client: &Client, repository: &Repository, number: u64) -> Result<Conversation, Failure> {
    let pull: Value = client.get(&repository.route(&format!("/pulls/{number}"))).await?;
    let route = repository.route(&format!("/pulls/{number}/reviews"));
    let reviews: Vec<Value> = client.get_all(&route, REVIEW_PAGES * 100).await?;
    let reviews = reviews.iter().filter_map(|node| {
        let is_bot = text(node, "/user/type").as_deref() == Some("Bot");
        review(node, ["/user/login", "/commit_id", "/submitted_at"], is_bot)
    });
    Ok(Conversation {
        author: text(&pull, "/user/login"),
        head: text(&pull, "/head/sha").unwrap_or_default(),
        reviews: reviews.collect(),
    })
}

/// A review by the places of login, commit and moment.
fn review(node: &Value, [login, commit, at]: [&str; 3], is_bot: bool) -> Option<Review> {
    let verdict = Verdict::of(&text(node, "/state")?)?;
    Some(Review { login: text(node, login), is_bot, verdict, commit: text(node, commit), at: text(node, at) })
}

fn text(value: &Value, pointer: &str) -> Option<String> {
    value.pointer(pointer).and_then(Value::as_str).map(String::from)
}

/// Sets the commit status, unless the commit has it already. Gives whether it was written.
pub(super) async fn set_status(
    client: &Client,
    repository: &Repository,
    commit: &str,
    status: &Status,
) -> Result<bool, Failure> {
    // The last character may be an ellipsis.
    let description = clipped(&terminal(&status.description), DESCRIPTION_LENGTH - 1);
    let route = repository.route(&format!("/commits/{commit}/statuses"));
    let known: Vec<Value> = client.get_all(&route, STATUS_LIMIT).await?;
    // The newest comes first.
    let newest = known.iter().find(|known| text(known, "/context").as_deref() == Some(Status::CONTEXT));
    let is_same = |known: &Value| {
        text(known, "/state").as_deref() == Some(status.light.word())
            && text(known, "/description").as_deref() == Some(&description)
    };
    if newest.is_some_and(is_same) {
        return Ok(false);
    }
    let body = json!({ "state": status.light.word(), "context": Status::CONTEXT, "description": description });
    let route = repository.route(&format!("/statuses/{commit}"));
    loop {
        match client.post(&route, &body).await {
            Err(Failure::RateLimited { wait, .. }) if client.wait_out(wait).await => {}
            answer => return answer.map(|()| true),
        }
    }
}
