//! Which sections of a file are stages.

use super::family::{Family, MOST_STAGES, Signs, StageSection};
use super::record;
use crate::config::Policy;
use crate::outline::Outline;
use crate::stage_heading::{StageHeading, loose_stage_heading, resembles_stage, without_marks};
use crate::text::{Source, fold};
use crate::words::arrows::has_arrow;

/// The sections of a file that open a stage, with their headings, in the order of the text.
#[derive(Clone, Debug, Default)]
pub(crate) struct StageSections {
    /// The stages, by their sections.
    pub(crate) found: Vec<StageSection>,
    /// Which headings they are, for whoever reads another version.
    pub(crate) family: Family,
    /// The sections that look like a stage, and whose place among the others cannot be told.
    pub(crate) unread: Vec<usize>,
}

/// The sections of a file that open a stage. `known` are the stages of the template, which a
/// heading may call by their bare names. `before` says which headings are the stages in the version
/// that this one is compared with.
///
/// Most have the same word and the same level. A heading that is written otherwise is read as a
/// stage, too, when it stands beside those, its place has no stage yet and its number fits between
/// its neighbours.
pub(crate) fn stage_sections(
    (source, outline): (&Source, &Outline),
    policy: &Policy,
    known: &[StageHeading],
    before: Option<&Family>,
) -> StageSections {
    let (mut found, others) = Signs { source, outline, policy, known, before }.choose();
    let unread = loose_sections(outline, policy, known, &mut found);
    StageSections { family: Family::of(outline, &found, &others), found, unread }
}

/// Adds the stages whose headings are written otherwise than those of the others. Gives the
/// sections that look like a stage, and whose place among the others cannot be told.
fn loose_sections(
    outline: &Outline,
    policy: &Policy,
    known: &[StageHeading],
    found: &mut Vec<StageSection>,
) -> Vec<usize> {
    let logs = record::log_sections(outline);
    let mut unread = Vec::new();
    // Another number fits nowhere between stages that have only names, or that do not ascend.
    let first = found.first().filter(|(_, heading)| ascends(found) && !heading.word.is_empty());
    let Some(level) = first.map(|(index, _)| outline.sections[*index].level) else {
        return unread;
    };
    let word = found.first().map(|(_, heading)| fold(&heading.word)).unwrap_or_default();
    let others = other_words(outline, policy, found, &word);
    for (index, section) in outline.sections.iter().enumerate().skip(1) {
        // What holds stages is none.
        let is_around = found.iter().any(|(stage, _)| outline.sections_around(*stage).any(|around| around == index));
        let is_free = !is_around && !found.iter().any(|(stage, _)| *stage == index) && logs[index].is_none();
        if !is_free
            || found.len() >= MOST_STAGES
            || has_arrow(&section.title)
            || !is_beside(outline, found, index, level)
        {
            continue;
        }
        let heading = loose_stage_heading(&section.title, policy).or_else(|| named_so(&section.title, known));
        // Above and below the stages another word heads something else.
        let is_other = |heading: &StageHeading| {
            others.contains(&fold(&heading.word)) || (section.level != level && fold(&heading.word) != word)
        };
        if heading.as_ref().is_some_and(is_other) {
            continue;
        }
        let Some(heading) = heading.filter(|heading| heading.means_stage(section.level == level)) else {
            if section.level == level && resembles_stage(&section.title, policy) {
                unread.push(index);
            }
            continue;
        };
        let is_taken = found.iter().any(|(stage, other)| {
            let is_part = outline.sections_around(index).any(|around| around == *stage)
                && heading.number.start() == other.number.start();
            is_part || other.number.overlaps(heading.number)
        });
        if is_taken {
            continue;
        }
        let (before, after): (Vec<_>, Vec<_>) = found.iter().partition(|(stage, _)| *stage < index);
        let fits = before.iter().all(|(_, other)| other.number < heading.number)
            && after.iter().all(|(_, other)| heading.number < other.number);
        if fits && (2..=4).contains(&section.level) {
            let at = before.len();
            found.insert(at, (index, heading));
        } else {
            unread.push(index);
        }
    }
    unread
}

/// The words that number something else: they head sections that have the number of a stage, and
/// the stage has another word. `Phase 1` with `Stage 1` and `Stage 2` inside is no stage.
fn other_words(outline: &Outline, policy: &Policy, found: &[(usize, StageHeading)], word: &str) -> Vec<String> {
    let headings = outline.sections.iter().filter_map(|section| loose_stage_heading(&section.title, policy));
    let is_taken = |heading: &StageHeading| found.iter().any(|(_, stage)| stage.number.overlaps(heading.number));
    let taken = headings.filter(|heading| fold(&heading.word) != *word && is_taken(heading));
    taken.map(|heading| fold(&heading.word)).collect()
}

/// Whether a section stands beside a stage: nothing but subsections is between the two.
fn is_beside(outline: &Outline, found: &[(usize, StageHeading)], index: usize, level: u8) -> bool {
    let is_stage = |index: usize| found.iter().any(|(stage, _)| *stage == index);
    let is_main = |other: &usize| *other != index && (outline.sections[*other].level <= level || is_stage(*other));
    let before = (1..index).rev().find(is_main);
    let after = (index + 1..outline.sections.len()).find(is_main);
    before.into_iter().chain(after).any(is_stage)
}

/// The stage of the template that a title calls by its bare name: `Beta`.
fn named_so(title: &str, known: &[StageHeading]) -> Option<StageHeading> {
    let title = without_marks(title);
    let key = fold(title);
    let is_called = |stage: &&StageHeading| {
        let name = fold(&stage.name);
        !key.is_empty() && (name == key || name.split(" (").next() == Some(key.as_str()))
    };
    let stage = known.iter().find(is_called)?;
    Some(StageHeading { mark: None, said: None, name: title.trim().to_owned(), clear: true, ..stage.clone() })
}

fn ascends(found: &[(usize, StageHeading)]) -> bool {
    found.is_sorted_by(|(_, one), (_, other)| one.number < other.number)
}
