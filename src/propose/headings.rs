//! Brackets in the title and the headings of a plan.

use super::drafter::Drafter;
use super::remedies::Remedies;
use super::titles;
use crate::plan::date::{DateReading, read_date};
use crate::stage_heading::StageHeading;
use crate::text::{Span, fold};
use crate::words::status::marks;

impl Drafter<'_> {
    /// Declares the stage as planned: a plan made from the template has not begun.
    pub(super) fn declared(&mut self) {
        if let Some(declared) = self.standing.plan().declared.clone() {
            let is_heading = self.outline.sections.iter().any(|section| section.heading.contains(declared.span));
            if !is_heading {
                self.put(declared.span, "planned");
            }
        }
    }

    pub(super) fn headings(&mut self) {
        let first = self.outline.sections.iter().position(|section| section.level == 1);
        // A title that names the place of the stages is the same in each plan.
        let holds_stages = |title: &str| {
            let places = [&self.policy.stage_table, &self.policy.stage_list];
            places.into_iter().flatten().any(|name| *name == fold(title))
        };
        let first = first.map(|index| &self.outline.sections[index]);
        let named = first.filter(|section| holds_stages(&section.title));
        if let Some(section) = named {
            if titles::name_in(&section.title).is_some() {
                self.note(format!(
                    "the stages are found by the title `{}`, which no other plan has: put a heading of their own above them",
                    section.title
                ));
            }
        } else if let Some(section) = first {
            let raw = self.source.slice(section.heading);
            let name = titles::name_in(&section.title).map(|span| &section.title[span.start..span.end]);
            if let Some(at) = name.and_then(|name| raw.find(name).map(|at| Span::new(at, at + name.len()))) {
                let start = section.heading.start;
                self.put(Span::new(start + at.start, start + at.end), "[Name]");
            } else {
                self.note(format!(
                    "the title `{}` names nothing that could be told from other plans: put `[Name]` into it if it does",
                    section.title
                ));
            }
        }
        for (index, heading) in self.found {
            self.stage_heading(*index, heading);
        }
        let rollout = self.outline.fields.iter().find(|field| field.key == "rollout" && self.in_heading(field));
        if let Some(field) = rollout.filter(|_| named.is_none()) {
            self.put(field.value, "[Name]");
        }
        for section in &self.outline.sections {
            if Remedies::has(&self.remedies.optional_sections, section.heading) {
                self.annotate(section.heading, "optional");
            } else if Remedies::has(&self.remedies.no_role, section.heading) {
                self.annotate(section.heading, "role=other");
            }
        }
    }

    /// Takes the mark for the status off a stage's heading, and replaces the planned days.
    fn stage_heading(&mut self, index: usize, heading: &StageHeading) {
        let span = self.outline.sections[index].heading;
        let raw = self.source.slice(span);
        if let Some(mark) = marks().map(|mark| mark.text).find(|mark| !mark.is_ascii() && raw.starts_with(mark)) {
            let rest = &raw[mark.len()..];
            self.put(Span::new(span.start, span.start + mark.len() + rest.len() - rest.trim_start().len()), "");
        }
        let shown = if heading.name.is_empty() { heading.number.to_string() } else { heading.name.clone() };
        let Some(end) = raw.rfind(&shown).map(|at| at + shown.len()) else { return };
        let tail = &raw[end..];
        let says = |c: char| c.is_alphanumeric() || !c.is_ascii() && !"—–·：）".contains(c);
        if tail.contains(says) {
            let closes = tail.len() - tail.trim_start_matches([')', '*', '_']).len();
            self.put(Span::new(span.start + end + closes, span.end), "");
        }
        for (open, _) in raw[..end].match_indices('(').collect::<Vec<_>>() {
            let inside = raw[open + 1..].split(')').next().unwrap_or("");
            let is_day = read_date(inside) != DateReading::None;
            if is_day && !inside.is_empty() {
                self.put(Span::new(span.start + open + 1, span.start + open + 1 + inside.len()), "[Dates]");
            }
        }
    }
}
