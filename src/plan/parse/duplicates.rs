//! Sections and labels that a plan has twice.

use super::reader::Reader;
use crate::markdown::inline;
use crate::outline::{Field, Section};
use crate::plan::Duplicate;
use crate::stage_heading::{StageHeading, stage_heading};
use crate::template::{self, FieldSlot, Group, Place, Role};
use crate::text::{Span, fold};

impl Reader<'_> {
    /// The stages that the plan has twice, and the sections and labels of the template that it has
    /// twice in one place.
    pub(super) fn duplicates(&self) -> Vec<Duplicate> {
        let mut found = self.stage_twins();
        if self.follows_template {
            found.extend(self.template_twins());
        } else {
            found.extend(self.second_id());
        }
        found
    }

    /// The label of another Rollout ID beside the first one. A file is the plan of one rollout, and
    /// only the first ID is read.
    fn second_id(&self) -> Option<Duplicate> {
        let is_id = |field: &&Field| field.key == "rollout id" && !field.value.is_empty();
        let mut ids = self.outline.fields.iter().filter(is_id);
        let first = ids.next()?;
        let said = |field: &Field| fold(&inline::visible(self.source.slice(field.value)));
        let is_head = |field: &&Field| {
            field.scope.section == first.scope.section || self.outline.sections[field.scope.section].level < 2
        };
        let other = ids.filter(is_head).find(|field| said(field) != said(first))?;
        let (name, first, second) = (first.label.clone(), first.label_span, other.label_span);
        Some(Duplicate { is_section: false, name, first, second })
    }

    /// The headings of a stage that has another one with its number and name. Where no template is
    /// followed, another section may count anew.
    fn stage_twins(&self) -> Vec<Duplicate> {
        let sections = &self.outline.sections;
        let headings = sections.iter().map(|section| stage_heading(&section.title, self.policy));
        let headings: Vec<Option<StageHeading>> = headings.collect();
        let mut found = Vec::new();
        for (stage, heading) in self.found.iter().filter(|(_, heading)| !heading.name.is_empty()) {
            let own = &sections[*stage];
            let is_same = |index: &usize| {
                let other = &sections[*index];
                let is_beside = other.level == own.level && (self.follows_template || other.parent == own.parent);
                let is_called_so =
                    |other: &StageHeading| other.number == heading.number && fold(&other.name) == fold(&heading.name);
                index != stage && is_beside && headings[*index].as_ref().is_some_and(is_called_so)
            };
            if let Some(other) = (0..sections.len()).find(is_same) {
                let (one, other) = (own.heading, sections[other].heading);
                let (first, second) = (one.min(other), one.max(other));
                found.push(Duplicate { is_section: true, name: own.title.clone(), first, second });
            }
        }
        found
    }

    /// The sections and labels of the template that the plan has twice in one place.
    fn template_twins(&self) -> Vec<Duplicate> {
        let sections = &self.outline.sections;
        let mut found = Vec::new();
        let mut add =
            |is_section: bool, name: &dyn Fn() -> String, same: &mut dyn Iterator<Item = Span>, own: usize| {
                // What the template has several times may stand as often.
                if let (Some(first), Some(second)) = (same.next(), same.nth(own.saturating_sub(1))) {
                    found.push(Duplicate { is_section, name: name(), first, second });
                }
            };
        let has_remark = |key: &str, wanted: &str| key.strip_prefix(wanted).is_some_and(|rest| rest.starts_with(" ("));
        let is_twin = |key: &str, wanted: &str| template::is_section(key, wanted) && !has_remark(key, wanted);
        for slot in &self.template.sections {
            let is_same = |(section, place): &(&Section, &Place)| {
                // A remark behind the name tells a section from its neighbour.
                section.level == 2 && matches!(place, Place::Section(key) if is_twin(key, &slot.key))
            };
            let same = sections.iter().zip(&self.places).filter(is_same);
            let own = self.template.sections.iter().filter(|other| other.key == slot.key).count();
            add(true, &|| slot.title.clone(), &mut same.map(|(section, _)| section.heading), own);
        }
        for (index, group) in self.template.groups.iter().enumerate().filter(|(_, group)| group.role != Role::Other) {
            let is_same = |other: &&Group| other.key == group.key && other.place == group.place;
            if self.template.groups[..index].iter().any(|other| is_same(&other)) {
                continue;
            }
            let own = self.template.groups.iter().filter(is_same).count();
            for home in self.homes(&group.place).iter().filter(|_| !self.lacks_next(&group.place)) {
                let is_same = |field: &&Field| field.key == group.key && field.value.is_empty();
                let same = self.fields_in(home.section).map(|(_, field)| field).filter(is_same);
                add(false, &|| home.name(&group.label), &mut same.map(|field| field.label_span), own);
            }
        }
        for slot in self.template.fields.iter().filter(|slot| !slot.slot.brackets.is_empty()) {
            let is_same =
                |other: &&FieldSlot| other.key == slot.key && other.place == slot.place && other.group == slot.group;
            let own = self.template.fields.iter().filter(is_same).count();
            for home in self.homes(&slot.place).iter().filter(|_| !self.lacks_next(&slot.place)) {
                let is_same =
                    |field: &&Field| field.key == slot.key && self.is_in_group(field.scope, slot.group.as_ref());
                let same = self.fields_in(home.section).map(|(_, field)| field).filter(is_same);
                add(false, &|| home.name(&slot.label), &mut same.map(|field| field.label_span), own);
            }
        }
        found
    }

    /// Whether the plan lacks the stage behind one of the template, whose labels then stand below
    /// the one before: its heading is missing, and nothing stands twice.
    fn lacks_next(&self, place: &Place) -> bool {
        let Place::Stage(index) = place else { return false };
        let next = self.template.stages.get(index + 1);
        next.is_some_and(|next| self.lacking.iter().any(|stage| stage.number == next.number))
    }
}
