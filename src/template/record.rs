//! Recognising a decision log, by the words of its columns and labels.

use super::{Role, role_of};
use crate::config::Policy;
use crate::outline::{Outline, Section, Table};
use crate::stage_heading::stage_words;
use crate::text::without_number;
use crate::words::Words;
pub use crate::words::log_headers::Column;
use crate::words::log_headers::{DECISIONS, PARTS, ROLLOUT, STANDING};

/// Whether a text begins with a word, in the singular or in the plural.
fn begins_with(key: &str, word: &str) -> bool {
    key.strip_prefix(word).is_some_and(|rest| {
        let rest = rest.strip_prefix('s').unwrap_or(rest);
        !rest.starts_with(char::is_alphanumeric)
    })
}

/// The columns of a table that is a decision log. `None` when one of the five parts has no column.
/// The column for the stage may be called as the team calls its stages.
pub(crate) fn log_columns(table: &Table, policy: &Policy) -> Option<Vec<Column>> {
    if table.header.len() < PARTS.rows().len() {
        return None;
    }
    let mut columns = vec![Column::Other; table.header.len()];
    for (part, words) in PARTS.rows() {
        let found = column_for(*part, words, &columns, table, policy)?;
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

/// What the columns of a table are by their names, as far as they are for parts of a decision.
pub(crate) fn columns_by_name(table: &Table, policy: &Policy) -> Vec<Column> {
    let mut columns = vec![Column::Other; table.header.len()];
    for (part, words) in PARTS.rows() {
        if let Some(found) = column_for(*part, words, &columns, table, policy) {
            columns[found] = *part;
        }
    }
    columns
}

/// The parts of a decision that no column of a table is for, by their names.
pub(crate) fn lacking_columns(table: &Table, policy: &Policy) -> Vec<&'static str> {
    let columns = columns_by_name(table, policy);
    let lacking = PARTS.rows().iter().filter(|(part, _)| !columns.contains(part));
    lacking.filter_map(|(_, words)| words.iter().next()).collect()
}

/// The column for a part among those that are for no other one.
fn column_for(part: Column, words: &Words, columns: &[Column], table: &Table, policy: &Policy) -> Option<usize> {
    let free = |index: &usize| columns[*index] == Column::Other;
    let key = |index: &usize| table.header[*index].key.as_str();
    let of_stages = |fits: &dyn Fn(&str) -> bool| part == Column::Stage && stage_words(policy).any(fits);
    let free_ones = || (0..columns.len()).filter(free);
    // The words that mean little else come first, and `Tag` may be that of a release.
    let by_words = |fits: &dyn Fn(&str, &str) -> bool| {
        let named = words.iter().find_map(|word| free_ones().find(|index| fits(key(index), word)));
        named.or_else(|| free_ones().find(|index| of_stages(&|word| fits(key(index), word))))
    };
    by_words(&|key, word| key == word).or_else(|| by_words(&begins_with))
}

/// For each section of a file, the section for the decision log that it is, or that is around it.
pub(crate) fn log_sections(outline: &Outline) -> Vec<Option<usize>> {
    sections_within(outline, |section| role_of(&section.key) == Role::DecisionLog)
}

/// The same with the sections that hold decisions by their names, and may hold others than those
/// about stages.
pub(crate) fn decision_sections(outline: &Outline) -> Vec<Option<usize>> {
    // A year or a quarter may stand behind the name.
    let named = |key: &str| {
        let is_time = |word: &str| word.contains(|c: char| c.is_ascii_digit());
        let bare = without_number(key.split(['(', ',', ':']).next().unwrap_or(key));
        let bare = bare.trim_matches(|c: char| !c.is_alphanumeric());
        DECISIONS.has(&bare.split_whitespace().take_while(|word| !is_time(word)).collect::<Vec<_>>().join(" "))
    };
    sections_within(outline, |section| role_of(&section.key) == Role::DecisionLog || named(&section.key))
}

/// For each section of a file, the innermost one of a kind that it is, or that is around it.
fn sections_within(outline: &Outline, is_of_kind: impl Fn(&Section) -> bool) -> Vec<Option<usize>> {
    let mut found: Vec<Option<usize>> = Vec::with_capacity(outline.sections.len());
    for (index, section) in outline.sections.iter().enumerate() {
        let around = section.parent.and_then(|parent| found.get(parent).copied().flatten());
        found.push(if section.level > 1 && is_of_kind(section) { Some(index) } else { around });
    }
    found
}

/// Whether a label begins like one for a part of a decision: `Date of the decision`.
pub(crate) fn opens(key: &str, part: Column) -> bool {
    let words = PARTS.rows().iter().find(|(known, _)| *known == part).map(|(_, words)| words);
    words.is_some_and(|words| words.iter().any(|word| begins_with(key, word)))
}

/// The part of an entry that a label of a team is for. The label of the stage may be what the team
/// calls its stages.
pub(crate) fn part_among(key: &str, policy: &Policy) -> Column {
    match part_of(key) {
        Column::Other if stage_words(policy).any(|word| word == key) => Column::Stage,
        part => part,
    }
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
    use crate::text::Source;

    fn columns(header: &str) -> Option<Vec<Column>> {
        let dashes = "|-".repeat(header.matches('|').count() - 1) + "|";
        let source = Source::new("log.md", format!("{header}\n{dashes}\n"));
        let outline = Outline::parse(&source, &Policy::default());
        log_columns(&outline.tables[0], &Policy::default())
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
    fn the_column_for_the_stage_may_be_called_as_the_stages_are() {
        for header in [
            "| Datum | Welle | Entscheidung | Grund | Wer |",
            "| Data | Onda | Decisão | Motivo | Quem |",
            "| Fecha | Oleada | Decisión | Motivo | Quién |",
            "| Date | Vague | Décision | Motif | Qui |",
            "| 日期 | 批次 | 决定 | 理由 | 决定人 |",
            "| When | Tranche | Decision | Reason | By |",
        ] {
            assert!(columns(header).is_some(), "{header}");
        }
        let source = Source::new("log.md", "| Date | Module | Decision | Reason | Who |\n|-|-|-|-|-|\n");
        let policy = Policy { stage_words: vec!["module".to_owned()], ..Policy::default() };
        let outline = Outline::parse(&source, &policy);
        assert!(log_columns(&outline.tables[0], &policy).is_some());
        assert_eq!(lacking_columns(&outline.tables[0], &Policy::default()), ["stage"]);
        assert_eq!((part_among("module", &policy), part_of("module")), (Column::Stage, Column::Other));
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
