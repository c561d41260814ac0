//! Reads what a plan declares about its own stage. A value may tell where the rollout was, too:
//! `1 → 2`, `Alpha (done), Beta`.

use super::stage::{Declared, DeclaredStage, StageNames};
use super::status::{Numbers, Progress};
use crate::stage_heading::split_arrow;
use crate::stage_number::StageNumber;
use crate::text::{Span, fold, without_drawings};
use crate::words::arrows::{ARROWS, find_arrow};
use crate::words::people::BETWEEN as AND;
use crate::words::qualifiers::{Qualifier, qualifier};
use crate::words::stages::{AIMS, CURRENT, ROLLOUTS};
use crate::words::status::{COMPLETED, NEXT, NOW, Status, WrittenIn, status};
use crate::words::tables::STATES;
use std::borrow::Cow;

/// A label with more words is a sentence.
const MOST_WORDS: usize = 5;

impl StageNames {
    /// Whether a folded label asks for the stage that the rollout is in: a word for stages with one
    /// for *current* before or behind it.
    pub(crate) fn asks_for_current(&self, key: &str) -> bool {
        let bare = if key.contains('(') { Cow::Owned(key.replace(['(', ')'], "")) } else { Cow::Borrowed(key) };
        CURRENT.beside(&bare).any(|rest| self.words().any(|word| is_for_stages(rest.trim(), word)))
    }

    /// Whether a folded label speaks of stages, or of how far something is, and not of what is to
    /// come: `phase`, `rollout stage`, `now`, `state`. Behind the first a number is a stage.
    pub(crate) fn asks_for_place(&self, key: &str) -> Option<Numbers> {
        let words = || key.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|word| !word.is_empty());
        let is_of_stages = |word: &str| self.words().any(|stage| word == stage);
        let is_state = |word: &str| {
            let is_running = || status(word, WrittenIn::Stage) == Some(Status::Running);
            STATES.has(word) || NOW.has(word) || CURRENT.has(word) || is_running()
        };
        // Any other word may make it about something else: `API status`, `stage owner`.
        let is_silent = |word: &str| {
            let says_nothing =
                matches!(qualifier(word), Some(Qualifier::Filler | Qualifier::Adverb | Qualifier::Condition));
            says_nothing || ROLLOUTS.has(word)
        };
        let is_ahead = |word: &str| AIMS.has(word) || NEXT.has(word);
        // Most labels end here, at their first word.
        if !words().all(|word| (is_of_stages(word) || is_state(word) || is_silent(word)) && !is_ahead(word))
            || words().count() > MOST_WORDS
        {
            return None;
        }
        if words().any(is_of_stages) {
            return Some(Numbers::NameStages);
        }
        words().any(is_state).then_some(Numbers::Count)
    }

    /// The stage that a text names and says nothing else of, or where it leads from one to another.
    pub(crate) fn find_wholly(&self, text: &str) -> Option<StageNumber> {
        let ends = split_arrow(text);
        let stages: Option<Vec<StageNumber>> = ends.iter().map(|end| self.find_exactly(end)).collect();
        self.find_exactly(text).or_else(|| stages?.pop())
    }

    /// Reads what a plan declares about its own stage.
    pub(crate) fn read_declared(&self, text: &str) -> DeclaredStage {
        if let Some(number) = self.find_exactly(text).or_else(|| self.current_in(text)).or_else(|| self.find(text)) {
            return DeclaredStage::Stage(number);
        }
        let declared = |text: &str| match status(&fold(text), WrittenIn::Declaration)? {
            Status::Planned => Some(DeclaredStage::Planned),
            Status::Completed => Some(DeclaredStage::Completed),
            Status::Aborted => Some(DeclaredStage::Aborted),
            Status::Running | Status::Held => None,
        };
        let last = split_arrow(text).pop();
        declared(text).or_else(|| declared(&last?)).unwrap_or(DeclaredStage::Unknown)
    }

    /// Reads a `Status:` line. Teams write many things there, so it names a stage only when the
    /// whole value is its number with its word, its name, or the first word of its name, or leads
    /// from one such value to another. Only *completed* says there that all is over: a document may
    /// be complete, too.
    pub(crate) fn read_status(&self, text: &str, span: Span) -> Option<Declared> {
        let folded = fold(text);
        let is_named = |text: &str| text.parse::<StageNumber>().is_err() && self.is_whole_name(text);
        let ends = split_arrow(&folded);
        let led_to = ends.last().filter(|_| ends.len() > 1 && ends.iter().all(|end| is_named(end)));
        let stage = match self.find(led_to.unwrap_or(&folded)) {
            Some(number) if led_to.is_some() || is_named(&folded) => DeclaredStage::Stage(number),
            _ if COMPLETED.has(without_drawings(&folded)) => DeclaredStage::Completed,
            _ => return None,
        };
        Some(Declared { stage, text: text.to_owned(), span })
    }

    /// The stage that a text with several of them says to be the current one: where its arrow leads
    /// to, else the highest one that is neither over nor ahead. `None` for any other text.
    fn current_in(&self, text: &str) -> Option<StageNumber> {
        let ends = split_arrow(text);
        let is_open = |before: &str| before.matches(['(', '[']).count() > before.matches([')', ']']).count();
        let is_in_brackets = find_arrow(text).is_some_and(|arrow| is_open(&text[..arrow.start]));
        if let Some((last, before)) = ends.split_last().filter(|(_, before)| !before.is_empty() && !is_in_brackets) {
            // `to` is a common word, too.
            let is_sign = text.contains('→') || !ARROWS.en.iter().any(|to| text.contains(to));
            let leads = is_sign || before.iter().all(|end| self.find_exactly(end).is_some());
            let is_ahead = |end: &str| self.read_item(end) == Progress::Ahead;
            let led_to = self.find(last).filter(|_| leads && !is_ahead(last));
            return led_to.or_else(|| before.iter().rev().find_map(|end| self.find(end)));
        }
        let folded = fold(text);
        let parts = parts(&folded);
        // `1 / 3` is the first of three.
        let are_numbers = !folded.contains('/') && parts.iter().all(|part| part.parse::<StageNumber>().is_ok());
        let read = |part: &&str| {
            let bare = || Some((self.find_exactly(part).filter(|_| are_numbers)?, Progress::Begun));
            self.read_state(part).or_else(bare)
        };
        let said: Vec<(StageNumber, Progress)> = parts.iter().filter_map(read).collect();
        let highest = |wanted: Progress| said.iter().filter(|(_, is)| *is == wanted).map(|(stage, _)| *stage).max();
        if parts.len() < 2 {
            return None;
        }
        highest(Progress::Begun).or_else(|| highest(Progress::Done))
    }
}

