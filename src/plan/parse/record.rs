//! The decision log, and the stage that a plan declares.

use super::blocks::Reading;
use super::log::LogReader;
use super::reader::Reader;
use crate::document::{self, Node, Value as DocumentValue};
use crate::markdown::{front_matter_syntax, inline};
use crate::outline::Field;
use crate::plan::value::Value;
use crate::plan::{Declared, DeclaredStage};
use crate::template::{Place, Slot};
use crate::text::{Span, fold};
use crate::words::open::says_open;

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
        let asks_for_stage = |key: &str| key == "stage" || self.names.asks_for_current(key);
        if let Some((text, span)) = self.front_matter(asks_for_stage).filter(|(text, _)| !says_open(&fold(text))) {
            return Some(declared(text, span));
        }
        // The word for stages may have any other value: `phase: planning`.
        if let Some((text, span)) = self.front_matter(|key| self.is_stage_word(key))
            && let DeclaredStage::Stage(_) = self.names.read_declared(&text)
        {
            return Some(declared(text, span));
        }
        let outside = || {
            self.outline
                .fields
                .iter()
                .filter(|field| !matches!(self.places[field.scope.section], Place::Stage(_)) && !field.value.is_empty())
        };
        let text_of = |field: &Field| inline::said(self.source.slice(field.value));
        let current = outside().filter(|field| self.names.asks_for_current(&field.key)).filter_map(|field| {
            let bare = text_of(field).trim_matches(['[', ']', ' ']).to_owned();
            let slot = Slot { brackets: vec![String::new()], ..Slot::default() };
            let line = inline::kept(self.source.slice(field.value));
            let value = Value::read_line(self.source, field.value, &line, &slot, self.policy);
            // `[Stage]` and TBD declare no stage. `[1]` is a stage in brackets.
            let declares = value.is_filled() || self.names.find(&bare).is_some();
            declares.then(|| declared(bare, field.value))
        });
        // Of several lines the furthest counts: one more hides nothing, and neither does one less.
        let further = |one: Declared, other: Declared| match (&one.stage, &other.stage) {
            (DeclaredStage::Stage(first), DeclaredStage::Stage(second)) if second > first => other,
            _ => one,
        };
        if let Some(current) = current.reduce(further) {
            return Some(current);
        }
        if let Some((text, span)) = self.front_matter(|key| key == "status")
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

    /// The first value in the front matter whose key is wanted. Keys come folded, in the words of
    /// the template.
    pub(super) fn front_matter(&self, is_wanted: impl Fn(&str) -> bool) -> Option<(String, Span)> {
        let matter = self.outline.front_matter?;
        let said = |key: &str| is_wanted(self.policy.canonical(&fold(key).replace(['_', '-'], " ")));
        let text = self.source.slice(matter);
        let document = self.front_matter.get_or_init(|| {
            let is_short = text.len() <= LONGEST_FRONT_MATTER;
            is_short.then(|| document::parse(front_matter_syntax(self.source), text).ok()).flatten()
        });
        let root = document.as_ref().and_then(|document| document.roots.first()?.as_map());
        let found = match root {
            Some(map) => map
                .entries()
                .iter()
                .filter(|entry| said(&entry.key))
                .find_map(|entry| Some((scalar(&entry.value, text)?, entry.value.span.shifted(matter.start)))),
            None => self.in_broken_front_matter(matter, said),
        };
        found.map(|(text, span)| (inline::said(&text), span)).filter(|(text, _)| !text.is_empty())
    }

    /// The same where the front matter is no YAML: each line is read alone, so that a fault in
    /// another line hides nothing.
    fn in_broken_front_matter(&self, matter: Span, said: impl Fn(&str) -> bool) -> Option<(String, Span)> {
        let lines =
            (self.source.line(matter.start)..self.source.line(matter.end)).map(|line| self.source.line_span(line));
        lines.into_iter().find_map(|span| {
            let line = self.source.slice(span);
            // An indented key is a part of another one.
            let (name, value) = line.split_once(':').filter(|_| !line.starts_with([' ', '\t']))?;
            let start = span.end - value.trim_start().len();
            let end = start.max(span.start + line.trim_end().len());
            let bare = |text: &str| text.trim().trim_matches(['"', '\'']).to_owned();
            (said(&bare(name)) && !bare(value).is_empty()).then(|| (bare(value), Span::new(start, end)))
        })
    }
}

/// The size up to which front matter is read as YAML, in bytes.
const LONGEST_FRONT_MATTER: usize = 64 * 1024;

/// A value that is a word or a number, or a list of such.
fn scalar(node: &Node, text: &str) -> Option<String> {
    match &node.value {
        DocumentValue::Text(text) => Some(text.to_string()),
        DocumentValue::Number(_) | DocumentValue::Bool(_) => Some(node.span.of(text).to_owned()),
        DocumentValue::List(items) => {
            let items: Option<Vec<String>> = items.iter().map(|item| scalar(item, text)).collect();
            Some(items?.join(", "))
        }
        DocumentValue::Null | DocumentValue::Map(_) | DocumentValue::Tagged => None,
    }
}
