//! What one template asks for and the other does not, requirement by requirement.

use super::model::{Laxer, listed};
use super::statement::{is_respelled, loosened_statements};
use crate::config::Policy;
use crate::finding::Side;
use crate::pairing::Kind;
use crate::stage_heading::StageHeading;
use crate::stage_number::StageNumber;
use crate::template::{
    CriterionSlot, FieldSlot, Group, ListSlot, Place, Role, SectionSlot, Slot, SlotDue, SlotKind, TableSlot, Template,
    is_example,
};
use crate::text::{Source, Span, fold};
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// What the template before asks for and the one after does not. Each is read by the configuration
/// that it goes with.
pub(super) fn loosened(base: (&Source, &Policy), head: (&Source, &Policy)) -> Vec<Laxer> {
    let (before, after) = (Template::parse(base.0, base.1), Template::parse(head.0, head.1));
    let mut stages = Vec::new();
    for (index, stage) in before.stages.iter().enumerate() {
        let is_free = |other: &usize| stages.iter().all(|(_, taken)| taken != other);
        let all = || (0..after.stages.len()).filter(is_free);
        let name = fold(&stage.name);
        let by_name = all().find(|other| !name.is_empty() && fold(&after.stages[*other].name) == name);
        let found = by_name.or_else(|| all().find(|other| after.stages[*other].number == stage.number));
        stages.extend(found.map(|other| (index, other)));
    }
    let mut comparison =
        Comparison { before: &before, after: &after, stages, laxer: Vec::new(), told: BTreeSet::new() };
    comparison.compare();
    comparison.laxer
}

/// Two templates side by side.
struct Comparison<'a> {
    before: &'a Template,
    after: &'a Template,
    /// The stages that both have, by their positions.
    stages: Vec<(usize, usize)>,
    laxer: Vec<Laxer>,
    /// The places and keys of the groups whose loss is told. What belongs to them is gone with
    /// them.
    told: BTreeSet<(Place, String)>,
}

