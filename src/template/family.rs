//! Families of stage headings: a file may number more than its stages, and one of its families of
//! headings is *the* stages.

use super::place::section_key;
use super::record::{self, Column};
use crate::config::Policy;
use crate::markdown::inline;
use crate::outline::{Outline, Section, cell};
use crate::stage_heading::{StageHeading, loose_stage_heading, stage_heading};
use crate::stage_number::StageNumber;
use crate::text::{Source, fold, folds_to};
use crate::words::parts::{Role, role_of};
use std::cell::LazyCell;
use std::cmp::Reverse;

/// The largest number of stages in a plan. A file with more is no plan, and would be slow to judge.
pub(super) const MOST_STAGES: usize = 100;

/// The largest number of sections whose headings are looked at as families of their own.
const MOST_SERIES: usize = 100;

/// A section that opens a stage, with its heading.
pub(super) type StageSection = (usize, StageHeading);

/// Which headings of a version are its stages. Whoever reads another version of the same plan looks
/// for the same ones: a heading that comes elsewhere in the plan makes other stages of none.
#[derive(Clone, Debug, Default)]
pub(crate) struct Family {
    stages: Vec<Placed>,
    /// The headings that number something else.
    others: Vec<Placed>,
}

/// A heading with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Placed {
    heading: StageHeading,
    level: u8,
    /// The key of the section around it.
    around: String,
}

impl Placed {
    fn of(outline: &Outline, (index, heading): &StageSection) -> Placed {
        let section = &outline.sections[*index];
        let around = section.parent.map(|parent| section_key(&outline.sections[parent])).unwrap_or_default();
        Placed { heading: heading.clone(), level: section.level, around }
    }

    /// Whether it is called as another one, by number and name.
    fn is_called_as(&self, other: &Placed) -> bool {
        is_called_as(&self.heading, &other.heading)
    }

    /// Whether it stands in the same section as another one, has the same word, and the same level.
    fn places(&self, other: &Placed) -> (bool, bool, bool) {
        let has_word = folds_to(&self.heading.word, &fold(&other.heading.word));
        (self.around == other.around, has_word, self.level == other.level)
    }
}

impl Family {
    /// The family of some sections, beside others.
    pub(super) fn of(outline: &Outline, found: &[StageSection], others: &[StageSection]) -> Family {
        let placed = |sections: &[StageSection]| sections.iter().map(|section| Placed::of(outline, section)).collect();
        Family { stages: placed(found), others: placed(others) }
    }

    /// Whether another version, read by itself, may have taken other headings for its stages than
    /// it would by this one.
    pub(crate) fn may_differ(&self, other: &Family) -> bool {
        let has_choice = !other.others.is_empty() && self.likeness(other) != (self.stages.len(), 3);
        !self.stages.is_empty() && (has_choice || other.stages.iter().any(|stage| self.is_other(stage)))
    }

    /// Whether a heading numbered something else in this version.
    fn is_other(&self, heading: &Placed) -> bool {
        let is_same = |other: &&Placed| other.is_called_as(heading) && other.places(heading) == (true, true, true);
        self.others.iter().any(|other| is_same(&other)) && !self.stages.iter().any(|stage| is_same(&stage))
    }

    /// How much another family is this one: how many of its stages are called as stages here, and
    /// how many of section, word and level are the same.
    fn likeness(&self, other: &Family) -> (usize, usize) {
        let is_kept = |stage: &&Placed| self.stages.iter().any(|own| own.is_called_as(stage));
        let places = self.stages.first().zip(other.stages.first()).map(|(own, stage)| own.places(stage));
        let (around, word, level) = places.unwrap_or_default();
        let same = usize::from(around) + usize::from(word) + usize::from(level);
        (other.stages.iter().filter(is_kept).count(), same)
    }
}

fn is_called_as(one: &StageHeading, other: &StageHeading) -> bool {
    one.number == other.number && fold(&one.name) == fold(&other.name)
}

/// What a file says of the stages: in its text, in its template, and in the version before.
pub(super) struct Signs<'a> {
    pub(super) source: &'a Source,
    pub(super) outline: &'a Outline,
    pub(super) policy: &'a Policy,
    /// The stages of the template.
    pub(super) known: &'a [StageHeading],
    /// The version that this one is compared with.
    pub(super) before: Option<&'a Family>,
}

