//! The table that says who is told about which stage.

use super::reader::Reader;
use crate::markdown::inline;
use crate::outline::{Table, TableRow, cell};
use crate::plan::value::{Value, ValueState};
use crate::plan::{Due, Filling, FillingKind};
use crate::stage_number::StageNumber;
use crate::template::Place;
use crate::text::{Span, fold};

/// Whether a place of a plan or a template is the communication plan.
fn is_communication(place: &Place) -> bool {
    matches!(place, Place::Section(key) if key.contains("communication"))
}

impl Reader<'_> {
    fn communication_table(&self) -> Option<&Table> {
        self.outline.tables.iter().find(|table| is_communication(&self.places[table.scope.section]))
    }

    /// The stages that the communication plan has rows for, and those that the template has none
    /// for while it has rows for others.
    pub(super) fn communication(&self) -> Option<(Vec<StageNumber>, Span)> {
        let table = self.communication_table()?;
        let is_stage = |key: &str| self.policy.stage_words.iter().any(|word| key == word);
        let column = table.header.iter().position(|header| is_stage(&header.key));
        let text_of = |row: &TableRow| inline::visible(self.source.slice(cell(row, column.unwrap_or(0))));
        let meant = |row: &TableRow| self.names.all_meant_by(text_of(row).trim());
        let stages: Vec<StageNumber> = table.rows.iter().flat_map(meant).collect();
        // A table of channels or of people tells nobody about stages.
        let is_of_stages = column.is_some() || !stages.is_empty();
        let asked = self.communication_of_template();
        let is_unasked = |stage: &StageNumber| !asked.is_empty() && !asked.contains(stage);
        let unasked = self.names.numbers().filter(is_unasked);
        is_of_stages.then(|| (stages.iter().copied().chain(unasked).collect(), table.header_span))
    }

    /// The stages that the communication plan of the template has rows for.
    fn communication_of_template(&self) -> Vec<StageNumber> {
        let own = self.template.texts.iter().filter(|section| is_communication(&section.place));
        let rows = own.flat_map(|section| section.text.lines()).filter(|line| line.trim_start().starts_with('|'));
        let firsts = rows.filter_map(|row| row.split('|').nth(1));
        firsts.flat_map(|cell| self.names.all_in(inline::visible(cell).trim())).collect()
    }

    /// The open cells in the rows of the communication plan, where the template has no slots for
    /// them. A row that the template has like that is left as it is.
    pub(super) fn communication_gaps(&self) -> Vec<Filling> {
        let mut gaps = Vec::new();
        let has_slots = self.template.tables.iter().any(|table| is_communication(&table.place));
        let Some(table) = self.communication_table().filter(|_| !has_slots) else { return gaps };
        let own = self.template.texts.iter().filter(|section| is_communication(&section.place));
        let own: Vec<String> = own.flat_map(|section| section.text.lines().map(fold)).collect();
        // A column of the team's own need not be filled.
        let headers: Vec<&str> = own
            .iter()
            .find(|line| line.starts_with('|'))
            .map_or_else(Vec::new, |line| line.split('|').map(str::trim).filter(|header| !header.is_empty()).collect());
        let is_asked = |header: &str| headers.is_empty() || headers.contains(&fold(header).as_str());
        let is_even = |row: &&TableRow| row.cells.len() == table.header.len();
        let is_new = |row: &&TableRow| !own.contains(&fold(self.source.slice(row.span)));
        for row in table.rows.iter().filter(is_even).filter(is_new) {
            let name = inline::visible(self.source.slice(cell(row, 0))).into_owned();
            let Some(stage) = self.names.all_in(&name).into_iter().min() else { continue };
            let columns = table.header.iter().enumerate().skip(1).filter(|(_, header)| is_asked(&header.text));
            for (column, header) in columns {
                let value = Value::read(self.source, cell(row, column), &self.template.any_words, self.policy);
                if !matches!(value.state, ValueState::Empty | ValueState::Marker { .. }) {
                    continue;
                }
                gaps.push(Filling {
                    anchor: ["section:communication/", &fold(&name), "/", &header.key].concat(),
                    key: header.key.clone(),
                    name: format!("{} of {name} in the communication plan", header.text),
                    example: String::new(),
                    value,
                    kind: FillingKind::Cell,
                    due: Due::Entering(stage),
                    gentle: false,
                    spoken_for: false,
                });
            }
        }
        gaps
    }
}
