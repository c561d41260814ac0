//! Stages that are the items of a list: each item is a section, and what is nested in it stands
//! there as it would stand in the section of a stage.

use super::boxes::box_of;
use super::build::Builder;
use super::model::{AroundItems, Section};
use super::names::is_same_name;
use crate::markdown::{Block, inline};
use crate::stage_heading::{mark_at_end, name_part, stage_heading};
use crate::text::Span;

impl Builder<'_> {
    /// Opens a section for an item that is a stage, behind the one before it. Gives the lines of
    /// the item below its title; `None` when the item is no stage.
    pub(super) fn stage_item<'l>(&mut self, block: &Block, list: usize, lines: &'l [Span]) -> Option<&'l [Span]> {
        if block.depth != 1 || !self.lists_stages() {
            return None;
        }
        let (line, below) = lines.split_first()?;
        let boxed = box_of(self.source.slice(*line)).map(|boxed| boxed.shifted(line.start));
        let text = boxed.map_or(*line, |boxed| boxed.text);
        let visible = inline::visible(self.source.slice(text)).into_owned();
        let name = name_part(&visible, self.policy).unwrap_or(&visible).trim_end_matches([':', '：', ' ']);
        // A tick, and a mark at the end of the line, say how far the stage is.
        let tick = boxed.filter(|boxed| boxed.checkbox.is_ticked).map(|_| "✅");
        let mark = mark_at_end(&visible).filter(|mark| !name.ends_with(*mark));
        let title = [Some(name), mark, tick].into_iter().flatten().collect::<Vec<_>>().join(" ");
        stage_heading(&title, self.policy)?;
        let around =
            self.around_items.unwrap_or(AroundItems { section: self.section, label: self.label, group: self.group });
        self.end_stage_item(block.span.start);
        if boxed.is_some() {
            // The box says how far the stage is. It is no work of the stage.
            self.add_item(&lines[..1], block.span, list, block.depth);
        }
        let level = (self.outline.sections[around.section].level + 1).clamp(2, 4);
        let (key, span) = (self.key(&title), Span::new(block.span.start, self.source.text.len()));
        self.outline.sections.push(Section {
            level,
            heading: text,
            title,
            key,
            span,
            parent: Some(around.section),
            is_listed: true,
        });
        self.section = self.outline.sections.len() - 1;
        self.forget_labels();
        self.around_items = Some(around);
        Some(below)
    }

    /// Ends the section of the item that is open, if there is one.
    pub(super) fn end_stage_item(&mut self, at: usize) {
        let Some(AroundItems { section, label, group }) = self.around_items.take() else { return };
        let mut open = self.section;
        while open != section {
            self.outline.sections[open].span.end = at;
            open = self.outline.sections[open].parent.unwrap_or(section);
        }
        self.forget_labels();
        (self.section, self.label, self.group) = (section, label, group);
    }

    /// Whether the next list stands where the team says that its stages are: under the heading or
    /// the label of that name.
    fn lists_stages(&self) -> bool {
        let Some(name) = &self.policy.stage_list else { return false };
        let (section, label) =
            self.around_items.map_or((self.section, self.label), |around| (around.section, around.label));
        let section = &self.outline.sections[section];
        let is_called = |title: &str, key: &str| is_same_name(key, name) || is_same_name(title, name);
        let mut labels = std::iter::successors(label, |label| self.outline.fields[*label].scope.label)
            .map(|label| &self.outline.fields[label]);
        is_called(&section.title, &section.key) || labels.any(|field| is_called(&field.label, &field.key))
    }
}
