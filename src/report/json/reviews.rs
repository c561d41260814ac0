//! Reads who approved which pull request, from what `review --approvals-out` or a forge wrote.

use crate::approval::{Conversation, Review, Verdict};
use crate::audit::{Approver, KnownReviews, Somebody};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// A page, or what `gh pr list --json number,author,reviews` says of a pull request.
#[derive(Deserialize)]
struct ReadPage {
    #[serde(alias = "number")]
    pull_request: u64,
    author: Option<ReadLogin>,
    reviews: Option<Vec<ReadReview>>,
}

#[derive(Deserialize)]
struct ReadReview {
    #[serde(alias = "author")]
    login: Option<ReadLogin>,
    #[serde(default)]
    is_bot: bool,
    #[serde(alias = "state")]
    verdict: String,
    #[serde(alias = "submittedAt", alias = "submitted_at")]
    at: Option<String>,
}

/// A login, or an account with its login.
#[derive(Deserialize)]
#[serde(untagged)]
enum ReadLogin {
    Login(String),
    Account { login: Option<String> },
}

impl ReadLogin {
    fn login(self) -> Option<String> {
        match self {
            ReadLogin::Login(login) => Some(login),
            ReadLogin::Account { login } => login,
        }
        .filter(|login| !login.is_empty())
    }
}

/// Reads who approved which pull request: pages one behind the other, or in a list. A page without
/// reviews tells of none.
///
/// # Errors
/// When the text is no JSON of this form, in words. An empty text is none: what should have written
/// it has failed.
pub(crate) fn read_approvals(text: &str) -> Result<BTreeMap<u64, KnownReviews>, String> {
    let mut known = BTreeMap::new();
    if text.trim().is_empty() {
        return Err("it is empty".to_owned());
    }
    for value in serde_json::Deserializer::from_str(text).into_iter::<Value>() {
        let pages = match value.map_err(|error| error.to_string())? {
            Value::Array(pages) => pages,
            page => vec![page],
        };
        for page in pages {
            let page = read_page(page)?;
            if let Some(reviews) = page.reviews {
                let author = page.author.and_then(ReadLogin::login);
                known.insert(page.pull_request, known_reviews(author, reviews));
            }
        }
    }
    Ok(known)
}

fn read_page(page: Value) -> Result<ReadPage, String> {
    let number = page.get("pull_request").or_else(|| page.get("number"));
    match number {
        _ if !page.is_object() => {
            Err("an object for each pull request is wanted, and there is something else".to_owned())
        }
        None => Err("a pull request is there without its `number`".to_owned()),
        Some(number) if !number.is_u64() => Err(format!("{number} is no number of a pull request")),
        Some(number) => {
            let wrong = format!("what stands at pull request {number} are no reviews, each with `author` and `state`");
            ReadPage::deserialize(page).map_err(|_| wrong)
        }
    }
}

fn known_reviews(author: Option<String>, reviews: Vec<ReadReview>) -> KnownReviews {
    let review = |review: ReadReview| {
        let word = review.verdict.to_ascii_uppercase().replace('-', "_");
        let (login, is_bot) = (review.login.and_then(ReadLogin::login), review.is_bot);
        Some(Review { login, is_bot, verdict: Verdict::of(&word)?, commit: None, at: review.at })
    };
    let reviews = reviews.into_iter().filter_map(review).collect();
    let conversation = Conversation { author, head: String::new(), reviews };
    let approved = conversation.approved();
    let approver = |review: &Review| {
        let who = Somebody { name: format!("@{}", review.login.as_deref()?), address: String::new() };
        Some(Approver { who, trailer: None, at: review.at.clone() })
    };
    KnownReviews { approvers: approved.into_iter().filter_map(approver).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn approvers(text: &str) -> Vec<(u64, Vec<String>)> {
        let names = |reviews: KnownReviews| reviews.approvers.into_iter().map(|one| one.who.name).collect();
        read_approvals(text)
            .expect("it is read")
            .into_iter()
            .map(|(number, reviews)| (number, names(reviews)))
            .collect()
    }

    #[test]
    fn what_review_wrote_and_what_a_forge_exports_say_the_same() {
        let ours = r#"{"version":1,"pull_request":7,"author":"ann","reviews":[
            {"login":"sam","is_bot":false,"verdict":"approved","commit":"1a","at":"2026-03-02T10:00:00Z"},
            {"login":"ann","is_bot":false,"verdict":"approved","commit":"1a","at":null},
            {"login":"ci","is_bot":true,"verdict":"approved","commit":"1a","at":null},
            {"login":"ines","is_bot":false,"verdict":"approved","commit":"1a","at":null},
            {"login":"ines","is_bot":false,"verdict":"changes-requested","commit":"1a","at":null}]}"#;
        let forge = r#"[{"number":7,"author":{"login":"ann"},"reviews":[
            {"author":{"login":"sam"},"state":"APPROVED","submittedAt":"2026-03-02T10:00:00Z"},
            {"author":{"login":"ines"},"state":"COMMENTED","submittedAt":"2026-03-02T10:00:00Z"}]}]"#;
        let wanted = [(7, vec!["@sam".to_owned()])];
        assert_eq!(approvers(ours), wanted);
        assert_eq!(approvers(forge), wanted);
        let unknown = r#"{"pull_request":8,"author":null,"reviews":null}"#;
        assert_eq!(approvers(&format!("{ours}\n{unknown}\n")), wanted);
        assert!(read_approvals("[1]").is_err() && read_approvals("{\"reviews\":[]}").is_err());
    }
}
