//! How a team's stages are called, and the words that head them.

use crate::config::Policy;
use crate::outline::Outline;
use crate::stage_heading::StageHeading;
use crate::stage_number::StageNumber;
use crate::template::stage_sections;
use crate::text::{Source, fold};
use crate::words::stages as words;

/// A stage with its number, and what it is called by it: `Week 2`, `Days 2-7`.
pub(super) type Counted = (StageNumber, String);

/// What the stages are called, as far as the configuration has to say it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct StageStyle {
    /// The word before the number, as the team writes it; `None` when it is a built-in one.
    pub(super) word: Option<String>,
    /// The names of stages that have no numbers.
    pub(super) names: Vec<String>,
    /// The heading above the table whose rows are the stages.
    pub(super) table: Option<String>,
    /// The heading above the list whose items are the stages.
    pub(super) list: Option<String>,
}

impl StageStyle {
    /// What a configuration says of the stages.
    pub(super) fn known(policy: &Policy) -> StageStyle {
        let defaults = Policy::default();
        let word = policy.stage_words.first().filter(|_| policy.stage_words != defaults.stage_words).cloned();
        let (table, list) = (policy.stage_table.clone(), policy.stage_list.clone());
        StageStyle { word, names: policy.stage_names.clone(), table, list }
    }

    /// Stages with a word and numbers, each with its number and what it is called. Where time is
    /// left out between them, as between `Day 3` and `Day 7`, what they are called is their name.
    pub(super) fn counted_by(word: &str, stages: &[Counted]) -> StageStyle {
        let leaves_out = |pair: &[Counted]| pair[0].0.end() + 1 < pair[1].0.start();
        let ascends = stages.is_sorted_by(|(one, _), (other, _)| one < other);
        if words::TIMES.has(&fold(word)) && ascends && stages.windows(2).any(leaves_out) {
            let names = stages.iter().map(|(_, name)| name.clone()).collect();
            return StageStyle { names, ..StageStyle::default() };
        }
        StageStyle { word: Some(word.to_owned()), ..StageStyle::default() }
    }

    /// The policy with these words.
    pub(super) fn policy(&self, mut policy: Policy) -> Policy {
        policy.stage_words = self.word.as_ref().map_or(policy.stage_words, |word| vec![fold(word)]);
        policy.stage_names = self.names.iter().map(|name| fold(name)).collect();
        policy.stage_table = self.table.as_deref().map(fold);
        policy.stage_list = self.list.as_deref().map(fold);
        policy
    }

    /// The stages by these words, where they make other sections of the text.
    pub(super) fn reads_anew(&self, source: &Source) -> Vec<StageHeading> {
        let policy = self.policy(Policy::default());
        let found = stage_sections((source, &Outline::parse(source, &policy)), &policy, &[], None).found;
        found.into_iter().map(|(_, heading)| heading).collect()
    }

    /// The headings that are stages by these words.
    pub(super) fn reads(&self, (source, outline): (&Source, &Outline), defaults: &Policy) -> Vec<StageHeading> {
        let found = stage_sections((source, outline), &self.policy(defaults.clone()), &[], None).found;
        found.into_iter().map(|(_, heading)| heading).collect()
    }
}

/// Whether each stage has a higher number than the one before.
pub(super) fn ascends(stages: &[StageHeading]) -> bool {
    stages.is_sorted_by(|one, other| one.number < other.number)
}

/// Whether a word heads stages with numbers, in any language.
pub(super) fn is_stage_word(word: &str) -> bool {
    words::HEADINGS.has(word) || words::HEADINGS_AMONG_STAGES.has(word) || words::OTHER_HEADINGS.has(word)
}

/// A heading's words from its first letter on: an emoji or a section number may stand before them.
pub(super) fn words_of(title: &str) -> &str {
    title.find(char::is_alphabetic).map_or("", |start| &title[start..])
}

/// The word that opens a heading, and the rest. A word for stages may have two parts:
/// `Giai đoạn 1`.
fn opening(title: &str) -> (&str, &str) {
    let end = title.find(|c: char| !c.is_alphabetic()).unwrap_or(title.len());
    let parts = words::OTHER_HEADINGS.iter().filter(|word| word.contains(' '));
    let long = parts.map(str::chars).map(Iterator::count);
    let ends = long.filter_map(|count| title.char_indices().nth(count).map(|(at, _)| at));
    let mut two = ends.filter(|end| words::OTHER_HEADINGS.has(&fold(&title[..*end])));
    title.split_at(two.next().unwrap_or(end))
}

/// The word that opens a text, in the singular, the number behind it, and what stands behind both.
pub(super) fn counted<'a>(text: &'a str, is_meant: &dyn Fn(&str) -> bool) -> Option<(String, StageNumber, &'a str)> {
    const LARGEST: u32 = 99;
    let (word, rest) = opening(text);
    let (number, behind) = StageNumber::read_start(rest.trim_start())?;
    // `Rollout 5 %` is a share.
    if number.start() > LARGEST || behind.trim_start().starts_with(['%', '/']) {
        return None;
    }
    let folded = fold(word);
    if is_meant(&folded) {
        return Some((word.to_owned(), number, behind));
    }
    let singular = |ending: &&str| word.strip_suffix(*ending).filter(|word| is_meant(&fold(word)));
    let singular = PLURALS.iter().find_map(singular).filter(|_| number.is_range())?;
    Some((singular.to_owned(), number, behind))
}

/// How words end in the plural, beside those that change more.
const PLURALS: &[&str] = &["s", "n", "en", "es", "e"];
