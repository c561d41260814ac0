//! Flag files that have another name than before.

use super::matching::lines_of;
use crate::git::FileChange;
use std::collections::BTreeSet;

/// The files that are new, each with the one of those that are gone that it is most like.
pub(super) fn renamed<'a>(gone: &[&'a FileChange], new: &[&'a FileChange]) -> Vec<(&'a FileChange, &'a FileChange)> {
    let renamed = new.iter().filter_map(|new| {
        let likest = gone.iter().max_by_key(|gone| likeness(gone, new))?;
        (likeness(likest, new) > 0).then_some((*likest, *new))
    });
    renamed.collect()
}

/// How much a file that is new is like one that is gone; 0 for two files that are none but by
/// chance.
fn likeness(gone: &FileChange, new: &FileChange) -> usize {
    let (Some(gone), Some(new)) = (&gone.base, &new.head) else { return 0 };
    if gone.blob.is_some() && gone.blob == new.blob {
        return usize::MAX;
    }
    let (one, other) = (String::from_utf8_lossy(&gone.bytes), String::from_utf8_lossy(&new.bytes));
    let lines = |text: &str| -> BTreeSet<u64> { lines_of(text).collect() };
    let (one_lines, other_lines) = (lines(&one), lines(&other));
    let shared = one_lines.intersection(&other_lines).count();
    if shared * 2 > one_lines.len().max(other_lines.len()) {
        return shared;
    }
    // A file of one line has its numbers in it.
    let names = names_of(&one);
    usize::from(!names.is_empty() && names == names_of(&other))
}

/// The words of a text that may be names, without numbers and what says on or off.
fn names_of(text: &str) -> BTreeSet<&str> {
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '-');
    words.filter(|word| word.starts_with(char::is_alphabetic) && !matches!(*word, "true" | "false" | "null")).collect()
}
