//! The edits that turn a plan into a template.

use super::remedies::Remedies;
use crate::config::Policy;
use crate::outline::{BoxForm, Field, Item, Look, Outline, Scope, inline_boxes};
use crate::plan::date::{DateReading, read_date};
use crate::plan::log::{Point, Unread};
use crate::stage_heading::StageHeading;
use crate::standing::Standing;
use crate::template::{self, Place, Role, role_of};
use crate::text::{Edit, Source, Span};
use crate::words::languages::LogWords;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Collects the edits, and knows what was read of the plan.
pub(super) struct Drafter<'a> {
    pub(super) source: &'a Source,
    pub(super) outline: &'a Outline,
    pub(super) places: &'a [Place],
    pub(super) found: &'a [(usize, StageHeading)],
    /// The plan as it is judged by itself.
    pub(super) standing: &'a Standing,
    pub(super) policy: &'a Policy,
    pub(super) remedies: &'a Remedies,
    /// Where the items begin, in the order of the text.
    items_by_start: Vec<usize>,
    /// The lists whose boxes are more than signs.
    pub(super) boxes: BTreeSet<usize>,
    /// The lists of sentences.
    pub(super) texts: BTreeSet<usize>,
    /// In how many stages each label stands.
    pub(super) repeated: HashMap<String, usize>,
    /// The words of a log that is made for this plan.
    pub(super) words: LogWords,
    /// What looks like decisions of a plan without a log, and cannot be read.
    pub(super) unread: Vec<Unread>,
    /// The edits by their first and last byte.
    pub(super) edits: BTreeMap<(usize, usize), Edit>,
    plan_edits: Vec<Edit>,
    notes: Vec<String>,
}

/// What is drafted from a plan.
pub(super) struct Draft {
    /// The edits that make a template of the plan, in the order of the text and without two on the
    /// same bytes.
    pub(super) edits: Vec<Edit>,
    /// The edits by which the plan itself is taken over.
    pub(super) plan_edits: Vec<Edit>,
    /// What a person should look at.
    pub(super) notes: Vec<String>,
}

