//! Which sections of a file are stages.

use super::family::{Family, MOST_STAGES, Signs, StageSection};
use super::record;
use crate::config::Policy;
use crate::outline::Outline;
use crate::stage_heading::{
    StageHeading, loose_stage_heading, numbered_behind, resembles_stage, spoken_of, without_marks,
};
use crate::stage_number::StageNumber;
use crate::text::{Source, fold};
use crate::words::arrows::has_arrow;
use crate::words::parts::{Role, role_of};
use crate::words::stages::NAMES;

/// The sections of a file that open a stage, with their headings, in the order of the text.
#[derive(Clone, Debug, Default)]
pub(crate) struct StageSections {
    /// The stages, by their sections.
    pub(crate) found: Vec<StageSection>,
    /// Which headings they are, for whoever reads another version.
    pub(crate) family: Family,
    /// The sections that look like a stage, and are not read as one.
    pub(crate) unread: Vec<UnreadSection>,
}

/// A section that looks like a stage, and is not read as one.
#[derive(Clone, Debug)]
pub(crate) struct UnreadSection {
    /// The section.
    pub(crate) section: usize,
    /// The number of the stage that it can only be.
    pub(crate) number: Option<StageNumber>,
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
) -> Vec<UnreadSection> {
    let logs = record::log_sections(outline);
    let mut unread: Vec<UnreadSection> = Vec::new();
    // Another number fits nowhere between stages that have only names, or that do not ascend.
    let first = found.first().filter(|(_, heading)| ascends(found) && !heading.word.is_empty());
    let Some(level) = first.map(|(index, _)| outline.sections[*index].level) else {
        return unread;
    };
    let word = found.first().map(|(_, heading)| fold(&heading.word)).unwrap_or_default();
    let others = other_words(outline, policy, found, &word);
    for (index, section) in outline.sections.iter().enumerate().skip(1) {
        let is_free = !found.iter().any(|(stage, _)| *stage == index) && logs[index].is_none();
        if !is_free
            || found.len() >= MOST_STAGES
            || has_arrow(&section.title)
            || !is_beside(outline, found, index, level)
        {
            continue;
        }
        let heading = loose_stage_heading(&section.title, policy)
            .or_else(|| named_so(&section.title, known))
            .or_else(|| named_before(&section.title, policy, known));
        // Above and below the stages another word heads something else.
        let is_other = |heading: &StageHeading| {
            others.contains(&fold(&heading.word)) || (section.level != level && fold(&heading.word) != word)
        };
        if heading.as_ref().is_some_and(is_other) {
            continue;
        }
        let (before, after) = found.split_at(found.partition_point(|(stage, _)| *stage < index));
        let is_taken = |number: StageNumber| {
            found.iter().any(|(stage, other)| {
                let is_part = outline.sections_around(index).any(|around| around == *stage)
                    && number.start() == other.number.start();
                is_part || other.number.overlaps(number)
            })
        };
        let fits = |number: StageNumber| {
            before.iter().all(|(_, other)| other.number < number)
                && after.iter().all(|(_, other)| number < other.number)
        };
        let heading = heading.filter(|heading| heading.means_stage(section.level == level));
        // What holds stages is none, unless it stands between them.
        let is_around = after.iter().any(|(stage, _)| outline.sections_around(*stage).any(|around| around == index));
        if is_around && (before.is_empty() || heading.is_none()) {
            continue;
        }
        let Some(heading) = heading else {
            let spoken = spoken_of(&section.title, policy).filter(|number| !is_taken(*number) && fits(*number));
            let is_like = (section.level == level && resembles_stage(&section.title, policy))
                || (spoken.is_some() && holds_gates(outline, index));
            if is_like {
                unread.push(UnreadSection { section: index, number: spoken.or_else(|| only_between(before, after)) });
            }
            continue;
        };
        if is_taken(heading.number) {
            continue;
        }
        match fits(heading.number) {
            true if (2..=4).contains(&section.level) && !is_around => {
                let at = before.len();
                found.insert(at, (index, heading));
            }
            true => unread.push(UnreadSection { section: index, number: Some(heading.number) }),
            false => unread.push(UnreadSection { section: index, number: only_between(before, after) }),
        }
    }
    unread
}

/// The only whole number that fits between the stages before and after.
fn only_between(before: &[StageSection], after: &[StageSection]) -> Option<StageNumber> {
    let ((_, last), (_, next)) = before.last().zip(after.first())?;
    let number = last.number.end() + 1;
    (number + 1 == next.number.start()).then(|| number.into())
}

/// Whether a section has gates of its own, and is not called one itself.
fn holds_gates(outline: &Outline, index: usize) -> bool {
    let is_gate = |key: &str| matches!(role_of(key), Role::Entry | Role::Exit | Role::Progression);
    let section = &outline.sections[index];
    let is_own = |at: usize| outline.sections_around(at).any(|around| around == index);
    let labels = outline.fields.iter().filter(|field| is_own(field.scope.section)).map(|field| &field.key);
    let titles = (index + 1..outline.sections.len()).take_while(|at| is_own(*at)).map(|at| &outline.sections[at].key);
    role_of(&section.key) == Role::Other && labels.chain(titles).any(|key| is_gate(key))
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

/// The stage that a title calls by its name, and numbers behind it: `Beta (Stage 2)`.
fn named_before(title: &str, policy: &Policy, known: &[StageHeading]) -> Option<StageHeading> {
    let heading = numbered_behind(title, policy)?;
    let is_name = || {
        let name = fold(&heading.name);
        NAMES.has(name.split(" (").next().unwrap_or_default())
    };
    let is_known = || named_so(&heading.name, known).is_some_and(|stage| stage.number == heading.number);
    (is_known() || is_name()).then_some(StageHeading { clear: true, ..heading })
}

fn ascends(found: &[(usize, StageHeading)]) -> bool {
    found.is_sorted_by(|(_, one), (_, other)| one.number < other.number)
}
