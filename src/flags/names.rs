//! Which flags a file has, as far as an entry of the configuration reads it.

use super::file::FlagFile;
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

/// Whether two versions of a file have the same text wherever an entry looks for a flag. It is quick
/// for who asks about many flags; `false` says nothing.
pub fn are_written_alike(entry: &ExposureEntry, flag: &str, one: &FlagFile, other: &FlagFile) -> bool {
    let (Ok(first), Ok(second)) = (one.document(), other.document()) else { return false };
    let names = Names { flag: Some(flag), ..Names::default() };
    let is_same = |(a, b): (&Found, &Found)| {
        text_of(one, a.node) == text_of(other, b.node)
            && beside(a).map(|node| text_of(one, node)) == beside(b).map(|node| text_of(other, node))
    };
    entry.format == ExposureFormat::Pointer
        && entry.at.iter().chain(&entry.when).all(|pointer| {
            let (first, second) = (pointer.select(first, &names).found, pointer.select(second, &names).found);
            first.len() == second.len() && first.iter().zip(&second).all(is_same)
        })
}

fn text_of<'f>(file: &'f FlagFile, node: &Node) -> &'f str {
    file.source().slice(node.span)
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
