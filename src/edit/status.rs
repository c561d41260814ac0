//! Brings the places where a plan says how far its stages are up to date.

use crate::markdown::inline;
use crate::plan::log::Point;
use crate::plan::status::{Progress, StatusEntry, StatusForm, StatusReading};
use crate::plan::{Plan, Stage};
use crate::stage_number::StageNumber;
use crate::text::{Edit, capitalized, fold};
use crate::words::status::{Status, word_like};
use std::cmp::Reverse;
use std::ops::Range;

/// The edits that make all places for the status say that the rollout is at a point. What cannot be
/// written in the words that stand there is left as it is.
pub(crate) fn restate(plan: &Plan, point: Point) -> Vec<Edit> {
    plan.statuses.iter().flat_map(|reading| restate_one(plan, reading, point)).collect()
}

/// The same for one place.
pub(crate) fn restate_one(plan: &Plan, reading: &StatusReading, point: Point) -> Vec<Edit> {
    let Point::Stage(now) = point else { return Vec::new() };
    if reading.form == StatusForm::Line {
        return reading.entries.iter().filter_map(|entry| rename(plan, entry, now)).collect();
    }
    let edit = |entry: &StatusEntry| {
        let wanted = match entry.stage {
            stage if stage < now && entry.progress != Progress::Done => Status::Completed,
            stage if stage == now && !entry.progress.is_reached() => Status::Running,
            stage if stage > now && entry.progress.is_reached() => Status::Planned,
            _ => return None,
        };
        // The words of an item are its stage's name, too.
        if reading.form == StatusForm::List && !entry.is_box {
            return None;
        }
        // What rests or is said in other words is left to those who wrote it, and a mark in a
        // heading as well. No box says that a stage runs.
        let is_plain = if entry.is_box { wanted != Status::Running } else { entry.progress != Progress::Unclear };
        let is_in_heading = plan.stages.iter().any(|stage| stage.heading == entry.span);
        if !is_plain || is_in_heading {
            return None;
        }
        let replacement = match (entry.is_box, wanted) {
            (true, Status::Completed) => "[x]".to_owned(),
            (true, _) => "[ ]".to_owned(),
            (false, _) => words_for(reading, entry, wanted),
        };
        Some(Edit { span: entry.span, replacement })
    };
    reading.entries.iter().filter_map(edit).collect()
}

/// What is to stand in an entry: as another entry of the same place says it, else in the language
/// of the words there.
fn words_for(reading: &StatusReading, entry: &StatusEntry, wanted: Status) -> String {
    let is_wanted = |other: &&StatusEntry| match wanted {
        Status::Completed => other.progress == Progress::Done,
        Status::Running => other.progress == Progress::Begun,
        _ => other.progress == Progress::Ahead,
    };
    // A date or a share behind the words belongs to the other stage.
    let ends: &[char] = &['(', ',', ';', '—', '–', '|', '['];
    let start = |text: &str| text.split(ends).next().unwrap_or(text).trim().to_owned();
    let sample = reading.entries.iter().find(is_wanted).map(|other| start(&other.text));
    let has_no_day = |text: &String| !text.is_empty() && !text.contains(|c: char| c.is_ascii_digit());
    if let Some(sample) = sample.filter(has_no_day) {
        return sample;
    }
    word_for(&entry.text, &start(&entry.text), wanted)
}

/// A word for a status in the language and the case of a text, which begins with another one.
fn word_for(text: &str, start: &str, wanted: Status) -> String {
    let word = word_like(wanted, &fold(start.trim_matches(|c: char| !c.is_alphanumeric())));
    match text.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_lowercase) {
        true => word.to_owned(),
        false => capitalized(word),
    }
}

/// What an entry says of a stage that has not begun.
pub(crate) fn planned_for(reading: &StatusReading, entry: &StatusEntry) -> String {
    words_for(reading, entry, Status::Planned)
}

/// The word for a stage that has not begun, in the language of another word for a status.
pub(crate) fn planned_like(text: &str) -> String {
    word_for(text, text, Status::Planned)
}

/// Writes another stage into a line that names one, where the line is read as that stage then.
fn rename(plan: &Plan, entry: &StatusEntry, now: StageNumber) -> Option<Edit> {
    let (old, new) = (plan.stage(entry.stage)?, plan.stage(now)?);
    let is_read = |text: &str| {
        let said = inline::said(text);
        let state = plan.names.read_state(said.trim_matches(['"', '\'']));
        state.is_some_and(|(stage, _)| stage == now)
    };
    let replacement = in_form_of(plan.source.slice(entry.span), old, new, is_read)?;
    Some(Edit { span: entry.span, replacement })
}