impl Signs<'_> {
    /// The sections that open a stage in the usual way, and those that number something else. All
    /// stages have the same word and the same level. Each number has one section. Mentions, `Stage
    /// 1 Success Criteria`, count only in files without real headings, `Stage 1: Alpha`.
    pub(super) fn choose(&self) -> (Vec<StageSection>, Vec<StageSection>) {
        let all = self.headings();
        let mut families = self.families(&all);
        if families.is_empty() {
            return (Vec::new(), Vec::new());
        }
        let evidence = LazyCell::new(|| self.evidence());
        let likeness = |family: &[StageSection]| {
            let before = self.before.filter(|before| !before.stages.is_empty());
            before.map(|before| before.likeness(&Family::of(self.outline, family, &[])))
        };
        let rank = |at: &usize| (likeness(&families[*at]), self.rank(&families[*at], &evidence), Reverse(*at));
        let best = match families.len() {
            1 => 0,
            several => (0..several).max_by_key(rank).unwrap_or_default(),
        };
        let best = families.swap_remove(best);
        // A second heading of a stage is none, also in the next version.
        let is_stage = |index: usize| best.iter().any(|(stage, _)| *stage == index);
        let others = all.into_iter().filter(|(index, heading)| heading.clear && !is_stage(*index));
        let others = others.take(MOST_STAGES).collect();
        (best, others)
    }

    /// How likely a family is the stages of a plan that is read by itself.
    fn rank(&self, family: &[StageSection], evidence: &Evidence) -> impl Ord + use<> {
        let sections = &self.outline.sections;
        let is_listed = family.iter().any(|(index, _)| sections[*index].is_listed);
        let named = family.iter().filter(|(_, heading)| !heading.name.is_empty());
        let in_template =
            named.filter(|(_, heading)| self.known.iter().any(|stage| is_called_as(stage, heading))).count();
        let word = family.first().map(|(_, heading)| fold(&heading.word)).unwrap_or_default();
        let has_word = !word.is_empty() && evidence.steps.iter().any(|step| step.contains(&word));
        let has = |number: &StageNumber| family.iter().any(|(_, heading)| heading.number.covers(*number));
        let has_numbers = evidence.numbers.iter().all(has);
        let holding = |offsets: &[usize]| {
            let holds = |(index, _): &&StageSection| {
                let span = sections[*index].span;
                let next = offsets.partition_point(|offset| *offset < span.start);
                offsets.get(next).is_some_and(|offset| *offset < span.end)
            };
            family.iter().filter(holds).count()
        };
        let has_word_of_template = self.known.first().is_some_and(|stage| folds_to(&stage.word, &word));
        let level = family.first().map_or(0, |(index, _)| sections[*index].level);
        (
            (family.len() > 1, is_listed, in_template, has_word, has_numbers),
            (holding(&evidence.gates), has_word_of_template, holding(&evidence.boxes) > 0),
            (family.len(), Reverse(level)),
        )
    }

    /// What tells the stages of a plan from other headings.
    fn evidence(&self) -> Evidence {
        let is_gate = |key: &str| matches!(role_of(key), Role::Entry | Role::Exit | Role::Progression);
        let labels = self.outline.fields.iter().filter(|field| is_gate(&field.key)).map(|field| field.label_span.start);
        let is_below = |section: &&Section| {
            section.level > 2 && stage_heading(&section.title, self.policy).is_none() && is_gate(&section.key)
        };
        let titles = self.outline.sections.iter().filter(is_below).map(|section| section.heading.start);
        let mut gates: Vec<usize> = labels.chain(titles).collect();
        gates.sort_unstable();
        let boxes = self.outline.items.iter().filter(|item| item.checkbox.is_some()).map(|item| item.span.start);
        let mut boxes: Vec<usize> = boxes.collect();
        boxes.sort_unstable();
        let mut steps = Vec::new();
        for table in &self.outline.tables {
            let columns = record::log_columns(table, self.policy).unwrap_or_default();
            let Some(column) = columns.iter().position(|column| *column == Column::Stage) else { continue };
            let text = |row| fold(&inline::visible(self.source.slice(cell(row, column))));
            steps.extend(table.rows.iter().map(text));
        }
        let parts = steps.iter().flat_map(|step| step.split(|c: char| !c.is_alphanumeric()));
        let numbers = parts.filter_map(|part| StageNumber::read_start(part).filter(|(_, rest)| rest.is_empty()));
        let numbers = numbers.map(|(number, _)| number).collect();
        Evidence { gates, boxes, steps, numbers }
    }

    /// The headings that may open a stage.
    fn headings(&self) -> Vec<StageSection> {
        let outline = self.outline;
        // `### Stage 0 → 1` is an entry of the log, and no stage.
        let logs = record::log_sections(outline);
        let in_log = |index: usize| outline.sections[index].parent.is_some_and(|parent| logs[parent].is_some());
        let headings = outline.sections.iter().enumerate().filter(|(_, section)| (2..=4).contains(&section.level));
        let read = |read: fn(&str, &Policy) -> Option<StageHeading>| -> Vec<StageSection> {
            headings.clone().filter_map(|(index, section)| Some((index, read(&section.title, self.policy)?))).collect()
        };
        let mut all = read(stage_heading);
        // Where no stage has an Arabic number, others can mean nothing else: `Phase I: Pilot`.
        if all.is_empty() {
            all = read(loose_stage_heading);
            all.retain(|(_, heading)| heading.clear);
        }
        let is_other = |section: &StageSection| {
            let before = self.before.filter(|before| !before.others.is_empty());
            before.is_some_and(|before| before.is_other(&Placed::of(outline, section)))
        };
        all.retain(|section| !in_log(section.0) && !is_other(section));
        all
    }

    /// The families among these headings: for each word and level those that go on numbering.
    fn families(&self, all: &[StageSection]) -> Vec<Vec<StageSection>> {
        let outline = self.outline;
        let was_stage = |heading: &StageHeading| {
            let mut stages = self.before.iter().flat_map(|before| &before.stages);
            stages.any(|stage| is_called_as(&stage.heading, heading))
        };
        let mut families = Vec::new();
        // Stages that are called by name alone have no word.
        for word in self.policy.stage_words.iter().chain([&String::new()]) {
            let of_word = all.iter().filter(|(_, heading)| folds_to(&heading.word, word));
            let (clear, mentions): (Vec<_>, Vec<_>) = of_word.partition(|(_, heading)| heading.clear);
            let candidates = if clear.is_empty() { mentions } else { clear };
            for level in 2..=4 {
                let at_level = candidates.iter().copied().filter(|(index, _)| outline.sections[*index].level == level);
                // A range is a stage only where none of its stages has a section of its own.
                let (ranges, single): (Vec<_>, Vec<_>) = at_level.partition(|(_, heading)| heading.number.is_range());
                let all: Vec<&StageSection> = single.into_iter().chain(ranges).collect();
                families.extend(series(outline, &all, &was_stage));
            }
        }
        families
    }
}

