//! Gates in sentences: `To move to phase 3, the error rate must stay below 1% for 7 days.`

use super::of_stages::ProseOfStages;
use super::reader::Reader;
use crate::markdown::inline;
use crate::outline::Prose;
use crate::plan::measure::sets_limit;
use crate::stage_number::StageNumber;
use crate::template::Role;
use crate::text::Span;

/// In a longer paragraph nobody looks for the stages that it speaks of, in bytes.
const LONGEST: usize = 600;

impl Reader<'_> {
    /// The paragraphs with no list or table between them and what heads them.
    fn leading_prose(&self) -> impl Iterator<Item = &Prose> {
        self.outline.prose.iter().filter(|prose| !prose.is_behind)
    }

    /// The paragraphs right below the headings of the gates of all stages.
    fn prose_of_stages(&self) -> &[ProseOfStages] {
        self.prose_of_stages.get_or_init(|| {
            let outline = self.outline;
            let mut is_alone = vec![true; outline.sections.len()];
            let items = outline.items.iter().map(|item| item.scope.section);
            let tables = outline.tables.iter().map(|table| table.scope.section);
            let parents = outline.sections.iter().filter_map(|section| section.parent);
            items.chain(tables).chain(parents).for_each(|section| is_alone[section] = false);
            let prose = self.leading_prose().filter(|prose| {
                let scope = prose.scope;
                let is_gate = self.section_roles[scope.section].is_gate();
                prose.item.is_none() && scope.label.is_none() && is_gate && self.is_gate_of_all(scope.section)
            });
            let of_stages = |span: Span, section: usize| {
                let text = Some(self.source.slice(span)).filter(|text| text.len() <= LONGEST);
                let stages = text.map(|text| self.names.all_mentioned(&inline::visible(text))).unwrap_or_default();
                ProseOfStages { span, section, is_alone: is_alone[section], stages }
            };
            prose.map(|prose| of_stages(prose.span, prose.scope.section)).collect()
        })
    }

    /// The same as far as they may be about the gate of a stage: by the stage that is left, or by
    /// the one that is entered. One that names no stage is about all of them.
    fn prose_for(&self, number: StageNumber, role: Role) -> impl Iterator<Item = &ProseOfStages> {
        let numbers = || self.names.numbers();
        let (from, to) = match role {
            Role::Entry => (numbers().rev().find(|other| *other < number), Some(number)),
            _ => (Some(number), self.names.after(number)),
        };
        let is_about = move |prose: &&ProseOfStages| {
            let is_named = |end: Option<StageNumber>, leads: bool| {
                prose.stages.iter().any(|(stage, is_led_to)| Some(*stage) == end && (*is_led_to || !leads))
            };
            let leads = prose.stages.iter().any(|(_, is_led_to)| *is_led_to);
            prose.stages.is_empty() || is_named(to, leads) || (!leads && is_named(from, false))
        };
        let prose = self.prose_of_stages().iter();
        prose.filter(move |prose| self.section_roles[prose.section] == role).filter(is_about)
    }

    /// The paragraphs of the gate of a stage, and of the gates of all stages as far as they may be
    /// about it.
    pub(super) fn prose_of_gate(&self, position: usize, role: Role) -> impl Iterator<Item = Span> {
        let own = self.leading_prose().filter(move |prose| {
            let scope = prose.scope;
            let is_below = scope.label.is_none() && self.section_roles[scope.section] == role;
            prose.item.is_none()
                && (self.is_in_part(scope, position, role) || (is_below && self.is_in_stage(scope, position)))
        });
        let of_all = self.prose_for(self.found[position].1.number, role).map(|prose| prose.span);
        own.map(|prose| prose.span).chain(of_all)
    }

    /// The paragraphs that are all that the gate of a stage has, and that set limits, with the name
    /// of the gate.
    pub(super) fn gate_in_prose(&self, position: usize, role: Role) -> Option<(String, Vec<Span>)> {
        let says = |span: &Span| sets_limit(self.source.slice(*span));
        let own = self.leading_prose().filter(|prose| prose.item.is_none());
        let own: Vec<_> =
            own.filter(|prose| self.is_in_part(prose.scope, position, role) && says(&prose.span)).collect();
        if let Some(first) = own.first() {
            return Some((self.name_of(first.scope), own.iter().map(|prose| prose.span).collect()));
        }
        let number = self.found[position].1.number;
        let of_all = self.prose_for(number, role).filter(|prose| prose.is_alone && says(&prose.span));
        let of_all: Vec<&ProseOfStages> = of_all.collect();
        let name = self.outline.sections[of_all.first()?.section].title.clone();
        Some((name, of_all.iter().map(|prose| prose.span).collect()))
    }
}
