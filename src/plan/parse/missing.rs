//! The parts of the template that a plan lacks, with the edits that put them back.

use super::reader::{Home, Reader};
use crate::config::closest;
use crate::markdown::inline;
use crate::outline::{Field, Scope};
use crate::plan::{Due, Missing, full_title};
use crate::stage_heading::{StageHeading, loose_stage_heading};
use crate::template::{self, FieldSlot, Group, Place, Role, SlotDue};
use crate::text::{Edit, Span, fold};

impl Reader<'_> {
    /// The sections of the template that the plan lacks. A finding about one is at the plan's
    /// `heading`.
    pub(super) fn missing_sections(&self, heading: Span) -> Vec<Missing> {
        let absent = self
            .template
            .sections
            .iter()
            .filter(|slot| self.section_of(&slot.key).is_none() && slot.role != Role::DecisionLog);
        let section = |place: Option<Place>, anchor: String, name: String, unread: Option<(Span, Span)>| {
            let place = place.filter(|_| unread.is_none());
            Missing {
                anchor,
                name,
                span: heading,
                due: Due::Created,
                gentle: false,
                edit: place.as_ref().and_then(|place| self.put_back(place)),
                instead: place.as_ref().and_then(|place| self.heading_instead(place)),
                unread,
            }
        };
        let named = absent.map(|slot| {
            let unread = self.unread_heading(|title| template::is_section(&fold(title), &slot.key));
            let place = Place::Section(slot.key.clone());
            section(Some(place), format!("section:{}", slot.key), slot.title.clone(), unread)
        });
        let not_skipped = self.lacking.iter().filter(|stage| !self.policy.skipped.contains(&stage.number));
        let place_of = |stage: &StageHeading| {
            let index = self.template.stages.iter().position(|other| other.number == stage.number);
            index.map(Place::Stage)
        };
        let stages = not_skipped.map(|stage| {
            let is_own = |title: &str| {
                loose_stage_heading(title, self.policy).is_some_and(|heading| heading.number == stage.number)
            };
            let (anchor, name) = (format!("section:stage {}", stage.number), full_title(&stage.title(), &stage.name));
            section(place_of(stage), anchor, name, self.unread_heading(is_own))
        });
        named.chain(stages).collect()
    }

    /// A heading that stands in a block of code or HTML: the line that opens the block, and its
    /// own.
    fn unread_heading(&self, is_own: impl Fn(&str) -> bool) -> Option<(Span, Span)> {
        let lines = |block: &Span| self.source.line(block.start)..=self.source.line(block.end);
        self.outline.raw.iter().find_map(|block| {
            let spans = lines(block).map(|line| self.source.line_span(line));
            let is_heading = |span: &Span| {
                let text = self.source.slice(*span).trim_start_matches(['>', ' ']);
                let title = text.trim_start_matches('#');
                title.len() < text.len() && is_own(&inline::visible(title.trim_matches(['#', ' '])))
            };
            let own = spans.skip(1).find(is_heading)?;
            Some((self.source.line_span(self.source.line(block.start)), own))
        })
    }

    /// The only heading that stands where the template has a section, and that the template does
    /// not know.
    fn heading_instead(&self, place: &Place) -> Option<(String, Span)> {
        let at = self.template.texts.iter().position(|section| section.place == *place)?;
        let (before, behind) = self.template.texts.split_at(at);
        let home = |place: &Place| self.homes(place).first().map(|home| home.section);
        let start = before.iter().rev().find_map(|section| home(&section.place))? + 1;
        let end = behind.iter().skip(1).find_map(|section| home(&section.place)).unwrap_or(self.places.len());
        let is_known = |key: &str| {
            key.is_empty() || self.template.sections.iter().any(|slot| template::is_section(key, &slot.key))
        };
        let is_strange = |index: &usize| {
            let is_own = matches!(&self.places[*index], Place::Section(key) if !is_known(key));
            is_own && self.outline.sections[*index].level == 2
        };
        let mut strange = (start..end.max(start)).filter(is_strange);
        let section = &self.outline.sections[strange.next()?];
        strange.next().is_none().then(|| (section.title.clone(), section.heading))
    }

    /// The edit that puts a section of the template back: before the next section that the plan
    /// has, else at the end.
    fn put_back(&self, place: &Place) -> Option<Edit> {
        // The template's headings are of another level.
        if self.outline.level_shift != 0 {
            return None;
        }
        let at = self.template.texts.iter().position(|section| section.place == *place)?;
        let text = &self.template.texts[at].text;
        let has_rules = self.template.texts.len() > 1 && self.source.text.contains("\n---");
        let next = self.template.texts[at + 1..]
            .iter()
            .find_map(|section| self.homes(&section.place).first().map(|home| home.section));
        let between = if has_rules { "\n\n---\n\n" } else { "\n\n" };
        let (span, text) = match next {
            Some(section) => (Span::at(self.outline.sections[section].span.start), format!("{text}{between}")),
            None => (Span::at(self.source.text.len()), format!("{between}{text}\n")),
        };
        Some(Edit { span, replacement: text.replace('\n', self.source.line_ending()) })
    }

    /// The edit that puts the template's decision log into the plan: below the heading for it, else
    /// with its section.
    pub(super) fn missing_log(&self) -> Option<Edit> {
        let is_log =
            |place: &Place| matches!(place, Place::Section(key) if self.template.role(key) == Role::DecisionLog);
        let section = self.template.texts.iter().find(|section| is_log(&section.place))?;
        // Where its heading stands in a block of code, a second one would be as little read.
        if self.unread_heading(|title| self.template.role(&fold(title)) == Role::DecisionLog).is_some() {
            return None;
        }
        let Some(own) = self.places.iter().position(is_log) else { return self.put_back(&section.place) };
        let (_, table) = section.text.split_once('\n')?;
        let heading = self.outline.sections[own].heading;
        let end = self.source.line_span(self.source.line(heading.end)).end;
        let replacement = format!("\n\n{}", table.trim()).replace('\n', self.source.line_ending());
        Some(Edit { span: Span::at(end), replacement })
    }

    /// The labels of the template that the plan lacks.
    pub(super) fn missing_fields(&self) -> Vec<Missing> {
        let mut missing = Vec::new();
        let is_label = |group: &&Group| group.role != Role::Progression && !group.is_unlabelled();
        for group in self.template.groups.iter().filter(is_label) {
            for home in self.homes(&group.place).iter() {
                if !self.has_group(group, home) {
                    missing.push(self.missing(home, &group.label, group.due, false));
                }
            }
        }
        for slot in self.template.fields.iter().filter(|slot| !slot.optional && slot.due != SlotDue::LeavingStage) {
            let group = self.template.group(&slot.place, slot.group.as_ref());
            for home in self.homes(&slot.place).iter() {
                let group_missing = group.is_some_and(|group| !self.has_group(group, home));
                let in_heading = || template::section_key(&self.outline.sections[home.section]).starts_with(&slot.key);
                if !group_missing && self.find_field(slot, home).is_none() && !in_heading() {
                    let instead = self.label_instead(slot, home);
                    // Beside its own new name the label would stand twice.
                    let edit = if instead.is_some() { None } else { self.put_label_back(slot, home) };
                    missing.push(Missing { edit, instead, ..self.missing(home, &slot.label, slot.due, slot.gentle) });
                }
            }
        }
        missing
    }

    /// The labels that stand with one in the template, and its place among them.
    fn siblings(&self, slot: &FieldSlot) -> Option<(Vec<&FieldSlot>, usize)> {
        let fields = self.template.fields.iter();
        let siblings: Vec<&FieldSlot> =
            fields.filter(|other| other.place == slot.place && other.group == slot.group).collect();
        let at = siblings.iter().position(|other| other.key == slot.key)?;
        Some((siblings, at))
    }

    /// The label that the template does not know, and that is called much like a missing one, or
    /// stands alone between its neighbours.
    fn label_instead(&self, slot: &FieldSlot, home: &Home) -> Option<(String, Span)> {
        let is_known = |field: &Field| {
            let mut keys = self.template.fields.iter().map(|other| &other.key);
            keys.any(|key| template::is_called(&field.key, key)) || self.template.role(&field.key) != Role::Other
        };
        let is_strange = |field: &&Field| {
            !field.value.is_empty() && self.is_in_group(field.scope, slot.group.as_ref()) && !is_known(field)
        };
        let strange: Vec<&Field> = self.fields_in(home.section).map(|(_, field)| field).filter(is_strange).collect();
        let names: Vec<&str> = strange.iter().map(|field| field.label.as_str()).collect();
        let alike = closest(&slot.label, &names).and_then(|name| strange.iter().find(|field| field.label == name));
        let (siblings, at) = self.siblings(slot)?;
        let place = |slot: &&FieldSlot| self.find_field(slot, home).map(|field| field.label_span.start);
        let in_place = || {
            let before = at.checked_sub(1).map_or(Some(0), |before| place(&siblings[before]))?;
            let behind = siblings.get(at + 1).map_or(Some(usize::MAX), place)?;
            let mut between = strange.iter().filter(|field| (before..behind).contains(&field.label_span.start));
            between.next().filter(|_| siblings.len() > 1 && between.next().is_none())
        };
        alike.or_else(in_place).map(|field| (field.label.clone(), field.label_span))
    }

    /// The edit that puts a label of the template back: below the label before it in the template,
    /// else above the label behind it.
    fn put_label_back(&self, slot: &FieldSlot, home: &Home) -> Option<Edit> {
        let line = slot.line.as_deref()?;
        let (siblings, at) = self.siblings(slot)?;
        // A label is put beside others of its form: a row of a table beside rows.
        let form = |line: &str| line.trim_start().chars().next().filter(|first| matches!(first, '|' | '-'));
        let line_of = |other: &&FieldSlot| {
            let number = self.source.line(self.find_field(other, home)?.label_span.start);
            let span = self.source.line_span(number);
            (form(self.source.slice(span)) == form(line)).then_some(span)
        };
        let ending = self.source.line_ending();
        if let Some(before) = siblings[..at].iter().rev().find_map(line_of) {
            return Some(Edit { span: Span::at(before.end), replacement: format!("{ending}{line}") });
        }
        let behind = siblings[at + 1..].iter().find_map(line_of)?;
        Some(Edit { span: Span::at(behind.start), replacement: format!("{line}{ending}") })
    }

    /// A label that a place of the plan lacks.
    pub(super) fn missing(&self, home: &Home, label: &str, due: SlotDue, gentle: bool) -> Missing {
        let name = home.name(label);
        Missing {
            anchor: home.anchor(&fold(label)),
            name,
            span: self.outline.sections[home.section].heading,
            due: self.due(due, home.stage),
            gentle,
            edit: None,
            instead: None,
            unread: None,
        }
    }

    /// The lists of the rollback plan that have a label, and no item below it.
    pub(super) fn empty_rollback_lists(&self) -> Vec<Missing> {
        let mut empty = Vec::new();
        for list in &self.template.lists {
            let Some(group) = self.template.group(&list.place, list.group.as_ref()) else { continue };
            let is_rollback = matches!(&list.place, Place::Section(key) if self.template.role(key) == Role::Rollback);
            for home in self.homes(&list.place).iter().filter(|home| is_rollback && self.has_group(group, home)) {
                let is_below = |scope: Scope| self.is_in(scope, home) && self.is_in_group(scope, list.group.as_ref());
                let has_items = self.outline.items.iter().any(|item| is_below(item.scope))
                    || self.outline.tables.iter().any(|table| is_below(table.scope));
                let has_value =
                    self.outline.fields.iter().any(|field| field.key == group.key && !field.value.is_empty());
                if !has_items && !has_value {
                    empty.push(self.missing(home, &group.label, list.due, false));
                }
            }
        }
        empty
    }
}