/// What tells the stages of a plan from other headings.
struct Evidence {
    /// Where a label or a heading opens a gate.
    gates: Vec<usize>,
    /// Where the boxes are.
    boxes: Vec<usize>,
    /// What the log says of the stages, folded.
    steps: Vec<String>,
    /// The numbers in it.
    numbers: Vec<StageNumber>,
}

/// The families among headings of one word and level. The headings of one section are numbered on
/// by those of another section whose numbers are others, or begin where the first ones end. Where a
/// section numbers again, it numbers something else.
fn series(
    outline: &Outline,
    all: &[&StageSection],
    was_stage: &dyn Fn(&StageHeading) -> bool,
) -> Vec<Vec<StageSection>> {
    let parent_of = |(index, _): &StageSection| outline.sections[*index].parent;
    let mut parents: Vec<Option<usize>> = Vec::new();
    for section in all {
        if parents.len() < MOST_SERIES && !parents.contains(&parent_of(section)) {
            parents.push(parent_of(section));
        }
    }
    let own = |parent: &Option<usize>| {
        let here: Vec<_> = all.iter().copied().filter(|stage| parent_of(stage) == *parent).collect();
        firsts(here, was_stage)
    };
    let groups: Vec<Vec<StageSection>> = parents.iter().map(own).collect();
    let mut found: Vec<Vec<StageSection>> = Vec::new();
    for seed in 0..groups.len() {
        let others = groups.iter().enumerate().filter(|(at, _)| *at != seed);
        let family = others.fold(groups[seed].clone(), |family, (_, group)| match goes_on(&family, group) {
            true => firsts(family.iter().chain(group).collect(), was_stage),
            false => family,
        });
        let is_known = |other: &Vec<StageSection>| {
            other.len() == family.len() && other.iter().zip(&family).all(|(one, two)| one.0 == two.0)
        };
        if !family.is_empty() && !found.iter().any(is_known) {
            found.push(family);
        }
    }
    found
}

/// Whether the headings of a section number on what those of others began.
fn goes_on(family: &[StageSection], group: &[StageSection]) -> bool {
    let overlaps = |(_, heading): &StageSection| family.iter().any(|(_, stage)| stage.number.overlaps(heading.number));
    let shared = group.iter().filter(|section| overlaps(section)).count();
    let is_behind = || {
        let (last, first) =
            (family.iter().max_by_key(|(_, stage)| stage.number), group.iter().min_by_key(|(_, stage)| stage.number));
        last.zip(first).is_some_and(|((at, last), (index, first))| at < index && first.number.overlaps(last.number))
    };
    shared == 0 || (shared == 1 && group.len() > 1 && is_behind())
}

