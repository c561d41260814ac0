//! Reads a plan. Never fails: what cannot be read is a part of the result. This file finds out which part of the plan stands for which part of
//! the template; the files below read the parts.

mod entries;
mod faults;
mod links;
mod log;
mod metrics;
mod record;
mod slots;
mod stages;
mod suppressions;

pub use log::LogFile;

use super::log::{Ladder, Log, RowState};
use super::stage::StageNames;
use super::value::Value;
use super::{Due, Faults, Plan};
use crate::config::Policy;
use crate::outline::{BoxForm, Field, Outline, Scope, Section};
use crate::template::{self, Group, Place, Role, SlotDue, StageHeading, Template};
use crate::text::{Source, Span, fold};
use log::{LogReader, Owner};
use std::cell::{OnceCell, RefCell};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

/// Reads one version of a plan against a template. `held` says whether the plan is held to it; in a comparison the version before decides that,
/// so that nobody gets rid of the template by deleting sections. Without it the plan's own sections decide.
pub fn parse(source: Source, template: &Template, policy: &Policy, held: Option<bool>) -> Plan {
    let outline = Outline::parse(&source, policy);
    let found = template::stage_sections(&outline, policy);
    let places = template::places(&outline, &found);
    let headings: Vec<&StageHeading> = found.iter().map(|(_, heading)| heading).collect();
    let matched: Vec<Option<usize>> =
        (0..headings.len()).map(|position| template.stage_for(position, &headings)).collect();
    let lacking = lacking_stages(&headings, &matched, template);
    let names = StageNames::new(headings.iter().copied().chain(lacking.iter().copied()), policy);
    let mut first_there: HashMap<&Place, usize> = HashMap::new();
    let at: Vec<usize> =
        places.iter().enumerate().map(|(index, place)| *first_there.entry(place).or_insert(index)).collect();
    let mut fields_at = vec![Vec::new(); outline.sections.len()];
    for (index, field) in outline.fields.iter().enumerate() {
        fields_at[at[field.scope.section]].push(index);
    }
    let reader = Reader {
        source: &source,
        outline: &outline,
        places: &places,
        at,
        fields_at,
        is_log: outline.tables.iter().map(|table| template::record::log_columns(table).is_some()).collect(),
        found: &found,
        matched: &matched,
        template,
        policy,
        names: &names,
        boxed_lists: lists_with(&outline, |form| form != BoxForm::Glyph),
        groups: vec![OnceCell::new(); outline.sections.len() + outline.fields.len()],
        homes: RefCell::default(),
        field_roles: outline.fields.iter().map(|field| template.role(&field.key)).collect(),
        section_roles: outline.sections.iter().map(|section| template.role(&section.key)).collect(),
    };
    let heading = reader.heading();
    let names_rollout = reader.rollout_section().is_some();
    let ladder = Ladder {
        first: names.first(),
        skipped: policy.skipped.clone(),
        initial: policy.initial_stage.map(|initial| initial.min(names.last())),
        only_for_known: policy.also_default_plans,
    };
    let (shared, total) = reader.shared_sections();
    let follows_template = held.unwrap_or(total > 0 && shared * 2 >= total);
    let untouched = reader.untouched();
    let mut example_rows = Vec::new();
    let mut empty_rollback_lists = Vec::new();
    let mut duplicates = Vec::new();
    let mut missing_sections = Vec::new();
    let mut missing_fields = Vec::new();
    let mut slots = Vec::new();
    let mut customers = Vec::new();
    let mut wants_guardrails = false;
    if follows_template {
        missing_sections = reader.missing_sections(heading, &lacking);
        missing_fields = reader.missing_fields();
        slots = reader.fillings(&mut example_rows);
        empty_rollback_lists = reader.empty_rollback_lists();
        duplicates = reader.duplicates();
        customers = reader.customers();
        let lacks = |place: &Place| matches!(place, Place::Stage(index) if lacking.iter().any(|stage| stage.number == template.stages[*index].number));
        wants_guardrails = reader.wants_guardrails(lacks);
    }
    let title = reader.title();
    let (id, id_span) = reader.named("rollout id");
    let (owner, _) = reader.named("owner");
    let stages = reader.stages(&slots);
    let review = reader.review();
    let log = reader.log();
    let meaning = reader.meaning(log.as_ref());
    let missing_log = if log.is_none() && follows_template { reader.missing_log() } else { None };
    let declared = reader.declared();
    let communication = reader.communication();
    let metrics = reader.metrics();
    let triggers = reader.triggers();
    let malformed_boxes = reader.malformed_boxes();
    let faults = faults::faults(&source, &outline);
    let suppressions = suppressions::suppressions(&source, &outline);
    let links = links::file_links(&source, &outline);
    Plan {
        title,
        id,
        id_span,
        owner,
        names_rollout,
        heading,
        stages,
        names,
        ladder,
        review,
        log,
        declared,
        slots,
        missing_sections,
        missing_log,
        missing_fields,
        empty_rollback_lists,
        example_rows,
        duplicates,
        communication,
        metrics,
        wants_guardrails,
        triggers,
        customers,
        meaning,
        follows_template,
        untouched,
        accidental_headings: outline.accidental_headings.clone(),
        malformed_boxes,
        faults,
        log_faults: Faults::default(),
        front_matter_fault: outline.front_matter_fault.clone(),
        links,
        suppressions,
        log_source: None,
        source,
    }
}

