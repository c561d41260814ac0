//! Which flags a file has, as far as an entry of the configuration reads it.

use super::file::FlagFile;
use crate::config::{ExposureEntry, ExposureFormat};
use crate::document::{Blank, Document, Node};

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
