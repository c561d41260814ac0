//! Entries of `exposure:` that changed only since their values have moved: to another file, or to
//! other keys.

use super::flags::{Asked, Entries, FlagCache, FlagFiles, FlagStore};
use super::snapshot::Snapshot;
use crate::config::{ExposureEntry, Policy};
use crate::error::Error;
use crate::exposure::Exposure;
use crate::flags::{self, NOBODY};
use crate::git::Places;
use jiff::Timestamp;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The configuration before a change, with its entries where the change has moved their values to.
/// What is left of a comparison with it is no move.
///
/// # Errors
/// When a flag file cannot be looked for.
pub(super) fn with_moved_entries(before: &Policy, after: &Policy, sides: [&Snapshot; 2]) -> Result<Policy, Error> {
    let mut policy = before.clone();
    let caches = [FlagCache::default(), FlagCache::default()];
    let entries = Entries::default();
    let files = |side: usize| FlagFiles {
        entries: &entries,
        snapshot: sides[side],
        cache: &caches[side],
        // Both sides are read by one clock; which one says nothing of what has moved.
        now: Timestamp::UNIX_EPOCH,
    };
    let (was, is) = (files(0), files(1));
    for entry in policy.exposure.iter_mut().filter(|entry| !after.exposure.contains(entry)) {
        let new = after.exposure.iter().filter(|new| !before.exposure.contains(new) && new.format == entry.format);
        for new in new {
            if has_moved(entry, new, &was, &is)? {
                let when = entry.when.as_ref().and(new.when.clone());
                *entry = ExposureEntry { file: new.file.clone(), at: new.at.clone(), when, ..entry.clone() };
                break;
            }
        }
    }
    Ok(policy)
}

/// Whether an entry reads after a change, of each flag, what another one read before it, and
/// nothing is left where that one looks.
fn has_moved(before: &ExposureEntry, after: &ExposureEntry, was: &FlagFiles, is: &FlagFiles) -> Result<bool, Error> {
    if !before.is_by_flag_alone() || !after.is_by_flag_alone() {
        return Ok(false);
    }
    let (Some(old), Some(new)) = (names(before, was)?, names(after, is)?) else { return Ok(false) };
    let (before_then, before_now, after_now) = (Reader::of(before, was), Reader::of(before, is), Reader::of(after, is));
    let (nothing_then, nothing_left) = (before_then.read(NOBODY)?, before_now.read(NOBODY)?);
    let mut has_value = false;
    for name in old.union(&new).map(String::as_str).chain([NOBODY]) {
        let (then, left, now) = (before_then.read(name)?, before_now.read(name)?, after_now.read(name)?);
        let is_something = |said: &Option<Exposure>, nothing: &Option<Exposure>| {
            said.as_ref().zip(nothing.as_ref()).is_some_and(|(said, nothing)| !said.says_the_same(nothing))
        };
        has_value |= is_something(&then, &nothing_then);
        let is_left = is_something(&left, &nothing_left);
        let is_kept = then.zip(now).is_some_and(|(then, now)| then.says_the_same(&now));
        if !is_kept || is_left {
            return Ok(false);
        }
    }
    Ok(has_value)
}

/// The names of the flags in the files of an entry; `None` when they cannot be listed.
fn names(entry: &ExposureEntry, files: &FlagFiles) -> Result<Option<BTreeSet<String>>, Error> {
    let mut names = BTreeSet::new();
    for path in files.snapshot.paths(&Places::new([entry.place()]), &|path| entry.may_read(path))? {
        let Some(file) = files.file(&path)?.filter(|file| file.document().is_ok()) else { return Ok(None) };
        match entry.is_flag_in_path() {
            true => match entry.flags_of_path(&path) {
                Some(flags) => names.extend(flags),
                None => return Ok(None),
            },
            false => names.extend(flags::names_in(entry, &file).into_iter().map(Cow::into_owned)),
        }
    }
    Ok(Some(names))
}

/// Reads what an entry says of many flags.
struct Reader<'a> {
    entry: Arc<ExposureEntry>,
    files: &'a FlagFiles<'a>,
}

impl<'a> Reader<'a> {
    fn of(entry: &ExposureEntry, files: &'a FlagFiles<'a>) -> Reader<'a> {
        Reader { entry: Arc::new(entry.clone()), files }
    }

    fn read(&self, name: &str) -> Result<Option<Exposure>, Error> {
        self.files.exposure(None, &Asked::for_flag(&self.entry, 0, name))
    }
}
