//! Of which flags two versions of a file say something else. Only the reader of values tells: here
//! is no more than which names it is asked about.

use super::file::FlagFile;
use super::flipt;
use super::print::print_of;
use super::read::answers_in;
use super::said::{Answer, Said, Seen};
use crate::config::{Absent, ExposureEntry, ExposureFormat};
use crate::document::{Blank, Names, Node};
use jiff::Timestamp;
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// A name that no flag has. What a file says of it, it says of all flags that it does not name.
pub(crate) const NOBODY: &str = "\0";

/// The flags of which two versions of a file say something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Differing {
    /// Any flag may be one.
    Any,
    /// These. A flag with its namespace may be among them without it.
    Named(BTreeSet<String>),
}

/// The flags of which an entry may read something else in two versions of a file, as far as
/// schedules say so at a time. A version is `None` where the file is not there.
pub fn differing(entry: &ExposureEntry, path: &str, sides: [Option<&FlagFile>; 2], now: Timestamp) -> Differing {
    let is_broken = |file: &&FlagFile| file.document().is_err();
    // Who has an ID is not known here, and a file that cannot be read names nobody.
    if !entry.is_by_flag_alone() || sides.iter().flatten().any(is_broken) {
        return Differing::Any;
    }
    let environments = entry.environments_in_files();
    let is_other = |name: &str| {
        environments.iter().any(|environment| {
            let names = Names { flag: Some(name), id: None, environment: *environment };
            !say_the_same(entry, sides, names, now)
        })
    };
    let names: BTreeSet<Cow<str>> = match entry.is_flag_in_path() {
        true => match entry.flags_of_path(path) {
            Some(flags) => flags.into_iter().map(Cow::Owned).collect(),
            None => return Differing::Any,
        },
        false if entry.repeats_flag() || is_other(NOBODY) => return Differing::Any,
        false => sides.iter().flatten().flat_map(|file| names_in(entry, file)).collect(),
    };
    let names: Vec<Cow<str>> = names.into_iter().filter(|name| !name.is_empty()).collect();
    Differing::Named(names.into_par_iter().filter(|name| is_other(name)).map(Cow::into_owned).collect())
}

/// Whether two versions of a file say the same of a flag.
fn say_the_same(entry: &ExposureEntry, sides: [Option<&FlagFile>; 2], names: Names, now: Timestamp) -> bool {
    let seen = sides.map(|file| file.map(|file| Seen { entry, file, names, now }));
    let said = |seen: &Option<Seen>| -> Vec<Answer> {
        let mut answers = seen.as_ref().map(answers_in).unwrap_or_default();
        // What is absent means something only where the entry says what.
        let is_nothing = |said: &Said| matches!(said, Said::Absent { .. } | Said::NoFlag { .. });
        answers.retain(|answer| entry.absent != Absent::Unreadable || !is_nothing(&answer.said));
        answers
    };
    let (before, after) = (said(&seen[0]), said(&seen[1]));
    // Two values that nobody can read may be two different ones.
    let is_unreadable = |answer: &Answer| matches!(answer.said, Said::Unreadable { .. });
    let is_read_the_same = || {
        let [before, after] = seen.map(|seen| seen.map(|seen| print_of(&[seen])));
        before == after
    };
    before.len() == after.len()
        && before.iter().zip(&after).all(|(before, after)| before.says_the_same(after))
        && (!before.iter().any(is_unreadable) || is_read_the_same())
}

/// The names of the flags in a file; none of a file that cannot be read, and of one that is named
/// after its flag.
pub fn names_in<'f>(entry: &ExposureEntry, file: &'f FlagFile) -> Vec<Cow<'f, str>> {
    let Ok(document) = file.document() else { return Vec::new() };
    match entry.format {
        ExposureFormat::Pointer => {
            let mut names = Vec::new();
            for environment in entry.environments_in_files() {
                let others = Names { environment, ..Names::default() };
                names.extend(entry.pointers().flat_map(|pointer| pointer.names(document, Blank::Flag, &others)));
            }
            names
        }
        ExposureFormat::Goff => document.roots.iter().flat_map(keys).map(Cow::Borrowed).collect(),
        ExposureFormat::Flagd => document.roots.iter().flat_map(in_flags).map(Cow::Borrowed).collect(),
        ExposureFormat::Flipt => {
            let of_root = |root: &'f Node| {
                let namespace = flipt::namespace(root);
                let with_namespace = move |name| Cow::Owned(format!("{namespace}/{name}"));
                in_flags(root).map(Cow::Borrowed).chain(in_flags(root).map(with_namespace))
            };
            document.roots.iter().flat_map(of_root).collect()
        }
    }
}

/// The names below `flags`: the keys of a map, or the `key` of each item of a list.
fn in_flags(root: &Node) -> impl Iterator<Item = &str> {
    root.get("flags").into_iter().flat_map(|flags| keys(flags).chain(items(flags)))
}

fn keys(node: &Node) -> impl Iterator<Item = &str> {
    node.as_map().into_iter().flat_map(|map| map.entries().iter().map(|entry| &*entry.key))
}

fn items(node: &Node) -> impl Iterator<Item = &str> {
    node.as_list().unwrap_or_default().iter().filter_map(|item| item.get("key").and_then(Node::as_text))
}
