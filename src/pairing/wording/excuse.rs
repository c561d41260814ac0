//! A statement that need not hold, by the reason beside it or by the words in its place.

use super::{Wording, plain};
use crate::markdown::inline;
use crate::pairing::remark::{Beside, heads, is_remark};
use crate::plan::measure::result_in;
use std::borrow::Cow;

/// So many words say at least why other words stand in the place of the old ones.
const LEAST_OF_REASON: usize = 2;

impl Wording<'_> {
    /// Whether only the reason of a statement stands here, which need not hold:
    /// `N/A — no support team`.
    pub(crate) fn is_reason_alone(&self) -> bool {
        self.is_excused && inline::struck(self.line).is_empty()
    }

    /// Whether it need not hold. Where words are struck, all of the statement is, and the reason is
    /// cut off from it: `Churn < ~~2%~~ 5%` is another bound.
    pub(super) fn is_excused(&self) -> bool {
        self.is_reason_alone() || self.behind_struck().is_some_and(|behind| is_remark(&behind))
    }

    /// The words that stand in the place of the struck ones, where they say why:
    /// `~~old~~ new — reason`.
    pub(super) fn replacement(&self) -> Option<String> {
        let behind = plain(&self.behind_struck()?);
        let gives_reason = |(head, beside): &(&str, Beside)| {
            let reason = &behind[head.len()..];
            let words = reason.split_whitespace().filter(|word| word.contains(char::is_alphabetic));
            head.contains(char::is_alphanumeric)
                && *beside == Beside::Remark
                && words.count() >= LEAST_OF_REASON
                && result_in(reason, head).is_none()
        };
        heads(&behind).find(gives_reason).map(|(head, _)| head.to_owned())
    }

    /// What a reader sees behind the struck words of a statement with a reason, where no other
    /// words stand before them.
    fn behind_struck(&self) -> Option<Cow<'_, str>> {
        let struck = inline::struck(self.line);
        let (first, last) = (struck.first()?, struck.last()?);
        let is_whole = !inline::visible(&self.line[..first.start]).contains(char::is_alphanumeric);
        (self.is_excused && is_whole).then(|| inline::visible(&self.line[last.end..]))
    }
}
