//! The reviews of a pull request, as GitHub tells them.

use crate::text::fold;
use std::collections::BTreeMap;

/// Who wrote a pull request, and who reviewed it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conversation {
    /// The login of the author; `None` when the account is gone.
    pub author: Option<String>,
    /// The newest commit of the pull request at that time.
    pub head: String,
    /// All reviews, in the order of time.
    pub reviews: Vec<Review>,
}

/// A review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// The login of the reviewer; `None` when the account is gone.
    pub login: Option<String>,
    /// Whether a program reviewed.
    pub is_bot: bool,
    /// What the review says.
    pub verdict: Verdict,
    /// The commit that was reviewed; `None` when GitHub does not know it any more.
    pub commit: Option<String>,
    /// When, as GitHub writes a moment.
    pub at: Option<String>,
}

/// What a review says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The change is good.
    Approved,
    /// The change is not good yet.
    ChangesRequested,
    /// Somebody took the review back.
    Dismissed,
    /// Neither; a comment undoes no approval.
    Commented,
}

impl Verdict {
    /// The verdict by GitHub's own word. A review that is not yet handed in says nothing.
    pub fn of(word: &str) -> Option<Verdict> {
        match word {
            "APPROVED" => Some(Verdict::Approved),
            "CHANGES_REQUESTED" => Some(Verdict::ChangesRequested),
            "DISMISSED" => Some(Verdict::Dismissed),
            "COMMENTED" => Some(Verdict::Commented),
            _ => None,
        }
    }

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Approved => "approved",
            Verdict::ChangesRequested => "changes-requested",
            Verdict::Dismissed => "dismissed",
            Verdict::Commented => "commented",
        }
    }
}

impl Conversation {
    /// The latest word of each person, by the folded login. Bots have none, and the author has none
    /// about the own change.
    pub(super) fn latest(&self) -> BTreeMap<String, &Review> {
        let mut latest = BTreeMap::new();
        for review in self.reviews.iter().filter(|review| !review.is_bot && review.verdict != Verdict::Commented) {
            let Some(login) = &review.login else { continue };
            if !login.ends_with("[bot]") && !self.is_author(&fold(login)) {
                latest.insert(fold(login), review);
            }
        }
        latest
    }

    /// The approving reviews that nobody took back, of others than the author and of no program.
    pub fn approved(&self) -> Vec<&Review> {
        self.latest().into_values().filter(|review| review.verdict == Verdict::Approved).collect()
    }

    /// Whether a folded login is the author's.
    pub(super) fn is_author(&self, login: &str) -> bool {
        self.author.as_ref().is_some_and(|author| fold(author) == login)
    }

    /// Whether somebody with this folded login wrote or reviewed the change.
    pub(super) fn knows(&self, login: &str) -> bool {
        let reviewers = self.reviews.iter().filter_map(|review| review.login.as_ref());
        self.is_author(login) || reviewers.into_iter().any(|reviewer| fold(reviewer) == login)
    }
}
