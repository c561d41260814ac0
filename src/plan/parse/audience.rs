//! Who sees each stage: what the audience of a stage says, wherever it stands.

use super::reader::Reader;
use crate::markdown::inline::{self, PieceKind};
use crate::outline::{Item, Table, cell};
use crate::plan::audience::HEADING;
use crate::plan::measure::{is_limit, is_open_ended, read_audience};
use crate::plan::{AudienceLine, StageAudience};
use crate::stage_heading::StageHeading;
use crate::stage_number::StageNumber;
use crate::template::{Place, Role};
use crate::text::{Span, fold, one_line};
use crate::words::audiences::{AudienceLabel, LABELS, SHARED, is_share_of_people};

impl Reader<'_> {
    /// Who sees a stage, by the items and fields of its audience and by its heading.
    pub(super) fn audience(
        &self,
        position: usize,
        items: &[(&Item, Option<&(String, Role)>)],
        heading: &StageHeading,
    ) -> StageAudience {
        let mut lines = Vec::new();
        let is_audience = |group: Option<&(String, Role)>| matches!(group, Some((_, Role::Audience)));
        for (item, _) in items.iter().filter(|(item, group)| !item.is_field && is_audience(*group)) {
            lines.extend(self.audience_line(item.text, AudienceLabel::Audience, ""));
        }
        let section = self.found[position].0;
        for (_, field) in
            self.fields_in(section).filter(|(_, field)| !field.value.is_empty() && !self.is_heading(field))
        {
            let group = self.group_of(field.scope);
            let own = LABELS.meaning(&field.key);
            let is_own = self.template.role(&field.key) == Role::Audience;
            // Behind a label that nobody knows, a share is one of those whom it names.
            let is_part = is_audience(group) && own.is_none() && self.is_share(field.value);
            let label = match (is_audience(group), own) {
                (true, Some(AudienceLabel::Perhaps)) => AudienceLabel::Audience,
                (true, None) if is_part => AudienceLabel::Audience,
                (true, own) => own.unwrap_or(AudienceLabel::Segment),
                (false, _) if is_own || (group.is_none() && self.asks_for_share(position, &field.key)) => {
                    AudienceLabel::Audience
                }
                // A share and nothing else is that of the users: `Rollout: 20%`.
                (false, Some(AudienceLabel::Perhaps))
                    if group.is_none() && SHARED.has(&field.key) && self.is_share(field.value) =>
                {
                    AudienceLabel::Audience
                }
                // Another list speaks of other things.
                (false, Some(label)) if group.is_none() && label != AudienceLabel::Segment => label,
                (false, _) => continue,
            };
            let line = self.audience_line(field.value, label, &field.key);
            lines.extend(line.map(|line| AudienceLine { is_part, ..line }));
        }
        lines.extend(self.audience_cells(position));
        let span = self.outline.sections[section].heading;
        let said = line_saying(&heading.name, &heading.name, AudienceLabel::Heading, HEADING, span);
        lines.extend(Some(said).filter(|line| !line.said.is_empty()));
        let beside = self.audiences_beside.get_or_init(|| self.audiences_beside());
        lines.extend(beside.iter().filter(|(stage, _)| *stage == heading.number).map(|(_, line)| line.clone()));
        StageAudience { lines }
    }

    /// What tables that sum up the stages say of who sees each of them: a share of people, or so
    /// many. `%` alone may be how far a stage has come.
    fn audiences_beside(&self) -> Vec<(StageNumber, AudienceLine)> {
        let mut lines = Vec::new();
        for (table, _) in self.outline.tables.iter().zip(&self.is_log).filter(|(_, is_log)| !**is_log) {
            let labels = table.header.iter().map(|header| LABELS.meaning(&header.key)).enumerate();
            let labels = labels.filter_map(|(column, label)| Some((column, label?)));
            for (column, label) in labels.filter(|_| self.may_be_overview(table)) {
                let key = &table.header[column].key;
                let is_meant = |value: Span| match label {
                    AudienceLabel::Audience => true,
                    AudienceLabel::Percent => key.contains(' '),
                    AudienceLabel::Perhaps => SHARED.has(key) && self.is_share(value),
                    AudienceLabel::Size | AudienceLabel::Segment | AudienceLabel::Heading => false,
                };
                let label = if label == AudienceLabel::Percent { label } else { AudienceLabel::Audience };
                let cells = self.status_column(table, column).unwrap_or_default();
                for (stage, value) in cells.into_iter().filter(|(_, value)| is_meant(*value)) {
                    let line = self.audience_line(value, label, &["| ", key].concat());
                    lines.extend(line.map(|line| (stage, AudienceLine { is_beside: true, ..line })));
                }
            }
        }
        lines
    }

    /// What the cells of wide tables say in the audience of a stage, each of a part of the users.
    /// A table of two columns has fields.
    fn audience_cells(&self, position: usize) -> Vec<AudienceLine> {
        let is_audience = |table: &&Table| {
            table.header.len() > 2
                && self.is_in_stage(table.scope, position)
                && matches!(self.group_of(table.scope), Some((_, Role::Audience)))
        };
        let mut lines = Vec::new();
        for table in self.outline.tables.iter().filter(is_audience) {
            for (row, (column, header)) in table
                .rows
                .iter()
                .flat_map(|row| table.header.iter().enumerate().skip(1).map(move |column| (row, column)))
            {
                let value = cell(row, column);
                let label = match LABELS.meaning(&header.key) {
                    Some(AudienceLabel::Segment) => continue,
                    Some(AudienceLabel::Perhaps) => AudienceLabel::Size,
                    Some(label) => label,
                    None if self.is_share(value) => AudienceLabel::Audience,
                    None => continue,
                };
                let key = [&fold(&inline::visible(self.source.slice(cell(row, 0)))), " / ", &header.key].concat();
                let line = self.audience_line(value, label, &key);
                lines.extend(line.map(|line| AudienceLine { is_part: true, ..line }));
            }
        }
        lines
    }

    /// Whether the template asks for a share of the users behind a label of a stage:
    /// `[X%] of users`.
    fn asks_for_share(&self, position: usize, key: &str) -> bool {
        let place = self.matched[position].map(Place::Stage);
        let of_stage = self.template.fields.iter().filter(|slot| Some(&slot.place) == place.as_ref());
        of_stage.filter(|slot| slot.key == key).any(|slot| is_share_of_people(&slot.slot.text))
    }

    /// Whether a value is a share and nothing else, in percent or as a number below one.
    fn is_share(&self, value: Span) -> bool {
        let text = inline::said(self.source.slice(value));
        let text = text.trim().trim_end_matches('.');
        let is_number = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || ".,~≈".contains(c));
        let is_below_one = || text.starts_with("0.") || text.starts_with("0,");
        text.strip_suffix('%').map_or_else(|| is_below_one() && is_number(text), |text| is_number(text.trim_end()))
    }

    /// What one line says behind its label. A placeholder says nothing yet: it plans.
    fn audience_line(&self, span: Span, label: AudienceLabel, key: &str) -> Option<AudienceLine> {
        // What is struck does not count any more.
        let line = &*inline::kept(self.source.slice(span));
        let (mut said, mut planned) = (String::new(), String::new());
        for piece in inline::pieces(line) {
            let text = piece.span.of(line);
            match piece.kind {
                PieceKind::Hidden if inline::is_break(text) => {
                    said.push_str("; ");
                    planned.push_str("; ");
                }
                PieceKind::Hidden => {}
                PieceKind::Bracket { .. } => planned.push_str(text.trim_matches(['[', ']'])),
                _ => {
                    said.push_str(text);
                    planned.push_str(text);
                }
            }
        }
        if fold(&planned).is_empty() {
            return None;
        }
        Some(AudienceLine { text: one_line(&said), ..line_saying(&said, &planned, label, key, span) })
    }
}

/// A statement of who sees a stage: its words, and those with the words in its placeholders.
fn line_saying(text: &str, planned: &str, label: AudienceLabel, key: &str, span: Span) -> AudienceLine {
    let said = read_audience(text, label);
    AudienceLine {
        planned: if planned == text { said.clone() } else { read_audience(planned, label) },
        said,
        text: text.to_owned(),
        label: key.to_owned(),
        is_segment: label == AudienceLabel::Segment,
        is_part: false,
        is_beside: false,
        is_limit: is_limit(planned),
        is_open_ended: is_open_ended(text),
        span,
    }
}
