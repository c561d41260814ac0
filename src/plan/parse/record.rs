//! The decision log, and the stage that a plan declares.

use super::blocks::Reading;
use super::log::LogReader;
use super::reader::Reader;
use crate::markdown::inline;
use crate::outline::Field;
use crate::plan::value::Value;
use crate::plan::{Declared, DeclaredStage};
use crate::template::{Place, Slot};
use crate::text::{Span, fold};

impl Reader<'_> {
    /// The decision log of the plan.
    pub(super) fn log(&self) -> Reading {
        let reader = LogReader {
            source: self.source,
            outline: self.outline,
            names: &self.names,
            template: self.template,
            policy: self.policy,
            owner: None,
        };
        reader.in_plan()
    }

    /// The stage that the plan declares: in its front matter, in a field, or by a mark in the
    /// heading of a stage.
    pub(super) fn declared(&self) -> Option<Declared> {
        let declared = |text: String, span: Span| Declared { stage: self.names.read_declared(&text), text, span };
        if let Some((text, span)) = self.front_matter("stage") {
            return Some(declared(text, span));
        }
        let outside = || {
            self.outline
                .fields
                .iter()
                .filter(|field| !matches!(self.places[field.scope.section], Place::Stage(_)) && !field.value.is_empty())
        };
        let text_of = |field: &Field| inline::visible(self.source.slice(field.value)).into_owned();
        if let Some(field) = outside().find(|field| field.key == "current stage" || field.key == "current phase") {
            let text = text_of(field);
            let bare = text.trim_matches(['[', ']']).to_owned();
            let slot = Slot { brackets: vec![String::new()], ..Slot::default() };
            let value = Value::read(self.source, field.value, &slot, self.policy);
            // `[Stage]` and TBD declare no stage. `[1]` is a stage in brackets.
            if value.is_filled() || self.names.find(&bare).is_some() {
                return Some(declared(bare, field.value));
            }
        }
        if let Some((text, span)) = self.front_matter("status")
            && let Some(status) = self.names.read_status(&self.in_words_of_all(&text), span)
        {
            return Some(status);
        }
        let in_table = |field: &Field| self.outline.tables.iter().any(|table| table.span.contains(field.label_span));
        let status = outside().filter(|field| field.key == "status" && !in_table(field));
        if let Some(status) = status
            .filter_map(|field| self.names.read_status(&self.in_words_of_all(&text_of(field)), field.value))
            .next()
        {
            return Some(status);
        }
        let mut marked = self.found.iter().filter(|(_, heading)| heading.mark.is_some());
        let (section, heading) = marked.next().filter(|_| marked.next().is_none())?;
        let span = self.outline.sections[*section].heading;
        Some(Declared {
            stage: DeclaredStage::Stage(heading.number),
            text: heading.mark.clone().unwrap_or_default(),
            span,
        })
    }

    /// The value of a key in the front matter. Each line is read alone, so that a fault in another
    /// line hides nothing.
    pub(super) fn front_matter(&self, key: &str) -> Option<(String, Span)> {
        let matter = self.outline.front_matter?;
        let first = self.source.line(matter.start);
        let last = self.source.line(matter.end);
        (first..last).find_map(|number| {
            let span = self.source.line_span(number);
            let line = self.source.slice(span);
            // An indented key is a part of another one.
            let (name, value) = line.split_once(':').filter(|_| !line.starts_with([' ', '\t']))?;
            if fold(name).replace(['_', '-'], " ") != key
                && fold(name).replace(['_', '-'], " ") != format!("current {key}")
            {
                return None;
            }
            let text: String = serde_yaml::from_str(value.trim()).ok().or_else(|| Some(value.trim().to_owned()))?;
            let start = span.end - value.trim_start().len();
            let end = start.max(span.start + line.trim_end().len());
            (!text.is_empty()).then(|| (text, Span::new(start, end)))
        })
    }
}
