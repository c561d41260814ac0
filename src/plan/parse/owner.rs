//! The rollout whose entries are wanted from a log that several rollouts share.

use crate::text::{Span, fold};
use crate::words::negations::NEGATIONS;
use crate::words::qualifiers::{Qualifier, qualifier};

/// The rollout whose entries are wanted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Owner<'a> {
    pub(super) id: Option<&'a str>,
    pub(super) title: Option<&'a str>,
    /// Whether an entry that names no rollout belongs to this one.
    pub(super) has_the_rest: bool,
}

/// The rollout that an entry belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Belongs {
    /// The entry names the wanted rollout.
    Here,
    /// The entry names another rollout.
    Elsewhere,
    /// The entry names no rollout that can be recognised.
    Unnamed,
}

impl Owner<'_> {
    /// The rollout that the text of a cell or a label names. The text has no other purpose.
    pub(super) fn names(&self, text: &str) -> Belongs {
        match self.is_named_in(&fold(text)) {
            true => Belongs::Here,
            false if text.trim().is_empty() => Belongs::Unnamed,
            false => Belongs::Elsewhere,
        }
    }

    /// The rollout that a heading mentions. A heading may be about anything, so that only an ID of
    /// the same form names another rollout.
    pub(super) fn mentions(&self, text: &str) -> Belongs {
        let folded = fold(text);
        match self.is_named_in(&folded) {
            true => Belongs::Here,
            false if self.has_similar_id(&folded) => Belongs::Elsewhere,
            false => Belongs::Unnamed,
        }
    }

    /// The first ID of the same form in a line, that of the rollout or of another one.
    pub(super) fn id_in(&self, line: &str) -> Option<Span> {
        let mut start = 0;
        for word in line.split(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_' | '.')) {
            if word.contains('-') && self.mentions(word) != Belongs::Unnamed {
                return Some(Span::new(start, start + word.len()));
            }
            start += word.len();
            start += line[start..].chars().next().map_or(0, char::len_utf8);
        }
        None
    }

    /// Whether a folded text is the title of the rollout, or contains its ID.
    fn is_named_in(&self, folded: &str) -> bool {
        let bare =
            folded.strip_prefix("rollout").map_or(folded, |rest| rest.trim_start_matches([':', ' ', '—', '–', '-']));
        self.title.is_some_and(|title| fold(title) == bare || fold(title) == folded) || self.is_listed_in(folded)
    }

    /// Whether a folded text contains the ID of the rollout, alone or in a list of several. Behind
    /// another one and other words it is only mentioned: `RO-015 (see RO-014)`, `not RO-014`.
    fn is_listed_in(&self, folded: &str) -> bool {
        let Some(id) = self.id.map(fold) else { return false };
        let mut words = ids_in(folded).take_while(|word| *word != id);
        if ids_in(folded).all(|word| word != id) || words.clone().last().is_some_and(|word| NEGATIONS.has(word)) {
            return false;
        }
        let follows_another = words.clone().any(|word| self.is_similar(word));
        !follows_another || words.all(|word| self.is_similar(word) || qualifier(word) == Some(Qualifier::And))
    }

    /// Whether a folded text contains an ID of the same form.
    fn has_similar_id(&self, folded: &str) -> bool {
        ids_in(folded).any(|word| self.is_similar(word))
    }

    /// Whether a folded word is an ID of the same form: the same prefix and a number.
    fn is_similar(&self, word: &str) -> bool {
        let Some(id) = self.id.map(fold) else { return false };
        let ends = id.rsplit_once('-').zip(word.rsplit_once('-'));
        ends.is_some_and(|((prefix, _), (other, number))| {
            other == prefix && !number.is_empty() && number.chars().all(|c| c.is_ascii_digit())
        })
    }
}

/// The words of a folded text that may be IDs.
fn ids_in(folded: &str) -> impl Iterator<Item = &str> + Clone {
    folded
        .split(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_' | '.'))
        .map(|word| word.trim_matches(['-', '.']))
        .filter(|word| !word.is_empty())
}
