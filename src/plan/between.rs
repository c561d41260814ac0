//! Two stages with a word between them: `von 1 nach 2`, `从1到2`.

use super::stage::StageNames;
use crate::text::{Span, fold, is_cjk};
use crate::words::arrows::{BEHIND_TO, TO};
use crate::words::bounds::OF;
use crate::words::entries::without_from;

impl StageNames {
    /// Whether a cell names two stages with a word between them that nobody knows: `1 foo 2`. That
    /// is no remark beside the first one. `1 of 3` names one.
    pub(super) fn has_two_stages(&self, text: &str) -> bool {
        let folded = fold(text);
        let pairs = folded.match_indices(' ').filter_map(|(at, _)| {
            let (word, to) = folded[at + 1..].split_once(' ')?;
            Some((&folded[..at], word, to))
        });
        let is_known = |text: &str| self.find_exactly(text).is_some();
        let is_word = |word: &str| word.chars().all(char::is_alphabetic) && !OF.has(word);
        pairs.take(MOST_WORDS).any(|(from, word, to)| is_word(word) && is_known(from) && is_known(to))
    }

    /// The two stages that a text names, where one leads to the other by a word.
    pub(super) fn ends_beside_word(&self, text: &str) -> Option<Vec<String>> {
        // Most cells with one stage end here.
        if self.find_exactly(text).is_some() {
            return None;
        }
        let folded = fold(text);
        let ends = TO.iter().find_map(|word| {
            let (from, to) = folded.split_once(word)?;
            let from = without_from(from).unwrap_or(from);
            let to = BEHIND_TO.iter().find_map(|behind| to.strip_suffix(behind)).unwrap_or(to);
            [from, to].iter().all(|end| self.find_exactly(end).is_some()).then_some([from, to])
        });
        ends.map(|ends| ends.map(|end| end.trim().to_owned()).to_vec())
    }

    /// A word that leads from the stage right before it to the one right behind it: the last of
    /// `Von Alpha nach`, before `Beta`.
    pub(super) fn word_between(&self, text: &str) -> Option<Span> {
        let lower = text.to_lowercase();
        // In few scripts the small letters have other lengths.
        if lower.len() != text.len() {
            return None;
        }
        let found = TO.iter().flat_map(|word| lower.match_indices(word));
        let mut found = found.map(|(at, word)| Span::new(at, at + word.len()));
        found.find(|word| self.stage_before(&lower[..word.start]) && self.stage_behind(&lower[word.end..]).is_some())
    }

    /// Whether a text in small letters ends with a stage.
    fn stage_before(&self, text: &str) -> bool {
        let text = text.trim_end();
        let starts = text.rmatch_indices([' ', ':', '：', '（', '(']).map(|(at, sign)| at + sign.len());
        let mut tails = starts.take(MOST_WORDS).chain([0]).map(|start| text[start..].trim_start());
        tails.any(|tail| self.find_exactly(without_from(tail).unwrap_or(tail)).is_some())
    }

    /// Where the stage ends that a text in small letters begins with.
    pub(super) fn stage_behind(&self, text: &str) -> Option<usize> {
        // `2へ`, `第2段階に移行`, `阶段2批准`
        let is_border = |at: usize| {
            let (before, behind) = text.split_at(at);
            let is_number = before.ends_with(|c: char| c.is_ascii_digit()) && behind.starts_with(is_cjk);
            is_number || BEHIND_TO.any_opens(behind) || behind.starts_with(|c: char| !c.is_alphanumeric())
        };
        let ends = text.char_indices().map(|(at, _)| at).filter(|at| is_border(*at)).take(MOST_WORDS + 1);
        let mut ends = ends.chain([text.len()]).filter(|end| self.find_exactly(&text[..*end]).is_some());
        let first = ends.next()?;
        Some(ends.last().unwrap_or(first))
    }
}

/// The most words of the name of a stage that a word leads from or to.
const MOST_WORDS: usize = 5;
