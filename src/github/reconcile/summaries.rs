//! What becomes of the summary comment.

use crate::github::marker::{self, Marker, State, Words};
use crate::github::observed::{Observed, Summary};
use crate::github::operation::Operation;
use crate::github::place::Target;
use crate::github::summary;

/// The operations for the summary comment. A run posts it when there is something to say, and
/// writes it anew from then on. Of several the oldest stays. One that a person edited is left; one
/// that is hidden gives way to a new one while something is open.
pub(super) fn operations(
    words: Option<Words>,
    is_worth_a_comment: bool,
    observed: &Observed,
    target: &Target,
) -> Vec<Operation> {
    let sealed = |words: &Words| {
        Marker::of(words, &target.instance, &marker::of_summary(), &target.head, State::Open).seal(&words.text)
    };
    let (edited, mut ours): (Vec<&Summary>, Vec<&Summary>) =
        observed.summaries.iter().partition(|summary| summary.is_edited);
    ours.sort_by_key(|summary| (summary.is_hidden, summary.comment));
    let news = words.as_ref().filter(|_| is_worth_a_comment);
    let Some((best, others)) = ours.split_first() else {
        // What the person has read there already is not said again.
        let news = news.filter(|words| !edited.iter().any(|summary| summary.marker.says(words)));
        return news.map(|words| Operation::PostSummary { body: sealed(words) }).into_iter().collect();
    };
    let delete = |summary: &&Summary| Operation::DeleteSummary { comment: summary.comment };
    if let Some(words) = news.filter(|_| best.is_hidden) {
        let post = Operation::PostSummary { body: sealed(words) };
        return std::iter::once(post).chain(ours.iter().map(delete)).collect();
    }
    let words = words.unwrap_or_else(|| target.say(summary::nothing_open));
    let is_said = best.marker.says(&words) && best.marker.instance == target.instance;
    let edit = (!is_said).then(|| Operation::EditSummary { comment: best.comment, body: sealed(&words) });
    edit.into_iter().chain(others.iter().map(delete)).collect()
}
