//! What a team calls its stages, by the headings of a plan.

use super::rows;
use super::style::{Counted, StageStyle, ascends, counted, is_stage_word, words_of};
use crate::config::Policy;
use crate::outline::Outline;
use crate::stage_heading::loose_stage_heading;
use crate::stage_number::StageNumber;
use crate::template::{Role, role_of};
use crate::text::{Source, fold};
use crate::words::stages as words;
use std::cmp::Reverse;

/// What may be the stages of a plan.
#[derive(Clone, Debug)]
struct Family {
    style: StageStyle,
    /// What the first stages are called, for a person.
    shown: Vec<String>,
}

/// Why no stages can be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoPlan {
    /// No headings that could be stages.
    NoStages,
    /// Headings with a word and a number, of which nothing tells that they are stages.
    OtherWord(String),
    /// Stages that do not ascend: a list of them, newest first, is no plan.
    Unordered(String),
    /// The file is a decision log.
    DecisionLog,
}

impl StageStyle {
    /// Finds what the stages are called, and what else might be meant. Words for stages come first,
    /// and names of stages; then percentages and words of time; then any word with numbers, where
    /// its headings also say who sees the change. `known` is what the configuration says already.
    pub(super) fn of(source: &Source, outline: &Outline, known: &Policy) -> Result<(StageStyle, Vec<String>), NoPlan> {
        let title = outline.sections.iter().find(|section| section.level == 1).map(|section| section.key.as_str());
        if title.is_some_and(|title| role_of(title) == Role::DecisionLog) {
            return Err(NoPlan::DecisionLog);
        }
        let defaults = Policy::default();
        let own = StageStyle::known(known);
        if own != StageStyle::default() && own.reads_anew(source).len() >= 2 {
            return Ok((own, Vec::new()));
        }
        let built_in = StageStyle::default().reads((source, outline), &defaults);
        let ranked = numbered(outline, &|word| is_stage_word(word));
        // Two weeks alone may be anything.
        let timed = numbered(outline, &|word| words::TIMES.has(word))
            .filter(|family| family.shown.len() > 2 || says_who((source, outline), family, &defaults, 1));
        let others = [
            ranked,
            lettered(outline, &|word| is_stage_word(word) || words::HEADINGS.has(word)),
            named(outline),
            ordinal(outline, &defaults),
            percentages(outline),
            timed,
            lettered(outline, &|word| words::TIMES.has(word)),
        ];
        let is_several = |family: &Family| family.style.reads((source, outline), &defaults).len() >= 2;
        let (others, unordered): (Vec<Family>, Vec<Family>) = others
            .into_iter()
            .flatten()
            .filter(is_several)
            .partition(|family| ascends(&family.style.reads((source, outline), &defaults)));
        if built_in.len() >= 2 && ascends(&built_in) {
            return Ok((StageStyle::default(), others_of((source, outline), &defaults, &StageStyle::default())));
        }
        if let Some(family) = others.first() {
            let rivals = others[1..].iter().map(|other| other.shown.join(", ")).collect();
            return Ok((family.style.clone(), rivals));
        }
        if let Some(style) = rows::tabled(source, outline).or_else(|| rows::listed(source, outline)) {
            return Ok((style, Vec::new()));
        }
        let first =
            unordered.first().and_then(|family| family.style.reads((source, outline), &defaults).into_iter().next());
        let first = first.or_else(|| built_in.first().filter(|_| built_in.len() >= 2).cloned());
        if let Some(first) = first {
            return Err(NoPlan::Unordered(first.title()));
        }
        let is_open = |word: &str| !words::NUMBERED_OTHERS.has(word) && !words::STEPS.has(word);
        let any = numbered(outline, &is_open).or_else(|| lettered(outline, &is_open));
        match any.filter(is_several) {
            Some(family) if says_who((source, outline), &family, &defaults, 2) => Ok((family.style, Vec::new())),
            Some(family) => Err(NoPlan::OtherWord(family.shown.join(", "))),
            None => Err(NoPlan::NoStages),
        }
    }
}

/// The other words for stages that the headings have, beside those of a style.
fn others_of((source, outline): (&Source, &Outline), defaults: &Policy, style: &StageStyle) -> Vec<String> {
    let own = style.reads((source, outline), defaults).first().map(|heading| fold(&heading.word)).unwrap_or_default();
    let is_other = |word: &str| word != own && (is_stage_word(word) || words::TIMES.has(word));
    let families = numbered(outline, &is_other).into_iter().chain(lettered(outline, &is_other));
    families.map(|family| family.shown.join(", ")).collect()
}