/// The plan with its decision log from a file of its own, when its entries are there. `is_only` says that no other plan uses the file, so that what
/// names no rollout is this one's. A plan that has decisions of its own and none in the file keeps its own log: nobody has moved them yet.
pub fn with_log(plan: Plan, file: &LogFile, is_only: bool, template: &Template, policy: &Policy) -> Plan {
    let owner = Owner { id: plan.id.as_deref(), title: plan.title.as_deref(), has_the_rest: is_only };
    let reader = LogReader {
        source: &file.source,
        outline: file.outline(),
        names: &plan.names,
        template,
        policy,
        owner: Some(owner),
    };
    // A file that nothing was written into yet is a log all the same: the first entry says how the others look.
    let found = Some(reader.in_file().unwrap_or_else(|| reader.empty()));
    let has_decisions = |log: &Log| log.rows.iter().any(|row| row.state == RowState::Recorded);
    let keeps_its_own =
        plan.log.as_ref().is_some_and(has_decisions) && found.as_ref().is_none_or(|log| log.rows.is_empty());
    // Of a file that cannot be read nothing is known.
    let is_unreadable = file.source.unreadable.is_some();
    if !is_unreadable && keeps_its_own {
        return plan;
    }
    let mut log_faults = faults::faults(&file.source, file.outline());
    let own: HashSet<usize> = found.iter().flat_map(|log| &log.rows).map(|row| row.whole.start).collect();
    log_faults.uneven_rows.retain(|row| own.contains(&row.span.start));
    // Rows that are cut off together are said together, whosever they are.
    log_faults.detached_rows.retain(|rows| own.contains(&rows.span.start));
    Plan { log: found, log_source: Some(file.source.clone()), log_faults, missing_log: None, ..plan }
}

/// The template's stages that a plan leaves out. Stages may be any number with any names, so one is missing only where the plan's other stages
/// stand under the template's names and numbers.
fn lacking_stages<'t>(
    headings: &[&StageHeading],
    matched: &[Option<usize>],
    template: &'t Template,
) -> Vec<&'t StageHeading> {
    let equal = |heading: &StageHeading, other: &StageHeading| {
        fold(&heading.name) == fold(&other.name) && !heading.name.is_empty()
    };
    let kept = headings
        .iter()
        .zip(matched)
        .filter_map(|(heading, index)| index.map(|index| (heading, &template.stages[index])));
    let same: Vec<bool> = kept
        .filter(|(heading, other)| equal(heading, other))
        .map(|(heading, other)| heading.number == other.number)
        .collect();
    if same.is_empty() || same.contains(&false) {
        return Vec::new();
    }
    template.stages.iter().filter(|stage| !headings.iter().any(|heading| heading.number == stage.number)).collect()
}

