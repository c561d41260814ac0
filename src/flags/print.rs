//! What values are read from, as a hash: where nobody can tell what they say, it tells whether they
//! are still the same.

use super::said::Seen;
use super::{flagd, flipt};
use crate::config::ExposureFormat;
use crate::document::{Document, Node};
use std::hash::{DefaultHasher, Hash, Hasher};

/// A hash of what is read in some files. It is the same however that is written.
pub(super) fn print_of(seen: &[Seen]) -> u64 {
    let mut hasher = DefaultHasher::new();
    for seen in seen {
        let source = seen.file.source();
        match seen.file.document() {
            Ok(document) => {
                read_from(seen, document).into_iter().for_each(|node| node.hash_value(source, &mut hasher));
            }
            Err(_) => seen.file.print().hash(&mut hasher),
        }
    }
    hasher.finish()
}

/// The values that an entry reads for a flag.
fn read_from<'d>(seen: &Seen, document: &'d Document) -> Vec<&'d Node> {
    let flag = seen.names.flag.unwrap_or_default();
    let mut roots = document.roots.iter();
    match seen.entry.format {
        ExposureFormat::Pointer => {
            let selected = seen.entry.pointers().map(|pointer| pointer.select(document, &seen.names));
            let nodes = selected.flat_map(|selection| {
                let found = selection.found.into_iter().map(|found| found.node);
                found.chain(selection.dead_end).collect::<Vec<_>>()
            });
            nodes.collect()
        }
        ExposureFormat::Flagd => {
            let root = roots.next();
            let evaluators = root.and_then(|root| root.get("$evaluators"));
            root.and_then(|root| flagd::find(root, flag)).into_iter().chain(evaluators).collect()
        }
        ExposureFormat::Goff => roots.find_map(|root| root.get(flag)).into_iter().collect(),
        ExposureFormat::Flipt => flipt::all_named(document, flag).into_iter().map(|(_, node)| node).collect(),
    }
}