/// Whether so many headings of a family say who sees the change.
fn says_who((source, outline): (&Source, &Outline), family: &Family, defaults: &Policy, least: usize) -> bool {
    let headings = family.style.reads((source, outline), defaults);
    headings.iter().filter(|heading| rows::names_audience(&heading.name)).count() >= least
}

/// A word with numbers behind it: `Fase 1: Piloto`, `Weeks 3-6: Ramp`.
fn numbered(outline: &Outline, is_meant: &dyn Fn(&str) -> bool) -> Option<Family> {
    let headings = outline.sections.iter().filter(|section| (2..=4).contains(&section.level));
    let mut counts: Vec<(String, Vec<Counted>, u8)> = Vec::new();
    for section in headings {
        let (level, title) = (section.level, words_of(&section.title));
        let Some((word, number, behind)) = counted(title, is_meant) else { continue };
        let stage = (number, title[..title.len() - behind.len()].to_owned());
        match counts.iter_mut().find(|(known, ..)| fold(known) == fold(&word)) {
            Some((_, stages, _)) if stages.iter().any(|(known, _)| *known == number) => {}
            Some((_, stages, highest)) => {
                stages.push(stage);
                *highest = level.min(*highest);
            }
            None => counts.push((word, vec![stage], level)),
        }
    }
    let several = counts.into_iter().filter(|(_, stages, _)| stages.len() >= 2);
    // The days stand inside of the weeks.
    let (word, stages, _) = several.max_by_key(|(_, stages, level)| (Reverse(*level), stages.len()))?;
    let shown = stages.iter().take(SHOWN).map(|(number, _)| format!("`{word} {number}`")).collect();
    Some(Family { style: StageStyle::counted_by(&word, &stages), shown })
}

/// How many stages are shown of what might be the stages.
const SHOWN: usize = 3;

fn by_names(names: Vec<String>) -> Option<Family> {
    let shown = names.iter().take(SHOWN).map(|name| format!("`{name}`")).collect();
    (names.len() >= 2).then_some(Family { style: StageStyle { names, ..StageStyle::default() }, shown })
}

/// A word with a letter or a Roman numeral behind it: `Phase A`, `Stage II: Beta`. Word and letter
/// together are the name of the stage.
fn lettered(outline: &Outline, is_meant: &dyn Fn(&str) -> bool) -> Option<Family> {
    let mut found: Vec<(String, Vec<String>)> = Vec::new();
    for section in outline.sections.iter().filter(|section| (2..=4).contains(&section.level)) {
        let title = words_of(&section.title);
        let Some((word, rest)) = title.split_once(' ') else { continue };
        let mark: String = rest.chars().take_while(|c| c.is_ascii_uppercase()).collect();
        let is_letter = mark.len() == 1;
        let is_roman = (1..=4).contains(&mark.len()) && mark.chars().all(|c| matches!(c, 'I' | 'V' | 'X'));
        let ends = rest[mark.len()..].chars().next().is_none_or(|c| !c.is_alphanumeric() && c != '/' && c != '-');
        let folded = fold(word);
        if !(is_letter || is_roman) || !ends || !is_meant(&folded) || !word.chars().all(char::is_alphabetic) {
            continue;
        }
        let name = format!("{word} {mark}");
        match found.iter_mut().find(|(known, _)| *known == folded) {
            Some((_, names)) if names.contains(&name) => {}
            Some((_, names)) => names.push(name),
            None => found.push((folded, vec![name])),
        }
    }
    by_names(found.into_iter().map(|(_, names)| names).max_by_key(Vec::len)?)
}

/// A number that is no Arabic one behind a word for stages or before it: `第一阶段`, `Erste Phase`,
/// `Étape n° 1`. Number and word together are the name of the stage.
fn ordinal(outline: &Outline, policy: &Policy) -> Option<Family> {
    let at_level = |level: u8| -> Vec<(StageNumber, String)> {
        let titles = outline.sections.iter().filter(|section| section.level == level).map(|section| &section.title);
        // Those with an Arabic or a Roman number behind the word have been looked for.
        let is_roman = |title: &str| {
            let mark = words_of(title).split(' ').nth(1).unwrap_or_default();
            let mark = mark.trim_end_matches(|c: char| !c.is_alphanumeric());
            !mark.is_empty() && mark.chars().all(|c| matches!(c, 'I' | 'V' | 'X'))
        };
        let is_plain = |title: &str| is_roman(title) || counted(words_of(title), &|word| is_stage_word(word)).is_some();
        let stage = |title: &String| {
            let heading = loose_stage_heading(title, policy).filter(|_| !is_plain(title))?;
            let end = if heading.name.is_empty() { title.len() } else { title.find(&heading.name)? };
            let name = title[..end].trim_matches(|c: char| !c.is_alphanumeric());
            (!name.is_empty()).then(|| (heading.number, name.to_owned()))
        };
        titles.filter_map(stage).collect()
    };
    let found = (2..=4).map(at_level).max_by_key(Vec::len)?;
    let ascends = found.is_sorted_by(|(one, _), (other, _)| one < other);
    by_names(found.into_iter().map(|(_, name)| name).collect()).filter(|_| ascends)
}