struct Reader<'a> {
    source: &'a Source,
    outline: &'a Outline,
    /// Where each section belongs; stages by their position in the plan.
    places: &'a [Place],
    /// The same for quick comparison: for each section the first one of its place.
    at: Vec<usize>,
    /// The fields of each place, by the first section of the place.
    fields_at: Vec<Vec<usize>>,
    /// Whether each table is a decision log.
    is_log: Vec<bool>,
    found: &'a [(usize, StageHeading)],
    /// The template's stage that each stage of the plan takes its requirements from.
    matched: &'a [Option<usize>],
    template: &'a Template,
    policy: &'a Policy,
    names: &'a StageNames,
    /// The lists that have boxes which are no mere signs.
    boxed_lists: Vec<usize>,
    /// What each field is for, by its label.
    field_roles: Vec<Role>,
    /// What each section is for, by its title.
    section_roles: Vec<Role>,
    /// What [`Reader::group_of`] found, by section and then by label: many items share a scope.
    groups: Vec<OnceCell<Option<(String, Role)>>>,
    /// What [`Reader::homes`] found: many slots share a place.
    homes: RefCell<Vec<(Place, Rc<[Home]>)>>,
}

/// The lists in which some item has a box of such a form, in order.
fn lists_with(outline: &Outline, is_wanted: impl Fn(BoxForm) -> bool) -> Vec<usize> {
    let with_box = outline.items.iter().filter(|item| item.checkbox.is_some_and(|checkbox| is_wanted(checkbox.form)));
    let mut lists: Vec<usize> = with_box.map(|item| item.list).collect();
    lists.sort_unstable();
    lists.dedup();
    lists
}