impl<'a> Drafter<'a> {
    #[expect(clippy::too_many_arguments, reason = "all that is known of a plan before it is drafted")]
    pub(super) fn new(
        source: &'a Source,
        outline: &'a Outline,
        places: &'a [Place],
        found: &'a [(usize, StageHeading)],
        standing: &'a Standing,
        policy: &'a Policy,
        remedies: &'a Remedies,
        words: LogWords,
        unread: Vec<Unread>,
    ) -> Drafter<'a> {
        Drafter {
            source,
            outline,
            places,
            found,
            standing,
            policy,
            remedies,
            items_by_start: outline.items.iter().map(|item| item.span.start).collect(),
            boxes: lists_with_boxes(outline),
            texts: text_lists(source, outline),
            repeated: labels_by_stage(outline, places),
            words,
            unread,
            edits: BTreeMap::new(),
            plan_edits: remedies.fixes.clone(),
            notes: Vec::new(),
        }
    }

    pub(super) fn draft(mut self) -> Draft {
        self.declared();
        self.add_log();
        self.forget_progress();
        self.headings();
        self.tables();
        self.fields();
        self.items();
        self.front_matter();
        self.footer();
        self.roles();
        self.due_when_left();
        Draft { edits: self.edits.into_values().collect(), plan_edits: self.plan_edits, notes: self.notes }
    }

    /// Adds an edit to the template and to the plan.
    pub(super) fn put_in_both(&mut self, edit: Edit) {
        self.put(edit.span, edit.replacement.clone());
        self.put_in_plan(edit);
    }

    /// Adds an edit to the plan, unless an earlier one changes the same bytes.
    pub(super) fn put_in_plan(&mut self, edit: Edit) {
        if self.plan_edits.iter().all(|other| edit.is_clear_of(other) && edit != *other) {
            self.plan_edits.push(edit);
        }
    }

    /// Adds an edit, unless an earlier edit changes the same bytes.
    pub(super) fn put(&mut self, span: Span, replacement: impl Into<String>) {
        let replacement = replacement.into();
        if span.is_empty() && replacement.is_empty() || self.source.slice(span) == replacement {
            return;
        }
        // A text that ends with a label: what is put behind the label stands before what is added
        // at the end.
        if let Some(end) = self.edits.get_mut(&(span.start, span.end)).filter(|_| span.start == self.source.text.len())
        {
            end.replacement.insert_str(0, &replacement);
            return;
        }
        let overlaps = |other: Span| span.start < other.end && other.start < span.end || span == other;
        let before =
            self.edits.range(..=(span.start, usize::MAX)).next_back().is_some_and(|(_, edit)| overlaps(edit.span));
        let behind = self.edits.range((span.start, 0)..).next().is_some_and(|(_, edit)| overlaps(edit.span));
        if !before && !behind {
            self.edits.insert((span.start, span.end), Edit { span, replacement });
        }
    }

    /// Replaces the text of a cell. Where the table is padded, the width stays as far as there are
    /// spaces.
    pub(super) fn put_cell(&mut self, cell: Span, text: &str) {
        let number = self.source.line(cell.end);
        let line = self.source.line_span(number);
        let width = |line: Span| self.source.slice(line).chars().count();
        // A table is padded when its lines have one width.
        let is_padded = width(line) == width(self.source.line_span(number.saturating_sub(1)));
        let behind = &self.source.text[cell.end..line.end];
        let spaces = behind.len() - behind.trim_start_matches(' ').len();
        let (old, new) = (self.source.slice(cell).chars().count(), text.chars().count());
        let taken = if is_padded { new.saturating_sub(old).min(spaces.saturating_sub(1)) } else { 0 };
        let padding = if is_padded { " ".repeat(old.saturating_sub(new)) } else { String::new() };
        self.put(Span::new(cell.start, cell.end + taken), format!("{text}{padding}"));
    }

    pub(super) fn note(&mut self, note: String) {
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    /// The annotation for a value that the plan left open beyond its due point: the value is due
    /// when the rollout begins, or not at all.
    pub(super) fn later(&mut self, scope: Scope, span: Span) -> &'static str {
        if Remedies::has(&self.remedies.never, span) {
            let line = self.line(span.start);
            self.note(format!("line {line}: what is open there is asked for at no time, since nothing tells when it is due: put `due=…` there in the template"));
            return "optional";
        }
        let is_outside = matches!(self.places[scope.section], Place::Section(_));
        if is_outside && self.standing.gate == Point::Planned { "due=entering-first" } else { "optional" }
    }

    pub(super) fn line(&self, at: usize) -> u32 {
        self.source.line(at)
    }

    /// Writes an annotation above a heading, a label or a table. It goes behind the line where a
    /// line of text stands right above. Between the rows of a table there is no place for one: it
    /// would end the table.
    pub(super) fn annotate(&mut self, span: Span, words: &str) {
        let mut rows = self.outline.tables.iter().flat_map(|table| &table.rows);
        if rows.any(|row| row.span.contains(span)) {
            return;
        }
        let number = self.line(span.start);
        let line = self.source.line_span(number);
        let above = self.source.line_span(number.saturating_sub(1));
        let is_free = number == 1
            || self.source.slice(above).trim().is_empty()
            || self.source.slice(line).starts_with(['#', '|'])
            || self.source.slice(above).starts_with('#');
        let comment = format!("<!-- rolloutlint: {words} -->");
        match is_free {
            true => self.put(Span::at(line.start), format!("{comment}{}", self.source.line_ending())),
            false => self.put(Span::at(line.end), format!(" {comment}")),
        }
    }

    pub(super) fn in_heading(&self, field: &Field) -> bool {
        self.outline.sections[field.scope.section].heading.contains(field.label_span)
    }

    /// The item that a place lies in.
    pub(super) fn item_at(&self, at: usize) -> Option<&Item> {
        let before = self.items_by_start.partition_point(|start| *start <= at);
        let item = &self.outline.items[before.checked_sub(1)?];
        (at <= item.span.end).then_some(item)
    }

    /// The role of the labels and headings around a place.
    pub(super) fn role_around(&self, scope: Scope) -> Role {
        let labels = self.outline.labels_around(scope).map(|field| role_of(&field.key));
        let sections =
            self.outline.sections_around(scope.section).map(|section| role_of(&self.outline.sections[section].key));
        labels.chain(sections).find(|role| *role != Role::Other).unwrap_or(Role::Other)
    }

    pub(super) fn has_boxes(&self, span: Span) -> bool {
        !inline_boxes(self.source, span, Look::Brackets).is_empty()
    }
}

/// The lists whose boxes are more than signs: an item has a box of Markdown or an empty box.
fn lists_with_boxes(outline: &Outline) -> BTreeSet<usize> {
    let is_box =
        |item: &&Item| item.checkbox.is_some_and(|checkbox| checkbox.form != BoxForm::Doubtful || !checkbox.is_ticked);
    outline.items.iter().filter(is_box).map(|item| item.list).collect()
}

/// The lists whose items are sentences and no labels with values.
fn text_lists(source: &Source, outline: &Outline) -> BTreeSet<usize> {
    let mut counts: HashMap<usize, (usize, usize, usize)> = HashMap::new();
    for item in &outline.items {
        let (items, fields, words) = counts.entry(item.list).or_default();
        *items += 1;
        *fields += usize::from(item.is_field);
        *words += source.slice(item.text).split_whitespace().count();
    }
    let is_text = |(items, fields, words): &(usize, usize, usize)| fields * 5 < items * 3 || *words > items * 9;
    counts.into_iter().filter(|(_, count)| is_text(count)).map(|(list, _)| list).collect()
}

/// In how many stages each label stands.
fn labels_by_stage(outline: &Outline, places: &[Place]) -> HashMap<String, usize> {
    let mut stages: HashMap<String, BTreeSet<usize>> = HashMap::new();
    for field in &outline.fields {
        if let Place::Stage(stage) = places[field.scope.section] {
            stages.entry(field.key.clone()).or_default().insert(stage);
        }
    }
    stages.into_iter().map(|(key, stages)| (key, stages.len())).collect()
}

/// Whether a value has a bracket with words that nobody has replaced. A day in brackets is a value.
pub(super) fn is_bracketed(value: &str) -> bool {
    let slot = template::read_slot(&Source::new("", value), Span::new(0, value.len()));
    let inner = value.trim().trim_matches(['*', '_', '[', ']']);
    !slot.brackets.is_empty() && read_date(inner) == DateReading::None
}
