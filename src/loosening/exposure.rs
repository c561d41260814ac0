//! What one configuration sees of flag files and the other does not, entry by entry.

use super::model::PolicyEdit;
use crate::config::{Absent, Combination, ExposureEntry};
use crate::stage_number::StageNumber;
use std::collections::BTreeMap;

impl PolicyEdit {
    /// Adds the entries that are gone, and those that read smaller numbers or lower stages.
    pub(super) fn compare_exposure(&mut self, before: &[ExposureEntry], after: &[ExposureEntry]) {
        let mut new: Vec<&ExposureEntry> = after.iter().filter(|entry| !before.contains(entry)).collect();
        for entry in before.iter().filter(|entry| !after.contains(entry)) {
            // The entry that it became: the one of the same file, or of the same place in another
            // file.
            let is_same = |other: &&ExposureEntry| other.file == entry.file;
            let is_wider = |other: &&ExposureEntry| other.file.covers(&entry.file);
            let is_moved = |other: &&ExposureEntry| other.at == entry.at && other.format == entry.format;
            let found = new
                .iter()
                .position(is_same)
                .or_else(|| new.iter().position(is_wider))
                .or_else(|| new.iter().position(is_moved));
            let file = entry.file.to_string();
            let Some(now) = found.map(|at| new.remove(at)) else {
                self.push("exposure", Some(&file), format!("`exposure` does not look at `{file}` any more"));
                continue;
            };
            let less = less(entry, now);
            if !less.is_empty() {
                let words = format!("`exposure` sees less in `{}`: {}", now.file, less.join(", "));
                self.push("exposure", Some(&now.file.to_string()), words);
            }
        }
    }
}

/// What of an entry makes it see less than before, or something else.
fn less(before: &ExposureEntry, after: &ExposureEntry) -> Vec<String> {
    // Each key is compared: a new one does not compile before.
    let ExposureEntry { file, at, when, absent, scale, values, ladder, format, variant, segments, is_inverse, of } =
        before;
    let mut less = Vec::new();
    let mut push = |key: &str, is: String, was: String| less.push(format!("`{key}` is {is} (was {was})"));
    let or_none = |text: Option<String>| text.map_or_else(|| "not set".to_owned(), |text| format!("`{text}`"));
    // More files can only add to the largest of them.
    let is_covered = after.of != Combination::Min && after.file.covers(file);
    if after.file != *file && !is_covered {
        push("file", format!("`{}`", after.file), format!("`{file}`"));
    }
    if after.format != *format {
        push("format", or_none(after.format.word().map(str::to_owned)), or_none(format.word().map(str::to_owned)));
    }
    // More places can only add to the largest of them.
    let is_kept = at.iter().all(|pointer| after.at.contains(pointer));
    if !is_kept || (after.at.len() > at.len() && after.of != Combination::Max) {
        let listed = |entry: &ExposureEntry| {
            let pointers: Vec<String> = entry.at.iter().map(|pointer| format!("`{pointer}`")).collect();
            if pointers.is_empty() { "not set".to_owned() } else { pointers.join(" and ") }
        };
        push("at", listed(after), listed(before));
    }
    if after.when.is_some() && after.when != *when {
        push(
            "when",
            or_none(after.when.as_ref().map(ToString::to_string)),
            or_none(when.as_ref().map(ToString::to_string)),
        );
    }
    if rank_of_absent(after.absent) < rank_of_absent(*absent) {
        push("absent", format!("`{}`", after.absent.word()), format!("`{}`", absent.word()));
    }
    if scale.is_some_and(|scale| after.scale.is_none_or(|now| now > scale)) {
        push(
            "scale",
            or_none(after.scale.map(|scale| scale.normalize().to_string())),
            or_none(scale.map(|scale| scale.normalize().to_string())),
        );
    }
    if after.is_inverse != *is_inverse {
        push("inverse", format!("`{}`", after.is_inverse), format!("`{is_inverse}`"));
    }
    if rank_of_combination(after.of) < rank_of_combination(*of) {
        push("of", format!("`{}`", after.of.word()), format!("`{}`", of.word()));
    }
    if after.variant != *variant {
        push("variant", or_none(after.variant.clone()), or_none(variant.clone()));
    }
    let by_name =
        |ladder: &[(StageNumber, String)]| ladder.iter().map(|(stage, name)| (name.clone(), *stage)).collect();
    let ladders: [BTreeMap<String, StageNumber>; 2] = [by_name(ladder), by_name(&after.ladder)];
    for (key, was, is) in [
        ("values", values, &after.values),
        ("ladder", &ladders[0], &ladders[1]),
        ("segments", segments, &after.segments),
    ] {
        for (name, stage) in was {
            let now = is.get(name);
            if now.is_none_or(|now| now < stage) {
                let now = now.map_or_else(|| "no stage".to_owned(), |now| format!("stage {now}"));
                push(&format!("{key}: {name}"), now, format!("stage {stage}"));
            }
        }
    }
    less
}

/// How far an absent value is read to go.
fn rank_of_absent(absent: Absent) -> u8 {
    match absent {
        Absent::Off => 0,
        Absent::Unreadable => 1,
        Absent::On => 2,
    }
}

/// How far several values are read to go.
fn rank_of_combination(of: Combination) -> u8 {
    match of {
        Combination::Min => 0,
        Combination::Max => 1,
        Combination::Sum => 2,
    }
}