impl Comparison<'_> {
    fn compare(&mut self) {
        // Each key is compared, or is said why not: a new one does not compile before.
        let Template {
            source: _,
            // The label in the heading is one of the fields.
            name: _,
            // So are the names of sections and labels, by the spelling that the template has.
            names: _,
            stages,
            // Texts that are put back where a plan lacks them.
            texts: _,
            fields: _,
            groups: _,
            tables: _,
            lists: _,
            criteria: _,
            // The same words, and those of all other boxes.
            statements: _,
            log_brackets,
            // The brackets of the slots once more.
            log_words: _,
            log_day: _,
            brackets: _,
            any_words: _,
            any_number: _,
            guardrails,
            roles,
            sections,
            // A template with faults judges nothing; see `PolicyEdit::of_template`.
            faults: _,
        } = self.before;
        let before_first = Place::Section(String::new());
        let mut kept: Vec<(Place, Place)> = vec![(before_first.clone(), before_first)];
        for section in sections {
            kept.extend(self.compare_sections(section));
        }
        for (index, stage) in stages.iter().enumerate() {
            kept.extend(self.compare_stages(index, stage));
        }
        for (was, is) in &kept {
            self.compare_groups(was, is);
            self.compare_fields(was, is);
            self.compare_tables(was, is);
            self.compare_lists(was, is);
            self.compare_criteria(was, is);
        }
        if !log_brackets.is_empty() && self.after.log_brackets.is_empty() {
            let words = "the decision log has no rows to fill in any more".to_owned();
            self.push("decision-log".to_owned(), words, Side::Base, Span::at(0));
        }
        if guardrails.is_some() && self.after.guardrails.is_none() && self.laxer.is_empty() {
            self.push("guardrails".to_owned(), "no table has guardrails any more".to_owned(), Side::Base, Span::at(0));
        }
        let after = self.after;
        for key in roles.keys().chain(after.roles.keys()).collect::<BTreeSet<_>>() {
            let is_told = self.told.iter().any(|(_, told)| told == key);
            let (was, is) = (self.before.role(key), after.role(key));
            if !is_told && is_laxer_role(was, is, true) {
                self.push(format!("role/{key}"), role_words(key, "", was, is), Side::Head, Span::at(0));
            }
        }
    }

    fn compare_sections(&mut self, before: &SectionSlot) -> Option<(Place, Place)> {
        let SectionSlot { key, title, role, span } = before;
        let place = Place::Section(key.clone());
        let sections = &self.after.sections;
        let is_new = |other: &&SectionSlot| self.before.sections.iter().all(|section| section.key != other.key);
        let by_role = || sections.iter().filter(is_new).find(|other| *role != Role::Other && other.role == *role);
        let by_spelling = || sections.iter().filter(is_new).find(|other| is_respelled(title, &other.title));
        let found = sections.iter().find(|other| other.key == *key).or_else(by_spelling).or_else(by_role);
        let Some(after) = found else {
            self.gone(&place, key, format!("the section `{title}` is not asked for any more"), *span);
            return None;
        };
        if is_laxer_role(*role, after.role, true) {
            self.changed(&place, key, role_words(title, "", *role, after.role), after.span);
            self.told.insert((place.clone(), key.clone()));
        }
        Some((place, Place::Section(after.key.clone())))
    }

    fn compare_stages(&mut self, index: usize, before: &StageHeading) -> Option<(Place, Place)> {
        let StageHeading { number: _, word: _, name: _, mark: _, said: _, clear: _ } = before;
        match self.stages.iter().find(|(was, _)| *was == index) {
            Some((was, is)) => Some((Place::Stage(*was), Place::Stage(*is))),
            None => {
                let title = before.title();
                let start = self.start_of(&Place::Stage(index));
                self.gone(&Place::Stage(index), "stage", format!("{title} is gone"), Span::at(start));
                None
            }
        }
    }

    fn compare_groups(&mut self, was: &Place, is: &Place) {
        let inside = self.name_of(was);
        let mut left: Vec<&Group> = self.after.groups.iter().filter(|group| group.place == *is).collect();
        for group in self.before.groups.iter().filter(|group| group.place == *was) {
            let Group { place: _, key, label, role, due, boxes, span } = group;
            // Another label may name a group of the same role.
            let by_key = left.iter().position(|other| other.key == *key);
            let by_role = || {
                left.iter().position(|other| *role != Role::Other && other.role == *role && !self.has_group(was, other))
            };
            let by_spelling =
                || left.iter().position(|other| is_respelled(label, &other.label) && !self.has_group(was, other));
            let found = by_key.or_else(by_role).or_else(by_spelling);
            let Some(after) = found.map(|index| left.remove(index)) else {
                self.told.insert((was.clone(), key.clone()));
                self.gone(was, key, format!("`{label}`{inside} is gone"), *span);
                continue;
            };
            if *boxes && !after.boxes {
                self.changed(was, key, format!("`{label}`{inside} has no boxes any more"), after.span);
            }
            if is_laxer_role(*role, after.role, *boxes) {
                self.told.insert((was.clone(), key.clone()));
                self.changed(was, key, role_words(label, &inside, *role, after.role), after.span);
            }
            self.compare_dues((was, *due), (is, after.due), &format!("`{label}`{inside}"), after.span);
        }
    }

    /// Whether the template before has a group with the key of another one.
    fn has_group(&self, place: &Place, other: &Group) -> bool {
        self.before.groups.iter().any(|group| group.place == *place && group.key == other.key)
    }

    fn compare_fields(&mut self, was: &Place, is: &Place) {
        let inside = self.name_of(was);
        // The same label may stand under several others.
        let mut left: Vec<&FieldSlot> =
            self.after.fields.iter().filter(|field| field.place == *is && !field.optional).collect();
        for field in self.before.fields.iter().filter(|field| field.place == *was && !field.optional) {
            let FieldSlot {
                place: _,
                group,
                key,
                label,
                due,
                slot,
                span,
                optional: _,
                // They follow from the others.
                path: _,
                is_single: _,
                is_single_there: _,
                line: _,
                gentle: _,
            } = field;
            let by_group = left.iter().position(|other| other.key == *key && other.group == *group);
            let is_new = |other: &FieldSlot| {
                self.before.fields.iter().all(|field| field.place != *was || field.key != other.key)
            };
            let by_key = || left.iter().position(|other| other.key == *key);
            let by_spelling = || left.iter().position(|other| is_respelled(label, &other.label) && is_new(other));
            let found = by_group.or_else(by_key).or_else(by_spelling);
            let Some(after) = found.map(|index| left.remove(index)) else {
                self.gone(was, key, format!("`{label}`{inside} is not asked for any more"), *span);
                continue;
            };
            let name = format!("`{label}`{inside}");
            if let Some(words) = slot_words(slot, &after.slot) {
                self.changed(was, key, format!("{name} {words}"), after.span);
            }
            self.compare_dues((was, *due), (is, after.due), &name, after.span);
        }
    }

    fn compare_tables(&mut self, was: &Place, is: &Place) {
        let inside = self.name_of(was);
        let before: Vec<&TableSlot> = self.before.tables.iter().filter(|table| table.place == *was).collect();
        let others: Vec<&TableSlot> = self.after.tables.iter().filter(|table| table.place == *is).collect();
        let pairs = nearest_tables(&before, &others);
        for (table, pair) in before.iter().zip(pairs) {
            let TableSlot {
                place: _,
                group: _,
                headers,
                titles,
                // The headers once more.
                folded_titles: _,
                rows,
                columns,
                box_columns,
                due,
                min_rows,
                span,
            } = table;
            let name = format!("the table `{}`{inside}", titles.join(" | "));
            let key = titles.first().map_or_else(String::new, |title| fold(title));
            let Some(after) = pair.map(|index| others[index]) else {
                self.gone(was, &key, format!("{name} is gone"), *span);
                continue;
            };
            let own_column = |column: usize| {
                let own = |is_own: &dyn Fn(&String) -> bool| after.headers.iter().position(is_own);
                own(&|header| *header == headers[column])
                    .or_else(|| own(&|header| !headers.contains(header) && is_respelled(&headers[column], header)))
            };
            let mut lost = Vec::new();
            for (column, title) in titles.iter().enumerate() {
                let Some(own) = own_column(column) else {
                    lost.push(title.clone());
                    continue;
                };
                let slots = columns.get(column).zip(after.columns.get(own));
                let words = slots.and_then(|(slot, other)| slot_words(slot, other));
                let is_unboxed = box_columns.get(column) == Some(&true) && after.box_columns.get(own) != Some(&true);
                let unboxed = || is_unboxed.then(|| "has no boxes any more".to_owned());
                if let Some(words) = unboxed().or(words) {
                    self.changed(was, &fold(title), format!("`{title}` in {name} {words}"), after.span);
                }
            }
            if !lost.is_empty() {
                self.gone(was, &key, format!("{name} lacks {}", listed(&lost)), *span);
            }
            // Without an annotation, one filled row is enough.
            let (least, own_least) = (min_rows.unwrap_or(1), after.min_rows.unwrap_or(1));
            if own_least < least {
                let rows = if own_least == 1 { "row" } else { "rows" };
                let words = format!("{name} needs {own_least} filled {rows} (was {least})");
                self.changed(was, &key, words, after.span);
            }
            self.compare_dues((was, *due), (is, after.due), &name, after.span);
            for (text, words) in loosened_statements(&fixed_rows(rows), &fixed_rows(&after.rows), Kind::Criterion) {
                self.gone(was, &text, format!("the row `{text}` of {name} {words}"), *span);
            }
        }
    }

    fn compare_lists(&mut self, was: &Place, is: &Place) {
        let inside = self.name_of(was);
        for list in self.before.lists.iter().filter(|list| list.place == *was) {
            let ListSlot { place: _, group, slot, due, span } = list;
            // The brackets of a criterion are a part of it.
            let is_of_a_gate =
                self.before.criteria.iter().any(|criterion| criterion.place == *was && criterion.group == *group);
            let is_told = group.as_ref().is_some_and(|group| self.told.contains(&(was.clone(), group.clone())));
            let Some(written) = slot.written.first().filter(|_| !is_told && !is_of_a_gate) else { continue };
            let is_same = |other: &&ListSlot| match (group, &other.group) {
                (Some(group), Some(other)) => group == other || is_respelled(group, other),
                (group, other) => group == other,
            };
            let others = || self.after.lists.iter().filter(|other| other.place == *is).filter(is_same);
            // A group may have several lists.
            match others().find(|other| other.slot.written == slot.written).or_else(|| others().next()) {
                None => {
                    let words = format!("`{written}`{inside} is not to be filled in any more");
                    self.gone(was, &fold(written), words, *span);
                }
                Some(after) => {
                    self.compare_dues((was, *due), (is, after.due), &format!("`{written}`{inside}"), after.span)
                }
            }
        }
    }

    fn compare_criteria(&mut self, was: &Place, is: &Place) {
        let inside = self.name_of(was);
        for role in [Role::Entry, Role::Exit, Role::GoToMarket, Role::Review, Role::Rollback] {
            let of = |template: &'_ Template, place: &Place| -> Vec<CriterionSlot> {
                let all = template.criteria.iter().filter(|slot| slot.place == *place && slot.role == role);
                all.cloned().collect()
            };
            let is_told = |slot: &CriterionSlot| {
                slot.group.as_ref().is_some_and(|group| self.told.contains(&(was.clone(), group.clone())))
            };
            let mut before = of(self.before, was);
            before.retain(|slot| !is_told(slot));
            let after = of(self.after, is);
            let texts = |slots: &[CriterionSlot]| -> Vec<String> {
                let text =
                    |CriterionSlot { place: _, group: _, role: _, text, is_ticked: _, span: _ }: &CriterionSlot| {
                        text.clone()
                    };
                slots.iter().map(text).collect()
            };
            for slot in after.iter().filter(|slot| slot.is_ticked) {
                if before.iter().any(|old| old.text == slot.text && !old.is_ticked) {
                    let words = format!("the {} `{}`{inside} is ticked already", noun(role), slot.text);
                    self.changed(was, &fold(&slot.text), words, slot.span);
                }
            }
            let kind = if role == Role::Rollback { Kind::Trigger } else { Kind::Criterion };
            for (text, words) in loosened_statements(&texts(&before), &texts(&after), kind) {
                let span = before.iter().find(|slot| slot.text == text).map_or(Span::at(0), |slot| slot.span);
                let key = fold(&text);
                self.gone(was, &key, format!("the {} `{text}`{inside} {words}", noun(role)), span);
            }
        }
    }

    /// Compares when something is due.
    fn compare_dues(&mut self, was: (&Place, SlotDue), is: (&Place, SlotDue), name: &str, span: Span) {
        let before = rank(self.before, was.0, was.1, |position| Some(2 * position));
        let after = rank(self.after, is.0, is.1, |position| {
            let own =
                |position: usize| self.stages.iter().find(|(_, after)| *after == position).map(|(before, _)| *before);
            own(position).map(|before| 2 * before).or_else(|| {
                // A new stage lies between the one before it and the next.
                (0..position).rev().find_map(own).map(|before| 2 * before + 1)
            })
        });
        if after > before {
            let (is, was) = (due_words(self.after, is.0, is.1), due_words(self.before, was.0, was.1));
            self.changed(&Place::Section(String::new()), name, format!("{name} is due {is} (was {was})"), span);
        }
    }

    // --- telling ---

    /// Where something stands, as an addition to its name.
    fn name_of(&self, place: &Place) -> String {
        let title = match place {
            Place::Section(key) => {
                self.before.sections.iter().find(|section| section.key == *key).map(|section| section.title.clone())
            }
            Place::Stage(index) => self.before.stages.get(*index).map(StageHeading::title),
        };
        // A plan writes its own name in the place of a bracket.
        let title = title.as_deref().and_then(|title| title.split([':', '[']).next()).map_or("", str::trim);
        if title.is_empty() { String::new() } else { format!(" in {title}") }
    }

    /// Where a place begins in the template before.
    fn start_of(&self, place: &Place) -> usize {
        let text = self.before.texts.iter().find(|text| text.place == *place);
        text.and_then(|text| self.before.source.text.find(&text.text)).unwrap_or(0)
    }

    /// Adds something that only the template before has.
    fn gone(&mut self, place: &Place, item: &str, words: String, span: Span) {
        self.push(format!("{place:?}/{item}"), words, Side::Base, span);
    }

    /// Adds something that the template after has otherwise.
    fn changed(&mut self, place: &Place, item: &str, words: String, span: Span) {
        self.push(format!("{place:?}/{item}"), words, Side::Head, span);
    }

    fn push(&mut self, key: String, words: String, side: Side, span: Span) {
        let source = match side {
            Side::Base => &self.before.source,
            Side::Head => &self.after.source,
        };
        let span = source.line_span(source.line(span.start));
        self.laxer.push(Laxer { key, words, side, span });
    }
}