/// The section of each number, in the order of the text: the one that was that stage in the version
/// before, else the first one.
fn firsts(all: Vec<&StageSection>, was_stage: &dyn Fn(&StageHeading) -> bool) -> Vec<StageSection> {
    let mut found: Vec<StageSection> = Vec::new();
    let (before, new): (Vec<_>, Vec<_>) = all.into_iter().partition(|(_, heading)| was_stage(heading));
    for (index, heading) in before.into_iter().chain(new) {
        if found.len() < MOST_STAGES && !found.iter().any(|(_, other)| other.number.overlaps(heading.number)) {
            found.push((*index, heading.clone()));
        }
    }
    found.sort_by_key(|(index, _)| *index);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The stages of a text, read by itself or as another text is read.
    fn stages(text: &str, before: Option<&str>) -> Vec<String> {
        let policy = Policy::default();
        let read = |text: &str, before: Option<&Family>| {
            let source = Source::new("plan.md", text);
            let outline = Outline::parse(&source, &policy);
            let signs = Signs { source: &source, outline: &outline, policy: &policy, known: &[], before };
            let (found, others) = signs.choose();
            Family::of(&outline, &found, &others)
        };
        let before = before.map(|before| read(before, None));
        let family = read(text, before.as_ref());
        family.stages.iter().map(|stage| format!("{}: {}", stage.heading.title(), stage.heading.name)).collect()
    }

    const ROLLOUT: &str = "# Rollout: Search\n\n## Phase 1: Pilot\n\n- [ ] Tell ten shops\n\n## Phase 2: Everyone\n\n- [ ] Remove the old page\n";
    const TRAINING: &str =
        "\n## Training\n\n### Wave 1: managers\n\nMay.\n\n### Wave 2: north\n\nMay.\n\n### Wave 3: south\n\nJune.\n";

    #[test]
    fn the_stages_are_those_that_are_decided_about() {
        let own = ["Phase 1: Pilot", "Phase 2: Everyone"];
        assert_eq!(stages(ROLLOUT, None), own);
        // Work can be ticked there, and nowhere else.
        assert_eq!(stages(&format!("{ROLLOUT}{TRAINING}"), None), own);
        // A gate counts more than work.
        let gated = ROLLOUT.replace("- [ ] Tell", "**Exit criteria:**\n- [ ] Tell");
        let ticked = TRAINING.replace("May.", "- [ ] Invite them");
        assert_eq!(stages(&format!("{gated}{ticked}"), None), own);
        // The log knows its stages.
        let plain = "# Search\n\n## Phase 1: Pilot\n\nMay.\n\n## Phase 2: Everyone\n\nMay.\n";
        let log = "\n## Decision Log\n\n| Date | Stage | Decision | Rationale | Decided By |\n|---|---|---|---|---|\n| 2026-02-10 | Phase 1 → Phase 2 | Proceed | Why | Ann Lee |\n";
        assert_eq!(stages(&format!("{plain}{TRAINING}{log}"), None), own);
    }

    #[test]
    fn another_version_has_the_same_stages() {
        let own = ["Phase 1: Pilot", "Phase 2: Everyone"];
        let plain = "# Search\n\n## Phase 1: Pilot\n\nMay.\n\n## Phase 2: Everyone\n\nMay.\n";
        for more in [
            TRAINING.to_owned(),
            TRAINING.replace("Wave", "Phase"),
            TRAINING.replace("###", "##"),
            "\n## Work\n\n### Phase 1: api\n\n### Phase 2: web\n\n### Phase 3: app\n".to_owned(),
        ] {
            assert_eq!(stages(&format!("{plain}{more}"), Some(plain)), own, "{more}");
        }
        // Names, words and levels may change.
        let renamed = plain.replace("Everyone", "All shops");
        assert_eq!(stages(&format!("{renamed}{TRAINING}"), Some(plain)), ["Phase 1: Pilot", "Phase 2: All shops"]);
        let deeper = plain.replace('#', "##").replace("Phase", "Stage");
        assert_eq!(stages(&format!("{deeper}{TRAINING}"), Some(plain)), ["Stage 1: Pilot", "Stage 2: Everyone"]);
        // What was no stage does not become one when the stages go.
        let both = format!("{ROLLOUT}{TRAINING}");
        assert_eq!(stages(&format!("# Rollout: Search\n{TRAINING}"), Some(&both)), Vec::<String>::new());
    }

    #[test]
    fn stages_may_stand_in_several_sections() {
        let parted = "# Search\n\n## Spring\n\n### Phase 1: Pilot\n\n### Phase 2: Beta\n\n## Summer\n\n### Phase 2: Beta goes on\n\n### Phase 3: GA\n";
        assert_eq!(stages(parted, None), ["Phase 1: Pilot", "Phase 2: Beta", "Phase 3: GA"]);
        let mentioned =
            "# Search\n\n## Risks\n\n### Phase 2: API\n\n## Rollout\n\n### Phase 1: Pilot\n\n### Phase 2: Beta\n";
        assert_eq!(stages(mentioned, None), ["Phase 1: Pilot", "Phase 2: Beta"]);
    }
}
