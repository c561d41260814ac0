//! Brings the places where a plan says how far its stages are up to date.

use crate::plan::Plan;
use crate::plan::log::Point;
use crate::plan::status::{Progress, StatusEntry, StatusForm, StatusReading};
use crate::stage_number::StageNumber;
use crate::text::{Edit, Span, capitalized, fold};
use crate::words::status::{Status, word_like};

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
    let bare = fold(start(&entry.text).trim_matches(|c: char| !c.is_alphanumeric()));
    let word = word_like(wanted, &bare);
    match entry.text.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_lowercase) {
        true => word.to_owned(),
        false => capitalized(word),
    }
}

/// Writes another stage into a line that names one.
fn rename(plan: &Plan, entry: &StatusEntry, now: StageNumber) -> Option<Edit> {
    let (old, new) = (plan.stage(entry.stage)?, plan.stage(now)?);
    let line = plan.source.slice(entry.span);
    let find =
        |name: &str| Some(name).filter(|name| !name.is_empty()).and_then(|name| Some((line.find(name)?, name.len())));
    let whole = format!("{}: {}", old.title, old.name);
    let forms = [
        (whole.as_str(), format!("{}: {}", new.title, new.name)),
        (&old.name, new.name.clone()),
        (&old.title, new.title.clone()),
        (&old.first_word, new.first_word.clone()),
    ];
    let found = forms.into_iter().find_map(|(name, other)| Some((find(name)?, other)));
    let ((at, length), replacement) = found.filter(|(_, other)| !other.is_empty())?;
    Some(Edit { span: Span::new(entry.span.start + at, entry.span.start + at + length), replacement })
}