/// For each table of the template before, the place of that in the one after which is meant: those
/// with the most columns and rows in common come first, and of those that are as near the first.
fn nearest_tables(before: &[&TableSlot], after: &[&TableSlot]) -> Vec<Option<usize>> {
    // What stands twice in one of them and once in the other is common once.
    let common = |one: &[String], other: &[String]| {
        let mut left: Vec<&String> = other.iter().collect();
        let found = one
            .iter()
            .filter(|text| left.iter().position(|other| other == text).map(|at| left.swap_remove(at)).is_some());
        found.count()
    };
    let mut near = Vec::new();
    for (was, table) in before.iter().enumerate() {
        for (is, other) in after.iter().enumerate() {
            let columns = common(&table.headers, &other.headers);
            let rows = common(&fixed_rows(&table.rows), &fixed_rows(&other.rows));
            near.extend((columns > 0).then_some((Reverse((columns, rows)), was, is)));
        }
    }
    near.sort();
    let mut pairs = vec![None; before.len()];
    for (_, was, is) in near {
        if pairs[was].is_none() && !pairs.contains(&Some(is)) {
            pairs[was] = Some(is);
        }
    }
    pairs
}

/// What the rows of a table are about that a plan keeps as they are.
fn fixed_rows(rows: &[Vec<Slot>]) -> Vec<String> {
    let rows = rows.iter().filter(|row| !is_example(row));
    rows.filter_map(|row| row.first()).map(|slot| slot.text.clone()).filter(|text| !text.is_empty()).collect()
}

