//! The reader of a plan: which part of the plan has its requirements from which part of the
//! template.

use super::around::Around;
use super::of_stages::{ItemOfStage, ProseOfStages, StageTable};
use super::rollback::Rollback;
use crate::config::Policy;
use crate::document::Document;
use crate::outline::{BoxForm, Field, GatesThatGoOn, Opens, Outline, Scope, Section};
use crate::plan::stage::StageNames;
use crate::plan::value::Value;
use crate::plan::{AudienceLine, Due};
use crate::stage_heading::{StageHeading, stage_heading};
use crate::stage_number::StageNumber;
use crate::template::{
    self, Family, GateElsewhere, Group, Place, Places, Role, SlotDue, StageSections, Template, UnreadSection,
};
use crate::text::{Source, Span, fold};
use crate::words::work::ends_gate;
use foldhash::fast::RandomState;
use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

/// The group of a scope, by key and role. Scopes inside of each other share it.
type KnownGroup = Option<Rc<(String, Role)>>;

/// How many other rollouts of a file are told.
const MOST_ROLLOUTS: usize = 10;

/// Reads the parts of one plan. Each file of this folder adds the methods for some parts.
pub(super) struct Reader<'a> {
    pub(super) source: &'a Source,
    pub(super) outline: &'a Outline,
    pub(super) template: &'a Template,
    pub(super) policy: &'a Policy,
    /// Whether the plan is held to the template. What the template asks for counts only then.
    pub(super) follows_template: bool,
    /// The sections that open a stage, with their headings.
    pub(super) found: Vec<(usize, StageHeading)>,
    /// Which headings they are, for whoever reads another version.
    pub(super) family: Family,
    /// The sections that look like a stage and are not read as one.
    pub(super) unread: Vec<UnreadSection>,
    /// The stage of the template that each stage of the plan has its requirements from.
    pub(super) matched: Vec<Option<usize>>,
    /// The stages of the template that the plan lacks.
    pub(super) lacking: Vec<&'a StageHeading>,
    pub(super) names: StageNames,
    /// The place that each section belongs to. A stage is named by its position in the plan.
    pub(super) places: Vec<Place>,
    /// The same for quick comparison: for each section, the first section of its place.
    at: Vec<usize>,
    /// The fields of each place, by the first section of the place.
    fields_at: Vec<Vec<usize>>,
    /// Whether each table is a decision log.
    pub(super) is_log: Vec<bool>,
    /// The lists that have a box other than a mere sign.
    pub(super) boxed_lists: Vec<usize>,
    /// The role of each field, by its label.
    pub(super) field_roles: Vec<Role>,
    /// The role of each section, by its title.
    pub(super) section_roles: Vec<Role>,
    /// What of the plan is about going back.
    pub(super) rollback: Rollback,
    /// For each section, the gate that it is of a stage that it stands outside of.
    gates_elsewhere: Vec<Option<GateElsewhere>>,
    /// The results of [`Reader::group_of`], by section and then by label. Many items share a scope.
    groups: Vec<OnceCell<KnownGroup>>,
    /// The exit gates that go on below labels and headings that nobody knows.
    going_on: OnceCell<GatesThatGoOn<(String, Role)>>,
    /// The front matter, read once: the declared stage and the status ask for it in turn.
    pub(super) front_matter: OnceCell<Option<Document>>,
    /// What the names around the items of the stages say of them.
    pub(super) around: OnceCell<Around>,
    /// Whether each stage, by its position, has boxes of work that nothing else claims.
    pub(super) has_work: OnceCell<Vec<bool>>,
    /// The results of [`Reader::box_columns`], by table.
    pub(super) box_columns: OnceCell<Vec<Vec<bool>>>,
    /// The items of the gates of all stages that say whose they are.
    pub(super) items_of_stages: OnceCell<Vec<ItemOfStage>>,
    /// The paragraphs right below the headings of the gates of all stages.
    pub(super) prose_of_stages: OnceCell<Vec<ProseOfStages>>,
    /// The tables outside of the stages whose rows name stages.
    pub(super) stage_tables: OnceCell<Vec<StageTable>>,
    /// What tables that sum up the stages say of who sees each of them.
    pub(super) audiences_beside: OnceCell<Vec<(StageNumber, AudienceLine)>>,
    /// The results of [`Reader::homes`]. Many slots share a place.
    homes: RefCell<Vec<(Place, Rc<[Home]>)>>,
}

