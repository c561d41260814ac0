//! Recognising a decision log, by the words of its columns and labels.

use super::{Role, role_of};
use crate::outline::{Outline, Table};
pub use crate::words::log_headers::Column;
use crate::words::log_headers::{PARTS, ROLLOUT, STANDING};

/// Whether a text begins with a word, in the singular or in the plural.
fn begins_with(key: &str, word: &str) -> bool {
    key.strip_prefix(word).is_some_and(|rest| {
        let rest = rest.strip_prefix('s').unwrap_or(rest);
        !rest.starts_with(char::is_alphanumeric)
    })
}

/// The columns of a table that is a decision log. `None` when one of the five parts has no column.
pub(crate) fn log_columns(table: &Table) -> Option<Vec<Column>> {
    if table.header.len() < PARTS.rows().len() {
        return None;
    }
    let mut columns = vec![Column::Other; table.header.len()];
    for (part, words) in PARTS.rows() {
        let free = |index: &usize| columns[*index] == Column::Other;
        let key = |index: &usize| table.header[*index].key.as_str();
        let exact = (0..columns.len()).filter(free).find(|index| words.has(key(index)));
        let begins = |index: &usize| words.iter().any(|word| begins_with(key(index), word));
        let found = exact.or_else(|| (0..columns.len()).filter(free).find(begins))?;
        columns[found] = *part;
    }
    for (column, header) in columns.iter_mut().zip(&table.header) {
        match *column {
            Column::Other if ROLLOUT.has(&header.key) => *column = Column::Rollout,
            Column::Other if STANDING.has(&header.key) => *column = Column::Standing,
            _ => {}
        }
    }
    Some(columns)
}

/// For each section of a file, the section for the decision log that it is, or that is around it.
pub(crate) fn log_sections(outline: &Outline) -> Vec<Option<usize>> {
    let mut found: Vec<Option<usize>> = Vec::with_capacity(outline.sections.len());
    for (index, section) in outline.sections.iter().enumerate() {
        let around = section.parent.and_then(|parent| found.get(parent).copied().flatten());
        let is_one = section.level > 1 && role_of(&section.key) == Role::DecisionLog;
        found.push(if is_one { Some(index) } else { around });
    }
    found
}

/// Whether a label begins like one for a part of a decision: `Date of the decision`.
pub(crate) fn opens(key: &str, part: Column) -> bool {
    let words = PARTS.rows().iter().find(|(known, _)| *known == part).map(|(_, words)| words);
    words.is_some_and(|words| words.iter().any(|word| begins_with(key, word)))
}

/// The part of an entry that a label is for.
pub(crate) fn part_of(key: &str) -> Column {
    // A remark may follow the word. `Stage 0` and `Decision of the board` are other labels.
    let bare = key.split(['(', '/']).next().unwrap_or(key).trim_end();
    if ROLLOUT.has(bare) {
        return Column::Rollout;
    }
    let one = || bare.strip_suffix('s').and_then(|one| PARTS.meaning(one));
    let standing = || STANDING.has(bare).then_some(Column::Standing);
    PARTS.meaning(bare).or_else(one).or_else(standing).unwrap_or(Column::Other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Policy;
    use crate::text::Source;

    fn columns(header: &str) -> Option<Vec<Column>> {
        let dashes = "|-".repeat(header.matches('|').count() - 1) + "|";
        let source = Source::new("log.md", format!("{header}\n{dashes}\n"));
        let outline = Outline::parse(&source, &Policy::default());
        log_columns(&outline.tables[0])
    }

    #[test]
    fn a_log_is_known_by_its_columns_in_any_order_and_in_five_languages() {
        for header in [
            "| Date | Stage | Decision | Rationale | Decided By |",
            "| Decision maker | Decision | Why | When | Transition |",
            "| Datum | Stufe | Entscheidung | Begründung | Entschieden von |",
            "| Entscheidungsträger | Phase | Grund | Entscheidung | Datum |",
            "| Data | Fase | Decisão | Justificativa | Decidido por |",
            "| Fecha | Etapa | Decisión | Motivo | Responsable |",
            "| Date | Étape | Décision | Raison | Décidé par |",
        ] {
            let found = columns(header).unwrap_or_default();
            assert!(found.len() == 5 && !found.contains(&Column::Other), "{header}: {found:?}");
        }
        let shared = columns("| Rollout | Date | Stage | Decision | Reason | Who | PR |").unwrap_or_default();
        assert_eq!((shared[0], shared[6]), (Column::Rollout, Column::Other));
    }

    #[test]
    fn other_tables_are_no_log() {
        for header in [
            "| Day | Rollout % | Decision Point |",
            "| Role | Decision | Approver | Date | Stage |",
            "| Datum | Stufe | Entscheidungsfrist | Grundlage | Werkzeug |",
            "| Date | Stages | Owner | Decision | Noteworthy |",
            "| Metric | Baseline | Target | Alert | Owner |",
        ] {
            assert_eq!(columns(header), None, "{header}");
        }
    }

    #[test]
    fn a_label_is_for_a_part_of_an_entry() {
        assert_eq!(part_of("decision date"), Column::Date);
        assert_eq!(part_of("decision makers"), Column::DecidedBy);
        assert_eq!(part_of("decision (final)"), Column::Decision);
        assert_eq!(part_of("rollout id"), Column::Rollout);
        assert_eq!(part_of("grundlage"), Column::Other);
        assert_eq!(part_of("follow-up"), Column::Other);
    }
}