/// Whether a group or a section counts for less in another role.
fn is_laxer_role(before: Role, after: Role, has_boxes: bool) -> bool {
    match (before, after) {
        (before, after) if before == after => false,
        // Ticks there show that a stage runs. Those of an audience and of a launch show nothing.
        (Role::Other, Role::Audience | Role::GoToMarket) => has_boxes,
        (Role::Other, _) | (Role::Activities, Role::Exit) => false,
        _ => true,
    }
}

fn role_words(label: &str, inside: &str, before: Role, after: Role) -> String {
    format!("`{label}`{inside} is {} (was {})", called(after), called(before))
}

/// What a role is called in a message.
fn called(role: Role) -> &'static str {
    match role {
        Role::Entry => "entry criteria",
        Role::Exit => "exit criteria",
        Role::Activities => "activities",
        Role::Audience => "the audience",
        Role::Progression => "the progression decision",
        Role::GoToMarket => "the launch checklist",
        Role::Rollback => "the rollback plan",
        Role::Risks => "the risks",
        Role::DecisionLog => "the decision log",
        Role::Review => "the review",
        Role::Other => "nothing that is judged",
    }
}

/// What an item of a gate is called in a message.
fn noun(role: Role) -> &'static str {
    match role {
        Role::Entry => "entry criterion",
        Role::Exit => "exit criterion",
        Role::GoToMarket => "launch item",
        Role::Rollback => "rollback trigger",
        _ => "review item",
    }
}