/// A place in the plan that has its requirements from a place of the template.
pub(super) struct Home {
    pub(super) place: Place,
    /// The start of all anchors in the place: the number of the stage, else the template's name for
    /// the section. The plan's own name for the section may contain the name of the rollout, which
    /// can change.
    prefix: String,
    /// The number of the stage. `None` outside stages.
    pub(super) stage: Option<StageNumber>,
    /// The end of all names in the place: ` of Stage 1`. Empty outside stages.
    suffix: String,
    /// The first section of the place.
    pub(super) section: usize,
}

impl Home {
    /// The anchor of a part of the place, by its folded name.
    pub(super) fn anchor(&self, folded: &str) -> String {
        [&self.prefix, folded].concat()
    }

    /// The name of a part of the place, by its label.
    pub(super) fn name(&self, label: &str) -> String {
        [label, &self.suffix].concat()
    }
}

impl<'a> Reader<'a> {
    /// A reader for a plan with this text and outline. `before` says which headings were the
    /// stages.
    pub(super) fn new(
        source: &'a Source,
        outline: &'a Outline,
        template: &'a Template,
        policy: &'a Policy,
        before: Option<&Family>,
    ) -> Reader<'a> {
        let StageSections { found, family, unread } =
            template::stage_sections((source, outline), policy, &template.stages, before);
        let Places { of: places, gates } = {
            let unread: Vec<usize> = unread.iter().map(|unread| unread.section).collect();
            template::places(outline, &found, &unread, policy)
        };
        let roles = outline.sections.iter().zip(&gates);
        let roles = roles.map(|(section, gate)| gate.map_or_else(|| template.role(&section.key), |gate| gate.role));
        let headings: Vec<&StageHeading> = found.iter().map(|(_, heading)| heading).collect();
        let matched: Vec<Option<usize>> =
            (0..headings.len()).map(|position| template.stage_for(position, &headings)).collect();
        let lacking = lacking_stages(&headings, &matched, template);
        let names = StageNames::new(headings.iter().copied().chain(lacking.iter().copied()), policy);
        let mut first_of: HashMap<&Place, usize, RandomState> = HashMap::default();
        let at: Vec<usize> =
            places.iter().enumerate().map(|(index, place)| *first_of.entry(place).or_insert(index)).collect();
        let mut fields_at = vec![Vec::new(); outline.sections.len()];
        for (index, field) in outline.fields.iter().enumerate() {
            fields_at[at[field.scope.section]].push(index);
        }
        Reader {
            source,
            outline,
            template,
            policy,
            follows_template: true,
            matched,
            lacking,
            names,
            at,
            fields_at,
            is_log: outline.tables.iter().map(|table| template::record::log_columns(table, policy).is_some()).collect(),
            boxed_lists: outline.lists_with(|form| form != BoxForm::Doubtful),
            field_roles: outline.fields.iter().map(|field| template.role(&field.key)).collect(),
            section_roles: roles.collect(),
            rollback: Rollback::of(source, outline, &places, template),
            groups: vec![OnceCell::new(); outline.sections.len() + outline.fields.len()],
            gates_elsewhere: gates,
            going_on: OnceCell::new(),
            front_matter: OnceCell::new(),
            around: OnceCell::new(),
            has_work: OnceCell::new(),
            box_columns: OnceCell::new(),
            items_of_stages: OnceCell::new(),
            prose_of_stages: OnceCell::new(),
            stage_tables: OnceCell::new(),
            audiences_beside: OnceCell::new(),
            homes: RefCell::default(),
            places,
            found,
            family,
            unread,
        }
    }

    /// The section whose heading names the rollout: `Rollout: …`.
    pub(super) fn rollout_section(&self) -> Option<&Section> {
        self.rollout_sections().next().map(|(_, section)| section)
    }

    fn rollout_sections(&self) -> impl Iterator<Item = (usize, &Section)> {
        let label = self.name_label();
        let names_rollout = move |(_, section): &(usize, &Section)| {
            let rest = section.key.strip_prefix(label);
            rest.is_some_and(|rest| rest.trim_start().starts_with([':', '：', '—', '–', '-']))
        };
        self.outline.sections.iter().enumerate().filter(names_rollout)
    }

    /// The headings of rollouts whose stages are not those of the plan. One plan has one rollout.
    pub(super) fn other_rollouts(&self) -> Vec<Span> {
        let sections = &self.outline.sections;
        let is_other = |(at, rollout): &(usize, &Section)| {
            let is_inside = |section: &&Section| rollout.span.contains(section.heading);
            let is_stage =
                |section: &&Section| stage_heading(&section.title, self.policy).is_some_and(|heading| heading.clear);
            let has_own = self.found.iter().any(|(stage, _)| is_inside(&&sections[*stage]));
            // The sections inside of another one follow it.
            let inside = sections[at + 1..].iter().take_while(is_inside);
            !has_own && inside.filter(is_stage).nth(1).is_some()
        };
        // Nearly all plans have one at most.
        let several = self.rollout_sections().nth(1).into_iter().flat_map(|_| self.rollout_sections());
        several.filter(is_other).take(MOST_ROLLOUTS).map(|(_, rollout)| rollout.heading).collect()
    }

    /// The heading that names the rollout, else the first heading, else the first line.
    pub(super) fn heading(&self) -> Span {
        let section = self.rollout_section().or_else(|| self.outline.sections.get(1));
        section.map_or_else(|| self.source.line_span(1), |section| section.heading)
    }

    /// The label in the heading that names the rollout.
    fn name_label(&self) -> &str {
        self.template.name.as_deref().unwrap_or("rollout")
    }

    /// The name of the rollout, when it is filled in.
    pub(super) fn title(&self) -> Option<String> {
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

    /// Whether a field is in a heading.
    pub(super) fn is_heading(&self, field: &Field) -> bool {
        self.outline.sections[field.scope.section].heading.contains(field.label_span)
    }

    /// The value of the first field with this key, when it is filled in, and its place. The
    /// template has the field once.
    pub(super) fn named(&self, key: &str) -> (Option<String>, Option<Span>) {
        let Some(field) = self.outline.fields.iter().find(|field| field.key == key) else {
            return (None, None);
        };
        let slot = self.template.slot(key);
        let value = Value::read(self.source, field.value, &slot, self.policy);
        (value.is_filled().then_some(value.text), Some(value.span))
    }

    /// The section of the plan that a section of the template asks for.
    pub(super) fn section_of(&self, wanted: &str) -> Option<usize> {
        let keys = || {
            self.places.iter().enumerate().filter_map(|(index, place)| match place {
                Place::Section(key) if !key.is_empty() => Some((index, key)),
                _ => None,
            })
        };
        // A section with a remark behind its name stands in where none has the name alone.
        let exact = keys().find(|(_, key)| *key == wanted);
        exact.or_else(|| keys().find(|(_, key)| template::is_section(key, wanted))).map(|(index, _)| index)
    }

    /// How many sections and stages of the template the plan has, and how many the template has.
    pub(super) fn shared_sections(&self) -> (usize, usize) {
        let sections = self.template.sections.iter().filter(|slot| self.section_of(&slot.key).is_some()).count();
        let is_shared = |(heading, index): (&(usize, StageHeading), &Option<usize>)| {
            let (Some(index), heading) = (*index, &heading.1) else { return false };
            let wanted = &self.template.stages[index];
            let is_same = |own: &str, wanted: &str| fold(own) == fold(wanted);
            // Stages without a name are called by their word and number alone.
            is_same(heading.first_word(), wanted.first_word())
                && (!heading.name.is_empty()
                    || (heading.number == wanted.number && is_same(&heading.word, &wanted.word)))
        };
        let stages = self.found.iter().zip(&self.matched).filter(|pair| is_shared(*pair)).count();
        (sections + stages.min(self.template.stages.len()), self.template.sections.len() + self.template.stages.len())
    }

    /// The places of the plan that have their requirements from a place of the template: the
    /// section, or each stage that is matched to the template's stage.
    pub(super) fn homes(&self, place: &Place) -> Rc<[Home]> {
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

    /// The due point of a slot, in a stage of the plan or outside stages.
    pub(super) fn due(&self, due: SlotDue, stage: Option<StageNumber>) -> Due {
        let first = self.names.first();
        let stage = stage.unwrap_or(first);
        match due {
            SlotDue::Created => Due::Created,
            SlotDue::EnteringFirst => Due::Entering(first),
            SlotDue::EnteringSecond => self.names.after(first).map_or(Due::Never, Due::Entering),
            SlotDue::EnteringStage => Due::Entering(stage),
            SlotDue::LeavingStage => Due::Leaving(stage),
            SlotDue::EnteringLast => Due::Entering(self.names.last()),
            SlotDue::Entering(number) => Due::Entering(self.own_number(number)),
            SlotDue::Leaving(number) => Due::Leaving(self.own_number(number)),
            SlotDue::Never => Due::Never,
        }
    }

    /// The number that a stage of the template has in this plan.
    fn own_number(&self, number: StageNumber) -> StageNumber {
        let index = self.template.stages.iter().position(|stage| stage.number == number);
        let position = index.and_then(|index| self.matched.iter().position(|matched| *matched == Some(index)));
        position.map_or(number, |position| self.found[position].1.number)
    }

    /// Whether a place of the plan has a group of the template, by its name or its role.
    pub(super) fn has_group(&self, group: &Group, home: &Home) -> bool {
        let fits = |key: &str, role: Role| {
            template::is_called(key, &group.key) || (group.role != Role::Other && role == group.role)
        };
        let label = self.fields_in(home.section).any(|(index, field)| fits(&field.key, self.field_roles[index]));
        let mut sections = self.outline.sections.iter().zip(&self.section_roles).zip(&self.at);
        label || sections.any(|((section, role), at)| *at == self.at[home.section] && fits(&section.key, *role))
    }

    /// Whether a scope belongs to a place.
    pub(super) fn is_in(&self, scope: Scope, home: &Home) -> bool {
        self.at[scope.section] == self.at[home.section]
    }

    /// The fields of the place that a section belongs to, with their indices.
    pub(super) fn fields_in(&self, section: usize) -> impl Iterator<Item = (usize, &Field)> {
        self.fields_at[self.at[section]].iter().map(|index| (*index, &self.outline.fields[*index]))
    }

    /// Whether a scope belongs to a stage, by the position of the stage in the plan.
    pub(super) fn is_in_stage(&self, scope: Scope, position: usize) -> bool {
        self.at[scope.section] == self.at[self.found[position].0]
    }

    /// The group of a scope, by key and role: that of the nearest label, else that of the nearest
    /// section. A label or a section opens a group when the template knows it as one, or when its
    /// words tell its role.
    pub(super) fn group_of(&self, scope: Scope) -> Option<&(String, Role)> {
        // A label is in force in one section only.
        let memory = |label: Option<usize>| {
            &self.groups[label.map_or(scope.section, |label| self.outline.sections.len() + label)]
        };
        // A line may have very many labels. Each is looked up once, and the way up ends at a label
        // that is known.
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
                    let on = || self.going_on().below_label(label).cloned();
                    // A label that nobody knows ends the list right below the heading of a stage.
                    // That of a gate reaches over its parts.
                    let ends = |group: &(String, Role)| group.1.is_gate() && ends_gate(&self.outline.fields[label].key);
                    let outer = group.filter(|group| group.0 != Group::UNLABELLED && !ends(group));
                    own.map(Rc::new).or(outer).or_else(|| on().map(Rc::new))
                }
                None => self.group_of_section(scope).map(Rc::new),
            };
            memory(label).get_or_init(|| group.clone());
        }
        memory(scope.label).get().and_then(Option::as_deref)
    }

    /// Whether a scope is among the entry or the exit criteria of a stage.
    pub(super) fn is_in_gate(&self, scope: Scope) -> bool {
        self.group_of(scope).is_some_and(|(_, role)| role.is_gate())
    }

    /// The group that the nearest section opens.
    fn group_of_section(&self, scope: Scope) -> Option<(String, Role)> {
        let is_stage = |section: &usize| self.found.iter().any(|(stage, _)| stage == section);
        let around = self.outline.sections_around(scope.section).filter(|section| !is_stage(section));
        let opens =
            |section: &usize| self.outline.sections[*section].level > 2 || self.gates_elsewhere[*section].is_some();
        let mut titled = around.filter(opens);
        let by_title = titled.find_map(|section| {
            self.group_called(scope, &self.outline.sections[section].key, self.section_roles[section])
                .map(|group| (section, group))
        });
        let by_title = by_title.filter(|(gate, group)| {
            let mut between = self.outline.sections_around(scope.section).take_while(|section| section != gate);
            !group.1.is_gate() || !between.any(|section| ends_gate(&self.outline.sections[section].key))
        });
        let by_title = by_title.map(|(_, group)| group);
        let below_heading = || self.group_called(scope, Group::UNLABELLED, Role::Other);
        let going_on = || {
            let mut around = self.outline.sections_around(scope.section).take_while(|section| !is_stage(section));
            around.find_map(|section| self.going_on().below_heading(section).cloned())
        };
        by_title.or_else(|| is_stage(&scope.section).then(below_heading).flatten()).or_else(going_on)
    }

    /// Whether a scope is in a gate that stands outside of its stage.
    pub(super) fn is_elsewhere(&self, scope: Scope) -> bool {
        self.outline.sections_around(scope.section).any(|section| self.gates_elsewhere[section].is_some())
    }

    /// Whether a scope is in a gate that may be passed before its stage begins.
    pub(super) fn may_be_ahead(&self, scope: Scope) -> bool {
        let gates = || self.outline.sections_around(scope.section).map(|section| self.gates_elsewhere[section]);
        gates().any(|gate| gate.is_some_and(|gate| gate.may_be_ahead))
    }

    /// Whether what stands in a scope goes on with a gate below a name that nobody knows, or is
    /// only called a checklist.
    pub(super) fn is_apart(&self, scope: Scope) -> bool {
        let going_on = self.going_on();
        let is_doubtful = |section: usize| {
            let elsewhere = self.gates_elsewhere[section];
            elsewhere.is_some_and(|gate| gate.is_doubtful) || going_on.below_heading(section).is_some()
        };
        self.outline.label_places_around(scope).any(|label| going_on.below_label(label).is_some())
            || self.outline.sections_around(scope.section).any(is_doubtful)
    }

    /// The exit gates that go on below labels and headings that nobody knows. What follows a list
    /// of entry criteria is work, and shows that the stage runs.
    fn going_on(&self) -> &GatesThatGoOn<(String, Role)> {
        self.going_on.get_or_init(|| {
            let opened = |section: usize, key: &str, role: Role| {
                if !matches!(self.places[section], Place::Stage(_)) {
                    return Opens::Other;
                }
                match self.group_called(Scope { section, label: None }, key, role) {
                    Some(group) if group.1 == Role::Exit => Opens::Gate(group),
                    None if !self.template.names.has(key) => Opens::Unknown,
                    _ => Opens::Other,
                }
            };
            let of_label = |label: usize| {
                let (field, role) = (&self.outline.fields[label], self.field_roles[label]);
                // A label with a value opens a gate by its role alone, and parts none.
                match field.value.is_empty() || role == Role::Exit {
                    true => opened(field.scope.section, &field.key, role),
                    false => Opens::Other,
                }
            };
            let of_section = |section: usize| {
                let role = self.section_roles[section];
                match self.found.iter().any(|(stage, _)| *stage == section) {
                    true => Opens::Other,
                    false => opened(section, &self.outline.sections[section].key, role),
                }
            };
            self.outline.gates_that_go_on(of_label, of_section)
        })
    }

    /// The group that a label or a heading opens, by its key.
    fn group_called(&self, scope: Scope, key: &str, role: Role) -> Option<(String, Role)> {
        let place = match &self.places[scope.section] {
            Place::Stage(position) => self.matched[*position].map(Place::Stage),
            place => Some(place.clone()),
        };
        let is_same = |group: &&Group| {
            template::is_called(key, &group.key) && place.as_ref().is_some_and(|place| same_place(&group.place, place))
        };
        let group = self.template.groups.iter().find(is_same);
        // A label for a value in the template opens no group, even while the value is open.
        let wants_value = || {
            let mut slots = self.template.fields.iter();
            slots.any(|slot| slot.key == key && place.as_ref().is_some_and(|place| slot.place == *place))
        };
        let by_role = || (role != Role::Other && !wants_value()).then(|| (key.to_owned(), role));
        group.map(|group| (group.key.clone(), group.role)).or_else(by_role)
    }

    /// The field or subsection of a stage that has a role.
    pub(super) fn label_for(&self, role: Role, position: usize) -> Option<Span> {
        let stage = self.found[position].0;
        let field = self.fields_in(stage).find(|(index, _)| self.field_roles[*index] == role);
        let field = field.map(|(_, field)| field.label_span);
        let at = self.at[stage];
        let is_section = |index: &usize| self.section_roles[*index] == role && self.at[*index] == at;
        field.or_else(|| {
            (0..self.outline.sections.len()).find(is_section).map(|index| self.outline.sections[index].heading)
        })
    }

    /// Whether a scope is in the group with this key, or in no group when there is no key.
    pub(super) fn is_in_group(&self, scope: Scope, key: Option<&String>) -> bool {
        self.group_of(scope).map(|(key, _)| key) == key
    }
}

/// The stages of the template that a plan lacks. A plan may have any stages with any names. So a
/// stage is missing only where the other stages of the plan have the names and numbers of the
/// template.
fn lacking_stages<'t>(
    headings: &[&StageHeading],
    matched: &[Option<usize>],
    template: &'t Template,
) -> Vec<&'t StageHeading> {
    let pairs =
        headings.iter().zip(matched).filter_map(|(heading, index)| Some((heading, &template.stages[(*index)?])));
    let mut named =
        pairs.filter(|(own, other)| fold(&own.name) == fold(&other.name) && !own.name.is_empty()).peekable();
    if named.peek().is_none() || named.any(|(own, other)| own.number != other.number) {
        return Vec::new();
    }
    template.stages.iter().filter(|stage| !headings.iter().any(|heading| heading.number == stage.number)).collect()
}

/// Whether a place of the template is one of the plan.
fn same_place(one: &Place, other: &Place) -> bool {
    match (one, other) {
        (Place::Section(wanted), Place::Section(key)) => template::is_section(key, wanted),
        (one, other) => one == other,
    }
}
