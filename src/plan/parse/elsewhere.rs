//! Ticked boxes that stand outside of the stages. They may be work of a stage all the same.

use super::reader::Reader;
use crate::outline::Scope;
use crate::plan::WorkBox;
use crate::stage_heading::{loose_stage_heading, numbered_behind};
use crate::stage_number::StageNumber;
use crate::template::Place;
use crate::words::work::names_work;

impl Reader<'_> {
    /// The ticked boxes outside of the stages, each with the stage whose work the label or the
    /// heading above it is called: `Stage 2: rollout tasks`. Such a heading may stand inside of
    /// another stage, too.
    pub(super) fn boxes_elsewhere(&self) -> Vec<(Option<StageNumber>, WorkBox)> {
        if self.found.is_empty() {
            return Vec::new();
        }
        let mut last = None;
        let mut belongs = |scope: Scope| match last {
            Some((known, belongs)) if known == scope => belongs,
            _ => {
                let of = self.works_for(scope);
                let inside = match self.places[scope.section] {
                    Place::Stage(position) => Some(self.found[position].1.number),
                    Place::Section(_) => None,
                };
                // What stands in its own stage is read there.
                let belongs = (inside.is_none() || (of.is_some() && of != inside)).then_some(of);
                last = Some((scope, belongs));
                belongs
            }
        };
        let mut found = Vec::new();
        for item in &self.outline.items {
            let ticked = item.checkbox.map(|checkbox| (checkbox, item.text)).or(item.doubtful);
            let Some((checkbox, text)) = ticked.filter(|(checkbox, _)| checkbox.is_ticked) else { continue };
            if let Some(of) = belongs(item.scope) {
                found.push((of, self.work_box(checkbox, text, None)));
            }
        }
        let tables = self.outline.tables.iter().zip(&self.is_log).filter(|(_, is_log)| !**is_log);
        for (table, _) in tables.filter(|(table, _)| self.source.slice(table.span).contains('[')) {
            let Some(of) = belongs(table.scope) else { continue };
            let mut boxes = Vec::new();
            self.work_in_table(table, &mut boxes);
            found.extend(boxes.into_iter().filter(|work| work.is_ticked).map(|work| (of, work)));
        }
        found
    }

    /// The stage whose work the label or the heading around a place is called. The heading of a
    /// stage itself is none.
    fn works_for(&self, scope: Scope) -> Option<StageNumber> {
        let labels = self.outline.labels_around(scope).map(|label| (&label.label, &label.key));
        let is_stage = |section: &usize| self.found.iter().any(|(stage, _)| stage == section);
        let sections = self.outline.sections_around(scope.section).take_while(|section| !is_stage(section));
        let titles =
            sections.map(|section| &self.outline.sections[section]).map(|section| (&section.title, &section.key));
        let mut work = labels.chain(titles).filter(|(_, key)| names_work(key));
        work.find_map(|(title, _)| {
            let heading = loose_stage_heading(title, self.policy).or_else(|| numbered_behind(title, self.policy))?;
            self.names.at(heading.number)
        })
    }
}