/// What a slot asks for less than before, in words.
fn slot_words(before: &Slot, after: &Slot) -> Option<String> {
    let Slot {
        // Other brackets ask for a value as well.
        brackets: _,
        written: _,
        kind,
        boxes,
        text: _,
        menu,
        blank: _,
    } = before;
    if before.asks() && !after.asks() {
        return Some("is not to be filled in any more".to_owned());
    }
    if *boxes && !after.boxes {
        return Some("has no boxes any more".to_owned());
    }
    if let Some(menu) = menu {
        return match &after.menu {
            None => Some(format!("may be any words (was `{menu}`)")),
            Some(now) if now.split('/').all(|choice| menu.split('/').any(|known| known == choice)) => None,
            Some(now) => Some(format!("may be `{now}` (was `{menu}`)")),
        };
    }
    let kind_words = match kind {
        SlotKind::Text => return None,
        SlotKind::Date => "a date",
        SlotKind::Number => "a number",
        SlotKind::Duration => "a duration",
        SlotKind::Link => "a link",
    };
    (after.kind == SlotKind::Text && after.menu.is_none()).then(|| format!("may be any words (was {kind_words})"))
}

/// When something is due, as a place in the course of a rollout. `entering` gives the place of
/// entering the stage at a position.
fn rank(template: &Template, place: &Place, due: SlotDue, entering: impl Fn(usize) -> Option<usize>) -> usize {
    // Creation comes before the first stage, and never after all.
    let place_of = |position: Option<usize>, leaving: usize| {
        position.map(|position| 1 + entering(position).map_or(0, |place| 1 + 2 * place) + leaving)
    };
    let numbered = |number: StageNumber| template.stages.iter().position(|stage| stage.number == number);
    let around = match place {
        Place::Stage(position) => Some(*position),
        Place::Section(_) => None,
    };
    let last = template.stages.len().checked_sub(1);
    let found = match due {
        SlotDue::Created => Some(0),
        SlotDue::EnteringFirst => place_of(Some(0), 0),
        SlotDue::EnteringSecond => place_of(Some(1).filter(|position| *position < template.stages.len()), 0),
        SlotDue::EnteringStage => place_of(around, 0),
        SlotDue::LeavingStage => place_of(around, 2),
        SlotDue::EnteringLast => place_of(last, 0),
        SlotDue::Entering(number) => place_of(numbered(number), 0),
        SlotDue::Leaving(number) => place_of(numbered(number), 2),
        SlotDue::Never => None,
    };
    found.unwrap_or(usize::MAX)
}

fn due_words(template: &Template, place: &Place, due: SlotDue) -> String {
    let title =
        |position: usize| template.stages.get(position).map_or_else(|| "a stage".to_owned(), StageHeading::title);
    let numbered = |number: StageNumber| {
        template
            .stages
            .iter()
            .find(|stage| stage.number == number)
            .map_or_else(|| number.to_string(), StageHeading::title)
    };
    let around = || match place {
        Place::Stage(position) => title(*position),
        Place::Section(_) => "its stage".to_owned(),
    };
    match due {
        SlotDue::Created => "at creation".to_owned(),
        SlotDue::EnteringFirst => format!("on entering {}", title(0)),
        SlotDue::EnteringSecond => format!("on entering {}", title(1)),
        SlotDue::EnteringStage => format!("on entering {}", around()),
        SlotDue::LeavingStage => format!("on leaving {}", around()),
        SlotDue::EnteringLast => "on entering the last stage".to_owned(),
        SlotDue::Entering(number) => format!("on entering {}", numbered(number)),
        SlotDue::Leaving(number) => format!("on leaving {}", numbered(number)),
        SlotDue::Never => "never".to_owned(),
    }
}
