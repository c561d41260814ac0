//! Places: the sections and stages that requirements belong to.

use super::elsewhere::GateElsewhere;
use crate::config::Policy;
use crate::markdown::inline;
use crate::outline::{Outline, Section};
use crate::stage_heading::StageHeading;
use crate::text::fold;

/// The part of a file that a requirement applies to.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Place {
    /// A named section, by its key, see [`section_key`]. Empty for the text before the first
    /// section.
    Section(String),
    /// A stage section, by its position in the template.
    Stage(usize),
}

/// The places of the sections of a file.
pub(crate) struct Places {
    /// The place of each section.
    pub(crate) of: Vec<Place>,
    /// For each section, the gate that it is of a stage that it stands outside of.
    pub(crate) gates: Vec<Option<GateElsewhere>>,
}

/// The place of each section of a file. What looks like a stage and is not read as one is a place
/// of its own, and no part of the stage that it stands in.
pub(crate) fn places(outline: &Outline, stages: &[(usize, StageHeading)], unread: &[usize], policy: &Policy) -> Places {
    let mut places: Vec<Place> = Vec::with_capacity(outline.sections.len());
    let mut gates = Vec::with_capacity(outline.sections.len());
    for (index, section) in outline.sections.iter().enumerate() {
        if unread.contains(&index) {
            places.push(Place::Section(section_key(section)));
            gates.push(None);
            continue;
        }
        let stage = stages.iter().position(|(stage, _)| *stage == index);
        // A heading behind a stage that stands inside of another one belongs to the inner one.
        let stage = stage.or_else(|| inner_stage_before(outline, stages, index));
        let parent = section.parent.filter(|parent| section.level > 2 && outline.sections[*parent].level >= 2);
        let is_inside = stage.is_some() || parent.is_some_and(|parent| matches!(places[parent], Place::Stage(_)));
        let around = parent.map(|parent| &outline.sections[parent]);
        let gate = if is_inside { None } else { GateElsewhere::of((index, section), around, stages, policy) };
        places.push(match (stage.or(gate.map(|gate| gate.stage)), parent) {
            (Some(stage), _) => Place::Stage(stage),
            // A subsection belongs to the place of its level-2 section. The title of the document,
            // and the text before it, have no name.
            (None, Some(parent)) => places[parent].clone(),
            (None, None) if section.level < 2 => Place::Section(String::new()),
            (None, None) => Place::Section(section_key(section)),
        });
        gates.push(gate);
    }
    Places { of: places, gates }
}

/// The stage before a section that stands inside of the same stage as the section does.
fn inner_stage_before(outline: &Outline, stages: &[(usize, StageHeading)], index: usize) -> Option<usize> {
    let parent = outline.sections[index].parent?;
    let is_stage = |section: usize| stages.iter().any(|(stage, _)| *stage == section);
    let is_sibling = |section: usize| outline.sections[section].parent == Some(parent);
    let last = stages.iter().rposition(|(stage, _)| *stage < index && is_sibling(*stage));
    last.filter(|_| outline.sections[parent].level >= 2 && is_stage(parent))
}

/// The key by which sections are compared: the title without brackets, and without a number before
/// it. It is `rollout:` for `Rollout: [NAME]`.
pub(crate) fn section_key(section: &Section) -> String {
    let (mut kept, mut end) = (String::with_capacity(section.key.len()), 0);
    for (bracket, _) in inline::brackets(&section.key) {
        kept.push_str(&section.key[end..bracket.start]);
        end = bracket.end;
    }
    kept.push_str(&section.key[end..]);
    let folded = fold(&kept);
    // A section number or a sign may come before the words.
    folded.trim_start_matches(|c: char| c.is_ascii_digit() || !c.is_alphanumeric()).to_owned()
}

/// Whether a section of a plan is the one that a template asks for, by their keys. Where the
/// template's title ends with a bracket, the words before it are enough.
pub(crate) fn is_section(key: &str, wanted: &str) -> bool {
    let named = wanted.strip_suffix(':').and_then(|words| key.strip_prefix(words));
    named.is_some_and(|rest| rest.trim_start().starts_with([':', '—', '–', '-']))
        || is_called(key.trim_end_matches([':', ' ']), wanted.trim_end_matches([':', ' ']))
}

/// Whether a key of a plan is that of the template, with or without a remark behind it: the outline
/// has the remark in parentheses.
pub(crate) fn is_called(key: &str, wanted: &str) -> bool {
    // Most keys begin otherwise.
    key.as_bytes().first() == wanted.as_bytes().first()
        && key.strip_prefix(wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with(" ("))
}
