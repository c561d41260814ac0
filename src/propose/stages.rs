//! What a team calls its stages, by the headings of a plan.

use crate::config::Policy;
use crate::outline::Outline;
use crate::template::stage_sections;
use crate::text::fold;
use crate::words::stages as words;

/// What the stages are called, as far as the configuration has to say it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct StageStyle {
    /// The word before the number, as the team writes it; `None` when it is a built-in one.
    pub(super) word: Option<String>,
    /// The names of stages that have no numbers.
    pub(super) names: Vec<String>,
}

impl StageStyle {
    /// Finds what the stages are called. The built-in words come first, then another word with
    /// numbers, then a word with letters or Roman numerals, then usual names of stages.
    pub(super) fn of(outline: &Outline) -> StageStyle {
        let defaults = Policy::default();
        let built_in = stage_sections(outline, &defaults, &[]).found.len();
        if built_in >= 2 {
            return StageStyle::default();
        }
        let styles = [numbered(outline), lettered(outline), named(outline)];
        let reads = |style: &StageStyle| stage_sections(outline, &style.policy(defaults.clone()), &[]).found.len();
        styles.into_iter().flatten().find(|style| reads(style) >= 2).unwrap_or_default()
    }

    /// The policy with these words.
    pub(super) fn policy(&self, mut policy: Policy) -> Policy {
        policy.stage_words = self.word.as_ref().map_or(policy.stage_words, |word| vec![fold(word)]);
        policy.stage_names = self.names.iter().map(|name| fold(name)).collect();
        policy
    }
}

/// A heading's words from its first letter on: an emoji or a section number may stand before them.
fn words_of(title: &str) -> &str {
    title.find(char::is_alphabetic).map_or("", |start| &title[start..])
}

/// A word with numbers behind it: `Fase 1: Piloto`.
fn numbered(outline: &Outline) -> Option<StageStyle> {
    let mut counts: Vec<(String, String, Vec<u32>)> = Vec::new();
    for section in outline.sections.iter().filter(|section| (2..=4).contains(&section.level)) {
        let title = words_of(&section.title);
        let end = title.find(|c: char| !c.is_alphabetic()).unwrap_or(title.len());
        let (word, rest) = title.split_at(end);
        let rest = rest.trim_start();
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let Ok(number) = rest[..digits].parse::<u32>() else { continue };
        let is_range = rest[digits..].starts_with(['-', '–'])
            || rest[digits..].starts_with('.') && rest[digits + 1..].starts_with(|c: char| c.is_ascii_digit());
        let folded = fold(word);
        if is_range || number > 99 || words::NUMBERED_OTHERS.has(&folded) {
            continue;
        }
        match counts.iter_mut().find(|(known, _, _)| *known == folded) {
            Some((_, _, numbers)) if numbers.contains(&number) => {}
            Some((_, _, numbers)) => numbers.push(number),
            None => counts.push((folded, word.to_owned(), vec![number])),
        }
    }
    let rank = |(folded, _, numbers): &&(String, String, Vec<u32>)| (!words::TIMES.has(folded), numbers.len());
    let best = counts.iter().filter(|(_, _, numbers)| numbers.len() >= 2).max_by_key(rank)?;
    Some(StageStyle { word: Some(best.1.clone()), names: Vec::new() })
}

/// A word with a letter or a Roman numeral behind it: `Phase A`, `Stage II: Beta`. Word and letter
/// together are the name of the stage.
fn lettered(outline: &Outline) -> Option<StageStyle> {
    let mut found: Vec<(String, Vec<String>)> = Vec::new();
    for section in outline.sections.iter().filter(|section| (2..=4).contains(&section.level)) {
        let title = words_of(&section.title);
        let Some((word, rest)) = title.split_once(' ') else { continue };
        let mark: String = rest.chars().take_while(|c| c.is_ascii_uppercase()).collect();
        let is_letter = mark.len() == 1;
        let is_roman = (1..=4).contains(&mark.len()) && mark.chars().all(|c| matches!(c, 'I' | 'V' | 'X'));
        let ends = rest[mark.len()..].chars().next().is_none_or(|c| !c.is_alphanumeric() && c != '/' && c != '-');
        let folded = fold(word);
        if !(is_letter || is_roman)
            || !ends
            || words::NUMBERED_OTHERS.has(&folded)
            || !word.chars().all(char::is_alphabetic)
        {
            continue;
        }
        let name = format!("{word} {mark}");
        match found.iter_mut().find(|(known, _)| *known == folded) {
            Some((_, names)) if names.contains(&name) => {}
            Some((_, names)) => names.push(name),
            None => found.push((folded, vec![name])),
        }
    }
    let (_, names) = found.into_iter().filter(|(_, names)| names.len() >= 2).max_by_key(|(_, names)| names.len())?;
    Some(StageStyle { word: None, names })
}

/// Headings of one level that have usual names of stages.
fn named(outline: &Outline) -> Option<StageStyle> {
    let at_level = |level: u8| -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for section in outline.sections.iter().filter(|section| section.level == level) {
            let title = words_of(&section.title);
            let folded = fold(title);
            let ends = |rest: &str| rest.is_empty() || rest.trim_start().starts_with(['(', ':', '—', '–', '-']);
            let has_two_words = |rest: &str| rest.split_whitespace().count() <= 2;
            let is_name = |name: &str| folded.strip_prefix(name).is_some_and(ends);
            let is_internal =
                |name: &str| folded.strip_prefix(name).is_some_and(|rest| ends(rest) || has_two_words(rest));
            if words::NAMES.iter().any(is_name) || words::INTERNAL.iter().any(is_internal) {
                let name = ["(", ":", " — ", " – ", " - "]
                    .iter()
                    .fold(title, |name, end| name.split(end).next().unwrap_or(name))
                    .trim()
                    .to_owned();
                if !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        names
    };
    let names = (2..=4).map(at_level).max_by_key(Vec::len)?;
    (names.len() >= 2).then_some(StageStyle { word: None, names })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Source;

    fn style(text: &str) -> StageStyle {
        StageStyle::of(&Outline::parse(&Source::new("plan.md", text), &Policy::default()))
    }

    #[test]
    fn stages_are_told_by_the_words_of_their_headings() {
        assert_eq!(style("## Phase 1: A\n## Phase 2: B\n"), StageStyle::default());
        assert_eq!(
            style("## 🎯 Fase 1: Piloto\n## Step 1\n## Step 2\n## Fase 2: Geral\n").word.as_deref(),
            Some("Fase")
        );
        assert_eq!(style("### 阶段 0: 内部\n### 阶段 1: 公开\n").word.as_deref(), Some("阶段"));
        assert_eq!(style("## 3. Phase A: In\n## 4. Phase B: Out\n").names, ["Phase A", "Phase B"]);
        assert_eq!(
            style("### internal alpha\n### closed beta\n### staged production\n").names,
            ["internal alpha", "closed beta", "staged production"]
        );
        assert_eq!(style("## Overview\n## Risks\n"), StageStyle::default());
    }
}