/// Headings of one level that are shares, and ascend: `10%`, `25 % of users`, `100%`. Two of them
/// are enough where the last one is all.
fn percentages(outline: &Outline) -> Option<Family> {
    let at_level = |level: u8| -> Vec<(u32, String)> {
        let titles = outline.sections.iter().filter(|section| section.level == level).map(|section| &section.title);
        let share = |title: &String| {
            let at = title.find(|c: char| c.is_ascii_digit())?;
            let is_first = title[..at].chars().all(|c| !c.is_alphanumeric());
            let digits = title[at..].find(|c: char| !c.is_ascii_digit()).unwrap_or(title.len() - at);
            let is_share = title[at + digits..].trim_start().starts_with(['%', '％']);
            let end = title[at..].find(['%', '％']).map(|end| at + end + 1)?;
            let number = title[at..at + digits].parse().ok()?;
            (is_first && is_share && number <= 100).then(|| (number, title[at..end].to_owned()))
        };
        titles.filter_map(share).collect()
    };
    let found = (2..=4).map(at_level).max_by_key(Vec::len)?;
    let ascends = found.is_sorted_by(|(one, _), (other, _)| one < other);
    let is_whole = found.len() >= 3 || found.last().is_some_and(|(share, _)| *share == 100);
    by_names(found.into_iter().map(|(_, name)| name).collect()).filter(|_| ascends && is_whole)
}