/// Whether a folded label is a word for stages, with a word for rollouts before it or not:
/// `rollout phase`.
fn is_for_stages(key: &str, word: &str) -> bool {
    let of_rollout = || ROLLOUTS.iter().filter_map(|rollout| key.strip_prefix(rollout));
    key == word || of_rollout().any(|rest| rest.trim_start_matches([' ', '-']) == word)
}

/// The parts of a folded text between the signs and words that list things, outside of brackets.
fn parts(folded: &str) -> Vec<&str> {
    let signs = [",", ";", " + ", " & ", " / ", " — ", " – ", " - ", "、", "，"];
    let (mut parts, mut start, mut depth) = (Vec::new(), 0, 0usize);
    let mut at = 0;
    while let Some(c) = folded[at..].chars().next() {
        let rest = &folded[at..];
        let sign = signs.into_iter().chain(AND.iter()).find(|sign| depth == 0 && rest.starts_with(sign));
        match (c, sign) {
            (_, Some(sign)) => {
                parts.push(folded[start..at].trim());
                at += sign.len();
                start = at;
                continue;
            }
            ('(' | '[', None) => depth += 1,
            (')' | ']', None) => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += c.len_utf8();
    }
    parts.push(folded[start..].trim());
    parts.retain(|part| part.contains(char::is_alphanumeric));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Policy;
    use crate::template::built_in;

    fn names() -> StageNames {
        StageNames::new(built_in().stages.iter(), &Policy::default())
    }

    #[test]
    fn a_declaration_names_the_stage_that_the_rollout_is_in() {
        let names = names();
        for text in [
            "2", "Beta", "Stage 2: Beta (Limited Release)", "1 → 2", "Alpha -> Beta", "Stage 1 to Stage 2", "1 ⇒ 2",
            "0 → 1 → 2", "Alpha (done), Beta", "Alpha done; Beta running", "Beta, 20 %", "1, 2", "1 and 2",
            "Alpha und Beta", "Beta (was Alpha)", "Beta (live), GA (planned)", "Beta → GA (planned)",
            "Beta since Monday", "Beta, Alpha done", "Alpha / Beta", "Beta (5% → 20%)", "→ Beta",
        ] {
            assert_eq!(names.read_declared(text), DeclaredStage::Stage(2.into()), "{text}");
        }
        for text in [
            "Alpha", "1", "1 / 3", "Stage 1 (3 customers)", "Alpha (next: Beta)", "Alpha, then Beta", "Alpha (2)",
            "Alpha, ready to go to Beta", "Alpha, Beta planned", "Alpha (Redis → Postgres)", "Stage 1 (next: 1 → 2)",
            "Alpha; 2 bugs open",
        ] {
            assert_eq!(names.read_declared(text), DeclaredStage::Stage(1.into()), "{text}");
        }
        assert_eq!(names.read_declared("planned"), DeclaredStage::Planned);
        assert_eq!(names.read_declared("GA → completed"), DeclaredStage::Stage(3.into()));
        assert_eq!(names.read_declared("Betta"), DeclaredStage::Unknown);
    }

    #[test]
    fn a_status_line_speaks_of_the_stage_only_when_it_names_one() {
        let names = names();
        let status = |text: &str| names.read_status(text, Span::at(0)).map(|declared| declared.stage);
        assert_eq!(status("Stage 1"), Some(DeclaredStage::Stage(1.into())));
        assert_eq!(status("✅ Completed"), Some(DeclaredStage::Completed));
        assert_eq!(status("Beta"), Some(DeclaredStage::Stage(2.into())));
        assert_eq!(status("Alpha → Beta"), Some(DeclaredStage::Stage(2.into())));
        assert_eq!(status("Alpha (Friendly Customers)"), Some(DeclaredStage::Stage(1.into())));
        for text in [
            "1", "In progress", "Draft", "Beta testers invited", "Stage 1 is blocked", "complete", "1 → 2",
            "Alpha → in review", "Draft → Beta",
        ] {
            assert_eq!(status(text), None, "{text}");
        }
    }

    #[test]
    fn a_label_asks_for_the_current_stage_in_many_words() {
        for key in [
            "current stage", "current phase", "current rollout stage", "stage (current)", "currentstage",
            "aktuelle stufe", "aktuelle rollout-phase", "estágio atual", "fase en curso", "étape en cours",
            "現在のステージ", "当前阶段", "目前階段", "текущий этап",
        ] {
            assert!(names().asks_for_current(key), "{key}");
        }
        for key in ["stage", "current", "current status", "current users", "next stage", "currently", "阶段"] {
            assert!(!names().asks_for_current(key), "{key}");
        }
    }
}
