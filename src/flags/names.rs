//! Which flags a file has, as far as an entry of the configuration reads it.

use super::file::FlagFile;
use super::{flagd, flipt};
use crate::config::{ExposureEntry, ExposureFormat};
use crate::document::{Blank, Document, Found, Names, Node};

/// A value of so many bytes is no list of flags.
const SMALL: usize = 4096;

/// The names of the flags in a file, in the order of the text; none of a file that cannot be read.
pub fn names<'f>(entry: &ExposureEntry, file: &'f FlagFile) -> Vec<&'f str> {
    let Ok(document) = file.document() else { return Vec::new() };
    match entry.format {
        ExposureFormat::Pointer => {
            let all = entry.at.iter().map(|at| at.names(document, Blank::Flag));
            all.into_iter().find(|names| !names.is_empty()).unwrap_or_default()
        }
        ExposureFormat::Goff => document.roots.iter().flat_map(keys).collect(),
        ExposureFormat::Flagd | ExposureFormat::Flipt => in_flags(document).collect(),
    }
}

/// Two versions of a file, for who asks of many flags whether both say the same of them.
pub struct Alike<'a> {
    entry: &'a ExposureEntry,
    one: &'a Document,
    other: &'a Document,
}

impl<'a> Alike<'a> {
    /// Two versions of a file; `None` when one of them cannot be read, and when what all flags of a
    /// format share is not the same.
    pub fn new(entry: &'a ExposureEntry, one: &'a FlagFile, other: &'a FlagFile) -> Option<Alike<'a>> {
        let (one, other) = (one.document().ok()?, other.document().ok()?);
        let are_shared_alike = match entry.format {
            ExposureFormat::Pointer | ExposureFormat::Goff => true,
            ExposureFormat::Flagd => alike(one, other, &["$evaluators"]),
            ExposureFormat::Flipt => alike(one, other, &["namespace", "segments"]),
        };
        are_shared_alike.then_some(Alike { entry, one, other })
    }

    /// Whether the entry finds the same values wherever it looks for a flag. `false` says nothing.
    pub(crate) fn has_alike(&self, flag: &str) -> bool {
        let Alike { entry, one, other } = *self;
        if entry.format != ExposureFormat::Pointer {
            let (first, second) = (nodes_of(entry.format, one, flag), nodes_of(entry.format, other, flag));
            return first.len() == second.len()
                && first.iter().zip(&second).all(|(one, other)| one.says_the_same(other));
        }
        let names = Names { flag: Some(flag), ..Names::default() };
        let is_same = |(one, other): (&Found, &Found)| {
            one.node.says_the_same(other.node) && say_the_same(beside(one), beside(other))
        };
        entry.at.iter().chain(&entry.when).all(|pointer| {
            let (first, second) = (pointer.select(one, &names).found, pointer.select(other, &names).found);
            first.len() == second.len() && first.iter().zip(&second).all(is_same)
        })
    }
}

/// Whether two versions of a file say the same at some keys of their documents.
fn alike(one: &Document, other: &Document, keys: &[&str]) -> bool {
    fn nodes<'d>(document: &'d Document, keys: &[&str]) -> Vec<Option<&'d Node>> {
        document.roots.iter().flat_map(|root| keys.iter().map(|key| root.get(key))).collect()
    }
    let (first, second) = (nodes(one, keys), nodes(other, keys));
    first.len() == second.len() && first.into_iter().zip(second).all(|(one, other)| say_the_same(one, other))
}

/// Whether two values say the same, or neither is there.
fn say_the_same(one: Option<&Node>, other: Option<&Node>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => one.says_the_same(other),
        (one, other) => one.is_none() && other.is_none(),
    }
}

/// What a format says of a flag.
fn nodes_of<'d>(format: ExposureFormat, document: &'d Document, flag: &str) -> Vec<&'d Node> {
    let mut roots = document.roots.iter();
    match format {
        ExposureFormat::Pointer => Vec::new(),
        ExposureFormat::Flagd => roots.next().and_then(|root| flagd::find(root, flag)).into_iter().collect(),
        ExposureFormat::Goff => roots.find_map(|root| root.get(flag)).into_iter().collect(),
        ExposureFormat::Flipt => flipt::all_named(document, flag).into_iter().map(|(_, node)| node).collect(),
    }
}

/// What stands beside a value may be its schedule. A map of all flags is none.
fn beside<'d>(found: &Found<'d>) -> Option<&'d Node> {
    found.around.filter(|around| around.span.len() < SMALL)
}

/// The names below `flags`: the keys of a map, or the `key` of each item of a list.
fn in_flags(document: &Document) -> impl Iterator<Item = &str> {
    document.roots.iter().filter_map(|root| root.get("flags")).flat_map(|flags| keys(flags).chain(items(flags)))
}

fn keys(node: &Node) -> impl Iterator<Item = &str> {
    node.as_map().into_iter().flat_map(|map| map.entries().iter().map(|entry| &*entry.key))
}

fn items(node: &Node) -> impl Iterator<Item = &str> {
    node.as_list().unwrap_or_default().iter().filter_map(|item| item.get("key").and_then(Node::as_text))
}