/// A text that names a stage, with another one in its place, where `is_read` reads that one:
/// `Stage 1: Alpha` becomes `Stage 2: Beta`, `1` becomes `2`, `Alpha` becomes `Beta`.
pub(super) fn in_form_of(text: &str, old: &Stage, new: &Stage, is_read: impl Fn(&str) -> bool) -> Option<String> {
    let named = place_of_name(text, &old.name).map(|place| (place, [&new.name, &new.first_word]));
    let briefly = || place_of_name(text, &old.first_word).map(|place| (place, [&new.first_word, &new.name]));
    match named.or_else(briefly) {
        Some((place, names)) => names
            .into_iter()
            .filter(|name| !name.is_empty())
            .map(|name| rewritten(text, old.number, new.number, Some((place.clone(), name))))
            .find(|text| is_read(text)),
        None => Some(rewritten(text, old.number, new.number, None)).filter(|text| is_read(text)),
    }
}

/// A text with another number, and another name at a place of it. They change together, for one
/// without the other would name no stage.
fn rewritten(text: &str, old: StageNumber, new: StageNumber, name: Option<(Range<usize>, &String)>) -> String {
    let is_apart =
        |at: &Range<usize>| name.as_ref().is_none_or(|(place, _)| at.end <= place.start || place.end <= at.start);
    let mut places: Vec<(Range<usize>, String)> = Vec::new();
    places.extend(place_of_number(text, old).filter(is_apart).map(|place| (place, new.to_string())));
    places.extend(name.map(|(place, name)| {
        let has = |is: fn(char) -> bool| text[place.clone()].contains(is);
        let is_lower = has(char::is_lowercase) && !has(char::is_uppercase);
        let name = if is_lower { name.to_lowercase() } else { name.clone() };
        (place, name)
    }));
    places.sort_by_key(|(place, _)| Reverse(place.start));
    let mut rewritten = text.to_owned();
    for (place, part) in &places {
        rewritten.replace_range(place.clone(), part);
    }
    rewritten
}

/// Where a text has the number of a stage. The parts of a date and of other numbers are none.
fn place_of_number(text: &str, number: StageNumber) -> Option<Range<usize>> {
    let starts = text.char_indices().filter(|(_, c)| c.is_ascii_digit()).map(|(at, _)| at);
    let is_start = |at: &usize| !text[..*at].ends_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '.' | '/'));
    starts.filter(is_start).find_map(|start| {
        let (read, rest) = StageNumber::read_start(&text[start..])?;
        (read == number).then(|| start..text.len() - rest.len())
    })
}

/// Where a text has a name in words of its own, in whatever case.
fn place_of_name(text: &str, name: &str) -> Option<Range<usize>> {
    let joins = |c: char| c.is_alphanumeric() && c < '\u{2e80}';
    let is_there = |place: &Range<usize>| {
        text.get(place.clone()).is_some_and(|part| part.eq_ignore_ascii_case(name))
            && !text[..place.start].ends_with(joins)
            && !text[place.end..].starts_with(joins)
    };
    let places = text.char_indices().map(|(at, _)| at..at + name.len());
    places.filter(|_| !name.is_empty()).find(is_there)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Policy;
    use crate::plan::parse;
    use crate::template;
    use crate::text::{Source, apply};

    #[test]
    fn a_line_names_the_next_stage_in_its_own_form() {
        let restated = |line: &str| {
            let stages = "## Phase 1: Alpha\n\n## Phase 2: Beta\n\n## Phase 3: GA\n";
            let text = format!("# Plan\n\n**Status:** {line}\n\n{stages}");
            let plan = parse::parse(Source::new("plan.md", text), template::built_in(), &Policy::default(), None);
            let edits = restate(&plan, Point::Stage(2.into()));
            let text = apply(&plan.source.text, &edits).expect("the edits lie inside the text");
            text.lines().find_map(|line| line.strip_prefix("**Status:** ")).unwrap_or_default().to_owned()
        };
        for (line, wanted) in [
            ("🟢 Phase 1 – Alpha (live)", "🟢 Phase 2 – Beta (live)"),
            ("Phase 1: Alpha, running", "Phase 2: Beta, running"),
            ("now in phase 1", "now in phase 2"),
            ("Live in Alpha", "Live in Beta"),
            ("alpha, live since 2026-01-01", "beta, live since 2026-01-01"),
            // What cannot be read as the next stage is left to those who wrote it.
            ("Phase I – Alpha (live)", "Phase I – Alpha (live)"),
        ] {
            assert_eq!(restated(line), wanted, "{line}");
        }
    }
}