/// Headings of one level that have usual names of stages.
fn named(outline: &Outline) -> Option<Family> {
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
    by_names((2..=4).map(at_level).max_by_key(Vec::len)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn style(text: &str) -> StageStyle {
        found(text).map(|(style, _)| style).unwrap_or_default()
    }

    fn found(text: &str) -> Result<(StageStyle, Vec<String>), NoPlan> {
        read(text, &Policy::default())
    }

    fn read(text: &str, known: &Policy) -> Result<(StageStyle, Vec<String>), NoPlan> {
        let source = Source::new("plan.md", text);
        StageStyle::of(&source, &Outline::parse(&source, &Policy::default()), known)
    }

    #[test]
    fn stages_are_told_by_the_words_of_their_headings() {
        assert_eq!(style("## Phase 1: A\n## Phase 2: B\n"), StageStyle::default());
        assert_eq!(
            style("## 🎯 Fase 1: Piloto\n## Step 1\n## Step 2\n## Fase 2: Geral\n").word.as_deref(),
            Some("Fase")
        );
        assert_eq!(style("### 阶段 0: 内部\n### 阶段 1: 公开\n").word.as_deref(), Some("阶段"));
        assert_eq!(style("### Giai đoạn 1: Nội bộ\n### Giai đoạn 2: Tất cả\n").word.as_deref(), Some("Giai đoạn"));
        assert_eq!(style("## 3. Phase A: In\n## 4. Phase B: Out\n").names, ["Phase A", "Phase B"]);
        assert_eq!(
            style("### internal alpha\n### closed beta\n### staged production\n").names,
            ["internal alpha", "closed beta", "staged production"]
        );
        for titles in [
            ["第一阶段", "第二阶段"],
            ["阶段一", "阶段二"],
            ["第1段階", "第2段階"],
            ["Première étape", "Deuxième étape"],
            ["Primera fase", "Segunda fase"],
            ["Étape n° 1", "Étape n° 2"],
        ] {
            assert_eq!(style(&format!("## {}：A\n## {}: B\n", titles[0], titles[1])).names, titles);
        }
        let (_, others) =
            found("## Phase I: A\n## Phase II: B\n## Stage A: C\n## Stage B: D\n").expect("there are stages");
        assert_eq!(others, ["`Stage A`, `Stage B`"]);
        // These are read without names.
        assert_eq!(style("## Erste Phase: A\n## Zweite Phase: B\n"), StageStyle::default());
        assert_eq!(style("## 5%\n## 25 % of users\n## 100%\n").names, ["5%", "25 %", "100%"]);
    }

    #[test]
    fn stages_with_time_left_out_between_them_are_told_by_their_names() {
        assert_eq!(style("## Day 1: 1%\n## Day 3: 10%\n## Day 14: 100%\n").names, ["Day 1", "Day 3", "Day 14"]);
        assert_eq!(style("## Semana 1: A\n## Semana 3: B\n## Semana 6: C\n").names.len(), 3);
        assert_eq!(style("## Day 1: A\n## Days 2-7: B\n## Day 14: C\n").names, ["Day 1", "Days 2-7", "Day 14"]);
        // Without a gap the numbers are those of the stages.
        assert_eq!(style("## Day 1: A\n## Days 2-7: B\n## Day 8: C\n").word.as_deref(), Some("Day"));
        assert_eq!(style("## Week 0: A\n## Week 1: B\n## Week 2: C\n").word.as_deref(), Some("Week"));
        // Where they do not ascend, a heading about something else is among them.
        assert_eq!(
            style("### Week 3: Later\n## Week 1: A\n## Week 2: B\n## Week 5: C\n").word.as_deref(),
            Some("Week")
        );
        // A rank that is left out is a stage that is missing.
        assert_eq!(style("## Fase 1: A\n## Fase 2: B\n## Fase 4: C\n").word.as_deref(), Some("Fase"));
    }

    #[test]
    fn words_of_stages_come_before_other_numbered_words() {
        let many = "## Risk 1\n## Risk 2\n## Risk 3\n## Risk 4\n## Week 1\n## Week 2\n## Week 3\n";
        assert_eq!(style(many).word.as_deref(), Some("Week"));
        assert_eq!(style("## Alpha\n## Beta\n## Module 1\n## Module 2\n## Module 3\n").names, ["Alpha", "Beta"]);
        assert_eq!(style("## Tranche 1\n## Tranche 2\n## Week 1\n## Week 2\n").word.as_deref(), Some("Tranche"));
    }

    #[test]
    fn what_is_no_plan_is_refused_with_the_reason() {
        assert_eq!(found("## Overview\n## Risks\n"), Err(NoPlan::NoStages));
        for word in ["Risk", "Level", "Story", "Option", "Approach", "Alternative", "Decision", "Task", "PR"] {
            assert_eq!(found(&format!("## {word} 1: A\n## {word} 2: B\n")), Err(NoPlan::NoStages), "{word}");
        }
        assert_eq!(
            found("## Module 1: Login\n## Module 2: Search\n"),
            Err(NoPlan::OtherWord("`Module 1`, `Module 2`".to_owned()))
        );
        assert_eq!(style("## Etapp 1: Pilot\n## Etapp 2: Beta\n").word.as_deref(), Some("Etapp"));
        assert_eq!(found("## Stage 3\n## Stage 2.7\n## Stage 2\n"), Err(NoPlan::Unordered("Stage 3".to_owned())));
        assert_eq!(found("# Decision Log\n\n## Week 1\n## Week 2\n"), Err(NoPlan::DecisionLog));
    }

    #[test]
    fn rows_of_a_table_are_stages_where_no_headings_are() {
        let table = |header: &str, rows: [&str; 2]| {
            let rows = rows.map(|row| format!("| {row} | some |\n")).concat();
            style(&format!("## Stages\n\n| {header} | Who |\n|---|---|\n{rows}"))
        };
        let numbered = table("Step", ["Phase 1: Pilot", "Phase 2: All"]);
        assert_eq!((numbered.table.as_deref(), numbered.word), (Some("Stages"), None));
        assert_eq!(table("Etapa", ["Piloto", "Todos"]).names, ["Piloto", "Todos"]);
        assert_eq!(table("Risk", ["Disk", "Network"]), StageStyle::default());
    }

    #[test]
    fn a_second_family_is_shown() {
        let text = "## Phase 1: A\n### Week 1\n### Week 2\n## Phase 2: B\n### Week 3\n";
        assert_eq!(found(text).expect("there are stages").1, ["`Week 1`, `Week 2`, `Week 3`"]);
        assert!(found("## Phase 1: A\n## Phase 2: B\n").expect("there are stages").1.is_empty());
    }

    #[test]
    fn what_the_configuration_says_is_not_asked_for_again() {
        let known = Policy { stage_words: vec!["module".to_owned()], ..Policy::default() };
        let (style, _) = read("## Module 1\n## Module 2\n", &known).expect("the configuration says it");
        assert_eq!(style.word.as_deref(), Some("module"));
    }
}