impl Reader<'_> {
    /// The section that names the rollout: `Rollout: …`.
    fn rollout_section(&self) -> Option<&Section> {
        let names_rollout = |section: &&Section| {
            let title = &section.key;
            let label = self.name_label();
            title.strip_prefix(label).is_some_and(|rest| rest.trim_start().starts_with([':', '：', '—', '–', '-']))
        };
        self.outline.sections.iter().find(names_rollout)
    }

    /// The heading that names the rollout; else the first heading; else the first line.
    fn heading(&self) -> Span {
        let section = self.rollout_section().or_else(|| self.outline.sections.get(1));
        section.map_or_else(|| self.source.line_span(1), |section| section.heading)
    }

    /// The label in the heading that names the rollout.
    fn name_label(&self) -> &str {
        self.template.name.as_deref().unwrap_or("rollout")
    }

    fn title(&self) -> Option<String> {
        let label = self.name_label();
        let rollout = self.outline.fields.iter().find(|field| field.key == label && self.is_heading(field));
        let slot = self.template.slot(label);
        let value = rollout.map(|field| Value::read(self.source, field.value, &slot, self.policy));
        if let Some(value) = value {
            return value.is_filled().then_some(value.text);
        }
        let first = self.outline.sections.get(1).map(|section| section.title.clone());
        first.filter(|title| !title.is_empty() && !title.contains('['))
    }

    fn is_heading(&self, field: &Field) -> bool {
        self.outline.sections[field.scope.section].heading.contains(field.label_span)
    }

    /// What stands behind the first label of this name, when it is filled, and its place. The template has the label once.
    fn named(&self, key: &str) -> (Option<String>, Option<Span>) {
        let Some(field) = self.outline.fields.iter().find(|field| field.key == key) else {
            return (None, None);
        };
        let slot = self.template.slot(key);
        let value = Value::read(self.source, field.value, &slot, self.policy);
        (value.is_filled().then_some(value.text), Some(value.span))
    }

    fn section_of(&self, wanted: &str) -> Option<usize> {
        self.places.iter().position(
            |place| matches!(place, Place::Section(key) if !key.is_empty() && template::is_section(key, wanted)),
        )
    }

    fn shared_sections(&self) -> (usize, usize) {
        let sections = self.template.sections.iter().filter(|slot| self.section_of(&slot.key).is_some()).count();
        let is_named = |(heading, index): (&(usize, StageHeading), &Option<usize>)| {
            index.is_some_and(|index| {
                fold(self.template.stages[index].first_word()) == fold(heading.1.first_word())
                    && !heading.1.name.is_empty()
            })
        };
        let stages = self.found.iter().zip(self.matched).filter(|pair| is_named(*pair)).count();
        (sections + stages.min(self.template.stages.len()), self.template.sections.len() + self.template.stages.len())
    }

    /// The places of the plan that a place of the template stands for: the section, or every stage that takes its requirements from that one.
    fn homes(&self, place: &Place) -> Rc<[Home]> {
        if let Some((_, known)) = self.homes.borrow().iter().find(|(known, _)| known == place) {
            return Rc::clone(known);
        }
        let homes: Rc<[Home]> = self.find_homes(place).into();
        self.homes.borrow_mut().push((place.clone(), Rc::clone(&homes)));
        homes
    }

    fn find_homes(&self, place: &Place) -> Vec<Home> {
        match place {
            Place::Section(key) if key.is_empty() => {
                vec![Home {
                    place: place.clone(),
                    prefix: "section:/".to_owned(),
                    stage: None,
                    suffix: String::new(),
                    section: 0,
                }]
            }
            Place::Section(key) => {
                let section = self.section_of(key);
                section
                    .map(|section| Home {
                        place: self.places[section].clone(),
                        prefix: format!("section:{key}/"),
                        stage: None,
                        suffix: String::new(),
                        section,
                    })
                    .into_iter()
                    .collect()
            }
            Place::Stage(index) => {
                let stages =
                    self.found.iter().enumerate().filter(|(position, _)| self.matched[*position] == Some(*index));
                let stages = stages.filter(|(_, (_, heading))| !self.policy.skipped.contains(&heading.number));
                stages
                    .map(|(position, (section, heading))| Home {
                        place: Place::Stage(position),
                        prefix: format!("stage:{}/", heading.number),
                        stage: Some(heading.number),
                        suffix: format!(" of {}", heading.title()),
                        section: *section,
                    })
                    .collect()
            }
        }
    }

    fn due(&self, due: SlotDue, stage: Option<u32>) -> Due {
        let first = self.names.first();
        let stage = stage.unwrap_or(first);
        match due {
            SlotDue::Created => Due::Created,
            SlotDue::EnteringFirst => Due::Entering(first),
            SlotDue::EnteringSecond => Due::Entering(first + 1),
            SlotDue::EnteringStage => Due::Entering(stage),
            SlotDue::LeavingStage => Due::Leaving(stage),
            SlotDue::EnteringLast => Due::Entering(self.names.last()),
            SlotDue::Entering(number) => Due::Entering(self.own_number(number)),
            SlotDue::Leaving(number) => Due::Leaving(self.own_number(number)),
            SlotDue::Never => Due::Never,
        }
    }

    /// The number that a stage of the template has in this plan.
    fn own_number(&self, number: u32) -> u32 {
        let index = self.template.stages.iter().position(|stage| stage.number == number);
        let position = index.and_then(|index| self.matched.iter().position(|matched| *matched == Some(index)));
        position.map_or(number, |position| self.found[position].1.number)
    }

    fn has_group(&self, group: &Group, home: &Home) -> bool {
        let fits = |key: &str, role: Role| key == group.key || (group.role != Role::Other && role == group.role);
        let label = self
            .fields_in(home.section)
            .any(|(index, field)| fits(&field.key, self.field_roles[index]) || template::is_label(field, &group.key));
        let mut sections = self.outline.sections.iter().zip(&self.section_roles).zip(&self.at);
        label || sections.any(|((section, role), at)| *at == self.at[home.section] && fits(&section.key, *role))
    }

    /// Whether something stands in a place of the template.
    fn is_in(&self, scope: Scope, home: &Home) -> bool {
        self.at[scope.section] == self.at[home.section]
    }

    /// The fields of the place that a section belongs to, with their numbers.
    fn fields_in(&self, section: usize) -> impl Iterator<Item = (usize, &Field)> {
        self.fields_at[self.at[section]].iter().map(|index| (*index, &self.outline.fields[*index]))
    }

    /// Whether something stands in a stage, by its position in the plan.
    fn is_in_stage(&self, scope: Scope, position: usize) -> bool {
        self.at[scope.section] == self.at[self.found[position].0]
    }

    /// The group that something stands under, as far as the template or its own name tells what it is for: that of the nearest label, else of the nearest
    /// section.
    fn group_of(&self, scope: Scope) -> Option<&(String, Role)> {
        // A label is in force in one section only.
        let memory = |label: Option<usize>| {
            &self.groups[label.map_or(scope.section, |label| self.outline.sections.len() + label)]
        };
        // A line may have as many labels as it has letters: each is asked once, and the way up ends where it is known.
        let mut way = Vec::new();
        let mut label = scope.label;
        while memory(label).get().is_none() {
            way.push(label);
            let Some(inner) = label else { break };
            label = self.outline.fields[inner].scope.label;
        }
        let mut group = memory(label).get().cloned().flatten();
        for label in way.into_iter().rev() {
            group = match label {
                Some(label) => {
                    let own = self.group_called(scope, &self.outline.fields[label].key, self.field_roles[label]);
                    own.or(group)
                }
                None => self.group_of_section(scope),
            };
            memory(label).get_or_init(|| group.clone());
        }
        memory(scope.label).get().and_then(Option::as_ref)
    }

    fn group_of_section(&self, scope: Scope) -> Option<(String, Role)> {
        let is_stage = |section: &usize| self.found.iter().any(|(stage, _)| stage == section);
        let around = self.outline.sections_around(scope.section).filter(|section| !is_stage(section));
        around.filter(|section| self.outline.sections[*section].level > 2).find_map(|section| {
            self.group_called(scope, &self.outline.sections[section].key, self.section_roles[section])
        })
    }

    /// The group that a label or a heading opens in a place, by its name.
    fn group_called(&self, scope: Scope, key: &str, role: Role) -> Option<(String, Role)> {
        let place = match &self.places[scope.section] {
            Place::Stage(position) => self.matched[*position].map(Place::Stage),
            place => Some(place.clone()),
        };
        let bare = key.find(" (").map_or(key, |remark| &key[..remark]);
        let is_it = |group: &&Group| {
            (group.key == key || group.key == bare)
                && place.as_ref().is_some_and(|place| same_place(&group.place, place))
        };
        let group = self.template.groups.iter().find(is_it);
        // A label that the template has for a value is none that heads a group, even while its value is open.
        let wants_value = || {
            let mut slots = self.template.fields.iter();
            slots.any(|slot| slot.key == key && place.as_ref().is_some_and(|place| slot.place == *place))
        };
        let by_role = || (role != Role::Other && !wants_value()).then(|| (key.to_owned(), role));
        group.map(|group| (group.key.clone(), group.role)).or_else(by_role)
    }

    /// The field or subsection of a stage that is for something.
    fn label_for(&self, role: Role, position: usize) -> Option<Span> {
        let stage = self.found[position].0;
        let field = self.fields_in(stage).find(|(index, _)| self.field_roles[*index] == role);
        let field = field.map(|(_, field)| field.label_span);
        let at = self.at[stage];
        let is_section = |index: &usize| self.section_roles[*index] == role && self.at[*index] == at;
        field.or_else(|| {
            (0..self.outline.sections.len()).find(is_section).map(|index| self.outline.sections[index].heading)
        })
    }

    /// Whether something stands under a group that the template knows by this key, or under none.
    fn is_in_group(&self, scope: Scope, key: Option<&String>) -> bool {
        self.group_of(scope).map(|(key, _)| key) == key
    }
}

/// A place in the plan that stands for one of the template.
struct Home {
    place: Place,
    /// What anchors in it begin with: the stage's number, else the template's name for the section. The plan's own may hold the rollout's, which can
    /// change.
    prefix: String,
    /// The number of the stage, inside stages.
    stage: Option<u32>,
    /// What names of things in it end with: ` of Stage 1`, inside stages.
    suffix: String,
    section: usize,
}

impl Home {
    /// The anchor of something by its folded name.
    fn anchor(&self, folded: &str) -> String {
        [&self.prefix, folded].concat()
    }

    fn name(&self, label: &str) -> String {
        [label, &self.suffix].concat()
    }
}

fn same_place(one: &Place, other: &Place) -> bool {
    match (one, other) {
        (Place::Section(wanted), Place::Section(key)) => template::is_section(key, wanted),
        (one, other) => one == other,
    }
}
